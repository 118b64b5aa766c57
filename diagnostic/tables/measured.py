"""The figures of the charts of measured facts: each with its year and its source.

Cells are text. A dash stands for what is missing, with its reason in the column of sources.
"""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

import pandas as pd

from diagnostic.indicators import (
    R3_NAMES,
    Indicator,
    Indicators,
    Measure,
    ObjectivePosition,
    Peers,
    Position,
    say_year,
)
from diagnostic.indicators.facts import end_of
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.crossings import Crossing
from diagnostic.readings.measures import (
    name_place,
    say_among,
    say_reason,
    say_share,
    say_short,
    say_value,
)
from diagnostic.territories import Gazetteer, TerritoryKey, TerritoryLevel
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING


def indicator_table(
    voice: Voice,
    gazetteer: Gazetteer,
    position: Position,
    level: Iterable[Measure],
    peers: Iterable[TerritoryKey] = (),
    *,
    in_year: int,
) -> pd.DataFrame:
    """The strip: the territory, its région, France, the median of its level, then its peers."""
    here = position.measure
    held = {measure.key: measure for measure in level}
    measures = [here, *([position.around] if position.around else []), position.france]
    names = [name_place(voice, gazetteer, measure.measured) for measure in measures]
    rows = [
        (name, *_figures(voice, measure, in_year))
        for name, measure in zip(names, measures, strict=True)
    ]
    known = [measure.value for measure in held.values() if measure.value is not None]
    if known:
        rows.append(
            (
                voice.say("Médiane {among}", among=say_among(voice, here.key.level)),
                say_short(voice, here.indicator, median(known)),
                _year(voice, here),
                here.short(voice.language),
            )
        )
    rows += [
        (name_place(voice, gazetteer, key), *_figures(voice, held[key], in_year))
        for key in peers
        if key in held
    ]
    return _frame(voice, voice.say("Territoire"), rows)


def level_table(
    voice: Voice, gazetteer: Gazetteer, measures: Iterable[Measure], *, in_year: int
) -> pd.DataFrame:
    """A map: every territory of its level in the order of the codes, never of the values."""
    found = sorted(measures, key=lambda measure: measure.key.code)
    table = _frame(
        voice,
        voice.say("Territoire"),
        [
            (
                name_place(voice, gazetteer, measure.measured),
                *_figures(voice, measure, in_year),
            )
            for measure in found
        ],
    )
    table.insert(0, voice.say("Code"), [measure.key.code for measure in found])
    return table


def years_table(
    voice: Voice,
    gazetteer: Gazetteer,
    measures: Iterable[Measure],
    region: Iterable[Measure] = (),
    france: Iterable[Measure] = (),
) -> pd.DataFrame:
    """The evolution: one row a year, oldest first, one column a place, and the sources."""
    lines = [line for given in (measures, region, france) if (line := tuple(given))]
    by_year = [{m.year: m for m in line if m.year is not None} for line in lines]
    years = sorted({year for line in by_year for year in line}, key=end_of)
    columns = {voice.say("Année"): [say_year(year, voice.language) for year in years]}
    for line, known in zip(lines, by_year, strict=True):
        columns[name_place(voice, gazetteer, line[0].measured)] = [
            _dated(voice, known.get(year)) for year in years
        ]
    columns[voice.say("Source")] = [
        _several(
            voice,
            (
                measure.source.short(voice.language)
                for held in by_year
                if (measure := held.get(year)) and measure.source and measure.value is not None
            ),
        )
        for year in years
    ]
    return pd.DataFrame(columns)


def positions_table(
    voice: Voice,
    questionnaire: Questionnaire,
    positions: Iterable[ObjectivePosition],
    context: Mapping[str, Sequence[Measure]] | None = None,
    *,
    in_year: int,
) -> pd.DataFrame:
    """The portrait: for each domain its place, its facets, then what helps to read it.

    `context`: domain id → facts that say no fragility. Domains without a measure have their
    reason.
    """
    found = tuple(positions)
    rows: list[tuple[str, ...]] = []
    for position in found:
        domain = questionnaire.domain(position.domain_id).short.of(voice.language)
        whole = voice.say("ensemble du domaine")
        if position.value is None:
            reason = position.reason.of(voice.language) if position.reason else MISSING
            rows.append((domain, voice.say("sans mesure"), MISSING, MISSING, MISSING, reason))
        else:
            place = say_share(voice, position.value)
            based = voice.say_many("{number} mesure", "{number} mesures", position.rests_on)
            rows.append((domain, whole, "", place, "", based))
        for part in position.parts if position.value is not None else ():
            value, year, source = _figures(voice, part.measure, in_year)
            share = MISSING if part.fragility is None else say_share(voice, part.fragility)
            rows.append((domain, _label(voice, part.measure), value, share, year, source))
        for measure in (context or {}).get(position.domain_id, ()):
            value, year, source = _figures(voice, measure, in_year)
            label = voice.say("Pour situer : {label}", label=_label(voice, measure))
            rows.append((domain, label, value, "", year, source))
    headings = [
        voice.say("Domaine"),
        voice.say("Mesure"),
        voice.say("Valeur"),
        _place_heading(voice, found),
        voice.say("Année"),
        voice.say("Source, ou raison"),
    ]
    return pd.DataFrame(rows, columns=headings)


