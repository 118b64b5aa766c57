"""A measured fact in words: its value, its age, its place among its level; never a rank."""

from collections.abc import Iterable, Mapping

from diagnostic.indicators import (
    DomainLinks,
    Indicator,
    Indicators,
    Measure,
    ObjectivePosition,
    Position,
    Role,
    Sense,
    say_year,
)
from diagnostic.territories import FRANCE, Gazetteer, TerritoryKey, TerritoryLevel
from diagnostic.texts import Voice
from diagnostic.texts.typography import NO_BREAK
from diagnostic.texts.voice import MISSING

_SHORT_UNIT = 8
"""Letters of a unit that still fits beside a mark: « minutes »."""


def say_figure(voice: Voice, indicator: Indicator, value: float | None) -> str:
    """A value in its unit: « 7,4 % », « 8,9 pour 10 000 habitants »; a dash without value."""
    if value is None:
        return MISSING
    return _join(voice, voice.number(value, indicator.decimals), indicator.unit.of(voice.language))


def say_short(voice: Voice, indicator: Indicator, value: float | None) -> str:
    """The same beside a mark, where the title says the unit: « 7,4 % », « 21 540 € », « 8,9 »."""
    if value is None:
        return MISSING
    unit = indicator.unit.of(voice.language)
    if unit[0] in "%€":
        unit = unit[0]
    elif len(unit) > _SHORT_UNIT:
        unit = ""
    return _join(voice, voice.number(value, indicator.decimals), unit)


def say_value(voice: Voice, measure: Measure, in_year: int, beside: Measure | None = None) -> str:
    """A measure in its unit: « 15,3 % (estimé) », « 8,9 % (chiffre de 2013) »."""
    said = say_figure(voice, measure.indicator, measure.value)
    notes = say_notes(voice, measure, in_year, beside)
    return voice.say("{value} ({notes})", value=said, notes=notes) if notes else said


def say_notes(voice: Voice, measure: Measure, in_year: int, beside: Measure | None = None) -> str:
    """What must be said with a value: that it is estimated, that it is old; mostly nothing.

    With `beside`, a year that differs from that measure's is told too.
    """
    if measure.value is None or measure.year is None:
        return ""
    notes = [voice.say("estimé")] if measure.estimated else []
    if measure.is_old(in_year):
        years = [part for part in measure.year.split("-") if len(part) == 4]
        notes.append(voice.say("chiffre de {year}", year=years[-1]))
    elif beside is not None and beside.year != measure.year:
        notes.append(say_year(measure.year, voice.language))
    return ", ".join(notes)


def say_reason(voice: Voice, measure: Measure) -> str:
    """Why there is no value; empty where there is one."""
    if measure.value is not None:
        return ""
    if measure.missing is None:
        return voice.say("Pas de valeur dans le fichier lu.")
    return measure.missing.of(voice.language)


def say_missing(voice: Voice, measure: Measure) -> str:
    """A dash and why there is no value; empty where there is one."""
    reason = say_reason(voice, measure)
    return voice.say("– : {reason}", reason=reason) if reason else ""


def say_share(voice: Voice, share: float) -> str:
    """« 72 % », from a share of 0 to 1; both ends are not rounded to none or to all."""
    if share < 0.01:
        return voice.say("moins de 1 %")
    if share > 0.99:
        return voice.say("plus de 99 %")
    return voice.percent(share)


def say_fragility(voice: Voice, fragility: float, level: TerritoryLevel) -> str:
    """« plus fragile que 72 % des intercommunalités », from a share of 0 to 1."""
    return voice.say(
        "plus fragile que {share} {among}",
        share=say_share(voice, fragility),
        among=say_among(voice, level),
    )


def say_place(voice: Voice, position: Position) -> str:
    """Its place among its level; by the value alone where its sense says no fragility.

    Empty where it has no place.
    """
    level = position.measure.key.level
    if position.fragility is not None:
        return say_fragility(voice, position.fragility, level)
    if position.percentile is None:
        return ""
    return voice.say(
        "plus haut que dans {share} des autres {level}",
        share=say_share(voice, position.percentile),
        level=say_level(voice, level),
    )


def say_objective(voice: Voice, position: ObjectivePosition) -> str:
    """« plus fragile que 72 % des intercommunalités », or why it cannot be told."""
    if position.value is not None:
        return say_fragility(voice, position.value, (position.borrowed_from or position.key).level)
    if position.reason is None:
        return MISSING
    return voice.say("– : {reason}", reason=position.reason.of(voice.language))


def say_among(voice: Voice, level: TerritoryLevel) -> str:
    """« des intercommunalités »: an article and its plural are one word to translate."""
    match level:
        case TerritoryLevel.EPCI:
            return voice.say("des intercommunalités")
        case TerritoryLevel.DEPARTMENT:
            return voice.say("des départements")
        case TerritoryLevel.REGION:
            return voice.say("des régions")
        case _:
            return voice.say("des territoires")


def say_level(voice: Voice, level: TerritoryLevel) -> str:
    """« intercommunalités »."""
    match level:
        case TerritoryLevel.EPCI:
            return voice.say("intercommunalités")
        case TerritoryLevel.DEPARTMENT:
            return voice.say("départements")
        case TerritoryLevel.REGION:
            return voice.say("régions")
        case _:
            return voice.say("territoires")


def say_count(voice: Voice, level: TerritoryLevel, number: int) -> str:
    """« 1 237 intercommunalités »."""
    return f"{voice.whole(number)}{NO_BREAK}{say_level(voice, level)}"


def name_place(voice: Voice, gazetteer: Gazetteer, key: TerritoryKey) -> str:
    """A territory's name as it is told from its homonyms."""
    return voice.say("France") if key == FRANCE else gazetteer.label(gazetteer.get(key))


def read_level(
    indicators: Indicators, level: TerritoryLevel, indicator_id: str, year: str | None = None
) -> tuple[Measure, ...]:
    """The values of all territories of a level in one year (by default the latest gathered).

    Missing ones come with their reason. Empty for a level without any. Raises UnknownIndicator.
    """
    years = indicators.years(level, indicator_id)
    if not years:
        return ()
    asked = years[-1].year if year is None else year
    return tuple(
        indicators.value(key, indicator_id, asked) for key in indicators.territories(level)
    )


def read_context(
    links: Iterable[DomainLinks], measures: Iterable[Measure]
) -> Mapping[str, tuple[Measure, ...]]:
    """Domain id → the facts that help to read it without telling its fragility."""
    known = {measure.indicator.id: measure for measure in measures}
    return {
        one.domain_id: tuple(
            known[link.indicator.id]
            for link in one.links
            if link.role is Role.SIDELIGHT
            and link.sense is Sense.CONTEXT
            and link.indicator.id in known
        )
        for one in links
    }


def _join(voice: Voice, number: str, unit: str) -> str:
    if not unit:
        return number
    tight = voice.language == "en" and unit.startswith("%")
    return f"{number}{unit}" if tight else f"{number}{NO_BREAK}{unit}"
