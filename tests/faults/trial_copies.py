"""Copies made under load, and a machine that starts again from one."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from diagnostic.settings import PROJECT
from diagnostic.storage import Store
from diagnostic.storage.copies.backups import back_up
from diagnostic.storage.copies.verifying import find_faults
from tests.builders import given
from tests.faults.conftest import FULL
from tests.faults.phones import seat
from tests.storage.copying import rows
from tests.storage.rows import database_of

COPIES = 100 if FULL else 20
WRITERS = 2
ANSWERS = 100_000 if FULL else 10_000
LONGEST = 60.0
"""Seconds to start again on an empty machine."""
NOW = datetime(2026, 11, 22, 3, 0)


@contextmanager
def writers(file: Path, count: int) -> Iterator[Callable[[], dict[str, int]]]:
    """People who answer without end, and what each was told last, as of now."""
    phones = seat(file, count)
    processes = []
    for n, phone in enumerate(phones):
        with (file.parent / f"{n}.told").open("w") as ledger:
            command = [sys.executable, "-m", "tests.storage.writer", str(file), phone.token]
            processes.append(subprocess.Popen(command, cwd=PROJECT, stdout=ledger))

    def told() -> dict[str, int]:
        """Submission → lines of the acknowledgements so far, the last one perhaps cut."""
        return {
            str(phone.submission.id): (file.parent / f"{n}.told").read_text().count("\n")
            for n, phone in enumerate(phones)
        }

    try:
        until = time.monotonic() + 60
        while min(told().values()) < 20 and time.monotonic() < until:
            processes[0].poll()
        yield told
    finally:
        for process in processes:
            process.kill()
            process.wait()


def missing(kept: Path, told: dict[str, int]) -> int:
    """Acknowledged answers that a file does not hold; all of them when it is damaged."""
    try:
        with closing(sqlite3.connect(kept)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return sum(told.values())
            found = dict(
                connection.execute(
                    "SELECT CAST(submission_id AS TEXT), count(*) FROM answer_history GROUP BY 1"
                ).fetchall()
            )
    except sqlite3.DatabaseError:
        return sum(told.values())
    return sum(max(0, lines - found.get(person, 0)) for person, lines in told.items())


def test_copies_made_under_load_hold_all_that_was_told_and_plain_copies_do_not(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    file, chance = tmp_path / "regards.sqlite", random.Random(4)
    lost = lost_by_cp = 0
    with writers(file, WRITERS) as told:
        for n in range(COPIES):
            before = told()
            made = back_up(file, tmp_path / "copies", NOW + timedelta(seconds=n))
            lost += missing(made.copy.path, before)
            with Store.open(made.copy.path) as store:
                assert find_faults(database_of(store)) == ()
            if chance.random() < 0.5:
                before = told()
                shutil.copy(file, tmp_path / "cp.sqlite")
                lost_by_cp += missing(tmp_path / "cp.sqlite", before)
    tell(
        f"{COPIES} sauvegardes pendant l’écriture : {lost} réponse(s) absente(s) ; "
        f"témoin cp : {lost_by_cp} absentes"
    )
    assert lost == 0
    assert lost_by_cp > 0


def test_a_machine_that_is_empty_starts_again_from_a_copy(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    file = tmp_path / "ancienne" / "regards.sqlite"
    people = 100
    phones = seat(file, people)
    each = ANSWERS // people
    with Store.open(file) as store:
        for phone in phones:
            store.save(phone.submission, [given(f"Q{n}", n % 11) for n in range(each)])
    before = rows(file)
    made = back_up(file, tmp_path / "cle", NOW)
    new = tmp_path / "neuve" / "regards.sqlite"
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "diagnostic", "restore", str(made.copy.path)],
        cwd=PROJECT,
        env={**os.environ, "DIAGNOSTIC_DATABASE": str(new)},
        capture_output=True,
        text=True,
    )
    lasted = time.perf_counter() - started
    assert done.returncode == 0, done.stderr
    tell(f"reprise de {ANSWERS} réponses : {lasted:.1f} s")
    assert rows(new) == before
    assert lasted < LONGEST
