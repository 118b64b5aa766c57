"""The server: the same app, plus what Streamlit alone lacks."""

import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from diagnostic.participant import Site, hide_tokens
from diagnostic.ui import server, session

server.forget_the_pages_folder()
hide_tokens()


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


@asynccontextmanager
async def warm_up(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Reads once what every page needs, and spares it from garbage collection."""
    session.gazetteer()
    session.benchmarks()
    session.store()
    send_at_once()
    gc.collect()
    gc.freeze()
    yield {}


app = st.App(
    "app.py",
    lifespan=warm_up,
    routes=Site(session.store, session.gazetteer).routes(),
    # The guard is inside: it reads pages before they are compressed.
    middleware=[Middleware(GZipMiddleware, minimum_size=1_000), Middleware(server.Guard)],
)
