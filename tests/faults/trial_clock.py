"""The wall clock jumps while people answer: nothing waits for it, nothing is ordered by it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

from diagnostic.storage import Store
from diagnostic.storage.copies.verifying import find_faults
from tests.faults.conftest import FULL
from tests.faults.phones import answer_during, judge, seat, wait
from tests.storage.rows import database_of
from tools.serving import serve

DAY = 86_400
JUMPS = (-DAY, 3_650 * DAY, -3_600, 0, -30 * DAY, 40) * (5 if FULL else 1)
"""Seconds by which the clock is ahead, one after the other."""
PEOPLE = 40 if FULL else 10
SLOWEST = 10.0
"""Seconds in which an answer must still be kept right after a jump."""


def test_a_clock_that_jumps_loses_nothing_and_holds_nobody_up(
    shim: Path, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    file, jump = tmp_path / "regards.sqlite", tmp_path / "saut"
    phones, chance = seat(file, PEOPLE), random.Random(3)
    with serve(file, {"LD_PRELOAD": str(shim), "JUMP": str(jump)}) as server:

        async def move() -> None:
            for ahead in JUMPS:
                jump.write_text(str(ahead))
                before = [phone.acknowledged for phone in phones]
                # Two more each: the second one was sent after the jump.
                async with asyncio.timeout(SLOWEST):
                    while any(
                        phone.acknowledged < then + 2
                        for phone, then in zip(phones, before, strict=True)
                    ):
                        await asyncio.sleep(0.05)
                await wait(chance, 0.1, 0.3)

        asyncio.run(answer_during(server.port, phones, move))
    verdict = judge(file, phones)
    refused = sum(phone.refused + phone.cut for phone in phones)
    tell(
        f"{len(JUMPS)} sauts d’horloge : {verdict.acknowledged} confirmées, {verdict.lost} "
        f"perdue(s), {refused} refus"
    )
    assert (verdict.lost, verdict.twice, verdict.invented, refused) == (0, 0, 0, 0)
    with Store.open(file) as store:
        assert find_faults(database_of(store)) == ()
