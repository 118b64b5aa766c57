"""What a server does by itself at intervals, beside the people whom it serves."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Rounds:
    """One thread that looks again and again, until it is stopped or the process ends."""

    def __init__(self, look: Callable[[], object], name: str) -> None:
        """`look` never raises."""
        self._look, self._name = look, name
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, first: float, pace: float) -> None:
        """`first`: seconds before the first look; `pace`: between two. Once is enough."""
        if self._thread is not None:
            return

        def watch() -> None:
            delay = first
            while not self._stop.wait(delay):
                self._look()
                delay = pace

        self._thread = threading.Thread(target=watch, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Returns once the look under way is over."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def is_stopping(self, within: float) -> bool:
        """Whether it is asked to stop, now or within so many seconds."""
        return self._stop.wait(within)
