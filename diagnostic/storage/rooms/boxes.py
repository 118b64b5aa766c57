"""The ballot boxes of a room: closed before their first figure is shown, emptied by a reset."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from diagnostic.answers import Answer
from diagnostic.confidence.boxes import Before, Votes, close_first, close_second
from diagnostic.confidence.ledger import WORDS
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import tables as t
from diagnostic.storage.counted import (
    boxes_of_wave,
    histories_of,
    last_of,
    ledger_of,
    revision_of,
)
from diagnostic.storage.words import answer_of
from diagnostic.workshops import Box, RoomState, Stage, Step, Workshop, asked
from diagnostic.workshops.votes import (
    WITHOUT_WORDS,
    Vote,
    box_from_data,
    box_to_data,
    first_box,
    second_box,
)

_LARGEST_NUMBER = 2**53


@dataclass(frozen=True, slots=True)
class Voting:
    """A step of a room that votes, and what its figures are read with."""

    workshop: Workshop
    step: Step
    questionnaire: Questionnaire
    local: tuple[Question, ...]
    threshold: int
    closed: bool
    """Whether the wave is."""


def is_to_freeze(state: RoomState, step: Step) -> bool:
    """Whether this state shows a figure of the step, will compare with it, or records it."""
    mark = state.mark
    shown = mark.revealed.rank > Stage.HIDDEN.rank
    recorded = mark.stage is Stage.RECORDED
    return step.is_voted and (shown or recorded or mark.round == 2)


def freeze(connection: Connection, voting: Voting, state: RoomState) -> None:
    """Close for ever the boxes that this state shows or records; those that are, stay.

    What may be shown of a box is decided here, beside all that was shown of the wave before; so
    nobody may publish meanwhile (`hold_wave`).
    """
    name, mark, room = voting.step.id, state.mark, voting.workshop.id
    frozen = boxes_of(connection, room).get(name, ())
    if not frozen:
        votes = _votes(connection, room, name, 1)
        questions = {
            viewpoint: tuple(q.id for q in _asked(voting, viewpoint)) for viewpoint in Viewpoint
        }
        number = _draw()
        box = replace(first_box(name, questions, votes.values()), number=number, first=number)
        said = _by_question(votes.values())
        box = close_first(box, said, _before(connection, voting))
        _keep_box(connection, room, box)
        _keep_people(connection, voting, box, votes, said)
        frozen = (box,)
    if len(frozen) == 1 and mark.round == 2 and (mark.moved or mark.stage is Stage.RECORDED):
        one, two = (_votes(connection, room, name, number) for number in (1, 2))
        # Somebody may erase themselves between the two readings.
        both = [(one[who], two[who]) for who in one.keys() & two.keys()]
        before, after = _by_question(v for v, _ in both), _by_question(v for _, v in both)
        pairs = {
            question: {who: (said[who], again[who]) for who in said.keys() & again.keys()}
            for question, said in before.items()
            if (again := after.get(question))
        }
        box = replace(second_box(frozen[0], both), number=_draw(), first=frozen[0].number)
        box = close_second(box, frozen[0], pairs, _before(connection, voting))
        _keep_box(connection, room, box)
        last = {
            question: said | {who: answer for who, (_, answer) in pairs.get(question, {}).items()}
            for question, said in before.items()
        }
        _keep_people(connection, voting, box, one, last)


def _before(connection: Connection, voting: Voting) -> Before:
    """What was shown of the wave up to now."""
    wave = voting.workshop.wave_id
    people = select(t.submission.c.id, t.submission.c.viewpoint)
    rows = connection.execute(people.where(t.submission.c.wave_id == wave))
    return Before(
        last=last_of(connection, wave),
        ledger=ledger_of(connection, wave),
        boxes=boxes_of_wave(connection, wave, voting.questionnaire, voting.local),
        regards={row.id: Viewpoint(row.viewpoint) for row in rows},
        threshold=voting.threshold,
        closed=voting.closed,
    )


def _asked(
    voting: Voting, viewpoint: Viewpoint, answers: Mapping[str, Answer] | None = None
) -> tuple[Question, ...]:
    return asked(voting.step, voting.questionnaire, viewpoint, voting.local, answers)


def _by_question(votes: Iterable[Vote]) -> dict[str, dict[int, Answer]]:
    """The votes as a ledger counts them."""
    found: dict[str, dict[int, Answer]] = {}
    for vote in votes:
        for name, answer in vote.answers.items():
            said = replace(answer, value=WORDS) if answer.value == WITHOUT_WORDS else answer
            found.setdefault(name, {})[vote.submission_id] = said
    return found


def _keep_people(
    connection: Connection, voting: Voting, box: Box, votes: Mapping[int, Vote], said: Votes
) -> None:
    """Write down whom a box asked and counts: it goes with each person.

    `votes`: everybody who had a seat. `said`: what the box counts.
    """
    wave = voting.workshop.wave_id
    answers: dict[int, dict[str, Answer]] = {}
    kept = select(t.answer).join(t.submission).where(t.submission.c.wave_id == wave)
    for row in connection.execute(kept):
        answers.setdefault(row.submission_id, {})[row.question_id] = answer_of(row)
    histories = histories_of(connection, wave)
    rows: list[dict[str, Any]] = []
    for person, vote in votes.items():
        names = {q.id for q in _asked(voting, vote.viewpoint, answers.get(person, {}))}
        for name in sorted(names | vote.answers.keys()):
            answer, history = said.get(name, {}).get(person), histories.get((person, name))
            shown = vote.viewpoint in (box.shown or {}).get(name, ()) or name in box.whole
            rows.append(
                {
                    "box": box.number,
                    "submission_id": person,
                    "question_id": name,
                    "revision": revision_of(answer, history) if answer and history else None,
                    "shown": shown,
                }
            )
    if rows:
        connection.execute(insert(t.boxed_answer), rows)


def _draw() -> int:
    """A number that no other box has, even one that was emptied since."""
    return secrets.randbelow(_LARGEST_NUMBER) + 1


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
