"""Who was erased while a copy of their diagnostic travels: it must not bring them back."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from diagnostic.storage import tables as t
from diagnostic.storage.words import sealed


def note_erased(connection: Connection, wave_id: int, person: int) -> None:
    """Remember that a person of a wave is gone, as long as the journey lasts."""
    journey = select(t.journey.c.diagnostic_id).join(
        t.wave, t.wave.c.diagnostic_id == t.journey.c.diagnostic_id
    )
    under_way = connection.execute(journey.where(t.wave.c.id == wave_id)).scalar()
    if under_way is not None:
        gone = {"diagnostic_id": under_way, "seal": sealed(str(person))}
        connection.execute(insert(t.erased_submission).values(gone))
