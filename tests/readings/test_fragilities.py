"""R1 and R2: the domains from the most to the least fragile, then from the widest gap."""

from collections.abc import Mapping

import pytest

from diagnostic.answers import Passage, Value
from diagnostic.confidence import release
from diagnostic.readings import (
    DomainReading,
    GapName,
    read_domains,
    say_fragilities,
    say_gaps,
    sort_by_gap,
)
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from diagnostic.texts import voice_of
from tests.builders import tiny_questionnaire
from tests.people import DONT_KNOW, group, person
from tests.readings.figures import NONE, figure, table

CITIZEN, ELECTED, FIRM = Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM
TINY = tiny_questionnaire()
FRENCH, ENGLISH = voice_of("fr"), voice_of("en")


def crowd(viewpoint: Viewpoint, people: int, said: Mapping[str, Value]) -> list[Passage]:
    return [person(viewpoint, said) for _ in range(people)]


def domains(
    people: list[Passage],
    figures: object = NONE,
    viewpoints: tuple[Viewpoint, ...] = tuple(Viewpoint),
) -> tuple[DomainReading, ...]:
    shown = release(score(TINY, people), TINY, 5)
    return read_domains(TINY, shown, figures, viewpoints)  # type: ignore[arg-type]


def names(readings: tuple[DomainReading, ...]) -> list[str]:
    return [reading.domain.id for reading in readings]


def plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def test_domains_go_from_the_most_to_the_least_fragile() -> None:
    readings = domains(crowd(CITIZEN, 5, {"F01.G": 4, "F02.G": 8, "F03.G": 6}))
    assert names(readings) == ["F02", "F03", "F01"]
    assert [reading.height for reading in readings] == [8.0, 6.0, 4.0]


def test_domains_are_ranked_by_the_cross_mark_and_not_by_numbers() -> None:
    people = [
        *crowd(CITIZEN, 80, {"F01.G": 8, "F02.G": 6}),
        *crowd(ELECTED, 5, {"F01.G": 2, "F02.G": 6}),
    ]
    # F01: (8 + 2) / 2 = 5, though 80 of 85 people say 8; F02: 6.
    readings = domains(people)
    assert names(readings)[:2] == ["F02", "F01"]
    assert readings[1].height == 5.0


def test_domains_at_the_same_height_keep_their_usual_order() -> None:
    people = [
        *group(CITIZEN, "F01.G", 0, 0, 0, 0, 0),
        *group(ELECTED, "F01.G", 0, 0, 0, 0, 0, 0, 0, 1, 1, 1),  # (0 + 0.3) / 2 = 0.15
        *group(CITIZEN, "F02.G", 0, 0, 0, 0, 1),
        *group(ELECTED, "F02.G", 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),  # (0.2 + 0.1) / 2 = 0.15 too
        *group(CITIZEN, "F03.G", 0, 0, 0, 0, 0),
    ]
    assert (0.2 + 0.1) / 2 > 0.15  # in binary
    assert names(domains(people)) == ["F01", "F02", "F03"]


def test_a_domain_without_a_mark_comes_last() -> None:
    readings = domains(crowd(CITIZEN, 5, {"F01.G": DONT_KNOW, "F02.G": 0, "F03.G": 1}))
    assert names(readings) == ["F03", "F02", "F01"]
    assert readings[-1].height is None
    assert readings[1].height == 0.0


def test_a_small_room_is_ranked_by_everybody_together() -> None:
    people = [
        *crowd(CITIZEN, 3, {"F01.G": 4, "F02.G": 9}),
        *crowd(ELECTED, 3, {"F01.G": 8, "F02.G": 7}),
    ]
    readings = domains(people)
    assert names(readings)[:2] == ["F02", "F01"]
    assert (readings[0].cross, readings[0].height) == (None, 8.0)
    assert not readings[0].marks


def test_only_the_regards_asked_for_are_read() -> None:
    people = [*crowd(CITIZEN, 5, {"F01.G": 8}), *crowd(ELECTED, 5, {"F01.G": 4})]
    reading = domains(people, viewpoints=(ELECTED,))[0]
    assert list(reading.marks) == [ELECTED]
    assert (reading.height, reading.gap) == (4.0, None)


def test_a_national_mark_stays_with_its_own_regard() -> None:
    figures = table(figure("F01.G", FIRM, 5.5), figure("F01.G", CITIZEN, 6.4))
    reading = domains(crowd(CITIZEN, 5, {"F01.G": 8}), figures)[0]
    assert {who: [f.value for f in found] for who, found in reading.france.items()} == {
        CITIZEN: [6.4],
        FIRM: [5.5],
    }


@pytest.mark.parametrize(
    ("marks", "divided"),
    [
        ((5, 5, 5, 5, 5), False),
        ((3, 8, 3, 8, 5, 6), False),  # √(25.5 / 5) = 2.26
        ((3, 8, 3, 8, 8), True),  # √(30 / 4) = 2.74
        ((0, 5, 5, 5, 5, 5, 5, 5, 10), False),  # √(50 / 8) = 2.5 exactly
    ],
)
def test_a_regard_that_disagrees_with_itself_is_said(marks: tuple[int, ...], divided: bool) -> None:
    reading = domains(group(CITIZEN, "F01.G", *marks))[0]
    assert (reading.divided == (CITIZEN,)) == divided


