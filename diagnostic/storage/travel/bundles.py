"""A diagnostic in one file: it travels on another machine, and comes home without duplicates.

The file is a database of ours with a single diagnostic in it, so that whatever reads, checks and
updates a database does so for it too (docs/adr/0018).
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from alembic import command
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, delete, insert, select
from sqlalchemy.exc import DatabaseError, IntegrityError

from diagnostic.campaigns import Diagnostic
from diagnostic.storage import tables as t
from diagnostic.storage.access import guards
from diagnostic.storage.diagnostics import AWAY, DiagnosticVerbs
from diagnostic.storage.engine import Database
from diagnostic.storage.refusals import (
    BundleRefused,
    StorageRefused,
    StorageUnavailable,
    UnknownDiagnostic,
)
from diagnostic.storage.schema import bring_up_to_date, configuration, revision_of_file
from diagnostic.storage.travel.belongings import belongings, questionnaires
from diagnostic.storage.travel.merging import TRAVELS, Merger, Merging
from diagnostic.storage.words import diagnostic_of
from diagnostic.texts import Sentence

LARGEST = 500 * 1024 * 1024
"""Bytes."""
_AT_ONCE = 2_000
_NOT_CARRIED = Sentence("Le diagnostic n’est pas emporté")
_NOT_BROUGHT = Sentence("Le fichier n’est pas rapporté : rien n’a changé")


@dataclass(frozen=True, slots=True)
class Journey:
    """That a diagnostic is on two machines."""

    is_home: bool
    """True where it left from: figures move where the copy is, until it comes back."""
    began_on: date


@dataclass(frozen=True, slots=True)
class Homecoming:
    """What a file brought."""

    diagnostic: Diagnostic
    is_new: bool
    merging: Merging


class BundleVerbs(DiagnosticVerbs):
    """A diagnostic leaves in a file, and comes back."""

    def carry(self, diagnostic: Diagnostic, target: Path) -> Journey:
        """Write a diagnostic, and all that was said in it, in a file to take elsewhere.

        From its home, the journey begins: until its end figures move only where the copy is.
        Raises UnknownDiagnostic, BundleRefused where there is a file already or no such folder,
        and StorageUnavailable.
        """
        if target.exists():
            raise BundleRefused(
                "« {name} » existe déjà. Choisissez un autre nom.", name=target.name
            )
        if not target.parent.is_dir():
            raise BundleRefused(
                "Le dossier « {name} » n’existe pas. Choisissez-en un autre.",
                name=target.parent.name,
            )
        with self._database.writing(_NOT_CARRIED) as connection:
            journey = _depart(connection, diagnostic)
        with _draft_beside(target) as draft:
            copy = Database(draft)
            try:
                bring_up_to_date(copy)
                with self._database.reading() as here, copy.writing(_NOT_CARRIED) as there:
                    _copy(here, there, diagnostic.id)
                copy.forget()
            finally:
                copy.close()
        return journey

    def bring(self, source: Path) -> Homecoming:
        """Take in a file made by `carry`: all of it, or nothing.

        A diagnostic that is not here is opened; one that left from here, or came here before,
        receives what the file has more. Raises BundleRefused and StorageUnavailable.
        """
        with _opened(source) as copy, copy.reading() as there:
            row = there.execute(select(t.diagnostic)).one()
            try:
                with self._database.writing(_NOT_BROUGHT) as here:
                    merger = Merger(self._database, there, here, row)
                    merging = merger.merge()
                    kept = here.execute(select(t.diagnostic).where(t.diagnostic.c.code == row.code))
                    diagnostic = diagnostic_of(kept.one())
            except IntegrityError:
                raise BundleRefused(
                    "Ce fichier se contredit, ou contredit ce qui est déjà ici : rien n’a changé. "
                    "Refaites-le depuis la machine d’où il vient."
                ) from None
        return Homecoming(diagnostic, merger.is_new, merging)

    def journey(self, diagnostic: Diagnostic) -> Journey | None:
        """The journey under way, if any."""
        mine = select(t.journey).where(t.journey.c.diagnostic_id == diagnostic.id)
        with self._database.reading() as connection:
            row = connection.execute(mine).first()
        return Journey(row.place == AWAY, row.began_at.date()) if row is not None else None

    def end_journey(self, diagnostic: Diagnostic) -> None:
        """The copy comes back no more: what it still holds is refused, figures move here again."""
        with self._database.writing() as connection:
            for table in (t.journey, t.erased_submission):
                connection.execute(delete(table).where(table.c.diagnostic_id == diagnostic.id))


def _depart(connection: Connection, diagnostic: Diagnostic) -> Journey:
    """The journey under way, or a new one of which here is the home. Raises UnknownDiagnostic."""
    mine = select(t.diagnostic.c.id).where(t.diagnostic.c.id == diagnostic.id).with_for_update()
    if connection.execute(mine).first() is None:
        raise UnknownDiagnostic(diagnostic.code)
    under_way = select(t.journey).where(t.journey.c.diagnostic_id == diagnostic.id)
    row = connection.execute(under_way).first()
    if row is None:
        begun = {
            "diagnostic_id": diagnostic.id,
            "secret": secrets.token_urlsafe(32),
            "place": AWAY,
            "began_at": datetime.now(UTC),
        }
        connection.execute(insert(t.journey).values(begun))
        row = connection.execute(under_way).one()
    return Journey(row.place == AWAY, row.began_at.date())


def _copy(here: Connection, there: Connection, diagnostic_id: int) -> None:
    whole = {t.questionnaire_version: questionnaires(), **belongings()}
    for table, rows in whole.items():
        if table.name not in TRAVELS:
            continue
        found = here.execute(rows, {"diagnostic": diagnostic_id})
        for some in found.mappings().partitions(_AT_ONCE):
            there.execute(insert(table), [dict(row) for row in some])


@contextmanager
def _draft_beside(target: Path) -> Iterator[Path]:
    """A file that takes the name of `target` only once it is whole and on the disk."""
    draft = target.with_name(f".{target.name}.brouillon")
    draft.unlink(missing_ok=True)
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.chmod(0o600)
        draft.rename(target)
    except OSError:
        raise BundleRefused(
            "Le fichier « {name} » ne peut pas être écrit. Vérifiez qu’il reste de la place et "
            "que vous avez le droit d’y écrire, ou choisissez un autre dossier.",
            name=target.name,
        ) from None
    finally:
        for rest in ("", "-wal", "-shm"):
            Path(f"{draft}{rest}").unlink(missing_ok=True)


@contextmanager
def _opened(source: Path) -> Iterator[Database]:
    """A private copy of the file, examined and brought to our version. Raises BundleRefused."""
    with tempfile.TemporaryDirectory(prefix="rapporter-") as folder:
        private = Path(folder) / "diagnostic.sqlite"
        try:
            if source.stat().st_size > LARGEST:
                raise BundleRefused(
                    "Ce fichier est trop gros pour être un diagnostic. Vérifiez que c’est bien "
                    "celui que vous avez emporté."
                )
            shutil.copyfile(source, private)
        except OSError:
            raise BundleRefused(
                "Le fichier « {name} » ne peut pas être lu. Vérifiez son nom, son emplacement et "
                "que vous avez le droit de le lire.",
                name=source.name,
            ) from None
        _examine(private)
        copy = Database(private)
        try:
            try:
                bring_up_to_date(copy)
                with copy.reading() as connection:
                    alone = len(connection.execute(select(t.diagnostic.c.id)).all()) == 1
            except (StorageRefused, DatabaseError) as fault:
                raise _foreign() from fault
            if not alone:
                raise _foreign()
            yield copy
        finally:
            copy.close()


def _foreign() -> BundleRefused:
    return BundleRefused(
        "Ce fichier n’est pas un diagnostic emporté, ou il est abîmé : rien n’a changé. Choisissez "
        "le fichier qui a été fait par « Emporter »."
    )


def _examine(file: Path) -> None:
    """Make sure that a file holds our tables and nothing else that acts: no trigger, no view.

    It may have been made by anybody: whatever it holds, it is only read, never run.
    """
    try:
        revision = revision_of_file(file)
    except (StorageRefused, StorageUnavailable) as fault:
        raise _foreign() from fault
    if revision is None:
        raise _foreign()
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            is_whole = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            shape = _shape(connection)
    except sqlite3.Error as fault:
        raise _foreign() from fault
    if not is_whole or shape != _shape_of(revision):
        raise _foreign()


def _shape(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """All that it holds, but the guards that every database of ours has beside its tables."""
    rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
    return {(kind, name, sql) for kind, name, sql in rows if guards.SQLITE.get(name) != sql}


def _shape_of(revision: str) -> set[tuple[str, str, str]]:
    """What a database of ours holds at a revision. Raises BundleRefused for one of the future."""
    with tempfile.TemporaryDirectory(prefix="forme-") as folder:
        model = Path(folder) / "model.sqlite"
        engine = create_engine(f"sqlite:///{model}")
        config = configuration()
        try:
            with engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
        except CommandError:
            raise BundleRefused(
                "Ce fichier vient d’une version plus récente de l’application. Mettez celle-ci à "
                "jour, puis recommencez."
            ) from None
        finally:
            engine.dispose()
        with closing(sqlite3.connect(model)) as made:
            return _shape(made)
