"""The portrait of a territory in sentences: what stands out, beside whom; never a rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diagnostic.indicators import (
    DomainPart,
    Fact,
    Indicators,
    Measure,
    ObjectivePosition,
    Peers,
    Position,
)
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.measures import say_figure, say_level, say_short
from diagnostic.readings.provenance import name_lender, say_lender, say_when
from diagnostic.territories import Gazetteer, Territory, TerritoryKey, TerritoryLevel
from diagnostic.texts import Voice

TELLING = 2 / 3
"""Share of the other territories beyond which a side is named: fragile, or of resources."""
MIDDLE = 0.05
"""Distance to the median under which a place is called close to the middle."""
MOST_TOLD = 2
"""Domains told on each side."""
_NEAREST = (TerritoryLevel.EPCI, TerritoryLevel.DEPARTMENT, TerritoryLevel.REGION)


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
    """Wider territories whose figures these are, nearest first."""
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
    heading: str = ""
    """What it is about; empty for a sentence that needs none."""
    source: str = ""


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
    lent = {fact.latest.borrowed_from for fact in facts if fact.latest.value is not None}
    return Portrait(
        territory=territory,
        facts=facts,
        positions=positions,
        fragile=_stand_out(indicators, positions, in_year, fragile=True),
        resourceful=_stand_out(indicators, positions, in_year, fragile=False),
        lenders=_sort_lenders(lent, territory, gazetteer),
        in_year=in_year,
    )


def _sort_lenders(
    lent: Iterable[TerritoryKey | None], territory: Territory, gazetteer: Gazetteer
) -> tuple[TerritoryKey, ...]:
    """Nearest first: Paris takes from its département before Greater Paris."""

    def distance(key: TerritoryKey) -> tuple[bool, int]:
        same = gazetteer.get(key).population == territory.population
        return not same, _NEAREST.index(key.level)

    return tuple(sorted((key for key in lent if key), key=distance))


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


def read_beside(
    indicators: Indicators,
    gazetteer: Gazetteer,
    keys: Iterable[TerritoryKey],
    indicator_id: str,
) -> tuple[Measure, ...]:
    """The latest value of other territories, in their order; a commune's may be borrowed."""
    found = []
    for key in keys:
        if key.level is TerritoryLevel.COMMUNE:
            facts = indicators.of(key, gazetteer)
            found.append(next(f.latest for f in facts if f.indicator.id == indicator_id))
        else:
            found.append(indicators.value(key, indicator_id))
    return tuple(found)


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
    said = [
        _say_standout(
            voice,
            standout,
            portrait.in_year,
            voice.say(
                "Du côté fragile, « {domain} ».",
                domain=_short(voice, questionnaire, standout.position),
            ),
        )
        for standout in portrait.fragile
    ]
    if placed and not portrait.fragile:
        told = voice.say("Aucun des domaines mesurés ne se place nettement du côté fragile.")
        said.append(Sentence(told))
    said += [
        _say_standout(
            voice,
            standout,
            portrait.in_year,
            voice.say(
                "Du côté des ressources, « {domain} ».",
                domain=_short(voice, questionnaire, standout.position),
            ),
        )
        for standout in portrait.resourceful
    ]
    if placed and not portrait.resourceful:
        told = voice.say("Aucun des domaines mesurés ne se place nettement du côté des ressources.")
        said.append(Sentence(told))
    return (*said, Sentence(_say_coverage(voice, questionnaire, portrait.positions)))


def say_lenders(voice: Voice, gazetteer: Gazetteer, portrait: Portrait) -> str:
    """Whose figures a commune, a quarter or a perimeter shows; empty where they are its own."""
    if not portrait.lenders:
        return ""
    names = [say_lender(voice, gazetteer.get(key)) for key in portrait.lenders]
    if len(names) == 1:
        return voice.say(
            "Pas de chiffre à ce niveau dans les fichiers lus : ce sont ceux {first}.",
            first=names[0],
        )
    return voice.say(
        "Pas de chiffre à ce niveau dans les fichiers lus : ce sont ceux {first} et, à défaut, "
        "{others}. C’est dit à chaque chiffre.",
        first=names[0],
        others=voice.join(names[1:]),
    )


def say_levels(
    voice: Voice, questionnaire: Questionnaire, positions: Iterable[ObjectivePosition]
) -> str:
    """Which domains are placed among another level than the others; empty where none is."""
    domains: dict[TerritoryLevel, list[str]] = {}
    for position in positions:
        if position.value is not None:
            level = (position.borrowed_from or position.key).level
            domains.setdefault(level, []).append(_short(voice, questionnaire, position))
    levels = sorted(domains, key=lambda level: -len(domains[level]))
    return " ".join(
        voice.say(
            "Placés parmi les {level} : {names}.",
            level=say_level(voice, level),
            names=voice.join(voice.say("« {domain} »", domain=name) for name in domains[level]),
        )
        for level in levels[1:]
    )


