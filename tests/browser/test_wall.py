"""The wall fits its screen at every moment, is read from afar, and hides nothing under an edge."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from diagnostic.demonstration import fill
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer
from diagnostic.workshops import (
    MOST_DECISIONS,
    MOST_IDEAS,
    Decision,
    Idea,
    Step,
    StepKind,
    Workshop,
    go_to,
    toggle_join,
)
from diagnostic.workshops.workshop import LONGEST_IDEA, MOST_GROUPS
from tests.browser.person import plain
from tests.builders import text
from tools import chromium, staged
from tools.serving import ROOT, Server, serve

SIZES = ((1920, 1080), (1280, 720))
SMALLEST = 24
"""Pixels of the smallest letters of a wall of 1920 × 1080."""
A4 = 688
"""Pixels of a sheet between its margins of 14 mm."""
SHOTS = ROOT / "build" / "shots"
PLAIN = ("accueil", "vote", "france", "debat-vote", "plusieurs-france", "r1", "r3", "r4-debat")
"""Moments looked at without the mark of a demonstration too: there is more room then."""
LONG = ("Une idée qui prend toute la place qui lui est laissée sur le carnet, et la suite. " * 4)[
    :LONGEST_IDEA
]

_FAULTS = """([width, height, smallest]) => {
  const found = []
  const main = document.querySelector('[data-testid="stMain"]')
  if (main.scrollHeight > main.clientHeight || main.scrollWidth > main.clientWidth)
    found.push(`défile : ${main.scrollWidth} × ${main.scrollHeight}`)
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  let read = 0
  while (walk.nextNode()) {
    const node = walk.currentNode, holder = node.parentElement
    if (!node.data.trim() || holder.closest('style, script')) continue
    if (!holder.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    if (box.width < 2) continue
    read += 1
    const words = node.data.trim().slice(0, 40)
    const edge = holder.closest('[class*="st-key-mur-grand"]')?.getBoundingClientRect()
      ?? { left: 0, top: 0, right: width, bottom: height }
    if (box.left < edge.left - 1 || box.top < edge.top - 1 || box.right > edge.right + 1
        || box.bottom > edge.bottom + 1 || box.right > width || box.bottom > height + 1)
      found.push(`au-delà du bord : ${words} ${[box.right, box.bottom].map(Math.round)}`)
    const size = parseFloat(getComputedStyle(holder).fontSize)
    if (size < smallest) found.push(`${size} px : ${words}`)
  }
  if (!read) found.push('rien à lire')
  return found
}"""


@dataclass
class Wall:
    """One wall, and the memory that it follows."""

    page: Page
    server: Server
    store: Store
    workshop: Workshop

    def look(self, name: str) -> list[str]:
        """What is wrong at a moment, at each size."""
        staged.stand(self.store, self.workshop, name)
        return self.faults(self.workshop, name)

    def faults(self, workshop: Workshop, name: str) -> list[str]:
        self.page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        self.page.goto(f"{self.server.url}/projeter?a={workshop.code}")
        found = []
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            chromium.settle(self.page)
            wrong = self.page.evaluate(_FAULTS, [width, height, SMALLEST])
            found += [f"{name} à {width} : {fault}" for fault in wrong]
        return found


@pytest.fixture(scope="module")
def wall(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    database: Path = tmp_path_factory.mktemp("mur") / "regards.sqlite"
    with Store.open(database) as store:
        demonstration = fill(store, Gazetteer.read())
        workshop = staged.open_staged(store, store.waves(demonstration)[-1])
        with serve(database) as server:
            width, height = SIZES[0]
            context = chromium.enter(browser, width=width, height=height)
            yield Wall(context.new_page(), server, store, workshop)
            context.close()


@pytest.fixture
def true_territory(wall: Wall) -> Iterator[Wall]:
    """The same answers, as if the territory had given them: without the mark of a demonstration."""
    _mark(wall.server, fictitious=False)
    wall.server.restart()
    yield wall
    _mark(wall.server, fictitious=True)
    wall.server.restart()


def _mark(server: Server, *, fictitious: bool) -> None:
    with sqlite3.connect(server.database) as connection:
        connection.execute("UPDATE diagnostic SET fictitious = ?", (fictitious,))


def test_every_moment_of_a_demonstration_fits_its_screen(wall: Wall) -> None:
    assert [fault for name in staged.MOMENTS for fault in wall.look(name)] == []


def test_a_wall_without_the_mark_of_a_demonstration_fits_too(true_territory: Wall) -> None:
    assert [fault for name in PLAIN for fault in true_territory.look(name)] == []
    main = true_territory.page.get_by_test_id("stMain")
    assert "Données fictives" not in main.inner_text()


def test_the_fullest_pads_and_decisions_fit(wall: Wall) -> None:
    store = wall.store
    steps = (
        Step(
            id="groupes",
            kind=StepKind.GROUPS,
            title=text("Six groupes"),
            groups=tuple(text(f"Groupe {n}") for n in range(1, MOST_GROUPS + 1)),
            guiding=(text("Qu’est-ce qui marche déjà, même en petit ?"),),
        ),
        Step(id="decisions", kind=StepKind.DECISIONS, title=text("Décider")),
    )
    wave = next(w for d in store.diagnostics() for w in store.waves(d) if w.closed_on is None)
    full = store.open_workshop(wave, steps, date(2026, 11, 26), "", 40)
    for group in range(1, MOST_GROUPS + 1):
        for number in range(1, MOST_IDEAS + 1):
            store.write_idea(full, Idea("groupes", group, number, LONG))
    for number in range(1, MOST_DECISIONS + 1):
        store.write_decision(full, Decision(number, LONG, LONG, date(2027, 1, number)))
    state = store.move(full, 1, toggle_join(store.room_state(full.id)))
    found = wall.faults(full, "carnets")
    store.move(full, state.revision, go_to(state, full.steps, "decisions"))
    assert [*found, *wall.faults(full, "décisions")] == []
    store.erase_workshop(full)


def test_the_account_prints_on_sheets_of_its_own_width_and_tells_what_figures_rest_on(
    wall: Wall,
) -> None:
    staged.stand(wall.store, wall.workshop, "compte-rendu")
    wall.page.goto(f"{wall.server.url}/animer?a={wall.workshop.code}")
    chromium.settle(wall.page)
    link = wall.page.get_by_role("link", name="Garder le compte rendu").get_attribute("href")
    account = wall.page.request.get(f"{wall.server.url}{link}").text()
    sheet = wall.page.context.new_page()
    sheet.set_content(account)
    sheet.emulate_media(media="print")
    sheet.set_viewport_size({"width": A4, "height": 900})
    SHOTS.mkdir(parents=True, exist_ok=True)
    sheet.screenshot(path=SHOTS / "atelier-compte-rendu-imprime.png", full_page=True)
    assert sheet.evaluate("document.documentElement.scrollWidth") <= A4
    assert sheet.pdf(format="A4").startswith(b"%PDF")
    said = plain(sheet.locator("body").inner_text())
    assert "Source : votes de la salle, 26 novembre 2026." in said
    assert "n est le nombre de personnes" in said
    rows = sheet.locator("section tbody tr")
    told = [plain(row) for row in rows.all_inner_texts()]
    assert len(told) > 10
    assert [row for row in told if "(n = " not in row] == []
    assert said.index("Ce qui est décidé") < said.index("Ce que la salle a répondu")
    sheet.close()
