"""A whole workshop: one facilitator, one wall, eight phones, and what goes wrong in a real room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, expect

from diagnostic.questionnaire import Text, current
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from diagnostic.workshops import Ballot, Stage, Step, StepKind, Turnout, Workshop
from tests.browser.person import plain
from tests.browser.test_phone import SAVED, touch
from tools import chromium
from tools.serving import ROOT, Server, serve

SHOTS = ROOT / "build" / "shots"
SMALLEST = 24
"""Pixels of the smallest letters of a wall of 1920 × 1080."""
SCRIPT = "<script>document.title='pris'</script>"
REGARDS = ["Habitant ou citoyen"] * 4 + ["Élue ou élu local"] * 4
FIRST = (2, 2, 3, 2, 8, 9, 8, 7)
SECOND = (5, 2, 6, 2, 8, 9, 8, 7)
FIGURES = b"8,0/10"
"""What the second regard said in the mean."""
FRANCE = b"IMPACT-Citoyens"

_LETTERS = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found = []
  while (walk.nextNode()) {
    const box = walk.currentNode.parentElement
    if (!walk.currentNode.data.trim() || box.closest('style, script, noscript')) continue
    if (!box.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    const place = box.getBoundingClientRect()
    if (place.width < 2 || place.height < 2) continue
    found.push([parseFloat(getComputedStyle(box).fontSize), walk.currentNode.data.trim()])
  }
  return found
}"""


def make_steps() -> tuple[Step, ...]:
    def said(words: str) -> Text:
        return Text(fr=words, en=words)

    return (
        Step(id="accueil", kind=StepKind.FRAME, title=said("Bienvenue"), body=said(SCRIPT)),
        Step(id="vote", kind=StepKind.QUESTIONS, title=said("L’emploi"), questions=("F01.G",)),
        Step(
            id="groupes",
            kind=StepKind.GROUPS,
            title=said("En groupes"),
            groups=(said(f"Groupe {SCRIPT}"), said("Groupe 2")),
        ),
        Step(id="decisions", kind=StepKind.DECISIONS, title=said("Décider")),
    )


@dataclass
class Hall:
    """The server, its memory by another door, and all the screens of one room."""

    server: Server
    store: Store
    workshop: Workshop
    code: str
    browser: Browser
    contexts: list[tuple[BrowserContext, chromium.Watch]] = field(default_factory=list)
    sent: bytearray = field(default_factory=bytearray)
    """All that reached the wall."""

    def open(self, path: str, width: int, height: int) -> Page:
        context = chromium.enter(self.browser, width=width, height=height)
        self.contexts.append((context, chromium.Watch.over(context)))
        page = context.new_page()
        if path.startswith("projeter"):
            page.on("websocket", self._listen)
        page.goto(f"{self.server.url}/{path}")
        return page

    def _listen(self, socket: WebSocket) -> None:
        def keep(payload: str | bytes) -> None:
            self.sent += payload if isinstance(payload, bytes) else payload.encode()

        socket.on("framereceived", keep)

    @property
    def stage(self) -> Stage:
        return self.store.room_state(self.workshop.id).stage

    @property
    def ballot(self) -> Ballot:
        return self.store.room_state(self.workshop.id).ballot

    def turnout(self) -> Turnout:
        return self.store.turnout(self.workshop, self.ballot)


