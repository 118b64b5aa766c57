"""« Au-dessus » is said only where it is sure, and harder the more comparisons there are."""

import gc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from diagnostic.confidence import (
    Difference,
    Interval,
    Standing,
    correct,
    differ_in_mean,
    differ_in_share,
    gap_interval,
    settle,
)


def sure(value: float, half: float, risk: float) -> Difference:
    return Difference(value, Interval(value - half, value + half), risk)


@pytest.fixture(scope="module")
def memory_set_aside() -> Iterator[None]:
    """What is loaded so far is not searched: multipletests ends each call with a collection."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("memory_set_aside")
@settings(max_examples=60, deadline=None)
@given(risks=st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_the_correction_is_that_of_holm(risks: list[float]) -> None:
    _, expected, _, _ = multipletests(risks, method="holm")
    assert correct(risks) == pytest.approx(tuple(expected))


def test_nothing_to_correct_is_nothing() -> None:
    assert correct([]) == ()
    assert settle([], 0.5) == ()


@settings(max_examples=60, deadline=None)
@given(here=st.integers(5, 300), hits=st.floats(0, 1), there=st.floats(0.05, 0.95))
def test_a_difference_of_shares_is_that_of_newcombe(here: int, hits: float, there: float) -> None:
    found_here, sample = round(hits * here), 2400
    found_there = round(there * sample)
    found = differ_in_share(found_here / here, here, found_there / sample, sample)
    low, high = confint_proportions_2indep(
        found_here, here, found_there, sample, method="newcomb", compare="diff"
    )
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(mean=st.floats(1, 9), there=st.floats(1, 9), number=st.integers(5, 200))
def test_the_risk_says_whether_the_interval_leaves_out_zero(
    mean: float, there: float, number: int
) -> None:
    found = differ_in_mean(number, mean, 1.5, (0, 10), there, 2400)
    assert found.interval is not None
    assert (found.risk < 0.05) == (0 not in found.interval)


def test_the_uncertainty_of_france_counts_and_its_lack_does_not_invent_any() -> None:
    small, large, unknown = (
        differ_in_mean(40, 7.0, 2.0, (0, 10), 6.4, sample) for sample in (100, 2400, None)
    )
    assert small.interval is not None
    assert large.interval is not None
    assert unknown.interval is not None
    assert small.interval.width > large.interval.width > unknown.interval.width
    assert small.risk > large.risk > unknown.risk


def test_few_answers_settle_nothing() -> None:
    found = differ_in_mean(4, 10.0, 0.0, (0, 10), 1.0, 2400)
    assert (found.interval, found.risk) == (None, 1.0)
    assert differ_in_share(1.0, 4, 0.1, 2400).interval is None
    assert settle([found], 0.5) == (Standing.UNSETTLED,)


def test_a_difference_is_named_only_when_its_interval_allows() -> None:
    told = settle(
        [
            sure(1.0, 0.4, 0.001),
            sure(-1.0, 0.4, 0.001),
            sure(0.1, 0.3, 0.5),
            sure(0.2, 0.6, 0.4),
            sure(0.0, 0.5, 1.0),
        ],
        0.5,
    )
    assert told == (
        Standing.ABOVE,
        Standing.BELOW,
        Standing.CLOSE,
        Standing.UNSETTLED,
        Standing.UNSETTLED,  # the interval only touches the margin
    )


def test_a_small_sure_difference_is_close() -> None:
    assert settle([sure(0.3, 0.1, 1e-6)], 0.5) == (Standing.CLOSE,)


def test_what_is_above_alone_may_be_unsettled_among_many() -> None:
    alone, many = sure(1.0, 0.9, 0.03), [sure(0.1, 1.0, 0.9)] * 9
    assert settle([alone], 0.5) == (Standing.ABOVE,)
    assert settle([alone, *many], 0.5)[0] is Standing.UNSETTLED


def test_two_regards_are_told_apart_as_two_samples() -> None:
    wide = gap_interval((8, 7.0, 2.0), (9, 5.5, 2.0), (0, 10))
    sharp = gap_interval((80, 7.0, 2.0), (90, 5.5, 2.0), (0, 10))
    assert wide is not None
    assert sharp is not None
    assert 0 in wide
    assert 0 not in sharp
    assert gap_interval((3, 7.0, 2.0), (90, 5.5, 2.0), (0, 10)) is None


def test_a_difference_changes_sides_with_its_terms() -> None:
    one, other = (8, 7.0, 2.0), (30, 5.5, 1.0)
    here, back = (gap_interval(*pair, (0, 10)) for pair in ((one, other), (other, one)))
    assert here is not None
    assert back is not None
    assert (here.low, here.high) == pytest.approx((-back.high, -back.low))
