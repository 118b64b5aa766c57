"""What a room costs: phones, wall, memory, each beside its floor, in turn, in one run.

A smaller size by default; FULL=1 plays the whole one, and the memory for an hour as it passes.
Goals are told, never asserted: nothing here fails because a machine is slow.

Usage, from the project root:
    [FULL=1] python -m tools.bench_room [phones|salve|entree|memoire|heure]…
(`heure`: the beats of an hour of memory, as fast as they come, in a few minutes.)
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil  # type: ignore[import-untyped]

from diagnostic.campaigns import Wave
from diagnostic.questionnaire import current
from diagnostic.questionnaire.models import Text
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from diagnostic.ui import facilitator, wall
from diagnostic.workshops import (
    Ballot,
    Seat,
    Step,
    StepKind,
    Workshop,
    open_vote,
    toggle_count,
    toggle_join,
)
from tools.crowd import Ledger, Plan
from tools.serving import ROOT
from tools.watcher import Watcher
from tools.wire import Browser, cpu_of, serve

FULL = os.environ.get("FULL", "") not in ("", "0")
ROUNDS = 2
TAPS = 20 if FULL else 5
"""Answers of each phone; the questions of a step are ten, then each is answered anew."""
LATE = 20
"""Phones more, which vote once at any moment: the wall is watched all along."""
THOUGHT = (1.0, 3.0)
HOUR = round(3_600 / wall.BEAT)
"""Beats of the wall in an hour."""
BEATS = HOUR if FULL else 600
"""Of them while memory is watched; the facilitators' screens have half as many."""
MOVES = 120
"""Beats of the wall between two moves of the facilitator, which draw every screen whole."""
LONGEST = 300
"""Seconds after which the phones of one run are given up."""
BURSTS = (200, 300, 500) if FULL else (200,)
ENTERING = 300
"""Phones that join within ten seconds."""
REGARDS = (Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM, Viewpoint.ASSOCIATION)
QUESTIONS = tuple(f"F{number:02}.G" for number in range(1, 11))
STEP = Step(
    id="vote",
    kind=StepKind.QUESTIONS,
    title=Text(fr="Nos fragilités", en="Our fragilities"),
    questions=QUESTIONS,
)


@dataclass(frozen=True)
class Site:
    """A server under measure; the floor has no memory of ours."""

    port: int
    process: int
    store: Store | None = None
    wave: Wave | None = None


@dataclass(frozen=True)
class Room:
    """A room where all are seated and the vote is open."""

    site: Site
    code: str
    ballot: Ballot
    tokens: list[str]
    workshop: Workshop | None
    seats: list[Seat]


@dataclass(frozen=True)
class Run:
    """What one play of the phones cost; milliseconds, but for `visible`."""

    taps: tuple[float, float]
    pages: tuple[float, float]
    visible: tuple[float, float]
    """Seconds from acknowledged to the wall's counter."""
    all_visible: tuple[float, float]
    """Seconds from the first tap, and from the last one, until the wall counts everybody."""
    processor: float
    """Milliseconds of the server for each answer, wall and polling included."""
    answers: int
    errors: list[str]
    missing: int
    """Answers that were acknowledged and that the memory does not hold."""


def seat(site: Site, people: int, name: str) -> Room:
    """A room of its own for each run: what one run said is not in the way of the next."""
    if site.store is None or site.wave is None:
        tokens = [f"{name}-{n}" for n in range(people)]
        return Room(site, name, Ballot(STEP.id, 1, 0), tokens, None, [])
    store = site.store
    expected = max(people, ENTERING)
    workshop = store.open_workshop(site.wave, (STEP,), date(2026, 11, 22), "Salle", expected)
    joined = [store.join(workshop, regard) for regard in islice(cycle(REGARDS), people)]
    state = store.room_state(workshop.id)
    for move in (toggle_join, partial(open_vote, step=STEP)):
        state = store.move(workshop, state.revision, move(state))
    seats, tokens = [one for one, _ in joined], [token for _, token in joined]
    return Room(site, workshop.code, state.ballot, tokens, workshop, seats)


def play(site: Site, people: int, name: str, *, burst: bool = False) -> Run:
    """So many phones in a new room, with its wall; `burst`, one vote each within a second."""
    late = 0 if burst else LATE
    room = seat(site, people + late, name)
    words = [
        (QUESTIONS[n % len(QUESTIONS)], f"={(n * 3 + n // len(QUESTIONS)) % 11}")
        for n in range(1 if burst else TAPS)
    ]
    plan = Plan(
        site.port,
        room.tokens,
        str(room.ballot),
        words,
        (0.0, 1.0) if burst else THOUGHT,
        opens=not burst,
        late=late,
    )
    watcher = Watcher(site.port, f"a={room.code}", "projeter" if site.store else "", pace=wall.BEAT)
    with watcher.watching():
        before = cpu_of(site.process)
        ledger = gather(plan)
        processor = cpu_of(site.process) - before
        watcher.wait_for(len({tap[0] for tap in ledger.taps}))
    return read(room, ledger, watcher, processor)