def peers_table(
    voice: Voice, gazetteer: Gazetteer, indicators: Indicators, peers: Peers
) -> pd.DataFrame:
    """The territory then its peers from the nearest, on what they were chosen: latest values.

    Headings tell the year. Empty where there is no peer.
    """
    keys = (peers.key, *(peer.key for peer in peers.nearest)) if peers.nearest else ()
    columns = {
        voice.say("Territoire"): [name_place(voice, gazetteer, key) for key in keys],
        voice.say("Distance"): [
            MISSING if place == 0 else voice.number(peers.nearest[place - 1].distance, 2)
            for place in range(len(keys))
        ],
    }
    for indicator in peers.on:
        columns[_dated_label(voice, indicators, peers.key.level, indicator)] = [
            say_short(voice, indicator, indicators.value(key, indicator.id).value) for key in keys
        ]
    return pd.DataFrame(columns)


def crossing_table(voice: Voice, crossings: Iterable[Crossing]) -> pd.DataFrame:
    """R3: one row a domain, felt and measured; why it has no name where it has none."""
    found = tuple(crossings)
    return pd.DataFrame(
        {
            voice.say("Domaine"): [one.domain.short.of(voice.language) for one in found],
            voice.say("Ressenti (0 à 10)"): [voice.number(one.felt) for one in found],
            _place_heading(voice, [one.objective for one in found]): [
                MISSING if one.objective.value is None else say_share(voice, one.objective.value)
                for one in found
            ],
            voice.say("Lecture"): [_read(voice, one) for one in found],
        }
    )


def _figures(voice: Voice, measure: Measure, in_year: int) -> tuple[str, str, str]:
    """Value, year, source; or a dash and its reason."""
    if measure.value is None:
        return MISSING, _year(voice, measure), say_reason(voice, measure)
    return (
        say_value(voice, measure, in_year),
        _year(voice, measure),
        measure.source.short(voice.language) if measure.source else MISSING,
    )


def _year(voice: Voice, measure: Measure) -> str:
    return MISSING if measure.year is None else say_year(measure.year, voice.language)


def _label(voice: Voice, measure: Measure) -> str:
    return measure.indicator.label.of(voice.language)


def _dated(voice: Voice, measure: Measure | None) -> str:
    if measure is None:
        return MISSING
    said = say_short(voice, measure.indicator, measure.value)
    if measure.value is not None and measure.estimated:
        return voice.say("{value} ({notes})", value=said, notes=voice.say("estimé"))
    return said


def _dated_label(
    voice: Voice, indicators: Indicators, level: TerritoryLevel, indicator: Indicator
) -> str:
    years = indicators.years(level, indicator.id)
    label = indicator.label.of(voice.language)
    if not years:
        return label
    return voice.say(
        "{value} ({notes})", value=label, notes=say_year(years[-1].year, voice.language)
    )


def _place_heading(voice: Voice, positions: Sequence[ObjectivePosition]) -> str:
    """« Plus fragile que … % des intercommunalités », by the level of most of them."""
    levels = [(one.borrowed_from or one.key).level for one in positions if one.value is not None]
    if not levels:
        return voice.say("Place mesurée")
    level = max(levels, key=levels.count)
    return voice.say("Plus fragile que … {among}", among=say_among(voice, level))


def _read(voice: Voice, crossing: Crossing) -> str:
    if crossing.name is not None:
        return R3_NAMES[crossing.name].of(voice.language)
    if crossing.objective.reason is not None:
        return crossing.objective.reason.of(voice.language)
    return voice.say("trop peu de réponses")


def _frame(voice: Voice, heading: str, rows: Sequence[tuple[str, ...]]) -> pd.DataFrame:
    return pd.DataFrame(
        rows,
        columns=[
            heading,
            voice.say("Valeur"),
            voice.say("Année"),
            voice.say("Source, ou raison"),
        ],
    )


def _several(voice: Voice, parts: Iterable[str]) -> str:
    return voice.series(dict.fromkeys(parts)) or MISSING
