"""Tables of measured facts tell the figures of their charts, each with its year and its source."""

import pytest

from diagnostic.charts.crossing import draw_crossing
from diagnostic.charts.evolution import draw_evolution
from diagnostic.charts.portrait import draw_portrait
from diagnostic.charts.strip import draw_strip
from diagnostic.charts.tilemap import draw_tilemap
from diagnostic.indicators import Method, read_r3
from diagnostic.readings.crossings import Crossing
from diagnostic.readings.measures import read_level
from diagnostic.tables import (
    crossing_table,
    indicator_table,
    level_table,
    peers_table,
    positions_table,
    years_table,
)
from diagnostic.territories import FRANCE
from diagnostic.texts import Voice
from tests.charts.drawn import trace, traces
from tests.charts.facts import (
    BRITTANY,
    DEPARTMENT,
    EPCI,
    FOUGERES,
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
    villages,
)
from tests.charts.inputs import ENGLISH, FRENCH, NO_BREAK, published

DASH = "–"
LEVEL = level([7.0, 4.0, 5.0, None, 9.0])
HERE = position(
    LEVEL,
    1,
    france=measure(FRANCE, 7.4, year="2021", method=Method.ESTIMATED),
    region=measure(BRITTANY, None, missing="La région n’est pas dans ce fichier."),
)
MISSING = measure(village(1), None, missing="Pas ici.")
DOMAINS = (
    objective("F01", 0.62, ((measure(village(1), 9.5), 0.7), (MISSING, None))),
    objective("F08", None, reason="Aucun indicateur réuni."),
)


def test_the_table_of_a_strip_has_the_figures_of_its_chart() -> None:
    table = indicator_table(FRENCH, villages(), HERE, LEVEL, [village(2), village(3)], in_year=NOW)
    chart = draw_strip(FRENCH, villages(), HERE, LEVEL, [village(2)], in_year=NOW)
    assert list(table["Territoire"]) == [
        "CC numéro 1",
        "Bretagne",
        "France",
        "Médiane des intercommunalités",
        "CC numéro 2",
        "CC numéro 3",
    ]
    assert table["Valeur"][0] == f"4,0{NO_BREAK}%"
    assert trace(chart, "territory").x[0] == 4.0
    assert table["Valeur"][2] == f"7,4{NO_BREAK}% (estimé)"
    assert table["Valeur"][3] == f"6,0{NO_BREAK}%"
    assert trace(chart, "median").x[0] == 6.0
    assert table["Valeur"][5] == DASH


def test_a_dash_has_its_reason_and_a_value_its_year_and_its_source() -> None:
    table = indicator_table(FRENCH, villages(), HERE, LEVEL, in_year=NOW)
    assert table["Valeur"][1] == DASH
    assert table["Source, ou raison"][1] == "La région n’est pas dans ce fichier."
    assert list(table["Année"]) == ["2023", "2023", "2021", "2023"]
    assert "Insee" in table["Source, ou raison"][0]


def test_the_table_of_a_map_is_in_the_order_of_codes_and_not_of_values() -> None:
    measures = read_level(shipped(), DEPARTMENT, "taux_pauvrete")
    table = level_table(FRENCH, country(), measures, in_year=NOW)
    assert len(table) == 101
    assert list(table["Code"]) == sorted(table["Code"])
    chart = draw_tilemap(FRENCH, country(), measures, in_year=NOW)
    drawn = {code for each in traces(chart, "class") for code in each.customdata}
    told = {
        code for code, value in zip(table["Code"], table["Valeur"], strict=True) if value != DASH
    }
    assert told == drawn
    mayotte = table[table["Code"] == "976"].iloc[0]
    assert mayotte["Valeur"] == DASH
    assert "Insee ne publie pas" in mayotte["Source, ou raison"]


