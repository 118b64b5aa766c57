"""From answers to tallies, per regard. Nothing here may be shown: `confidence.release` decides.

Unanswered, « ne sait pas » and « pas concerné » are counted apart and never become a number.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from diagnostic.answers import Answer, AnswerState, Passage, Value
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
    Way,
    is_due,
)
from diagnostic.respondents import Viewpoint

# Read once for each answer: looking a state up in its class takes as long as the comparison.
_DONT_KNOW, _NOT_CONCERNED = AnswerState.DONT_KNOW, AnswerState.NOT_CONCERNED


@dataclass(frozen=True, slots=True)
class Tally:
    """How one group of people answered one question."""

    question_id: str
    given: int
    """People who gave an answer: the base of the mean and of the shares."""
    dont_know: int
    not_concerned: int
    unanswered: int
    """People who were asked and said nothing."""
    counts: tuple[tuple[int | str, int], ...]
    """Value or option id → people, in the order of the scale; several per person for choices."""
    mean: float | None
    """On the scale of the question; None where nothing has a number."""
    deviation: float | None
    """Sample standard deviation (n − 1), on the same scale; None under two answers."""
    firsts: tuple[tuple[str, int], ...] = ()
    """For a ranking: option id → people who put it first."""

    @property
    def spoke(self) -> int:
        return self.given + self.dont_know + self.not_concerned

    @property
    def dont_know_share(self) -> float | None:
        """Among those who gave an answer or said « ne sait pas »; between 0 and 1."""
        base = self.given + self.dont_know
        return self.dont_know / base if base else None

    def share(self, options: Iterable[str | int]) -> float | None:
        """Share, between 0 and 1, of those who gave an answer and picked one of `options`.

        For a question with one answer. « Ne sait pas » is outside the base.
        """
        if not self.counts:
            return None
        wanted = set(options)
        return sum(people for value, people in self.counts if value in wanted) / self.given


@dataclass(frozen=True, slots=True)
class AxisTally:
    """How one group sees one axis. Each item counts once: the mean of those who gave it a level."""

    axis_id: str
    given: int
    """People who gave a level to at least one item."""
    spoke: int
    """People who gave a level or said « ne sait pas » to at least one item."""
    mean: float | None
    """Mean of the items' means, 0 to 4."""
    deviation: float | None
    """How far the mean would go without each person in turn, in the unit of a standard deviation
    of `given` numbers; that of the people's own means where all gave a level to all items. None
    where one person alone gave a level to an item."""
    dont_know_share: float | None
    """« Ne sait pas » among the answers « level » or « ne sait pas » of the group."""
    items: int = 0
    """Items of the common trunk that the mean rests on."""
    levels: int = 0
    """Levels given, over people and items; so are the three that follow."""
    dont_know: int = 0
    not_concerned: int = 0
    unanswered: int = 0
    """Items that were asked of a person who said nothing to them."""

    @property
    def people_each(self) -> float | None:
        """People who gave a level to an item, on average over the items."""
        return self.levels / self.items if self.items else None

    @property
    def is_partial(self) -> bool:
        """Whether somebody who counts gave no level to some item: the mean of that item is the
        others', and the silence never counts as 0."""
        return self.levels < self.given * self.items


@dataclass(frozen=True, slots=True)
class Tallies:
    """All tallies of a set of passages, group by group. Not to be shown as they are."""

    people: Mapping[Viewpoint, int]
    """People who said at least one thing."""
    questions: Mapping[str, Mapping[Viewpoint, Tally]]
    axes: Mapping[str, Mapping[Viewpoint, AxisTally]]


