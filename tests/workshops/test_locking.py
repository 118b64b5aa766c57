"""A lock knows its code without holding it, and is guessed ever more slowly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.workshops import WorkshopRefused, begin
from diagnostic.workshops.locking import WAITS, make_lock
from diagnostic.workshops.room import keep_lock
from diagnostic.workshops.state import state_from_data, state_to_data
from tests.workshops.programme import STEPS

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def test_a_lock_opens_to_its_code_alone_and_does_not_hold_it() -> None:
    lock, other = make_lock("2741"), make_lock("2741")
    assert lock.fits("2741")
    for wrong in ("2742", "", "02741", "2741 ", "²741", "\ud800"):
        assert not lock.fits(wrong)
    assert "2741" not in f"{lock.salt} {lock.print}"
    assert lock.print != other.print


@pytest.mark.parametrize("code", ["", "123", "12345", "12a4", "١٢٣٤", "²²²²", " 123"])
def test_a_code_has_four_digits(code: str) -> None:
    with pytest.raises(WorkshopRefused, match="quatre chiffres"):
        make_lock(code)


def test_the_fifth_wrong_code_waits_and_each_one_more_longer_up_to_half_a_minute() -> None:
    lock, waits = make_lock("2741"), []
    for _ in range(12):
        lock = lock.missed(NOON)
        waits.append(lock.wait(NOON))
    assert waits == [0, 0, 0, 0, 2, 4, 8, 16, 30, 30, 30, 30]
    assert lock.wait(NOON + timedelta(seconds=30)) == 0
    # The clock of the machine is set back by a day.
    assert lock.wait(NOON - timedelta(days=1)) == WAITS[-1]
    assert lock.turned(closed=True).wait(NOON) == 0


def test_a_locked_room_is_read_back_as_it_was_and_a_spoilt_lock_is_refused() -> None:
    lock = make_lock("2741")
    for _ in range(6):
        lock = lock.missed(NOON)
    state = keep_lock(begin(STEPS), lock)
    data = state_to_data(state)
    assert state_from_data(data, state.revision) == state
    assert "lock" not in state_to_data(begin(STEPS))
    for spoilt in (None, 3, [], ["a", "b", "yes", 0, None], ["a", "b", True, -1, None],
                   ["a", 2, True, 0, None], ["a", "b", True, 0, "hier"],
                   ["a", "b", True, 0, "2026-11-26T12:00:00"]):  # fmt: skip
        with pytest.raises(WorkshopRefused, match="ne peut plus être lu"):
            state_from_data(data | {"lock": spoilt}, 1)
