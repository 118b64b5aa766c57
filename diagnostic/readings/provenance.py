"""Where a figure comes from, in words: its year, whose it is, who published it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diagnostic.indicators import METHOD_NAMES, Measure, say_year
from diagnostic.indicators.facts import end_of
from diagnostic.readings.measures import say_reason
from diagnostic.territories import Territory, TerritoryLevel
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING


def say_when(voice: Voice, measure: Measure, in_year: int) -> str:
    """« 2016, chiffre ancien », « 2021, estimation »; a dash where nothing was gathered."""
    if measure.year is None:
        return MISSING
    said = [say_year(measure.year, voice.language)]
    if measure.value is not None and measure.is_old(in_year):
        said.append(voice.say("chiffre ancien"))
    if measure.estimated:
        said.append(voice.say("estimation"))
    return ", ".join(said)


def say_whose(voice: Voice, measure: Measure) -> str:
    """« chiffre de l’intercommunalité »; empty for the territory's own."""
    if measure.borrowed_from is None:
        return ""
    return name_lender(voice, measure.borrowed_from.level)


def say_unknown(voice: Voice, measures: Iterable[Measure]) -> tuple[str, ...]:
    """What has no value, one line for each reason: « – Infirmiers, Pharmacies : {reason} »."""
    labels: dict[str, list[str]] = {}
    for measure in measures:
        if reason := say_reason(voice, measure):
            labels.setdefault(reason, []).append(measure.indicator.label.of(voice.language))
    return tuple(
        voice.say("– {names} : {reason}", names=voice.join(names), reason=reason)
        for reason, names in labels.items()
    )


def say_lender(voice: Voice, territory: Territory) -> str:
    """« du département (Ardèche) »."""
    name = territory.name
    if territory.level is TerritoryLevel.EPCI:
        return voice.say("de l’intercommunalité ({name})", name=name)
    if territory.level is TerritoryLevel.DEPARTMENT:
        return voice.say("du département ({name})", name=name)
    return voice.say("de la région ({name})", name=name)


def say_sources(voice: Voice, measures: Iterable[Measure | None]) -> str:
    """Each source once, with its date and its licence, then the years and how they were had."""
    told: dict[str, dict[str, str]] = {}
    sources = {}
    for measure in measures:
        if measure is None or measure.value is None or measure.source is None:
            continue
        assert measure.year is not None
        assert measure.method is not None
        sources[measure.source.id] = measure.source
        method = METHOD_NAMES[measure.method].of(voice.language)
        told.setdefault(measure.source.id, {})[measure.year] = method
    said = []
    for source_id, source in sources.items():
        methods: dict[str, list[str]] = {}
        for year, method in sorted(told[source_id].items(), key=lambda pair: end_of(pair[0])):
            methods.setdefault(method, []).append(year)
        said.append(source.full(voice.language))
        said += [
            voice.say("{years} : {method}.", years=_say_years(voice, years), method=method)
            for method, years in methods.items()
        ]
    return " ".join(said)


def say_producers(voice: Voice, measures: Iterable[Measure]) -> str:
    """« Sources : DITP, Insee ; années 2014 à 2024. »; empty without any value."""
    producers: set[str] = set()
    years: set[str] = set()
    for measure in measures:
        if measure.source is not None and measure.year is not None and measure.value is not None:
            producers.add(measure.source.producer)
            years.add(measure.year[:4])
    if not years:
        return ""
    names = voice.series(sorted(producers))
    if len(years) == 1:
        return voice.say("Sources : {names}. Année {year}.", names=names, year=min(years))
    return voice.say(
        "Sources : {names}. Années {first} à {last}.",
        names=names,
        first=min(years),
        last=max(years),
    )


def _say_years(voice: Voice, years: Sequence[str]) -> str:
    """« 2021 », « 2014 à 2024 »."""
    first, last = say_year(years[0], voice.language), say_year(years[-1], voice.language)
    if first == last:
        return first
    return voice.say("{first} à {last}", first=first, last=last)


def name_lender(voice: Voice, level: TerritoryLevel) -> str:
    if level is TerritoryLevel.EPCI:
        return voice.say("chiffre de l’intercommunalité")
    if level is TerritoryLevel.DEPARTMENT:
        return voice.say("chiffre du département")
    return voice.say("chiffre de la région")
