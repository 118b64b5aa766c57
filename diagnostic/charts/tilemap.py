"""A map without borders: one square for each département or région, overseas included."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.classes import Class, classify, entitle, find_class, pick
from diagnostic.charts.layout import Look, frame, safe, stack, wrap
from diagnostic.charts.measured import Teller, ink
from diagnostic.charts.rows import UNFADED
from diagnostic.charts.tiles import Tile, read_tiles
from diagnostic.indicators import Measure
from diagnostic.readings.measures import (
    say_among,
    say_short,
)
from diagnostic.territories import Gazetteer, TerritoryKey
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING

SIDE = 0.92
"""Of a square, in steps of the grid."""
FRAME = 1.1
"""Side of the frame around the one that is looked at: it stands clear of a dark square."""
EDGE = 0.6
"""From the middle of the outer squares to the edge of the drawing: their frame fits in."""
NAME_WIDTH, WALL_WIDTH = 25, 40
"""Letters a line of the legend can hold; no name of a département is cut."""


def draw_tilemap(
    voice: Voice,
    gazetteer: Gazetteer,
    measures: Iterable[Measure],
    marked: TerritoryKey | None = None,
    *,
    in_year: int,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """A square per territory of the level, darker as the value rises, `marked` outlined.

    `measures` are of one indicator, one year and one level, départements or régions; those
    without a value are hatched. None without any value. A selection gives back a code.
    """
    look = Look(dark, wall)
    teller = Teller(voice, gazetteer, in_year, look)
    places = {tile.key: tile for tile in read_tiles()}
    found = [(places[m.key], m) for m in measures if m.key in places]
    known = [m.value for _, m in found if m.value is not None]
    if not known:
        return None
    indicator = found[0][1].indicator
    classes = classify(known, indicator)
    traces: list[Any] = []
    for number, one in enumerate(classes):
        held = [
            (tile, m)
            for tile, m in found
            if m.value is not None and find_class(m.value, classes, indicator) == number
        ]
        fill, text = pick(ink(look), number, len(classes))
        name = one.say(voice, indicator)
        traces.append(_squares(teller, held, name, fill, text))
    missing = [(tile, m) for tile, m in found if m.value is None]
    if missing:
        traces.append(_hatched(teller, missing))
    here = next(((tile, m) for tile, m in found if tile.key == marked), None)
    if here:
        traces.append(_outline(teller, *here))
    across = max(tile.column for tile, _ in found)
    down = max(tile.row for tile, _ in found)
    height = 900 if wall else 560
    figure = frame(
        look,
        voice,
        height,
        traces,
        xaxis=_axis([-EDGE, across + EDGE]),
        yaxis=_axis([down + EDGE, -EDGE]) | {"scaleanchor": "x", "constraintoward": "top"},
    )
    legend = {"itemsizing": "constant"} | entitle(voice, look, indicator)
    # Hovering needs no distance: the mouse is inside one square only.
    figure.update_layout(uniformtext={"mode": False}, legend=legend)
    return Chart(
        figure, say_map(teller, [m for _, m in found], classes, here[1] if here else None), height
    )


def _axis(around: list[float]) -> dict[str, Any]:
    return {
        "range": around,
        "fixedrange": True,
        "visible": False,
        "constrain": "domain",
    }


def _squares(
    teller: Teller,
    held: Sequence[tuple[Tile, Measure]],
    name: str,
    fill: str,
    text: str,
) -> go.Bar:
    look = teller.look
    return _bars(
        [tile for tile, _ in held],
        meta="class",
        name=safe(name),
        marker={"color": fill, "line": {"width": 1, "color": look.tones.line}},
        text=[safe(tile.short) for tile, _ in held],
        textfont={"size": look.small if look.wall else 12, "color": text},
        hovertext=[teller.hover(m) for _, m in held],
    )


def _hatched(teller: Teller, missing: Sequence[tuple[Tile, Measure]]) -> go.Bar:
    look = teller.look
    tones = look.tones
    return _bars(
        [tile for tile, _ in missing],
        meta="missing",
        name=safe(teller.voice.say("– : pas de chiffre")),
        marker={
            "color": tones.background,
            "pattern": {
                "shape": "/",
                "size": 9 if look.wall else 6,
                "solidity": 0.2,
                "fgcolor": tones.line,
                "bgcolor": tones.background,
            },
            "line": {"width": 1, "color": tones.line},
        },
        text=[f"{safe(tile.short)}<br>{MISSING}" for tile, _ in missing],
        # Two lines in the smallest square of a phone.
        textfont={"size": 19 if look.wall else 10, "color": tones.text},
        hovertext=[teller.hover(m) for _, m in missing],
    )


def _outline(teller: Teller, tile: Tile, measure: Measure) -> go.Bar:
    look = teller.look
    name = teller.voice.say(
        "{name} : {value}", name=teller.bare_name(measure), value=teller.short(measure)
    )
    return _bars(
        [tile],
        FRAME,
        meta="marked",
        name=stack(wrap(name, WALL_WIDTH if look.wall else NAME_WIDTH)),
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"width": 6 if look.wall else 3, "color": look.tones.text},
        },
        hoverinfo="skip",
    )


def _bars(tiles: Sequence[Tile], side: float = SIDE, **more: Any) -> go.Bar:
    """Squares: unlike marks, they grow with the screen, and can be hatched."""
    hover: Mapping[str, Any] = {} if "hoverinfo" in more else {"hoverinfo": "text"}
    return go.Bar(
        x=[tile.column for tile in tiles],
        y=[side] * len(tiles),
        base=[tile.row - side / 2 for tile in tiles],
        width=[side] * len(tiles),
        customdata=[tile.key.code for tile in tiles],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        cliponaxis=False,
        **UNFADED,
        **hover,
        **more,
    )


def say_map(
    teller: Teller, found: Sequence[Measure], classes: Sequence[Class], here: Measure | None
) -> str:
    """What a map shows: its extremes, the place that is marked, what is missing."""
    voice, first = teller.voice, found[0]
    indicator = first.indicator
    unknown = sum(m.value is None for m in found)
    said = [
        voice.say(
            "Carte {among} : {label}, de {low} à {high}.",
            among=say_among(voice, first.key.level),
            label=teller.label(first),
            low=say_short(voice, indicator, classes[0].low),
            high=say_short(voice, indicator, classes[-1].high),
        )
    ]
    if here:
        said.append(
            voice.say("{name} : {value}.", name=teller.name(here), value=teller.value(here))
        )
    if unknown:
        said.append(
            voice.say_many(
                "{number} territoire hachuré : pas de chiffre.",
                "{number} territoires hachurés : pas de chiffre.",
                unknown,
            )
        )
    return " ".join(said)
