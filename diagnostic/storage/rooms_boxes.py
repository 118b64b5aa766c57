"""The ballot boxes of a room: closed before their first figure is shown, emptied by a reset."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from diagnostic.answers import Answer
from diagnostic.respondents import Viewpoint
from diagnostic.storage import tables as t
from diagnostic.storage.words import answer_of
from diagnostic.workshops import Box, RoomState, Stage, Step
from diagnostic.workshops.votes import Vote, box_from_data, box_to_data, first_box, second_box


def is_to_freeze(state: RoomState, step: Step) -> bool:
    """Whether this state shows a figure of the step, will compare with it, or records it."""
    mark = state.mark
    shown = mark.revealed.rank > Stage.HIDDEN.rank
    recorded = mark.stage is Stage.RECORDED
    return step.is_voted and (shown or recorded or mark.round == 2)


def freeze(
    connection: Connection,
    workshop_id: int,
    state: RoomState,
    asked: Mapping[Viewpoint, tuple[str, ...]],
) -> None:
    """Close for ever the boxes that this state shows or records; those that are, stay.

    `asked`: for each regard, the ids of its questions at the current step.
    """
    name, mark = state.step_id, state.mark
    frozen = boxes_of(connection, workshop_id).get(name, ())
    if not frozen:
        votes = _votes(connection, workshop_id, name, 1)
        frozen = (first_box(name, asked, votes.values()),)
        _keep_box(connection, workshop_id, frozen[0])
    if len(frozen) == 1 and mark.round == 2 and (mark.moved or mark.stage is Stage.RECORDED):
        one, two = (_votes(connection, workshop_id, name, number) for number in (1, 2))
        # Somebody may erase themselves between the two readings.
        pairs = [(one[who], two[who]) for who in one.keys() & two.keys()]
        _keep_box(connection, workshop_id, second_box(frozen[0], pairs))


def empty(connection: Connection, workshop_id: int, old: RoomState, new: RoomState) -> None:
    """Erase the votes of the rounds that this move sets back to zero."""
    before = old.marks.get(new.step_id)
    if before is None or new.mark.resets == before.resets:
        return
    for table in (t.round_answer, t.ballot_box):
        connection.execute(
            delete(table).where(
                table.c.workshop_id == workshop_id,
                table.c.step_id == new.step_id,
                table.c.round >= new.mark.round,
            )
        )


def _votes(connection: Connection, workshop_id: int, step_id: str, number: int) -> dict[int, Vote]:
    """Submission → what it said in one round; everybody who has a seat, by key."""
    line = t.round_answer
    seated = (
        select(t.submission.c.id, t.submission.c.viewpoint)
        .join(t.seat)
        .where(t.seat.c.workshop_id == workshop_id)
        .order_by(t.submission.c.id)
    )
    people = {row.id: Viewpoint(row.viewpoint) for row in connection.execute(seated)}
    answers: dict[int, dict[str, Answer]] = {who: {} for who in people}
    said = select(line).where(
        line.c.workshop_id == workshop_id, line.c.step_id == step_id, line.c.round == number
    )
    for row in connection.execute(said):
        answers[row.submission_id][row.question_id] = answer_of(row)
    return {who: Vote(who, viewpoint, answers[who]) for who, viewpoint in people.items()}


def boxes_of(connection: Connection, workshop_id: int) -> dict[str, tuple[Box, ...]]:
    mine = select(t.ballot_box).where(t.ballot_box.c.workshop_id == workshop_id)
    found: dict[str, tuple[Box, ...]] = {}
    for row in connection.execute(mine.order_by(t.ballot_box.c.step_id, t.ballot_box.c.round)):
        found[row.step_id] = (*found.get(row.step_id, ()), box_from_data(row.content))
    return found


def _keep_box(connection: Connection, workshop_id: int, box: Box) -> None:
    connection.execute(
        insert(t.ballot_box).values(
            workshop_id=workshop_id,
            step_id=box.step_id,
            round=box.round,
            content=box_to_data(box),
        )
    )
