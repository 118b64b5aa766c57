"""The rehearsal of a workshop, from the door to the account, with all that goes wrong on the day.

Bots take every seat, one by a real request each; a wall is open; the server is killed while people
vote, a third of the phones lose the network, two abusers do their worst. At the end, what the wall
tells must be, to the digit, what the bots' own ledger says.

Usage, from the project root:  [FULL=1] python -m tools.rehearsal [portable|serveurs]…
`portable`: one process and SQLite, as on a laptop; `serveurs`: PostgreSQL, three processes behind
nginx with the configuration of deploy/nginx, where the wall and the phones meet only in the
database.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import date
from itertools import cycle, islice

from diagnostic.campaigns import Diagnostic
from diagnostic.questionnaire import current
from diagnostic.questionnaire.models import Text
from diagnostic.respondents import Viewpoint
from diagnostic.storage import RoomMoved, Store
from diagnostic.territories import TerritoryKey
from diagnostic.texts import voice_of
from diagnostic.workshops import (
    Decision,
    RoomState,
    Step,
    StepKind,
    Workshop,
    close_vote,
    end,
    next_step,
    open_vote,
    record_vote,
    reveal,
    second_round,
    toggle_join,
)
from tools.account_reader import SPACES, read_account
from tools.bots import Bot, Forger, Guesser, Ledger
from tools.sites import SITES, CannotServe, Site
from tools.wall_reader import WallReader

FULL = os.environ.get("FULL", "") not in ("", "0")
PEOPLE = 300 if FULL else 40
THOUGHT = (20.0, 60.0) if FULL else (0.3, 1.5)
"""Seconds before each answer: 45 minutes in all, or about two."""
AWAY = 60.0 if FULL else 6.0
"""Seconds without network for a third of the phones."""
SEEN_WITHIN = 30.0
"""Seconds after which the wall is said not to follow."""
REGARDS = (Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM, Viewpoint.ASSOCIATION)
PLAN = (("ici", 1, 5), ("panne", 6, 10), ("coupure", 11, 14))
"""Votes: name, first and last of the fourteen domains that are asked."""


def questions(first: int, last: int) -> tuple[str, ...]:
    return tuple(f"F{number:02}.G" for number in range(first, last + 1))


STEPS = (
    *(
        Step(
            id=name,
            kind=StepKind.QUESTIONS,
            title=Text(fr=name, en=name),
            questions=questions(first, last),
        )
        for name, first, last in PLAN
    ),
    Step(id="decider", kind=StepKind.DECISIONS, title=Text(fr="Décider", en="Decide")),
)


class Conductor:
    """The facilitator: moves the room as the keys of the screen do, through the memory."""

    def __init__(self, store: Store, workshop: Workshop) -> None:
        self._store, self._workshop = store, workshop

    @property
    def state(self) -> RoomState:
        return self._store.room_state(self._workshop.id)

    @property
    def step(self) -> Step:
        return self._workshop.step(self.state.step_id)

    async def press(self, move: Callable[[RoomState], RoomState]) -> RoomState:
        """One key; pressed again when another screen was first."""
        while True:
            state = self.state
            try:
                return await asyncio.to_thread(
                    self._store.move, self._workshop, state.revision, move(state)
                )
            except RoomMoved:
                continue

    async def reveal_all(self) -> None:
        """Own regard, other regards, France: one key each."""
        for _ in range(4):
            await self.press(lambda state: reveal(state, self.step))


async def rehearse(site: Site) -> list[str]:
    """Plays the whole afternoon. What went wrong, in French; empty when nothing did."""
    with Store.open(site.database) as store:
        diagnostic = store.open_diagnostic(
            "Répétition", TerritoryKey.parse("epci:243500139"), current(), fictitious=True
        )
        wave = store.waves(diagnostic)[0]
        workshop = store.open_workshop(wave, STEPS, date.today(), "Salle des fêtes", PEOPLE)
        return await _play(site, store, diagnostic, workshop)


async def _play(site: Site, store: Store, diagnostic: Diagnostic, workshop: Workshop) -> list[str]:
    ledger, conductor, wrong = Ledger(), Conductor(store, workshop), list[str]()
    wall = WallReader(site.port, workshop.code, site.enter())
    site.note_wall(wall)
    regards = list(islice(cycle(REGARDS), PEOPLE))
    bots = [Bot(n, viewpoint, site.url, ledger) for n, viewpoint in enumerate(regards)]
    forger_seat = Bot(PEOPLE, Viewpoint.CITIZEN, site.url, ledger)
    await asyncio.gather(*(bot.join(workshop.code) for bot in [*bots, forger_seat]))
    await conductor.press(toggle_join)
    names = tuple(step.id for step in STEPS)
    abusers: tuple[Guesser, Forger] = (
        Guesser(site.url, ledger),
        Forger(forger_seat, site.url, ledger, names),
    )
    always = [asyncio.create_task(bot.follow()) for bot in bots]
    always += [asyncio.create_task(abuser.abuse()) for abuser in abusers]
    troubles: dict[str, Callable[[], Awaitable[None]]] = {
        "panne": lambda: _break_down(site),
        "coupure": lambda: _cut_off(bots[::3]),
    }
    try:
        for name, first, last in PLAN:
            asked = questions(first, last)
            await conductor.press(lambda state: open_vote(state, conductor.step))
            await _vote(bots, f"{conductor.state.ballot}", asked, troubles.get(name))
            wrong += await _check_wall(wall, ledger, name, 1)
            await conductor.press(lambda state: close_vote(state, conductor.step))
            await conductor.reveal_all()
            if name == "coupure":
                await conductor.press(lambda state: second_round(state, conductor.step))
                await _vote(bots[: PEOPLE // 2], f"{conductor.state.ballot}", asked, None)
                await conductor.press(lambda state: close_vote(state, conductor.step))
                # The movement.
                await conductor.press(lambda state: reveal(state, conductor.step))
            await conductor.press(lambda state: record_vote(state, conductor.step))
            await conductor.press(lambda state: next_step(state, STEPS))
        store.write_decision(workshop, Decision(1, "Un relais", "Mme Martin", date(2027, 1, 5)))
        await conductor.press(end)
    finally:
        for task in always:
            task.cancel()
        await asyncio.gather(*always, return_exceptions=True)
        for bot in (*bots, forger_seat):
            await bot.leave()
        for abuser in abusers:
            await abuser.leave()
    account = await asyncio.to_thread(read_account, site.servers[-1].url, workshop.code)
    wrong += compare(store, workshop, bots, ledger, account)
    wrong += [f"fraude admise : {what} × {n}" for what, n in ledger.forged.items()]
    wrong += ledger.errors
    wall.close()
    tries = ", ".join(f"{n} × {what}" for what, n in ledger.tried.items())
    print(
        f"  {PEOPLE} téléphones, {ledger.acknowledged} réponses gardées, {ledger.again} renvoyées, "
        f"{sum(ledger.refused.values())} refusées ; abus tentés : {tries}"
    )
    print(f"  {site.tell()}")
    return wrong


async def _vote(
    bots: list[Bot],
    ballot: str,
    asked: tuple[str, ...],
    trouble: Callable[[], Awaitable[None]] | None,
) -> None:
    voting = [asyncio.create_task(bot.vote(ballot, asked, THOUGHT)) for bot in bots]
    if trouble is not None:
        await asyncio.sleep(THOUGHT[1])
        await trouble()
    await asyncio.gather(*voting)


async def _break_down(site: Site) -> None:
    """A server is killed as by a power cut, and comes back."""
    await asyncio.to_thread(site.break_down)


async def _cut_off(bots: list[Bot]) -> None:
    for bot in bots:
        bot.lose_network()
    await asyncio.sleep(AWAY)
    for bot in bots:
        bot.find_network()


async def _check_wall(wall: WallReader, ledger: Ledger, step: str, round_: int) -> list[str]:
    """The wall counts all those who voted."""
    voted = len(ledger.rounds[step, round_])
    due = time.monotonic() + SEEN_WITHIN
    await asyncio.to_thread(wall.look)
    while wall.count != voted and time.monotonic() < due:
        await asyncio.to_thread(wall.look)
    return [] if wall.count == voted else [f"{step} : le mur compte {wall.count}, pas {voted}"]


def compare(
    store: Store, workshop: Workshop, bots: list[Bot], ledger: Ledger, account: dict[str, str]
) -> list[str]:
    """Where the account is not what the ledger says, to the digit."""
    wrong: list[str] = []
    told = 0
    for name, first, last in PLAN:
        one, two = (ledger.rounds.get((name, number), {}) for number in (1, 2))
        for question in questions(first, last):
            wording = current().by_id[question].wording.of("fr")
            for regard in REGARDS:
                seats = [
                    bot.number for bot in bots if bot.viewpoint is regard and bot.number in one
                ]
                before = [one[seat].get(question) for seat in seats]
                after = [two.get(seat, {}).get(question, one[seat].get(question)) for seat in seats]
                for column, said in (("1", before), ("2", after if two else None)):
                    expected = say_mean(said) if said is not None else None
                    shown = account.get(key(wording, regard, column))
                    told += shown is not None
                    if expected is not None and shown != expected:
                        wrong.append(f"{question} {regard} vote {column} : {shown} ≠ {expected}")
    kept = store.record(workshop).boxes
    print(f"  {told} chiffres du compte rendu comparés, {len(kept)} urnes")
    return wrong


def key(wording: str, regard: Viewpoint, column: str) -> str:
    """Where the account tells a figure."""
    name = current().route(regard).plural.of("fr")
    return "|".join(SPACES.sub(" ", part) for part in (wording, name, column))


def say_mean(said: list[int | str | None]) -> str:
    """« 6,4/10 (n = 12) », computed from the ledger alone."""
    marks = [word for word in said if isinstance(word, int)]
    mean = sum(marks) / len(marks) if marks else None
    voice = voice_of("fr")
    return SPACES.sub(" ", f"{voice.mark(mean, 10)} (n = {len(marks)})")


def main(wanted: list[str]) -> int:
    told, failed = [], False
    for name in wanted or list(SITES):
        began = time.monotonic()
        print(f"Répétition « {name} »")
        try:
            with SITES[name]() as site:
                wrong = asyncio.run(rehearse(site))
        except CannotServe as reason:
            told.append(f"{name} NON JOUÉE ({reason})")
            continue
        for fault in wrong:
            print(f"  ! {fault}")
        failed = failed or bool(wrong)
        spent = time.monotonic() - began
        told.append(f"{name} {len(wrong)} écart pour {PEOPLE} téléphones ({spent:.0f} s)")
    print("rehearsal: " + " · ".join(told))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
