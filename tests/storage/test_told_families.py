"""Families of answers are told once: two partitions of nearly the same people are never shown."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.confidence.families import (
    Families,
    Family,
    Finding,
    Judgement,
    Told,
    find_families,
    freeze_families,
    tell_again,
    thaw_families,
)
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store, tables
from diagnostic.territories import TerritoryKey
from tests.crowds import CONTENT, marks
from tests.people import says
from tests.storage.rows import database_of

CITIZEN, ELECTED = Viewpoint.CITIZEN, Viewpoint.ELECTED


@pytest.fixture
def diagnostic(store: Store) -> Diagnostic:
    return store.open_diagnostic("Un territoire", TerritoryKey.parse("commune:69123"), CONTENT)


@pytest.fixture
def wave(store: Store, diagnostic: Diagnostic) -> Wave:
    return store.waves(diagnostic)[0]


def come(store: Store, wave: Wave, seed: int, citizens: int = 24, elected: int = 12) -> list[str]:
    """People of two families; gives back their secrets."""
    draw, tokens = random.Random(seed), []
    for viewpoint, size in ((CITIZEN, citizens), (ELECTED, elected)):
        for number in range(size):
            submission, token = store.begin(wave, viewpoint, short=False)
            told = marks(draw, number % 2)
            store.save(submission, [says(name, value) for name, value in told.items()])
            tokens.append(token)
    return tokens


@pytest.fixture
def told(store: Store, diagnostic: Diagnostic, wave: Wave) -> tuple[Wave, list[str], Families]:
    """A closed wave whose families were shown, and the secrets of its people."""
    tokens = come(store, wave, 1)
    closed = store.close_wave(wave)
    store.publication(diagnostic, closed)
    found = store.families(diagnostic, closed)
    assert found.finding is Finding.FOUND
    return closed, tokens, found


def reopen(store: Store, diagnostic: Diagnostic, wave: Wave, *, seed: int, citizens: int) -> Wave:
    """More people come, and all that waits is counted."""
    opened = store.reopen_wave(wave)
    come(store, opened, seed, citizens=citizens, elected=0)
    store.publication(diagnostic, opened)
    closed = store.close_wave(opened)
    store.publication(diagnostic, closed, all_that_waits=True)
    return closed


def search_again(store: Store, diagnostic: Diagnostic, wave: Wave) -> Families:
    """What a second search would find."""
    return find_families(
        CONTENT,
        store.publication(diagnostic, wave),
        store.counted_passages(wave),
        store._ledger(wave),
        store.counted_people(wave),
        diagnostic.threshold,
    )


def test_whoever_comes_after_families_were_told_changes_nothing_of_them(
    store: Store, diagnostic: Diagnostic, told: tuple[Wave, list[str], Families]
) -> None:
    closed, _, found = told
    assert not found.older
    again = reopen(store, diagnostic, closed, seed=5, citizens=6)
    other = search_again(store, diagnostic, again)
    assert other.finding is Finding.FOUND
    assert other.families != found.families
    kept = store.families(diagnostic, again)
    assert (kept.families, kept.crossing) == (found.families, found.crossing)
    assert (kept.people, kept.joined) == (found.people, found.joined)
    assert kept.older


def test_families_stay_while_the_wave_is_open_again(
    store: Store, diagnostic: Diagnostic, told: tuple[Wave, list[str], Families]
) -> None:
    closed, _, found = told
    assert store.families(diagnostic, store.reopen_wave(closed)) == found


def test_whoever_erases_their_answers_is_not_seen_in_what_was_told(
    store: Store, diagnostic: Diagnostic, told: tuple[Wave, list[str], Families]
) -> None:
    closed, tokens, found = told
    store.erase_submission(tokens[0])
    assert store.families(diagnostic, closed) == found


def test_a_second_look_searches_nothing(
    store: Store, diagnostic: Diagnostic, wave: Wave, told: tuple[Wave, list[str], Families]
) -> None:
    closed, _, found = told
    before = store.writings
    assert store.families(diagnostic, closed) == found
    assert store.writings == before


def test_a_raised_threshold_hides_families_and_a_lowered_one_finds_no_others(
    store: Store, diagnostic: Diagnostic, told: tuple[Wave, list[str], Families]
) -> None:
    closed, _, found = told
    strict = store.set_threshold(diagnostic.code, 15)
    veiled = store.families(strict, closed)
    assert veiled.finding is Finding.VEILED
    assert veiled.families == ()
    low = store.set_threshold(diagnostic.code, 3)
    assert store.families(low, closed) == found


def test_nothing_is_kept_of_a_search_that_shows_no_family(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    draw = random.Random(2)
    for viewpoint, size in ((CITIZEN, 24), (ELECTED, 12)):
        for _ in range(size):
            submission, _token = store.begin(wave, viewpoint, short=False)
            said = [says(name, value) for name, value in marks(draw, None).items()]
            store.save(submission, said)
    closed = store.close_wave(wave)
    store.publication(diagnostic, closed)
    assert store.families(diagnostic, closed).finding is Finding.NONE
    assert store._told_families(closed) is None


def test_the_parts_of_a_regard_stay_once_families_were_told(
    store: Store, diagnostic: Diagnostic, told: tuple[Wave, list[str], Families]
) -> None:
    closed, _, _ = told
    before = store.publication(diagnostic, closed)
    opened = store.reopen_wave(closed)
    draw = random.Random(8)
    for age in ("moins_de_30", "de_75_et_plus"):
        for _ in range(8):
            submission, _token = store.begin(opened, CITIZEN, short=False)
            said = [says(name, value) for name, value in marks(draw, 0).items()]
            store.save(submission, [*said, says("profil.age", age)])
    after = store.publication(diagnostic, opened)
    assert after.number > before.number
    assert after.parts == before.parts


def test_what_another_server_kept_first_is_what_is_told(
    store: Store, diagnostic: Diagnostic, told: tuple[Wave, list[str], Families]
) -> None:
    closed, _, found = told
    other = Told(1, {CITIZEN: 24}, Families(Finding.FOUND, 40, families=found.families[:1]))
    assert store._keep_families(closed, other)
    assert store.families(diagnostic, closed) == found


def test_families_of_figures_that_moved_meanwhile_are_not_kept(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    come(store, wave, 1)
    closed = store.close_wave(wave)
    number = store.publication(diagnostic, closed).number
    family = Family(20, {"F01": Judgement(20, 5.0, 1, 1)})
    found = Families(Finding.FOUND, 40, families=(family, family))
    assert not store._keep_families(closed, Told(number - 1, {}, found))
    assert not store._keep_families(store.reopen_wave(closed), Told(number, {}, found))
    assert store._told_families(closed) is None


def test_families_go_with_their_diagnostic(
    store: Store, diagnostic: Diagnostic, told: tuple[Wave, list[str], Families]
) -> None:
    store.erase(diagnostic)
    with database_of(store).reading() as connection:
        assert connection.execute(tables.told_families.select()).all() == []


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "portable.sqlite") as opened:
        yield opened


def test_families_travel_and_none_is_looked_for_at_home_meanwhile(
    store: Store,
    laptop: Store,
    diagnostic: Diagnostic,
    told: tuple[Wave, list[str], Families],
    tmp_path: Path,
) -> None:
    closed, _, found = told
    file = tmp_path / "voyage.regards"
    store.carry(diagnostic, file)
    laptop.bring(file)
    there = laptop.diagnostic(diagnostic.code)
    assert laptop.families(there, laptop.waves(there)[0]) == found
    assert store.families(diagnostic, closed) == found


def test_while_a_copy_travels_its_home_looks_for_no_family(
    store: Store, diagnostic: Diagnostic, wave: Wave, tmp_path: Path
) -> None:
    come(store, wave, 1)
    closed = store.close_wave(wave)
    store.publication(diagnostic, closed)
    store.carry(diagnostic, tmp_path / "voyage.regards")
    assert store.families(diagnostic, closed).finding is Finding.AWAY
    store.end_journey(diagnostic)
    assert store.families(diagnostic, closed).finding is Finding.FOUND


def test_what_is_kept_is_read_back_as_it_was(told: tuple[Wave, list[str], Families]) -> None:
    found = told[2]
    for one in (found, Families(Finding.FOUND, 31, 2, found.families)):
        written = Told(7, {CITIZEN: 24, ELECTED: 12}, one)
        assert thaw_families(freeze_families(written)) == written


def test_a_small_cell_or_a_small_domain_is_left_out_when_the_threshold_is_raised() -> None:
    said = {"F01": Judgement(20, 5.0, 1, 1), "F02": Judgement(6, 5.0, 1, 1)}
    families = (Family(20, said), Family(22, said))
    crossing: dict[tuple[Viewpoint, ...], tuple[int, ...]] = {
        (CITIZEN,): (14, 12),
        (ELECTED,): (6, 10),
    }
    written = Told(
        3, {CITIZEN: 26, ELECTED: 16}, Families(Finding.FOUND, 42, 0, families, crossing)
    )
    same = tell_again(written, 3, 5)
    assert same == written.found
    fewer = tell_again(written, 4, 8)
    assert [set(family.domains) for family in fewer.families] == [{"F01"}, {"F01"}]
    assert fewer.crossing is None
    assert fewer.older
