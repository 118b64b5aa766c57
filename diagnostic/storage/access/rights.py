"""What the owner of a territory asks of the memory about people: roles, invitations, history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from diagnostic.campaigns import Diagnostic
from diagnostic.rights import (
    ANYBODY,
    Actor,
    Claim,
    InvitationRefused,
    Kind,
    Person,
    Right,
    Role,
    allows,
    read_link,
    write_link,
)
from diagnostic.storage import tables as t
from diagnostic.storage.access.history import (
    INSTALLATION,
    Entry,
    broken_chains,
    hold,
    read_entries,
    tell,
    who_acts,
)
from diagnostic.storage.diagnostics import DiagnosticVerbs
from diagnostic.storage.refusals import LastOwner, UnknownDiagnostic
from diagnostic.storage.words import diagnostic_of, sealed
from diagnostic.texts import Sentence

_NOT_GIVEN = Sentence("Le rôle n’est pas donné")


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who has a role on a territory."""

    id: int
    person: Person
    role: Role
    given_on: date


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that was made; its secret is in the link alone."""

    id: int
    role: Role
    made_on: date
    expires_at: datetime
    used_by: str = ""
    is_used: bool = False
    is_revoked: bool = False

    def is_open(self, now: datetime) -> bool:
        return not (self.is_used or self.is_revoked) and now < self.expires_at


class RightVerbs(DiagnosticVerbs):
    """Roles, invitations, and what was changed by whom."""

    def members(self, diagnostic: Diagnostic) -> tuple[Member, ...]:
        """Those who have a role, owners first, then by name."""
        rows = select(t.person, t.role.c.role, t.role.c.given_at).join(t.role)
        with self._database.reading() as connection:
            found = connection.execute(rows.where(t.role.c.diagnostic_id == diagnostic.id)).all()
        ranks = list(Role)
        members = [
            Member(
                row.id,
                Person(row.issuer, row.subject, row.name),
                Role(row.role),
                row.given_at.date(),
            )
            for row in found
        ]
        return tuple(sorted(members, key=lambda m: (-ranks.index(m.role), m.person.name, m.id)))

    def set_role(self, diagnostic: Diagnostic, member_id: int, role: Role | None) -> None:
        """Another role, or none any more; whoever is left without a role anywhere is forgotten.

        Raises LastOwner, and UnknownDiagnostic for someone who has no role here.
        """
        mine = (t.role.c.diagnostic_id == diagnostic.id) & (t.role.c.person_id == member_id)
        with self._database.writing(Sentence("Le rôle n’est pas changé")) as connection:
            hold(connection, diagnostic.id)
            kept = connection.execute(select(t.role.c.role).where(mine)).scalar()
            if kept is None:
                raise UnknownDiagnostic
            if kept == Role.OWNER and role is not Role.OWNER:
                owners = select(func.count()).where(
                    t.role.c.diagnostic_id == diagnostic.id, t.role.c.role == Role.OWNER.value
                )
                if connection.execute(owners).scalar_one() < 2:
                    raise LastOwner
            if role is not None:
                connection.execute(update(t.role).where(mine).values(role=role.value))
                return
            connection.execute(delete(t.role).where(mine))
            left = select(t.role.c.person_id).where(t.role.c.person_id == member_id)
            if connection.execute(left).first() is None:
                connection.execute(delete(t.person).where(t.person.c.id == member_id))

    def invite(
        self, diagnostic: Diagnostic, role: Role, life: timedelta, key: str
    ) -> tuple[Invitation, str]:
        """A link that gives a role once; the link itself is told here and never again.

        Raises InvitationRefused, UnknownDiagnostic, and ValueError for a key that is too short.
        """
        now = datetime.now(UTC)
        claim = Claim.draw(diagnostic.code, role, life, now)
        link = write_link(key, claim)
        row = {
            "diagnostic_id": diagnostic.id,
            "role": role.value,
            "nonce_hash": sealed(claim.nonce),
            "made_at": now,
            "expires_at": claim.expires_at,
        }
        here = select(t.diagnostic.c.id).where(t.diagnostic.c.id == diagnostic.id)
        with self._database.writing(Sentence("L’invitation n’est pas faite")) as connection:
            if connection.execute(here).first() is None:
                raise UnknownDiagnostic
            made = connection.execute(insert(t.invitation).values(row).returning(t.invitation))
            return _invitation_of(made.one(), ""), link

    def invitations(self, diagnostic: Diagnostic) -> tuple[Invitation, ...]:
        """Those that were made, the latest first."""
        rows = (
            select(t.invitation, t.person.c.name)
            .outerjoin(t.person, t.person.c.id == t.invitation.c.used_by)
            .where(t.invitation.c.diagnostic_id == diagnostic.id)
            .order_by(t.invitation.c.id.desc())
        )
        with self._database.reading() as connection:
            return tuple(_invitation_of(row, row.name or "") for row in connection.execute(rows))

    def revoke_invitation(self, diagnostic: Diagnostic, invitation_id: int) -> None:
        """From now on, the link gives nothing. One that was used, or was withdrawn, stays so."""
        here = (
            (t.invitation.c.diagnostic_id == diagnostic.id)
            & (t.invitation.c.id == invitation_id)
            & t.invitation.c.used_at.is_(None)
            & t.invitation.c.revoked_at.is_(None)
        )
        with self._database.writing(Sentence("L’invitation n’est pas retirée")) as connection:
            connection.execute(
                update(t.invitation).where(here).values(revoked_at=datetime.now(UTC))
            )

    def look_at_invitation(
        self, link: str, key: str, *, actor: Actor = ANYBODY
    ) -> tuple[Diagnostic, Role]:
        """What a link would give to `actor`: through a guarded door, whoever asks.

        Raises InvitationRefused as `accept_invitation` would.
        """
        claim = read_link(key, link, datetime.now(UTC))
        with self._database.reading() as connection:
            row = _open_invitation(connection, claim, actor)
            return diagnostic_of(row), Role(row.role)

    def accept_invitation(
        self, link: str, key: str, *, actor: Actor = ANYBODY
    ) -> tuple[Diagnostic, Role]:
        """The role that a link gives to whoever signed in; once, and by the same person again.

        A role that allows more than the link's is kept. Raises InvitationRefused: forged,
        expired, withdrawn, used by somebody else, or of a diagnostic that is gone.
        """
        if actor.kind is not Kind.PERSON or actor.person is None:
            raise InvitationRefused("Identifiez-vous d’abord : l’invitation vous attend.")
        now = datetime.now(UTC)
        claim = read_link(key, link, now)
        with self._database.writing(_NOT_GIVEN) as connection:
            # Two people who open the same link at once: one of them has it.
            used = connection.execute(
                update(t.invitation)
                .where(
                    t.invitation.c.nonce_hash == sealed(claim.nonce),
                    t.invitation.c.used_at.is_(None),
                    t.invitation.c.revoked_at.is_(None),
                )
                .values(used_at=now)
            ).rowcount
            row = _open_invitation(connection, claim, actor, just_used=bool(used))
            diagnostic, role = diagnostic_of(row), Role(row.role)
            if not used:
                return diagnostic, role
            member_id = self._keep_person(connection, actor.person)
            connection.execute(
                update(t.invitation)
                .where(t.invitation.c.nonce_hash == sealed(claim.nonce))
                .values(used_by=member_id)
            )
            former = self._give(connection, diagnostic.id, member_id, role)
            name = actor.person.name
            tell(
                self._database,
                connection,
                diagnostic.id,
                {name: former.value} if former else {},
                {name: _wider(former, role).value},
            )
        return diagnostic, role

    def history(self, diagnostic: Diagnostic, below: int | None = None) -> tuple[Entry, ...]:
        """What was changed, by whom, the latest first; lines under number `below`."""
        with self._database.reading() as connection:
            return read_entries(connection, diagnostic.id, below)

    def installation_history(self, below: int | None = None) -> tuple[Entry, ...]:
        """As `history`, for what belongs to no diagnostic."""
        with self._database.reading() as connection:
            return read_entries(connection, INSTALLATION, below)

    def broken_history(self) -> tuple[str, ...]:
        """Lines of the history that are not what was written, in French; reads all of it."""
        with self._database.reading() as connection:
            return broken_chains(connection)

    def may(self, right: Right, diagnostic: Diagnostic | None = None) -> bool:
        """Whether whoever asks has this right; through this bare door, all of them."""
        return True

    def role_of(self, diagnostic: Diagnostic) -> Role | None:
        """What whoever asks is here; None at the machine, where nobody has a role."""
        return None

    def _welcome(self, connection: Connection, diagnostic: Diagnostic) -> None:
        act = who_acts(self._database)
        if act is None:
            return
        told = {"title": diagnostic.title, "threshold": diagnostic.threshold}
        if act.actor.person is not None:
            member_id = self._keep_person(connection, act.actor.person)
            self._give(connection, diagnostic.id, member_id, Role.OWNER)
            told[act.actor.person.name] = Role.OWNER.value
        tell(self._database, connection, diagnostic.id, {}, told)
        tell(self._database, connection, INSTALLATION, {}, {f"diagnostic:{diagnostic.code}": True})

    def _keep_person(self, connection: Connection, person: Person) -> int:
        here = (t.person.c.issuer == person.issuer) & (t.person.c.subject == person.subject)
        self._database.insert_missing(
            connection,
            t.person,
            [{"issuer": person.issuer, "subject": person.subject, "name": person.name}],
        )
        connection.execute(update(t.person).where(here).values(name=person.name))
        return int(connection.execute(select(t.person.c.id).where(here)).scalar_one())

    def _give(
        self, connection: Connection, diagnostic_id: int, member_id: int, role: Role
    ) -> Role | None:
        """Give a role, unless a wider one is held; the one that was held."""
        mine = (t.role.c.diagnostic_id == diagnostic_id) & (t.role.c.person_id == member_id)
        kept = connection.execute(select(t.role.c.role).where(mine)).scalar()
        former = Role(kept) if kept else None
        row = {
            "person_id": member_id,
            "diagnostic_id": diagnostic_id,
            "role": _wider(former, role).value,
            "given_at": datetime.now(UTC),
        }
        self._database.upsert(connection, t.role, [row])
        return former

    def _diagnostics_among(self, ids: Iterable[int]) -> tuple[Diagnostic, ...]:
        newest_first = (
            select(t.diagnostic)
            .where(t.diagnostic.c.id.in_(sorted(ids)))
            .order_by(t.diagnostic.c.created_at.desc(), t.diagnostic.c.id.desc())
        )
        with self._database.reading() as connection:
            return tuple(diagnostic_of(row) for row in connection.execute(newest_first))


def _wider(former: Role | None, role: Role) -> Role:
    if former is None or not allows(former, Right.READ):
        return role
    ranks = list(Role)
    return max(former, role, key=ranks.index)


def _open_invitation(
    connection: Connection, claim: Claim, actor: Actor, *, just_used: bool = False
) -> Row[tuple[object, ...]]:
    """The row of a link that still gives its role to this person. Raises InvitationRefused."""
    row = connection.execute(
        select(
            t.diagnostic,
            t.invitation.c.role,
            t.invitation.c.used_at,
            t.invitation.c.revoked_at,
            t.person.c.issuer,
            t.person.c.subject,
        )
        .select_from(t.invitation)
        .join(t.diagnostic)
        .outerjoin(t.person, t.person.c.id == t.invitation.c.used_by)
        .where(t.invitation.c.nonce_hash == sealed(claim.nonce))
    ).first()
    if row is None or row.code != claim.code or row.role != claim.role:
        raise InvitationRefused(
            "Cette invitation ne mène plus à aucun territoire : il a été effacé. Demandez-en une "
            "nouvelle à la personne qui vous invite."
        )
    if row.revoked_at is not None:
        raise InvitationRefused(
            "Cette invitation a été retirée. Demandez-en une nouvelle à la personne qui vous "
            "invite."
        )
    if row.used_at is not None and not just_used:
        person = actor.person
        if person is None or (row.issuer, row.subject) != (person.issuer, person.subject):
            raise InvitationRefused(
                "Cette invitation a déjà servi : elle ne s’ouvre qu’une fois. Demandez-en une "
                "nouvelle à la personne qui vous invite."
            )
    return row


def _invitation_of(row: Row[tuple[object, ...]], used_by: str) -> Invitation:
    return Invitation(
        row.id,
        Role(row.role),
        row.made_at.date(),
        row.expires_at,
        used_by,
        row.used_at is not None,
        row.revoked_at is not None,
    )