def score(
    questionnaire: Questionnaire, passages: Iterable[Passage], local: Iterable[Question] = ()
) -> Tallies:
    """The tallies of every question and axis, for each regard that was asked.

    An axis is computed on the items of the common trunk (★), the only ones asked of all
    organisations, so that two regards are compared on the same questions. `local` questions are
    asked of everybody.
    """
    own = tuple(local)
    everywhere = {question.id for question in own}
    known = questionnaire.by_id | {question.id: question for question in own}
    ways: dict[tuple[Viewpoint, bool], Way] = {}
    people: Counter[Viewpoint] = Counter()
    answers: dict[Viewpoint, dict[str, list[Answer | None]]] = {}
    axes: dict[str, dict[Viewpoint, list[tuple[Answer | None, ...]]]] = {}
    trunk = {
        axis.id: tuple(item.id for item in axis.items if item.star) for axis in questionnaire.axes
    }
    for passage in passages:
        if not passage.answers:
            continue
        viewpoint, said = passage.submission.viewpoint, passage.answers
        people[viewpoint] += 1
        mine = answers.setdefault(viewpoint, {})
        route = viewpoint, passage.submission.short
        if route not in ways:
            ways[route] = Way(questionnaire, viewpoint, short=route[1])
        asked = _asked(questionnaire, ways[route], said) | everywhere
        for name in asked:
            heard = mine.get(name)
            if heard is None:
                mine[name] = heard = []
            heard.append(said.get(name))
        for axis_id, items in trunk.items():
            if levels := tuple(said.get(item) for item in items if item in asked):
                axes.setdefault(axis_id, {}).setdefault(viewpoint, []).append(levels)
    questions: dict[str, dict[Viewpoint, Tally]] = {}
    for name, question in known.items():
        tallied = {
            viewpoint: tally(question, mine[name])
            for viewpoint, mine in answers.items()
            if name in mine
        }
        if tallied:
            questions[name] = tallied
    return Tallies(
        people=people,
        questions=questions,
        axes={name: found for name, groups in axes.items() if (found := _tally_axes(name, groups))},
    )


def tally(question: Question, heard: Iterable[Answer | None]) -> Tally:
    """The tally of one question over one group; None stands for a person who said nothing."""
    unanswered = dont_know = not_concerned = given = 0
    counts: Counter[int | str] = Counter()
    firsts: Counter[str] = Counter()
    values: list[Value] = []
    for answer in heard:
        if answer is None:
            unanswered += 1
        elif answer.state is _DONT_KNOW:
            dont_know += 1
        elif answer.state is _NOT_CONCERNED:
            not_concerned += 1
        else:
            given += 1
            values.append(answer.value)
    if question.kind != "text":
        for value, people in Counter(values).items():
            if isinstance(value, tuple):
                counts.update(dict.fromkeys(value, people))
                firsts[value[0]] += people
            elif value is not None:
                counts[value] = people
    mean, deviation = _spread(question, counts)
    return Tally(
        question_id=question.id,
        given=given,
        dont_know=dont_know,
        not_concerned=not_concerned,
        unanswered=unanswered,
        counts=_ordered(question, counts),
        mean=mean,
        deviation=deviation,
        firsts=_firsts(question, firsts),
    )


def merge(question: Question, tallies: Iterable[Tally]) -> Tally:
    """The tally of several groups taken as one: what everybody together said."""
    parts = tuple(tallies)
    counts: Counter[int | str] = Counter()
    firsts: Counter[str] = Counter()
    for part in parts:
        counts.update(dict(part.counts))
        firsts.update(dict(part.firsts))
    mean, deviation = _spread(question, counts)
    return Tally(
        question_id=question.id,
        given=sum(part.given for part in parts),
        dont_know=sum(part.dont_know for part in parts),
        not_concerned=sum(part.not_concerned for part in parts),
        unanswered=sum(part.unanswered for part in parts),
        counts=_ordered(question, counts),
        mean=mean,
        deviation=deviation,
        firsts=_firsts(question, firsts),
    )


