"""What the figures that are shown count: one line per person and question."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from diagnostic.answers import Answer, AnswerState
from diagnostic.questionnaire import Question

PRESENCE = ""
"""Stands for the question « are you there ? », to which each person who spoke says yes."""
WORDS = "texte"
"""Stands for a free text: that it was written is counted, not what it says."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One person's answer to one question, as the figures that are shown count it."""

    answer: Answer
    step: int
    """Number of the publication in which their regard's figures first counted it, or 0."""
    room: int
    """The same for the figures of the whole room."""


Ledger = Mapping[tuple[int, str], Counted]
"""(Submission's id, question's id) → what is counted."""


def presence() -> Answer:
    """What each person who spoke says by being there."""
    return Answer(PRESENCE, AnswerState.GIVEN, 1)


def comment_key(question_id: str) -> str:
    """The name under which a ledger counts the comment joined to a question."""
    return f"{question_id}#"


def comment(question_id: str, body: str) -> Answer:
    """A comment as a ledger counts it: a number that changes with its words."""
    seal = int.from_bytes(sha256(body.encode()).digest()[:4], "big") >> 1
    return Answer(comment_key(question_id), AnswerState.GIVEN, seal)


def without_words(question: Question | None, answer: Answer) -> Answer:
    """The answer as a ledger counts it."""
    if question is not None and question.kind == "text" and is_given(answer):
        return replace(answer, value=WORDS)
    return answer


def is_given(answer: Answer) -> bool:
    return answer.state is AnswerState.GIVEN
