"""A person comes, leaves, comes back, and may leave nothing behind."""

import hashlib
import re
from pathlib import Path

import pytest
from sqlalchemy import event, select

from diagnostic.answers import Passage
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store, UnknownDiagnostic, UnknownLink, WaveClosed, tables
from diagnostic.territories import TerritoryKey
from tests.builders import dont_know, given
from tests.storage.rows import database_of, lines_of

CANARY = "canari-7f3a9c-jaune"


def test_a_link_leads_back_to_the_passage_its_wave_and_its_diagnostic(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    submission, token = store.begin(wave, Viewpoint.ELECTED, short=True)
    assert store.resume(token) == (submission, wave, diagnostic)
    assert (submission.viewpoint, submission.short) == (Viewpoint.ELECTED, True)


def test_a_link_still_leads_back_once_the_wave_is_closed(store: Store, wave: Wave) -> None:
    submission, token = store.begin(wave, Viewpoint.FIRM, short=False)
    closed = store.close_wave(wave)
    assert store.resume(token)[:2] == (submission, closed)


def test_an_unknown_link_is_said_to_be_so(store: Store, wave: Wave) -> None:
    _, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    for wrong in ("", token[:-1], token + "a", token.swapcase(), "' OR 1=1 --", "\ud800"):
        with pytest.raises(UnknownLink, match="invitation"):
            store.resume(wrong)


def test_links_are_all_different_and_hold_more_than_128_bits(store: Store, wave: Wave) -> None:
    tokens = [store.begin(wave, Viewpoint.CITIZEN, short=True)[1] for _ in range(50)]
    assert len(set(tokens)) == 50
    assert all(re.fullmatch(r"[\w-]{22,}", token) for token in tokens)


def test_a_link_is_kept_only_as_its_hash(store: Store, wave: Wave, where: Path | str) -> None:
    _, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    with database_of(store).reading() as connection:
        kept = connection.execute(select(tables.submission.c.token_hash)).scalars().all()
    assert kept == [hashlib.sha256(token.encode()).hexdigest()]
    if isinstance(where, Path):
        content = b"".join(path.read_bytes() for path in where.parent.iterdir())
        assert kept[0].encode() in content
        assert token.encode() not in content


def test_the_day_of_an_arrival_is_kept_but_not_its_hour(store: Store, wave: Wave) -> None:
    submission, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.finish(submission)
    with database_of(store).reading() as connection:
        row = connection.exec_driver_sql("SELECT created_on, finished_on FROM submission").one()
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(day)) for day in row)


def test_the_order_of_passages_does_not_tell_who_came_first(store: Store, wave: Wave) -> None:
    arrivals = [store.begin(wave, Viewpoint.CITIZEN, short=False)[0].id for _ in range(40)]
    read = [passage.submission.id for passage in store.passages(wave)]
    assert sorted(read) == sorted(arrivals)
    assert read != arrivals


def test_nobody_begins_in_a_closed_wave(store: Store, wave: Wave) -> None:
    store.close_wave(wave)
    with pytest.raises(WaveClosed):
        store.begin(wave, Viewpoint.CITIZEN, short=False)
    assert store.passages(wave) == ()


def test_nobody_begins_in_an_erased_wave(store: Store, diagnostic: Diagnostic, wave: Wave) -> None:
    store.erase(diagnostic)
    with pytest.raises(UnknownDiagnostic, match="effacé"):
        store.begin(wave, Viewpoint.CITIZEN, short=False)


def test_a_person_can_change_route_and_say_that_they_are_done(store: Store, wave: Wave) -> None:
    submission, token = store.begin(wave, Viewpoint.ASSOCIATION, short=True)
    longer = store.set_short(submission, False)
    assert not longer.short
    assert store.resume(token)[0] == longer
    assert not store.is_finished(longer)
    store.finish(longer)
    store.finish(longer)
    assert store.is_finished(longer)
    store.save(longer, [given("F01.G", 3)])
    assert store.is_finished(longer)


def test_passages_hold_all_that_was_said_in_their_wave_and_nothing_else(
    store: Store, diagnostic: Diagnostic, wave: Wave, questionnaire: Questionnaire
) -> None:
    first, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
    second, _ = store.begin(wave, Viewpoint.ELECTED, short=True)
    silent, _ = store.begin(wave, Viewpoint.FIRM, short=True)
    later, _ = store.begin(store.open_wave(diagnostic, questionnaire), Viewpoint.FIRM, short=False)
    store.save(first, [given("F01.G", 7), given("leviers", ("temps",))])
    store.say(first, "F01.G", "Peu de bus.")
    store.save(second, [dont_know("F01.G")])
    store.save(later, [given("F01.G", 1)])
    store.say(later, "F01.G", "Plus tard.")
    assert sorted(store.passages(wave), key=lambda passage: passage.submission.id) == sorted(
        [
            Passage(
                first,
                {"F01.G": given("F01.G", 7), "leviers": given("leviers", ("temps",))},
                {"F01.G": "Peu de bus."},
            ),
            Passage(second, {"F01.G": dont_know("F01.G")}, {}),
            Passage(silent, {}, {}),
        ],
        key=lambda passage: passage.submission.id,
    )


