"""Rows of marks: each row has its name, a bar, a mark per regard, and France under them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.grid import Grid, Place, depth, dodge, place, seat
from diagnostic.charts.layout import Look, frame, safe, span, stack
from diagnostic.charts.palette import FRANCE_SYMBOL, SIGNS
from diagnostic.charts.wording import plural
from diagnostic.confidence import Interval
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice
from diagnostic.texts.typography import NO_BREAK

UNFADED: Mapping[str, Any] = {
    # Plotly fades what is not selected, which would hide the regards one is reading.
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 1}},
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A regard's place on the scale."""

    viewpoint: Viewpoint
    value: float
    hover: str
    """Safe, in lines; as everywhere for `hover`."""
    interval: Interval | None = None
    """Drawn as a thin line through the mark."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A national mark, with the few words written beside it."""

    value: float
    label: str
    hover: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands for several regards, or for everybody together."""

    value: float
    hover: str
    together: bool = False
    """True where it is one group of people, not the mean of several: drawn hollow."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. Names and asides are plain lines, made safe when drawn."""

    key: str
    """What a selection of this row gives back."""
    name: tuple[str, ...]
    aside: tuple[str, ...] = ()
    """Written at the right."""
    bar: Bar | None = None
    marks: tuple[Mark, ...] = ()
    ticks: tuple[Tick, ...] = ()


@dataclass(frozen=True, slots=True)
class Legend:
    """The names of what is not a regard."""

    bar: str
    together: str
    france: str = ""


def fit(look: Look, minimum: float, maximum: float, rows: Sequence[Row], margin: float = 0) -> Grid:
    """The grid of these rows: on a wall, with a column for names and one for asides."""
    if not look.wall:
        return Grid(look, minimum, maximum, margin=margin)
    return Grid(
        look,
        minimum,
        maximum,
        before=span(look, [line for row in rows for line in row.name]) + look.pad,
        after=span(look, [line for row in rows for line in row.aside]) + look.pad,
        margin=margin,
    )


def draw(
    voice: Voice,
    questionnaire: Questionnaire,
    grid: Grid,
    rows: Sequence[Row],
    legend: Legend,
    axis: Mapping[str, Any],
) -> tuple[go.Figure, int]:
    """The figure of these rows and its height."""
    lanes = [dodge([mark.value for mark in row.marks], grid.apart) for row in rows]
    seats = [seat(grid, [(tick.value, tick.label) for tick in row.ticks]) for row in rows]
    places = place(
        grid,
        [
            (
                max(len(row.name), len(row.aside)),
                max(lanes[i], default=0) + 1,
                max((lane for lane, _ in seats[i]), default=-1) + 1,
            )
            for i, row in enumerate(rows)
        ],
    )
    traces: list[Any] = [bands(grid, [row.key for row in rows], places)]
    traces += _bars(grid, rows, places, legend)
    traces += label(grid, rows, places)
    for viewpoint in Viewpoint:
        found = [
            (mark, places[i].lanes[lanes[i][j]], row.key)
            for i, row in enumerate(rows)
            for j, mark in enumerate(row.marks)
            if mark.viewpoint is viewpoint
        ]
        if found:
            points = [(mark.value, y, mark.hover, key) for mark, y, key in found]
            name = plural(questionnaire, viewpoint, voice)
            intervals = [mark.interval for mark, _, _ in found]
            traces.append(signs(grid.look, viewpoint, name, points, intervals))
    ticks = [
        (
            tick.value,
            places[i].under[seats[i][j][0]],
            tick.hover,
            row.key,
            tick.label,
            seats[i][j][1],
        )
        for i, row in enumerate(rows)
        for j, tick in enumerate(row.ticks)
    ]
    if ticks:
        traces.append(diamonds(grid.look, legend.france, ticks))
    return finish(grid, voice, places[-1].bottom, traces, axis)


