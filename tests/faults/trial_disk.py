"""The disk refuses to write, then takes again: nobody is told that what is not kept is kept."""

from __future__ import annotations

import asyncio
import errno
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.conftest import FULL
from tests.faults.phones import answer_during, judge, seat, wait
from tools.serving import Server, serve

POINTS = 50 if FULL else 3
PEOPLE = 40 if FULL else 10
CAUSES = {"plein": errno.ENOSPC, "en panne": errno.EIO, "en lecture seule": errno.EROFS}


@pytest.mark.parametrize("cause", CAUSES)
def test_a_disk_that_refuses_makes_no_false_acknowledgement_and_needs_no_restart(
    shim: Path, tmp_path: Path, tell: Callable[[str], None], cause: str
) -> None:
    file, flag = tmp_path / "regards.sqlite", tmp_path / "refus"
    phones, chance = seat(file, PEOPLE), random.Random(2)
    environment = {"LD_PRELOAD": str(shim), "REFUSAL": str(flag)}
    with serve(file, environment) as server:

        async def refuse_now_and_then() -> None:
            for _ in range(POINTS):
                await wait(chance, 0.2, 1.0)
                before = refusals()
                flag.write_text(str(CAUSES[cause]))
                while refusals() == before:
                    await asyncio.sleep(0.05)
                flag.unlink()
            await wait(chance, 0.5, 1.0)

        def refusals() -> int:
            return sum(phone.refused for phone in phones)

        first = server.pid
        asyncio.run(answer_during(server.port, phones, refuse_now_and_then))
        assert server.pid == first
    verdict = judge(file, phones)
    refused = sum(phone.refused for phone in phones)
    tell(
        f"disque {cause} {POINTS} fois : {refused} refus dits, {verdict.acknowledged} confirmées, "
        f"{verdict.lost} perdue(s)"
    )
    assert refused >= POINTS
    assert (verdict.lost, verdict.twice, verdict.invented) == (0, 0, 0)


def test_a_base_held_by_another_program_is_waited_for_then_refused_then_kept(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    file = tmp_path / "regards.sqlite"
    phones = seat(file, 4)
    with serve(file) as server:

        async def hold() -> None:
            with closing(sqlite3.connect(file, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                # Longer than the product waits: somebody is told, within the phone's patience.
                while not any(phone.refused or phone.cut for phone in phones):
                    await asyncio.sleep(0.1)
                other.execute("ROLLBACK")
            await until_each_is_told_again(phones_told())

        def phones_told() -> list[int]:
            return [phone.acknowledged for phone in phones]

        async def until_each_is_told_again(before: list[int]) -> None:
            async with asyncio.timeout(60):
                while any(now <= then for now, then in zip(phones_told(), before, strict=True)):
                    await asyncio.sleep(0.05)

        asyncio.run(answer_during(server.port, phones, hold))
        assert is_up(server)
    verdict = judge(file, phones)
    tell(f"base verrouillée : {verdict.acknowledged} confirmées, {verdict.lost} perdue(s)")
    assert (verdict.lost, verdict.twice, verdict.invented) == (0, 0, 0)


def is_up(server: Server) -> bool:
    return server.is_healthy()
