"""One indicator among all territories of a level: this one, its peers, its région, France."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.grid import Grid, seat
from diagnostic.charts.layout import HOVER_WIDTH, Look, hover, safe, span, stack, wrap
from diagnostic.charts.measured import (
    Role,
    hover_measure,
    name_alone,
    powers,
    quartiles,
    say_source,
    say_steps,
    sign,
    steps,
)
from diagnostic.charts.rows import UNFADED, beside, finish
from diagnostic.indicators import Indicator, Measure, Position, Scale
from diagnostic.readings.measures import (
    name_place,
    say_among,
    say_count,
    say_notes,
    say_place,
    say_short,
    say_value,
)
from diagnostic.territories import Gazetteer, TerritoryKey
from diagnostic.texts import Voice

CROWD = 300
"""Territories from which dots are drawn smaller, on a higher band."""
LABEL, WIDE_LABEL = 20, 40
"""Letters a line of words can hold beside any mark, on a phone and on a wall."""


def draw_strip(
    voice: Voice,
    gazetteer: Gazetteer,
    position: Position,
    level: Iterable[Measure],
    peers: Iterable[TerritoryKey] = (),
    *,
    in_year: int,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """A dot per territory of the level, this one large and named, against France and its région.

    `level` are the values of the territories of its level in the same year. Where dots stand up
    or down says nothing, and is always the same. None without a value or without another
    territory. A selection gives back a code.
    """
    measure = position.measure
    held = {m.key: m for m in level if m.value is not None}
    if measure.value is None or len(held) < 2 or measure.key not in held:
        return None
    look = Look(dark, wall)
    wider = _wider(gazetteer, position, [m.value for m in held.values() if m.value is not None])
    given = [*held.values(), *(m for _, m in wider)]
    values = [m.value for m in given if m.value is not None]
    low, high = min(values), max(values)
    by_ratio = measure.indicator.scale is Scale.LOGARITHMIC and low > 0
    label = _label(voice, gazetteer, look, measure, in_year)
    band = fit_band(look, len(held), len(label) * look.line)
    dots = spread(measure.key, held.values(), band, by_ratio=by_ratio)
    edges = [_scaled(value, by_ratio=by_ratio) for value in (low, high)]
    grid = Grid(look, *(edges if low < high else (edges[0] - 1, edges[0] + 1)))
    known = {dot.key: dot for dot in dots}
    near = [known[key] for key in peers if key in known and key != measure.key]
    floor = band.middle + band.half + look.line * 1.2
    under, deep = _seat_wider(voice, gazetteer, grid, position, wider, in_year, by_ratio=by_ratio)
    median = quartiles([dot.value for dot in dots])[1]
    traces: list[Any] = [
        draw_others(voice, gazetteer, look, measure, dots, band, in_year),
        *draw_peers(voice, gazetteer, look, near, band, in_year),
        _median(voice, grid, measure.indicator, median, band, by_ratio=by_ratio),
        *_marks_under(voice, gazetteer, look, under, floor, in_year),
        *_territory(voice, gazetteer, grid, measure, known[measure.key], label, in_year),
    ]
    axis = grid.axis({}, wrap(measure.indicator.unit.of(voice.language), 40), "bottom")
    ticks = (powers if by_ratio else steps)(low, high, 8 if wall else 5)
    axis |= {
        "tickvals": [_scaled(value, by_ratio=by_ratio) for value in ticks],
        "ticktext": list(say_steps(voice, ticks)),
    }
    figure, height = finish(grid, voice, floor + deep, traces, axis)
    return Chart(figure, _alt(voice, gazetteer, position, wider, dots, near, in_year), height)


def _label(
    voice: Voice, gazetteer: Gazetteer, look: Look, measure: Measure, in_year: int
) -> tuple[str, ...]:
    """The territory's name, its value, and what must be said with it."""
    width = WIDE_LABEL if look.wall else LABEL
    notes = say_notes(voice, measure, in_year)
    return (
        *wrap(name_alone(voice, gazetteer, measure), width),
        say_short(voice, measure.indicator, measure.value),
        *(wrap(f"({notes})", width) if notes else ()),
    )


def _territory(
    voice: Voice,
    gazetteer: Gazetteer,
    grid: Grid,
    measure: Measure,
    here: Dot,
    label: tuple[str, ...],
    in_year: int,
) -> Iterable[go.Scatter]:
    look = grid.look
    top = len(label) * look.line
    yield go.Scatter(
        meta="stem",
        mode="lines",
        x=[here.x, here.x],
        y=[top, here.y],
        line={"color": sign(look, Role.TERRITORY, 1)["color"], "width": 3 if look.wall else 2},
        hoverinfo="skip",
        showlegend=False,
    )
    room = span(look, label) * 1.12 / 2 / grid.unit
    pad = look.pad / grid.unit
    side = "center"
    if here.x - room < grid.low + pad:
        side = "right"
    elif here.x + room > grid.high - pad:
        side = "left"
    yield go.Scatter(
        meta="label",
        mode="text",
        x=[here.x],
        y=[top],
        text=["<br>".join(f"<b>{safe(line)}</b>" for line in label)],
        textposition=f"top {side}",
        textfont={"size": look.font, "color": look.tones.text},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )
    yield go.Scatter(
        meta=str(Role.TERRITORY),
        mode="markers",
        x=[here.x],
        y=[here.y],
        customdata=[here.key.code],
        hovertext=[hover_measure(voice, gazetteer, measure, in_year)],
        hoverinfo="text",
        showlegend=False,
        cliponaxis=False,
        marker=sign(look, Role.TERRITORY, look.marker * 1.7),
        **UNFADED,
    )


