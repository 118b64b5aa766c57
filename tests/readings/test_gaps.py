"""A gap has the two regards that are furthest apart, and a name that never contradicts it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.confidence import Standing
from diagnostic.readings import Gap, GapName, compare, find_gap
from diagnostic.readings.gaps import compare_all
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
    assert comparison.difference.value == pytest.approx(0.6)
    # Three answers tell nothing of what others would have said.
    assert comparison.difference.interval is None
    assert comparison.standing is Standing.UNSETTLED


@pytest.mark.parametrize(
    ("people", "there", "standing"),
    [
        (400, 7.0, Standing.CLOSE),
        (400, 7.2, Standing.CLOSE),
        (400, 8.5, Standing.BELOW),
        (400, 5.5, Standing.ABOVE),
        (12, 7.0, Standing.UNSETTLED),
        (12, 7.6, Standing.UNSETTLED),
        (12, 9.5, Standing.BELOW),
        (12, 4.0, Standing.ABOVE),
    ],
)
def test_a_mark_is_told_apart_from_france_only_as_far_as_answers_allow(
    people: int, there: float, standing: Standing
) -> None:
    half = people // 2
    heard = tally(SEVERITY, [said("F01.G", 6)] * half + [said("F01.G", 8)] * half)
    comparison = compare(heard, figure("F01.G", CITIZEN, there))
    assert comparison is not None
    assert comparison.standing is standing


def test_a_mark_as_far_as_others_is_told_apart_alone_and_no_more_among_many() -> None:
    heard = tally(SEVERITY, [said("F01.G", mark) for mark in (5, 6, 7, 8, 9) * 6])
    far, same = figure("F01.G", CITIZEN, 6.2), figure("F01.G", CITIZEN, 7.0)
    alone = compare(heard, far)
    assert alone is not None
    assert alone.standing is Standing.ABOVE
    among = compare_all({0: (heard, far)} | {n: (heard, same) for n in range(1, 16)})
    assert among[0].difference == alone.difference
    assert among[0].standing is Standing.UNSETTLED


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
