"""A copy made while people answer is whole, or is not made."""

from __future__ import annotations

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import StorageRefused, StorageUnavailable, Store
from diagnostic.storage.copies.backups import back_up
from diagnostic.storage.copies.verifying import Contents
from diagnostic.storage.files import BackupAbandoned
from diagnostic.territories import TerritoryKey
from tests.builders import given
from tests.storage.copying import NOW, copy, damage, fill, rows


def test_a_copy_is_whole_verified_and_for_its_owner_alone(
    where: Path | str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(where, questionnaire)
    before = rows(where)
    made = copy(where, tmp_path / "copies")
    assert made.contents == Contents(1, 3, 3)
    assert stat.S_IMODE(made.copy.path.stat().st_mode) == 0o600
    assert made.copy.size == made.copy.path.stat().st_size
    assert list((tmp_path / "copies").iterdir()) == [made.copy.path]
    assert rows(made.copy.path) == before
    assert before["answer"]
    assert rows(where) == before


def test_a_copy_made_while_people_answer_holds_all_that_was_acknowledged(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    with Store.open(file) as store:
        diagnostic = store.open_diagnostic(
            "Essai", TerritoryKey.parse("commune:69123"), questionnaire
        )
        submission = store.begin(store.waves(diagnostic)[0], Viewpoint.CITIZEN, short=False)[0]
        told, has_begun, stop = [0], threading.Event(), threading.Event()

        def answer() -> None:
            while not stop.is_set():
                store.save(submission, [given("F01.G", told[0] + 1)])
                told[0] += 1
                if told[0] > 20:
                    has_begun.set()

        person = threading.Thread(target=answer)
        person.start()
        try:
            assert has_begun.wait(30)
            for _ in range(5):
                acknowledged = told[0]
                made = copy(file, tmp_path / "copies")
                with closing(sqlite3.connect(made.copy.path)) as kept:
                    (value,) = kept.execute("SELECT max(revision) FROM answer_history").fetchone()
                assert acknowledged <= value <= told[0] + 1
        finally:
            stop.set()
            person.join()


def test_those_who_answer_do_not_wait_for_a_copy_under_way(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(file, questionnaire, people=40)
    with Store.open(file) as store:
        diagnostic = store.diagnostics()[0]
        submission = store.begin(store.waves(diagnostic)[0], Viewpoint.CITIZEN, short=False)[0]
        steps: list[int] = []

        def answer_meanwhile() -> bool:
            steps.append(store.save(submission, [given("F01.G", len(steps))])[0].revision)
            return False

        made = back_up(file, tmp_path, NOW, rest=answer_meanwhile)
        assert steps
        with Store.open(made.copy.path) as kept:
            # One moment: none of what was said since the copy began.
            assert kept.answers(submission) == {}
        assert store.receipts(submission)["F01.G"].revision == len(steps)


def test_a_copy_that_is_given_up_leaves_nothing(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(file, questionnaire)
    with pytest.raises(BackupAbandoned):
        back_up(file, tmp_path / "copies", NOW, rest=lambda: True)
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_base_that_is_not_there_is_not_created_by_its_copy(file: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageRefused, match="pas encore de base"):
        copy(file, tmp_path / "copies")
    assert not file.exists()
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_folder_that_cannot_hold_copies_is_said_to_be_so(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(file, questionnaire)
    (tmp_path / "notes.txt").write_text("Un fichier, pas un dossier.")
    with pytest.raises(StorageUnavailable, match="ne peut pas être écrit"):
        copy(file, tmp_path / "notes.txt" / "copies")


def test_a_damaged_base_is_not_copied_as_if_it_were_sound(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(file, questionnaire, people=40)
    damage(file)
    with pytest.raises((StorageRefused, StorageUnavailable), match="abîmé"):
        copy(file, tmp_path / "copies")
    assert list((tmp_path / "copies").iterdir()) == []
