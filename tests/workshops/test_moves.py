"""A room goes from state to state by its moves, one revision at a time, or says why not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from diagnostic.workshops import (
    Ballot,
    RoomState,
    Stage,
    WorkshopRefused,
    begin,
    close_vote,
    end,
    go_to,
    hide,
    next_step,
    open_vote,
    pause_timer,
    previous_step,
    record_vote,
    reopen,
    reset_timer,
    reset_vote,
    reveal,
    second_round,
    stages,
    start_timer,
    toggle_count,
    toggle_join,
)
from diagnostic.workshops.room import follow_edit
from diagnostic.workshops.state import state_from_data, state_to_data
from tests.workshops.programme import FRAME, READING, STEPS, VOTE

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
BY_ID = {step.id: step for step in STEPS}

Move = Callable[[RoomState], RoomState]
MOVES: dict[str, Move] = {
    "next": lambda s: next_step(s, STEPS),
    "previous": lambda s: previous_step(s, STEPS),
    "open": lambda s: open_vote(s, BY_ID[s.step_id]),
    "close": lambda s: close_vote(s, BY_ID[s.step_id]),
    "reveal": lambda s: reveal(s, BY_ID[s.step_id]),
    "hide": lambda s: hide(s, BY_ID[s.step_id]),
    "second": lambda s: second_round(s, BY_ID[s.step_id]),
    "record": lambda s: record_vote(s, BY_ID[s.step_id]),
    "reset": lambda s: reset_vote(s, BY_ID[s.step_id]),
    "join": toggle_join,
    "count": toggle_count,
    "start": lambda s: start_timer(s, NOON),
    "pause": lambda s: pause_timer(s, NOON),
    "rewind": reset_timer,
    "end": end,
    "reopen": reopen,
}


def at_vote() -> RoomState:
    return go_to(begin(STEPS), STEPS, "vote")


def shown(state: RoomState, times: int) -> RoomState:
    for _ in range(times):
        state = reveal(state, BY_ID[state.step_id])
    return state


def test_one_key_leads_through_all_the_stages_of_a_vote() -> None:
    state = open_vote(at_vote(), VOTE)
    seen = [(state.stage, state.round, state.accepting)]
    while state.stage is not Stage.RECORDED:
        state = reveal(state, VOTE)
        seen.append((state.stage, state.round, state.accepting))
    assert seen == [
        (Stage.VOTE, 1, True),
        (Stage.HIDDEN, 1, False),
        (Stage.OWN, 1, False),
        (Stage.OTHERS, 1, False),
        (Stage.FRANCE, 1, False),
        (Stage.DEBATE, 1, False),
        (Stage.SECOND, 2, True),
        (Stage.SECOND, 2, False),
        (Stage.MOVEMENT, 2, False),
        (Stage.RECORDED, 2, False),
    ]
    assert list(dict.fromkeys(stage for stage, _, _ in seen)) == list(stages(VOTE))


def test_a_reading_is_revealed_without_a_vote() -> None:
    state = go_to(begin(STEPS), STEPS, "lecture")
    seen = [state.stage]
    while state.stage is not Stage.RECORDED:
        state = reveal(state, READING)
        seen.append(state.stage)
    assert tuple(seen) == stages(READING)
    assert Stage.SECOND not in seen
    with pytest.raises(WorkshopRefused, match="On ne vote pas"):
        open_vote(state, READING)


def test_a_frame_has_nothing_to_reveal() -> None:
    with pytest.raises(WorkshopRefused, match="Rien n’est à révéler"):
        reveal(begin(STEPS), FRAME)


@pytest.mark.parametrize("stages_shown", range(2, 6))
def test_a_vote_of_which_figures_were_shown_is_not_reopened_even_once_hidden(
    stages_shown: int,
) -> None:
    state = shown(open_vote(at_vote(), VOTE), stages_shown)
    while state.stage is not Stage.HIDDEN:
        with pytest.raises(WorkshopRefused, match="second vote"):
            open_vote(state, VOTE)
        state = hide(state, VOTE)
    with pytest.raises(WorkshopRefused, match="second vote"):
        open_vote(state, VOTE)


def test_a_vote_that_was_only_stopped_is_reopened() -> None:
    state = close_vote(open_vote(at_vote(), VOTE), VOTE)
    again = open_vote(state, VOTE)
    assert (again.accepting, again.ballot) == (True, Ballot("vote", 1, 0))


def test_a_second_vote_is_not_reopened_once_its_movement_was_shown() -> None:
    state = shown(open_vote(at_vote(), VOTE), 7)
    assert (state.stage, state.accepting) == (Stage.SECOND, False)
    assert open_vote(state, VOTE).accepting
    moved = reveal(state, VOTE)
    with pytest.raises(WorkshopRefused, match="second vote"):
        open_vote(hide(moved, VOTE), VOTE)


def test_hiding_the_second_vote_shows_again_what_was_shown_before_it() -> None:
    state = shown(open_vote(at_vote(), VOTE), 7)
    back = hide(state, VOTE)
    assert (back.stage, back.round, back.accepting) == (Stage.DEBATE, 2, False)
    forth = reveal(back, VOTE)
    assert (forth.stage, forth.accepting) == (Stage.SECOND, False)


def test_a_reset_starts_another_ballot_that_older_answers_are_not_for() -> None:
    state = shown(open_vote(at_vote(), VOTE), 3)
    fresh = reset_vote(state, VOTE)
    assert (fresh.stage, fresh.accepting) == (Stage.VOTE, False)
    assert fresh.ballot != state.ballot
    assert open_vote(fresh, VOTE).accepting


def test_a_reset_of_the_second_vote_leaves_the_first_one_shown() -> None:
    state = shown(open_vote(at_vote(), VOTE), 8)
    fresh = reset_vote(state, VOTE)
    assert (fresh.stage, fresh.round, fresh.mark.moved) == (Stage.SECOND, 2, False)
    assert fresh.mark.revealed is Stage.DEBATE
    assert open_vote(fresh, VOTE).ballot == Ballot("vote", 2, 1)


def test_leaving_a_step_closes_its_vote_and_coming_back_finds_it_as_it_was() -> None:
    left = next_step(open_vote(at_vote(), VOTE), STEPS)
    assert not left.accepting
    back = previous_step(left, STEPS)
    assert (back.step_id, back.stage, back.accepting) == ("vote", Stage.HIDDEN, False)


def test_there_is_nothing_before_the_first_step_nor_after_the_last() -> None:
    with pytest.raises(WorkshopRefused, match="première"):
        previous_step(begin(STEPS), STEPS)
    with pytest.raises(WorkshopRefused, match="dernière"):
        next_step(go_to(begin(STEPS), STEPS, "decisions"), STEPS)


def test_a_recorded_vote_is_neither_hidden_nor_reopened() -> None:
    state = record_vote(close_vote(open_vote(at_vote(), VOTE), VOTE), VOTE)
    for move in (hide, open_vote, second_round, record_vote, reveal):
        with pytest.raises(WorkshopRefused):
            move(state, VOTE)


def test_a_timer_runs_pauses_and_starts_again() -> None:
    state = start_timer(at_vote(), NOON)
    assert state.timer.remaining(NOON + timedelta(seconds=60.5)) == 120
    paused = pause_timer(state, NOON + timedelta(seconds=60.5))
    assert paused.timer.remaining(NOON + timedelta(hours=1)) == 120
    again = start_timer(paused, NOON + timedelta(hours=1))
    assert again.timer.ends_at == NOON + timedelta(hours=1, seconds=120)
    assert again.timer.remaining(NOON + timedelta(hours=2)) == 0
    over = start_timer(again, NOON + timedelta(hours=2))
    assert over.timer.remaining(NOON + timedelta(hours=2)) == 180
    assert reset_timer(over, 30).timer.remaining(NOON) == 30
    with pytest.raises(WorkshopRefused):
        reset_timer(over, 0)


def test_a_timer_never_tells_more_than_it_started_with() -> None:
    state = start_timer(at_vote(), NOON)
    # The clock of the machine was set back by an hour.
    assert state.timer.remaining(NOON - timedelta(hours=1)) == 180
    paused = pause_timer(start_timer(at_vote(), NOON), NOON + timedelta(seconds=60))
    again = start_timer(paused, NOON)
    assert again.timer.remaining(NOON - timedelta(minutes=30)) == 120


def test_an_ended_workshop_moves_no_more_until_it_is_reopened() -> None:
    over = end(open_vote(at_vote(), VOTE))
    assert not over.accepting
    for name, move in MOVES.items():
        if name != "reopen":
            with pytest.raises(WorkshopRefused):
                move(over)
    assert open_vote(reopen(over), VOTE).accepting


def test_a_step_that_asks_something_else_starts_afresh() -> None:
    state = shown(open_vote(at_vote(), VOTE), 3)
    renamed = VOTE.model_copy(update={"minutes": 9})
    changed = VOTE.model_copy(update={"questions": ("F01.G",)})
    kept = follow_edit(state, STEPS, tuple(renamed if s is VOTE else s for s in STEPS))
    assert kept.mark == state.mark
    fresh = follow_edit(state, STEPS, tuple(changed if s is VOTE else s for s in STEPS))
    assert (fresh.stage, fresh.mark.revealed) == (Stage.VOTE, Stage.VOTE)
    with pytest.raises(WorkshopRefused):
        follow_edit(state, STEPS, (FRAME, READING))


@pytest.mark.parametrize(
    "forged", ["", "vote", "vote:1", "vote:3:0", "vote:1:-1", "vote:1:x", ":1:0", "vote:²:0"]
)
def test_a_ballot_that_nobody_wrote_is_refused(forged: str) -> None:
    with pytest.raises(WorkshopRefused):
        Ballot.parse(forged)
    assert Ballot.parse(str(Ballot("vote", 2, 13))) == Ballot("vote", 2, 13)


@settings(max_examples=300)
@given(some.lists(some.sampled_from(sorted(MOVES)), max_size=40))
def test_whatever_is_pressed_the_room_stays_sound(pressed: list[str]) -> None:
    state = begin(STEPS)
    for name in pressed:
        before = state
        try:
            state = MOVES[name](state)
        except WorkshopRefused:
            assert state == before
            continue
        assert state.revision == before.revision + 1
        step, mark = BY_ID[state.step_id], state.mark
        assert state_from_data(json.loads(json.dumps(state_to_data(state))), state.revision) == (
            state
        )
        assert not stages(step) or mark.stage in stages(step)
        if state.accepting:
            # No figure of the open round was ever shown: that one answer came could be read.
            assert step.is_voted
            assert not state.ended
            if mark.round == 1:
                assert (mark.stage, mark.revealed.rank <= Stage.HIDDEN.rank) == (Stage.VOTE, True)
            else:
                assert (mark.stage, mark.moved) == (Stage.SECOND, False)
