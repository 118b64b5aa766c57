"""R2 « regards croisés »: how far apart the regards are on each domain, the widest gap first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.grid import Grid, Place, place
from diagnostic.charts.layout import Look, hover, span, wrap
from diagnostic.charts.palette import SIGNS
from diagnostic.charts.rows import Row, bands, beside, finish, fit, label, signs
from diagnostic.charts.wording import name_gap, plural, say_base, say_consensus
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import DomainReading, Gap, sort_by_gap
from diagnostic.readings.uncertainty import say_gap_interval, say_interval
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice

NAME_WIDTH = 22
SMALLER = 0.75
"""Size of the regards in between, against the two that make the gap."""


def draw_gaps(
    voice: Voice,
    questionnaire: Questionnaire,
    readings: Iterable[DomainReading],
    *,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """One row per domain on which two regards speak, the widest gap first; None without any.

    A selection gives back the domain's id.
    """
    found = [(reading, reading.gap) for reading in sort_by_gap(readings) if reading.gap]
    if not found:
        return None
    look = Look(dark, wall)
    rows = [
        Row(
            key=reading.domain.id,
            name=wrap(reading.domain.short.of(voice.language), NAME_WIDTH),
            aside=_aside(voice, look, reading, gap),
        )
        for reading, gap in found
    ]
    grid = fit(look, 0, 10, rows)
    lanes = [_lanes(grid, reading, gap) for reading, gap in found]
    places = place(
        grid,
        [
            (max(len(row.name), len(row.aside)), max(lanes[i].values()) + 1, 0)
            for i, row in enumerate(rows)
        ],
    )
    traces: list[Any] = [
        bands(grid, [row.key for row in rows], places),
        _links(grid, [gap for _, gap in found], places),
        *label(grid, rows, places),
    ]
    for viewpoint in Viewpoint:
        spots = [
            (reading, gap, places[i].lanes[lanes[i][viewpoint]])
            for i, (reading, gap) in enumerate(found)
            if viewpoint in lanes[i]
        ]
        if spots:
            traces.append(_regard(voice, questionnaire, grid, viewpoint, spots))
    figure, height = finish(
        grid,
        voice,
        places[-1].bottom,
        traces,
        grid.axis({value: str(value) for value in range(0, 11, 2)}),
    )
    return Chart(figure, _alt(voice, questionnaire, found), height)


def _means(reading: DomainReading) -> Mapping[Viewpoint, float]:
    return {v: tally.mean for v, tally in reading.marks.items() if tally.mean is not None}


def _lanes(grid: Grid, reading: DomainReading, gap: Gap) -> Mapping[Viewpoint, int]:
    """The two ends on the line; the others too, or under it where they would hide a mark."""
    means = _means(reading)
    seated: list[list[float]] = [[gap.low_mean, gap.high_mean]]
    lanes = {gap.low: 0, gap.high: 0}
    for viewpoint in sorted(means.keys() - lanes.keys(), key=lambda v: (means[v], v)):
        value = means[viewpoint]
        free = (
            lane
            for lane, others in enumerate(seated)
            if all(abs(value - other) >= grid.apart for other in others)
        )
        lanes[viewpoint] = next(free, len(seated))
        if lanes[viewpoint] == len(seated):
            seated.append([])
        seated[lanes[viewpoint]].append(value)
    return lanes


def _links(grid: Grid, gaps: Sequence[Gap], places: Sequence[Place]) -> go.Scatter:
    look = grid.look
    x: list[float | None] = []
    y: list[float | None] = []
    for gap, spot in zip(gaps, places, strict=True):
        x += [gap.low_mean, gap.high_mean, None]
        y += [spot.lanes[0], spot.lanes[0], None]
    return go.Scatter(
        meta="links",
        mode="lines",
        x=x,
        y=y,
        line={"color": look.tones.line, "width": look.marker * 0.4},
        hoverinfo="skip",
        showlegend=False,
    )


def _regard(
    voice: Voice,
    questionnaire: Questionnaire,
    grid: Grid,
    viewpoint: Viewpoint,
    spots: Sequence[tuple[DomainReading, Gap, float]],
) -> go.Scatter:
    """One regard over all rows: large and named where it makes the gap, else small."""
    look = grid.look
    name = plural(questionnaire, viewpoint, voice)
    points, sizes, labels, sides = [], [], [], []
    for reading, gap, y in spots:
        tally = reading.marks[viewpoint]
        value = _means(reading)[viewpoint]
        title = reading.domain.name.of(voice.language)
        said = voice.say("{regard} : {mark}", regard=name, mark=voice.mark(value))
        # Told and not drawn: a line would run over the name beside its mark.
        interval = reading.interval(viewpoint)
        at_end = viewpoint in (gap.low, gap.high)
        told = hover(
            title,
            said,
            say_base(voice, tally.given),
            say_interval(voice, interval),
            say_consensus(
                voice, divided=viewpoint in reading.divided, split=viewpoint in reading.split
            ),
            say_gap_interval(voice, reading.gap_interval) if at_end else "",
        )
        points.append((value, y, told, reading.domain.id))
        side = "left" if viewpoint is gap.low else "right"
        sizes.append(look.marker * SIGNS[viewpoint].weight * (1 if at_end else SMALLER))
        labels.append(beside(name) if at_end and _has_room(grid, value, name, side) else "")
        sides.append(f"middle {side}")
    trace = signs(look, viewpoint, name, points)
    quiet = {"size": look.small, "color": look.tones.quiet}
    trace.update(
        mode="markers+text",
        text=labels,
        textposition=sides,
        textfont=quiet,
        unselected={"marker": {"opacity": 1}, "textfont": {"color": look.tones.quiet}},
    )
    trace.marker.size = sizes
    return trace


def _has_room(grid: Grid, value: float, name: str, side: str) -> bool:
    need = ((len(name) + 2) * grid.look.letter + grid.look.marker) / grid.unit
    pad = grid.look.pad / grid.unit
    if side == "left":
        return value - need >= grid.minimum - pad
    return value + need <= grid.maximum + pad


def _aside(voice: Voice, look: Look, reading: DomainReading, gap: Gap) -> tuple[str, ...]:
    """On one line where a phone has room for it beside the domain's name."""
    points = _points(voice, gap)
    name = name_gap(voice, gap.name)
    line = f"{points} · {name}"
    domain = wrap(reading.domain.short.of(voice.language), NAME_WIDTH)
    if look.wall or span(look, domain) + span(look, [line]) > look.width:
        return points, name
    return (line,)


def _points(voice: Voice, gap: Gap) -> str:
    figure = voice.number(gap.points)
    if round(gap.points, 1) < 2 and voice.language == "fr":
        return voice.say("{figure} point", figure=figure)
    return voice.say("{figure} points", figure=figure)


def _alt(
    voice: Voice, questionnaire: Questionnaire, found: Sequence[tuple[DomainReading, Gap]]
) -> str:
    widest, gap = found[0]
    first = voice.say_many(
        "Écart entre les regards sur {number} domaine, en points sur 10 : {gaps}.",
        "Écarts entre les regards sur {number} domaines, en points sur 10 : {gaps}.",
        len(found),
        gaps=voice.series(
            [
                f"{reading.domain.short.of(voice.language)} {voice.number(gap.points)}"
                for reading, gap in found
            ],
        ),
    )
    return f"{first} " + voice.say(
        "« {domain} » : {high} {high_mean}, {low} {low_mean}.",
        domain=widest.domain.short.of(voice.language),
        high=plural(questionnaire, gap.high, voice).lower(),
        high_mean=voice.number(gap.high_mean),
        low=plural(questionnaire, gap.low, voice).lower(),
        low_mean=voice.number(gap.low_mean),
    )
