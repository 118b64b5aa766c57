"""Imported values over the shipped ones: each with its source, none lost, none invented."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from diagnostic.indicators import Indicators
from diagnostic.indicators.imports import ImportedSource, Layer, PartialSum
from diagnostic.indicators.overlay import foresee_undoing, overlay
from diagnostic.indicators.reading import Tables, read_tables
from diagnostic.territories import FRANCE, Gazetteer, TerritoryKey, TerritoryLevel
from tests.indicators import tiny
from tests.indicators.layers import given, layer, source

DEPARTMENTS = ("01", "02", "03", "04", "93", "2A")
AIN = tiny.department("01")
PARIS = TerritoryKey(TerritoryLevel.COMMUNE, "75056")
BRON = TerritoryKey(TerritoryLevel.COMMUNE, "69029")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return read_tables(tiny.write(tmp_path_factory.mktemp("tables")))


def over(tables: Tables, gazetteer: Gazetteer, *layers: Layer) -> Indicators:
    return overlay(tables, layers, gazetteer)


def everything(facts: Indicators) -> dict[tuple[str, str, str], float | None]:
    """Every value by territory, indicator and year."""
    return {
        (str(key), one.indicator.id, one.year or ""): one.value
        for level in TerritoryLevel
        for key in facts.territories(level)
        for indicator in facts.all
        for one in facts.series(key, indicator.id)
    }


def test_without_an_import_the_facts_are_the_shipped_ones(
    tables: Tables, gazetteer: Gazetteer
) -> None:
    assert everything(over(tables, gazetteer)) == everything(Indicators(tables))


def test_an_imported_value_takes_the_place_of_the_shipped_one(
    tables: Tables, gazetteer: Gazetteer
) -> None:
    facts = over(tables, gazetteer, layer(1, given("chomage", "2020", {"01": 12.5})))
    before = everything(Indicators(tables))
    after = everything(facts)
    assert {place: value for place, value in after.items() if before[place] != value} == {
        ("departement:01", "chomage", "2020"): 12.5
    }


def test_each_value_keeps_its_own_source_and_an_imported_one_says_when(
    tables: Tables, gazetteer: Gazetteer
) -> None:
    facts = over(tables, gazetteer, layer(1, given("chomage", "2020", {"01": 12.5})))
    imported, shipped = (facts.value(tiny.department(code), "chomage") for code in ("01", "02"))
    assert imported.short() == "Mairie, Enquête (importé le 3 mars 2026), 2020"
    assert "(imported on 3 March 2026), 2020" in imported.short("en")
    assert "Une note." in imported.full()
    assert "importé le 3 mars 2026" in imported.full()
    assert shipped.short() == "Insee, Recensement, 2020"
    (series,) = [one for one in facts.years(AIN.level, "chomage") if one.year == "2020"]
    assert series.source.short() == "Insee, Recensement, et 1 valeur d’une autre source"


def test_a_year_that_is_wholly_imported_has_the_source_of_its_import(
    tables: Tables, gazetteer: Gazetteer
) -> None:
    values = dict.fromkeys(DEPARTMENTS, 9.0)
    facts = over(tables, gazetteer, layer(1, given("chomage", "2020", values)))
    (series,) = [one for one in facts.years(AIN.level, "chomage") if one.year == "2020"]
    assert isinstance(series.source, ImportedSource)
    assert series.source.producer == "Mairie"
    assert "import1_mairie" in {one.id for one in facts.sources}


def test_a_newer_year_becomes_the_latest(tables: Tables, gazetteer: Gazetteer) -> None:
    values = {code: float(n) for n, code in enumerate(DEPARTMENTS)}
    facts = over(tables, gazetteer, layer(1, given("chomage", "2024", values)))
    assert facts.value(AIN, "chomage").year == "2024"
    assert [one.year for one in facts.series(AIN, "chomage")] == ["2014", "2020", "2024"]
    assert dict(facts.distribution(AIN.level, "chomage")) == values
    assert facts.position(AIN, "chomage").percentile == 0


def test_an_older_year_changes_nothing_of_what_is_latest(
    tables: Tables, gazetteer: Gazetteer
) -> None:
    facts = over(tables, gazetteer, layer(1, given("chomage", "2010", {"01": 1.0})))
    assert facts.value(AIN, "chomage").year == "2020"
    assert facts.series(AIN, "chomage")[0].value == 1.0


def test_one_value_of_a_newer_year_leaves_the_others_their_place(
    tables: Tables, gazetteer: Gazetteer
) -> None:
    shipped = Indicators(tables)
    facts = over(tables, gazetteer, layer(1, given("chomage", "2024", {"01": 30.0})))
    assert facts.value(AIN, "chomage").value == 30.0
    assert facts.distribution(AIN.level, "chomage") == shipped.distribution(AIN.level, "chomage")
    assert facts.distribution(AIN.level, "chomage", "2024") == (("01", 30.0),)
    for code in DEPARTMENTS:
        key = tiny.department(code)
        assert facts.objective_position(key, "F01") == shipped.objective_position(key, "F01")
        assert facts.peers(key, ["chomage"]) == shipped.peers(key, ["chomage"])


def test_two_thirds_of_a_level_make_a_year_of_it(tables: Tables, gazetteer: Gazetteer) -> None:
    four = dict.fromkeys(DEPARTMENTS[:4], 3.0)
    facts = over(tables, gazetteer, layer(1, given("habitants", "2024", four)))
    assert dict(facts.distribution(AIN.level, "habitants")) == four
    three = dict.fromkeys(DEPARTMENTS[:3], 3.0)
    facts = over(tables, gazetteer, layer(1, given("habitants", "2024", three)))
    assert len(facts.distribution(AIN.level, "habitants")) == 6


def test_the_latest_import_wins_and_what_it_does_not_say_stays(
    tables: Tables, gazetteer: Gazetteer
) -> None:
    first = layer(1, given("chomage", "2020", {"01": 1.0, "02": 1.0}))
    second = layer(2, given("chomage", "2020", {"02": 2.0}, said_by=source("autre", "Autre")))
    facts = over(tables, gazetteer, first, second)
    told = {code: facts.value(tiny.department(code), "chomage") for code in DEPARTMENTS[:3]}
    assert [one.value for one in told.values()] == [1.0, 2.0, 20.0]
    producers = [one.source.producer for one in told.values() if one.source]
    assert producers == ["Mairie", "Autre", "Insee"]


def test_a_partial_sum_only_fills_a_hole_and_says_what_it_lacks(
    tables: Tables, gazetteer: Gazetteer
) -> None:
    part = PartialSum(34, 36, 0.99)
    values = {"2A": 7.0, "93": 8.0}
    partial = dict.fromkeys(values, part)
    facts = over(tables, gazetteer, layer(1, given("chomage", "2020", values, partial=partial)))
    kept, filled = (facts.value(tiny.department(code), "chomage", "2020") for code in values)
    assert kept.value == 40.0
    assert "partielle" not in kept.short()
    assert filled.value == 8.0
    assert filled.short() == (
        "Mairie, Enquête (importé le 3 mars 2026), somme partielle\u00a0: 34 communes sur 36, 2020"
    )
    whole = layer(2, given("chomage", "2020", {"93": 9.0}))
    first = layer(1, given("chomage", "2020", values, partial=partial))
    for layers in ((first, whole), (whole, first)):
        assert over(tables, gazetteer, *layers).value(tiny.department("93"), "chomage").value == 9.0


def test_a_value_known_only_from_above_says_so(tables: Tables, gazetteer: Gazetteer) -> None:
    imported = given("chomage", "2020", {"01": 5.0, "02": 6.0}, at_most=frozenset({"01"}))
    facts = over(tables, gazetteer, layer(1, imported))
    assert "cette valeur au plus" in facts.value(AIN, "chomage").short()
    assert "au plus" not in facts.value(tiny.department("02"), "chomage").short()


def test_a_hole_gives_its_reason_and_erases_nothing(tables: Tables, gazetteer: Gazetteer) -> None:
    secret = dict.fromkeys(("01", "93"), "Secret statistique.")
    facts = over(tables, gazetteer, layer(1, given("chomage", "2020", {"02": 3.0}, missing=secret)))
    assert facts.value(AIN, "chomage").value == 10.0
    hidden = facts.value(tiny.department("93"), "chomage", "2020")
    assert (hidden.value, hidden.missing and hidden.missing.fr) == (None, "Secret statistique.")


def test_a_hole_of_the_shipped_table_keeps_its_reason(tables: Tables, gazetteer: Gazetteer) -> None:
    facts = over(tables, gazetteer, layer(1, given("chomage", "2020", {"01": 3.0})))
    untold = facts.value(tiny.department("93"), "chomage", "2020")
    assert untold.missing
    assert untold.missing.fr == "Non publié ici."


def test_what_an_imported_year_does_not_say_has_a_reason_too(
    tables: Tables, gazetteer: Gazetteer
) -> None:
    facts = over(tables, gazetteer, layer(1, given("chomage", "2024", {"01": 3.0})))
    untold = facts.value(tiny.department("02"), "chomage", "2024")
    assert untold.value is None
    assert untold.missing
    assert untold.missing.fr == "Absent du fichier importé."


def test_communes_have_their_own_values_once_imported(tables: Tables, gazetteer: Gazetteer) -> None:
    level = TerritoryLevel.COMMUNE
    imported = given("chomage", "2022", {"75056": 6.0, "69029": 9.0, "69264": 12.0}, level)
    facts = over(tables, gazetteer, layer(1, imported))
    assert [key.code for key in facts.territories(level)] == ["69029", "69264", "75056"]
    paris = {fact.indicator.id: fact.latest for fact in facts.of(PARIS, gazetteer, borrow=False)}
    assert (paris["chomage"].value, paris["chomage"].borrowed_from) == (6.0, None)
    position = facts.position(BRON, "chomage")
    assert (position.percentile, position.known) == (0.5, 3)
    of_paris = facts.position(PARIS, "chomage")
    assert of_paris.region
    assert of_paris.region.value == 9
    # Its région is not in these small tables.
    assert position.region is None


def test_a_commune_that_no_import_knows_has_none_and_says_so(
    tables: Tables, gazetteer: Gazetteer
) -> None:
    imported = given("chomage", "2022", {"75056": 6.0}, TerritoryLevel.COMMUNE)
    facts = over(tables, gazetteer, layer(1, imported))
    told = facts.value(BRON, "chomage")
    assert told.value is None
    assert told.missing
    assert told.missing.fr == "Absent du fichier importé."
    assert facts.value(BRON, "medecins").year is None


def test_what_the_application_does_not_know_is_left_aside(
    tables: Tables, gazetteer: Gazetteer
) -> None:
    facts = over(
        tables,
        gazetteer,
        layer(
            1,
            given("jadis", "2020", {"01": 1.0}),
            given("chomage", "2020", {"01": 4.0, "20": 1.0}),
            given("chomage", "2020", {"69999": 1.0}, TerritoryLevel.COMMUNE),
            given("chomage", "2020", {"200040590": 1.0}, TerritoryLevel.EPCI),
        ),
    )
    assert facts.value(AIN, "chomage").value == 4.0
    assert facts.territories(TerritoryLevel.COMMUNE) == ()
    assert set(everything(facts)) == set(everything(Indicators(tables)))


def test_france_is_imported_as_any_other(tables: Tables, gazetteer: Gazetteer) -> None:
    imported = given("chomage", "2020", {"FR": 7.1}, TerritoryLevel.COUNTRY)
    facts = over(tables, gazetteer, layer(1, imported))
    beside = facts.position(AIN, "chomage").france
    assert (beside.value, beside.year) == (7.1, "2020")
    assert facts.value(FRANCE, "chomage").value == 7.5


@st.composite
def piles(draw: st.DrawFn) -> Sequence[Layer]:
    """One to four imports of two indicators, two years and two levels, whole or partial."""
    layers = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        spots = draw(
            st.lists(
                st.tuples(
                    st.sampled_from(["chomage", "habitants"]),
                    st.sampled_from(["2020", "2024"]),
                    st.sampled_from([TerritoryLevel.DEPARTMENT, TerritoryLevel.COMMUNE]),
                ),
                unique=True,
                max_size=4,
            )
        )
        series = []
        for indicator, year, level in spots:
            codes = DEPARTMENTS if level is TerritoryLevel.DEPARTMENT else ("75056", "69029")
            told = draw(st.sets(st.sampled_from(codes), min_size=1))
            cut = draw(st.sets(st.sampled_from(sorted(told))))
            series.append(
                given(
                    indicator,
                    year,
                    {code: number * 1000.0 + len(code) for code in sorted(told)},
                    level,
                    partial=dict.fromkeys(cut, PartialSum(1, 2, 0.95)),
                )
            )
        layers.append(layer(number, *series))
    return layers


@settings(max_examples=120, deadline=None)
@drawn(layers=piles(), data=st.data())
def test_what_undoing_would_do_is_what_it_does(
    layers: Sequence[Layer], data: st.DataObject, tables: Tables, gazetteer: Gazetteer
) -> None:
    one = data.draw(st.sampled_from(layers))
    others = [each for each in layers if each is not one]
    before = everything(overlay(tables, layers, gazetteer))
    after = everything(overlay(tables, others, gazetteer))
    foreseen = foresee_undoing(tables, layers, one.imported.id)
    held = [
        (f"{series.level.value}:{code}", series.indicator_id, series.year)
        for series in one.series
        for code in series.codes
    ]
    # A commune of no import is in no list any more, so its place is gone with its value.
    gone = [place for place in held if after.get(place) is None]
    back = [place for place in held if place not in gone and after[place] != before[place]]
    assert foreseen.gone == len(gone)
    assert foreseen.back == len(back)
    assert foreseen.kept == len(held) - len(gone) - len(back)
    touched = {place for place in before if before[place] != after.get(place)}
    assert touched <= set(held)


def test_undoing_what_is_not_there_would_do_nothing(tables: Tables) -> None:
    effect = foresee_undoing(tables, [layer(1, given("chomage", "2020", {"01": 1.0}))], 7)
    assert (effect.back, effect.gone, effect.kept) == (0, 0, 0)


def test_the_shipped_tables_take_an_import_without_losing_a_value(gazetteer: Gazetteer) -> None:
    shipped = read_tables(Path(__file__).parents[2] / "references")
    imported = given("population", "2030", {"69": 2e6, "976": 4e5})
    facts = overlay(shipped, [layer(1, imported)], gazetteer)
    before = everything(Indicators(shipped))
    after = everything(facts)
    added = {place: value for place, value in after.items() if place not in before}
    assert {place: after[place] for place in before} == before
    assert {value for value in added.values() if value is not None} == {2e6, 4e5}
