"""A commune or a quarter without its own figure shows its parents', and says whose it is."""

from diagnostic.indicators import Fact, Indicators
from diagnostic.territories import (
    Gazetteer,
    Perimeter,
    PerimeterKind,
    TerritoryKey,
    TerritoryLevel,
)

EPCI, DEPARTMENT = TerritoryLevel.EPCI, TerritoryLevel.DEPARTMENT
FOUGERES = TerritoryKey(TerritoryLevel.COMMUNE, "35115")
AGGLOMERATION = TerritoryKey(EPCI, "200072452")


def facts(where: object, shipped: Indicators, gazetteer: Gazetteer, **how: bool) -> dict[str, Fact]:
    assert isinstance(where, TerritoryKey)
    return {fact.indicator.id: fact for fact in shipped.of(where, gazetteer, **how)}


def test_a_commune_shows_its_epci_then_its_departement_then_its_region(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    found = facts(FOUGERES, shipped, gazetteer)
    assert len(found) == len(shipped.all)
    rate = found["taux_chomage_rp"].latest
    assert (rate.key, rate.borrowed_from) == (FOUGERES, AGGLOMERATION)
    assert rate.value == shipped.value(AGGLOMERATION, "taux_chomage_rp").value
    doctors = found["medecins_generalistes_10000"].latest
    assert doctors.borrowed_from == TerritoryKey(DEPARTMENT, "35")
    assert doctors.measured == TerritoryKey(DEPARTMENT, "35")
    series = found["taux_chomage_localise"].series
    assert {measure.borrowed_from for measure in series} == {TerritoryKey(DEPARTMENT, "35")}
    assert len(series) == 11


def test_an_epci_borrows_only_when_asked(shipped: Indicators, gazetteer: Gazetteer) -> None:
    own = facts(AGGLOMERATION, shipped, gazetteer)["medecins_generalistes_10000"].latest
    assert (own.value, own.borrowed_from) == (None, None)
    assert own.missing is not None
    lent = facts(AGGLOMERATION, shipped, gazetteer, borrow=True)["medecins_generalistes_10000"]
    assert lent.latest.borrowed_from == TerritoryKey(DEPARTMENT, "35")


def test_a_commune_may_keep_to_itself(shipped: Indicators, gazetteer: Gazetteer) -> None:
    found = facts(FOUGERES, shipped, gazetteer, borrow=False)
    assert all(fact.latest.value is None for fact in found.values())
    assert all(fact.latest.missing for fact in found.values())


def test_paris_shows_its_departement_before_greater_paris(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    paris = facts(TerritoryKey(TerritoryLevel.COMMUNE, "75056"), shipped, gazetteer)
    assert paris["taux_chomage_rp"].latest.borrowed_from == TerritoryKey(DEPARTMENT, "75")
    assert paris["temps_cinema_theatre"].latest.borrowed_from == TerritoryKey(EPCI, "200054781")


def test_a_perimeter_shows_the_parents_that_its_communes_share(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    communes = tuple(place.key for place in gazetteer.members(AGGLOMERATION)[:3])
    perimeter = Perimeter("Trois communes", PerimeterKind.COMMUNES, communes)
    place = gazetteer.as_territory(perimeter, "essai")
    found = {fact.indicator.id: fact for fact in shipped.of(place, gazetteer)}
    assert found["densite"].latest.borrowed_from == AGGLOMERATION
    assert found["densite"].latest.key == place.key
    quarter = Perimeter("Un quartier", PerimeterKind.QUARTER, (FOUGERES,))
    place = gazetteer.as_territory(quarter, "quartier")
    domain = shipped.objective_of(place, "F01", gazetteer)
    assert (domain.key, domain.borrowed_from) == (place.key, AGGLOMERATION)


def test_a_commune_without_any_figure_tells_the_nearest_reason(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    mamoudzou = TerritoryKey(TerritoryLevel.COMMUNE, "97611")
    found = facts(mamoudzou, shipped, gazetteer)
    rate = found["taux_chomage_localise"].latest
    assert rate.value is None
    assert rate.missing is not None
    assert "Mayotte" in rate.missing.fr
    assert found["part_75_plus"].latest.borrowed_from == TerritoryKey(DEPARTMENT, "976")


def test_a_commune_overseas_without_parents_has_nothing_and_says_so(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    found = facts(TerritoryKey(TerritoryLevel.COMMUNE, "97502"), shipped, gazetteer)
    assert all(fact.latest.value is None for fact in found.values())
    assert all(
        "commune" in fact.latest.missing.fr for fact in found.values() if fact.latest.missing
    )
    assert all(fact.latest.missing for fact in found.values())


def test_a_domain_is_borrowed_from_the_nearest_parent_that_has_it(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    jobs = shipped.objective_of(FOUGERES, "F01", gazetteer)
    assert (jobs.key, jobs.borrowed_from) == (FOUGERES, AGGLOMERATION)
    safety = shipped.objective_of(FOUGERES, "F11", gazetteer)
    assert safety.borrowed_from == TerritoryKey(DEPARTMENT, "35")
    assert safety.value == shipped.objective_position(TerritoryKey(DEPARTMENT, "35"), "F11").value
    water = shipped.objective_of(FOUGERES, "F12", gazetteer)
    assert (water.value, water.borrowed_from) == (None, None)
    assert water.reason is not None
