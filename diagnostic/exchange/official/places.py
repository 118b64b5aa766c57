"""Codes into today's territories: a former code leads to its commune, nothing is counted twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from diagnostic.exchange.official.reading import FileRefused
from diagnostic.territories import (
    FRANCE,
    LEVEL_NAMES,
    Gazetteer,
    Territory,
    TerritoryKey,
    TerritoryLevel,
)

LEVELS = (
    TerritoryLevel.COUNTRY,
    TerritoryLevel.REGION,
    TerritoryLevel.DEPARTMENT,
    TerritoryLevel.EPCI,
    TerritoryLevel.COMMUNE,
)
"""From the widest; overseas collectivities have no file of their own."""

COUNTRY_CODES = frozenset({"FR", "FRANCE", "FRANCE ENTIERE", "FRANCE ENTIÈRE", "NAT", "F"})
_WIDTHS = {TerritoryLevel.REGION: 2, TerritoryLevel.DEPARTMENT: 2, TerritoryLevel.COMMUNE: 5}
_MOST = 0.5
"""Part of the codes that must be of a level for the table to be of this level."""
_NEARLY_ALL = dict.fromkeys(LEVELS, 0.9) | {TerritoryLevel.EPCI: _MOST}
"""The same for a table that does not say its level; half of the EPCI of 2016 exist no more."""
_NAMED_LIKE_COMMUNES = "bassin de vie ou unité urbaine"
_DENSE = 0.3
"""Part of the communes of its départements that a table of communes holds at least."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a commune is."""

    epci: str | None
    department: str | None
    region: str | None
    population: int | None
    former: tuple[str, ...]
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wider:
    """What communes add up to."""

    parents: dict[str, tuple[TerritoryKey, ...]]
    """EPCI and département of a commune; no entry in overseas collectivities."""
    above: dict[TerritoryKey, tuple[TerritoryKey, ...]]
    """Région and France of a département."""
    members: dict[TerritoryKey, list[str]]
    """Codes of the communes of a territory where somebody lives."""
    people: dict[TerritoryKey, int]


