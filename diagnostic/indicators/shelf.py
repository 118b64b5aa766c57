"""What the tables hold, and each column in order as it is first asked for."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostic.indicators.facts import Indicator, Measure, Series, end_of
from diagnostic.indicators.gaps import say_no_series
from diagnostic.indicators.positions import Pairs, percentiles
from diagnostic.indicators.reading import Tables
from diagnostic.indicators.values import LEVELS, Values
from diagnostic.questionnaire import Text
from diagnostic.territories import TerritoryKey, TerritoryLevel, UnknownTerritory


class UnknownIndicator(LookupError):
    """No indicator, or no domain, has this identifier; the message is in French."""


class Shelf:
    """One set of tables. Two threads that ask at once only compute the same thing twice."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._pairs: dict[tuple[TerritoryLevel, int], Pairs] = {}
        self._places: dict[tuple[TerritoryLevel, int], dict[str, float]] = {}
        self._besides: dict[tuple[TerritoryKey, str, str | None], Measure] = {}
        self._nothings: dict[tuple[TerritoryLevel, str], Text] = {}

    def indicator(self, indicator_id: str) -> Indicator:
        """Raises UnknownIndicator."""
        try:
            return self._tables.indicators[indicator_id]
        except KeyError:
            message = f"Aucun indicateur ne s’appelle « {indicator_id} »."
            raise UnknownIndicator(message) from None

    def check(self, key: TerritoryKey) -> None:
        """Raise UnknownTerritory for a territory that its level should have and has not."""
        if key.level in LEVELS and key not in self._tables.places:
            raise UnknownTerritory(
                f"La table des indicateurs ne connaît pas « {key} ». Cherchez-le par son nom."
            )

    def territories(self, level: TerritoryLevel) -> tuple[TerritoryKey, ...]:
        return self._tables.keys.get(level, ())

    def series(self, level: TerritoryLevel, indicator_id: str) -> tuple[Series, ...]:
        """Oldest first; empty where nothing was gathered."""
        return self._tables.series.get((level, indicator_id), ())

    def latest(self, key: TerritoryKey, indicator_id: str, year: str | None) -> Series | None:
        """Of that year or of any, the latest with a value, else the latest; None without any."""
        series = self.series(key.level, indicator_id)
        asked = series if year is None else [one for one in series if one.year == year]
        if not asked:
            return None
        values = self._tables.places[key].values
        return next((one for one in reversed(asked) if values[one.column] is not None), asked[-1])

    def measure(self, key: TerritoryKey, indicator: Indicator, series: Series | None) -> Measure:
        """A territory's value in a series, or why there is none."""
        if series is None:
            return Measure(indicator, key, None, None, None, None, self._nothing(key, indicator))
        value = self._tables.places[key].values[series.column]
        missing = self._tables.gaps.reason(series, key.code) if value is None else None
        return Measure(indicator, key, series.year, value, series.method, series.source, missing)

    def beside(self, key: TerritoryKey, measure: Measure) -> Measure:
        """A wider territory's value, the same year or the nearest; of two, the latest."""
        indicator = measure.indicator
        place = (key, indicator.id, measure.year)
        if place not in self._besides:
            values = self._tables.places[key].values
            known = [
                one
                for one in self.series(key.level, indicator.id)
                if values[one.column] is not None
            ]
            near = self.latest(key, indicator.id, None)
            if known and measure.year is not None:
                year = end_of(measure.year)
                near = min(known, key=lambda s: (abs(end_of(s.year) - year), -end_of(s.year)))
            self._besides[place] = self.measure(key, indicator, near)
        return self._besides[place]

    def region(self, key: TerritoryKey) -> TerritoryKey | None:
        place = self._tables.places.get(key)
        if place is None or place.region is None:
            return None
        return TerritoryKey(TerritoryLevel.REGION, place.region)

    def column(self, series: Series) -> Values:
        """Values of a series in the order of the level's territories."""
        return self._tables.columns[series.level][series.column]

    def pairs(self, series: Series) -> Pairs:
        """Codes and values of a series, from the lowest."""
        place = (series.level, series.column)
        if place not in self._pairs:
            codes = (key.code for key in self.territories(series.level))
            self._pairs[place] = in_order(
                (code, value)
                for code, value in zip(codes, self.column(series), strict=True)
                if value is not None
            )
        return self._pairs[place]

    def places(self, series: Series) -> dict[str, float]:
        """Percentiles of a series by code."""
        place = (series.level, series.column)
        if place not in self._places:
            self._places[place] = percentiles(self.pairs(series))
        return self._places[place]

    def _nothing(self, key: TerritoryKey, indicator: Indicator) -> Text:
        place = (key.level, indicator.id)
        if place not in self._nothings:
            levels = [one for one in LEVELS if self.series(one, indicator.id)]
            self._nothings[place] = say_no_series(key.level, levels)
        return self._nothings[place]


def in_order(pairs: Iterable[tuple[str, float]]) -> Pairs:
    """From the lowest value; of equals, the smaller code first."""
    return tuple(sorted(pairs, key=lambda pair: (pair[1], pair[0])))
