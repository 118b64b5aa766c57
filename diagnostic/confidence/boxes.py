"""What a room is shown of a vote counts as published: neither tells of the other's last few.

The box of a vote and the figures of its wave hold nearly the same people. Taking one from the
other must leave nobody, or as many as the threshold; the reasoning is in docs/adr/0009.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations

from diagnostic.answers import Answer
from diagnostic.confidence.frozen import Publication
from diagnostic.confidence.ledger import Counted, Ledger, is_given
from diagnostic.confidence.suppression import veil
from diagnostic.questionnaire import Question
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally, merge, tally
from diagnostic.workshops import Box

_MOST_STEPS = 8
"""Batches of which all choices are tried; where there are more, only newcomers count."""

Votes = Mapping[str, Mapping[int, Answer]]
"""Question id → submission's id → what it said in one round."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure of a frozen box: what one regard, or the whole room, said to one question."""

    box: int
    tally: Tally
    first: int
    """The box of the first round of this vote, of which a second one holds the same people."""
    apart: bool = False
    """Whether nobody in it was in a figure that was shown before."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """What the rooms of a wave were shown, as its publication must know it."""

    figures: Mapping[str, Mapping[Viewpoint, tuple[Shown, ...]]] = field(default_factory=dict)
    """Question id → regard → figures, a first round before its second."""
    wholes: Mapping[str, tuple[Shown, ...]] = field(default_factory=dict)
    """Question id → figures of a whole room, where no regard was shown."""
    cells: Mapping[str, Mapping[int, Mapping[int, Answer]]] = field(default_factory=dict)
    """Question id → submission's id → box → the answer that it counts."""
    open: frozenset[str] = frozenset()
    """Questions that a room is voting on: it sees them first, and then everybody does."""

    def of(self, name: str) -> Mapping[int, Mapping[int, Answer]]:
        return self.cells.get(name, {})

    def holding(self, name: str, person: int, answer: Answer) -> tuple[int, ...]:
        """The boxes that count this very answer of a person."""
        if name not in self.cells:
            return ()
        mine = self.cells[name].get(person, {})
        return tuple(sorted(box for box, said in mine.items() if said == answer))

    def members(self, name: str, box: int) -> dict[int, Answer]:
        """Those whom a box counts on a question and who have not erased what they said."""
        return {who: said[box] for who, said in self.of(name).items() if box in said}


NO_BOXES = Boxes()


@dataclass(frozen=True, slots=True)
class Before:
    """What was shown of a wave before one of its boxes is."""

    last: Publication
    ledger: Ledger
    boxes: Boxes
    regards: Mapping[int, Viewpoint]
    """Submission's id → regard, for all the wave."""
    threshold: int
    closed: bool = False
    """Whether the wave is: families, or those who are followed, may then have been told of."""


def close_first(box: Box, votes: Votes, before: Before) -> Box:
    """The box of a first round, with what may ever be shown of it. `votes`: what it holds."""
    shown: dict[str, frozenset[Viewpoint]] = {}
    apart: dict[str, frozenset[Viewpoint]] = {}
    whole = set()
    for name in box.lines:
        said = votes.get(name, {})
        groups: dict[Viewpoint, dict[int, Answer]] = {}
        for person, answer in said.items():
            groups.setdefault(before.regards[person], {})[person] = answer
        large = {v: mine for v, mine in groups.items() if len(mine) >= before.threshold}
        shown[name] = frozenset(
            viewpoint
            for viewpoint, mine in large.items()
            if _is_apart(name, viewpoint, mine, before)
        )
        known = {who for who in said if _classes_of(name, who, before)}
        apart[name] = frozenset(v for v in shown[name] if known.isdisjoint(groups[v]))
        if not large and not _is_known(name, before):
            whole.add(name)
    return replace(
        box, threshold=before.threshold, shown=shown, apart=apart, whole=frozenset(whole)
    )


