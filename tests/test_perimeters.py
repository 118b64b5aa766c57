"""Perimeters that users draw: they make sense, travel as plain data, and count their people."""

import pytest

from diagnostic.territories import (
    Gazetteer,
    Perimeter,
    PerimeterKind,
    PerimeterRefused,
    TerritoryKey,
    TerritoryLevel,
)

GAZETTEER = Gazetteer.read()


def communes(*codes: str) -> tuple[TerritoryKey, ...]:
    return tuple(TerritoryKey(TerritoryLevel.COMMUNE, code) for code in codes)


def test_a_perimeter_of_communes_adds_up_its_population() -> None:
    perimeter = Perimeter("Deux villes", PerimeterKind.COMMUNES, communes("38185", "38421"))
    territory = GAZETTEER.as_territory(perimeter, "deux-villes")
    members = [GAZETTEER.get(member) for member in perimeter.members]
    assert territory.population == sum(member.population or 0 for member in members)
    assert territory.population_year == 2023
    assert str(territory.key) == "perimetre:deux-villes"
    assert (territory.department_code, territory.epci_code) == ("38", "200040715")


def test_a_perimeter_over_two_departments_tells_neither() -> None:
    perimeter = Perimeter("Ici et là", PerimeterKind.COMMUNES, communes("38185", "69123"))
    territory = GAZETTEER.as_territory(perimeter, "ici")
    assert (territory.department_code, territory.region_code) == (None, "84")


def test_a_quarter_has_no_population() -> None:
    quarter = Perimeter("La Villeneuve", PerimeterKind.QUARTER, communes("38185"))
    territory = GAZETTEER.as_territory(quarter, "villeneuve")
    assert (territory.population, territory.population_year) == (None, None)


def test_a_perimeter_reads_back_from_its_data() -> None:
    perimeter = Perimeter(" Vallée  verte ", PerimeterKind.COMMUNES, communes("01001", "2A004"))
    assert perimeter.name == "Vallée verte"
    data = perimeter.to_data()
    assert data == {
        "name": "Vallée verte",
        "kind": "communes",
        "members": ["commune:01001", "commune:2A004"],
    }
    assert Perimeter.from_data(data) == perimeter


@pytest.mark.parametrize(
    ("name", "kind", "members", "message"),
    [
        ("", "communes", communes("01001"), "Donnez un nom"),
        ("\x00", "communes", communes("01001"), "Donnez un nom"),
        ("x" * 121, "communes", communes("01001"), "raccourcissez-le à 120"),
        ("Vide", "communes", (), "au moins une commune"),
        ("Double", "communes", communes("01001", "01001"), "deux fois"),
        ("Large", "quartier", communes("01001", "01002"), "dans une seule commune"),
        (
            "Haut",
            "communes",
            (TerritoryKey(TerritoryLevel.DEPARTMENT, "01"),),
            "se compose de communes",
        ),
    ],
)
def test_a_perimeter_without_sense_is_refused(
    name: str, kind: str, members: tuple[TerritoryKey, ...], message: str
) -> None:
    with pytest.raises(PerimeterRefused, match=message):
        Perimeter(name, PerimeterKind(kind), members)


def test_a_perimeter_of_120_characters_is_accepted() -> None:
    assert len(Perimeter("x" * 120, PerimeterKind.COMMUNES, communes("01001")).name) == 120


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"name": "A", "kind": "ailleurs", "members": ["commune:01001"]},
        {"name": "A", "kind": "communes", "members": "commune:01001"},
        {"name": "A", "kind": ["communes"], "members": ["commune:01001"]},
        {"name": "A", "kind": "communes", "members": ["01001"]},
        {"name": 3, "kind": "communes", "members": ["commune:01001"]},
    ],
)
def test_unreadable_perimeter_data_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(PerimeterRefused):
        Perimeter.from_data(data)


def test_a_perimeter_with_an_unknown_commune_is_refused_by_name() -> None:
    perimeter = Perimeter("Ailleurs", PerimeterKind.COMMUNES, communes("01001", "99999"))
    with pytest.raises(PerimeterRefused, match="« Ailleurs » : commune:99999"):
        GAZETTEER.check(perimeter)
