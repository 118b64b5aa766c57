"""What is kept for a time only: who is in charge, what is erased by itself, what is sealed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, or_, select, update

from diagnostic.campaigns import CampaignRefused, Diagnostic, Wave
from diagnostic.privacy import (
    GRACE_DAYS,
    NOTICE_DAYS,
    SILENT_MONTHS,
    Basis,
    Privacy,
    Purge,
    PurgeKind,
    after_months,
    check_privacy,
    erased_on,
    sealable_on,
)
from diagnostic.storage import tables as t
from diagnostic.storage.erasures import note_erased
from diagnostic.storage.publications import PublicationVerbs
from diagnostic.storage.refusals import UnknownDiagnostic
from diagnostic.storage.words import diagnostic_of, printable, sealed, wave_of
from diagnostic.texts import Sentence
from diagnostic.workshops.workshop import MARK_LENGTH, new_code

_NOT_PURGED = Sentence("Ce qui devait être effacé ne l’est pas encore")
_NOT_SEALED = Sentence("La vague n’est pas scellée")
_SAYS_SOMETHING = (
    t.answer,
    t.answer_history,
    t.comment,
    t.round_answer,
    t.counted_answer,
    t.boxed_answer,
)
"""A draft is a passage with no row in any of them."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """One wave with what its diagnostic decided."""

    diagnostic: Diagnostic
    wave: Wave
    privacy: Privacy

    @property
    def key(self) -> tuple[int, int]:
        return self.wave.diagnostic_id, self.wave.number

    def is_due(self, today: date) -> bool:
        """Whether its answers were kept for as long as was said."""
        day = erased_on(self.wave, self.privacy)
        return day is not None and day <= today


class RetentionVerbs(PublicationVerbs):
    """The notice's settings, the purge and its log, the sealing of a wave."""

    def privacy(self, diagnostic: Diagnostic) -> Privacy:
        """What the person in charge said, or what the product proposes."""
        mine = select(t.privacy).where(t.privacy.c.diagnostic_id == diagnostic.id)
        with self._database.reading() as connection:
            return _privacy_of(connection.execute(mine).first())

    def set_privacy(self, diagnostic: Diagnostic, privacy: Privacy) -> Privacy:
        """Keep what the person in charge says; as it is kept.

        Once somebody has answered, the duration may be shortened, never lengthened: they were
        told another one. Raises CampaignRefused and UnknownDiagnostic.
        """
        privacy = check_privacy(
            printable(privacy.controller),
            printable(privacy.contact),
            privacy.basis.value,
            privacy.months,
        )
        here = t.privacy.c.diagnostic_id == diagnostic.id
        waves = select(t.wave.c.id).where(t.wave.c.diagnostic_id == diagnostic.id)
        with self._database.writing() as connection:
            # The waves as in any erasure: nobody begins between the check and the change.
            for wave_id in connection.execute(waves.order_by(t.wave.c.id)).scalars().all():
                self._database.hold_wave(connection, wave_id, shared=False)
            before = _privacy_of(connection.execute(select(t.privacy).where(here)).first())
            answered = select(t.submission.c.id).where(t.submission.c.wave_id.in_(waves)).limit(1)
            if privacy.months > before.months and connection.execute(answered).first():
                raise CampaignRefused(
                    "Des personnes ont commencé en lisant « {months} mois » : cette durée peut "
                    "être raccourcie, pas allongée.",
                    months=before.months,
                )
            known = select(t.diagnostic.c.id).where(t.diagnostic.c.id == diagnostic.id)
            if connection.execute(known).first() is None:
                raise UnknownDiagnostic(diagnostic.code)
            row = {
                "diagnostic_id": diagnostic.id,
                "controller": privacy.controller,
                "contact": privacy.contact,
                "basis": privacy.basis.value,
                "months": privacy.months,
            }
            self._database.upsert(connection, t.privacy, [row])
        return privacy

    def purge(self, now: datetime | None = None, *, dry_run: bool = False) -> tuple[Purge, ...]:
        """Erase all that was kept long enough, and close what nobody answers any more.

        Answers are erased NOTICE_DAYS after the log first announced it, never before their day.
        One transaction; asked again, or by another server at the same moment, it finds nothing
        left to do. What it does, in the order of the waves; with `dry_run`, what it would do.
        """
        now = now or datetime.now(UTC)
        with self._database.reading() as connection:
            waves = _kept_waves(connection)
            planned = tuple(_plan(connection, waves, now))
        if dry_run:
            return planned
        touched = {(one.diagnostic_id, one.wave_number) for one in planned}
        mine = [kept for kept in waves if kept.key in touched]
        for kept in mine:
            if kept.is_due(now.date()):
                # What may be shown is counted a last time before it can no more be.
                self.publication(kept.diagnostic, kept.wave)
        if mine:
            with self._database.writing(_NOT_PURGED) as connection:
                for kept in mine:
                    self._database.hold_wave(connection, kept.wave.id, shared=False)
                # Another server may have been first, or somebody have reopened a wave.
                waves = [kept for kept in _kept_waves(connection) if kept.key in touched]
                planned = tuple(_plan(connection, waves, now))
                known = {kept.key: kept.wave for kept in waves}
                for one in planned:
                    _carry_out(connection, known[one.diagnostic_id, one.wave_number], one, now)
        # Also when nothing is due: what someone erased may still wait in a journal.
        self._database.forget()
        return planned

    def purges(self, diagnostic: Diagnostic) -> tuple[Purge, ...]:
        """The log of a diagnostic, the latest line first."""
        line = t.purge.c
        mine = select(t.purge).where(line.diagnostic_id == diagnostic.id)
        with self._database.reading() as connection:
            rows = connection.execute(mine.order_by(line.done_on.desc(), line.id.desc()))
            return tuple(
                Purge(
                    row.diagnostic_id,
                    row.wave_number,
                    PurgeKind(row.kind),
                    row.people,
                    row.done_on,
                )
                for row in rows
            )

    def seal_wave(self, wave: Wave, today: date | None = None) -> Wave:
        """Make the personal links of a closed wave lead nowhere, for ever.

        Its answers can no more be tied to anybody, nor the wave be reopened. Raises
        UnknownDiagnostic, and CampaignRefused before people had the time to use their link.
        """
        now = datetime.now(UTC)
        today = today or now.date()
        with self._database.writing(_NOT_SEALED) as connection:
            self._database.hold_wave(connection, wave.id, shared=False)
            row = connection.execute(select(t.wave).where(t.wave.c.id == wave.id)).first()
            if row is None:
                raise UnknownDiagnostic
            wave = wave_of(row)
            if wave.sealed_on is not None:
                return wave
            day = sealable_on(wave)
            if day is None or day > today:
                raise CampaignRefused(
                    "Une vague se scelle {days} jours après sa clôture : d’ici là, chacun peut "
                    "encore recevoir ou effacer ses réponses.",
                    days=GRACE_DAYS,
                )
            people = _seal(connection, wave.id, now)
            connection.execute(insert(t.purge).values(_line(wave, PurgeKind.LINKS, people, today)))
            row = connection.execute(select(t.wave).where(t.wave.c.id == wave.id)).one()
        self._database.forget()
        return wave_of(row)


