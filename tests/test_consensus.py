"""Agreement is measured by published indices, checked by hand and by other people's programs."""

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from diagnostic.confidence import agreement, alpha, is_split, is_wide, tally_agreement
from diagnostic.confidence.consensus import fold
from diagnostic.scoring import tally
from tests.builders import given as said
from tests.builders import tiny_questionnaire
from tools.simulate_intervals import OTHERS, SKEWED

SEVERITY = tiny_questionnaire().question("F01.G")
TEN = (0, 10)


def test_the_index_has_the_value_its_authors_publish() -> None:
    # The example of the R package agrmt.
    assert agreement([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.6113333, abs=1e-7)


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([0, 0, 9, 0, 0], 1.0),
        ([4, 4, 4, 4, 4], 0.0),
        ([5, 0, 0, 0, 5], -1.0),
        # Two neighbours: one layer of two steps, one hump, 1 × (1 − 1/4).
        ([0, 3, 3, 0, 0], 0.75),
        # One person on each side of an empty step. Triples 1-0-1: one; 1-1-0 and 0-1-1: one of
        # each; U = (3 × 2 − 4 × 1) / (3 × 3) = 2/9, A = 2/9 × 3/4.
        ([0, 1, 0, 1, 0], 1 / 6),
        # Layer 1: steps 2, 3, 4 (height 1, 3 people): 1 × (1 − 2/4) = 0.5; layer 2: step 3 alone
        # (2 people): 1. A = 3/5 × 0.5 + 2/5 × 1.
        ([0, 1, 3, 1, 0], 0.7),
    ],
)
def test_the_index_worked_by_hand(counts: list[int], found: float) -> None:
    assert agreement(counts) == pytest.approx(found)


def test_where_nobody_answered_there_is_no_index() -> None:
    assert agreement([0, 0, 0, 0, 0]) is None
    assert tally_agreement(tally(SEVERITY, [None]), TEN) is None


@settings(max_examples=200, deadline=None)
@given(counts=st.lists(st.integers(0, 30), min_size=3, max_size=9))
def test_the_index_stays_between_its_ends_and_sees_no_direction(counts: list[int]) -> None:
    assume(sum(counts))
    found = agreement(counts)
    assert found is not None
    assert -1 - 1e-9 <= found <= 1 + 1e-9
    assert agreement(counts[::-1]) == pytest.approx(found)
    assert agreement([7 * count for count in counts]) == pytest.approx(found)


def test_marks_are_read_on_few_steps_alike_from_both_ends() -> None:
    assert fold({mark: 1 for mark in range(11)}, TEN) == (2, 2, 3, 2, 2)
    assert fold({mark: 1 for mark in range(11)}, TEN, 3) == (4, 3, 4)
    assert fold({mark: 1 for mark in range(5)}, (0, 4)) == (1, 1, 1, 1, 1)
    assert fold({mark: 1 for mark in range(5)}, (0, 4), 3) == (2, 1, 2)
    assert fold({mark: 1 for mark in range(-2, 3)}, (-2, 2)) == (1, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("marks", "wide", "split"),
    [
        ((5, 5, 6, 5, 4), False, False),
        ((1, 2, 2, 8, 9, 9), True, True),
        ((2, 2, 2, 8, 8, 8), True, True),
        ((2, 2, 8, 8, 8, 8, 8), True, False),  # two in seven: a minority, no camp
        ((0, 0, 0, 10, 10, 10), True, True),
        ((0, 2, 4, 5, 6, 8, 10), True, False),  # spread out, in one piece
        ((4, 4, 4, 7, 7, 7), False, False),  # two heaps too near to be two camps
        ((10, 10, 10, 9, 0), True, False),  # one against: no camp
        ((0, 1, 5, 5, 5, 9, 10), True, False),  # two ends, and as many between
        ((7, 7, 7, 7, 7), False, False),
    ],
)
def test_a_regard_is_split_when_it_is_far_apart_in_two_humps(
    marks: tuple[int, ...], wide: bool, split: bool
) -> None:
    found = tally(SEVERITY, [said("F01.G", mark) for mark in marks])
    assert is_wide(found.deviation, TEN) == wide
    assert is_split(found, TEN) == split


@settings(max_examples=200, deadline=None)
@given(low=st.integers(0, 40), middle=st.integers(0, 40), high=st.integers(0, 40))
def test_two_camps_always_have_an_index_under_zero(low: int, middle: int, high: int) -> None:
    people = [said("F01.G", m) for m, n in ((1, low), (5, middle), (9, high)) for _ in range(n)]
    assume(people)
    if is_split(tally(SEVERITY, people), TEN):
        found = agreement([low, middle, high])
        assert found is not None
        assert found < 0


def test_people_of_one_mind_are_not_said_to_be_split() -> None:
    random = np.random.default_rng(4)
    for law in [*SKEWED[10].values(), OTHERS[10]["one hump"]]:
        found = [
            is_split(tally(SEVERITY, [said("F01.G", int(mark)) for mark in drawn]), TEN)
            for drawn in random.choice(11, (200, 10), p=np.array(law) / sum(law))
        ]
        assert sum(found) <= 20  # one in ten, of samples of ten


@settings(max_examples=80, deadline=None)
@given(
    marks=st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 40)), min_size=3, max_size=3),
        min_size=2,
        max_size=16,
    )
)
def test_alpha_is_that_of_the_library_named_after_it(marks: list[list[int | None]]) -> None:
    table = np.array([[np.nan if m is None else m / 4 for m in row] for row in marks]).T
    pairable = [row for row in marks if sum(mark is not None for mark in row) > 1]
    assume(len({mark for row in pairable for mark in row if mark is not None}) > 1)
    told = [
        {str(who): mark / 4 for who, mark in enumerate(row) if mark is not None} for row in marks
    ]
    expected = krippendorff.alpha(reliability_data=table, level_of_measurement="interval")
    assert alpha(told) == pytest.approx(expected, abs=1e-9)


def test_alpha_worked_by_hand() -> None:
    # Two things, two regards: (2, 4) and (8, 8). Observed: (4 + 4)/(2 − 1) + 0 = 8; expected: all
    # pairs both ways of 2, 4, 8, 8: 2 × (4 + 36 + 36 + 16 + 16 + 0) / (4 − 1) = 72; 1 − 8/72.
    assert alpha([{"a": 2, "b": 4}, {"a": 8, "b": 8}]) == pytest.approx(1 - 8 / 72)


def test_alpha_needs_two_marks_of_something_and_some_difference() -> None:
    assert alpha([]) is None
    assert alpha([{"a": 2}, {"b": 4}]) is None
    assert alpha([{"a": 5, "b": 5}, {"a": 5, "b": 5}]) is None
