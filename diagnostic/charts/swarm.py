"""A dot per territory: as far from the middle line as values are crowded there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.layout import HOVER_WIDTH, Look, hover, safe, stack, wrap
from diagnostic.charts.measured import Role, hover_measure, say_source, sign
from diagnostic.charts.rows import UNFADED
from diagnostic.indicators import Measure
from diagnostic.readings.measures import name_place, say_count, say_value
from diagnostic.territories import Gazetteer, TerritoryKey
from diagnostic.texts import Voice

CROWD = 300
"""Territories from which dots are drawn smaller, on a higher band."""


@dataclass(frozen=True, slots=True)
class Band:
    """Where the dots of a level stand, in pixels from the top."""

    middle: float
    half: float
    dot: float


@dataclass(frozen=True, slots=True)
class Dot:
    measure: Measure
    value: float
    x: float
    y: float

    @property
    def key(self) -> TerritoryKey:
        return self.measure.key


def fit_band(look: Look, number: int, above: float) -> Band:
    half, dot = (58.0, 4.0) if number > CROWD else (34.0, 6.0)
    if look.wall:
        half, dot = half * 1.9, dot * 1.9
    return Band(above + look.marker + half, half, dot)


def spread(
    key: TerritoryKey,
    measures: Iterable[Measure],
    band: Band,
    place_of: Callable[[float], float],
) -> tuple[Dot, ...]:
    """Dots as far up and down as they are crowded; the territory looked at in the middle."""
    given = sorted(
        ((m.value, m) for m in measures if m.value is not None), key=lambda p: (p[0], p[1].key.code)
    )
    places = [place_of(value) for value, _ in given]
    reach = (places[-1] - places[0]) / 40 or 1.0
    crowds, start, end = [], 0, 0
    for place in places:
        while places[start] < place - reach:
            start += 1
        while end < len(places) and places[end] <= place + reach:
            end += 1
        crowds.append(end - start)
    most = max(crowds)
    dots = []
    for rank, ((value, m), place, crowd) in enumerate(zip(given, places, crowds, strict=True)):
        up = 0.0 if m.key == key else (2 * _turn(rank + 1) - 1) * crowd / most
        dots.append(Dot(m, value, place, band.middle + up * band.half))
    return tuple(dots)


def _turn(number: int) -> float:
    """Number → 0 to 1, neighbours far apart: van der Corput's sequence in base 2."""
    found, part = 0.0, 0.5
    while number:
        found += part * (number & 1)
        number, part = number >> 1, part / 2
    return found


def draw_others(
    voice: Voice,
    gazetteer: Gazetteer,
    look: Look,
    measure: Measure,
    dots: Sequence[Dot],
    band: Band,
    in_year: int,
) -> go.Scatter:
    marker = sign(look, Role.OTHER, band.dot) | {"opacity": 0.5}
    marker["line"] = {"width": 0}
    return go.Scatter(
        meta=str(Role.OTHER),
        name=safe(say_count(voice, measure.key.level, len(dots))),
        **_dots(voice, gazetteer, [dot for dot in dots if dot.key != measure.key], in_year),
        marker=marker,
        selected={"marker": {"opacity": 0.5}},
        unselected={"marker": {"opacity": 0.5}},
    )


def draw_peers(
    voice: Voice,
    gazetteer: Gazetteer,
    look: Look,
    near: Sequence[Dot],
    band: Band,
    in_year: int,
) -> Iterable[go.Scatter]:
    if near:
        yield go.Scatter(
            meta=str(Role.PEER),
            name=safe(count_peers(voice, len(near))),
            **_dots(voice, gazetteer, near, in_year),
            marker=sign(look, Role.PEER, max(9.0, band.dot * 1.6)),
            **UNFADED,
        )


def _dots(
    voice: Voice, gazetteer: Gazetteer, dots: Sequence[Dot], in_year: int
) -> Mapping[str, Any]:
    """Places, codes and hovers. What all hovers share is sent once: there may be a thousand."""
    tails = {(dot.measure.source, dot.measure.year, dot.measure.method) for dot in dots}
    if len(tails) == 1:
        said = [dots[0].measure.indicator.label.of(voice.language)]
        said.append(say_source(voice, dots[0].measure))
        tail = stack(line for sentence in said for line in wrap(sentence, HOVER_WIDTH))
        texts = [
            hover(name_place(voice, gazetteer, dot.key), say_value(voice, dot.measure, in_year))
            for dot in dots
        ]
        template = f"%{{hovertext}}<br>{tail.replace('%{', '% {')}<extra></extra>"
    else:
        texts = [hover_measure(voice, gazetteer, dot.measure, in_year) for dot in dots]
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


def count_peers(voice: Voice, number: int) -> str:
    return voice.say_many("{number} territoire proche", "{number} territoires proches", number)


