"""Nothing leaves the machine, and every response says what the browser may do with it."""

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from diagnostic.storage import Store
from tests.browser.person import Person
from tools import staged
from tools.places import Territory

PAGES = ("", "mesures", "cadrage", "repondre", "resultats", "donnees", "methode")
ROOM = ("preparer", "animer", "projeter")
MOMENTS = ("accueil", "france", "r3", "groupes", "compte-rendu")
HEADERS = {
    "content-security-policy": "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
"""Header → what it must say, among other things, on every response."""
NEEDED = {"_streamlit_xsrf"}
"""Strictly necessary: it proves that a file or a gesture comes from our own page."""

Arrive = Callable[..., Person]


@pytest.fixture(params=["fr", "en", "invitation"])
def walker(request: pytest.FixtureRequest, arrive: Arrive, territory: Territory) -> Person:
    """Somebody who has been on every page that is open to them."""
    person: Person = arrive(territory.full)
    if request.param == "invitation":
        person.open(f"?invitation={territory.code}")
        return person.open(f"?reprise={territory.link}")
    for page in PAGES:
        person.open(f"{page}?d={territory.code}&lang={request.param}")
    return person


@pytest.fixture(params=["fr", "en"])
def facilitator(request: pytest.FixtureRequest, arrive: Arrive, territory: Territory) -> Person:
    """Somebody who has been on every screen of a workshop, and on its wall at several moments."""
    person: Person = arrive(territory.room)
    told = f"d={territory.room_code}&a={territory.workshop}&lang={request.param}"
    for moment in MOMENTS:
        with Store.open(territory.room_database) as store:
            staged.stand(store, store.workshop(territory.workshop), moment)
        for page in ROOM:
            person.open(f"{page}?{told}")
            expect(person.main.locator(".st-key-page-en-panne")).to_have_count(0)
    return person


def test_the_screens_of_a_workshop_speak_only_to_the_server(
    facilitator: Person, territory: Territory
) -> None:
    check(facilitator, territory)


def test_a_browser_speaks_only_to_the_server_and_keeps_nothing_needless(
    walker: Person, territory: Territory
) -> None:
    check(walker, territory)


def check(walker: Person, territory: Territory) -> None:
    """Nothing was asked of a stranger, nothing needless is kept, every answer is protected."""
    watch = walker.watch
    assert watch.strangers(walker.home) == []
    assert any("/_stcore/stream" in address for address in watch.sockets)
    assert {cookie.get("name") for cookie in walker.context.cookies()} <= NEEDED
    storage = walker.page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert territory.link not in storage
    bare = [
        f"{response.status} {response.url} : {name}"
        for response in watch.responses
        for name, words in HEADERS.items()
        if words not in response.headers.get(name, "")
    ]
    assert len(watch.responses) > 20
    assert bare == []


@pytest.mark.parametrize(("address", "language"), [("", "fr"), ("?lang=en", "en")])
def test_a_page_says_its_language_before_any_script_runs(
    territory: Territory, address: str, language: str
) -> None:
    with urllib.request.urlopen(f"{territory.full}/{address}", timeout=10) as response:
        assert f'<html lang="{language}"' in response.read().decode()


@pytest.mark.parametrize("address", ["_stcore/health", "media/none", "..%2f..%2fetc/passwd"])
def test_a_refusal_is_protected_like_a_page(territory: Territory, address: str) -> None:
    try:
        with urllib.request.urlopen(f"{territory.full}/{address}", timeout=10) as response:
            headers = response.headers
    except urllib.error.HTTPError as refusal:
        headers = refusal.headers
    for name, words in HEADERS.items():
        assert words in headers.get(name, "")
