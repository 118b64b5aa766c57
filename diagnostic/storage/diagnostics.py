"""What the person who runs a diagnostic asks of the memory."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from diagnostic.campaigns import (
    DEFAULT_THRESHOLD,
    FRAMING,
    CampaignRefused,
    Diagnostic,
    LocalQuestion,
    Wave,
    check_room,
    check_threshold,
    check_title,
    check_total,
)
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import tables as t
from diagnostic.storage.engine import Database
from diagnostic.storage.refusals import AlreadyPublished, UnknownDiagnostic, UnknownQuestionnaire
from diagnostic.storage.words import (
    TOTAL,
    canonical,
    diagnostic_of,
    local_question_of,
    place_columns,
    printable,
    sealed,
    wave_of,
)
from diagnostic.territories import Perimeter, TerritoryKey
from diagnostic.texts import Sentence

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which are taken for one another on a wall."""
AWAY, VISITING = "maison", "voyage"
"""Where a row of `journey` is: at the home that the copy left, or with the copy."""
_CODE = re.compile(r"[A-Z0-9]{8}")


class DiagnosticVerbs:
    """Diagnostics, their waves, their questionnaires and their local questions."""

    _database: Database
    _questionnaires: dict[tuple[str, str], Questionnaire]

    def open_diagnostic(
        self,
        title: str,
        territory: TerritoryKey | Perimeter,
        questionnaire: Questionnaire,
        *,
        threshold: int = DEFAULT_THRESHOLD,
        fictitious: bool = False,
        code: str | None = None,
    ) -> Diagnostic:
        """A new diagnostic with its first wave open.

        `code` is drawn at random unless given (eight letters and digits). Raises CampaignRefused,
        and StorageRefused when the questionnaire alters a published version.
        """
        row = {
            "code": _new_code() if code is None else _check_code(code),
            "title": check_title(printable(title)),
            "threshold": check_threshold(threshold),
            "fictitious": fictitious,
            "framing": {},
            "created_at": datetime.now(UTC),
            **place_columns(territory),
        }
        with self._database.writing() as connection:
            taken = select(t.diagnostic.c.id).where(t.diagnostic.c.code == row["code"])
            if connection.execute(taken).first():
                raise CampaignRefused(
                    "Le code « {code} » est déjà pris. Choisissez-en un autre.", code=row["code"]
                )
            made = connection.execute(insert(t.diagnostic).values(row).returning(t.diagnostic))
            diagnostic = diagnostic_of(made.one())
            self._publish(connection, questionnaire)
            _add_wave(connection, diagnostic.id, 1, questionnaire)
            self._welcome(connection, diagnostic)
        return diagnostic

    def _welcome(self, connection: Connection, diagnostic: Diagnostic) -> None:
        """Whoever opens a diagnostic, if somebody does, owns it and is told in its history."""

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All of them, newest first."""
        newest_first = select(t.diagnostic).order_by(
            t.diagnostic.c.created_at.desc(), t.diagnostic.c.id.desc()
        )
        with self._database.reading() as connection:
            return tuple(diagnostic_of(row) for row in connection.execute(newest_first))

    def diagnostic(self, code: str) -> Diagnostic:
        """The one that people reach by this code, in whatever case and with whatever spaces.

        Raises UnknownDiagnostic.
        """
        with self._database.reading() as connection:
            found = connection.execute(select(t.diagnostic).where(_has_code(code))).first()
        if found is None:
            raise UnknownDiagnostic(code)
        return diagnostic_of(found)

    def rename(self, code: str, title: str) -> Diagnostic:
        """Raises UnknownDiagnostic and CampaignRefused."""
        return self._change(code, title=check_title(printable(title)))

    def set_threshold(self, code: str, threshold: int) -> Diagnostic:
        """Raises UnknownDiagnostic and CampaignRefused."""
        return self._change(code, threshold=check_threshold(threshold))

    def set_framing(self, code: str, framing: Mapping[str, str]) -> Diagnostic:
        """Keep what was agreed, in place of what was; empty texts are left out.

        Raises UnknownDiagnostic, and CampaignRefused for a question that is not one of FRAMING.
        """
        for name in framing:
            if name not in FRAMING:
                raise CampaignRefused(
                    "« {name} » n’est pas une question du cadrage : {names}.",
                    name=name,
                    names=", ".join(FRAMING),
                )
        cleaned = {name: printable(text) for name, text in framing.items()}
        said = {name: text for name, text in cleaned.items() if text}
        return self._reframe(code, FRAMING, said)

    def set_totals(self, code: str, totals: Mapping[Viewpoint, int]) -> Diagnostic:
        """Keep how many people there are in all of each regard, in place of what was said.

        Raises UnknownDiagnostic and CampaignRefused.
        """
        said = {f"{TOTAL}{viewpoint}": check_total(n) for viewpoint, n in totals.items()}
        return self._reframe(code, [f"{TOTAL}{viewpoint}" for viewpoint in Viewpoint], said)

    def _reframe(
        self, code: str, names: Iterable[str], said: Mapping[str, str | int]
    ) -> Diagnostic:
        """Put what is said in place of these lines of the framing; the others stay."""
        mine = select(t.diagnostic.c.framing).where(_has_code(code)).with_for_update()
        with self._database.writing() as connection:
            framing = connection.execute(mine).scalar()
            if framing is None:
                raise UnknownDiagnostic(code)
            kept = {name: line for name, line in framing.items() if name not in set(names)}
            changed = update(t.diagnostic).where(_has_code(code)).values(framing=kept | dict(said))
            return diagnostic_of(connection.execute(changed.returning(t.diagnostic)).one())

    def erase(self, diagnostic: Diagnostic) -> None:
        """Erase a diagnostic with everything that was said in it. Raises UnknownDiagnostic."""
        gone = delete(t.diagnostic).where(t.diagnostic.c.id == diagnostic.id)
        waves = select(t.wave.c.id).where(t.wave.c.diagnostic_id == diagnostic.id)
        with self._database.writing(Sentence("Le diagnostic n’est pas effacé")) as connection:
            for wave_id in connection.execute(waves.order_by(t.wave.c.id)).scalars().all():
                self._database.hold_wave(connection, wave_id, shared=False)
            if not connection.execute(gone).rowcount:
                raise UnknownDiagnostic(diagnostic.code)
        self._database.forget()

    def questionnaire(self, questionnaire_id: str, version: str) -> Questionnaire:
        """A version as it was published, even if its file is gone. Raises UnknownQuestionnaire."""
        known = self._questionnaires.get((questionnaire_id, version))
        if known is not None:
            return known
        with self._database.reading() as connection:
            definition = connection.execute(
                select(t.questionnaire_version.c.definition).where(
                    t.questionnaire_version.c.id == questionnaire_id,
                    t.questionnaire_version.c.version == version,
                )
            ).scalar()
        if definition is None:
            raise UnknownQuestionnaire(questionnaire_id, version)
        # Kept: it never changes, and reading it takes longer than all the rest of a page.
        questionnaire = Questionnaire.model_validate_json(definition)
        self._questionnaires[questionnaire_id, version] = questionnaire
        return questionnaire

    def waves(self, diagnostic: Diagnostic) -> tuple[Wave, ...]:
        """In the order of their numbers."""
        ordered = (
            select(t.wave).where(t.wave.c.diagnostic_id == diagnostic.id).order_by(t.wave.c.number)
        )
        with self._database.reading() as connection:
            return tuple(wave_of(row) for row in connection.execute(ordered))

    def open_wave(
        self, diagnostic: Diagnostic, questionnaire: Questionnaire, *, closing: bool = False
    ) -> Wave:
        """The next wave; `closing` closes those before it.

        Raises UnknownDiagnostic, and StorageRefused when the questionnaire alters a published
        version.
        """
        mine = t.wave.c.diagnostic_id == diagnostic.id
        with self._database.writing() as connection:
            _hold(connection, diagnostic)
            if closing:
                still_open = mine & t.wave.c.closed_at.is_(None)
                ids = connection.execute(
                    select(t.wave.c.id).where(still_open).order_by(t.wave.c.id)
                )
                for wave_id in ids.scalars().all():
                    self._database.hold_wave(connection, wave_id, shared=False)
                connection.execute(
                    update(t.wave).where(still_open).values(closed_at=datetime.now(UTC))
                )
            self._publish(connection, questionnaire)
            last = connection.execute(select(func.max(t.wave.c.number)).where(mine)).scalar()
            return _add_wave(connection, diagnostic.id, (last or 0) + 1, questionnaire)

    def close_wave(self, wave: Wave) -> Wave:
        """From now on, nothing more is said in it; its first closing day stays.

        Raises UnknownDiagnostic.
        """
        return self._set_closed(wave, func.coalesce(t.wave.c.closed_at, datetime.now(UTC)))

    def reopen_wave(self, wave: Wave) -> Wave:
        """Raises UnknownDiagnostic, and CampaignRefused for a sealed wave."""
        return self._set_closed(wave, None)

    def next_local_number(self, diagnostic: Diagnostic) -> int:
        """The number of the next local question, as long as nobody else adds one before."""
        with self._database.reading() as connection:
            return _next_number(connection, diagnostic)

    def add_local_question(self, diagnostic: Diagnostic, question: LocalQuestion) -> LocalQuestion:
        """The question as it is kept, under the next number that was never used.

        The number it came with is not kept: another person may have taken it meanwhile. Raises
        CampaignRefused when as many as may be asked are in use, and UnknownDiagnostic.
        """
        mine = t.local_question.c.diagnostic_id == diagnostic.id
        with self._database.writing(Sentence("La question n’est pas ajoutée")) as connection:
            _hold(connection, diagnostic)
            in_use = select(func.count()).where(mine, t.local_question.c.withdrawn_at.is_(None))
            check_room(connection.execute(in_use).scalar_one())
            number = _next_number(connection, diagnostic)
            question = question.model_copy(update={"id": f"L{number}"})
            connection.execute(
                insert(t.local_question).values(
                    diagnostic_id=diagnostic.id,
                    number=number,
                    definition=question.model_dump_json(),
                )
            )
        return question

    def withdraw_local_question(self, diagnostic: Diagnostic, question_id: str) -> None:
        """No more asked; what was answered stays. Nothing changes if it already was."""
        number = question_id.removeprefix("L")
        here = (
            (t.local_question.c.diagnostic_id == diagnostic.id)
            & (t.local_question.c.number == (int(number) if number.isdecimal() else 0))
            & t.local_question.c.withdrawn_at.is_(None)
        )
        with self._database.writing(Sentence("La question n’est pas retirée")) as connection:
            connection.execute(
                update(t.local_question).where(here).values(withdrawn_at=datetime.now(UTC))
            )

    def local_questions(
        self, diagnostic: Diagnostic, with_withdrawn: bool = False
    ) -> tuple[LocalQuestion, ...]:
        """In the order in which they were added."""
        mine = select(t.local_question.c.definition).where(
            t.local_question.c.diagnostic_id == diagnostic.id
        )
        if not with_withdrawn:
            mine = mine.where(t.local_question.c.withdrawn_at.is_(None))
        with self._database.reading() as connection:
            found = connection.execute(mine.order_by(t.local_question.c.number)).scalars()
            return tuple(local_question_of(definition) for definition in found)

    def _change(self, code: str, **values: Any) -> Diagnostic:
        changed = update(t.diagnostic).where(_has_code(code)).values(**values)
        with self._database.writing() as connection:
            row = connection.execute(changed.returning(t.diagnostic)).first()
            if row is None:
                raise UnknownDiagnostic(code)
            return diagnostic_of(row)

    def _set_closed(self, wave: Wave, closed_at: Any) -> Wave:
        changed = update(t.wave).where(t.wave.c.id == wave.id).values(closed_at=closed_at)
        with self._database.writing() as connection:
            self._database.hold_wave(connection, wave.id, shared=False)
            row = connection.execute(changed.returning(t.wave)).first()
            if row is None:
                raise UnknownDiagnostic
            if row.sealed_at is not None and row.closed_at is None:
                raise CampaignRefused(
                    "Cette vague est scellée : les liens personnels ne mènent plus à rien. Ouvrez "
                    "une nouvelle vague."
                )
            return wave_of(row)

    def _publish(self, connection: Connection, questionnaire: Questionnaire) -> None:
        """Keep a version, once. Raises StorageRefused when it is kept and was another one."""
        definition = canonical(questionnaire)
        row = {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "seal": sealed(definition),
            "definition": definition,
        }
        self._database.insert_new(connection, t.questionnaire_version, row)
        kept = connection.execute(
            select(t.questionnaire_version).where(
                t.questionnaire_version.c.id == questionnaire.id,
                t.questionnaire_version.c.version == questionnaire.version,
            )
        ).one()
        # A later release of the product may write the same content in another way.
        if kept.seal != row["seal"] and (
            Questionnaire.model_validate_json(kept.definition) != questionnaire
        ):
            raise AlreadyPublished(
                "La version {version} du questionnaire « {name} » est déjà publiée, avec un autre "
                "contenu : une version publiée ne change pas. Donnez un nouveau numéro de version "
                "à vos changements.",
                version=questionnaire.version,
                name=questionnaire.id,
            )


def _new_code() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def _spelled(code: str) -> str:
    """The code as it is kept, however a person types it."""
    return "".join(character for character in code.upper() if character.isalnum())


def _check_code(code: str) -> str:
    if not _CODE.fullmatch(_spelled(code)):
        raise CampaignRefused("Le code est fait de huit lettres sans accent ou chiffres.")
    return _spelled(code)


def _has_code(code: str) -> ColumnElement[bool]:
    return t.diagnostic.c.code == _spelled(code)


def _hold(connection: Connection, diagnostic: Diagnostic) -> None:
    """Keep others from numbering things of this diagnostic meanwhile."""
    mine = select(t.diagnostic.c.id).where(t.diagnostic.c.id == diagnostic.id).with_for_update()
    if connection.execute(mine).first() is None:
        raise UnknownDiagnostic(diagnostic.code)
    if is_away(connection, diagnostic.id):
        raise CampaignRefused(
            "Une copie de ce diagnostic est en voyage : ouvrez la vague ou ajoutez la question là "
            "où elle est, ou attendez son retour."
        )


def is_away(connection: Connection, diagnostic_id: int) -> bool:
    """Whether a copy left from here, and is not said to be back."""
    journey = t.journey.c
    mine = (journey.diagnostic_id == diagnostic_id) & (journey.place == AWAY)
    return connection.execute(select(journey.place).where(mine)).first() is not None


def _next_number(connection: Connection, diagnostic: Diagnostic) -> int:
    """One more than any local question ever had, withdrawn ones included."""
    last = select(func.max(t.local_question.c.number)).where(
        t.local_question.c.diagnostic_id == diagnostic.id
    )
    return int(connection.execute(last).scalar() or 0) + 1


def _add_wave(
    connection: Connection, diagnostic_id: int, number: int, questionnaire: Questionnaire
) -> Wave:
    row = {
        "diagnostic_id": diagnostic_id,
        "number": number,
        "questionnaire_id": questionnaire.id,
        "questionnaire_version": questionnaire.version,
        "opened_at": datetime.now(UTC),
    }
    return wave_of(connection.execute(insert(t.wave).values(row).returning(t.wave)).one())
