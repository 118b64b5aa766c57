"""What goes around every response: security headers, and the language of the page."""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qs

import streamlit
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from diagnostic.logbook import reference_of
from diagnostic.ui.doorkeeper import the_guard
from diagnostic.ui.turnstile import LATER, Turnstile

_ICON = (Path(__file__).parent / "assets/favicon.png").read_bytes()
FAVICON = f"data:image/png;base64,{base64.b64encode(_ICON).decode()}"
"""As an address: a file would be opened and examined at each run."""

LANGUAGE_SCRIPTS = {
    language: f"document.documentElement.lang = '{language}'" for language in ("fr", "en")
}
"""Streamlit says that every page is in English; these two scripts say the truth."""

TOP_SCRIPT = """{
  const main = document.querySelector('[data-testid=stMain]');
  const title = main?.querySelector('h1');
  title?.setAttribute('tabindex', '-1');
  title?.focus({ preventScroll: true });
  main?.scrollTo(0, 0);
}"""
"""A new screen of questions is read from its top, and the Tab key goes on from its title."""

KEYS_SCRIPT = """
(() => {
  if (window.regardsKeys) return
  window.regardsKeys = true
  const names = {
    PageDown: 'touche-suivante', PageUp: 'touche-precedente', ' ': 'touche-reponses',
    Enter: 'touche-reveler', Backspace: 'touche-masquer', l: 'verrouiller', L: 'verrouiller'
  }
  const fields = 'input, textarea, select, [contenteditable="true"], [role="combobox"], '
    + '[role="listbox"], [role="dialog"]'
  addEventListener('keydown', event => {
    const board = document.querySelector('.st-key-conduite')
    const name = event.key === 'Enter' && event.shiftKey ? 'touche-masquer' : names[event.key]
    if (!board || !name || event.ctrlKey || event.altKey || event.metaKey) return
    const here = document.activeElement
    if (here && here.closest(fields)) return
    const presses = event.key === ' ' || event.key === 'Enter'
    if (presses && here && here.closest('button, a, summary, [role="button"]')) return
    event.preventDefault()
    if (event.repeat) return
    document.querySelector(`.st-key-${name} button:not(:disabled)`)?.click()
  }, true)
  addEventListener('click', event => {
    if (event.detail) event.target.closest?.('button, summary')?.blur()
  }, true)
})()
"""
"""A presenter's remote types keys: they press the buttons of the facilitator's screen.

Never while one types, nor in place of the button that Tab led to; held down, once.
"""


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _inline_scripts() -> list[str]:
    """Streamlit's own inline scripts, ours, and no other one."""
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    own = re.findall(r"<script>(.*?)</script>", index.read_text(encoding="utf-8"), re.DOTALL)
    return [_hash(script) for script in (*own, *LANGUAGE_SCRIPTS.values(), TOP_SCRIPT, KEYS_SCRIPT)]


POLICY = (
    f"default-src 'self'; script-src 'self' 'unsafe-eval' {' '.join(_inline_scripts())}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'none'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
"""Nothing is fetched from, or sent to, another machine."""

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
CLOSED = ("/_stcore/metrics",)
"""What Streamlit tells to whoever asks, and nobody here has a use for."""
_BROKEN = (
    "Cette demande n’a pas pu être servie. Rechargez la page ; si cela recommence, prévenez la "
    "personne qui a installé l’application. Référence : {reference}\n"
    "This request could not be served. Reload the page. Reference: {reference}"
)


def forget_the_pages_folder() -> None:
    """Tells Streamlit that `app.py` makes the menu, before it has run a first time.

    Otherwise the first visitor of a process, when led by a link to a page that is not the
    home, is told in English that this page does not exist.
    """
    PagesManager.uses_pages_directory = False


class Guard:
    """Adds the headers to every response, errors and refused sockets too; slows the hasty."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.door = the_guard()
        self.turnstile = Turnstile(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = None
        if self.door and scope["type"] in ("http", "websocket"):
            refusal = self.door.examine(scope)
        if scope["type"] == "http":
            if scope["path"].rstrip("/") in CLOSED:
                refusal = refusal or PlainTextResponse("Not Found", 404)
            await self._answer(refusal or self.app, scope, receive, send)
        elif scope["type"] == "websocket":
            await (refusal or self.turnstile)(scope, receive, _with_a_reason(scope, send))
        else:
            await self.app(scope, receive, send)

    async def _answer(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"")
        asked = parse_qs(query.decode("latin-1")).get("lang") if query else None
        language = b'lang="en"' if asked and asked[-1] == "en" else b'lang="fr"'
        is_page = has_begun = False

        async def guarded(message: Message) -> None:
            nonlocal is_page, has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                # The phone's page has its own, stricter ones.
                headers = _guarded(message.get("headers", []))
                is_page = dict(headers).get(b"content-type", b"").startswith(b"text/html")
                message = {**message, "headers": headers}
            elif is_page and message["type"] == "http.response.body":
                # Two letters replace two letters, so the announced length stays true.
                body = message.get("body", b"").replace(b'lang="en"', language, 1)
                message = {**message, "body": body}
            await send(message)

        try:
            await app(scope, receive, guarded)
        except Exception as fault:
            if not has_begun:
                said = _BROKEN.format(reference=reference_of(fault))
                await PlainTextResponse(said, 500)(scope, receive, guarded)
            # The server's own log says what happened; the visitor is told no more.
            raise


def _guarded(given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    headers = list(given)
    said = {name.lower() for name, _ in headers}
    return headers + [header for header in HEADERS if header[0] not in said]


def _with_a_reason(scope: Scope, send: Send) -> Send:
    """A socket that is refused before it opened is answered as a page is, with the headers."""
    can_tell = "websocket.http.response" in scope.get("extensions", {})
    is_open = False

    async def said(message: Message) -> None:
        nonlocal is_open
        if message["type"] == "websocket.accept":
            is_open = True
        if message["type"] != "websocket.close" or is_open or not can_tell:
            await send(message)
            return
        status = 503 if message.get("code") == LATER else 403
        start = {"type": "websocket.http.response.start", "status": status}
        await send({**start, "headers": _guarded([(b"content-length", b"0")])})
        await send({"type": "websocket.http.response.body", "body": b""})

    return said
