"""How responses leave the machine."""

import gc
import socket
from contextlib import suppress

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

SMALLEST = 1_000
"""Bytes under which a body is not worth compressing."""
LEVEL = 6
READY = ("/reponse", "/etat", "/salle", ".css", ".js")
"""Ends of the phones' addresses whose bodies are very small, or compressed already."""


class Compressed(GZipMiddleware):
    """Compresses what is not yet: making ready for it costs as much as answering a phone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path.startswith(("/p/", "/telephone/")) and path.endswith(READY):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def send_at_once() -> None:
    """Keeps responses from waiting 40 ms for the phone's word that it has the headers.

    Streamlit makes its listening socket in a way that asyncio does not know as TCP, and leaves
    Nagle's delay on; what is set on the listening socket holds for the connections it accepts.
    """
    for thing in gc.get_objects():
        if type(thing) is socket.socket:
            with suppress(OSError):  # Not one of TCP, or closed.
                if thing.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    thing.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
