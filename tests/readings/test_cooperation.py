"""R5: the axes as the regards see them; not knowing is a finding, an empty axis is not a zero."""

from collections.abc import Mapping

import pytest

from diagnostic.answers import Passage, Value
from diagnostic.confidence import Release, release
from diagnostic.readings import AxisReading, read_axes, read_items, say_axes
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from diagnostic.texts import voice_of
from tests.builders import tiny_questionnaire
from tests.people import DONT_KNOW, group, person

CITIZEN, ELECTED, FIRM = Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM
TINY = tiny_questionnaire()
FRENCH, ENGLISH = voice_of("fr"), voice_of("en")


def crowd(viewpoint: Viewpoint, people: int, said: Mapping[str, Value]) -> list[Passage]:
    return [person(viewpoint, said) for _ in range(people)]


def shown(people: list[Passage]) -> Release:
    return release(score(TINY, people), TINY, 5)


def axes(people: list[Passage]) -> dict[str, AxisReading]:
    return {reading.axis.id: reading for reading in read_axes(TINY, shown(people))}


def said(people: list[Passage], language: str = "fr") -> str:
    result = shown(people)
    text = say_axes(voice_of(language), TINY, result, read_axes(TINY, result))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_axes_are_read_in_their_order_whatever_their_marks() -> None:
    assert list(axes(crowd(ELECTED, 5, {"A1": 0, "B1": 4}))) == ["A", "B"]


def test_an_axis_is_the_plain_mean_of_the_regards() -> None:
    people = [*crowd(CITIZEN, 40, {"A1": 4}), *crowd(ELECTED, 5, {"A1": 1})]
    reading = axes(people)["A"]
    assert reading.mean == 2.5
    assert reading.gap is not None
    assert (reading.gap.high, reading.gap.low, reading.gap.points) == (CITIZEN, ELECTED, 3.0)


def test_an_axis_that_nobody_answered_has_no_mark() -> None:
    reading = axes(crowd(ELECTED, 5, {"A1": 2}))["B"]
    assert (reading.mean, reading.gap, dict(reading.marks)) == (None, None, {})


def test_an_axis_that_most_do_not_know_has_no_mark_and_says_how_many() -> None:
    people = group(ELECTED, "A1", *[3] * 5, *[DONT_KNOW] * 6)
    reading = axes(people)["A"]
    assert reading.mean is None
    assert reading.marks[ELECTED].dont_know_share == pytest.approx(6 / 11)


def test_an_axis_that_nobody_knows_stays_to_be_told() -> None:
    reading = axes(group(ELECTED, "A1", *[DONT_KNOW] * 7))["A"]
    assert reading.mean is None
    assert reading.marks[ELECTED].dont_know_share == 1.0


def test_only_the_regards_asked_for_are_read() -> None:
    people = [*crowd(CITIZEN, 5, {"A1": 4}), *crowd(ELECTED, 5, {"A1": 1})]
    reading = read_axes(TINY, shown(people), (v for v in [ELECTED]))[0]
    assert (list(reading.marks), reading.mean) == ([ELECTED], 1.0)


def test_the_items_of_an_axis_are_read_with_those_outside_the_common_trunk() -> None:
    people = [*crowd(CITIZEN, 5, {"A1": 4, "A2": 3}), *crowd(ELECTED, 5, {"A1": 1, "A2": 3})]
    items = read_items(TINY, shown(people), TINY.axis("A"))
    assert [item.question.id for item in items] == ["A1", "A2"]
    assert [item.gap.points if item.gap else None for item in items] == [3.0, 0.0]
    assert items[0].short == "Dialogue 1"


def test_r5_names_a_strength_and_a_point_to_work_on() -> None:
    assert (
        said(crowd(ELECTED, 5, {"A1": 3, "B1": 1}))
        == "Point fort : Dialogue. À travailler : Projets."
    )


def test_r5_does_not_choose_between_equal_axes() -> None:
    assert said(crowd(ELECTED, 5, {"A1": 0, "B1": 0})) == "Tous les axes sont au même niveau."


def test_r5_does_not_choose_between_axes_displayed_alike() -> None:
    people = [
        *crowd(ELECTED, 48, {"A1": 2, "B1": 2}),
        *crowd(ELECTED, 1, {"A1": 3, "B1": 2}),
        *crowd(ELECTED, 1, {"A1": 3, "B1": 3}),
    ]
    assert said(people) == "Tous les axes sont au même niveau."  # 2,04 and 2,02


def test_r5_does_not_praise_the_only_axis_that_has_a_mark() -> None:
    assert said(crowd(ELECTED, 5, {"A1": 0})) == "Un seul axe a assez de réponses : Dialogue."


def test_r5_names_the_item_that_two_regards_see_most_differently() -> None:
    people = [
        *crowd(FIRM, 5, {"A1": 3, "A2": 4, "B1": 1}),
        *crowd(ELECTED, 5, {"A1": 2, "A2": 1, "B1": 1}),
    ]
    assert said(people) == (
        "Point fort : Dialogue. À travailler : Projets. "
        "entreprises et elus ne voient pas « Dialogue 2 » de la même façon."
    )


def test_r5_names_the_first_of_two_items_seen_as_differently() -> None:
    people = [*crowd(FIRM, 5, {"A1": 3, "B1": 4}), *crowd(ELECTED, 5, {"A1": 1, "B1": 2})]
    assert "« Dialogue 1 »" in said(people)


@pytest.mark.parametrize(
    ("levels", "is_told"),
    [
        ((3, 3, 3, 3, 3), True),  # one level exactly
        ((3, 3, 3, 3, 2), False),  # 0,8
        ((3,) * 19 + (2,), True),  # 0,95, displayed as 1,0
        ((3,) * 15 + (2,), False),  # 0,94, displayed as 0,9
    ],
)
def test_r5_tells_an_item_from_one_level_of_difference(
    levels: tuple[int, ...], is_told: bool
) -> None:
    people = [*group(FIRM, "A1", *levels), *group(ELECTED, "A1", *[2] * 5)]
    assert ("ne voient pas" in said(people)) == is_told


def test_r5_says_when_there_is_too_little() -> None:
    too_little = "Trop peu de réponses pour lire la façon de coopérer."
    assert said([]) == too_little
    assert said(crowd(ELECTED, 4, {"A1": 3})) == too_little
    assert said(group(ELECTED, "A1", *[DONT_KNOW] * 9)) == too_little


def test_nothing_is_read_where_answers_are_missing() -> None:
    for reading in read_axes(TINY, shown(crowd(ELECTED, 9, {"F01.G": 5}))):
        assert reading.mean is None
        assert not reading.marks
        for item in read_items(TINY, shown([]), reading.axis):
            assert (dict(item.marks), item.whole, item.gap) == ({}, None, None)
