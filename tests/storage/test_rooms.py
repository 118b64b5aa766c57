"""A room keeps each vote once, in its own round, and lets nothing in late."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from diagnostic.answers import Answer
from diagnostic.campaigns import Diagnostic, Wave, ask_locally
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import (
    NotAsked,
    RoomEnded,
    RoomMoved,
    Store,
    UnknownLink,
    UnknownSeat,
    UnknownWorkshop,
    VoteClosed,
    WaveClosed,
    WorkshopChanged,
    tables,
)
from diagnostic.workshops import (
    Ballot,
    Decision,
    Idea,
    RoomState,
    Seat,
    Stage,
    Turnout,
    Workshop,
    WorkshopRefused,
    end,
    go_to,
    next_step,
    open_vote,
    record_vote,
    reset_vote,
    reveal,
    toggle_join,
)
from tests.builders import given, text
from tests.storage.rows import database_of
from tests.workshops.programme import FRAME, GROUPS, READING, STEPS, VOTE

DAY = date(2026, 11, 26)


@pytest.fixture
def workshop(store: Store, wave: Wave) -> Workshop:
    return store.open_workshop(wave, STEPS, DAY, "Salle des fêtes", 40)


@pytest.fixture
def voting(store: Store, workshop: Workshop) -> Workshop:
    """A room where the vote is open."""
    there = move(store, workshop, go_to(store.room_state(workshop.id), STEPS, "vote"))
    move(store, workshop, open_vote(there, VOTE))
    return workshop


def move(store: Store, workshop: Workshop, new: RoomState) -> RoomState:
    return store.move(workshop, new.revision - 1, new)


def push(store: Store, workshop: Workshop, times: int = 1) -> RoomState:
    """Reveal, some stages further."""
    state = store.room_state(workshop.id)
    for _ in range(times):
        state = move(store, workshop, reveal(state, workshop.step(state.step_id)))
    return state


def ballot(store: Store, workshop: Workshop) -> Ballot:
    return store.room_state(workshop.id).ballot


def people(store: Store, workshop: Workshop, number: int) -> list[Seat]:
    return [store.join(workshop, Viewpoint.CITIZEN)[0] for _ in range(number)]


def rows(store: Store) -> int:
    with database_of(store).reading() as connection:
        counted = select(func.count()).select_from(tables.round_answer)
        return connection.execute(counted).scalar_one()


def test_a_workshop_is_found_by_its_code_however_it_is_typed(
    store: Store, diagnostic: Diagnostic, workshop: Workshop
) -> None:
    typed = f" {workshop.code[:3].lower()} {workshop.code[3:]} "
    assert store.workshop(typed) == workshop
    assert store.workshop_by_id(workshop.id) == workshop
    assert store.workshops(diagnostic) == (workshop,)
    assert workshop.steps == STEPS
    for wrong in ("", "ZZZZZZ", workshop.code[:5], "' OR 1=1"):
        with pytest.raises(UnknownWorkshop):
            store.workshop(wrong)


def test_a_vote_is_acknowledged_once_it_is_kept_and_feeds_the_diagnostic(
    store: Store, voting: Workshop, wave: Wave
) -> None:
    seat, token = store.join(voting, Viewpoint.CITIZEN)
    (receipt,) = store.vote(seat, ballot(store, voting), [given("confiance", 7)])
    assert receipt.ballot == Ballot("vote", 1, 0)
    assert receipt.answer == given("confiance", 7)
    assert store.votes(seat, receipt.ballot) == {"confiance": given("confiance", 7)}
    assert store.answers(seat.submission) == {"confiance": given("confiance", 7)}
    assert store.resume(token)[0] == seat.submission
    assert store.seated(wave) == {seat.submission.id}


def test_a_vote_sent_twice_is_counted_once(store: Store, voting: Workshop) -> None:
    seat, _ = store.join(voting, Viewpoint.CITIZEN)
    here = ballot(store, voting)
    before = store.vote(seat, here, [given("confiance", 7)])
    with ThreadPoolExecutor(8) as tabs:
        again = list(tabs.map(lambda _: store.vote(seat, here, [given("confiance", 7)]), range(24)))
    assert set(again) == {before}
    assert rows(store) == 1
    assert store.receipts(seat.submission)["confiance"].revision == 1


def test_a_vote_is_changed_and_taken_back_while_it_is_open(store: Store, voting: Workshop) -> None:
    seat, _ = store.join(voting, Viewpoint.CITIZEN)
    here = ballot(store, voting)
    store.vote(seat, here, [given("confiance", 7)])
    store.vote(seat, here, [given("confiance", 3)])
    assert store.votes(seat, here) == {"confiance": given("confiance", 3)}
    assert store.vote(seat, here, [], ["confiance"]) == ()
    assert store.votes(seat, here) == store.answers(seat.submission) == {}


def test_a_vote_that_arrives_after_the_closing_is_refused_and_changes_nothing(
    store: Store, voting: Workshop
) -> None:
    early, late = people(store, voting, 2)
    here = ballot(store, voting)
    store.vote(early, here, [given("confiance", 7)])
    push(store, voting)
    with pytest.raises(VoteClosed, match="trop tard"):
        store.vote(late, here, [given("confiance", 2)])
    with pytest.raises(VoteClosed):
        store.vote(early, here, [given("confiance", 2)])
    assert store.votes(early, here) == {"confiance": given("confiance", 7)}
    assert store.answers(late.submission) == {}


@pytest.mark.parametrize(
    "forged",
    [
        Ballot("vote", 2, 0),
        Ballot("vote", 1, 1),
        Ballot("lecture", 1, 0),
        Ballot("priorites", 1, 0),
        Ballot("nulle_part", 1, 0),
    ],
    ids=str,
)
def test_a_forged_round_step_or_reset_is_refused(
    store: Store, voting: Workshop, forged: Ballot
) -> None:
    seat, _ = store.join(voting, Viewpoint.CITIZEN)
    with pytest.raises(VoteClosed):
        store.vote(seat, forged, [given("confiance", 2)])
    assert rows(store) == 0
    assert store.answers(seat.submission) == {}


def test_a_question_of_another_step_is_refused(store: Store, voting: Workshop) -> None:
    seat, _ = store.join(voting, Viewpoint.CITIZEN)
    for forged in ("F01.G", "absente", "L1"):
        with pytest.raises(NotAsked):
            store.vote(seat, ballot(store, voting), [given("confiance", 2), given(forged, 2)])
    assert rows(store) == 0


def test_a_local_question_is_voted_until_it_is_withdrawn(
    store: Store, diagnostic: Diagnostic, workshop: Workshop
) -> None:
    question = store.add_local_question(diagnostic, ask_locally(1, "scale", "Et ici ?"))
    local = VOTE.model_copy(update={"id": "ici", "questions": (question.id,)})
    workshop = store.edit_workshop(workshop, steps=(*STEPS, local))
    seat, _ = store.join(workshop, Viewpoint.FIRM)
    state = move(store, workshop, go_to(store.room_state(workshop.id), workshop.steps, "ici"))
    state = move(store, workshop, open_vote(state, local))
    assert store.vote(seat, state.ballot, [given(question.id, 2)])
    store.withdraw_local_question(diagnostic, question.id)
    with pytest.raises(NotAsked):
        store.vote(seat, state.ballot, [given(question.id, 3)])


def test_a_seat_of_another_room_votes_nowhere_else(
    store: Store, wave: Wave, voting: Workshop
) -> None:
    other = store.open_workshop(wave, STEPS, DAY, "", 10)
    stranger, _ = store.join(other, Viewpoint.CITIZEN)
    forged = Seat(voting.id, stranger.submission, stranger.mark)
    with pytest.raises(UnknownSeat):
        store.vote(forged, ballot(store, voting), [given("confiance", 2)])
    unknown = Seat(voting.id, Submission(1, wave.id, Viewpoint.CITIZEN, True), "BBBB")
    with pytest.raises(UnknownLink):
        store.vote(unknown, ballot(store, voting), [given("confiance", 2)])


def test_a_closed_wave_takes_no_vote_and_nobody_in(
    store: Store, wave: Wave, voting: Workshop
) -> None:
    seat, _ = store.join(voting, Viewpoint.CITIZEN)
    store.close_wave(wave)
    with pytest.raises(WaveClosed):
        store.vote(seat, ballot(store, voting), [given("confiance", 2)])
    with pytest.raises(WaveClosed):
        store.join(voting, Viewpoint.CITIZEN)


def test_two_screens_that_press_the_same_key_move_the_room_once(
    store: Store, workshop: Workshop
) -> None:
    state = store.room_state(workshop.id)
    further = next_step(state, STEPS)
    assert store.move(workshop, state.revision, further) == further
    with pytest.raises(RoomMoved) as refused:
        store.move(workshop, state.revision, next_step(state, STEPS))
    assert refused.value.state == further == store.room_state(workshop.id)
    with pytest.raises(ValueError, match="from"):
        store.move(workshop, further.revision, further)


def test_ten_screens_at_once_make_one_move(store: Store, workshop: Workshop) -> None:
    state = store.room_state(workshop.id)
    start = threading.Barrier(10)

    def press(_screen: int) -> bool:
        start.wait()
        try:
            store.move(workshop, state.revision, toggle_join(state))
        except RoomMoved:
            return False
        return True

    with ThreadPoolExecutor(10) as screens:
        assert sorted(screens.map(press, range(10))) == [False] * 9 + [True]
    assert store.room_state(workshop.id) == toggle_join(state)


def test_a_vote_is_acknowledged_if_and_only_if_it_is_in_the_box_when_it_closes(
    store: Store, voting: Workshop
) -> None:
    seats = people(store, voting, 12)
    here = ballot(store, voting)
    halfway = threading.Semaphore(0)

    def act(person: int) -> bool:
        if person == len(seats):
            for _ in range(5):
                halfway.acquire()
            push(store, voting, 3)
            return False
        try:
            store.vote(seats[person], here, [given("confiance", person % 11)])
        except VoteClosed:
            return False
        finally:
            halfway.release()
        return True

    with ThreadPoolExecutor(13) as crowd:
        acknowledged = sum(crowd.map(act, range(13)))
    (box,) = store.boxes(voting, "vote")
    assert sum(box.people.values()) == acknowledged == rows(store)


def test_what_was_shown_of_a_vote_does_not_move_afterwards(store: Store, voting: Workshop) -> None:
    joined = [store.join(voting, Viewpoint.CITIZEN) for _ in range(6)]
    here = ballot(store, voting)
    for seat, _ in joined:
        store.vote(seat, here, [given("confiance", 4)])
    assert store.boxes(voting, "vote") == ()
    push(store, voting)
    assert store.boxes(voting, "vote") == ()
    push(store, voting)
    (frozen,) = store.boxes(voting, "vote")
    assert frozen.people == {Viewpoint.CITIZEN: 6}
    store.erase_submission(joined[0][1])
    store.save(joined[1][0].submission, [given("confiance", 10)])
    people(store, voting, 3)
    push(store, voting, 3)
    assert store.boxes(voting, "vote") == (frozen,)


def test_a_second_round_keeps_both_and_feeds_the_diagnostic_with_the_last(
    store: Store, voting: Workshop
) -> None:
    seats = people(store, voting, 6)
    for seat in seats:
        store.vote(seat, ballot(store, voting), [given("confiance", 4)])
    first = ballot(store, voting)
    state = push(store, voting, 6)
    assert (state.stage, state.accepting) == (Stage.SECOND, True)
    with pytest.raises(VoteClosed):
        store.vote(seats[0], first, [given("confiance", 9)])
    for seat in seats[:5]:
        store.vote(seat, state.ballot, [given("confiance", 6)])
    late, _ = store.join(voting, Viewpoint.CITIZEN)
    store.vote(late, state.ballot, [given("confiance", 10)])
    push(store, voting, 2)
    one, two = store.boxes(voting, "vote")
    assert one.people == two.people == {Viewpoint.CITIZEN: 6}
    assert (two.again, two.newcomers) == ({Viewpoint.CITIZEN: 5}, 1)
    moved = {
        (_mark(line.first), _mark(line.second)): line.people for line in two.lines["confiance"]
    }
    assert moved == {(4, 6): 5, (4, 4): 1}
    assert store.votes(seats[0], first) == {"confiance": given("confiance", 4)}
    assert store.answers(seats[0].submission) == {"confiance": given("confiance", 6)}


def _mark(answer: Answer | None) -> object:
    return answer.value if answer else None


def test_a_reset_empties_the_box_and_refuses_what_was_meant_for_it(
    store: Store, voting: Workshop
) -> None:
    seat, _ = store.join(voting, Viewpoint.CITIZEN)
    old = ballot(store, voting)
    store.vote(seat, old, [given("confiance", 4)])
    push(store, voting, 3)
    state = move(store, voting, reset_vote(store.room_state(voting.id), VOTE))
    assert rows(store) == 0
    assert store.boxes(voting, "vote") == ()
    state = move(store, voting, open_vote(state, VOTE))
    with pytest.raises(VoteClosed):
        store.vote(seat, old, [given("confiance", 4)])
    store.vote(seat, state.ballot, [given("confiance", 5)])
    assert store.turnout(voting, state.ballot) == Turnout(people=1, answered=1)


def test_a_late_arrival_votes_at_the_current_step_and_catches_up_outside_the_round(
    store: Store, voting: Workshop
) -> None:
    push(store, voting, 2)
    state = move(store, voting, go_to(store.room_state(voting.id), STEPS, "priorites"))
    state = move(store, voting, open_vote(state, voting.step("priorites")))
    seat, _ = store.join(voting, Viewpoint.ELECTED)
    assert store.vote(seat, state.ballot, [given("priorites", ("F01", "F02"))])
    store.save(seat.submission, [given("confiance", 8)])
    (box,) = store.boxes(voting, "vote")
    assert box.people == {}
    assert store.answers(seat.submission).keys() == {"priorites", "confiance"}


def test_a_person_who_answered_alone_sits_with_the_same_answers(
    store: Store, wave: Wave, voting: Workshop
) -> None:
    submission, token = store.begin(wave, Viewpoint.FIRM, short=False)
    store.save(submission, [given("F01.G", 3)])
    assert store.seat_of(token) is None
    seat = store.join_with(voting, token)
    assert seat.submission == submission
    assert store.join_with(voting, token) == seat == store.seat_of(token)
    store.vote(seat, ballot(store, voting), [given("confiance", 4)])
    assert store.answers(submission).keys() == {"F01.G", "confiance"}
    with pytest.raises(UnknownLink):
        store.join_with(voting, "un lien inventé")
    with pytest.raises(UnknownLink):
        store.seat_of("un lien inventé")


def test_a_place_given_back_has_one_link_and_all_its_votes(store: Store, voting: Workshop) -> None:
    seat, lost = store.join(voting, Viewpoint.CITIZEN)
    here = ballot(store, voting)
    store.vote(seat, here, [given("confiance", 4)])
    again, token = store.give_place_back(voting, f" {seat.mark.lower()} ")
    assert again == seat == store.seat_of(token)
    assert store.votes(again, here) == {"confiance": given("confiance", 4)}
    with pytest.raises(UnknownLink):
        store.seat_of(lost)
    with pytest.raises(UnknownSeat):
        store.give_place_back(voting, "????")
    with pytest.raises(UnknownLink):
        store.vote(seat, here, [given("confiance", 9)], token=lost)
    with pytest.raises(UnknownLink):
        store.save(seat.submission, [given("confiance", 9)], token=lost)
    assert store.votes(again, here) == {"confiance": given("confiance", 4)}
    store.vote(seat, here, [given("confiance", 9)], token=token)
    assert store.answers(seat.submission) == {"confiance": given("confiance", 9)}


def test_one_reading_tells_a_place_where_its_room_is_and_its_open_votes(
    store: Store, wave: Wave, voting: Workshop
) -> None:
    seat, token = store.join(voting, Viewpoint.CITIZEN)
    store.vote(seat, ballot(store, voting), [given("confiance", 4)])
    now = store.sitting(token)
    assert (now.seat, now.state) == (seat, store.room_state(voting.id))
    assert (now.code, now.edition) == (voting.code, voting.edition)
    assert now.votes == {"confiance": given("confiance", 4)}
    _, alone = store.begin(wave, Viewpoint.FIRM, short=False)
    with pytest.raises(UnknownSeat):
        store.sitting(alone)
    with pytest.raises(UnknownLink):
        store.sitting("un lien inventé")


def test_a_room_knows_its_home(store: Store, wave: Wave, voting: Workshop) -> None:
    found, diagnostic = store.home(voting)
    assert found == wave
    assert diagnostic == next(d for d in store.diagnostics() if d.id == wave.diagnostic_id)
    store.erase(diagnostic)
    with pytest.raises(UnknownWorkshop):
        store.home(voting)


def test_nobody_joins_or_votes_in_a_workshop_that_is_over(store: Store, voting: Workshop) -> None:
    seat, token = store.join(voting, Viewpoint.CITIZEN)
    here = ballot(store, voting)
    move(store, voting, end(store.room_state(voting.id)))
    with pytest.raises(RoomEnded):
        store.join(voting, Viewpoint.CITIZEN)
    with pytest.raises(VoteClosed):
        store.vote(seat, here, [given("confiance", 4)])
    assert store.seat_of(token) == seat


def test_the_room_counts_people_and_not_answers(store: Store, voting: Workshop) -> None:
    one, _, _ = people(store, voting, 3)
    here = ballot(store, voting)
    store.vote(one, here, [given("confiance", 4)])
    store.vote(one, here, [given("confiance", 5)])
    assert store.watch(voting.id) == (store.room_state(voting.id), Turnout(3, 1))


def test_an_edit_does_not_overwrite_another_one_and_keeps_what_was_voted(
    store: Store, voting: Workshop
) -> None:
    store.vote(people(store, voting, 1)[0], ballot(store, voting), [given("confiance", 4)])
    before = store.room_state(voting.id)
    edited = store.edit_workshop(voting, place="Mairie", steps=(*STEPS[::-1],))
    assert (edited.place, edited.edition, edited.steps) == ("Mairie", 2, STEPS[::-1])
    assert store.room_state(voting.id).revision == before.revision + 1
    assert store.room_state(voting.id).accepting
    with pytest.raises(WorkshopChanged):
        store.edit_workshop(voting, place="Ailleurs")
    other = VOTE.model_copy(update={"questions": ("F01.G",)})
    for steps in ((FRAME, READING), (FRAME, other)):
        with pytest.raises(WorkshopRefused):
            store.edit_workshop(edited, steps=steps)
    assert store.workshop(voting.code) == edited


def test_pads_hold_four_ideas_and_an_empty_one_is_gone(store: Store, workshop: Workshop) -> None:
    for number in (1, 2, 4):
        store.write_idea(workshop, Idea("groupes", 2, number, f"  idée   {number} "))
    store.write_idea(workshop, Idea("groupes", 2, 2, "mieux"))
    store.write_idea(workshop, Idea("groupes", 2, 4, " "))
    assert store.ideas(workshop) == (
        Idea("groupes", 2, 1, "idée 1"),
        Idea("groupes", 2, 2, "mieux"),
    )
    for wrong in (
        Idea("groupes", 3, 1, "x"),
        Idea("groupes", 1, 5, "x"),
        Idea("vote", 1, 1, "x"),
        Idea("groupes", 1, 1, "x" * 281),
    ):
        with pytest.raises(WorkshopRefused):
            store.write_idea(workshop, wrong)
    with pytest.raises(WorkshopRefused, match="déjà voté ou écrit"):
        store.edit_workshop(workshop, steps=tuple(s for s in STEPS if s is not GROUPS))


def test_the_record_holds_votes_ideas_decisions_and_timings(store: Store, voting: Workshop) -> None:
    for seat in people(store, voting, 5):
        store.vote(seat, ballot(store, voting), [given("confiance", 4)])
    state = push(store, voting)
    move(store, voting, record_vote(state, VOTE))
    decision = Decision(1, "Ouvrir un lieu", "<script>Anne</script>", date(2027, 3, 1))
    assert store.write_decision(voting, decision) == decision
    store.write_decision(voting, Decision(2, "À retirer", "", None))
    store.write_decision(voting, Decision(2, "", "", None))
    with pytest.raises(WorkshopRefused):
        store.write_decision(voting, Decision(11, "x", "", None))
    store.write_idea(voting, Idea("groupes", 1, 1, "Un café"))
    move(store, voting, end(store.room_state(voting.id)))
    record = store.record(voting)
    assert record.people == 5
    assert [box.round for box in record.boxes["vote"]] == [1]
    assert record.decisions == (decision,)
    assert record.ideas == (Idea("groupes", 1, 1, "Un café"),)
    assert [timing.step_id for timing in record.timings] == ["accueil", "vote"]
    assert all(timing.ended_at is not None for timing in record.timings)
    assert record.state.ended


def test_a_template_is_kept_under_its_name(store: Store) -> None:
    store.save_template(" Deux heures ", STEPS)
    store.save_template("Deux heures", STEPS[:2])
    (kept,) = store.templates()
    assert (kept.name, kept.steps) == ("Deux heures", STEPS[:2])
    store.erase_template("Deux heures")
    assert store.templates() == ()


def test_erasing_a_workshop_leaves_the_diagnostic_what_people_said(
    store: Store, wave: Wave, voting: Workshop
) -> None:
    seat, token = store.join(voting, Viewpoint.CITIZEN)
    store.vote(seat, ballot(store, voting), [given("confiance", 4)])
    store.erase_workshop(voting)
    assert rows(store) == 0
    assert store.answers(seat.submission) == {"confiance": given("confiance", 4)}
    assert store.seat_of(token) is None
    with pytest.raises(UnknownWorkshop):
        store.room_state(voting.id)


def test_erasing_oneself_takes_the_votes_and_the_seat(store: Store, voting: Workshop) -> None:
    seat, token = store.join(voting, Viewpoint.CITIZEN)
    store.vote(seat, ballot(store, voting), [given("confiance", 4)])
    store.erase_submission(token)
    assert rows(store) == 0
    assert store.watch(voting.id)[1] == Turnout(0, 0)


def test_the_words_of_a_free_text_are_kept_once(store: Store, workshop: Workshop) -> None:
    step = VOTE.model_copy(update={"id": "mot", "questions": ("mot",), "title": text("Un mot")})
    workshop = store.edit_workshop(workshop, steps=(*STEPS, step))
    seat, _ = store.join(workshop, Viewpoint.CITIZEN)
    state = move(store, workshop, go_to(store.room_state(workshop.id), workshop.steps, "mot"))
    state = move(store, workshop, open_vote(state, step))
    said = Answer("mot", given("mot", "x").state, "<script>1</script>", is_free_text=True)
    (receipt,) = store.vote(seat, state.ballot, [said])
    assert receipt.answer.value == "<script>1</script>"
    with database_of(store).reading() as connection:
        kept = connection.execute(select(tables.round_answer.c.value)).scalars().all()
    assert "script" not in str(kept)


def test_two_servers_share_a_room(where: Path | str, questionnaire: Questionnaire) -> None:
    from diagnostic.territories import TerritoryKey

    with Store.open(where) as one, Store.open(where) as two:
        diagnostic = one.open_diagnostic("Deux", TerritoryKey.parse("commune:69264"), questionnaire)
        here = one.open_workshop(one.waves(diagnostic)[0], STEPS, DAY, "", 10)
        state = move(one, here, go_to(one.room_state(here.id), STEPS, "vote"))
        state = move(two, here, open_vote(state, VOTE))
        seat, token = one.join(two.workshop(here.code), Viewpoint.CITIZEN)
        assert two.seat_of(token) == seat
        assert two.vote(seat, state.ballot, [given("confiance", 4)])
        assert one.watch(here.id) == (state, Turnout(1, 1))
        move(one, here, reveal(state, VOTE))
        with pytest.raises(RoomMoved):
            move(two, here, reveal(state, VOTE))
        with pytest.raises(VoteClosed):
            two.vote(seat, state.ballot, [given("confiance", 5)])


def test_two_hundred_people_who_vote_together_are_all_counted(
    store: Store, voting: Workshop
) -> None:
    seats = people(store, voting, 200)
    here = ballot(store, voting)
    began = time.perf_counter()
    with ThreadPoolExecutor(20) as crowd:
        receipts = list(crowd.map(lambda s: store.vote(s, here, [given("confiance", 4)]), seats))
    print(f"200 votes: {time.perf_counter() - began:.2f} s")
    assert all(receipts)
    assert store.watch(voting.id)[1] == Turnout(200, 200)