def _spread(
    question: Question, counts: Mapping[int | str, int]
) -> tuple[float | None, float | None]:
    """Mean and sample standard deviation; None where too few. Sums of whole numbers: exact, so
    that the order of the answers does not show, even in the last digit."""
    if isinstance(question, ChoiceQuestion):
        worth = {option.id: option.value for option in question.options}
        pairs = [
            (number, counts[name])
            for name, number in worth.items()
            if number is not None and counts.get(name)
        ]
    else:
        pairs = [(value, people) for value, people in counts.items() if isinstance(value, int)]
    given = sum(people for _, people in pairs)
    if not given:
        return None, None
    total = sum(value * people for value, people in pairs)
    if given < 2:
        return total / given, None
    squares = given * sum(value * value * people for value, people in pairs) - total * total
    return total / given, sqrt(squares / (given * (given - 1)))


def _asked(questionnaire: Questionnaire, way: Way, said: Mapping[str, Answer]) -> set[str]:
    asked = way.asked(said)
    # Someone who changed route or priorities keeps what they said, unless an answer of theirs
    # denies what the question supposes.
    for name in said:
        if (
            name not in asked
            and (question := questionnaire.by_id.get(name)) is not None
            and is_due(question, said)
        ):
            asked.add(name)
    return asked


def _tally_axes(
    axis_id: str, groups: Mapping[Viewpoint, Iterable[tuple[Answer | None, ...]]]
) -> dict[Viewpoint, AxisTally]:
    """The groups of which somebody said something of the axis, if only not to know."""
    return {
        viewpoint: _tally_axis(axis_id, group)
        for viewpoint, group in groups.items()
        if any(answer for said in group for answer in said)
    }


def _tally_axis(axis_id: str, group: Iterable[tuple[Answer | None, ...]]) -> AxisTally:
    people: list[list[tuple[str, int]]] = []
    levels: dict[str, list[int]] = {}
    unknown = not_concerned = unanswered = spoke = 0
    for said in group:
        mine: list[tuple[str, int]] = []
        unsure = 0
        for answer in said:
            if answer is None:
                unanswered += 1
            elif isinstance(answer.value, int):
                mine.append((answer.question_id, answer.value))
            elif answer.state is _DONT_KNOW:
                unsure += 1
            else:
                not_concerned += 1
        unknown += unsure
        spoke += bool(mine or unsure)
        if mine:
            people.append(mine)
            for name, level in mine:
                levels.setdefault(name, []).append(level)
    given = sum(map(len, levels.values()))
    means = {name: sum(numbers) / len(numbers) for name, numbers in levels.items()}
    return AxisTally(
        axis_id=axis_id,
        given=len(people),
        spoke=spoke,
        mean=fsum(means.values()) / len(means) if means else None,
        deviation=_jackknife(people, means, {name: len(heard) for name, heard in levels.items()}),
        dont_know_share=unknown / (given + unknown) if given + unknown else None,
        items=len(means),
        levels=given,
        dont_know=unknown,
        not_concerned=not_concerned,
        unanswered=unanswered,
    )


def _jackknife(
    people: Sequence[Iterable[tuple[str, int]]],
    means: Mapping[str, float],
    given: Mapping[str, int],
) -> float | None:
    """The deviation behind a mean of items' means, of people who did not answer all items.

    Tukey 1958: what each person's absence does to the mean. Its square over the number of people
    is the variance of that mean.
    """
    if len(people) < 2 or min(given.values()) < 2:
        return None
    moves = (
        fsum((level - means[name]) / (given[name] - 1) for name, level in mine) / len(means)
        for mine in people
    )
    return sqrt((len(people) - 1) * fsum(move * move for move in moves))


def _ordered(
    question: Question, counts: Mapping[int | str, int]
) -> tuple[tuple[int | str, int], ...]:
    if isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
        return tuple((o.id, counts[o.id]) for o in question.options if o.id in counts)
    return tuple(sorted(counts.items(), key=lambda pair: int(pair[0])))


def _firsts(question: Question, firsts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    if not isinstance(question, RankingQuestion):
        return ()
    return tuple((o.id, firsts[o.id]) for o in question.options if o.id in firsts)