def say_height(voice: Voice, position: Position) -> str:
    """« plus haut que dans 85 % des autres intercommunalités »; empty where it has no place."""
    percentile = position.percentile
    if percentile is None:
        return ""
    level = position.measure.key.level
    if abs(percentile - 0.5) <= MIDDLE:
        return voice.say("proche du milieu parmi les {level}", level=say_level(voice, level))
    higher = percentile > 0.5
    share = percentile if higher else 1 - percentile
    if share == 1:
        among = say_level(voice, level)
        if higher:
            return voice.say("plus haut que partout ailleurs parmi les {level}", level=among)
        return voice.say("plus bas que partout ailleurs parmi les {level}", level=among)
    parts = {
        "share": voice.percent(min(share, 0.99)),
        "level": say_level(voice, level),
    }
    if higher:
        return voice.say("plus haut que dans {share} des autres {level}", **parts)
    return voice.say("plus bas que dans {share} des autres {level}", **parts)


def _inside(label: str) -> str:
    """The label as it stands inside a sentence; an acronym keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def say_peers(voice: Voice, peers: Peers) -> str:
    """Why these territories are called close."""
    if peers.reason is not None:
        return peers.reason.of(voice.language)
    said = voice.say(
        "Les {count} {level} les plus proches, sur ces chiffres pris ensemble : {names}.",
        count=voice.whole(len(peers.nearest)),
        level=say_level(voice, peers.key.level),
        names=voice.join(_inside(one.label.of(voice.language)) for one in peers.on),
    )
    if peers.unused:
        said += " " + voice.say(
            "Sans chiffre ici, donc laissé de côté : {names}.",
            names=voice.join(_inside(one.label.of(voice.language)) for one in peers.unused),
        )
    if peers.left_out:
        said += " " + voice.say_many(
            "{number} territoire à qui il manque un de ces chiffres n’est pas comparé.",
            "{number} territoires à qui il manque un de ces chiffres ne sont pas comparés.",
            peers.left_out,
        )
    return said


def _say_standout(voice: Voice, standout: Standout, in_year: int, heading: str) -> Sentence:
    """The indicator, its value here and in France, and its place."""
    place = standout.place
    here, france = place.measure, place.france
    assert here.source is not None
    when = say_when(voice, here, in_year)
    if france.value is not None:
        when = voice.say(
            "{when} ; France : {there}", when=when, there=_say_there(voice, france, here, in_year)
        )
    said = voice.say(
        "{label} : {value} ({when}), {place}.",
        label=here.indicator.label.of(voice.language),
        value=say_figure(voice, here.indicator, here.value),
        when=when,
        place=say_height(voice, place),
    )
    source, lender = here.source.short(voice.language), standout.position.borrowed_from
    if lender is not None:
        source = voice.say(
            "{source} ; {whose}", source=source, whose=name_lender(voice, lender.level)
        )
    return Sentence(said, heading, source)


def _say_there(voice: Voice, there: Measure, here: Measure, in_year: int) -> str:
    """France's value, with its year where it is another one."""
    value = say_short(voice, there.indicator, there.value)
    if there.year != here.year:
        when = say_when(voice, there, in_year)
        if (there.year or "").isdigit():
            return voice.say("{value} en {when}", value=value, when=when)
        return voice.say("{value}, {when}", value=value, when=when)
    if there.estimated:
        return voice.say("{value}, estimation", value=value)
    return value


def _say_coverage(
    voice: Voice, questionnaire: Questionnaire, positions: Sequence[ObjectivePosition]
) -> str:
    """How many domains are measured here, and which, or which are not."""
    missing = [position for position in positions if position.value is None]
    known = [position for position in positions if position.value is not None]
    said = voice.say_many(
        "{number} domaine sur {all} est mesuré ici.",
        "{number} domaines sur {all} sont mesurés ici.",
        len(known),
        all=len(positions),
    )
    if not missing or len(missing) == len(positions):
        return said
    fewer = missing if 2 * len(missing) <= len(positions) else known
    names = voice.join(
        voice.say("« {domain} »", domain=_short(voice, questionnaire, position))
        for position in fewer
    )
    if fewer is missing:
        return f"{said} " + voice.say("Sans mesure : {names}.", names=names)
    return f"{said} " + voice.say("Ce sont {names}.", names=names)


def _short(voice: Voice, questionnaire: Questionnaire, position: ObjectivePosition) -> str:
    return questionnaire.domain(position.domain_id).short.of(voice.language)
