"""The installation as a whole, on both engines: how much there is, and whether the base answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert
from starlette.applications import Starlette
from starlette.testclient import TestClient

from diagnostic.campaigns import Diagnostic
from diagnostic.installation import describe
from diagnostic.privacy import PurgeKind
from diagnostic.respondents import Submission
from diagnostic.settings import Settings
from diagnostic.storage import StorageUnavailable, Store, tables
from diagnostic.storage.copies.folder import Copy
from diagnostic.storage.copies.keeper import Keeping
from diagnostic.storage.copies.verifying import Contents
from diagnostic.storage.pulse import Pulse
from diagnostic.storage.vitals import Erasure
from diagnostic.ui.health import Health
from diagnostic.ui.opening import Opening
from tools.sites import postgresql

NOON = datetime(2026, 11, 22, 12, 0)
NOTHING = Keeping(True, (), None, None)


def test_what_the_base_holds_is_counted(store: Store, submission: Submission) -> None:
    found = store.vitals()
    assert found.contents == Contents(1, 1, 0)
    assert found.is_exact
    assert found.size > 10_000
    assert found.engine in ("SQLite", "PostgreSQL")
    assert found.version[0].isdigit()
    assert (found.file is None) == (found.engine == "PostgreSQL")


def test_erasures_are_counted_by_day_and_kind(store: Store, diagnostic: Diagnostic) -> None:
    days = (date(2026, 11, 3), date(2026, 11, 3), date(2026, 11, 5))
    with store._database.writing() as connection:
        for number, day in enumerate(days, 1):
            line = {
                "diagnostic_id": diagnostic.id,
                "wave_number": number,
                "kind": PurgeKind.ANSWERS.value,
                "people": 40,
                "done_on": day,
            }
            connection.execute(insert(tables.purge).values(line))
    assert store.vitals().erasures == (
        Erasure(days[2], PurgeKind.ANSWERS, 1),
        Erasure(days[0], PurgeKind.ANSWERS, 2),
    )


def copy_of(day: datetime) -> Copy:
    return Copy(Path("regards.sqlite"), day, True, 1_000)


@pytest.mark.parametrize(
    ("keeping", "expected"),
    [
        (NOTHING, NOON.date()),
        (Keeping(True, (copy_of(NOON),), None, None), date(2026, 11, 23)),
        (Keeping(True, (copy_of(datetime(2026, 11, 20)),), None, None), NOON.date()),
        (Keeping(False, (), None, None), None),
    ],
)
def test_the_day_of_the_next_copy_is_told(
    tmp_path: Path, keeping: Keeping, expected: date | None
) -> None:
    file = tmp_path / "regards.sqlite"
    with Store.open(file) as store:
        here = describe(Settings(database=file), store.vitals(), keeping, NOON)
    assert here.next_copy == expected
    assert here.free > 0
    assert here.folder == tmp_path / "sauvegardes"
    assert here.last_copy == (keeping.copies[0] if keeping.copies else None)


def test_a_base_that_is_there_answers(store: Store) -> None:
    Pulse(store).feel()


def test_another_file_in_the_place_of_the_base_is_noticed(file: Path) -> None:
    with Store.open(file) as store:
        pulse = Pulse(store)
        file.rename(file.with_name("ancienne.sqlite"))
        Store.open(file).close()
        with pytest.raises(StorageUnavailable, match="n’est plus à sa place"):
            pulse.feel()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def watch(store: Store, patience: float) -> TestClient:
    """What watches over a server that opened this memory."""
    opening = Opening(lambda: store, Settings)
    return TestClient(Starlette(routes=Health(opening, lambda: store, patience).routes()))


@pytest.mark.postgres
def test_a_postgresql_that_went_away_is_said_at_once(tmp_path: Path, stack: ExitStack) -> None:
    with ExitStack() as running:
        address = running.enter_context(postgresql(tmp_path / "serveur"))
        store = stack.enter_context(Store.open(address))
        watcher = watch(store, 2.0)
        assert watcher.get("/sante").json() == {"etat": "ok"}
    begun = time.monotonic()
    answer = watcher.get("/sante")
    assert time.monotonic() - begun < 5
    assert answer.status_code == 503
    assert "postgres" not in answer.text


def test_a_base_whose_connections_are_all_taken_does_not_make_the_watcher_wait(
    file: Path, stack: ExitStack
) -> None:
    store = stack.enter_context(Store.open(file, patience=3.0))
    watcher = watch(store, 0.2)
    assert watcher.get("/sante").status_code == 200
    for _ in range(30):
        stack.enter_context(store._database.reader.connect())
    begun = time.monotonic()
    said = [watcher.get("/sante") for _ in range(3)]
    assert time.monotonic() - begun < 2.5
    assert {one.status_code for one in said} == {503}
    assert "n’a pas répondu" in said[0].json()["phrase"]


def test_a_server_that_could_not_open_says_so_without_why(tmp_path: Path) -> None:
    def refuse() -> Store:
        return Store.open(tmp_path)

    opening = Opening(refuse, lambda: Settings(database=tmp_path, daily_backups=0))
    assert not opening.open()
    watcher = TestClient(Starlette(routes=Health(opening, refuse).routes()))
    answer = watcher.get("/sante")
    assert answer.status_code == 503
    assert "ne peut pas s’ouvrir" in answer.json()["phrase"]
    assert str(tmp_path) not in answer.text
