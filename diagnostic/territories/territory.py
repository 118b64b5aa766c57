"""One territory and its key; a code alone names nothing, since « 93 » is two territories."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from diagnostic.territories.levels import LEVEL_NAMES, LevelName, TerritoryLevel

_CODE = re.compile(r"[0-9A-Za-z-]{1,64}")


class UnknownTerritory(LookupError):
    """No territory has this key; the message, in French, says what to do."""


@dataclass(frozen=True, slots=True)
class TerritoryKey:
    """What identifies a territory everywhere; its text form is « departement:93 »."""

    level: TerritoryLevel
    code: str
    """Insee code (Siren for an EPCI), as text: 01001 keeps its zero."""

    def __str__(self) -> str:
        return f"{self.level.value}:{self.code}"

    @classmethod
    def parse(cls, text: str) -> TerritoryKey:
        """Read the text form; ValueError, in French, when it is malformed."""
        level, separator, code = text.partition(":")
        levels = [known.value for known in TerritoryLevel]
        if not separator or level not in levels or not _CODE.fullmatch(code):
            raise ValueError(
                f"« {text[:80]} » ne désigne pas un territoire. Écrivez le niveau, deux-points "
                f"et le code, par exemple departement:93. Niveaux possibles : {', '.join(levels)}."
            )
        return cls(TerritoryLevel(level), code)


class Alias(NamedTuple):
    """Another code and name that lead to a territory."""

    code: str
    name: str
    """Empty when the source gives the code alone."""


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory as the official list describes it."""

    key: TerritoryKey
    name: str
    population: int | None
    """Municipal population; None where nobody is counted."""
    population_year: int | None
    """Census year of the population (of most of it, for a territory of several communes)."""
    kind: str | None = None
    """Legal form of an EPCI: CC, CA, CU, METRO, MET69."""
    region_code: str | None = None
    department_code: str | None = None
    """For an EPCI over several départements: the one where most of its inhabitants live."""
    epci_code: str | None = None
    collectivity_code: str | None = None
    """Overseas collectivity of a commune that belongs to no département."""
    siren: str | None = None
    postcodes: tuple[str, ...] = ()
    former: tuple[Alias, ...] = ()
    """Communes that joined this one: merged, delegated or associated."""
    districts: tuple[Alias, ...] = ()
    """Arrondissements of Paris, Lyon and Marseille."""

    @property
    def level(self) -> TerritoryLevel:
        return self.key.level

    @property
    def heading(self) -> LevelName:
        """Heading under which to list it; overseas collectivities and their communes are apart."""
        apart = self.collectivity_code is not None
        return LEVEL_NAMES[TerritoryLevel.COLLECTIVITY if apart else self.level]
