"""What is erased is nowhere: no row of any table, no byte of any file, no line of any log."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store, UnknownLink, tables
from diagnostic.territories import TerritoryKey
from tests.builders import given
from tests.storage.lived import CANARY, Lived, counts, fill_the_rest, live

NOT_OF_A_DIAGNOSTIC = {
    "questionnaire_version",
    "data_import",
    "imported_series",
    "programme_template",
    "person",
}
"""Published content, official figures, models, and who has an account: of nobody who answered."""
OF_A_PERSON = {
    "submission",
    "answer",
    "answer_history",
    "comment",
    "counted_answer",
    "follow",
    "seat",
    "round_answer",
    "boxed_answer",
}


@pytest.fixture
def lived(store: Store, questionnaire: Questionnaire) -> Lived:
    return live(store, questionnaire)


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_an_erased_diagnostic_leaves_no_row_in_any_table(store: Store, lived: Lived) -> None:
    fill_the_rest(store, lived)
    before = counts(store)
    # A table added since must be filled here, or be listed as nobody's.
    assert {name for name, rows in before.items() if not rows} <= NOT_OF_A_DIAGNOSTIC
    store.erase(lived.diagnostic)
    after = counts(store)
    assert {name for name, rows in after.items() if rows} <= NOT_OF_A_DIAGNOSTIC


def test_a_diagnostic_beside_it_keeps_everything(
    store: Store, lived: Lived, questionnaire: Questionnaire
) -> None:
    before = counts(store)
    other = live(store, questionnaire)
    store.erase(other.diagnostic)
    assert counts(store) == before


def test_one_person_erased_leaves_no_row_in_any_table(store: Store, lived: Lived) -> None:
    hanging = {
        table.name
        for table in tables.metadata.sorted_tables
        if any(key.column.table is tables.submission for key in table.foreign_keys)
    } | {"submission"}
    assert hanging == OF_A_PERSON
    before = counts(store)
    for token in lived.tokens:
        store.erase_submission(token)
    after = counts(store)
    # The six of the second wave stay, and are tied to nobody any more.
    assert after["submission"] == before["submission"] - len(lived.tokens)
    assert {after[name] for name in ("comment", "follow", "seat", "round_answer")} == {0}
    untouched = set(before) - OF_A_PERSON - {"erased_submission"}
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}
    with pytest.raises(UnknownLink):
        store.own_record(lived.tokens[0])


def test_what_one_person_wrote_is_in_no_byte_and_no_log(
    file: Path, questionnaire: Questionnaire, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Store.open(file) as store:
        lived = live(store, questionnaire)
        # What was written in the room is the room's, not this person's.
        (idea,), (decision,) = store.ideas(lived.workshop), store.decisions(lived.workshop)
        store.write_idea(lived.workshop, replace(idea, text=""))
        store.write_decision(lived.workshop, replace(decision, who=""))
        assert CANARY.encode() in files(file.parent)
        store.erase_submission(lived.tokens[0])
        assert CANARY.encode() not in files(file.parent)
    assert CANARY.encode() not in files(file.parent)
    assert CANARY not in caplog.text
    assert lived.tokens[0] not in caplog.text


def test_a_whole_diagnostic_erased_is_in_no_byte(file: Path, questionnaire: Questionnaire) -> None:
    with Store.open(file) as store:
        lived = live(store, questionnaire)
        fill_the_rest(store, lived)
        store.erase(lived.diagnostic)
        assert CANARY.encode() not in files(file.parent)


def test_erasing_empties_the_journal_while_others_read(
    file: Path, questionnaire: Questionnaire
) -> None:
    with Store.open(file) as store, Store.open(file) as other:
        diagnostic = store.open_diagnostic(
            "Essai", TerritoryKey.parse("commune:69264"), questionnaire
        )
        wave = store.waves(diagnostic)[0]
        submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
        store.say(submission, "F01.G", CANARY)
        assert other.comments(submission) == {"F01.G": CANARY}
        store.erase_submission(token)
        assert CANARY.encode() not in files(file.parent)


def test_who_leaves_cannot_be_told_by_what_changed(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    """The decision of docs/adr/0009: what was shown stays until a whole batch says more."""
    tokens = []
    for mark in (1, 2, 3, 4, 5, 10):
        submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
        store.save(submission, [given("F01.G", mark)])
        tokens.append(token)
    shown = store.publication(diagnostic, wave)
    store.erase_submission(tokens[-1])
    assert store.publication(diagnostic, wave) == shown
    # Four newcomers are not enough to see the figure without the person who left.
    for mark in (1, 1, 1, 1):
        submission, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
        store.save(submission, [given("F01.G", mark)])
    assert store.publication(diagnostic, wave) == shown
