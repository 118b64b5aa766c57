"""One copy a day, made by the server that holds the base, while people answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from diagnostic.settings import Settings
from diagnostic.storage.copies.backups import back_up, folder_of, stem_of
from diagnostic.storage.copies.envelopes import sweep
from diagnostic.storage.copies.folder import AUTOMATIC, DRAFT, Copy, is_due, list_copies, outdated
from diagnostic.storage.files import BackupAbandoned
from diagnostic.storage.rounds import Rounds
from diagnostic.texts import Refusal

FIRST = 60.0
"""Seconds before the first copy: a room may be about to begin."""
PACE = 900.0
"""Seconds between two looks at the calendar, and after a failure."""
BREATH = 0.005
"""Seconds left to the others between two steps of a copy."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the owner's page tells of the copies."""

    automatic: bool
    """Whether copies are made by themselves here."""
    copies: tuple[Copy, ...]
    """Those that are there, the latest first."""
    failure: str | None
    """Why the last automatic one was not made, in French; None when all is well."""
    failed_at: datetime | None
    encrypts: bool = False
    """Whether the copies made here from now on need a key to be read."""


class Keeper:
    """Makes the copy of the day and lets go the oldest ones; never raises, never stops answers."""

    def __init__(
        self,
        where: Path | str,
        folder: Path,
        days: int,
        weeks: int,
        clock: Callable[[], datetime] = datetime.now,
        key: str | None = None,
    ) -> None:
        self._where, self._folder = where, folder
        self._days, self._weeks, self._clock = days, weeks, clock
        self._key = key
        self._rounds = Rounds(self.look, "sauvegardes")
        self._failure: tuple[str, datetime] | None = None

    @classmethod
    def of(cls, settings: Settings) -> Keeper:
        where = settings.database
        return cls(
            where,
            settings.backups or folder_of(where),
            settings.daily_backups,
            settings.weekly_backups,
            key=settings.copies_key,
        )

    @property
    def is_automatic(self) -> bool:
        """Copies of PostgreSQL belong to whoever runs it."""
        return isinstance(self._where, Path) and self._days > 0

    def start(self, first: float = FIRST, pace: float = PACE) -> None:
        """In the background, until `stop` or the end of the process."""
        sweep(self._where)
        if self.is_automatic:
            self._rounds.start(first, pace)

    def stop(self) -> None:
        """A copy under way is given up; the next start makes it."""
        self._rounds.stop()

    def look(self) -> bool:
        """Make the copy of today where it is missing; whether one was made."""
        try:
            if not is_due(self._list(), self._clock().date()):
                return False
            self._sweep()
            made = back_up(
                self._where,
                self._folder,
                self._clock(),
                automatic=True,
                key=self._key,
                rest=lambda: self._rounds.is_stopping(BREATH),
            )
            for old in outdated(self._list(), self._days, self._weeks):
                old.path.unlink(missing_ok=True)
        except BackupAbandoned:
            return False
        except Exception as fault:
            # Whatever happens here, people answer on; the owner is told.
            self._failure = (_tell(fault), self._clock())
            _log.warning("La sauvegarde du jour n’est pas faite : %s", self._failure[0])
            return False
        self._failure = None
        _log.info("Sauvegarde du jour : %s", made.copy.path.name)
        return True

    def keeping(self) -> Keeping:
        """As of now."""
        failure, failed_at = self._failure or (None, None)
        return Keeping(self.is_automatic, self._list(), failure, failed_at, self._key is not None)

    def _sweep(self) -> None:
        """What a server that was killed left half-made."""
        for draft in self._folder.glob(f"*-{AUTOMATIC}*{DRAFT}*"):
            if draft.name.startswith(f"{stem_of(self._where)}-"):
                draft.unlink(missing_ok=True)

    def _list(self) -> tuple[Copy, ...]:
        return list_copies(self._folder, stem_of(self._where))


def _tell(fault: Exception) -> str:
    if isinstance(fault, Refusal):
        return str(fault)
    # The type alone: a message of the system may hold a path.
    return f"{type(fault).__name__}"
