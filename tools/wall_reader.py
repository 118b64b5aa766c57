"""The wall of a room, read as a browser receives it, on whatever process answers."""

from __future__ import annotations

import re

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException

from tools.watcher import COUNT
from tools.wire import Browser


class _Page(Browser):
    """What the last run drew as HTML."""

    def __init__(self, port: int, address: str, cookies: str) -> None:
        self.drawn: list[str] = []
        super().__init__(port, address, "projeter", cookies=cookies)

    def _note(self, message: ForwardMsg) -> None:
        super()._note(message)
        if message.delta.new_element.WhichOneof("type") == "html":
            self.drawn.append(message.delta.new_element.html.body)


class WallReader:
    """A wall that is opened again, as a browser does, when its process dies."""

    def __init__(self, port: int, code: str, cookies: str = "") -> None:
        self._port, self._address, self._cookies = port, f"a={code}", cookies
        self.opened = 0
        self.count = -1
        """How many people it says have voted."""
        self._page = self._open()

    def _open(self) -> _Page:
        self.opened += 1
        return _Page(self._port, self._address, self._cookies)

    def look(self) -> list[str]:
        """What it draws now, as HTML."""
        try:
            self._page.drawn.clear()
            self._page.rerun()
        except (WebSocketException, OSError, TimeoutError):
            self._page = self._open()
        drawn = list(self._page.drawn)
        for body in drawn:
            found = COUNT.search(body)
            if found:
                self.count = int(re.sub(r"\D", "", found[1]) or -1)
        return drawn

    def close(self) -> None:
        self._page.close()
