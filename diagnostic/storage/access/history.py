"""The history: each change by somebody with a role, written in the transaction of the change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, insert, select

from diagnostic.rights import Actor, Kind
from diagnostic.storage import tables as t
from diagnostic.storage.words import sealed

if TYPE_CHECKING:
    from diagnostic.storage.engine import Database

INSTALLATION = 0
"""The chain of what belongs to no diagnostic."""
MOST_LINES = 200
_HISTORY_KEY = 730_514
"""Ours among PostgreSQL's advisory locks."""

Look = Callable[[Connection], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody is doing: the verb, whose it is, and what of the memory it may change."""

    database: Database
    """Whose history: what is copied elsewhere meanwhile is not told there."""
    actor: Actor
    verb: str
    chain: int = INSTALLATION
    look: Look | None = None
    """What is told, read before and after; None where the verb tells by itself."""
    always: bool = False
    """Told even where nothing that is looked at has changed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history."""

    chain: int
    number: int
    at: datetime
    kind: Kind
    name: str
    """Of a person; empty for others."""
    mark: str
    verb: str
    before: dict[str, Any]
    after: dict[str, Any]


_acting: ContextVar[Act | None] = ContextVar("acting", default=None)


@contextmanager
def acting(act: Act | None) -> Iterator[None]:
    """While it lasts, what this thread changes is told as this act."""
    token = _acting.set(act)
    try:
        yield
    finally:
        _acting.reset(token)


def who_acts(database: Database) -> Act | None:
    """The act under way on this database, if somebody acts."""
    act = _acting.get()
    return act if act is not None and act.database is database else None


@contextmanager
def witnessed(database: Database, connection: Connection) -> Iterator[None]:
    """Around all that a transaction writes: tells what it changed, or fails with it."""
    act = who_acts(database)
    if act is None or act.look is None:
        yield
        return
    # First of all locks, so that what is read before is what the change meets.
    hold(connection, act.chain)
    before = _plain(act.look(connection))
    yield
    after = _plain(act.look(connection))
    gone = {name: value for name, value in before.items() if after.get(name) != value}
    come = {name: value for name, value in after.items() if before.get(name) != value}
    if gone or come or act.always:
        _append(connection, act, act.chain, gone, come)


def tell(
    database: Database,
    connection: Connection,
    chain: int,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    """What the act under way changes, told by the verb itself; nothing where nobody acts."""
    act = who_acts(database)
    if act is not None:
        hold(connection, chain)
        _append(connection, act, chain, _plain(before), _plain(after))


def hold(connection: Connection, chain: int) -> None:
    """One line at a time; on SQLite a writing transaction is alone already."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_HISTORY_KEY, chain)))


def mark_of(actor: Actor) -> str:
    if actor.person is None:
        return ""
    return sealed(f"{actor.person.issuer}\n{actor.person.subject}")[:8]


def read_entries(connection: Connection, chain: int, below: int | None = None) -> tuple[Entry, ...]:
    """MOST_LINES lines of a chain, the latest first, those under number `below`."""
    mine = t.history.c.chain == chain
    if below is not None:
        mine &= t.history.c.number < below
    rows = select(t.history).where(mine).order_by(t.history.c.number.desc()).limit(MOST_LINES)
    return tuple(
        Entry(
            row.chain,
            row.number,
            row.at,
            Kind(row.kind),
            row.name,
            row.mark,
            row.verb,
            json.loads(row.before),
            json.loads(row.after),
        )
        for row in connection.execute(rows)
    )


def broken_chains(connection: Connection) -> tuple[str, ...]:
    """Where the history is not what was written, in French; () where every line is.

    Whoever rewrites a whole chain from one line to its end, or takes its last lines away, is not
    found here: that takes the base itself, which backups are compared with.
    """
    faults = []
    chain, number, last = -1, 0, ""
    rows = select(t.history).order_by(t.history.c.chain, t.history.c.number)
    for row in connection.execute(rows):
        if row.chain != chain:
            chain, number, last = row.chain, 0, ""
        number += 1
        is_whole = row.number == number and row.seal == _seal(last, _said(row))
        number, last = row.number, row.seal
        if not is_whole:
            faults.append(f"la ligne {row.number} de l’historique {row.chain} a été changée")
    return tuple(faults)


def _append(
    connection: Connection,
    act: Act,
    chain: int,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    last = connection.execute(
        select(t.history.c.number, t.history.c.seal)
        .where(t.history.c.chain == chain)
        .order_by(t.history.c.number.desc())
        .limit(1)
    ).first()
    row = {
        "chain": chain,
        "number": (last.number if last else 0) + 1,
        "at": datetime.now(UTC),
        "kind": act.actor.kind.value,
        "name": act.actor.person.name if act.actor.person else "",
        "mark": mark_of(act.actor),
        "verb": act.verb,
        "before": _written(before),
        "after": _written(after),
    }
    row["seal"] = _seal(last.seal if last else "", row)
    row["diagnostic_id"] = chain or None
    connection.execute(insert(t.history).values(row))


def _said(row: Row[Any]) -> dict[str, Any]:
    columns = ("chain", "number", "at", "kind", "name", "mark", "verb", "before", "after")
    return {name: getattr(row, name) for name in columns}


def _seal(last: str, said: Mapping[str, Any]) -> str:
    whole = {**said, "at": said["at"].astimezone(UTC).isoformat(timespec="microseconds")}
    return sealed(last + json.dumps(whole, sort_keys=True, ensure_ascii=False))


def _plain(seen: Mapping[str, object]) -> dict[str, Any]:
    """As it will be read again: dates become texts."""
    told: dict[str, Any] = json.loads(_written(seen))
    return told


def _written(seen: Mapping[str, object]) -> str:
    return json.dumps(seen, sort_keys=True, ensure_ascii=False, default=str)