def close_second(
    box: Box, first: Box, pairs: Mapping[str, Mapping[int, tuple[Answer, Answer]]], before: Before
) -> Box:
    """The box of a second round, with what may ever be shown of it.

    `pairs`: question id → submission's id → first and second answer, for those who voted twice
    on it. A figure moves for `threshold` of them.
    """
    shown: dict[str, frozenset[Viewpoint]] = {}
    whole = set()
    for name in box.lines:
        again = _count_again(name, pairs.get(name, {}), before)
        allowed = (first.shown or {}).get(name, frozenset())
        shown[name] = frozenset(v for v in allowed if again[v] >= before.threshold)
        if name in first.whole and again.total() >= before.threshold:
            whole.add(name)
    return replace(box, threshold=first.threshold, shown=shown, whole=frozenset(whole))


def _count_again(
    name: str, pairs: Mapping[int, tuple[Answer, Answer]], before: Before
) -> Counter[Viewpoint]:
    """Regard → people whose second answer was shown to nobody.

    Who says the same again counts: nobody sees who moved. Unless the second answers of a regard
    began to be published; then only those that differ from what is published are surely unseen.
    """
    begun, unseen, again = set[Viewpoint](), Counter[Viewpoint](), Counter[Viewpoint]()
    for person, (one, two) in pairs.items():
        viewpoint, mark = before.regards[person], before.ledger.get((person, name))
        is_published = mark is not None and mark.answer == two
        if one != two and is_published:
            begun.add(viewpoint)
        if is_given(one) or is_given(two):
            again[viewpoint] += 1
            unseen[viewpoint] += not is_published
    return Counter({v: unseen[v] if v in begun else people for v, people in again.items()})


def _is_known(name: str, before: Before) -> bool:
    """Whether anything was shown of a question, to a room or to all."""
    return (
        name in before.last.questions
        or name in before.last.whole
        or bool(before.boxes.of(name))
        or any(asked == name for _, asked in before.ledger)
    )


def _is_apart(name: str, viewpoint: Viewpoint, mine: Mapping[int, Answer], before: Before) -> bool:
    """Whether these votes may be shown beside all that was.

    Earlier figures do not tell apart the people of one class: counted in the same publication,
    the same room, the same boxes. Whoever subtracts is left, in each class, with those of this
    box or with the others; and with those whom nothing counted.
    """
    given = {person: answer for person, answer in mine.items() if is_given(answer)}
    group = given if len(given) >= before.threshold else mine
    inside, outside = Counter[object](), Counter[object]()
    for person, answer in group.items():
        inside[_class_of(name, person, answer, before)] += 1
    fresh = inside.pop(None, 0)
    if fresh >= before.threshold:
        return True
    parts = before.last.parts.get(viewpoint)
    if before.closed or (parts is not None and name in parts.questions):
        return False
    if _is_the_figure(name, viewpoint, mine, before):
        return True
    for person, regard in before.regards.items():
        if regard is viewpoint and person not in mine:
            for key in _classes_of(name, person, before, given=group is given):
                outside[key] += 1
    left = fresh + sum(min(people, outside[key]) for key, people in inside.items())
    return left >= before.threshold


def _class_of(name: str, person: int, answer: Answer, before: Before) -> object:
    """What was shown with this answer in it; None where nothing was."""
    boxes = before.boxes.holding(name, person, answer)
    mark = before.ledger.get((person, name))
    if mark is not None and mark.answer == answer and (mark.step or mark.room):
        return mark.step, mark.room, boxes
    return (0, 0, boxes) if boxes else None


def _classes_of(name: str, person: int, before: Before, *, given: bool = False) -> set[object]:
    """The classes of all that a person ever said and that was shown; `given`: of answers only."""
    mark = before.ledger.get((person, name))
    answers = [*before.boxes.of(name).get(person, {}).values(), *([mark.answer] if mark else [])]
    classes = {
        _class_of(name, person, answer, before)
        for answer in answers
        if is_given(answer) or not given
    }
    return classes - {None}


