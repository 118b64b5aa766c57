"""What the people who answer ask of the memory, and what a scorer reads of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, delete, func, insert, select, update

from diagnostic.answers import LONGEST_COMMENT, Answer, AnswerRefused, Passage, by_question
from diagnostic.campaigns import Diagnostic, Receipt, Wave
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import tables as t
from diagnostic.storage.counted import asked_in_rooms
from diagnostic.storage.engine import Database
from diagnostic.storage.erasures import note_erased
from diagnostic.storage.refusals import UnknownDiagnostic, UnknownLink, WaveClosed
from diagnostic.storage.words import (
    answer_of,
    diagnostic_of,
    printable,
    receipt_of,
    rounded,
    sealed,
    submission_of,
    value_column,
    wave_of,
)
from diagnostic.texts import Sentence

_ANSWER_LOST = Sentence("La réponse n’est pas enregistrée")
_NOT_BEGUN = Sentence("Le questionnaire n’a pas pu commencer")
_NOT_ERASED = Sentence("Les réponses ne sont pas effacées")
_COMMENT_LOST = Sentence("Le commentaire n’est pas enregistré")
_LARGEST_ID = 2**53
"""Past this a number is no more exact everywhere."""

WITHOUT_WORDS = "texte"
"""Stands in the history for a free text, so that what a person erases is gone."""


class PassageVerbs:
    """Submissions, answers and comments."""

    _database: Database

    def begin(self, wave: Wave, viewpoint: Viewpoint, short: bool) -> tuple[Submission, str]:
        """A new passage, and the secret that resumes it: kept nowhere, it is told once.

        Raises WaveClosed and UnknownDiagnostic.
        """
        token = secrets.token_urlsafe(24)
        row: dict[str, Any] = {
            "id": secrets.randbelow(_LARGEST_ID) + 1,
            "wave_id": wave.id,
            "viewpoint": viewpoint.value,
            "short": short,
            "token_hash": sealed(token),
            "created_on": datetime.now(UTC).date(),
        }
        with self._database.writing(_NOT_BEGUN) as connection:
            self._database.hold_wave(connection, wave.id, shared=True)
            kept = connection.execute(select(t.wave).where(t.wave.c.id == wave.id)).first()
            if kept is None:
                raise UnknownDiagnostic
            if kept.closed_at is not None:
                raise WaveClosed
            connection.execute(insert(t.submission).values(row))
        return Submission(row["id"], wave.id, viewpoint, short), token

    def resume(self, token: str) -> tuple[Submission, Wave, Diagnostic]:
        """The passage that a secret leads to, in an open or a closed wave. Raises UnknownLink."""
        with self._database.reading() as connection:
            row = connection.execute(select(t.submission).where(owns(token))).first()
            if row is None:
                raise UnknownLink
            wave = connection.execute(select(t.wave).where(t.wave.c.id == row.wave_id)).one()
            diagnostic = connection.execute(
                select(t.diagnostic).where(t.diagnostic.c.id == wave.diagnostic_id)
            ).one()
        return submission_of(row), wave_of(wave), diagnostic_of(diagnostic)

    def set_short(self, submission: Submission, short: bool) -> Submission:
        """Take the short route, or the whole one. Raises WaveClosed and UnknownLink."""
        with self._database.writing() as connection:
            self._admit(connection, submission)
            _touch(connection, submission, short=short)
        return replace(submission, short=short)

    def finish(self, submission: Submission) -> None:
        """The person says that they are done; they may still come back.

        Raises WaveClosed and UnknownLink.
        """
        today = datetime.now(UTC).date()
        with self._database.writing() as connection:
            self._admit(connection, submission)
            _touch(
                connection,
                submission,
                finished_on=func.coalesce(t.submission.c.finished_on, today),
            )

    def is_finished(self, submission: Submission) -> bool:
        finished_on = select(t.submission.c.finished_on).where(t.submission.c.id == submission.id)
        with self._database.reading() as connection:
            return connection.execute(finished_on).scalar() is not None

    def save(
        self,
        submission: Submission,
        answers: Iterable[Answer],
        cleared: Iterable[str] = (),
        *,
        token: str | None = None,
    ) -> tuple[Receipt, ...]:
        """Keep answers and take others back, all or none; say it again and nothing changes.

        Receipts of the answers, in their order, read back once they are kept; a cleared question
        has none. Answers come from `answers.accept`. `token`: the link that they came by, which
        must still be that of the person. Raises WaveClosed, UnknownLink and StorageUnavailable;
        ValueError for a question both answered and cleared.
        """
        given, gone = sorted_out(answers, cleared)
        now = datetime.now(UTC)
        with self._database.writing(_ANSWER_LOST) as connection:
            self._admit(connection, submission, token)
            new = self._keep(connection, submission, given, gone, now)
        kept = self.receipts(submission)
        return tuple(
            # Only the person who just answered is told the exact moment.
            replace(kept[name], saved_at=now) if name in new else kept[name]
            for name in given
            if name in kept
        )

    def answers(self, submission: Submission) -> dict[str, Answer]:
        """Question id → answer."""
        with self._database.reading() as connection:
            rows = connection.execute(_ANSWERS, _mine(submission)).all()
        return {row.question_id: answer_of(row) for row in rows}

    def receipts(self, submission: Submission) -> dict[str, Receipt]:
        """Question id → receipt, for the answers that are kept."""
        with self._database.reading() as connection:
            rows = connection.execute(_ANSWERS, _mine(submission)).all()
        return {row.question_id: receipt_of(row) for row in rows}

    def read_back(self, submission: Submission) -> tuple[dict[str, Answer], dict[str, str]]:
        """All that one person said, as of one moment: question id → answer, and → comment."""
        with self._database.reading() as connection:
            answers = connection.execute(_ANSWERS, _mine(submission)).all()
            comments = connection.execute(_COMMENTS, _mine(submission)).all()
        return (
            {row.question_id: answer_of(row) for row in answers},
            {row.question_id: row.body for row in comments},
        )

    def say(self, submission: Submission, question_id: str, body: str) -> str:
        """Keep a comment in place of the one before; an empty one erases it.

        The comment as it is kept, without control characters. Raises AnswerRefused past
        LONGEST_COMMENT characters, WaveClosed and UnknownLink.
        """
        body = printable(body)
        if len(body) > LONGEST_COMMENT:
            raise AnswerRefused(
                "Le commentaire est trop long : {most} caractères au plus, il en a {length}. "
                "Raccourcissez-le.",
                most=LONGEST_COMMENT,
                length=len(body),
            )
        here = _COMMENTS.where(t.comment.c.question_id == question_id)
        with self._database.writing(_COMMENT_LOST) as connection:
            self._admit(connection, submission)
            kept = connection.execute(here, _mine(submission)).first()
            if (kept.body if kept else "") != body:
                if body:
                    row = {
                        "submission_id": submission.id,
                        "question_id": question_id,
                        "body": body,
                    }
                    self._database.upsert(connection, t.comment, [row])
                else:
                    connection.execute(
                        delete(t.comment).where(
                            t.comment.c.submission_id == submission.id,
                            t.comment.c.question_id == question_id,
                        )
                    )
                _touch(connection, submission)
        return self.comments(submission).get(question_id, "")

    def comments(self, submission: Submission) -> dict[str, str]:
        """Question id → comment."""
        with self._database.reading() as connection:
            rows = connection.execute(_COMMENTS, _mine(submission)).all()
        return {row.question_id: row.body for row in rows}

    def passages(self, wave: Wave) -> tuple[Passage, ...]:
        """All that was said in a wave, in an order that tells nothing of the arrivals."""
        mine = t.submission.c.wave_id == wave.id
        with self._database.reading() as connection:
            submissions = connection.execute(
                select(t.submission).where(mine).order_by(t.submission.c.id)
            ).all()
            asked = asked_in_rooms(connection, wave.id)
            answers: dict[int, dict[str, Answer]] = {row.id: {} for row in submissions}
            for row in connection.execute(select(t.answer).join(t.submission).where(mine)):
                answers[row.submission_id][row.question_id] = answer_of(row)
            comments: dict[int, dict[str, str]] = {row.id: {} for row in submissions}
            for row in connection.execute(select(t.comment).join(t.submission).where(mine)):
                comments[row.submission_id][row.question_id] = row.body
        return tuple(
            Passage(submission_of(row), answers[row.id], comments[row.id], asked.get(row.id))
            for row in submissions
        )

    def change_counter(self, wave: Wave) -> int:
        """A number that grows whenever `passages` of this wave would change; 0 once erased."""
        counted = (
            select(t.wave.c.erased_changes + func.coalesce(func.sum(t.submission.c.changes), 0))
            .select_from(t.wave)
            .outerjoin(t.submission)
            .where(t.wave.c.id == wave.id)
            .group_by(t.wave.c.id)
        )
        with self._database.reading() as connection:
            return int(connection.execute(counted).scalar() or 0)

    def erase_submission(self, token: str) -> None:
        """Erase all that one person said, in an open or a closed wave. Raises UnknownLink."""
        mine = select(t.submission.c.wave_id).where(owns(token)).scalar_subquery()
        with self._database.writing(_NOT_ERASED) as connection:
            # The wave before the rows in it, as when all is erased: no two wait for each other.
            connection.execute(select(t.wave.c.id).where(t.wave.c.id == mine).with_for_update())
            gone = connection.execute(
                delete(t.submission)
                .where(owns(token))
                .returning(t.submission.c.id, t.submission.c.wave_id, t.submission.c.changes)
            ).first()
            if gone is None:
                raise UnknownLink
            note_erased(connection, gone.wave_id, gone.id)
            connection.execute(
                update(t.wave)
                .where(t.wave.c.id == gone.wave_id)
                .values(erased_changes=t.wave.c.erased_changes + gone.changes + 1)
            )
        self._database.forget()

    def _keep(
        self,
        connection: Connection,
        submission: Submission,
        given: Mapping[str, Answer],
        gone: Set[str],
        now: datetime,
        *,
        in_room: bool = False,
    ) -> set[str]:
        """Keep answers and take others back, of a person who was admitted; what changed."""
        latest = _latest(connection, submission, {*given, *gone})
        changed = [
            _line(submission, name, latest.get(name), answer)
            for name, answer in given.items()
            if not _is_same(latest.get(name), answer)
        ]
        taken_back = [
            _line(submission, name, latest[name], None)
            for name in sorted(gone)
            if name in latest and latest[name].state is not None
        ]
        if changed or taken_back:
            past = [_without_words(line, given.get(line["question_id"])) for line in changed]
            connection.execute(_INTO_HISTORY, past + taken_back)
            saved_at = rounded(now)
            self._database.upsert(
                connection, t.answer, [line | {"saved_at": saved_at} for line in changed]
            )
            _erase_answers(connection, submission, [row["question_id"] for row in taken_back])
            connection.execute(_VOTED if in_room else _TOUCHED, _mine(submission))
        return {line["question_id"] for line in changed}

    def _admit(
        self, connection: Connection, submission: Submission, token: str | None = None
    ) -> None:
        """Make sure that the wave is open, and keep it so until this transaction ends.

        A closing waits for those who were admitted, and nobody is admitted after it; saves of the
        same person follow one another. Raises WaveClosed and UnknownLink.
        """
        self._database.hold_wave(connection, submission.wave_id, shared=True)
        wave = connection.execute(_WAVE_OF, _mine(submission)).first()
        if wave is None or (token is not None and wave.token_hash != sealed(token)):
            raise UnknownLink
        if wave.closed_at is not None:
            raise WaveClosed


def sorted_out(
    answers: Iterable[Answer], cleared: Iterable[str]
) -> tuple[dict[str, Answer], set[str]]:
    """What is given, and what is taken back. Raises ValueError for a question in both."""
    given = by_question(answers)
    gone = set(cleared)
    if not gone.isdisjoint(given):
        raise ValueError(f"both answered and cleared: {sorted(gone & given.keys())}")
    return given, gone


def owns(token: str) -> Any:
    return t.submission.c.token_hash == sealed(token)


def _mine(submission: Submission) -> dict[str, int]:
    return {"mine": submission.id}


def _of_one_person(table: Table) -> Any:
    return select(table).where(table.c.submission_id == bindparam("mine"))


# Written once: each tap of each person asks them, and writing them costs as much as the asking.
_ANSWERS = _of_one_person(t.answer)
_COMMENTS = _of_one_person(t.comment)
_WAVE_OF = (
    select(t.wave.c.closed_at, t.submission.c.token_hash)
    .join(t.submission)
    .where(t.submission.c.id == bindparam("mine"))
    .with_for_update(of=t.submission)
)
_LAST_LINE = (
    _of_one_person(t.answer_history)
    .where(t.answer_history.c.question_id == bindparam("name"))
    .order_by(t.answer_history.c.revision.desc())
    .limit(1)
)
_INTO_HISTORY = insert(t.answer_history)
_VOTED = (
    update(t.submission)
    .where(t.submission.c.id == bindparam("mine"))
    .values(changes=t.submission.c.changes + 1)
)
# Whoever says something outside a room is on their route, and was asked all of it.
_TOUCHED = _VOTED.values(room_only=False)


def _touch(connection: Connection, submission: Submission, **values: Any) -> None:
    connection.execute(_TOUCHED.values(**values) if values else _TOUCHED, _mine(submission))


def _without_words(line: dict[str, Any], answer: Answer | None) -> dict[str, Any]:
    """The line of the history: that a free text was written, not what it said."""
    return line | {"value": WITHOUT_WORDS} if answer and answer.is_free_text else line


def _latest(connection: Connection, submission: Submission, names: set[str]) -> dict[str, Row[Any]]:
    """Question id → the last line of its history."""
    lines = (
        connection.execute(_LAST_LINE, _mine(submission) | {"name": name}).first() for name in names
    )
    return {line.question_id: line for line in lines if line is not None}


def _is_same(last: Row[Any] | None, answer: Answer) -> bool:
    return (
        last is not None
        and last.state == answer.state.value
        and last.value == value_column(answer.value)
    )


def _line(
    submission: Submission, name: str, last: Row[Any] | None, answer: Answer | None
) -> dict[str, Any]:
    """The next line of a question's history; without an answer, it was cleared."""
    return {
        "submission_id": submission.id,
        "question_id": name,
        "revision": last.revision + 1 if last is not None else 1,
        "state": answer.state.value if answer is not None else None,
        "value": value_column(answer.value) if answer is not None else None,
    }


def _erase_answers(connection: Connection, submission: Submission, names: list[str]) -> None:
    if names:
        connection.execute(
            delete(t.answer).where(
                t.answer.c.submission_id == submission.id, t.answer.c.question_id.in_(names)
            )
        )
