"""The room as one phone sees it: where it stands, what is asked here, what may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from diagnostic.answers import Answer
from diagnostic.confidence.live import LiveFigures, live_release, seen
from diagnostic.participant.fields import Form, Moves, read_form, read_text, read_word
from diagnostic.participant.passing import Said, Under, open_passage
from diagnostic.participant.remembering import Remembered
from diagnostic.questionnaire import Question, TextQuestion
from diagnostic.storage import NotAsked, Store, UnknownSeat
from diagnostic.workshops import (
    Ballot,
    RoomState,
    Seat,
    Step,
    Visible,
    Workshop,
    asked,
    phone,
    visible,
)

FRESH = 0.3
"""Seconds for which one reading of a room serves all its phones."""
SETTLED = 5.0
"""Seconds for which a place is taken as known."""
MOST_SEATS = 5_000
MOST_ROOMS = 100
MOST_FIGURES = 200


@dataclass(frozen=True, slots=True)
class Here:
    """What one phone of a room is made of now."""

    under: Under
    seat: Seat
    workshop: Workshop
    state: RoomState
    step: Step
    may: Visible
    questions: tuple[Question, ...]
    """What this regard answers at this step, given what this person said so far."""
    votes: dict[str, Answer]

    @property
    def key(self) -> str:
        return key_of(self.state)


def key_of(state: RoomState) -> str:
    """Changes when what a phone shows must change; a timer or the join screen is not for it."""
    mark = state.mark
    seen_of = (state.ballot, mark.stage, mark.revealed, mark.moved, state.accepting, state.ended)
    return sha256(repr(seen_of).encode()).hexdigest()[:16]


class Rooms:
    """Reads for many phones at once. What it remembers, the memory checks again at each save."""

    def __init__(self) -> None:
        self._unders: Remembered[str, Under] = Remembered(SETTLED, MOST_SEATS)
        self._seats: Remembered[str, Seat | None] = Remembered(SETTLED, MOST_SEATS)
        self._workshops: Remembered[int, Workshop] = Remembered(SETTLED, MOST_ROOMS)
        self._keys: Remembered[int, str] = Remembered(FRESH, MOST_ROOMS)
        self._figures: Remembered[tuple[str, str, int], LiveFigures] = Remembered(
            float("inf"), MOST_FIGURES
        )

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
        return self._keys.get(number, lambda: key_of(store.room_state(number)))

    def forget_rooms(self) -> None:
        """Reads the rooms anew, whatever was read a moment ago."""
        self._keys.clear()
        self._workshops.clear()

    def question(
        self, store: Store, under: Under, seat: Seat, ballot: Ballot, name: str
    ) -> Question:
        """A question that this regard may answer at the step of a ballot. Raises NotAsked."""
        number = seat.workshop_id
        found = _possible(
            self._workshops.get(number, lambda: store.workshop_by_id(number)), under, seat, ballot
        ).get(name)
        if found is None:
            # The programme may just have been edited.
            self._workshops.forget(number)
            found = possible(store, under, seat, ballot).get(name)
        if found is None:
            raise NotAsked
        return found

    def figures(self, store: Store, here: Here) -> LiveFigures | None:
        """What this phone may see of the vote of this step; None where it is nothing."""
        if not here.may.figures or not here.step.is_voted:
            return None
        boxes = store.boxes(here.workshop, here.step.id)
        if not boxes:
            return None
        under = here.under
        key = (here.workshop.code, f"{here.state.ballot}", len(boxes))
        made = self._figures.get(
            key,
            lambda: live_release(
                boxes[0],
                under.content,
                under.diagnostic.threshold,
                store.local_questions(under.diagnostic, with_withdrawn=True),
                boxes[1] if len(boxes) > 1 else None,
            ),
        )
        return seen(made, here.may)


def look(store: Store, under: Under, seat: Seat) -> Here:
    """The room of a seat now. Raises UnknownWorkshop and StorageUnavailable."""
    workshop = store.workshop_by_id(seat.workshop_id)
    state = store.room_state(seat.workshop_id)
    step = workshop.step(state.step_id)
    may = visible(state, step, phone(seat.submission.viewpoint))
    said = store.answers(seat.submission) if step.is_voted else {}
    questions = asked(step, under.content, seat.submission.viewpoint, under.local, said)
    votes = store.votes(seat, state.ballot) if step.is_voted else {}
    return Here(under, seat, workshop, state, step, may, questions, votes)


def possible(store: Store, under: Under, seat: Seat, ballot: Ballot) -> dict[str, Question]:
    """Every question that this regard may answer at the step of a ballot."""
    return _possible(store.workshop_by_id(seat.workshop_id), under, seat, ballot)


def _possible(workshop: Workshop, under: Under, seat: Seat, ballot: Ballot) -> dict[str, Question]:
    step = next((one for one in workshop.steps if one.id == ballot.step_id), None)
    if step is None:
        return {}
    questions = asked(step, under.content, seat.submission.viewpoint, under.local)
    return {question.id: question for question in questions}


def vote_form(store: Store, under: Under, seat: Seat, ballot: Ballot, form: Form) -> Moves:
    """Votes what moved on a page since it was drawn.

    Raises VoteClosed, NotAsked, WaveClosed, UnknownLink and StorageUnavailable.
    """
    known = possible(store, under, seat, ballot)
    drawn = [name[2:] for name in form if name[:2] == "v."]
    if not known.keys() >= set(drawn):
        raise NotAsked
    moves = read_form({name: known[name] for name in drawn}, form)
    if moves.answers or moves.cleared:
        store.vote(seat, ballot, moves.answers, moves.cleared)
    return moves


def vote_one(
    store: Store, question: Question, seat: Seat, ballot: Ballot, said: Said
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
        store.vote(seat, ballot, (), (question.id,))
        return None
    (receipt,) = store.vote(seat, ballot, (answer,))
    return receipt.answer
