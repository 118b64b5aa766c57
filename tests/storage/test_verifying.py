"""What is wrong with a base is found and named."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Submission
from diagnostic.storage import Store, tables
from diagnostic.storage.copies.verifying import find_faults
from diagnostic.storage.files import faults_of_file
from tests.builders import given
from tests.storage.copying import damage, fill
from tests.storage.rows import database_of

BREACHES: dict[str, str] = {
    "n’ont pas d’historique": "DELETE FROM answer_history",
    "pas la dernière ligne": "UPDATE answer SET revision = 1 WHERE question_id = 'F01.G'",
    "ont disparu": "DELETE FROM answer WHERE question_id = 'F01.G'",
    "ont un trou": "DELETE FROM answer_history WHERE revision = 1 AND question_id = 'F01.G'",
    "en retard": "UPDATE submission SET changes = 1",
    "plus celui qui a été publié": "UPDATE questionnaire_version SET definition = '{}'",
}


@pytest.mark.parametrize("said", BREACHES)
def test_each_promise_that_is_broken_is_named(
    store: Store, where: Path | str, questionnaire: Questionnaire, said: str
) -> None:
    fill(where, questionnaire)
    assert find_faults(database_of(store)) == ()
    with database_of(store).writing() as connection:
        connection.execute(text(BREACHES[said]))
    assert any(said in fault for fault in find_faults(database_of(store)))


def test_an_answer_that_is_not_what_its_history_says_is_found(
    store: Store, where: Path | str, questionnaire: Questionnaire
) -> None:
    fill(where, questionnaire)
    with database_of(store).writing() as connection:
        connection.execute(tables.answer.update().values(value=8))
    assert find_faults(database_of(store)) == (
        "des réponses ne sont pas la dernière ligne de leur historique (3)",
    )


def test_a_free_text_agrees_with_a_history_that_does_not_hold_it(
    store: Store, submission: Submission
) -> None:
    store.save(submission, [given("D9", "Retraitée, deux enfants")])
    assert find_faults(database_of(store)) == ()


def test_a_damaged_page_is_found(file: Path, questionnaire: Questionnaire) -> None:
    fill(file, questionnaire, people=40)
    assert faults_of_file(file) == []
    before = file.read_bytes()
    damage(file)
    damaged = file.read_bytes()
    assert damaged != before
    with Store.open(file) as store:
        faults = find_faults(database_of(store))
    assert faults
    assert all("abîmé" in fault for fault in faults)
    assert file.read_bytes() == damaged
