"""A place among the territories of a level, worked by hand on six départements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.indicators import Indicators, Sense, UnknownIndicator, say_year
from diagnostic.indicators.facts import end_of
from diagnostic.indicators.positions import orient, percentiles
from diagnostic.territories import TerritoryKey, TerritoryLevel, UnknownTerritory
from tests.indicators.tiny import department

REGION, FRANCE = TerritoryLevel.REGION, TerritoryKey(TerritoryLevel.COUNTRY, "FR")


@pytest.mark.parametrize(
    ("code", "percentile"), [("01", 0.0), ("02", 0.375), ("03", 0.375), ("04", 0.75), ("2A", 1.0)]
)
def test_a_percentile_is_the_share_of_the_others_below_ties_for_half(
    small: Indicators, code: str, percentile: float
) -> None:
    position = small.position(department(code), "chomage")
    assert position.measure.year == "2020"
    assert position.percentile == percentile
    assert position.fragility == percentile
    assert (position.known, position.total) == (5, 6)


def test_a_resource_is_read_the_other_way_round(small: Indicators) -> None:
    best = small.position(department("01"), "medecins")
    worst = small.position(department("2A"), "medecins")
    assert (best.percentile, best.fragility) == (1.0, 0.0)
    assert (worst.percentile, worst.fragility) == (0.0, 1.0)


def test_an_indicator_of_context_makes_nobody_fragile(small: Indicators) -> None:
    position = small.position(department("93"), "habitants")
    assert position.percentile == 1.0
    assert position.fragility is None


def test_a_territory_without_the_latest_year_is_placed_in_its_own(small: Indicators) -> None:
    position = small.position(department("93"), "chomage")
    assert (position.measure.year, position.measure.value) == ("2014", 12)
    assert position.percentile == 1.0
    assert position.known == 6


def test_a_missing_value_has_a_reason_and_no_place(small: Indicators) -> None:
    position = small.position(department("93"), "chomage", "2020")
    assert position.measure.value is None
    assert position.measure.missing is not None
    assert position.measure.missing.fr == "Non publié ici."
    assert position.percentile is None
    assert position.fragility is None


def test_the_first_reason_that_fits_is_the_one_told(small: Indicators) -> None:
    missing = small.value(department("04"), "medecins").missing
    assert missing is not None
    assert missing.en == "Missing from the file."


def test_france_and_the_region_stand_beside_with_their_own_year(small: Indicators) -> None:
    position = small.position(department("2A"), "chomage")
    assert (position.france.value, position.france.year) == (7.5, "2021")
    assert position.france.estimated
    assert position.region is not None
    assert (position.region.value, position.region.year) == (11, "2020")
    assert small.position(TerritoryKey(REGION, "93"), "chomage").region is None


def test_a_level_without_the_indicator_says_where_there_is_one(small: Indicators) -> None:
    measure = small.position(FRANCE, "medecins").measure
    assert (measure.value, measure.year, measure.source) == (None, None, None)
    assert measure.missing is not None
    assert "départements" in measure.missing.fr
    assert measure.short() == measure.full("en") == ""


def test_alone_at_its_level_one_has_no_place(small: Indicators) -> None:
    assert small.position(FRANCE, "chomage").percentile is None


def test_a_distribution_goes_up_and_leaves_out_what_is_missing(small: Indicators) -> None:
    assert small.distribution(TerritoryLevel.DEPARTMENT, "chomage") == (
        ("01", 10),
        ("02", 20),
        ("03", 20),
        ("04", 30),
        ("2A", 40),
    )
    assert len(small.distribution(TerritoryLevel.DEPARTMENT, "chomage", "2014")) == 6
    assert small.distribution(TerritoryLevel.DEPARTMENT, "chomage", "2019") == ()
    assert small.distribution(TerritoryLevel.EPCI, "chomage") == ()


def test_a_series_keeps_its_holes(small: Indicators) -> None:
    series = small.series(department("93"), "chomage")
    assert [(one.year, one.value) for one in series] == [("2014", 12), ("2020", None)]


def test_what_does_not_exist_is_refused_in_french(small: Indicators) -> None:
    with pytest.raises(UnknownTerritory, match="departement:99"):
        small.value(department("99"), "chomage")
    with pytest.raises(UnknownIndicator, match="chomages"):
        small.position(department("01"), "chomages")
    with pytest.raises(UnknownIndicator, match="F99"):
        small.domain_links("F99")


@pytest.mark.parametrize(
    ("year", "french", "english"),
    [
        ("2021", "2021", "2021"),
        ("2024-T3", "3e trimestre 2024", "Q3 2024"),
        ("2024-T1", "1er trimestre 2024", "Q1 2024"),
        ("2023-12", "décembre 2023", "December 2023"),
        ("2015-2021", "2015-2021", "2015–2021"),
    ],
)
def test_a_year_is_said_in_words(year: str, french: str, english: str) -> None:
    assert say_year(year) == french
    assert say_year(year, "en") == english


def test_years_are_put_in_order_by_their_end() -> None:
    years = ["2022", "2015-2021", "2023-06", "2023-T3", "2023", "2021", "2023-12"]
    assert sorted(years, key=end_of) == [
        "2015-2021",
        "2021",
        "2022",
        "2023-06",
        "2023-T3",
        "2023",
        "2023-12",
    ]


def test_a_source_is_told_short_and_in_full(small: Indicators) -> None:
    source = small.value(department("01"), "chomage").source
    assert source is not None
    assert source.short() == "Insee, Recensement"
    assert source.full("en") == "Insee, Census; published 2023-06-01, insee.fr. Free."
    assert "publié le 1er juin 2023" in source.full()
    measure = small.value(department("01"), "medecins")
    assert "date de publication inconnue" in measure.full()
    assert measure.full().endswith(
        "Une note. 2022, calculé\u00a0: un nombre officiel rapporté à la population."
    )


values = st.lists(st.sampled_from([0.0, 1.0, 2.5, 3.0]), min_size=2, max_size=30)


@given(values)
def test_percentiles_average_one_half_and_follow_the_order(drawn: list[float]) -> None:
    pairs = sorted(((str(number), value) for number, value in enumerate(drawn)), key=lambda p: p[1])
    places = percentiles(pairs)
    assert sum(places.values()) / len(places) == pytest.approx(0.5)
    for (one, low), (other, high) in zip(pairs, pairs[1:], strict=False):
        assert (places[one] == places[other]) == (low == high)
        assert places[one] <= places[other]


def test_one_value_has_no_percentile() -> None:
    assert percentiles([("01", 3.0)]) == {}
    assert orient(0.2, Sense.RESOURCE) == 0.8
    assert orient(0.2, Sense.CONTEXT) is None


@pytest.mark.parametrize("code", ["971", "972", "973", "974", "976"])
def test_overseas_a_departement_is_not_set_beside_its_own_land(
    shipped: Indicators, code: str
) -> None:
    position = shipped.position(department(code), "medecins_generalistes_10000")
    assert position.region is not None
    assert position.around is None


@pytest.mark.parametrize("code", ["2A", "01", "75", "93"])
def test_elsewhere_a_departement_is_set_beside_its_region(shipped: Indicators, code: str) -> None:
    position = shipped.position(department(code), "medecins_generalistes_10000")
    assert position.around == position.region is not None
