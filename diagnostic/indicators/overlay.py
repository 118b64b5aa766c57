"""Imported values over the shipped ones, seen as one: each keeps its own source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from diagnostic.indicators.crossing import ObjectivePosition
from diagnostic.indicators.facts import Indicator, IndicatorSource, Measure, Method, Series, end_of
from diagnostic.indicators.gaps import Gaps
from diagnostic.indicators.imports import ImportedSeries, Layer, remark_on, sourced
from diagnostic.indicators.observatory import Indicators
from diagnostic.indicators.peers import COUNT, Peers
from diagnostic.indicators.positions import Pairs
from diagnostic.indicators.reading import SeriesByLevel, Tables
from diagnostic.indicators.shelf import Shelf
from diagnostic.indicators.values import LEVELS, Place, Values
from diagnostic.questionnaire import Text
from diagnostic.territories import Gazetteer, TerritoryKey, TerritoryLevel

ENOUGH = 2 / 3
"""Part of the best known year's territories from which an imported year stands for its level."""
_ABSENT = Text(fr="Absent du fichier importé.", en="Not in the imported file.")

_Spot = tuple[TerritoryLevel, str, str]
"""Level, indicator, year."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing an import would do to its values."""

    back: int
    """Become again what they were before it."""
    gone: int
    """Had none before it."""
    kept: int
    """Stay as they are: a later import, or a whole value, covers them."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where one value comes from."""

    source: IndicatorSource
    method: Method


@dataclass(slots=True)
class _Column:
    """The values of one spot, shipped or imported."""

    spot: _Spot
    shipped: Series | None
    origin: _Origin
    """Of most values."""
    values: dict[str, float]
    others: dict[str, _Origin] = field(default_factory=dict)
    """Codes whose value comes from elsewhere, or is less than whole."""
    foreign: int = 0
    """How many of those come from another file."""
    missing: dict[str, str] = field(default_factory=dict)
    """Code → why the imported files have no value."""

    def series(self, column: int) -> Series:
        """As the level shows it: of several sources, the caption says how many values differ."""
        level, indicator_id, year = self.spot
        source = self.origin.source
        if self.foreign:
            count = self.foreign
            words = Text(
                fr=f"{source.dataset.fr}, et {count} valeur{'s' if count > 1 else ''} "
                "d’une autre source",
                en=f"{source.dataset.en}, and {count} value{'s' if count > 1 else ''} "
                "from another source",
            )
            source = replace(source, dataset=words)
        return Series(indicator_id, year, level, source, self.origin.method, column)


def overlay(tables: Tables, layers: Sequence[Layer], gazetteer: Gazetteer) -> Indicators:
    """The facts of the tables with those of the imports over them, oldest import first.

    A value takes the place of the former one of the same territory, indicator and year; a partial
    sum only fills a place where there is no other value. What the tables or the gazetteer no
    longer know (an indicator, a territory) is left aside.
    """
    if not layers:
        return Indicators(tables)
    columns = _merge(tables, layers, gazetteer)
    return _Overlaid(_lay(tables, columns, layers, gazetteer), tables.gaps, columns)


def foresee_undoing(tables: Tables, layers: Sequence[Layer], import_id: int) -> Undoing:
    """What undoing this import would do, beside the other imports and the values of the tables.

    Nothing for an import that is not among the layers.
    """
    back = gone = kept = 0
    for number, layer in enumerate(layers):
        if layer.imported.id != import_id:
            continue
        for series in layer.series:
            earlier, part_earlier = _codes(layers[:number], series.place)
            later, part_later = _codes(layers[number + 1 :], series.place)
            earlier |= _known_codes(tables, series.place)
            elsewhere = earlier | part_earlier | later | part_later
            for code in series.codes:
                partial = code in series.partial
                if code in later or (partial and (code in earlier or code in part_later)):
                    kept += 1
                elif code in elsewhere:
                    back += 1
                else:
                    gone += 1
    return Undoing(back, gone, kept)


def _codes(layers: Iterable[Layer], spot: _Spot) -> tuple[set[str], set[str]]:
    """Codes of a spot that some imports give whole, then those of a partial sum."""
    whole: set[str] = set()
    partial: set[str] = set()
    for layer in layers:
        for series in layer.series:
            if series.place == spot:
                partial |= series.partial.keys()
                whole.update(code for code in series.codes if code not in series.partial)
    return whole, partial


