"""Who answered in the same workshop, among those that the figures count; nobody is named."""

from __future__ import annotations

from sqlalchemy import select

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.confidence import PRESENCE
from diagnostic.confidence.crowds import gather
from diagnostic.respondents import Viewpoint
from diagnostic.storage import tables as t
from diagnostic.storage.publications import PublicationVerbs


class GatheringVerbs(PublicationVerbs):
    """How far the people of a regard came together."""

    def gathered(self, diagnostic: Diagnostic, wave: Wave) -> dict[Viewpoint, int]:
        """Regard → the workshops, one or two, that a good part of its counted people sat in."""
        counted, seat = t.counted_answer.c, t.seat.c
        seats = (
            select(seat.workshop_id, t.submission.c.id, t.submission.c.viewpoint)
            .join(t.submission, t.submission.c.id == seat.submission_id)
            .join(t.counted_answer, counted.submission_id == t.submission.c.id)
            .where(t.submission.c.wave_id == wave.id, counted.question_id == PRESENCE)
        )
        with self._database.reading() as connection:
            rows = connection.execute(seats).all()
        if not rows:
            return {}
        return gather(
            ((room, person, Viewpoint(name)) for room, person, name in rows),
            self.counted_people(wave),
            diagnostic.threshold,
        )
