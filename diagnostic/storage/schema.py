"""The version of the tables: brought up to date before anything is read, or left untouched."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from diagnostic.storage.access.guards import loosen, tighten
from diagnostic.storage.copies.folder import DRAFT, new_file, settle
from diagnostic.storage.engine import NOT_READ, Database, translated
from diagnostic.storage.files import HEADER, copy_file, look_into
from diagnostic.storage.refusals import StorageRefused

MIGRATIONS = Path(__file__).parent / "migrations"
_FOREIGN = (
    "Cette base appartient à une autre application : elle n’a pas été touchée. "
    "Choisissez un autre emplacement avec DIAGNOSTIC_DATABASE."
)


class NotABase(StorageRefused):
    """There is a file, and it is not a database."""


def bring_up_to_date(
    database: Database, migrations: Path = MIGRATIONS, *, copying: bool = True
) -> None:
    """Create the tables, or bring those of an older version to ours, or change nothing.

    All or nothing. An older SQLite file is first copied beside itself, as
    « name.sqlite.avant-<revision> », unless it is a copy itself (not `copying`). Raises
    StorageRefused, leaving the database as it was, when it comes from a newer version or is not
    ours, and StorageUnavailable.
    """
    config = configuration(migrations)
    scripts = ScriptDirectory.from_config(config)
    revision, target = revision_of(database), scripts.get_current_head()
    if revision == target:
        return
    if revision is not None and revision not in {s.revision for s in scripts.walk_revisions()}:
        raise StorageRefused(
            "Cette base vient d’une version plus récente de l’application : elle n’a pas été "
            "touchée. Installez cette version plus récente, ou choisissez une autre base avec "
            "DIAGNOSTIC_DATABASE."
        )
    with database.migrating() as connection:
        if revision is not None and database.path is not None and copying:
            _copy(database.path, f"{database.path}.avant-{target}")
        config.attributes["connection"] = connection
        loosen(connection)
        command.upgrade(config, "head")
        tighten(connection)


def configuration(migrations: Path = MIGRATIONS) -> Config:
    """What Alembic needs to know; also for `command.revision` when a table changes."""
    config = Config()
    # Alembic reads « % » as the start of a variable.
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return config


@cache
def newest() -> str:
    """The revision that this version of the application works with."""
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    assert head is not None
    return head


def revision_of(database: Database) -> str | None:
    """The revision that the tables are at; None for an empty database."""
    if database.path is not None:
        return revision_of_file(database.path)
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


def revision_of_file(path: Path) -> str | None:
    """Read before our own connections, whose settings would already alter another's file."""
    try:
        with path.open("rb") as file:
            beginning = file.read(len(HEADER))
    except FileNotFoundError:
        return None
    except OSError:
        raise StorageRefused(
            f"Le fichier « {path.name} » ne peut pas être lu. Donnez à l’application le droit de "
            "le lire et d’écrire dans son dossier."
        ) from None
    if not beginning:
        return None
    if beginning != HEADER:
        raise NotABase(
            f"Le fichier « {path.name} » n’est pas une base de données : il n’a pas été touché. "
            "Choisissez un autre emplacement avec DIAGNOSTIC_DATABASE."
        )
    with translated(NOT_READ), closing(look_into(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if "alembic_version" in tables:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else None
    if tables:
        raise StorageRefused(_FOREIGN)
    return None


def _copy(path: Path, name: str) -> None:
    """A whole copy, whatever is being read meanwhile; under its name only once on the disk."""
    draft = Path(f"{name}{DRAFT}")
    draft.unlink(missing_ok=True)
    new_file(draft)
    copy_file(path, draft)
    settle(draft, Path(name))
