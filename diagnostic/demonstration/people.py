"""A fictitious person answers what their route asks, and the same each time it is played."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log
from random import Random
from statistics import NormalDist

from diagnostic.answers import Answer, AnswerState, Value, accept
from diagnostic.campaigns import LocalQuestion
from diagnostic.demonstration import landscape as seen
from diagnostic.demonstration import words
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
    walk,
)
from diagnostic.questionnaire.walk import PRIORITIES
from diagnostic.respondents import Viewpoint

_ORDER = tuple(Viewpoint)
_SHORT_EVERY: Mapping[Viewpoint, int] = {
    Viewpoint.CITIZEN: 4,
    Viewpoint.ELECTED: 6,
    Viewpoint.FIRM: 6,
    Viewpoint.ASSOCIATION: 6,
}
"""One person out of so many takes the short route."""
_STOPS_EVERY = 11
_SILENT = 0.02
_USUALLY_UNKNOWN = 0.05
_LARGEST_HAND, _SMALL_HAND = 20, 5


@dataclass(frozen=True, slots=True)
class Person:
    """One fictitious passage, ready to be kept."""

    viewpoint: Viewpoint
    short: bool
    answers: Mapping[str, Answer]
    comments: Mapping[str, str]
    finished: bool


class Crowd:
    """All the fictitious people of one wave (1 or 2) of a diagnostic."""

    def __init__(
        self, questionnaire: Questionnaire, wave: int, local: tuple[LocalQuestion, ...]
    ) -> None:
        self._questionnaire = questionnaire
        self._wave = wave
        self._local = local
        self._chances: dict[tuple[Viewpoint, str], Random] = {}
        self._places: dict[tuple[Viewpoint, str], list[float]] = {}
        self._texts = {key: list(said) for key, said in words.TEXTS[wave - 1].items()}
        self._comments = {key: list(said) for key, said in words.COMMENTS[wave - 1].items()}
        # An answer to one of these changes what is asked next.
        self._openers = {PRIORITIES} | {
            question.only_if.question
            for question in questionnaire.by_id.values()
            if question.only_if
        }

    def people(self) -> Iterator[Person]:
        """Regard after regard."""
        for viewpoint, size in seen.PEOPLE[self._wave - 1].items():
            for number in range(size):
                yield self._person(viewpoint, number)

    def _person(self, viewpoint: Viewpoint, number: int) -> Person:
        every = _SHORT_EVERY.get(viewpoint)
        short = every is not None and number % every == every - 1
        answers: dict[str, Answer] = {}
        comments: dict[str, str] = {}
        stops = number % _STOPS_EVERY == _STOPS_EVERY - 4
        met: set[str] = set()
        due = self._due(viewpoint, short, answers, met)
        # Between a third and two thirds of the way, for those who do not go to the end.
        last = round(len(due) * (0.35 + 0.3 * self._place(viewpoint, "stop")))
        # Someone who sees fragility in one place sees a little more of it everywhere.
        mood = 0.5 * _normal(self._place(viewpoint, "mood"))
        while due and not (stops and len(met) >= last):
            question = due.pop(0)
            met.add(question.id)
            answer = self._answer(viewpoint, mood, question)
            if answer is None:
                continue
            answers[question.id] = answer
            if left := self._comments.get((viewpoint, question.id)):
                comments[question.id] = left.pop(0)
            if question.id in self._openers:
                due = self._due(viewpoint, short, answers, met)
        return Person(viewpoint, short, answers, comments, finished=not stops)

    def _due(
        self, viewpoint: Viewpoint, short: bool, answers: Mapping[str, Answer], met: set[str]
    ) -> list[Question]:
        screens = walk(
            self._questionnaire, viewpoint, short=short, answers=answers, local=self._local
        )
        return [q for screen in screens for q in screen.questions if q.id not in met]

    def _answer(self, viewpoint: Viewpoint, mood: float, question: Question) -> Answer | None:
        if question.kind == "text":
            left = self._texts.get((viewpoint, question.id))
            return accept(question, AnswerState.GIVEN, left.pop(0)) if left else None
        if question.dont_know or question.not_concerned:
            place = self._place(viewpoint, f"{question.id} state")
            unknown = _share_unknown(viewpoint, question) if question.dont_know else 0.0
            apart = _share_apart(question) if question.not_concerned else 0.0
            if place < unknown:
                return accept(question, AnswerState.DONT_KNOW, None)
            if place < unknown + apart:
                return accept(question, AnswerState.NOT_CONCERNED, None)
            if place > 1 - _SILENT:
                return None
        value = self._value(viewpoint, mood, question)
        return accept(question, AnswerState.GIVEN, value) if value != () else None

    def _value(self, viewpoint: Viewpoint, mood: float, question: Question) -> Value:
        place = self._place(viewpoint, question.id)
        if isinstance(question, ScaleQuestion):
            mark = self._mark(viewpoint, mood, question, place)
            return max(question.minimum, min(question.maximum, round(mark)))
        if isinstance(question, LevelsQuestion):
            return max(0, min(4, round(self._level(viewpoint, question) + 0.9 * _normal(place))))
        if isinstance(question, ChoicesQuestion):
            shares = seen.SHARES.get(question.id, {}).get(viewpoint, {})
            picked = [
                option.id
                for option in question.options
                if 100 * self._place(viewpoint, f"{question.id} {option.id}")
                < shares.get(option.id, 35)
            ]
            return tuple(picked[: question.most])
        if isinstance(question, RankingQuestion):
            return self._ranking(viewpoint, question)
        assert isinstance(question, ChoiceQuestion)
        return self._choice(viewpoint, question, place)

    def _mark(
        self, viewpoint: Viewpoint, mood: float, question: ScaleQuestion, place: float
    ) -> float:
        domain = question.domain or ""
        if domain not in seen.SEVERITY:
            lean = seen.LOCAL_MARK_LEAN.get(viewpoint, 0.0)
            return seen.LOCAL_MARK + lean + 2.0 * _normal(place)
        camps = seen.DIVIDED.get((domain, viewpoint))
        if camps:
            half, within = divmod(2 * place, 1)
            return camps[int(half)] + 0.8 * _normal(0.02 + 0.96 * within)
        mean = seen.SEVERITY[domain][_ORDER.index(viewpoint)]
        if self._wave > 1:
            mean += seen.SEVERITY_MOVES.get((domain, viewpoint), 0.0)
        return mean + mood + seen.SEVERITY_SPREAD * _normal(place)

    def _level(self, viewpoint: Viewpoint, question: LevelsQuestion) -> float:
        if question.domain:
            later = 0.5 if self._wave > 1 and question.domain == "F09" else 0.0
            return seen.CAPACITY.get(question.domain, seen.USUAL_CAPACITY) + later
        later = seen.LEVEL_MOVES.get(question.axis or "", 0.0) if self._wave > 1 else 0.0
        return (
            seen.LEVELS.get(question.id, seen.USUAL_LEVEL)
            + seen.LEVEL_LEANS.get(viewpoint, 0.0)
            + seen.ITEM_LEANS.get((question.id, viewpoint), 0.0)
            + later
        )

    def _choice(self, viewpoint: Viewpoint, question: ChoiceQuestion, place: float) -> str:
        if question.aspect:
            if question.aspect == "A":
                mean = seen.IMPACT.get(question.domain or "", seen.USUAL_IMPACT)
            else:
                mean = seen.TREND.get(question.domain or "", 0.0)
                mean += 0.8 if self._wave > 1 and question.domain == "F09" else 0.0
            wanted = mean + 0.8 * _normal(place)
            return min(question.options, key=lambda o: abs((o.value or 0) - wanted)).id
        shares = seen.SHARES.get(question.id, {}).get(viewpoint, {})
        weights = [shares.get(option.id, 0.0 if shares else 1.0) for option in question.options]
        left = place * sum(weights)
        for option, weight in zip(question.options, weights, strict=True):
            left -= weight
            if left < 0:
                return option.id
        return question.options[-1].id

    def _ranking(self, viewpoint: Viewpoint, question: RankingQuestion) -> tuple[str, ...]:
        """Heavier options come first more often; three people in four pick all they may."""
        chance = self._chance(viewpoint, question.id)
        shares = seen.SHARES.get(question.id, {}).get(viewpoint, {})

        def wait(option_id: str) -> float:
            weight = shares.get(option_id, 5.0)
            if option_id in seen.SEVERITY:
                felt = seen.SEVERITY[option_id][_ORDER.index(viewpoint)]
                weight = max(0.3, felt - 4) ** 2 + seen.CALLED_FOR.get((option_id, viewpoint), 0.0)
            return -log(1 - chance.random()) / weight

        waits = {option.id: wait(option.id) for option in question.options}
        most = question.most if chance.random() < 0.75 else question.most - 1
        return tuple(sorted(waits, key=waits.__getitem__)[: max(1, most)])

    def _place(self, viewpoint: Viewpoint, name: str) -> float:
        """Where the next person stands on one thing, between 0 and 1.

        Dealt by hands that cover the whole range, so that even ten people look like their regard.
        """
        hand = self._places.setdefault((viewpoint, name), [])
        if not hand:
            chance = self._chance(viewpoint, name)
            people = seen.PEOPLE[self._wave - 1][viewpoint]
            size = people if people <= _LARGEST_HAND else _SMALL_HAND
            hand += [(rank + 0.05 + 0.9 * chance.random()) / size for rank in range(size)]
            chance.shuffle(hand)
        return hand.pop()

    def _chance(self, viewpoint: Viewpoint, name: str) -> Random:
        # One for each thing: what is said of one question moves no answer to another.
        key = (viewpoint, name)
        if key not in self._chances:
            self._chances[key] = Random(f"{self._wave} {viewpoint} {name}")
        return self._chances[key]


def _share_unknown(viewpoint: Viewpoint, question: Question) -> float:
    here = seen.UNKNOWN_HERE.get((question.id, viewpoint))
    if here is not None:
        return here
    if question.aspect in ("T", "C"):
        return 0.12
    return seen.UNKNOWN.get(question.axis or "", _USUALLY_UNKNOWN)


def _share_apart(question: Question) -> float:
    if question.id.startswith("O"):
        return 0.15
    return seen.NOT_CONCERNED.get(question.id, 0.01)


def _normal(place: float) -> float:
    return NormalDist().inv_cdf(place)
