"""Phones of a room, as many as wanted, in a process of their own: they think, tap, and follow.

Reads a plan on its input and writes what happened on its output, both JSON. Times are of the
monotonic clock, which on one machine is the same for all processes.

Usage, by `tools/bench_room.py`:  python -m tools.crowd < plan.json > ledger.json
"""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import re
import sys
import time
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from tools.serving import HOST

FOLLOW = (1.5, 2.2)
"""Seconds between two questions of a phone to know whether the room moved, as in phone.js."""
PATIENCE = 12.0
"""Seconds that a phone waits for one answer of the server, as in phone.js."""
COMING = 10.0
"""Seconds within which all those who join do."""
REGARDS = ("citoyen", "elu", "entreprise", "association")
_KEY = re.compile(rb'name="cle" value="([^"]+)"')


@dataclass(frozen=True)
class Plan:
    """Who does what. Each phone says the words in their order, one after each thought."""

    port: int
    tokens: list[str]
    ballot: str
    words: list[tuple[str, str]]
    """Question and short word, the same for all: what they cost does not hang on what they say."""
    thought: tuple[float, float]
    """Seconds before each tap, least and most."""
    opens: bool = True
    """Whether a phone opens the page of the room before, within two seconds."""
    late: int = 0
    """The last ones of `tokens` say the first word only, at any moment of the others' time."""
    code: str = ""
    """Of the room that phones join, and do nothing else; `tokens` then says how many."""


@dataclass
class Ledger:
    """What the phones saw. A tap is phone, question, word, and when it was made and kept."""

    taps: list[tuple[int, str, str, float, float]] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    """Seconds to open the page of the room; for those who join, from the code to that page."""
    errors: list[str] = field(default_factory=list)
    reopened: int = 0
    """Connections that the server had closed between two requests."""
    told: dict[int, float] = field(default_factory=dict)
    """When an answer last told each phone where the room is."""


