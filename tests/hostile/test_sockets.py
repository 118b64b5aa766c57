"""Sockets (T10, T11, T21–T23): floods, heavy or senseless frames, lines by the thousand."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack

import psutil  # type: ignore[import-untyped]
import pytest
from starlette.types import Message, Receive, Scope, Send
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from diagnostic.ui import server as guarding
from diagnostic.ui.turnstile import BURST, LARGEST, RATE, RESERVE, Turnstile
from tests.hostile.raw import FULL, ask, hear_all, open_line, rerun, run
from tools.serving import ROOT, Server

ROOM = {"host": b"192.168.1.12:8501"}
Play = Callable[[Turnstile], Awaitable[None]]


class Room:
    """An app behind the turnstile, and the clock that both look at."""

    def __init__(self, **limits: int | float) -> None:
        self.now = 0.0
        self.heard: list[tuple[float, Message]] = []
        self.turnstile = Turnstile(self._listen, clock=lambda: self.now, **limits)  # type: ignore[arg-type]

    async def _listen(self, scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            self.heard.append((self.now, message))
            if message["type"] == "websocket.disconnect":
                await send({"type": "websocket.send", "bytes": b"too late"})
                return

    def speak(
        self,
        messages: list[tuple[float, Message]],
        monkeypatch: pytest.MonkeyPatch,
        address: str = "192.168.1.50",
        **headers: bytes,
    ) -> list[Message]:
        """What a client hears who sends these messages, each after some seconds."""
        sent: list[Message] = []
        left = iter([*messages, (0.0, {"type": "websocket.disconnect", "code": 1000})])

        async def receive() -> Message:
            wait, message = next(left)
            self.now += wait
            return message

        async def send(message: Message) -> None:
            sent.append(message)

        async def sleep(seconds: float) -> None:
            self.now += seconds

        named = ROOM | headers
        scope: Scope = {
            "type": "websocket",
            "client": (address, 1),
            "headers": [(name.encode(), value) for name, value in named.items()],
        }
        with monkeypatch.context() as patch:
            patch.setattr("diagnostic.ui.turnstile.asyncio.sleep", sleep)
            asyncio.run(self.turnstile(scope, receive, send))
        return sent


def word(size: int = 1) -> Message:
    return {"type": "websocket.receive", "bytes": b"x" * size}


def test_a_person_in_haste_is_never_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A burst of sixty, then twenty a second for a minute: more than any hand or page does."""
    room = Room()
    room.speak([(0.0, word())] * BURST + [(1 / RATE, word())] * 1_200, monkeypatch)
    assert room.now == pytest.approx(60.0)


def test_a_flood_is_read_at_the_pace_of_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room()
    room.speak([(0.0, word())] * 1_060, monkeypatch)
    assert len(room.heard) == 1_061
    assert room.now == pytest.approx(1_000 / RATE)


def test_a_heavy_or_written_message_ends_the_line_and_only_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = Room()
    sent = room.speak([(0.0, word(LARGEST)), (0.0, word(LARGEST + 1))], monkeypatch)
    assert sent == [{"type": "websocket.close", "code": 1009}]
    assert [message["type"] for _, message in room.heard] == [
        "websocket.receive",
        "websocket.disconnect",
    ]
    text: Message = {"type": "websocket.receive", "text": "bonjour"}
    assert room.speak([(0.0, text)], monkeypatch) == [{"type": "websocket.close", "code": 1003}]


