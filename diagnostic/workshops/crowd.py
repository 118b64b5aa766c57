"""A room that fills more, or faster, than people come through a door: it is told, never barred.

Nobody is named here, so nobody can be barred without barring who is honest: the one who runs the
room sees it, and can count hands before anything is shown.
"""

from collections.abc import Sequence

MARGIN = 5
"""People beyond the expected number, or a fifth of it, that surprise nobody."""
RUSH = 10.0
"""Seconds."""
FEWEST_IN_RUSH = 10


def is_overfull(people: int, expected: int) -> bool:
    """Whether many more joined than were expected."""
    return people > expected + max(MARGIN, expected // 5)


def is_rushed(counts: Sequence[tuple[float, int]], expected: int) -> bool:
    """Whether a room that was already half full took in as many again within seconds.

    `counts`: moments, in seconds, and how many were there, in their order. The first minutes of a
    workshop, where all join at once, are no rush.
    """
    if not counts:
        return False
    now, people = counts[-1]
    before = [there for at, there in counts if now - at <= RUSH]
    return 2 * before[0] >= expected and people - before[0] >= max(FEWEST_IN_RUSH, expected // 2)
