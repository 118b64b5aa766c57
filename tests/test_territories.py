"""Territories: every one is there once, with its parents, and told from its homonyms."""

from collections import Counter

import pytest

from diagnostic.territories import (
    EPCI_KINDS,
    FRANCE,
    LEVEL_NAMES,
    Gazetteer,
    TerritoryKey,
    TerritoryLevel,
    UnknownTerritory,
)

GAZETTEER = Gazetteer.read()
COMMUNES = GAZETTEER.at(TerritoryLevel.COMMUNE)


def key(text: str) -> TerritoryKey:
    return TerritoryKey.parse(text)


# The list


@pytest.mark.parametrize(
    ("level", "count"),
    [
        (TerritoryLevel.COUNTRY, 1),
        (TerritoryLevel.REGION, 18),
        (TerritoryLevel.DEPARTMENT, 101),
        (TerritoryLevel.EPCI, 1255),
        (TerritoryLevel.COMMUNE, 34875),
        (TerritoryLevel.COLLECTIVITY, 8),
    ],
)
def test_every_territory_of_a_level_is_there(level: TerritoryLevel, count: int) -> None:
    assert len(GAZETTEER.at(level)) == count


def test_populations_add_up_from_the_communes_to_france() -> None:
    total = sum(commune.population or 0 for commune in COMMUNES)
    assert GAZETTEER.get(FRANCE).population == total == 68_350_798
    for level in (TerritoryLevel.REGION, TerritoryLevel.DEPARTMENT):
        assert sum(place.population or 0 for place in GAZETTEER.at(level)) == total


def test_an_epci_counts_exactly_its_own_communes() -> None:
    for epci in GAZETTEER.at(TerritoryLevel.EPCI):
        members = GAZETTEER.members(epci.key)
        assert {member.epci_code for member in members} == {epci.key.code}
        assert sum(member.population or 0 for member in members) == epci.population


def test_four_islands_belong_to_no_epci() -> None:
    alone = {commune.name for commune in COMMUNES if commune.epci_code is None}
    assert alone == {"Île-de-Bréhat", "Île-de-Sein", "Ouessant", "L'Île-d'Yeu"}


def test_every_parent_exists() -> None:
    for commune in COMMUNES:
        assert commune.region_code
        assert commune.department_code
    codes = {
        (field, code)
        for commune in COMMUNES
        for field, code in (
            (TerritoryLevel.REGION, commune.region_code),
            (TerritoryLevel.DEPARTMENT, commune.department_code),
            (TerritoryLevel.EPCI, commune.epci_code),
        )
        if code
    }
    assert Counter(level for level, _ in codes) == {
        TerritoryLevel.REGION: 18,
        TerritoryLevel.DEPARTMENT: 101,
        TerritoryLevel.EPCI: 1255,
    }
    assert all(TerritoryKey(level, code) in GAZETTEER for level, code in codes)


def test_parents_go_from_the_nearest_to_france() -> None:
    names = [parent.name for parent in GAZETTEER.parents(key("commune:38185"))]
    assert names == ["Grenoble-Alpes-Métropole", "Isère", "Auvergne-Rhône-Alpes", "France"]
    assert GAZETTEER.parents(FRANCE) == ()


def test_an_epci_over_two_regions_keeps_all_its_communes_and_one_parent() -> None:
    dreux = key("epci:200040681")
    aire = key("epci:200030435")
    assert {c.region_code for c in GAZETTEER.members(aire)} == {"75", "76"}
    assert [p.name for p in GAZETTEER.parents(aire)] == ["Landes", "Nouvelle-Aquitaine", "France"]
    assert {c.department_code for c in GAZETTEER.members(dreux)} == {"26", "84"}


def test_members_of_a_department_are_its_communes_in_code_order() -> None:
    members = GAZETTEER.members(key("departement:75"))
    assert [member.name for member in members] == ["Paris"]
    codes = [member.key.code for member in GAZETTEER.members(key("departement:2A"))]
    assert codes == sorted(codes)
    assert len(codes) == 124


def test_a_commune_is_its_own_only_member() -> None:
    (member,) = GAZETTEER.members(key("commune:01001"))
    assert member.name == "L'Abergement-Clémenciat"


def test_a_code_keeps_its_zero() -> None:
    commune = GAZETTEER.get(key("commune:01001"))
    assert commune.key.code == "01001"
    assert commune.postcodes == ("01400",)


