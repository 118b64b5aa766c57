"""Locking a room's screen: nothing moves it before its code; phones and the wall go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from diagnostic.storage.engine import Database
from diagnostic.storage.refusals import WrongCode
from diagnostic.storage.rooms.running import NOT_MOVED, state_of_room, write_state
from diagnostic.workshops import RoomState, Workshop, WorkshopRefused
from diagnostic.workshops.locking import make_lock
from diagnostic.workshops.room import keep_lock


class LockVerbs:
    """A room's lock; every screen that runs this room follows it."""

    _database: Database

    def lock_room(self, workshop: Workshop, digits: str = "") -> RoomState:
        """Lock it with the code that it has; with these four `digits` where it has none yet.

        Locked already, it stays so. Raises WorkshopRefused and UnknownWorkshop.
        """
        made = make_lock(digits) if digits else None
        with self._database.writing(NOT_MOVED) as connection:
            self._database.hold_room(connection, workshop.id, shared=False)
            state = state_of_room(connection, workshop.id)
            if state.is_locked:
                return state
            if (state.lock is None) is (made is None):
                raise WorkshopRefused(
                    "Cet atelier a déjà un code : verrouillez avec celui-là."
                    if made
                    else "Choisissez d’abord un code de quatre chiffres."
                )
            kept = made or (state.lock and state.lock.turned(closed=True))
            state = keep_lock(state, kept)
            write_state(connection, workshop.id, state)
        return state

    def unlock_room(self, workshop: Workshop, digits: str) -> RoomState:
        """The room moves again. Its code stays, for the next time.

        Raises WrongCode, for a code that came too soon after wrong ones too, and UnknownWorkshop.
        """
        with self._database.reading() as connection:
            seen = state_of_room(connection, workshop.id)
        if not seen.is_locked or seen.lock is None:
            return seen
        if wait := seen.lock.wait(datetime.now(UTC)):
            raise WrongCode(wait)
        # Slow on purpose, so before the room is held: those who vote do not wait for it.
        fits = seen.lock.fits(digits)
        with self._database.writing(NOT_MOVED) as connection:
            self._database.hold_room(connection, workshop.id, shared=False)
            state = state_of_room(connection, workshop.id)
            lock = state.lock
            if not state.is_locked or lock is None:
                return state
            now = datetime.now(UTC)
            # Many codes sent at once are told one by one, as if one after the other.
            wait = lock.wait(now)
            is_same = (lock.salt, lock.print) == (seen.lock.salt, seen.lock.print)
            if wait or not is_same:
                fits = False
            elif fits:
                state = keep_lock(state, lock.turned(closed=False))
                write_state(connection, workshop.id, state)
            else:
                lock = lock.missed(now)
                write_state(connection, workshop.id, replace(state, lock=lock))
                wait = lock.wait(now)
        if not fits:
            raise WrongCode(wait)
        return state

    def forget_lock(self, workshop: Workshop) -> bool:
        """Unlock it and forget its code, without being asked for it; False if it had none.

        For whoever is at the machine. Raises UnknownWorkshop.
        """
        with self._database.writing(NOT_MOVED) as connection:
            self._database.hold_room(connection, workshop.id, shared=False)
            state = state_of_room(connection, workshop.id)
            if state.lock is None:
                return False
            write_state(connection, workshop.id, keep_lock(state, None))
        return True
