"""People who agreed to it are followed to the next wave; what they changed is told once."""

import pytest

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.confidence.families import Finding
from diagnostic.confidence.panels import Followed
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store, UnknownLink
from diagnostic.territories import TerritoryKey
from tests.builders import given, tiny_questionnaire

G = "F01.G"
CITIZEN = Viewpoint.CITIZEN
ASKED = (tiny_questionnaire().question(G),)


def come(store: Store, wave: Wave, *marks: int) -> list[str]:
    """As many citizens as marks; gives back their secrets."""
    tokens = []
    for mark in marks:
        submission, token = store.begin(wave, CITIZEN, short=False)
        store.save(submission, [given(G, mark)])
        tokens.append(token)
    return tokens


def come_back(store: Store, wave: Wave, links: list[str], *marks: int) -> list[str]:
    """The people of `links`, in order, answer again and agree to be followed."""
    tokens = come(store, wave, *marks)
    for token, link in zip(tokens, links, strict=True):
        store.link(store.resume(token)[0], link)
    return tokens


@pytest.fixture
def waves(
    store: Store, diagnostic: Diagnostic, wave: Wave, questionnaire: Questionnaire
) -> tuple[Wave, Wave, list[str]]:
    """Twelve citizens, of whom six come back with one point more; six others join them."""
    links = come(store, wave, *range(6), *[5] * 6)
    second = store.open_wave(diagnostic, questionnaire, closing=True)
    come_back(store, second, links[:6], *range(1, 7))
    come(store, second, *[9] * 6)
    return store.waves(diagnostic)[0], store.close_wave(second), links


def test_what_those_changed_who_agreed_is_told_of_them_alone(
    store: Store, diagnostic: Diagnostic, waves: tuple[Wave, Wave, list[str]]
) -> None:
    before, after, _ = waves
    assert store.panel(diagnostic, before, after, ASKED) == (
        Followed(G, CITIZEN, given=6, mean=1.0, deviation=0.0),
    )


def test_it_is_told_once_whoever_leaves_or_comes_since(
    store: Store, diagnostic: Diagnostic, waves: tuple[Wave, Wave, list[str]]
) -> None:
    before, after, links = waves
    told = store.panel(diagnostic, before, after, ASKED)
    store.erase_submission(links[0])
    store.reopen_wave(after)
    come_back(store, after, links[6:], *[0] * 6)
    closed = store.close_wave(after)
    store.publication(diagnostic, closed, all_that_waits=True)
    assert store.panel(diagnostic, before, closed, ASKED) == told


def test_nothing_is_told_while_a_wave_is_open(
    store: Store, diagnostic: Diagnostic, waves: tuple[Wave, Wave, list[str]]
) -> None:
    before, after, _ = waves
    store.reopen_wave(after)
    opened = store.waves(diagnostic)[1]
    assert store.panel(diagnostic, before, opened, ASKED) == ()
    assert store.panel(diagnostic, before, store.close_wave(opened), ASKED) != ()


def test_a_wave_is_followed_to_one_other_wave_only(
    store: Store,
    diagnostic: Diagnostic,
    waves: tuple[Wave, Wave, list[str]],
    questionnaire: Questionnaire,
) -> None:
    before, after, _ = waves
    store.reopen_wave(after)
    links = come(store, after, *[3] * 6)
    store.close_wave(after)
    after = store.waves(diagnostic)[1]
    third = store.open_wave(diagnostic, questionnaire, closing=True)
    come_back(store, third, links, *[4] * 6)
    come(store, third, *[1] * 6)
    third = store.close_wave(third)
    assert store.panel(diagnostic, before, after, ASKED) != ()
    assert store.panel(diagnostic, after, third, ASKED) == ()
    assert store.panel(diagnostic, before, third, ASKED) == ()


def test_too_few_followed_or_too_few_others_tell_nothing(
    store: Store, diagnostic: Diagnostic, wave: Wave, questionnaire: Questionnaire
) -> None:
    links = come(store, wave, *[5] * 12)
    second = store.open_wave(diagnostic, questionnaire, closing=True)
    come_back(store, second, links[:4], *[6] * 4)
    come(store, second, *[6] * 8)
    first, closed = store.waves(diagnostic)[0], store.close_wave(second)
    assert store.panel(diagnostic, first, closed, ASKED) == ()
    store.reopen_wave(closed)
    come_back(store, closed, links[4:10], *[6] * 6)
    closed = store.close_wave(closed)
    store.publication(diagnostic, closed, all_that_waits=True)
    # Ten are followed: the two who are left of the first twelve could be had by subtraction.
    assert store.panel(diagnostic, first, closed, ASKED) == ()


