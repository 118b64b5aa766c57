"""A locked room is moved by nobody before its code; its phones go on."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from diagnostic.campaigns import Wave
from diagnostic.respondents import Viewpoint
from diagnostic.rights import MACHINE, Actor
from diagnostic.storage import NotAllowed, RoomLocked, Store, UnknownWorkshop, WrongCode, tables
from diagnostic.workshops import (
    Decision,
    Idea,
    Workshop,
    WorkshopRefused,
    go_to,
    open_vote,
    reset_timer,
    reveal,
    start_timer,
    toggle_join,
)
from tests.builders import given
from tests.storage.rows import database_of
from tests.workshops.programme import STEPS, VOTE

CODE, WRONG = "2741", "0000"


@pytest.fixture
def voting(store: Store, wave: Wave) -> Workshop:
    """A room where the vote is open."""
    workshop = store.open_workshop(wave, STEPS, date(2026, 11, 26), "Salle", 40)
    there = go_to(store.room_state(workshop.id), STEPS, "vote")
    store.move(workshop, 1, there)
    store.move(workshop, 2, open_vote(there, VOTE))
    return workshop


def let_waits_pass(store: Store, workshop: Workshop) -> None:
    """As if whoever guesses had waited for as long as they were told."""
    here = tables.room.c.workshop_id == workshop.id
    with database_of(store).writing() as connection:
        state = connection.execute(select(tables.room.c.state).where(here)).scalar_one()
        past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
        lock = [*state["lock"][:4], past]
        connection.execute(update(tables.room).where(here).values(state=state | {"lock": lock}))


def test_nothing_moves_a_locked_room_and_people_go_on_voting(
    store: Store, voting: Workshop
) -> None:
    before = store.room_state(voting.id)
    seat, token = store.join(voting, Viewpoint.CITIZEN)
    locked = store.lock_room(voting, CODE)
    assert locked.is_locked
    assert locked.revision == before.revision + 1
    now = datetime.now(UTC)
    for moved in (
        go_to(locked, STEPS, STEPS[0].id),
        reveal(locked, VOTE),
        toggle_join(locked),
        start_timer(locked, now),
        reset_timer(locked),
    ):
        with pytest.raises(RoomLocked, match="déverrouillez-le"):
            store.move(voting, locked.revision, moved)
    for verb in (
        lambda: store.edit_workshop(voting, place="Ailleurs"),
        lambda: store.erase_workshop(voting),
        lambda: store.give_place_back(voting, seat.mark),
        lambda: store.write_idea(voting, Idea("groupes", 1, 1, "Une idée")),
        lambda: store.write_decision(voting, Decision(1, "Décider", "", None)),
    ):
        with pytest.raises(RoomLocked):
            verb()
    assert store.room_state(voting.id) == locked
    (receipt,) = store.vote(seat, locked.ballot, [given("confiance", 4)], token=token)
    assert receipt.answer.value == 4
    store.join(voting, Viewpoint.ELECTED)
    assert store.watch(voting.id)[1].people == 2


def test_the_code_unlocks_and_locks_again_without_being_chosen_anew(
    store: Store, voting: Workshop
) -> None:
    with pytest.raises(WorkshopRefused, match="Choisissez d’abord"):
        store.lock_room(voting)
    locked = store.lock_room(voting, CODE)
    assert store.lock_room(voting) == locked
    assert store.lock_room(voting, "9999") == locked
    opened = store.unlock_room(voting, CODE)
    assert not opened.is_locked
    store.move(voting, opened.revision, reveal(opened, VOTE))
    # Whoever finds it open cannot take its place with a code of their own.
    with pytest.raises(WorkshopRefused, match="déjà un code"):
        store.lock_room(voting, "9999")
    assert store.lock_room(voting).is_locked
    with pytest.raises(WrongCode):
        store.unlock_room(voting, "9999")
    assert not store.unlock_room(voting, CODE).is_locked


def test_wrong_codes_must_wait_longer_and_longer_and_the_right_one_too(
    store: Store, voting: Workshop
) -> None:
    revision = store.lock_room(voting, CODE).revision
    waits = []
    for _ in range(7):
        with pytest.raises(WrongCode) as refused:
            store.unlock_room(voting, WRONG)
        waits.append(refused.value.wait)
        if waits[-1]:
            with pytest.raises(WrongCode, match="Attendez"):
                store.unlock_room(voting, CODE)
            let_waits_pass(store, voting)
    assert waits == [0, 0, 0, 0, 2, 4, 8]
    # Screens are not drawn anew for a wrong code.
    assert store.room_state(voting.id).revision == revision
    assert not store.unlock_room(voting, CODE).is_locked
    store.lock_room(voting)
    with pytest.raises(WrongCode) as refused:
        store.unlock_room(voting, WRONG)
    assert refused.value.wait == 0


def test_codes_sent_at_once_are_counted_one_by_one(store: Store, voting: Workshop) -> None:
    store.lock_room(voting, CODE)

    def guess(number: int) -> None:
        with pytest.raises(WrongCode):
            store.unlock_room(voting, f"{number:04d}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(guess, range(16)))
    lock = store.room_state(voting.id).lock
    assert lock is not None
    # All but the first five came too soon; a few more where the machine is slow.
    assert 5 <= lock.misses < 9


def test_the_code_is_nowhere_in_the_base(store: Store, voting: Workshop) -> None:
    store.lock_room(voting, "2741")
    with database_of(store).reading() as connection:
        kept = connection.execute(select(tables.room.c.state)).scalar_one()
    assert "2741" not in json.dumps(kept["lock"][2:])
    assert kept["lock"][0] != kept["lock"][1]
    assert len(bytes.fromhex(kept["lock"][1])) == 32


def test_only_the_machine_forgets_a_code(store: Store, voting: Workshop) -> None:
    stranger = Actor.signed_in("https://id.test", "ana", "Ana", administrator=True)
    store.lock_room(voting, CODE)
    with pytest.raises(NotAllowed):
        store.as_actor(stranger).forget_lock(voting)
    with pytest.raises(UnknownWorkshop):
        store.as_actor(stranger).unlock_room(voting, CODE)
    assert store.as_actor(MACHINE).forget_lock(voting) is True
    assert store.room_state(voting.id).lock is None
    assert store.forget_lock(voting) is False
    assert store.lock_room(voting, "1111").is_locked


def test_a_room_that_is_gone_is_said_to_be(store: Store, voting: Workshop) -> None:
    store.erase_workshop(voting)
    for verb in (
        lambda: store.lock_room(voting, CODE),
        lambda: store.unlock_room(voting, CODE),
        lambda: store.forget_lock(voting),
    ):
        with pytest.raises(UnknownWorkshop):
            verb()
