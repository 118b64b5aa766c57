"""A copy becomes the memory: verified before, and what was there is put aside untouched."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from sqlalchemy import Connection, Integer, func, inspect, select, text

from diagnostic.storage.access.guards import tighten
from diagnostic.storage.copies.backups import copy_rows
from diagnostic.storage.copies.envelopes import opened
from diagnostic.storage.copies.folder import (
    SUFFIX,
    flush,
    flush_folder,
    give_as,
    new_file,
    settle,
    stamp,
)
from diagnostic.storage.copies.verifying import Contents, count_contents, find_faults
from diagnostic.storage.engine import PATIENCE, Database, translated
from diagnostic.storage.files import copy_file, faults_of_file
from diagnostic.storage.refusals import StorageRefused, StorageUnavailable
from diagnostic.storage.schema import bring_up_to_date, configuration, revision_of, revision_of_file
from diagnostic.storage.serving import (
    ASIDE,
    PENDING,
    READY,
    claim_file,
    release,
    set_aside,
    unfinished,
)
from diagnostic.storage.tables import answer, metadata
from diagnostic.storage.turns import one_turn
from diagnostic.texts import Sentence

_NOT_RESTORED = Sentence("La sauvegarde n’est pas reprise")


class BaseInUse(StorageRefused):
    """There are answers where the copy would go: somebody must say that they may be put aside."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done."""

    contents: Contents
    aside: str | None
    """Where the former base is: a file name, or a schema of PostgreSQL; None where none was."""
    migrated: bool
    """The copy was of an older version; the copy itself is as it was."""


def restore(
    source: Path,
    where: Path | str,
    now: datetime,
    *,
    replacing: bool = False,
    key: Path | None = None,
) -> Restored:
    """Put the copy `source` in the place of the base at `where`, all or nothing.

    `key`: the file of the secret that opens it, where it is encrypted. A base that holds
    answers, or cannot be read, is only replaced when `replacing`; it is then put aside, never
    erased. Raises BaseInUse, StorageRefused and StorageUnavailable.
    """
    if not source.is_file():
        raise StorageRefused(f"« {source.name} » n’est pas un fichier : vérifiez son nom.")
    if isinstance(where, Path):
        if where.exists() and source.samefile(where):
            raise StorageRefused("Ce fichier est la base elle-même : donnez une sauvegarde.")
        where.parent.mkdir(parents=True, exist_ok=True)
        claim_file(where)
        try:
            return _restore_file(source, where, now, key, replacing=replacing)
        except OSError as fault:
            raise StorageUnavailable(
                _NOT_RESTORED,
                Sentence(
                    "son dossier ne peut pas être écrit. Vérifiez qu’il reste de la place et que "
                    "l’application a le droit d’y écrire."
                ),
            ) from fault
        finally:
            release(where)
    with (
        opened(source, key, where) as clear,
        TemporaryDirectory(dir=None if clear == source else clear.parent) as folder,
    ):
        draft = Path(folder) / f"copie{SUFFIX}"
        contents, migrated = _prepare(clear, draft)
        aside = _fill_server(draft, where, now, replacing=replacing)
    return Restored(contents, aside, migrated)


def _restore_file(
    source: Path, where: Path, now: datetime, key: Path | None, *, replacing: bool
) -> Restored:
    pending = unfinished(where)
    if not pending and not replacing and where.exists() and _may_hold_answers(where):
        raise _in_use(where.name)
    # A restoration that was cut goes on under its own name: what it had put aside stays together.
    at = pending or stamp(now)
    draft = where.with_name(f"{where.name}{PENDING}-{at}")
    with opened(source, key, where) as clear:
        contents, migrated = _prepare(clear, draft)
    ready = draft.with_name(f"{draft.name}{READY}")
    # From here until the last line, a server that starts is refused.
    give_as(draft, where)
    settle(draft, ready)
    with translated(_NOT_RESTORED), one_turn(where, PATIENCE):
        aside = set_aside(where, f"{ASIDE}-{at}")
        ready.replace(where)
    flush_folder(where.parent)
    return Restored(contents, aside, migrated)


