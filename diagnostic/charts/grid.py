"""Where things stand: one scale across, pixels downwards, so that close marks go apart.

On a screen a name stands above its marks, which leaves a phone its whole width; on a wall it
stands at their left, so that more rows are seen at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnostic.charts.layout import Look, stack

GAP = 4
"""Pixels between words and marks."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A scale from `minimum` to `maximum`, with columns for words at its left and right."""

    look: Look
    minimum: float
    maximum: float
    before: float = 0
    """Pixels kept at the left, at the narrowest width; names stand there if there are any."""
    after: float = 0
    margin: float = 0
    """Pixels kept beyond both ends of the scale, besides half a mark."""
    reverse: bool = False
    """True where the axis shows minus the value: a rank, the first at the right."""

    @property
    def sign(self) -> int:
        return -1 if self.reverse else 1

    @property
    def unit(self) -> float:
        """Pixels of one unit, at the narrowest width."""
        room = self.look.width - self.before - self.after - 2 * self.pad
        return room / (self.maximum - self.minimum)

    @property
    def pad(self) -> float:
        """Pixels between the scale's ends and the words beside it."""
        return self.look.pad + self.margin

    @property
    def apart(self) -> float:
        """What two marks need between them not to hide one another."""
        return self.look.marker * 1.05 / self.unit

    @property
    def low(self) -> float:
        return self.minimum - (self.before + self.pad) / self.unit

    @property
    def high(self) -> float:
        return self.maximum + (self.after + self.pad) / self.unit

    def axis(
        self, ticks: Mapping[int, str], title: Sequence[str] = (), side: str = "top"
    ) -> dict[str, Any]:
        """The horizontal axis: value → label, and a title in lines."""
        look = self.look
        return {
            "range": [self.sign * self.low, self.sign * self.high],
            "fixedrange": True,
            "side": side,
            "tickmode": "array",
            "tickvals": list(ticks),
            "ticktext": list(ticks.values()),
            "tickangle": 0,
            "tickfont": {"size": look.small, "color": look.tones.quiet},
            "title": {
                "text": stack(title) if title else None,
                "font": {"size": look.small, "color": look.tones.quiet},
                "standoff": 4,
            },
            "ticklabeloverflow": "allow",
            "showgrid": True,
            "gridcolor": look.tones.grid,
            "zeroline": False,
            "showline": False,
            "automargin": True,
        }


def depth(total: float) -> dict[str, Any]:
    """The vertical axis: pixels from the top, not shown."""
    return {"range": [total, 0], "fixedrange": True, "visible": False}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is, in pixels from the top."""

    top: float
    bottom: float
    words: float
    """Middle of the name and of what is written at the right."""
    lanes: tuple[float, ...]
    """Middle of each lane of marks."""
    under: tuple[float, ...]
    """Middle of each lane of national marks."""

    @property
    def middle(self) -> float:
        return (self.lanes[0] + self.lanes[-1]) / 2


def place(grid: Grid, rows: Sequence[tuple[int, int, int]]) -> tuple[Place, ...]:
    """The place of each row of so many lines of words, lanes of marks, lanes under them."""
    places: list[Place] = []
    for lines, lanes, under in rows:
        top = places[-1].bottom if places else 0.0
        places.append(_place(grid, top, lines, max(lanes, 1), under))
    return tuple(places)


def _place(grid: Grid, top: float, lines: int, lanes: int, under: int) -> Place:
    look = grid.look
    pad = 8 if look.wall else 7
    step = look.marker * 0.92
    marks = step * (lanes - 1) + look.marker + GAP
    drawn = marks + under * look.line
    said = lines * look.line
    if grid.before:
        inside = max(said, drawn)
        start = top + pad + (inside - drawn) / 2
        words = top + pad + inside / 2
    else:
        inside = said + drawn + (GAP if said else 0)
        start = top + pad + said + (GAP if said else 0)
        words = top + pad + said / 2
    first = start + GAP / 2 + look.marker / 2
    return Place(
        top=top,
        bottom=top + inside + 2 * pad,
        words=words,
        lanes=tuple(first + step * lane for lane in range(lanes)),
        under=tuple(start + marks + look.line * (lane + 0.5) for lane in range(under)),
    )


def dodge(values: Sequence[float], apart: float) -> tuple[int, ...]:
    """The lane of each value, so that two in one lane are at least `apart`."""
    last: list[float] = []
    lanes = [0] * len(values)
    for index in sorted(range(len(values)), key=lambda i: values[i]):
        free = (i for i, previous in enumerate(last) if values[index] - previous >= apart)
        lane = next(free, len(last))
        last[lane:] = [values[index], *last[lane + 1 :]]
        lanes[index] = lane
    return tuple(lanes)


def seat(
    grid: Grid, ticks: Sequence[tuple[float, str]], away_from: float | None = None
) -> tuple[tuple[int, str], ...]:
    """The lane of each (value, words) and the side (« left », « right ») of its words.

    No words run over another mark, or out of the drawing; they look away from `away_from`,
    where given, else from one another.
    """
    half = grid.look.marker * 0.6 / grid.unit
    taken: list[list[tuple[float, float]]] = []
    seats: list[tuple[int, str]] = [(0, "right")] * len(ticks)
    order = sorted(range(len(ticks)), key=lambda i: ticks[i][0])
    for rank, index in enumerate(order):
        value, said = ticks[index]
        need = (len(said) + 1) * grid.look.letter / grid.unit
        spans = {
            "left": (value - half - need, value + half),
            "right": (value - half, value + half + need),
        }
        if away_from is not None:
            at_left = value < away_from
        else:
            at_left = len(ticks) > 1 and rank < len(ticks) / 2
        sides = ("left", "right") if at_left else ("right", "left")
        fitting = [s for s in sides if spans[s][0] >= grid.low and spans[s][1] <= grid.high]
        seats[index] = _sit(taken, spans, fitting or [sides[0]])
    return tuple(seats)


def _sit(
    taken: list[list[tuple[float, float]]],
    spans: Mapping[str, tuple[float, float]],
    sides: Sequence[str],
) -> tuple[int, str]:
    for lane, spots in enumerate(taken):
        for side in sides:
            start, end = spans[side]
            if all(end <= left or start >= right for left, right in spots):
                spots.append((start, end))
                return lane, side
    taken.append([spans[sides[0]]])
    return len(taken) - 1, sides[0]
