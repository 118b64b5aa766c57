"""How sure a figure is, in words that promise no more than the answers."""

import pytest

from diagnostic.confidence import Difference, Interval, Standing, release
from diagnostic.readings import read_axes, read_domains
from diagnostic.readings.cooperation import say_weights
from diagnostic.readings.fragilities import say_agreement, say_divided
from diagnostic.readings.gaps import Comparison
from diagnostic.readings.uncertainty import (
    name_standing,
    say_clusters,
    say_difference,
    say_gap_interval,
    say_interval,
    say_people,
    say_share_interval,
    say_standing,
)
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from diagnostic.texts import voice_of
from tests.builders import tiny_questionnaire
from tests.people import DONT_KNOW, group, person
from tests.readings.figures import NONE, figure

FRENCH = voice_of("fr")
CITIZEN, ELECTED = Viewpoint.CITIZEN, Viewpoint.ELECTED
TINY = tiny_questionnaire()


def plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def compared(value: float, low: float, high: float, standing: Standing) -> Comparison:
    difference = Difference(value, Interval(low, high), 0.5)
    return Comparison(figure("F01.G", CITIZEN, 6.4), difference, standing, indicative=False)


def test_an_interval_is_told_by_its_ends_or_is_said_to_be_missing() -> None:
    assert plain(say_interval(FRENCH, Interval(5.06, 7.44))) == "intervalle à 95 % : 5,1 à 7,4"
    assert say_interval(FRENCH, None) == "trop peu de réponses pour un intervalle"
    said = say_share_interval(FRENCH, Interval(0.514, 0.88))
    assert plain(said) == "intervalle à 95 % : 51 % à 88 %"
    assert say_share_interval(FRENCH, None) == "trop peu de réponses pour un intervalle"


@pytest.mark.parametrize(
    ("comparison", "said"),
    [
        (
            compared(1.6, 0.4, 2.8, Standing.ABOVE),
            "Au-dessus du niveau national : +1,6 point (intervalle à 95 % : +0,4 à +2,8).",
        ),
        (
            compared(-2.0, -3.0, -1.0, Standing.BELOW),
            "Au-dessous du niveau national : −2,0 points (intervalle à 95 % : −3,0 à −1,0).",
        ),
        (
            compared(0.04, -0.3, 0.3, Standing.CLOSE),
            "Proche du niveau national : 0,0 point (intervalle à 95 % : −0,3 à +0,3).",
        ),
        (
            compared(0.7, -0.3, 1.7, Standing.UNSETTLED),
            "On ne peut pas trancher face à la France : +0,7 point "
            "(intervalle à 95 % : −0,3 à +1,7).",
        ),
    ],
)
def test_a_standing_is_a_sentence_with_its_uncertainty(comparison: Comparison, said: str) -> None:
    assert plain(say_standing(FRENCH, comparison)) == said


def test_too_few_answers_are_a_reason_and_not_a_verdict() -> None:
    few = Comparison(
        figure("F01.G", CITIZEN, 6.4), Difference(1.6, None, 1.0), Standing.UNSETTLED, True
    )
    assert say_standing(FRENCH, few).startswith("Trop peu de réponses ici")
    assert say_difference(FRENCH, few) == "+1,6"


def test_each_standing_has_its_own_name() -> None:
    names = [name_standing(FRENCH, standing) for standing in Standing]
    assert names == ["au-dessus", "au-dessous", "proche", "on ne peut pas trancher"]


def test_a_gap_that_may_be_nothing_is_said_to_be_so() -> None:
    sure = say_gap_interval(FRENCH, Interval(1.0, 5.0))
    unsure = say_gap_interval(FRENCH, Interval(-0.5, 6.0))
    assert plain(sure) == "Écart, intervalle à 95 % : +1,0 à +5,0."
    assert plain(unsure).endswith("−0,5 à +6,0 ; trop peu de réponses pour l’établir.")
    assert say_gap_interval(FRENCH, None) == ""


def test_three_elus_out_of_three_are_not_a_sample() -> None:
    assert "pas un échantillon" in say_people(FRENCH, 3, 3)
    assert "3 personnes sur 8" in plain(say_people(FRENCH, 3, 8))


def test_answers_from_few_groups_are_said_to_be_worth_less() -> None:
    assert "d’un seul groupe" in say_clusters(FRENCH, 12, 1)
    assert "de 3 groupes" in plain(say_clusters(FRENCH, 12, 3))
    assert say_clusters(FRENCH, 12, 12) == ""


def test_two_camps_are_not_told_like_a_spread() -> None:
    people = [
        *group(CITIZEN, "F01.G", 1, 1, 2, 9, 9, 10),
        *group(ELECTED, "F01.G", 0, 3, 5, 5, 6, 10),
    ]
    shown = release(score(TINY, people), TINY, 5)
    readings = read_domains(TINY, shown, NONE)
    assert plain(say_divided(FRENCH, TINY, readings)) == (
        "Regards partagés en deux camps : citoyens sur « Emploi ». "
        "Regards aux avis dispersés : elus sur « Emploi »."
    )
    assert say_divided(FRENCH, TINY, readings[1:]) == ""


@pytest.mark.parametrize(
    ("elus", "said"),
    [
        ((8, 2, 5), "notent les domaines de la même façon"),
        ((6, 3, 6), "à peu près de la même façon"),
        ((2, 8, 5), "ne notent pas les domaines de la même façon"),
    ],
)
def test_the_agreement_of_regards_is_told_with_its_index(
    elus: tuple[int, int, int], said: str
) -> None:
    people = [
        person(viewpoint, {f"F0{n + 1}.G": mark for n, mark in enumerate(marks)})
        for viewpoint, marks in ((CITIZEN, (8, 2, 5)), (ELECTED, elus))
        for _ in range(5)
    ]
    readings = read_domains(TINY, release(score(TINY, people), TINY, 5), NONE)
    told = say_agreement(FRENCH, readings)
    assert said in told
    assert "alpha = " in plain(told)


def test_one_regard_alone_agrees_with_nobody() -> None:
    people = group(CITIZEN, "F01.G", 4, 5, 6, 7, 8)
    readings = read_domains(TINY, release(score(TINY, people), TINY, 5), NONE)
    assert say_agreement(FRENCH, readings) == ""


def test_weights_that_move_are_said_and_others_are_not() -> None:
    axes = tuple(
        axis.model_copy(
            update={"items": tuple(i.model_copy(update={"star": True}) for i in axis.items)}
        )
        for axis in TINY.axes
    )
    content = TINY.model_copy(update={"axes": axes})
    full = [person(CITIZEN, {"A1": 2, "A2": 4}) for _ in range(5)]
    part = [*full, person(CITIZEN, {"A1": 2, "A2": DONT_KNOW})]
    for people, moved in ((full, False), (part, True)):
        readings = read_axes(content, release(score(content, people), content, 5))
        assert bool(say_weights(FRENCH, readings)) == moved
        (tally,) = readings[0].marks.values()
        assert (tally.items, tally.is_partial) == (2, moved)
