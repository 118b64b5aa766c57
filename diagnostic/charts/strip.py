"""One indicator among all territories of a level: this one, its peers, its région, France."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log10
from textwrap import wrap as fold
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.grid import Grid, seat
from diagnostic.charts.layout import Look, safe, span, wrap
from diagnostic.charts.measured import (
    Role,
    Teller,
    colour,
    powers,
    quartiles,
    say_steps,
    sign,
    steps,
)
from diagnostic.charts.rows import UNFADED, beside, finish
from diagnostic.charts.swarm import (
    Band,
    Dot,
    count_peers,
    draw_others,
    draw_peers,
    fit_band,
    spread,
)
from diagnostic.indicators import Indicator, Measure, Position, Scale
from diagnostic.readings.measures import say_among, say_notes, say_place, say_short
from diagnostic.territories import Gazetteer, TerritoryKey
from diagnostic.texts import Voice

LABEL, WIDE_LABEL = 20, 40
"""Letters a line of words can hold beside any mark, on a phone and on a wall."""

Scaled = Callable[[float], float]


def draw_strip(
    voice: Voice,
    gazetteer: Gazetteer,
    position: Position,
    level: Iterable[Measure],
    peers: Iterable[TerritoryKey] = (),
    *,
    named: bool = False,
    in_year: int,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """A dot per territory of the level, this one large and named, against France and its région.

    `level` are the values of the territories of its level in the same year. Where dots stand up
    or down says nothing, and is always the same. `named`: the reader chose the peers. None
    without a value or without another territory. A selection gives back a code.
    """
    here = position.measure
    held = {m.key: m for m in level if m.value is not None}
    if here.value is None or len(held) < 2 or here.key not in held:
        return None
    look = Look(dark, wall)
    teller = Teller(voice, gazetteer, in_year, look)
    wider = _wider(position, [m.value for m in held.values() if m.value is not None])
    given = [*held.values(), *(m for _, m in wider)]
    values = [m.value for m in given if m.value is not None]
    low, high = min(values), max(values)
    by_ratio = here.indicator.scale is Scale.LOGARITHMIC and low > 0
    scaled: Scaled = log10 if by_ratio else float
    ends = (scaled(low), scaled(high)) if low < high else (scaled(low) - 1, scaled(low) + 1)
    grid = Grid(look, *ends)
    label = _label(teller, here)
    band = fit_band(look, len(held), len(label) * look.line)
    dots = spread(here.key, held.values(), band, scaled)
    known = {dot.key: dot for dot in dots}
    near = [known[key] for key in peers if key in known and key != here.key]
    floor = band.floor + look.line * 1.2
    under, depth = _seat_wider(teller, grid, here, wider, scaled)
    traces: list[Any] = [
        draw_others(teller, dots, here.key, band),
        *([draw_peers(teller, near, band, named=named)] if near else []),
        _median(teller, grid, here.indicator, dots, band, scaled),
        *(_mark_under(teller, one, floor) for one in under),
        *_territory(teller, grid, known[here.key], label),
    ]
    axis = grid.axis({}, wrap(here.indicator.unit.of(voice.language), 40), "bottom")
    ticks = (powers if by_ratio else steps)(low, high, 8 if wall else 5)
    axis |= {
        "tickvals": [scaled(value) for value in ticks],
        "ticktext": list(say_steps(voice, ticks)),
    }
    figure, height = finish(grid, voice, floor + depth, traces, axis)
    return Chart(figure, _alt(teller, position, wider, dots, near, named=named), height)


def _wider(position: Position, values: Sequence[float]) -> tuple[tuple[Role, Measure], ...]:
    """France and the région, where they can be set on the scale of the level.

    A rate of France lies among those of its parts; far above them all it is a count, which adds
    up.
    """
    france, region = position.france, position.around
    if france.value is not None and france.value > 1.5 * max(values) > 0:
        return ()
    found = [(Role.REGION, region), (Role.FRANCE, france)]
    return tuple((role, m) for role, m in found if m is not None and m.value is not None)


def _label(teller: Teller, measure: Measure) -> tuple[str, ...]:
    """The territory's name, its value, and what must be said with it."""
    width = WIDE_LABEL if teller.look.wall else LABEL
    notes = say_notes(teller.voice, measure, teller.in_year)
    return (
        # A long name is cut at its hyphens, never inside a word that would fit.
        *fold(teller.bare_name(measure), width),
        teller.short(measure),
        *(wrap(f"({notes})", width) if notes else ()),
    )


