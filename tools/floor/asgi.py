"""The floor under the phone page: one durable insert for an answer, one bare page.

Served as the product is, by the same server with the same settings; it examines nothing.
"""

import json
import os
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from diagnostic.participant import send_at_once

PAGE = "<!doctype html><html lang=fr><title>Page nue</title><p>Répondez.</p></html>"

_alone = threading.Lock()
_memory = sqlite3.connect(
    os.environ["FLOOR_DATABASE"], isolation_level=None, check_same_thread=False
)
_memory.execute("PRAGMA journal_mode=WAL")
_memory.execute("PRAGMA synchronous=FULL")
_memory.execute("CREATE TABLE said (room TEXT, person TEXT, question TEXT, word TEXT)")


def _insert(row: tuple[str, str, str, str]) -> None:
    with _alone:
        _memory.execute("BEGIN IMMEDIATE")
        _memory.execute("INSERT INTO said VALUES (?, ?, ?, ?)", row)
        _memory.execute("COMMIT")


async def keep(request: Request) -> Response:
    said = json.loads(await request.body())
    person = request.path_params["token"]
    await run_in_threadpool(_insert, (person.partition("-")[0], person, said["q"], said["a"]))
    return JSONResponse({"vu": said["a"], "k": "1"})


async def join(request: Request) -> Response:
    await run_in_threadpool(_insert, (request.path_params["code"], "", "", ""))
    return Response(status_code=303, headers={"Location": "/p/1/salle"})


async def show(_: Request) -> Response:
    return HTMLResponse(PAGE)


async def live(_: Request) -> Response:
    return Response(status_code=304, headers={"ETag": '"1"'})


@asynccontextmanager
async def begin(_: st.App) -> AsyncIterator[dict[str, Any]]:
    send_at_once()
    yield {}


app = st.App(
    "page.py",
    lifespan=begin,
    routes=[
        Route("/j/{code}", show, methods=["GET"]),
        Route("/j/{code}", join, methods=["POST"]),
        Route("/p/{token}/reponse", keep, methods=["POST"]),
        Route("/p/{token}/salle", show, methods=["GET"]),
        Route("/p/{token}/etat", live, methods=["GET"]),
    ],
)
