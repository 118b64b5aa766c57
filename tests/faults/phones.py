"""Phones that answer without pause and write down what they were told: a ledger for each."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from diagnostic.questionnaire import current
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from tests.storage.rows import database_of, history
from tools.crowd import Ledger, Line

QUESTIONS = tuple(f"F{number:02}.G" for number in range(1, 11))
PAUSE = 0.05
"""Seconds before a phone that was not answered asks again."""
REST = 0.02
"""Seconds between two answers: without any, two cores serve nothing but the phones."""


@dataclass
class Phone:
    """One person; `told` are the values acknowledged for each question, in order."""

    token: str
    submission: Submission
    told: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in QUESTIONS})
    refused: int = 0
    """Times that the server said that it could not keep the answer."""
    cut: int = 0
    """Times that it said nothing."""

    @property
    def acknowledged(self) -> int:
        return sum(map(len, self.told.values()))


@dataclass
class Verdict:
    """The ledgers compared with the memory."""

    acknowledged: int
    lost: int
    twice: int
    invented: int


def seat(where: Path | str, people: int) -> list[Phone]:
    """So many people who have just begun, in a new diagnostic."""
    with Store.open(where) as store:
        diagnostic = store.open_diagnostic("Essai", TerritoryKey.parse("commune:69123"), current())
        (wave,) = store.waves(diagnostic)
        begun = [store.begin(wave, Viewpoint.CITIZEN, short=False) for _ in range(people)]
    return [Phone(token, submission) for submission, token in begun]


async def answer(port: int, phone: Phone, stop: asyncio.Event) -> None:
    """Answers until told to stop, each answer until it is acknowledged."""
    line, number, step = Line(port, Ledger()), 0, 0
    while not stop.is_set():
        name = QUESTIONS[step % len(QUESTIONS)]
        value = (step // len(QUESTIONS) + step % len(QUESTIONS)) % 11
        step += 1
        while True:
            # Never the same number twice: a server that lives would say that it knows it.
            number += 1
            if await _send(line, phone, {"id": "essai", "n": number, "q": name, "a": f"={value}"}):
                phone.told[name].append(value)
                break
            await asyncio.sleep(PAUSE)
        await asyncio.sleep(REST)
    line.close()


async def _send(line: Line, phone: Phone, said: dict[str, object]) -> bool:
    try:
        reply = await line.ask("POST", f"/p/{phone.token}/reponse", json.dumps(said).encode())
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
        phone.cut += 1
        line.close()
        return False
    if reply.status == 200 and json.loads(reply.body).get("vu") == said["a"]:
        return True
    phone.refused += 1
    return False


async def answer_during(
    port: int, phones: list[Phone], trouble: Callable[[], Awaitable[None]]
) -> None:
    """All the phones at once, while `trouble` lasts; then each ends its answer under way."""
    stop = asyncio.Event()
    people = [asyncio.create_task(answer(port, phone, stop)) for phone in phones]
    try:
        await trouble()
        stop.set()
        async with asyncio.timeout(60):
            await asyncio.gather(*people)
    finally:
        for person in people:
            person.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*people, return_exceptions=True)


def judge(where: Path | str, phones: list[Phone]) -> Verdict:
    """The memory's own history must be what each phone was told, line for line.

    Two answers to a question that follow one another always differ, and each was asked for until
    it was acknowledged: an answer sent again after a cut that had been kept makes no line more.
    """
    verdict = Verdict(sum(phone.acknowledged for phone in phones), 0, 0, 0)
    with Store.open(where) as store:
        for phone in phones:
            kept: dict[str, list[int]] = {name: [] for name in QUESTIONS}
            for name, revision, _, value in history(store, phone.submission):
                kept[name].append(int(str(value)))
                assert len(kept[name]) == revision
            now = store.answers(phone.submission)
            for name, told in phone.told.items():
                verdict.lost += max(0, len(told) - len(kept[name]))
                verdict.twice += max(0, len(kept[name]) - len(told))
                verdict.invented += kept[name] != told
                assert not told or now[name].value == told[-1]
        if isinstance(where, Path):
            with database_of(store).reading() as connection:
                assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    return verdict


async def wait(chance: random.Random, least: float, most: float) -> None:
    await asyncio.sleep(chance.uniform(least, most))