def _known_codes(tables: Tables, spot: _Spot) -> set[str]:
    shipped = _shipped(tables, spot)
    return set() if shipped is None else set(_values(tables, shipped))


def _shipped(tables: Tables, spot: _Spot) -> Series | None:
    level, indicator_id, year = spot
    found = tables.series.get((level, indicator_id), ())
    return next((one for one in found if one.year == year), None)


def _values(tables: Tables, series: Series) -> dict[str, float]:
    held = tables.columns[series.level][series.column]
    keys = tables.keys[series.level]
    return {key.code: value for key, value in zip(keys, held, strict=True) if value is not None}


def _merge(tables: Tables, layers: Sequence[Layer], gazetteer: Gazetteer) -> dict[_Spot, _Column]:
    """What each spot touched by an import holds once they are all laid."""
    given: dict[_Spot, list[tuple[Layer, ImportedSeries]]] = {}
    for layer in layers:
        for series in layer.series:
            if series.indicator_id in tables.indicators:
                given.setdefault(series.place, []).append((layer, series))
    known = {
        level: {key.code for key in tables.keys[level]} for level in LEVELS if tables.keys[level]
    }
    known[TerritoryLevel.COMMUNE] = {
        code
        for code in {
            code
            for spot, found in given.items()
            if spot[0] is TerritoryLevel.COMMUNE
            for _, series in found
            for code in series.codes
        }
        if TerritoryKey(TerritoryLevel.COMMUNE, code) in gazetteer
    }
    merged = (
        _merge_one(tables, spot, found, known[spot[0]])
        for spot, found in given.items()
        if known.get(spot[0])
    )
    return {column.spot: column for column in merged if column.values}


def _merge_one(
    tables: Tables, spot: _Spot, given: Sequence[tuple[Layer, ImportedSeries]], known: set[str]
) -> _Column:
    shipped = _shipped(tables, spot)
    values: dict[str, float] = {}
    owners: dict[str, int] = {}
    origins: list[_Origin] = []
    if shipped is not None:
        origins.append(_Origin(shipped.source, shipped.method))
        values = _values(tables, shipped)
        owners = dict.fromkeys(values, 0)
    first = len(origins)
    for layer, series in given:
        origins.append(_Origin(sourced(series, layer.imported), series.method))
        for code, value in zip(series.codes, series.values, strict=True):
            if code in known and code not in series.partial:
                values[code] = value
                owners[code] = len(origins) - 1
    for owner in reversed(range(first, len(origins))):
        series = given[owner - first][1]
        for code, value in zip(series.codes, series.values, strict=True):
            if code in series.partial and code in known and code not in values:
                values[code] = value
                owners[code] = owner
    usual = Counter(owners.values()).most_common(1)[0][0] if owners else 0
    column = _Column(spot, shipped, origins[usual], values)
    for code, owner in owners.items():
        origin = origins[owner]
        if owner >= first:
            layer, series = given[owner - first]
            said = remark_on(series, code)
            if said is not None:
                origin = _Origin(sourced(series, layer.imported, said), series.method)
        if origin is not column.origin:
            column.others[code] = origin
        column.foreign += owner != usual
    for _, series in given:
        column.missing |= series.missing
    return column


class _PlacesOfAll(dict[TerritoryKey, Place]):
    """The places of the tables; a commune that no import knows is a place without a value."""

    def __init__(self, places: Mapping[TerritoryKey, Place], width: int) -> None:
        super().__init__(places)
        self._empty: Values = (None,) * width

    def __missing__(self, key: TerritoryKey) -> Place:
        if key.level is TerritoryLevel.COMMUNE:
            return Place(key, None, self._empty)
        raise KeyError(key)


