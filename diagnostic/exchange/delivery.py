"""From what was understood of a file to what the memory keeps of it."""

from __future__ import annotations

from diagnostic.exchange.official import ReadSeries, Understanding
from diagnostic.indicators.imports import Batch, ImportedSeries, PartialSum


def deliver(understanding: Understanding) -> Batch:
    """All the values of a file, its holes with their reasons, and the counts of its preview."""
    comparison = understanding.comparison
    return Batch(
        file=understanding.name,
        kind=understanding.kind.value,
        edition=understanding.edition,
        series=tuple(_carry(one) for one in understanding.series),
        new=comparison.new,
        changed=comparison.changed,
        equal=comparison.equal,
        refused=understanding.refused_count,
    )


def changes_something(understanding: Understanding) -> bool:
    """Whether an import would alter anything that the application shows."""
    comparison = understanding.comparison
    return bool(comparison.new or comparison.changed or understanding.partial)


def _carry(series: ReadSeries) -> ImportedSeries:
    known = [
        (key.code, value)
        for key, value in zip(series.keys, series.values, strict=True)
        if value is not None
    ]
    return ImportedSeries(
        indicator_id=series.indicator_id,
        year=series.year,
        level=series.level,
        method=series.method,
        source=series.source,
        codes=tuple(code for code, _ in known),
        values=tuple(value for _, value in known),
        missing={key.code: hole.reason for key, hole in series.holes.items()},
        at_most=frozenset(key.code for key in series.at_most),
        partial={
            key.code: PartialSum(part.known, part.members, part.share)
            for key, part in series.partial.items()
        },
    )
