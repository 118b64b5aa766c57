"""A map with real borders that the user loads; nothing is fetched.

Drawn as filled lines: Plotly's own maps ask for a file of the world's coasts, which needs either
the internet or served static files, and draw nothing without it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.classes import classify, entitle, find_class, pick
from diagnostic.charts.layout import Look, frame, safe, stack, wrap
from diagnostic.charts.measured import Teller, ink
from diagnostic.charts.rings import Borders, Outline, Ring
from diagnostic.charts.rows import UNFADED
from diagnostic.charts.tilemap import NAME_WIDTH, WALL_WIDTH, say_map
from diagnostic.indicators import Measure
from diagnostic.territories import Gazetteer, TerritoryKey
from diagnostic.texts import Voice

APART = 3.0
"""Degrees of sea beyond which lands are drawn apart."""
FEW = 200
"""Territories up to which each has a drawn border."""
INSET = 0.16
"""Side of the square given to lands drawn apart, in widths of the main land."""


@dataclass(frozen=True, slots=True)
class _Box:
    west: float
    south: float
    east: float
    north: float

    def near(self, other: "_Box") -> bool:
        return (
            self.west - APART <= other.east
            and other.west - APART <= self.east
            and self.south - APART <= other.north
            and other.south - APART <= self.north
        )

    def join(self, other: "_Box") -> "_Box":
        return _Box(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """How a land goes from degrees to the drawing: moved, and flattened at its latitude."""

    box: _Box
    flat: float
    """What a degree of longitude is worth, in degrees of latitude."""
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    """Where its south-west corner goes."""

    @property
    def wide(self) -> float:
        return (self.box.east - self.box.west) * self.flat

    @property
    def tall(self) -> float:
        return self.box.north - self.box.south

    def put(self, ring: Ring) -> list[tuple[float, float]]:
        return [
            (
                round(self.x + (east - self.box.west) * self.flat * self.scale, 4),
                round(self.y + (north - self.box.south) * self.scale, 4),
            )
            for east, north in ring
        ]


def draw_borders(
    voice: Voice,
    gazetteer: Gazetteer,
    borders: Borders,
    measures: Iterable[Measure],
    marked: TerritoryKey | None = None,
    *,
    in_year: int,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """The territories of `borders`, darker as the value rises, `marked` outlined.

    `measures` are of one indicator, one year and one level; those without a value are hatched,
    those without borders left out. Lands far apart are drawn side by side, each at its own scale.
    None without any value to draw. A selection gives back a code.
    """
    look = Look(dark, wall)
    teller = Teller(voice, gazetteer, in_year, look)
    by_code = {measure.key.code: measure for measure in measures}
    found = [(one, by_code[one.code]) for one in borders.outlines if one.code in by_code]
    known = [m.value for _, m in found if m.value is not None]
    if not known:
        return None
    indicator = found[0][1].indicator
    classes = classify(known, indicator)
    sheets = _lay([outline for outline, _ in found])
    drawn = {outline.code: _put(outline, sheets[outline.code]) for outline, _ in found}
    line = _edge(look, len(found))
    traces: list[Any] = []
    for number, one in enumerate(classes):
        fill, _ = pick(ink(look), number, len(classes))
        held = [
            m
            for _, m in found
            if m.value is not None and find_class(m.value, classes, indicator) == number
        ]
        look_of = {"fillcolor": fill, "line": line}
        traces += _lands(teller, held, drawn, one.say(voice, indicator), "class", look_of)
    missing = [m for _, m in found if m.value is None]
    if missing:
        name = voice.say("– : pas de chiffre")
        traces += _lands(teller, missing, drawn, name, "missing", _hatch(look) | {"line": line})
    here = next((m for _, m in found if m.key == marked), None)
    if here:
        traces.append(_outline(teller, here, drawn[here.key.code]))
    traces.append(_handles(teller, [m for _, m in found], drawn))
    height = 900 if wall else 560
    points = [point for rings in drawn.values() for ring in rings for point in ring]
    across, up = _span(points, 0), _span(points, 1)
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    figure = frame(
        look,
        voice,
        height,
        traces,
        xaxis=axis | {"range": across},
        yaxis=axis | {"range": up, "scaleanchor": "x", "constraintoward": "top"},
    )
    figure.update_layout(legend=entitle(voice, look, indicator))
    return Chart(figure, say_map(teller, [m for _, m in found], classes, here), height)


def _span(points: Sequence[tuple[float, float]], part: int) -> list[float]:
    """From the least to the most, with a little room for the lines."""
    values = [point[part] for point in points]
    room = (max(values) - min(values)) * 0.01
    return [min(values) - room, max(values) + room]


def _put(outline: Outline, sheet: _Sheet) -> tuple[list[tuple[float, float]], ...]:
    return tuple(sheet.put(ring) for ring in outline.rings)


def _lay(outlines: Sequence[Outline]) -> Mapping[str, _Sheet]:
    """The sheet of each territory: the land with most of them large, the others in a row under."""
    lands: list[tuple[_Box, list[str]]] = []
    for outline in outlines:
        box, codes = _around(outline), [outline.code]
        apart = []
        for other, held in lands:
            if box.near(other):
                box, codes = box.join(other), [*held, *codes]
            else:
                apart.append((other, held))
        lands = [*apart, (box, codes)]
    lands.sort(key=lambda land: (-len(land[1]), land[0].west))
    sheets: dict[str, _Sheet] = {}
    first = _flatten(lands[0][0])
    side = max(first.wide, first.tall) * INSET
    for number, (box, codes) in enumerate(lands):
        sheet = first if number == 0 else _inset(_flatten(box), number - 1, side)
        sheets |= {code: sheet for code in codes}
    return sheets


def _around(outline: Outline) -> _Box:
    east = [x for ring in outline.rings for x, _ in ring]
    north = [y for ring in outline.rings for _, y in ring]
    return _Box(min(east), min(north), max(east), max(north))


def _flatten(box: _Box) -> _Sheet:
    return _Sheet(box, cos(radians((box.south + box.north) / 2)))


def _inset(sheet: _Sheet, number: int, side: float) -> _Sheet:
    scale = side / max(sheet.wide, sheet.tall, 1e-6)
    left = number * side * 1.2 + (side - sheet.wide * scale) / 2
    return _Sheet(sheet.box, sheet.flat, scale, left, -side * 1.2 + (side - sheet.tall * scale) / 2)


def _lands(
    teller: Teller,
    held: Sequence[Measure],
    drawn: Mapping[str, Sequence[Sequence[tuple[float, float]]]],
    name: str,
    meta: str,
    fill: Mapping[str, Any],
) -> Iterable[go.Scatter]:
    """One trace per territory: only then is pointing at a surface told from its neighbours."""
    for number, measure in enumerate(held):
        yield go.Scatter(
            meta=meta,
            name=safe(name),
            legendgroup=safe(name),
            showlegend=number == 0,
            mode="lines",
            **_path(drawn[measure.key.code]),
            fill="toself",
            hoveron="fills",
            text=teller.hover(measure),
            hoverinfo="text",
            customdata=[measure.key.code],
            **fill,
        )


def _path(rings: Sequence[Sequence[tuple[float, float]]]) -> Mapping[str, list[float | None]]:
    """Rings one after the other, parted by gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        x += [*(point[0] for point in ring), None]
        y += [*(point[1] for point in ring), None]
    return {"x": x[:-1], "y": y[:-1]}