@dataclass(frozen=True, slots=True)
class _Under:
    """What stands under the dots: a mark, its words in lines, and where."""

    role: Role
    measure: Measure
    x: float
    words: tuple[str, ...]
    side: str
    y: float
    """Pixels under the dots."""


def _seat_wider(
    voice: Voice,
    gazetteer: Gazetteer,
    grid: Grid,
    position: Position,
    wider: Sequence[tuple[Role, Measure]],
    in_year: int,
    *,
    by_ratio: bool,
) -> tuple[tuple[_Under, ...], float]:
    """France and the région, each in the first lane that is free, and the depth of all lanes."""
    look = grid.look
    here = position.measure
    found = []
    for role, measure in wider:
        value = say_short(voice, here.indicator, measure.value)
        notes = say_notes(voice, measure, in_year, here)
        said = voice.say("{name} {value}", name=name_alone(voice, gazetteer, measure), value=value)
        lines = wrap(said, WIDE_LABEL if look.wall else LABEL)
        if notes:
            lines = (*lines, *wrap(f"({notes})", WIDE_LABEL if look.wall else LABEL))
        found.append((role, measure, _scaled(measure.value or 0.0, by_ratio=by_ratio), lines))
    seats = seat(grid, [(x, max(lines, key=len)) for _, _, x, lines in found])
    depths = [0.0]
    for lane in range(max((lane for lane, _ in seats), default=-1) + 1):
        tallest = max(len(found[i][3]) for i, (other, _) in enumerate(seats) if other == lane)
        depths.append(depths[-1] + tallest * look.line + 4)
    return tuple(
        _Under(role, measure, x, lines, side, (depths[lane] + depths[lane + 1]) / 2)
        for (role, measure, x, lines), (lane, side) in zip(found, seats, strict=True)
    ), depths[-1]


def _wider(
    gazetteer: Gazetteer, position: Position, values: Sequence[float]
) -> tuple[tuple[Role, Measure], ...]:
    """France and the région, where they can be set on the scale of the level.

    A rate of France lies among those of its parts; far above them all it is a count, which adds
    up. A région of one territory says the same as it.
    """
    france, region = position.france, position.region
    if france.value is not None and france.value > 1.5 * max(values) > 0:
        return ()
    alone = (
        region is not None
        and gazetteer.get(region.key).name == gazetteer.get(position.measure.measured).name
    )
    found = [(Role.REGION, None if alone else region), (Role.FRANCE, france)]
    return tuple((role, m) for role, m in found if m is not None and m.value is not None)


def _median(
    voice: Voice, grid: Grid, indicator: Indicator, median: float, band: Band, *, by_ratio: bool
) -> go.Scatter:
    look = grid.look
    x = _scaled(median, by_ratio=by_ratio)
    said = voice.say("médiane {value}", value=say_short(voice, indicator, median))
    floor = band.middle + band.half
    return go.Scatter(
        meta="median",
        mode="lines+text",
        x=[x, x],
        y=[band.middle - band.half, floor + look.line * 0.6],
        text=["", beside(said)],
        textposition=f"middle {seat(grid, [(x, said)])[0][1]}",
        textfont={"size": look.small, "color": look.tones.quiet},
        line={"color": look.tones.line, "width": 2 if look.wall else 1, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _marks_under(
    voice: Voice,
    gazetteer: Gazetteer,
    look: Look,
    under: Iterable[_Under],
    floor: float,
    in_year: int,
) -> Iterable[go.Scatter]:
    quiet = look.tones.quiet
    for one in under:
        yield go.Scatter(
            meta=str(one.role),
            mode="markers+text",
            x=[one.x],
            y=[floor + one.y],
            text=["<br>".join(beside(line) for line in one.words)],
            textposition=f"middle {one.side}",
            textfont={"size": look.small, "color": quiet},
            customdata=[one.measure.measured.code],
            hovertext=[hover_measure(voice, gazetteer, one.measure, in_year)],
            hoverinfo="text",
            showlegend=False,
            cliponaxis=False,
            marker=sign(look, one.role, look.marker),
            unselected={"marker": {"opacity": 1}, "textfont": {"color": quiet}},
        )


def _alt(
    voice: Voice,
    gazetteer: Gazetteer,
    position: Position,
    wider: Sequence[tuple[Role, Measure]],
    dots: Sequence[Dot],
    near: Sequence[Dot],
    in_year: int,
) -> str:
    measure = position.measure
    indicator = measure.indicator
    low, _, high = quartiles([dot.value for dot in dots])
    said = [
        voice.say(
            "{label} : {name}, {value}.",
            label=indicator.label.of(voice.language),
            name=name_place(voice, gazetteer, measure.measured),
            value=say_value(voice, measure, in_year),
        )
    ]
    place = say_place(voice, position)
    if place:
        said.append(f"{place[0].upper()}{place[1:]}.")
    said += [
        voice.say(
            "{name} : {value}.",
            name=name_place(voice, gazetteer, m.measured),
            value=say_value(voice, m, in_year, measure),
        )
        for _, m in wider
    ]
    said.append(
        voice.say(
            "La moitié {among} est entre {low} et {high} (chiffre connu pour {known} sur {total}).",
            among=say_among(voice, measure.key.level),
            low=say_short(voice, indicator, low),
            high=say_short(voice, indicator, high),
            known=voice.whole(position.known),
            total=voice.whole(position.total),
        )
    )
    if near:
        values = [dot.value for dot in near]
        said.append(
            voice.say(
                "{peers} : de {low} à {high}.",
                peers=count_peers(voice, len(near)),
                low=say_short(voice, indicator, min(values)),
                high=say_short(voice, indicator, max(values)),
            )
        )
    return " ".join(said)
