"""The phone page in a real browser: with JavaScript and without, with the network and without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from diagnostic.answers import Answer
from diagnostic.campaigns import ask_locally
from diagnostic.questionnaire import current
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from tests.browser.person import plain
from tools import chromium
from tools.chromium import Theme
from tools.serving import Server, serve

LIGHTEST = 40_000
"""Bytes of the first page, with all it needs, before any compression."""
SMALLEST = 44
"""Pixels of what a finger touches."""
SCRIPT = "<script>window.__x=1</script><img src=//dehors.example/a.png onerror=window.__x=1>"
LONG = "interminable" * 15
SMALL = """smallest => [...document.querySelectorAll('button, a, summary, select, textarea, label')]
  .filter(it => it.checkVisibility() && !it.matches('.hors, .texte, .rang, .avance label'))
  .map(it => [it.innerText, it.getBoundingClientRect()])
  .filter(([_, box]) => box.height < smallest || box.width < smallest)
  .map(([words, box]) => `${words} ${box.width}x${box.height}`)"""
"""What can be touched and is smaller than a finger."""
SAVED = "✓ Enregistré"
EXCUSED = re.compile(r"ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|(404|409) \(")
"""What the browser says by itself when a test cuts the network, the server or the wave."""


@dataclass(frozen=True)
class Hall:
    """A server, and an invitation to answer."""

    server: Server
    code: str
    database: Path

    @property
    def invitation(self) -> str:
        return f"{self.server.url}/r/{self.code}"

    def answers(self, token: str) -> dict[str, Answer]:
        with Store.open(self.database) as store:
            return store.answers(store.resume(token)[0])

    def people(self) -> int:
        with Store.open(self.database) as store:
            (wave,) = store.waves(store.diagnostic(self.code))
            return len(store.passages(wave))


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    database = tmp_path_factory.mktemp("phone") / "regards.sqlite"
    with Store.open(database) as store:
        place = TerritoryKey.parse("commune:69264")
        diagnostic = store.open_diagnostic("Villefranche, nos regards", place, current())
        store.add_local_question(diagnostic, ask_locally(1, "text", f"{SCRIPT} {LONG} ?"))
    with serve(database) as server:
        yield Hall(server, diagnostic.code, database)


Take = Callable[..., Page]


@pytest.fixture
def take(browser: Browser) -> Iterator[Take]:
    """Takes a phone out of a pocket; what goes wrong in its console is a failure."""
    contexts: list[tuple[BrowserContext, chromium.Watch]] = []

    def make(*, scripts: bool = True, theme: Theme = "light") -> Page:
        context = browser.new_context(
            locale="fr-FR",
            viewport={"width": 390, "height": 844},
            has_touch=True,
            color_scheme=theme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(chromium.PATIENCE)
        contexts.append((context, chromium.Watch.over(context)))
        return context.new_page()

    yield make
    for context, watch in contexts:
        faults = [said for said in watch.complaints if not EXCUSED.search(said)]
        context.close()
        assert faults == []


def begin(page: Page, hall: Hall, regard: str = "Habitant ou citoyen") -> str:
    """Comes by the invitation and starts; the secret of the link."""
    page.goto(hall.invitation)
    page.get_by_role("radio", name=regard).check()
    page.get_by_role("button", name="J’ai compris, je commence").click()
    page.wait_for_url("**/t/vous")
    found = re.search(r"/p/([^/]+)/", page.url)
    assert found
    return found[1]


def question(page: Page, name: str) -> Locator:
    return page.locator(f"[id='q-{name}']")


def touch(page: Page, name: str, value: str) -> Locator:
    """Touches an answer; its question."""
    box = question(page, name)
    box.locator(f"[name^='a.'][value='{value}']").click()
    return box


def go_on(page: Page, theme: str) -> None:
    page.get_by_role("button", name="Suivant").click()
    page.wait_for_url(f"**/t/{theme}")


def test_a_person_answers_without_javascript(take: Take, hall: Hall) -> None:
    page = take(scripts=False)
    token = begin(page, hall)
    expect(page.get_by_text("enregistrées quand vous touchez un bouton")).to_be_visible()
    touch(page, "profil.age", "=de_30_a_44")
    go_on(page, "vital")
    touch(page, "F01.G", "=0")
    touch(page, "F02.G", "ne_sait_pas")
    go_on(page, "dynamique")
    page.get_by_role("button", name="Précédent").click()
    expect(question(page, "F01.G").get_by_text(SAVED)).to_be_visible()
    expect(question(page, "F03.G").get_by_text(SAVED)).to_have_count(0)
    question(page, "F01.G").get_by_role("button", name="Effacer").click()
    expect(question(page, "F01.G").get_by_text(SAVED)).to_have_count(0)
    assert list(hall.answers(token)) == ["F02.G", "profil.age"]


def test_each_touch_is_kept_at_once_with_javascript(take: Take, hall: Hall) -> None:
    page = take()
    token = begin(page, hall)
    go_on(page, "vital")
    box = touch(page, "F01.G", "=7")
    expect(box.get_by_text(SAVED)).to_be_visible()
    assert hall.answers(token)["F01.G"].value == 7
    expect(page.locator("#fait")).to_contain_text("1 réponse enregistrée")
    box.get_by_role("button", name="Effacer").click()
    expect(box.get_by_text(SAVED)).to_have_count(0)
    expect(box.locator("input:checked")).to_have_count(0)
    expect(page.locator("#fait")).to_contain_text("0 réponse enregistrée")
    assert hall.answers(token) == {}


def test_words_and_ranks_are_kept_without_leaving_the_field(take: Take, hall: Hall) -> None:
    page = take()
    token = begin(page, hall)
    page.goto(page.url.replace("/t/vous", "/t/priorites"))
    box = question(page, "priorites")
    box.get_by_label("Choix n° 1").select_option("F06")
    expect(box.get_by_text(SAVED)).to_be_visible()
    box.get_by_label("Choix n° 2").select_option("F06")
    expect(box.get_by_label("Choix n° 1")).to_have_value("")
    box.get_by_label("Choix n° 1").select_option("F01")
    expect(box.locator(".note").first).to_be_visible()
    expect(box.get_by_text(SAVED)).to_be_visible()
    assert hall.answers(token)["priorites"].value == ("F01", "F06")
    box.get_by_text("Commenter").click()
    box.get_by_label("Votre commentaire").press_sequentially("Parce que.")
    expect(box.get_by_text("Pas encore envoyé")).to_be_visible()
    expect(box.get_by_text(SAVED)).to_be_visible()
    page.goto(page.url.replace("/t/priorites", "/t/local"))
    question(page, "L1").locator("textarea").fill(SCRIPT)
    expect(question(page, "L1").get_by_text(SAVED)).to_be_visible()
    assert hall.answers(token)["L1"].value == SCRIPT
    page.reload()
    expect(question(page, "L1").locator("textarea")).to_have_value(SCRIPT)
    assert SCRIPT in page.locator("legend").inner_text()
    assert page.evaluate("window.__x") is None


def test_answers_given_without_network_are_kept_and_sent_once_in_order(
    take: Take, hall: Hall
) -> None:
    page = take()
    token = begin(page, hall)
    go_on(page, "vital")
    page.context.set_offline(True)
    box = touch(page, "F01.G", "=3")
    expect(box.get_by_text("gardé sur ce téléphone")).to_be_visible()
    touch(page, "F01.G", "=8")
    touch(page, "F02.G", "=5")
    expect(page.locator("#reseau")).to_be_visible()
    page.get_by_role("button", name="Suivant").click()
    expect(page.locator("#reseau")).to_be_visible()
    assert page.url.endswith("/t/vital")
    assert "F01.G" not in hall.answers(token)
    page.context.set_offline(False)
    expect(box.get_by_text(SAVED)).to_be_visible()
    expect(question(page, "F02.G").get_by_text(SAVED)).to_be_visible()
    expect(page.locator("#reseau")).to_be_hidden()
    kept = hall.answers(token)
    assert (kept["F01.G"].value, kept["F02.G"].value) == (8, 5)
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('rc.'))") == []


@pytest.mark.parametrize("lost", ["answer", "acknowledgement", "answer, twice"])
def test_a_network_that_swallows_without_a_word_loses_nothing_and_doubles_nothing(
    take: Take, hall: Hall, lost: str
) -> None:
    page = take()
    page.clock.install()
    token = begin(page, hall)
    go_on(page, "vital")
    times = 2 if lost.endswith("twice") else 1
    swallowed: list[Route] = []

    def swallow(route: Route) -> None:
        if len(swallowed) == times:
            route.continue_()
            return
        swallowed.append(route)
        if lost == "acknowledgement":
            route.fetch()

    page.route("**/reponse", swallow)
    with page.expect_request("**/reponse"):
        box = touch(page, "F01.G", "=6")
    for _ in range(times):
        # Past what the phone waits for an answer, then past its rest before it asks again.
        page.clock.fast_forward(12_100)
        expect(box.get_by_text("gardé sur ce téléphone")).to_be_visible()
        with page.expect_request("**/reponse"):
            page.clock.fast_forward(6_000)
    expect(box.get_by_text(SAVED)).to_be_visible()
    assert len(swallowed) == times
    with Store.open(hall.database) as store:
        assert store.receipts(store.resume(token)[0])["F01.G"].revision == 1
    assert hall.answers(token)["F01.G"].value == 6


def test_a_server_that_dies_in_the_middle_loses_nothing(take: Take, hall: Hall) -> None:
    page = take()
    token = begin(page, hall)
    go_on(page, "vital")
    expect(touch(page, "F01.G", "=2").get_by_text(SAVED)).to_be_visible()
    hall.server.kill()
    box = touch(page, "F02.G", "=9")
    expect(box.get_by_text("gardé sur ce téléphone")).to_be_visible()
    hall.server.start()
    expect(box.get_by_text(SAVED)).to_be_visible()
    kept = hall.answers(token)
    assert (kept["F01.G"].value, kept["F02.G"].value) == (2, 9)


def test_an_answer_refused_is_said_to_be_refused(take: Take, hall: Hall) -> None:
    page = take()
    token = begin(page, hall)
    go_on(page, "vital")
    expect(touch(page, "F01.G", "=2").get_by_text(SAVED)).to_be_visible()
    with Store.open(hall.database) as store:
        _, wave, _ = store.resume(token)
        store.close_wave(wave)
        try:
            box = touch(page, "F01.G", "=6")
            expect(box.get_by_text("Réponse refusée")).to_be_visible()
            expect(box.locator("[name^='a.'][value='=2']")).to_be_checked()
        finally:
            store.reopen_wave(wave)
    assert hall.answers(token)["F01.G"].value == 2


def test_a_tablet_goes_to_the_next_person(take: Take, hall: Hall) -> None:
    page = take()
    begin(page, hall)
    expect(touch(page, "profil.age", "=de_30_a_44").get_by_text(SAVED)).to_be_visible()
    before = hall.people()
    page.get_by_text("Reprendre plus tard").click()
    page.get_by_role("button", name="Une autre personne répond").click()
    page.wait_for_url("**/r/*")
    page.go_back()
    expect(page.get_by_text("a laissé sa place")).to_be_visible()
    begin(page, hall, "Élue ou élu local")
    expect(page.locator("input:checked")).to_have_count(0)
    assert hall.people() == before + 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_find_their_targets(
    take: Take, hall: Hall, theme: Theme
) -> None:
    page = take(theme=theme)
    page.goto(hall.invitation)
    examine(page)
    begin(page, hall, "Institution ou recherche")
    for name in ("vous", "vital", "priorites", "reperes", "axe_a", "local", "fin-du-questionnaire"):
        page.goto(re.sub(r"/t/.*", f"/t/{name}", page.url))
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if name == "vital":
            expect(touch(page, "F01.G", "=7").get_by_text(SAVED)).to_be_visible()
        examine(page)
    page.goto(f"{hall.server.url}/r/AAAAAAAA")
    examine(page)


def examine(page: Page) -> None:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(SMALL, SMALLEST) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_page_is_light_and_asks_nobody_else(take: Take, hall: Hall) -> None:
    page = take()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.method == "GET" else None)
    begin(page, hall)
    page.wait_for_load_state("networkidle")
    assert all(address.startswith(hall.server.url) for address in asked)
    # Weighed afterwards: the body of a page that was left can be waited for without end.
    sizes = {address: len(page.request.get(address).body()) for address in dict.fromkeys(asked)}
    shared = sum(size for address, size in sizes.items() if "/telephone/" in address)
    assert shared > 0
    for address, size in sizes.items():
        if "/telephone/" not in address:
            assert size + shared < LIGHTEST, f"{plain(address)} : {size} + {shared}"


def test_a_question_is_answered_with_the_keyboard_alone(take: Take, hall: Hall) -> None:
    page = take()
    token = begin(page, hall)
    go_on(page, "vital")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "a.F01.G":
            break
    page.keyboard.press("ArrowRight")
    expect(question(page, "F01.G").locator("[name^='a.'][value='=1']")).to_be_checked()
    expect(question(page, "F01.G").get_by_text(SAVED)).to_be_visible()
    # The form leaves once the server answers: a page that is being left is not closed well.
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/t/vital"), "Entrée enregistre et n’efface rien"
    assert hall.answers(token)["F01.G"].value == 1


def test_the_heaviest_theme_travels_light(take: Take, hall: Hall) -> None:
    """What the browser itself says that came over the wire, headers and compression included."""
    page = take()
    begin(page, hall, "Institution ou recherche")
    address = re.sub(r"/t/.*", "/t/vital", page.url)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    came: dict[str, float] = {}
    wire.on(
        "Network.loadingFinished",
        lambda one: came.update({one["requestId"]: one["encodedDataLength"]}),
    )
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert len(came) >= 3, "la page, sa feuille de style et son programme"
    assert sum(came.values()) < LIGHTEST
    wire.detach()
