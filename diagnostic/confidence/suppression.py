"""What may be shown of a group: a threshold, and nothing to be had by subtraction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import fsum
from typing import TypeVar

from diagnostic.answers import Passage
from diagnostic.campaigns import check_threshold
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tallies, Tally, merge

T = TypeVar("T")

INDICATIVE_UNDER = 30
"""Under this number of answers a comparison with France is called « indicatif »."""
TOO_MANY_UNKNOWN = 0.5
"""Above this share of « ne sait pas » an axis has no mark: not knowing is the finding."""


@dataclass(frozen=True, slots=True)
class CrossMark:
    """The plain mean of the regards' means, so that 80 citizens do not drown 3 élus."""

    mean: float
    regards: int
    """How many regards it rests on."""
    raw: float
    """The mean of all answers of these same regards, one person one voice."""
    given: int
    """How many answers `raw` rests on."""


@dataclass(frozen=True, slots=True)
class Release:
    """What may be shown. A group that is empty and one that is too small look the same: absent."""

    threshold: int
    people: Mapping[Viewpoint, int]
    """People per regard, for the regards of at least `threshold` people."""
    questions: Mapping[str, Mapping[Viewpoint, Tally]]
    whole: Mapping[str, Tally]
    """Everybody together, only where no regard can be shown and together they are enough."""
    axes: Mapping[str, Mapping[Viewpoint, AxisTally]]
    withheld: frozenset[Viewpoint]
    """Regards of the diagnostic without enough people, none included."""
    totals: Mapping[Viewpoint, int] = field(default_factory=dict)
    """People that there are in all, of the regards of which it was said; shown or not."""
    gathered: Mapping[Viewpoint, int] = field(default_factory=dict)
    """Workshops, one or two, that a good part of a regard came from (`crowds.gather`)."""

    @property
    def known_totals(self) -> dict[Viewpoint, int]:
        """`totals` without those that cannot be so: more people than that are counted."""
        return {v: n for v, n in self.totals.items() if v not in self.mistaken}

    @property
    def mistaken(self) -> tuple[Viewpoint, ...]:
        """The regards that are shown with more people than there are said to be in all."""
        return tuple(
            v for v, people in self.people.items() if v in self.totals and people > self.totals[v]
        )

    def knowing(
        self, totals: Mapping[Viewpoint, int], gathered: Mapping[Viewpoint, int]
    ) -> "Release":
        """The same, with what is known of who answered."""
        here = {v: number for v, number in gathered.items() if v in self.people}
        return replace(self, totals=dict(totals), gathered=here)

    def tally(self, question_id: str, viewpoint: Viewpoint) -> Tally | None:
        return self.questions.get(question_id, {}).get(viewpoint)

    def cross(
        self, question_id: str, viewpoints: Iterable[Viewpoint] = tuple(Viewpoint)
    ) -> CrossMark | None:
        """The cross mark of these regards; None where none of them has a mean.

        Only what is released counts: a withheld regard cannot be had by leaving others out.
        """
        marked = [
            (tally.mean, tally.given)
            for viewpoint in dict.fromkeys(viewpoints)
            if (tally := self.tally(question_id, viewpoint)) and tally.mean is not None
        ]
        if not marked:
            return None
        given = sum(people for _, people in marked)
        return CrossMark(
            mean=fsum(mean for mean, _ in marked) / len(marked),
            regards=len(marked),
            raw=fsum(mean * people for mean, people in marked) / given,
            given=given,
        )


def release(
    tallies: Tallies,
    questionnaire: Questionnaire,
    threshold: int,
    local: Iterable[Question] = (),
) -> Release:
    """The part of `tallies` that `threshold` allows. Raises CampaignRefused under the smallest.

    A regard appears on a question from `threshold` people who said something there; its mean
    and its distribution from `threshold` who gave an answer. An axis goes by the same rule, has
    no mark above TOO_MANY_UNKNOWN, and is marked from the marks of its questions (`mark_axis`).
    The whole room is shown only where no regard is, so that no hidden group can be had by
    subtraction.
    """
    check_threshold(threshold)
    known = questionnaire.by_id | {question.id: question for question in local}
    questions: dict[str, dict[Viewpoint, Tally]] = {}
    whole: dict[str, Tally] = {}
    for name, groups in tallies.questions.items():
        shown = {
            viewpoint: veil(tally, threshold)
            for viewpoint, tally in groups.items()
            if tally.spoke >= threshold
        }
        if shown:
            questions[name] = shown
        elif groups:
            together = merge(known[name], groups.values())
            if together.given >= threshold:
                whole[name] = together
    return Release(
        threshold=threshold,
        people={v: n for v, n in tallies.people.items() if n >= threshold},
        questions=questions,
        whole=whole,
        axes={
            name: {
                viewpoint: mark_axis(
                    tally, trunk_tallies(questionnaire, questions, name, viewpoint), threshold
                )
                for viewpoint, tally in groups.items()
                if tally.spoke >= threshold
            }
            for name, groups in tallies.axes.items()
        },
        withheld=frozenset(
            route.viewpoint
            for route in questionnaire.routes
            if tallies.people.get(route.viewpoint, 0) < threshold
        ),
    )


