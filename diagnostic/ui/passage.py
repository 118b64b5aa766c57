"""Beginning a passage, finding it again by its link, handing the screen to the next person."""

from urllib.parse import urlsplit

import streamlit as st

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import Route
from diagnostic.respondents import Submission
from diagnostic.storage import StorageUnavailable, UnknownDiagnostic, UnknownLink, WaveClosed
from diagnostic.texts import Voice
from diagnostic.ui import own_data, session, territory_picker
from diagnostic.ui.escaping import plain


def start() -> None:
    """The first screen: what this is, which regard, which route."""
    voice, diagnostic = session.voice(), session.diagnostic()
    assert diagnostic is not None
    waves = [wave for wave in session.waves(diagnostic) if wave.closed_on is None]
    st.title(plain(diagnostic.title), anchor=False)
    st.caption(territory_picker.name_of(diagnostic.territory))
    own_data.say_erased()
    if not waves:
        st.info(voice.say("Les réponses sont closes pour ce diagnostic."))
        return
    wave = waves[-1]
    questionnaire = session.questionnaire(wave)
    own_data.draw_notice(diagnostic)
    st.markdown(
        voice.say(
            "Il n’y a ni bonne ni mauvaise réponse : ce qui compte est votre regard. Vous pouvez "
            "répondre « Ne sait pas » ou « Pas concerné », ou passer une question. Chaque réponse "
            "est gardée au moment où vous la donnez."
        )
    )
    routes = {route.viewpoint: route for route in questionnaire.routes}
    viewpoint = st.radio(
        voice.say("De quel point de vue répondez-vous ?"),
        list(routes),
        format_func=lambda v: _say_route(routes[v], voice),
        captions=[route.who.of(voice.language) for route in routes.values()],
        index=None,
        key="regard",
    )
    chosen = routes[viewpoint] if viewpoint else None
    short = st.segmented_control(
        voice.say("Combien de temps avez-vous ?"),
        [False, True],
        format_func=lambda yes: _say_length(voice, chosen, short=yes),
        default=False,
        required=True,
        key="parcours",
    )
    if st.button(
        voice.say("J’ai compris, je commence"),
        type="primary",
        icon=":material/play_arrow:",
        disabled=chosen is None,
    ):
        assert chosen is not None
        try:
            _, token = session.store().begin(wave, chosen.viewpoint, bool(short))
        except (StorageUnavailable, WaveClosed, UnknownDiagnostic) as refusal:
            st.error(voice.refuse(refusal))
            return
        session.start_passage(token)
        session.write_address()
        session.draw_again()
    if chosen is None:
        st.caption(voice.say("Choisissez un point de vue pour commencer. Il ne changera plus."))


def offer_again(submission: Submission, wave: Wave, diagnostic: Diagnostic) -> None:
    """To someone who comes back by the link of a closed wave: the next one, linked or not."""
    still_open = [one for one in session.waves(diagnostic) if one.closed_on is None]
    if wave.closed_on is None or not still_open or still_open[-1].number <= wave.number:
        return
    voice = session.voice()
    with st.container(border=True):
        st.markdown(voice.say("Une nouvelle vague est ouverte : que diriez-vous aujourd’hui ?"))
        follow = st.checkbox(
            voice.say("Relier vos réponses à celles de la première fois ?"),
            value=False,
            key="suivre",
            help=voice.say(
                "Cela sert seulement à mesurer ce qui change. Personne ne voit le lien, et effacer "
                "vos réponses l’efface."
            ),
        )
        if not st.button(voice.say("Répondre de nouveau"), type="primary", key="encore"):
            return
        earlier = str(session.recall(session.TOKEN))
        try:
            begun, token = session.store().begin(
                still_open[-1], submission.viewpoint, submission.short
            )
            if follow:
                session.store().link(begun, earlier)
        except (StorageUnavailable, WaveClosed, UnknownDiagnostic, UnknownLink) as refusal:
            st.error(voice.refuse(refusal))
            return
        session.start_passage(token)
        session.write_address()
        session.draw_again()


def draw_heading(submission: Submission, wave: Wave, diagnostic: Diagnostic) -> None:
    """Whose diagnostic, which regard, which helps."""
    voice = session.voice()
    route = session.questionnaire(wave).route(submission.viewpoint)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    left.caption(
        voice.say(
            "{title} · vous répondez comme : {regard}",
            title=plain(diagnostic.title),
            regard=route.name.of(voice.language),
        )
    )
    right.segmented_control(
        voice.say("Aide sous les questions"),
        ["first_steps", "practitioner", "none"],
        format_func={
            "first_steps": voice.say("Premiers pas"),
            "practitioner": voice.say("Praticien"),
            "none": voice.say("Sans aide"),
        }.__getitem__,
        default="first_steps",
        required=True,
        key=session.HELP,
        persist_state="session",
        wrap=True,
    )


def draw_link() -> None:
    """The personal link, and the way out for the next person."""
    voice = session.voice()
    address = urlsplit(str(st.context.url or ""))
    link = f"{address.scheme}://{address.netloc}/p/{session.recall(session.TOKEN)}"
    with st.expander(voice.say("Reprendre plus tard, ou laisser la place"), icon=":material/link:"):
        st.markdown(
            voice.say(
                "Ce lien personnel ramène à vos réponses, ici ou sur un autre appareil qui peut "
                "joindre cette adresse. Gardez-le pour vous : il tient lieu d’identité."
            )
        )
        st.code(link, language=None, wrap_lines=True)
        under_way = session.passage()
        if under_way and session.store().is_linked(under_way[0]):
            st.markdown(voice.say("Ces réponses sont reliées à celles de la première fois."))
            if st.button(voice.say("Ne plus les relier"), icon=":material/link_off:"):
                session.store().unlink(under_way[0])
                session.draw_again()
        if st.button(voice.say("Une autre personne répond"), icon=":material/person_add:"):
            session.leave_passage()
            session.write_address()
            session.draw_again()
    own_data.draw_rights()


def _say_route(route: Route, voice: Voice) -> str:
    return voice.say("**{name}**", name=route.name.of(voice.language))


def _say_length(voice: Voice, route: Route | None, *, short: bool) -> str:
    name = voice.say("Version courte") if short else voice.say("Questionnaire complet")
    if route is None:
        return name
    minutes = route.short_minutes if short else route.minutes
    return voice.say("{name} (environ {minutes} min)", name=name, minutes=minutes)
