"""Whoever keeps the figures of a wave and those of its rooms never has fewer than the threshold."""

import pytest

from diagnostic.confidence import Publication
from diagnostic.respondents import Viewpoint
from tests.attacker import SCALES
from tests.attacker_in_room import Workshop

SEEDS = range(25)
CITIZENS = (Viewpoint.CITIZEN,)


@pytest.mark.parametrize("threshold", [3, 5])
@pytest.mark.parametrize("twice", [False, True], ids=["one round", "two rounds"])
def test_no_few_people_are_had_from_the_boxes_and_the_figures_of_one_wave(
    threshold: int, twice: bool
) -> None:
    boxed = shown = 0
    for seed in SEEDS:
        room = Workshop(seed, threshold, twice=twice)
        room.live(45)
        assert room.notes.smallest(below=threshold) >= threshold, f"seed {seed}"
        boxed, shown = boxed + room.boxed, shown + room.shown
    assert min(boxed, shown - boxed) > 20, "nothing was shown: nothing was proved"


@pytest.mark.parametrize("threshold", [3, 5])
def test_no_few_people_are_had_where_the_regard_is_parted_too(threshold: int) -> None:
    boxed = parted = 0
    for seed in SEEDS:
        room = Workshop(seed, threshold, CITIZENS, complete=True)
        room.live(40)
        assert room.notes.smallest(below=threshold) >= threshold, f"seed {seed}"
        boxed, parted = boxed + room.boxed, parted + room.parted
    assert min(boxed, parted) > 5, "nothing was shown: nothing was proved"


@pytest.mark.parametrize("threshold", [3, 5])
def test_the_attack_succeeds_where_boxes_and_figures_know_nothing_of_each_other(
    threshold: int,
) -> None:
    had = []
    for seed in SEEDS:
        room = Workshop(seed, threshold, naive=True, twice=False)
        room.live(45)
        had.append(room.notes.smallest(below=threshold))
    assert sum(few < threshold for few in had) > len(had) * 0.5


def test_one_who_answers_from_home_after_the_vote_is_had_by_a_naive_subtraction_only() -> None:
    for naive in (True, False):
        room = Workshop(1, 5, CITIZENS, naive=naive, complete=True)
        for _ in range(12):
            room.sit()
        room.hold_vote("A1")
        room.seated.clear()
        room.sit()
        room._vote(room.seated[0], "A1")
        room.look()
        assert (room.notes.smallest(below=5) < 5) is naive


def test_what_a_room_of_forty_voted_is_published_as_it_was_shown() -> None:
    room = Workshop(2, 5, (Viewpoint.CITIZEN, Viewpoint.ELECTED), complete=True)
    for _ in range(40):
        room.sit()
    for name in SCALES:
        room.hold_vote(name)
    assert room.publication == Publication()
    room.look()
    for name in SCALES:
        figures = room.known_boxes().figures[name]
        assert figures
        for viewpoint, shown in figures.items():
            assert room.publication.questions[name][viewpoint] == shown[-1].tally
    assert room.notes.smallest(below=5) == 5
