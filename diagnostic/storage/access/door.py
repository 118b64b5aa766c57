"""The memory as one person has it: each verb is asked for, row by row, and denied by default."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.respondents import Submission
from diagnostic.rights import Actor, Kind, Right, Role, allows
from diagnostic.storage import tables as t
from diagnostic.storage.access.history import INSTALLATION, Act, acting
from diagnostic.storage.access.rules import RULES, Rule
from diagnostic.storage.publications import FrozenState
from diagnostic.storage.refusals import (
    NotAllowed,
    UnknownDiagnostic,
    UnknownState,
    UnknownWorkshop,
)
from diagnostic.workshops import Seat, Workshop

if TYPE_CHECKING:
    from diagnostic.storage.store import Store


class Unlisted(RuntimeError):
    """A verb without a rule; whoever adds a verb says there who may use it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"« {name} » has no rule in diagnostic/storage/access/rules.py: it is refused"
        )


class Door:
    """One actor's memory, for the time of one drawing: roles are read once.

    A territory where they have no role is, for them, one that was never there: the same refusal
    as for a number that leads nowhere. Where they have a lesser role, NotAllowed.
    """

    def __init__(self, store: Store, actor: Actor) -> None:
        self._store = store
        self._actor = actor
        self._rooms: dict[int, int] = {}
        self._read: _Roles | None = None

    @property
    def writings(self) -> int:
        """As the memory's own."""
        return self._store.writings

    def may(self, right: Right, diagnostic: Diagnostic | None = None) -> bool:
        """Whether this actor has a right, on a diagnostic where it is one of a territory."""
        if self._actor.owns_all or right is Right.PUBLIC:
            return True
        if right is Right.INSTALL:
            return self._actor.administrator
        if right is Right.SIGNED:
            return bool(self._roles.of) or self._actor.administrator
        return diagnostic is not None and allows(self._roles.of.get(diagnostic.id), right)

    def role_of(self, diagnostic: Diagnostic) -> Role | None:
        """What this actor is on a diagnostic; None where they have no role."""
        return self._roles.of.get(diagnostic.id)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        rule = RULES.get(name)
        if rule is None:
            raise Unlisted(name)
        return partial(self._do, name, rule)

    def _do(self, name: str, rule: Rule, /, *args: Any, **named: Any) -> Any:
        verb = getattr(self._store, name)
        if rule.as_self:
            named["actor"] = self._actor
        said = _signature(name).bind(self._store, *args, **named).arguments
        right = (rule.stricter and rule.stricter(said)) or rule.right
        if not self._actor.owns_all:
            self._check(name, right, rule, said)
        if name == "diagnostics" and not self._actor.owns_all:
            return self._store._diagnostics_among(self._roles.of)
        with acting(self._act(name, rule, right, said)):
            result = verb(*args, **named)
        if isinstance(result, Workshop):
            self._rooms[result.id] = result.diagnostic_id
        if rule.by_result and not self._actor.owns_all:
            self._check_result(rule, right, said, result)
        return result

    def _check(self, name: str, right: Right, rule: Rule, said: Mapping[str, Any]) -> None:
        """Raises NotAllowed, or what an unknown number raises."""
        if right is Right.PUBLIC or rule.by_result:
            return
        if right in (Right.INSTALL, Right.SIGNED):
            if not self.may(right):
                raise NotAllowed
            return
        if rule.guests and self._actor.kind is Kind.ANYBODY:
            return
        if right is Right.MACHINE:
            raise NotAllowed
        places = {place for _, place in self._places(said)}
        if len(places) != 1:
            raise UnknownDiagnostic
        (place,) = places
        role = self._roles.of.get(place) if place is not None else None
        if role is None:
            raise _unknown(said)
        if not allows(role, right):
            raise NotAllowed

    def _check_result(
        self, rule: Rule, right: Right, said: Mapping[str, Any], result: object
    ) -> None:
        if rule.guests and self._actor.kind is Kind.ANYBODY:
            return
        role = self._roles.of.get(self._place_of(result) or -1)
        if role is None:
            raise _unknown(said, result)
        if not allows(role, right):
            raise NotAllowed

    def _act(self, name: str, rule: Rule, right: Right, said: Mapping[str, Any]) -> Act | None:
        """What the history is to tell; None for what it does not."""
        database = self._store._database
        if rule.by_itself:
            return Act(database, self._actor, name)
        if rule.tells is None or (rule.stricter is not None and right is rule.right):
            return None
        place = INSTALLATION
        if not rule.whole:
            place = next((found for _, found in self._places(said) if found), INSTALLATION)
        tells = rule.tells

        def look(connection: Connection) -> Mapping[str, object]:
            return tells(connection, place, said)

        return Act(database, self._actor, name, place, look, rule.always)

    @property
    def _roles(self) -> _Roles:
        if self._read is None:
            self._read = _Roles.read(self._store, self._actor)
        return self._read

    def _places(self, said: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
        """Each argument that leads to a diagnostic, and the number of that one, if any."""
        for name, value in said.items():
            if name == "self":
                continue
            several: Iterable[object] = value if isinstance(value, tuple) else (value,)
            for one in several:
                if isinstance(one, (Diagnostic, Wave, Workshop, Submission, Seat, FrozenState)):
                    yield name, self._place_of(one)
            if name == "code":
                yield name, self._of_code(str(value))
            elif name == "state_id":
                yield name, self._of_state(int(value))
            elif name == "workshop_id":
                yield name, self._of_room(int(value))

    def _place_of(self, one: object) -> int | None:
        """Its diagnostic, as the memory has it: what the object itself says is not believed."""
        if isinstance(one, Diagnostic):
            return one.id
        if isinstance(one, Wave):
            return one.diagnostic_id if self._actor.owns_all else self._roles.waves.get(one.id)
        if isinstance(one, (Submission, FrozenState)):
            return self._of_wave(one.wave_id)
        if isinstance(one, Workshop):
            return one.diagnostic_id if self._actor.owns_all else self._of_room(one.id)
        if isinstance(one, Seat):
            return self._of_room(one.workshop_id)
        return None

    def _of_wave(self, wave_id: int) -> int | None:
        if not self._actor.owns_all:
            return self._roles.waves.get(wave_id)
        return self._find(select(t.wave.c.diagnostic_id).where(t.wave.c.id == wave_id))

    def _of_code(self, code: str) -> int | None:
        spelled = "".join(sign for sign in code.upper() if sign.isalnum())
        return self._find(select(t.diagnostic.c.id).where(t.diagnostic.c.code == spelled))

    def _of_state(self, state_id: int) -> int | None:
        here = t.frozen_state.c.id == state_id
        return self._find(select(t.wave.c.diagnostic_id).join(t.frozen_state).where(here))

    def _of_room(self, workshop_id: int) -> int | None:
        if workshop_id not in self._rooms:
            here = t.workshop.c.id == workshop_id
            found = self._find(select(t.wave.c.diagnostic_id).join(t.workshop).where(here))
            if found is None:
                return None
            self._rooms[workshop_id] = found
        return self._rooms[workshop_id]

    def _find(self, statement: Any) -> int | None:
        with self._store._database.reading() as connection:
            found: int | None = connection.execute(statement).scalar()
            return found


class _Roles:
    """What one person is, where, and the waves of these territories."""

    def __init__(self, of: dict[int, Role], waves: dict[int, int]) -> None:
        self.of = of
        self.waves = waves

    @classmethod
    def read(cls, store: Store, actor: Actor) -> _Roles:
        """In one statement; empty for whoever is not known."""
        of: dict[int, Role] = {}
        waves: dict[int, int] = {}
        if actor.person is not None:
            here = (t.person.c.issuer == actor.person.issuer) & (
                t.person.c.subject == actor.person.subject
            )
            mine = (
                select(t.role.c.diagnostic_id, t.role.c.role, t.wave.c.id)
                .select_from(t.person)
                .join(t.role)
                .outerjoin(t.wave, t.wave.c.diagnostic_id == t.role.c.diagnostic_id)
                .where(here)
            )
            with store._database.reading() as connection:
                for row in connection.execute(mine):
                    of[row.diagnostic_id] = Role(row.role)
                    if row.id is not None:
                        waves[row.id] = row.diagnostic_id
        return cls(of, waves)


def _unknown(said: Mapping[str, Any], result: object = None) -> Exception:
    """What the memory says of a number that leads nowhere."""
    if isinstance(result, Workshop) or "workshop" in said or "workshop_id" in said:
        return UnknownWorkshop()
    if "state_id" in said:
        return UnknownState(said["state_id"])
    return UnknownDiagnostic(said.get("code"))


@cache
def _signature(name: str) -> inspect.Signature:
    from diagnostic.storage.store import Store

    return inspect.signature(getattr(Store, name))
