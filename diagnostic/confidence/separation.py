"""Whether figures of parts, set beside figures of the whole, leave a small remainder."""

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import TypeVar

P = TypeVar("P")


def keeps_apart(
    batches: Iterable[Mapping[P, int]],
    parts: Collection[P],
    fresh: Mapping[P, int],
    threshold: int,
) -> bool:
    """Whether `parts` may be shown beside wholes that were shown batch after batch.

    `batches`: for each whole, the people of each part that it was the first to count; parts that
    are not in `parts` are never shown. `fresh`: people of a part that no whole counted.

    Someone who takes some parts away from some wholes is left, in each batch, with those who are
    in these parts or with those who are not, whichever they like; and with the fresh ones. There
    must be `threshold` of them at least. Nobody left is not enough: those who were counted and
    have said something else since are not in `batches`, and could be what is left.
    """
    several = [dict(batch) for batch in batches]
    if parts and sum(_least(batch, parts) for batch in several) >= threshold:
        return True
    for size in range(1, len(parts) + 1):
        for some in combinations(sorted(parts, key=str), size):
            left = sum(fresh.get(part, 0) for part in some)
            for batch in several:
                inside = sum(batch.get(part, 0) for part in some)
                left += min(inside, sum(batch.values()) - inside)
            if left < threshold:
                return False
    return True


def _least(batch: Mapping[P, int], parts: Collection[P]) -> int:
    """People who are left in a batch whichever parts are chosen; perhaps there are more.

    Some part is always in, and those of no part are always out: where both are enough, the
    choices, which double with each part, need not be tried one by one.
    """
    inside = [batch.get(part, 0) for part in parts]
    return min(*inside, sum(batch.values()) - sum(inside))
