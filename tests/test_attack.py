"""Whoever keeps all that was ever shown, and subtracts, never has fewer than the threshold."""

import pytest

from diagnostic.confidence import advance
from diagnostic.respondents import Viewpoint
from tests.attacker import Notes, Room, forget, hurry, part_at_every_look, show_everybody

SEEDS = range(40)


def test_the_attacker_finds_who_is_in_one_sum_and_not_in_another() -> None:
    notes = Notes()
    notes.note("q", [(n, 0) for n in range(9)])
    notes.note("q", [(n, 0) for n in range(7)])
    assert notes.smallest(below=5) == 2


def test_the_attacker_combines_three_sums() -> None:
    notes = Notes()
    notes.note("q", [(n, 0) for n in range(11)])
    notes.note("q", [(n, 0) for n in range(5)])
    notes.note("q", [(n, 0) for n in range(5, 10)])
    assert notes.smallest(below=5) == 1


def test_the_attacker_finds_nothing_in_batches_that_are_large_enough() -> None:
    notes = Notes()
    for end in (5, 10, 16):
        notes.note("q", [(n, 0) for n in range(end)])
    assert notes.smallest(below=5) == 5


@pytest.mark.parametrize("threshold", [3, 4, 5])
def test_no_group_under_the_threshold_is_had_from_all_that_was_shown(threshold: int) -> None:
    shown = 0
    for seed in SEEDS:
        room = Room(seed, threshold)
        room.live(45)
        assert room.notes.smallest(below=threshold) >= threshold, f"seed {seed}"
        shown += room.shown
    assert shown > 500, "nothing was shown: nothing was proved"


@pytest.mark.parametrize("threshold", [3, 5])
def test_no_part_of_a_regard_under_the_threshold_is_had(threshold: int) -> None:
    parted = 0
    for seed in SEEDS:
        room = Room(seed, threshold, advance, (Viewpoint.CITIZEN,), complete=True)
        room.live(60)
        assert room.notes.smallest(below=threshold) >= threshold, f"seed {seed}"
        parted += room.parted
    assert parted > 100, "no part was shown: nothing was proved"


def test_the_last_answers_of_a_closed_wave_are_never_had_by_fewer_than_three() -> None:
    for seed in SEEDS:
        room = Room(seed, 5)
        room.live(40)
        room.look(batch=3)
        assert room.notes.smallest(below=3) >= 3, f"seed {seed}"


def test_the_attack_succeeds_where_figures_move_at_every_look() -> None:
    rooms = [Room(seed, 5, forget) for seed in SEEDS]
    for room in rooms:
        room.live(40)
    had = [room.notes.smallest(below=5) for room in rooms]
    assert had.count(1) > len(had) * 0.9


def test_the_attack_succeeds_where_figures_move_for_one_person_fewer() -> None:
    had = []
    for seed in SEEDS:
        room = Room(seed, 4, hurry)
        room.live(45)
        had.append(room.notes.smallest(below=4))
    assert had.count(3) > len(had) * 0.5


def test_the_attack_succeeds_where_a_regard_is_parted_at_every_look() -> None:
    had = []
    for seed in SEEDS:
        room = Room(seed, 5, part_at_every_look, (Viewpoint.CITIZEN,), complete=True)
        room.live(45)
        had.append(room.notes.smallest(below=5))
    assert sum(few < 5 for few in had) > len(had) * 0.5


def test_the_attack_succeeds_where_the_whole_room_is_shown_beside_its_regards() -> None:
    had = []
    for seed in SEEDS:
        room = Room(seed, 5, show_everybody)
        for _ in range(24):
            room.happen()
        room.look()
        had.append(room.notes.smallest(below=5))
    assert sum(few < 5 for few in had) > len(had) * 0.5