def gather(plan: Plan) -> Ledger:
    """Plays the plan in another process: it must not take the server's time, nor the watcher's."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.crowd"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        check=True,
        timeout=LONGEST,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    return Ledger(**json.loads(done.stdout))


def read(room: Room, ledger: Ledger, watcher: Watcher, processor: float) -> Run:
    first: dict[int, tuple[float, float]] = {}
    for phone, _, _, tapped, kept in sorted(ledger.taps, key=lambda tap: tap[4]):
        first.setdefault(phone, (tapped, kept))
    delays = []
    for count, (_, kept) in enumerate(first.values(), 1):
        at = watcher.when(count)
        # Kept, then shown, then acknowledged: it happens, and is no delay.
        delays.append(max(0.0, at - kept) if at is not None else float("inf"))
    whole = watcher.when(len(room.tokens)) or float("inf")
    touched = [tap for tap, _ in first.values()] or [0.0]
    return Run(
        spread([1000 * (kept - tap) for *_, tap, kept in ledger.taps]),
        spread([1000 * page for page in ledger.pages]),
        spread(delays),
        (whole - min(touched), whole - max(touched)),
        1000 * processor / max(1, len(ledger.taps)),
        len(ledger.taps),
        ledger.errors,
        count_missing(room, ledger),
    )


def count_missing(room: Room, ledger: Ledger) -> int:
    """The last acknowledged word of each phone on each question, compared with the memory."""
    store = room.site.store
    if store is None:
        return 0
    said: dict[int, dict[str, str]] = {}
    for phone, question, word, _, _ in ledger.taps:
        said.setdefault(phone, {})[question] = word
    missing = 0
    for phone, words in said.items():
        voted = store.votes(room.seats[phone], room.ballot)
        held = store.answers(room.seats[phone].submission)
        for question, word in words.items():
            kept = (voted.get(question), held.get(question))
            missing += any(one is None or f"={one.value}" != word for one in kept)
    return missing


def spread(costs: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    ordered = sorted(costs) or [float("nan")]
    return statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]


def in_turn(floor: Site, product: Site, people: int, *, burst: bool = False) -> list[list[Run]]:
    """The runs of the floor and those of the product, one of each in turn."""
    kind = "salve" if burst else "charge"
    runs: list[list[Run]] = [[], []]
    for turn in range(ROUNDS if FULL or people <= 200 else 1):
        for which, site in enumerate((floor, product)):
            runs[which].append(play(site, people, f"{kind}{people}{turn}", burst=burst))
    return runs


def middle(runs: list[Run], what: str, which: int) -> float:
    figures: list[float] = [getattr(run, what)[which] for run in runs]
    return statistics.median(figures)


def show_phones(floor: Site, product: Site) -> list[str]:
    """Prints what phones wait, and what the wall lags; returns their summary."""
    told = []
    print(f"{'':26}{'toucher → gardé':>17}{'ouvrir la page':>16}{'gardé → mur':>14}{'ms CPU':>8}")
    for people in (200, 500):
        both = in_turn(floor, product, people)
        for name, runs in zip(("plancher", "la salle"), both, strict=True):
            print(
                f"{people} téléphones, {name:10}"
                f"{middle(runs, 'taps', 0):8.1f} / {middle(runs, 'taps', 1):6.1f}"
                f"{middle(runs, 'pages', 0):7.1f} / {middle(runs, 'pages', 1):6.1f}"
                f"{middle(runs, 'visible', 0):6.2f} / {middle(runs, 'visible', 1):.2f} s"
                f"{statistics.median(run.processor for run in runs):7.1f}"
            )
        ratio = middle(both[1], "taps", 1) / middle(both[0], "taps", 1)
        goal = 1.0 if people <= 200 else 1.5
        lag, faults = middle(both[1], "visible", 1), sum(len(run.errors) for run in both[1])
        answers, missing = (sum(getattr(r, w) for r in both[1]) for w in ("answers", "missing"))
        print(
            f"    p95 = {ratio:.1f} × plancher (but ≤ 3) · mur p95 {lag:.2f} s (but ≤ {goal} s) · "
            f"{answers} réponses, {faults} erreurs, {missing} perdues"
        )
        for error in sorted({error for runs in both for run in runs for error in run.errors})[:5]:
            print(f"    ! {error}")
        told.append(
            f"{people} : p95 {middle(both[1], 'taps', 1):.1f} ms ({ratio:.1f} × plancher), "
            f"mur {lag:.2f} s, {faults} erreurs, {missing} perdues"
        )
    return told


def show_burst(floor: Site, product: Site) -> list[str]:
    """Prints how votes within one second come to the wall; returns their summary."""
    told = []
    for people in BURSTS:
        both = in_turn(floor, product, people, burst=True)
        for name, runs in zip(("plancher", "la salle"), both, strict=True):
            print(
                f"salve de {people}, {name:10}  "
                f"{middle(runs, 'taps', 0):8.1f} / {middle(runs, 'taps', 1):6.1f} ms · tous au mur "
                f"{middle(runs, 'all_visible', 0):.2f} s après le premier toucher, "
                f"{middle(runs, 'all_visible', 1):.2f} s après le dernier (but ≤ 2 s)"
            )
        faults = sum(len(run.errors) + run.missing for run in both[1])
        whole = middle(both[1], "all_visible", 0)
        told.append(f"salve de {people} : tous au mur en {whole:.2f} s, {faults} erreurs")
    return told


def show_entry(floor: Site, product: Site) -> list[str]:
    """Prints what it takes to come in, from the code to the room's page; returns its summary."""
    told = []
    for turn in range(ROUNDS):
        for name, site in (("plancher", floor), ("la salle", product)):
            code = seat(site, 0, f"entree{turn}").code
            ledger = gather(Plan(site.port, [""] * ENTERING, "", [], THOUGHT, code=code))
            half, most = spread([1000 * page for page in ledger.pages])
            faults = len(ledger.errors)
            print(
                f"entrer à {ENTERING} en dix secondes, {name:10}{half:8.1f} / {most:6.1f} ms, "
                f"{len(ledger.pages)} entrés, {faults} erreurs (but ≤ 2 000 ms)"
            )
            told.append(f"entrer à {ENTERING} : p95 {most:.0f} ms, {faults} erreurs")
    return told[-1:]


