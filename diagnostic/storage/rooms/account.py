"""What a workshop leaves in the memory: pads, decisions, timings, its whole record, templates."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, func, select

from diagnostic.campaigns import check_title
from diagnostic.storage import tables as t
from diagnostic.storage.engine import Database
from diagnostic.storage.refusals import UnknownWorkshop
from diagnostic.storage.rooms.boxes import boxes_of
from diagnostic.storage.rooms.running import refuse_locked, state_of_room, workshop_row
from diagnostic.storage.words import printable, steps_column, steps_of, workshop_of
from diagnostic.texts import Sentence
from diagnostic.workshops import (
    MOST_DECISIONS,
    MOST_IDEAS,
    Decision,
    Idea,
    Record,
    Step,
    StepKind,
    Template,
    Timing,
    Workshop,
    WorkshopRefused,
)
from diagnostic.workshops.workshop import check_idea, check_shape


class AccountVerbs:
    """Ideas, decisions, timings, records and templates."""

    _database: Database

    def write_idea(self, workshop: Workshop, idea: Idea) -> Idea:
        """Keep one line of a sub-group's pad in place of what it held; an empty one erases it.

        The idea as it is kept. Raises RoomLocked, WorkshopRefused and UnknownWorkshop.
        """
        body = check_idea(printable(idea.text))
        key = {
            "workshop_id": workshop.id,
            "step_id": idea.step_id,
            "group_number": idea.group,
            "number": idea.number,
        }
        with self._database.writing(Sentence("L’idée n’est pas enregistrée")) as connection:
            self._database.hold_room(connection, workshop.id, shared=True)
            _check_pad(_read(connection, workshop.id), idea)
            refuse_locked(connection, workshop.id)
            if body:
                self._database.upsert(connection, t.idea, [key | {"body": body}])
            else:
                connection.execute(delete(t.idea).filter_by(**key))
        return Idea(idea.step_id, idea.group, idea.number, body)

    def ideas(self, workshop: Workshop) -> tuple[Idea, ...]:
        """By step, sub-group and number."""
        with self._database.reading() as connection:
            return _ideas(connection, workshop.id)

    def write_decision(self, workshop: Workshop, decision: Decision) -> Decision:
        """Keep a decision in place of the one of its number; an empty `what` erases it.

        The decision as it is kept. Raises RoomLocked, WorkshopRefused and UnknownWorkshop.
        """
        if not 1 <= decision.number <= MOST_DECISIONS:
            raise WorkshopRefused("Un atelier garde {most} décisions au plus.", most=MOST_DECISIONS)
        what, who = check_idea(printable(decision.what)), check_idea(printable(decision.who))
        key = {"workshop_id": workshop.id, "number": decision.number}
        with self._database.writing(Sentence("La décision n’est pas enregistrée")) as connection:
            refuse_locked(connection, workshop.id)
            if what:
                row = key | {"what": what, "who": who, "due": decision.due}
                self._database.upsert(connection, t.decision, [row])
            else:
                connection.execute(delete(t.decision).filter_by(**key))
        return Decision(decision.number, what, who, decision.due)

    def decisions(self, workshop: Workshop) -> tuple[Decision, ...]:
        """By number."""
        with self._database.reading() as connection:
            return _decisions(connection, workshop.id)

    def timings(self, workshop: Workshop) -> tuple[Timing, ...]:
        """In the order in which the steps were visited."""
        with self._database.reading() as connection:
            return _timings(connection, workshop.id)

    def record(self, workshop: Workshop) -> Record:
        """Everything for the account, as of one moment. Raises UnknownWorkshop."""
        seats = select(func.count()).where(t.seat.c.workshop_id == workshop.id)
        with self._database.reading() as connection:
            return Record(
                workshop=_read(connection, workshop.id),
                state=state_of_room(connection, workshop.id),
                people=connection.execute(seats).scalar_one(),
                boxes=boxes_of(connection, workshop.id),
                ideas=_ideas(connection, workshop.id),
                decisions=_decisions(connection, workshop.id),
                timings=_timings(connection, workshop.id),
            )

    def save_template(self, name: str, steps: tuple[Step, ...]) -> Template:
        """Keep a programme under a name, in place of the one that had it.

        Raises WorkshopRefused, and CampaignRefused for a name that is empty or too long.
        """
        name = check_title(printable(name))
        with self._database.writing(Sentence("Le modèle n’est pas enregistré")) as connection:
            row = {"name": name, "steps": steps_column(check_shape(steps))}
            self._database.upsert(connection, t.programme_template, [row])
        return Template(name, steps)

    def templates(self) -> tuple[Template, ...]:
        """By name."""
        ordered = select(t.programme_template).order_by(t.programme_template.c.name)
        with self._database.reading() as connection:
            rows = connection.execute(ordered).all()
        return tuple(Template(row.name, steps_of(row.steps)) for row in rows)

    def erase_template(self, name: str) -> None:
        """Nothing changes if it is already gone."""
        with self._database.writing(Sentence("Le modèle n’est pas effacé")) as connection:
            connection.execute(
                delete(t.programme_template).where(t.programme_template.c.name == name)
            )


def _check_pad(workshop: Workshop, idea: Idea) -> None:
    step = next((step for step in workshop.steps if step.id == idea.step_id), None)
    if step is None or step.kind is not StepKind.GROUPS or not 1 <= idea.group <= len(step.groups):
        raise WorkshopRefused("Ce carnet n’est pas dans cet atelier.")
    if not 1 <= idea.number <= MOST_IDEAS:
        raise WorkshopRefused("Un sous-groupe garde {most} idées au plus.", most=MOST_IDEAS)


def _read(connection: Connection, workshop_id: int) -> Workshop:
    row = connection.execute(workshop_row(workshop_id)).first()
    if row is None:
        raise UnknownWorkshop
    return workshop_of(row)


def _of(table: Any, workshop_id: int) -> Any:
    return (
        select(table).where(table.c.workshop_id == workshop_id).order_by(*table.primary_key.columns)
    )


def _ideas(connection: Connection, workshop_id: int) -> tuple[Idea, ...]:
    rows = connection.execute(_of(t.idea, workshop_id))
    return tuple(Idea(row.step_id, row.group_number, row.number, row.body) for row in rows)


def _decisions(connection: Connection, workshop_id: int) -> tuple[Decision, ...]:
    rows = connection.execute(_of(t.decision, workshop_id))
    return tuple(Decision(row.number, row.what, row.who, row.due) for row in rows)


def _timings(connection: Connection, workshop_id: int) -> tuple[Timing, ...]:
    rows = connection.execute(_of(t.step_timing, workshop_id))
    return tuple(Timing(row.step_id, row.started_at, row.ended_at) for row in rows)
