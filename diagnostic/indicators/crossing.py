"""R3, perceived beside measured: where a domain stands, and what the two together say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from diagnostic.indicators.domains import DomainLink
from diagnostic.indicators.facts import Measure
from diagnostic.questionnaire import Text
from diagnostic.territories import TerritoryKey

PERCEIVED_CUT = 6.0
"""Cross mark from which a domain is felt as fragile; the leading national marks of 2019."""
OBJECTIVE_CUT = 0.5
"""Position from which a domain is measured as fragile: the median of the level."""


class R3(StrEnum):
    """The four names of what is felt beside what is measured."""

    CONFIRMED = "confirme"
    FELT = "ressenti"
    BLIND_SPOT = "angle_mort"
    STRENGTH = "point_d_appui"


R3_NAMES: Mapping[R3, Text] = {
    R3.CONFIRMED: Text(fr="confirmé", en="confirmed"),
    R3.FELT: Text(fr="ressenti", en="felt"),
    R3.BLIND_SPOT: Text(fr="angle mort", en="blind spot"),
    R3.STRENGTH: Text(fr="point d’appui", en="strength to build on"),
}
R3_SENTENCES: Mapping[R3, Text] = {
    R3.CONFIRMED: Text(
        fr="Ressenti comme fragile, et les chiffres vont dans le même sens.",
        en="Felt as fragile, and the figures point the same way.",
    ),
    R3.FELT: Text(
        fr="Ressenti comme fragile, alors que les chiffres réunis le montrent moins : à écouter.",
        en="Felt as fragile, although the figures gathered show it less: listen.",
    ),
    R3.BLIND_SPOT: Text(
        fr="Peu ressenti, alors que les chiffres réunis montrent une fragilité : à montrer.",
        en="Little felt, although the figures gathered show a fragility: show it.",
    ),
    R3.STRENGTH: Text(
        fr="Peu ressenti, et les chiffres vont dans le même sens : à faire valoir.",
        en="Little felt, and the figures point the same way: build on it.",
    ),
}


def read_r3(
    perceived: float | None,
    objective: float | None,
    cut: float = PERCEIVED_CUT,
    objective_cut: float = OBJECTIVE_CUT,
) -> R3 | None:
    """Name what is felt (mark from 0 to 10) beside what is measured (position from 0 to 1).

    A value at its cut is on the fragile side. None where one of the two is missing.
    """
    if perceived is None or objective is None:
        return None
    felt = round(perceived, 9) >= cut
    measured = round(objective, 9) >= objective_cut
    if felt:
        return R3.CONFIRMED if measured else R3.FELT
    return R3.BLIND_SPOT if measured else R3.STRENGTH


@dataclass(frozen=True, slots=True)
class DomainPart:
    """One facet of a domain in a territory."""

    link: DomainLink
    measure: Measure
    fragility: float | None
    """Share of the other territories of the level that are less fragile; None where unknown."""


@dataclass(frozen=True, slots=True)
class ObjectivePosition:
    """Where a domain stands, measured, among the territories of the level.

    The parts are oriented towards fragility and averaged, one part per facet; the territories are
    then placed by that mean. So 0.5 is the median of the level, and `value` reads « plus fragile,
    sur ces indicateurs, que {value} des autres ».
    """

    key: TerritoryKey
    domain_id: str
    value: float | None
    """0 to 1; None where it cannot be told."""
    mean: float | None
    """Mean of the parts' fragilities, before territories are placed by it."""
    known: int
    """Territories of the level that are placed on this domain."""
    parts: tuple[DomainPart, ...]
    """What it rests on, facet by facet, unknown ones included."""
    reason: Text | None
    """Why there is no value; None where there is one."""
    borrowed_from: TerritoryKey | None = None
    """The wider territory whose position this is."""

    @property
    def rests_on(self) -> int:
        """How many facets are known here."""
        return sum(part.fragility is not None for part in self.parts)


def mean_of(fragilities: Sequence[float | None]) -> float | None:
    """Mean of the known ones; None unless more than half of the facets are known."""
    known = [fragility for fragility in fragilities if fragility is not None]
    if 2 * len(known) <= len(fragilities):
        return None
    return round(fsum(known) / len(known), 9)
