"""Where a territory stands among the others of its level; never a rank, never a mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from diagnostic.indicators.facts import Measure, Sense
from diagnostic.territories import TerritoryLevel

Pairs = tuple[tuple[str, float], ...]
"""Codes and values, from the lowest value."""


def percentiles(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Share of the *other* territories whose value is lower, equal values counting for half.

    0 for the lowest, 1 for the highest, 0.5 for the middle one; their mean is always 0.5. Empty
    under two territories: alone, one has no place. `pairs` go from the lowest value up.
    """
    ordered = tuple(pairs)
    others = len(ordered) - 1
    if others < 1:
        return {}
    places: dict[str, float] = {}
    start = 0
    while start <= others:
        end = start
        while end < others and ordered[end + 1][1] == ordered[start][1]:
            end += 1
        place = (start + end) / 2 / others
        for code, _ in ordered[start : end + 1]:
            places[code] = place
        start = end + 1
    return places


def orient(percentile: float, sense: Sense) -> float | None:
    """« Plus fragile que {x} » of the others; None where the sense says nothing of fragility."""
    if sense is Sense.CONTEXT:
        return None
    return percentile if sense is Sense.FRAGILITY else 1 - percentile


@dataclass(frozen=True, slots=True)
class Position:
    """A value among those of its level, the same year, beside France and the région."""

    measure: Measure
    known: int
    """Territories of the level that have a value that year, this one included."""
    total: int
    """All the territories of the level."""
    percentile: float | None
    """0 to 1: share of the other known territories whose value is lower, ties for half."""
    fragility: float | None
    """0 to 1: share of them that are less fragile; None for an indicator of context."""
    france: Measure
    """The same year where there is one, otherwise the nearest: compare `year`."""
    region: Measure | None
    """None for France, for a région, and where the région is not known."""

    @property
    def around(self) -> Measure | None:
        """The région's value, unless it is that of the same land: overseas, both are one."""
        here, region = self.measure.key, self.region
        same = here.level is TerritoryLevel.DEPARTMENT and region and region.key.code[0] == "0"
        return None if same else region
