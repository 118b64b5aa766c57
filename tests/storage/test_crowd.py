"""Many people at once: nothing is lost, nothing is counted twice, nothing enters late."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from sqlalchemy import select

from diagnostic.campaigns import CampaignRefused, Diagnostic, Receipt, Wave, ask_locally
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import Store, WaveClosed, tables
from tests.builders import given
from tests.storage.rows import database_of, history

T = TypeVar("T")
FULL = os.environ.get("FULL", "") not in ("", "0")


def together(people: int, act: Callable[[int], T]) -> list[T]:
    """What each of several people got, all having begun at the same moment."""
    start = threading.Barrier(people)

    def one(person: int) -> T:
        start.wait()
        return act(person)

    with ThreadPoolExecutor(people) as crowd:
        return list(crowd.map(one, range(people)))


def test_two_thousand_doubles_leave_one_revision(store: Store, submission: Submission) -> None:
    questions = [f"Q{n}" for n in range(20)]

    def tap(_person: int) -> list[Receipt]:
        return [
            receipt
            for _ in range(5)
            for name in questions
            for receipt in store.save(submission, [given(name, 4)])
        ]

    receipts = [receipt for several in together(20, tap) for receipt in several]
    assert len(receipts) == 2000
    assert {receipt.revision for receipt in receipts} == {1}
    assert len(history(store, submission)) == 20


def test_a_thousand_changes_at_once_move_the_counter_a_thousand_times(
    store: Store, wave: Wave
) -> None:
    people, changes = 10, 10_000 if FULL else 1_000
    crowd = [store.begin(wave, Viewpoint.CITIZEN, short=False)[0] for _ in range(people)]
    before = store.change_counter(wave)

    def hesitate(tab: int) -> None:
        # Two tabs of each person: what they count is the same row.
        for n in range(changes // people // 2):
            store.save(crowd[tab // 2], [given("F01.G", 2 * n + tab % 2)])

    together(2 * people, hesitate)
    assert store.change_counter(wave) == before + changes
    for one in crowd:
        revisions = [line[1] for line in history(store, one)]
        assert revisions == list(range(1, changes // people + 1))


def test_thirty_people_with_twenty_answers_each_lose_nothing(store: Store, wave: Wave) -> None:
    def answer(person: int) -> tuple[int, dict[str, int]]:
        submission, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
        said = {}
        for n in range(20):
            (receipt,) = store.save(submission, [given(f"Q{n}", (person + n) % 11)])
            assert receipt.revision == 1
            said[f"Q{n}"] = (person + n) % 11
        return submission.id, said

    acknowledged = dict(together(30, answer))
    kept = {
        passage.submission.id: {name: a.value for name, a in passage.answers.items()}
        for passage in store.passages(wave)
    }
    assert kept == acknowledged


def test_two_tabs_of_one_person_make_one_history_without_a_gap(
    store: Store, submission: Submission
) -> None:
    def hesitate(tab: int) -> list[int]:
        seen = []
        for n in range(40):
            (receipt,) = store.save(submission, [given("F01.G", 2 * n + tab)])
            seen.append(receipt.revision)
        return seen

    seen = together(2, hesitate)
    lines = history(store, submission)
    assert [line[1] for line in lines] == list(range(1, 81))
    assert sorted(str(line[3]) for line in lines) == sorted(str(n) for n in range(80))
    assert all(several == sorted(several) for several in seen)
    assert store.answers(submission) == {"F01.G": given("F01.G", lines[-1][3])}  # type: ignore[arg-type]


def test_an_answer_is_acknowledged_if_and_only_if_it_is_counted_when_the_wave_closes(
    store: Store, wave: Wave
) -> None:
    people = 12
    enough = threading.Semaphore(0)

    def answer_until_closed(person: int) -> tuple[int, dict[str, int]]:
        if person == people:
            for _ in range(60):
                enough.acquire()
            store.close_wave(wave)
            return 0, {
                f"{passage.submission.id} {name}": answer.revision
                for passage in store.passages(wave)
                for name, answer in store.receipts(passage.submission).items()
            }
        submission, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
        told: dict[str, int] = {}
        n = 0
        while True:
            try:
                (receipt,) = store.save(submission, [given(f"Q{n % 10}", n)])
            except WaveClosed:
                return submission.id, told
            assert receipt.revision == n // 10 + 1
            told[f"Q{n % 10}"] = n
            n += 1
            enough.release()

    *crowd, (_, counted_at_closing) = together(people + 1, answer_until_closed)
    kept = {
        passage.submission.id: {name: a.value for name, a in passage.answers.items()}
        for passage in store.passages(wave)
    }
    assert kept == dict(crowd)
    assert counted_at_closing == {
        f"{person} {name}": value // 10 + 1
        for person, told in crowd
        for name, value in told.items()
    }


def test_a_closing_waits_for_the_answer_that_is_being_saved(
    store: Store, wave: Wave, submission: Submission
) -> None:
    closing = threading.Thread(target=store.close_wave, args=(wave,))
    with database_of(store).writing() as connection:
        store._admit(connection, submission)
        closing.start()
        closing.join(timeout=0.5)
        assert closing.is_alive()
        assert connection.execute(select(tables.wave.c.closed_at)).scalar() is None
    closing.join()
    with pytest.raises(WaveClosed):
        store.save(submission, [given("F01.G", 7)])


def test_waves_opened_together_get_different_numbers(
    store: Store, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    opened = together(8, lambda _: store.open_wave(diagnostic, questionnaire).number)
    assert sorted(opened) == list(range(2, 10))


def test_local_questions_added_together_keep_to_the_limit(
    store: Store, diagnostic: Diagnostic
) -> None:
    def ask(_person: int) -> str | None:
        try:
            question = ask_locally(1, "text", "Une idée ?")
            return store.add_local_question(diagnostic, question).id
        except CampaignRefused:
            return None

    given_ids = together(14, ask)
    assert given_ids.count(None) == 4
    assert {name for name in given_ids if name} == {f"L{n}" for n in range(1, 11)}


def test_a_new_version_published_by_two_at_once_is_kept_once(
    store: Store, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    renewed = questionnaire.model_copy(update={"version": "1.1.0"})
    together(6, lambda _: store.open_wave(diagnostic, renewed))
    assert store.questionnaire("tiny", "1.1.0") == renewed


def test_erasing_while_others_answer_stops_nobody(store: Store, wave: Wave) -> None:
    def come_and_go(person: int) -> int | None:
        submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
        for n in range(5):
            store.save(submission, [given(f"Q{n}", person)])
        if person % 2:
            store.erase_submission(token)
            return None
        return submission.id

    staying = {person for person in together(12, come_and_go) if person is not None}
    assert {passage.submission.id for passage in store.passages(wave)} == staying
    assert len(staying) == 6
