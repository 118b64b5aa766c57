"""Whether people agree: inside a regard by van der Eijk's A, between regards by Krippendorff."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from math import ceil, fsum

from diagnostic.scoring import Tally

STEPS = 5
"""Steps on which agreement is read: on eleven, a few answers are mostly gaps."""
CAMP = 0.3
"""Share of a group from which one side of the scale is a camp."""
WIDE = 0.25
"""Share of a scale: the standard deviation above which a regard does not agree with itself."""


def agreement(counts: Sequence[float]) -> float | None:
    """Van der Eijk's A of the numbers of people on each step, in order.

    From 1 (all on one step) through 0 (as many on each) to −1 (half at each end). None where
    nobody answered. C. van der Eijk, « Measuring agreement in ordered rating scales », Quality &
    Quantity 35, 2001: the counts are cut in layers that are uniform on the steps they reach.
    """
    whole = fsum(counts)
    if not whole or len(counts) < 3:
        return None
    left = list(counts)
    found = 0.0
    while any(left):
        height = min(count for count in left if count)
        reached = tuple(count > 0 for count in left)
        found += height * sum(reached) / whole * _layer(reached)
        left = [count - height if count else count for count in left]
    return found


@lru_cache(maxsize=512)
def _layer(reached: tuple[bool, ...]) -> float:
    """A of one layer: the steps that it reaches."""
    steps, filled = len(reached), sum(reached)
    if filled == 1:
        return 1.0
    one_hump = two_humps = 0
    for first, middle, last in combinations(reached, 3):
        one_hump += first != last and middle
        two_humps += first and last and not middle
    if not one_hump + two_humps:
        return 0.0
    shape = ((steps - 2) * one_hump - (steps - 1) * two_humps) / (
        (steps - 2) * (one_hump + two_humps)
    )
    return shape * (1 - (filled - 1) / (steps - 1))


def fold(
    counts: Mapping[int, float], scale: tuple[int, int], steps: int = STEPS
) -> tuple[float, ...]:
    """People on each part of the scale; of 0 to 10, in five: 0-1, 2-3, 4-6, 7-8, 9-10.

    `steps` is odd; what falls between two parts goes to the one nearer the middle.
    """
    people = [0.0] * steps
    for value, number in counts.items():
        people[_step(value, scale, steps)] += number
    return tuple(people)


@lru_cache(maxsize=512)
def _step(value: int, scale: tuple[int, int], steps: int) -> int:
    from_middle = ((value - scale[0]) / (scale[1] - scale[0]) - 0.5) * steps
    away = ceil(abs(from_middle) - 0.5 - 1e-9)
    return steps // 2 + (away if from_middle > 0 else -away)


def tally_agreement(tally: Tally, scale: tuple[int, int]) -> float | None:
    """A of the marks of a group, on five steps; None where it has none to show."""
    return agreement(fold(_marks(tally), scale))


def is_wide(deviation: float | None, scale: tuple[int, int]) -> bool:
    """Whether a regard does not agree with itself: 2.5 points of 10, 1 level of 4."""
    return deviation is not None and deviation > WIDE * (scale[1] - scale[0])


def is_split(tally: Tally, scale: tuple[int, int]) -> bool:
    """Whether a regard is « partagé »: far apart, in two camps, with few people between.

    Low, middle and high on the scale (of 0 to 10: 0-3, 4-6, 7-10): three in ten at least at each
    end, and in the middle fewer than half of the smaller end, which puts A under 0 on these three
    steps. The mean then stands where few people are.
    """
    if not is_wide(tally.deviation, scale):
        return False
    low, middle, high = fold(_marks(tally), scale, 3)
    smaller = min(low, high)
    return 0 < smaller >= CAMP * (low + middle + high) - 1e-9 and middle < smaller / 2


def _marks(tally: Tally) -> dict[int, int]:
    return {value: people for value, people in tally.counts if isinstance(value, int)}


def alpha(marks: Iterable[Mapping[str, float]]) -> float | None:
    """Krippendorff's alpha of marks given to several things, for marks that have distances.

    One mapping a thing: who → mark; a missing mark is left out. 1: the same marks; 0: no more
    alike than marks drawn at random among them; under 0: opposed. None where no two marks can
    be compared or all are the same. K. Krippendorff, Content Analysis, 4th edition, 2018, ch. 12.
    """
    things = [tuple(given.values()) for given in marks if len(given) > 1]
    every = [mark for given in things for mark in given]
    expected = _apart(every) / (len(every) - 1) if every else 0.0
    if not expected:
        return None
    observed = fsum(_apart(given) / (len(given) - 1) for given in things)
    return 1 - observed / expected


def _apart(marks: Sequence[float]) -> float:
    """Sum over pairs, both ways, of the squared distances."""
    total = fsum(marks)
    return max(0.0, 2 * (len(marks) * fsum(mark * mark for mark in marks) - total * total))
