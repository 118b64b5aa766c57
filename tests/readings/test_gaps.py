"""A gap has the two regards that are furthest apart, and a name that never contradicts it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.readings import Gap, GapName, compare, find_gap
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import tally
from diagnostic.texts import voice_of
from tests.builders import dont_know, tiny_questionnaire
from tests.builders import given as said
from tests.readings.figures import figure

CITIZEN, ELECTED, FIRM = Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM
SEVERITY = tiny_questionnaire().question("F01.G")


def _gap(points: float) -> Gap:
    gap = find_gap({CITIZEN: 5.0 + points, ELECTED: 5.0})
    assert gap is not None
    return gap


@pytest.mark.parametrize(
    ("points", "name"),
    [
        (0.0, GapName.AGREEMENT),
        (0.94, GapName.AGREEMENT),
        (0.95, GapName.SLIGHT),
        (1.0, GapName.SLIGHT),
        (1.94, GapName.SLIGHT),
        (1.95, GapName.WIDE),
        (2.0, GapName.WIDE),
        (5.0, GapName.WIDE),
    ],
)
def test_a_gap_is_named_by_what_is_displayed(points: float, name: GapName) -> None:
    assert _gap(points).name is name


def test_a_gap_of_exactly_two_points_is_wide_whatever_the_binary_noise() -> None:
    assert 3.8 - 1.8 < 2.0
    gap = find_gap({CITIZEN: 3.8, ELECTED: 1.8})
    assert gap is not None
    assert (gap.shown, gap.name) == (2.0, GapName.WIDE)


@settings(max_examples=200, deadline=None)
@given(high=st.floats(0, 10), low=st.floats(0, 10))
def test_the_name_of_a_gap_agrees_with_the_figure_displayed(high: float, low: float) -> None:
    gap = find_gap({CITIZEN: high, ELECTED: low})
    assert gap is not None
    displayed = float(voice_of("en").number(gap.points))
    assert gap.points >= 0
    assert (displayed >= 2.0) == (gap.name is GapName.WIDE)
    assert (displayed < 1.0) == (gap.name is GapName.AGREEMENT)


def test_a_gap_lies_between_the_highest_and_the_lowest() -> None:
    gap = find_gap({CITIZEN: 6.0, ELECTED: 3.0, FIRM: 8.0})
    assert gap == Gap(high=FIRM, high_mean=8.0, low=ELECTED, low_mean=3.0)


def test_two_regards_at_the_same_height_are_still_two() -> None:
    assert find_gap({ELECTED: 5.0, CITIZEN: 5.0}) == Gap(CITIZEN, 5.0, ELECTED, 5.0)


def test_a_tie_goes_to_the_usual_order_of_the_regards() -> None:
    gap = find_gap({FIRM: 7.0, ELECTED: 7.0, CITIZEN: 4.0})
    assert gap is not None
    assert gap.high is ELECTED


@pytest.mark.parametrize("means", [{}, {CITIZEN: 5.0}, {CITIZEN: 5.0, ELECTED: None}])
def test_there_is_no_gap_under_two_regards(means: dict[Viewpoint, float | None]) -> None:
    assert find_gap(means) is None


def test_a_mark_is_compared_with_the_national_one() -> None:
    heard = tally(SEVERITY, [said("F01.G", mark) for mark in (6, 7, 8)])
    comparison = compare(heard, figure("F01.G", CITIZEN, 6.4))
    assert comparison is not None
    assert comparison.difference == pytest.approx(0.6)
    assert not comparison.is_close


@pytest.mark.parametrize(
    ("there", "is_close"),
    [
        (7.0, True),
        (6.6, True),
        (7.4, True),
        (6.5, False),
        (7.5, False),
        (6.56, True),
        (6.54, False),
    ],
)
def test_a_mark_is_close_under_half_a_point(there: float, is_close: bool) -> None:
    heard = tally(SEVERITY, [said("F01.G", 7)] * 5)
    comparison = compare(heard, figure("F01.G", CITIZEN, there))
    assert comparison is not None
    assert comparison.is_close == is_close


@pytest.mark.parametrize(("people", "indicative"), [(5, True), (29, True), (30, False)])
def test_a_comparison_is_indicative_under_thirty_answers(people: int, indicative: bool) -> None:
    heard = tally(SEVERITY, [said("F01.G", 7)] * people + [dont_know("F01.G")] * 40)
    comparison = compare(heard, figure("F01.G", CITIZEN, 6.4))
    assert comparison is not None
    assert comparison.indicative == indicative


def test_without_a_mean_there_is_nothing_to_compare() -> None:
    assert compare(tally(SEVERITY, [dont_know("F01.G")]), figure("F01.G", CITIZEN, 6.4)) is None


def test_a_mean_is_not_compared_with_a_share() -> None:
    heard = tally(SEVERITY, [said("F01.G", 7)])
    assert compare(heard, figure("F01.G", CITIZEN, 61, "oui")) is None