def test_lines_are_counted_and_given_back() -> None:
    """An address has its share, all have theirs, and the machine itself always finds a place."""
    holding = 0

    async def hold(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal holding
        holding += 1
        await receive()

    turnstile = Turnstile(hold, most=6, most_from_one=4)

    async def play() -> None:
        hang_up = asyncio.Event()

        async def receive() -> Message:
            await hang_up.wait()
            return {"type": "websocket.disconnect"}

        async def call(address: str, host: bytes = ROOM["host"]) -> list[Message]:
            sent: list[Message] = []

            async def send(message: Message) -> None:
                sent.append(message)

            scope: Scope = {"client": (address, 1), "headers": [(b"host", host)]}
            lines.append(asyncio.create_task(turnstile(scope, receive, send)))
            await asyncio.sleep(0)
            return sent

        lines: list[asyncio.Task[None]] = []
        refused = [await call("10.0.0.1") for _ in range(6)]
        assert [bool(one) for one in refused] == [False] * 4 + [True] * 2
        assert refused[-1] == [{"type": "websocket.close", "code": 1013}]
        assert [bool(await call("10.0.0.2")) for _ in range(3)] == [False, False, True]
        assert not await call("127.0.0.1", b"127.0.0.1:8501")
        for _ in range(RESERVE - 1):
            await call("127.0.0.1", b"127.0.0.1:8501")
        assert await call("127.0.0.1", b"127.0.0.1:8501")
        hang_up.set()
        await asyncio.gather(*lines)
        assert not await call("10.0.0.1")

    asyncio.run(play())
    assert holding == 6 + RESERVE + 1


@pytest.mark.parametrize(
    ("address", "host", "relay", "enters"),
    [
        ("127.0.0.1", b"127.0.0.1:8501", None, True),
        ("127.0.0.1", b"localhost", None, True),
        ("::1", b"[::1]:8501", None, True),
        ("127.0.0.1", b"regards.example", b"10.0.0.9", True),
        ("10.0.0.9", b"regards.example", None, True),
        ("127.0.0.1", b"piege.example:8501", None, False),
        ("127.0.0.1", b"127.0.0.1.piege.example", None, False),
        ("127.0.0.1", b"http://[", None, False),
        ("127.0.0.1", b"", None, False),
    ],
)
def test_a_name_that_another_site_pointed_at_this_machine_opens_no_line(
    monkeypatch: pytest.MonkeyPatch, address: str, host: bytes, relay: bytes | None, enters: bool
) -> None:
    room = Room()
    more = {"x-forwarded-for": relay} if relay else {}
    sent = room.speak([], monkeypatch, address, host=host, **more)
    assert bool(room.heard) is enters
    assert enters or sent == [{"type": "websocket.close", "code": 1008}]


# The real server


@pytest.fixture
def neighbour(server: Server) -> Iterator[ClientConnection]:
    with open_line(server.port) as line:
        run(line)
        yield line


UPGRADE = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec_websocket_version": "13",
    "sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def test_another_site_or_another_name_opens_no_line(server: Server) -> None:
    for headers in (
        {"origin": "http://piege.example"},
        {"origin": "null"},
        {"host": "piege.example"},
        {"host": "piege.example", "origin": "http://piege.example"},
    ):
        said = ask(server.port, "/_stcore/stream", **UPGRADE, **headers)
        assert said.status == 403
        assert {name.decode() for name, _ in guarding.HEADERS} <= set(said.headers)
        assert not said.body


def test_senseless_frames_end_their_line_and_say_nothing(server: Server) -> None:
    for number in range(5_000 if FULL else 200):
        with open_line(server.port) as line:
            # It begins with a kind of field that does not exist: no chance makes sense of the rest.
            line.send(b"\x07" + os.urandom(1 + number % 300))
            heard, code = hear_all(line)
        assert code == 1002
        assert str(ROOT).encode() not in heard
        assert b"Traceback" not in heard
    assert server.is_healthy()


def test_a_heavy_frame_ends_its_line_and_fills_no_memory(server: Server) -> None:
    before = psutil.Process(server.pid).memory_info().rss
    for size in (LARGEST + 1, 19_000_000, 30_000_000):
        with open_line(server.port) as line:
            try:
                line.send(b"\x00" * size)
            except ConnectionClosed:
                continue
            assert hear_all(line)[1] == 1009
    with open_line(server.port) as line:
        line.send("du texte")
        assert hear_all(line)[1] == 1003
    assert psutil.Process(server.pid).memory_info().rss - before < 50_000_000
    assert server.is_healthy()


def test_a_flood_on_one_line_leaves_the_neighbour_served(
    server: Server, neighbour: ClientConnection
) -> None:
    over = threading.Event()
    sent = [0]

    def flood(line: ClientConnection) -> None:
        line.socket.settimeout(2)
        try:
            while not over.is_set():
                line.send(rerun())
                sent[0] += 1
        except (OSError, ConnectionClosed):
            pass

    seconds = 60.0 if FULL else 5.0
    waits = []
    with ExitStack() as lines:
        floods = []
        for _ in range(5 if FULL else 1):
            line = lines.enter_context(open_line(server.port))
            floods.append(threading.Thread(target=flood, args=(line,), daemon=True))
            threading.Thread(target=_listen, args=(line,), daemon=True).start()
        for one in floods:
            one.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            before = time.monotonic()
            run(neighbour)
            waits.append(time.monotonic() - before)
            over.wait(0.1)
        over.set()
        for one in floods:
            one.join(10)
    waits.sort()
    print(f"{sent[0]} messages ; voisin : p95 {waits[int(0.95 * len(waits))] * 1000:.0f} ms")
    # Two shared cores: the goal of 200 ms is that of a quiet machine.
    assert waits[int(0.95 * len(waits))] < 1.0


def _listen(line: ClientConnection) -> None:
    try:
        while True:
            line.recv()
    except ConnectionClosed:
        pass
