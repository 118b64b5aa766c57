"""Where: the French territories, their parents, their names, and the perimeters users draw."""

from diagnostic.territories.gazetteer import FRANCE, Gazetteer, Match
from diagnostic.territories.levels import EPCI_KINDS, LEVEL_NAMES, LevelName, TerritoryLevel
from diagnostic.territories.perimeter import Perimeter, PerimeterKind, PerimeterRefused
from diagnostic.territories.search import MatchReason
from diagnostic.territories.territory import Alias, Territory, TerritoryKey, UnknownTerritory

__all__ = [
    "EPCI_KINDS",
    "FRANCE",
    "LEVEL_NAMES",
    "Alias",
    "Gazetteer",
    "LevelName",
    "Match",
    "MatchReason",
    "Perimeter",
    "PerimeterRefused",
    "PerimeterKind",
    "Territory",
    "TerritoryKey",
    "TerritoryLevel",
    "UnknownTerritory",
]