def _edge(look: Look, number: int) -> Mapping[str, Any]:
    """Borders that part a few territories, and do not cover a thousand of them."""
    tones = look.tones
    colour = tones.line if number <= FEW else tones.background
    return {"width": 1.0 if look.wall else 0.6, "color": colour}


def _hatch(look: Look) -> dict[str, Any]:
    tones = look.tones
    return {
        "fillcolor": tones.line,
        "fillpattern": {
            "shape": "/",
            "size": 9 if look.wall else 6,
            "solidity": 0.2,
            "fgcolor": tones.line,
            "bgcolor": tones.background,
        },
    }


def _outline(
    teller: Teller, measure: Measure, rings: Sequence[Sequence[tuple[float, float]]]
) -> go.Scatter:
    name = teller.voice.say(
        "{name} : {value}", name=teller.bare_name(measure), value=teller.short(measure)
    )
    return go.Scatter(
        meta="marked",
        name=stack(wrap(name, WALL_WIDTH if teller.look.wall else NAME_WIDTH)),
        mode="lines",
        **_path(rings),
        line={"width": 5 if teller.look.wall else 3, "color": teller.look.tones.text},
        hoverinfo="skip",
    )


def _handles(
    teller: Teller,
    held: Sequence[Measure],
    drawn: Mapping[str, Sequence[Sequence[tuple[float, float]]]],
) -> go.Scatter:
    """An unseen mark inside each territory, since a surface cannot be chosen by a click."""
    points = [_inside(max(drawn[m.key.code], key=_area)) for m in held]
    return go.Scatter(
        meta="handles",
        mode="markers",
        x=[x for x, _ in points],
        y=[y for _, y in points],
        customdata=[m.key.code for m in held],
        hovertext=[teller.hover(m) for m in held],
        hoverinfo="text",
        showlegend=False,
        marker={"size": teller.look.marker, "color": "rgba(0,0,0,0)", "line": {"width": 0}},
        **UNFADED,
    )


def _area(ring: Sequence[tuple[float, float]]) -> float:
    turned = (x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:], strict=False))
    return abs(sum(turned))


def _inside(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """A point of the surface: the middle of its widest part at its middle height."""
    heights = sorted(y for _, y in ring)
    y = (heights[0] + heights[-1]) / 2 + 1e-7
    crossings = sorted(
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in zip(ring, ring[1:], strict=False)
        if (y0 < y) is not (y1 < y)
    )
    chords = list(zip(crossings[::2], crossings[1::2], strict=False))
    if not chords:
        return ring[0]
    west, east = max(chords, key=lambda chord: chord[1] - chord[0])
    return (west + east) / 2, y
