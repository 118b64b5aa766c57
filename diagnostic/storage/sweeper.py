"""What was kept long enough is erased at the start of the server, then each day."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime

from diagnostic.storage.rounds import Rounds
from diagnostic.storage.store import Store

FIRST = 20.0
"""Seconds before the first look: those who come at once are served first."""
PACE = 900.0
"""Seconds between two looks at the calendar, and after a failure."""

_log = logging.getLogger(__name__)


class Sweeper:
    """Erases in the background; never raises, never stops answers."""

    def __init__(
        self,
        store: Callable[[], Store | None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`store` gives None as long as the base is not open."""
        self._store, self._clock = store, clock
        self._done_on: date | None = None
        self._rounds = Rounds(self.look, "effacements")

    def start(self, first: float = FIRST, pace: float = PACE) -> None:
        """Until `stop` or the end of the process."""
        self._rounds.start(first, pace)

    def stop(self) -> None:
        self._rounds.stop()

    def look(self) -> bool:
        """Erase what is due, unless it was done today; whether it was looked for."""
        now = self._clock()
        if self._done_on == now.date():
            return False
        try:
            store = self._store()
            if store is None:
                return False
            for one in store.purge(now):
                # Of whom, and how few, is nobody's business but the owner's.
                _log.info("Effacement : vague %s, %s", one.wave_number, one.kind.value)
        except Exception as fault:
            # Whatever happens here, people answer on; it is tried again.
            _log.warning("L’effacement du jour n’est pas fait : %s", type(fault).__name__)
            return False
        self._done_on = now.date()
        return True
