"""Nobody is had by setting what followed people changed beside the figures of both waves."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from diagnostic.answers import AnswerState
from diagnostic.confidence.movements import move_of_same
from diagnostic.confidence.panels import Followed, Side, follow, freeze_panel, thaw_panel
from diagnostic.respondents import Viewpoint
from tests.attacker import SCALES, TINY, Notes, Room

LATER = 1000
"""What tells an answer of the second wave from one of the first."""


def side(room: Room) -> Side:
    viewpoints = {n: p.submission.viewpoint for n, p in room.here.items()}
    return Side(room.publication, room.ledger, viewpoints)


def play(
    seed: int, threshold: int, shares: tuple[float, ...] = (0.4, 0.6, 0.9, 1.0)
) -> tuple[Room, Room, dict[int, int]]:
    """Two waves of one or two regards; many of those still there the second time are followed."""
    draw = random.Random(seed)
    regards = (Viewpoint.CITIZEN, Viewpoint.ELECTED)[: draw.choice((1, 1, 2))]
    rooms = [Room(seed + LATER * n, threshold, regards=regards, complete=True) for n in range(2)]
    for room in rooms:
        for _ in range(26):
            room.happen()
            if draw.random() < 0.2:
                room.look()
        room.look()
    pairs: dict[int, int] = {}
    for viewpoint in rooms[0].regards:
        old, new = (
            [n for n, p in room.here.items() if p.submission.viewpoint is viewpoint]
            for room in rooms
        )
        draw.shuffle(old)
        draw.shuffle(new)
        share = draw.choice(shares)
        pairs |= {
            b: a for a, b in zip(old, new, strict=False) if share == 1.0 or draw.random() < share
        }
    return rooms[0], rooms[1], pairs


def notes_of(first: Room, last: Room, pairs: dict[int, int], told: tuple[Followed, ...]) -> Notes:
    """All that was shown of both waves, and of those followed; one person has one number."""
    notes = Notes()
    for name, sums in first.notes.sums.items():
        for group in sums:
            notes.note(name, group)
    for name, sums in last.notes.sums.items():
        for group in sums:
            notes.note(name, [(pairs.get(n, n), v + LATER) for n, v in group])
    for one in told:
        cells = []
        for new, old in pairs.items():
            marks = (
                last.ledger.get((new, one.question_id)),
                first.ledger.get((old, one.question_id)),
            )
            if first.here[old].submission.viewpoint is not one.viewpoint or not all(
                mark and mark.step and mark.answer.state is AnswerState.GIVEN for mark in marks
            ):
                continue
            # The sum of what was said after minus before: signs do not matter to who is in it.
            after, before = marks
            assert after is not None
            assert before is not None
            cells.append((old, last.versions[new, one.question_id].index(after.answer) + LATER))
            cells.append((old, first.versions[old, one.question_id].index(before.answer)))
        assert len(cells) == 2 * one.given, "the attacker is mistaken about who is followed"
        notes.note(one.question_id, cells)
    return notes


QUESTIONS = tuple(TINY.question(name) for name in SCALES)


@pytest.mark.parametrize("threshold", [3, 4])
def test_no_group_under_the_threshold_is_had_from_those_who_are_followed(threshold: int) -> None:
    told = 0
    for seed in range(30):
        first, last, pairs = play(seed, threshold)
        found = follow(side(first), side(last), pairs, QUESTIONS, threshold)
        notes = notes_of(first, last, pairs, found)
        assert notes.smallest(below=threshold) >= threshold, f"seed {seed}"
        told += len(found)
    assert told > 20, "nothing was told: nothing was proved"


def hurry(first: Room, last: Room, pairs: dict[int, int], threshold: int) -> tuple[Followed, ...]:
    """A weaker way: from `threshold` people followed, whoever is left."""
    found = []
    for name in SCALES:
        for viewpoint in first.regards:
            marks = [
                (last.ledger.get((new, name)), first.ledger.get((old, name)))
                for new, old in pairs.items()
                if first.here[old].submission.viewpoint is viewpoint
            ]
            same = [
                pair
                for pair in marks
                if all(m and m.step and m.answer.state is AnswerState.GIVEN for m in pair)
            ]
            if len(same) >= threshold:
                found.append(Followed(name, viewpoint, len(same), 0.0, 0.0))
    return tuple(found)


def test_the_attack_succeeds_where_only_the_number_of_those_followed_counts() -> None:
    had = []
    for seed in range(25):
        first, last, pairs = play(seed, 3, (0.9,))
        told = hurry(first, last, pairs, 3)
        had.append(notes_of(first, last, pairs, told).smallest(below=3))
    assert sum(few < 3 for few in had) >= 3


def test_nobody_is_told_of_where_those_left_are_too_few() -> None:
    first, last, pairs = play(3, 3)
    everything = follow(side(first), side(last), pairs, QUESTIONS, 3)
    for one in everything:
        for room in (first, last):
            shown = room.publication.questions[one.question_id][one.viewpoint].given
            assert shown - one.given == 0 or shown - one.given >= 3


def test_a_regard_that_one_wave_withholds_is_not_told_of() -> None:
    first, last, pairs = play(3, 3)
    hidden = replace(
        last.publication,
        questions={
            name: {v: t for v, t in groups.items() if v is not Viewpoint.CITIZEN}
            for name, groups in last.publication.questions.items()
        },
    )
    told = follow(side(first), replace(side(last), publication=hidden), pairs, QUESTIONS, 3)
    assert Viewpoint.CITIZEN not in {one.viewpoint for one in told}


def test_a_panel_is_read_again_as_it_was_written() -> None:
    told = (
        Followed("F01.G", Viewpoint.CITIZEN, 6, 1 / 3, 0.1 + 0.2),
        Followed("A1", Viewpoint.ELECTED, 5, 0.0, 0.0),
    )
    assert thaw_panel(freeze_panel(told)) == told


def test_more_followed_people_make_a_surer_change() -> None:
    widths = [
        found.width
        for n in (5, 10, 30)
        if (found := move_of_same(n, 1.0, 1.5).interval) is not None
    ]
    assert all(wide > narrow for wide, narrow in pairwise(widths))


def test_five_people_who_kept_their_answer_do_not_prove_that_nobody_changes() -> None:
    found = move_of_same(5, 0.0, 0.0).interval
    assert found is not None
    assert found.low < -0.4
    assert move_of_same(4, 0.0, 0.0).interval is None
