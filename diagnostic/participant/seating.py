"""The room as one phone sees it: where it stands, what is asked here, what may be shown."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from hashlib import sha256

from diagnostic.answers import Answer
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.confidence import Release
from diagnostic.confidence.live import LiveFigures, live_release, seen
from diagnostic.participant.fields import Form, Moves, read_form, read_text, read_word
from diagnostic.participant.packing import Page
from diagnostic.participant.passing import Said, Under, open_passage
from diagnostic.participant.remembering import Remembered
from diagnostic.questionnaire import Question, Questionnaire, TextQuestion
from diagnostic.respondents import Viewpoint
from diagnostic.storage import NotAsked, Store, UnknownSeat, UnknownWorkshop
from diagnostic.workshops import (
    Ballot,
    Decision,
    Idea,
    RoomState,
    Seat,
    Stage,
    Step,
    StepKind,
    Visible,
    Workshop,
    asked,
    phone,
    visible,
)

FRESH = 0.3
"""Seconds for which one reading of a room serves all its phones."""
SETTLED = 5.0
"""Seconds for which a programme, or a passage, is taken as known."""
SEATED = 30.0
"""Seconds for which a place is."""
MOST_SEATS = 5_000
MOST_ROOMS = 100
MOST_FIGURES = 200
MOST_PAGES = 64
"""Of one room: four regards, two languages, and the states that phones are still leaving."""
TRIES = 3


def _pages() -> Remembered[Hashable, Page]:
    return Remembered(float("inf"), MOST_PAGES)


@dataclass(frozen=True, slots=True)
class Home:
    """What all the phones of a room share, as it was read a moment ago."""

    workshop: Workshop
    wave: Wave
    diagnostic: Diagnostic
    content: Questionnaire
    local: tuple[Question, ...]
    ideas: tuple[Idea, ...]
    decisions: tuple[Decision, ...]
    pages: Remembered[Hashable, Page] = field(default_factory=_pages, compare=False)
    """What was drawn of it for many phones; forgotten with it."""
    ways: dict[tuple[str, Viewpoint], Way] = field(default_factory=dict, compare=False)

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.workshop.steps if step.id == step_id), None)

    def way(self, step: Step, viewpoint: Viewpoint) -> Way:
        """What this regard may be asked at a step; found once."""
        key = (step.id, viewpoint)
        if key not in self.ways:
            self.ways[key] = Way(
                asked(step, self.content, viewpoint, self.local),
                asked(step, self.content, viewpoint, self.local, {}),
            )
        return self.ways[key]


@dataclass(frozen=True, slots=True)
class Way:
    """The questions of a step for one regard."""

    most: tuple[Question, ...]
    """All that anybody of this regard may be asked."""
    least: tuple[Question, ...]
    """What is asked whatever they said."""


@dataclass(frozen=True, slots=True)
class Here:
    """What one phone of a room is made of now."""

    home: Home
    seat: Seat
    state: RoomState
    step: Step
    may: Visible
    questions: tuple[Question, ...]
    """What this regard answers at this step, given what this person said so far."""
    votes: dict[str, Answer]

    @property
    def key(self) -> str:
        return key_of(self.home, self.state, self.step)


def is_debating(state: RoomState, step: Step) -> bool:
    """Whether a phone shows the time left."""
    return not state.ended and (
        step.kind is StepKind.DEBATE or (step.is_voted and state.stage is Stage.DEBATE)
    )


def key_of(home: Home, state: RoomState, step: Step) -> str:
    """Changes when what a phone shows must change: the wall's counter is not for it."""
    mark = state.mark
    shown: list[object] = [
        home.workshop.edition,
        state.ballot,
        mark.stage,
        mark.revealed,
        mark.moved,
        state.accepting,
        state.ended,
    ]
    if is_debating(state, step):
        shown.append(state.timer)
    if step.kind is StepKind.GROUPS:
        shown += (idea for idea in home.ideas if idea.step_id == step.id)
    if step.kind is StepKind.DECISIONS or state.ended:
        shown += home.decisions
    return sha256(repr(shown).encode(errors="surrogatepass")).hexdigest()[:16]