def _territory(
    teller: Teller, grid: Grid, here: Dot, label: tuple[str, ...]
) -> Iterable[go.Scatter]:
    look = teller.look
    top = len(label) * look.line
    yield go.Scatter(
        meta="stem",
        mode="lines",
        x=[here.x, here.x],
        y=[top, here.y],
        line={"color": colour(look, Role.TERRITORY), "width": 3 if look.wall else 2},
        hoverinfo="skip",
        showlegend=False,
    )
    # Bold letters are wider.
    room = span(look, label) * 1.12 / 2 / grid.unit
    side = "center"
    if here.x - room < grid.low + look.pad / grid.unit:
        side = "right"
    elif here.x + room > grid.high - look.pad / grid.unit:
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
        hovertext=[teller.hover(here.measure)],
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
    """Pixels from where the first lane starts."""


def _seat_wider(
    teller: Teller,
    grid: Grid,
    here: Measure,
    wider: Sequence[tuple[Role, Measure]],
    scaled: Scaled,
) -> tuple[tuple[_Under, ...], float]:
    """France and the région, each in the first lane that is free, and the depth of all lanes."""
    look = teller.look
    width = WIDE_LABEL if look.wall else LABEL
    found = []
    for role, measure in wider:
        said = teller.voice.say(
            "{name} {value}", name=teller.bare_name(measure), value=teller.short(measure)
        )
        notes = say_notes(teller.voice, measure, teller.in_year, here)
        lines = (*wrap(said, width), *(wrap(f"({notes})", width) if notes else ()))
        found.append((role, measure, scaled(measure.value or 0.0), lines))
    seats = seat(grid, [(x, max(lines, key=len)) for _, _, x, lines in found])
    depths = [0.0]
    for lane in range(max((lane for lane, _ in seats), default=-1) + 1):
        tallest = max(len(found[i][3]) for i, (other, _) in enumerate(seats) if other == lane)
        depths.append(depths[-1] + tallest * look.line + 4)
    return tuple(
        _Under(role, measure, x, lines, side, (depths[lane] + depths[lane + 1]) / 2)
        for (role, measure, x, lines), (lane, side) in zip(found, seats, strict=True)
    ), depths[-1]


def _mark_under(teller: Teller, one: _Under, top: float) -> go.Scatter:
    look = teller.look
    return go.Scatter(
        meta=str(one.role),
        mode="markers+text",
        x=[one.x],
        y=[top + one.y],
        text=["<br>".join(beside(line) for line in one.words)],
        textposition=f"middle {one.side}",
        textfont={"size": look.small, "color": look.tones.quiet},
        customdata=[one.measure.measured.code],
        hovertext=[teller.hover(one.measure)],
        hoverinfo="text",
        showlegend=False,
        cliponaxis=False,
        marker=sign(look, one.role, look.marker),
        unselected={"marker": {"opacity": 1}, "textfont": {"color": look.tones.quiet}},
    )


def _median(
    teller: Teller,
    grid: Grid,
    indicator: Indicator,
    dots: Sequence[Dot],
    band: Band,
    scaled: Scaled,
) -> go.Scatter:
    look = teller.look
    median = quartiles([dot.value for dot in dots])[1]
    said = teller.voice.say("médiane {value}", value=say_short(teller.voice, indicator, median))
    x = scaled(median)
    return go.Scatter(
        meta="median",
        mode="lines+text",
        x=[x, x],
        y=[band.middle - band.half, band.floor + look.line * 0.6],
        text=["", beside(said)],
        textposition=f"middle {seat(grid, [(x, said)])[0][1]}",
        textfont={"size": look.small, "color": look.tones.quiet},
        line={"color": look.tones.line, "width": 2 if look.wall else 1, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _alt(
    teller: Teller,
    position: Position,
    wider: Sequence[tuple[Role, Measure]],
    dots: Sequence[Dot],
    near: Sequence[Dot],
    *,
    named: bool,
) -> str:
    voice, here = teller.voice, position.measure
    indicator = here.indicator
    low, _, high = quartiles([dot.value for dot in dots])
    said = [
        voice.say(
            "{label} : {name}, {value}.",
            label=teller.label(here),
            name=teller.name(here),
            value=teller.value(here),
        )
    ]
    place = say_place(voice, position)
    if place:
        said.append(f"{place[0].upper()}{place[1:]}.")
    said += [
        voice.say("{name} : {value}.", name=teller.name(m), value=teller.value(m, here))
        for _, m in wider
    ]
    said.append(
        voice.say(
            "La moitié {among} est entre {low} et {high} (chiffre connu pour {known} sur {total}).",
            among=say_among(voice, here.key.level),
            low=say_short(voice, indicator, low),
            high=say_short(voice, indicator, high),
            known=voice.whole(position.known),
            total=voice.whole(position.total),
        )
    )
    if near:
        ends = [say_short(voice, indicator, pick(dot.value for dot in near)) for pick in (min, max)]
        counted = count_peers(voice, len(near), named=named)
        if ends[0] == ends[1]:
            said.append(voice.say("{name} : {value}.", name=counted, value=ends[0]))
        else:
            said.append(
                voice.say(
                    "{name} : de {first} à {last}.", name=counted, first=ends[0], last=ends[1]
                )
            )
    return " ".join(said)