def _lay(
    tables: Tables,
    merged: Mapping[_Spot, _Column],
    layers: Sequence[Layer],
    gazetteer: Gazetteer,
) -> Tables:
    """The tables with the merged columns in their place, or after the others."""
    keys = dict(tables.keys)
    keys[TerritoryLevel.COMMUNE] = tuple(
        TerritoryKey(TerritoryLevel.COMMUNE, code)
        for code in sorted(
            {
                code
                for (level, _, _), column in merged.items()
                if level is TerritoryLevel.COMMUNE
                for code in column.values
            }
        )
    )
    columns: dict[TerritoryLevel, list[Values]] = {
        level: list(held) for level, held in tables.columns.items()
    }
    series: dict[tuple[TerritoryLevel, str], list[Series]] = {
        place: list(found) for place, found in tables.series.items()
    }
    for (level, indicator_id, _), column in merged.items():
        held = columns.setdefault(level, [])
        values = tuple(column.values.get(key.code) for key in keys[level])
        found = series.setdefault((level, indicator_id), [])
        if column.shipped is not None:
            held[column.shipped.column] = values
            found[found.index(column.shipped)] = column.series(column.shipped.column)
        else:
            held.append(values)
            found.append(column.series(len(held) - 1))
    places = dict(tables.places)
    for level in {level for level, _, _ in merged}:
        for key, row in zip(keys[level], zip(*columns[level], strict=True), strict=True):
            places[key] = Place(key, _region(key, tables, gazetteer), row)
    return replace(
        tables,
        sources=tables.sources
        | {source.id: source for layer in layers for source in _sources(layer)},
        series={
            place: tuple(sorted(found, key=lambda one: end_of(one.year)))
            for place, found in series.items()
        },
        places=_PlacesOfAll(places, len(columns.get(TerritoryLevel.COMMUNE, ()))),
        keys=keys,
        columns={level: tuple(held) for level, held in columns.items()},
    )


def _sources(layer: Layer) -> Iterable[IndicatorSource]:
    return (sourced(series, layer.imported) for series in layer.series)


def _region(key: TerritoryKey, tables: Tables, gazetteer: Gazetteer) -> str | None:
    if key.level is not TerritoryLevel.COMMUNE:
        return tables.places[key].region
    region = gazetteer.get(key).region_code
    # A région of an overseas collectivity has no line in the tables.
    there = region is not None and TerritoryKey(TerritoryLevel.REGION, region) in tables.places
    return region if there else None


def _shared_years(tables: Tables, merged: Mapping[_Spot, _Column]) -> SeriesByLevel:
    """The series on which the territories of a level can be set side by side.

    One value imported for a newer year must not leave all the others without a place.
    """
    shared: SeriesByLevel = {}
    for (level, indicator_id), found in tables.series.items():
        known = {
            one.year: len(tables.keys[level]) - tables.columns[level][one.column].count(None)
            for one in found
        }
        best = max(known.values())
        shared[level, indicator_id] = tuple(
            one
            for one in found
            if known[one.year] >= ENOUGH * best
            or (column := merged.get((level, indicator_id, one.year))) is None
            or column.shipped is not None
        )
    return shared


class _Sourced(Shelf):
    """A shelf where two values of a column may have different sources."""

    def __init__(self, tables: Tables, gaps: Gaps, merged: Mapping[_Spot, _Column]) -> None:
        super().__init__(tables)
        self._gaps = gaps
        self._merged = merged

    def measure(self, key: TerritoryKey, indicator: Indicator, series: Series | None) -> Measure:
        measure = super().measure(key, indicator, series)
        column = series and self._merged.get((series.level, series.indicator_id, series.year))
        if not column:
            return measure
        origin = column.others.get(key.code, column.origin)
        missing = self._say_missing(column, key.code) if measure.value is None else None
        return replace(measure, source=origin.source, method=origin.method, missing=missing)

    def _say_missing(self, column: _Column, code: str) -> Text:
        said = column.missing.get(code)
        if said is not None:
            return Text(fr=said, en=f"The imported file says: {said}")
        told = self._gaps.reason(column.shipped, code) if column.shipped else None
        return told or _ABSENT


class _Read(Indicators):
    """Indicators read from another shelf than the usual one."""

    def __init__(self, tables: Tables, shelf: Shelf) -> None:
        super().__init__(tables)
        self._shelf = shelf


class _Overlaid(_Read):
    """What sets a level side by side rests on shared years; a territory has all of its own."""

    def __init__(self, tables: Tables, gaps: Gaps, merged: Mapping[_Spot, _Column]) -> None:
        super().__init__(tables, _Sourced(tables, gaps, merged))
        shared = replace(tables, series=_shared_years(tables, merged))
        self._level = _Read(shared, _Sourced(shared, gaps, merged))

    def distribution(
        self, level: TerritoryLevel, indicator_id: str, year: str | None = None
    ) -> Pairs:
        if year is not None:
            return super().distribution(level, indicator_id, year)
        return self._level.distribution(level, indicator_id)

    def peers(
        self, key: TerritoryKey, on: Sequence[str] | None = None, count: int = COUNT
    ) -> Peers:
        return self._level.peers(key, on, count)

    def objective_position(self, key: TerritoryKey, domain_id: str) -> ObjectivePosition:
        return self._level.objective_position(key, domain_id)
