"""Gaps: between regards, inside a regard, and with France for the same regard."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnostic.benchmarks import Benchmark
from diagnostic.confidence import INDICATIVE_UNDER
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import rounded

WIDE_GAP = 2.0
"""Points out of 10 from which two regards do not see the same thing."""
SLIGHT_GAP = 1.0
NO_CONSENSUS = 2.5
"""Standard deviation, in points out of 10, above which a regard does not agree with itself."""
CLOSE_TO_FRANCE = 0.5
"""Points out of 10 under which a mark is close to the national one."""
ITEM_GAP = 1.0
"""Levels (0 to 4) from which two regards do not see an item in the same way."""


class GapName(StrEnum):
    """What a gap between regards is called."""

    WIDE = "écart de regards"
    SLIGHT = "nuance"
    AGREEMENT = "accord"


@dataclass(frozen=True, slots=True)
class Gap:
    """The two regards that are furthest apart, and by how much."""

    high: Viewpoint
    high_mean: float
    low: Viewpoint
    low_mean: float

    @property
    def points(self) -> float:
        return self.high_mean - self.low_mean

    @property
    def shown(self) -> float:
        """`points` as displayed, so that « 2,0 » is never called a nuance."""
        return float(rounded(self.points))

    @property
    def name(self) -> GapName:
        if self.shown >= WIDE_GAP:
            return GapName.WIDE
        return GapName.SLIGHT if self.shown >= SLIGHT_GAP else GapName.AGREEMENT


@dataclass(frozen=True, slots=True)
class Comparison:
    """A regard's mark beside the national mark of the same regard on the same question."""

    benchmark: Benchmark
    difference: float
    """Here minus France, in the unit of the benchmark (points, or percentage points)."""
    indicative: bool
    """True where too few answers stand behind the local mark."""

    @property
    def is_close(self) -> bool:
        return rounded(abs(self.difference)) < CLOSE_TO_FRANCE


def find_gap(means: Mapping[Viewpoint, float | None]) -> Gap | None:
    """The widest gap; None under two regards. Ties go to the regards' usual order."""
    known = [(v, mean) for v in Viewpoint if (mean := means.get(v)) is not None]
    if len(known) < 2:
        return None
    high = max(known, key=lambda pair: pair[1])
    low = min((pair for pair in known if pair[0] != high[0]), key=lambda pair: pair[1])
    return Gap(high[0], high[1], low[0], low[1])


def compare(tally: Tally, benchmark: Benchmark) -> Comparison | None:
    """The comparison of a mean; None where this regard has no mean here."""
    if tally.mean is None or benchmark.measure != "mean":
        return None
    return Comparison(benchmark, tally.mean - benchmark.value, tally.given < INDICATIVE_UNDER)
