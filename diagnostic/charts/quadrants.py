"""Two scales parted in four by two cuts: the ground of R3 and R4, and names without overlap."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnostic.charts.labels import Box, Point, Seat, seat_names
from diagnostic.charts.layout import Look, safe, stack

WIDEST = 1800
"""Pixels of the widest drawing for which names are kept apart."""
MARGIN = 0.06
"""Room beyond both ends of a scale, as a share of it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """One direction, from 0 to `most`."""

    most: float
    ticks: Mapping[float, str]
    cut: float
    cut_name: str
    apart: float
    """Ticks closer than this to the cut give way to its name."""

    @property
    def room(self) -> float:
        return MARGIN * self.most

    def place(self, value: float) -> float:
        """0 to 1, from the low end of the drawing."""
        return (value + self.room) / (self.most + 2 * self.room)


@dataclass(frozen=True, slots=True)
class Corner:
    """One of the four, with what is written there."""

    id: str
    lines: tuple[str, ...]
    right: bool
    high: bool
    shaded: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """What stands on the ground: a mark, and the name beside it."""

    id: str
    name: str
    x: float
    y: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """The two scales and the corners that their cuts part."""

    look: Look
    inside: int
    """Height of the drawing, in pixels."""
    across: Scale
    up: Scale
    corners: tuple[Corner, ...]

    @property
    def widths(self) -> tuple[float, float]:
        """The narrowest and the widest drawing, without the figures at its left."""
        return self.look.width - 2.5 * self.look.letter, float(WIDEST)

    def xaxis(self, title: Sequence[str]) -> dict[str, Any]:
        return self._axis(self.across) | {
            "title": {
                "text": stack(title),
                "font": {"size": self.look.small, "color": self.look.tones.quiet},
                "standoff": 4,
            }
        }

    def yaxis(self) -> dict[str, Any]:
        return self._axis(self.up)

    def _axis(self, scale: Scale) -> dict[str, Any]:
        """The cut is named in bold; figures too close to it give way."""
        kept = {v: said for v, said in scale.ticks.items() if abs(v - scale.cut) >= scale.apart}
        kept[scale.cut] = f"<b>{safe(scale.cut_name)}</b>"
        return {
            "range": [-scale.room, scale.most + scale.room],
            "fixedrange": True,
            "tickmode": "array",
            "tickvals": list(kept),
            "ticktext": list(kept.values()),
            "tickfont": {"size": self.look.small, "color": self.look.tones.quiet},
            "showgrid": False,
            "zeroline": False,
            "showline": False,
            "automargin": True,
        }

    def shapes(self) -> list[dict[str, Any]]:
        """Some corners faintly shaded, and the cuts."""
        tones, across, up = self.look.tones, self.across, self.up
        left, right = -across.room, across.most + across.room
        low, high = -up.room, up.most + up.room
        shaded = [
            {
                "type": "rect",
                "x0": across.cut if corner.right else left,
                "x1": right if corner.right else across.cut,
                "y0": up.cut if corner.high else low,
                "y1": high if corner.high else up.cut,
                "fillcolor": tones.band,
                "line": {"width": 0},
                "layer": "below",
            }
            for corner in self.corners
            if corner.shaded
        ]
        line = {"color": tones.line, "width": 2 if self.look.wall else 1, "dash": "dot"}
        cuts = [(across.cut, across.cut, low, high), (left, right, up.cut, up.cut)]
        return shaded + [
            {
                "type": "line",
                "x0": x0,
                "x1": x1,
                "y0": y0,
                "y1": y1,
                "line": line,
                "layer": "below",
            }
            for x0, x1, y0, y1 in cuts
        ]

    def corner_names(self) -> list[dict[str, Any]]:
        """What is written in each corner."""
        return [
            {
                "text": f"<b>{stack(corner.lines)}</b>",
                "showarrow": False,
                "xref": "paper",
                "x": int(corner.right),
                "xanchor": "right" if corner.right else "left",
                "align": "right" if corner.right else "left",
                "yref": "paper",
                "y": int(corner.high),
                "yanchor": "top" if corner.high else "bottom",
                "font": {"size": self.look.font, "color": self.look.tones.quiet},
                "name": corner.id,
            }
            for corner in self.corners
        ]

    def spot_names(self, spots: Sequence[Spot]) -> list[dict[str, Any]]:
        """A name beside each mark, with a thin line where it had to move away."""
        height, radius = self.look.small * 1.25, self.look.marker / 2
        points = [
            Point(
                self.across.place(spot.x),
                (1 - self.up.place(spot.y)) * self.inside,
                # Bold letters are a little wider.
                len(spot.name) * self.look.letter * (1.1 if spot.bold else 1),
                height,
            )
            for spot in spots
        ]
        seats = self._seat(points, radius)
        return [
            {
                "text": f"<b>{safe(spot.name)}</b>" if spot.bold else safe(spot.name),
                "x": spot.x,
                "y": spot.y,
                "ax": {"right": seat.out, "left": -seat.out, "middle": 0}[seat.side],
                "ay": seat.down,
                "xanchor": {"right": "left", "left": "right", "middle": "center"}[seat.side],
                "yanchor": "middle",
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": self.look.tones.line if seat.tied else "rgba(0,0,0,0)",
                "standoff": radius,
                "borderpad": 0,
                "font": {"size": self.look.small, "color": self.look.tones.text},
                "name": spot.id,
            }
            for spot, seat in zip(spots, seats, strict=True)
        ]

    def _seat(self, points: Sequence[Point], radius: float) -> tuple[Seat, ...]:
        """Seats off the cuts, where no name goes far for it or runs over another one."""
        corners, cuts = tuple(self._corner_boxes()), self._cut_boxes()
        nearest = seat_names(points, self.widths, self.inside, radius, corners)
        furthest = max((abs(seat.down) for seat in nearest), default=0)
        furthest = max(furthest, self.look.small * 1.25)
        for kept in (2, 1):
            taken = (*corners, *cuts[:kept])
            seats = seat_names(points, self.widths, self.inside, radius, taken)
            if all(seat.free and abs(seat.down) <= furthest for seat in seats):
                return seats
        return nearest

    def _corner_boxes(self) -> Iterable[Box]:
        """Where the corners' names stand, for the others to keep clear."""
        for corner in self.corners:
            tall = self.look.font * 1.4 * len(corner.lines)
            wide = max(map(len, corner.lines)) * self.look.font * 0.6 + 6
            top = 0.0 if corner.high else self.inside - tall
            left, right = (-wide, 0.0) if corner.right else (0.0, wide)
            yield float(corner.right), left, right, top, top + tall

    def _cut_boxes(self) -> tuple[Box, Box]:
        """Where the cuts are drawn: a name that is crossed out is hard to read."""
        height = (1 - self.up.place(self.up.cut)) * self.inside
        return (
            (0.0, 0.0, float(WIDEST), height - 1, height + 1),
            (self.across.place(self.across.cut), -1.0, 1.0, 0.0, float(self.inside)),
        )

    def heading(self, name: str, said: str) -> dict[str, Any]:
        """What the upward scale is, above its top."""
        return {
            "text": safe(said),
            "showarrow": False,
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "font": {"size": self.look.small, "color": self.look.tones.quiet},
            "name": name,
        }


def mark_ticks(step: int = 2, most: int = 10) -> dict[float, str]:
    """Whole marks from 0 to `most`."""
    return {float(value): str(value) for value in range(0, most + 1, step)}