class Line:
    """One connection that is kept open, as a browser keeps its own."""

    def __init__(self, port: int, ledger: Ledger) -> None:
        self._port, self._ledger = port, ledger
        self._open: tuple[StreamReader, StreamWriter] | None = None

    async def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        more: str = "",
        kind: str = "application/json",
    ) -> Reply:
        """Asks once more, on a new connection, where the server had closed the one kept."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{self._port}\r\n"
            "User-Agent: banc\r\nAccept-Encoding: gzip\r\nSec-Fetch-Site: same-origin\r\n"
        )
        if body:
            head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        sent = f"{head}{more}\r\n".encode() + body
        was_open = self._open is not None
        try:
            return await self._ask(sent)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            if not was_open:
                raise
            self._ledger.reopened += 1
            return await self._ask(sent)

    async def _ask(self, sent: bytes) -> Reply:
        async with asyncio.timeout(PATIENCE):
            return await self._exchange(sent)

    async def _exchange(self, sent: bytes) -> Reply:
        if self._open is None:
            self._open = await asyncio.open_connection(HOST, self._port)
        reader, writer = self._open
        writer.write(sent)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:])
        }
        body = b""
        if headers.get("transfer-encoding") == "chunked":
            body = await _read_chunks(reader)
        elif length := int(headers.get("content-length", "0")):
            body = await reader.readexactly(length)
        if headers.get("connection") == "close":
            self.close()
        return Reply(int(lines[0].split(" ", 2)[1]), headers, body)

    def close(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


async def _read_chunks(reader: StreamReader) -> bytes:
    whole = b""
    while size := int(await reader.readline(), 16):
        whole += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return whole


async def enter(plan: Plan, ledger: Ledger, number: int, chance: random.Random) -> None:
    """One phone, from the code on the wall to the page of the room; nobody thinks meanwhile."""
    line, door = Line(plan.port, ledger), f"/j/{plan.code}"
    try:
        await asyncio.sleep(chance.uniform(0, COMING))
        before = time.monotonic()
        asked = await line.ask("GET", door)
        pressed = asked.headers.get("content-encoding") == "gzip"
        key = _KEY.search(gzip.decompress(asked.body) if pressed else asked.body)
        said = b"regard=%s&cle=%s" % (REGARDS[number % 4].encode(), key[1] if key else b"")
        seated = await line.ask("POST", door, said, kind="application/x-www-form-urlencoded")
        page = await line.ask("GET", seated.headers.get("location", "/"))
        if (seated.status, page.status) == (303, 200):
            ledger.pages.append(time.monotonic() - before)
        else:
            ledger.errors.append(f"entrée {seated.status}, page {page.status}")
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as fault:
        ledger.errors.append(repr(fault))
    finally:
        line.close()


async def answer(plan: Plan, ledger: Ledger, number: int, chance: random.Random) -> None:
    """One phone, from the page that it opens to its last word."""
    token, line, words = plan.tokens[number], Line(plan.port, ledger), plan.words
    least, most = plan.thought
    if number >= len(plan.tokens) - plan.late:
        words = words[:1]
        most = (least + most) / 2 * len(plan.words)
    try:
        if plan.opens:
            await asyncio.sleep(chance.uniform(0, 2))
            before = time.monotonic()
            page = await line.ask("GET", f"/p/{token}/salle")
            ledger.pages.append(time.monotonic() - before)
            if page.status != 200:
                ledger.errors.append(f"page {page.status}")
        for n, (question, word) in enumerate(words, 1):
            await asyncio.sleep(chance.uniform(least, most))
            said = {"id": "banc", "n": n, "q": question, "a": word, "vote": plan.ballot}
            tapped = time.monotonic()
            reply = await line.ask("POST", f"/p/{token}/reponse", json.dumps(said).encode())
            kept = time.monotonic()
            read = json.loads(reply.body)
            if reply.status == 200 and read.get("vu") == word:
                ledger.taps.append((number, question, word, tapped, kept))
                if read.get("k"):
                    ledger.told[number] = kept
            else:
                ledger.errors.append(f"{reply.status} {reply.body[:200]!r}")
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as fault:
        ledger.errors.append(repr(fault))
    finally:
        line.close()


async def follow(plan: Plan, ledger: Ledger, number: int, chance: random.Random) -> None:
    """The same phone asks whether the room moved, until it is told to stop.

    As in phone.js, an answer that tells it puts the question off.
    """
    line, tag = Line(plan.port, ledger), ""
    try:
        while True:
            asked, pause = time.monotonic(), chance.uniform(*FOLLOW)
            await asyncio.sleep(pause)
            while (left := ledger.told.get(number, asked) + pause - time.monotonic()) > 0:
                await asyncio.sleep(left)
            more = f"If-None-Match: {tag}\r\n" if tag else ""
            reply = await line.ask("GET", f"/p/{plan.tokens[number]}/etat", more=more)
            tag = reply.headers.get("etag", tag)
            if reply.status not in (200, 304):
                ledger.errors.append(f"état {reply.status}")
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as fault:
        ledger.errors.append(repr(fault))
    finally:
        line.close()


async def play(plan: Plan) -> Ledger:
    """All the phones at once; ends when each has said its last word."""
    ledger = Ledger()
    everybody = range(len(plan.tokens))
    if plan.code:
        await asyncio.gather(*(enter(plan, ledger, n, random.Random(n)) for n in everybody))
        return ledger
    following = [
        asyncio.create_task(follow(plan, ledger, n, random.Random(10_000 + n))) for n in everybody
    ]
    await asyncio.gather(*(answer(plan, ledger, n, random.Random(n)) for n in everybody))
    for task in following:
        task.cancel()
    for task in following:
        with suppress(asyncio.CancelledError):
            await task
    return ledger


if __name__ == "__main__":
    json.dump(asdict(asyncio.run(play(Plan(**json.load(sys.stdin))))), sys.stdout)