def _privacy_of(row: Any) -> Privacy:
    if row is None:
        return Privacy()
    return Privacy(row.controller, row.contact, Basis(row.basis), row.months)


def _kept_waves(connection: Connection) -> list[_Kept]:
    """The waves that still hold answers, in the order in which they are locked."""
    diagnostics = {row.id: diagnostic_of(row) for row in connection.execute(select(t.diagnostic))}
    decided = {row.diagnostic_id: _privacy_of(row) for row in connection.execute(select(t.privacy))}
    waves = connection.execute(
        select(t.wave).where(t.wave.c.emptied_at.is_(None)).order_by(t.wave.c.id)
    )
    return [
        _Kept(
            diagnostics[row.diagnostic_id],
            wave_of(row),
            decided.get(row.diagnostic_id, Privacy()),
        )
        for row in waves
    ]


def _plan(connection: Connection, waves: Iterable[_Kept], now: datetime) -> Iterable[Purge]:
    """What is due now; nothing changes."""
    today = now.date()
    for kept in waves:
        wave = kept.wave
        if wave.closed_on is None:
            if _is_silent(connection, wave, now):
                yield _purge(wave, PurgeKind.CLOSING, 0, today)
            continue
        people = select(func.count()).where(t.submission.c.wave_id == wave.id)
        announced = _announced_on(connection, wave, today)
        if announced is None and kept.is_due(today + timedelta(days=NOTICE_DAYS)):
            number = connection.execute(people).scalar_one()
            yield _purge(wave, PurgeKind.NOTICE, number, today)
        if kept.is_due(today):
            if announced and announced + timedelta(days=NOTICE_DAYS) <= today:
                number = connection.execute(people).scalar_one()
                yield _purge(wave, PurgeKind.ANSWERS, number, today)
        elif wave.closed_on + timedelta(days=GRACE_DAYS) <= today:
            drafts = select(func.count()).select_from(t.submission).where(*_drafts(wave))
            if number := connection.execute(drafts).scalar_one():
                yield _purge(wave, PurgeKind.DRAFTS, number, today)


def _announced_on(connection: Connection, wave: Wave, today: date) -> date | None:
    """Since when the owner can read that the answers of a wave will be erased.

    What a clock that was ahead announced does not count yet, nor what came before a reopening.
    """
    line = t.purge.c
    said = select(func.min(line.done_on)).where(
        line.diagnostic_id == wave.diagnostic_id,
        line.wave_number == wave.number,
        line.kind == PurgeKind.NOTICE.value,
        line.done_on.between(wave.closed_on, today),
    )
    day: date | None = connection.execute(said).scalar()
    return day


