"""What stands in one cell: a figure and its base, how sure it is, or why there is none."""

from collections.abc import Callable, Iterable
from functools import partial

from diagnostic.benchmarks import Benchmark, Measure
from diagnostic.confidence import TOO_MANY_UNKNOWN, Interval, is_split, tally_agreement
from diagnostic.questionnaire import LevelsQuestion, ScaleQuestion
from diagnostic.readings import AnchorRow, AxisReading, Comparison, GapName
from diagnostic.readings.uncertainty import (
    name_standing,
    read_interval,
    say_difference,
    say_ends,
    say_share_ends,
    say_sureness,
)
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tally
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING


def say_too_few(voice: Voice) -> str:
    return voice.say("trop peu de réponses")


def if_shown(voice: Voice, tally: Tally, said: str) -> str:
    return said if tally.counts else say_too_few(voice)


def interval_of(voice: Voice, tally: Tally | AxisTally | None, found: Interval | None) -> str:
    """The ends; a dash where there is no mean, words where too few gave an answer."""
    if tally is None or tally.mean is None:
        return MISSING
    return say_ends(voice, found) if found else say_sureness(voice, tally, None)


def ends_of(voice: Voice, found: Interval | None) -> str:
    return say_ends(voice, found) if found else voice.say("trop peu de réponses pour un intervalle")


def items_of(voice: Voice, tally: AxisTally | None) -> str:
    """How many items of the axis the mean rests on, and how many people each of them has."""
    if tally is None or tally.mean is None or not tally.items:
        return MISSING
    if not tally.is_partial:
        return voice.whole(tally.items)
    return voice.say(
        "{items} ({each} personnes par question)",
        items=voice.whole(tally.items),
        each=voice.number(tally.people_each),
    )


def against_france(voice: Voice, comparison: Comparison | None) -> str:
    if comparison is None:
        return MISSING
    said = say_difference(voice, comparison)
    return voice.say(
        "{difference} : {standing}",
        difference=said,
        standing=name_standing(voice, comparison.standing),
    )


def share_intervals(
    voice: Voice, rows: Iterable[AnchorRow], *, ranked: bool
) -> dict[str, list[str]]:
    """A rank has no interval."""
    if ranked:
        return {}
    return {
        voice.say("Intervalle à 95 %"): [
            MISSING
            if row.share is None
            else say_share_ends(voice, row.interval)
            if row.interval
            else voice.say("trop peu de réponses pour un intervalle")
            for row in rows
        ]
    }


def standings(voice: Voice, rows: Iterable[AnchorRow]) -> dict[str, list[str]]:
    found = [row.comparison for row in rows]
    if not any(found):
        return {}
    return {voice.say("Face à la France"): [against_france(voice, one) for one in found]}


def sureness(
    voice: Voice,
    question: ScaleQuestion | LevelsQuestion,
    total: Callable[[Tally], int | None] = lambda _: None,
) -> list[tuple[str, Callable[[Tally], str]]]:
    """The mean, its interval and how far the group agrees, as rows of a table.

    `total`: how many people there are in all of a group, where it is known.
    """
    scale = (0, 4)
    if isinstance(question, ScaleQuestion):
        scale = (question.minimum, question.maximum)

    def mean(tally: Tally) -> str:
        figure = voice.number(tally.mean)
        if is_split(tally, scale):
            return voice.say("{mean}, avis partagés", mean=figure)
        return figure

    rows: list[tuple[str, Callable[[Tally], str]]] = [
        (voice.say("moyenne"), mean),
        (
            voice.say("intervalle à 95 %"),
            lambda t: ends_of(voice, read_interval(t, scale, total(t))),
        ),
        (
            voice.say("accord (A de van der Eijk, −1 à 1)"),
            lambda t: voice.number(tally_agreement(t, scale), 2),
        ),
    ]
    return [(name, partial(_shown, voice, say)) for name, say in rows]


def _shown(voice: Voice, say: Callable[[Tally], str], tally: Tally) -> str:
    return if_shown(voice, tally, say(tally))


def mark_of(voice: Voice, tally: Tally | None, *, asked: bool) -> str:
    if tally is None:
        return say_too_few(voice) if asked else MISSING
    if tally.mean is None:
        return if_shown(voice, tally, MISSING)
    return f"{voice.number(tally.mean)} ({voice.whole(tally.given)})"


def axis_mark_of(voice: Voice, reading: AxisReading, viewpoint: Viewpoint) -> str:
    tally = reading.marks.get(viewpoint)
    if tally and (tally.dont_know_share or 0.0) > TOO_MANY_UNKNOWN:
        return voice.say("ne sait pas : {share}", share=voice.percent(tally.dont_know_share))
    if tally is None or tally.mean is None:
        return say_too_few(voice)
    return f"{voice.number(tally.mean)} ({voice.whole(tally.given)})"


def here_of(voice: Voice, row: AnchorRow, *, ranked: bool) -> str:
    if row.share is None:
        return say_too_few(voice)
    if not ranked:
        return voice.percent(row.share)
    if row.rank is None:
        return voice.say("non cité")
    return voice.say("rang {rank}", rank=voice.whole(row.rank))


def figure_of(voice: Voice, figure: Benchmark) -> str:
    if figure.measure is Measure.RANK:
        return voice.say("rang {rank}", rank=voice.number(figure.value, 0))
    return voice.percent(figure.value / 100)


def several(parts: Iterable[str]) -> str:
    return ", ".join(parts) or MISSING


def gap_name(voice: Voice, name: GapName) -> str:
    if name is GapName.WIDE:
        return voice.say("écart de regards")
    return voice.say("nuance") if name is GapName.SLIGHT else voice.say("accord")
