"""A wall that is open in a browser, for whoever measures when its counter moved."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tools.wire import Browser

COUNT = re.compile(r'<div class="grand">([^<]*)</div>')


class Watcher(Browser):
    """The wall as a browser keeps it: it asks its beat at intervals, and reads the counter."""

    def __init__(self, port: int, address: str, page: str, *, pace: float) -> None:
        self._pace = pace
        self.seen: list[tuple[float, int]] = []
        self._over = threading.Event()
        super().__init__(port, address, page)
        self._thread = threading.Thread(target=self._watch)

    def _note(self, message: ForwardMsg) -> None:
        super()._note(message)
        if message.delta.new_element.WhichOneof("type") == "html":
            found = COUNT.search(message.delta.new_element.html.body)
            if found:
                self.seen.append((time.monotonic(), int(re.sub(r"\D", "", found[1]))))

    def _watch(self) -> None:
        due = time.monotonic()
        while not self._over.wait(max(0.0, due - time.monotonic())):
            self.rerun(fragment=self.beat)
            while due <= time.monotonic():
                due += self._pace

    @contextmanager
    def watching(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._over.set()
            self._thread.join()
            self.close()

    def wait_for(self, people: int) -> None:
        """Returns once that many are counted, or after a while."""
        end = time.monotonic() + 10
        while self.when(people) is None and time.monotonic() < end:
            self._over.wait(0.05)

    def when(self, people: int) -> float | None:
        """When the wall first counted that many."""
        return next((at for at, count in self.seen if count >= people), None)
