"""One person's own answers, all that is kept of them, as a file that they can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from diagnostic.answers import Answer, AnswerState, Value
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
)
from diagnostic.respondents import Submission
from diagnostic.texts import Voice

FORMAT = "regards-croises/mes-reponses/1"
Row = tuple[str, str, str]
"""Question, what was said, when or in which room."""


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """One answer, or a former one; without an answer, the question was cleared."""

    question_id: str
    revision: int
    answer: Answer | None
    saved_at: datetime | None = None
    """Rounded to ten minutes; None for former answers, of which no moment is kept."""


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """A place in a room."""

    held_on: date
    place: str
    mark: str


@dataclass(frozen=True, slots=True)
class OwnVote:
    """One vote in a room."""

    held_on: date
    step_id: str
    round: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """All that is kept of one person."""

    diagnostic: Diagnostic
    wave: Wave
    submission: Submission
    came_on: date
    finished_on: date | None
    answers: tuple[OwnAnswer, ...]
    former: tuple[OwnAnswer, ...]
    """What was said before, in the order in which it was."""
    comments: Mapping[str, str]
    seats: tuple[OwnSeat, ...]
    votes: tuple[OwnVote, ...]
    counted: tuple[str, ...]
    """Ids of the questions on which group results count an answer of theirs: those of the wave,
    and those that a room was shown. « # » stands behind a comment; nothing is their presence."""
    room_only: bool
    """They joined a room, and answered nothing elsewhere."""
    is_linked: bool
    """Tied to what they said in an earlier wave, or in a later one, as they agreed."""


def as_data(record: OwnRecord, known: Mapping[str, Question]) -> dict[str, object]:
    """The record for a machine: JSON values only. `known`: question id → question, as asked."""
    return {
        "format": FORMAT,
        "diagnostic": {"code": record.diagnostic.code, "titre": record.diagnostic.title},
        "vague": record.wave.number,
        "questionnaire": f"{record.wave.questionnaire_id} {record.wave.questionnaire_version}",
        "regard": record.submission.viewpoint.value,
        "version_courte": record.submission.short,
        "en_atelier_seulement": record.room_only,
        "arrivee_le": record.came_on.isoformat(),
        "fini_le": record.finished_on.isoformat() if record.finished_on else None,
        "reponses": [
            _answer_data(one.answer, known)
            | {"enregistree_vers": one.saved_at.isoformat() if one.saved_at else None}
            for one in record.answers
            if one.answer
        ],
        "anciennes_reponses": [
            {"question": one.question_id, "revision": one.revision}
            | (_said_data(one.answer) if one.answer else {"etat": "retiree"})
            for one in record.former
        ],
        "commentaires": [
            {"question": name, "texte": body, "texte_libre": True}
            for name, body in record.comments.items()
        ],
        "ateliers": [
            {"date": one.held_on.isoformat(), "lieu": one.place, "repere": one.mark}
            for one in record.seats
        ],
        "votes": [
            {"date": one.held_on.isoformat(), "etape": one.step_id, "tour": one.round}
            | _answer_data(one.answer, known)
            for one in record.votes
        ],
        "comptees_dans_les_resultats": list(record.counted),
        "reliees_a_une_autre_vague": record.is_linked,
    }


def as_rows(
    voice: Voice, record: OwnRecord, content: Questionnaire, local: Iterable[Question]
) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """The record for a person: titles, each with its rows; titles without rows are left out."""
    known = {**content.by_id, **{question.id: question for question in local}}

    def row(name: str, said: str, aside: str = "") -> Row:
        question = known.get(name)
        return (question.wording.of(voice.language) if question else name, said, aside)

    def told(answer: Answer | None, *, words: bool = True) -> str:
        if answer is None:
            return voice.say("retirée")
        question = known.get(answer.question_id)
        if not words and question is not None and question.kind == "text":
            return voice.say("un texte, dont les mots ne sont pas gardés ici")
        return say_answer(voice, known, answer)

    parts = (
        (
            voice.say("Vos réponses"),
            [
                row(
                    one.question_id,
                    told(one.answer),
                    voice.day(one.saved_at.date()) if one.saved_at else "",
                )
                for one in record.answers
            ],
        ),
        (
            voice.say("Vos commentaires"),
            [row(name, body) for name, body in record.comments.items()],
        ),
        (
            voice.say("Vos votes en atelier"),
            [
                row(
                    one.answer.question_id,
                    told(one.answer, words=False),
                    voice.say("{day}, tour {round}", day=voice.day(one.held_on), round=one.round),
                )
                for one in record.votes
            ],
        ),
        (
            voice.say("Ce que vous aviez répondu avant de changer"),
            [row(one.question_id, told(one.answer, words=False)) for one in record.former],
        ),
    )
    return tuple((title, tuple(rows)) for title, rows in parts if rows)


def say_answer(voice: Voice, known: Mapping[str, Question], answer: Answer) -> str:
    """What was answered, in words."""
    if answer.state is AnswerState.DONT_KNOW:
        return voice.say("Ne sait pas")
    if answer.state is AnswerState.NOT_CONCERNED:
        return voice.say("Pas concerné")
    question = known.get(answer.question_id)
    several = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    return ", ".join(_name(voice, question, one) for one in several)


def _name(voice: Voice, question: Question | None, value: Value) -> str:
    language = voice.language
    if isinstance(question, ScaleQuestion):
        return f"{value}/{question.maximum}"
    if isinstance(question, LevelsQuestion) and isinstance(value, int):
        names = question.names or question.levels
        return f"{value} · {names[value].of(language)}" if value < len(names) else str(value)
    if isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
        labels = {option.id: option.label.of(language) for option in question.options}
        return labels.get(str(value), str(value))
    return str(value)


def _answer_data(answer: Answer, known: Mapping[str, Question]) -> dict[str, object]:
    question = known.get(answer.question_id)
    return {
        "question": answer.question_id,
        "intitule": question.wording.fr if question else "",
        "texte_libre": question is not None and question.kind == "text",
    } | _said_data(answer)


def _said_data(answer: Answer) -> dict[str, object]:
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return {"etat": answer.state.value, "valeur": value}
