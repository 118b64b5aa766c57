"""What was said: an answer is given, or « ne sait pas », or « pas concerné ».

Unanswered is the absence of an answer; no number ever stands for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    TextQuestion,
)
from diagnostic.respondents import Submission
from diagnostic.texts.voice import Refusal

Value = int | str | tuple[str, ...] | None
"""A mark or level, an option's id or a text, several options' ids; None unless given."""

LONGEST_COMMENT = 1000


class AnswerState(StrEnum):
    """The three things a person can say; saying nothing is a fourth, and has no row."""

    GIVEN = "repondu"
    DONT_KNOW = "ne_sait_pas"
    NOT_CONCERNED = "pas_concerne"


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's answer to one question."""

    question_id: str
    state: AnswerState
    value: Value = None
    is_free_text: bool = field(default=False, compare=False)
    """Set by `accept`: words that may be personal, of which no former version is kept."""


Answers = Mapping[str, Answer]
"""Question id → answer, for the questions that received one."""


@dataclass(frozen=True, slots=True)
class Passage:
    """All that one person said; what a scorer needs, and nothing that names them."""

    submission: Submission
    answers: Answers
    comments: Mapping[str, str]
    """Question id → comment, where one was joined."""
    asked: frozenset[str] | None = None
    """What a room asked somebody who only took part in it; None where they were on a route."""


class AnswerRefused(Refusal, ValueError):
    """The answer does not fit its question."""


def accept(question: Question, state: AnswerState, value: Value) -> Answer:
    """The answer, once sure that it fits the question. Raises AnswerRefused.

    Screens limit what can be typed; only this function decides.
    """
    if state is AnswerState.DONT_KNOW or state is AnswerState.NOT_CONCERNED:
        allowed = question.dont_know if state is AnswerState.DONT_KNOW else question.not_concerned
        if not allowed or value is not None:
            raise AnswerRefused("La question « {name} » n’a pas cette réponse.", name=question.id)
        return Answer(question.id, state)
    if isinstance(question, TextQuestion) and isinstance(value, str):
        return Answer(question.id, state, _check_text(question, value), is_free_text=True)
    if not _fits(question, value):
        raise AnswerRefused(
            "« {value} » n’est pas une réponse à la question « {name} ».",
            value=value,
            name=question.id,
        )
    return Answer(question.id, state, value)


def _fits(question: Question, value: Value) -> bool:
    if isinstance(question, ScaleQuestion):
        return _whole(value) and question.minimum <= value <= question.maximum  # type: ignore[operator]
    if isinstance(question, LevelsQuestion):
        return _whole(value) and 0 <= value <= 4  # type: ignore[operator]
    if isinstance(question, ChoiceQuestion):
        return isinstance(value, str) and value in {option.id for option in question.options}
    if isinstance(question, ChoicesQuestion | RankingQuestion):
        return _several(question, value)
    return False


def _check_text(question: TextQuestion, value: str) -> str:
    if not value.strip():
        raise AnswerRefused("Le texte est vide : écrivez quelques mots, ou passez la question.")
    if len(value) > question.longest:
        raise AnswerRefused(
            "Le texte est trop long : {most} caractères au plus, vous en avez {length}.",
            most=question.longest,
            length=len(value),
        )
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
        raise AnswerRefused("Le texte contient un caractère qui ne peut pas être gardé.")
    return value


def _several(question: ChoicesQuestion | RankingQuestion, value: Value) -> bool:
    known = {option.id for option in question.options}
    return (
        isinstance(value, tuple)
        and 0 < len(value) <= question.most
        and all(isinstance(name, str) for name in value)
        and len(set(value)) == len(value)
        and known.issuperset(value)
    )


def _whole(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def stays_apart(apart: bool, picked: bool, before: Answer | None) -> bool:
    """Where a question has two widgets, whether the one of « ne sait pas » is what was said.

    The one that moved wins: `before` is what both were drawn with, `apart` and `picked` say
    which of them hold something now. Who had said « ne sait pas » and now picks, picks.
    """
    was_apart = before is not None and before.state is not AnswerState.GIVEN
    return apart and not (picked and was_apart)


def by_question(answers: Iterable[Answer]) -> dict[str, Answer]:
    """Answers under their question's id."""
    return {answer.question_id: answer for answer in answers}
