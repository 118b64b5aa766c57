"""The results page: filters, one reading at a time, and what stands behind a figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import streamlit as st

from diagnostic.campaigns import SMALLEST_THRESHOLD, Diagnostic, Wave
from diagnostic.confidence import Publication, Release
from diagnostic.questionnaire import ChoiceQuestion, Questionnaire
from diagnostic.readings import say_gaps
from diagnostic.readings.uncertainty import say_gathered, say_mistaken, say_people
from diagnostic.respondents import Viewpoint
from diagnostic.rights import Right
from diagnostic.texts import Voice
from diagnostic.ui import (
    crossing_panel,
    effects_panel,
    families_panel,
    matrix_panel,
    movements_panel,
    reading_panels,
    session,
    shelf,
    states_panel,
    territory_picker,
)
from diagnostic.ui.escaping import plain
from diagnostic.ui.published import Narrowing, comments, look, release
from diagnostic.ui.published import published as published

EVERYONE = ""
LIVE = ("familles", "vecu", "bouge")
"""Readings that rest on more than what a kept state holds: answers one by one, measured facts,
other waves."""
READING = "lecture"
GROUPS = {
    "fragilites": ("ecarts", "fragilites", "capacite", "vecu", "familles"),
    "construire": ("cooperer", "effets"),
    "comparer": ("reperes", "locales"),
    "suivre": ("bouge",),
}
"""The readings as they are looked for; the first one is the first to be read."""
WALL_STYLE = """
<style>
  /* Streamlit counts in rem: the whole page grows with this, and takes the whole width. */
  html { font-size: 150%; }
  .stMainBlockContainer { max-width: none; }
