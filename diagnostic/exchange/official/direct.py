"""Values that a file gives ready: taken as they are, holes with their reason."""

from __future__ import annotations

from diagnostic.exchange.official.cells import check
from diagnostic.exchange.official.gathering import Rows
from diagnostic.exchange.official.ledger import Ledger
from diagnostic.exchange.official.reading import Hole, ReadSeries
from diagnostic.indicators import Indicator, IndicatorSource, Method
from diagnostic.territories import TerritoryKey, TerritoryLevel

FLOORED = frozenset({"taux_pauvrete", "taux_pauvrete_moins_30", "taux_pauvrete_75_plus"})
"""Poverty rates under 5 % are all written 5 by Insee, who keeps the true ones to itself."""
_FLOOR = 5.0


def take(
    rows: Rows,
    rank: int,
    indicator: Indicator,
    year: str,
    level: TerritoryLevel,
    source: IndicatorSource,
    column: str,
    ledger: Ledger,
    factor: float = 1.0,
) -> ReadSeries:
    """The series of one column: `rank` is its place in the cells of the rows."""
    values: list[float | None] = []
    holes: dict[TerritoryKey, Hole] = {}
    at_most: set[TerritoryKey] = set()
    for key, row in rows.items():
        cell = row.cells[rank]
        if not isinstance(cell, Hole):
            cell = check(cell * factor, indicator, row.line, column, ledger)
        if isinstance(cell, Hole):
            holes[key] = cell
            values.append(None)
            continue
        values.append(cell)
        if indicator.id in FLOORED and cell == _FLOOR:
            at_most.add(key)
    return ReadSeries(
        indicator.id,
        year,
        level,
        Method.OFFICIAL,
        source,
        tuple(rows),
        tuple(values),
        holes,
        frozenset(at_most),
    )
