"""Two databases with one diagnostic in common, its numbers and its people told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select

from diagnostic.storage import tables as t
from diagnostic.storage.engine import Database
from diagnostic.storage.travel.belongings import belongings

_AT_ONCE = 2_000

Line = dict[str, Any]


class Halves:
    """What `there` holds, a database with a single diagnostic, and what `here` holds of it."""

    def __init__(
        self, database: Database, there: Connection, here: Connection, diagnostic: Row[Any]
    ) -> None:
        self._database, self._there, self._here = database, there, here
        self._its_id: int = diagnostic.id
        found = here.execute(select(t.diagnostic).where(t.diagnostic.c.code == diagnostic.code))
        self._ours = found.first()
        self.is_new = self._ours is None
        self._ids: dict[str, dict[int, int]] = defaultdict(dict)
        """Table → its number there → its number here."""
        self._people: dict[int, bool] = {}
        """Who is to be taken in → whether what the file says of them is the latest."""
        self._revisions: dict[tuple[int, str, int], int] = {}
        """Lines of a history that took another number here."""

    @property
    def _asked(self) -> dict[str, int]:
        return {"diagnostic": self._its_id}

    def _there_of(self, table: Table) -> list[Line]:
        return [line_of(row) for row in self._there.execute(belongings()[table], self._asked)]

    def _theirs(self, table: Table) -> list[Line]:
        """Rows of the file, with the numbers that their diagnostic, wave and workshop have here."""
        return [self._numbered(table, line) for line in self._there_of(table)]

    def _numbered(self, table: Table, line: Line) -> Line:
        for key in table.foreign_keys:
            numbers = self._ids.get(key.column.table.name)
            if numbers is not None and key.column.name == "id":
                line[key.parent.name] = numbers[line[key.parent.name]]
        return line

    def _of_the_living(self, table: Table, *names: str) -> list[Line]:
        return [
            line
            for line in self._theirs(table)
            if all(line[name] in self._people for name in names)
        ]

    def _lives(self, line: Line) -> bool:
        return "submission_id" not in line or line["submission_id"] in self._people

    def _mine(self, table: Table) -> list[Row[Any]]:
        ours = {"diagnostic": self._ids["diagnostic"][self._its_id]}
        return list(self._here.execute(belongings()[table], ours))

    def _among(self, column: Any, values: list[int]) -> Iterable[Row[Any]]:
        for some in parts(values):
            yield from self._here.execute(select(column.table).where(column.in_(some)))

    def _add(self, table: Table, lines: list[Line]) -> None:
        """Those that are not here; those that are stay as they are."""
        for some in parts(lines):
            self._database.insert_missing(self._here, table, some)

    def _insert(self, table: Table, lines: list[Line]) -> None:
        for some in parts(lines):
            self._here.execute(insert(table), some)


def line_of(row: Row[Any]) -> Line:
    return dict(row._mapping)


def parts(things: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(things), _AT_ONCE):
        yield things[start : start + _AT_ONCE]