class Rooms:
    """Reads for many phones at once. What it remembers, the memory checks again at each save."""

    def __init__(self) -> None:
        self._unders: Remembered[str, Under] = Remembered(SETTLED, MOST_SEATS)
        self._seats: Remembered[str, Seat | None] = Remembered(SEATED, MOST_SEATS)
        self._settled: Remembered[int, Home] = Remembered(SETTLED, MOST_ROOMS)
        self._keys: Remembered[int, str] = Remembered(FRESH, MOST_ROOMS)
        self._homes: Remembered[tuple[str, int], Home] = Remembered(FRESH, MOST_ROOMS)
        self._last: Remembered[int, Home] = Remembered(float("inf"), MOST_ROOMS)
        self._figures: Remembered[tuple[str, str, int], LiveFigures] = Remembered(
            float("inf"), MOST_FIGURES
        )
        self._released: Remembered[tuple[str, int, int], Release] = Remembered(
            float("inf"), MOST_ROOMS
        )

    def look(self, store: Store, token: str) -> Here:
        """The room of a link now. Raises UnknownLink, UnknownSeat and StorageUnavailable."""
        for _ in range(TRIES):
            sitting = store.sitting(token)
            seat, state = sitting.seat, sitting.state
            home = self._home(store, seat.workshop_id, sitting.code, sitting.edition)
            step = home.step(state.step_id)
            if step is not None:
                break
            # The programme was edited between the two readings.
            self.forget_rooms()
        else:
            raise UnknownWorkshop
        viewpoint = seat.submission.viewpoint
        way = home.way(step, viewpoint)
        questions = way.least
        if way.least != way.most:
            said = store.answers(seat.submission)
            questions = asked(step, home.content, viewpoint, home.local, said)
        may = visible(state, step, phone(viewpoint))
        return Here(home, seat, state, step, may, questions, dict(sitting.votes))

    def under(self, store: Store, token: str) -> Under:
        """A passage as it was a moment ago at most. Raises UnknownLink."""
        return self._unders.get(token, lambda: open_passage(store, token))

    def seat(self, store: Store, token: str) -> Seat:
        """Raises UnknownLink, and UnknownSeat for a person who is in no room."""
        seat = self._seats.get(token, lambda: store.seat_of(token))
        if seat is None:
            self._seats.forget(token)
            raise UnknownSeat
        return seat

    def key(self, store: Store, token: str) -> str:
        """What changes when the room of this link moves; nothing where there is no room.

        Raises UnknownLink. Two hundred phones ask it every other second: most find it here.
        """
        seat = self._seats.get(token, lambda: store.seat_of(token))
        if seat is None:
            return ""
        number = seat.workshop_id
        return self._keys.get(number, lambda: self._read_key(store, number))

    def known_key(self, token: str) -> str | None:
        """As `key`, where all of it was read a moment ago; nothing is asked of the memory."""
        known, seat = self._seats.known(token)
        if not known:
            return None
        return self._keys.known(seat.workshop_id)[1] if seat else ""

    def _read_key(self, store: Store, workshop_id: int) -> str:
        state, workshop = store.room_state(workshop_id), store.workshop_by_id(workshop_id)
        home = self._home(store, workshop_id, workshop.code, workshop.edition)
        step = home.step(state.step_id)
        # Without its step, the programme was edited meanwhile: the phones look again.
        return key_of(home, state, step) if step else ""

    def _home(self, store: Store, workshop_id: int, code: str, edition: int) -> Home:
        return self._homes.get((code, edition), lambda: self._read_again(store, workshop_id))

    def _read_again(self, store: Store, workshop_id: int) -> Home:
        """The room as the memory has it; where nothing moved, with what was drawn of it."""
        home = _read_home(store, workshop_id)
        known, last = self._last.known(workshop_id)
        if known and last == home:
            return last
        self._last.forget(workshop_id)
        return self._last.get(workshop_id, lambda: home)

    def forget_rooms(self) -> None:
        """Reads the rooms anew, whatever was read a moment ago."""
        self._keys.clear()
        self._homes.clear()
        self._settled.clear()

    def forget(self, token: str) -> None:
        """This link may lead elsewhere now."""
        self._seats.forget(token)
        self._unders.forget(token)

    def question(self, store: Store, seat: Seat, ballot: Ballot, name: str) -> Question:
        """A question that this regard may answer at the step of a ballot. Raises NotAsked."""
        number = seat.workshop_id
        for _ in range(2):
            home = self._settled.get(number, lambda: _read_home(store, number))
            found = _possible(home, seat, ballot).get(name)
            if found is not None:
                return found
            # The programme may just have been edited.
            self._settled.forget(number)
        raise NotAsked

    def figures(self, store: Store, here: Here) -> LiveFigures | None:
        """What this phone may see of the vote of this step; None where it is nothing."""
        if not here.may.figures or not here.step.is_voted:
            return None
        home = here.home
        boxes = store.boxes(home.workshop, here.step.id)
        if not boxes:
            return None
        key = (home.workshop.code, f"{here.state.ballot}", len(boxes))
        made = self._figures.get(
            key,
            lambda: live_release(
                boxes[0],
                home.content,
                home.diagnostic.threshold,
                store.local_questions(home.diagnostic, with_withdrawn=True),
                boxes[1] if len(boxes) > 1 else None,
            ),
        )
        return seen(made, here.may)

    def published(self, store: Store, here: Here) -> Release:
        """What everybody sees of the answers to the questionnaire; it moves with the room."""
        home, threshold = here.home, here.home.diagnostic.threshold
        return self._released.get(
            (home.workshop.code, here.state.revision, threshold),
            lambda: store.publication(home.diagnostic, home.wave).release(home.content, threshold),
        )


