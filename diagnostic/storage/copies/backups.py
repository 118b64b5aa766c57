"""A copy of the memory while it is used: one SQLite file, whatever the engine, or no file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from diagnostic.encryption import is_encrypted
from diagnostic.settings import PROJECT
from diagnostic.storage.copies.envelopes import close_copy, in_clear
from diagnostic.storage.copies.folder import (
    DRAFT,
    FOLDER,
    SUFFIX,
    Copy,
    flush_folder,
    list_copies,
    name_copy,
    new_file,
    settle,
)
from diagnostic.storage.copies.verifying import Contents
from diagnostic.storage.engine import NOT_READ, Database, translated
from diagnostic.storage.files import NOT_COPIED, copy_file, faults_of_file, look_into, never
from diagnostic.storage.refusals import StorageRefused, StorageUnavailable
from diagnostic.storage.schema import bring_up_to_date, newest, revision_of, revision_of_file
from diagnostic.storage.tables import metadata
from diagnostic.texts import Sentence

POSTGRES_STEM = "regards-croises"
CANNOT_WRITE = Sentence(
    "le dossier des sauvegardes ne peut pas être écrit. Vérifiez qu’il reste de la place et que "
    "l’application a le droit d’y écrire, ou donnez un autre dossier."
)
_ROWS = 500
"""Rows that go from one engine to the other at once."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was just made and verified."""

    copy: Copy
    contents: Contents | None
    """None where the tables are of another version than ours, and were copied as they are."""


def folder_of(where: Path | str) -> Path:
    """Where the copies of a base lie: beside a file; in the project's data for a server."""
    return (where.parent if isinstance(where, Path) else PROJECT / "data") / FOLDER


def stem_of(where: Path | str) -> str:
    """What the names of the copies of a base begin with."""
    return where.stem if isinstance(where, Path) else POSTGRES_STEM


def back_up(
    where: Path | str,
    folder: Path,
    now: datetime,
    *,
    automatic: bool = False,
    key: str | None = None,
    rest: Callable[[], bool] = never,
) -> Backup:
    """Copy a base as it is at one moment, while others write; under its name only once verified.

    With a public `key`, it is encrypted, and nothing of it is ever clear in `folder`. `rest` is
    called between two steps: it may wait, and asks to stop by True. A file that its owner alone
    reads. Raises StorageRefused, StorageUnavailable and BackupAbandoned.
    """
    stem = stem_of(where)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = {path.name for path in folder.iterdir()}
        final = folder / name_copy(
            stem, now, automatic=automatic, among=names, encrypted=key is not None
        )
        draft = final.with_name(f"{final.name}{DRAFT}")
        draft.unlink(missing_ok=True)
        new_file(draft)
    except OSError as fault:
        raise StorageUnavailable(NOT_COPIED, CANNOT_WRITE) from fault
    try:
        if key is None:
            contents = _copy(where, draft, rest)
        else:
            with in_clear(where) as private:
                clear = private / f"copie{SUFFIX}"
                new_file(clear)
                contents = _copy(where, clear, rest)
                close_copy(clear, draft, key, rest)
        settle(draft, final)
    except OSError as fault:
        raise StorageUnavailable(NOT_COPIED, CANNOT_WRITE) from fault
    finally:
        _clear(draft)
    (made,) = (copy for copy in list_copies(folder, stem) if copy.path == final)
    return Backup(made, contents)


def _copy(where: Path | str, draft: Path, rest: Callable[[], bool]) -> Contents | None:
    """Into an empty file, examined. Raises StorageRefused when it is not sound."""
    if isinstance(where, Path):
        copy_file(where, draft, rest)
    else:
        _copy_server(where, draft)
    if faults := faults_of_file(draft):
        raise StorageRefused(
            f"{NOT_COPIED} : la base est abîmée ({faults[0]}). Reprenez une sauvegarde "
            "d’avant ; ce qui est lisible est peut-être encore à sauver : demandez de l’aide."
        )
    return contents_of_file(draft)


def last_good(folder: Path, stem: str) -> Copy | None:
    """The latest copy that can be taken back; None where there is none.

    One that is encrypted was verified when it was made: without its key, only its beginning is.
    """
    for copy in list_copies(folder, stem):
        if copy.is_encrypted:
            if is_encrypted(copy.path):
                return copy
            continue
        try:
            if not faults_of_file(copy.path) and revision_of_file(copy.path) is not None:
                return copy
        except (StorageRefused, StorageUnavailable):
            continue
    return None


def copy_rows(source: Connection, target: Connection) -> None:
    """All rows of all our tables, in the order that their links need."""
    for table in metadata.sorted_tables:
        rows = source.execution_options(yield_per=_ROWS).execute(select(table)).mappings()
        for several in rows.partitions(_ROWS):
            target.execute(insert(table), [dict(row) for row in several])


def _copy_server(address: str, draft: Path) -> None:
    """What PostgreSQL holds at one moment, in the tables that SQLite would have."""
    database, made = Database(address), Database(draft)
    try:
        if revision_of(database) != newest():
            raise StorageRefused(
                "Cette base n’est pas à la version de l’application : sauvegardez-la avec pg_dump, "
                "ou mettez-la d’abord à jour avec « python -m diagnostic migrate »."
            )
        bring_up_to_date(made)
        with database.reading() as source, made.writing(NOT_COPIED) as target:
            copy_rows(source, target)
    finally:
        database.close()
        made.close()
    with translated(NOT_COPIED), closing(sqlite3.connect(draft)) as alone:
        alone.execute("PRAGMA journal_mode=DELETE")


def contents_of_file(path: Path) -> Contents | None:
    """What a copy holds; None where its tables are of another version than ours.

    Raises StorageRefused when it is not one of ours.
    """
    revision = revision_of_file(path)
    if revision is None:
        raise StorageRefused(
            f"Le fichier « {path.name} » est vide : ce n’est pas une base de l’application."
        )
    if revision != newest():
        return None
    with translated(NOT_READ), closing(look_into(path)) as connection:
        counts = connection.execute(
            "SELECT (SELECT count(*) FROM diagnostic), (SELECT count(*) FROM submission), "
            "(SELECT count(*) FROM answer)"
        ).fetchone()
    return Contents(*counts)


def _clear(draft: Path) -> None:
    for name in (draft.name, f"{draft.name}-wal", f"{draft.name}-shm", f"{draft.name}-journal"):
        with suppress(OSError):
            draft.with_name(name).unlink(missing_ok=True)
    with suppress(OSError):
        flush_folder(draft.parent)
