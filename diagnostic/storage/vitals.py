"""What the installation weighs: numbers of rows, bytes, what erased itself; nothing of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Table, func, select, text

from diagnostic.privacy import PurgeKind
from diagnostic.storage import tables as t
from diagnostic.storage.copies.verifying import Contents
from diagnostic.storage.engine import Database

MOST = 10
"""Lines of the log of erasures that are told."""
_FEW = 100_000
"""Rows up to which PostgreSQL counts them; above, it says what it believes."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What erased itself one day, in how many waves of the whole installation."""

    day: date
    kind: PurgeKind
    waves: int


@dataclass(frozen=True, slots=True)
class Vitals:
    """One base, as of now."""

    engine: str
    """« SQLite » or « PostgreSQL »."""
    version: str
    file: Path | None
    """None for a server."""
    size: int
    """Bytes, the journal too."""
    contents: Contents
    is_exact: bool
    """False where a large number is PostgreSQL's estimate."""
    erasures: tuple[Erasure, ...]
    """The latest first."""


class VitalVerbs:
    """The installation looked at as a whole."""

    _database: Database

    def vitals(self) -> Vitals:
        """Whatever the number of territories, and without naming any."""
        path = self._database.path
        with self._database.reading() as connection:
            if path is not None:
                version = connection.execute(text("SELECT sqlite_version()")).scalar_one()
                size = sum(
                    one.stat().st_size
                    for one in (path, path.with_name(f"{path.name}-wal"))
                    if one.exists()
                )
                guesses = {}
            else:
                version = connection.execute(text("SHOW server_version")).scalar_one()
                size = connection.execute(
                    text("SELECT pg_database_size(current_database())")
                ).scalar_one()
                guesses = _guess(connection)
            counted = [
                guesses.get(table.name) or _count(connection, table)
                for table in (t.diagnostic, t.submission, t.answer)
            ]
            return Vitals(
                "PostgreSQL" if path is None else "SQLite",
                str(version).split(" ")[0],
                path,
                int(size),
                Contents(*counted),
                not guesses,
                _erasures(connection),
            )


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _guess(connection: Connection) -> dict[str, int]:
    """Table → about how many rows, for the large ones: counting thirty million takes seconds."""
    said = connection.execute(
        text(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = current_schema()::regnamespace AND reltuples > :few"
        ),
        {"few": _FEW},
    )
    return {name: rows for name, rows in said if name in ("submission", "answer")}


def _erasures(connection: Connection) -> tuple[Erasure, ...]:
    line = t.purge.c
    rows = connection.execute(
        select(line.done_on, line.kind, func.count().label("waves"))
        .group_by(line.done_on, line.kind)
        .order_by(line.done_on.desc(), line.kind)
        .limit(MOST)
    )
    return tuple(Erasure(row.done_on, PurgeKind(row.kind), row.waves) for row in rows)