def _is_silent(connection: Connection, wave: Wave, now: datetime) -> bool:
    """Whether nobody came or answered for long in a wave that is open."""
    since = after_months(now.date(), -SILENT_MONTHS)
    if wave.opened_on > since:
        return False
    mine = t.submission.c.wave_id == wave.id
    moment = datetime(since.year, since.month, since.day, tzinfo=UTC)
    came = select(t.submission.c.id).where(mine, t.submission.c.created_on > since).limit(1)
    answered = (
        select(t.answer.c.submission_id)
        .join(t.submission)
        .where(mine, t.answer.c.saved_at > moment)
        .limit(1)
    )
    return not any(connection.execute(one).first() for one in (came, answered))


def _drafts(wave: Wave) -> tuple[Any, ...]:
    """Of a wave, the passages in which nothing was ever said."""
    says = (exists().where(table.c.submission_id == t.submission.c.id) for table in _SAYS_SOMETHING)
    return t.submission.c.wave_id == wave.id, ~or_(*says)


def _carry_out(connection: Connection, wave: Wave, one: Purge, now: datetime) -> None:
    here = t.wave.c.id == wave.id
    if one.kind is PurgeKind.CLOSING:
        connection.execute(update(t.wave).where(here).values(closed_at=now))
    elif one.kind is PurgeKind.DRAFTS:
        _erase(connection, wave, _drafts(wave))
    elif one.kind is PurgeKind.ANSWERS:
        _erase(connection, wave, (t.submission.c.wave_id == wave.id,))
        rooms = select(t.workshop.c.id).where(t.workshop.c.wave_id == wave.id)
        connection.execute(delete(t.idea).where(t.idea.c.workshop_id.in_(rooms)))
        # What was decided stays; who was named for it does not.
        connection.execute(
            update(t.decision).where(t.decision.c.workshop_id.in_(rooms)).values(who="")
        )
        connection.execute(
            update(t.wave)
            .where(here)
            .values(emptied_at=now, sealed_at=func.coalesce(t.wave.c.sealed_at, now))
        )
    connection.execute(insert(t.purge).values(_line(wave, one.kind, one.people, one.done_on)))


def _erase(connection: Connection, wave: Wave, which: tuple[Any, ...]) -> None:
    """Erase passages; the wave's counter never steps back."""
    gone = connection.execute(
        delete(t.submission).where(*which).returning(t.submission.c.id, t.submission.c.changes)
    ).all()
    steps = 0
    for person, changes in gone:
        note_erased(connection, wave.id, person)
        steps += changes + 1
    connection.execute(
        update(t.wave)
        .where(t.wave.c.id == wave.id)
        .values(erased_changes=t.wave.c.erased_changes + steps)
    )


def _seal(connection: Connection, wave_id: int, now: datetime) -> int:
    """Put at random all that a link, a mark or an hour could still tell; how many people."""
    mine = t.submission.c.wave_id == wave_id
    people = connection.execute(select(t.submission.c.id).where(mine)).scalars().all()
    if people:
        connection.execute(
            update(t.submission)
            .where(t.submission.c.id == bindparam("who"))
            .values(token_hash=bindparam("seal")),
            [{"who": who, "seal": sealed(secrets.token_urlsafe(24))} for who in people],
        )
    rooms = select(t.workshop.c.id).where(t.workshop.c.wave_id == wave_id)
    for room in connection.execute(rooms).scalars().all():
        _draw_marks(connection, room)
    of_wave = select(t.submission.c.id).where(mine)
    connection.execute(
        update(t.answer).where(t.answer.c.submission_id.in_(of_wave)).values(saved_at=now)
    )
    connection.execute(update(t.wave).where(t.wave.c.id == wave_id).values(sealed_at=now))
    return len(people)


def _draw_marks(connection: Connection, room: int) -> None:
    """New marks for the seats of a room, which nobody has seen."""
    here = t.seat.c.workshop_id == room
    seats = select(t.seat.c.submission_id, t.seat.c.mark).where(here)
    seated = connection.execute(seats).all()
    taken = {seat.mark for seat in seated}
    for seat in seated:
        mark = new_code(MARK_LENGTH)
        while mark in taken:
            mark = new_code(MARK_LENGTH)
        taken.add(mark)
        connection.execute(
            update(t.seat)
            .where(here, t.seat.c.submission_id == seat.submission_id)
            .values(mark=mark)
        )


def _purge(wave: Wave, kind: PurgeKind, people: int, today: date) -> Purge:
    return Purge(wave.diagnostic_id, wave.number, kind, people, today)


def _line(wave: Wave, kind: PurgeKind, people: int, today: date) -> dict[str, Any]:
    return {
        "diagnostic_id": wave.diagnostic_id,
        "wave_number": wave.number,
        "kind": kind.value,
        "people": people,
        "done_on": today,
    }
