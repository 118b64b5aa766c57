"""Families of answers: looked for until they are shown, then told as they were, once for all."""

from __future__ import annotations

from sqlalchemy import insert, select

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.confidence.families import (
    Families,
    Finding,
    Told,
    freeze_families,
    tell_again,
    thaw_families,
)
from diagnostic.storage import tables as t
from diagnostic.storage.publications import PublicationVerbs
from diagnostic.texts import Sentence

_NOT_KEPT = Sentence("Les familles de réponses ne sont pas gardées")


class FamilyVerbs(PublicationVerbs):
    """The families of a wave that everybody sees: two partitions of one wave are never shown."""

    def families(self, diagnostic: Diagnostic, wave: Wave) -> Families:
        """The families of answers of a wave, or why none is shown.

        What is found is kept before it is shown. From then on it is what is told, whoever came,
        changed their mind or erased their answers since: the difference of two partitions of
        nearly the same people is the marks of a few.
        """
        told = self._told_families(wave)
        if told is None:
            if wave.closed_on is not None and self._is_shown_elsewhere(wave):
                return Families(Finding.AWAY)
            last = self._last(wave)
            found = super().families(diagnostic, wave)
            if found.finding is not Finding.FOUND:
                return found
            if not self._keep_families(wave, Told(last.number, last.people, found)):
                return Families(Finding.WAITING)
            # Another server may have been first: what it kept is what is shown.
            told = self._told_families(wave)
            assert told is not None
        return tell_again(told, self._last(wave).number, diagnostic.threshold)

    def _told_families(self, wave: Wave) -> Told | None:
        here = t.told_families.c.wave_id == wave.id
        with self._database.reading() as connection:
            content = connection.execute(select(t.told_families.c.content).where(here)).scalar()
        return None if content is None else thaw_families(content)

    def _keep_families(self, wave: Wave, told: Told) -> bool:
        """Whether some families are kept: these, or those that another server found first.

        Not where the wave was reopened or moved since they were looked for.
        """
        state = (
            select(t.wave.c.closed_at, t.frozen_state.c.number)
            .join(t.frozen_state)
            .where(t.wave.c.id == wave.id, t.frozen_state.c.kind == "lot")
        )
        known = select(t.told_families.c.wave_id).where(t.told_families.c.wave_id == wave.id)
        with self._database.writing(_NOT_KEPT) as connection:
            self._database.hold_wave(connection, wave.id, shared=False)
            if connection.execute(known).first() is not None:
                return True
            row = connection.execute(state).first()
            if row is None or row.closed_at is None or row.number != told.number:
                return False
            line = {"wave_id": wave.id, "content": freeze_families(told)}
            connection.execute(insert(t.told_families).values(line))
        return True

    def _has_panel(self, wave: Wave) -> bool:
        """Also where families were told: the parts of regards were checked as they were then."""
        return super()._has_panel(wave) or self._told_families(wave) is not None
