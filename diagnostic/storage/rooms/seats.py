"""What a phone in a workshop asks of the memory: its place, and its votes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from diagnostic.answers import Answer
from diagnostic.campaigns import Wave
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import tables as t
from diagnostic.storage.diagnostics import DiagnosticVerbs
from diagnostic.storage.passages import PassageVerbs, owns, sorted_out
from diagnostic.storage.refusals import (
    NotAsked,
    RoomEnded,
    RoomFull,
    UnknownLink,
    UnknownSeat,
    UnknownWorkshop,
    VoteClosed,
    WaveClosed,
)
from diagnostic.storage.rooms.running import local_of, refuse_locked, state_of_room
from diagnostic.storage.words import (
    answer_of,
    sealed,
    steps_of,
    submission_of,
    value_column,
)
from diagnostic.texts import Sentence
from diagnostic.workshops import (
    Ballot,
    RoomState,
    Seat,
    VoteReceipt,
    Workshop,
    WorkshopRefused,
    asked,
)
from diagnostic.workshops.state import state_from_data
from diagnostic.workshops.votes import WITHOUT_WORDS
from diagnostic.workshops.workshop import MARK_LENGTH, MOST_PEOPLE, new_code, spell

_LARGEST_ID = 2**53
_MOST_POSSIBLE = 500
"""Steps and regards whose questions are remembered."""
_VOTE_LOST = Sentence("Le vote n’est pas enregistré")
_NOT_JOINED = Sentence("Vous n’avez pas rejoint l’atelier")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person in a room as of one moment: all that their page hangs on, but the programme."""

    seat: Seat
    state: RoomState
    code: str
    """The room's."""
    edition: int
    """Of the programme."""
    votes: Mapping[str, Answer]
    """What they put in the open ballot box; empty while answers are not taken."""