def _prepare(source: Path, draft: Path) -> tuple[Contents, bool]:
    """A verified copy of the copy, at our version. Raises StorageRefused."""
    if (before := revision_of_file(source)) is None:
        raise StorageRefused(
            f"Le fichier « {source.name} » est vide : ce n’est pas une sauvegarde. Rien n’a changé."
        )
    if faults := faults_of_file(source):
        raise StorageRefused(
            f"La sauvegarde « {source.name} » est abîmée ({faults[0]}) : rien n’a changé. "
            "Essayez-en une autre."
        )
    _sweep(draft)
    new_file(draft)
    try:
        copy_file(source, draft)
        database = Database(draft)
        try:
            bring_up_to_date(database, copying=False)
            if broken := find_faults(database):
                raise StorageRefused(
                    f"La sauvegarde « {source.name} » n’est pas saine ({broken[0]}) : rien n’a "
                    "changé. Essayez-en une autre."
                )
            with database.reading() as connection:
                contents = count_contents(connection)
            migrated = revision_of(database) != before
        finally:
            database.close()
    except BaseException:
        _sweep(draft)
        raise
    flush(draft)
    return contents, migrated


def _sweep(draft: Path) -> None:
    for name in (draft.name, f"{draft.name}-wal", f"{draft.name}-shm", f"{draft.name}-journal"):
        with suppress(FileNotFoundError):
            draft.with_name(name).unlink()


def _may_hold_answers(where: Path) -> bool:
    """True also when nobody can tell."""
    try:
        if revision_of_file(where) is None:
            return False
        database = Database(where)
        try:
            with database.reading() as connection:
                return bool(connection.execute(select(func.count()).select_from(answer)).scalar())
        finally:
            database.close()
    except Exception:
        # Damaged, of another version or of another application: somebody must look.
        return True


def _in_use(name: str) -> BaseInUse:
    return BaseInUse(
        f"La base « {name} » contient déjà des réponses, ou ne peut pas être lue : rien n’a "
        "changé. Pour la mettre de côté, sans rien effacer, et reprendre la sauvegarde à sa "
        "place, ajoutez --replace."
    )


def _fill_server(draft: Path, address: str, now: datetime, *, replacing: bool) -> str | None:
    """The rows of a copy, in one transaction; former tables go to a schema of their own, told."""
    database, made = Database(address), Database(draft)
    try:
        revision = revision_of(database)
        with database.migrating() as target, made.reading() as rows:
            _refuse_company(target)
            aside = None
            if revision is not None:
                if not replacing and _has_answers(target):
                    raise _in_use("PostgreSQL")
                aside = _free_schema(target, f"ecarte_{stamp(now).replace('-', '_')}")
                _move_tables(target, aside)
            config = configuration()
            config.attributes["connection"] = target
            command.upgrade(config, "head")
            copy_rows(rows, target)
            _count_on(target)
            tighten(target)
    finally:
        database.close()
        made.close()
    return aside


def _has_answers(connection: Connection) -> bool:
    if not inspect(connection).has_table(answer.name):
        return False
    return bool(connection.execute(select(func.count()).select_from(answer)).scalar())


def _refuse_company(connection: Connection) -> None:
    others = connection.execute(
        text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    ).scalar_one()
    if others:
        raise StorageRefused(
            "D’autres programmes sont connectés à cette base : arrêtez les serveurs de "
            "l’application, puis recommencez. Rien n’a changé."
        )


def _free_schema(connection: Connection, wanted: str) -> str:
    taken, free, number = set(inspect(connection).get_schema_names()), wanted, 2
    while free in taken:
        free, number = f"{wanted}_{number}", number + 1
    return free


def _move_tables(connection: Connection, schema: str) -> None:
    """All tables of the current schema, with their indexes and sequences."""
    quote = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"CREATE SCHEMA {quote(schema)}")
    for name in inspect(connection).get_table_names():
        connection.exec_driver_sql(f"ALTER TABLE {quote(name)} SET SCHEMA {quote(schema)}")


def _count_on(connection: Connection) -> None:
    """Numbers go on from the last one that was copied."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None or not isinstance(column.type, Integer):
            continue
        last = connection.execute(select(func.max(column))).scalar()
        sequence = connection.execute(
            select(func.pg_get_serial_sequence(table.name, column.name))
        ).scalar()
        if last is not None and sequence is not None:
            connection.execute(select(func.setval(sequence, last)))
