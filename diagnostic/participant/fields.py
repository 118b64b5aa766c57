"""Between what a browser sends and what was said: one short word for each answer.

« » is nothing, « ne_sait_pas » and « pas_concerne » are themselves, « =7 » is a mark or a level,
« =oui » an option, « =F06,F01 » several; a text is « # » and a print of it, enough to see that it
moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from diagnostic.answers import (
    Answer,
    AnswerRefused,
    AnswerState,
    Value,
    accept,
    stays_apart,
)
from diagnostic.questionnaire import (
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    RankingQuestion,
    ScaleQuestion,
    TextQuestion,
)
from diagnostic.texts import Refusal

APART = (AnswerState.DONT_KNOW, AnswerState.NOT_CONCERNED)
SEVERAL = (ChoicesQuestion, RankingQuestion)

Form = Mapping[str, list[str]]
"""Name of a field → its values, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What somebody changed on a page since it was drawn."""

    answers: tuple[Answer, ...]
    cleared: tuple[str, ...]
    comments: Mapping[str, str]
    """Question id → comment, empty where it was taken back."""
    refused: Mapping[str, Refusal]
    """Question id → why what it holds cannot be an answer."""


def word_of(answer: Answer | None) -> str:
    """The short word for an answer as it is kept."""
    if answer is None:
        return ""
    if answer.state in APART:
        return answer.state.value
    if isinstance(answer.value, tuple):
        return "=" + ",".join(answer.value)
    return f"={answer.value}"


def print_of(text: str) -> str:
    """What tells a text from another; nothing for an empty one."""
    seen = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "#" + sha256(seen.encode(errors="surrogatepass")).hexdigest()[:12] if seen else ""


def seen_of(question: Question, answer: Answer | None) -> str:
    """What a page says of an answer it was drawn with."""
    if isinstance(question, TextQuestion):
        return print_of(str(answer.value)) if answer else ""
    return word_of(answer)


def read_word(question: Question, word: str) -> Answer | None:
    """The answer that a short word stands for. Raises AnswerRefused."""
    if not word:
        return None
    if word in APART:
        return accept(question, AnswerState(word), None)
    mark, said = word[:1], word[1:]
    if mark != "=" or isinstance(question, TextQuestion):
        raise _misfit(question, word)
    value: Value = said
    if isinstance(question, ScaleQuestion | LevelsQuestion):
        if not (said.isascii() and said.isdecimal() and len(said) < 4):
            raise _misfit(question, word)
        value = int(said)
    elif isinstance(question, SEVERAL):
        value = tuple(said.split(","))
    return accept(question, AnswerState.GIVEN, value)


def read_text(question: Question, text: str) -> Answer | None:
    """A free text as an answer; None for an empty one. Raises AnswerRefused."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return accept(question, AnswerState.GIVEN, text) if text else None


def read_form(questions: Mapping[str, Question], form: Form) -> Moves:
    """What moved on the page that sent this form.

    As on the catalyst's screen, only what moved since it was drawn is saved: a page left open
    does not undo what was said elsewhere.
    """
    given: list[Answer] = []
    cleared: list[str] = []
    comments: dict[str, str] = {}
    refused: dict[str, Refusal] = {}
    for name, question in questions.items():
        comment = _only(form, f"c.{name}")
        if comment is not None and print_of(comment) != _only(form, f"w.{name}"):
            comments[name] = comment
        before = _only(form, f"v.{name}")
        if before is None:
            continue
        try:
            answer = _held(question, form, before)
        except AnswerRefused as refusal:
            refused[name] = refusal
            continue
        now = print_of(str(answer.value)) if answer and answer.is_free_text else word_of(answer)
        if now == before:
            continue
        if answer is None:
            cleared.append(name)
        else:
            given.append(answer)
    return Moves(tuple(given), tuple(cleared), comments, refused)


def _held(question: Question, form: Form, before: str) -> Answer | None:
    held = form.get(f"a.{question.id}", [])
    if isinstance(question, TextQuestion):
        return read_text(question, held[0] if held else "")
    if not isinstance(question, SEVERAL):
        return read_word(question, held[0] if held else "")
    several = list(dict.fromkeys(name for name in held if name))
    if len(several) > question.most:
        raise AnswerRefused(
            "Il y a {number} réponses cochées : gardez-en {most} au plus.",
            number=len(several),
            most=question.most,
        )
    picked = ",".join(several)
    apart = _only(form, f"x.{question.id}") or ""
    try:
        drawn_with = read_word(question, before)
    except AnswerRefused:
        drawn_with = None  # Forged, or of a question that was asked otherwise.
    if stays_apart(bool(apart), bool(picked), drawn_with):
        return read_word(question, apart)
    return read_word(question, f"={picked}" if picked else "")


def _only(form: Form, name: str) -> str | None:
    held = form.get(name)
    return held[0] if held else None


def _misfit(question: Question, word: str) -> AnswerRefused:
    return AnswerRefused(
        "« {value} » n’est pas une réponse à la question « {name} ».",
        value=word[:60],
        name=question.id,
    )
