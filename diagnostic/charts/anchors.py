"""An anchor question: each regard's answers here and, where there is one, France's."""

from collections.abc import Sequence
from itertools import groupby

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.facing import draw_facing
from diagnostic.charts.layout import Look, hover
from diagnostic.charts.rows import Bar, Legend, Mark, Row, draw
from diagnostic.charts.shares import Measuring, wrap_label
from diagnostic.charts.wording import plural, say_base, short_figure
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    Questionnaire,
    RankingQuestion,
)
from diagnostic.readings import AnchorReading, AnchorRow
from diagnostic.readings.uncertainty import read_share_interval, say_share_interval
from diagnostic.scoring import Tally
from diagnostic.texts import Voice

MOST_SAID = 4
"""Answers told in the sentence of the chart; a table says them all."""


def draw_anchor(
    voice: Voice,
    questionnaire: Questionnaire,
    reading: AnchorReading,
    *,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """The answers to one anchor question; None where no answer can be shown.

    With national figures, one line per regard, so that France stands under the regard that it
    is about; without, one row per answer. A selection gives back the options' ids, joined by +.
    """
    look = Look(dark, wall)
    question = reading.question
    measuring = Measuring(len(question.options) if isinstance(question, RankingQuestion) else 0)
    rows = [row for row in reading.rows if row.share is not None]
    if any(measuring.fitting(row) for row in rows):
        figure, height = draw_facing(voice, questionnaire, look, measuring, rows)
    elif rows:
        figure, height = _side_by_side(voice, questionnaire, look, measuring, rows)
    elif reading.whole and reading.whole.counts:
        return _together(voice, questionnaire, look, reading, reading.whole)
    else:
        return None
    return Chart(figure, _alt(voice, questionnaire, reading, measuring, rows), height)


def _legend(voice: Voice) -> Legend:
    return Legend(bar=voice.say("Moyenne"), together=voice.say("Toute la salle"))


def _side_by_side(
    voice: Voice,
    questionnaire: Questionnaire,
    look: Look,
    measuring: Measuring,
    rows: Sequence[AnchorRow],
) -> tuple[go.Figure, int]:
    drawn = []
    for options, group in groupby(rows, key=lambda row: row.options):
        found = list(group)
        marks = tuple(
            Mark(
                row.viewpoint,
                value,
                hover(
                    row.label[voice.language],
                    voice.say(
                        "{regard} : {mark}",
                        regard=plural(questionnaire, row.viewpoint, voice),
                        mark=measuring.say(voice, row),
                    ),
                    say_base(voice, row.given),
                    "" if measuring.ranks else say_share_interval(voice, row.interval),
                    voice.say("Pas de repère national."),
                ),
                measuring.interval(row),
            )
            for row in found
            if (value := measuring.value(row)) is not None
        )
        name = wrap_label(look, found[0].label[voice.language])
        drawn.append(Row(key="+".join(options), name=name, marks=marks))
    grid = measuring.grid(look)
    axis = measuring.axis(voice, grid)
    return draw(voice, questionnaire, grid, drawn, _legend(voice), axis)


def _together(
    voice: Voice, questionnaire: Questionnaire, look: Look, reading: AnchorReading, whole: Tally
) -> Chart:
    question = reading.question
    assert isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion)
    drawn, said = [], []
    for option in question.options:
        share = whole.share((option.id,)) or 0.0
        label = option.label.of(voice.language)
        told = hover(
            label,
            voice.say("Toute la salle : {mark}", mark=voice.percent(share)),
            say_base(voice, whole.given),
            say_share_interval(voice, read_share_interval(share, whole.given)),
        )
        drawn.append(
            Row(
                key=option.id,
                name=wrap_label(look, label),
                aside=(voice.percent(share),),
                bar=Bar(share * 100, told, together=True),
            )
        )
        said.append(f"{label} {voice.percent(share)}")
    grid = Measuring().grid(look)
    axis = Measuring().axis(voice, grid)
    figure, height = draw(voice, questionnaire, grid, drawn, _legend(voice), axis)
    alt = voice.say(
        "{question} Toute la salle (n = {number}) : {answers}.",
        question=question.wording.of(voice.language),
        number=voice.whole(whole.given),
        answers=voice.series(said),
    )
    return Chart(figure, alt, height)


def _alt(
    voice: Voice,
    questionnaire: Questionnaire,
    reading: AnchorReading,
    measuring: Measuring,
    rows: Sequence[AnchorRow],
) -> str:
    answers = []
    for _, group in groupby(rows, key=lambda row: row.options):
        found = list(group)
        regards = [_said(voice, questionnaire, measuring, row) for row in found]
        answers.append(f"{found[0].label[voice.language]} ({', '.join(regards)})")
    said = voice.say(
        "{question} Par regard : {answers}.",
        question=reading.question.wording.of(voice.language),
        answers=voice.series(answers[:MOST_SAID]),
    )
    left = len(answers) - MOST_SAID
    if left <= 0:
        return said
    return f"{said} " + voice.say_many(
        "{number} autre réponse est dans le tableau.",
        "{number} autres réponses sont dans le tableau.",
        left,
    )


def _said(voice: Voice, questionnaire: Questionnaire, measuring: Measuring, row: AnchorRow) -> str:
    here = f"{plural(questionnaire, row.viewpoint, voice).lower()} {measuring.say(voice, row)}"
    there = [
        voice.say("France {year} {figure}", year=f.source.year, figure=short_figure(voice, f))
        for f in measuring.fitting(row)
    ]
    return ", ".join([here, *there])
