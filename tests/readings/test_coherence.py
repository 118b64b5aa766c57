"""The overall impression beside the detail: same regards on both sides, more than one level."""

import pytest

from diagnostic.readings.coherence import read_coherence, say_coherence
from diagnostic.readings.rules import current_rules
from tests.charts.inputs import CITIZEN, ELECTED, FIRM, FRENCH, NO_BREAK, published
from tests.readings.levels import levels, room

RULES = current_rules()
TRUNK = [item.id for axis in published().axes for item in axis.items if item.star]


def detail(level: float, number: int = 12) -> dict[str, float]:
    return {name: level for name in TRUNK[:number]}


@pytest.mark.parametrize(
    ("overall", "level", "discussed"),
    [(3.0, 2.0, False), (3.0, 1.9, True), (0.0, 1.0, False), (0.0, 1.1, True), (2.0, 2.0, False)],
)
def test_more_than_one_level_apart_is_to_be_discussed(
    overall: float, level: float, discussed: bool
) -> None:
    reading = read_coherence(RULES, published(), levels({"K2": overall, **detail(level)}))
    assert reading.discussed is discussed
    said = say_coherence(FRENCH, RULES, reading)
    assert ("à discuter en séance" in said) is discussed


def test_the_same_regards_stand_on_both_sides() -> None:
    shown = room({ELECTED: {"K2": 3.0, **detail(1.0)}, FIRM: detail(4.0), CITIZEN: {"K2": 0.0}})
    reading = read_coherence(RULES, published(), shown)
    assert list(reading.regards) == [ELECTED]
    assert (reading.overall, reading.detailed) == (3.0, 1.0)
    assert reading.discussed


def test_each_regard_counts_once_and_items_that_are_missing_are_left_out() -> None:
    shown = room({ELECTED: {"K2": 3.0, **detail(2.0)}, FIRM: {"K2": 1.0, **detail(3.0, 6)}})
    reading = read_coherence(RULES, published(), shown)
    assert (reading.overall, reading.detailed) == (2.0, 2.5)
    assert [one.items for one in reading.regards.values()] == [12, 6]
    assert reading.trunk == 12


@pytest.mark.parametrize("given", [{"K2": 3.0}, detail(1.0), {"K2": 3.0, **detail(0.0, 5)}])
def test_without_one_of_the_two_nothing_is_told(given: dict[str, float]) -> None:
    reading = read_coherence(RULES, published(), levels(given))
    assert reading.discussed is None
    said = say_coherence(FRENCH, RULES, reading).replace(NO_BREAK, " ")
    assert "non évaluable" in said
    assert "0,0" not in said


def test_the_two_levels_are_said() -> None:
    reading = read_coherence(RULES, published(), levels({"K2": 2.0, **detail(1.5)}))
    said = say_coherence(FRENCH, RULES, reading).replace(NO_BREAK, " ")
    assert said == (
        "Impression d’ensemble 2,0/4, détail des réponses 1,5/4 : ils se rejoignent à 1 niveau "
        "près."
    )