def test_erasing_either_passage_erases_the_link(
    store: Store, diagnostic: Diagnostic, wave: Wave, questionnaire: Questionnaire
) -> None:
    links = come(store, wave, 1, 2)
    second = store.open_wave(diagnostic, questionnaire, closing=True)
    again = come_back(store, second, links, 3, 4)
    assert all(store.is_linked(store.resume(token)[0]) for token in again)
    store.erase_submission(links[0])
    assert not store.is_linked(store.resume(again[0])[0])
    store.erase_submission(again[1])
    (new,) = come(store, second, 5)
    store.link(store.resume(new)[0], links[1])
    assert store.is_linked(store.resume(new)[0])


def test_one_may_be_followed_no_more(
    store: Store, diagnostic: Diagnostic, wave: Wave, questionnaire: Questionnaire
) -> None:
    links = come(store, wave, 1)
    second = store.open_wave(diagnostic, questionnaire, closing=True)
    (again,) = come_back(store, second, links, 3)
    submission = store.resume(again)[0]
    store.link(submission, links[0])
    store.unlink(submission)
    assert not store.is_linked(submission)


def test_nobody_is_linked_to_somebody_else_s_passage(
    store: Store, diagnostic: Diagnostic, wave: Wave, questionnaire: Questionnaire
) -> None:
    first, other = come(store, wave, 1, 2)
    elsewhere = store.open_diagnostic("Autre", TerritoryKey.parse("commune:69264"), questionnaire)
    (stranger,) = come(store, store.waves(elsewhere)[0], 4)
    second = store.open_wave(diagnostic, questionnaire, closing=True)
    elected, _ = store.begin(second, Viewpoint.ELECTED, short=False)
    mine, token = store.begin(second, CITIZEN, short=False)
    late, _ = store.begin(second, CITIZEN, short=False)
    for submission, link in ((elected, first), (mine, stranger), (late, token), (mine, "rien")):
        with pytest.raises(UnknownLink):
            store.link(submission, link)
    store.link(mine, first)
    for submission, link in ((late, first), (mine, other)):
        with pytest.raises(UnknownLink):
            store.link(submission, link)


def test_the_parts_of_a_regard_stay_as_they_were_told_beside(
    store: Store, diagnostic: Diagnostic, waves: tuple[Wave, Wave, list[str]]
) -> None:
    before, after, _ = waves
    assert store.panel(diagnostic, before, after, ASKED)
    parts = store.publication(diagnostic, after).parts
    store.reopen_wave(after)
    come(store, after, *[2] * 12)
    later = store.publication(diagnostic, store.waves(diagnostic)[1])
    assert later.questions[G][CITIZEN].given == 24
    assert later.parts == parts
    number = later.number
    assert store.publication(diagnostic, store.waves(diagnostic)[1]).number == number


def test_a_wave_tells_of_families_or_of_those_followed_and_never_of_both(
    store: Store, diagnostic: Diagnostic, waves: tuple[Wave, Wave, list[str]]
) -> None:
    before, after, _ = waves
    assert store.families(diagnostic, after).finding is not Finding.FOLLOWED
    assert store.panel(diagnostic, before, after, ASKED)
    for wave in (before, after):
        assert store.families(diagnostic, wave).finding is Finding.FOLLOWED


def test_a_state_gives_its_setting_back_and_is_listed_without_its_figures(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    come(store, wave, 1, 2, 3, 4, 5)
    kept = store.freeze_state(diagnostic, wave, "Conseil", "un réglage")
    assert store.frozen_state(kept.id).setting == "un réglage"
    (name,) = store.state_names(diagnostic)
    assert (name.id, name.title, name.wave_id) == (kept.id, "Conseil", wave.id)
    assert store.freeze_state(diagnostic, wave, "Sans").setting == ""
