"""Gaps: between regards, inside a regard, and with France for the same regard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from diagnostic.benchmarks import Benchmark, Measure
from diagnostic.confidence import (
    INDICATIVE_UNDER,
    WIDE,
    Difference,
    Standing,
    differ_in_mean,
    differ_in_share,
    settle,
)
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import rounded

Key = TypeVar("Key")

WIDE_GAP = 2.0
"""Points out of 10 from which two regards do not see the same thing."""
SLIGHT_GAP = 1.0
NO_CONSENSUS = WIDE * 10
"""Standard deviation, in points out of 10, above which a regard does not agree with itself."""
CLOSE_TO_FRANCE = 0.5
"""Points out of 10: a mark is close to the national one where the whole interval of their
difference is within it."""
CLOSE_SHARE = 0.05
"""The same for a share, between 0 and 1: as large a part of the scale."""
SCALE = (0, 10)
"""Ends of the marks of severity."""
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
    """A regard's figure beside the national one of the same regard on the same question."""

    benchmark: Benchmark
    difference: Difference
    """Here minus France: points for a mean, a share between −1 and 1 for a share."""
    standing: Standing
    """What may be said of it, among the comparisons that are read with it."""
    indicative: bool
    """True where too few answers stand behind the local figure."""

    @property
    def sample_is_known(self) -> bool:
        """Where it is not, only what is uncertain here counts."""
        return self.benchmark.source.sample is not None


def find_gap(means: Mapping[Viewpoint, float | None]) -> Gap | None:
    """The widest gap; None under two regards. Ties go to the regards' usual order."""
    known = [(v, mean) for v in Viewpoint if (mean := means.get(v)) is not None]
    if len(known) < 2:
        return None
    high = max(known, key=lambda pair: pair[1])
    low = min((pair for pair in known if pair[0] != high[0]), key=lambda pair: pair[1])
    return Gap(high[0], high[1], low[0], low[1])


def compare(tally: Tally, benchmark: Benchmark) -> Comparison | None:
    """The comparison of a mean read alone; None where this regard has no mean here."""
    found = compare_all({"": (tally, benchmark)})
    return found.get("")


def compare_all(
    pairs: Mapping[Key, tuple[Tally, Benchmark]], people: Mapping[Key, int | None] | None = None
) -> Mapping[Key, Comparison]:
    """The comparisons of means that are read together; without those that have no mean here.

    `people`: how many there are in all here, where it is known.
    """
    differences = {
        key: differ_in_mean(
            tally.given,
            tally.mean,
            tally.deviation,
            SCALE,
            benchmark.value,
            benchmark.source.sample,
            (people or {}).get(key),
        )
        for key, (tally, benchmark) in pairs.items()
        if tally.mean is not None and benchmark.measure is Measure.MEAN
    }
    standings = settle(tuple(differences.values()), CLOSE_TO_FRANCE)
    return {
        key: Comparison(
            benchmark=pairs[key][1],
            difference=difference,
            standing=standing,
            indicative=pairs[key][0].given < INDICATIVE_UNDER,
        )
        for (key, difference), standing in zip(differences.items(), standings, strict=True)
    }


def compare_shares(
    told: Iterable[tuple[float | None, int, Benchmark | None, int | None]],
) -> tuple[Comparison | None, ...]:
    """Shares here (between 0 and 1), their answers, the national shares, and how many people
    there are in all here where it is known; read together.

    One result for each, None where either side is missing.
    """
    rows = tuple(told)
    differences = {
        index: differ_in_share(share, given, benchmark.value / 100, benchmark.source.sample, people)
        for index, (share, given, benchmark, people) in enumerate(rows)
        if share is not None
        and share <= 1
        and benchmark is not None
        and benchmark.measure is Measure.SHARE
    }
    standings = dict(
        zip(differences, settle(tuple(differences.values()), CLOSE_SHARE), strict=True)
    )
    found: list[Comparison | None] = []
    for index, (_, given, benchmark, _people) in enumerate(rows):
        if benchmark is None or index not in differences:
            found.append(None)
            continue
        found.append(
            Comparison(benchmark, differences[index], standings[index], given < INDICATIVE_UNDER)
        )
    return tuple(found)
