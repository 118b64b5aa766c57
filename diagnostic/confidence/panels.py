"""People who answered twice and agreed to be followed: what they changed, where it may be shown.

A sum over those who are followed, set beside the sums of both waves, tells of the others by
subtraction; the reasoning is in docs/adr/0009, rule 10.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, combinations
from statistics import fmean, stdev

from pydantic import TypeAdapter

from diagnostic.campaigns import check_threshold
from diagnostic.confidence.comparisons import Difference
from diagnostic.confidence.frozen import Publication
from diagnostic.confidence.ledger import Counted, Ledger
from diagnostic.confidence.movements import move_of_same
from diagnostic.questionnaire import Question
from diagnostic.respondents import Viewpoint

MOST_BATCHES = 10
"""Above this many batches with followed people nothing is said: too many ways to subtract."""

Batch = tuple[tuple[int, tuple[int, ...]], object]
"""The publication that first counted an answer, and the shown part of the regard it is in."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What some people, the same in both waves, changed on one question."""

    question_id: str
    viewpoint: Viewpoint
    given: int
    """People followed who answered it both times."""
    mean: float
    """Mean of what each answered after minus what they answered before."""
    deviation: float | None

    @property
    def difference(self) -> Difference:
        return move_of_same(self.given, self.mean, self.deviation)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two waves: what is shown of it, and what that counts."""

    publication: Publication
    ledger: Ledger
    viewpoints: Mapping[int, Viewpoint]
    """Submission's id → regard."""


_PANELS = TypeAdapter(tuple[Followed, ...])


def freeze_panel(panel: Iterable[Followed]) -> str:
    """The figures as one JSON text."""
    return _PANELS.dump_json(tuple(panel)).decode()


def thaw_panel(text: str) -> tuple[Followed, ...]:
    """What `freeze_panel` wrote."""
    return _PANELS.validate_json(text)


def follow(
    before: Side,
    after: Side,
    pairs: Mapping[int, int],
    questions: Iterable[Question],
    threshold: int,
) -> tuple[Followed, ...]:
    """What those of `pairs` changed, question by question and regard by regard.

    `pairs`: a submission of the wave after → the same person's in the wave before. `questions`:
    those that both waves asked in the same way. Only a regard whose figures both waves show, only
    from `threshold` people, and only where those who are left are nobody or as many.
    """
    check_threshold(threshold)
    found = []
    for question in questions:
        if question.kind not in ("scale", "levels"):
            continue
        for viewpoint in after.publication.questions.get(question.id, {}):
            one = _follow_one(before, after, pairs, question.id, viewpoint, threshold)
            if one is not None:
                found.append(one)
    return tuple(found)


def _follow_one(
    before: Side,
    after: Side,
    pairs: Mapping[int, int],
    name: str,
    viewpoint: Viewpoint,
    threshold: int,
) -> Followed | None:
    sides = (before, after)
    shown = [side.publication.questions.get(name, {}).get(viewpoint) for side in sides]
    given = [tally.given if tally and tally.mean is not None else 0 for tally in shown]
    if min(given) < threshold:
        return None
    then, now = (_answers(side, name, viewpoint) for side in sides)
    if then is None or now is None:
        return None
    same = [(old, new) for new, old in pairs.items() if new in now and old in then]
    people = len(same)
    left = [number - people for number in given]
    if people < threshold or any(0 < number < threshold for number in left):
        return None
    # When both waves are of the same people all through, the figures shown say it already.
    if any(left) and not _keep_apart(
        before, after, name, viewpoint, same, (set(then), set(now)), threshold
    ):
        return None
    changes = [now[new] - then[old] for old, new in same]
    return Followed(name, viewpoint, people, fmean(changes), stdev(changes))


def _answers(side: Side, name: str, viewpoint: Viewpoint) -> dict[int, int] | None:
    """Person → the number that the regard's figure counts; None where the room was shown too."""
    answers = {}
    for person, mark in _marks(side, name, viewpoint).items():
        if mark.room:
            return None
        if mark.step and isinstance(mark.answer.value, int):
            answers[person] = mark.answer.value
    return answers


def _marks(side: Side, name: str, viewpoint: Viewpoint) -> dict[int, Counted]:
    return {
        person: mark
        for person, regard in side.viewpoints.items()
        if regard is viewpoint and (mark := side.ledger.get((person, name)))
    }


def _keep_apart(
    before: Side,
    after: Side,
    name: str,
    viewpoint: Viewpoint,
    same: Iterable[tuple[int, int]],
    present: tuple[set[int], set[int]],
    threshold: int,
) -> bool:
    """Whether no way to subtract the figures of both waves leaves fewer than `threshold`.

    From each batch of each wave, whoever subtracts is left with those who are followed or with
    those who are not, whichever they like. Someone left in both waves may be one person: two
    who are left, one in each wave, count as one.
    """
    old, new = (_batches(side, name, viewpoint) for side in (before, after))
    couples = Counter((old[first], new[second]) for first, second in same)
    followed_old, followed_new = {a for a, _ in same}, {b for _, b in same}
    alone_old = Counter(old[person] for person in present[0] - followed_old)
    alone_new = Counter(new[person] for person in present[1] - followed_new)
    batches = {batch for batch, _ in couples}
    if len(batches) > MOST_BATCHES:
        return False
    subsets = chain.from_iterable(
        combinations(sorted(batches, key=repr), size) for size in range(len(batches) + 1)
    )
    for some in subsets:
        followed = sum(n for (first, _), n in couples.items() if first not in some)
        earlier, later, both = sum(alone_old[batch] for batch in some), 0, 0
        for last in {batch for _, batch in couples}:
            covered = sum(n for (a, b), n in couples.items() if b == last and a in some)
            later += min(alone_new[last], covered)
            both += min(alone_new[last], 2 * covered)
        if followed + max(earlier, later, (earlier + both) / 2) < threshold:
            return False
    return True


def _batches(side: Side, name: str, viewpoint: Viewpoint) -> dict[int, Batch]:
    """Person → their batch, cut by the parts of the regard where these are shown."""
    parts = side.publication.parts.get(viewpoint)
    cut = parts.question_id if parts and parts.people else None
    batches: dict[int, Batch] = {}
    for person, mark in _marks(side, name, viewpoint).items():
        said = side.ledger.get((person, cut)) if cut else None
        batches[person] = ((mark.step, mark.boxes), said.answer.value if said else None)
    return batches
