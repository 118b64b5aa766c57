"""People who answer again: linked when they agree to it, and what they changed, told once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.confidence import Publication
from diagnostic.confidence.panels import Followed, Side, follow, freeze_panel, thaw_panel
from diagnostic.questionnaire import Question
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import tables as t
from diagnostic.storage.families import FamilyVerbs
from diagnostic.storage.passages import owns
from diagnostic.storage.refusals import UnknownLink
from diagnostic.texts import Sentence

_NOT_LINKED = Sentence("Vos réponses ne sont pas reliées")
_NOT_TOLD = Sentence("Ce qui a bougé n’est pas calculé")


class PanelVerbs(FamilyVerbs):
    """Links between two passages of one person, and the figures that rest on them."""

    def link(self, submission: Submission, earlier_token: str) -> None:
        """Follow this person from the passage that an earlier secret leads to.

        Raises UnknownLink where it leads to none of an earlier wave of the same diagnostic, in
        the same regard; and where somebody else already follows it.
        """
        with self._database.writing(_NOT_LINKED) as connection:
            earlier = connection.execute(
                select(t.submission.c.id, t.submission.c.viewpoint, t.wave)
                .join(t.wave)
                .where(owns(earlier_token))
            ).first()
            mine = connection.execute(
                select(t.wave).join(t.submission).where(t.submission.c.id == submission.id)
            ).first()
            if (
                earlier is None
                or mine is None
                or earlier.diagnostic_id != mine.diagnostic_id
                or earlier.number >= mine.number
                or earlier.viewpoint != submission.viewpoint.value
            ):
                raise UnknownLink
            links = t.follow.c
            known = connection.execute(
                select(links.submission_id, links.earlier_id).where(
                    (links.submission_id == submission.id) | (links.earlier_id == earlier[0])
                )
            ).all()
            if not known:
                connection.execute(
                    insert(t.follow).values(submission_id=submission.id, earlier_id=earlier[0])
                )
            elif tuple(known[0]) != (submission.id, earlier[0]):
                raise UnknownLink

    def unlink(self, submission: Submission) -> None:
        """Follow this person no more; what was told of all those followed stays as it is."""
        with self._database.writing(_NOT_LINKED) as connection:
            connection.execute(delete(t.follow).where(t.follow.c.submission_id == submission.id))

    def is_linked(self, submission: Submission) -> bool:
        """Whether this person agreed to be followed from an earlier wave."""
        mine = select(t.follow.c.earlier_id).where(t.follow.c.submission_id == submission.id)
        with self._database.reading() as connection:
            return connection.execute(mine).first() is not None

    def panel(
        self, diagnostic: Diagnostic, before: Wave, after: Wave, questions: Iterable[Question]
    ) -> tuple[Followed, ...]:
        """What those changed who were followed from one closed wave to the next one.

        Computed once, at the first look after both are closed, then always given as it was; a
        wave is compared so with one other wave only. `questions`: what both asked in the same
        way. Empty where it may not, or not yet, be shown.
        """
        told = self._told(before, after)
        if told is not None:
            return told
        if before.closed_on is None or after.closed_on is None:
            return ()
        if after.number != before.number + 1 or self._is_taken(before, after):
            return ()
        sides = (self._side(diagnostic, before), self._side(diagnostic, after))
        found = follow(*sides, self._pairs(before, after), questions, diagnostic.threshold)
        # Families are told beside the regards too: both together would leave more to subtract.
        waves = (before, after)
        if not found or any(self.families(diagnostic, wave).families for wave in waves):
            return ()
        if any(self._told_families(wave) for wave in waves):
            return ()
        with self._database.writing(_NOT_TOLD) as connection:
            for wave in (before, after):
                self._database.hold_wave(connection, wave.id, shared=False)
            if not self._still(connection, (before, after), sides):
                return ()
            if not connection.execute(_of(before, after)).first():
                row = {
                    "wave_id": after.id,
                    "earlier_id": before.id,
                    "content": freeze_panel(found),
                }
                connection.execute(insert(t.panel).values(row))
        return self._told(before, after) or ()

    def _told(self, before: Wave, after: Wave) -> tuple[Followed, ...] | None:
        here = (t.panel.c.wave_id == after.id) & (t.panel.c.earlier_id == before.id)
        with self._database.reading() as connection:
            content = connection.execute(select(t.panel.c.content).where(here)).scalar()
        return None if content is None else thaw_panel(content)

    def _is_taken(self, before: Wave, after: Wave) -> bool:
        with self._database.reading() as connection:
            return connection.execute(_of(before, after)).first() is not None

    def _side(self, diagnostic: Diagnostic, wave: Wave) -> Side:
        publication: Publication = self.publication(diagnostic, wave)
        rows = select(t.submission.c.id, t.submission.c.viewpoint).where(
            t.submission.c.wave_id == wave.id
        )
        with self._database.reading() as connection:
            viewpoints = {row.id: Viewpoint(row.viewpoint) for row in connection.execute(rows)}
        return Side(publication, self._ledger(wave), viewpoints)

    def _pairs(self, before: Wave, after: Wave) -> dict[int, int]:
        earlier = t.submission.alias("earlier")
        rows = (
            select(t.follow.c.submission_id, t.follow.c.earlier_id)
            .join(t.submission, t.submission.c.id == t.follow.c.submission_id)
            .join(earlier, earlier.c.id == t.follow.c.earlier_id)
            .where(t.submission.c.wave_id == after.id, earlier.c.wave_id == before.id)
        )
        with self._database.reading() as connection:
            return {row.submission_id: row.earlier_id for row in connection.execute(rows)}

    def _still(
        self, connection: Connection, waves: tuple[Wave, Wave], sides: tuple[Side, Side]
    ) -> bool:
        """Whether both waves are closed, and show what was read of them."""
        for wave, side in zip(waves, sides, strict=True):
            state = (
                select(t.wave.c.closed_at, t.frozen_state.c.number)
                .join(t.frozen_state)
                .where(t.wave.c.id == wave.id, t.frozen_state.c.kind == "lot")
            )
            row = connection.execute(state).first()
            if row is None or row.closed_at is None or row.number != side.publication.number:
                return False
        return True


def _of(before: Wave, after: Wave) -> Any:
    """What was told of either wave beside any other."""
    ids = (before.id, after.id)
    return select(t.panel.c.wave_id).where(
        t.panel.c.wave_id.in_(ids) | t.panel.c.earlier_id.in_(ids)
    )
