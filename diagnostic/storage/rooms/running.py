"""What the person who runs a workshop asks of the memory: the room, and each of its moves."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import Question
from diagnostic.storage import tables as t
from diagnostic.storage.diagnostics import DiagnosticVerbs
from diagnostic.storage.refusals import (
    RoomLocked,
    RoomMoved,
    UnknownDiagnostic,
    UnknownWorkshop,
    WorkshopChanged,
)
from diagnostic.storage.rooms.boxes import Voting, boxes_of, empty, freeze, is_to_freeze
from diagnostic.storage.words import (
    diagnostic_of,
    local_question_of,
    printable,
    steps_column,
    wave_of,
    workshop_of,
)
from diagnostic.texts import Sentence
from diagnostic.workshops import (
    Ballot,
    Box,
    RoomState,
    Step,
    Turnout,
    Workshop,
    WorkshopRefused,
    begin,
    check_steps,
)
from diagnostic.workshops.room import follow_edit, same_vote
from diagnostic.workshops.state import state_from_data, state_to_data
from diagnostic.workshops.workshop import check_expected, check_place, new_code, spell

NOT_MOVED = Sentence("La salle n’a pas changé")


class RoomVerbs(DiagnosticVerbs):
    """Workshops and the state of their rooms."""

    def open_workshop(
        self, wave: Wave, steps: tuple[Step, ...], held_on: date, place: str, expected: int
    ) -> Workshop:
        """A new workshop of a wave, its room at the first step, nobody in it.

        Raises WorkshopRefused and UnknownDiagnostic.
        """
        row: dict[str, Any] = {
            "wave_id": wave.id,
            "code": new_code(),
            "held_on": held_on,
            "place": check_place(printable(place)),
            "expected": check_expected(expected),
            "steps": steps_column(steps),
            "edition": 1,
        }
        with self._database.writing(Sentence("L’atelier n’est pas créé")) as connection:
            self._database.hold_wave(connection, wave.id, shared=True)
            kept = connection.execute(select(t.wave).where(t.wave.c.id == wave.id)).first()
            if kept is None:
                raise UnknownDiagnostic
            self._check(connection, kept, steps)
            while connection.execute(_by_code(row["code"])).first():
                row["code"] = new_code()
            made = connection.execute(insert(t.workshop).values(row).returning(t.workshop.c.id))
            workshop_id = made.scalar_one()
            state = begin(steps)
            connection.execute(
                insert(t.room).values(
                    workshop_id=workshop_id, revision=state.revision, state=state_to_data(state)
                )
            )
            _start_timing(connection, workshop_id, state.step_id, datetime.now(UTC))
            return workshop_of(connection.execute(workshop_row(workshop_id)).one())

    def workshop(self, code: str) -> Workshop:
        """The one joined by this code, in whatever case and with whatever spaces.

        Raises UnknownWorkshop.
        """
        return self._workshop(_by_code(spell(code)))

    def workshop_by_id(self, workshop_id: int) -> Workshop:
        """Raises UnknownWorkshop."""
        return self._workshop(workshop_row(workshop_id))

    def home(self, workshop: Workshop) -> tuple[Wave, Diagnostic]:
        """The wave that a room answers in, and its diagnostic. Raises UnknownWorkshop."""
        with self._database.reading() as connection:
            wave = connection.execute(_WAVE, {"wave": workshop.wave_id}).first()
            diagnostic = connection.execute(
                _DIAGNOSTIC, {"diagnostic": workshop.diagnostic_id}
            ).first()
        if wave is None or diagnostic is None:
            raise UnknownWorkshop
        return wave_of(wave), diagnostic_of(diagnostic)

    def workshops(self, diagnostic: Diagnostic) -> tuple[Workshop, ...]:
        """Those of all its waves, the latest day first."""
        mine = (
            _workshops()
            .where(t.wave.c.diagnostic_id == diagnostic.id)
            .order_by(t.workshop.c.held_on.desc(), t.workshop.c.id.desc())
        )
        with self._database.reading() as connection:
            return tuple(workshop_of(row) for row in connection.execute(mine))

    def edit_workshop(
        self,
        workshop: Workshop,
        *,
        steps: tuple[Step, ...] | None = None,
        held_on: date | None = None,
        place: str | None = None,
        expected: int | None = None,
    ) -> Workshop:
        """The workshop with what is given in place of what was; its screens follow.

        A step where people voted or wrote stays, and asks the same. Raises WorkshopRefused,
        RoomLocked, WorkshopChanged when it was edited since `workshop` was read, and
        UnknownWorkshop.
        """
        values: dict[str, Any] = {"edition": workshop.edition + 1}
        if held_on is not None:
            values["held_on"] = held_on
        if place is not None:
            values["place"] = check_place(printable(place))
        if expected is not None:
            values["expected"] = check_expected(expected)
        with self._database.writing(Sentence("L’atelier n’est pas modifié")) as connection:
            self._database.hold_room(connection, workshop.id, shared=False)
            kept = connection.execute(workshop_row(workshop.id)).first()
            if kept is None:
                raise UnknownWorkshop
            if kept.edition != workshop.edition:
                raise WorkshopChanged
            state = refuse_locked(connection, workshop.id)
            if steps is not None:
                before = workshop_of(kept).steps
                wave = connection.execute(select(t.wave).where(t.wave.c.id == kept.wave_id)).one()
                self._check(connection, wave, steps)
                _keep_used(connection, workshop.id, before, steps)
                state = follow_edit(state, before, steps)
                values["steps"] = steps_column(steps)
                write_state(connection, workshop.id, state)
            connection.execute(
                update(t.workshop).where(t.workshop.c.id == workshop.id).values(values)
            )
            return workshop_of(connection.execute(workshop_row(workshop.id)).one())

    def erase_workshop(self, workshop: Workshop) -> None:
        """Erase a room and its votes; what people said stays in the diagnostic.

        Raises RoomLocked and UnknownWorkshop.
        """
        gone = delete(t.workshop).where(t.workshop.c.id == workshop.id)
        with self._database.writing(Sentence("L’atelier n’est pas effacé")) as connection:
            self._database.hold_room(connection, workshop.id, shared=False)
            refuse_locked(connection, workshop.id)
            if not connection.execute(gone).rowcount:
                raise UnknownWorkshop
        self._database.forget()

    def room_state(self, workshop_id: int) -> RoomState:
        """Where the room is: one row, by its key. Raises UnknownWorkshop."""
        with self._database.reading() as connection:
            return state_of_room(connection, workshop_id)

    def watch(self, workshop_id: int) -> tuple[RoomState, Turnout]:
        """The state with how many are there and answered its ballot. Raises UnknownWorkshop."""
        with self._database.reading() as connection:
            state = state_of_room(connection, workshop_id)
            return state, _turnout(connection, workshop_id, state.ballot)

    def turnout(self, workshop: Workshop, ballot: Ballot) -> Turnout:
        """How many are there, and how many answered this ballot's round; never by regard."""
        with self._database.reading() as connection:
            return _turnout(connection, workshop.id, ballot)

    def move(self, workshop: Workshop, expected_revision: int, new_state: RoomState) -> RoomState:
        """Take the room from the state of `expected_revision` to the next one.

        Pressed twice, or on two screens at once, it is done once: the other raises RoomMoved,
        which carries the state. With it: a reset empties its ballot box, the first figure about
        to be shown freezes it, timings follow. Raises RoomLocked, UnknownWorkshop and
        ValueError.
        """
        if new_state.revision != expected_revision + 1:
            raise ValueError(f"from {expected_revision} to {new_state.revision}")
        with self._database.writing(NOT_MOVED) as connection:
            # The wave first, as those who vote do; what is shown of it stays as it is meanwhile.
            self._database.hold_wave(connection, workshop.wave_id, shared=False)
            self._database.hold_room(connection, workshop.id, shared=False)
            old = refuse_locked(connection, workshop.id)
            if old.revision != expected_revision:
                raise RoomMoved(old)
            kept = workshop_of(connection.execute(workshop_row(workshop.id)).one())
            if new_state.step_id not in {step.id for step in kept.steps}:
                raise RoomMoved(old)
            empty(connection, workshop.id, old, new_state)
            step = kept.step(new_state.step_id)
            if is_to_freeze(new_state, step):
                freeze(connection, self._voting(connection, kept, step), new_state)
            _follow(connection, workshop.id, old, new_state)
            write_state(connection, workshop.id, new_state)
        return new_state

    def boxes(self, workshop: Workshop, step_id: str) -> tuple[Box, ...]:
        """The frozen rounds of a step, in order; none before its first figure may be shown."""
        with self._database.reading() as connection:
            return boxes_of(connection, workshop.id).get(step_id, ())

    def _workshop(self, statement: Select[Any]) -> Workshop:
        with self._database.reading() as connection:
            row = connection.execute(statement).first()
        if row is None:
            raise UnknownWorkshop
        return workshop_of(row)

    def _check(self, connection: Connection, wave: Row[Any], steps: tuple[Step, ...]) -> None:
        questionnaire = self.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
        check_steps(steps, questionnaire, local_of(connection, wave.diagnostic_id))

    def _voting(self, connection: Connection, workshop: Workshop, step: Step) -> Voting:
        wave = connection.execute(select(t.wave).where(t.wave.c.id == workshop.wave_id)).one()
        threshold = select(t.diagnostic.c.threshold).where(t.diagnostic.c.id == wave.diagnostic_id)
        return Voting(
            workshop=workshop,
            step=step,
            questionnaire=self.questionnaire(wave.questionnaire_id, wave.questionnaire_version),
            local=local_of(connection, wave.diagnostic_id),
            threshold=connection.execute(threshold).scalar_one(),
            closed=wave.closed_at is not None,
        )


