"""From answers to tallies, per regard. Nothing here may be shown: `confidence.release` decides.

Unanswered, « ne sait pas » and « pas concerné » are counted apart and never become a number.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum, sqrt

from diagnostic.answers import Answer, AnswerState, Passage
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
    is_due,
    walk,
)
from diagnostic.respondents import Viewpoint


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
    """How one group sees one axis. Each person counts once: the mean of their own items."""

    axis_id: str
    given: int
    """People who gave a level to at least one item."""
    spoke: int
    """People who gave a level or said « ne sait pas » to at least one item."""
    mean: float | None
    """Mean of the people's means, 0 to 4."""
    deviation: float | None
    dont_know_share: float | None
    """« Ne sait pas » among the answers « level » or « ne sait pas » of the group."""


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
    known = questionnaire.by_id | {question.id: question for question in own}
    people: Counter[Viewpoint] = Counter()
    answers: dict[str, dict[Viewpoint, list[Answer | None]]] = {}
    axes: dict[str, dict[Viewpoint, list[tuple[Answer, ...]]]] = {}
    trunk = {
        axis.id: tuple(item.id for item in axis.items if item.star) for axis in questionnaire.axes
    }
    for passage in passages:
        if not passage.answers:
            continue
        viewpoint = passage.submission.viewpoint
        people[viewpoint] += 1
        for question in (*_asked(questionnaire, passage), *own):
            heard = answers.setdefault(question.id, {}).setdefault(viewpoint, [])
            heard.append(passage.answers.get(question.id))
        for axis_id, items in trunk.items():
            said = tuple(passage.answers[item] for item in items if item in passage.answers)
            if said:
                axes.setdefault(axis_id, {}).setdefault(viewpoint, []).append(said)
    return Tallies(
        people=people,
        questions={
            name: {viewpoint: tally(known[name], heard) for viewpoint, heard in groups.items()}
            for name, groups in answers.items()
        },
        axes={
            name: {viewpoint: _tally_axis(name, group) for viewpoint, group in groups.items()}
            for name, groups in axes.items()
        },
    )


def tally(question: Question, heard: Iterable[Answer | None]) -> Tally:
    """The tally of one question over one group; None stands for a person who said nothing."""
    states: Counter[AnswerState | None] = Counter()
    counts: Counter[int | str] = Counter()
    firsts: Counter[str] = Counter()
    numbers: list[int] = []
    values = (
        {option.id: option.value for option in question.options}
        if isinstance(question, ChoiceQuestion)
        else {}
    )
    for answer in heard:
        states[answer.state if answer else None] += 1
        if answer is None or answer.state is not AnswerState.GIVEN:
            continue
        value = answer.value
        if isinstance(value, tuple):
            counts.update(value)
            firsts[value[0]] += 1
        elif isinstance(value, int):
            counts[value] += 1
            numbers.append(value)
        elif isinstance(value, str) and question.kind != "text":
            counts[value] += 1
            number = values.get(value)
            if number is not None:
                numbers.append(number)
    mean, deviation = spread(numbers)
    return Tally(
        question_id=question.id,
        given=states[AnswerState.GIVEN],
        dont_know=states[AnswerState.DONT_KNOW],
        not_concerned=states[AnswerState.NOT_CONCERNED],
        unanswered=states[None],
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
    values = (
        {option.id: option.value for option in question.options}
        if isinstance(question, ChoiceQuestion)
        else {}
    )
    numbers = [
        number
        for value, people in counts.items()
        if (number := values.get(value) if isinstance(value, str) else value) is not None
        for _ in range(people)
    ]
    mean, deviation = spread(numbers)
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


def spread(numbers: Iterable[float]) -> tuple[float | None, float | None]:
    """Mean and sample standard deviation; None where there are too few numbers."""
    known = tuple(numbers)
    if not known:
        return None, None
    # fsum: the order of the answers must not show, even in the last digit.
    mean = fsum(known) / len(known)
    if len(known) < 2:
        return mean, None
    return mean, sqrt(fsum((number - mean) ** 2 for number in known) / (len(known) - 1))


def _asked(questionnaire: Questionnaire, passage: Passage) -> Iterable[Question]:
    screens = walk(
        questionnaire,
        passage.submission.viewpoint,
        short=passage.submission.short,
        answers=passage.answers,
    )
    asked = {question.id: question for screen in screens for question in screen.questions}
    # Someone who changed route or priorities keeps what they said, unless an answer of theirs
    # denies what the question supposes.
    for name in passage.answers:
        if name not in asked and name in questionnaire.by_id:
            question = questionnaire.question(name)
            if is_due(question, passage.answers):
                asked[name] = question
    return asked.values()


def _tally_axis(axis_id: str, group: Iterable[tuple[Answer, ...]]) -> AxisTally:
    means = []
    levels = unknown = spoke = 0
    for said in group:
        given = [answer.value for answer in said if isinstance(answer.value, int)]
        levels += len(given)
        unsure = sum(answer.state is AnswerState.DONT_KNOW for answer in said)
        unknown += unsure
        spoke += bool(given or unsure)
        if given:
            means.append(sum(given) / len(given))
    mean, deviation = spread(means)
    return AxisTally(
        axis_id=axis_id,
        given=len(means),
        spoke=spoke,
        mean=mean,
        deviation=deviation,
        dont_know_share=unknown / (levels + unknown) if levels + unknown else None,
    )


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
