"""What was read a moment ago, for those who ask the same thing at the same time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


class Remembered(Generic[Key, Kept]):
    """At most `most` things, none older than `seconds`; the least recent goes first."""

    def __init__(self, seconds: float, most: int) -> None:
        self._seconds, self._most = seconds, most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[float, Kept]] = OrderedDict()

    def get(self, key: Key, read: Callable[[], Kept]) -> Kept:
        """What is kept under a key, read when it is not. What `read` raises is not kept."""
        now = time.monotonic()
        found = self._kept.get(key)
        if found is not None and now - found[0] < self._seconds:
            return found[1]
        value = read()
        with self._lock:
            self._kept[key] = (now, value)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value

    def known(self, key: Key) -> tuple[bool, Kept | None]:
        """Whether something is kept under a key, and what; nothing is read."""
        found = self._kept.get(key)
        if found is None or time.monotonic() - found[0] >= self._seconds:
            return False, None
        return True, found[1]

    def forget(self, key: Key) -> None:
        with self._lock:
            self._kept.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
