"""How far a group's figure may be from what everybody of its kind would say.

Reasons, candidates and measured coverage: docs/adr/0008-intervals.md, tools/simulate_intervals.py.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import asin, pi, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

FEWEST_FOR_INTERVAL = 5
"""Under this number of answers no method tried says anything worth drawing."""
LEVEL = 0.95
SMOOTHING = 0.5
"""Answers added at each end of the scale: five times « 10 » does not prove that nobody says 0."""
_STEPS = 240
_PLACES = np.arange(_STEPS + 1, dtype=np.float64) / _STEPS
"""From one end of the grid to the other: made once, there is a grid behind every interval."""
_REACH = 9.0
"""Half-width of the grid, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, in the unit of the figure that it goes with."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def width(self) -> float:
        return self.high - self.low


def proportion_interval(
    share: float, given: float, *, level: float = LEVEL, people: int | None = None
) -> Interval | None:
    """Wilson's interval of a share (0 to 1) of `given` answers; None under the fewest.

    With `people`, how many there are in all, it narrows as the answers come near to everybody;
    when all answered, however few they are, nothing is uncertain and it has no width.
    Wilson 1927; Brown, Cai and DasGupta 2001 recommend it for small numbers.
    """
    if is_everybody(given, people):
        return Interval(share, share)
    if given < FEWEST_FOR_INTERVAL:
        return None
    return wilson(share, count_for(given, people), level)


def is_everybody(given: float, people: int | None) -> bool:
    """Whether all those that there are have answered; False where their number is not known."""
    return people is not None and given >= people


def count_for(given: float, people: int | None) -> float:
    """As many answers of very many people would tell as much as these among `people`."""
    return given if people is None else given * (people - 1) / (people - given)


def wilson(share: float, given: float, level: float = LEVEL) -> Interval:
    """Wilson's interval, whatever the number of answers."""
    z = _normal_bound(level)
    weight = z * z / given
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * sqrt(share * (1 - share) / given + weight / (4 * given))
    # Without these a share of 0 or 1 would be left out by the last digit.
    return Interval(max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


@lru_cache(maxsize=1024)
def _normal_bound(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def mean_interval(
    given: int,
    mean: float | None,
    deviation: float | None,
    scale: tuple[float, float],
    *,
    level: float = LEVEL,
    people: int | None = None,
    fewest: int = FEWEST_FOR_INTERVAL,
) -> Interval | None:
    """The interval of a mean of `given` answers between the ends of `scale`.

    `deviation` is the sample standard deviation (n − 1). None under the fewest answers, or
    without mean. With `people`, how many there are in all (three élus out of three), only those
    who did not answer are uncertain; without any, it has no width.

    Half an answer is added at each end of the scale; the mean of those who did not answer then
    has the mean and variance of a Dirichlet process (Ferguson 1973; Lo 1988 for a finite
    population), and is read on the beta law that has both. For answers of only two kinds, it
    is the interval of Jeffreys.
    """
    if mean is None:
        return None
    if is_everybody(given, people):
        return Interval(mean, mean)
    if deviation is None or given < fewest:
        return None
    return plausible_means(given, mean, deviation, scale, people).interval(level)


@dataclass(frozen=True, slots=True, eq=False)
class PlausibleMeans:
    """What the mean of everybody may be, knowing the mean of those who answered."""

    mean: float
    known: float
    """Share of all the people who answered, 0 where they are very many."""
    scale: tuple[float, float]
    law: tuple[NDArray[np.float64], NDArray[np.float64]] | None
    """Means of the others, from 0 to 1, and the probability of being under each; None where
    they are so few that they may say anything."""
    edge: float = 0.0
    """A quarter of a person's weight among the others: the means of few people leave gaps."""

    def interval(self, level: float = LEVEL) -> Interval:
        low, high = self.scale
        bounds = (0.0, 1.0)
        if self.law is not None:
            x, below = self.law
            first, last = np.interp(((1 - level) / 2, (1 + level) / 2), below, x)
            bounds = (max(0.0, float(first) - self.edge), min(1.0, float(last) + self.edge))
        others = [low + (high - low) * bound for bound in bounds]
        part = self.known * self.mean
        # A mean at the very end of the scale is possible: the interval holds what was heard.
        return Interval(
            min(self.mean, part + (1 - self.known) * others[0]),
            max(self.mean, part + (1 - self.known) * others[1]),
        )


@lru_cache(maxsize=1024)
def plausible_means(
    given: int,
    mean: float,
    deviation: float,
    scale: tuple[float, float],
    people: int | None = None,
) -> PlausibleMeans:
    """The law behind `mean_interval`, whatever the number of answers."""
    if people is not None and given >= people:
        return PlausibleMeans(mean, 1.0, scale, None)
    first, second = _shape(given, mean, deviation, scale, people)
    return PlausibleMeans(
        mean,
        0.0 if people is None else given / people,
        scale,
        # Under one half the beta law would have two peaks.
        None if min(first, second) < SMOOTHING - 1e-6 else beta_law(first, second),
        0.0 if people is None else 0.25 / (people - given),
    )


def _shape(
    given: int, mean: float, deviation: float, scale: tuple[float, float], people: int | None
) -> tuple[float, float]:
    """The two parameters of the beta law of the mean of those who did not answer."""
    low, high = scale
    count = given + 2 * SMOOTHING
    middle = (given * mean + SMOOTHING * (low + high)) / count
    squares = (
        (given - 1) * deviation**2
        + given * (mean - middle) ** 2
        + SMOOTHING * ((low - middle) ** 2 + (high - middle) ** 2)
    )
    variance = squares / count / (count + 1)
    if people is not None:
        missing = people - given
        variance *= (count + missing) / missing
    part = (middle - low) / (high - low)
    weight = part * (1 - part) * (high - low) ** 2 / variance - 1
    return part * weight, (1 - part) * weight


def beta_law(first: float, second: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points of (0, 1), and the probability of being under each, for parameters from one half.

    With x = sin² t the density is smooth up to the ends, so that a sum is enough: its quantiles
    are exact to 0.0002.
    """
    middle = asin(sqrt(first / (first + second)))
    reach = _REACH / (2 * sqrt(first + second))
    first_edge, last_edge = max(0.0, middle - reach), min(pi / 2, middle + reach)
    edges = first_edge + (last_edge - first_edge) * _PLACES
    # In the middle of each step: at the very ends a logarithm would be infinite.
    t = (edges[1:] + edges[:-1]) / 2
    logs = (2 * first - 1) * np.log(np.sin(t)) + (2 * second - 1) * np.log(np.cos(t))
    below = np.zeros(_STEPS + 1)
    np.exp(logs - logs.max()).cumsum(out=below[1:])
    return np.sin(edges) ** 2, below / below[-1]
