"""How one group of people answered each question and each axis."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from diagnostic.answers import Answer, AnswerState, Passage, Value
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.scoring.hearing import Column, Heard, hear

# Read once for each answer: looking a state up in its class takes as long as the comparison.
_DONT_KNOW = AnswerState.DONT_KNOW


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
    return tally_all(questionnaire, hear(questionnaire, passages, own), own)


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
    axes: dict[str, dict[Viewpoint, AxisTally]] = {}
    for axis in questionnaire.axes:
        trunk = [item.id for item in axis.items if item.star]
        for viewpoint, mine in heard.columns.items():
            items = [(questions[name][viewpoint], mine[name]) for name in trunk if name in mine]
            found = _tally_axis(axis.id, items)
            # Otherwise nobody of the group said anything of the axis, not even not to know.
            if found.spoke or found.not_concerned:
                axes.setdefault(axis.id, {})[viewpoint] = found
    return Tallies(dict(heard.people), questions, axes)


def tally(question: Question, heard: Iterable[Answer | None]) -> Tally:
    """The tally of one question over one group; None stands for a person who said nothing."""
    asked = tuple(heard)
    said = [answer for answer in asked if answer is not None]
    # An answer has a value if and only if it is given.
    values = Counter([answer.value for answer in said])
    unsure = values.pop(None, 0)
    dont_know = 0
    if unsure:
        dont_know = [answer.state for answer in said if answer.value is None].count(_DONT_KNOW)
    counts: Mapping[int | str, int] = {}
    firsts: Counter[str] = Counter()
    if question.kind == "choices" or question.kind == "ranking":
        counts, firsts = _count_options(values)
    elif question.kind != "text":
        counts = values  # type: ignore[assignment]  # One number or one option each.
    mean, deviation = _spread(question, counts)
    return Tally(
        question_id=question.id,
        given=len(said) - unsure,
        dont_know=dont_know,
        not_concerned=unsure - dont_know,
        unanswered=len(asked) - len(said),
        counts=_ordered(question, counts),
        mean=mean,
        deviation=deviation,
        firsts=_firsts(question, firsts),
    )


def _count_options(
    values: Mapping[Value, int],
) -> tuple[Counter[int | str], Counter[str]]:
    """People for each option that was picked, and for each that was picked first."""
    counts: Counter[int | str] = Counter()
    firsts: Counter[str] = Counter()
    for value, people in values.items():
        if isinstance(value, tuple):
            for option in value:
                counts[option] += people
            firsts[value[0]] += people
    return counts, firsts


def merge(question: Question, tallies: Iterable[Tally], less: Iterable[Tally] = ()) -> Tally:
    """The tally of several groups taken as one: what everybody together said.

    `less`: groups that are inside these, to be taken away.
    """
    parts, gone = tuple(tallies), tuple(less)
    counts: Counter[int | str] = Counter()
    firsts: Counter[str] = Counter()
    for part in parts:
        counts.update(dict(part.counts))
        firsts.update(dict(part.firsts))
    for part in gone:
        counts.subtract(dict(part.counts))
        firsts.subtract(dict(part.firsts))
    # What comes to nothing is no more there than what never was.
    counts, firsts = +counts, +firsts
    mean, deviation = _spread(question, counts)
    return Tally(
        question_id=question.id,
        given=sum(part.given for part in parts) - sum(part.given for part in gone),
        dont_know=sum(part.dont_know for part in parts) - sum(part.dont_know for part in gone),
        not_concerned=sum(part.not_concerned for part in parts)
        - sum(part.not_concerned for part in gone),
        unanswered=sum(part.unanswered for part in parts) - sum(part.unanswered for part in gone),
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
    pairs: Iterable[tuple[int, int]]
    if question.kind == "choice":
        pairs = [
            (option.value, counts[option.id])
            for option in question.options
            if option.value is not None and option.id in counts
        ]
    elif question.kind == "scale" or question.kind == "levels":
        pairs = counts.items()  # type: ignore[assignment]  # Whole numbers only.
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


def _tally_axis(axis_id: str, items: Iterable[tuple[Tally, Column]]) -> AxisTally:
    """The axis of these items, each with those who were asked it."""
    tallies: list[Tally] = []
    means: list[float] = []
    moves: dict[int, list[float]] = {}
    unsure: set[int] = set()
    for tallied, column in items:
        tallies.append(tallied)
        move: dict[Value, float] = {}
        if tallied.mean is not None:
            means.append(tallied.mean)
            move = _moves(tallied, tallied.mean)
        for person, answer in zip(column.people, column.answers, strict=True):
            if answer is None:
                continue
            if answer.value is not None:
                moves.setdefault(person, []).append(move[answer.value])
            elif answer.state is _DONT_KNOW:
                unsure.add(person)
    levels = sum(tallied.given for tallied in tallies)
    dont_know = sum(tallied.dont_know for tallied in tallies)
    alone = any(tallied.given == 1 for tallied in tallies)
    return AxisTally(
        axis_id=axis_id,
        given=len(moves),
        spoke=len(unsure | moves.keys()),
        mean=fsum(means) / len(means) if means else None,
        deviation=None if alone else _jackknife(moves.values(), len(means)),
        dont_know_share=dont_know / (levels + dont_know) if levels + dont_know else None,
        items=len(means),
        levels=levels,
        dont_know=dont_know,
        not_concerned=sum(tallied.not_concerned for tallied in tallies),
        unanswered=sum(tallied.unanswered for tallied in tallies),
    )


def _moves(tallied: Tally, mean: float) -> dict[Value, float]:
    """Level → how far the mean of an item goes without one person who gave it."""
    others = max(1, tallied.given - 1)
    return {level: (level - mean) / others for level, _ in tallied.counts if isinstance(level, int)}


def _jackknife(people: Collection[Sequence[float]], items: int) -> float | None:
    """The deviation behind a mean of items' means, of people who did not answer all items.

    `people`: what each person's absence does to the mean of each item they answered. Tukey 1958:
    the square of the deviation over the number of people is the variance of the mean.
    """
    if len(people) < 2:
        return None
    moves = (fsum(mine) / items for mine in people)
    return sqrt((len(people) - 1) * fsum(move * move for move in moves))


def _ordered(
    question: Question, counts: Mapping[int | str, int]
) -> tuple[tuple[int | str, int], ...]:
    if question.kind == "choice" or question.kind == "choices" or question.kind == "ranking":
        return tuple((o.id, counts[o.id]) for o in question.options if o.id in counts)
    return tuple(sorted(counts.items()))


def _firsts(question: Question, firsts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    if question.kind != "ranking":
        return ()
    return tuple((o.id, firsts[o.id]) for o in question.options if o.id in firsts)
