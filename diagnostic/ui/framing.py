"""The parts of « Préparer »: each one saves by itself and says so."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import streamlit as st

from diagnostic.campaigns import (
    FRAMING,
    LONGEST_TITLE,
    MOST_LOCAL_QUESTIONS,
    SMALLEST_THRESHOLD,
    CampaignRefused,
    Diagnostic,
    ask_locally,
    check_title,
    read_total,
)
from diagnostic.qr_codes import draw_code
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import StorageRefused, StorageUnavailable
from diagnostic.texts import Voice
from diagnostic.ui import session, territory_picker
from diagnostic.ui.escaping import plain
from diagnostic.ui.wall_style import picture

THRESHOLDS = (SMALLEST_THRESHOLD, 4, 5, 8, 10, 15)
LONGEST_FRAMING = 2_000
REFUSAL = "refus"
ADDED = "questions-ajoutees"
"""How many questions this browser has added: each one is written in fields of its own."""


def draw_invitation(diagnostic: Diagnostic) -> None:
    """The address that others open to answer, and the same as a square for phones."""
    voice = session.voice()
    here = urlsplit(str(st.context.url or ""))
    address = f"{here.scheme}://{here.netloc}/r/{diagnostic.code}"
    st.header(voice.say("Faire répondre"), anchor=False)
    st.markdown(
        voice.say(
            "Cette adresse ouvre le questionnaire sur une page légère, faite pour le téléphone, "
            "sans le reste de l’outil :"
        )
    )
    st.code(address, language=None, wrap_lines=True)
    if here.hostname in ("127.0.0.1", "localhost"):
        st.caption(
            voice.say(
                "L’outil n’écoute que cet ordinateur : l’adresse marche ici, pour faire répondre "
                "les personnes l’une après l’autre."
            )
        )
    else:
        named = voice.say("Code à photographier pour ouvrir le questionnaire")
        square = draw_code(address, name=named).replace(
            "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
        )
        st.html(f"<div style='max-width: 16rem'>{picture(square, named)}</div>")


@st.fragment
def draw_identity(diagnostic: Diagnostic) -> None:
    """Title and threshold."""
    voice = session.voice()
    st.header(voice.say("Le diagnostic"), anchor=False)
    st.caption(territory_picker.name_of(diagnostic.territory))
    with st.form("identite"):
        title = st.text_input(voice.say("Nom"), value=diagnostic.title, max_chars=LONGEST_TITLE)
        threshold = st.segmented_control(
            voice.say("Nombre de réponses sous lequel un regard n’est pas montré"),
            sorted({*THRESHOLDS, diagnostic.threshold}),
            default=diagnostic.threshold,
            required=True,
        )
        st.caption(
            voice.say(
                "5 par défaut. Ne descendez à 3 que si les personnes concernées en sont d’accord : "
                "à trois, on se reconnaît."
            )
        )
        asked = st.form_submit_button(voice.say("Enregistrer"))
        if (
            asked
            and _save(
                voice,
                lambda: session.store().rename(diagnostic.code, check_title(title or "")),
                lambda: session.store().set_threshold(diagnostic.code, int(threshold or 5)),
            )
            and not session.is_whole_run()
        ):
            session.draw_again()  # The name is also at the side of the page.


@st.fragment
def draw_questions(diagnostic: Diagnostic) -> None:
    """The four questions to settle before asking anything."""
    voice = session.voice()
    st.header(voice.say("Quatre questions avant de commencer"), anchor=False)
    wordings = {
        "territoire": voice.say(
            "Quel territoire ? Le périmètre vécu et le périmètre administratif sont-ils les mêmes ?"
        ),
        "intervenants": voice.say("Quels intervenants ? Qui doit parler, qui manque d’habitude ?"),
        "organisation": voice.say(
            "Quelle organisation ? Comment les personnes participent, qui anime, qui décide ?"
        ),
        "representation": voice.say(
            "Quels modes de représentation ? Comment montrer les résultats pour que l’on "
            "en débatte ?"
        ),
    }
    with st.form("cadrage"):
        said = {
            name: st.text_area(
                wordings[name],
                value=diagnostic.framing.get(name, ""),
                max_chars=LONGEST_FRAMING,
                height=90,
            )
            for name in FRAMING
        }
        if st.form_submit_button(voice.say("Enregistrer")):
            _save(voice, lambda: session.store().set_framing(diagnostic.code, said))


@st.fragment
def draw_totals(diagnostic: Diagnostic) -> None:
    """How many people there are in all of each regard, where it is known."""
    voice = session.voice()
    st.header(voice.say("Combien de personnes en tout ?"), anchor=False)
    st.caption(
        voice.say(
            "Là où vous le savez, par exemple 23 élus au conseil. Quand toutes les personnes d’un "
            "regard ont répondu, leurs chiffres ne sont pas un échantillon : ils sont montrés sans "
            "intervalle. Laissez vide ce que vous ne savez pas. Le seuil reste le même."
        )
    )
    routes = session.questionnaire(session.waves(diagnostic)[-1]).routes
    with st.form("effectifs"):
        said = {
            route.viewpoint: st.text_input(
                route.plural.of(voice.language),
                value=str(diagnostic.totals.get(route.viewpoint, "")),
                max_chars=15,
                placeholder=voice.say("non connu"),
                key=f"effectif:{route.viewpoint}",
            )
            for route in routes
        }
        if st.form_submit_button(voice.say("Enregistrer"), key="effectifs-enregistrer") and _save(
            voice, lambda: _keep_totals(diagnostic, said)
        ):
            _warn_of_few(voice, diagnostic)


def _keep_totals(diagnostic: Diagnostic, said: Mapping[Viewpoint, str | None]) -> None:
    """What was typed, in place of what was; regards that are not asked keep theirs."""
    typed = {viewpoint: read_total(words or "") for viewpoint, words in said.items()}
    kept = {v: n for v, n in diagnostic.totals.items() if v not in said}
    known = {viewpoint: people for viewpoint, people in typed.items() if people is not None}
    session.store().set_totals(diagnostic.code, kept | known)


def _warn_of_few(voice: Voice, diagnostic: Diagnostic) -> None:
    """A regard of fewer people than the threshold is never shown: better known beforehand."""
    kept = session.store().diagnostic(diagnostic.code)
    if any(people < kept.threshold for people in kept.totals.values()):
        st.info(
            voice.say(
                "Un regard de moins de {threshold} personnes en tout ne sera jamais montré seul, "
                "avec le seuil choisi plus haut.",
                threshold=kept.threshold,
            )
        )


@st.fragment
def draw_local_questions(diagnostic: Diagnostic) -> None:
    """Up to ten questions of the territory's own."""
    voice, store = session.voice(), session.store()
    st.header(voice.say("Vos propres questions"), anchor=False)
    st.caption(
        voice.say(
            "Jusqu’à {most}, posées à la fin du questionnaire. Elles n’entrent dans aucune "
            "comparaison.",
            most=MOST_LOCAL_QUESTIONS,
        )
    )
    _draw_refusal()
    questions = session.local_questions(diagnostic)
    for question in questions:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(plain(question.wording.of(voice.language)))
            st.button(
                voice.say("Retirer"),
                key=f"retirer:{question.id}",
                on_click=_act,
                args=(store.withdraw_local_question, diagnostic, question.id),
            )
    added = int(session.recall(ADDED) or 0)
    wording_key, options_key = f"question:{added}", f"reponses:{added}"
    # Sent from a screen of before the tenth: it is refused with what was typed still there.
    is_typed = session.recall(wording_key) or session.recall(options_key)
    if len(questions) >= MOST_LOCAL_QUESTIONS and not is_typed:
        return
    with st.form("question-locale"):
        wording = st.text_input(voice.say("Votre question"), max_chars=300, key=wording_key)
        kind = st.radio(
            voice.say("Réponse attendue"),
            ["scale", "choice", "text"],
            format_func={
                "scale": voice.say("Une note de 0 à 10"),
                "choice": voice.say("Un choix dans une liste"),
                "text": voice.say("Quelques mots"),
            }.__getitem__,
            horizontal=True,
            key=f"genre:{added}",
        )
        options = st.text_area(
            voice.say("Pour un choix : une réponse par ligne, deux à huit"),
            height=90,
            key=options_key,
        )
        asked = st.form_submit_button(voice.say("Ajouter la question"), icon=":material/add:")
        if asked and _save(
            voice,
            lambda: store.add_local_question(
                diagnostic,
                ask_locally(
                    store.next_local_number(diagnostic),
                    kind,
                    wording or "",
                    tuple((options or "").splitlines()),
                ),
            ),
        ):
            session.remember(ADDED, added + 1)
            session.draw_again()


