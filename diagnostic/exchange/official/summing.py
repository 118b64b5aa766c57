"""Communes into wider levels, only where adding up has a meaning: counts, rates of counts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostic.exchange.official.cells import DIVISION, IMPOSSIBLE, Cell, check, is_possible
from diagnostic.exchange.official.gathering import Rows, worst
from diagnostic.exchange.official.ledger import Ledger
from diagnostic.exchange.official.places import Places
from diagnostic.exchange.official.reading import Coverage, Gap, Hole, ReadSeries, Reason
from diagnostic.indicators import Indicator, IndicatorSource, Method
from diagnostic.territories import TerritoryKey, TerritoryLevel

FLOOR = 0.9
"""Part of its inhabitants under which a partial sum says nothing of a territory."""
_SLACK = 1.0001
"""A part of a census whole may pass it by a rounding."""
_NAMED = 10
"""Communes left out that are named."""

COUNTS = frozenset({"population"})
"""Indicators that are counts themselves."""

WIDER = (
    TerritoryLevel.EPCI,
    TerritoryLevel.DEPARTMENT,
    TerritoryLevel.REGION,
    TerritoryLevel.COUNTRY,
)


@dataclass(frozen=True, slots=True)
class Formula:
    """An indicator made of counts: ((top - less) / (bottom - bottom_less)) x factor.

    Without `bottom` it is a count. With `years`, the mean yearly growth from bottom to top, in %.
    """

    indicator_id: str
    top: str
    less: str | None = None
    bottom: str | None = None
    bottom_less: str | None = None
    factor: float = 1.0
    share: bool = False
    """A part of a whole, which it cannot pass."""
    years: int | None = None

    @property
    def ingredients(self) -> tuple[str, ...]:
        return tuple(name for name in (self.top, self.less, self.bottom, self.bottom_less) if name)

    def compute(self, counts: Sequence[float]) -> float | None:
        """The value from the counts of `ingredients`, in their order; None for a division by 0."""
        given = iter(counts)
        top = next(given)
        if self.less:
            top -= next(given)
        if self.bottom is None:
            return top
        bottom = next(given)
        if self.bottom_less:
            bottom -= next(given)
        if bottom <= 0:
            return None
        if self.years is not None:
            return (math.pow(top / bottom, 1 / self.years) - 1) * 100
        value = float(top / bottom * self.factor)
        return min(value, self.factor) if self.share and value <= self.factor * _SLACK else value


@dataclass(frozen=True, slots=True)
class Made:
    """A formula ready for a table."""

    formula: Formula
    indicator: Indicator
    year: str
    places: tuple[int, ...]
    """Of its ingredients in the cells of the rows."""
    column: str
    """Heading of the first of them, to say where a fault is."""


def compute(
    made: Made, rows: Rows, level: TerritoryLevel, source: IndicatorSource, ledger: Ledger
) -> ReadSeries:
    """The indicator of each territory of the table."""
    values: list[float | None] = []
    holes: dict[TerritoryKey, Hole] = {}
    for key, row in rows.items():
        cell = _own(made, row.cells, row.line, ledger)
        if isinstance(cell, Hole):
            holes[key] = cell
            values.append(None)
        else:
            values.append(cell)
    return ReadSeries(
        made.indicator.id,
        made.year,
        level,
        Method.OFFICIAL if made.formula.bottom is None else Method.COMPUTED,
        source,
        tuple(rows),
        tuple(values),
        holes,
    )


def _own(made: Made, cells: Sequence[Cell], line: int, ledger: Ledger) -> Cell:
    counts = _counts(made, cells)
    if counts is None:
        return worst([cell for cell in _ingredients(made, cells) if isinstance(cell, Hole)])
    value = made.formula.compute(counts)
    if value is None:
        return ledger.hole(Gap.DIVISION, DIVISION)
    if made.formula.share and value > made.formula.factor:
        cause = f"La partie dépasse le tout dont « {made.indicator.label.fr} » est fait."
        ledger.refuse(Reason.RANGE, line, made.column, cause)
        return ledger.hole(Gap.UNREADABLE, IMPOSSIBLE)
    return check(value, made.indicator, line, made.column, ledger)


def _ingredients(made: Made, cells: Sequence[Cell]) -> list[Cell]:
    return [cells[place] for place in made.places]


def _counts(made: Made, cells: Sequence[Cell]) -> list[float] | None:
    counts = [cell for cell in _ingredients(made, cells) if not isinstance(cell, Hole)]
    return counts if len(counts) == len(made.places) else None


@dataclass(slots=True)
class _Sum:
    """What the communes known so far add up to."""

    counts: list[float]
    """Of the ingredients of a formula, in their order."""
    members: int
    """Inhabited communes."""
    people: int
    """Who live in them today."""


def _add(sums: dict[TerritoryKey, _Sum], key: TerritoryKey, part: _Sum) -> None:
    total = sums.get(key)
    if total is None:
        sums[key] = _Sum(list(part.counts), part.members, part.people)
        return
    total.members += part.members
    total.people += part.people
    for rank, count in enumerate(part.counts):
        total.counts[rank] += count


class Sums:
    """Adds the communes of a table into today's wider territories."""

    def __init__(self, rows: Rows, places: Places, ledger: Ledger) -> None:
        self._rows = rows
        self._ledger = ledger
        self._homes = places.homes
        self._wider = places.wider

    def add(self, made: Made, own: ReadSeries) -> tuple[ReadSeries, ...]:
        """The indicator at each wider level, for the territories that have a commune in the table.

        `own` is the series of the communes. Members that are secret, missing or refused are left
        out of every part of the formula, and said.
        """
        sums: dict[TerritoryKey, _Sum] = {}
        known: set[str] = set()
        for key, row in self._rows.items():
            parents = self._wider.parents.get(key.code)
            counts = _counts(made, row.cells) if parents else None
            hole = own.holes.get(key)
            if counts is None or parents is None or (hole and hole.gap is Gap.UNREADABLE):
                continue
            known.add(key.code)
            people = self._homes[key.code].population
            one = _Sum(counts, int(people != 0), people or 0)
            for parent in parents:
                _add(sums, parent, one)
        for department, total in list(sums.items()):
            for parent in self._wider.above.get(department, ()):
                _add(sums, parent, total)
        return tuple(
            self._series(made, level, sums, known, own.source)
            for level in WIDER
            if any(key.level is level for key in sums)
        )

    def _series(
        self,
        made: Made,
        level: TerritoryLevel,
        sums: Mapping[TerritoryKey, _Sum],
        known: set[str],
        source: IndicatorSource,
    ) -> ReadSeries:
        keys = sorted((key for key in sums if key.level is level), key=lambda key: key.code)
        values: list[float | None] = []
        holes: dict[TerritoryKey, Hole] = {}
        partial: dict[TerritoryKey, Coverage] = {}
        for key in keys:
            whole = sums[key].members == len(self._wider.members.get(key, ()))
            cell = self._value(made, key, sums[key], whole)
            if isinstance(cell, Hole):
                holes[key] = cell
                values.append(None)
                continue
            values.append(cell)
            if not whole:
                partial[key] = self._cover(made, key, sums[key], known)
        return ReadSeries(
            made.indicator.id,
            made.year,
            level,
            Method.AGGREGATED,
            source,
            tuple(keys),
            tuple(values),
            holes,
            partial=partial,
        )

    def _value(self, made: Made, key: TerritoryKey, total: _Sum, whole: bool) -> Cell:
        if not whole and self._share(key, total) < FLOOR:
            reason = (
                "Somme impossible : trop de communes de ce territoire manquent dans le fichier, "
                "ou y sont secrètes."
            )
            return self._ledger.hole(Gap.INCOMPLETE, reason)
        value = made.formula.compute(total.counts)
        if value is None:
            return self._ledger.hole(Gap.DIVISION, DIVISION)
        if not is_possible(value, made.indicator):
            return self._ledger.hole(Gap.UNREADABLE, IMPOSSIBLE)
        return round(value, 4)

    def _share(self, key: TerritoryKey, total: _Sum) -> float:
        people = self._wider.people.get(key, 0)
        return total.people / people if people else 0.0

    def _cover(self, made: Made, key: TerritoryKey, total: _Sum, known: set[str]) -> Coverage:
        """What a partial sum leaves out."""
        members = self._wider.members.get(key, [])
        missing = [code for code in members if code not in known]
        return Coverage(
            known=total.members,
            members=len(members),
            secret=sum(self._is_secret(made, code) for code in missing),
            share=self._share(key, total),
            missing=tuple(missing[:_NAMED]),
        )

    def _is_secret(self, made: Made, code: str) -> bool:
        row = self._rows.get(TerritoryKey(TerritoryLevel.COMMUNE, code))
        return row is not None and any(
            isinstance(cell, Hole) and cell.gap is Gap.SECRET
            for cell in _ingredients(made, row.cells)
        )
