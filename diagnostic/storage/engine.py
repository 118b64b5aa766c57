"""How a connection behaves, on both engines, and what its failures mean to a person."""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Row,
    Table,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from diagnostic.storage.access.history import witnessed
from diagnostic.storage.refusals import StorageRefused, StorageUnavailable
from diagnostic.storage.together import Together
from diagnostic.storage.turns import NoTurn, Turn, queue
from diagnostic.texts import Sentence

PATIENCE = 10.0
"""Seconds that a write waits for its turn before it is given up."""
NOT_SAVED = Sentence("La modification n’est pas enregistrée")
NOT_READ = Sentence("Les données ne peuvent pas être lues pour l’instant")

Kept = TypeVar("Kept")

# Migrations of either engine: Alembic's context is global to the process.
_migrating = threading.Lock()
_MIGRATION_KEY = 7_305_126_401
_WAVE_KEY = 730_512
_ROOM_KEY = 730_513
"""Ours among PostgreSQL's advisory locks."""

_FULL = Sentence(
    "il n’y a plus de place sur le disque. Prévenez la personne qui gère l’installation."
)
_BUSY = Sentence("la base est occupée. Attendez quelques secondes, puis recommencez.")
_READ_ONLY = Sentence(
    "la base est en lecture seule. Prévenez la personne qui gère l’installation : l’application "
    "doit avoir le droit d’écrire dans son dossier."
)
_CLOSED = Sentence(
    "le fichier de la base ne peut pas être ouvert. Prévenez la personne qui gère "
    "l’installation : l’application doit avoir le droit de le lire et d’écrire dans son dossier."
)
_BROKEN = Sentence(
    "le fichier de la base est abîmé. Prévenez la personne qui gère l’installation : il faut "
    "reprendre la dernière sauvegarde."
)
_DISK = Sentence(
    "le disque ne répond pas. Recommencez ; si cela dure, prévenez la personne qui gère "
    "l’installation."
)
_AWAY = Sentence(
    "la base ne répond pas. Attendez un instant, puis recommencez ; si cela dure, prévenez la "
    "personne qui gère l’installation."
)

_SQLITE_CAUSES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_CORRUPT: _BROKEN,
    sqlite3.SQLITE_NOTADB: _BROKEN,
}
_TURN_CAUSES = {
    errno.EBUSY: _BUSY,
    errno.EROFS: _READ_ONLY,
    errno.ENOSPC: _FULL,
    errno.EIO: _DISK,
}
_POSTGRES_CAUSES = {
    "25006": _READ_ONLY,
    "53100": _FULL,
    "40": _BUSY,
    "53": _BUSY,
    "55P03": _BUSY,
    "57": _AWAY,
    "58": _DISK,
    "08": _AWAY,
    "XX001": _BROKEN,
    "XX002": _BROKEN,
}
"""SQLSTATE, or its class, in https://www.postgresql.org/docs/current/errcodes-appendix.html."""


@cache
def _upserting(dialect: Any, table: Table, columns: tuple[str, ...], *, read: bool) -> Any:
    """The statement that inserts, or replaces, rows with these columns; written once."""
    statement = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    replaced = {name: statement.excluded[name] for name in columns if name not in keys}
    upserting = statement.on_conflict_do_update(index_elements=keys, set_=replaced)
    return upserting.returning(table) if read else upserting


