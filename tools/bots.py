"""Bots in the seats of a room: they join, think, tap, lose the network, cheat, and keep a ledger.

A bot believes only what the server acknowledged. What was not is sent again, under the same
number, as a phone does.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter
from dataclasses import dataclass, field

import httpx2

from diagnostic.respondents import Viewpoint

PATIENCE = 12.0
"""Seconds that a bot waits for one answer of the server, as a phone does."""
AGAIN = (0.3, 1.0)
"""Seconds before what was not acknowledged is sent again."""
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_KEY = re.compile(r'name="cle" value="([^"]+)"')
_LINK = re.compile(r"/p/([\w-]+)")

Said = dict[str, int | str]
"""Question id → last word that was acknowledged."""


@dataclass
class Ledger:
    """What the bots saw."""

    rounds: dict[tuple[str, int], dict[int, Said]] = field(default_factory=dict)
    """Step and round → bot → what it said there."""
    acknowledged: int = 0
    again: int = 0
    """Sent more than once."""
    refused: Counter[str] = field(default_factory=Counter)
    """Why, in the server's words → how many times."""
    errors: list[str] = field(default_factory=list)
    forged: Counter[str] = field(default_factory=Counter)
    """What abusers tried and got in."""
    tried: Counter[str] = field(default_factory=Counter)
    """What abusers tried."""

    def note(self, bot: int, step: str, round_: int, question: str, word: int | str) -> None:
        said = self.rounds.setdefault((step, round_), {}).setdefault(bot, {})
        said[question] = word
        self.acknowledged += 1


class Bot:
    """One phone."""

    def __init__(self, number: int, viewpoint: Viewpoint, address: str, ledger: Ledger) -> None:
        self.number, self.viewpoint = number, viewpoint
        self.token = ""
        self._ledger = ledger
        self._chance = random.Random(number)
        self._sent = 0
        self._network = asyncio.Event()
        self._network.set()
        self._client = httpx2.AsyncClient(
            base_url=address, timeout=PATIENCE, headers={"Sec-Fetch-Site": "same-origin"}
        )

    async def join(self, code: str) -> None:
        """Takes a seat, whatever the network does meanwhile."""
        while not self.token:
            try:
                page = await self._client.get(f"/j/{code}")
                key = _KEY.search(page.text)
                form = {"cle": key[1] if key else "", "regard": self.viewpoint.value}
                reply = await self._client.post(f"/j/{code}", data=form)
            except httpx2.HTTPError:
                await asyncio.sleep(self._chance.uniform(*AGAIN))
                continue
            found = _LINK.search(reply.headers.get("location", ""))
            if found:
                self.token = found[1]
            elif reply.status_code < 500:
                raise RuntimeError(f"{reply.status_code} {reply.text[:300]}")

    async def vote(
        self, ballot: str, questions: tuple[str, ...], thought: tuple[float, float]
    ) -> None:
        """Answers each question, and some of them twice, until all is acknowledged or refused."""
        step, round_ = ballot.split(":")[:2]
        order = list(questions)
        self._chance.shuffle(order)
        order += [name for name in questions if self._chance.random() < 0.2]
        for question in order:
            await asyncio.sleep(self._chance.uniform(*thought))
            word = self._chance.choice([*range(11), *range(11), "ne_sait_pas"])
            if await self._say(ballot, question, word):
                self._ledger.note(self.number, step, int(round_), question, word)

    async def _say(self, ballot: str, question: str, word: int | str) -> bool:
        self._sent += 1
        short = f"={word}" if isinstance(word, int) else word
        body = {"id": "repetition", "n": self._sent, "q": question, "a": short, "vote": ballot}
        tries = 0
        while True:
            await self._network.wait()
            tries += 1
            self._ledger.again += tries > 1
            try:
                reply = await self._client.post(f"/p/{self.token}/reponse", json=body)
            except httpx2.HTTPError:
                await asyncio.sleep(self._chance.uniform(*AGAIN))
                continue
            if reply.status_code in (429, 502, 503, 504):
                await asyncio.sleep(self._chance.uniform(*AGAIN))
                continue
            said = _read(reply)
            if reply.status_code == 200 and said.get("vu") == short:
                return True
            self._ledger.refused[str(said.get("refus") or said or reply.status_code)] += 1
            return False

    def lose_network(self) -> None:
        """From now on the phone keeps what is tapped, and sends nothing."""
        self._network.clear()

    def find_network(self) -> None:
        self._network.set()

    async def follow(self) -> None:
        """Asks whether the room moved, until it is cancelled."""
        while True:
            await asyncio.sleep(self._chance.uniform(1.5, 2.2))
            await self._network.wait()
            try:
                await self._client.get(f"/p/{self.token}/etat")
            except httpx2.HTTPError:
                continue

    async def leave(self) -> None:
        await self._client.aclose()


class Guesser:
    """An abuser who tries codes and links at random."""

    def __init__(self, address: str, ledger: Ledger) -> None:
        self._ledger = ledger
        self._chance = random.Random("codes")
        self._client = httpx2.AsyncClient(base_url=address, timeout=PATIENCE)

    async def abuse(self) -> None:
        """Until it is cancelled."""
        while True:
            code = "".join(self._chance.choices(ALPHABET, k=6))
            for kind, path in (("code", f"/j/{code}"), ("lien", f"/p/{code * 5}ab/salle")):
                try:
                    reply = await self._client.get(path)
                except httpx2.HTTPError:
                    continue
                self._ledger.tried[kind] += 1
                if reply.status_code == 200 and 'name="regard"' in reply.text:
                    self._ledger.forged[kind] += 1
            await asyncio.sleep(0.05)

    async def leave(self) -> None:
        await self._client.aclose()


class Forger:
    """An abuser with a seat: votes for rounds that are not open, for questions not asked, floods.

    It never votes as it should, so nothing of it may be in any box.
    """

    def __init__(self, bot: Bot, address: str, ledger: Ledger, steps: tuple[str, ...]) -> None:
        self._bot, self._ledger, self._steps = bot, ledger, steps
        self._chance = random.Random("faux")
        self._client = httpx2.AsyncClient(
            base_url=address, timeout=PATIENCE, headers={"Sec-Fetch-Site": "same-origin"}
        )
        self._sent = 0

    async def abuse(self) -> None:
        """Until it is cancelled."""
        while True:
            await asyncio.gather(*(self._forge() for _ in range(4)))
            await asyncio.sleep(0.1)

    async def _forge(self) -> None:
        self._sent += 1
        forged = f"{self._chance.choice(self._steps)}:{self._chance.choice((2, 3, 9))}:7"
        kind, ballot, question, word = self._chance.choice(
            (
                ("tour", forged, "F01.G", "=5"),
                ("étape", "nulle-part:1:0", "F01.G", "=5"),
                ("bulletin", "<script>", "F01.G", "=5"),
                ("énorme", forged, "F01.G", "9" * 200_000),
            )
        )
        body = {"id": "faux", "n": self._sent, "q": question, "a": word, "vote": ballot}
        try:
            reply = await self._client.post(f"/p/{self._bot.token}/reponse", json=body)
        except httpx2.HTTPError:
            return
        self._ledger.tried[kind] += 1
        if reply.status_code == 200:
            self._ledger.forged[kind] += 1

    async def leave(self) -> None:
        await self._client.aclose()


def _read(reply: httpx2.Response) -> dict[str, object]:
    try:
        said = json.loads(reply.text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
