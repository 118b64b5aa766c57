"""A server takes its base alone and sound, and what it refuses stays as it was."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from diagnostic.questionnaire import Questionnaire
from diagnostic.settings import PROJECT
from diagnostic.storage import Store
from diagnostic.storage.copies.restoring import restore
from diagnostic.storage.schema import NotABase
from diagnostic.storage.serving import (
    AlreadyServed,
    DamagedBase,
    claim,
    far_file_system,
    is_damaged,
    release,
)
from tests.storage.copying import NOW, copy, damage, fill, rows
from tests.storage.test_schema import content

SERVE = """
import sys
from pathlib import Path
from diagnostic.storage import Store
from diagnostic.storage.serving import claim
claim(Path(sys.argv[1]))
store = Store.open(Path(sys.argv[1]))
print("ok", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_server(file: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that serves this file, until it is killed or told nothing more."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(file)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ok\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_server_is_refused_while_commands_still_read_and_copy(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(file, questionnaire)
    with another_server(file):
        with pytest.raises(AlreadyServed, match="un seul à la fois"):
            claim(file)
        with Store.open(file) as store:
            assert len(store.diagnostics()) == 1
        made = copy(file, tmp_path / "copies")
        assert made.contents is not None
        with pytest.raises(AlreadyServed):
            restore(made.copy.path, file, NOW, replacing=True)
        assert len(rows(file)["answer"]) == 3


def test_a_server_that_is_killed_leaves_no_lock(file: Path, questionnaire: Questionnaire) -> None:
    fill(file, questionnaire)
    with another_server(file) as server:
        server.kill()
        server.wait()
        claim(file)
        release(file)


def test_a_server_claims_its_base_once_and_again(file: Path) -> None:
    claim(file)
    try:
        claim(file)
        with Store.open(file) as store:
            assert store.diagnostics() == ()
    finally:
        release(file)


def test_a_damaged_file_is_set_aside_untouched_and_nothing_takes_its_place(
    file: Path, questionnaire: Questionnaire
) -> None:
    fill(file, questionnaire, people=40)
    damage(file)
    damaged = file.read_bytes()
    with pytest.raises(DamagedBase, match="mis de côté, tel quel") as refusal:
        claim(file)
    aside = file.with_name(refusal.value.aside)
    assert aside.name.startswith("regards.sqlite.abime-2")
    assert aside.read_bytes() == damaged
    # Neither a server nor a command makes an empty base where people's answers were.
    for open_it in (claim, Store.open):
        with pytest.raises(DamagedBase) as again:
            open_it(file)
        assert again.value.aside == aside.name
    assert not file.exists()


def test_the_journal_of_a_damaged_file_goes_with_it(
    file: Path, questionnaire: Questionnaire
) -> None:
    fill(file, questionnaire, people=40)
    damage(file)
    journal = file.with_name(f"{file.name}-wal")
    journal.write_bytes(b"")
    with pytest.raises(DamagedBase) as refusal:
        claim(file)
    assert not journal.exists()
    assert file.with_name(f"{refusal.value.aside}-wal").exists()


def test_after_a_damage_the_last_copy_is_taken_back(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(file, questionnaire, people=40)
    before = rows(file)
    made = copy(file, tmp_path / "copies")
    damage(file)
    with pytest.raises(DamagedBase) as refusal:
        claim(file)
    restore(made.copy.path, file, NOW)
    assert rows(file) == before
    assert file.with_name(refusal.value.aside).exists()
    claim(file)
    release(file)


def test_a_sound_file_is_examined_without_a_trace(file: Path, questionnaire: Questionnaire) -> None:
    fill(file, questionnaire)
    before = content(file)
    assert not is_damaged(file)
    assert content(file) == before


def test_a_start_is_not_held_up_by_a_large_base(file: Path) -> None:
    Store.open(file).close()
    with closing(sqlite3.connect(file, isolation_level=None)) as large:
        large.execute("CREATE TABLE large AS SELECT 1 AS n, hex(randomblob(900)) AS body")
        for _ in range(15):
            large.execute("INSERT INTO large SELECT n + 1, body FROM large")
    damage(file)
    # Not time enough: nothing is found, and the server starts. A busy machine may count late.
    assert any(not is_damaged(file, patience=0.002) for _ in range(20))
    assert is_damaged(file, patience=60)


def test_somebody_else_s_file_is_not_taken_for_a_damaged_base(file: Path) -> None:
    file.write_text("Des notes, pas une base de données.")
    claim(file)
    release(file)
    with pytest.raises(NotABase, match="n’a pas été touché"):
        Store.open(file)
    assert file.read_text() == "Des notes, pas une base de données."


@pytest.mark.postgres
def test_servers_of_postgresql_are_as_many_as_wanted(emptied: str) -> None:
    claim(emptied)
    claim(emptied)
    release(emptied)


def test_a_disk_of_this_machine_is_not_far(tmp_path: Path) -> None:
    assert far_file_system(tmp_path / "regards.sqlite") is None
