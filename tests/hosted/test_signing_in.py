"""People sign in at a real provider; a territory exists for those who have a role on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from diagnostic.campaigns import Diagnostic
from diagnostic.questionnaire import Text, current
from diagnostic.rights import Actor, Role
from diagnostic.territories import TerritoryKey
from diagnostic.workshops import Step, StepKind, Workshop
from tests.hosted.conftest import Hosted
from tests.hosted.provider import PEOPLE
from tests.hostile.raw import run
from tools import chromium

CLOSED = "Cette page n’est pas ouverte à votre rôle"
TITLE = "Regards sur le Beaujolais"


@pytest.fixture
def chef(hosted: Hosted) -> Actor:
    """As the memory knows the administrator once they signed in."""
    return Actor.signed_in(hosted.issuer, "chef", PEOPLE["chef"], administrator=True)


@pytest.fixture
def diagnostic(hosted: Hosted, chef: Actor) -> Iterator[Diagnostic]:
    opened = hosted.store.as_actor(chef).open_diagnostic(
        TITLE, TerritoryKey.parse("commune:69264"), current()
    )
    yield opened
    hosted.store.erase(opened)


@pytest.fixture
def workshop(hosted: Hosted, diagnostic: Diagnostic) -> Workshop:
    (wave,) = hosted.store.waves(diagnostic)
    steps = (Step(id="accueil", kind=StepKind.FRAME, title=Text(fr="Bienvenue", en="Welcome")),)
    return hosted.store.open_workshop(wave, steps, date(2026, 12, 1), "Salle", 20)


@pytest.fixture
def enter(hosted: Hosted, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Signs people in; their browsers are closed at the end."""
    pages: list[Page] = []

    def make(name: str, path: str = "") -> Page:
        pages.append(hosted.sign_in(browser, name, path))
        return pages[-1]

    yield make
    for page in pages:
        page.context.close()


def invite(hosted: Hosted, diagnostic: Diagnostic, chef: Actor, role: Role) -> str:
    door = hosted.store.as_actor(chef)
    return door.invite(diagnostic, role, timedelta(days=1), hosted.cookie_secret)[1]


def says(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def test_nothing_is_shown_before_signing_in(
    hosted: Hosted, diagnostic: Diagnostic, browser: Browser
) -> None:
    context = chromium.enter(browser)
    page = context.new_page()
    seen: list[bytes] = []
    page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived", lambda data: seen.append(data if isinstance(data, bytes) else b"")
        ),
    )
    for path in ("", "resultats", "personnes", "donnees", f"resultats?d={diagnostic.code}"):
        page.goto(f"{hosted.url}/{path}")
        expect(page.get_by_role("button", name="S’identifier")).to_be_visible()
    assert seen
    assert TITLE.encode() not in b"".join(seen)
    context.close()


def test_an_owner_invites_and_a_reader_reads_and_nobody_else_knows(
    hosted: Hosted, diagnostic: Diagnostic, enter: Callable[..., Page]
) -> None:
    lead = enter("chef", f"personnes?d={diagnostic.code}")
    lead.goto(f"{hosted.url}/personnes?d={diagnostic.code}")
    says(lead, "Camille Chef · propriétaire")
    lead.get_by_role("button", name="Faire un lien").click()
    says(lead, "Envoyez ce lien à une seule personne")
    link = lead.locator("code").first.inner_text()
    assert link.startswith(f"{hosted.url}/invitation/")

    ana = enter("ana", link.removeprefix(f"{hosted.url}/"))
    says(ana, "Vous êtes invité à rejoindre")
    ana.get_by_role("button", name="Accepter l’invitation").click()
    says(ana, "Ana Petit · lecture")
    menu = ana.get_by_test_id("stSidebarNav")
    expect(menu.get_by_text("Résultats")).to_be_visible()
    expect(menu.get_by_text("Animer")).to_have_count(0)
    for path in ("cadrage", "personnes", "donnees", "preparer"):
        ana.goto(f"{hosted.url}/{path}?d={diagnostic.code}")
        says(ana, CLOSED)
    ana.goto(f"{hosted.url}/historique?d={diagnostic.code}")
    says(ana, "Invitation acceptée")

    bob = enter("bob", link.removeprefix(f"{hosted.url}/"))
    says(bob, "Cette invitation a déjà servi")
    for path in ("", "resultats", "historique"):
        bob.goto(f"{hosted.url}/{path}?d={diagnostic.code}")
        expect(bob.get_by_role("button", name="Se déconnecter")).to_be_visible()
        expect(bob.get_by_text(TITLE)).to_have_count(0)

    (member,) = [m for m in hosted.store.members(diagnostic) if m.role is Role.READER]
    hosted.store.set_role(diagnostic, member.id, None)
    ana.goto(f"{hosted.url}/resultats?d={diagnostic.code}")
    expect(ana.get_by_role("button", name="Se déconnecter")).to_be_visible()
    expect(ana.get_by_text(TITLE)).to_have_count(0)


