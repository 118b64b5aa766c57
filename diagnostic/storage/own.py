"""What one person asks of the memory by their link: all that is kept of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from diagnostic.answers import Answer
from diagnostic.privacy import OwnAnswer, OwnRecord, OwnSeat, OwnVote
from diagnostic.storage import tables as t
from diagnostic.storage.engine import Database
from diagnostic.storage.passages import owns
from diagnostic.storage.refusals import UnknownLink
from diagnostic.storage.words import answer_of, diagnostic_of, submission_of, wave_of


class OwnVerbs:
    """One person's own record."""

    _database: Database

    def own_record(self, token: str) -> OwnRecord:
        """All that is kept of the person of a link, as of one moment. Raises UnknownLink."""
        with self._database.reading() as connection:
            me = connection.execute(select(t.submission).where(owns(token))).first()
            if me is None:
                raise UnknownLink
            wave = connection.execute(select(t.wave).where(t.wave.c.id == me.wave_id)).one()
            diagnostic = connection.execute(
                select(t.diagnostic).where(t.diagnostic.c.id == wave.diagnostic_id)
            ).one()
            answers = _mine(connection, t.answer, me.id)
            now = {(row.question_id, row.revision) for row in answers}
            past = _mine(connection, t.answer_history, me.id)
            links = (t.follow.c.submission_id == me.id) | (t.follow.c.earlier_id == me.id)
            return OwnRecord(
                diagnostic=diagnostic_of(diagnostic),
                wave=wave_of(wave),
                submission=submission_of(me),
                came_on=me.created_on,
                finished_on=me.finished_on,
                answers=tuple(
                    OwnAnswer(row.question_id, row.revision, answer_of(row), row.saved_at)
                    for row in answers
                ),
                former=tuple(
                    OwnAnswer(row.question_id, row.revision, _said(row))
                    for row in past
                    if (row.question_id, row.revision) not in now
                ),
                comments={row.question_id: row.body for row in _mine(connection, t.comment, me.id)},
                seats=_seats(connection, me.id),
                votes=_votes(connection, me.id),
                counted=tuple(
                    sorted(
                        {
                            row.question_id
                            for table in (t.counted_answer, t.boxed_answer)
                            for row in _mine(connection, table, me.id)
                        }
                    )
                ),
                room_only=me.room_only,
                is_linked=connection.execute(select(t.follow.c.earlier_id).where(links)).first()
                is not None,
            )


def _mine(connection: Connection, table: Any, person: int) -> list[Row[Any]]:
    mine = select(table).where(table.c.submission_id == person)
    return list(connection.execute(mine.order_by(*table.primary_key.columns)))


def _said(row: Row[Any]) -> Answer | None:
    return answer_of(row) if row.state is not None else None


def _seats(connection: Connection, person: int) -> tuple[OwnSeat, ...]:
    rows = connection.execute(
        select(t.seat.c.mark, t.workshop.c.held_on, t.workshop.c.place)
        .join(t.workshop)
        .where(t.seat.c.submission_id == person)
        .order_by(t.workshop.c.held_on, t.seat.c.mark)
    )
    return tuple(OwnSeat(row.held_on, row.place, row.mark) for row in rows)


def _votes(connection: Connection, person: int) -> tuple[OwnVote, ...]:
    line = t.round_answer
    rows = connection.execute(
        select(line, t.workshop.c.held_on)
        .join(t.workshop)
        .where(line.c.submission_id == person)
        .order_by(t.workshop.c.held_on, *line.primary_key.columns)
    )
    return tuple(OwnVote(row.held_on, row.step_id, row.round, answer_of(row)) for row in rows)
