"""A difference is told only as far as both figures are sure, and many at once are corrected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import sqrt

from diagnostic.confidence.intervals import (
    FEWEST_FOR_INTERVAL,
    LEVEL,
    Interval,
    count_for,
    is_everybody,
    mean_interval,
    plausible_means,
    wilson,
)

RISK = 1 - LEVEL
_HALVINGS = 24


class Standing(StrEnum):
    """Where a figure stands beside another, as far as the answers allow to say."""

    ABOVE = "au-dessus"
    BELOW = "au-dessous"
    CLOSE = "proche"
    UNSETTLED = "on ne peut pas trancher"


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure here minus a figure elsewhere."""

    value: float
    interval: Interval | None
    """At 95 %; None where too few answered here."""
    risk: float
    """The smallest risk at which the interval of the difference leaves out zero; 1 without."""


def differ_in_mean(
    given: int,
    mean: float,
    deviation: float | None,
    scale: tuple[float, float],
    there: float,
    sample: int | None,
    people: int | None = None,
) -> Difference:
    """A mean of `given` answers here beside a published mean.

    How widely people answered there is not published: the widest that a mean between two ends
    allows is supposed, which is Wilson's interval of its place between them. Without `sample`
    only what is uncertain here counts.
    """
    if not is_everybody(given, people) and (deviation is None or given < FEWEST_FOR_INTERVAL):
        return Difference(mean - there, None, 1.0)
    return _differ_in_mean(given, mean, deviation, scale, there, sample, people)


@lru_cache(maxsize=2048)
def _differ_in_mean(
    given: int,
    mean: float,
    deviation: float | None,
    scale: tuple[float, float],
    there: float,
    sample: int | None,
    people: int | None,
) -> Difference:
    low, high = scale
    here = plausible_means(given, mean, deviation or 0.0, scale, people)

    def elsewhere(level: float) -> Interval:
        if sample is None:
            return Interval(there, there)
        found = wilson((there - low) / (high - low), sample, level)
        return Interval(low + found.low * (high - low), low + found.high * (high - low))

    return differ(mean, here.interval, there, elsewhere)


@lru_cache(maxsize=2048)
def differ_in_share(
    share: float, given: int, there: float, sample: int | None, people: int | None = None
) -> Difference:
    """A share (0 to 1) of `given` answers here beside a published share, by Newcombe's method."""
    around = around_share(share, given, people)
    if around is None:
        return Difference(share - there, None, 1.0)
    return differ(
        share,
        around,
        there,
        lambda level: Interval(there, there) if sample is None else wilson(there, sample, level),
    )


def gap_interval(
    one: tuple[int, float, float | None],
    other: tuple[int, float, float | None],
    scale: tuple[float, float],
    people: tuple[int | None, int | None] = (None, None),
) -> Interval | None:
    """The interval of a mean minus another; each is (answers, mean, deviation), on one scale.

    `people`: how many there are in all, of each, where it is known. None where either has too
    few answers.
    """
    around, around_there = (
        mean_interval(*figure, scale, people=there_are)
        for figure, there_are in zip((one, other), people, strict=True)
    )
    if around is None or around_there is None:
        return None
    return surround(one[1], around, other[1], around_there)


def around_share(
    share: float, given: int, people: int | None = None
) -> Callable[[float], Interval] | None:
    """Level → interval of a share of `given` answers; None where they are too few."""
    if is_everybody(given, people):
        return lambda level: Interval(share, share)
    if given < FEWEST_FOR_INTERVAL:
        return None
    return lambda level: wilson(share, count_for(given, people), level)


def differ(
    here: float,
    around_here: Callable[[float], Interval],
    there: float,
    around_there: Callable[[float], Interval],
) -> Difference:
    """A figure minus another, from the interval of each at any level."""

    def around(level: float) -> Interval:
        return surround(here, around_here(level), there, around_there(level))

    def settles(risk: float) -> bool:
        found = around(1 - risk)
        return found.low > 0 if here > there else found.high < 0

    least, most = 0.0, 1.0
    if here != there:
        for _ in range(_HALVINGS):
            tried = (least + most) / 2
            least, most = (least, tried) if settles(tried) else (tried, most)
    return Difference(here - there, around(LEVEL), most)


def surround(here: float, around_here: Interval, there: float, around_there: Interval) -> Interval:
    """The interval of a difference from those of its two terms.

    Newcombe 1998 for shares, Zou and Donner 2008 for the rest: each side of the difference has
    the uncertainty of the side of each term that it comes from.
    """
    value = here - there
    return Interval(
        value - sqrt((here - around_here.low) ** 2 + (around_there.high - there) ** 2),
        value + sqrt((around_here.high - here) ** 2 + (there - around_there.low) ** 2),
    )


def correct(risks: Sequence[float]) -> tuple[float, ...]:
    """The risks of several comparisons told together, each as if it were alone (Holm 1979)."""
    order = sorted(range(len(risks)), key=risks.__getitem__)
    corrected, worst = [0.0] * len(risks), 0.0
    for rank, index in enumerate(order):
        worst = max(worst, min(1.0, risks[index] * (len(risks) - rank)))
        corrected[index] = worst
    return tuple(corrected)


def settle(differences: Sequence[Difference], margin: float) -> tuple[Standing, ...]:
    """What may be said of differences that are read together.

    Above and below: the risk of being wrong on any of them stays under 5 %. Close: the whole
    interval is within `margin`, which is harder than the usual test of equivalence (Schuirmann
    1987) and is not corrected for their number.
    """
    risks = correct([difference.risk for difference in differences])
    return tuple(
        _settle(difference, risk, margin)
        for difference, risk in zip(differences, risks, strict=True)
    )


def _settle(difference: Difference, risk: float, margin: float) -> Standing:
    found = difference.interval
    if found is None:
        return Standing.UNSETTLED
    if found.low > -margin and found.high < margin:
        return Standing.CLOSE
    if risk < RISK:
        return Standing.ABOVE if difference.value > 0 else Standing.BELOW
    return Standing.UNSETTLED
