"""The version of the tables: brought up to date before anything is read, or left untouched."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from diagnostic.storage.engine import NOT_READ, Database, translated
from diagnostic.storage.refusals import StorageRefused

MIGRATIONS = Path(__file__).parent / "migrations"
_HEADER = b"SQLite format 3\0"
_FOREIGN = (
    "Cette base appartient à une autre application : elle n’a pas été touchée. "
    "Choisissez un autre emplacement avec DIAGNOSTIC_DATABASE."
)


def bring_up_to_date(database: Database, migrations: Path = MIGRATIONS) -> None:
    """Create the tables, or bring those of an older version to ours, or change nothing.

    All or nothing. An older SQLite file is first copied beside itself, as
    « name.sqlite.avant-<revision> ». Raises StorageRefused, leaving the database as it was, when
    it comes from a newer version or is not ours, and StorageUnavailable.
    """
    config = configuration(migrations)
    scripts = ScriptDirectory.from_config(config)
    revision, newest = _revision(database), scripts.get_current_head()
    if revision == newest:
        return
    if revision is not None and revision not in {s.revision for s in scripts.walk_revisions()}:
        raise StorageRefused(
            "Cette base vient d’une version plus récente de l’application : elle n’a pas été "
            "touchée. Installez cette version plus récente, ou choisissez une autre base avec "
            "DIAGNOSTIC_DATABASE."
        )
    with database.migrating() as connection:
        if revision is not None and database.path is not None:
            _copy(database.path, f"{database.path}.avant-{newest}")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def configuration(migrations: Path = MIGRATIONS) -> Config:
    """What Alembic needs to know; also for `command.revision` when a table changes."""
    config = Config()
    # Alembic reads « % » as the start of a variable.
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return config


def _revision(database: Database) -> str | None:
    """The revision that the tables are at; None for an empty database."""
    if database.path is not None:
        return _revision_of_file(database.path)
    with database.reading() as connection:
        if connection.execute(text("SHOW fsync")).scalar() == "off" or (
            connection.execute(text("SHOW synchronous_commit")).scalar() == "off"
        ):
            raise StorageRefused(
                "Ce serveur PostgreSQL peut perdre des réponses s’il s’arrête. Remettez ses "
                "réglages fsync et synchronous_commit à « on »."
            )
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _revision_of_file(path: Path) -> str | None:
    """Read before our own connections, whose settings would already alter another's file."""
    try:
        with path.open("rb") as file:
            beginning = file.read(len(_HEADER))
    except FileNotFoundError:
        return None
    except OSError:
        raise StorageRefused(
            f"Le fichier « {path.name} » ne peut pas être lu. Donnez à l’application le droit de "
            "le lire et d’écrire dans son dossier."
        ) from None
    if not beginning:
        return None
    if beginning != _HEADER:
        raise StorageRefused(
            f"Le fichier « {path.name} » n’est pas une base de données : il n’a pas été touché. "
            "Choisissez un autre emplacement avec DIAGNOSTIC_DATABASE."
        )
    # Reading leaves a journal beside a file that had none, unless told that nobody writes; with
    # a journal, somebody may, and the last writes are in it.
    lonely = not path.with_name(f"{path.name}-wal").exists()
    reading = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if lonely else ''}"
    with translated(NOT_READ), closing(sqlite3.connect(reading, uri=True)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if "alembic_version" in tables:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else None
    if tables:
        raise StorageRefused(_FOREIGN)
    return None


def _copy(path: Path, name: str) -> None:
    """A whole copy, whatever is being read meanwhile; under its name only once on the disk."""
    draft = Path(f"{name}.brouillon")
    draft.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(draft)) as target,
    ):
        source.backup(target)
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(name)
