"""Who may open what, once the server listens to a network: phones answer, the owner does the rest.

The owner is whoever sits at this machine, or came by the link written when it started.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Mapping
from functools import cache
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config

from diagnostic.settings import SettingsRefused, read_settings

ROOM = "DIAGNOSTIC_ROOM"
"""« true » where the server was started to be joined from the network."""
LINK = "DIAGNOSTIC_OWNER_LINK"
"""The secret of the owner's link; it opens once."""
COOKIE = "regards_acces"
ENTRY = "/acces/"
PHONES = ("/j", "/r", "/p", "/telephone")
"""What is open to the room: joining, answering, and the looks of these pages."""
_UNDER_PHONES = tuple(f"{one}/" for one in PHONES)
HEALTH = "/sante"
"""Open to whoever asks: it says « ok » or « not now », which the page of the phones says too."""
LOOPBACK = ("127.0.0.1", "::1")
LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
LONGEST_LIFE = 12 * 60 * 60
"""Seconds: a day of workshop."""
SHORTEST_SECRET = 16

_STRANGER = """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Regards croisés</title></head>
<body><p>Cette page ne s’ouvre que sur l’ordinateur qui accueille l’atelier, ou par le lien à
usage unique écrit à son démarrage.</p>
<p><a href="/j">Rejoindre la salle · Join the room</a></p></body></html>"""


def open_door(
    environment: Mapping[str, str] = os.environ,
    *,
    address: str | None = "127.0.0.1",
    hosted: bool = False,
) -> Doorkeeper | None:
    """The doorkeeper of a server that listens to the network; None for one that does not.

    `address`: where it listens; None for everywhere. `hosted`: people sign in, each for themselves.
    """
    if hosted:
        return None
    if environment.get(ROOM, "").lower() in ("true", "1"):
        return Doorkeeper(environment.get(LINK, ""))
    # Started by hand on a network: nobody was given a link, so only this machine enters.
    return None if address in LOCAL_NAMES else Doorkeeper("")


@cache
def the_door() -> Doorkeeper | None:
    """That of this process: what stands in front of the pages, and what a page asks of it."""
    try:
        hosted = read_settings().hosted
    except SettingsRefused:
        hosted = False  # Nothing opens then (opening.py); nor does the door.
    return open_door(address=config.get_option("server.address"), hosted=hosted)


@cache
def the_guard() -> Doorkeeper | None:
    """What stands in front of the pages of this process; None where people sign in.

    A server that listens to its own machine has no door, and all that another one relays to it
    seems to come from this machine: without signing in, it is from nobody known.
    """
    try:
        if read_settings().hosted:
            return None
    except SettingsRefused:
        pass  # As for the door.
    return the_door() or _Relayed("")


class Doorkeeper:
    """Examines each request before anything else sees it."""

    def __init__(self, link: str) -> None:
        self._link = link if len(link) >= SHORTEST_SECRET else ""
        self._owners: set[str] = set()
        self._lock = threading.Lock()

    def examine(self, scope: Scope) -> ASGIApp | None:
        """The answer to a request that may not enter; None for one that may."""
        path = str(scope["path"])
        if _is_open(scope):
            return None
        if path.startswith(ENTRY) and scope["type"] == "http":
            return self._enter(path.removeprefix(ENTRY))
        headers = _headers(scope)
        if not _is_from_here(headers) or not (
            _is_at_machine(scope, headers) or self._knows(headers)
        ):
            if scope["type"] == "websocket":
                return _hang_up
            return RedirectResponse("/j", 303) if path == "/" else HTMLResponse(_STRANGER, 403)
        return None

    def invite(self) -> str:
        """A new secret for the owner's link, which opens once, in place of the former one."""
        with self._lock:
            self._link = secrets.token_urlsafe(18)
            return self._link

    def _enter(self, typed: str) -> Response:
        """The link opens once: whoever finds it afterwards is a stranger."""
        with self._lock:
            is_owner = bool(self._link) and secrets.compare_digest(
                typed.encode(), self._link.encode()
            )
            if not is_owner:
                return HTMLResponse(_STRANGER, 403)
            self._link = ""
            key = secrets.token_urlsafe(32)
            self._owners.add(key)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            COOKIE, key, max_age=LONGEST_LIFE, httponly=True, samesite="lax", path="/"
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _knows(self, headers: Mapping[str, str]) -> bool:
        try:
            held = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return held is not None and self.knows(held.value)

    def knows(self, key: str | None) -> bool:
        """Whether a cookie is one that the owner's link gave."""
        return key is not None and key in self._owners


class _Relayed(Doorkeeper):
    """Lets in all but what another server relays."""

    def examine(self, scope: Scope) -> ASGIApp | None:
        if _is_open(scope) or not any(name in _headers(scope) for name in FORWARDED):
            return None
        return super().examine(scope)


def is_of_phones(path: str) -> bool:
    return path.startswith(_UNDER_PHONES) or path in PHONES


def _is_open(scope: Scope) -> bool:
    path = scope["path"]
    return scope["type"] == "http" and (path == HEALTH or is_of_phones(path))


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _is_at_machine(scope: Scope, headers: Mapping[str, str]) -> bool:
    """From this machine, called by its own name: neither relayed, nor by another site's trick."""
    client = scope.get("client")
    if client is None or client[0] not in LOOPBACK or any(name in headers for name in FORWARDED):
        return False
    return host_of(headers.get("host", "")) in LOCAL_NAMES


def _is_from_here(headers: Mapping[str, str]) -> bool:
    """Not sent by a page of another site."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") != "cross-site" or (
            headers.get("sec-fetch-mode") == "navigate"
        )
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    except ValueError:
        return False


def host_of(header: str) -> str | None:
    """The name that a Host header calls this machine by, without its port; None for nonsense."""
    try:
        return urlsplit(f"//{header}").hostname
    except ValueError:
        return None


async def _hang_up(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "websocket.close", "code": 1008})
