"""Names beside points: none over another, at the narrowest width and at any wider one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

STEP = 8
"""Pixels by which a name is moved up or down to find a free place."""
FURTHEST = 15
"""Steps."""
OUT = (0, 14, 28)
"""Pixels by which a name is moved away sideways."""
FURTHER = 12
"""Pixels up or down from which a name is tied to its point by a line."""
CROSSED = 900.0
"""What crossing a name or a mark costs: as much as standing 30 pixels away."""
GAP = 3
"""Pixels between a mark and its name."""

Box = tuple[float, float, float, float, float]
"""What is covered: a place across (0 to 1), then left, right (pixels from it), top, bottom."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point on a drawing, and the size of its name in pixels."""

    x: float
    """0 to 1, from left to right."""
    y: float
    """Pixels from the top: heights do not change with the width."""
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a name stands, in pixels from its point."""

    side: str
    """« right » or « left » of its point, or « middle »: straight over or under it."""
    out: float
    """Between the point and the name, sideways."""
    down: float
    """How far under the point the middle of the name is."""
    tied: bool = False
    """Whether it stands so far that a line must tie it to its point."""
    free: bool = True
    """False where no free place was found: the name may run over another one."""

    def start(self, width: float) -> float:
        """Where a name of this width starts, from its point."""
        starts = {"right": self.out, "left": -self.out - width, "middle": -width / 2}
        return starts[self.side]

    @property
    def cost(self) -> float:
        return self.down**2 + self.out**2 + (0 if self.free else 1e6)


def seat_names(
    points: Sequence[Point],
    widths: tuple[float, float],
    height: float,
    radius: float,
    taken: Iterable[Box] = (),
) -> tuple[Seat, ...]:
    """A seat for each name, inside the drawing, as near its point as can be.

    `widths` are the narrowest and the widest drawing in pixels; `radius` is half a mark. `taken`
    are boxes to keep clear.
    """
    tried = []
    for order in _orders(points):
        tried.append(_seat_in_turn(points, order, widths, height, radius, list(taken)))
        if all(seat.down == 0 for seat in tried[-1]):
            break
    return min(tried, key=lambda seats: sum(seat.cost for seat in seats))


def _orders(points: Sequence[Point]) -> Iterator[list[int]]:
    """Who chooses first changes much: downwards, upwards, from the left, from the right."""
    numbers = range(len(points))
    yield sorted(numbers, key=lambda i: (points[i].y, points[i].x))
    yield sorted(numbers, key=lambda i: (-points[i].y, points[i].x))
    yield sorted(numbers, key=lambda i: (points[i].x, points[i].y))
    yield sorted(numbers, key=lambda i: (-points[i].x, points[i].y))


def _seat_in_turn(
    points: Sequence[Point],
    order: Sequence[int],
    widths: tuple[float, float],
    height: float,
    radius: float,
    taken: list[Box],
) -> tuple[Seat, ...]:
    marks = [(p.x, -radius, radius, p.y - radius, p.y + radius) for p in points]
    seats: dict[int, Seat] = {}
    for index in order:
        point = points[index]
        others = [*taken, *(mark for i, mark in enumerate(marks) if i != index)]
        seats[index] = _choose(point, others, widths, height, radius)
        taken = [*taken, *_boxes(point, seats[index], radius)]
    return tuple(seats[index] for index in range(len(points)))


def _choose(
    point: Point, others: Sequence[Box], widths: tuple[float, float], height: float, radius: float
) -> Seat:
    """The nearest free seat; one whose line crosses something counts as further away."""
    best, least = None, float("inf")
    fallback = None
    for seat in _options(point, radius):
        if seat.cost >= least:
            break
        name, *ties = _boxes(point, seat, radius)
        if not _is_inside(name, widths, height):
            continue
        fallback = fallback or seat
        if any(_meet(name, other, widths) for other in others):
            continue
        crossed = sum(_meet(tie, other, widths) for tie in ties for other in others)
        if seat.cost + crossed * CROSSED < least:
            best, least = seat, seat.cost + crossed * CROSSED
    return best or replace(fallback or Seat("middle", 0, 0), free=False)


_MOVES = sorted(
    ((out, step * STEP) for out in OUT for step in range(-FURTHEST, FURTHEST + 1)),
    key=lambda move: (move[0] ** 2 + move[1] ** 2, -move[1]),
)


def _options(point: Point, radius: float) -> Iterator[Seat]:
    # Names look inwards, where there is more room.
    sides = ("right", "left") if point.x < 0.5 else ("left", "right")
    clear = radius + point.height / 2
    for out, down in _MOVES:
        for side in sides:
            yield Seat(side, radius + GAP + out, down, tied=abs(down) > FURTHER)
        if out == 0 and abs(down) >= clear:
            yield Seat("middle", 0, down, tied=abs(down) > clear + FURTHER)


def _boxes(point: Point, seat: Seat, radius: float) -> tuple[Box, ...]:
    """What the name covers, then its tie where it has one."""
    top = point.y + seat.down - point.height / 2
    left = seat.start(point.width)
    name = (point.x, left, left + point.width, top, top + point.height)
    if not seat.tied:
        return (name,)
    across = (-seat.out, 0.0) if seat.side == "left" else (0.0, max(seat.out, 1.0))
    heights = sorted((point.y, point.y + seat.down))
    return name, (point.x, *across, heights[0], heights[1])


def _is_inside(name: Box, widths: tuple[float, float], height: float) -> bool:
    x, left, right, top, bottom = name
    across = all(x * width + left >= 0 and x * width + right <= width for width in widths)
    return across and top >= 0 and bottom <= height


def _meet(one: Box, other: Box, widths: tuple[float, float]) -> bool:
    """Whether two boxes meet at one of the widths, or between them as they change sides."""
    if one[4] <= other[3] or other[4] <= one[3]:
        return False
    sides = set()
    for width in widths:
        shift = (one[0] - other[0]) * width
        if shift + one[2] <= other[1]:
            sides.add("left")
        elif shift + one[1] >= other[2]:
            sides.add("right")
        else:
            return True
    return len(sides) > 1
