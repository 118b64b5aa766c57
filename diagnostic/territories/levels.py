"""The kinds of territories, and their French names on screen."""

from dataclasses import dataclass
from enum import StrEnum


class TerritoryLevel(StrEnum):
    """Where a territory stands; with its code, the level makes the key."""

    COUNTRY = "pays"
    REGION = "region"
    DEPARTMENT = "departement"
    EPCI = "epci"
    COMMUNE = "commune"
    COLLECTIVITY = "collectivite"
    """Overseas collectivity (975, 977…): shown and counted apart from the départements."""
    PERIMETER = "perimetre"
    """Drawn by the user: several communes, or a part of one."""


@dataclass(frozen=True, slots=True)
class LevelName:
    """A level in French, without its article."""

    singular: str
    plural: str


LEVEL_NAMES: dict[TerritoryLevel, LevelName] = {
    TerritoryLevel.COUNTRY: LevelName("France", "France"),
    TerritoryLevel.REGION: LevelName("région", "régions"),
    TerritoryLevel.DEPARTMENT: LevelName("département", "départements"),
    TerritoryLevel.EPCI: LevelName("intercommunalité", "intercommunalités"),
    TerritoryLevel.COMMUNE: LevelName("commune", "communes"),
    TerritoryLevel.COLLECTIVITY: LevelName("collectivité d’outre-mer", "collectivités d’outre-mer"),
    TerritoryLevel.PERIMETER: LevelName("périmètre choisi", "périmètres choisis"),
}

EPCI_KINDS: dict[str, str] = {
    "CC": "communauté de communes",
    "CA": "communauté d’agglomération",
    "CU": "communauté urbaine",
    "METRO": "métropole",
    "MET69": "métropole à statut particulier",
}
"""Spelled names of the legal forms; the Métropole de Lyon has the powers of a département too."""
