"""What fits on a wall: letters shrink before words are cut, and words are cut between two words."""

import pytest

from diagnostic.ui.wall_fit import (
    HEIGHT,
    LARGEST,
    LEGIBLE,
    SHORTER,
    SIZES,
    count_lines,
    enlarge,
    fit,
    left,
    scale_rules,
    shorten,
)


@pytest.mark.parametrize("most", [50, 70, 140])
def test_what_is_cut_is_no_longer_than_asked_and_says_so(most: int) -> None:
    said = shorten("Une navette le soir, partagée avec la zone. " * 6, most)
    assert len(said) <= most
    assert said.endswith("…")
    assert not said[:-1].endswith(" ")
    assert shorten("Une navette", most) == "Une navette"


def test_one_long_word_is_cut_anyway() -> None:
    assert shorten("a" * 300, 50) == "a" * 49 + "…"


def test_letters_shrink_before_words_are_cut() -> None:
    assert fit(lambda size, most: size * 10, 1_000) == (SIZES[0], SHORTER[0])
    assert fit(lambda size, most: size * 10, 350) == (34, SHORTER[0])
    assert fit(lambda size, most: size * most / 10, 400) == (SIZES[-1], 140)
    assert fit(lambda size, most: 9_999, 400) == (SIZES[-1], SHORTER[-1])


def test_a_drawing_grows_with_its_room_and_never_under_what_is_legible() -> None:
    assert enlarge(900, 700, 1_160) == LEGIBLE
    assert enlarge(600, 720, 1_160) == pytest.approx(1.2)
    assert enlarge(100, 900, 1_160) <= min(LARGEST, 1_804 / 1_160)


def test_words_and_the_mark_of_a_demonstration_leave_less_to_a_drawing() -> None:
    bare = left([], fictitious=False, title="Santé")
    assert bare < HEIGHT
    assert left([], fictitious=True, title="Santé") < bare
    assert left([("mot " * 80, 33)], fictitious=False, title="Santé") < bare - 2 * 33
    assert count_lines("", 33) == 0


def test_a_wall_of_1280_is_two_thirds_of_one_of_1920() -> None:
    rules = scale_rules()
    assert (
        "(min-width: 1280px) and (min-height: 720px) { .stMainBlockContainer { --grand: 0.66667"
        in rules
    )
    assert (
        "(min-width: 1920px) and (min-height: 1080px) { .stMainBlockContainer { --grand: 1.00000"
        in rules
    )
