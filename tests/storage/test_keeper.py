"""One copy a day, wherever the clock goes; a failure is remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from diagnostic.questionnaire import Questionnaire
from diagnostic.settings import locate
from diagnostic.storage import Store
from diagnostic.storage.copies.backups import last_good
from diagnostic.storage.copies.keeper import Keeper
from diagnostic.storage.files import faults_of_file
from tests.storage.copying import NOW, copy, damage, fill

Clock = Callable[[], datetime]


class Calendar:
    """A clock that goes where it is told."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def keep(file: Path, tmp_path: Path) -> Callable[[Clock], Keeper]:
    return lambda clock: Keeper(file, tmp_path / "copies", 7, 4, clock)


def test_one_copy_a_day_and_the_oldest_ones_go(
    file: Path, questionnaire: Questionnaire, keep: Callable[[Clock], Keeper]
) -> None:
    fill(file, questionnaire)
    clock = Calendar(datetime(2026, 11, 2, 3))
    keeper = keep(clock)
    for _ in range(35):
        assert keeper.look()
        assert not keeper.look()
        clock.now += timedelta(days=1)
    state = keeper.keeping()
    assert (state.automatic, state.failure) == (True, None)
    assert len(state.copies) == 10
    assert all(faults_of_file(one.path) == [] for one in state.copies)


def test_a_clock_that_goes_back_erases_no_copy_and_makes_the_missing_ones(
    file: Path, questionnaire: Questionnaire, keep: Callable[[Clock], Keeper]
) -> None:
    fill(file, questionnaire)
    clock = Calendar(datetime(2036, 1, 1))
    keeper = keep(clock)
    assert keeper.look()
    clock.now = datetime(2026, 11, 22)
    assert keeper.look()
    assert not keeper.look()
    assert len(keeper.keeping().copies) == 2


def test_a_copy_that_fails_is_remembered_and_forgotten_once_one_is_made(
    file: Path, questionnaire: Questionnaire, keep: Callable[[Clock], Keeper], tmp_path: Path
) -> None:
    fill(file, questionnaire)
    keeper = keep(Calendar(NOW))
    (tmp_path / "copies").write_text("Un fichier, pas un dossier.")
    assert not keeper.look()
    state = keeper.keeping()
    assert state.failure is not None
    assert "ne peut pas être écrit" in state.failure
    assert state.failed_at == NOW
    with Store.open(file) as store:
        assert len(store.diagnostics()) == 1
    (tmp_path / "copies").unlink()
    assert keeper.look()
    assert keeper.keeping().failure is None


def test_the_server_makes_its_copy_in_the_background_and_sweeps_what_a_kill_left(
    file: Path, questionnaire: Questionnaire, keep: Callable[[Clock], Keeper], tmp_path: Path
) -> None:
    fill(file, questionnaire)
    left = tmp_path / "copies" / "regards-2026-11-21-030000-quotidienne.sqlite.brouillon"
    left.parent.mkdir()
    left.write_bytes(b"half")
    keeper = keep(Calendar(NOW))
    assert keeper.look()
    assert not left.exists()
    copied = threading.Event()
    asked: list[datetime] = []

    def clock() -> datetime:
        # Is one due? When is it made? Then, once it is made, is one due?
        asked.append(NOW + timedelta(days=1))
        if len(asked) == 3:
            copied.set()
        return asked[-1]

    later = keep(clock)
    later.start(first=0, pace=0.001)
    assert copied.wait(30)
    later.stop()
    assert len(later.keeping().copies) == 2


@pytest.mark.postgres
def test_copies_of_a_server_are_not_automatic(emptied: str, tmp_path: Path) -> None:
    keeper = Keeper(locate(emptied), tmp_path, 7, 4)
    keeper.start(first=0)
    assert keeper.keeping().automatic is False
    assert list(tmp_path.iterdir()) == []


def test_the_last_good_copy_is_not_the_last_one_when_that_is_damaged(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(file, questionnaire, people=40)
    good = copy(file, tmp_path / "copies", NOW).copy
    bad = copy(file, tmp_path / "copies", NOW + timedelta(hours=1)).copy
    assert last_good(tmp_path / "copies", "regards") == bad
    damage(bad.path)
    assert last_good(tmp_path / "copies", "regards") == good
    good.path.write_text("Plus une base.")
    assert last_good(tmp_path / "copies", "regards") is None
