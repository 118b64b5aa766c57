"""What the history tells of each part of the memory: flat facts, read before and after a change.

Never an answer, a comment, a personal link, nor who sits where.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, select

from diagnostic.storage import tables as t
from diagnostic.storage.words import sealed, steps_of
from diagnostic.workshops.state import state_from_data

Facts = dict[str, object]
Look = Callable[[Connection, int, Mapping[str, Any]], Facts]
"""From the number of a diagnostic (INSTALLATION for none) and the arguments of the verb."""

_UNTOLD = frozenset({"id", "diagnostic_id", "code", "created_at", "erased_changes"})


def identity(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    """Title, territory, threshold, framing: all columns of the diagnostic."""
    return _columns(connection, t.diagnostic, t.diagnostic.c.id == place)


def privacy(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    facts = _columns(connection, t.privacy, t.privacy.c.diagnostic_id == place)
    return {f"privacy:{name}": value for name, value in facts.items()}


def waves(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    facts: Facts = {}
    for row in connection.execute(select(t.wave).where(t.wave.c.diagnostic_id == place)):
        facts[f"wave:{row.number}"] = row.questionnaire_version
        for name in ("closed_at", "sealed_at", "emptied_at"):
            moment = getattr(row, name)
            facts[f"wave:{row.number}:{name}"] = moment.date() if moment else None
    return facts


def own_questions(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    here = t.local_question.c.diagnostic_id == place
    facts: Facts = {}
    for row in connection.execute(select(t.local_question).where(here)):
        if row.withdrawn_at is None:
            facts[f"question:L{row.number}"] = json.loads(row.definition)["wording"]["fr"]
    return facts


def workshops(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    mine = select(t.workshop).join(t.wave).where(t.wave.c.diagnostic_id == place)
    facts: Facts = {}
    for row in connection.execute(mine):
        facts[f"workshop:{row.code}"] = row.place
        facts[f"workshop:{row.code}:held_on"] = row.held_on
        facts[f"workshop:{row.code}:expected"] = row.expected
        titles = [step.title.fr for step in steps_of(row.steps)]
        facts[f"workshop:{row.code}:steps"] = " · ".join(titles)
        # A change inside a step is one too.
        facts[f"workshop:{row.code}:programme"] = sealed(row.steps)[:8]
    return facts


def resets(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    """How often each vote of a room was set back to zero, and whether the room is over."""
    row = connection.execute(
        select(t.room.c.state, t.room.c.revision, t.workshop.c.code)
        .join(t.workshop)
        .where(t.room.c.workshop_id == said["workshop"].id)
    ).first()
    if row is None:
        return {}
    state = state_from_data(row.state, row.revision)
    facts: Facts = {f"workshop:{row.code}:ended": state.ended}
    for name, mark in state.marks.items():
        if mark.resets:
            facts[f"workshop:{row.code}:resets:{name}"] = mark.resets
    return facts


def decisions(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    """What was decided and for when; not by whom: that is a name."""
    number = said["workshop"].id
    return {
        f"decision:{row.number}": f"{row.what} ({row.due})" if row.due else row.what
        for row in connection.execute(select(t.decision).where(t.decision.c.workshop_id == number))
    }


def states(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    mine = (t.wave.c.diagnostic_id == place) & (t.frozen_state.c.kind == "nomme")
    kept = select(t.frozen_state.c.id, t.frozen_state.c.title).join(t.wave).where(mine)
    return {f"state:{row.id}": row.title for row in connection.execute(kept)}


def published(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    """The number of what everybody sees of each wave."""
    mine = (t.wave.c.diagnostic_id == place) & (t.frozen_state.c.kind == "lot")
    rows = select(t.wave.c.number, t.frozen_state.c.number.label("lot")).join(t.frozen_state)
    return {f"published:{row.number}": row.lot for row in connection.execute(rows.where(mine))}


def roles(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    rows = select(t.person.c.id, t.person.c.name, t.role.c.role).join(t.role)
    mine = rows.where(t.role.c.diagnostic_id == place).order_by(t.person.c.id)
    facts: Facts = {}
    for row in connection.execute(mine):
        name = row.name if row.name not in facts else f"{row.name} ({row.id})"
        facts[name] = row.role
    return facts


def invitations(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    facts: Facts = {}
    for row in connection.execute(
        select(t.invitation).where(t.invitation.c.diagnostic_id == place)
    ):
        facts[f"invitation:{row.id}"] = row.role
        if row.revoked_at is not None:
            facts[f"invitation:{row.id}:revoked_at"] = row.revoked_at.date()
    return facts


def journey(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    mine = select(t.journey.c.place).where(t.journey.c.diagnostic_id == place)
    where = connection.execute(mine).scalar()
    return {"journey": where} if where else {}


def imports(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    facts: Facts = {}
    for row in connection.execute(select(t.data_import)):
        facts[f"import:{row.id}"] = row.file
        if row.undone_at is not None:
            facts[f"import:{row.id}:undone_at"] = row.undone_at.date()
    return facts


def templates(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    rows = select(t.programme_template.c.name, t.programme_template.c.steps)
    return {f"template:{row.name}": sealed(row.steps)[:8] for row in connection.execute(rows)}


def existence(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    """That a diagnostic is kept, for what outlives it: its code, and nothing else."""
    here = select(t.diagnostic.c.code).where(t.diagnostic.c.id == said["diagnostic"].id)
    code = connection.execute(here).scalar()
    return {f"diagnostic:{code}": True} if code else {}


def count_diagnostics(connection: Connection, place: int, said: Mapping[str, Any]) -> Facts:
    number = connection.execute(select(func.count()).select_from(t.diagnostic)).scalar_one()
    return {"diagnostics": number}


def _columns(connection: Connection, table: Table, here: Any) -> Facts:
    row = connection.execute(select(table).where(here)).mappings().first()
    facts: Facts = {}
    for name, value in (row or {}).items():
        if name in _UNTOLD:
            continue
        if isinstance(value, dict):
            facts |= {f"{name}:{part}": told for part, told in value.items()}
        else:
            facts[name] = value
    return facts
