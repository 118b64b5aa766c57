"""Every connection is as careful as the first one."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from diagnostic.campaigns import Wave
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import Store, tables
from diagnostic.storage.engine import Database
from tests.builders import given
from tests.storage.rows import database_of

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "secure_delete": 1,
    "trusted_schema": 0,
}


def pragmas(connection: Connection) -> dict[str, object]:
    return {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in PRAGMAS}


def test_every_pooled_connection_of_a_file_is_durable_and_checked(file: Path) -> None:
    with Store.open(file) as store, ExitStack() as stack:
        database = database_of(store)
        several = [stack.enter_context(database.reading()) for _ in range(12)]
        several.append(stack.enter_context(database.writing()))
        assert len({id(c.connection.dbapi_connection) for c in several}) == 13
        assert [pragmas(connection) for connection in several] == [PRAGMAS] * 13


def test_a_connection_that_migrated_checks_foreign_keys_again(file: Path) -> None:
    database = Database(file)
    with database.migrating() as connection:
        connection.exec_driver_sql("CREATE TABLE t (id INTEGER)")
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0
    with database.reading() as connection:
        assert pragmas(connection) == PRAGMAS
    database.close()


def test_a_write_takes_its_place_before_it_reads(file: Path) -> None:
    with Store.open(file) as store, database_of(store).writing() as writing:
        outsider = Database(file, patience=0.05)
        with outsider.writer.connect() as connection, pytest.raises(Exception, match="locked"):
            connection.begin()
        assert writing.in_transaction()
        outsider.writer.dispose()


@pytest.mark.postgres
def test_a_server_reads_one_state_and_writes_durably(postgresql: str) -> None:
    with Store.open(postgresql) as store:
        database = database_of(store)
        with database.reading() as connection:
            assert connection.execute(text("SHOW transaction_isolation")).scalar() == (
                "repeatable read"
            )
            assert connection.execute(text("SHOW transaction_read_only")).scalar() == "on"
        with database.writing() as connection:
            assert connection.execute(text("SHOW transaction_isolation")).scalar() == (
                "read committed"
            )
            assert connection.execute(text("SHOW transaction_read_only")).scalar() == "off"
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
            assert connection.execute(text("SHOW lock_timeout")).scalar() == "10s"


def test_one_reading_sees_one_state(store: Store, wave: Wave) -> None:
    count = text("SELECT count(*) FROM submission")
    with database_of(store).reading() as connection:
        before = connection.execute(count).scalar()
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(store.begin, wave, Viewpoint.CITIZEN, False).result()
        assert connection.execute(count).scalar() == before == 0
    assert len(store.passages(wave)) == 1


def test_a_write_that_is_left_in_the_middle_leaves_nothing(
    store: Store, submission: Submission
) -> None:
    class Interrupted(BaseException):
        """As when a page is run again while it saves."""

    half = tables.comment.insert().values(
        submission_id=submission.id, question_id="F01.G", body="À moitié."
    )

    def be_interrupted() -> None:
        with database_of(store).writing() as connection:
            connection.execute(half)
            raise Interrupted

    with pytest.raises(Interrupted):
        be_interrupted()
    assert store.comments(submission) == {}
    store.save(submission, [given("F01.G", 7)])


def test_a_reader_never_waits_for_a_writer(store: Store, submission: Submission) -> None:
    store.save(submission, [given("F01.G", 7)])
    reading = threading.Thread(target=store.answers, args=(submission,))
    with database_of(store).writing():
        reading.start()
        reading.join(timeout=30)
        assert not reading.is_alive()