class Places:
    """The codes of a gazetteer, ready for tens of thousands of lines."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.homes: dict[str, Home] = {}
        self.heirs: dict[str, str] = {}
        """Today's commune of a former code."""
        self.cities: dict[str, str] = {}
        """The city of an arrondissement."""
        for commune in _communes(gazetteer):
            code = commune.key.code
            # A commune made of several often keeps the code of one of them.
            former = tuple(alias.code for alias in commune.former if alias.code != code)
            districts = tuple(alias.code for alias in commune.districts)
            self.homes[code] = Home(
                commune.epci_code,
                commune.department_code,
                commune.region_code,
                commune.population,
                former,
                districts,
            )
            self.heirs |= {old: code for old in former if old not in self.heirs}
            self.cities |= {district: code for district in districts}
        self.codes = {
            level: frozenset(found.key.code for found in gazetteer.at(level))
            for level in (TerritoryLevel.REGION, TerritoryLevel.DEPARTMENT, TerritoryLevel.EPCI)
        }

    @cached_property
    def wider(self) -> Wider:
        wider = Wider({}, {}, {}, {})
        keys: dict[tuple[TerritoryLevel, str], TerritoryKey] = {}
        for code, home in self.homes.items():
            if home.region is None:
                continue
            epci, department, region = (
                keys.setdefault((level, parent), TerritoryKey(level, parent)) if parent else None
                for level, parent in (
                    (TerritoryLevel.EPCI, home.epci),
                    (TerritoryLevel.DEPARTMENT, home.department),
                    (TerritoryLevel.REGION, home.region),
                )
            )
            above = (region, FRANCE) if region else (FRANCE,)
            wider.parents[code] = tuple(key for key in (epci, department) if key)
            if department:
                wider.above[department] = above
            # Villages destroyed in a war have no inhabitants, and often no line.
            for parent in (*wider.parents[code], *above) if home.population != 0 else ():
                wider.members.setdefault(parent, []).append(code)
                wider.people[parent] = wider.people.get(parent, 0) + (home.population or 0)
        return wider

    def name(self, level: TerritoryLevel, code: str) -> str:
        """How today's territory is called."""
        return self._gazetteer.get(TerritoryKey(level, code)).name

    def clean(self, level: TerritoryLevel, code: str) -> tuple[str, bool]:
        """The code with the zero that a spreadsheet may have eaten, and whether it was."""
        code = code.upper()
        width = _WIDTHS.get(level)
        if width and len(code) == width - 1 and code.isascii() and code.isdigit():
            return f"0{code}", True
        return code, False

    def find(self, level: TerritoryLevel, code: str) -> TerritoryKey | None:
        """Today's territory of exactly this code."""
        if level is TerritoryLevel.COUNTRY:
            return FRANCE if code in COUNTRY_CODES else None
        known: Collection[str] = (
            self.homes if level is TerritoryLevel.COMMUNE else self.codes.get(level, ())
        )
        return TerritoryKey(level, code) if code in known else None

    def is_commune(self, code: str) -> bool:
        """Today's, a former one or an arrondissement."""
        return code in self.homes or code in self.heirs or code in self.cities

    def check_level(self, level: TerritoryLevel, codes: Collection[str], file: str) -> None:
        """Raise FileRefused where a table that says its level has the codes of another."""
        if not codes:
            return
        known = sum(self._is(level, code) for code in codes)
        if known < _MOST * len(codes):
            raise FileRefused(
                f"« {file} » se dit au niveau « {LEVEL_NAMES[level].singular} », mais la plupart "
                "de ses codes ne sont pas de ce niveau (par exemple "
                f"« {next(iter(codes))[:20]} »).",
                "Vérifiez le découpage choisi au moment de l’export.",
            )

    def guess_level(self, codes: Collection[str], file: str, hint: str) -> TerritoryLevel:
        """The level of a table that does not say it. `hint` only settles between two that fit.

        Raises FileRefused for a zoning that the application does not follow.
        """
        fits = [
            level
            for level in LEVELS
            if sum(self._is(level, code) for code in codes) > _NEARLY_ALL[level] * len(codes)
        ]
        if fits == [TerritoryLevel.COMMUNE] and not self._is_dense(codes):
            raise refuse_zoning(f"semble découpé par {_NAMED_LIKE_COMMUNES}", file)
        if TerritoryLevel.REGION in fits and TerritoryLevel.DEPARTMENT in fits:
            return self._settle(frozenset(codes), file, hint)
        if not fits:
            raise refuse_zoning(_say_zoning(codes), file)
        return fits[0]

    def _is(self, level: TerritoryLevel, code: str) -> bool:
        code = self.clean(level, code)[0]
        if level is TerritoryLevel.COMMUNE:
            return self.is_commune(code)
        return self.find(level, code) is not None

    def _settle(self, codes: frozenset[str], file: str, hint: str) -> TerritoryLevel:
        """Codes such as 11 or 93 are a région and a département both."""
        mainland = {code for code in self.codes[TerritoryLevel.REGION] if not code.startswith("0")}
        if mainland <= codes <= self.codes[TerritoryLevel.REGION]:
            return TerritoryLevel.REGION
        words = hint.upper()
        if "REG" in words and "DEP" not in words:
            return TerritoryLevel.REGION
        if "DEP" in words and "REG" not in words:
            return TerritoryLevel.DEPARTMENT
        raise FileRefused(
            f"Les codes de « {file} » peuvent être ceux de régions ou de départements.",
            "Gardez le nom d’origine du fichier, qui se termine par REG ou DEP.",
        )

    def _is_dense(self, codes: Iterable[str]) -> bool:
        """Bassins de vie bear the code of a commune, but few communes give theirs to one."""
        seen: dict[str, int] = {}
        for code in codes:
            home = self.homes.get(self.clean(TerritoryLevel.COMMUNE, code)[0])
            if home is not None:
                department = home.department or ""
                seen[department] = seen.get(department, 0) + 1
        all_of = dict.fromkeys(seen, 0)
        for home in self.homes.values():
            if home.department in all_of:
                all_of[home.department or ""] += 1
        return sum(seen.values()) >= _DENSE * sum(all_of.values())


@lru_cache(maxsize=1)
def places_of(gazetteer: Gazetteer) -> Places:
    """The codes of a gazetteer, which never changes once read: made once."""
    return Places(gazetteer)


def _communes(gazetteer: Gazetteer) -> Iterable[Territory]:
    yield from gazetteer.at(TerritoryLevel.COMMUNE)
    for collectivity in gazetteer.at(TerritoryLevel.COLLECTIVITY):
        yield from gazetteer.members(collectivity.key)


def _say_zoning(codes: Collection[str]) -> str:
    lengths = [len(code) for code in codes]
    usual = max(set(lengths), key=lengths.count) if lengths else 0
    zoning = {
        3: "arrondissement ou aire d’attraction",
        4: "zone d’emploi ou canton",
        5: f"canton, {_NAMED_LIKE_COMMUNES}",
        9: "Iris ou autre groupement",
    }.get(usual)
    if zoning is None:
        return f"n’a pas de code de territoire connu (par exemple « {next(iter(codes), '')[:20]} »)"
    return f"semble découpé par {zoning}"


def refuse_zoning(seems: str, file: str) -> FileRefused:
    """The refusal of a table cut otherwise than the application's territories.

    `seems` completes « ce fichier … ».
    """
    return FileRefused(
        f"« {file} » {seems} : l’application suit la France, les régions, les départements, les "
        "intercommunalités et les communes, et ne peut pas passer d’un découpage à l’autre sans "
        "inventer.",
        "Refaites l’export avec l’un de ces niveaux.",
    )
