"""A cut is kept where it is more than what chance gives, and where it holds on fewer people."""

import subprocess
import sys
from math import isclose, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.confidence.clusters import (
    CHANCE,
    Marks,
    Partition,
    cut,
    join,
    rand_index,
    silhouette_of,
)

SMALLEST = 5


def rounded(marks: Marks) -> Marks:
    return np.rint(marks).clip(0, 10)


def silenced(draw: np.random.Generator, marks: Marks, share: float = 0.06) -> Marks:
    """Some marks left out, in people who keep two thirds of them."""
    quiet = np.where(draw.random(marks.shape) < share, nan, marks)
    kept: Marks = quiet[(~np.isnan(quiet)).sum(axis=1) >= marks.shape[1] * 2 / 3]
    return kept


def planted(seed: int, people: int, families: int, *, apart: float = 5.0) -> Marks:
    """Families that each see five other domains out of sixteen as most fragile, in turn."""
    draw = np.random.default_rng(seed)
    high = np.zeros((families, 16))
    for family in range(families):
        high[family, family * 5 : family * 5 + 5] = apart
    mood = draw.normal(0, 0.5, (people, 1))
    return rounded(
        4 + high[np.arange(people) % families] + mood + draw.normal(0, 1.8, (people, 16))
    )


def noise(kind: str, draw: np.random.Generator, people: int) -> Marks:
    """One crowd of one family."""
    mood, own = draw.normal(0, 1, (people, 1)), draw.normal(0, 1, (people, 16))
    if kind == "independent":
        return rounded(5.5 + 2.5 * own)
    if kind == "moods":
        return rounded(5.5 + 2 * mood + 1.5 * own)
    if kind == "near the top":
        return rounded(10 - draw.exponential(1.5, (people, 16)))
    if kind == "moods near the top":
        return rounded(9 - draw.exponential(2, (people, 1)) - draw.exponential(1.2, (people, 16)))
    if kind == "any mark":
        return draw.integers(0, 11, (people, 16)).astype(float)
    # One line from those who favour eight domains to those who favour the others: no gap in it.
    return rounded(5.5 + 1.6 * mood * np.repeat((1, -1), 8) + 1.5 * own)


@pytest.mark.parametrize(("people", "families"), [(40, 2), (60, 2), (60, 3), (120, 3)])
def test_families_that_were_planted_are_found(people: int, families: int) -> None:
    for seed in range(3):
        found = cut(planted(seed, people, families), SMALLEST)
        assert found is not None
        assert found.stands_out
        truth = np.arange(people) % families
        assert rand_index(np.array(found.labels), truth) > 0.9


@pytest.mark.parametrize(
    "kind",
    ["independent", "moods", "near the top", "moods near the top", "any mark", "one long line"],
)
def test_a_crowd_of_one_family_seldom_seems_to_have_several(kind: str) -> None:
    seen = 0
    draw = np.random.default_rng(7)
    for number in range(60):
        people = (32, 60, 120)[number % 3]
        found = cut(silenced(draw, noise(kind, draw, people)), SMALLEST)
        seen += found is not None and found.stands_out
    assert seen <= 5, f"{seen} out of 60"


def test_who_marks_everything_higher_is_no_family() -> None:
    draw = np.random.default_rng(1)
    low_or_high = np.repeat((3.0, 7.0), 30)[:, None]
    found = cut(rounded(low_or_high + draw.normal(0, 1.5, (60, 16))), SMALLEST)
    assert found is None or not found.stands_out


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(40)))
def test_the_order_of_people_never_matters(order: list[int]) -> None:
    draw = np.random.default_rng(3)
    marks = planted(3, 40, 2)
    marks[draw.random(marks.shape) < 0.1] = nan
    first, again = ONE, cut(marks[order], SMALLEST)
    assert again is not None
    assert again.labels == tuple(first.labels[n] for n in order)
    assert again.chance == first.chance
    assert isclose(again.stability, first.stability)
    assert isclose(again.silhouette, first.silhouette)


def _one() -> Partition:
    draw = np.random.default_rng(3)
    marks = planted(3, 40, 2)
    marks[draw.random(marks.shape) < 0.1] = nan
    found = cut(marks, SMALLEST)
    assert found is not None
    return found


ONE = _one()


def test_what_was_not_marked_is_not_taken_for_a_middle_mark() -> None:
    """Half of each family leaves out what tells it most: they stay with their own."""
    marks = planted(5, 60, 2)
    marks[::4, 0:3] = nan
    marks[1::4, 5:8] = nan
    found = cut(marks, SMALLEST)
    assert found is not None
    assert rand_index(np.array(found.labels), np.arange(60) % 2) > 0.9


def test_who_marked_little_joins_the_nearest_family() -> None:
    marks = planted(2, 40, 2)
    labels = [n % 2 for n in range(40)]
    few = np.full((2, 16), nan)
    few[0, [0, 1, 7, 8]] = 9, 9, 3, 4
    few[1, [0, 1, 7, 8]] = 3, 4, 9, 9
    assert join(marks, labels, few) == (0, 1)


def test_no_cut_leaves_fewer_people_than_asked_in_a_family() -> None:
    marks = np.vstack([planted(1, 40, 1), planted(2, 8, 2)[1::2]])
    found = cut(marks, SMALLEST)
    assert found is None or min(np.bincount(found.labels)) >= SMALLEST
    assert cut(planted(1, 8, 2), SMALLEST) is None


def test_people_who_all_say_the_same_have_no_family() -> None:
    found = cut(np.full((40, 16), 6.0), SMALLEST)
    assert found is None or not found.stands_out


def test_the_adjusted_rand_index_is_that_of_a_case_worked_by_hand() -> None:
    # Pairs together in both: 1 + 1 = 2; rows 3 + 3 = 6; columns 1 + 1 + 1 = 3; 15 pairs in all.
    # Expected 6 × 3 / 15 = 1.2; most (6 + 3) / 2 = 4.5; (2 − 1.2) / (4.5 − 1.2) = 0.2424…
    some, others = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])
    assert isclose(rand_index(some, others), 0.8 / 3.3)
    assert rand_index(some, 1 - some) == 1


def test_the_silhouette_is_that_of_a_case_worked_by_hand() -> None:
    # Points 0, 1 and 5, 7 on a line: a = 1, 1, 2, 2; b = 6, 5, 4.5, 6.5.
    points = np.array([0.0, 1.0, 5.0, 7.0])
    distances = np.abs(points[:, None] - points)
    widths = (6 - 1) / 6, (5 - 1) / 5, (4.5 - 2) / 4.5, (6.5 - 2) / 6.5
    assert isclose(silhouette_of(distances, np.array([0, 0, 1, 1])), sum(widths) / 4)


def test_a_cut_that_one_family_gives_as_well_does_not_stand_out() -> None:
    assert not Partition((0, 1), 0.3, chance=2 * CHANCE, stability=1.0).stands_out
    assert not Partition((0, 1), 0.3, chance=0.01, stability=0.4).stands_out
    assert Partition((0, 1), 0.3, chance=0.01, stability=0.8).stands_out


def test_scipy_is_not_loaded_before_a_family_is_looked_for() -> None:
    told = (
        "import sys, diagnostic.storage; sys.exit(any(m.startswith('scipy') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
