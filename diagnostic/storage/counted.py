"""What the figures of a wave count, as rows: the publication’s, and those that rooms were shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from diagnostic.answers import Answer, AnswerState
from diagnostic.confidence import Counted, Publication, presence, thaw
from diagnostic.confidence.boxes import Boxes, gather
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import tables as t
from diagnostic.storage.words import answer_of, steps_of
from diagnostic.workshops import asked
from diagnostic.workshops.state import state_from_data
from diagnostic.workshops.votes import box_from_data

BATCH = "lot"
"""The kind of the one state of a wave that everybody sees."""

History = Mapping[int, Answer]
"""Revision → the answer that it was."""


def batch_of(wave_id: int) -> Any:
    return (t.frozen_state.c.wave_id == wave_id) & (t.frozen_state.c.kind == BATCH)


def last_of(connection: Connection, wave_id: int) -> Publication:
    """What everybody sees of a wave; an empty one where nobody looked."""
    content = connection.execute(select(t.frozen_state.c.content).where(batch_of(wave_id)))
    found = content.scalar()
    return thaw(found) if found is not None else Publication()


def ledger_of(connection: Connection, wave_id: int) -> dict[tuple[int, str], Counted]:
    """What the publication of a wave counts."""
    line, past = t.counted_answer.c, t.answer_history.c
    here = (
        (past.submission_id == line.submission_id)
        & (past.question_id == line.question_id)
        & (past.revision == line.revision)
    )
    found = (
        select(t.counted_answer, past.state, past.value)
        .select_from(t.counted_answer)
        .join(t.submission)
        .outerjoin(t.answer_history, here)
        .where(t.submission.c.wave_id == wave_id)
    )
    return {
        (row.submission_id, row.question_id): Counted(_said(row), row.step, row.room)
        for row in connection.execute(found)
    }


def boxes_of_wave(
    connection: Connection,
    wave_id: int,
    questionnaire: Questionnaire,
    local: tuple[Question, ...] = (),
) -> Boxes:
    """What the rooms of a wave were shown; of a vote that was set back, whom it told of."""
    line, past = t.boxed_answer.c, t.answer_history.c
    here = (
        (past.submission_id == line.submission_id)
        & (past.question_id == line.question_id)
        & (past.revision == line.revision)
    )
    counted: Select[Any] = (
        select(line.box, past.submission_id, past.question_id, past.state, past.value)
        .select_from(t.boxed_answer)
        .join(t.submission)
        .join(t.answer_history, here)
        .where(t.submission.c.wave_id == wave_id, line.shown, past.state.is_not(None))
    )
    cells: dict[str, dict[int, dict[int, Answer]]] = {}
    for row in connection.execute(counted):
        mine = cells.setdefault(row.question_id, {}).setdefault(row.submission_id, {})
        mine[row.box] = answer_of(row)
    box = t.ballot_box.c
    kept = (
        select(box.content)
        .join(t.workshop)
        .where(t.workshop.c.wave_id == wave_id)
        .order_by(box.round, box.workshop_id, box.step_id)
    )
    boxes = [box_from_data(content) for content in connection.execute(kept).scalars()]
    known = questionnaire.by_id | {question.id: question for question in local}
    return gather(boxes, cells, known, _voted_now(connection, wave_id, questionnaire, local))


def _voted_now(
    connection: Connection,
    wave_id: int,
    questionnaire: Questionnaire,
    local: tuple[Question, ...],
) -> set[str]:
    """Questions that the rooms of an open wave are voting on, and were shown nothing of yet.

    A room that was left as it is holds them until the day after its workshop.
    """
    rooms = (
        select(t.workshop.c.id, t.workshop.c.steps, t.room.c.state, t.room.c.revision)
        .join(t.room)
        .join(t.wave)
        .where(
            t.wave.c.id == wave_id,
            t.wave.c.closed_at.is_(None),
            t.workshop.c.held_on >= datetime.now(UTC).date() - timedelta(days=1),
        )
    )
    found: set[str] = set()
    for row in connection.execute(rooms):
        state = state_from_data(row.state, row.revision)
        step = next((step for step in steps_of(row.steps) if step.id == state.step_id), None)
        if state.ended or step is None or not step.is_voted:
            continue
        box = t.ballot_box.c
        mine = (box.workshop_id == row.id) & (box.step_id == step.id)
        closed = select(func.count()).select_from(t.ballot_box).where(mine)
        if connection.execute(closed).scalar_one() < state.mark.round:
            for viewpoint in Viewpoint:
                found |= {question.id for question in asked(step, questionnaire, viewpoint, local)}
    return found


def asked_in_rooms(connection: Connection, wave_id: int) -> dict[int, frozenset[str]]:
    """Submission's id → questions, for those who took part in rooms only."""
    mine = (t.submission.c.wave_id == wave_id) & t.submission.c.room_only
    people = connection.execute(select(t.submission.c.id).where(mine)).scalars()
    found: dict[int, set[str]] = {person: set() for person in people}
    for row in connection.execute(select(t.boxed_answer).join(t.submission).where(mine)):
        found[row.submission_id].add(row.question_id)
    return {person: frozenset(names) for person, names in found.items()}


def count_boxed(connection: Connection, wave_id: int) -> int:
    """A number that changes when a room is shown something."""
    mine = select(func.count()).select_from(t.boxed_answer).join(t.submission)
    return connection.execute(mine.where(t.submission.c.wave_id == wave_id)).scalar_one()


def histories_of(connection: Connection, wave_id: int) -> dict[tuple[int, str], dict[int, Answer]]:
    """All that the people of a wave said, whatever they say now."""
    found: dict[tuple[int, str], dict[int, Answer]] = {}
    past = select(t.answer_history).join(t.submission).where(t.submission.c.wave_id == wave_id)
    for row in connection.execute(past.where(t.answer_history.c.state.is_not(None))):
        said = found.setdefault((row.submission_id, row.question_id), {})
        said[row.revision] = answer_of(row)
    return found


def revision_of(answer: Answer, history: History) -> int:
    """The last revision that says this."""
    same = (revision for revision, said in history.items() if said == answer)
    return max(same, default=max(history))


def _said(row: Row[Any]) -> Answer:
    """The answer that a line counts: a question's is in its history."""
    if row.state is not None:
        return answer_of(row)
    if not row.question_id:
        return presence()
    return Answer(row.question_id, AnswerState.GIVEN, row.revision)
