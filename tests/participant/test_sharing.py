"""Many phones at once: what is drawn for all holds nothing of anybody, and asks little."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from diagnostic.campaigns import Wave
from diagnostic.participant import Site
from diagnostic.participant.packing import carry, gzip_of, press, whole_of
from diagnostic.questionnaire import Text
from diagnostic.storage import Store
from diagnostic.workshops import Idea, StepKind, close_vote, open_vote
from tests.participant.phone import Phone
from tests.participant.test_rooms import Room, enter, step
from tests.storage.rows import engines_of

SEEN = 2.0
"""Seconds in which a phone that asks sees what another process did."""


@pytest.fixture
def room(store: Store, wave: Wave) -> Room:
    steps = (
        step("confiance", StepKind.QUESTIONS, questions=("confiance", "age", "mot")),
        step("groupes", StepKind.GROUPS, groups=(Text(fr="Bleu", en="Blue"),)),
    )
    workshop = store.open_workshop(wave, steps, date(2026, 11, 30), "Salle", 30)
    room = Room(store, workshop)
    room.move(open_vote)
    return room


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """What is asked of the memory meanwhile, transactions left out."""
    asked: list[str] = []

    def note(_c: object, _k: object, statement: str, *_others: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            asked.append(statement)

    engines = engines_of(store)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def test_a_body_put_together_is_one_file_of_gzip() -> None:
    pieces = [press("é" * 5_000), carry(""), carry("<a>"), carry("ù" * 70_000), press("fin")]
    assert gzip.decompress(gzip_of(pieces)) == whole_of(pieces)
    assert whole_of(pieces).decode() == "é" * 5_000 + "<a>" + "ù" * 70_000 + "fin"
    assert len(gzip_of(pieces)) < 1_000


def test_a_page_drawn_for_many_holds_nothing_of_the_others(
    hand_out: Callable[[], Phone], room: Room
) -> None:
    one, two, three = (enter(hand_out(), room) for _ in range(3))
    assert one.tell("confiance", "=7", 1, vote=room.ballot).status_code == 200
    said = {"id": "moi", "n": 2, "q": "mot", "t": "Un mot à moi", "vote": room.ballot}
    assert one.client.post(f"{one.link}/reponse", json=said).status_code == 200
    assert two.tell("age", "=jeune", 1, vote=room.ballot).status_code == 200
    for phone in (one, two, three, one):
        phone.read_again()
    assert (one.held("a.confiance"), one.held("a.age")) == (["=7"], [])
    assert one.held("a.mot") == ["Un mot à moi"]
    assert (two.held("a.confiance"), two.held("a.age")) == ([], ["=jeune"])
    assert (three.held("a.confiance"), three.held("a.age")) == ([], [])
    marks = {}
    for phone in (one, two, three):
        seat = room.store.seat_of(phone.token)
        assert seat is not None
        marks[phone] = seat.mark
    for phone, others in ((one, (two, three)), (two, (one, three)), (three, (one, two))):
        assert phone.token in phone.shown.text
        assert marks[phone] in phone.shown.text
        assert not any(other.token in phone.shown.text for other in others)
        assert not any(f"<b>{marks[other]}</b>" in phone.shown.text for other in others)
    assert "Un mot à moi" not in two.shown.text + three.shown.text


def test_a_regard_and_a_language_have_pages_of_their_own(
    hand_out: Callable[[], Phone], room: Room
) -> None:
    citizen, elected = enter(hand_out(), room), enter(hand_out(), room, "elu")
    assert citizen.read_again().said != elected.read_again().said.replace(
        elected.token, citizen.token
    )
    citizen.open(f"{citizen.link}/salle?lang=en")
    assert "Step confiance" in citizen.said
    assert "Étape confiance" in elected.read_again().said


def test_an_address_that_a_browser_invents_is_not_markup(phone: Phone, room: Room) -> None:
    enter(phone, room)
    page = phone.client.get(f"{phone.link}/salle", headers={"host": 'x"><script>1</script>'})
    assert "<script>1" not in page.text


def test_a_page_is_the_same_compressed_or_not(phone: Phone, room: Room) -> None:
    enter(phone, room)
    packed = phone.client.get(f"{phone.link}/salle")
    plain = phone.client.get(f"{phone.link}/salle", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) < len(plain.content) / 2


def test_one_more_page_asks_the_memory_twice_and_one_more_poll_never(
    hand_out: Callable[[], Phone], room: Room
) -> None:
    phones = [enter(hand_out(), room) for _ in range(6)]
    for phone in phones:
        phone.client.get(f"{phone.link}/etat")
    with counted(room.store) as asked:
        began = time.monotonic()
        for phone in phones:
            assert phone.client.get(f"{phone.link}/salle").status_code == 200
        spent = time.monotonic() - began
    # Their place and their votes; and what they share, each time that it is read anew.
    assert len(asked) <= 2 * len(phones) + 7 * (1 + spent / 0.3)
    with counted(room.store) as asked:
        began = time.monotonic()
        for phone in phones * 5:
            assert phone.client.get(f"{phone.link}/etat").status_code == 200
        spent = time.monotonic() - began
    assert len(asked) <= 9 * (1 + spent / 0.3)


def test_what_another_process_does_is_seen_at_the_next_polls(phone: Phone, room: Room) -> None:
    enter(phone, room)
    tag = phone.client.get(f"{phone.link}/etat").headers["etag"]
    path = room.store._database.path
    assert path is not None
    with Store.open(path) as other:
        state = other.room_state(room.workshop.id)
        now = close_vote(state, room.workshop.step(state.step_id))
        other.move(room.workshop, state.revision, now)
    until = time.monotonic() + SEEN
    while phone.client.get(f"{phone.link}/etat").headers["etag"] == tag:
        assert time.monotonic() < until, "le téléphone n’a rien vu"
    assert "Le vote est arrêté" in phone.read_again().said


def test_an_idea_that_is_written_draws_the_phones_anew(phone: Phone, room: Room) -> None:
    enter(phone, room)
    room.move(close_vote)
    room.go_on()
    tag = phone.client.get(f"{phone.link}/etat").headers["etag"]
    room.store.write_idea(room.workshop, Idea("groupes", 1, 1, "<script>x</script>"))
    until = time.monotonic() + SEEN
    while phone.client.get(f"{phone.link}/etat").headers["etag"] == tag:
        assert time.monotonic() < until, "le téléphone n’a rien vu"
    phone.read_again()
    assert "Bleu <script>x</script>" in phone.said
    assert "<script>x" not in phone.shown.text


def test_a_link_that_was_replaced_saves_nothing_more(phone: Phone, room: Room, site: Site) -> None:
    """What is remembered of a link a moment ago is looked at again in the saving itself."""
    enter(phone, room)
    old = phone.token
    assert phone.tell("confiance", "=7", 1, vote=room.ballot).status_code == 200
    assert phone.tell("age", "=jeune", 2).status_code == 200
    seat = room.store.seat_of(old)
    assert seat is not None
    _, new = room.store.give_place_back(room.workshop, seat.mark)
    assert phone.tell("confiance", "=1", 3, vote=room.ballot).status_code == 404
    assert phone.tell("confiance", "=7", 1, vote=room.ballot).status_code == 404
    assert phone.tell("age", "=jeune", 2).status_code == 404
    assert phone.tell("age", "", 4).status_code == 404
    comment = {"id": "moi", "n": 5, "q": "confiance", "c": "Un mot."}
    assert phone.client.post(f"{phone.link}/reponse", json=comment).status_code == 404
    assert phone.client.get(f"{phone.link}/salle").status_code == 404
    submission = room.store.resume(new)[0]
    held = {name: one.value for name, one in room.store.answers(submission).items()}
    assert held == {"confiance": 7, "age": "jeune"}
    assert room.store.comments(submission) == {}
