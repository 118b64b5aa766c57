"""The wall clock goes where it wants: what people said keeps the order in which they said it."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

import pytest

from diagnostic.campaigns import Wave
from diagnostic.respondents import Submission
from diagnostic.storage import Store, WaveClosed, diagnostics, passages
from diagnostic.storage.copies.verifying import find_faults
from tests.builders import given
from tests.storage.rows import database_of, history


class Jumping(datetime):
    """A clock that goes back ten years, then ahead of twenty, each time that it is read."""

    looks = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        cls.looks += 1
        return datetime.now(tz) + timedelta(days=365 * (-10 if cls.looks % 2 else 20))


def test_a_clock_that_jumps_changes_neither_order_nor_count(
    store: Store, wave: Wave, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (passages, diagnostics):
        monkeypatch.setattr(room, "datetime", Jumping)
    before = store.change_counter(wave)
    for value in (1, 2, 3, 2):
        (receipt,) = store.save(submission, [given("F01.G", value)])
    assert receipt.revision == 4
    assert [line[1:] for line in history(store, submission)] == [
        (1, "repondu", 1),
        (2, "repondu", 2),
        (3, "repondu", 3),
        (4, "repondu", 2),
    ]
    assert store.change_counter(wave) == before + 4
    store.finish(submission)
    store.close_wave(wave)
    with pytest.raises(WaveClosed):
        store.save(submission, [given("F01.G", 5)])
    store.reopen_wave(wave)
    store.save(submission, [given("F01.G", 5)])
    assert store.answers(submission) == {"F01.G": given("F01.G", 5)}
    assert find_faults(database_of(store)) == ()
    assert Jumping.looks > 4
