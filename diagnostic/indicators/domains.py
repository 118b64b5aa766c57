"""Which indicators speak of a fragility domain, in which sense; none is said plainly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnostic.indicators.facts import Indicator, Sense
from diagnostic.indicators.table import EMPTY, Row
from diagnostic.problems import Problem
from diagnostic.questionnaire import Text

LINK_COLUMNS = ("domain", "indicator_id", "role", "sense", "facet", "note", "note_en")


class Role(StrEnum):
    """What an indicator is for in a domain."""

    MEASURE = "mesure"
    """Enters the domain's position."""
    SIDELIGHT = "eclairage"
    """Shown beside, enters nothing."""


NO_MEASURE = "sans_mesure"
"""What the role column says on the line that tells why a domain has no measure."""


@dataclass(frozen=True, slots=True)
class DomainLink:
    """An indicator in a domain."""

    indicator: Indicator
    role: Role
    sense: Sense
    """In this domain; may differ from the indicator's own."""
    facet: str | None
    """What it measures; of several indicators of one facet, a level uses its latest only."""
    note: Text | None


@dataclass(frozen=True, slots=True)
class DomainLinks:
    """All that is known to measure a domain."""

    domain_id: str
    links: tuple[DomainLink, ...]
    unmeasured: Text | None
    """Why no indicator measures it, and what would; None where one does."""

    @property
    def measures(self) -> tuple[DomainLink, ...]:
        return tuple(link for link in self.links if link.role is Role.MEASURE)

    @property
    def sidelights(self) -> tuple[DomainLink, ...]:
        return tuple(link for link in self.links if link.role is Role.SIDELIGHT)


def read_links(
    rows: Iterable[Row], indicators: Mapping[str, Indicator | None], problems: list[Problem]
) -> dict[str, DomainLinks]:
    """The links by domain, in the order of the file; faults go to `problems`."""
    links: dict[str, list[DomainLink]] = {}
    unmeasured: dict[str, Text] = {}
    lines: dict[str, Row] = {}
    faulty: set[str] = set()
    for row in rows:
        domain = row.identifier("domain")
        if domain is not None:
            lines.setdefault(domain, row)
            found = links.setdefault(domain, [])
            if row.cells["role"] == NO_MEASURE:
                why = row.both("note")
                if row.cells["indicator_id"]:
                    cure = "Retirez l’indicateur, ou donnez-lui un rôle."
                    row.refuse("indicator_id", "Cette ligne dit qu’il n’y a pas de mesure.", cure)
                if why is not None:
                    unmeasured[domain] = why
            else:
                link = _read_link(row, indicators, found)
                if link is None:
                    faulty.add(domain)
                else:
                    found.append(link)
        problems += row.problems
        if row.problems:
            faulty.add(row.cells["domain"])
    for domain, row in lines.items():
        measured = any(link.role is Role.MEASURE for link in links[domain])
        if domain not in faulty and measured == (domain in unmeasured):
            row.refuse("role", *_told_wrong(domain, measured=measured))
            problems += row.problems
    return {
        domain: DomainLinks(domain, tuple(found), unmeasured.get(domain))
        for domain, found in links.items()
    }


def _told_wrong(domain: str, *, measured: bool) -> tuple[str, str]:
    if measured:
        cause = f"Le domaine {domain} a une mesure, et une ligne « {NO_MEASURE} »."
        return cause, "Retirez l’une des deux."
    cause = f"Rien ne dit pourquoi le domaine {domain} n’a pas de mesure."
    return cause, f"Ajoutez une ligne « {NO_MEASURE} » avec une note."


def _read_link(
    row: Row, indicators: Mapping[str, Indicator | None], found: Iterable[DomainLink]
) -> DomainLink | None:
    name = row.known("indicator_id", indicators)
    role, sense = row.among("role", Role), row.among("sense", Sense)
    facet, note = row.cells["facet"] or None, row.both("note", required=False)
    if any(link.indicator.id == name for link in found):
        row.refuse("indicator_id", f"« {name} » est déjà dans ce domaine.", "Gardez-le une fois.")
    if role is Role.MEASURE:
        if sense is Sense.CONTEXT:
            cause = "Une mesure dit dans quel sens elle se lit."
            row.refuse("sense", cause, "Écrivez fragilite ou ressource, ou faites-en un eclairage.")
        if facet is None:
            row.refuse("facet", EMPTY, "Dites ce que la mesure mesure, en un mot.")
    indicator = indicators.get(name or "")
    if indicator is None or role is None or sense is None or row.problems:
        return None
    return DomainLink(indicator, role, sense, facet, note)
