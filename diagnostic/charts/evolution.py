"""The years of one indicator: this territory, its région, France."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.layout import Look, frame, safe, span, stack, wrap
from diagnostic.charts.measured import (
    Role,
    Teller,
    colour,
    say_steps,
    sign,
    steps,
)
from diagnostic.charts.rows import UNFADED, beside
from diagnostic.indicators import Measure, say_year
from diagnostic.indicators.facts import end_of
from diagnostic.readings.measures import say_figure, say_short
from diagnostic.territories import Gazetteer
from diagnostic.texts import Voice

NAME_WIDTH = 36
"""Letters a line of the legend can hold on a phone."""


@dataclass(frozen=True, slots=True)
class _Line:
    role: Role
    measures: tuple[Measure, ...]
    """With a value, oldest first."""

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        return tuple(
            (end_of(m.year), m.value)
            for m in self.measures
            if m.year is not None and m.value is not None
        )


def draw_evolution(
    voice: Voice,
    gazetteer: Gazetteer,
    measures: Iterable[Measure],
    region: Iterable[Measure] = (),
    france: Iterable[Measure] = (),
    *,
    in_year: int,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """A line per place, a mark per year that is known; None under two years for the territory.

    All measures are of one indicator; those without a value are left out, and a line goes
    straight from one known year to the next. A selection gives back a year.
    """
    found = (
        _Line(role, tuple(m for m in given if m.value is not None and m.year is not None))
        for role, given in (
            (Role.FRANCE, france),
            (Role.REGION, region),
            (Role.TERRITORY, measures),
        )
    )
    lines = [line for line in found if line.measures]
    if not lines or lines[-1].role is not Role.TERRITORY or len(lines[-1].measures) < 2:
        return None
    look = Look(dark, wall)
    inside = 520 if wall else 230
    ends = [
        say_short(voice, line.measures[-1].indicator, line.measures[-1].value) for line in lines
    ]
    unit = wrap(_say_unit(voice, lines), 80 if wall else 40)
    values = [value for line in lines for _, value in line.points]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1.0) * 0.08
    scale = inside / (high - low + 2 * room)
    # The unit is written above the highest mark, inside the drawing: it is then never cut.
    low, high = low - room, high + room + (len(unit) * look.line + 6) / scale
    teller = Teller(voice, gazetteer, in_year, look)
    traces: list[Any] = [_trace(teller, line) for line in lines]
    traces.append(_write_ends(look, lines, ends, scale))
    years = sorted({point[0] for line in lines for point in line.points})
    across = _across(voice, look, lines, years, span(look, ends) + look.marker)
    traces.append(_write_unit(look, unit, across["range"][0], high))
    height = round(inside + look.line * (len(unit) + 1.2 * len(lines) + 2))
    figure = frame(look, voice, height, traces, xaxis=across, yaxis=_up(voice, look, low, high))
    return Chart(figure, _alt(teller, lines), height)


def _trace(teller: Teller, line: _Line) -> go.Scatter:
    voice, look = teller.voice, teller.look
    first = line.role is Role.TERRITORY
    size = look.marker * (0.9 if first else 0.7)
    return go.Scatter(
        meta=str(line.role),
        name=stack(wrap(teller.bare_name(line.measures[-1]), NAME_WIDTH)),
        # Drawn last to be on top, named first.
        legendrank={Role.TERRITORY: 1, Role.REGION: 2}.get(line.role, 3),
        mode="lines+markers",
        x=[x for x, _ in line.points],
        y=[y for _, y in line.points],
        customdata=[m.year for m in line.measures],
        hovertext=[
            teller.hover(
                m,
                voice.say(
                    "{name}, {year}",
                    name=teller.name(m),
                    year=say_year(m.year or "", voice.language),
                ),
            )
            for m in line.measures
        ],
        hoverinfo="text",
        cliponaxis=False,
        line={
            "color": colour(look, line.role),
            "width": (3.0 if first else 1.5) * (2 if look.wall else 1),
            "dash": "dot" if line.role is Role.REGION else "solid",
        },
        marker=sign(look, line.role, size),
        **UNFADED,
    )


def _write_ends(look: Look, lines: Sequence[_Line], ends: Sequence[str], unit: float) -> go.Scatter:
    """The last value of each line, beside its last mark; values too close go apart.

    `unit` is the pixels of one unit upwards.
    """
    last = [line.points[-1] for line in lines]
    heights = [0.0] * len(lines)
    for year in {x for x, _ in last}:
        group = sorted((i for i, (x, _) in enumerate(last) if x == year), key=lambda i: last[i][1])
        for rank, index in enumerate(group):
            least = heights[group[rank - 1]] + look.line * 0.9 / unit if rank else last[index][1]
            heights[index] = max(last[index][1], least)
        # They were only pushed up: back down by half of what one of them moved the most.
        excess = max(heights[i] - last[i][1] for i in group) / 2
        for index in group:
            heights[index] -= excess
    return go.Scatter(
        meta="ends",
        mode="text",
        x=[x for x, _ in last],
        y=heights,
        text=[beside(f" {said}") for said in ends],
        textposition="middle right",
        textfont={
            "size": look.small,
            "color": [
                look.tones.text if line.role is Role.TERRITORY else look.tones.quiet
                for line in lines
            ],
        },
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _across(
    voice: Voice, look: Look, lines: Sequence[_Line], years: Sequence[float], after: float
) -> dict[str, Any]:
    """`after` is the pixels kept at the right of the last mark for words."""
    names = {end_of(m.year): m.year for line in lines for m in line.measures if m.year}
    same = len({year.partition("-")[2] for year in names.values()}) == 1
    said = [
        names[x].partition("-")[0] if same else say_year(names[x], voice.language) for x in years
    ]
    # Years that stand too close at the narrowest width are passed over; never the last.
    room = look.width - after - 40
    whole = years[-1] - years[0]
    kept: list[int] = []
    for index in reversed(range(len(years))):
        need = (len(said[index]) + 1.5) * look.letter * whole / room
        if not kept or years[kept[-1]] - years[index] >= need:
            kept.append(index)
    pad = look.pad * whole / room
    return {
        "range": [years[0] - pad, years[-1] + pad + after * whole / room],
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": [years[index] for index in reversed(kept)],
        "ticktext": [safe(said[index]) for index in reversed(kept)],
        "tickangle": 0,
        "tickfont": {"size": look.small, "color": look.tones.quiet},
        "ticklabeloverflow": "allow",
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "automargin": True,
    }


def _up(voice: Voice, look: Look, low: float, high: float) -> dict[str, Any]:
    ticks = steps(low, high, 5)
    return {
        "range": [low, high],
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": list(say_steps(voice, ticks)),
        "tickfont": {"size": look.small, "color": look.tones.quiet},
        "showgrid": True,
        "gridcolor": look.tones.grid,
        "zeroline": False,
        "automargin": True,
    }


def _say_unit(voice: Voice, lines: Sequence[_Line]) -> str:
    unit = lines[-1].measures[-1].indicator.unit.of(voice.language)
    if min(value for line in lines for _, value in line.points) <= 0:
        return unit
    return voice.say("{unit} (l’axe ne part pas de zéro)", unit=unit)


def _write_unit(look: Look, unit: tuple[str, ...], x: float, y: float) -> go.Scatter:
    return go.Scatter(
        meta="unit",
        mode="text",
        x=[x],
        y=[y],
        text=[stack(unit)],
        textposition="bottom right",
        textfont={"size": look.small, "color": look.tones.quiet},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )


def _alt(teller: Teller, lines: Sequence[_Line]) -> str:
    """Both ends of each line: the table has the rest."""
    voice = teller.voice
    said = [voice.say("{label} : évolution.", label=teller.label(lines[-1].measures[-1]))]
    for line in reversed(lines):
        name = teller.name(line.measures[-1])
        first, last = (_dated(voice, line.measures[i]) for i in (0, -1))
        if len(line.measures) == 1:
            said.append(voice.say("{name} : {value}.", name=name, value=last))
        else:
            said.append(
                voice.say("{name} : de {first} à {last}.", name=name, first=first, last=last)
            )
    return " ".join(said)


def _dated(voice: Voice, measure: Measure) -> str:
    """« 9,2 % (3e trimestre 2014) », « 15,3 % (2021, estimé) »."""
    when = say_year(measure.year or "", voice.language)
    if measure.estimated:
        when = voice.say("{year}, estimé", year=when)
    value = say_figure(voice, measure.indicator, measure.value)
    return voice.say("{value} ({notes})", value=value, notes=when)
