"""Another territory's ids, in every address and form (T3, T5–T7): it stays as if nobody came."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from diagnostic.answers import AnswerState, accept
from diagnostic.campaigns import ask_locally
from diagnostic.participant.desk import COOKIE
from diagnostic.storage import NotAsked, Store
from diagnostic.workshops import Ballot, close_vote, open_vote
from tests.hostile.conftest import SECRET_WORDS, Places, Territory
from tests.hostile.raw import ask, send
from tools.serving import Server

NAMES = ("F01.G", "F01.T", "profil.age", "mot_libre", "L1", "L2", "E1", "../F01.G", "F01.G\u0000")


@pytest.fixture
def store(places: Places) -> Iterator[Store]:
    with Store.open(places.file) as opened:
        yield opened


def held(store: Store, place: Territory) -> object:
    """All that people said in a territory, at home and in its room."""
    diagnostic = store.diagnostic(place.code)
    (wave,) = store.waves(diagnostic)
    workshop = store.workshop(place.room)
    return (
        store.passages(wave),
        store.counted_people(wave),
        store.seated(wave),
        store.room_state(workshop.id),
        store.boxes(workshop, "vote"),
        [
            store.votes(seat, Ballot("vote", number, 0))
            for number in (1, 2)
            if (seat := store.seat_of(place.seated))
        ],
    )


def test_no_request_with_our_link_reads_or_changes_another_territory(
    server: Server, places: Places, store: Store
) -> None:
    """Each id of theirs where one of ours is expected; and our cookie beside their codes."""
    ours, theirs = places.ours, places.theirs
    local = ask_locally(1, "text", "Et chez vous ?")
    store.add_local_question(store.diagnostic(theirs.code), local)
    before = held(store, theirs)
    heard = ""
    for link in (ours.seated, ours.remote):
        for way in (theirs.code, theirs.room, theirs.ballot, "1", "2"):
            cookie = f"{COOKIE}={link}"
            heard += ask(server.port, f"/p/{link}/t/{way}", cookie=cookie).all
            heard += ask(server.port, f"/p/{link}/salle?d={way}&w={way}", cookie=cookie).all
            heard += ask(server.port, f"/p/{link}/{way}", cookie=cookie).all
            heard += send(server.port, f"/p/{link}/t/{way}", {"v.F01.G": "", "a.F01.G": "=2"}).all
            leaving = {"atelier": f"{theirs.room}/../../p/{way}"}
            heard += send(server.port, f"/p/{link}/laisser", leaving).all
        for name in NAMES:
            for more in ({}, {"vote": theirs.ballot}, {"vote": "vote:2:0"}, {"vote": "fin:1:0"}):
                said = {"id": "x", "n": 10**9, "q": name, "a": "=3", **more}
                heard += send(server.port, f"/p/{link}/reponse", said, as_json=True).all
            form = {f"v.{name}": "", f"a.{name}": "=3", "vote": theirs.ballot, "effacer": name}
            heard += send(server.port, f"/p/{link}/salle", form).all
    assert held(store, theirs) == before
    assert SECRET_WORDS not in heard
    assert theirs.remote not in heard
    assert theirs.seated not in heard
    answers = store.answers(store.resume(ours.remote)[0])
    assert set(answers) <= {"F01.G", "F01.T", "profil.age", "mot_libre"}


def test_their_link_in_our_cookie_is_not_taken_for_ours(server: Server, places: Places) -> None:
    """A person of one territory who comes by the door of another is somebody new there."""
    cookie = f"{COOKIE}={places.theirs.remote}"
    for path in (f"/r/{places.ours.code}", f"/j/{places.ours.room}"):
        page = ask(server.port, path, cookie=cookie)
        assert page.status == 200
        assert places.theirs.remote not in page.all
    form = {"regard": "citoyen", "cle": "k" * 20}
    joined = send(server.port, f"/j/{places.ours.room}", form, cookie=cookie)
    assert joined.status == 303
    assert places.theirs.remote not in joined.all


FORGED = (
    "vote:2:0",
    "vote:1:1",
    "vote:0:0",
    "vote:3:0",
    "vote:1:-1",
    "vote:1:99999",
    "vote:1:0:0",
    "vote:١:0",
    "vote:1:²",
    "accueil:1:0",
    "nulle-part:1:0",
    "",
    ":",
    "vote",
    "vote:1:" + "0" * 5_000,
    "\u202evote:1:0",
    "'; drop table round_answer; --",
)


@pytest.mark.parametrize("ballot", FORGED)
def test_a_forged_round_takes_no_vote(
    server: Server, places: Places, store: Store, ballot: str
) -> None:
    before = held(store, places.ours)
    said = {"id": "x", "n": 10**9, "q": "F01.G", "a": "=3", "vote": ballot}
    answer = send(server.port, f"/p/{places.ours.seated}/reponse", said, as_json=True)
    form = {"v.F01.G": "", "a.F01.G": "=3", "vote": ballot}
    page = send(server.port, f"/p/{places.ours.seated}/salle", form)
    for one in (answer, page):
        assert 400 <= one.status < 500
    assert json.loads(answer.body)["refus"]
    assert held(store, places.ours) == before


def test_a_vote_that_is_replayed_or_late_counts_once_or_not(
    server: Server, places: Places, store: Store
) -> None:
    ours = places.ours
    link = f"/p/{ours.seated}/reponse"
    said = {"id": "moi", "n": 1, "q": "F02.G", "a": "=3", "vote": ours.ballot}
    for _ in range(20):
        assert send(server.port, link, said, as_json=True).status == 200
    seat = store.seat_of(ours.seated)
    assert seat is not None
    kept = store.votes(seat, Ballot.parse(ours.ballot))
    assert kept["F02.G"].value == 3
    workshop = store.workshop(ours.room)
    state = store.room_state(workshop.id)
    step = workshop.step(state.step_id)
    shut = store.move(workshop, state.revision, close_vote(state, step))
    late = {"id": "autre", "n": 1, "q": "F02.G", "a": "=9", "vote": ours.ballot}
    assert send(server.port, link, late, as_json=True).status == 409
    assert store.votes(seat, Ballot.parse(ours.ballot)) == kept
    store.move(workshop, shut.revision, open_vote(shut, step))


def test_what_is_asked_of_others_is_not_taken(store: Store, places: Places) -> None:
    """Behind the pages, the memory itself refuses: a question that this room does not ask."""
    seat = store.seat_of(places.ours.seated)
    assert seat is not None
    answer = accept(ask_locally(1, "scale", "Chez eux ?"), AnswerState.GIVEN, 3)
    with pytest.raises(NotAsked):
        store.vote(seat, Ballot.parse(places.ours.ballot), [answer])
