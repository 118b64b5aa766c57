"""What belongs to a diagnostic: every row that hangs on it, found by the foreign keys."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, exists, select

from diagnostic.storage import tables as t


@cache
def belongings() -> dict[Table, Select[Any]]:
    """Table → its rows of the diagnostic `:diagnostic`; a table comes after those it refers to."""
    found: dict[Table, Select[Any]] = {}
    for table in t.metadata.sorted_tables:
        if table is t.diagnostic:
            found[table] = select(table).where(table.c.id == bindparam("diagnostic"))
        elif table is not t.questionnaire_version and (link := _link(table, found)) is not None:
            found[table] = select(table).where(link)
    return found


def questionnaires() -> Select[Any]:
    """The versions that the waves of the diagnostic `:diagnostic` ask."""
    version, wave = t.questionnaire_version.c, t.wave.c
    asked = exists().where(
        wave.questionnaire_id == version.id,
        wave.questionnaire_version == version.version,
        wave.diagnostic_id == bindparam("diagnostic"),
    )
    return select(t.questionnaire_version).where(asked)


def _link(table: Table, found: dict[Table, Select[Any]]) -> ColumnElement[bool] | None:
    for key in sorted(table.foreign_keys, key=lambda one: one.parent.name):
        if key.column.table in found:
            return key.parent.in_(found[key.column.table].with_only_columns(key.column))
    return None
