"""Phones in a room, in a real browser: they follow, vote by rounds, and lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from diagnostic.answers import Answer, AnswerState
from diagnostic.questionnaire import Text, current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from diagnostic.workshops import (
    Idea,
    RoomState,
    Step,
    StepKind,
    Workshop,
    close_vote,
    go_to,
    next_step,
    open_vote,
    reveal,
    start_timer,
)
from tests.browser.test_phone import SAVED, SCRIPT, examine, question, touch
from tools import chromium
from tools.serving import Server, serve

LATE = "arrivé trop tard"


@dataclass
class Hall:
    """A server, a room, and the hand of who runs it."""

    server: Server
    store: Store
    workshop: Workshop

    def move(self, *moves: Callable[[RoomState, Step], RoomState]) -> None:
        for move in moves:
            state = self.store.room_state(self.workshop.id)
            step = self.workshop.step(state.step_id)
            self.store.move(self.workshop, state.revision, move(state, step))

    def go_on(self) -> None:
        self.move(lambda state, _: next_step(state, self.workshop.steps))

    def votes(self, page: Page) -> dict[str, Answer]:
        seat = self.store.seat_of(page.url.split("/p/")[1].split("/")[0])
        assert seat is not None
        return self.store.votes(seat, self.store.room_state(self.workshop.id).ballot)


@pytest.fixture
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    database = tmp_path_factory.mktemp("room") / "regards.sqlite"
    words = ("Bienvenue", "L’emploi", "Nos priorités", "Débattons", "En petits groupes")
    kinds = (
        {"kind": StepKind.FRAME},
        {"kind": StepKind.QUESTIONS, "questions": ("F01.G", "F02.G")},
        {"kind": StepKind.PRIORITIES, "questions": ("priorites",)},
        {"kind": StepKind.DEBATE, "minutes": 4, "body": Text(fr="Que faire ?", en="What to do?")},
        {"kind": StepKind.GROUPS, "groups": (Text(fr="Bleu", en="Blue"),)},
    )
    steps = tuple(
        Step(id=f"e{n}", title=Text(fr=title, en=title), **kind)  # type: ignore[arg-type]
        for n, (title, kind) in enumerate(zip(words, kinds, strict=True))
    )
    with Store.open(database) as store:
        place = TerritoryKey.parse("commune:69264")
        diagnostic = store.open_diagnostic("Villefranche", place, current())
        (wave,) = store.waves(diagnostic)
        workshop = store.open_workshop(wave, steps, date(2026, 11, 30), "Salle des fêtes", 30)
        with serve(database) as server:
            yield Hall(server, store, workshop)


@pytest.fixture
def take(browser: Browser) -> Iterator[Callable[[], Page]]:
    contexts = []

    def make() -> Page:
        context = chromium.enter(browser, width=390, height=844)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def join(page: Page, hall: Hall, regard: str = "Habitant ou citoyen") -> Page:
    page.goto(f"{hall.server.url}/j")
    page.get_by_label("Code affiché").fill(hall.workshop.code.lower())
    page.get_by_role("button", name="Rejoindre").click()
    page.get_by_role("radio", name=regard).check()
    page.get_by_role("button", name="J’ai compris, je rejoins").click()
    page.wait_for_url("**/salle")
    return page


def sees(page: Page, words: str) -> None:
    expect(page.locator("main").get_by_text(words).first).to_be_visible()


def test_a_phone_follows_the_room_from_the_code_to_its_own_result(
    take: Callable[[], Page], hall: Hall
) -> None:
    page = join(take(), hall)
    sees(page, "rien n’est à répondre")
    examine(page)
    hall.go_on()
    sees(page, "Le vote n’est pas encore ouvert")
    hall.move(open_vote)
    sees(page, "Répondez maintenant")
    expect(touch(page, "F01.G", "=7").get_by_text(SAVED)).to_be_visible()
    assert hall.votes(page)["F01.G"].value == 7
    examine(page)
    for mark in (2, 3, 5, 9):
        seat, _ = hall.store.join(hall.workshop, Viewpoint.CITIZEN)
        ballot = hall.store.room_state(hall.workshop.id).ballot
        hall.store.vote(seat, ballot, [Answer("F01.G", AnswerState.GIVEN, mark)])
    hall.move(close_vote)
    sees(page, "Le vote est arrêté")
    assert "en moyenne" not in page.content()
    hall.move(reveal)
    sees(page, "Votre regard : 5,2/10 en moyenne (5 réponses).")
    examine(page)
    hall.move(reveal, reveal, reveal, reveal)
    sees(page, "Second vote")
    expect(page.locator("input:checked")).to_have_count(0)
    expect(touch(page, "F01.G", "=4").get_by_text(SAVED)).to_be_visible()
    assert hall.votes(page)["F01.G"].value == 4


def test_a_vote_given_without_network_arrives_if_the_vote_is_still_open(
    take: Callable[[], Page], hall: Hall
) -> None:
    hall.go_on()
    hall.move(open_vote)
    page = join(take(), hall)
    page.context.set_offline(True)
    box = touch(page, "F01.G", "=3")
    expect(box.get_by_text("gardé sur ce téléphone")).to_be_visible()
    assert hall.votes(page) == {}
    page.context.set_offline(False)
    expect(box.get_by_text(SAVED)).to_be_visible()
    assert hall.votes(page)["F01.G"].value == 3


def test_a_vote_that_comes_back_too_late_is_said_not_to_count(
    take: Callable[[], Page], hall: Hall
) -> None:
    hall.go_on()
    hall.move(open_vote)
    page = join(take(), hall)
    page.context.set_offline(True)
    touch(page, "F01.G", "=3")
    sees(page, "gardé sur ce téléphone")
    hall.move(close_vote)
    page.context.set_offline(False)
    sees(page, LATE)
    sees(page, "Le vote est arrêté")
    assert hall.votes(page) == {}


def test_a_phone_finds_its_room_again_after_the_server_died(
    take: Callable[[], Page], hall: Hall
) -> None:
    hall.go_on()
    hall.move(open_vote)
    page = join(take(), hall)
    expect(touch(page, "F01.G", "=3").get_by_text(SAVED)).to_be_visible()
    hall.server.kill()
    box = touch(page, "F02.G", "=8")
    expect(box.get_by_text("gardé sur ce téléphone")).to_be_visible()
    hall.server.start()
    expect(box.get_by_text(SAVED)).to_be_visible()
    expect(page.locator("#reseau")).to_be_hidden()
    assert {name: a.value for name, a in hall.votes(page).items()} == {"F01.G": 3, "F02.G": 8}
    hall.move(close_vote)
    sees(page, "Le vote est arrêté")


def test_two_tabs_of_a_phone_are_one_person(take: Callable[[], Page], hall: Hall) -> None:
    hall.go_on()
    hall.move(open_vote)
    page = join(take(), hall)
    other = page.context.new_page()
    other.goto(page.url)
    expect(touch(page, "F01.G", "=3").get_by_text(SAVED)).to_be_visible()
    expect(touch(other, "F01.G", "=6").get_by_text(SAVED)).to_be_visible()
    expect(touch(page, "F02.G", "=1").get_by_text(SAVED)).to_be_visible()
    assert {name: a.value for name, a in hall.votes(page).items()} == {"F01.G": 6, "F02.G": 1}
    ballot = hall.store.room_state(hall.workshop.id).ballot
    assert hall.store.turnout(hall.workshop, ballot).answered == 1
    expect(question(other, "F01.G").locator("input:checked")).to_have_value("=6")


def test_a_phone_shows_the_time_left_to_debate_and_the_ideas_as_they_come(
    take: Callable[[], Page], hall: Hall
) -> None:
    page = join(take(), hall)
    hall.move(lambda state, _: go_to(state, hall.workshop.steps, "e3"))
    sees(page, "Que faire ?")
    clock = page.get_by_role("timer")
    expect(clock).to_have_text("4:00")
    examine(page)
    hall.move(lambda state, _: start_timer(state, datetime.now(UTC)))
    expect(clock).to_have_text("3:58")
    expect(clock).to_have_text("3:57")
    hall.go_on()
    sees(page, "Parlez-en dans votre sous-groupe")
    hall.store.write_idea(hall.workshop, Idea("e4", 1, 1, SCRIPT))
    sees(page, SCRIPT)
    examine(page)
    assert page.evaluate("window.__x") is None
