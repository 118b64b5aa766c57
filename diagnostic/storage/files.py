"""SQLite files as files: copied whole while others write, examined without a trace."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from diagnostic.storage.engine import NOT_READ, PATIENCE, translated
from diagnostic.storage.refusals import StorageRefused
from diagnostic.texts import Sentence

NOT_COPIED = Sentence("La sauvegarde n’est pas faite")
HEADER = b"SQLite format 3\0"
STEP = 500
"""Pages copied at once; SQLite's are of 4 kB."""
MOST_FAULTS = 10
"""Lines of SQLite's own report that are worth reading."""


class BackupAbandoned(Exception):
    """Whoever was to wait for the copy asked to stop; nothing of it is left."""


def never() -> bool:
    return False


def copy_file(
    source: Path, target: Path, rest: Callable[[], bool] = never, step: int = STEP
) -> None:
    """A SQLite base into an empty file, with all that was kept before, and no journal beside it.

    The reading transaction holds one moment: without it, each write would begin the copy again.
    """
    if not source.is_file():
        raise StorageRefused("Il n’y a pas encore de base : rien à sauvegarder.")

    def breathe(_status: int, _left: int, _total: int) -> None:
        if rest():
            raise BackupAbandoned

    with (
        translated(NOT_COPIED),
        closing(
            sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        ) as reading,
        closing(sqlite3.connect(target, isolation_level=None)) as writing,
    ):
        reading.execute(f"PRAGMA busy_timeout={round(PATIENCE * 1000)}")
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reading.backup(writing, pages=step, progress=breathe)
        reading.execute("ROLLBACK")
        writing.execute("PRAGMA journal_mode=DELETE")


def faults_of_file(path: Path, *, thorough: bool = True) -> list[str]:
    """What SQLite finds in a file, which stays untouched; a shorter look if not `thorough`.

    Raises StorageUnavailable when the file cannot be read, or is no base at all.
    """
    check = f"PRAGMA {'integrity' if thorough else 'quick'}_check({MOST_FAULTS})"
    with translated(NOT_READ), closing(look_into(path)) as connection:
        try:
            lines = [line for (line,) in connection.execute(check) if line != "ok"]
        except sqlite3.DatabaseError as fault:
            # So damaged that it cannot even be examined.
            if getattr(fault, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            lines = [str(fault)]
        found = [f"le fichier est abîmé : {line}" for line in lines]
        if thorough and not found:
            orphans = len(connection.execute("PRAGMA foreign_key_check").fetchall())
            if orphans:
                found.append(f"des lignes renvoient à d’autres qui n’existent pas ({orphans})")
    return found


def look_into(path: Path) -> sqlite3.Connection:
    """A connection that leaves no trace: neither in the file nor, where nobody writes, beside it.

    Never `open` on a base that this process serves: closing it would drop SQLite's own locks
    (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled).
    """
    # Reading leaves a journal beside a file that had none, unless told that nobody writes; with
    # a journal, somebody may, and the last writes are in it.
    lonely = not path.with_name(f"{path.name}-wal").exists()
    how = "mode=ro&immutable=1" if lonely else "mode=ro"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)


def has_header(path: Path) -> bool:
    """Whether a file begins as a SQLite base; False where it cannot be read.

    Only before this process opens the base: see `look_into`.
    """
    try:
        with path.open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except OSError:
        return False
