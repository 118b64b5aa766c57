"""Classes of a map: about as many territories each, equal values together, legible."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.charts.classes import Class, classify, find_class, pick
from diagnostic.charts.layout import Look
from diagnostic.charts.measured import DARK_INK, LIGHT_INK, Ink, ink
from diagnostic.charts.palette import DARK, LIGHT, Tones
from diagnostic.readings.measures import read_level
from tests.charts.facts import DEPARTMENT, RATE, indicator, shipped
from tests.charts.inputs import ENGLISH, FRENCH, NO_BREAK
from tests.charts.test_palette import contrast, linear

DEGREES = indicator(unit="€ par an", decimals=0)


def test_a_hundred_values_make_five_classes_of_twenty() -> None:
    classes = classify([float(n) for n in range(100)], RATE)
    assert [one.low for one in classes] == [0, 20, 40, 60, 80]
    assert [one.high for one in classes] == [19, 39, 59, 79, 99]


def test_equal_values_stay_together_and_few_values_make_few_classes() -> None:
    assert classify([1.0, 1.0, 1.0, 2.0], RATE) == (Class(1.0, 1.0), Class(2.0, 2.0))
    assert classify([3.0] * 9, RATE) == (Class(3.0, 3.0),)
    assert classify([], RATE) == ()


def test_values_are_classed_as_they_are_shown() -> None:
    classes = classify([8.11, 8.14, 8.09, 9.0], RATE)
    assert classes == (Class(8.1, 8.1), Class(9.0, 9.0))
    assert find_class(8.14, classes, RATE) == 0


def test_a_class_is_told_in_the_figures_of_its_language() -> None:
    assert Class(9.1, 12.3).say(FRENCH, RATE) == f"9,1{NO_BREAK}% à 12,3{NO_BREAK}%"
    assert Class(5.0, 5.0).say(FRENCH, RATE) == f"5,0{NO_BREAK}%"
    assert "9.1%" in Class(9.1, 12.3).say(ENGLISH, RATE)
    assert Class(19114, 21228).say(FRENCH, DEGREES).startswith("19\u202f114")


@given(st.lists(st.floats(-1e4, 1e6, allow_nan=False), min_size=1, max_size=120))
def test_every_value_falls_in_one_class_and_classes_do_not_overlap(values: list[float]) -> None:
    classes = classify(values, RATE)
    assert 1 <= len(classes) <= 5
    for one, other in zip(classes, classes[1:], strict=False):
        assert one.low <= one.high < other.low
    found = Counter(find_class(value, classes, RATE) for value in values)
    assert set(found) == set(range(len(classes)))


def test_no_shipped_indicator_puts_half_of_the_departements_in_one_class() -> None:
    for each in shipped().all:
        values = [
            m.value for m in read_level(shipped(), DEPARTMENT, each.id) if m.value is not None
        ]
        if not values:
            continue
        classes = classify(values, each)
        largest = max(Counter(find_class(v, classes, each) for v in values).values())
        assert largest < len(values) / 2, each.id


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_few_classes_still_use_both_ends_of_the_scale(count: int) -> None:
    colours = [pick(LIGHT_INK, number, count)[0] for number in range(count)]
    assert len(set(colours)) == count
    assert colours[-1] == LIGHT_INK.scale[-1]


@pytest.mark.parametrize(
    ("colours", "tones"), [(LIGHT_INK, LIGHT), (DARK_INK, DARK)], ids=["light", "dark"]
)
def test_the_scale_goes_ever_further_from_the_page_and_its_texts_are_read(
    colours: Ink, tones: Tones
) -> None:
    away = [contrast(colour, tones.background) for colour in colours.scale]
    assert away == sorted(away)
    assert all(after / before > 1.25 for before, after in zip(away, away[1:], strict=False))
    for fill, text in zip(colours.scale, colours.on_scale, strict=True):
        assert contrast(fill, text) >= 4.5, fill
    assert contrast(colours.territory, tones.background) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT_INK, DARK_INK], ids=["light", "dark"])
def test_the_scale_has_one_hue_neither_red_nor_green(colours: Ink) -> None:
    for colour in colours.scale:
        red, green, blue = linear(colour)
        assert blue > green > red


def test_each_background_has_its_ink() -> None:
    assert ink(Look()) is LIGHT_INK
    assert ink(Look(dark=True)) is DARK_INK