def _workshops() -> Select[Any]:
    return select(t.workshop, t.wave.c.diagnostic_id).join(t.wave)


def workshop_row(workshop_id: int) -> Select[Any]:
    return _workshops().where(t.workshop.c.id == workshop_id)


def _by_code(code: str) -> Select[Any]:
    return _workshops().where(t.workshop.c.code == code)


_WAVE = select(t.wave).where(t.wave.c.id == bindparam("wave"))
_DIAGNOSTIC = select(t.diagnostic).where(t.diagnostic.c.id == bindparam("diagnostic"))

# Written once: each screen and each phone asks them every second or two.
_STATE = select(t.room.c.state, t.room.c.revision).where(t.room.c.workshop_id == bindparam("room"))
_TURNOUT = select(
    select(func.count())
    .select_from(t.seat)
    .where(t.seat.c.workshop_id == bindparam("room"))
    .scalar_subquery()
    .label("people"),
    select(func.count(t.round_answer.c.submission_id.distinct()))
    .where(
        t.round_answer.c.workshop_id == bindparam("room"),
        t.round_answer.c.step_id == bindparam("step"),
        t.round_answer.c.round == bindparam("number"),
    )
    .scalar_subquery()
    .label("answered"),
)


def state_of_room(connection: Connection, workshop_id: int) -> RoomState:
    """Raises UnknownWorkshop."""
    row = connection.execute(_STATE, {"room": workshop_id}).first()
    if row is None:
        raise UnknownWorkshop
    return state_from_data(row.state, row.revision)


