"""The items of one axis, each regard on its own."""

from collections.abc import Iterable, Sequence

from diagnostic.charts.chart import Chart
from diagnostic.charts.layout import Look, hover, wrap
from diagnostic.charts.levels import HIGHEST, draw_levels, level_names
from diagnostic.charts.rows import Bar, Legend, Mark, Row
from diagnostic.charts.wording import plural, say_base
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import ItemReading
from diagnostic.readings.uncertainty import say_interval
from diagnostic.texts import Voice

NAME_WIDTH = 30


def draw_items(
    voice: Voice,
    questionnaire: Questionnaire,
    readings: Iterable[ItemReading],
    *,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """One row per item that has a mark, in the order given; None where none has.

    A selection gives back the item's id.
    """
    found = [reading for reading in readings if _has_mark(reading)]
    if not found:
        return None
    figure, height = draw_levels(
        voice,
        questionnaire,
        Look(dark, wall),
        [_row(voice, questionnaire, reading) for reading in found],
        level_names(questionnaire, found[0].question.id, voice.language),
        Legend(
            bar=voice.say("Moyenne"),
            together=voice.say("Toute la salle"),
        ),
    )
    return Chart(figure, _alt(voice, questionnaire, found), height)


def _has_mark(reading: ItemReading) -> bool:
    if reading.whole and reading.whole.mean is not None:
        return True
    return any(tally.mean is not None for tally in reading.marks.values())


def _row(voice: Voice, questionnaire: Questionnaire, reading: ItemReading) -> Row:
    name = f"{reading.question.id} {reading.short}"
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
                say_interval(voice, reading.interval(viewpoint)),
            ),
            reading.interval(viewpoint),
        )
        for viewpoint, tally in reading.marks.items()
        if tally.mean is not None
    )
    bar = None
    aside: tuple[str, ...] = ()
    whole = reading.whole
    if not marks and whole and whole.mean is not None:
        said = voice.say("Toute la salle : {mark}", mark=voice.mark(whole.mean, HIGHEST))
        bar = Bar(whole.mean, hover(name, said, say_base(voice, whole.given)), together=True)
        aside = (voice.say("toute la salle : {figure}", figure=voice.number(whole.mean)),)
    return Row(
        key=reading.question.id, name=wrap(name, NAME_WIDTH), aside=aside, bar=bar, marks=marks
    )


def _alt(voice: Voice, questionnaire: Questionnaire, readings: Sequence[ItemReading]) -> str:
    return voice.say_many(
        "{number} question de coopération, de 0 à 4 : {items}.",
        "{number} questions de coopération, de 0 à 4 : {items}.",
        len(readings),
        items=voice.series([_said(voice, questionnaire, reading) for reading in readings]),
    )


def _said(voice: Voice, questionnaire: Questionnaire, reading: ItemReading) -> str:
    marks = [
        f"{plural(questionnaire, viewpoint, voice).lower()} {voice.number(tally.mean)}"
        for viewpoint, tally in reading.marks.items()
        if tally.mean is not None
    ]
    if not marks and reading.whole:
        marks = [voice.say("toute la salle {mark}", mark=voice.number(reading.whole.mean))]
    return f"{reading.short} ({', '.join(marks)})"
