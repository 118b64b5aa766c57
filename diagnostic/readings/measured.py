"""Measured facts in sentences: where a territory stands, beside whom, and what people feel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diagnostic.indicators import (
    OBJECTIVE_CUT,
    PERCEIVED_CUT,
    R3,
    R3_NAMES,
    R3_SENTENCES,
    DomainPart,
    Fact,
    Indicators,
    Measure,
    ObjectivePosition,
    Peers,
    Position,
    read_r3,
    say_year,
)
from diagnostic.questionnaire import Domain, Questionnaire
from diagnostic.readings.fragilities import DomainReading
from diagnostic.territories import Gazetteer, Territory, TerritoryKey, TerritoryLevel
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING

TELLING = 2 / 3
"""Share of the other territories beyond which a side is named: fragile, or of resources."""
MIDDLE = 0.05
"""Distance to the median under which a place is called close to the middle."""
MOST_TOLD = 2
"""Domains told on each side."""


@dataclass(frozen=True, slots=True)
class Standout:
    """A domain on which a territory stands to one side, and the figure that tells it."""

    position: ObjectivePosition
    part: DomainPart
    place: Position


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the public statistics say of a territory, before any questionnaire."""

    territory: Territory
    facts: tuple[Fact, ...]
    """Every indicator, in the order of their file."""
    positions: tuple[ObjectivePosition, ...]
    """Every fragility domain, those without a measure included."""
    fragile: tuple[Standout, ...]
    """Domains on the fragile side, the furthest first; at most MOST_TOLD."""
    resourceful: tuple[Standout, ...]
    """Domains on the side of resources, the furthest first; at most MOST_TOLD."""
    lenders: tuple[TerritoryKey, ...]
    """Wider territories whose figures these are, the one that lends most first."""
    in_year: int
    """The year of reading: a figure is old or not on that day."""

    @property
    def known(self) -> int:
        """Indicators that have a value here."""
        return sum(fact.latest.value is not None for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the source of the figures it holds."""

    said: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Crossing:
    """R3: one domain as it is felt, beside what is measured."""

    domain: Domain
    felt: float | None
    """Cross mark from 0 to 10; None where too few people answered."""
    objective: ObjectivePosition
    name: R3 | None
    """None where one of the two is missing."""


def read_portrait(
    indicators: Indicators, territory: Territory, gazetteer: Gazetteer, in_year: int
) -> Portrait:
    """Everything measured on a territory, and what stands out of it.

    Raises UnknownTerritory for a région, a département or an EPCI that the table does not have.
    """
    facts = indicators.of(territory, gazetteer)
    positions = tuple(
        indicators.objective_of(territory, links.domain_id, gazetteer)
        for links in indicators.domains
    )
    lent: dict[TerritoryKey, int] = {}
    for fact in facts:
        if fact.latest.borrowed_from and fact.latest.value is not None:
            lent[fact.latest.borrowed_from] = lent.get(fact.latest.borrowed_from, 0) + 1
    return Portrait(
        territory=territory,
        facts=facts,
        positions=positions,
        fragile=_stand_out(indicators, positions, in_year, fragile=True),
        resourceful=_stand_out(indicators, positions, in_year, fragile=False),
        lenders=tuple(sorted(lent, key=lambda key: -lent[key])),
        in_year=in_year,
    )


def _stand_out(
    indicators: Indicators,
    positions: Iterable[ObjectivePosition],
    in_year: int,
    *,
    fragile: bool,
) -> tuple[Standout, ...]:
    """The domains furthest on one side, each by its figure furthest on it, recent ones first."""

    def reach(fragility: float) -> float:
        return fragility if fragile else 1 - fragility

    found: list[Standout] = []
    told: set[str] = set()
    for position in sorted(positions, key=lambda p: -reach(p.value or 0.0)):
        if position.value is None or reach(position.value) < TELLING:
            continue
        parts = [
            (not part.measure.is_old(in_year), reach(part.fragility), part)
            for part in position.parts
            if part.fragility is not None
            and reach(part.fragility) >= TELLING
            and part.link.indicator.id not in told
        ]
        if not parts:
            continue
        part = max(parts, key=lambda one: one[:2])[2]
        told.add(part.link.indicator.id)
        place = indicators.position(part.measure.measured, part.link.indicator.id)
        found.append(Standout(position, part, place))
    return tuple(found[:MOST_TOLD])


def say_portrait(
    voice: Voice, questionnaire: Questionnaire, portrait: Portrait
) -> tuple[Sentence, ...]:
    """Three to five sentences: what stands out on each side, and what is not measured."""
    placed = [position for position in portrait.positions if position.value is not None]
    if not portrait.known:
        return (Sentence(voice.say("Aucun chiffre de ce territoire dans les fichiers lus.")),)
    if portrait.territory.level is TerritoryLevel.COUNTRY:
        told = voice.say(
            "La France est le repère des autres territoires : ses chiffres se lisent, ils n’ont "
            "pas de place parmi d’autres."
        )
        return (Sentence(told),)
    said: list[Sentence] = []
    for standout in portrait.fragile:
        domain = _name(voice, questionnaire, standout)
        figure = _say_standout(voice, standout, portrait.in_year)
        told = voice.say(
            "**Du côté fragile, « {domain} ».** {figure}", domain=domain, figure=figure
        )
        said.append(Sentence(told, standout.place.measure.source_name(voice.language)))
    if placed and not portrait.fragile:
        told = voice.say("Aucun des domaines mesurés ne se place nettement du côté fragile.")
        said.append(Sentence(told))
    for standout in portrait.resourceful:
        domain = _name(voice, questionnaire, standout)
        figure = _say_standout(voice, standout, portrait.in_year)
        told = voice.say(
            "**Du côté des ressources, « {domain} ».** {figure}", domain=domain, figure=figure
        )
        said.append(Sentence(told, standout.place.measure.source_name(voice.language)))
    if placed and not portrait.resourceful:
        told = voice.say(
            "Aucun des domaines mesurés ne se place nettement du côté des ressources."
        )
        said.append(Sentence(told))
    return (*said, Sentence(_say_unmeasured(voice, questionnaire, portrait.positions)))
