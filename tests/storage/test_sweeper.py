"""Each day, by itself: what is due goes, and a failure is tried again."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diagnostic.privacy import DEFAULT_MONTHS, NOTICE_DAYS, after_months
from diagnostic.questionnaire import Questionnaire
from diagnostic.storage import Store
from diagnostic.storage.engine import Database
from diagnostic.storage.sweeper import Sweeper
from tests.storage.lived import CANARY, Lived, live

NOW = datetime.now(UTC)
LATER = datetime.combine(after_months(NOW.date(), DEFAULT_MONTHS), NOW.time(), UTC)


@pytest.fixture
def lived(store: Store, questionnaire: Questionnaire) -> Lived:
    lived = live(store, questionnaire)
    store.purge(LATER - timedelta(days=NOTICE_DAYS))
    return lived


def test_it_looks_once_a_day(store: Store, lived: Lived) -> None:
    now = [LATER - timedelta(days=1)]
    sweeper = Sweeper(lambda: store, lambda: now[0])
    assert [sweeper.look(), sweeper.look()] == [True, False]
    assert len(store.purges(lived.diagnostic)) == 2
    now[0] = LATER
    assert [sweeper.look(), sweeper.look()] == [True, False]
    assert len(store.purges(lived.diagnostic)) == 4


def test_a_base_that_is_not_open_is_waited_for(store: Store, lived: Lived) -> None:
    is_open = [False]
    sweeper = Sweeper(lambda: store if is_open[0] else None, lambda: LATER)
    assert not sweeper.look()
    is_open[0] = True
    assert sweeper.look()
    assert len(store.purges(lived.diagnostic)) == 4


def test_a_failure_is_told_without_a_word_of_anybody_and_tried_again(
    file: Path, questionnaire: Questionnaire, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="diagnostic")
    with Store.open(file, patience=0.1) as store:
        live(store, questionnaire)
        sweeper = Sweeper(lambda: store, lambda: LATER)
        with Database(file).writer.connect() as connection, connection.begin():
            assert not sweeper.look()
        assert "n’est pas fait : StorageUnavailable" in caplog.text
        assert sweeper.look()
        assert CANARY not in caplog.text


def test_it_begins_with_the_server_and_ends_with_it(store: Store) -> None:
    asked = threading.Event()

    def opened() -> Store:
        asked.set()
        return store

    sweeper = Sweeper(opened)
    sweeper.start(first=0, pace=60)
    assert asked.wait(20)
    sweeper.stop()
    assert not [one for one in threading.enumerate() if one.name == "effacements"]
