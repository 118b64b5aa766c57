"""How far a figure moved between two waves, as far as what is published of both allows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np

from diagnostic.confidence.comparisons import Difference, around_share, differ
from diagnostic.confidence.intervals import (
    FEWEST_FOR_INTERVAL,
    Interval,
    beta_law,
    is_everybody,
    plausible_means,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one wave."""

    value: float
    around: Callable[[float], Interval] | None
    """Level → interval; None where too few answered to say anything."""


def mean_figure(
    given: int,
    mean: float,
    deviation: float | None,
    scale: tuple[float, float],
    people: int | None = None,
) -> Figure:
    """The mean of `given` answers on a scale; `people`: how many there are in all, if known."""
    if not is_everybody(given, people) and (deviation is None or given < FEWEST_FOR_INTERVAL):
        return Figure(mean, None)
    return Figure(mean, plausible_means(given, mean, deviation or 0.0, scale, people).interval)


def share_figure(share: float, given: int, people: int | None = None) -> Figure:
    """A share between 0 and 1 of `given` answers."""
    return Figure(share, around_share(share, given, people))


def mean_of_groups(groups: Sequence[Figure]) -> Figure:
    """The plain mean of figures of different people: their uncertainties partly cancel out.

    Each side of the interval is built from the same side of each group (Zou and Donner 2008).
    """
    value = _mean(groups)
    if any(group.around is None for group in groups):
        return Figure(value, None)

    def around(level: float) -> Interval:
        ends = [(group.value, group.around(level)) for group in groups if group.around]
        below = sqrt(fsum((here - found.low) ** 2 for here, found in ends)) / len(ends)
        above = sqrt(fsum((found.high - here) ** 2 for here, found in ends)) / len(ends)
        return Interval(value - below, value + above)

    return Figure(value, around)


def mean_of_questions(questions: Sequence[Figure]) -> Figure:
    """The plain mean of figures of the same people, whose answers go together.

    How much they do is not published: the interval is the widest that may be, as if whoever
    answers high to one question did so to all.
    """
    value = _mean(questions)
    if any(question.around is None for question in questions):
        return Figure(value, None)

    def around(level: float) -> Interval:
        ends = [question.around(level) for question in questions if question.around]
        return Interval(
            fsum(found.low for found in ends) / len(ends),
            fsum(found.high for found in ends) / len(ends),
        )

    return Figure(value, around)


def move(before: Figure, after: Figure) -> Difference:
    """The figure after minus the figure before, as if other people had answered.

    Where some of them are the same, which nobody knows, the interval is rather too wide: people
    who answer twice answer alike.
    """
    if before.around is None or after.around is None:
        return Difference(after.value - before.value, None, 1.0)
    return differ(after.value, after.around, before.value, before.around)


def move_of_same(given: int, mean: float, deviation: float | None) -> Difference:
    """The mean of what each of `given` people changed; `deviation` is that of their changes.

    Student's interval of paired differences. Half a change of one step up and half of one step
    down are added to their spread: five people who all kept their answer do not prove that
    nobody changes theirs.
    """
    if deviation is None or given < FEWEST_FOR_INTERVAL:
        return Difference(mean, None, 1.0)
    freedom = given - 1
    error = sqrt((freedom * deviation**2 + 1) / freedom / given)
    points, below = beta_law(freedom / 2, 0.5)

    def around(level: float) -> Interval:
        # Student's t and the beta law: freedom / (freedom + t²) follows Beta(freedom/2, 1/2).
        part = float(np.interp(1 - level, below, points))
        half = error * sqrt(freedom * (1 - part) / part)
        return Interval(mean - half, mean + half)

    return differ(mean, around, 0.0, lambda _: Interval(0.0, 0.0))


def _mean(figures: Sequence[Figure]) -> float:
    return fsum(figure.value for figure in figures) / len(figures)