def test_the_table_of_an_evolution_has_a_column_for_each_place() -> None:
    here = [
        measure(village(1), v, year=y) for y, v in (("2016", 9.1), ("2018", None), ("2020", 8.6))
    ]
    nation = [measure(FRANCE, 8.0, year="2018", method=Method.ESTIMATED)]
    table = years_table(FRENCH, villages(), here, (), nation)
    assert list(table.columns) == ["Année", "CC numéro 1", "France", "Source"]
    assert list(table["Année"]) == ["2016", "2018", "2020"]
    assert list(table["CC numéro 1"]) == [f"9,1{NO_BREAK}%", DASH, f"8,6{NO_BREAK}%"]
    assert list(table["France"]) == [DASH, f"8,0{NO_BREAK}% (estimé)", DASH]
    chart = draw_evolution(FRENCH, villages(), here, (), nation, in_year=NOW)
    assert len(trace(chart, "territory").y) == 2


def test_the_table_of_a_portrait_has_places_facets_and_reasons() -> None:
    context = {"F01": (measure(village(1), 12.3, of=indicator(label="Part des jeunes")),)}
    table = positions_table(FRENCH, published(), DOMAINS, context, in_year=NOW)
    place = "Plus fragile que … des intercommunalités"
    assert list(table["Domaine"]) == ["Emploi"] * 4 + ["Logement"]
    assert list(table[place]) == [f"62{NO_BREAK}%", f"70{NO_BREAK}%", DASH, "", DASH]
    assert list(table["Valeur"]) == ["", f"9,5{NO_BREAK}%", DASH, f"12,3{NO_BREAK}%", DASH]
    assert table["Source, ou raison"][2] == "Pas ici."
    assert table["Source, ou raison"][4] == "Aucun indicateur réuni."
    assert table["Mesure"][3].endswith("Part des jeunes")
    chart = draw_portrait(FRENCH, published(), villages(), DOMAINS, context, in_year=NOW)
    assert [f"{x:.0f}{NO_BREAK}%" for x in trace(chart, "domains").x] == [table[place][0]]


def test_the_table_of_peers_tells_on_what_they_were_chosen() -> None:
    peers = shipped().peers(FOUGERES)
    table = peers_table(FRENCH, country(), shipped(), peers)
    assert len(table) == 16
    assert table["Territoire"][0].startswith("CA Fougères")
    assert table["Distance"][0] == DASH
    distances = [float(said.replace(",", ".")) for said in table["Distance"][1:]]
    assert distances == sorted(distances)
    assert len(table.columns) == 2 + len(peers.on)
    assert any("2021" in heading for heading in table.columns[2:])
    none = shipped().peers(MAYOTTE, ["niveau_vie_median"])
    assert peers_table(FRENCH, country(), shipped(), none).empty


def test_the_table_of_the_crossing_has_the_names_and_the_reasons() -> None:
    jobs, housing = published().domains[0], published().domain("F08")
    ties = published().domain("F10")
    given = [
        Crossing(jobs, 7.2, objective("F01", 0.8), read_r3(7.2, 0.8)),
        Crossing(housing, 8.0, DOMAINS[1], None),
        Crossing(ties, None, objective("F10", 0.3), None),
    ]
    table = crossing_table(FRENCH, given)
    assert list(table["Ressenti (0 à 10)"]) == ["7,2", "8,0", DASH]
    assert list(table["Plus fragile que … des intercommunalités"]) == [
        f"80{NO_BREAK}%",
        DASH,
        f"30{NO_BREAK}%",
    ]
    assert list(table["Lecture"]) == ["confirmé", "Aucun indicateur réuni.", "trop peu de réponses"]
    chart = draw_crossing(FRENCH, given)
    assert list(trace(chart, "domains").y) == [7.2]


@pytest.mark.parametrize(("voice", "rate"), [(FRENCH, f"11,5{NO_BREAK}%"), (ENGLISH, "11.5%")])
def test_tables_are_text_with_the_figures_of_their_language(voice: Voice, rate: str) -> None:
    measures = read_level(shipped(), EPCI, "taux_pauvrete")
    table = level_table(voice, country(), measures, in_year=NOW)
    assert all(isinstance(cell, str) for row in table.itertuples(index=False) for cell in row)
    fougeres = table[table.iloc[:, 0] == FOUGERES.code].iloc[0]
    assert fougeres.iloc[2].startswith(rate)