def grow(site: Site, room: Room, beats: int, *, paced: bool) -> tuple[float, float]:
    """One wall and three facilitator screens: megabytes more at the end, and seconds it took."""
    pages = ("projeter", "animer", "animer", "animer") if site.store else ("",) * 4
    screens = [Browser(site.port, f"a={room.code}", page) for page in pages]
    process = psutil.Process(site.process)
    began, held = time.monotonic(), 0.0
    try:
        for beat in range(MOVES + beats):
            if beat == MOVES:
                # What every screen needs once is there.
                held, began = process.memory_info().rss, time.monotonic()
            if paced and beat > MOVES:
                time.sleep(max(0.0, began + (beat - MOVES) * wall.BEAT - time.monotonic()))
            if beat % MOVES == 0 and room.site.store and room.workshop:
                state = room.site.store.room_state(room.workshop.id)
                room.site.store.move(room.workshop, state.revision, toggle_count(state))
            for number, screen in enumerate(screens):
                if number == 0 or beat % round(facilitator.BEAT / wall.BEAT) == 0:
                    screen.rerun(fragment=screen.beat)
        return (process.memory_info().rss - held) / 1e6, time.monotonic() - began
    finally:
        for screen in screens:
            screen.close()


def show_memory(floor: Site, product: Site, beats: int = BEATS, *, paced: bool = FULL) -> list[str]:
    """Prints what screens left open keep of memory; returns its summary."""
    said = "une heure au pas de l’horloge" if paced else f"{beats} battements, accélérés"
    figures = []
    for name, site in (("plancher", floor), ("la salle", product)):
        grown, seconds = grow(site, seat(site, 12, "memoire"), beats, paced=paced)
        share = beats / HOUR
        print(
            f"mémoire, 1 mur et 3 animateurs, {name:10}{grown:+7.1f} Mo en {said} "
            f"({share:.2f} h de séance, en {seconds:.0f} s)"
        )
        figures.append(grown)
    print("    but : moins de 20 Mo en une heure")
    return [f"mémoire {figures[1]:+.1f} Mo ({said})"]


SHOWN: dict[str, Callable[[Site, Site], list[str]]] = {
    "phones": show_phones,
    "salve": show_burst,
    "entree": show_entry,
    "memoire": show_memory,
}
"""Part → what plays it and prints it."""
ASKED = SHOWN | {"heure": partial(show_memory, beats=HOUR, paced=False)}
"""With what is only played on request."""


def main(wanted: list[str]) -> None:
    busy = os.getloadavg()[0]
    if busy > 1:
        print(
            f"Cette machine travaille à autre chose (charge {busy:.1f}) : ne lisez que des ordres "
            "de grandeur."
        )
    (ROOT / "build").mkdir(exist_ok=True)
    # On the disk of the project: where temporary files live may well be memory.
    with TemporaryDirectory(dir=ROOT / "build", prefix="bench-room-") as name, ExitStack() as stack:
        folder = Path(name)
        (folder / ".streamlit").mkdir()
        shutil.copy(ROOT / ".streamlit/config.toml", folder / ".streamlit")
        database = folder / "salle.sqlite"
        store = stack.enter_context(Store.open(database))
        where = TerritoryKey.parse("commune:69264")
        diagnostic = store.open_diagnostic("Le banc", where, current())
        product = Site(
            *stack.enter_context(serve(ROOT / "asgi.py", ROOT, DIAGNOSTIC_DATABASE=str(database))),
            store,
            store.waves(diagnostic)[0],
        )
        bare = {"FLOOR_DATABASE": str(folder / "plancher.sqlite"), "FLOOR_BEAT": str(wall.BEAT)}
        floor = Site(*stack.enter_context(serve(ROOT / "tools/floor/asgi.py", folder, **bare)))
        told = [words for one in wanted or SHOWN for words in ASKED[one](floor, product)]
    print("bench-room: " + " · ".join(told))


if __name__ == "__main__":
    main(sys.argv[1:])