def _read_home(store: Store, workshop_id: int) -> Home:
    workshop = store.workshop_by_id(workshop_id)
    wave, diagnostic = store.home(workshop)
    kinds = {step.kind for step in workshop.steps}
    return Home(
        workshop,
        wave,
        diagnostic,
        store.questionnaire(wave.questionnaire_id, wave.questionnaire_version),
        tuple(store.local_questions(diagnostic)),
        store.ideas(workshop) if StepKind.GROUPS in kinds else (),
        store.decisions(workshop) if StepKind.DECISIONS in kinds else (),
    )


def _possible(home: Home, seat: Seat, ballot: Ballot) -> dict[str, Question]:
    """Every question that this regard may answer at the step of a ballot."""
    step = home.step(ballot.step_id)
    if step is None:
        return {}
    return {question.id: question for question in home.way(step, seat.submission.viewpoint).most}


def vote_form(store: Store, seat: Seat, ballot: Ballot, form: Form, token: str) -> Moves:
    """Votes what moved on a page since it was drawn.

    Raises VoteClosed, NotAsked, WaveClosed, UnknownLink and StorageUnavailable.
    """
    known = _possible(_read_home(store, seat.workshop_id), seat, ballot)
    drawn = [name[2:] for name in form if name[:2] == "v."]
    if not known.keys() >= set(drawn):
        raise NotAsked
    moves = read_form({name: known[name] for name in drawn}, form)
    if moves.answers or moves.cleared:
        store.vote(seat, ballot, moves.answers, moves.cleared, token=token)
    return moves


def vote_one(
    store: Store, question: Question, seat: Seat, ballot: Ballot, said: Said, token: str
) -> Answer | None:
    """Votes one answer, or takes it back; what was read back once it is kept.

    Raises AnswerRefused, VoteClosed, NotAsked, WaveClosed, UnknownLink and StorageUnavailable.
    """
    if said.comment is not None:
        raise NotAsked
    if isinstance(question, TextQuestion) and said.text is not None:
        answer = read_text(question, said.text)
    else:
        answer = read_word(question, said.word or "")
    if answer is None:
        store.vote(seat, ballot, (), (question.id,), token=token)
        return None
    (receipt,) = store.vote(seat, ballot, (answer,), token=token)
    return receipt.answer