@pytest.fixture
def hall(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    database = tmp_path_factory.mktemp("hall") / "regards.sqlite"
    with Store.open(database) as store:
        place = TerritoryKey.parse("commune:69264")
        diagnostic = store.open_diagnostic(f"Villefranche {SCRIPT}", place, current())
        store.set_threshold(diagnostic.code, 3)
        (wave,) = store.waves(diagnostic)
        workshop = store.open_workshop(
            wave, make_steps(), date(2026, 11, 30), f"Salle {SCRIPT}", 30
        )
        with serve(database, {"DIAGNOSTIC_ROOM": "true"}) as server:
            made = Hall(server, store, workshop, diagnostic.code, browser)
            yield made
            for context, _ in made.contexts:
                context.close()


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Takes the wall as the room sees it, and measures its letters."""

    def take(page: Page, name: str) -> None:
        chromium.settle(page)
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"atelier-{name}.png")
        small = [(size, words) for size, words in page.evaluate(_LETTERS) if size < SMALLEST]
        assert small == [], name
        assert page.title() != "pris"

    return take


def sees(page: Page, words: str) -> None:
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text(words).first).to_be_visible()


def join(hall: Hall, regard: str) -> Page:
    page = hall.open(f"j/{hall.workshop.code}", 390, 844)
    page.get_by_role("radio", name=regard).check()
    page.get_by_role("button", name="J’ai compris, je rejoins").click()
    page.wait_for_url("**/salle")
    return page


def vote(page: Page, mark: int) -> None:
    expect(touch(page, "F01.G", f"={mark}").get_by_text(SAVED)).to_be_visible()


def press(hall: Hall, lead: Page, key: str) -> None:
    """A key of the remote, and the state that it leads to."""
    chromium.settle(lead)
    before = hall.store.room_state(hall.workshop.id).revision
    lead.keyboard.press(key)
    until(lead, lambda: hall.store.room_state(hall.workshop.id).revision == before + 1)
    chromium.settle(lead)


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Waits for a state of the memory; each look lets the page work."""
    for _ in range(400):
        if is_so():
            return
        page.wait_for_function("new Promise(done => setTimeout(() => done(true), 50))")
    raise AssertionError("not so")


def test_the_key_l_locks_the_screen_and_the_remote_then_moves_nothing(hall: Hall) -> None:
    lead = hall.open(f"animer?a={hall.workshop.code}", 1280, 900)
    press(hall, lead, "PageDown")
    lead.keyboard.press("l")
    code = lead.get_by_label("Code de quatre chiffres")
    code.fill("2741")
    lead.get_by_label("Le même code, une seconde fois").fill("2741")
    lead.get_by_role("button", name="Verrouiller avec ce code").click()
    sees(lead, "Écran verrouillé")
    chromium.settle(lead)
    locked = hall.store.room_state(hall.workshop.id)
    for key in ("PageDown", " ", "Enter", "l"):
        lead.keyboard.press(key)
    chromium.settle(lead)
    assert hall.store.room_state(hall.workshop.id) == locked
    lead.screenshot(path=SHOTS / "atelier-verrouille.png")
    code.fill("2741")
    code.press("Enter")
    until(lead, lambda: not hall.store.room_state(hall.workshop.id).is_locked)
    press(hall, lead, "PageUp")
    press(hall, lead, "l")
    sees(lead, "Écran verrouillé")


def test_a_whole_workshop(hall: Hall, picture: Callable[[Page, str], None]) -> None:
    address = f"?a={hall.workshop.code}"
    lead = hall.open(f"animer{address}", 1280, 900)
    wall = hall.open(f"projeter{address}", 1920, 1080)
    sees(wall, "Rejoignez la salle")
    sees(wall, "0 personne")
    phones = [join(hall, regard) for regard in REGARDS]
    sees(wall, "8 personnes")
    picture(wall, "1-accueil")
    chromium.settle(lead)
    lead.get_by_role("button", name="Cacher l’accueil").click()
    sees(wall, SCRIPT)
    picture(wall, "2-cadre")

    # The first vote: one phone loses the network, then the server dies.
    press(hall, lead, "PageDown")
    press(hall, lead, "Space")
    for phone in phones:
        expect(phone.locator(".avis").get_by_text("Répondez maintenant")).to_be_visible()
    phones[0].context.set_offline(True)
    box = touch(phones[0], "F01.G", f"={FIRST[0]}")
    expect(box.get_by_text("gardé sur ce téléphone")).to_be_visible()
    for phone, mark in zip(phones[1:4], FIRST[1:4], strict=True):
        vote(phone, mark)
    sees(wall, "ont répondu, sur 8 personnes")
    picture(wall, "3-vote")
    hall.server.restart()
    phones[0].context.set_offline(False)
    expect(box.get_by_text(SAVED)).to_be_visible()
    for phone, mark in zip(phones[4:], FIRST[4:], strict=True):
        vote(phone, mark)
    assert hall.turnout() == Turnout(people=8, answered=8)

    # A second tab of the same phone is the same person.
    other = phones[1].context.new_page()
    other.goto(phones[1].url)
    vote(other, FIRST[1])
    assert hall.turnout() == Turnout(people=8, answered=8)
    other.close()
    expect(wall.get_by_text("8", exact=True)).to_be_visible()

    # The reveal, stage by stage: nothing of a stage is sent before it.
    press(hall, lead, "Enter")
    assert hall.stage is Stage.HIDDEN
    sees(wall, "Les résultats vont apparaître")
    picture(wall, "4-masque")
    press(hall, lead, "Enter")
    sees(wall, "Regardez votre téléphone")
    picture(wall, "5-son-regard")
    assert FIGURES not in hall.sent
    press(hall, lead, "Enter")
    sees(wall, "8,0/10")
    picture(wall, "6-autres-regards")
    assert FIGURES in hall.sent
    assert FRANCE not in hall.sent
    press(hall, lead, "Enter")
    sees(wall, "France :")
    picture(wall, "7-france")
    press(hall, lead, "Backspace")
    press(hall, lead, "Shift+Enter")
    assert hall.stage is Stage.OWN
    expect(wall.get_by_text("8,0/10")).to_have_count(0)
    press(hall, lead, "Enter")
    press(hall, lead, "Enter")
    assert hall.stage is Stage.FRANCE
    press(hall, lead, "Enter")
    sees(wall, "Que voit l’un que l’autre ne voit pas")
    picture(wall, "8-debat")

    # A round that is not open is refused; keys typed in a field lead nothing.
    forged = phones[2].request.post(
        phones[2].url, form={"vote": "vote:2:0", "v.F01.G": "", "a.F01.G": "=0"}
    )
    assert "compté" in plain(forged.text())
    assert hall.store.turnout(hall.workshop, Ballot("vote", 2, 0)).answered == 0
    assert phones[2].request.get(f"{hall.server.url}/j/BBBBBB").status == 404
    revision = hall.store.room_state(hall.workshop.id).revision
    lead.get_by_text("Les téléphones", exact=True).click()
    lead.get_by_label("Repère de la personne").press_sequentially("A B")
    lead.get_by_label("Repère de la personne").press("PageDown")
    assert hall.store.room_state(hall.workshop.id).revision == revision
    lead.get_by_text("Animer", exact=True).last.click()

    press(hall, lead, "Enter")
    assert hall.ballot == Ballot("vote", 2, 0)
    sees(wall, "Second vote")
    for phone, mark in zip(phones, SECOND, strict=True):
        vote(phone, mark)
    sees(wall, "8 réponses sur 8 personnes")
    picture(wall, "9-second-vote")
    press(hall, lead, "Enter")
    press(hall, lead, "Enter")
    sees(wall, "50 % ont changé")
    sees(wall, "0 % ont changé")
    picture(wall, "10-mouvement")

    # Groups, decisions, account: words are words.
    press(hall, lead, "PageDown")
    lead.get_by_label("Idée 1").first.fill(f"Une idée {SCRIPT}")
    lead.get_by_role("button", name="Écrire au mur").first.click()
    sees(wall, f"Une idée {SCRIPT}")
    picture(wall, "11-groupes")
    chromium.settle(lead)
    lead.get_by_text("Animer", exact=True).last.click()
    press(hall, lead, "PageDown")
    lead.get_by_label("Décision 1 : quoi").fill(f"Un café {SCRIPT}")
    lead.get_by_label("Qui, avec son accord").first.fill("La mairie")
    lead.get_by_label("Pour quand").first.fill("15/1/2027")
    lead.get_by_role("button", name="Écrire au mur").first.click()
    sees(wall, f"Un café {SCRIPT}")
    sees(wall, "15 janvier 2027")
    picture(wall, "12-decisions")
    chromium.settle(lead)
    lead.get_by_text("Fin et compte rendu").click()
    lead.get_by_role("button", name="Terminer").click()
    sees(wall, "Ce que la salle a répondu")
    picture(wall, "13-compte-rendu")
    chromium.settle(lead)
    link = lead.get_by_role("link", name="Garder le compte rendu").get_attribute("href")
    answer = lead.request.get(f"{hall.server.url}{link}")
    assert answer.headers["content-disposition"].startswith("attachment")
    account = answer.text()
    assert "<script" not in account
    assert "&lt;script&gt;" in account
    assert "50 %" in plain(account)
    for phone in phones:
        assert phone.title() != "pris"
