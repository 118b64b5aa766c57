"""R5 « notre façon de coopérer »: the axes A to H, each regard on its own."""

from collections.abc import Iterable, Sequence

from diagnostic.charts.chart import Chart
from diagnostic.charts.layout import Look, hover, wrap
from diagnostic.charts.levels import HIGHEST, draw_levels, level_names
from diagnostic.charts.rows import Bar, Legend, Mark, Row
from diagnostic.charts.wording import plural, say_base
from diagnostic.confidence import TOO_MANY_UNKNOWN
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import AxisReading
from diagnostic.readings.uncertainty import say_sureness
from diagnostic.scoring import AxisTally
from diagnostic.texts import Voice

NAME_WIDTH = 30
NOTE_WIDTH = 38


def draw_axes(
    voice: Voice,
    questionnaire: Questionnaire,
    readings: Iterable[AxisReading],
    *,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """One row per axis that has a mark, in the order given; None where none has.

    A selection gives back the axis' id.
    """
    found = [reading for reading in readings if reading.mean is not None]
    if not found:
        return None
    figure, height = draw_levels(
        voice,
        questionnaire,
        Look(dark, wall),
        [_row(voice, questionnaire, reading) for reading in found],
        level_names(questionnaire, found[0].axis.items[0].id, voice.language),
        Legend(
            bar=voice.say("Moyenne"),
            together=voice.say("Toute la salle"),
        ),
    )
    return Chart(figure, _alt(voice, found), height)


def name_axis(voice: Voice, reading: AxisReading) -> str:
    """« A Dialogue »."""
    return f"{reading.axis.id} {reading.axis.short.of(voice.language)}"


def _row(voice: Voice, questionnaire: Questionnaire, reading: AxisReading) -> Row:
    name = reading.axis.name.of(voice.language)
    marks = tuple(
        Mark(
            viewpoint,
            tally.mean,
            hover(
                name,
                voice.say(
                    "{regard} : {mark}",
                    regard=plural(questionnaire, viewpoint, voice),
                    mark=voice.mark(tally.mean, HIGHEST),
                ),
                say_base(voice, tally.given),
                say_sureness(voice, tally, reading.interval(viewpoint)),
                voice.say("« ne sait pas » : {share}", share=voice.percent(tally.dont_know_share))
                if tally.dont_know_share
                else "",
                say_items(voice, tally),
            ),
            reading.interval(viewpoint),
        )
        for viewpoint, tally in reading.marks.items()
        if tally.mean is not None
    )
    unknowing = [
        plural(questionnaire, viewpoint, voice)
        for viewpoint, tally in reading.marks.items()
        if (tally.dont_know_share or 0.0) > TOO_MANY_UNKNOWN
    ]
    mean = reading.mean if reading.mean is not None else 0.0
    lines = wrap(name_axis(voice, reading), NAME_WIDTH)
    if unknowing:
        said = voice.say("{regards} : surtout « ne sait pas »", regards=voice.join(unknowing))
        lines += wrap(said, NOTE_WIDTH)
    return Row(
        key=reading.axis.id,
        name=lines,
        aside=(voice.number(reading.mean),),
        bar=Bar(
            mean,
            hover(
                name,
                voice.say("Moyenne des regards : {mark}", mark=voice.mark(mean, HIGHEST)),
                voice.say_many("{number} regard", "{number} regards", len(marks)),
            ),
        ),
        marks=marks,
    )


def say_items(voice: Voice, tally: AxisTally) -> str:
    """How many items a mean rests on, and that whoever left one out weighs nothing there."""
    if not tally.items or tally.people_each is None:
        return ""
    if not tally.is_partial:
        return voice.say_many(
            "Note d’une seule question du tronc commun.",
            "Moyenne des notes de {number} questions du tronc commun.",
            tally.items,
        )
    return voice.say_many(
        "Note d’une seule question du tronc commun, sur {each} personnes ; les autres n’y comptent "
        "pas pour zéro.",
        "Moyenne des notes de {number} questions du tronc commun, sur {each} personnes chacune en "
        "moyenne ; qui n’y a pas donné de niveau n’y compte pas pour zéro.",
        tally.items,
        each=_people(voice, tally.people_each),
    )


def _people(voice: Voice, each: float) -> str:
    return voice.whole(round(each)) if each == round(each) else voice.number(each)


def _alt(voice: Voice, readings: Sequence[AxisReading]) -> str:
    return voice.say_many(
        "{number} axe de coopération, de 0 à 4, moyenne des regards : {marks}.",
        "{number} axes de coopération, de 0 à 4, moyenne des regards : {marks}.",
        len(readings),
        marks=voice.series([f"{name_axis(voice, r)} {voice.number(r.mean)}" for r in readings]),
    )
