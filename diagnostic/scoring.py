"""From answers to tallies, per regard. Nothing here may be shown: `confidence.release` decides.

Unanswered, « ne sait pas » and « pas concerné » are counted apart and never become a number.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import fsum, sqrt

from diagnostic.answers import Answer, Answers, AnswerState, Passage
from diagnostic.questionnaire import Question, Questionnaire, Way, is_due
from diagnostic.respondents import Viewpoint

# Read once for each answer: looking a state up in its class takes as long as the comparison.
_GIVEN, _DONT_KNOW = AnswerState.GIVEN, AnswerState.DONT_KNOW


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


@dataclass(frozen=True, slots=True)
class Column:
    """Those of one regard who were asked one question, and what each of them said."""

    people: Sequence[int]
    """Submissions' ids."""
    answers: Sequence[Answer | None]
    """In the same order; None stands for a person who said nothing."""

    def spoken(self) -> Iterable[tuple[int, Answer]]:
        """Person and answer, for those who said something."""
        pairs = zip(self.people, self.answers, strict=True)
        return ((person, answer) for person, answer in pairs if answer is not None)


@dataclass(frozen=True, slots=True)
class Heard:
    """What people said, sorted by regard and question, and not counted yet."""

    columns: Mapping[Viewpoint, Mapping[str, Column]]
    ways: Mapping[Viewpoint, Sequence[tuple[Answers, Set[str]]]]
    """Regard → for each person, their answers and the questions they were asked."""


def score(
    questionnaire: Questionnaire, passages: Iterable[Passage], local: Iterable[Question] = ()
) -> Tallies:
    """The tallies of every question and axis, for each regard that was asked.

    An axis is computed on the items of the common trunk (★), the only ones asked of all
    organisations, so that two regards are compared on the same questions. `local` questions are
    asked of everybody.
    """
    own = tuple(local)
    return tally_all(questionnaire, hear(questionnaire, passages, own), own)


def hear(
    questionnaire: Questionnaire, passages: Iterable[Passage], local: Iterable[Question] = ()
) -> Heard:
    """Walk each person's way once. Whoever said nothing at all was not there."""
    everywhere = {question.id for question in local}
    routes: dict[tuple[Viewpoint, bool], list[Passage]] = {}
    for passage in passages:
        if passage.answers:
            route = passage.submission.viewpoint, passage.submission.short
            routes.setdefault(route, []).append(passage)
    columns: dict[Viewpoint, dict[str, Column]] = {}
    ways: dict[Viewpoint, list[tuple[Answers, Set[str]]]] = {}
    for (viewpoint, short), group in routes.items():
        way = Way(questionnaire, viewpoint, short=short)
        asked = [_asked(questionnaire, way, each.answers) | everywhere for each in group]
        mine = columns.setdefault(viewpoint, {})
        for name, column in _columns(group, asked).items():
            mine[name] = _under(mine[name], column) if name in mine else column
        said = (each.answers for each in group)
        ways.setdefault(viewpoint, []).extend(zip(said, asked, strict=True))
    return Heard(columns, ways)


def _columns(group: Sequence[Passage], asked: Sequence[set[str]]) -> dict[str, Column]:
    """Question id → column, for people of one route."""
    said = [each.answers for each in group]
    everybody = [each.submission.id for each in group]
    common = set.intersection(*asked)
    columns = {name: Column(everybody, [one.get(name) for one in said]) for name in common}
    others: dict[str, tuple[list[int], list[Answer | None]]] = {}
    for person, answers, names in zip(everybody, said, asked, strict=True):
        for name in names - common:
            if name not in others:
                others[name] = [], []
            people, heard = others[name]
            people.append(person)
            heard.append(answers.get(name))
    return columns | {name: Column(*column) for name, column in others.items()}


def _under(above: Column, below: Column) -> Column:
    return Column([*above.people, *below.people], [*above.answers, *below.answers])