class Database:
    """One database and its two kinds of transactions; nothing of SQLite or PostgreSQL leaks out."""

    def __init__(self, where: Path | str, patience: float = PATIENCE) -> None:
        self.path = where if isinstance(where, Path) else None
        """The file; None for PostgreSQL."""
        if isinstance(where, Path):
            self.reader = _sqlite(where, patience, "BEGIN")
            # One connection writes: what it knows of the file stays true between two writes, while
            # the others forget theirs. A write that began as a read would fail at once where
            # another one came between.
            self.writer = _sqlite(where, patience, "BEGIN IMMEDIATE", alone=True)
            self._waiting: Turn | None = Turn(where, patience)
        else:
            self.reader = self.writer = _postgres(where, patience)
            self._waiting = None
        self.writings = 0
        """Grows with each transaction that may have changed something, through this door."""
        self._together = Together(self.writing)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database, and changes nothing.

        Raises StorageUnavailable.
        """
        with translated(NOT_READ), self.reader.connect() as connection:
            if self.path is None:
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, otherwise: Sentence = NOT_SAVED) -> Iterator[Connection]:
        """A transaction that is whole and durable once left. Raises StorageUnavailable.

        `otherwise` begins the message when it fails.
        """
        with translated(otherwise), self._turn(), self.writer.connect() as connection:
            with connection.begin(), witnessed(self, connection):
                yield connection
            self.writings += 1

    def write(self, work: Callable[[Connection], Kept], otherwise: Sentence = NOT_SAVED) -> Kept:
        """What `work` returns, once it is durable: the short way of many people at once.

        On SQLite, those who wait for their turn share one transaction. `work` may run more than
        once, in any thread, and refuses before it writes. Raises as `writing`.
        """
        if self.path is not None:
            return self._together.write(work, otherwise)
        with self.writing(otherwise) as connection:
            return work(connection)

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A writing transaction that may rebuild tables, alone among processes.

        On SQLite a table is rebuilt by dropping it: with foreign keys on, that would erase the
        rows that refer to it. They are off here, and checked before the end.
        """
        with (
            translated(Sentence("La base n’a pas été mise à jour")),
            _migrating,
            self._turn(),
            self.writer.connect() as connection,
        ):
            if self.path is None:
                with connection.begin():
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_KEY})")
                    yield connection
                return
            # No effect inside a transaction, so before it, past SQLAlchemy.
            bare: Any = connection.connection.dbapi_connection
            bare.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise StorageRefused(
                            "La mise à jour de la base perdrait des liens entre ses données : "
                            "elle est abandonnée, rien n’a changé. Signalez-le à l’équipe."
                        )
            finally:
                bare.execute("PRAGMA foreign_keys=ON")

    def hold_wave(self, connection: Connection, wave_id: int, *, shared: bool) -> None:
        """Until this transaction ends, let others into a wave (`shared`) or nobody.

        On SQLite a writing transaction is alone already. On PostgreSQL this queue is served in
        order; a row lock is not, and a closing would wait as long as people keep answering.
        """
        if self.path is None:
            lock = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
            connection.execute(select(lock(_WAVE_KEY, wave_id)))

    def hold_room(self, connection: Connection, workshop_id: int, *, shared: bool) -> None:
        """As `hold_wave`: those who vote share a room, and the facilitator's move is alone."""
        if self.path is None:
            lock = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
            connection.execute(select(lock(_ROOM_KEY, workshop_id)))

    def forget(self) -> None:
        """Take what was erased out of SQLite's journal too."""
        if self.path is None:
            return
        with translated(Sentence("L’effacement n’est pas terminé")), self._turn():
            connection = self.writer.raw_connection()
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()

    def insert_new(self, connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
        """Insert a row, unless one has the same primary key."""
        keys = [column.name for column in table.primary_key]
        statement = self._dialect.insert(table).on_conflict_do_nothing(index_elements=keys)
        connection.execute(statement, [dict(row)])

    def insert_missing(
        self, connection: Connection, table: Table, rows: list[dict[str, Any]]
    ) -> None:
        """Insert rows, except those that a row of the table stands in the way of."""
        connection.execute(self._dialect.insert(table).on_conflict_do_nothing(), rows)

    def upsert(
        self, connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]
    ) -> None:
        """Insert rows, or replace those that have the same primary key."""
        several = [dict(row) for row in rows]
        if not several:
            return
        statement = _upserting(self._dialect, table, tuple(several[0]), read=False)
        connection.execute(statement, several)

    def upsert_and_read(
        self, connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]
    ) -> list[Row[Any]]:
        """As `upsert`; the rows as the table holds them then, in their order."""
        found: list[Row[Any]] = []
        for row in rows:
            statement = _upserting(self._dialect, table, tuple(row), read=True)
            found += connection.execute(statement, dict(row)).all()
        return found

    def close(self) -> None:
        """Give the connections back; the last one of SQLite empties its journal."""
        if self._waiting is None:
            self.writer.dispose()
            return
        # Other processes need not wait: SQLite empties a journal so only where nobody else is.
        with queue:
            self.reader.dispose()
            self.writer.dispose()
            self._waiting.leave()

    @property
    def _dialect(self) -> Any:
        return sqlite if self.path is not None else postgresql

    def _turn(self) -> AbstractContextManager[None]:
        return nullcontext() if self._waiting is None else self._waiting.held()


@contextmanager
def translated(otherwise: Sentence) -> Iterator[None]:
    """Failures of the machine become StorageUnavailable; faults of ours stay what they are.

    `otherwise` begins the message.
    """
    try:
        yield
    except PoolTimeout as error:
        raise StorageUnavailable(otherwise, _BUSY) from error
    except NoTurn as error:
        raise StorageUnavailable(otherwise, _TURN_CAUSES.get(error.code, _CLOSED)) from error
    except (DBAPIError, sqlite3.Error) as error:
        cause = _cause(error)
        if cause is None:
            raise
        raise StorageUnavailable(otherwise, cause) from error


def _cause(error: DBAPIError | sqlite3.Error) -> Sentence | None:
    fault = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(fault, sqlite3.Error):
        # The low byte is the code; the rest says more than we need.
        return _SQLITE_CAUSES.get(getattr(fault, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(fault, "sqlstate", None)
    if state is None:
        # The server was not reached, or left in the middle.
        return _AWAY if isinstance(error, OperationalError | InterfaceError) else None
    return _POSTGRES_CAUSES.get(state) or _POSTGRES_CAUSES.get(state[:2])


def _sqlite(path: Path, patience: float, begin: str, *, alone: bool = False) -> Engine:
    """Connections whose transactions begin so; `alone`: there is one at most."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise StorageRefused(
            f"Le dossier « {path.parent} » ne peut pas être créé. Choisissez un autre "
            "emplacement avec DIAGNOSTIC_DATABASE, ou donnez le droit d’y écrire."
        ) from None
    if path.is_dir():
        raise StorageRefused(
            f"« {path} » est un dossier. Ajoutez-lui un nom de fichier dans DIAGNOSTIC_DATABASE, "
            "par exemple regards-croises.sqlite."
        )
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        hide_parameters=True,
        pool_size=1 if alone else 10,
        max_overflow=0 if alone else 20,
        pool_timeout=patience,
    )
    pragmas = (
        f"busy_timeout={round(patience * 1000)}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        # The driver must not open transactions of its own: it would begin them too late.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgres(address: str, patience: float) -> Engine:
    try:
        return create_engine(
            make_url(address),
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            pool_timeout=patience,
            connect_args={
                "connect_timeout": max(2, round(patience)),
                "options": f"-c lock_timeout={round(patience * 1000)}",
            },
        )
    except (ArgumentError, ValueError):
        raise StorageRefused(
            "L’adresse de la base n’est pas comprise. Écrivez DIAGNOSTIC_DATABASE sous la forme "
            "postgresql://nom:motdepasse@serveur:5432/base."
        ) from None
    except ModuleNotFoundError:
        raise StorageRefused(
            "Il manque la bibliothèque qui parle à PostgreSQL. Installez-la avec "
            '« pip install "psycopg[binary]" », ou choisissez un fichier SQLite.'
        ) from None
