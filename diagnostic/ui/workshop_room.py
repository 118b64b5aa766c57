"""What the screens of a workshop share: the room in hand, its moves, and what may be shown."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from diagnostic.campaigns import Diagnostic, LocalQuestion, Wave
from diagnostic.confidence.live import LiveFigures, live_release, seen
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.storage import RoomMoved, StorageRefused, StorageUnavailable, UnknownWorkshop
from diagnostic.texts import Voice
from diagnostic.texts.voice import Refusal
from diagnostic.ui import session, shelf
from diagnostic.workshops import (
    Box,
    RoomState,
    Step,
    Turnout,
    Visible,
    Workshop,
    asked,
)

REFUSAL = "refus-atelier"


@dataclass(frozen=True, slots=True)
class Room:
    """A workshop as it was read for one drawing of a screen."""

    voice: Voice
    workshop: Workshop
    diagnostic: Diagnostic
    wave: Wave
    content: Questionnaire
    own: tuple[LocalQuestion, ...]
    state: RoomState
    turnout: Turnout

    @property
    def step(self) -> Step:
        """The current one."""
        return self.workshop.step(self.state.step_id)


def enter() -> Room:
    """The room of the address. Stops the page, with a way on, where there is none."""
    voice, code = session.voice(), session.recall(session.WORKSHOP)
    if not code:
        st.info(voice.say("Aucun atelier n’est choisi. Choisissez-en un, ou créez-en un."))
        _lead_back(voice)
    try:
        return read(session.store().workshop(str(code)))
    except UnknownWorkshop as refusal:
        session.forget(session.WORKSHOP)
        st.error(voice.refuse(refusal))
        _lead_back(voice)
    except StorageUnavailable as refusal:
        st.error(voice.refuse(refusal))
    st.stop()
    raise AssertionError


def read(workshop: Workshop) -> Room:
    """All that a screen needs of a workshop. Raises UnknownWorkshop and StorageUnavailable."""
    store = session.store()
    state, turnout = store.watch(workshop.id)
    found = [one for one in store.diagnostics() if one.id == workshop.diagnostic_id]
    if not found:
        raise UnknownWorkshop
    diagnostic = found[0]
    is_new = session.recall(session.CODE) != diagnostic.code
    if is_new:
        session.choose(diagnostic)
    session.remember(session.WORKSHOP, workshop.code)
    if is_new:
        # What goes around the page is of this diagnostic too: it may be fictitious.
        session.draw_again()
    wave = next(one for one in session.waves(diagnostic) if one.id == workshop.wave_id)
    return Room(
        session.voice(),
        workshop,
        diagnostic,
        wave,
        session.questionnaire(wave),
        session.local_questions(diagnostic),
        state,
        turnout,
    )


def _lead_back(voice: Voice) -> None:
    st.page_link(
        "pages/atelier/preparer.py", label=voice.say("Les ateliers"), icon=":material/groups:"
    )
    st.stop()


def questions_of(room: Room, step: Step) -> tuple[Question, ...]:
    """What the regards are asked at a step, each question once, in the order of the routes."""
    found: dict[str, Question] = {}
    for route in room.content.routes:
        for question in asked(step, room.content, route.viewpoint, room.own):
            found.setdefault(question.id, question)
    if step.theme is None:
        return tuple(found[name] for name in step.questions if name in found)
    return tuple(found.values())


def figures_of(room: Room, step: Step, visible: Visible) -> LiveFigures | None:
    """The figures of a vote that one audience may see now; None where it is nothing."""
    if not (step.is_voted and visible.figures):
        return None
    boxes = session.store().boxes(room.workshop, step.id)
    return seen(_counted(room, step, boxes), visible) if boxes else None


def key_of(room: Room, step: Step, visible: Visible) -> tuple[object, ...]:
    """Changes whenever what is drawn of a step does: a box, once made, never changes."""
    mark = room.state.marks.get(step.id)
    return (room.workshop.id, room.workshop.edition, step.id, mark, visible, room.voice.language)


def counted(room: Room, step: Step, boxes: tuple[Box, ...], visible: Visible) -> LiveFigures | None:
    """As `figures_of`, from boxes that were read before."""
    if not (boxes and visible.figures):
        return None
    return seen(_counted(room, step, boxes), visible)


def _counted(room: Room, step: Step, boxes: tuple[Box, ...]) -> LiveFigures:
    mark = room.state.marks[step.id]
    threshold = room.diagnostic.threshold
    key = ("vote", room.workshop.id, step.id, mark.resets, len(boxes), threshold)
    return shelf.kept(
        key, lambda: live_release(boxes[0], room.content, threshold, room.own, *boxes[1:2])
    )


def push(
    workshop: Workshop,
    revision: int,
    verb: Callable[[RoomState], RoomState],
) -> None:
    """Callback: moves the room from the state that was drawn; done once, whoever presses twice.

    What went wrong is kept for the page to say. Where another screen moved first, nothing is
    done: the page shows where the room is.
    """
    store = session.store()
    try:
        state = store.room_state(workshop.id)
        if state.revision == revision:
            store.move(workshop, revision, verb(state))
    except RoomMoved:
        return
    except (Refusal, StorageRefused) as refusal:
        session.remember(REFUSAL, session.voice().refuse(refusal))


def attempt(verb: Callable[[], object]) -> bool:
    """Does it; where it is refused, keeps the reason for the page to say, and tells so."""
    try:
        verb()
    except (Refusal, StorageRefused) as refusal:
        session.remember(REFUSAL, session.voice().refuse(refusal))
        return False
    return True


def draw_refusal() -> None:
    """What the last gesture could not do, said once."""
    refusal = session.recall(REFUSAL)
    if refusal:
        st.error(refusal)
        session.forget(REFUSAL)
