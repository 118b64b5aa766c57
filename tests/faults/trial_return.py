"""A whole room loses its server: each phone then finds on its page all that it was told."""

from __future__ import annotations

import asyncio
import gzip
import re
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.conftest import FULL
from tests.faults.phones import Phone, answer_during, seat
from tools.crowd import Ledger, Line
from tools.serving import serve

PEOPLE = 300 if FULL else 150
LEAST = 3
"""Answers of each phone before the cut."""
THEME, ASKED = "vital", {"F01.G", "F02.G", "F03.G"}
"""A page, and what the phones answer of what it asks."""
KEPT = re.compile(r'name="v\.([^"]+)" value="=(\d+)"')
"""What a page says of a question: the word that was read back from the memory."""


async def come_back(port: int, phone: Phone) -> dict[str, int]:
    """With nothing but the link: question → what the page shows."""
    line = Line(port, Ledger())
    page = await line.ask("GET", f"/p/{phone.token}/t/{THEME}")
    line.close()
    assert page.status == 200
    return {name: int(value) for name, value in KEPT.findall(gzip.decompress(page.body).decode())}


def test_each_phone_finds_all_it_was_told_once_the_server_was_cut_and_came_back(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    file = tmp_path / "regards.sqlite"
    phones = seat(file, PEOPLE)

    async def all_come_back(port: int) -> list[dict[str, int]]:
        return await asyncio.gather(*(come_back(port, phone) for phone in phones))

    async def wait_for_each() -> None:
        while any(phone.acknowledged < LEAST for phone in phones):
            await asyncio.sleep(0.05)

    with serve(file) as server:
        asyncio.run(answer_during(server.port, phones, wait_for_each))
        server.restart()
        began = time.monotonic()
        shown = asyncio.run(all_come_back(server.port))
        lasted = time.monotonic() - began
    told = [{name: phone.told[name][-1] for name in ASKED} for phone in phones]
    found = sum(one == two for one, two in zip(told, shown, strict=True))
    tell(f"{PEOPLE} téléphones, serveur tué : {found} retrouvent tout, en {lasted:.1f} s")
    assert shown == told
