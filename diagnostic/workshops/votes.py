"""A ballot box once it is closed: how many of each regard said what, and nobody's ballot.

A box is made once, when its first figure is about to be shown, and never changes: what is shown
of a vote does not move when a late answer, a second vote or an erasure comes after it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from diagnostic.answers import Answer, AnswerState, Value
from diagnostic.respondents import Viewpoint
from diagnostic.workshops.state import Ballot

WITHOUT_WORDS = "(texte)"
"""Stands for a free text, and is no option’s id: that it was written, not what it says."""


@dataclass(frozen=True, slots=True)
class Line:
    """How many people of a regard said the same thing."""

    viewpoint: Viewpoint
    first: Answer | None
    """None for those who were asked and said nothing."""
    second: Answer | None
    """In the first box, the same as `first`."""
    people: int


@dataclass(frozen=True, slots=True)
class Box:
    """One round of one step. Not to be shown as it is: `confidence.live` decides."""

    step_id: str
    round: int
    people: Mapping[Viewpoint, int]
    """Those who said something in the first round: the base of both rounds."""
    lines: Mapping[str, tuple[Line, ...]]
    """Question id → lines."""
    again: Mapping[Viewpoint, int]
    """Those of them who also said something in the second round; as `people` in the first."""
    newcomers: int = 0
    """Those who voted in the second round only: kept in the diagnostic, not in this box."""
    number: int = 0
    """Drawn when it is closed; 0 for a box that was never kept."""
    first: int = 0
    """The number of the first round's box, of which a second one holds the same people."""
    threshold: int = 0
    """People from whom a regard was shown when it was closed: never fewer afterwards."""
    shown: Mapping[str, frozenset[Viewpoint]] | None = None
    """Question id → regards whose figures may be shown beside all that was shown before; None
    for a box of which nobody decided it, where the threshold alone does."""
    apart: Mapping[str, frozenset[Viewpoint]] = field(default_factory=dict)
    """Question id → those of them of whom nobody was in a figure shown before."""
    whole: frozenset[str] = frozenset()
    """Questions of which the whole room may be shown; as `shown`."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's answers in one round of one step."""

    submission_id: int
    viewpoint: Viewpoint
    answers: Mapping[str, Answer]
    """Question id → answer; empty for a person who was there and said nothing."""


@dataclass(frozen=True, slots=True)
class VoteReceipt:
    """The proof that an answer is in the ballot box: what was read back after the commit."""

    ballot: Ballot
    answer: Answer


def first_box(
    step_id: str, asked: Mapping[Viewpoint, tuple[str, ...]], votes: Iterable[Vote]
) -> Box:
    """The box of a first round. `asked`: for each regard, the ids of its questions."""
    people: Counter[Viewpoint] = Counter()
    counted: dict[str, Counter[tuple[Viewpoint, Answer | None]]] = {}
    for vote in votes:
        if vote.answers:
            people[vote.viewpoint] += 1
        for name in asked.get(vote.viewpoint, ()):
            said = _wordless(vote.answers.get(name))
            counted.setdefault(name, Counter())[vote.viewpoint, said] += 1
    return Box(
        step_id,
        1,
        people,
        {
            name: _ordered(Line(who, said, said, n) for (who, said), n in counts.items())
            for name, counts in counted.items()
        },
        people,
    )


def second_box(first: Box, votes: Iterable[tuple[Vote, Vote]]) -> Box:
    """The box of a second round, over the people of the first one.

    `votes`: each person's first and second round. Who did not vote again, or answered another
    question only, keeps the first answer; who erased their answers since is still in the frozen
    first box, and is counted as not having moved; who voted in the second round only is left
    out. So both boxes have one base, and nobody's answer can be had by taking one from the other.
    """
    again: Counter[Viewpoint] = Counter()
    newcomers = 0
    pairs: dict[str, Counter[tuple[Viewpoint, Answer | None, Answer | None]]] = {
        name: Counter() for name in first.lines
    }
    for one, two in votes:
        if not one.answers:
            newcomers += bool(two.answers)
            continue
        again[one.viewpoint] += bool(two.answers)
        for name in first.lines:
            before, after = one.answers.get(name), two.answers.get(name)
            if before is not None and after is not None:
                pairs[name][one.viewpoint, _wordless(before), _wordless(after)] += 1
    lines = {}
    for name, kept in first.lines.items():
        found = pairs[name]
        merged = Counter(found)
        for line in kept:
            moved = sum(n for (who, before, _), n in found.items() if (who, before) == _group(line))
            merged[line.viewpoint, line.first, line.first] += line.people - moved
        lines[name] = _ordered(
            Line(who, before, after, n) for (who, before, after), n in merged.items() if n > 0
        )
    return Box(first.step_id, 2, first.people, lines, again, newcomers)


def box_to_data(box: Box) -> dict[str, Any]:
    """As JSON holds it."""
    return {
        "step": box.step_id,
        "round": box.round,
        "people": dict(box.people),
        "again": dict(box.again),
        "newcomers": box.newcomers,
        "number": box.number,
        "first": box.first,
        "threshold": box.threshold,
        "shown": box.shown and {name: sorted(regards) for name, regards in box.shown.items()},
        "apart": {name: sorted(regards) for name, regards in box.apart.items()},
        "whole": sorted(box.whole),
        "lines": {
            name: [
                [line.viewpoint, _said_to_data(line.first), _said_to_data(line.second), line.people]
                for line in lines
            ]
            for name, lines in box.lines.items()
        },
    }


def box_from_data(data: Mapping[str, Any]) -> Box:
    """The box that `box_to_data` wrote, or a former version of it did."""
    shown = data.get("shown")
    return Box(
        step_id=data["step"],
        round=data["round"],
        people={Viewpoint(name): n for name, n in data["people"].items()},
        lines={
            name: tuple(
                Line(Viewpoint(who), _said_from_data(name, one), _said_from_data(name, two), people)
                for who, one, two, people in lines
            )
            for name, lines in data["lines"].items()
        },
        again={Viewpoint(name): n for name, n in data["again"].items()},
        newcomers=data["newcomers"],
        number=data.get("number", 0),
        first=data.get("first", 0),
        threshold=data.get("threshold", 0),
        shown=None if shown is None else _regards_from_data(shown),
        apart=_regards_from_data(data.get("apart", {})),
        whole=frozenset(data.get("whole", ())),
    )


def _regards_from_data(data: Mapping[str, list[str]]) -> dict[str, frozenset[Viewpoint]]:
    return {name: frozenset(map(Viewpoint, regards)) for name, regards in data.items()}


def _group(line: Line) -> tuple[Viewpoint, Answer | None]:
    return line.viewpoint, line.first


def _wordless(answer: Answer | None) -> Answer | None:
    if answer is None or not answer.is_free_text:
        return answer
    return Answer(answer.question_id, answer.state, WITHOUT_WORDS, is_free_text=True)


def _ordered(lines: Iterable[Line]) -> tuple[Line, ...]:
    """In an order that tells nothing of the arrivals."""
    return tuple(sorted(lines, key=repr))


def _said_to_data(answer: Answer | None) -> list[Any] | None:
    if answer is None:
        return None
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return [answer.state.value, value]


def _said_from_data(question_id: str, said: list[Any] | None) -> Answer | None:
    if said is None:
        return None
    state, value = said
    kept: Value = tuple(value) if isinstance(value, list) else value
    return Answer(question_id, AnswerState(state), kept)