def finish(
    grid: Grid, voice: Voice, bottom: float, traces: Iterable[Any], axis: Mapping[str, Any]
) -> tuple[go.Figure, int]:
    """The figure of traces placed down to `bottom` pixels, and its height."""
    drawn = list(traces)
    look = grid.look
    named = sum(trace.showlegend is not False for trace in drawn)
    # Two names a line on a phone; a wider screen needs less, and spreads the rows a little.
    above = look.line * (1.2 * -(-named // (4 if look.wall else 2)) + 2)
    height = round(bottom + above + 16)
    return frame(look, voice, height, drawn, xaxis=axis, yaxis=depth(bottom)), height


def bands(grid: Grid, keys: Sequence[str], places: Sequence[Place]) -> go.Bar:
    """The whole width of each row: what a click on it selects; every other one shaded."""
    clear = "rgba(0,0,0,0)"
    return go.Bar(
        meta="rows",
        orientation="h",
        base=[grid.sign * grid.low] * len(places),
        x=[grid.sign * (grid.high - grid.low)] * len(places),
        y=[(place.top + place.bottom) / 2 for place in places],
        width=[place.bottom - place.top for place in places],
        marker={
            "color": [clear if i % 2 else grid.look.tones.band for i in range(len(places))],
            "line": {"width": 0},
        },
        customdata=list(keys),
        hoverinfo="none",
        showlegend=False,
        **UNFADED,
    )


def _bars(
    grid: Grid, rows: Sequence[Row], places: Sequence[Place], legend: Legend
) -> Iterable[go.Bar]:
    tones = grid.look.tones
    for together, meta, name in ((False, "cross", legend.bar), (True, "whole", legend.together)):
        found = [
            (row, row.bar, place)
            for row, place in zip(rows, places, strict=True)
            if row.bar and row.bar.together is together
        ]
        if found:
            yield go.Bar(
                meta=meta,
                name=safe(name),
                orientation="h",
                base=[grid.minimum] * len(found),
                x=[bar.value - grid.minimum for _, bar, _ in found],
                y=[place.middle for _, _, place in found],
                width=[grid.look.marker + 3] * len(found),
                marker={
                    "color": "rgba(0,0,0,0)" if together else tones.bar,
                    "line": {"width": 2 if together else 1, "color": tones.line},
                },
                customdata=[row.key for row, _, _ in found],
                hovertext=[bar.hover for _, bar, _ in found],
                hoverinfo="text",
                **UNFADED,
            )


def label(grid: Grid, rows: Sequence[Row], places: Sequence[Place]) -> Iterable[go.Scatter]:
    """The names of the rows and what is written at their right."""
    names, asides = [], []
    for row in rows:
        lines = 0 if grid.before else max(len(row.name), len(row.aside))
        names.append(_pad(row.name, lines))
        asides.append(_pad(row.aside, lines))
    keys = [row.key for row in rows]
    heights = [place.words for place in places]
    if grid.before:
        yield words(
            grid, "names", names, heights, keys, grid.minimum - grid.pad / grid.unit, "left"
        )
    else:
        yield words(grid, "names", names, heights, keys, grid.low, "right")
    yield words(grid, "asides", asides, heights, keys, grid.high, "left")


def _pad(lines: tuple[str, ...], count: int) -> tuple[str, ...]:
    # Plotly centres a text on its point: as many lines on both sides start at one height.
    return lines + ("",) * (count - len(lines))


def words(
    grid: Grid,
    meta: str,
    lines: Iterable[tuple[str, ...]],
    heights: Sequence[float],
    keys: Sequence[str],
    x: float,
    side: str,
) -> go.Scatter:
    """Words in a column at the left or the right (`side`) of `x`."""
    look = grid.look
    return go.Scatter(
        meta=meta,
        mode="text",
        x=[grid.sign * x] * len(heights),
        y=list(heights),
        text=[stack(line) for line in lines],
        textposition=f"middle {side}",
        textfont={
            "size": look.font if meta == "names" else look.small,
            "color": look.tones.text,
        },
        customdata=list(keys),
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
        unselected={"textfont": {"color": look.tones.text}},
    )


def beside(said: str) -> str:
    """Words that stand beside a mark without touching it."""
    return f"{NO_BREAK}{safe(said)}{NO_BREAK}"


def signs(
    look: Look,
    viewpoint: Viewpoint,
    name: str,
    points: Sequence[tuple[float, float, str, str]],
    intervals: Sequence[Interval | None] = (),
) -> go.Scatter:
    """A regard's marks: (value, pixels from the top, hover, key); intervals, one a mark, if any."""
    sign = SIGNS[viewpoint]
    return go.Scatter(
        meta=str(viewpoint),
        name=safe(name),
        mode="markers",
        x=[point[0] for point in points],
        y=[point[1] for point in points],
        hovertext=[point[2] for point in points],
        customdata=[point[3] for point in points],
        hoverinfo="text",
        cliponaxis=False,
        error_x=whiskers(look, sign.colour, [point[0] for point in points], intervals),
        marker={
            "symbol": sign.symbol,
            "size": look.marker * sign.weight,
            "color": sign.colour,
            "opacity": 1,
            "line": {"width": 1, "color": look.tones.background},
        },
        **UNFADED,
    )


def whiskers(
    look: Look, colour: str, values: Sequence[float], intervals: Sequence[Interval | None]
) -> dict[str, Any] | None:
    """Thin lines from end to end of the intervals; a mark without one has none."""
    if not any(intervals):
        return None
    pairs = list(zip(values, intervals, strict=True))
    return {
        "type": "data",
        "symmetric": False,
        "array": [found.high - value if found else 0 for value, found in pairs],
        "arrayminus": [value - found.low if found else 0 for value, found in pairs],
        "color": colour,
        "thickness": 3 if look.wall else 1.5,
        "width": 0,
    }


def diamonds(
    look: Look, name: str, points: Sequence[tuple[float, float, str, str, str, str]]
) -> go.Scatter:
    """France's marks: (value, pixels from the top, hover, key, words, side of the words)."""
    quiet = look.tones.quiet
    return go.Scatter(
        meta="france",
        name=safe(name),
        mode="markers+text",
        x=[point[0] for point in points],
        y=[point[1] for point in points],
        hovertext=[point[2] for point in points],
        customdata=[point[3] for point in points],
        text=[beside(point[4]) for point in points],
        textposition=[f"middle {point[5]}" for point in points],
        textfont={"size": look.small, "color": quiet},
        hoverinfo="text",
        cliponaxis=False,
        marker={
            "symbol": FRANCE_SYMBOL,
            "size": look.marker,
            "color": look.tones.france,
            "line": {"width": 3 if look.wall else 2, "color": look.tones.france},
        },
        unselected={"marker": {"opacity": 1}, "textfont": {"color": quiet}},
    )
