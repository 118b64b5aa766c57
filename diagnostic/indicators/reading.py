"""The door of the measured facts: every table is whole, or refused with all its faults."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from diagnostic.indicators.domains import LINK_COLUMNS, DomainLinks, read_links
from diagnostic.indicators.facts import (
    Indicator,
    IndicatorSource,
    Method,
    Scale,
    Sense,
    Series,
    end_of,
)
from diagnostic.indicators.gaps import GAP_COLUMNS, Gaps, find_unexplained, read_gaps
from diagnostic.indicators.table import ROOT, Row, name_of, open_table
from diagnostic.indicators.values import LEVELS, Place, Values, read_values
from diagnostic.problems import ContentRefused, Problem
from diagnostic.territories import TerritoryKey, TerritoryLevel

REFERENCES = ROOT / "references"
VALUES = "indicators.csv"
SERIES = "indicators-series.csv"
META = "indicators-meta.csv"
SOURCES = "indicators-sources.csv"
GAPS = "indicators-gaps.csv"
DOMAINS = "domain-indicators.csv"

META_COLUMNS = (
    "indicator_id",
    "label",
    "label_en",
    "theme",
    "theme_en",
    "sense",
    "unit",
    "unit_en",
    "decimals",
    "scale",
    "note",
    "note_en",
)
SOURCE_COLUMNS = (
    "source_id",
    "producer",
    "dataset",
    "dataset_en",
    "published",
    "site",
    "link",
    "licence",
    "licence_en",
    "note",
    "note_en",
)
SERIES_COLUMNS = ("indicator_id", "year", "level", "source_id", "method", "known")
COLUMNS = {
    META: META_COLUMNS,
    SOURCES: SOURCE_COLUMNS,
    GAPS: GAP_COLUMNS,
    DOMAINS: LINK_COLUMNS,
    SERIES: SERIES_COLUMNS,
}
_YEAR = re.compile(r"(19|20)[0-9]{2}(-T[1-4]|-(0[1-9]|1[0-2])|-(19|20)[0-9]{2})?")
_PUBLISHED = re.compile(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_LINK = re.compile(r"https?://\S+")
_LEVELS = {level.value: level for level in LEVELS}

SeriesByLevel = dict[tuple[TerritoryLevel, str], tuple[Series, ...]]
"""Series of a level and an indicator, oldest first."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What the files say, once checked."""

    indicators: dict[str, Indicator]
    sources: dict[str, IndicatorSource]
    series: SeriesByLevel
    places: dict[TerritoryKey, Place]
    keys: dict[TerritoryLevel, tuple[TerritoryKey, ...]]
    columns: dict[TerritoryLevel, tuple[Values, ...]]
    """For each level, the values of each column in the order of `keys`."""
    gaps: Gaps
    domains: dict[str, DomainLinks]


def read_tables(folder: Path = REFERENCES) -> Tables:
    """Read and check the six tables. Raises ContentRefused with every fault.

    Where a table cannot be opened at all, only that is told: the others speak of what it holds.
    """
    problems: list[Problem] = []
    opened: dict[str, tuple[Row, ...]] = {}
    for name, columns in COLUMNS.items():
        try:
            opened[name] = open_table(folder / name, columns, problems)
        except ContentRefused as refusal:
            problems += refusal.problems
    if len(opened) < len(COLUMNS):
        raise ContentRefused(tuple(problems))
    indicators = {
        row.cells["indicator_id"]: _indicator(row, problems)
        for row in _once(opened[META], "indicator_id", problems)
    }
    sources = {
        row.cells["source_id"]: _source(row, problems)
        for row in _once(opened[SOURCES], "source_id", problems)
    }
    gaps = read_gaps(opened[GAPS], sources, indicators, problems)
    domains = read_links(opened[DOMAINS], indicators, problems)
    series, known, columns = _read_series(opened[SERIES], indicators, sources, problems)
    places: dict[TerritoryKey, Place] = {}
    try:
        places = read_values(folder / VALUES, columns, problems)
    except ContentRefused as refusal:
        problems += refusal.problems
    keys = {level: tuple(key for key in places if key.level is level) for level in LEVELS}
    by_level = {
        level: tuple(zip(*(places[key].values for key in keys[level]), strict=True))
        for level in LEVELS
        if keys[level]
    }
    if not problems:
        problems += _recount(name_of(folder / VALUES), series, known, by_level)
        problems += find_unexplained(name_of(folder / GAPS), series, gaps, keys, by_level)
    if problems:
        raise ContentRefused(tuple(sorted(problems, key=lambda p: (p.file, p.line))))
    return Tables(
        indicators={name: one for name, one in indicators.items() if one is not None},
        sources={name: one for name, one in sources.items() if one is not None},
        series=_grouped(series),
        places=places,
        keys=keys,
        columns=by_level,
        gaps=gaps,
        domains=domains,
    )