def narrow(shown: Release, part: Release, viewpoint: Viewpoint) -> Release:
    """The release with one regard reduced to a part of it, as a publication lets it be shown."""
    return replace(
        shown,
        people={v: n for v, n in shown.people.items() if v is not viewpoint} | dict(part.people),
        questions=_swap(shown.questions, part.questions, viewpoint),
        axes=_swap(shown.axes, part.axes, viewpoint),
        # How many there are in all was said of the whole regard.
        totals={v: n for v, n in shown.totals.items() if v is not viewpoint},
        gathered={v: n for v, n in shown.gathered.items() if v is not viewpoint},
    )


def _swap(
    whole: Mapping[str, Mapping[Viewpoint, T]],
    part: Mapping[str, Mapping[Viewpoint, T]],
    viewpoint: Viewpoint,
) -> dict[str, dict[Viewpoint, T]]:
    swapped = {
        name: {v: tally for v, tally in groups.items() if v is not viewpoint}
        | dict(part.get(name, {}))
        for name, groups in whole.items()
    }
    return {name: groups for name, groups in swapped.items() if groups}


def may_split(passages: Iterable[Passage], question_id: str, threshold: int) -> frozenset[str]:
    """The options of a profile question by which answers may be filtered, possibly none.

    Only where every part of the regard, those who did not say included, is empty or has at
    least `threshold` people: otherwise a part could be had by subtraction from the whole.
    """
    check_threshold(threshold)
    parts = parts_of(passages, question_id)
    if any(len(part) < threshold for part in parts.values()):
        return frozenset()
    return frozenset(parts) - {""}


def parts_of(passages: Iterable[Passage], question_id: str) -> dict[str, list[Passage]]:
    """Option → those who picked it; the empty option for those who did not say."""
    parts: dict[str, list[Passage]] = {}
    for passage in passages:
        answer = passage.answers.get(question_id)
        value = answer.value if answer else None
        if passage.answers:
            parts.setdefault(value if isinstance(value, str) else "", []).append(passage)
    return parts


def veil(tally: Tally, threshold: int) -> Tally:
    """The tally without what was answered, where fewer than `threshold` answered."""
    if tally.given >= threshold:
        return tally
    return replace(tally, counts=(), mean=None, deviation=None, firsts=())


def trunk_tallies(
    questionnaire: Questionnaire,
    questions: Mapping[str, Mapping[Viewpoint, Tally]],
    axis_id: str,
    viewpoint: Viewpoint,
) -> tuple[Tally, ...]:
    """What is shown of the questions (★) that an axis rests on, for one regard."""
    items = next(axis.items for axis in questionnaire.axes if axis.id == axis_id)
    return tuple(
        shown
        for item in items
        if item.star and (shown := questions.get(item.id, {}).get(viewpoint)) is not None
    )


def mark_axis(tally: AxisTally, items: Iterable[Tally], threshold: int) -> AxisTally:
    """The axis with the mean of what is shown of its questions, so that it tells no more.

    A question that is hidden has no part in it: set beside the others' means, the mark would
    tell what is hidden. The deviation is kept where it crosses the answers of nobody, or of at
    least `threshold` people.
    """
    shown = tuple(items)
    means = [item.mean for item in shown if item.mean is not None]
    levels, unknown = sum(item.given for item in shown), sum(item.dont_know for item in shown)
    share = unknown / (levels + unknown) if levels + unknown else None
    # Otherwise the deviation would tell of the levels that are hidden.
    complete = tally.levels == levels and all(item.mean is not None for item in shown)
    # The counts too are those of the questions shown.
    tally = replace(
        tally,
        dont_know_share=share,
        items=len(means),
        levels=sum(item.given for item in shown if item.mean is not None),
        dont_know=unknown,
        not_concerned=sum(item.not_concerned for item in shown),
        unanswered=sum(item.unanswered for item in shown),
    )
    if tally.given < threshold or not means or (share or 0.0) > TOO_MANY_UNKNOWN:
        return replace(tally, mean=None, deviation=None)
    # At least this many people gave a level to two questions or more.
    several = -(-(levels - tally.given) // max(1, len(shown) - 1))
    crossed = complete and (levels == tally.given or several >= threshold)
    return replace(
        tally, mean=fsum(means) / len(means), deviation=tally.deviation if crossed else None
    )