class SeatVerbs(DiagnosticVerbs, PassageVerbs):
    """Seats of a room, and what is voted from them."""

    _possible: dict[tuple[object, ...], frozenset[str]]
    """Ids of the questions of a step for a regard; what they hang on is in the key."""

    def join(self, workshop: Workshop, viewpoint: Viewpoint) -> tuple[Seat, str]:
        """A new person in the room, and the secret of their personal link, told once.

        Raises RoomEnded, RoomFull, WaveClosed, UnknownWorkshop, and WorkshopRefused for a regard
        that the questionnaire does not know.
        """
        token = secrets.token_urlsafe(24)
        submission = Submission(
            secrets.randbelow(_LARGEST_ID) + 1, workshop.wave_id, viewpoint, short=True
        )
        with self._database.writing(_NOT_JOINED) as connection:
            self._database.hold_wave(connection, workshop.wave_id, shared=True)
            wave = self._enter(connection, workshop.id)
            questionnaire = self.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
            if viewpoint not in {route.viewpoint for route in questionnaire.routes}:
                raise WorkshopRefused("Ce regard n’est pas dans ce questionnaire.")
            connection.execute(
                insert(t.submission).values(
                    id=submission.id,
                    wave_id=submission.wave_id,
                    viewpoint=viewpoint.value,
                    short=True,
                    room_only=True,
                    token_hash=sealed(token),
                    created_on=datetime.now(UTC).date(),
                )
            )
            mark = _sit(connection, workshop.id, submission.id)
        return Seat(workshop.id, submission, mark), token

    def join_with(self, workshop: Workshop, token: str) -> Seat:
        """The place of a person who already answers in this wave; asked twice, it is the same.

        Raises as `join`, and UnknownLink for a link of another wave.
        """
        with self._database.writing(_NOT_JOINED) as connection:
            self._database.hold_wave(connection, workshop.wave_id, shared=True)
            row = connection.execute(
                select(t.submission).where(owns(token), t.submission.c.wave_id == workshop.wave_id)
            ).first()
            if row is None:
                raise UnknownLink
            kept = connection.execute(_seats(workshop.id).where(t.submission.c.id == row.id))
            sitting = kept.first()
            if sitting is not None:
                return _seat_of(sitting)
            self._enter(connection, workshop.id)
            mark = _sit(connection, workshop.id, row.id)
        return Seat(workshop.id, submission_of(row), mark)

    def seat_of(self, token: str) -> Seat | None:
        """The place that a personal link has now: in a room that goes on, else in the last one.

        None for a person who is in no room. Raises UnknownLink.
        """
        with self._database.reading() as connection:
            row = _sitting(connection, token)
        return _seat_of(row) if row else None

    def sitting(self, token: str) -> Sitting:
        """The place of a personal link and where its room is, read once for a whole page.

        Raises UnknownLink, and UnknownSeat for a person who is in no room.
        """
        with self._database.reading() as connection:
            row = _sitting(connection, token)
            if row is None:
                raise UnknownSeat
            seat, state = _seat_of(row), state_from_data(row.state, row.revision)
            votes = _votes_of(connection, seat, state.ballot) if state.accepting else {}
        return Sitting(seat, state, row.code, row.edition, votes)

    def give_place_back(self, workshop: Workshop, mark: str) -> tuple[Seat, str]:
        """The place known by this mark with a new secret; the former link leads nowhere.

        Raises RoomLocked, UnknownSeat and UnknownWorkshop.
        """
        token, known = secrets.token_urlsafe(24), t.seat.c.mark == spell(mark)
        with self._database.writing(Sentence("La place n’est pas rendue")) as connection:
            refuse_locked(connection, workshop.id)
            row = connection.execute(_seats(workshop.id).where(known)).first()
            if row is None:
                raise UnknownSeat
            connection.execute(
                update(t.submission)
                .where(t.submission.c.id == row.id)
                .values(token_hash=sealed(token))
            )
        return _seat_of(row), token

    def seated(self, wave: Wave) -> frozenset[int]:
        """The submissions of a wave that came by the door « atelier »."""
        mine = select(t.seat.c.submission_id).join(t.submission)
        with self._database.reading() as connection:
            found = connection.execute(mine.where(t.submission.c.wave_id == wave.id)).scalars()
            return frozenset(found)

    def vote(
        self,
        seat: Seat,
        ballot: Ballot,
        answers: Iterable[Answer],
        cleared: Iterable[str] = (),
        *,
        token: str | None = None,
    ) -> tuple[VoteReceipt, ...]:
        """Put answers in the ballot box and take others back, all or none; again, nothing changes.

        They also become what the person says in the diagnostic. Receipts of the answers, in
        their order, as they are kept: read back before the transaction ends, told after it did.
        Answers come from `answers.accept`. `token`: the link that they came by, which must still
        be that of the seat. Raises VoteClosed when this ballot is not the one that is open,
        NotAsked, WaveClosed, UnknownLink, UnknownSeat, UnknownWorkshop, and ValueError for a
        question both answered and cleared.
        """
        given, gone = sorted_out(answers, cleared)
        now, seal = datetime.now(UTC), sealed(token) if token is not None else None
        kept = self._database.write(
            lambda connection: self._put(connection, seat, ballot, given, gone, now, seal),
            _VOTE_LOST,
        )
        return tuple(VoteReceipt(ballot, kept[name]) for name in given)

    def _put(
        self,
        connection: Connection,
        seat: Seat,
        ballot: Ballot,
        given: Mapping[str, Answer],
        gone: Set[str],
        now: datetime,
        seal: str | None,
    ) -> dict[str, Answer]:
        """The writing of `vote`, and what the box then holds; it refuses before it writes."""
        self._database.hold_wave(connection, seat.submission.wave_id, shared=True)
        self._database.hold_room(connection, seat.workshop_id, shared=True)
        row = connection.execute(_VOTING, _me(seat)).first()
        if row is None:
            self._admit(connection, seat.submission)
            raise UnknownSeat
        if seal is not None and row.token_hash != seal:
            raise UnknownLink
        if row.closed_at is not None:
            raise WaveClosed
        state = state_from_data(row.room_state, row.revision)
        if state.ended or not state.accepting or state.ballot != ballot:
            raise VoteClosed
        if not (given.keys() | gone) <= self._asked(connection, row, ballot):
            raise NotAsked
        place = {
            "workshop_id": seat.workshop_id,
            "step_id": ballot.step_id,
            "round": ballot.round,
            "submission_id": seat.submission.id,
        }
        rows = self._database.upsert_and_read(
            connection, t.round_answer, [place | _line(answer) for answer in given.values()]
        )
        if gone:
            connection.execute(
                delete(t.round_answer)
                .filter_by(**place)
                .where(t.round_answer.c.question_id.in_(gone))
            )
        self._keep(connection, seat.submission, given, gone, now, in_room=True)
        kept = (answer_of(row) for row in rows)
        return {one.question_id: _with_words(one, given[one.question_id].value) for one in kept}

    def votes(self, seat: Seat, ballot: Ballot) -> dict[str, Answer]:
        """What this person put in one round's box: question id → answer.

        The words of a free text are those of the diagnostic: the box holds none.
        """
        with self._database.reading() as connection:
            return _votes_of(connection, seat, ballot)

    def _enter(self, connection: Connection, workshop_id: int) -> Row[Any]:
        """The wave of a room where one may still sit down."""
        self._database.hold_room(connection, workshop_id, shared=True)
        if state_of_room(connection, workshop_id).ended:
            raise RoomEnded
        wave = connection.execute(
            select(t.wave).join(t.workshop).where(t.workshop.c.id == workshop_id)
        ).first()
        if wave is None:
            raise UnknownWorkshop
        if wave.closed_at is not None:
            raise WaveClosed
        taken = select(func.count()).where(t.seat.c.workshop_id == workshop_id)
        if connection.execute(taken).scalar_one() >= MOST_PEOPLE:
            raise RoomFull
        return wave

    def _asked(self, connection: Connection, row: Row[Any], ballot: Ballot) -> frozenset[str]:
        """The ids that the person of a row of _VOTING may answer at the step of a ballot.

        Their regard is the memory's, whatever the page says it is.
        """
        step = next(step for step in steps_of(row.steps) if step.id == ballot.step_id)
        questionnaire = self.questionnaire(row.questionnaire_id, row.questionnaire_version)
        own = any(name not in questionnaire.by_id for name in step.questions)
        local = local_of(connection, row.diagnostic_id) if own else ()
        key = (
            row.steps,
            step.id,
            row.questionnaire_id,
            row.questionnaire_version,
            row.viewpoint,
            tuple(question.id for question in local),
        )
        if key not in self._possible:
            if len(self._possible) >= _MOST_POSSIBLE:
                self._possible.clear()
            questions = asked(step, questionnaire, Viewpoint(row.viewpoint), local)
            self._possible[key] = frozenset(question.id for question in questions)
        return self._possible[key]


