"""Imports to lay over the tables: what a test gives is said in one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from diagnostic.indicators import IndicatorSource, Method
from diagnostic.indicators.imports import Import, ImportedSeries, Layer, PartialSum
from diagnostic.questionnaire import Text
from diagnostic.territories import TerritoryLevel


def source(name: str = "mairie", producer: str = "Mairie") -> IndicatorSource:
    return IndicatorSource(
        id=name,
        producer=producer,
        dataset=Text(fr="Enquête", en="Survey"),
        published="2026-01",
        site="exemple.fr",
        link=None,
        licence=Text(fr="Libre", en="Free"),
        note=Text(fr="Une note.", en="A note."),
    )


def given(
    indicator: str,
    year: str,
    values: Mapping[str, float],
    level: TerritoryLevel = TerritoryLevel.DEPARTMENT,
    *,
    missing: Mapping[str, str] | None = None,
    at_most: frozenset[str] = frozenset(),
    partial: Mapping[str, PartialSum] | None = None,
    said_by: IndicatorSource | None = None,
) -> ImportedSeries:
    """Values by code, of départements unless said otherwise."""
    return ImportedSeries(
        indicator_id=indicator,
        year=year,
        level=level,
        method=Method.OFFICIAL,
        source=said_by or source(),
        codes=tuple(values),
        values=tuple(values.values()),
        missing=missing or {},
        at_most=at_most,
        partial=partial or {},
    )


def line(number: int, undone: datetime | None = None) -> Import:
    """A line of the log, of the third of March 2026."""
    at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    return Import(number, at, f"{number}.csv", "modele", "2026", (), 1, 0, 0, 0, undone)


def layer(number: int, *series: ImportedSeries) -> Layer:
    return Layer(line(number), series)
