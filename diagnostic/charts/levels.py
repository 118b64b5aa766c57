"""Axes and items, drawn alike: levels from 0 (absent) to 4 (irrigant), a mark per regard."""

from collections.abc import Sequence
from itertools import pairwise

import plotly.graph_objects as go

from diagnostic.charts.grid import Grid
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
    grid = fit(look, 0, HIGHEST, rows, margin=2 * look.letter)
    ticks = {
        level: "<br>".join([str(level), *(safe(word) for word in lines)])
        for level, lines in enumerate(_lines(names, grid))
    }
    return draw(voice, questionnaire, grid, rows, legend, grid.axis(ticks, side="bottom"))


def _lines(names: Sequence[str], grid: Grid) -> list[list[str]]:
    """The words under each level, one a line; every other name lower where two would touch."""
    lines = [names[i].split() if i < len(names) else [] for i in range(HIGHEST + 1)]
    touching = any(
        (len(left) + len(right) + 1) / 2 * grid.look.letter > grid.unit
        for here, after in pairwise(lines)
        for left, right in zip(here, after, strict=False)
    )
    if touching:
        lower = max(len(said) for said in lines[::2])
        for said in lines[1::2]:
            said[:0] = [""] * lower
    return lines