@st.fragment
def draw_waves(diagnostic: Diagnostic) -> None:
    """The rounds of answers, each under its version of the questionnaire."""
    voice, store = session.voice(), session.store()
    st.header(voice.say("Vagues de réponses"), anchor=False)
    _draw_refusal()
    waves = session.waves(diagnostic)
    for wave in waves:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(
                voice.say(
                    "Vague {number} · ouverte le {day} · questionnaire {version}",
                    number=wave.number,
                    day=voice.day(wave.opened_on),
                    version=wave.questionnaire_version,
                )
            )
            if wave.closed_on is None:
                st.button(
                    voice.say("Clore"),
                    key=f"clore:{wave.id}",
                    on_click=_act,
                    args=(store.close_wave, wave),
                    help=voice.say("Plus personne ne pourra répondre ; vous pourrez rouvrir."),
                )
            elif wave.sealed_on is None:
                st.button(
                    voice.say("Rouvrir"),
                    key=f"rouvrir:{wave.id}",
                    on_click=_act,
                    args=(store.reopen_wave, wave),
                )
    st.caption(
        voice.say(
            "Une nouvelle vague repose les questions plus tard, pour voir ce qui a bougé. "
            "Ouvrez-la "
            "quand la précédente est close."
        )
    )
    if all(wave.closed_on is not None for wave in waves):
        st.button(
            voice.say("Ouvrir une nouvelle vague"),
            icon=":material/add:",
            on_click=_act,
            args=(store.open_wave, diagnostic, current()),
        )


def _act(verb: Callable[..., object], *args: object) -> None:
    """Callback: does it, and keeps what went wrong for the page to say."""
    try:
        verb(*args)
    except (CampaignRefused, StorageRefused, StorageUnavailable) as refusal:
        session.remember(REFUSAL, session.voice().refuse(refusal))


def _draw_refusal() -> None:
    """What the last gesture could not do, said once."""
    refusal = session.recall(REFUSAL)
    if refusal:
        st.error(refusal)
        session.remember(REFUSAL, None)


def _save(voice: Voice, *steps: Callable[[], object]) -> bool:
    try:
        for step in steps:
            step()
    except (CampaignRefused, StorageRefused, StorageUnavailable) as refusal:
        st.error(voice.refuse(refusal))
        return False
    st.toast(voice.say("Enregistré."), icon=":material/check:")
    return True
