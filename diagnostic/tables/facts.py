"""Several figures of one territory, each with its place, beside France and its région."""

from collections.abc import Iterable

import pandas as pd

from diagnostic.indicators import Fact, Measure, Position, Sense
from diagnostic.readings.measured import say_height
from diagnostic.readings.measures import say_figure, say_short
from diagnostic.readings.provenance import say_when, say_whose
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING


def facts_table(
    voice: Voice, facts: Iterable[tuple[Fact, Position]], *, in_year: int
) -> pd.DataFrame:
    """One row a figure that is known: its value, its year and its place; then what is beside it.

    The position is that of the territory whose figure it is. Few columns: it is read on a phone.
    """
    found = list(facts)
    return pd.DataFrame(
        {
            voice.say("Chiffre"): [_label(voice, fact) for fact, _ in found],
            voice.say("Ici"): [_here(voice, fact.latest, place, in_year) for fact, place in found],
            voice.say("France et région"): [_beside(voice, place, in_year) for _, place in found],
        }
    )


def _label(voice: Voice, fact: Fact) -> str:
    label = fact.indicator.label.of(voice.language)
    if fact.indicator.sense is Sense.CONTEXT:
        return voice.say("{label} (pour situer)", label=label)
    return label


def _here(voice: Voice, measure: Measure, place: Position, in_year: int) -> str:
    when = (say_when(voice, measure, in_year), say_whose(voice, measure))
    said = voice.say(
        "{value} ({when})",
        value=say_figure(voice, measure.indicator, measure.value),
        when=", ".join(part for part in when if part),
    )
    height = say_height(voice, place)
    return voice.say("{figure}, {height}", figure=said, height=height) if height else said


def _beside(voice: Voice, place: Position, in_year: int) -> str:
    names = (voice.say("France"), voice.say("région"))
    said = [
        voice.say(
            "{name} {value} ({when})",
            name=name,
            value=say_short(voice, measure.indicator, measure.value),
            when=say_when(voice, measure, in_year),
        )
        for name, measure in zip(names, (place.france, place.around), strict=True)
        if measure is not None and measure.value is not None
    ]
    return ", ".join(said) or MISSING
