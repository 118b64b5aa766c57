"""Measured facts in words: value, age, place, reason; French figures, no rank."""

import pytest

from diagnostic.indicators import Method, Sense
from diagnostic.readings.measures import (
    name_place,
    read_context,
    read_level,
    say_count,
    say_figure,
    say_fragility,
    say_missing,
    say_notes,
    say_objective,
    say_place,
    say_reason,
    say_share,
    say_short,
    say_value,
)
from diagnostic.territories import FRANCE, TerritoryLevel
from tests.charts.facts import (
    BRITTANY,
    DEPARTMENT,
    EPCI,
    MAYOTTE,
    NOW,
    country,
    indicator,
    level,
    measure,
    objective,
    position,
    shipped,
    village,
)
from tests.charts.inputs import ENGLISH, FRENCH, NARROW, NO_BREAK

HERE = village(1)


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "whole", "short"),
    [
        ("%", 1, 7.4, f"7,4{NO_BREAK}%", f"7,4{NO_BREAK}%"),
        ("% des inscrits", 1, 70.25, f"70,3{NO_BREAK}% des inscrits", f"70,3{NO_BREAK}%"),
        ("€ par an", 0, 21540.4, f"21{NARROW}540{NO_BREAK}€ par an", f"21{NARROW}540{NO_BREAK}€"),
        ("fois", 1, 3.2, f"3,2{NO_BREAK}fois", f"3,2{NO_BREAK}fois"),
        ("pour 10 000 habitants", 1, 8.9, "8,9", "8,9"),
    ],
)
def test_a_value_is_said_in_its_unit_whole_or_short(
    unit: str, decimals: int, value: float, whole: str, short: str
) -> None:
    one = indicator(unit=unit, decimals=decimals)
    assert say_figure(FRENCH, one, value).startswith(whole)
    assert say_short(FRENCH, one, value) == short


def test_english_glues_the_percent_sign() -> None:
    assert say_figure(ENGLISH, indicator(unit="% of jobs"), 7.4) == "7.4% of jobs"


def test_what_is_missing_is_a_dash_with_its_reason_and_never_a_zero() -> None:
    none = measure(HERE, None, missing="Mayotte n’est pas dans ce fichier.")
    assert say_value(FRENCH, none, NOW) == "–"
    assert say_short(FRENCH, none.indicator, None) == "–"
    assert say_reason(FRENCH, none) == "Mayotte n’est pas dans ce fichier."
    assert say_missing(FRENCH, none).startswith("–")
    assert say_missing(FRENCH, measure(HERE, None)).endswith("Pas de valeur dans le fichier lu.")
    assert say_missing(FRENCH, measure(HERE, 0.0)) == ""
    assert say_value(FRENCH, measure(HERE, 0.0), NOW) == f"0,0{NO_BREAK}%"


def test_an_estimate_and_an_old_year_are_said_with_the_value() -> None:
    old = measure(HERE, 8.9, year="2013", method=Method.ESTIMATED)
    assert say_value(FRENCH, old, NOW) == f"8,9{NO_BREAK}% (estimé, chiffre de 2013)"
    assert say_notes(FRENCH, measure(HERE, 8.9, year="2014-T3"), NOW) == "chiffre de 2014"
    assert say_notes(FRENCH, measure(HERE, 8.9, year="2012-2015"), NOW) == "chiffre de 2015"
    assert say_notes(FRENCH, measure(HERE, 8.9), NOW) == ""


def test_a_year_that_differs_is_said_beside_another_measure() -> None:
    here, there = measure(HERE, 8.9, year="2023"), measure(FRANCE, 7.0, year="2022")
    assert say_notes(FRENCH, there, NOW, here) == "2022"
    assert say_notes(FRENCH, measure(FRANCE, 7.0, year="2023"), NOW, here) == ""
    assert say_notes(FRENCH, measure(FRANCE, None, year="2022"), NOW, here) == ""


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, f"moins de 1{NO_BREAK}%"),
        (0.009, f"moins de 1{NO_BREAK}%"),
        (0.5, f"50{NO_BREAK}%"),
        (0.996, f"plus de 99{NO_BREAK}%"),
        (1.0, f"plus de 99{NO_BREAK}%"),
    ],
)
def test_a_share_is_never_rounded_to_none_or_to_all(share: float, said: str) -> None:
    assert say_share(FRENCH, share) == said


def test_a_place_is_told_against_the_others_and_never_as_a_rank() -> None:
    assert (
        say_fragility(FRENCH, 0.72, EPCI) == f"plus fragile que 72{NO_BREAK}% des intercommunalités"
    )
    assert say_fragility(FRENCH, 0.5, DEPARTMENT).endswith("des départements")
    assert say_fragility(FRENCH, 0.5, TerritoryLevel.REGION).endswith("des régions")
    assert say_fragility(FRENCH, 0.5, TerritoryLevel.COMMUNE).endswith("des territoires")


def test_a_resource_is_fragile_where_it_is_low_and_context_is_not_fragile() -> None:
    values: list[float | None] = [4.0, 6.0, 8.0, 10.0, 12.0]
    resource = position(level(values, of=indicator(sense=Sense.RESOURCE)), 1)
    assert say_place(FRENCH, resource).startswith(f"plus fragile que 75{NO_BREAK}%")
    context = position(level(values, of=indicator(sense=Sense.CONTEXT)), 1)
    assert (
        say_place(FRENCH, context)
        == f"plus haut que dans 25{NO_BREAK}% des autres intercommunalités"
    )
    alone = position(level([4.0]), 0)
    assert say_place(FRENCH, alone) == ""


def test_a_domain_without_place_says_why() -> None:
    told = say_objective(FRENCH, objective("F08", None, reason="Aucun indicateur réuni."))
    assert told.endswith("Aucun indicateur réuni.")
    assert told.startswith("–")
    assert say_objective(FRENCH, objective("F08", None)) == "–"
    lent = objective("F01", 0.6, borrowed_from=MAYOTTE)
    assert say_objective(FRENCH, lent).endswith("des départements")


def test_territories_are_counted_in_french_figures() -> None:
    assert say_count(FRENCH, EPCI, 1237) == f"1{NARROW}237{NO_BREAK}intercommunalités"


def test_a_place_is_named_apart_from_its_homonyms() -> None:
    assert name_place(FRENCH, country(), FRANCE) == "France"
    assert name_place(FRENCH, country(), MAYOTTE) == "Mayotte (département)"
    assert name_place(FRENCH, country(), BRITTANY) == "Bretagne (région)"


def test_a_level_is_read_in_one_year_with_its_holes() -> None:
    found = read_level(shipped(), DEPARTMENT, "taux_pauvrete")
    assert len(found) == 101
    assert len({each.year for each in found}) == 1
    holes = [each for each in found if each.value is None]
    assert {each.key.code for each in holes} == {"971", "973", "976"}
    assert all(each.missing for each in holes)
    earlier = read_level(shipped(), EPCI, "niveau_vie_median", "2015")
    assert {each.year for each in earlier} == {"2015"}
    assert read_level(shipped(), EPCI, "medecins_generalistes_10000") == ()


def test_only_facts_of_context_help_to_read_a_domain() -> None:
    facts = [fact.latest for fact in shipped().of(MAYOTTE, country())]
    found = read_context(shipped().domains, facts)
    assert [m.indicator.id for m in found["F08"]] == [
        "logements_vacants",
        "residences_secondaires",
        "proprietaires",
        "locataires_parc_prive",
    ]
    assert "taux_activite" not in [m.indicator.id for m in found["F01"]]
    assert found["F12"] == ()
