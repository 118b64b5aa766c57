"""The results page: filters, one reading at a time, and what stands behind a figure."""

from dataclasses import dataclass

import streamlit as st

from diagnostic.answers import Passage
from diagnostic.campaigns import Diagnostic, LocalQuestion, Wave
from diagnostic.confidence import Release, may_split, narrow, release, split
from diagnostic.questionnaire import ChoiceQuestion, Questionnaire
from diagnostic.readings import say_gaps
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from diagnostic.texts import Voice
from diagnostic.ui import crossing_panel, reading_panels, session, territory_picker
from diagnostic.ui.escaping import plain

EVERYONE = ""
WALL_STYLE = """
<style>
  /* Streamlit counts in rem: the whole page grows with this, and takes the whole width. */
  html { font-size: 150%; }
  .stMainBlockContainer { max-width: none; }
</style>
"""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One regard seen through one option of its own profile."""

    viewpoint: Viewpoint
    question_id: str
    option_id: str


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
    # The filters are read before the headline, and stand after it.
    headline, below = st.container(), st.container()
    with below:
        filters = _choose_filters(voice, diagnostic)
    if session.recall("mur"):
        st.html(WALL_STYLE)
    questionnaire = session.questionnaire(filters.wave)
    own = session.store().local_questions(diagnostic)
    shown = published(filters.wave, diagnostic, filters.narrowing, own)
    if not shown.questions and not shown.whole:
        with headline:
            _draw_nothing_yet(voice, diagnostic, filters.wave)
        return
    dark, wall = st.context.theme.type == "dark", bool(session.recall("mur"))
    version = (filters.wave.id, session.store().change_counter(filters.wave))
    view = reading_panels.View(
        voice=voice,
        questionnaire=questionnaire,
        shown=shown,
        own=own,
        viewpoints=filters.viewpoints,
        key=(version, diagnostic.threshold, filters, voice.language, dark, wall),
        comments=lambda: _comments(version, filters.narrowing, _filters=filters),
        wall=wall,
        dark=dark,
    )
    with headline:
        st.header(say_gaps(voice, questionnaire, view.domains()), anchor=False)
        _draw_people(voice, questionnaire, shown)
    panels = {
        "ecarts": (voice.say("Regards croisés"), reading_panels.draw_gaps),
        "fragilites": (voice.say("Nos fragilités"), reading_panels.draw_fragilities),
        "vecu": (voice.say("Vécu et mesuré"), crossing_panel.draw),
        "cooperer": (voice.say("Notre façon de coopérer"), reading_panels.draw_cooperation),
        "reperes": (voice.say("Repères nationaux"), reading_panels.draw_anchors),
    }
    if own:
        panels["locales"] = (voice.say("Vos questions"), reading_panels.draw_local)
    panel = st.segmented_control(
        voice.say("Lecture"),
        list(panels),
        format_func=lambda name: panels[name][0],
        default="ecarts",
        required=True,
        key="lecture",
        persist_state="session",
        wrap=True,
    )
    draw_panel = panels[str(panel)][1]
    draw_panel(view)


def published(
    wave: Wave,
    diagnostic: Diagnostic,
    narrowing: Narrowing | None,
    own: tuple[LocalQuestion, ...],
) -> Release:
    """The figures that may be shown, computed once per state of the answers."""
    return _published(
        wave.id,
        session.store().change_counter(wave),
        diagnostic.threshold,
        narrowing,
        tuple(question.id for question in own),
        _wave=wave,
        _own=own,
    )


@st.cache_resource(show_spinner=False, max_entries=64)
def _published(
    wave_id: int,
    counter: object,
    threshold: int,
    narrowing: Narrowing | None,
    local: tuple[str, ...],
    _wave: Wave,
    _own: tuple[LocalQuestion, ...],
) -> Release:
    questionnaire, passages = session.questionnaire(_wave), session.store().passages(_wave)
    shown = release(score(questionnaire, passages, _own), questionnaire, threshold, _own)
    if narrowing is None:
        return shown
    mine = [p for p in passages if p.submission.viewpoint is narrowing.viewpoint]
    parts = split(questionnaire, mine, narrowing.question_id, threshold)
    part = parts.get(narrowing.option_id)
    return narrow(shown, part, narrowing.viewpoint) if part else shown


@st.cache_resource(show_spinner=False, max_entries=32)
def _comments(
    version: tuple[int, int], narrowing: Narrowing | None, _filters: Filters
) -> dict[str, list[tuple[Viewpoint, str]]]:
    """Question id → regard and comment, of the people that the filters keep."""
    found: dict[str, list[tuple[Viewpoint, str]]] = {}
    for passage in session.store().passages(_filters.wave):
        viewpoint = passage.submission.viewpoint
        if narrowing and viewpoint is narrowing.viewpoint and not _chose(passage, narrowing):
            continue
        for question_id, body in passage.comments.items():
            found.setdefault(question_id, []).append((viewpoint, body))
    return found


def _chose(passage: Passage, narrowing: Narrowing) -> bool:
    answer = passage.answers.get(narrowing.question_id)
    return answer is not None and answer.value == narrowing.option_id


def _choose_filters(voice: Voice, diagnostic: Diagnostic) -> Filters:
    waves = session.store().waves(diagnostic)
    with st.expander(voice.say("Filtres et affichage"), icon=":material/filter_list:"):
        wave = waves[-1]
        if len(waves) > 1:
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
        narrowing = _choose_narrowing(voice, questionnaire, wave, diagnostic)
        st.toggle(
            voice.say("Grand écran : caractères plus grands"), key="mur", persist_state="session"
        )
    viewpoints = tuple(Viewpoint(name) for name in names if name in (chosen or names))
    return Filters(wave, viewpoints, narrowing)


def _choose_narrowing(
    voice: Voice, questionnaire: Questionnaire, wave: Wave, diagnostic: Diagnostic
) -> Narrowing | None:
    """One regard narrowed by its own profile, where no part of it is too small."""
    choices: dict[str, str] = {EVERYONE: voice.say("Tout le monde")}
    version = session.store().change_counter(wave)
    for found in _narrowings(wave.id, version, diagnostic.threshold, _wave=wave):
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
                threshold=diagnostic.threshold,
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


@st.cache_resource(show_spinner=False, max_entries=32)
def _narrowings(wave_id: int, counter: int, threshold: int, _wave: Wave) -> tuple[Narrowing, ...]:
    """What each regard may be narrowed to, in the order of the questionnaire."""
    questionnaire, passages = session.questionnaire(_wave), session.store().passages(_wave)
    found = []
    for route in questionnaire.routes:
        mine = [p for p in passages if p.submission.viewpoint is route.viewpoint]
        for name in (name for step in route.steps for name in step.ask):
            question = questionnaire.question(name)
            if name.startswith("profil.") and isinstance(question, ChoiceQuestion):
                allowed = may_split(mine, name, threshold)
                found += [
                    Narrowing(route.viewpoint, name, option.id)
                    for option in question.options
                    if option.id in allowed
                ]
    return tuple(found)


def _draw_people(voice: Voice, questionnaire: Questionnaire, shown: Release) -> None:
    parts = [
        voice.say(
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