def tally_all(
    questionnaire: Questionnaire, heard: Heard, local: Iterable[Question] = ()
) -> Tallies:
    """Count what was heard; `local`: the same as when it was."""
    questions: dict[str, dict[Viewpoint, Tally]] = {}
    known = questionnaire.by_id | {question.id: question for question in local}
    for name, question in known.items():
        tallied = {
            viewpoint: tally(question, mine[name].answers)
            for viewpoint, mine in heard.columns.items()
            if name in mine
        }
        if tallied:
            questions[name] = tallied
    return Tallies(
        people={viewpoint: len(group) for viewpoint, group in heard.ways.items()},
        questions=questions,
        axes={
            axis.id: found
            for axis in questionnaire.axes
            if (found := _tally_axes(axis.id, [i.id for i in axis.items if i.star], heard.ways))
        },
    )


def tally(question: Question, heard: Iterable[Answer | None]) -> Tally:
    """The tally of one question over one group; None stands for a person who said nothing."""
    spoken = tuple(heard)
    said = [answer for answer in spoken if answer is not None]
    values = [answer.value for answer in said if answer.state is _GIVEN]
    dont_know = 0
    if len(values) < len(said):
        dont_know = sum(answer.state is _DONT_KNOW for answer in said)
    counts: dict[int | str, int] = {}
    firsts: dict[str, int] = {}
    if question.kind != "text":
        for value, people in Counter(values).items():
            if isinstance(value, tuple):
                for option in value:
                    counts[option] = counts.get(option, 0) + people
                firsts[value[0]] = firsts.get(value[0], 0) + people
            elif value is not None:
                counts[value] = people
    mean, deviation = _spread(question, counts)
    return Tally(
        question_id=question.id,
        given=len(values),
        dont_know=dont_know,
        not_concerned=len(said) - len(values) - dont_know,
        unanswered=len(spoken) - len(said),
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
    if question.kind == "choice":
        pairs = [
            (option.value, counts[option.id])
            for option in question.options
            if option.value is not None and counts.get(option.id)
        ]
    elif question.kind == "scale" or question.kind == "levels":
        pairs = [(value, people) for value, people in counts.items() if isinstance(value, int)]
    else:
        return None, None
    given = total = squares = 0
    for value, people in pairs:
        given += people
        total += value * people
        squares += value * value * people
    if not given:
        return None, None
    if given < 2:
        return total / given, None
    return total / given, sqrt((given * squares - total * total) / (given * (given - 1)))


def _asked(questionnaire: Questionnaire, way: Way, said: Answers) -> set[str]:
    asked = way.asked(said)
    # Someone who changed route or priorities keeps what they said, unless an answer of theirs
    # denies what the question supposes.
    for name in said.keys() - asked:
        question = questionnaire.by_id.get(name)
        if question is not None and is_due(question, said):
            asked.add(name)
    return asked


def _tally_axes(
    axis_id: str,
    items: Sequence[str],
    ways: Mapping[Viewpoint, Iterable[tuple[Answers, Set[str]]]],
) -> dict[Viewpoint, AxisTally]:
    """The groups of which somebody said something of the axis, if only not to know."""
    tallied = {viewpoint: _tally_axis(axis_id, items, group) for viewpoint, group in ways.items()}
    return {v: found for v, found in tallied.items() if found.spoke or found.not_concerned}


def _tally_axis(
    axis_id: str, items: Sequence[str], group: Iterable[tuple[Answers, Set[str]]]
) -> AxisTally:
    people: list[list[tuple[str, int]]] = []
    levels: dict[str, list[int]] = {}
    unknown = not_concerned = unanswered = spoke = 0
    for said, asked in group:
        mine: list[tuple[str, int]] = []
        unsure = 0
        for item in items:
            if item not in asked:
                continue
            if (answer := said.get(item)) is None:
                unanswered += 1
            elif isinstance(answer.value, int):
                mine.append((item, answer.value))
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
    if question.kind == "choice" or question.kind == "choices" or question.kind == "ranking":
        return tuple((o.id, counts[o.id]) for o in question.options if o.id in counts)
    return tuple(sorted(counts.items(), key=lambda pair: int(pair[0])))


def _firsts(question: Question, firsts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    if question.kind != "ranking":
        return ()
    return tuple((o.id, firsts[o.id]) for o in question.options if o.id in firsts)