</style>
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader chose to see."""

    wave: Wave
    viewpoints: tuple[Viewpoint, ...]
    narrowing: Narrowing | None


def draw() -> None:
    """The whole page: the disagreement first, then what was asked for."""
    voice, diagnostic = session.voice(), session.diagnostic()
    assert diagnostic is not None
    st.title(plain(diagnostic.title), anchor=False)
    st.caption(territory_picker.name_of(diagnostic.territory))
    kept = states_panel.opened(diagnostic)
    if kept:
        states_panel.draw_banner(kept)
    # The filters are read before the headline, and stand after it.
    headline, below = st.container(), st.container()
    with below:
        filters = _choose_filters(voice, diagnostic, kept)
    if session.recall("mur"):
        st.html(WALL_STYLE)
    wave, narrowing = filters.wave, filters.narrowing
    questionnaire = session.questionnaire(wave)
    if kept:
        own = kept.setting.local
        shown = release(
            kept.publication,
            questionnaire,
            kept.setting.threshold,
            narrowing,
            kept.setting.totals,
            kept.setting.gathered,
        )
    else:
        own = session.local_questions(diagnostic)
        shown = published(wave, diagnostic, narrowing)
    if not shown.questions and not shown.whole:
        with headline:
            _draw_nothing_yet(voice, diagnostic, wave)
        states_panel.draw(diagnostic, wave, can_keep=False)
        return
    dark, wall = st.context.theme.type == "dark", bool(session.recall("mur"))
    version = ("etat", kept.id) if kept else (wave.id, session.change_counter(wave))
    view = reading_panels.View(
        voice=voice,
        questionnaire=questionnaire,
        shown=shown,
        own=own,
        viewpoints=filters.viewpoints,
        key=(
            version,
            diagnostic.threshold,
            tuple(diagnostic.totals.items()),
            filters,
            voice.language,
            dark,
            wall,
        ),
        comments=lambda: {} if kept else comments(wave, shown, narrowing),
        families=lambda: shelf.kept(
            ("families", version, filters.wave, diagnostic.threshold),
            lambda: session.store().families(diagnostic, filters.wave),
        ),
        wall=wall,
        dark=dark,
        setting=kept.setting if kept else None,
    )
    with headline:
        st.header(say_gaps(voice, questionnaire, view.domains()), anchor=False)
        _draw_people(voice, questionnaire, shown)
        if not kept:
            _draw_pace(voice, diagnostic, wave)
    _draw_readings(view)
    states_panel.draw(diagnostic, wave, can_keep=not kept)


@st.fragment
def _draw_readings(view: reading_panels.View) -> None:
    """One reading at a time; another one, or a detail of it, is drawn without the rest."""
    voice = view.voice
    panels = {
        "ecarts": (voice.say("Regards croisés"), reading_panels.draw_gaps),
        "fragilites": (voice.say("Nos fragilités"), reading_panels.draw_fragilities),
        "familles": (voice.say("Familles de réponses"), families_panel.draw),
        "vecu": (voice.say("Vécu et mesuré"), crossing_panel.draw),
        "capacite": (voice.say("Fragilité et capacité"), matrix_panel.draw),
        "cooperer": (voice.say("Notre façon de coopérer"), reading_panels.draw_cooperation),
        "effets": (voice.say("Effets et suites"), effects_panel.draw),
        "reperes": (voice.say("Repères nationaux"), reading_panels.draw_anchors),
    }
    if view.own:
        panels["locales"] = (voice.say("Vos questions"), reading_panels.draw_local)
    if movements_panel.is_there():
        panels["bouge"] = (voice.say("Ce qui a bougé"), movements_panel.draw)
    if view.setting:
        panels = {name: panel for name, panel in panels.items() if name not in LIVE}
    if st.session_state.get(READING) not in panels:
        st.session_state[READING] = next(iter(panels))
    _choose_reading(voice, {name: title for name, (title, _) in panels.items()})
    draw_panel = panels[str(st.session_state[READING])][1]
    draw_panel(view)


def _choose_reading(voice: Voice, titles: Mapping[str, str]) -> None:
    """The readings in groups, of which one is chosen: beside one another, or one under another."""
    names = {
        "fragilites": voice.say("Fragilités"),
        "construire": voice.say("Co-construction"),
        "comparer": voice.say("Comparer"),
        "suivre": voice.say("Suivre"),
    }
    with st.container(horizontal=True, gap="small", key="lectures"):
        for group, readings in GROUPS.items():
            offered = [name for name in readings if name in titles]
            if not offered:
                continue
            key, chosen = f"{READING}:{group}", st.session_state[READING]
            # What is chosen in one group is chosen in no other.
            st.session_state[key] = chosen if chosen in offered else None
            st.segmented_control(
                names[group],
                offered,
                format_func=titles.__getitem__,
                key=key,
                on_change=_follow_choice,
                args=(key,),
                width="content",
                wrap=True,
            )


def _follow_choice(key: str) -> None:
    """Callback: a reading that is pressed again stays the one that is read."""
    chosen = st.session_state[key]
    if chosen is not None:
        st.session_state[READING] = chosen


def _choose_filters(
    voice: Voice, diagnostic: Diagnostic, kept: states_panel.Opened | None
) -> Filters:
    waves = session.waves(diagnostic)
    with st.expander(voice.say("Filtres et affichage"), icon=":material/filter_list:"):
        wave = kept.wave if kept else waves[-1]
        if len(waves) > 1 and not kept:
            numbers = [one.number for one in waves]
            number = st.segmented_control(
                voice.say("Vague"),
                numbers,
                format_func=lambda n: voice.say("Vague {number}", number=n),
                default=wave.number,
                required=True,
                key="vague",
                persist_state="session",
            )
            wave = waves[numbers.index(int(number or wave.number))]
        questionnaire = session.questionnaire(wave)
        names = {r.viewpoint.value: r.plural.of(voice.language) for r in questionnaire.routes}
        chosen = st.pills(
            voice.say("Regards montrés"),
            list(names),
            format_func=names.__getitem__,
            selection_mode="multi",
            default=list(names),
            key="regards",
            persist_state="session",
        )
        state = kept.publication if kept else look(wave, diagnostic)
        threshold = kept.setting.threshold if kept else diagnostic.threshold
        narrowing = _choose_narrowing(voice, questionnaire, state, threshold)
        st.toggle(
            voice.say("Grand écran : caractères plus grands"), key="mur", persist_state="session"
        )
    viewpoints = tuple(Viewpoint(name) for name in names if name in (chosen or names))
    return Filters(wave, viewpoints, narrowing)


def _choose_narrowing(
    voice: Voice, questionnaire: Questionnaire, state: Publication, threshold: int
) -> Narrowing | None:
    """One regard narrowed by its own profile, where no part of it is too small."""
    choices: dict[str, str] = {EVERYONE: voice.say("Tout le monde")}
    for found in _narrowings(questionnaire, state, threshold):
        question = questionnaire.question(found.question_id)
        assert isinstance(question, ChoiceQuestion)
        labels = {option.id: option.label for option in question.options}
        name = f"{found.viewpoint.value}|{found.question_id}|{found.option_id}"
        choices[name] = voice.say(
            "{regard} : {option}",
            regard=questionnaire.route(found.viewpoint).plural.of(voice.language),
            option=labels[found.option_id].of(voice.language),
        )
    if len(choices) == 1:
        st.caption(
            voice.say(
                "Pas de détail à l’intérieur d’un regard : une de ses parties compterait moins de "
                "{threshold} personnes.",
                threshold=threshold,
            )
        )
        return None
    picked = st.selectbox(
        voice.say("Détail à l’intérieur d’un regard"),
        list(choices),
        format_func=lambda name: choices.get(name, ""),
        key="detail",
        placeholder=voice.say("Détail à l’intérieur d’un regard"),
        filter_mode=None,
    )
    if not picked:
        return None
    viewpoint, question_id, option_id = picked.split("|")
    return Narrowing(Viewpoint(viewpoint), question_id, option_id)


def _narrowings(
    questionnaire: Questionnaire, state: Publication, threshold: int
) -> list[Narrowing]:
    """What each regard may be narrowed to, in the order of the questionnaire."""
    return [
        Narrowing(route.viewpoint, found[0], option)
        for route in questionnaire.routes
        if (found := state.options(route.viewpoint, threshold))
        for option in found[1]
    ]


def _draw_people(voice: Voice, questionnaire: Questionnaire, shown: Release) -> None:
    totals = shown.known_totals
    parts = [
        voice.say(
            "{regard} : {number} sur {people}",
            regard=route.plural.of(voice.language),
            number=voice.whole(shown.people[route.viewpoint]),
            people=voice.whole(totals[route.viewpoint]),
        )
        if route.viewpoint in totals
        else voice.say(
            "{regard} : {number}",
            regard=route.plural.of(voice.language),
            number=voice.whole(shown.people[route.viewpoint]),
        )
        for route in questionnaire.routes
        if route.viewpoint in shown.people
    ]
    hidden = [
        route.plural.of(voice.language)
        for route in questionnaire.routes
        if route.viewpoint in shown.withheld
    ]
    if hidden:
        parts.append(
            voice.say(
                "trop peu de réponses (moins de {threshold}) : {regards}",
                threshold=shown.threshold,
                regards=voice.join(name.lower() for name in hidden),
            )
        )
    st.caption(" · ".join(parts))
    for said in _say_crowds(voice, questionnaire, shown):
        st.caption(said)


def _say_crowds(voice: Voice, questionnaire: Questionnaire, shown: Release) -> Iterator[str]:
    """What is known of who answered, regard by regard: all of them or not, and who together."""
    for route in questionnaire.routes:
        viewpoint = route.viewpoint
        if viewpoint not in shown.people:
            continue
        counted, people = shown.people[viewpoint], shown.known_totals.get(viewpoint)
        said = []
        if people is not None:
            said.append(say_people(voice, counted, people))
        elif viewpoint in shown.mistaken:
            said.append(say_mistaken(voice, counted, shown.totals[viewpoint]))
        if viewpoint in shown.gathered and counted != people:
            said.append(say_gathered(voice, shown.gathered[viewpoint]))
        for sentence in said:
            yield voice.say(
                "{label} : {reason}", label=route.plural.of(voice.language), reason=sentence
            )


def _draw_pace(voice: Voice, diagnostic: Diagnostic, wave: Wave) -> None:
    """When the figures move; of a closed wave, the last move is asked for."""
    if wave.closed_on is None:
        st.caption(
            voice.say(
                "Les chiffres avancent par groupes d’au moins {threshold} personnes : on ne peut "
                "pas y lire ce qu’une personne vient de répondre. Les réponses suivantes seront "
                "comptées ensemble.",
                threshold=diagnostic.threshold,
            )
        )
        return
    if not session.may(Right.OWN, diagnostic):
        return
    version = session.change_counter(wave)
    if _can_count_more(wave.id, version, diagnostic.threshold, _wave=wave, _diagnostic=diagnostic):
        st.caption(
            voice.say(
                "Des réponses arrivées avant la fermeture ne sont pas encore comptées. Vous "
                "pouvez les compter maintenant, par groupes d’au moins {smallest} personnes.",
                smallest=SMALLEST_THRESHOLD,
            )
        )
        if st.button(voice.say("Compter les dernières réponses"), key="compter"):
            session.store().publication(diagnostic, wave, all_that_waits=True)
            session.draw_again()


@st.cache_resource(show_spinner=False, max_entries=32)
def _can_count_more(
    wave_id: int, counter: int, threshold: int, _wave: Wave, _diagnostic: Diagnostic
) -> bool:
    return session.store().can_count_more(_diagnostic, _wave)


def _draw_nothing_yet(voice: Voice, diagnostic: Diagnostic, wave: Wave) -> None:
    st.header(voice.say("Trop peu de réponses pour montrer un résultat."), anchor=False)
    st.markdown(
        voice.say(
            "Un regard apparaît à partir de {threshold} personnes : en dessous, on reconnaîtrait "
            "qui a répondu quoi. Faites répondre, puis revenez ici.",
            threshold=diagnostic.threshold,
        )
    )
    if wave.closed_on is None:
        st.page_link(
            "pages/territoire/repondre.py",
            label=voice.say("Répondre au questionnaire"),
            icon=":material/edit_note:",
        )
    st.page_link(
        "pages/territoire/cadrage.py",
        label=voice.say("Faire répondre d’autres personnes"),
        icon=":material/group_add:",
    )
