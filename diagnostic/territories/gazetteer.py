"""All French territories of a committed table: get, search, go up, go down, label."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from diagnostic.territories.levels import LEVEL_NAMES, TerritoryLevel
from diagnostic.territories.perimeter import Perimeter, PerimeterKind, PerimeterRefused
from diagnostic.territories.search import MatchReason, Search
from diagnostic.territories.spelling import fold
from diagnostic.territories.table import (
    CODE,
    COLLECTIVITY,
    DEPARTMENT,
    DISTRICTS,
    EPCI,
    FORMER,
    KIND,
    LEVEL,
    NAME,
    POPULATION,
    REGION,
    SIREN,
    TABLE,
    YEAR,
    Table,
    aliases,
    postcodes,
    read_table,
)
from diagnostic.territories.territory import Alias, Territory, TerritoryKey, UnknownTerritory

FRANCE = TerritoryKey(TerritoryLevel.COUNTRY, "FR")
_COLUMN_OF_LEVEL = {
    TerritoryLevel.EPCI: EPCI,
    TerritoryLevel.DEPARTMENT: DEPARTMENT,
    TerritoryLevel.REGION: REGION,
    TerritoryLevel.COLLECTIVITY: COLLECTIVITY,
}
_ARTICLE = re.compile(r"^(?:L[ae] |Les |L['’])")


@dataclass(frozen=True, slots=True)
class Match:
    """A territory that may be the one meant."""

    territory: Territory
    score: int
    """0 to 100; only for ordering."""
    reason: MatchReason
    matched: str
    """The name or code of the territory that answered, as the table writes it."""


class Gazetteer:
    """The territories of one table; never changes once read, so threads may share it."""

    def __init__(self, table: Table) -> None:
        self._rows = table.rows
        self._numbers = table.numbers
        self._search = Search(table.rows)

    @classmethod
    def read(cls, path: Path | None = None) -> Gazetteer:
        """Read a table (by default references/territories.csv); ContentRefused when damaged."""
        return cls(read_table(path or TABLE))

    def __contains__(self, key: TerritoryKey) -> bool:
        return self._number(key) is not None

    def get(self, key: TerritoryKey) -> Territory:
        """The territory of this key; UnknownTerritory, in French, when there is none."""
        number = self._number(key)
        if number is not None:
            return self._territory(number)
        message = f"Aucun territoire n’a la clé « {key} »."
        if key.level is TerritoryLevel.COMMUNE:
            heirs = self._communes_coded(key.code)
            if heirs:
                today = f"{self.label(heirs[0])} (clé {heirs[0].key})"
                raise UnknownTerritory(f"{message} Choisissez la commune d’aujourd’hui : {today}.")
        raise UnknownTerritory(
            f"{message} Cherchez le territoire par son nom, son code postal ou son code Insee."
        )

    def commune(self, code: str) -> Territory:
        """Today's commune for an Insee code: its own, a former one or an arrondissement's."""
        key = TerritoryKey(TerritoryLevel.COMMUNE, code)
        if key not in self:
            heirs = self._communes_coded(code)
            if heirs:
                return heirs[0]
        return self.get(key)

    def at(self, level: TerritoryLevel) -> tuple[Territory, ...]:
        """Territories of a level in the order of their codes, overseas communes apart."""
        return tuple(
            self._territory(number)
            for number, row in enumerate(self._rows)
            if row[LEVEL] == level and not row[COLLECTIVITY]
        )

    def search(
        self, words: str, *, levels: Collection[TerritoryLevel] | None = None, limit: int = 20
    ) -> tuple[Match, ...]:
        """Territories that the words may mean, best first; never raises, whatever is typed.

        Communes of the overseas collectivities are of level COMMUNE; `Territory.heading` tells
        them apart.
        """
        wanted = None if levels is None else frozenset(level.value for level in levels)
        return tuple(
            Match(self._territory(hit.row), hit.score, hit.reason, hit.matched)
            for hit in self._search.find(words, wanted, limit)
        )

    def parents(self, key: TerritoryKey) -> tuple[Territory, ...]:
        """Territories that hold this one, from the nearest to France."""
        self.get(key)
        row = self._rows[self._numbers[key.level.value, key.code]]
        keys = [
            TerritoryKey(level, row[column])
            for level, column in _COLUMN_OF_LEVEL.items()
            if row[column]
        ]
        if key != FRANCE:
            keys.append(FRANCE)
        return tuple(self.get(parent) for parent in keys)

    def members(self, key: TerritoryKey) -> tuple[Territory, ...]:
        """Communes of a territory in the order of their codes; a commune is its own only member.

        France's leave out the communes of the overseas collectivities.
        """
        territory = self.get(key)
        if key == FRANCE:
            return self.at(TerritoryLevel.COMMUNE)
        if key.level is TerritoryLevel.COMMUNE:
            return (territory,)
        numbers = self._members.get((_COLUMN_OF_LEVEL[key.level], key.code), ())
        return tuple(self._territory(number) for number in numbers)

    def label(self, territory: Territory) -> str:
        """Name that tells it from its homonyms: « Saint-Denis (Réunion) », « Paris (commune) »."""
        details = []
        if fold(territory.name) in self._shared_names:
            details.append(LEVEL_NAMES[territory.level].singular)
        place = self._place(territory)
        if place and place != territory.name:
            details.append(_ARTICLE.sub("", place))
        return f"{territory.name} ({', '.join(details)})" if details else territory.name

    def check(self, perimeter: Perimeter) -> None:
        """Raise PerimeterRefused when a member of the perimeter is no commune of the table."""
        unknown = [str(member) for member in perimeter.members if member not in self]
        if unknown:
            raise PerimeterRefused(
                f"Commune inconnue dans « {perimeter.name} » : {', '.join(unknown)}. "
                "Cherchez-la par son nom ou son code postal, puis choisissez-la dans la liste."
            )

    def as_territory(self, perimeter: Perimeter, code: str) -> Territory:
        """The perimeter as a territory of key (PERIMETER, code); PerimeterRefused as in `check`.

        Population: sum of its communes, None for a quarter. A parent is told when all share it.
        """
        self.check(perimeter)
        members = [self.get(member) for member in perimeter.members]
        counted = [m for m in members if m.population is not None]
        if perimeter.kind is PerimeterKind.QUARTER:
            counted = []
        years: dict[int | None, int] = {}
        for member in counted:
            years[member.population_year] = years.get(member.population_year, 0) + (
                member.population or 0
            )
        return Territory(
            key=TerritoryKey(TerritoryLevel.PERIMETER, code),
            name=perimeter.name,
            population=sum(m.population or 0 for m in counted) if counted else None,
            population_year=max(years, key=years.__getitem__) if years else None,
            region_code=_shared([m.region_code for m in members]),
            department_code=_shared([m.department_code for m in members]),
            epci_code=_shared([m.epci_code for m in members]),
            collectivity_code=_shared([m.collectivity_code for m in members]),
        )

    def _number(self, key: TerritoryKey) -> int | None:
        return self._numbers.get((key.level.value, key.code))

    def _communes_coded(self, code: str) -> list[Territory]:
        rows = (row for row in self._search.rows_coded(code))
        found = (self._territory(row) for row in rows if self._rows[row][LEVEL] == "commune")
        return [t for t in found if any(a.code == code for a in (*t.former, *t.districts))]

    def _place(self, territory: Territory) -> str:
        if territory.level not in (TerritoryLevel.COMMUNE, TerritoryLevel.EPCI):
            return ""
        if territory.collectivity_code:
            key = TerritoryKey(TerritoryLevel.COLLECTIVITY, territory.collectivity_code)
        else:
            key = TerritoryKey(TerritoryLevel.DEPARTMENT, territory.department_code or "")
        number = self._number(key)
        return "" if number is None else self._rows[number][NAME]

    @cached_property
    def _shared_names(self) -> frozenset[str]:
        """Folded names of régions, départements and collectivités that another level bears."""
        wide = (TerritoryLevel.REGION, TerritoryLevel.DEPARTMENT, TerritoryLevel.COLLECTIVITY)
        names = {fold(row[NAME]) for row in self._rows if row[LEVEL] in wide}
        levels = {
            name: {self._rows[row][LEVEL] for row in self._search.rows_named(name)}
            for name in names
        }
        return frozenset(name for name, found in levels.items() if len(found) > 1)

    @cached_property
    def _members(self) -> dict[tuple[int, str], list[int]]:
        members: dict[tuple[int, str], list[int]] = {}
        for number, row in enumerate(self._rows):
            if row[LEVEL] == TerritoryLevel.COMMUNE:
                for column in _COLUMN_OF_LEVEL.values():
                    if row[column]:
                        members.setdefault((column, row[column]), []).append(number)
        return members

    def _territory(self, number: int) -> Territory:
        row = self._rows[number]
        return Territory(
            key=TerritoryKey(TerritoryLevel(row[LEVEL]), row[CODE]),
            name=row[NAME],
            population=int(row[POPULATION]) if row[POPULATION] else None,
            population_year=int(row[YEAR]) if row[YEAR] else None,
            kind=row[KIND] or None,
            region_code=row[REGION] or None,
            department_code=row[DEPARTMENT] or None,
            epci_code=row[EPCI] or None,
            collectivity_code=row[COLLECTIVITY] or None,
            siren=row[SIREN] or None,
            postcodes=tuple(postcodes(row)),
            former=tuple(Alias(code, name) for code, name in aliases(row[FORMER])),
            districts=tuple(Alias(code, name) for code, name in aliases(row[DISTRICTS])),
        )


def _shared(codes: list[str | None]) -> str | None:
    return codes[0] if len(set(codes)) == 1 else None
