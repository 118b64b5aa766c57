"""Who answered in the same workshop is told of the people that the figures count, and no more."""

from __future__ import annotations

from datetime import date

import pytest

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.workshops import Workshop
from tests.builders import given
from tests.workshops.programme import STEPS

CITIZEN = Viewpoint.CITIZEN


@pytest.fixture
def workshop(store: Store, wave: Wave) -> Workshop:
    return store.open_workshop(wave, STEPS, date(2026, 11, 26), "Salle des fêtes", 40)


def sit(store: Store, wave: Wave, workshop: Workshop, people: int) -> list[str]:
    """People who answer, then sit in the room with the same answers; their secrets."""
    tokens = answer(store, wave, people)
    for token in tokens:
        store.join_with(workshop, token)
    return tokens


def answer(store: Store, wave: Wave, people: int) -> list[str]:
    tokens = []
    for _ in range(people):
        submission, token = store.begin(wave, CITIZEN, short=False)
        store.save(submission, [given("F01.G", 5)])
        tokens.append(token)
    return tokens


def test_a_regard_that_sat_in_one_workshop_is_told_once_it_is_counted(
    store: Store, diagnostic: Diagnostic, wave: Wave, workshop: Workshop
) -> None:
    sit(store, wave, workshop, 6)
    answer(store, wave, 5)
    assert store.gathered(diagnostic, wave) == {}
    store.publication(diagnostic, wave)
    assert store.gathered(diagnostic, wave) == {CITIZEN: 1}


def test_people_who_wait_to_be_counted_change_nothing(
    store: Store, diagnostic: Diagnostic, wave: Wave, workshop: Workshop
) -> None:
    sit(store, wave, workshop, 6)
    answer(store, wave, 6)
    store.publication(diagnostic, wave)
    told = store.gathered(diagnostic, wave)
    answer(store, wave, 4)
    assert store.gathered(diagnostic, wave) == told == {CITIZEN: 1}


def test_two_workshops_that_hold_half_together_are_told_as_two(
    store: Store, diagnostic: Diagnostic, wave: Wave, workshop: Workshop
) -> None:
    other = store.open_workshop(wave, STEPS, date(2026, 11, 27), "Mairie", 40)
    sit(store, wave, workshop, 5)
    sit(store, wave, other, 5)
    answer(store, wave, 8)
    store.publication(diagnostic, wave)
    assert store.gathered(diagnostic, wave) == {CITIZEN: 2}


def test_a_few_who_sat_elsewhere_are_not_told_from_the_others(
    store: Store, diagnostic: Diagnostic, wave: Wave, workshop: Workshop
) -> None:
    sit(store, wave, workshop, 6)
    answer(store, wave, 2)
    store.publication(diagnostic, wave)
    assert store.gathered(diagnostic, wave) == {}
