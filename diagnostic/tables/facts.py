"""Several figures of one territory, each beside France and its région, with its place."""

from collections.abc import Iterable

import pandas as pd

from diagnostic.indicators import Fact, Measure, Position, Sense
from diagnostic.readings.measured import say_height, say_when, say_whose
from diagnostic.readings.measures import say_figure, say_missing, say_short
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING


def facts_table(
    voice: Voice, facts: Iterable[tuple[Fact, Position | None]], *, in_year: int
) -> pd.DataFrame:
    """One row a figure: its value with its year, or why there is none; France; the région; place.

    The position is that of the territory whose figure it is; None without a value.
    """
    found = list(facts)
    return pd.DataFrame(
        {
            voice.say("Chiffre"): [_label(voice, fact) for fact, _ in found],
            voice.say("Ici"): [_here(voice, fact.latest, in_year) for fact, _ in found],
            voice.say("Place"): [
                say_height(voice, place) or MISSING if place else MISSING for _, place in found
            ],
            voice.say("France"): [
                _beside(voice, place.france if place else None, in_year) for _, place in found
            ],
            voice.say("Région"): [
                _beside(voice, place.region if place else None, in_year) for _, place in found
            ],
        }
    )


def _label(voice: Voice, fact: Fact) -> str:
    label = fact.indicator.label.of(voice.language)
    if fact.indicator.sense is Sense.CONTEXT:
        return voice.say("{label} (pour situer)", label=label)
    return label


def _here(voice: Voice, measure: Measure, in_year: int) -> str:
    if measure.value is None:
        return say_missing(voice, measure)
    when = (say_when(voice, measure, in_year), say_whose(voice, measure))
    return voice.say(
        "{value} ({when})",
        value=say_figure(voice, measure.indicator, measure.value),
        when=", ".join(part for part in when if part),
    )


def _beside(voice: Voice, measure: Measure | None, in_year: int) -> str:
    if measure is None or measure.value is None:
        return MISSING
    return voice.say(
        "{value} ({when})",
        value=say_short(voice, measure.indicator, measure.value),
        when=say_when(voice, measure, in_year),
    )