def test_a_file_is_handed_over_to_whoever_may_have_it_when_they_ask(
    hosted: Hosted,
    diagnostic: Diagnostic,
    workshop: Workshop,
    chef: Actor,
    enter: Callable[..., Page],
    browser: Browser,
) -> None:
    address = f"{hosted.url}/atelier/{workshop.code}/compte-rendu"
    lead, ana = enter("chef"), enter("ana")
    given = lead.request.get(address)
    assert given.status == 200
    assert given.headers["content-disposition"].startswith("attachment")
    assert given.headers["cache-control"] == "no-store"
    assert TITLE in given.text()
    unknown = ana.request.get(f"{hosted.url}/atelier/ZZZZZZ/compte-rendu")
    refused = ana.request.get(address)
    assert (refused.status, refused.text()) == (404, unknown.text())
    context = chromium.enter(browser)
    assert context.request.get(address).status == 404
    forged = [{**one, "value": one["value"][:-3] + "AAA"} for one in lead.context.cookies()]
    context.add_cookies(forged)  # type: ignore[arg-type]  # As they were given to us.
    assert context.request.get(address).status == 404
    context.close()

    link = invite(hosted, diagnostic, chef, Role.FACILITATOR)
    person = Actor.signed_in(hosted.issuer, "ana", PEOPLE["ana"], administrator=False)
    hosted.store.as_actor(person).accept_invitation(link, hosted.cookie_secret)
    assert ana.request.get(address).status == 200
    (member,) = [m for m in hosted.store.members(diagnostic) if m.role is Role.FACILITATOR]
    hosted.store.set_role(diagnostic, member.id, Role.READER)
    assert ana.request.get(address).status == 404


def test_signing_out_leaves_nothing_behind(
    hosted: Hosted, diagnostic: Diagnostic, enter: Callable[..., Page]
) -> None:
    lead = enter("chef")
    says(lead, TITLE)
    with lead.expect_navigation():
        lead.get_by_role("button", name="Se déconnecter").click()
    lead.goto(f"{hosted.url}/resultats?d={diagnostic.code}")
    expect(lead.get_by_role("button", name="S’identifier")).to_be_visible()
    expect(lead.get_by_text(TITLE)).to_have_count(0)


@pytest.mark.parametrize("still_there", [True, False])
def test_the_number_of_a_session_opens_nothing_without_its_cookie(
    hosted: Hosted, diagnostic: Diagnostic, enter: Callable[..., Page], still_there: bool
) -> None:
    lead = enter("chef")
    heard: list[bytes] = []
    lead.on("websocket", lambda line: line.on("framereceived", lambda one: heard.append(one)))
    lead.reload()
    says(lead, TITLE)
    messages = [ForwardMsg.FromString(one) for one in heard if isinstance(one, bytes)]
    (number, *_) = [
        one.new_session.initialize.session_id
        for one in messages
        if one.WhichOneof("type") == "new_session" and one.new_session.initialize.session_id
    ]
    if not still_there:
        lead.goto("about:blank")
    with connect(
        f"ws://127.0.0.1:{hosted.server.port}/_stcore/stream",
        subprotocols=[Subprotocol(name) for name in ("streamlit", "PLACEHOLDER", number)],
        origin=Origin(hosted.url),
        max_size=None,
        compression=None,
        proxy=None,
    ) as line:
        told = b"".join(one.SerializeToString() for one in run(line))
    assert "S’identifier".encode() in told
    assert TITLE.encode() not in told
    assert b"Camille" not in told


def test_phones_answer_without_an_account(
    hosted: Hosted, diagnostic: Diagnostic, browser: Browser
) -> None:
    context = chromium.enter(browser)
    page = context.new_page()
    page.goto(f"{hosted.url}/r/{diagnostic.code}")
    expect(page.get_by_role("button").first).to_be_visible()
    says(page, TITLE)
    context.close()
