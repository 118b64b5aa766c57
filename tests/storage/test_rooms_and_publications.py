"""What a room was shown and what everybody sees of the same wave, set beside each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text, update

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.confidence.live import live_release
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally, score
from diagnostic.storage import Store, tables
from diagnostic.storage.migrations.versions.v0010_boxes_and_publications import IN_A_ROOM_ONLY
from diagnostic.territories import TerritoryKey
from diagnostic.workshops import RoomState, Workshop, go_to, open_vote, reset_vote, reveal
from tests.builders import given
from tests.storage.rows import database_of
from tests.workshops.programme import STEPS, VOTE

CITIZEN = Viewpoint.CITIZEN
NAME = "confiance"


@pytest.fixture
def workshop(store: Store, wave: Wave) -> Workshop:
    return store.open_workshop(wave, STEPS, date(2026, 11, 26), "Salle des fêtes", 40)


@pytest.fixture
def voting(store: Store, workshop: Workshop) -> Workshop:
    """A room where the vote is open."""
    return begin(store, workshop)


def begin(store: Store, workshop: Workshop) -> Workshop:
    there = move(store, workshop, go_to(store.room_state(workshop.id), STEPS, "vote"))
    move(store, workshop, open_vote(there, VOTE))
    return workshop


def move(store: Store, workshop: Workshop, new: RoomState) -> RoomState:
    return store.move(workshop, new.revision - 1, new)


def push(store: Store, workshop: Workshop, times: int) -> None:
    for _ in range(times):
        move(store, workshop, reveal(store.room_state(workshop.id), VOTE))


def vote(store: Store, workshop: Workshop, *marks: int) -> list[str]:
    """As many newcomers as marks, who vote; gives back their secrets."""
    ballot, tokens = store.room_state(workshop.id).ballot, []
    for mark in marks:
        seat, token = store.join(workshop, CITIZEN)
        store.vote(seat, ballot, [given(NAME, mark)])
        tokens.append(token)
    return tokens


def answer(store: Store, wave: Wave, *marks: int) -> None:
    for mark in marks:
        store.save(store.begin(wave, CITIZEN, short=True)[0], [given(NAME, mark)])


def published(store: Store, diagnostic: Diagnostic, wave: Wave) -> Tally | None:
    return store.publication(diagnostic, wave).questions.get(NAME, {}).get(CITIZEN)


def shown(store: Store, workshop: Workshop, questionnaire: Questionnaire) -> Tally | None:
    box = store.boxes(workshop, "vote")[0]
    return live_release(box, questionnaire, 5).first.tally(NAME, CITIZEN)


def test_what_a_room_voted_is_published_as_it_was_shown_until_enough_others_answer(
    store: Store, diagnostic: Diagnostic, wave: Wave, voting: Workshop, questionnaire: Questionnaire
) -> None:
    vote(store, voting, *range(8))
    push(store, voting, 2)
    box = shown(store, voting, questionnaire)
    assert box
    assert published(store, diagnostic, wave) == box
    answer(store, wave, 10, 10, 10, 10)
    assert published(store, diagnostic, wave) == box
    answer(store, wave, 10)
    after = published(store, diagnostic, wave)
    assert after
    assert after.given == 13


def test_one_who_answers_before_the_first_look_is_not_had_from_the_box(
    store: Store, diagnostic: Diagnostic, wave: Wave, voting: Workshop, questionnaire: Questionnaire
) -> None:
    tokens = vote(store, voting, *range(8))
    push(store, voting, 2)
    answer(store, wave, 10)
    store.erase_submission(tokens[0])
    store.save(store.resume(tokens[1])[0], [given(NAME, 10)])
    assert published(store, diagnostic, wave) == shown(store, voting, questionnaire)


def test_a_room_is_published_beside_those_who_had_answered_from_home(
    store: Store,
    diagnostic: Diagnostic,
    wave: Wave,
    workshop: Workshop,
    questionnaire: Questionnaire,
) -> None:
    answer(store, wave, 1, 2, 3, 4, 5, 6)
    assert published(store, diagnostic, wave)
    vote(store, begin(store, workshop), *range(7))
    push(store, workshop, 2)
    assert shown(store, workshop, questionnaire)
    together = published(store, diagnostic, wave)
    assert together
    assert (together.given, together.mean) == (13, 42 / 13)


def test_a_room_is_not_shown_what_would_tell_who_was_not_in_it(
    store: Store,
    diagnostic: Diagnostic,
    wave: Wave,
    workshop: Workshop,
    questionnaire: Questionnaire,
) -> None:
    tokens = [store.begin(wave, CITIZEN, short=True)[1] for _ in range(8)]
    for token in tokens:
        store.save(store.resume(token)[0], [given(NAME, 5)])
    assert published(store, diagnostic, wave)
    ballot = store.room_state(begin(store, workshop).id).ballot
    for token in tokens[1:]:
        store.vote(store.join_with(workshop, token), ballot, [given(NAME, 5)])
    push(store, workshop, 2)
    assert shown(store, workshop, questionnaire) is None


def test_the_second_round_of_a_vote_is_published_instead_of_the_first(
    store: Store, diagnostic: Diagnostic, wave: Wave, voting: Workshop, questionnaire: Questionnaire
) -> None:
    tokens = vote(store, voting, *range(6))
    assert published(store, diagnostic, wave) is None, "whoever looks would tell before the room"
    push(store, voting, 2)
    first = published(store, diagnostic, wave)
    push(store, voting, 4)
    ballot = store.room_state(voting.id).ballot
    for token in tokens:
        seat = store.seat_of(token)
        assert seat
        store.vote(seat, ballot, [given(NAME, 9)])
    assert published(store, diagnostic, wave) == first
    push(store, voting, 2)
    boxes = store.boxes(voting, "vote")
    figures = live_release(boxes[0], questionnaire, 5, (), boxes[1])
    assert figures.movements
    assert figures.movements[NAME][CITIZEN].again == 6
    second = published(store, diagnostic, wave)
    assert first
    assert second
    assert (first.given, second.given, second.mean) == (6, 6, 9.0)


def test_a_vote_that_was_shown_then_set_back_does_not_tell_who_changed(
    store: Store, wave: Wave, voting: Workshop, questionnaire: Questionnaire
) -> None:
    tokens = vote(store, voting, *range(6))
    push(store, voting, 2)
    state = move(store, voting, reset_vote(store.room_state(voting.id), VOTE))
    move(store, voting, open_vote(state, VOTE))
    ballot = store.room_state(voting.id).ballot
    for number, token in enumerate(tokens):
        seat = store.seat_of(token)
        assert seat
        store.vote(seat, ballot, [given(NAME, number or 10)])
    push(store, voting, 2)
    assert shown(store, voting, questionnaire) is None


def test_who_took_part_in_a_room_only_was_asked_what_the_room_asked(
    store: Store, wave: Wave, voting: Workshop, questionnaire: Questionnaire
) -> None:
    (token, *_) = vote(store, voting, 1, 2)
    silent, _ = store.join(voting, CITIZEN)
    push(store, voting, 2)
    late, _ = store.join(voting, CITIZEN)
    asked = {p.submission.id: p.asked for p in store.passages(wave)}
    assert asked[silent.submission.id] == frozenset({NAME})
    assert asked[late.submission.id] == frozenset()
    questions = score(questionnaire, store.passages(wave)).questions
    assert set(questions) == {NAME}
    # Opening the questionnaire tells nothing; answering it makes one owe the rest of the route.
    store.save(store.resume(token)[0], [given("F01.G", 3)])
    tallied = score(questionnaire, store.passages(wave)).questions
    assert (tallied["F01.G"][CITIZEN].given, tallied["F02.G"][CITIZEN].unanswered) == (1, 1)
    assert tallied[NAME][CITIZEN].unanswered == 0


def test_whoever_sits_down_with_a_questionnaire_they_opened_was_asked_it_all(
    store: Store, wave: Wave, voting: Workshop
) -> None:
    _, token = store.begin(wave, CITIZEN, short=True)
    store.join_with(voting, token)
    assert [p.asked for p in store.passages(wave)] == [None]


def test_whom_a_box_counts_is_erased_with_what_they_said(
    store: Store, diagnostic: Diagnostic, wave: Wave, voting: Workshop
) -> None:
    tokens = vote(store, voting, *range(6))
    push(store, voting, 2)
    before = published(store, diagnostic, wave)
    for token in tokens:
        store.erase_submission(token)
    assert published(store, diagnostic, wave) == before
    assert store.counted_passages(wave) == ()


def test_those_who_had_only_voted_are_known_after_an_update(
    untouched: Path | str, questionnaire: Questionnaire
) -> None:
    with Store.open(untouched) as store:
        diagnostic = store.open_diagnostic(
            "Ici", TerritoryKey.parse("commune:69264"), questionnaire
        )
        wave = store.waves(diagnostic)[0]
        room = begin(
            store, store.open_workshop(wave, STEPS, date(2026, 11, 26), "Salle des fêtes", 40)
        )
        tokens = vote(store, room, 1, 2)
        answer(store, wave, 3)
        store.save(store.resume(tokens[0])[0], [given("F01.G", 3)])
        database = database_of(store)
        with database.writing() as connection:
            connection.execute(update(tables.submission).values(room_only=False))
            connection.execute(text(IN_A_ROOM_ONLY), {"yes": True})
        asked = {p.submission.id: p.asked for p in store.passages(wave)}
    assert sorted(asked.values(), key=str) == [None, None, frozenset()]
