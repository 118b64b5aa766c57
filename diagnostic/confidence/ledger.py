"""What the figures that are shown count: one line per person and question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from diagnostic.answers import Answer, AnswerState, Value
from diagnostic.questionnaire import Question

# Read once for each answer: looking it up in its class takes as long as the comparison.
_GIVEN = AnswerState.GIVEN

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


class Book(Mapping[tuple[int, str], Counted]):
    """A ledger in the making, kept question by question."""

    def __init__(self, ledger: Ledger) -> None:
        self._lines: dict[str, dict[int, Counted]] = {}
        for (person, name), line in ledger.items():
            self.on(name)[person] = line

    def on(self, name: str) -> dict[int, Counted]:
        """Person → their line on one question; to be written in."""
        return self._lines.setdefault(name, {})

    def count_anew(
        self, name: str, people: Iterable[int], answers: Iterable[Answer | None], step: int
    ) -> None:
        """Count people of whom nothing was ever counted on this question.

        Those who say the same share one line: most of a ledger is written at the first look.
        """
        lines, given, others = self.on(name), dict[Value, Counted](), dict[AnswerState, Counted]()
        for person, answer in zip(people, answers, strict=True):
            if answer is None:
                continue
            if answer.state is _GIVEN:
                line = given.get(answer.value)
                if line is None:
                    line = given[answer.value] = Counted(answer, step, 0)
            else:
                line = others.get(answer.state)
                if line is None:
                    line = others[answer.state] = Counted(answer, step, 0)
            lines[person] = line

    def flat(self) -> dict[tuple[int, str], Counted]:
        """The whole ledger, in one piece."""
        return {
            (person, name): line
            for name, lines in self._lines.items()
            for person, line in lines.items()
        }

    def get(  # type: ignore[override]  # Asked for each answer: the inherited one is slow.
        self, key: tuple[int, str], default: None = None
    ) -> Counted | None:
        person, name = key
        lines = self._lines.get(name)
        return default if lines is None else lines.get(person, default)

    def __getitem__(self, key: tuple[int, str]) -> Counted:
        person, name = key
        return self._lines[name][person]

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return ((person, name) for name, lines in self._lines.items() for person in lines)

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))


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
    return answer.state is _GIVEN
