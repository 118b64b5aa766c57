"""The room on a phone: joined by a code, followed step by step, voted in round by round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from diagnostic.campaigns import Wave
from diagnostic.participant import Site
from diagnostic.questionnaire import Text
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.workshops import (
    RoomState,
    Step,
    StepKind,
    Workshop,
    close_vote,
    end,
    hide,
    next_step,
    open_vote,
    reset_vote,
    reveal,
    toggle_count,
)
from tests.builders import given
from tests.participant.phone import Phone

LATE = "Votre vote est arrivé trop tard : il n’est pas compté."


def step(name: str, kind: StepKind, **more: object) -> Step:
    return Step(id=name, kind=kind, title=Text(fr=f"Étape {name}", en=f"Step {name}"), **more)  # type: ignore[arg-type]


@dataclass
class Room:
    """A workshop, and the hand of who runs it."""

    store: Store
    workshop: Workshop

    @property
    def code(self) -> str:
        return self.workshop.code

    @property
    def state(self) -> RoomState:
        return self.store.room_state(self.workshop.id)

    @property
    def ballot(self) -> str:
        return str(self.state.ballot)

    def move(self, *moves: Callable[[RoomState, Step], RoomState]) -> None:
        for move in moves:
            state = self.state
            self.store.move(
                self.workshop, state.revision, move(state, self.workshop.step(state.step_id))
            )

    def go_on(self) -> None:
        state = self.state
        self.store.move(self.workshop, state.revision, next_step(state, self.workshop.steps))


@pytest.fixture
def room(store: Store, wave: Wave) -> Room:
    steps = (
        step("accueil", StepKind.FRAME, body=Text(fr="Soyez là.", en="Be here.")),
        step("confiance", StepKind.QUESTIONS, questions=("confiance", "age")),
        step("priorites", StepKind.PRIORITIES, questions=("priorites",)),
        step("fin", StepKind.DECISIONS),
    )
    workshop = store.open_workshop(wave, steps, date(2026, 11, 30), "Salle <b>polyvalente</b>", 30)
    return Room(store, workshop)


def enter(phone: Phone, room: Room, regard: str = "citoyen") -> Phone:
    phone.open(f"/j/{room.code}").pick("regard", regard).send([])
    assert phone.address.endswith("/salle"), phone.said
    return phone


def test_a_code_is_typed_as_one_likes(phone: Phone, room: Room) -> None:
    typed = f" {room.code[:3].lower()} {room.code[3:]} "
    phone.open("/j").pick("code", typed).send([])
    assert phone.address == f"/j/{room.code}"
    assert "Salle <b>polyvalente</b>" in phone.said
    assert "<b>polyvalente" not in phone.shown.text


def test_the_code_of_an_invitation_leads_to_it(phone: Phone, room: Room) -> None:
    phone.open("/j").pick("code", phone.code.lower()).send([])
    assert phone.address == f"/r/{phone.code}"


@pytest.mark.parametrize("typed", ["", "ZZZZZZ", "ZZZZZZZZ", "../../x", "é" * 50])
def test_a_wrong_code_is_told_and_can_be_typed_again(phone: Phone, room: Room, typed: str) -> None:
    phone.open("/j").pick("code", typed).send([])
    assert phone.shown.status_code == 404
    assert "code" in phone.said
    assert phone.open("/j/ZZZZZZ").shown.status_code == 404


def test_a_phone_joins_and_follows_the_step(phone: Phone, room: Room) -> None:
    enter(phone, room)
    assert "Étape accueil Soyez là." in phone.said
    assert "rien n’est à répondre ici" in phone.said
    room.go_on()
    assert "Le vote n’est pas encore ouvert" in phone.read_again().said
    assert phone.offered("a.confiance") == []
    room.move(open_vote)
    assert "Répondez maintenant" in phone.read_again().said
    assert phone.offered("a.confiance")[:2] == ["=0", "=1"]
    room.move(close_vote)
    assert "Le vote est arrêté" in phone.read_again().said
    assert phone.offered("a.confiance") == []


def test_a_regard_is_chosen_once_in_a_room(phone: Phone, room: Room, wave: Wave) -> None:
    enter(phone, room, "elu")
    link = phone.link
    phone.open(f"/j/{room.code}")
    assert phone.link == link
    sent = phone.post(f"/j/{room.code}", [("regard", "citoyen")])
    assert sent.headers["location"] == f"{link}/salle"
    (passage,) = room.store.passages(wave)
    assert passage.submission.viewpoint is Viewpoint.ELECTED


def test_a_vote_is_counted_without_javascript(phone: Phone, room: Room) -> None:
    enter(phone, room)
    room.go_on()
    room.move(open_vote)
    phone.read_again().pick("a.confiance", "=7").press("Enregistrer")
    assert phone.held("a.confiance") == ["=7"]
    assert "✓ Enregistré" in phone.said
    seat = room.store.seat_of(phone.token)
    assert seat is not None
    assert room.store.votes(seat, room.state.ballot) == {"confiance": given("confiance", 7)}
    phone.send([("effacer", "confiance")])
    assert room.store.votes(seat, room.state.ballot) == {}


def test_a_vote_that_comes_too_late_is_said_not_to_count(phone: Phone, room: Room) -> None:
    enter(phone, room)
    room.go_on()
    room.move(open_vote)
    phone.read_again().pick("a.confiance", "=7")
    ballot = room.ballot
    room.move(close_vote)
    phone.press("Enregistrer")
    assert phone.shown.status_code == 409
    assert LATE in phone.said
    said = phone.tell("confiance", "=7", 1, vote=ballot)
    assert (said.status_code, said.json()["refus"].replace("\u00a0", " ")) == (409, LATE)
    seat = room.store.seat_of(phone.token)
    assert seat is not None
    assert room.store.votes(seat, room.state.ballot) == {}


def test_a_vote_carries_its_round(phone: Phone, room: Room) -> None:
    enter(phone, room)
    room.go_on()
    room.move(open_vote)
    first = room.ballot
    assert phone.tell("confiance", "=7", 1, vote=first).json()["vu"] == "=7"
    # Given up by its phone and sent again: kept once, and said to be kept.
    assert phone.tell("confiance", "=7", 1, vote=first).json()["vu"] == "=7"
    assert phone.tell("confiance", "=2", 1, vote=first).json()["vu"] == "=7"
    room.move(close_vote, reveal, reveal, reveal, reveal, reveal)
    second = room.ballot
    assert (second != first, room.state.accepting) == (True, True)
    assert phone.tell("confiance", "=1", 2, vote=first).status_code == 409
    phone.read_again()
    assert "Second vote" in phone.said
    assert phone.held("a.confiance") == []
    assert phone.tell("confiance", "=5", 3, vote=second).json()["vu"] == "=5"
    assert phone.read_again().held("a.confiance") == ["=5"]


@pytest.mark.parametrize(
    "vote",
    ["", "confiance", "confiance:3:0", "confiance:1:1", "priorites:1:0", "nulle:1:0", "x" * 99],
)
def test_a_forged_round_counts_for_nothing(phone: Phone, room: Room, vote: str) -> None:
    enter(phone, room)
    room.go_on()
    room.move(open_vote)
    assert phone.tell("confiance", "=7", 1, vote=vote).status_code in (409, 422)
    seat = room.store.seat_of(phone.token)
    assert seat is not None
    assert room.store.votes(seat, room.state.ballot) == {}


def test_a_question_of_another_step_is_not_voted(phone: Phone, room: Room) -> None:
    enter(phone, room)
    room.go_on()
    room.move(open_vote)
    assert phone.tell("A1", "=2", 1, vote=room.ballot).status_code == 422
    assert phone.tell("confiance", "=12", 2, vote=room.ballot).status_code == 422
    forged = [("v.A1", ""), ("a.A1", "=2"), ("vote", room.ballot)]
    assert phone.post(f"{phone.link}/salle", forged).status_code == 422


def test_after_a_reset_older_answers_do_not_count(phone: Phone, room: Room) -> None:
    enter(phone, room)
    room.go_on()
    room.move(open_vote)
    before = room.ballot
    room.move(close_vote, reset_vote, open_vote)
    assert phone.tell("confiance", "=7", 1, vote=before).status_code == 409
    assert phone.tell("confiance", "=7", 2, vote=room.ballot).status_code == 200


def vote_all(room: Room, hand_out: Callable[[], Phone], marks: dict[str, list[int]]) -> list[Phone]:
    phones = []
    for regard, values in marks.items():
        for value in values:
            phone = enter(hand_out(), room, regard)
            assert phone.tell("confiance", f"={value}", 1, vote=room.ballot).status_code == 200
            phones.append(phone)
    return phones


def test_nothing_is_shown_before_its_stage_and_then_one_s_own_regard(
    hand_out: Callable[[], Phone], room: Room
) -> None:
    room.go_on()
    room.move(open_vote)
    marks = {"citoyen": [2, 2, 2, 2, 2], "elu": [9, 9, 9, 9, 9]}
    citizen, *_, elected = vote_all(room, hand_out, marks)

    def figures(phone: Phone) -> bool:
        phone.read_again()
        return "en moyenne" in phone.said or "<section" in phone.shown.text

    for phone in (citizen, elected):
        assert not figures(phone)
    room.move(close_vote)
    for phone in (citizen, elected):
        assert not figures(phone)
    room.move(reveal)
    assert figures(citizen)
    assert figures(elected)
    assert "Votre regard : 2,0/10 en moyenne (5 réponses)." in citizen.said
    assert "9,0" not in citizen.said
    assert "Votre regard : 9,0/10 en moyenne (5 réponses)." in elected.said
    assert "2,0" not in elected.said
    room.move(hide)
    assert not figures(citizen)


def test_too_few_people_of_a_regard_are_not_shown(
    hand_out: Callable[[], Phone], room: Room
) -> None:
    room.go_on()
    room.move(open_vote)
    phones = vote_all(room, hand_out, {"citoyen": [2, 2, 2, 2, 2], "elu": [9, 9]})
    room.move(close_vote, reveal, reveal, reveal)
    assert "Trop peu de personnes de votre regard" in phones[-1].read_again().said
    assert "9,0" not in phones[-1].said


def test_a_phone_asks_whether_the_room_moved_and_almost_nothing_travels(
    phone: Phone, room: Room, site: Site
) -> None:
    enter(phone, room)
    first = phone.client.get(f"{phone.link}/etat")
    tag = first.headers["etag"]
    assert first.json()["k"] in phone.shown.text
    again = phone.client.get(f"{phone.link}/etat", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    room.move(lambda state, _: toggle_count(state))
    site.rooms.forget_rooms()
    same = phone.client.get(f"{phone.link}/etat", headers={"if-none-match": tag})
    assert same.status_code == 304, "le compteur du mur ne regarde pas les téléphones"
    room.go_on()
    site.rooms.forget_rooms()
    moved = phone.client.get(f"{phone.link}/etat", headers={"if-none-match": tag})
    assert moved.status_code == 200
    assert moved.json()["k"] in phone.read_again().shown.text


def test_an_answer_says_where_the_room_is_so_that_its_phone_need_not_ask(
    phone: Phone, room: Room, site: Site
) -> None:
    enter(phone, room)
    room.go_on()
    room.move(open_vote)
    site.rooms.forget_rooms()
    told = phone.tell("confiance", "=7", 1, vote=room.ballot).json()["k"]
    assert told == phone.client.get(f"{phone.link}/etat").json()["k"]
    assert told in phone.read_again().shown.text


def test_a_wrong_link_asks_nothing_of_the_room(phone: Phone, room: Room) -> None:
    assert phone.client.get("/p/faux/etat").status_code == 404
    assert phone.client.get("/p/faux/salle").status_code == 404
    phone.begin()
    assert phone.client.get(f"{phone.link}/etat").json() == {"k": ""}
    assert phone.client.get(f"{phone.link}/salle").status_code == 404
    assert phone.tell("confiance", "=7", 1, vote="confiance:1:0").status_code == 404


def test_who_answered_alone_joins_with_their_answers(phone: Phone, room: Room, wave: Wave) -> None:
    phone.begin().pick("a.age", "=jeune").press("Suivant")
    link = phone.link
    phone.open(f"/j/{room.code}")
    assert "déjà commencé" in phone.said
    phone.send([])
    assert phone.address == f"{link}/salle"
    assert len(room.store.passages(wave)) == 1


def test_who_comes_late_starts_at_the_current_step_and_catches_up(phone: Phone, room: Room) -> None:
    room.go_on()
    room.move(open_vote, close_vote)
    room.go_on()
    room.move(open_vote)
    enter(phone, room)
    assert "Étape priorites" in phone.said
    phone.open(phone.link)
    assert "Revenir à l’atelier" in phone.said
    phone.pick("a.confiance", "=4").press("Suivant")
    assert list(room.store.answers(room.store.resume(phone.token)[0])) == ["confiance"]


def test_two_tabs_of_one_phone_are_one_person(
    phone: Phone, hand_out: Callable[[], Phone], room: Room
) -> None:
    enter(phone, room)
    room.go_on()
    room.move(open_vote)
    other = hand_out().open(f"{phone.link}/salle")
    phone.read_again().pick("a.confiance", "=7").press("Enregistrer")
    other.pick("a.age", "=jeune").press("Enregistrer")
    assert room.store.turnout(room.workshop, room.state.ballot).answered == 1
    seat = room.store.seat_of(phone.token)
    assert seat is not None
    assert set(room.store.votes(seat, room.state.ballot)) == {"confiance", "age"}


def test_a_place_is_given_back_and_the_former_link_is_dead(
    phone: Phone, hand_out: Callable[[], Phone], room: Room
) -> None:
    enter(phone, room)
    seat = room.store.seat_of(phone.token)
    assert seat is not None
    assert seat.mark in phone.said.replace(" ", "")
    _, token = room.store.give_place_back(room.workshop, seat.mark)
    assert phone.read_again().shown.status_code == 404
    assert "Étape accueil" in hand_out().open(f"/p/{token}/salle").said


def test_a_tablet_goes_round_in_a_room(phone: Phone, room: Room) -> None:
    enter(phone, room)
    phone.press("Une autre personne répond")
    assert phone.address == f"/j/{room.code}"
    enter(phone, room, "elu")
    assert room.store.turnout(room.workshop, room.state.ballot).people == 2


def test_an_ended_room_says_so(phone: Phone, hand_out: Callable[[], Phone], room: Room) -> None:
    enter(phone, room)
    room.move(lambda state, _: end(state))
    assert "L’atelier est terminé" in phone.read_again().said
    late = hand_out().open(f"/j/{room.code}").pick("regard", "elu").send([])
    assert late.shown.status_code == 410
    assert "on ne peut plus le rejoindre" in late.said


def test_a_room_speaks_english(phone: Phone, room: Room) -> None:
    enter(phone, room).press("English")
    assert phone.address.startswith(f"{phone.link}/salle")
    assert "Step accueil Be here." in phone.said
