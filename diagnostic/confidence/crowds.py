"""What is known of who answered together: people of one workshop are not as many lone voices."""

from collections import Counter
from collections.abc import Iterable, Mapping

from diagnostic.respondents import Viewpoint

GOOD_PART = 0.5
"""Share of a regard from which it is said to come from one workshop, or two."""
MOST_WORKSHOPS = 2


def gather(
    seats: Iterable[tuple[int, int, Viewpoint]], people: Mapping[Viewpoint, int], threshold: int
) -> dict[Viewpoint, int]:
    """Regard → the fewest workshops, one or two, that a good part of its people came from.

    `seats`: workshop, person, their regard; `people`: all that are counted of each regard. A
    regard of which fewer than `threshold` people sat there, or sat elsewhere, is left out: its
    two sides would be small groups.
    """
    rooms: dict[Viewpoint, dict[int, set[int]]] = {}
    for workshop, person, viewpoint in seats:
        rooms.setdefault(viewpoint, {}).setdefault(workshop, set()).add(person)
    found = {}
    for viewpoint, by_room in rooms.items():
        sizes = Counter({room: len(seated) for room, seated in by_room.items()})
        for number in range(1, MOST_WORKSHOPS + 1):
            # The largest rooms; of two as large, always the same ones.
            largest = sorted(sizes, key=lambda room: (-sizes[room], room))[:number]
            inside = len(set().union(*(by_room[room] for room in largest)))
            outside = people.get(viewpoint, 0) - inside
            if inside < GOOD_PART * (inside + outside):
                continue
            if inside >= threshold and (outside <= 0 or outside >= threshold):
                found[viewpoint] = len(largest)
            break
    return found
