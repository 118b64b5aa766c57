"""Words that narrow a search: a level, a département, a région, a postcode."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from diagnostic.territories.levels import TerritoryLevel
from diagnostic.territories.spelling import LINKING_WORDS, bare, fold
from diagnostic.territories.table import (
    CODE,
    COLLECTIVITY,
    DEPARTMENT,
    LEVEL,
    NAME,
    REGION,
    Row,
    postcodes,
)

_DEPARTMENT = TerritoryLevel.DEPARTMENT.value
_REGION = TerritoryLevel.REGION.value
_COLLECTIVITY = TerritoryLevel.COLLECTIVITY.value
_LEVELS = {
    "commune": TerritoryLevel.COMMUNE,
    "ville": TerritoryLevel.COMMUNE,
    "village": TerritoryLevel.COMMUNE,
    "departement": TerritoryLevel.DEPARTMENT,
    "region": TerritoryLevel.REGION,
    "intercommunalite": TerritoryLevel.EPCI,
    "interco": TerritoryLevel.EPCI,
    "epci": TerritoryLevel.EPCI,
    "comcom": TerritoryLevel.EPCI,
    "agglo": TerritoryLevel.EPCI,
    "agglomeration": TerritoryLevel.EPCI,
    "collectivite d outre mer": TerritoryLevel.COLLECTIVITY,
    "collectivite": TerritoryLevel.COLLECTIVITY,
}
_BEFORE_PLACE = LINKING_WORDS | {"dans"}
_SHORTEST_BEGINNING = 3
_SHORTEST_MISSPELLED = 5


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a territory must be or lie in; an empty field asks nothing."""

    levels: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    """Codes; with those of the régions and collectivities, one is enough."""
    regions: frozenset[str] = frozenset()
    collectivities: frozenset[str] = frozenset()
    postcode: str = ""

    def admits(self, row: Row, reached: Collection[str] = ()) -> bool:
        """Whether the territory of this row qualifies.

        `reached`: the départements of an EPCI that lies in several.
        """
        if self.levels and row[LEVEL] not in self.levels:
            return False
        if self.postcode and self.postcode not in (row[CODE], *postcodes(row)):
            return False
        if not (self.departments or self.regions or self.collectivities):
            return True
        return (
            row[DEPARTMENT] in self.departments
            or row[REGION] in self.regions
            or row[COLLECTIVITY] in self.collectivities
            or not self.departments.isdisjoint(reached)
        )

    def around(self) -> Narrowing:
        """The same, with the département of the postcode instead of the postcode."""
        start = self.postcode[: 3 if self.postcode.startswith(("97", "98")) else 2]
        codes = frozenset(("2A", "2B") if start == "20" else (start,))
        return Narrowing(self.levels, departments=codes, collectivities=codes)


class PlaceNames:
    """Names and numbers of the départements, régions and overseas collectivities."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._areas: dict[str, set[tuple[str, str]]] = {}
        for row in rows:
            if row[LEVEL] not in (_DEPARTMENT, _REGION, _COLLECTIVITY):
                continue
            area, name = (row[LEVEL], row[CODE]), fold(row[NAME])
            spellings = {name, bare(name)}
            if row[LEVEL] != _REGION:
                spellings.add(row[CODE].lower())
            for spelling in spellings:
                self._areas.setdefault(spelling, set()).add(area)

    def read(self, words: Sequence[str], *, typing: bool, loosely: bool) -> Narrowing | None:
        """What the words narrow to, or None when they are no place and no level.

        Typing: the name of the place may be unfinished. Loosely: it may have one typing error.
        """
        text = " ".join(_without_links(words))
        levels: frozenset[str] = frozenset()
        for phrase, level in _LEVELS.items():
            if text == phrase or text.startswith(phrase + " "):
                levels = frozenset([level.value])
                text = " ".join(_without_links(text[len(phrase) :].split()))
                break
        if not text:
            return Narrowing(levels) if levels else None
        if text.isdecimal() and len(text) == 5:
            return Narrowing(levels, postcode=text)
        areas = self._areas.get(text, set())
        if not areas and typing:
            areas = self._starting(text)
        if not areas and loosely:
            areas = self._near(text)
        if not areas:
            return None
        return Narrowing(
            levels,
            departments=_codes(areas, _DEPARTMENT),
            regions=_codes(areas, _REGION),
            collectivities=_codes(areas, _COLLECTIVITY),
        )

    def _starting(self, beginning: str) -> set[tuple[str, str]]:
        if len(beginning) < _SHORTEST_BEGINNING or beginning.isdecimal():
            return set()
        found = (areas for name, areas in self._areas.items() if name.startswith(beginning))
        return set().union(*found)

    def _near(self, name: str) -> set[tuple[str, str]]:
        if len(name) < _SHORTEST_MISSPELLED:
            return set()
        hits = process.extract(name, list(self._areas), scorer=OSA.distance, score_cutoff=1)
        return set().union(*(self._areas[near] for near, _, _ in hits))


def _codes(areas: Iterable[tuple[str, str]], level: str) -> frozenset[str]:
    return frozenset(code for of_level, code in areas if of_level == level)


def _without_links(words: Sequence[str]) -> list[str]:
    """The words after the leading linking ones (« en », « dans le »)."""
    start = 0
    while start < len(words) and words[start] in _BEFORE_PLACE:
        start += 1
    return list(words[start:])
