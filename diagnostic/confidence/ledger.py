"""What the figures that are shown count: one line per person and question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
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
    boxes: tuple[int, ...] = field(default=(), compare=False)
    """The boxes shown to a room that count this very answer; kept elsewhere."""


Ledger = Mapping[tuple[int, str], Counted]
"""(Submission's id, question's id) → what is counted."""


class Book(Mapping[tuple[int, str], Counted]):
    """A ledger in the making, kept question by question.

    A question begun at one blow is written down when its lines are asked for: most of a ledger
    is made at the first look, and a look that only shows needs none of it.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._lines: dict[str, dict[int, Counted]] = {}
        self._waiting: dict[str, list[tuple[Iterable[int], Iterable[Answer | None], int]]] = {}
        for (person, name), line in ledger.items():
            self._lines.setdefault(name, {})[person] = line

    def on(self, name: str) -> dict[int, Counted]:
        """Person → their line on one question; to be written in."""
        lines = self._lines.setdefault(name, {})
        for people, answers, step in self._waiting.pop(name, ()):
            self._write(lines, people, answers, step)
        return lines

    def count_anew(
        self, name: str, people: Iterable[int], answers: Iterable[Answer | None], step: int
    ) -> None:
        """Count people of whom nothing was ever counted on this question."""
        self._waiting.setdefault(name, []).append((people, answers, step))

    def is_begun_here(self, name: str) -> bool:
        """Whether all that is counted on a question was counted at one blow, just now."""
        return name in self._waiting and name not in self._lines

    def _write(
        self,
        lines: dict[int, Counted],
        people: Iterable[int],
        answers: Iterable[Answer | None],
        step: int,
    ) -> None:
        """Those who say the same share one line."""
        given, others = dict[Value, Counted](), dict[AnswerState, Counted]()
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
            (person, name): line for name in self._names() for person, line in self.on(name).items()
        }

    def get(  # type: ignore[override]  # Asked for each answer: the inherited one is slow.
        self, key: tuple[int, str], default: None = None
    ) -> Counted | None:
        person, name = key
        if name in self._waiting:
            self.on(name)
        lines = self._lines.get(name)
        return default if lines is None else lines.get(person, default)

    def __getitem__(self, key: tuple[int, str]) -> Counted:
        person, name = key
        return self.on(name)[person]

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return ((person, name) for name in self._names() for person in self.on(name))

    def __len__(self) -> int:
        return sum(len(self.on(name)) for name in self._names())

    def _names(self) -> list[str]:
        return [*dict.fromkeys([*self._lines, *self._waiting])]


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
