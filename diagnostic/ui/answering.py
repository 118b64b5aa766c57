"""Answering: one theme after another, what is left, and a way back.

The page is drawn whole when a theme is opened. Afterwards an answer draws its own question
anew, and nothing else: in front of a room, a page of sixty elements would lag behind the taps.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from diagnostic.campaigns import Diagnostic, LocalQuestion, Wave
from diagnostic.questionnaire import (
    Progress,
    Question,
    Questionnaire,
    Screen,
    progress,
    walk,
)
from diagnostic.respondents import Submission
from diagnostic.storage import StorageUnavailable
from diagnostic.texts import Voice
from diagnostic.ui import question_card, session
from diagnostic.ui.escaping import plain
from diagnostic.ui.saving import Kept, adopt, is_adopted, settle
from diagnostic.ui.server import TOP_SCRIPT

HEARTBEAT = "5s"
"""A tap made while the network was gone reaches the server at the next beat; the bar follows."""
END = "fin-du-questionnaire"


@dataclass(frozen=True, slots=True)
class State:
    """What the database holds of a passage, and the way that opens from there."""

    kept: Kept
    screens: tuple[Screen, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person in front of one version of the questionnaire."""

    submission: Submission
    content: Questionnaire
    own: tuple[LocalQuestion, ...]

    def settle(self) -> State:
        """Saves what moved, reads everything back. Raises StorageUnavailable."""
        local: dict[str, Question] = {question.id: question for question in self.own}
        kept = settle(self.submission, self.content.by_id | local)
        # An answer may open or close questions: the way is walked with what was just said.
        viewpoint, short = self.submission.viewpoint, self.submission.short
        screens = walk(self.content, viewpoint, short=short, answers=kept.answers, local=self.own)
        return State(kept, screens)

    def measure(self, state: State) -> Progress:
        """How far the person is."""
        viewpoint, short = self.submission.viewpoint, self.submission.short
        return progress(self.content, viewpoint, state.screens, state.kept.answers, short=short)

    def follows(self, now: State, screens: tuple[Screen, ...], here: Screen | None) -> bool:
        """True where the screen `here`, drawn with these `screens`, still tells what is kept."""
        questions = here.questions if here else ()
        return now.screens == screens and is_adopted(self.submission, questions, now.kept)


def answer(submission: Submission, wave: Wave, diagnostic: Diagnostic) -> None:
    """The whole answering screen, one theme at a time."""
    voice, content = session.voice(), session.questionnaire(wave)
    sitting = Sitting(submission, content, session.local_questions(diagnostic))
    try:
        state = sitting.settle()
    except StorageUnavailable as refusal:
        _beat(sitting, None, None, voice.refuse(refusal))
        return
    screens, kept = state.screens, state.kept
    here = _here(screens)
    if here:
        adopt(submission, here.questions, kept)
    _beat(sitting, state, here, kept.error)
    _draw_themes(voice, submission, screens, here, state)
    if here is None:
        _draw_end(voice, screens, kept, sitting.measure(state))
    else:
        _back_to_top(here.theme.id)
        st.title(here.theme.title.of(voice.language), anchor=False)
        if here.theme.intro:
            st.markdown(here.theme.intro.of(voice.language))
        _draw_questions(sitting, state, here)
        _draw_ways(voice, screens, here)


@st.fragment(run_every=HEARTBEAT)
def _beat(sitting: Sitting, drawn: State | None, here: Screen | None, error: str | None) -> None:
    """How far the person is. At each beat, saves what no run has saved yet.

    All is drawn anew only where that changes the screen `here`, which was `drawn`.
    """
    voice, state = session.voice(), drawn
    if not session.is_whole_run():
        try:
            state = sitting.settle()
        except StorageUnavailable as refusal:
            error = voice.refuse(refusal)
        else:
            error = state.kept.error
            if not error and (drawn is None or not sitting.follows(state, drawn.screens, here)):
                session.draw_again()
    if state:
        how_far = sitting.measure(state)
        share = how_far.answered / how_far.asked if how_far.asked else 1.0
        st.progress(share, _say_progress(voice, how_far))
    if error:
        st.error(error)


@st.fragment
def _ask(
    sitting: Sitting,
    question: Question,
    drawn: State,
    here: Screen,
    heading: str,
    aside: str,
) -> None:
    """One question; alone, when its own widgets moved since the screen was `drawn`."""
    voice, kept = session.voice(), drawn.kept
    if not session.is_whole_run():
        try:
            state = sitting.settle()
        except StorageUnavailable as refusal:
            kept = Kept({}, {}, voice.refuse(refusal))
        else:
            kept = state.kept
            adopt(sitting.submission, (question,), kept)
            if not kept.error and not sitting.follows(state, drawn.screens, here):
                session.draw_again()
    question_card.draw(voice, sitting.content, sitting.submission, question, kept, heading, aside)


def _here(screens: tuple[Screen, ...]) -> Screen | None:
    """The screen in hand; None at the end of the questionnaire."""
    wanted = session.recall(session.SCREEN)
    if wanted == END:
        return None
    for screen in screens:
        if screen.theme.id == wanted:
            return screen
    return screens[0] if screens else None


