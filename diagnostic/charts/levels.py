"""Axes and items, drawn alike: levels from 0 (absent) to 4 (irrigant), a mark per regard."""

from collections.abc import Sequence

import plotly.graph_objects as go

from diagnostic.charts.layout import Look, safe
from diagnostic.charts.rows import Legend, Row, draw, fit
from diagnostic.questionnaire import LevelsQuestion, Questionnaire
from diagnostic.texts import Voice

HIGHEST = 4


def level_names(questionnaire: Questionnaire, question_id: str, language: str) -> tuple[str, ...]:
    """The names of the levels of a question, from 0 up; empty where they have none."""
    question = questionnaire.question(question_id)
    if isinstance(question, LevelsQuestion):
        return tuple(name.of(language) for name in question.names)
    return ()


def draw_levels(
    voice: Voice,
    questionnaire: Questionnaire,
    look: Look,
    rows: Sequence[Row],
    names: Sequence[str],
    legend: Legend,
) -> tuple[go.Figure, int]:
    """The figure of these rows on the scale of levels, and its height."""
    grid = fit(look, 0, HIGHEST, rows)
    ticks = {
        level: "<br>".join([str(level), *(safe(word) for word in _split(names, level))])
        for level in range(HIGHEST + 1)
    }
    return draw(voice, questionnaire, grid, rows, legend, grid.axis(ticks, side="bottom"))


def _split(names: Sequence[str], level: int) -> list[str]:
    # One word a line: five names side by side hold on a phone.
    return names[level].split() if level < len(names) else []