def _is_the_figure(
    name: str, viewpoint: Viewpoint, mine: Mapping[int, Answer], before: Before
) -> bool:
    """Whether the box shows just what is published: the same people, who say the same."""
    figure = before.last.questions.get(name, {}).get(viewpoint)
    if figure is None or figure.spoke != len(mine):
        return False
    marks = ((before.ledger.get((person, name)), said) for person, said in mine.items())
    return all(mark is not None and mark.step and mark.answer == said for mark, said in marks)


def gather(
    boxes: Iterable[Box],
    cells: Mapping[str, Mapping[int, Mapping[int, Answer]]],
    known: Mapping[str, Question],
    voted: Iterable[str] = (),
) -> Boxes:
    """What boxes show, a first round before its second; `cells`: as in Boxes. `voted`: questions
    that a room is voting on."""
    figures: dict[str, dict[Viewpoint, tuple[Shown, ...]]] = {}
    wholes: dict[str, tuple[Shown, ...]] = {}
    for box in boxes:
        if box.shown is None:
            continue
        for name, groups in count_box(box, known).items():
            for viewpoint in box.shown.get(name, frozenset()) & groups.keys():
                told = veil(groups[viewpoint], box.threshold)
                apart = viewpoint in box.apart.get(name, ())
                one = Shown(box.number, told, box.first, apart)
                mine = figures.setdefault(name, {})
                mine[viewpoint] = (*mine.get(viewpoint, ()), one)
            together = merge(known[name], groups.values())
            if name in box.whole and together.given >= box.threshold:
                one = Shown(box.number, together, box.first)
                wholes[name] = (*wholes.get(name, ()), one)
    return Boxes(figures, wholes, cells, frozenset(voted))


def count_box(
    box: Box, known: Mapping[str, Question], *, again: bool | None = None
) -> dict[str, dict[Viewpoint, Tally]]:
    """Question id → regard → tally of what a box holds. `again`: of its second round, which is
    what a second box tells unless told."""
    second = box.round == 2 if again is None else again
    heard: dict[str, dict[Viewpoint, list[Answer | None]]] = {}
    for name, lines in box.lines.items():
        for line in lines if name in known else ():
            group = heard.setdefault(name, {}).setdefault(line.viewpoint, [])
            group.extend([line.second if second else line.first] * line.people)
    return {
        name: {viewpoint: tally(known[name], group) for viewpoint, group in groups.items()}
        for name, groups in heard.items()
    }


def leaves_enough(
    published: Mapping[tuple[int, tuple[int, ...]], int], fresh: int, batch: int
) -> bool:
    """Whether a figure of a regard may be shown anew beside those of boxes.

    `published`: people of the new figure who were shown before, by the publication that first
    counted them (0 where a box alone did) and the boxes that count them. `fresh`: the others.

    Whoever subtracts chooses the batches to take away; what is left of the others outside the
    boxes is there, and in each choice of boxes, those of the batches taken away or those whom
    boxes alone counted.
    """
    if fresh >= batch:
        return True
    steps = sorted({step for step, _ in published if step})
    if not steps or len(steps) > _MOST_STEPS:
        return False
    return all(
        fresh + _left(published, gone) >= batch
        for size in range(len(steps) + 1)
        for gone in combinations(steps, size)
    )


def _left(published: Mapping[tuple[int, tuple[int, ...]], int], gone: Collection[int]) -> int:
    outside = sum(n for (step, boxes), n in published.items() if not boxes and step not in gone)
    alone, taken = Counter[tuple[int, ...]](), Counter[tuple[int, ...]]()
    for (step, boxes), people in published.items():
        if boxes and not step:
            alone[boxes] += people
        elif boxes and step in gone:
            taken[boxes] += people
    return outside + sum(min(alone[boxes], taken[boxes]) for boxes in alone)


def with_boxes(ledger: Ledger, boxes: Boxes) -> dict[tuple[int, str], Counted]:
    """The ledger with, on each line, the boxes that count this very answer."""
    return {
        (person, name): replace(line, boxes=held)
        if (held := boxes.holding(name, person, line.answer))
        else line
        for (person, name), line in ledger.items()
    }
