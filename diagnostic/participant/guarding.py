"""What every request meets: a small body, its own origin, strict headers, slow guessing."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request

LARGEST_FORM = 64 * 1024
LARGEST_ANSWER = 16 * 1024
"""Bytes; the longest comment in the least compact writing fits."""
PATIENCE = 20.0
"""Seconds in which a body must have come."""
MOST_FIELDS = 1_000

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
TELLING = 60.0
"""Seconds between two notices, in the log, that codes are being tried."""
_LOG = logging.getLogger("diagnostic.participant")
_TOKEN = re.compile(r"(/p/|/invitation/|/acces/)[^/?\s\"]+")


class Refused(Exception):
    """A request that is not served; `status` is of HTTP."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def check_origin(request: Request) -> None:
    """Raises Refused for a form or an answer sent from another site.

    Browsers since 2020, 2023 for Safari, say where a request comes from. Older ones send the
    origin, or « null » because our pages have no referrer; then the link's secret is the guard.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Refused(403)
        return
    origin = request.headers.get("origin")
    if origin in (None, "null"):
        return
    if urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise Refused(403)


async def read_form(request: Request) -> dict[str, list[str]]:
    """Field → values. Raises Refused."""
    _check_kind(request, "application/x-www-form-urlencoded")
    body = await _read(request, LARGEST_FORM)
    try:
        return parse_qs(
            body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
    except ValueError:
        raise Refused(400) from None


async def read_json(request: Request) -> dict[str, object]:
    """Raises Refused."""
    _check_kind(request, "application/json")
    body = await _read(request, LARGEST_ANSWER)
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400) from None
    if not isinstance(said, dict):
        raise Refused(400)
    return said


def _check_kind(request: Request, kind: str) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != kind:
        raise Refused(415)


async def _read(request: Request, most: int) -> bytes:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise Refused(413)
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise Refused(413)
    except TimeoutError:
        raise Refused(408) from None
    return bytes(body)


class Gate:
    """Slows those who try codes, without counting by address: a room has only one.

    Wrong codes make a debt, which time pays back. Over `allowed`, the answer to a wrong code
    waits `wait` seconds, and no more than `queue` wait at once: beyond, it is refused. A right
    code never waits, whatever others try beside it; the length of codes is what keeps them.
    """

    def __init__(
        self,
        *,
        allowed: float = 40,
        paid_per_second: float = 2,
        wait: float = 2.0,
        queue: int = 40,
    ) -> None:
        self._allowed, self._rate = allowed, paid_per_second
        self._wait, self._queue = wait, queue
        self._debt = 0.0
        self._at = time.monotonic()
        self._waiting = 0
        self._missed, self._told_at = 0, -TELLING

    async def miss(self) -> None:
        """A code was wrong: before this is said. Raises Refused."""
        self._debt = min(self._settle() + 1, 2 * self._allowed)
        self._missed += 1
        if self._debt <= self._allowed:
            return
        self._tell()
        if self._waiting >= self._queue:
            raise Refused(429)
        self._waiting += 1
        try:
            await asyncio.sleep(self._wait)
        finally:
            self._waiting -= 1

    def _settle(self) -> float:
        now = time.monotonic()
        self._debt = max(0.0, self._debt - (now - self._at) * self._rate)
        self._at = now
        return self._debt

    def _tell(self) -> None:
        """In the server's log: how many, and neither which codes nor from where."""
        if self._at - self._told_at >= TELLING:
            _LOG.warning("Codes essayés : %d faux depuis le dernier avis.", self._missed)
            self._missed, self._told_at = 0, self._at


class _Mask(logging.Filter):
    """Personal links are secrets: a log says that one was used, not which."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _TOKEN.sub(r"\1…", part) if isinstance(part, str) else part for part in record.args
            )
        if isinstance(record.msg, str):
            record.msg = _TOKEN.sub(r"\1…", record.msg)
        return True


def hide_tokens() -> None:
    """Keeps the secrets of personal links out of the server's log of requests."""
    logger = logging.getLogger("uvicorn.access")
    if not any(isinstance(known, _Mask) for known in logger.filters):
        logger.addFilter(_Mask())
