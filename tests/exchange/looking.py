"""Finding one value in an understanding."""

from diagnostic.exchange.official import ReadMeasure, ReadSeries, Understanding
from diagnostic.territories import TerritoryKey, TerritoryLevel

COMMUNE, EPCI = TerritoryLevel.COMMUNE, TerritoryLevel.EPCI
DEPARTMENT, REGION = TerritoryLevel.DEPARTMENT, TerritoryLevel.REGION
COUNTRY = TerritoryLevel.COUNTRY


def series_of(understanding: Understanding, indicator_id: str, level: TerritoryLevel) -> ReadSeries:
    """The only series of an indicator at a level."""
    (found,) = [
        one
        for one in understanding.series
        if one.indicator_id == indicator_id and one.level is level
    ]
    return found


def measure(
    understanding: Understanding, indicator_id: str, level: TerritoryLevel, code: str
) -> ReadMeasure:
    """One value of one territory."""
    key = TerritoryKey(level, code)
    (found,) = [
        one for one in series_of(understanding, indicator_id, level).measures if one.key == key
    ]
    return found
