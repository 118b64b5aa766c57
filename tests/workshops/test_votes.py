"""A closed ballot box says how many and never who, and two rounds have one base."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from hypothesis import given as whatever
from hypothesis import settings
from hypothesis import strategies as some

from diagnostic.answers import Answer
from diagnostic.confidence.live import live_release
from diagnostic.respondents import Viewpoint
from diagnostic.workshops import Box
from diagnostic.workshops.votes import (
    Vote,
    box_from_data,
    box_to_data,
    first_box,
    second_box,
)
from tests.builders import dont_know, given, tiny_questionnaire

ASKED = {viewpoint: ("confiance",) for viewpoint in Viewpoint}
CITIZEN, ELECTED = Viewpoint.CITIZEN, Viewpoint.ELECTED
NOTHING = None


def vote(number: int, viewpoint: Viewpoint, said: int | str | None) -> Vote:
    answers: dict[str, Answer] = {}
    if isinstance(said, str):
        answers["confiance"] = dont_know("confiance")
    elif said is not None:
        answers["confiance"] = given("confiance", said)
    return Vote(number, viewpoint, answers)


def rounds(*people: tuple[Viewpoint, int | str | None, int | str | None]) -> tuple[Box, Box]:
    one = [vote(n, who, first) for n, (who, first, _) in enumerate(people)]
    two = [vote(n, who, second) for n, (who, _, second) in enumerate(people)]
    first = first_box("vote", ASKED, one)
    return first, second_box(first, zip(one, two, strict=True))


def spread_of(box: Box) -> dict[object, int]:
    return {
        (line.viewpoint, line.first and line.first.value, line.second and line.second.value): (
            line.people
        )
        for line in box.lines["confiance"]
    }


def test_a_box_counts_the_people_who_said_the_same_and_those_who_said_nothing() -> None:
    first, _ = rounds((CITIZEN, 4, 4), (CITIZEN, 4, 4), (CITIZEN, None, None), (ELECTED, 9, 9))
    assert spread_of(first) == {
        (CITIZEN, 4, 4): 2,
        (CITIZEN, None, None): 1,
        (ELECTED, 9, 9): 1,
    }
    assert first.people == {CITIZEN: 2, ELECTED: 1}


def test_the_mean_moves_by_the_people_who_moved() -> None:
    people = [(CITIZEN, 4, 4)] * 3 + [(CITIZEN, 4, 8)] * 2
    first, second = rounds(*people)
    figures = live_release(first, tiny_questionnaire(), 5, second=second)
    assert figures.movements is not None
    moved = figures.movements["confiance"][CITIZEN]
    assert (moved.people, moved.again, moved.moved) == (5, 5, 2 / 5)
    assert moved.difference == pytest.approx(8 / 5)


def test_who_does_not_vote_again_keeps_the_first_answer_so_that_both_rounds_have_one_base() -> None:
    people = [(CITIZEN, 4, 5)] * 5 + [(CITIZEN, 10, None)]
    first, second = rounds(*people)
    figures = live_release(first, tiny_questionnaire(), 5, second=second)
    assert figures.second is not None
    one = figures.first.tally("confiance", CITIZEN)
    two = figures.second.tally("confiance", CITIZEN)
    assert one is not None
    assert two is not None
    assert (one.given, two.given) == (6, 6)
    assert figures.movements is not None
    assert figures.movements["confiance"][CITIZEN].again == 5


def test_who_came_for_the_second_round_only_is_not_in_its_figures() -> None:
    people = [(CITIZEN, 4, 5)] * 5
    without = rounds(*people)[1]
    first, second = rounds(*people, (CITIZEN, None, 10))
    assert second.newcomers == 1
    figures = live_release(first, tiny_questionnaire(), 5, second=second)
    alone = live_release(rounds(*people)[0], tiny_questionnaire(), 5, second=without)
    assert figures.second is not None
    assert alone.second is not None
    mine, theirs = (shown.tally("confiance", CITIZEN) for shown in (figures.second, alone.second))
    assert mine is not None
    assert theirs is not None
    assert (mine.counts, mine.mean) == (theirs.counts, theirs.mean)


def test_the_movement_of_fewer_than_the_threshold_is_not_shown() -> None:
    people = [(CITIZEN, 4, 9)] * 4 + [(CITIZEN, 4, None)] * 4
    first, second = rounds(*people)
    figures = live_release(first, tiny_questionnaire(), 5, second=second)
    assert figures.movements == {}


def test_in_a_small_room_only_the_whole_room_is_shown_and_moves() -> None:
    people = [(CITIZEN, 4, 6)] * 3 + [(ELECTED, 8, 8)] * 3
    first, second = rounds(*people)
    figures = live_release(first, tiny_questionnaire(), 5, second=second)
    assert figures.first.questions == {}
    assert figures.first.whole["confiance"].given == 6
    assert figures.movements == {}
    assert figures.whole is not None
    assert (figures.whole["confiance"].moved, figures.whole["confiance"].difference) == (0.5, 1.0)


def test_who_erased_their_answers_after_the_reveal_leaves_no_trace_by_difference() -> None:
    kept = [vote(n, CITIZEN, 4) for n in range(5)]
    first = first_box("vote", ASKED, [*kept, vote(5, CITIZEN, 10)])
    second = second_box(first, [(v, v) for v in kept])
    assert spread_of(second) == spread_of(first)


def test_a_free_text_leaves_no_word_in_the_box() -> None:
    said = Answer("mot", given("mot", "x").state, "Madame Dupont", is_free_text=True)
    box = first_box("vote", {CITIZEN: ("mot",)}, [Vote(1, CITIZEN, {"mot": said})])
    assert "Dupont" not in json.dumps(box_to_data(box))


SAID = some.one_of(some.none(), some.just("nsp"), some.integers(0, 10))
PEOPLE = some.lists(
    some.tuples(some.sampled_from([CITIZEN, ELECTED]), SAID, SAID), min_size=1, max_size=30
)


def first_of(lines: Iterable[tuple[Viewpoint, int | str | None, int | str | None]]) -> Box:
    return rounds(*lines)[0]


@settings(max_examples=200)
@whatever(PEOPLE, some.randoms())
def test_boxes_survive_the_memory_and_tell_nothing_of_the_arrivals(
    people: list[tuple[Viewpoint, int | str | None, int | str | None]], chance: object
) -> None:
    first, second = rounds(*people)
    for box in (first, second):
        assert box_from_data(json.loads(json.dumps(box_to_data(box)))) == box
        assert sum(line.people for line in box.lines["confiance"]) == len(people)
    shuffled = sorted(people, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert first_of(shuffled).lines == first.lines
