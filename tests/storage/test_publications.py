"""One state of a wave is what everybody sees; others are kept under a name, as they were."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from diagnostic.answers import AnswerState, accept
from diagnostic.campaigns import CampaignRefused, Diagnostic, Wave
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store, UnknownState
from tests.builders import given, tiny_questionnaire

G = "F01.G"
MOT = tiny_questionnaire().question("mot")
CITIZEN = Viewpoint.CITIZEN


def come(store: Store, wave: Wave, *marks: int, comment: str = "") -> list[str]:
    """As many citizens as marks, in this order; gives back their secrets."""
    tokens = []
    for mark in marks:
        submission, token = store.begin(wave, CITIZEN, short=False)
        words = accept(MOT, AnswerState.GIVEN, f"Je mets {mark}.")
        store.save(submission, [given(G, mark), words])
        if comment:
            store.say(submission, G, f"{comment} {mark}")
        tokens.append(token)
    return tokens


def seen(store: Store, diagnostic: Diagnostic, wave: Wave) -> int | None:
    tally = store.publication(diagnostic, wave).questions.get(G, {}).get(CITIZEN)
    return tally.given if tally else None


def test_figures_move_by_batches_whoever_looks(
    store: Store, where: Path | str, diagnostic: Diagnostic, wave: Wave
) -> None:
    come(store, wave, 1, 2, 3, 4)
    assert seen(store, diagnostic, wave) is None
    come(store, wave, 5)
    assert seen(store, diagnostic, wave) == 5
    come(store, wave, 6, 7, 8, 9)
    with Store.open(where) as other:
        assert seen(other, diagnostic, wave) == 5
        come(other, wave, 10)
        assert seen(other, diagnostic, wave) == 10
    assert seen(store, diagnostic, wave) == 10


def test_erasing_is_done_at_once_and_is_not_seen(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    tokens = come(store, wave, 1, 2, 3, 4, 5, 6, comment="Oui")
    before = store.publication(diagnostic, wave)
    store.erase_submission(tokens[0])
    assert store.publication(diagnostic, wave) == before
    assert len(store.passages(wave)) == 5
    assert len(store.counted_passages(wave)) == 5
    assert store.counted_people(wave) == {CITIZEN: 5}
    assert len(store.counted_comments(wave)[G]) == 5


def test_a_comment_is_shown_with_the_batch_of_its_author_in_the_order_of_its_words(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    come(store, wave, 5, 3, 4, 1, 2, comment="Oui")
    assert store.counted_comments(wave) == {}
    store.publication(diagnostic, wave)
    assert store.counted_comments(wave) == {G: [(CITIZEN, f"Oui {n}") for n in range(1, 6)]}
    come(store, wave, 6, comment="Non")
    store.publication(diagnostic, wave)
    assert len(store.counted_comments(wave)[G]) == 5


def test_a_comment_that_was_changed_waits_for_the_next_batch(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    tokens = come(store, wave, 1, 2, 3, 4, 5, comment="Oui")
    store.publication(diagnostic, wave)
    store.say(store.resume(tokens[0])[0], G, "Autre chose")
    store.publication(diagnostic, wave)
    assert [body for _, body in store.counted_comments(wave)[G]] == [
        "Oui 2",
        "Oui 3",
        "Oui 4",
        "Oui 5",
    ]
    come(store, wave, 6, 7, 8, 9, 10)
    store.publication(diagnostic, wave)
    assert (CITIZEN, "Autre chose") in store.counted_comments(wave)[G]


def test_what_is_counted_of_a_person_is_what_they_had_said_then(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    tokens = come(store, wave, 1, 2, 3, 4, 5)
    store.publication(diagnostic, wave)
    submission = store.resume(tokens[0])[0]
    store.save(submission, [given(G, 10)])
    come(store, wave, 9)
    told = {p.submission.id: p.answers[G].value for p in store.counted_passages(wave)}
    assert len(told) == 5
    assert told[submission.id] == 1


def test_all_that_waits_is_counted_once_the_wave_is_closed_by_three_at_least(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    come(store, wave, 1, 2, 3, 4, 5)
    assert seen(store, diagnostic, wave) == 5
    come(store, wave, 6, 7)
    with pytest.raises(CampaignRefused, match="fermez-la"):
        store.publication(diagnostic, wave, all_that_waits=True)
    closed = store.close_wave(wave)
    assert not store.can_count_more(diagnostic, closed)
    store.reopen_wave(closed)
    come(store, wave, 8)
    closed = store.close_wave(wave)
    assert seen(store, diagnostic, closed) == 5
    assert store.can_count_more(diagnostic, closed)
    counter = store.change_counter(closed)
    store.publication(diagnostic, closed, all_that_waits=True)
    assert seen(store, diagnostic, closed) == 8
    assert store.change_counter(closed) > counter
    assert not store.can_count_more(diagnostic, closed)


def test_a_state_that_was_kept_is_reopened_exactly_as_it_was(
    store: Store, where: Path | str, diagnostic: Diagnostic, wave: Wave
) -> None:
    tokens = come(store, wave, 1, 2, 3, 4, 5)
    kept = store.freeze_state(diagnostic, wave, "  Conseil   du 3 mars ")
    for token in tokens:
        store.erase_submission(token)
    come(store, wave, *range(10))
    assert store.publication(diagnostic, wave) != kept.publication
    with Store.open(where) as other:
        assert other.frozen_state(kept.id) == kept
        assert other.frozen_states(wave) == (kept,)
    assert kept.title == "Conseil du 3 mars"
    assert kept.frozen_on == datetime.now(UTC).date()
    assert kept.publication.questions[G][CITIZEN].mean == 3.0
    store.drop_state(kept.id)
    with pytest.raises(UnknownState, match="numéro"):
        store.frozen_state(kept.id)
    with pytest.raises(UnknownState):
        store.drop_state(kept.id)


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_a_state_is_kept_under_a_name(
    store: Store, diagnostic: Diagnostic, wave: Wave, title: str
) -> None:
    with pytest.raises(CampaignRefused, match="nom"):
        store.freeze_state(diagnostic, wave, title)


def test_what_everybody_sees_is_not_one_of_the_named_states(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    come(store, wave, 1, 2, 3, 4, 5)
    store.publication(diagnostic, wave)
    assert store.frozen_states(wave) == ()


def test_a_diagnostic_that_is_erased_takes_its_states_with_it(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    come(store, wave, 1, 2, 3, 4, 5)
    kept = store.freeze_state(diagnostic, wave, "Avant")
    store.erase(diagnostic)
    with pytest.raises(UnknownState):
        store.frozen_state(kept.id)


def test_many_who_look_at_once_see_one_state(
    store: Store, where: Path | str, diagnostic: Diagnostic, wave: Wave
) -> None:
    come(store, wave, *range(10))

    def look(_: int) -> object:
        with Store.open(where) as mine:
            return mine.publication(diagnostic, wave)

    with ThreadPoolExecutor(6) as pool:
        states = list(pool.map(look, range(12)))
    assert all(state == states[0] for state in states)
    assert store.publication(diagnostic, wave).number == 1