# Written once: each tap of each person asks them.
_VOTING: Select[Any] = (
    select(
        t.room.c.state.label("room_state"),
        t.room.c.revision,
        t.workshop.c.steps,
        t.wave.c.diagnostic_id,
        t.wave.c.questionnaire_id,
        t.wave.c.questionnaire_version,
        t.wave.c.closed_at,
        t.submission.c.viewpoint,
        t.submission.c.token_hash,
    )
    .select_from(t.seat)
    .join(t.submission, t.submission.c.id == t.seat.c.submission_id)
    .join(t.room, t.room.c.workshop_id == t.seat.c.workshop_id)
    .join(t.workshop, t.workshop.c.id == t.seat.c.workshop_id)
    .join(t.wave, t.wave.c.id == t.workshop.c.wave_id)
    .where(t.seat.c.workshop_id == bindparam("room"), t.seat.c.submission_id == bindparam("person"))
    .with_for_update(of=t.submission)
)
_SEATS_OF = (
    select(
        t.seat.c.workshop_id,
        t.seat.c.mark,
        t.submission,
        t.room.c.state,
        t.room.c.revision,
        t.workshop.c.code,
        t.workshop.c.edition,
    )
    .select_from(t.submission)
    .outerjoin(t.seat)
    .outerjoin(t.room, t.room.c.workshop_id == t.seat.c.workshop_id)
    .outerjoin(t.workshop, t.workshop.c.id == t.seat.c.workshop_id)
    .where(t.submission.c.token_hash == bindparam("seal"))
    .order_by(t.seat.c.workshop_id.desc())
)
_VOTES = (
    select(t.round_answer, t.answer.c.value.label("words"))
    .outerjoin(
        t.answer,
        (t.answer.c.submission_id == t.round_answer.c.submission_id)
        & (t.answer.c.question_id == t.round_answer.c.question_id),
    )
    .where(
        t.round_answer.c.workshop_id == bindparam("room"),
        t.round_answer.c.step_id == bindparam("step"),
        t.round_answer.c.round == bindparam("number"),
        t.round_answer.c.submission_id == bindparam("person"),
    )
)


def _me(seat: Seat) -> dict[str, Any]:
    return {"room": seat.workshop_id, "person": seat.submission.id}


def _seats(workshop_id: int) -> Any:
    return (
        select(t.seat.c.workshop_id, t.seat.c.mark, t.submission)
        .join(t.submission)
        .where(t.seat.c.workshop_id == workshop_id)
    )


def _sitting(connection: Connection, token: str) -> Row[Any] | None:
    """The row of the place that a link has now; None in no room. Raises UnknownLink."""
    rows = connection.execute(_SEATS_OF, {"seal": sealed(token)}).all()
    if not rows:
        raise UnknownLink
    seated = [row for row in rows if row.workshop_id is not None]
    going_on = [row for row in seated if not row.state["ended"]]
    return (going_on or seated)[0] if seated else None


def _votes_of(connection: Connection, seat: Seat, ballot: Ballot) -> dict[str, Answer]:
    asked_for = _me(seat) | {"step": ballot.step_id, "number": ballot.round}
    rows = connection.execute(_VOTES, asked_for).all()
    return {row.question_id: _with_words(answer_of(row), row.words) for row in rows}


def _seat_of(row: Row[Any]) -> Seat:
    return Seat(row.workshop_id, submission_of(row), row.mark)


def _sit(connection: Connection, workshop_id: int, submission_id: int) -> str:
    """A place, under a mark that nobody of the room has."""
    mark = new_code(MARK_LENGTH)
    while connection.execute(_seats(workshop_id).where(t.seat.c.mark == mark)).first():
        mark = new_code(MARK_LENGTH)
    connection.execute(
        insert(t.seat).values(workshop_id=workshop_id, submission_id=submission_id, mark=mark)
    )
    return mark


def _line(answer: Answer) -> dict[str, Any]:
    value = WITHOUT_WORDS if answer.is_free_text else value_column(answer.value)
    return {"question_id": answer.question_id, "state": answer.state.value, "value": value}


def _with_words(answer: Answer, words: object) -> Answer:
    if answer.value != WITHOUT_WORDS or not isinstance(words, str):
        return answer
    return Answer(answer.question_id, answer.state, words, is_free_text=True)
