"""« Ce qui a bougé »: each figure of two waves, where both show it and asked the same thing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from diagnostic.benchmarks import Benchmarks
from diagnostic.confidence import Difference, Release, Standing, settle
from diagnostic.confidence.movements import (
    Figure,
    mean_figure,
    mean_of_groups,
    mean_of_questions,
    move,
    share_figure,
)
from diagnostic.confidence.panels import Followed
from diagnostic.questionnaire import Axis, ChoiceQuestion, Question, Questionnaire
from diagnostic.readings.anchors import AnchorRow, read_anchors
from diagnostic.readings.cooperation import LEVELS
from diagnostic.readings.fragilities import SEVERITY
from diagnostic.readings.gaps import CLOSE_SHARE, CLOSE_TO_FRANCE, SCALE
from diagnostic.respondents import Viewpoint

CLOSE_LEVEL = 0.25
"""Levels under which two axis marks are called close: as half a point is of a mark out of 10."""
SHARES = (0, 1)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is published of one wave."""

    number: int
    questionnaire: Questionnaire
    shown: Release


@dataclass(frozen=True, slots=True)
class Compared:
    """Two waves of one diagnostic, the earlier first."""

    before: Moment
    after: Moment
    followed: Mapping[tuple[str, Viewpoint], Followed] = field(default_factory=dict)
    """By question and regard: what those changed who agreed to be followed."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One figure in two waves."""

    viewpoint: Viewpoint | None
    """None for the cross mark, of the regards shown in both waves."""
    before: float
    after: float
    given: tuple[int, int]
    """Answers behind each; regards, for the cross mark."""
    difference: Difference
    """After minus before, as if other people had answered."""
    standing: Standing
    """What may be said of it, among the movements that are read with it."""
    questions: int = 1
    """Questions that the figure rests on: more than one for an axis."""
    followed: Followed | None = None
    """The change of those who answered twice and agreed to be followed."""
    followed_standing: Standing = Standing.UNSETTLED