def refuse_locked(connection: Connection, workshop_id: int) -> RoomState:
    """The state of a room that may be moved. Raises RoomLocked and UnknownWorkshop."""
    state = state_of_room(connection, workshop_id)
    if state.is_locked:
        raise RoomLocked
    return state


def write_state(connection: Connection, workshop_id: int, state: RoomState) -> None:
    connection.execute(
        update(t.room)
        .where(t.room.c.workshop_id == workshop_id)
        .values(revision=state.revision, state=state_to_data(state))
    )


def local_of(connection: Connection, diagnostic_id: int) -> tuple[Question, ...]:
    """The questions that the territory asks now."""
    mine = select(t.local_question.c.definition).where(
        t.local_question.c.diagnostic_id == diagnostic_id,
        t.local_question.c.withdrawn_at.is_(None),
    )
    found = connection.execute(mine.order_by(t.local_question.c.number)).scalars()
    return tuple(local_question_of(definition) for definition in found)


def _turnout(connection: Connection, workshop_id: int, ballot: Ballot) -> Turnout:
    asked_for = {"room": workshop_id, "step": ballot.step_id, "number": ballot.round}
    row = connection.execute(_TURNOUT, asked_for).one()
    return Turnout(people=row.people, answered=row.answered)


def _follow(connection: Connection, workshop_id: int, old: RoomState, new: RoomState) -> None:
    """Timings: the former step ends, the new one starts."""
    if (old.step_id, old.ended) == (new.step_id, new.ended):
        return
    now = datetime.now(UTC)
    timing = t.step_timing
    connection.execute(
        update(timing)
        .where(timing.c.workshop_id == workshop_id, timing.c.ended_at.is_(None))
        .values(ended_at=now)
    )
    if not new.ended:
        _start_timing(connection, workshop_id, new.step_id, now)


def _start_timing(
    connection: Connection, workshop_id: int, step_id: str, started_at: datetime
) -> None:
    last = select(func.max(t.step_timing.c.number)).where(
        t.step_timing.c.workshop_id == workshop_id
    )
    number = int(connection.execute(last).scalar() or 0) + 1
    connection.execute(
        insert(t.step_timing).values(
            workshop_id=workshop_id, number=number, step_id=step_id, started_at=started_at
        )
    )


def _keep_used(
    connection: Connection, workshop_id: int, before: tuple[Step, ...], after: tuple[Step, ...]
) -> None:
    """Refuse an edit that would leave votes or ideas without their step."""
    kept = {step.id: step for step in after}
    former = {step.id: step for step in before}
    voted, noted = (
        set(
            connection.execute(
                select(table.c.step_id).where(table.c.workshop_id == workshop_id).distinct()
            ).scalars()
        )
        for table in (t.round_answer, t.idea)
    )
    for name in voted | noted:
        step = kept.get(name)
        if step is None or (name in voted and not same_vote(former[name], step)):
            raise WorkshopRefused(
                "Étape « {step} » : on y a déjà voté ou écrit. Gardez-la telle quelle, et ajoutez "
                "une autre étape.",
                step=former[name].title.fr,
            )
