"""What a room may be shown of a vote: the same release as everywhere, stage by stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from diagnostic.confidence.boxes import count_box
from diagnostic.confidence.suppression import Release, release
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tallies
from diagnostic.workshops import Box, Line, Visible

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Movement:
    """What changed between two votes of the same people, on one question."""

    people: int
    """The base: those who answered the first time, whether or not they did again."""
    again: int
    """Those of them who voted again in this step; the others keep their first answer."""
    moved: float
    """Share of `people`, between 0 and 1, whose answer is another one; « ne sait pas » counts."""
    difference: float | None
    """Second mean minus first mean, on the scale of the question; None without a mean."""


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """All that may be shown of a vote, or what is left of it for one audience."""

    first: Release
    second: Release | None = None
    """The second round over the same people; None where it is not to be shown."""
    movements: Mapping[str, Mapping[Viewpoint, Movement]] | None = None
    """Question id → regard → movement."""
    whole: Mapping[str, Movement] | None = None
    """Question id → movement of the whole room, where `first.whole` and `second.whole` are."""
    newcomers: int = 0
    """People who voted the second time only, and are not counted here."""


def live_release(
    first: Box,
    questionnaire: Questionnaire,
    threshold: int,
    local: Iterable[Question] = (),
    second: Box | None = None,
) -> LiveFigures:
    """The figures of a vote, from its frozen boxes. Raises CampaignRefused.

    Both rounds go through `release`, and show no more than what was decided when each box was
    closed (`confidence.boxes`). A movement is shown for a regard whose two rounds are, and of
    which at least `threshold` people voted again: that of fewer would be theirs alone.
    """
    own = tuple(local)
    known = questionnaire.by_id | {question.id: question for question in own}
    shown = _release(first, first, known, questionnaire, threshold, own)
    if second is None:
        return LiveFigures(shown)
    after = _release(second, first, known, questionnaire, threshold, own)
    movements: dict[str, dict[Viewpoint, Movement]] = {}
    whole: dict[str, Movement] = {}
    for name, lines in second.lines.items():
        for viewpoint in shown.questions.get(name, {}):
            one, two = shown.tally(name, viewpoint), after.tally(name, viewpoint)
            again = second.again.get(viewpoint, 0)
            if one and two and again >= threshold:
                group = [line for line in lines if line.viewpoint is viewpoint]
                movement = _movement(group, again, one.mean, two.mean)
                movements.setdefault(name, {})[viewpoint] = movement
        everybody = sum(second.again.values())
        if name in shown.whole and name in after.whole and everybody >= threshold:
            one, two = shown.whole[name], after.whole[name]
            whole[name] = _movement(lines, everybody, one.mean, two.mean)
    return LiveFigures(shown, after, movements, whole, second.newcomers)


def seen(figures: LiveFigures, visible: Visible) -> LiveFigures | None:
    """The part of the figures that one audience may see now; None where it is nothing.

    A page is given only this: what is not in it cannot leak from it.
    """
    if not (visible.regards or visible.whole):
        return None
    moving = visible.movement
    return LiveFigures(
        first=_part(figures.first, visible),
        second=_part(figures.second, visible) if moving and figures.second else None,
        movements=_only(figures.movements, visible) if moving and figures.movements else None,
        whole=figures.whole if moving and visible.whole else None,
        newcomers=figures.newcomers if moving else 0,
    )


def part_of(release: Release, visible: Visible) -> Release | None:
    """The part of a published release that a reading may show now; None where it is nothing."""
    return _part(release, visible) if visible.regards or visible.whole else None


def _part(shown: Release, visible: Visible) -> Release:
    return replace(
        shown,
        people={v: n for v, n in shown.people.items() if v in visible.regards},
        questions=_only(shown.questions, visible),
        axes=_only(shown.axes, visible),
        whole=shown.whole if visible.whole else {},
        withheld=shown.withheld & visible.regards,
    )


def _only(
    groups: Mapping[str, Mapping[Viewpoint, T]], visible: Visible
) -> dict[str, dict[Viewpoint, T]]:
    kept = {
        name: {v: one for v, one in several.items() if v in visible.regards}
        for name, several in groups.items()
    }
    return {name: several for name, several in kept.items() if several}


def _release(
    box: Box,
    first: Box,
    known: Mapping[str, Question],
    questionnaire: Questionnaire,
    threshold: int,
    local: Iterable[Question],
) -> Release:
    """What a box may show now, `first` being the one of its first round."""
    questions = count_box(box, known, again=box is not first)
    tallies = Tallies(people=box.people, questions=questions, axes={})
    found = release(tallies, questionnaire, max(threshold, box.threshold), local)
    if box.shown is None:
        return found
    shown = {
        name: {v: one for v, one in groups.items() if v in box.shown.get(name, ())}
        for name, groups in found.questions.items()
    }
    return replace(
        found,
        questions={name: groups for name, groups in shown.items() if groups},
        whole={name: one for name, one in found.whole.items() if name in box.whole},
    )


def _movement(
    lines: Iterable[Line], again: int, before: float | None, after: float | None
) -> Movement:
    counted = [line for line in lines if line.first is not None]
    people = sum(line.people for line in counted)
    moved = sum(line.people for line in counted if line.second != line.first)
    return Movement(
        people=people,
        again=again,
        moved=moved / people if people else 0.0,
        difference=after - before if before is not None and after is not None else None,
    )