@dataclass(frozen=True, slots=True)
class MovedRow:
    """The movements of one domain, axis or answer."""

    key: str
    label: Mapping[str, str]
    """Language → name."""
    movements: tuple[Movement, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """Movements that are read together."""

    scale: tuple[int, int]
    rows: tuple[MovedRow, ...]
    changed: tuple[str, ...] = ()
    """Ids of what is asked in both waves in other words: nothing is compared."""

    @property
    def is_share(self) -> bool:
        return self.scale == SHARES

    @property
    def movements(self) -> tuple[Movement, ...]:
        return tuple(one for row in self.rows for one in row.movements)


def is_same_question(one: Question | None, other: Question | None) -> bool:
    """Whether two versions ask the same thing, in the same words, with the same answers."""
    return one is not None and other is not None and _words(one) == _words(other)


def find_same_questions(before: Moment, after: Moment) -> tuple[Question, ...]:
    """What both waves asked in the same way, in the order of the later one."""
    return tuple(
        question
        for question in after.questionnaire.by_id.values()
        if is_same_question(before.questionnaire.by_id.get(question.id), question)
    )


def find_followed(
    before: Moment, after: Moment, told: Iterable[Followed], threshold: int
) -> dict[tuple[str, Viewpoint], Followed]:
    """What those changed who were followed, where both waves still show their regard."""
    return {
        (one.question_id, one.viewpoint): one
        for one in told
        if one.given >= threshold
        and all(moment.shown.tally(one.question_id, one.viewpoint) for moment in (before, after))
    }


def read_domain_moves(
    before: Moment,
    after: Moment,
    viewpoints: Iterable[Viewpoint] = tuple(Viewpoint),
    followed: Mapping[tuple[str, Viewpoint], Followed] | None = None,
) -> Moves:
    """The severity of each domain: regard by regard, and the cross mark of those in both waves."""
    wanted, rows, changed = tuple(viewpoints), [], []
    for domain in after.questionnaire.domains:
        name = f"{domain.id}.{SEVERITY}"
        regards = _in_both(before, after, name, wanted)
        if not regards:
            continue
        if not _asks_the_same(before, after, name):
            changed.append(domain.id)
            continue
        pairs = {v: (_mean(before, name, v, SCALE), _mean(after, name, v, SCALE)) for v in regards}
        found = [
            _movement(
                v,
                *pair,
                given=(_given(before, name, v), _given(after, name, v)),
                followed=(followed or {}).get((name, v)),
            )
            for v, pair in pairs.items()
        ]
        if len(pairs) > 1:
            cross = [mean_of_groups(several) for several in zip(*pairs.values(), strict=True)]
            found.append(_movement(None, *cross, given=(len(pairs), len(pairs))))
        label = {language: domain.short.of(language) for language in ("fr", "en")}
        rows.append(MovedRow(domain.id, label, tuple(found)))
    return _settled(Moves(SCALE, tuple(rows), tuple(changed)), CLOSE_TO_FRANCE)


def read_axis_moves(
    before: Moment, after: Moment, viewpoints: Iterable[Viewpoint] = tuple(Viewpoint)
) -> Moves:
    """The mark of each axis, on the questions (★) that a regard shows in both waves."""
    wanted, rows, changed = tuple(viewpoints), [], []
    for axis in after.questionnaire.axes:
        found = [one for v in wanted if (one := _move_axis(before, after, axis, v))]
        if found:
            label = {
                language: f"{axis.id} · {axis.short.of(language)}" for language in ("fr", "en")
            }
            rows.append(MovedRow(axis.id, label, tuple(found)))
        changed += [
            item.id
            for item in axis.items
            if item.star
            and _in_both(before, after, item.id, wanted)
            and not _asks_the_same(before, after, item.id)
        ]
    return _settled(Moves(LEVELS, tuple(rows), tuple(changed)), CLOSE_LEVEL)


def read_anchor_moves(
    before: Moment,
    after: Moment,
    benchmarks: Benchmarks,
    viewpoints: Iterable[Viewpoint] = tuple(Viewpoint),
) -> Mapping[str, Moves]:
    """Question id → the share of each answer, of the anchor questions that both waves show."""
    wanted = tuple(viewpoints)
    then, now = (
        {
            reading.question.id: reading.rows
            for reading in read_anchors(one.questionnaire, one.shown, benchmarks, wanted)
        }
        for one in (before, after)
    )
    moves = {}
    for name, rows in now.items():
        if not _asks_the_same(before, after, name):
            if _in_both(before, after, name, wanted):
                moves[name] = Moves(SHARES, (), (name,))
            continue
        found = _move_rows(then.get(name, ()), rows)
        if found:
            moves[name] = _settled(Moves(SHARES, found), CLOSE_SHARE)
    return moves


def _move_rows(then: Sequence[AnchorRow], now: Sequence[AnchorRow]) -> tuple[MovedRow, ...]:
    former = {(row.options, row.viewpoint): row for row in then}
    rows: dict[tuple[str, ...], list[Movement]] = {}
    labels = {}
    for row in now:
        old = former.get((row.options, row.viewpoint))
        if old is None or old.share is None or row.share is None or max(old.share, row.share) > 1:
            continue
        labels[row.options] = row.label
        rows.setdefault(row.options, []).append(
            _movement(
                row.viewpoint,
                share_figure(old.share, old.given, old.people),
                share_figure(row.share, row.given, row.people),
                given=(old.given, row.given),
            )
        )
    return tuple(
        MovedRow("+".join(options), labels[options], tuple(found))
        for options, found in rows.items()
    )


def _move_axis(before: Moment, after: Moment, axis: Axis, viewpoint: Viewpoint) -> Movement | None:
    marks = [one.shown.axes.get(axis.id, {}).get(viewpoint) for one in (before, after)]
    if not all(mark is not None and mark.mean is not None for mark in marks):
        return None
    names = find_axis_questions(before, after, axis, viewpoint)
    if not names:
        return None
    then, now = (_axis_figure(one, axis, viewpoint, names) for one in (before, after))
    first, last = (mark.given if mark else 0 for mark in marks)
    return replace(_movement(viewpoint, then, now, given=(first, last)), questions=len(names))


def find_axis_questions(
    before: Moment, after: Moment, axis: Axis, viewpoint: Viewpoint
) -> tuple[str, ...]:
    """The questions (★) of an axis that a regard is compared on: shown in both, asked the same."""
    return tuple(
        item.id
        for item in axis.items
        if item.star
        and _in_both(before, after, item.id, (viewpoint,))
        and _asks_the_same(before, after, item.id)
    )


def rests_on(shown: Release, axis: Axis, viewpoint: Viewpoint, names: tuple[str, ...]) -> bool:
    """Whether the mark that is shown of an axis, with its deviation, rests on just `names`."""
    mark = shown.axes[axis.id][viewpoint]
    asked = tuple(
        item.id
        for item in axis.items
        if item.star and (tally := shown.tally(item.id, viewpoint)) and tally.counts
    )
    return asked == names and mark.mean is not None and mark.deviation is not None


def _axis_figure(
    moment: Moment, axis: Axis, viewpoint: Viewpoint, names: tuple[str, ...]
) -> Figure:
    """The mark of an axis on these questions: as it is shown, where it rests on just these."""
    mark = moment.shown.axes[axis.id][viewpoint]
    if rests_on(moment.shown, axis, viewpoint, names):
        assert mark.mean is not None
        people = None if mark.is_partial else moment.shown.known_totals.get(viewpoint)
        return mean_figure(mark.given, mark.mean, mark.deviation, LEVELS, people)
    return mean_of_questions([_mean(moment, name, viewpoint, LEVELS) for name in names])


def _movement(
    viewpoint: Viewpoint | None,
    before: Figure,
    after: Figure,
    *,
    given: tuple[int, int],
    followed: Followed | None = None,
) -> Movement:
    return Movement(
        viewpoint,
        before.value,
        after.value,
        given,
        move(before, after),
        Standing.UNSETTLED,
        followed=followed,
    )


def _settled(moves: Moves, margin: float) -> Moves:
    """With what may be said of each movement, corrected for being read together."""
    told = moves.movements
    standings = iter(settle([one.difference for one in told], margin))
    followed = [one.followed.difference for one in told if one.followed]
    followed_standings = iter(settle(followed, margin))
    rows = tuple(
        replace(
            row,
            movements=tuple(
                replace(
                    one,
                    standing=next(standings),
                    followed_standing=(
                        next(followed_standings) if one.followed else Standing.UNSETTLED
                    ),
                )
                for one in row.movements
            ),
        )
        for row in moves.rows
    )
    return replace(moves, rows=rows)


def _in_both(
    before: Moment, after: Moment, name: str, wanted: Iterable[Viewpoint]
) -> tuple[Viewpoint, ...]:
    """The regards of which both waves show what they answered."""
    return tuple(
        v
        for v in wanted
        if all((tally := one.shown.tally(name, v)) and tally.counts for one in (before, after))
    )


def _asks_the_same(before: Moment, after: Moment, name: str) -> bool:
    return is_same_question(
        before.questionnaire.by_id.get(name), after.questionnaire.by_id.get(name)
    )


def _mean(moment: Moment, name: str, viewpoint: Viewpoint, scale: tuple[int, int]) -> Figure:
    tally = moment.shown.tally(name, viewpoint)
    assert tally is not None
    assert tally.mean is not None
    people = moment.shown.known_totals.get(viewpoint)
    return mean_figure(tally.given, tally.mean, tally.deviation, scale, people)


def _given(moment: Moment, name: str, viewpoint: Viewpoint) -> int:
    tally = moment.shown.tally(name, viewpoint)
    return tally.given if tally else 0


def _words(question: Question) -> object:
    """What a person reads of a question in French, and what it takes for an answer."""
    told: list[object] = [question.kind, question.wording.fr, question.only_if]
    for name in ("minimum", "maximum", "most"):
        told.append(getattr(question, name, None))
    for name in ("low", "high"):
        told.append(getattr(getattr(question, name, None), "fr", None))
    told.append([text.fr for text in getattr(question, "levels", ())])
    told.append([text.fr for text in getattr(question, "names", ())])
    valued = isinstance(question, ChoiceQuestion)
    told.append(
        [
            (option.id, option.label.fr, option.value if valued else None)
            for option in getattr(question, "options", ())
        ]
    )
    return told