def test_passages_are_read_in_five_queries_however_many_they_are(store: Store, wave: Wave) -> None:
    asked: list[str] = []

    @event.listens_for(database_of(store).reader, "before_cursor_execute")
    def _note(_c: object, _k: object, statement: str, *_others: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    counts = []
    for _ in range(3):
        for _ in range(5):
            submission, _token = store.begin(wave, Viewpoint.CITIZEN, short=False)
            store.save(submission, [given("F01.G", 5), given("F02.G", 6)])
            store.say(submission, "F01.G", "Oui.")
        asked.clear()
        store.passages(wave)
        counts.append(len(asked))
    assert counts == [5, 5, 5]


def test_the_counter_grows_at_each_change_and_only_then(store: Store, wave: Wave) -> None:
    seen = [store.change_counter(wave)]

    def moved() -> bool:
        seen.append(store.change_counter(wave))
        return seen[-1] > seen[-2]

    submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    assert moved()
    assert not moved()
    store.save(submission, [given("F01.G", 5)])
    assert moved()
    store.save(submission, [given("F01.G", 5)])
    assert not moved()
    store.save(submission, [], cleared=["F01.G"])
    assert moved()
    store.say(submission, "F01.G", "Oui.")
    assert moved()
    store.say(submission, "F01.G", "Oui.")
    assert not moved()
    store.say(submission, "F01.G", "")
    assert moved()
    store.set_short(submission, True)
    assert moved()
    other, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
    assert moved()
    store.answers(other)
    store.passages(wave)
    assert not moved()
    store.erase_submission(token)
    assert moved()


def test_one_wave_does_not_move_the_counter_of_another(
    store: Store, diagnostic: Diagnostic, wave: Wave, questionnaire: Questionnaire
) -> None:
    other = store.open_wave(diagnostic, questionnaire)
    before = store.change_counter(other)
    store.begin(wave, Viewpoint.CITIZEN, short=False)
    assert store.change_counter(other) == before


def test_one_person_can_erase_all_they_said_even_after_the_closing(
    store: Store, wave: Wave
) -> None:
    kept, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
    submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    for one in (kept, submission):
        store.save(one, [given("F01.G", 5)])
        store.say(one, "F01.G", "Oui.")
    store.close_wave(wave)
    store.erase_submission(token)
    assert [passage.submission for passage in store.passages(wave)] == [kept]
    assert lines_of(store) == {
        "submission": 1,
        "answer": 1,
        "answer_history": 1,
        "comment": 1,
    }
    for again in (store.resume, store.erase_submission):
        with pytest.raises(UnknownLink):
            again(token)


def test_an_erased_diagnostic_leaves_no_row_behind(
    store: Store, diagnostic: Diagnostic, wave: Wave, questionnaire: Questionnaire
) -> None:
    submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.save(submission, [given("F01.G", 5)])
    store.say(submission, "F01.G", "Oui.")
    store.erase(diagnostic)
    assert store.diagnostics() == ()
    assert store.waves(diagnostic) == ()
    assert store.passages(wave) == ()
    assert store.change_counter(wave) == 0
    assert set(lines_of(store).values()) == {0}
    with pytest.raises(UnknownLink):
        store.resume(token)
    with pytest.raises(UnknownDiagnostic):
        store.erase(diagnostic)


def test_nothing_that_was_erased_is_left_in_the_bytes_of_the_file(
    file: Path, questionnaire: Questionnaire
) -> None:
    def content() -> bytes:
        return b"".join(path.read_bytes() for path in file.parent.iterdir())

    with Store.open(file) as store:
        diagnostic = store.open_diagnostic(
            "Essai", TerritoryKey.parse("commune:69264"), questionnaire
        )
        wave = store.waves(diagnostic)[0]

        def say_it() -> str:
            submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
            store.save(submission, [given("mot", CANARY)])
            store.say(submission, "F01.G", CANARY)
            assert CANARY.encode() in content()
            return token

        store.erase_submission(say_it())
        assert CANARY.encode() not in content()
        say_it()
        store.erase(diagnostic)
        assert CANARY.encode() not in content()
