"""What every group agrees on: a product over groups, so that a large one cannot win alone.

After Polis' group-informed consensus (Small, Bjorkegren, Erkkilä, Shaw and Megill, 2021).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import prod

MAJORITY = 0.5
"""Smoothed share above which a group agrees."""


@dataclass(frozen=True, slots=True)
class Support:
    """How many of a group agree, among those who gave an answer."""

    agree: int
    given: int

    @property
    def smoothed(self) -> float:
        """(agree + 1) / (given + 2): five people out of five are not a certainty."""
        return (self.agree + 1) / (self.given + 2)


def product(groups: Iterable[Support]) -> float:
    """The smoothed agreements of all groups multiplied; 1 without any group."""
    return prod(support.smoothed for support in groups)


def is_shared(groups: Collection[Support]) -> bool:
    """Whether there are two groups at least, and a majority of each agrees."""
    return len(groups) > 1 and all(s.smoothed > MAJORITY for s in groups)
