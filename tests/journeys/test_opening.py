"""From nothing to an open diagnostic."""

import pytest

from diagnostic.storage import Store
from diagnostic.territories import Perimeter, TerritoryKey
from tests.journeys.visitor import Visitor

SEARCH = "Nom, code ou code postal"
OPEN = "Ouvrir le diagnostic"


def search(visitor: Visitor, words: str, key: str = "recherche") -> Visitor:
    visitor.widget(key).input(words)
    return visitor.look()


def test_an_empty_base_asks_for_a_territory_and_shows_no_diagnostic() -> None:
    visitor = Visitor()
    assert "Vos diagnostics" not in visitor.said
    assert "Ouvrir un diagnostic" in visitor.said
    assert visitor.labels == []


def test_an_unknown_territory_says_what_to_do() -> None:
    visitor = search(Visitor(), "Xyzzyplugh")
    assert "Aucun territoire trouvé" in visitor.said
    assert "code postal" in visitor.app.info[0].value
    assert OPEN not in visitor.labels


@pytest.mark.parametrize(
    ("words", "found", "key"),
    [
        ("Vilefranche sur Soane", "Villefranche-sur-Saône (Rhône)", "commune:69264"),
        ("69400", "Villefranche-sur-Saône (Rhône)", "commune:69264"),
        ("Fougeres agglo", "CA Fougères Agglomération", "epci:200072452"),
    ],
)
def test_a_territory_is_found_however_it_is_typed_and_gets_its_diagnostic(
    store: Store, words: str, found: str, key: str
) -> None:
    visitor = search(Visitor(), words)
    (label,) = [name for name in visitor.labels if name.startswith(found)]
    visitor.press(label).press(OPEN)
    (diagnostic,) = store.diagnostics()
    assert diagnostic.territory == TerritoryKey.parse(key)
    assert "Préparer le diagnostic" in visitor.said
    assert visitor.address == {"d": diagnostic.code}


def test_a_territory_stays_chosen_while_its_diagnostic_is_named(store: Store) -> None:
    visitor = search(Visitor(), "69400")
    visitor.press("Villefranche-sur-Saône (Rhône)")
    visitor.fill("Nom du diagnostic", "  Villefranche   se regarde ")
    visitor.press(OPEN)
    assert [diagnostic.title for diagnostic in store.diagnostics()] == ["Villefranche se regarde"]


def test_a_diagnostic_without_a_name_is_refused_and_said(store: Store) -> None:
    visitor = search(Visitor(), "69400")
    visitor.press("Villefranche-sur-Saône (Rhône)")
    visitor.fill("Nom du diagnostic", "   ").press(OPEN)
    assert visitor.errors == ["Donnez un nom au diagnostic."]
    assert store.diagnostics() == ()


def test_two_communes_make_a_territory_of_ones_own(store: Store) -> None:
    visitor = Visitor().pick("genre-de-territoire", "communes")
    assert OPEN not in visitor.labels
    visitor.widget("nom:communes").input("Les deux rives")
    search(visitor, "Villefranche-sur-Saône", "ajout:communes")
    visitor.press("Villefranche-sur-Saône (Rhône)")
    search(visitor, "Jassans-Riottier", "ajout:communes")
    (label,) = [name for name in visitor.labels if name.startswith("Jassans-Riottier")]
    visitor.press(label).press(OPEN)
    (diagnostic,) = store.diagnostics()
    assert diagnostic.territory == Perimeter(
        "Les deux rives",
        "communes",
        (TerritoryKey.parse("commune:69264"), TerritoryKey.parse("commune:01194")),
    )
    assert "Les deux rives" in visitor.said


def test_a_commune_taken_out_of_a_perimeter_is_no_more_in_it(store: Store) -> None:
    visitor = Visitor().pick("genre-de-territoire", "communes")
    visitor.widget("nom:communes").input("Les deux rives")
    for name in ("Villefranche-sur-Saône", "Jassans-Riottier"):
        search(visitor, name, "ajout:communes")
        (label,) = [found for found in visitor.labels if found.startswith(name)]
        visitor.press(label)
    chosen = visitor.field("Communes retenues (touchez pour retirer)")
    chosen.unselect("commune:69264")
    visitor.look().press(OPEN)
    (diagnostic,) = store.diagnostics()
    assert isinstance(diagnostic.territory, Perimeter)
    assert diagnostic.territory.members == (TerritoryKey.parse("commune:01194"),)


def test_a_quarter_has_a_name_and_one_commune(store: Store) -> None:
    visitor = Visitor().pick("genre-de-territoire", "quartier")
    visitor.widget("nom:quartier").input("Béligny")
    assert OPEN not in visitor.look().labels
    search(visitor, "Villefranche-sur-Saône", "ajout:quartier")
    visitor.press("Villefranche-sur-Saône (Rhône)").press(OPEN)
    (diagnostic,) = store.diagnostics()
    assert diagnostic.territory == Perimeter(
        "Béligny", "quartier", (TerritoryKey.parse("commune:69264"),)
    )


def test_an_open_diagnostic_is_found_again_at_the_entrance(store: Store) -> None:
    visitor = search(Visitor(), "69400")
    visitor.press("Villefranche-sur-Saône (Rhône)").press(OPEN)
    again = Visitor()
    assert "Vos diagnostics" in again.said
    again.press("Préparer")
    assert "Préparer le diagnostic" in again.said
    assert again.address == {"d": store.diagnostics()[0].code}


def test_a_page_without_a_diagnostic_in_hand_shows_the_way_to_the_entrance() -> None:
    for page in ("cadrage", "repondre", "resultats"):
        visitor = Visitor().go(page)
        assert "Aucun diagnostic n’est ouvert" in visitor.said
        assert "Accueil" in visitor.said


def test_the_territory_of_another_search_replaces_the_one_before(store: Store) -> None:
    visitor = search(Visitor(), "69400")
    visitor.press("Villefranche-sur-Saône (Rhône)")
    search(visitor, "42")
    (label,) = [name for name in visitor.labels if name.startswith("Loire")][:1]
    visitor.press(label).press(OPEN)
    assert [d.territory for d in store.diagnostics()] == [TerritoryKey.parse("departement:42")]
