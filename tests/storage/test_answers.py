"""An answer is kept as it was said, once, with its past."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from diagnostic.answers import LONGEST_COMMENT, Answer, AnswerRefused, AnswerState, accept
from diagnostic.campaigns import Receipt, Wave
from diagnostic.questionnaire import TextQuestion
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import Store, UnknownLink, WaveClosed, tables
from tests.builders import HELP, dont_know, given, not_concerned, text
from tests.storage.rows import database_of, history


def revisions(receipts: tuple[Receipt, ...]) -> list[tuple[str, int]]:
    return [(receipt.question_id, receipt.revision) for receipt in receipts]


def test_an_answer_is_kept_with_a_receipt(store: Store, submission: Submission) -> None:
    before = datetime.now(UTC)
    (receipt,) = store.save(submission, [given("F01.G", 7)])
    assert (receipt.question_id, receipt.revision) == ("F01.G", 1)
    assert before <= receipt.saved_at <= datetime.now(UTC)
    assert store.answers(submission) == {"F01.G": given("F01.G", 7)}


def test_every_kind_of_value_comes_back_as_it_was_given(
    store: Store, submission: Submission
) -> None:
    said = [
        given("F01.G", 0),
        given("A1", 4),
        given("age", "jeune"),
        given("leviers", ("lieux", "ecoute")),
        given("priorites", ("F03", "F01")),
        given("mot", "L’été, « chez nous » : 100 %\n\x00 ✨"),
        dont_know("F02.G"),
        not_concerned("F03.G"),
    ]
    store.save(submission, said)
    assert store.answers(submission) == {answer.question_id: answer for answer in said}


def test_dont_know_not_concerned_and_unanswered_stay_three_things_down_to_the_rows(
    store: Store, submission: Submission
) -> None:
    store.save(submission, [given("F01.G", 0), dont_know("F02.G"), not_concerned("F03.G")])
    row = tables.answer
    rows = select(row.c.question_id, row.c.state, row.c.value).order_by(row.c.question_id)
    with database_of(store).reading() as connection:
        kept = [tuple(found) for found in connection.execute(rows)]
        no_value = connection.exec_driver_sql(
            "SELECT question_id FROM answer WHERE value IS NULL ORDER BY question_id"
        ).all()
    assert kept == [
        ("F01.G", "repondu", 0),
        ("F02.G", "ne_sait_pas", None),
        ("F03.G", "pas_concerne", None),
    ]
    assert [tuple(found) for found in no_value] == [("F02.G",), ("F03.G",)]
    assert "A1" not in store.answers(submission)


@pytest.mark.parametrize(
    ("state", "value"),
    [("peut_etre", None), ("repondu", None), ("ne_sait_pas", 3), ("pas_concerne", 0)],
)
def test_the_database_itself_refuses_a_state_and_a_value_that_contradict_each_other(
    store: Store, submission: Submission, state: str, value: int | None
) -> None:
    said = {
        "submission_id": submission.id,
        "question_id": "F01.G",
        "state": state,
        "value": value,
        "revision": 1,
    }
    with pytest.raises(IntegrityError), database_of(store).writing() as connection:
        connection.execute(insert(tables.answer).values(**said, saved_at=datetime.now(UTC)))
    with pytest.raises(IntegrityError), database_of(store).writing() as connection:
        connection.execute(insert(tables.answer_history).values(said))
    assert store.answers(submission) == {}
    assert history(store, submission) == []


def test_the_history_knows_that_a_text_was_written_but_not_what_it_said(
    store: Store, submission: Submission
) -> None:
    question = TextQuestion(id="mot_libre", wording=text("Un mot ?"), help=HELP)
    for body in ("Premier jet, trop personnel", "Second jet"):
        store.save(submission, [accept(question, AnswerState.GIVEN, body)])
    store.save(submission, [], cleared=["mot_libre"])
    assert history(store, submission) == [
        ("mot_libre", 1, "repondu", "texte"),
        ("mot_libre", 2, "repondu", "texte"),
        ("mot_libre", 3, None, None),
    ]


def test_answers_changes_and_clearings_are_all_in_the_history(
    store: Store, submission: Submission
) -> None:
    assert revisions(store.save(submission, [given("F01.G", 7)])) == [("F01.G", 1)]
    assert revisions(store.save(submission, [given("F01.G", 8)])) == [("F01.G", 2)]
    assert revisions(store.save(submission, [dont_know("F01.G")])) == [("F01.G", 3)]
    assert store.save(submission, [], cleared=["F01.G"]) == ()
    assert store.answers(submission) == {}
    assert store.receipts(submission) == {}
    assert revisions(store.save(submission, [given("F01.G", 8)])) == [("F01.G", 5)]
    assert history(store, submission) == [
        ("F01.G", 1, "repondu", 7),
        ("F01.G", 2, "repondu", 8),
        ("F01.G", 3, "ne_sait_pas", None),
        ("F01.G", 4, None, None),
        ("F01.G", 5, "repondu", 8),
    ]


def test_the_same_answer_again_changes_nothing(store: Store, submission: Submission) -> None:
    said = [given("F01.G", 7), given("leviers", ("ecoute", "temps")), not_concerned("F02.G")]
    first = store.save(submission, said)
    kept, past = store.receipts(submission), history(store, submission)
    assert revisions(store.save(submission, said)) == revisions(first)
    assert store.receipts(submission) == kept
    assert history(store, submission) == past


def test_clearing_what_was_never_said_changes_nothing(
    store: Store, submission: Submission, wave: Wave
) -> None:
    store.save(submission, [given("F01.G", 7)])
    counted = store.change_counter(wave)
    store.save(submission, [], cleared=["F02.G"])
    store.save(submission, [], cleared=["F01.G"])
    store.save(submission, [], cleared=["F01.G", "F01.G"])
    assert [line[:2] for line in history(store, submission)] == [("F01.G", 1), ("F01.G", 2)]
    assert store.change_counter(wave) == counted + 1


def test_several_answers_are_kept_all_or_none(store: Store, submission: Submission) -> None:
    store.save(submission, [given("F01.G", 7)])
    unheard = Answer("F03.G", AnswerState.GIVEN, None)
    with pytest.raises(IntegrityError):
        store.save(submission, [given("F01.G", 1), given("F02.G", 2), unheard])
    assert store.answers(submission) == {"F01.G": given("F01.G", 7)}
    assert len(history(store, submission)) == 1


def test_a_question_cannot_be_both_answered_and_cleared(
    store: Store, submission: Submission
) -> None:
    with pytest.raises(ValueError, match=r"F01\.G"):
        store.save(submission, [given("F01.G", 7)], cleared=["F01.G"])
    assert store.answers(submission) == {}


def test_receipts_come_in_the_order_of_the_answers(store: Store, submission: Submission) -> None:
    said = [given("F03.G", 1), given("A1", 2), given("F01.G", 3)]
    receipts = store.save(submission, said)
    assert [receipt.question_id for receipt in receipts] == ["F03.G", "A1", "F01.G"]
    assert set(store.receipts(submission)) == {"F03.G", "A1", "F01.G"}


def test_the_kept_time_is_no_finer_than_ten_minutes(store: Store, submission: Submission) -> None:
    store.save(submission, [given("F01.G", 7)])
    kept = store.receipts(submission)["F01.G"].saved_at
    assert (kept.minute % 10, kept.second, kept.microsecond) == (0, 0, 0)
    assert kept.tzinfo == UTC


def test_one_person_never_reads_another(store: Store, wave: Wave, submission: Submission) -> None:
    other, _ = store.begin(wave, Viewpoint.ELECTED, short=True)
    store.save(submission, [given("F01.G", 7)])
    store.save(other, [given("F01.G", 2)])
    store.say(other, "F01.G", "À moi.")
    assert store.answers(submission) == {"F01.G": given("F01.G", 7)}
    assert store.comments(submission) == {}


def test_a_closed_wave_takes_no_answer_and_keeps_the_others(
    store: Store, wave: Wave, submission: Submission
) -> None:
    store.save(submission, [given("F01.G", 7)])
    store.say(submission, "F01.G", "Dit à temps.")
    store.close_wave(wave)
    for late in (
        lambda: store.save(submission, [given("F01.G", 1)]),
        lambda: store.save(submission, [], cleared=["F01.G"]),
        lambda: store.say(submission, "F01.G", "Trop tard."),
        lambda: store.set_short(submission, True),
        lambda: store.finish(submission),
    ):
        with pytest.raises(WaveClosed, match="clos"):
            late()
    assert store.answers(submission) == {"F01.G": given("F01.G", 7)}
    assert store.comments(submission) == {"F01.G": "Dit à temps."}
    assert not store.is_finished(submission)


def test_a_reopened_wave_takes_answers_again(
    store: Store, wave: Wave, submission: Submission
) -> None:
    store.close_wave(wave)
    store.reopen_wave(wave)
    assert revisions(store.save(submission, [given("F01.G", 1)])) == [("F01.G", 1)]


def test_nothing_is_saved_for_someone_who_was_erased(store: Store, wave: Wave) -> None:
    submission, token = store.begin(wave, Viewpoint.FIRM, short=False)
    store.erase_submission(token)
    with pytest.raises(UnknownLink, match="ne mène plus"):
        store.save(submission, [given("F01.G", 1)])


def test_a_comment_is_kept_replaced_and_erased(store: Store, submission: Submission) -> None:
    assert store.say(submission, "F01.G", "  Peu de bus.  ") == "Peu de bus."
    assert store.say(submission, "F02.G", "Loyers chers.") == "Loyers chers."
    assert store.say(submission, "F01.G", "Plus de bus\nle soir.") == "Plus de bus\nle soir."
    assert store.comments(submission) == {
        "F01.G": "Plus de bus\nle soir.",
        "F02.G": "Loyers chers.",
    }
    assert store.say(submission, "F01.G", " \n ") == ""
    assert store.comments(submission) == {"F02.G": "Loyers chers."}


def test_a_comment_loses_its_control_characters(store: Store, submission: Submission) -> None:
    body = "a\x00b\x1b[31mc\r\nd\te\u202ef\ud800g — 👩‍🌾"
    assert store.say(submission, "F01.G", body) == "ab[31mc\nd efg — 👩‍🌾"


def test_a_comment_that_is_too_long_is_refused_with_the_limit(
    store: Store, submission: Submission
) -> None:
    longest = "é" * LONGEST_COMMENT
    assert store.say(submission, "F01.G", longest) == longest
    with pytest.raises(AnswerRefused, match=str(LONGEST_COMMENT)):
        store.say(submission, "F01.G", longest + "e")
    assert store.comments(submission) == {"F01.G": longest}
