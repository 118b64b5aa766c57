"""The server: the same app, plus what Streamlit alone lacks."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from diagnostic.participant import Site, hide_tokens, send_at_once
from diagnostic.ui import server, session

server.forget_the_pages_folder()
hide_tokens()


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
