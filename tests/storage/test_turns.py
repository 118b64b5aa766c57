"""Two processes never write to a file at once: each waits for its turn, and gets it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.settings import PROJECT
from diagnostic.storage import StorageUnavailable, Store
from diagnostic.storage.engine import Database
from diagnostic.storage.files import faults_of_file
from diagnostic.storage.turns import Turn, queue
from diagnostic.territories import TerritoryKey
from tests.builders import given
from tests.storage.rows import database_of

HOLD = """
import sys
from pathlib import Path
from diagnostic.storage.turns import Turn
with Turn(Path(sys.argv[1]), 10).held():
    print("held", flush=True)
    sys.stdin.readline()
"""
TAKE_WITHOUT_END = """
import sys
from pathlib import Path
from diagnostic.storage.turns import Turn, queue
turn, ledger = Turn(Path(sys.argv[1]), 10), open(sys.argv[2], "ab", buffering=0)
number = 0
while True:
    number += 1
    with turn.held():
        ledger.write(b"+ server\\n")
        sum(range(20_000))
        ledger.write(b"- server\\n")
    if number % 7 == 0:
        # As a command that ends, and the next one that begins.
        with queue:
            turn.leave()
    if number == 1:
        print("begun", flush=True)
"""


@contextmanager
def process(*command: str, first: str) -> Iterator[subprocess.Popen[str]]:
    """Another Python, once it has said its `first` line; killed at the end."""
    started = subprocess.Popen(
        [sys.executable, *command],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with started:
        assert started.stdout is not None
        try:
            assert started.stdout.readline().startswith(first)
            yield started
        finally:
            started.kill()


def test_a_command_gets_its_turns_beside_a_server_that_never_stops_writing(
    file: Path, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    turn = Turn(file, patience=10)
    with (
        process("-c", TAKE_WITHOUT_END, str(file), str(told), first="begun"),
        told.open("ab", buffering=0) as ledger,
    ):
        for number in range(100):
            with turn.held():
                ledger.write(b"+ command\n")
                sum(range(20_000))
                ledger.write(b"- command\n")
            if number % 5 == 0:
                with queue:
                    turn.leave()
    lines = told.read_text().splitlines()
    # Each that enters leaves before another enters; the last one may have been killed inside.
    pairs = list(zip(lines[::2], lines[1::2], strict=False))
    assert all(entry.replace("+", "-") == leaving for entry, leaving in pairs)
    assert pairs.count(("+ command", "- command")) == 100
    first, last = lines.index("+ command"), len(lines) - lines[::-1].index("- command")
    assert lines[first:last].count("+ server") > 10


def test_all_that_two_processes_write_is_kept_while_the_journal_is_emptied(
    file: Path, questionnaire: Questionnaire
) -> None:
    with Store.open(file) as store:
        wave = store.waves(
            store.open_diagnostic("Essai", TerritoryKey.parse("commune:69123"), questionnaire)
        )[0]
        here, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
        there, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
        with process("-m", "tests.storage.writer", str(file), token, first="Q") as other:
            assert other.stdout is not None
            for number in range(1, 151):
                store.save(here, [given("F01.G", number)])
                if number % 3 == 0:
                    database_of(store).forget()
            acknowledged = 1
            while acknowledged < 150 and other.stdout.readline():
                acknowledged += 1
        kept = sum(receipt.revision for receipt in store.receipts(there).values())
        assert kept >= acknowledged == 150
        assert store.receipts(here)["F01.G"].revision == 150
    assert faults_of_file(file) == []


def test_a_turn_that_does_not_come_is_refused_as_a_busy_base_and_comes_later(file: Path) -> None:
    Store.open(file).close()
    with (
        Store.open(file, patience=0.1) as store,
        process("-c", HOLD, str(file), first="held") as other,
    ):
        with pytest.raises(StorageUnavailable, match="la base est occupée. Attendez"):
            store.purge()
        # Neither does a checkpoint come between the writes of another process.
        with pytest.raises(StorageUnavailable, match="la base est occupée. Attendez"):
            database_of(store).forget()
        assert store.diagnostics() == ()
        other.communicate("\n", timeout=30)
        store.purge()


def test_a_process_that_is_killed_gives_its_turn_back(file: Path) -> None:
    Store.open(file).close()
    with (
        Store.open(file, patience=5) as store,
        process("-c", HOLD, str(file), first="held") as other,
    ):
        other.kill()
        other.wait()
        store.purge()


def test_two_names_of_one_file_are_one_base(file: Path, tmp_path: Path) -> None:
    Store.open(file).close()
    other_name = tmp_path / "ailleurs" / "autre.sqlite"
    other_name.parent.mkdir()
    other_name.symlink_to(file)
    with (
        process("-c", HOLD, str(file), first="held"),
        pytest.raises(StorageUnavailable, match="la base est occupée"),
        Database(other_name, patience=0.1).writing(),
    ):
        raise AssertionError
    assert [path.name for path in other_name.parent.iterdir()] == [other_name.name]


def test_a_base_opened_twice_in_a_process_waits_for_itself_only_and_leaves_nothing(
    file: Path,
) -> None:
    with Store.open(file) as first:
        with Store.open(file) as second:
            threads = [threading.Thread(target=one.purge) for one in (first, second) * 5]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
                assert not thread.is_alive()
        # The second one took the mark away: the first one makes it again.
        first.purge()
        assert file.with_name(f"{file.name}.tour").is_file()
    assert list(file.parent.iterdir()) == [file]
