"""A dot per territory: as far from the middle line as values are crowded there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.layout import HOVER_WIDTH, Look, hover, safe, stack, wrap
from diagnostic.charts.measured import Role, Teller, sign
from diagnostic.charts.rows import UNFADED
from diagnostic.indicators import Measure
from diagnostic.readings.measures import say_count
from diagnostic.territories import TerritoryKey
from diagnostic.texts import Voice

CROWD = 300
"""Territories from which dots are drawn smaller, on a higher band."""
FAINT = {"marker": {"opacity": 0.5}}


@dataclass(frozen=True, slots=True)
class Band:
    """Where the dots of a level stand, in pixels from the top."""

    middle: float
    half: float
    dot: float
    """Width of a dot."""

    @property
    def floor(self) -> float:
        return self.middle + self.half


@dataclass(frozen=True, slots=True)
class Dot:
    """A territory's value and its place."""

    measure: Measure
    value: float
    x: float
    y: float

    @property
    def key(self) -> TerritoryKey:
        return self.measure.key


def fit_band(look: Look, number: int, above: float) -> Band:
    """The band of so many dots, under so many pixels."""
    half, dot = (58.0, 4.0) if number > CROWD else (34.0, 6.0)
    if look.wall:
        half, dot = half * 1.9, dot * 1.9
    return Band(above + look.marker + half, half, dot)


def spread(
    here: TerritoryKey,
    measures: Iterable[Measure],
    band: Band,
    scaled: Callable[[float], float],
) -> tuple[Dot, ...]:
    """The dots from the lowest value; that of `here` stands on the middle line.

    `scaled` puts a value on the scale that is drawn.
    """
    given = sorted(
        ((m.value, m) for m in measures if m.value is not None), key=lambda p: (p[0], p[1].key.code)
    )
    places = [scaled(value) for value, _ in given]
    reach = (places[-1] - places[0]) / 40 or 1.0
    crowds, start, end = [], 0, 0
    for place in places:
        while places[start] < place - reach:
            start += 1
        while end < len(places) and places[end] <= place + reach:
            end += 1
        crowds.append(end - start)
    most = max(crowds)
    return tuple(
        Dot(
            measure,
            value,
            places[rank],
            band.middle
            + (0.0 if measure.key == here else _turn(rank + 1) * crowds[rank] / most * band.half),
        )
        for rank, (value, measure) in enumerate(given)
    )


def _turn(number: int) -> float:
    """Number → −1 to 1, neighbours far apart: van der Corput's sequence in base 2."""
    found, part = 0.0, 1.0
    while number:
        found += part * (number & 1)
        number, part = number >> 1, part / 2
    return found - 1


def draw_others(teller: Teller, dots: Sequence[Dot], here: TerritoryKey, band: Band) -> go.Scatter:
    """All the dots but that of `here`, faint, so that a crowd shows."""
    marker = sign(teller.look, Role.OTHER, band.dot) | FAINT["marker"]
    marker["line"] = {"width": 0}
    return go.Scatter(
        meta=str(Role.OTHER),
        name=safe(say_count(teller.voice, here.level, len(dots))),
        **_place(teller, [dot for dot in dots if dot.key != here]),
        marker=marker,
        selected=FAINT,
        unselected=FAINT,
    )


def draw_peers(
    teller: Teller, near: Sequence[Dot], band: Band, *, named: bool = False
) -> go.Scatter:
    """The dots of the territories most like this one, or of those that the reader `named`."""
    return go.Scatter(
        meta=str(Role.PEER),
        name=safe(count_peers(teller.voice, len(near), named=named)),
        **_place(teller, near),
        marker=sign(teller.look, Role.PEER, max(9.0, band.dot * 1.6)),
        **UNFADED,
    )


def count_peers(voice: Voice, number: int, *, named: bool = False) -> str:
    """« 15 territoires proches », « 3 territoires choisis »."""
    if named:
        return voice.say_many("{number} territoire choisi", "{number} territoires choisis", number)
    return voice.say_many("{number} territoire proche", "{number} territoires proches", number)


def _place(teller: Teller, dots: Sequence[Dot]) -> Mapping[str, Any]:
    """Places, codes and hovers. What all hovers share is sent once: there may be a thousand."""
    shared = {(dot.measure.source, dot.measure.year, dot.measure.method) for dot in dots}
    if len(shared) == 1:
        first = dots[0].measure
        said = [teller.label(first), teller.source(first)]
        tail = stack(line for sentence in said for line in wrap(sentence, HOVER_WIDTH))
        texts = [hover(teller.name(dot.measure), teller.value(dot.measure)) for dot in dots]
        template = f"%{{hovertext}}<br>{tail.replace('%{', '% {')}<extra></extra>"
    else:
        texts = [teller.hover(dot.measure) for dot in dots]
        template = "%{hovertext}<extra></extra>"
    return {
        "mode": "markers",
        "x": [dot.x for dot in dots],
        "y": [dot.y for dot in dots],
        "customdata": [dot.key.code for dot in dots],
        "hovertext": texts,
        "hovertemplate": template,
        "cliponaxis": False,
    }
