"""Answers one under the other, a bar per regard; under a line, what is no answer."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.grid import GAP, Grid
from diagnostic.charts.layout import Look, hover, safe, span
from diagnostic.charts.rows import UNFADED, finish, words
from diagnostic.charts.shares import Measuring, wrap_label
from diagnostic.charts.spread import Group, Kind, find_kinds, say_apart
from diagnostic.questionnaire import Question
from diagnostic.texts import Voice

PAD = 7


def draw_options(
    voice: Voice, look: Look, question: Question, groups: Sequence[Group]
) -> tuple[go.Figure, int]:
    """The figure of named answers and its height. Shares in percent of those who answered.

    A selection gives back the answer.
    """
    names = [group.name for group in groups]
    grid = Grid(look, 0, 100, span(look, names) + look.pad, 4 * look.letter)
    shown = [group for group in groups if not group.is_veiled]
    kinds = find_kinds(question, voice.language) if shown else ()
    labels: list[tuple[tuple[str, ...], float]] = []
    heights: dict[tuple[str, int | str], float] = {}
    y = 0.0
    for kind in kinds:
        lines = wrap_label(look, kind.label)
        labels.append((lines, y + PAD + len(lines) * look.line / 2))
        y += PAD + len(lines) * look.line + GAP
        for group in shown:
            heights[group.key, kind.value] = y + look.line / 2
            y += look.line
        y += PAD
    border = y
    title = wrap_label(look, voice.say("À part, hors des pourcentages"))
    labels.append((title, y + PAD + len(title) * look.line / 2))
    y += PAD + len(title) * look.line + GAP
    apart: list[tuple[tuple[str, ...], float]] = []
    for group in groups:
        lines = wrap_label(look, _say_apart(voice, question, group))
        apart.append((lines, y + len(lines) * look.line / 2))
        y += len(lines) * look.line + GAP
    beside = [(group.name, heights[group.key, kind.value]) for kind in kinds for group in shown]
    traces: list[Any] = [
        _column(grid, "names", [(lines, at) for lines, at in labels], grid.low),
        _column(
            grid,
            "regards",
            [((name,), at) for name, at in beside],
            grid.minimum - GAP / grid.unit,
            "left",
        ),
        *(_bars(voice, grid, kinds, group, heights) for group in shown),
        _border(grid, border),
        _column(grid, "apart", apart, grid.low),
    ]
    return finish(grid, voice, y + PAD, traces, Measuring().axis(voice, grid))


def _column(
    grid: Grid,
    meta: str,
    lines: Sequence[tuple[tuple[str, ...], float]],
    x: float,
    side: str = "right",
) -> go.Scatter:
    said = [line for line, _ in lines]
    heights = [at for _, at in lines]
    return words(grid, meta, said, heights, [""] * len(said), x, side)


def _bars(
    voice: Voice,
    grid: Grid,
    kinds: Sequence[Kind],
    group: Group,
    heights: dict[tuple[str, int | str], float],
) -> go.Bar:
    look = grid.look
    tally = group.tally
    shares = [tally.share((kind.value,)) or 0.0 for kind in kinds]
    return go.Bar(
        meta=group.key,
        name=safe(group.name),
        orientation="h",
        base=0,
        x=[share * 100 for share in shares],
        y=[heights[group.key, kind.value] for kind in kinds],
        width=[look.line * 0.62] * len(kinds),
        marker={"color": group.colour, "line": {"width": 0}},
        text=[voice.percent(share) for share in shares],
        textposition="outside",
        textfont={"size": look.small, "color": look.tones.text},
        constraintext="none",
        cliponaxis=False,
        customdata=[str(kind.value) for kind in kinds],
        hovertext=[
            hover(
                kind.label,
                voice.say(
                    "{regard} : {share} (n = {number})",
                    regard=group.name,
                    share=voice.percent(share),
                    number=voice.whole(tally.given),
                ),
            )
            for kind, share in zip(kinds, shares, strict=True)
        ],
        hoverinfo="text",
        showlegend=False,
        **UNFADED,
    )


def _border(grid: Grid, y: float) -> go.Scatter:
    return go.Scatter(
        meta="border",
        mode="lines",
        x=[grid.low, grid.high],
        y=[y, y],
        line={"color": grid.look.tones.line, "width": 2, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
    )


def _say_apart(voice: Voice, question: Question, group: Group) -> str:
    if group.is_veiled:
        first = voice.say("{regard} : trop peu de réponses", regard=group.name)
    else:
        first = voice.say(
            "{regard} : n = {number}", regard=group.name, number=voice.whole(group.tally.given)
        )
    return ", ".join([first, *say_apart(voice, question, group.tally)])
