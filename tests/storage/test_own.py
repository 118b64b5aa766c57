"""A person receives all that is kept of them, and nothing of anybody else."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from diagnostic.privacy import as_data, as_rows
from diagnostic.questionnaire import Questionnaire
from diagnostic.storage import Store, UnknownLink, tables
from diagnostic.texts import voice_of
from tests.builders import given
from tests.storage.lived import CANARY, G, Lived, live
from tests.storage.rows import database_of


@pytest.fixture
def lived(store: Store, questionnaire: Questionnaire) -> Lived:
    return live(store, questionnaire)


def test_it_is_all_that_is_kept(store: Store, lived: Lived) -> None:
    record = store.own_record(lived.tokens[0])
    assert record.submission == store.resume(lived.tokens[0])[0]
    assert {one.question_id: one.answer for one in record.answers} == store.answers(
        record.submission
    )
    assert [(one.question_id, one.answer) for one in record.former] == [(G, given(G, 0))]
    assert record.comments == {G: CANARY}
    assert [(one.step_id, one.round, one.answer) for one in record.votes] == [
        ("vote", 1, given("confiance", 0))
    ]
    (seat,) = record.seats
    assert (seat.place, len(seat.mark)) == ("Salle des fêtes", 4)
    assert G in record.counted
    assert record.is_linked


def test_every_table_that_holds_rows_of_a_person_is_told(store: Store, lived: Lived) -> None:
    """A table added since is told too, or listed here with its reason."""
    told = {"answer", "answer_history", "comment", "counted_answer", "follow", "seat"}
    told |= {"round_answer", "boxed_answer", "submission"}
    hanging = {
        table.name
        for table in tables.metadata.sorted_tables
        if any(key.column.table is tables.submission for key in table.foreign_keys)
    }
    assert hanging | {"submission"} == told


def test_a_machine_reads_it_and_finds_nobody_else(
    store: Store, lived: Lived, questionnaire: Questionnaire
) -> None:
    local = {one.id: one for one in store.local_questions(lived.diagnostic)}
    data = as_data(store.own_record(lived.tokens[0]), questionnaire.by_id | local)
    text = json.dumps(data, ensure_ascii=False)
    assert text.count(CANARY) == 3
    assert "Mot 1" not in text
    assert {one["question"] for one in data["reponses"] if one["texte_libre"]} == {"mot", "L1"}
    for token in lived.tokens:
        assert token not in text
    mine = tables.submission.c.wave_id == lived.first.id
    with database_of(store).reading() as connection:
        for seal in connection.execute(select(tables.submission.c.token_hash).where(mine)):
            assert seal[0] not in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_person_reads_it(
    store: Store, lived: Lived, questionnaire: Questionnaire, language: str
) -> None:
    local = store.local_questions(lived.diagnostic)
    parts = as_rows(voice_of(language), store.own_record(lived.tokens[0]), questionnaire, local)
    told = [row for _, rows in parts for row in rows]
    assert "1/10" in {said for _, said, _ in told}
    assert sum(said == CANARY for _, said, _ in told) == 3
    assert len(parts) == 4
    # The history only says that a text was written: no other word than its own is shown.
    assert "texte" not in {said for _, said, _ in told}


def test_a_wrong_link_receives_nothing(store: Store, lived: Lived) -> None:
    with pytest.raises(UnknownLink):
        store.own_record(lived.tokens[0] + "a")
