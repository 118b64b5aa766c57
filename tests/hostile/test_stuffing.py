"""Ballot stuffing (T3, T4): one person, one vote; a room that fills too much is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import RoomFull, Store
from diagnostic.territories import TerritoryKey
from diagnostic.workshops import Ballot, workshop
from diagnostic.workshops.crowd import is_overfull, is_rushed
from tests.hostile.conftest import Places
from tests.hostile.raw import send
from tests.workshops.programme import FRAME
from tools.serving import Server


def test_twenty_tabs_that_vote_at_once_are_one_vote(server: Server, places: Places) -> None:
    ours = places.ours

    def vote(tab: int) -> int:
        said = {"id": f"onglet {tab}", "n": 1, "q": "F01.G", "a": f"={tab % 11}"}
        path = f"/p/{ours.seated}/reponse"
        return send(server.port, path, said | {"vote": ours.ballot}, as_json=True).status

    with Store.open(places.file) as store:
        room = store.workshop(ours.room)
        before = store.turnout(room, Ballot.parse(ours.ballot)).people
        with ThreadPoolExecutor(20) as tabs:
            assert set(tabs.map(vote, range(20))) == {200}
        turnout = store.turnout(room, Ballot.parse(ours.ballot))
    assert turnout.people == before
    assert turnout.answered == 1


def test_the_same_form_sent_twice_seats_one_person(server: Server, places: Places) -> None:
    with Store.open(places.file) as store:
        room = store.workshop(places.ours.room)
        ballot = Ballot.parse(places.ours.ballot)
        before = store.turnout(room, ballot).people
        form = {"regard": "citoyen", "cle": "une clé de quinze signes"}
        for _ in range(5):
            assert send(server.port, f"/j/{places.ours.room}", form).status == 303
        assert store.turnout(room, ballot).people == before + 1


def test_a_room_has_an_end(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    assert workshop.MOST_PEOPLE == 1_000
    monkeypatch.setattr("diagnostic.storage.rooms.seats.MOST_PEOPLE", 3)
    with Store.open(places.file.with_name("pleine.sqlite")) as store:
        diagnostic = store.open_diagnostic("Plein", TerritoryKey.parse("commune:69264"), current())
        (wave,) = store.waves(diagnostic)
        room = store.open_workshop(wave, (FRAME,), date(2026, 11, 30), "", 3)
        for _ in range(3):
            store.join(room, Viewpoint.CITIZEN)
        with pytest.raises(RoomFull):
            store.join(room, Viewpoint.CITIZEN)


@pytest.mark.parametrize(
    ("people", "expected", "told"),
    [(30, 30, False), (35, 30, False), (37, 30, True), (200, 30, True), (6, 1, False), (7, 1, True),
     (300, 250, False), (301, 250, True)],
)  # fmt: skip
def test_a_room_with_many_more_than_expected_is_told(
    people: int, expected: int, told: bool
) -> None:
    assert is_overfull(people, expected) is told


def test_a_rush_into_a_room_that_was_there_is_told_and_the_beginning_is_not() -> None:
    all_at_once = [(float(n), 30 * n) for n in range(5)]
    assert not is_rushed(all_at_once, 120)
    assert not is_rushed([], 120)
    assert not is_rushed([(0.0, 100), (5.0, 110)], 120)
    assert is_rushed([(0.0, 100), (5.0, 170)], 120)
    assert not is_rushed([(0.0, 100), (60.0, 170)], 120)
    assert is_rushed([(0.0, 10), (1.0, 25)], 20)
