"""Is the memory sound: the file, the links between its rows, and what our own verbs promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)

from diagnostic.storage import tables as t
from diagnostic.storage.access.guards import are_set
from diagnostic.storage.access.history import broken_chains
from diagnostic.storage.engine import Database
from diagnostic.storage.files import faults_of_file
from diagnostic.storage.passages import WITHOUT_WORDS
from diagnostic.storage.words import sealed


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a base holds."""

    diagnostics: int
    people: int
    answers: int


def find_faults(database: Database) -> tuple[str, ...]:
    """What is wrong with a base whose tables are up to date, in French; () when it is sound.

    Reads everything. Raises StorageUnavailable.
    """
    faults: list[str] = []
    if database.path is not None:
        faults += faults_of_file(database.path)
        if faults:
            return tuple(faults)
    with database.reading() as connection:
        for sentence, rows in _PROMISES:
            if number := connection.execute(select(func.count()).select_from(rows.subquery())):
                broken = int(number.scalar_one())
                if broken:
                    faults.append(f"{sentence} ({broken})")
        faults += _broken_seals(connection)
        faults += broken_chains(connection)
        if not are_set(connection):
            faults.append("l’historique n’est plus protégé contre les changements")
    return tuple(faults)


def count_contents(connection: Connection) -> Contents:
    def count(table: Any) -> int:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

    return Contents(count(t.diagnostic), count(t.submission), count(t.answer))


def _broken_seals(connection: Connection) -> list[str]:
    versions = connection.execute(select(t.questionnaire_version)).all()
    return [
        f"le questionnaire « {row.id} » {row.version} n’est plus celui qui a été publié"
        for row in versions
        if row.seal != sealed(row.definition)
    ]


_line = t.answer_history.c
_PAST = (
    select(
        _line.submission_id,
        _line.question_id,
        func.count().label("lines"),
        func.min(_line.revision).label("first"),
        func.max(_line.revision).label("last"),
    )
    .group_by(_line.submission_id, _line.question_id)
    .subquery()
)
_same_question = and_(
    t.answer.c.submission_id == _PAST.c.submission_id,
    t.answer.c.question_id == _PAST.c.question_id,
)
_last_line = and_(
    _line.submission_id == _PAST.c.submission_id,
    _line.question_id == _PAST.c.question_id,
    _line.revision == _PAST.c.last,
)


def _written(value: Any) -> Any:
    """A value as it is written in its column, to compare what has no equality of its own."""
    return func.coalesce(cast(value, String), "")


_PROMISES: tuple[tuple[str, Select[Any]], ...] = (
    (
        "des réponses n’ont pas d’historique",
        select(t.answer.c.submission_id)
        .outerjoin(_PAST, _same_question)
        .where(_PAST.c.last.is_(None)),
    ),
    (
        "des réponses ne sont pas la dernière ligne de leur historique",
        select(t.answer.c.submission_id)
        .join(_PAST, _same_question)
        .join(t.answer_history, _last_line)
        .where(
            or_(
                t.answer.c.revision != _PAST.c.last,
                t.answer.c.state != func.coalesce(_line.state, ""),
                and_(
                    _written(t.answer.c.value) != _written(_line.value),
                    # The history says that a free text was written, not what it said.
                    _written(_line.value) != f'"{WITHOUT_WORDS}"',
                ),
            )
        ),
    ),
    (
        "des réponses de l’historique ont disparu",
        select(_PAST.c.submission_id)
        .join(t.answer_history, _last_line)
        .outerjoin(t.answer, _same_question)
        .where(_line.state.is_not(None), t.answer.c.submission_id.is_(None)),
    ),
    (
        "des historiques ont un trou",
        select(_PAST.c.submission_id).where(or_(_PAST.c.first != 1, _PAST.c.lines != _PAST.c.last)),
    ),
    (
        "des compteurs de changements sont en retard sur les réponses",
        select(t.submission.c.id)
        .join(_PAST, _PAST.c.submission_id == t.submission.c.id)
        .group_by(t.submission.c.id, t.submission.c.changes)
        .having(t.submission.c.changes <= func.max(_PAST.c.last)),
    ),
    (
        "des vagues montrent plusieurs états à la fois",
        select(t.frozen_state.c.wave_id)
        .group_by(t.frozen_state.c.wave_id)
        .having(func.sum(case((t.frozen_state.c.kind == "lot", 1), else_=0)) > literal(1)),
    ),
    (
        "des places d’atelier sont à des personnes d’une autre vague",
        select(t.seat.c.submission_id)
        .join(t.submission, t.submission.c.id == t.seat.c.submission_id)
        .join(t.workshop, t.workshop.c.id == t.seat.c.workshop_id)
        .where(t.submission.c.wave_id != t.workshop.c.wave_id),
    ),
    (
        "des réponses comptées sont plus récentes que celles qui sont gardées",
        select(t.counted_answer.c.submission_id)
        .join(
            _PAST,
            and_(
                _PAST.c.submission_id == t.counted_answer.c.submission_id,
                _PAST.c.question_id == t.counted_answer.c.question_id,
            ),
        )
        .where(t.counted_answer.c.revision > _PAST.c.last),
    ),
)
"""What our verbs promise, and the rows that would break it."""