def go_to(theme_id: str) -> None:
    """Callback: another screen; what the present one holds is saved at the next run."""
    session.remember(session.SCREEN, theme_id)


def _back_to_top(theme_id: str) -> None:
    """A new theme starts at its beginning; the theme's id makes the script run once for each."""
    st.html(
        f"<i data-theme='{theme_id}'></i><script>{TOP_SCRIPT}</script>",
        unsafe_allow_javascript=True,
    )


def _say_progress(voice: Voice, how_far: Progress) -> str:
    said = voice.say_many(
        "✓ {number} réponse enregistrée sur {asked}",
        "✓ {number} réponses enregistrées sur {asked}",
        how_far.answered,
        asked=how_far.asked,
    )
    if how_far.minutes_left:
        said += voice.say_many(
            " · environ {number} minute restante",
            " · environ {number} minutes restantes",
            how_far.minutes_left,
        )
    return said


def _draw_themes(
    voice: Voice,
    submission: Submission,
    screens: tuple[Screen, ...],
    here: Screen | None,
    state: State,
) -> None:
    """The way to any theme."""
    titles = {
        # How much of this theme is answered changes with each tap: the bar tells it.
        screen.theme.id: _title(voice, screen, n, len(screens), None if screen is here else state)
        for n, screen in enumerate(screens, 1)
    }
    titles[END] = voice.say("Fin : ce qui reste à dire")
    name = f"theme:{submission.id}"
    st.session_state[name] = here.theme.id if here else END
    st.selectbox(
        voice.say("Thème"),
        list(titles),
        format_func=lambda theme: titles.get(theme, ""),
        key=name,
        placeholder=voice.say("Thème"),
        filter_mode=None,
        on_change=_jump,
        args=(name,),
    )


def _jump(name: str) -> None:
    go_to(st.session_state[name])


def _title(voice: Voice, screen: Screen, number: int, total: int, state: State | None) -> str:
    """The title of a theme; with what is answered of it, where `state` is given."""
    title = voice.say(
        "{number}/{total} · {title}",
        number=number,
        total=total,
        title=screen.theme.title.of(voice.language),
    )
    due = [question for question in screen.questions if question.kind != "text"]
    if state is None or not due:
        return title
    said = sum(question.id in state.kept.answers for question in due)
    return f"{title} ({said}/{len(due)})"


def _draw_questions(sitting: Sitting, state: State, here: Screen) -> None:
    """The questions of a screen; a help that several share is written once."""
    language = session.voice().language
    level = session.recall(session.HELP) or "first_steps"
    told: set[str] = set()
    domain = None
    for question in here.questions:
        help_ = "" if level == "none" else getattr(question.help, level).of(language)
        aside = "" if help_ in told else help_
        told.add(help_)
        heading = ""
        if question.domain and question.domain != domain:
            heading = sitting.content.domain(question.domain).name.of(language)
        domain = question.domain
        aside = plain(aside) if question.local else aside
        _ask(sitting, question, state, here, heading, aside)


def _draw_ways(voice: Voice, screens: tuple[Screen, ...], here: Screen) -> None:
    ids = [screen.theme.id for screen in screens] + [END]
    place = ids.index(here.theme.id)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button(
            voice.say("Précédent"),
            icon=":material/arrow_back:",
            disabled=place == 0,
            on_click=go_to,
            args=(ids[max(place - 1, 0)],),
            key="previous",
        )
        st.button(
            voice.say("Suivant"),
            icon=":material/arrow_forward:",
            icon_position="right",
            type="primary",
            on_click=go_to,
            args=(ids[place + 1],),
            key="next",
        )


def _draw_end(voice: Voice, screens: tuple[Screen, ...], kept: Kept, how_far: Progress) -> None:
    st.title(voice.say("Fin : ce qui reste à dire"), anchor=False)
    left = how_far.asked - how_far.answered
    if left == 0:
        st.success(voice.say("Merci ! Vous avez répondu à tout, et tout est enregistré."))
    else:
        st.info(
            voice.say_many(
                "Tout ce que vous avez dit est enregistré. {number} question reste sans réponse : "
                "vous pouvez la laisser ainsi, ou y revenir.",
                "Tout ce que vous avez dit est enregistré. {number} questions restent sans "
                "réponse : vous pouvez les laisser ainsi, ou y revenir.",
                left,
            )
        )
    for screen in screens:
        left_here = screen.left(kept.answers)
        if left_here:
            st.button(
                voice.say_many(
                    "{title} : {number} question sans réponse",
                    "{title} : {number} questions sans réponse",
                    left_here,
                    title=screen.theme.title.of(voice.language),
                ),
                key=f"left:{screen.theme.id}",
                on_click=go_to,
                args=(screen.theme.id,),
            )
    st.button(
        voice.say("Revenir au questionnaire"),
        icon=":material/arrow_back:",
        on_click=go_to,
        args=(screens[-1].theme.id if screens else END,),
        key="previous",
    )
