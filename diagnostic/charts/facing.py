"""Each regard on its own line, and under it what the same regard answered in France."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from diagnostic.benchmarks import Benchmark
from diagnostic.charts.grid import GAP, Grid, seat
from diagnostic.charts.layout import Look, hover, span
from diagnostic.charts.rows import UNFADED, diamonds, finish, signs, words
from diagnostic.charts.shares import Measuring, wrap_label
from diagnostic.charts.wording import hover_france, plural, say_base
from diagnostic.confidence import INDICATIVE_UNDER
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import AnchorRow
from diagnostic.readings.uncertainty import say_share_interval, say_standing
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice

PAD = 7
"""Pixels above and under an answer's block."""


@dataclass(frozen=True, slots=True)
class Line:
    """One regard's line; heights in pixels from the top."""

    row: AnchorRow
    y: float
    national: tuple[tuple[Benchmark, float, str], ...]
    """Figure, height, side of its year."""


@dataclass(frozen=True, slots=True)
class Block:
    """One answer, or group of answers."""

    key: str
    label: tuple[str, ...]
    words: float
    """Middle of the label."""
    top: float
    bottom: float
    lines: tuple[Line, ...]


def draw_facing(
    voice: Voice,
    questionnaire: Questionnaire,
    look: Look,
    measuring: Measuring,
    rows: Sequence[AnchorRow],
) -> tuple[go.Figure, int]:
    """The figure of these rows, grouped by answer, and its height."""
    regards = {row.viewpoint: plural(questionnaire, row.viewpoint, voice) for row in rows}
    grid = measuring.grid(
        look,
        before=span(look, regards.values()) + look.pad,
        after=span(look, [measuring.say(voice, row) for row in rows]) + look.pad / 2,
    )
    blocks: list[Block] = []
    for _, group in groupby(rows, key=lambda row: row.options):
        top = blocks[-1].bottom if blocks else 0.0
        blocks.append(_place(voice, grid, measuring, list(group), top))
    lines = [(block, line) for block in blocks for line in block.lines]
    keys = [block.key for block, _ in lines]
    heights = [line.y for _, line in lines]
    asides = [(measuring.say(voice, line.row),) for _, line in lines]
    traces: list[Any] = [
        _shades(grid, blocks),
        _links(grid, measuring, [line for _, line in lines]),
        words(
            grid,
            "names",
            [block.label for block in blocks],
            [block.words for block in blocks],
            [block.key for block in blocks],
            grid.low,
            "right",
        ),
        words(
            grid,
            "regards",
            [(regards[line.row.viewpoint],) for _, line in lines],
            heights,
            keys,
            grid.minimum - grid.pad / grid.unit,
            "left",
        ),
        words(grid, "asides", asides, heights, keys, grid.high, "left"),
    ]
    for viewpoint in Viewpoint:
        mine = [
            (block, line, value)
            for block, line in lines
            if line.row.viewpoint is viewpoint and (value := measuring.value(line.row)) is not None
        ]
        if mine:
            points = [
                (value, line.y, _hover(voice, measuring, regards[viewpoint], line.row), block.key)
                for block, line, value in mine
            ]
            intervals = [measuring.interval(line.row) for _, line, _ in mine]
            trace = signs(look, viewpoint, regards[viewpoint], points, intervals)
            # The regard is named on its line.
            traces.append(trace.update(showlegend=False))
    ticks = [
        (
            figure.value,
            y,
            hover_france(voice, questionnaire, figure, line.row.viewpoint),
            block.key,
            figure.source.year,
            side,
        )
        for block, line in lines
        for figure, y, side in line.national
    ]
    traces.append(diamonds(look, voice.say("France, même regard"), ticks))
    return finish(grid, voice, blocks[-1].bottom, traces, measuring.axis(voice, grid))


def _place(
    voice: Voice, grid: Grid, measuring: Measuring, rows: Sequence[AnchorRow], top: float
) -> Block:
    look = grid.look
    label = wrap_label(look, rows[0].label[voice.language])
    y = top + PAD + len(label) * look.line + GAP
    lines = []
    for row in rows:
        here, found = measuring.value(row), measuring.fitting(row)
        seats = seat(
            grid,
            [(grid.sign * f.value, f.source.year) for f in found],
            away_from=None if here is None else grid.sign * here,
        )
        national = tuple(
            (figure, y + look.line * (lane + 1.5), side)
            for figure, (lane, side) in zip(found, seats, strict=True)
        )
        lines.append(Line(row, y + look.line / 2, national))
        y += look.line * (max((lane for lane, _ in seats), default=-1) + 2) + GAP
    return Block(
        key="+".join(rows[0].options),
        label=label,
        words=top + PAD + len(label) * look.line / 2,
        top=top,
        bottom=y + PAD,
        lines=tuple(lines),
    )


def _shades(grid: Grid, blocks: Sequence[Block]) -> go.Bar:
    clear = "rgba(0,0,0,0)"
    return go.Bar(
        meta="rows",
        orientation="h",
        base=[grid.sign * grid.low] * len(blocks),
        x=[grid.sign * (grid.high - grid.low)] * len(blocks),
        y=[(block.top + block.bottom) / 2 for block in blocks],
        width=[block.bottom - block.top for block in blocks],
        marker={
            "color": [clear if i % 2 else grid.look.tones.band for i in range(len(blocks))],
            "line": {"width": 0},
        },
        customdata=[block.key for block in blocks],
        hoverinfo="none",
        showlegend=False,
        **UNFADED,
    )


def _links(grid: Grid, measuring: Measuring, lines: Sequence[Line]) -> go.Scatter:
    look = grid.look
    x: list[float | None] = []
    y: list[float | None] = []
    for line in lines:
        value = measuring.value(line.row)
        for figure, height, _ in line.national if value is not None else ():
            x += [value, figure.value, None]
            y += [line.y, height, None]
    return go.Scatter(
        meta="links",
        mode="lines",
        x=x,
        y=y,
        line={"color": look.tones.line, "width": 2 if look.wall else 1},
        hoverinfo="skip",
        showlegend=False,
    )


def _hover(voice: Voice, measuring: Measuring, regard: str, row: AnchorRow) -> str:
    compared = bool(measuring.fitting(row))
    return hover(
        row.label[voice.language],
        voice.say("{regard} : {mark}", regard=regard, mark=measuring.say(voice, row)),
        say_base(voice, row.given, indicative=compared and row.given < INDICATIVE_UNDER),
        "" if measuring.ranks else say_share_interval(voice, row.interval),
        say_standing(voice, row.comparison) if row.comparison else "",
        "" if compared else voice.say("Pas de repère national."),
    )