def _once(rows: Iterable[Row], column: str, problems: list[Problem]) -> Iterable[Row]:
    """The rows, those that repeat an identifier apart."""
    first: dict[str, int] = {}
    for row in rows:
        name = row.cells[column]
        if name in first:
            row.refuse(column, f"« {name} » sert déjà à la ligne {first[name]}.", "Retirez-en une.")
            problems += row.problems
        else:
            first[name] = row.line
            yield row


def _indicator(row: Row, problems: list[Problem]) -> Indicator | None:
    name, label, theme = row.identifier("indicator_id"), row.both("label"), row.both("theme")
    sense, scale = row.among("sense", Sense), row.among("scale", Scale)
    unit, note, digits = row.both("unit"), row.both("note", required=False), row.cells["decimals"]
    if digits not in ("0", "1", "2"):
        row.refuse("decimals", f"« {digits} » décimales ne se montrent pas.", "Écrivez 0, 1 ou 2.")
    problems += row.problems
    if (
        name is None
        or label is None
        or theme is None
        or sense is None
        or scale is None
        or unit is None
        or row.problems
    ):
        return None
    return Indicator(name, label, theme, sense, unit, int(digits), scale, note)


def _source(row: Row, problems: list[Problem]) -> IndicatorSource | None:
    name, producer, site = row.identifier("source_id"), row.text("producer"), row.text("site")
    dataset, licence = row.both("dataset"), row.both("licence")
    note = row.both("note", required=False)
    published, link = row.cells["published"] or None, row.cells["link"] or None
    if published and not _PUBLISHED.fullmatch(published):
        cure = "Écrivez 2024-06-27, 2024-06 ou 2024 ; laissez vide si on ne le sait pas."
        row.refuse("published", f"« {published} » n’est pas une date lisible.", cure)
    if link and not _LINK.fullmatch(link):
        cure = "Écrivez l’adresse entière, de https:// à la fin ; laissez vide si inconnue."
        row.refuse("link", f"« {link} » n’est pas une adresse.", cure)
    problems += row.problems
    if (
        name is None
        or producer is None
        or site is None
        or dataset is None
        or licence is None
        or row.problems
    ):
        return None
    return IndicatorSource(name, producer, dataset, published, site, link, licence, note)


def _read_series(
    rows: Iterable[Row],
    indicators: Mapping[str, Indicator | None],
    sources: Mapping[str, IndicatorSource | None],
    problems: list[Problem],
) -> tuple[list[Series], list[int], tuple[str, ...]]:
    """The series, how many values each must have, and the columns that hold them."""
    series: list[Series] = []
    known: list[int] = []
    places: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        name = row.known("indicator_id", indicators)
        source = sources.get(row.known("source_id", sources) or "")
        method, year = row.among("method", Method), row.cells["year"]
        if not _YEAR.fullmatch(year):
            cure = "Écrivez 2021, 2024-06, 2024-T3 ou 2015-2021."
            row.refuse("year", f"« {year} » n’est pas une année lisible.", cure)
        level = _LEVELS.get(row.cells["level"])
        if level is None:
            row.unknown("level", row.cells["level"], _LEVELS)
        if not row.cells["known"].isdecimal():
            row.refuse("known", "Le nombre de valeurs manque.", "Refaites la table par son outil.")
        column = f"{row.cells['indicator_id']} {year}"
        place = places.setdefault(column, len(places))
        if (column, row.cells["level"]) in seen:
            row.refuse("year", "Cette série est déjà dans la table.", "Retirez-en une.")
        seen.add((column, row.cells["level"]))
        problems += row.problems
        if name and source and method and level and not row.problems:
            series.append(Series(name, year, level, source, method, place))
            known.append(int(row.cells["known"]))
    return series, known, tuple(places)


def _recount(
    file: str,
    series: Iterable[Series],
    known: Iterable[int],
    columns: Mapping[TerritoryLevel, tuple[Values, ...]],
) -> Iterable[Problem]:
    """Values lost or gained since the table was made."""
    cure = "Refaites la table avec « python tools/build_indicators.py dossier »."
    told: dict[TerritoryLevel, set[int]] = {level: set() for level in LEVELS}
    for one, expected in zip(series, known, strict=True):
        values = columns[one.level][one.column] if one.level in columns else ()
        found = len(values) - values.count(None)
        told[one.level].add(one.column)
        if found != expected:
            column = f"{one.indicator_id} {one.year}"
            cause = f"{found} valeurs au lieu de {expected} au niveau « {one.level} »."
            yield Problem(file, 1, column, cause, cure)
    for level, held in columns.items():
        for number, values in enumerate(held):
            if number not in told[level] and values.count(None) < len(values):
                cause = (
                    f"La colonne {number + 1} des valeurs n’a pas de source, niveau « {level} »."
                )
                yield Problem(file, 1, number + 1, cause, cure)


def _grouped(series: Iterable[Series]) -> SeriesByLevel:
    groups: dict[tuple[TerritoryLevel, str], list[Series]] = {}
    for one in series:
        groups.setdefault((one.level, one.indicator_id), []).append(one)
    return {
        key: tuple(sorted(found, key=lambda s: end_of(s.year))) for key, found in groups.items()
    }
