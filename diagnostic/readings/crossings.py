"""R3 « vécu et mesuré »: each domain as it is felt, beside what the statistics say of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diagnostic.indicators import (
    OBJECTIVE_CUT,
    PERCEIVED_CUT,
    R3,
    R3_NAMES,
    R3_SENTENCES,
    Indicators,
    ObjectivePosition,
    read_r3,
)
from diagnostic.questionnaire import Domain
from diagnostic.readings.fragilities import DomainReading
from diagnostic.readings.provenance import say_lender
from diagnostic.territories import Gazetteer, Territory
from diagnostic.texts import Voice


@dataclass(frozen=True, slots=True)
class Crossing:
    """R3: one domain as it is felt, beside what is measured."""

    domain: Domain
    felt: float | None
    """Cross mark from 0 to 10; None where too few people answered."""
    objective: ObjectivePosition
    name: R3 | None
    """None where one of the two is missing."""


def read_crossings(
    readings: Iterable[DomainReading],
    indicators: Indicators,
    territory: Territory,
    gazetteer: Gazetteer,
    cut: float = PERCEIVED_CUT,
    objective_cut: float = OBJECTIVE_CUT,
) -> tuple[Crossing, ...]:
    """R3: each domain felt (0 to 10) beside its measured position (0 to 1), in reading order."""
    crossings = []
    for reading in readings:
        objective = indicators.objective_of(territory, reading.domain.id, gazetteer)
        name = read_r3(reading.height, objective.value, cut, objective_cut)
        crossings.append(Crossing(reading.domain, reading.height, objective, name))
    return tuple(crossings)


def say_crossings(voice: Voice, crossings: Sequence[Crossing]) -> str:
    """The sentence of R3: on how many domains what is felt and what is measured meet."""
    named = [crossing.name for crossing in crossings if crossing.name]
    if not named:
        return voice.say("Aucun domaine n’est à la fois noté ici et mesuré.")
    apart = sum(name in (R3.FELT, R3.BLIND_SPOT) for name in named)
    return voice.say_many(
        "Un domaine est à la fois noté ici et mesuré.",
        "Sur {number} domaines notés ici et mesurés, le vécu et les chiffres vont dans le même "
        "sens pour {meeting} et s’écartent pour {apart}.",
        len(named),
        meeting=len(named) - apart,
        apart=apart,
    )


def say_borrowing(voice: Voice, gazetteer: Gazetteer, crossings: Iterable[Crossing]) -> str:
    """Whose figures stand for a commune, a quarter or a perimeter; empty where they are its own."""
    lenders = dict.fromkeys(
        crossing.objective.borrowed_from
        for crossing in crossings
        if crossing.objective.borrowed_from and crossing.objective.value is not None
    )
    names = [say_lender(voice, gazetteer.get(key)) for key in lenders if key]
    if not names:
        return ""
    return voice.say("Les chiffres sont ceux {names}.", names=voice.join(names))


def say_group(voice: Voice, name: R3, crossings: Iterable[Crossing]) -> str:
    """One of the four names, what it means, and its domains; empty where it has none."""
    domains = [
        voice.say("« {domain} »", domain=crossing.domain.short.of(voice.language))
        for crossing in crossings
        if crossing.name is name
    ]
    if not domains:
        return ""
    title = R3_NAMES[name].of(voice.language)
    return voice.say(
        "**{title} : {domains}.** {sentence}",
        title=title[0].upper() + title[1:],
        domains=voice.join(domains),
        sentence=R3_SENTENCES[name].of(voice.language),
    )
