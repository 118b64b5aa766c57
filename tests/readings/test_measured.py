"""The portrait of a territory and R3: rules with names, figures with their year, no verdict."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from diagnostic.confidence import release
from diagnostic.indicators import R3, Indicators, Method, Peers
from diagnostic.questionnaire import current
from diagnostic.readings import DomainReading, read_domains
from diagnostic.readings.crossings import Crossing, read_crossings, say_crossings, say_group
from diagnostic.readings.measured import (
    MOST_TOLD,
    TELLING,
    Portrait,
    read_portrait,
    say_height,
    say_lenders,
    say_peers,
    say_portrait,
)
from diagnostic.readings.provenance import say_when, say_whose
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from diagnostic.territories import (
    Gazetteer,
    Perimeter,
    PerimeterKind,
    TerritoryKey,
    TerritoryLevel,
)
from diagnostic.texts import voice_of
from diagnostic.texts.typography import typeset
from tests.indicators import tiny
from tests.people import group
from tests.readings.figures import NONE

FRENCH, ENGLISH = voice_of("fr"), voice_of("en")
QUESTIONNAIRE = current()
YEAR = 2026
JUDGEMENT = re.compile(
    r"mauvais|\bclass[ée]|palmarès|\brang\b|\bpire|meilleur|mieux|à cause|parce que|en retard|"
    r"échec|médiocre|insuffisant|gagn|perd\b|\bbon\b|\bbonne\b|premier parmi|dernier",
    re.IGNORECASE,
)
LYON = "epci:200046977"
FOUGERES = "epci:200072452"
VILLAGE = "commune:04144"


@pytest.fixture(scope="module")
def shipped() -> Indicators:
    return Indicators.read()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.read()


@pytest.fixture
def small(tmp_path: Path) -> Indicators:
    return tiny.read(tmp_path / "tables")


def portrait(shipped: Indicators, gazetteer: Gazetteer, key: str, year: int = YEAR) -> Portrait:
    return read_portrait(shipped, gazetteer.get(TerritoryKey.parse(key)), gazetteer, year)


def told(portrait: Portrait) -> list[str]:
    said = say_portrait(FRENCH, QUESTIONNAIRE, portrait)
    return [plain(f"{sentence.heading} {sentence.said}".strip()) for sentence in said]


def plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    "level", [TerritoryLevel.REGION, TerritoryLevel.DEPARTMENT, TerritoryLevel.EPCI]
)
def test_every_territory_is_told_in_at_most_five_sentences_that_judge_nothing(
    shipped: Indicators, gazetteer: Gazetteer, level: TerritoryLevel
) -> None:
    for key in shipped.territories(level):
        found = portrait(shipped, gazetteer, str(key))
        sentences = say_portrait(FRENCH, QUESTIONNAIRE, found)
        assert 1 <= len(sentences) <= 2 * MOST_TOLD + 1, key
        for sentence in sentences:
            said = f"{sentence.heading} {sentence.said}".strip()
            assert said == typeset(said)
            assert said.endswith(".")
            assert not re.search(r"None|nan|\{", said), said
            assert not JUDGEMENT.search(said), said
            # A figure never travels without its year and its source.
            assert bool(sentence.source) == bool(sentence.heading)
            if sentence.source:
                assert re.search(r"\((?:\w+ )*(19|20)\d\d", said), said
        assert all(sentence.said for sentence in say_portrait(ENGLISH, QUESTIONNAIRE, found))


def test_what_stands_out_is_beyond_two_thirds_of_the_others_and_told_once(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    for key in shipped.territories(TerritoryLevel.DEPARTMENT):
        found = portrait(shipped, gazetteer, str(key))
        for side, sign in ((found.fragile, 1), (found.resourceful, -1)):
            assert len({standout.part.link.indicator.id for standout in side}) == len(side)
            for standout in side:
                assert standout.position.value is not None
                assert standout.part.fragility is not None
                for value in (standout.position.value, standout.part.fragility):
                    assert (value if sign == 1 else 1 - value) >= TELLING


def test_a_figure_is_told_with_france_its_year_and_its_place(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    said = told(portrait(shipped, gazetteer, "departement:976"))
    assert said[0] == (
        "Du côté fragile, « Santé ». Médecins généralistes : 1,2 pour 10 000 habitants "
        "(2024 ; France : 8,8), plus bas que partout ailleurs parmi les départements."
    )
    assert said[-1] == (
        "4 domaines sur 16 sont mesurés ici. Ce sont « Santé », « Grand âge et handicap », "
        "« Lien social » et « Sécurité »."
    )


def test_an_old_figure_and_an_estimate_are_called_so(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    said = told(portrait(shipped, gazetteer, LYON))
    assert any("(2016, chiffre ancien ; France : 15,3 % en 2021, estimation)" in s for s in said)
    young = told(portrait(shipped, gazetteer, LYON, year=2018))
    assert not any("ancien" in sentence for sentence in young)


def test_of_two_figures_on_the_same_side_the_recent_one_is_told(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    for key in shipped.territories(TerritoryLevel.DEPARTMENT):
        for standout in portrait(shipped, gazetteer, str(key)).fragile:
            recent = [
                part
                for part in standout.position.parts
                if (part.fragility or 0) >= TELLING and not part.measure.is_old(YEAR)
            ]
            if len(recent) == len(standout.position.parts):
                assert not standout.part.measure.is_old(YEAR)


def test_a_side_without_anything_is_said_to_be_so(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    said = told(portrait(shipped, gazetteer, "region:84"))
    assert said[0] == "Aucun des domaines mesurés ne se place nettement du côté fragile."
    assert said[-1].startswith("12 domaines sur 16 sont mesurés ici. Sans mesure : ")


def test_a_village_is_told_by_its_intermunicipality_and_says_so(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    village = portrait(shipped, gazetteer, VILLAGE)
    assert [str(key) for key in village.lenders] == ["epci:200068625", "departement:04"]
    lenders = plain(say_lenders(FRENCH, gazetteer, village))
    assert "de l’intercommunalité (CC Alpes-Provence-Verdon" in lenders
    assert "à défaut, du département (Alpes-de-Haute-Provence)" in lenders
    sentences = say_portrait(FRENCH, QUESTIONNAIRE, village)
    borrowed = [sentence.source for sentence in sentences if sentence.source]
    assert borrowed
    assert all("chiffre d" in source for source in borrowed)


def test_an_intermunicipality_borrows_nothing(shipped: Indicators, gazetteer: Gazetteer) -> None:
    own = portrait(shipped, gazetteer, FOUGERES)
    assert own.lenders == ()
    assert say_lenders(FRENCH, gazetteer, own) == ""
    assert not any("chiffre du" in s.source for s in say_portrait(FRENCH, QUESTIONNAIRE, own))


def test_paris_is_told_by_its_departement_first(shipped: Indicators, gazetteer: Gazetteer) -> None:
    lenders = portrait(shipped, gazetteer, "commune:75056").lenders
    assert [key.level for key in lenders] == [TerritoryLevel.DEPARTMENT, TerritoryLevel.EPCI]


def test_a_quarter_is_told_by_the_intermunicipality_of_its_commune(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    perimeter = Perimeter(
        "Tarentaize", PerimeterKind.QUARTER, (TerritoryKey.parse("commune:42218"),)
    )
    quarter = gazetteer.as_territory(perimeter, "demo")
    found = read_portrait(shipped, quarter, gazetteer, YEAR)
    assert str(found.lenders[0]) == "epci:244200770"
    assert found.fragile


def test_france_has_no_place_among_others(shipped: Indicators, gazetteer: Gazetteer) -> None:
    (said,) = told(portrait(shipped, gazetteer, "pays:FR"))
    assert "repère des autres territoires" in said


@pytest.mark.parametrize("key", ["collectivite:975", "commune:97502"])
def test_a_territory_without_any_figure_says_so(
    shipped: Indicators, gazetteer: Gazetteer, key: str
) -> None:
    found = portrait(shipped, gazetteer, key)
    assert found.known == 0
    assert told(found) == ["Aucun chiffre de ce territoire dans les fichiers lus."]
    assert say_lenders(FRENCH, gazetteer, found) == ""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("01", "plus bas que partout ailleurs parmi les départements"),
        ("02", "plus bas que dans 63 % des autres départements"),
        ("04", "plus haut que dans 75 % des autres départements"),
        ("2A", "plus haut que partout ailleurs parmi les départements"),
    ],
)
def test_a_place_is_told_by_the_value_alone(small: Indicators, code: str, said: str) -> None:
    assert plain(say_height(FRENCH, small.position(tiny.department(code), "chomage"))) == said


def test_a_place_at_the_median_or_unknown_is_told_as_such(small: Indicators) -> None:
    middle = small.position(tiny.department("03"), "age")
    assert say_height(FRENCH, middle) == "proche du milieu parmi les départements"
    unknown = small.position(tiny.department("93"), "age")
    assert say_height(FRENCH, unknown) == ""


def test_almost_all_is_never_rounded_to_all(small: Indicators) -> None:
    position = replace(small.position(tiny.department("04"), "chomage"), percentile=0.998)
    assert "99 %" in plain(say_height(FRENCH, position))


def test_the_time_of_a_figure_says_its_age_and_its_method(small: Indicators) -> None:
    measure = small.value(tiny.department("93"), "chomage")
    assert say_when(FRENCH, measure, 2016) == "2014"
    assert say_when(FRENCH, measure, 2020) == "2014, chiffre ancien"
    estimated = replace(measure, method=Method.ESTIMATED)
    assert say_when(FRENCH, estimated, 2020) == "2014, chiffre ancien, estimation"
    nothing = small.value(TerritoryKey.parse("region:93"), "age")
    assert say_when(FRENCH, nothing, 2020) == "–"
    assert say_whose(FRENCH, measure) == ""
    for lender, said in (
        ("epci:200046977", "chiffre de l’intercommunalité"),
        ("departement:69", "chiffre du département"),
        ("region:84", "chiffre de la région"),
    ):
        borrowed = replace(measure, borrowed_from=TerritoryKey.parse(lender))
        assert say_whose(FRENCH, borrowed) == said


def test_peers_are_told_with_what_makes_them_close(shipped: Indicators) -> None:
    peers = shipped.peers(TerritoryKey.parse(LYON))
    said = plain(say_peers(FRENCH, peers))
    assert said.startswith("Les 15 intercommunalités les plus proches")
    assert "population municipale, densité de population" in said
    assert f"{peers.left_out} territoires à qui il manque" in said
    assert not JUDGEMENT.search(said)


def test_an_indicator_that_cannot_be_compared_is_told(shipped: Indicators) -> None:
    peers = shipped.peers(TerritoryKey.parse("region:84"), on=("population", "niveau_vie_median"))
    said = plain(say_peers(FRENCH, peers))
    assert "laissé de côté : niveau de vie médian" in said


def test_where_no_peer_can_be_found_the_reason_is_told(shipped: Indicators) -> None:
    mayotte: Peers = shipped.peers(TerritoryKey.parse("departement:976"))
    assert mayotte.reason is not None
    assert say_peers(FRENCH, mayotte) == mayotte.reason.fr


# R3


def felt(**marks: int) -> tuple[DomainReading, ...]:
    people = [
        passage
        for domain, mark in marks.items()
        for passage in group(Viewpoint.CITIZEN, f"{domain}.G", *[mark] * 5)
    ]
    shown = release(score(QUESTIONNAIRE, people), QUESTIONNAIRE, 5)
    return read_domains(QUESTIONNAIRE, shown, NONE)


def crossings(
    shipped: Indicators, gazetteer: Gazetteer, *cuts: float, **marks: int
) -> dict[str, Crossing]:
    territory = gazetteer.get(TerritoryKey.parse(FOUGERES))
    found = read_crossings(felt(**marks), shipped, territory, gazetteer, *cuts)
    return {crossing.domain.id: crossing for crossing in found}


def test_each_of_the_four_names_is_given(shipped: Indicators, gazetteer: Gazetteer) -> None:
    # Fougères: health at 0.76 and income at 0.61 of the level, ties at 0.22, education at 0.25.
    found = crossings(shipped, gazetteer, F06=8, F02=3, F10=8, F05=3)
    assert found["F06"].name is R3.CONFIRMED
    assert found["F02"].name is R3.BLIND_SPOT
    assert found["F10"].name is R3.FELT
    assert found["F05"].name is R3.STRENGTH


def test_cuts_move_the_names(shipped: Indicators, gazetteer: Gazetteer) -> None:
    assert crossings(shipped, gazetteer, 9.0, F06=8)["F06"].name is R3.BLIND_SPOT
    assert crossings(shipped, gazetteer, 8.0, F06=8)["F06"].name is R3.CONFIRMED
    assert crossings(shipped, gazetteer, 6.0, 0.9, F06=8)["F06"].name is R3.FELT


def test_a_domain_that_nothing_measures_has_no_name_and_a_reason(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    found = crossings(shipped, gazetteer, F12=9)
    assert found["F12"].felt == 9
    assert found["F12"].name is None
    assert found["F12"].objective.reason is not None


def test_a_domain_that_nobody_marked_has_no_name(shipped: Indicators, gazetteer: Gazetteer) -> None:
    found = crossings(shipped, gazetteer, F06=8)
    assert found["F02"].felt is None
    assert found["F02"].objective.value is not None
    assert found["F02"].name is None


def test_r3_says_on_how_many_domains_both_meet(shipped: Indicators, gazetteer: Gazetteer) -> None:
    found = list(crossings(shipped, gazetteer, F06=8, F02=3, F10=8, F05=3, F12=9).values())
    assert say_crossings(FRENCH, found) == (
        "Sur 4 domaines notés ici et mesurés, le vécu et les chiffres vont dans le même sens pour "
        "2 et s’écartent pour 2."
    )
    none = list(crossings(shipped, gazetteer, F12=9).values())
    assert say_crossings(FRENCH, none) == "Aucun domaine n’est à la fois noté ici et mesuré."


def test_a_name_is_told_with_its_domains_and_its_meaning(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    found = list(crossings(shipped, gazetteer, F06=8, F02=3).values())
    assert plain(say_group(FRENCH, R3.CONFIRMED, found)) == (
        "**Confirmé : « Santé ».** Ressenti comme fragile, et les chiffres vont dans le même sens."
    )
    assert plain(say_group(FRENCH, R3.BLIND_SPOT, found)).startswith(
        "**Angle mort : « Niveau de vie ».**"
    )
    assert say_group(FRENCH, R3.FELT, found) == ""