def test_the_widest_gap_comes_first() -> None:
    people = [
        *crowd(CITIZEN, 5, {"F01.G": 6, "F02.G": 9, "F03.G": 5}),
        *crowd(ELECTED, 5, {"F01.G": 5, "F02.G": 4, "F03.G": 8}),
    ]
    ranked = sort_by_gap(domains(people))
    assert names(ranked) == ["F02", "F03", "F01"]
    found = [(r.gap.points, r.gap.name) for r in ranked if r.gap]
    assert found == [(5.0, GapName.WIDE), (3.0, GapName.WIDE), (1.0, GapName.SLIGHT)]


def test_a_domain_seen_by_one_regard_is_not_in_the_gaps() -> None:
    people = [
        *crowd(CITIZEN, 5, {"F01.G": 6, "F02.G": 9}),
        *crowd(ELECTED, 5, {"F01.G": 5, "F02.G": DONT_KNOW}),
    ]
    assert names(sort_by_gap(domains(people))) == ["F01"]


def test_r1_names_the_three_first_domains_and_says_there_is_no_figure() -> None:
    readings = domains(crowd(CITIZEN, 5, {"F01.G": 4, "F02.G": 8, "F03.G": 6}))
    assert plain(say_fragilities(FRENCH, TINY, readings)) == (
        "Premières fragilités : Logement, Liens et Emploi. "
        "Pas de repère national pour ces domaines et ces regards."
    )


def test_r1_sets_the_same_regard_of_france_beside_with_its_year() -> None:
    figures = table(
        figure("F02.G", ELECTED, 1.0),
        figure("F02.G", CITIZEN, 7.1, year="2015"),
        figure("F02.G", CITIZEN, 6.4, year="2019"),
    )
    readings = domains(crowd(CITIZEN, 30, {"F01.G": 4, "F02.G": 8, "F03.G": 6}), figures)
    assert plain(say_fragilities(FRENCH, TINY, readings)) == (
        "Premières fragilités : Logement, Liens et Emploi. "
        "« Logement » est noté 8,0/10 par les citoyens (France, 2019 : 6,4/10). "
        "Au-dessus du niveau national : +1,6 point (intervalle à 95 % : +1,1 à +1,9)."
    )


def test_r1_says_that_a_comparison_on_few_answers_is_indicative() -> None:
    figures = table(figure("F01.G", CITIZEN, 6.4))
    readings = domains(crowd(CITIZEN, 29, {"F01.G": 4}), figures)
    assert plain(say_fragilities(FRENCH, TINY, readings)) == (
        "Première fragilité : Emploi. "
        "« Emploi » est noté 4,0/10 par les citoyens (France, 2019 : 6,4/10), à titre indicatif. "
        "Au-dessous du niveau national : −2,4 points (intervalle à 95 % : −2,7 à −2,0)."
    )


def test_r1_says_nothing_of_france_for_a_whole_room() -> None:
    people = [*crowd(CITIZEN, 3, {"F01.G": 4}), *crowd(ELECTED, 3, {"F01.G": 8})]
    figures = table(figure("F01.G", CITIZEN, 6.4))
    assert "Pas de repère national" in say_fragilities(FRENCH, TINY, domains(people, figures))


def test_r1_says_when_there_is_too_little() -> None:
    assert say_fragilities(FRENCH, TINY, domains([])) == (
        "Trop peu de réponses pour classer les fragilités."
    )


def test_r2_names_the_widest_gap_and_asks_a_question() -> None:
    people = [
        *crowd(CITIZEN, 5, {"F01.G": 6, "F02.G": 9}),
        *crowd(ELECTED, 5, {"F01.G": 5, "F02.G": 4}),
    ]
    assert plain(say_gaps(FRENCH, TINY, domains(people))) == (
        "Le plus grand écart porte sur « Logement » : citoyens 9,0/10, elus 4,0/10. "
        "Que voit l’un que l’autre ne voit pas ?"
    )


def test_r2_says_when_regards_agree() -> None:
    people = [*group(CITIZEN, "F01.G", 6, 6, 6, 6, 7), *group(ELECTED, "F01.G", *[6] * 5)]
    assert plain(say_gaps(FRENCH, TINY, domains(people))) == (
        "Les regards s’accordent : le plus grand écart, sur « Emploi », est de moins d’un point "
        "(citoyens 6,2/10, elus 6,0/10)."
    )


def test_r2_says_that_it_takes_two() -> None:
    said = say_gaps(FRENCH, TINY, domains(crowd(CITIZEN, 9, {"F01.G": 6})))
    assert said == "Il faut au moins deux regards, chacun avec assez de réponses, pour les croiser."


def test_figures_take_the_form_of_english() -> None:
    people = [*crowd(CITIZEN, 5, {"F01.G": 6}), *crowd(ELECTED, 5, {"F01.G": 3})]
    figures = table(figure("F01.G", CITIZEN, 6.4))
    readings = domains(people, figures)
    for said in (say_fragilities(ENGLISH, TINY, readings), say_gaps(ENGLISH, TINY, readings)):
        assert "6.0/10" in said
        assert "6,0" not in said
        assert "\u202f" not in said
