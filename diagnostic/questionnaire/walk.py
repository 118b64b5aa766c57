"""A person's way through the questionnaire: the screens, what is left, how long it takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from diagnostic.questionnaire.models import (
    Question,
    Questionnaire,
    RankingQuestion,
    Text,
    Theme,
)
from diagnostic.respondents import Viewpoint

LOCAL_THEME = Theme(
    id="local",
    title=Text(fr="Questions de votre territoire", en="Your territory’s own questions"),
    intro=Text(
        fr="Ajoutées par la personne qui anime le diagnostic ; elles ne sont comparées à rien "
        "d’autre.",
        en="Added by the person who runs the diagnostic; they are not compared with anything.",
    ),
)
PRIORITIES = "priorites"
SEVERITY = "G"
PRIORITY = "P"
"""The wording of a domain that is shown beside the priorities."""
_SECONDS = {"scale": 10, "choice": 12, "levels": 25, "choices": 20, "ranking": 30, "text": 15}
"""Shares of a route's stated duration, by kind of question."""


class Given(Protocol):
    """The part of an answer that a route depends on."""

    @property
    def value(self) -> object: ...


@dataclass(frozen=True, slots=True)
class Screen:
    """One theme with the questions this person is asked there."""

    theme: Theme
    questions: tuple[Question, ...]

    @property
    def counted(self) -> tuple[Question, ...]:
        """The questions that someone owes an answer; nobody owes a free text."""
        return tuple(question for question in self.questions if question.kind != "text")

    def left(self, answers: Mapping[str, Given]) -> int:
        """How many of the counted questions have no answer."""
        return sum(question.id not in answers for question in self.counted)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is."""

    answered: int
    asked: int
    """Grows when an answer opens questions."""
    minutes_left: int
    """Rounded up, and never more after an answer than before; 0 when nothing is left."""


def walk(
    questionnaire: Questionnaire,
    viewpoint: Viewpoint,
    *,
    short: bool,
    answers: Mapping[str, Given],
    local: Iterable[Question] = (),
) -> tuple[Screen, ...]:
    """The screens of one person, in order, given what they have answered so far.

    The priority domains open their extra questions; a question whose condition is not met
    is not asked. Screens without a question are left out.
    """
    route = questionnaire.route(viewpoint)
    priorities = _picked(answers.get(PRIORITIES))
    screens = []
    for step in route.steps:
        ids = [*step.ask]
        ids += [f"{domain}.{aspect}" for domain in priorities for aspect in step.deepen]
        questions = (questionnaire.question(name) for name in ids)
        kept = tuple(q for q in questions if (q.star or not short) and is_due(q, answers))
        if kept:
            screens.append(Screen(questionnaire.theme(step.theme), kept))
    extra = tuple(local)
    if extra:
        screens.append(Screen(LOCAL_THEME, extra))
    return tuple(screens)


class Way:
    """What one route asks, sorted once so that many people can be asked about."""

    def __init__(self, questionnaire: Questionnaire, viewpoint: Viewpoint, *, short: bool) -> None:
        route = questionnaire.route(viewpoint)

        def kept(names: Iterable[str]) -> tuple[Question, ...]:
            found = (questionnaire.question(name) for name in names)
            return tuple(question for question in found if question.star or not short)

        fixed = kept(name for step in route.steps for name in step.ask)
        self._always = frozenset(q.id for q in fixed if q.only_if is None)
        self._perhaps = tuple(q for q in fixed if q.only_if is not None)
        self._deepened = {
            domain.id: kept(f"{domain.id}.{a}" for step in route.steps for a in step.deepen)
            for domain in questionnaire.domains
        }

    def asked(self, answers: Mapping[str, Given]) -> set[str]:
        """The ids of the questions on all the screens of `walk`, local ones apart."""
        asked = {*self._always}
        asked.update(q.id for q in self._perhaps if is_due(q, answers))
        for domain in _picked(answers.get(PRIORITIES)):
            asked.update(q.id for q in self._deepened.get(domain, ()) if is_due(q, answers))
        return asked


def progress(
    questionnaire: Questionnaire,
    viewpoint: Viewpoint,
    screens: tuple[Screen, ...],
    answers: Mapping[str, Given],
    *,
    short: bool,
) -> Progress:
    """What is answered and left. The route's stated minutes are shared by kind of question.

    Free texts count neither as answered nor as asked: nobody owes one. The minutes count from
    the start the questions that priorities and conditions may still open.
    """
    route = questionnaire.route(viewpoint)
    local = [q for screen in screens for q in screen.questions if q.local]

    def ahead(said: Mapping[str, Given]) -> Iterable[Question]:
        foreseen = _foresee(questionnaire, said)
        way = walk(questionnaire, viewpoint, short=short, answers=foreseen, local=local)
        return (q for screen in way for q in screen.questions if q.kind != "text")

    due = [question for screen in screens for question in screen.counted]
    whole = sum(_SECONDS[q.kind] for q in ahead({}))
    left = sum(_SECONDS[q.kind] for q in ahead(answers) if q.id not in answers)
    minutes = route.short_minutes if short else route.minutes
    return Progress(
        answered=sum(q.id in answers for q in due),
        asked=len(due),
        minutes_left=-(-minutes * left // whole) if whole else 0,
    )


def reach(questionnaire: Questionnaire, viewpoint: Viewpoint, *, short: bool) -> frozenset[str]:
    """All that this way may ever ask, whatever the answers; local questions apart."""
    ids: set[str] = set()
    for step in questionnaire.route(viewpoint).steps:
        ids.update(step.ask)
        ids.update(f"{domain.id}.{a}" for domain in questionnaire.domains for a in step.deepen)
    return frozenset(name for name in ids if questionnaire.question(name).star or not short)


def opens_others(questionnaire: Questionnaire, question_id: str) -> bool:
    """Whether what is answered here may change what else is asked."""
    return question_id == PRIORITIES or any(
        question.only_if and question.only_if.question == question_id
        for question in questionnaire.by_id.values()
    )


def takes_comment(question: Question) -> bool:
    """What there is to say about a domain is said under its severity."""
    return question.kind != "text" and question.aspect in (None, SEVERITY)


def is_due(question: Question, answers: Mapping[str, Given]) -> bool:
    """Whether the condition of a question is met, if it has one."""
    condition = question.only_if
    if condition is None:
        return True
    answer = answers.get(condition.question)
    value = answer.value if answer else None
    picked = value if isinstance(value, tuple) else (value,)
    return any(name in picked for name in condition.among)


@dataclass(frozen=True, slots=True)
class _Expected:
    value: object


def _foresee(questionnaire: Questionnaire, answers: Mapping[str, Given]) -> dict[str, Given]:
    """The answers, and for those not given yet the ones that would open the most questions."""
    opening: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.by_id.values():
        if question.id == PRIORITIES and isinstance(question, RankingQuestion):
            opening[PRIORITIES] = tuple(o.id for o in question.options[: question.most])
        if question.only_if:
            other = question.only_if.question
            opening[other] = (*opening.get(other, ()), *question.only_if.among)
    return {name: _Expected(value) for name, value in opening.items()} | dict(answers)


def _picked(answer: Given | None) -> tuple[str, ...]:
    value = answer.value if answer else None
    return tuple(str(name) for name in value) if isinstance(value, tuple) else ()