def test_a_population_comes_with_its_year() -> None:
    territories = [t for level in TerritoryLevel for t in GAZETTEER.at(level)]
    assert all((t.population is None) == (t.population_year is None) for t in territories)
    assert GAZETTEER.get(key("commune:38185")).population_year == 2023
    assert GAZETTEER.get(key("departement:976")).population_year == 2017


def test_an_epci_tells_its_legal_form() -> None:
    kinds = {epci.kind for epci in GAZETTEER.at(TerritoryLevel.EPCI)}
    assert kinds == set(EPCI_KINDS)
    assert GAZETTEER.get(key("epci:200046977")).kind == "MET69"


# Overseas collectivities


def test_overseas_collectivities_are_apart() -> None:
    names = {place.key.code for place in GAZETTEER.at(TerritoryLevel.COLLECTIVITY)}
    assert names == {"975", "977", "978", "984", "986", "987", "988", "989"}
    papeete = GAZETTEER.get(key("commune:98735"))
    assert papeete not in COMMUNES
    assert papeete.heading.plural == "collectivités d’outre-mer"
    assert GAZETTEER.get(key("commune:97411")).heading.plural == "communes"
    parents = [parent.name for parent in GAZETTEER.parents(papeete.key)]
    assert parents == ["Polynésie française", "France"]


def test_france_leaves_out_the_communes_of_the_overseas_collectivities() -> None:
    assert len(GAZETTEER.members(FRANCE)) == 34875
    assert len(GAZETTEER.members(key("collectivite:987"))) == 48


def test_an_uninhabited_land_has_no_population_rather_than_zero() -> None:
    clipperton = GAZETTEER.get(key("collectivite:989"))
    assert clipperton.population is None
    assert GAZETTEER.get(key("commune:55039")).population == 0


def test_an_overseas_commune_is_labelled_by_its_collectivity() -> None:
    noumea = GAZETTEER.get(key("commune:98818"))
    assert GAZETTEER.label(noumea) == "Nouméa (Nouvelle-Calédonie)"


# Keys


def test_a_key_reads_back_from_its_text() -> None:
    ninety_three = TerritoryKey(TerritoryLevel.DEPARTMENT, "93")
    assert str(ninety_three) == "departement:93"
    assert TerritoryKey.parse("departement:93") == ninety_three


@pytest.mark.parametrize("text", ["", "93", "canton:01", "departement:", "departement:9 3", ":93"])
def test_a_malformed_key_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="par exemple departement:93"):
        TerritoryKey.parse(text)


def test_ninety_three_is_a_department_and_a_region() -> None:
    assert GAZETTEER.get(key("departement:93")).name == "Seine-Saint-Denis"
    assert GAZETTEER.get(key("region:93")).name == "Provence-Alpes-Côte d'Azur"


def test_an_unknown_key_says_how_to_search() -> None:
    with pytest.raises(UnknownTerritory, match="Cherchez le territoire par son nom"):
        GAZETTEER.get(key("commune:99999"))


def test_a_former_key_says_the_commune_of_today() -> None:
    with pytest.raises(UnknownTerritory, match=r"Valserhône \(Ain\) \(clé commune:01033\)"):
        GAZETTEER.get(key("commune:01126"))


# Labels


@pytest.mark.parametrize(
    ("territory", "label"),
    [
        ("commune:97411", "Saint-Denis (Réunion)"),
        ("commune:93066", "Saint-Denis (Seine-Saint-Denis)"),
        ("commune:75056", "Paris (commune)"),
        ("departement:75", "Paris (département)"),
        ("region:04", "La Réunion (région)"),
        ("commune:65005", "Allier (commune, Hautes-Pyrénées)"),
        ("departement:38", "Isère"),
        ("epci:200000172", "CC Faucigny - Glières (Haute-Savoie)"),
        ("collectivite:977", "Saint-Barthélemy (collectivité d’outre-mer)"),
        ("pays:FR", "France"),
    ],
)
def test_a_label_tells_a_territory_from_its_homonyms(territory: str, label: str) -> None:
    assert GAZETTEER.label(GAZETTEER.get(key(territory))) == label


def test_no_two_territories_share_a_label() -> None:
    labels = Counter(
        GAZETTEER.label(territory) for level in TerritoryLevel for territory in GAZETTEER.at(level)
    )
    assert labels.most_common(1)[0][1] == 1


def test_every_level_has_its_french_name() -> None:
    assert set(LEVEL_NAMES) == set(TerritoryLevel)
    assert LEVEL_NAMES[TerritoryLevel.EPCI].plural == "intercommunalités"
