"""Where a domain stands, measured, and the four names of R3."""

from pathlib import Path

import pytest

from diagnostic.indicators import (
    OBJECTIVE_CUT,
    PERCEIVED_CUT,
    R3,
    R3_NAMES,
    R3_SENTENCES,
    Indicators,
    read_r3,
)
from diagnostic.indicators.crossing import mean_of
from diagnostic.territories import TerritoryKey, TerritoryLevel
from tests.indicators import tiny
from tests.indicators.tiny import department


@pytest.mark.parametrize(
    ("perceived", "objective", "name"),
    [
        (6.0, 0.5, R3.CONFIRMED),
        (10.0, 1.0, R3.CONFIRMED),
        (6.0, 0.49, R3.FELT),
        (5.99, 0.5, R3.BLIND_SPOT),
        (5.99, 0.49, R3.STRENGTH),
        (0.0, 0.0, R3.STRENGTH),
        (None, 0.5, None),
        (6.0, None, None),
    ],
)
def test_r3_names_what_is_felt_beside_what_is_measured(
    perceived: float | None, objective: float | None, name: R3 | None
) -> None:
    assert read_r3(perceived, objective) is name


def test_the_cuts_move_the_names() -> None:
    assert read_r3(5.0, 0.3, cut=5.0, objective_cut=0.3) is R3.CONFIRMED
    assert read_r3(5.0, 0.3) is R3.STRENGTH
    assert (PERCEIVED_CUT, OBJECTIVE_CUT) == (6.0, 0.5)


def test_a_mark_at_its_cut_but_for_binary_noise_is_at_its_cut() -> None:
    assert read_r3(5.9999999999, 0.4999999999) is R3.CONFIRMED
    assert read_r3(0.1 + 0.2, 0.1 + 0.2, cut=0.3, objective_cut=0.3) is R3.CONFIRMED


def test_the_four_names_have_their_words_in_both_languages() -> None:
    names = {name: R3_NAMES[name].fr for name in R3}
    assert list(names.values()) == ["confirmé", "ressenti", "angle mort", "point d’appui"]
    assert all(R3_SENTENCES[name].en for name in R3)


def test_a_position_is_that_of_the_mean_of_the_facets(small: Indicators) -> None:
    # F06: doctors (resource) 5 4 3 – 2 1, unemployment 10 20 20 30 – 40.
    # Fragilities: 01 (0, 0), 02 (.25, .375), 03 (.5, .375), 2A (1, 1): means 0 .3125 .4375 1.
    # 04 and 93 have one facet out of two: not enough.
    means = {
        code: small.objective_position(department(code), "F06").mean
        for code in ("01", "02", "03", "04", "93", "2A")
    }
    assert means == {"01": 0, "02": 0.3125, "03": 0.4375, "04": None, "93": None, "2A": 1}
    values = [
        small.objective_position(department(code), "F06").value for code in ("01", "02", "03", "2A")
    ]
    assert values == pytest.approx([0, 1 / 3, 2 / 3, 1])


def test_the_list_of_what_it_rests_on_is_shown(small: Indicators) -> None:
    position = small.objective_position(department("02"), "F06")
    assert [(part.link.indicator.id, part.fragility) for part in position.parts] == [
        ("medecins", 0.25),
        ("chomage", 0.375),
    ]
    assert [part.measure.year for part in position.parts] == ["2022", "2020"]
    assert (position.rests_on, position.known, position.reason) == (2, 4, None)


def test_half_of_the_facets_is_too_few_and_is_said(small: Indicators) -> None:
    position = small.objective_position(department("04"), "F06")
    assert (position.value, position.rests_on) == (None, 1)
    assert position.reason is not None
    assert "1 sur 2" in position.reason.fr
    assert mean_of([0.5, None]) is None
    assert mean_of([0.5, 0.7, None]) == 0.6
    assert mean_of([]) is None


def test_without_any_measure_the_reason_is_that_of_the_hole(small: Indicators) -> None:
    position = small.objective_position(department("93"), "F01")
    assert position.reason is not None
    assert position.reason.fr == "Non publié ici."


def test_a_domain_that_nothing_measures_says_so(small: Indicators) -> None:
    links = small.domain_links("F08")
    assert links.links == ()
    assert links.unmeasured is not None
    position = small.objective_position(department("01"), "F08")
    assert (position.value, position.parts) == (None, ())
    assert position.reason == links.unmeasured


def test_a_level_without_the_measure_says_where_there_is_one(small: Indicators) -> None:
    commune = TerritoryKey(TerritoryLevel.COMMUNE, "01001")
    position = small.objective_position(commune, "F01")
    assert position.reason is not None
    assert "départements" in position.reason.fr


def test_of_one_facet_a_level_uses_the_latest_year_only(tmp_path: Path) -> None:
    domains = [line.replace(";soins;", ";manque;") for line in tiny.DOMAINS]
    small = tiny.read(tmp_path, domains=domains)
    parts = small.objective_position(department("01"), "F06").parts
    assert [part.link.indicator.id for part in parts] == ["medecins"]


def test_half_of_a_level_is_on_each_side_of_the_cut(shipped: Indicators) -> None:
    for level in (TerritoryLevel.EPCI, TerritoryLevel.DEPARTMENT):
        for links in shipped.domains:
            values = [
                value
                for key in shipped.territories(level)
                if (value := shipped.objective_position(key, links.domain_id).value) is not None
            ]
            if values:
                assert sum(values) / len(values) == pytest.approx(0.5)
                above = sum(value >= OBJECTIVE_CUT for value in values) / len(values)
                assert 0.4 < above < 0.62, (level, links.domain_id)


def test_an_indicator_enters_a_domain_in_the_sense_of_that_domain(shipped: Indicators) -> None:
    car = next(
        link
        for link in shipped.domain_links("F09").measures
        if link.indicator.id == "actifs_voiture"
    )
    assert car.sense != car.indicator.sense
    paris = shipped.objective_position(TerritoryKey(TerritoryLevel.DEPARTMENT, "75"), "F09")
    assert paris.value == 0


def test_sidelights_enter_nothing(shipped: Indicators) -> None:
    links = shipped.domain_links("F14")
    assert {link.indicator.id for link in links.sidelights} >= {"france_services_100000"}
    ain = shipped.objective_position(TerritoryKey(TerritoryLevel.DEPARTMENT, "01"), "F14")
    assert {part.link.indicator.id for part in ain.parts} == {
        "fibre_raccordable",
        "peu_ou_pas_diplomes",
    }
