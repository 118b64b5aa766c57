"""What an import would add, replace or say again, beside what the application has."""

from __future__ import annotations

from dataclasses import replace
from math import isclose

from diagnostic.exchange.official.reading import Change, Comparison, ReadSeries
from diagnostic.indicators import Indicators
from diagnostic.territories import UnknownTerritory

_CHANGES = 20
"""Changes told one by one for each series."""
_ROUNDING = 0.000_06
"""Values are kept with four decimals."""


def compare(series: ReadSeries, indicators: Indicators) -> ReadSeries:
    """The series with its comparison; partial sums are not compared, not being given as whole."""
    dated = any(
        one.year == series.year for one in indicators.years(series.level, series.indicator_id)
    )
    new = changed = equal = 0
    changes: list[Change] = []
    for key, value in zip(series.keys, series.values, strict=True):
        if value is None or key in series.partial:
            continue
        if not dated:
            new += 1
            continue
        try:
            before = indicators.value(key, series.indicator_id, series.year)
        except UnknownTerritory:
            new += 1
            continue
        if before.value is None or before.year != series.year:
            new += 1
        elif isclose(before.value, value, rel_tol=1e-9, abs_tol=_ROUNDING):
            equal += 1
        else:
            changed += 1
            if len(changes) < _CHANGES:
                changes.append(Change(before, value))
    return replace(series, comparison=Comparison(new, changed, equal, tuple(changes)))
