"""Each browser's line to the server: as many messages as a person makes, and none too heavy.

Without it, one screen that sends as fast as it can leaves all the others without an answer.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from diagnostic.ui.doorkeeper import FORWARDED, LOCAL_NAMES, LOOPBACK, host_of

RATE = 20.0
"""Messages a second in the long run: a person makes two or three, a page's own beats one."""
BURST = 60
LARGEST = 256_000
"""Bytes of one message: all that a page's fields hold, several times over."""
MOST_FROM_ONE = 400
"""Lines from one address: a whole room may stand behind one."""
MOST = 1_000
RESERVE = 50
"""Lines kept for who sits at the machine, when all the others are taken."""

TOO_BIG, NOT_OURS, LATER, STRANGER = 1009, 1003, 1013, 1008
"""Codes of RFC 6455, section 7.4.1; 1013 is of the registry that it opens."""


class Turnstile:
    """Lets sockets in up to a number, and each one's messages up to a pace."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        rate: float = RATE,
        burst: int = BURST,
        largest: int = LARGEST,
        most: int = MOST,
        most_from_one: int = MOST_FROM_ONE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app = app
        self._rate, self._burst, self._largest = rate, burst, largest
        self._most, self._most_from_one = most, most_from_one
        self._clock = clock
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One socket, from its opening to its end."""
        headers = dict(scope["headers"])
        address = scope["client"][0] if scope.get("client") else ""
        if _is_lured(address, headers):
            await send({"type": "websocket.close", "code": STRANGER})
            return
        if not self._admits(address, headers):
            await send({"type": "websocket.close", "code": LATER})
            return
        line = _Line(receive, send, self._rate, self._burst, self._largest, self._clock)
        self._open[address] += 1
        try:
            await self.app(scope, line.receive, line.send)
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]

    def _admits(self, address: str, headers: dict[bytes, bytes]) -> bool:
        if address in LOOPBACK and not _is_relayed(headers):
            return self._open.total() < self._most + RESERVE
        return self._open.total() < self._most and self._open[address] < self._most_from_one


class _Line:
    """One socket: a bucket of tokens, and an end that both sides hear of."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        rate: float,
        burst: int,
        largest: int,
        clock: Callable[[], float],
    ) -> None:
        self._receive, self._send = receive, send
        self._rate, self._burst, self._largest = rate, burst, largest
        self._clock = clock
        self._tokens, self._at = float(burst), clock()
        self._over = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        if message.get("text") is not None:
            return await self._end(NOT_OURS)
        if len(message.get("bytes") or b"") > self._largest:
            return await self._end(TOO_BIG)
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate) - 1
        self._at = now
        if self._tokens < 0:
            # The server reads nothing more from this one meanwhile: the others lose nothing.
            await asyncio.sleep(-self._tokens / self._rate)
        return message

    async def send(self, message: Message) -> None:
        if not self._over:
            await self._send(message)

    async def _end(self, code: int) -> Message:
        await self.send({"type": "websocket.close", "code": code})
        self._over = True
        return {"type": "websocket.disconnect", "code": code}


def _is_relayed(headers: dict[bytes, bytes]) -> bool:
    return any(name.encode() in headers for name in FORWARDED)


def _is_lured(address: str, headers: dict[bytes, bytes]) -> bool:
    """By a name of another site that was pointed at this machine: its page would be its own.

    A page cannot write the headers of a socket, so that those of a relay are believed here.
    """
    if address not in LOOPBACK or _is_relayed(headers):
        return False
    return host_of(headers.get(b"host", b"").decode("latin-1")) not in LOCAL_NAMES
