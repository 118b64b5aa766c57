"""The log tells what happened and where in the code, and no value of anybody's."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import threading
from collections.abc import Iterator

import pytest

from diagnostic import logbook

SECRET = "Josette, du 12 rue des Lilas"


@pytest.fixture(params=["texte", "json"])
def written(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[io.StringIO]:
    """What the process writes; its own ways are given back afterwards."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", None)
    root = logging.getLogger()
    level = root.level
    logbook.configure(request.param, "debug")
    yield stream
    logging.captureWarnings(False)
    root.setLevel(level)
    while logbook._handlers:
        root.removeHandler(logbook._handlers.pop())


def fail() -> None:
    try:
        dict[str, str]()[SECRET]
    except KeyError as first:
        raise ValueError(f"« {SECRET} » n’est pas une réponse") from first


def test_a_fault_is_told_by_its_kind_its_place_and_a_reference(written: io.StringIO) -> None:
    try:
        fail()
    except ValueError as fault:
        logging.getLogger("a.library").error("While answering %s: %s", fault, "x", exc_info=True)
        reference = logbook.reference_of(fault)
    said = written.getvalue()
    assert SECRET not in said
    assert "Josette" not in said
    assert reference in said
    assert "ValueError" in said
    assert "KeyError" in said
    assert "tests/test_logbook.py" in said
    remembered = logbook.last_faults()[0]
    assert (remembered.kind, remembered.reference) == ("ValueError", reference)
    assert remembered.where.startswith("tests/test_logbook.py:")


def test_a_library_that_repeats_a_fault_in_words_repeats_nothing(written: io.StringIO) -> None:
    try:
        fail()
    except ValueError as fault:
        logging.getLogger("a.library").error(f"It said: {fault}\nwith {SECRET}", exc_info=True)
    assert "Josette" not in written.getvalue()


def test_a_task_that_nobody_waited_for_says_nothing_of_what_it_did(written: io.StringIO) -> None:
    async def forget() -> None:
        failing = asyncio.create_task(asyncio.to_thread(fail))
        await asyncio.wait([failing])

    asyncio.run(forget())
    assert "never retrieved" in written.getvalue()
    assert "Josette" not in written.getvalue()


def test_a_thread_that_fails_is_told_without_its_values(written: io.StringIO) -> None:
    failing = threading.Thread(target=fail)
    failing.start()
    failing.join()
    assert "ValueError" in written.getvalue()
    assert "Josette" not in written.getvalue()


@pytest.mark.parametrize(
    "address",
    ["192.0.2.7", "192.0.2.7:51234", "2001:db8::8a2e:370:7334", "2001:db8:0:0:1:8a2e:370:7334"],
)
def test_addresses_are_hidden_and_hours_are_not(written: io.StringIO, address: str) -> None:
    # Not uvicorn’s own logger: another test may have given it another way out.
    logging.getLogger("a.server").info("%s closed at 22:30:01", address)
    said = written.getvalue()
    assert "192.0.2" not in said
    assert "2001" not in said
    assert "22:30:01" in said


@pytest.mark.parametrize(
    "line",
    [
        "GET /p/s3cr3t/etat",
        "GET /invitation/s3cr3t",
        "GET /r/s3cr3t",
        "ws /_stcore/stream?reprise=s3cr3t&x=1",
        "postgresql+psycopg://regards:s3cr3t@serveur/base",
    ],
)
def test_links_codes_and_passwords_are_hidden(written: io.StringIO, line: str) -> None:
    logging.getLogger("diagnostic.ui").warning("%s", line)
    assert "s3cr3t" not in written.getvalue()


def test_each_event_is_one_object_on_its_line_in_json(written: io.StringIO) -> None:
    logging.getLogger("diagnostic.ui").error("Deux lignes\nd’une phrase")
    said = written.getvalue()
    if said.startswith("{"):
        told = json.loads(said)
        assert said.count("\n") == 1
        assert told["niveau"] == "error"
        assert told["message"] == "Deux lignes\nd’une phrase"
    else:
        assert "ERROR" in said


def test_the_last_faults_are_few(written: io.StringIO) -> None:
    for _ in range(logbook.MOST + 5):
        try:
            fail()
        except ValueError:
            logging.getLogger("a.library").exception("again")
    assert len(logbook.last_faults()) == logbook.MOST
