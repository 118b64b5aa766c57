"""The server: the same app, plus what Streamlit alone lacks."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from diagnostic.participant import (
    LEVEL,
    SMALLEST,
    Compressed,
    Phones,
    Site,
    hide_tokens,
    send_at_once,
)
from diagnostic.storage.sweeper import Sweeper
from diagnostic.ui import doorkeeper, handing, health, journal, server, session
from diagnostic.ui.opening import Closed, the_opening

journal.begin()
server.forget_the_pages_folder()
hide_tokens()


@asynccontextmanager
async def warm_up(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Reads once what every page needs, and spares it from garbage collection."""
    session.gazetteer()
    session.benchmarks()
    the_opening.open()
    # Its base is another server's as long as it is not open here.
    sweeper = Sweeper(lambda: session.memory() if the_opening.refusal is None else None)
    sweeper.start()
    send_at_once()
    gc.collect()
    gc.freeze()
    yield {}
    sweeper.stop()
    the_opening.close()


app = st.App(
    "app.py",
    lifespan=warm_up,
    routes=[
        *handing.Handing(session.memory).routes(),
        *health.Health(the_opening, session.memory).routes(),
    ],
    on_script_error=journal.draw_fault,
    # The guard is inside: it reads pages before they are compressed.
    middleware=[
        Middleware(Compressed, minimum_size=SMALLEST, compresslevel=LEVEL),
        Middleware(server.Guard),
        Middleware(Closed),
        Middleware(
            Phones,
            routes=Site(session.memory, session.gazetteer, session.indicators).routes(),
            are_theirs=doorkeeper.is_of_phones,
        ),
    ],
)
