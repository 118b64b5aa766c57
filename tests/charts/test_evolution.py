"""Years drawn: one line a place, a mark a year that is known, nothing for a hole."""

from diagnostic.charts import Chart
from diagnostic.charts.evolution import draw_evolution
from diagnostic.indicators import Measure, Method
from diagnostic.territories import FRANCE, TerritoryKey
from tests.charts.drawn import everything, trace, traces
from tests.charts.facts import (
    BRITTANY,
    FOUGERES,
    NOW,
    country,
    indicator,
    measure,
    shipped,
    village,
    villages,
)
from tests.charts.inputs import FRENCH, NO_BREAK

YEARS = ("2016", "2018", "2020", "2022")


def line(key: TerritoryKey, *values: float | None) -> list[Measure]:
    return [measure(key, value, year=year) for year, value in zip(YEARS, values, strict=False)]


HERE = line(village(1), 9.1, None, 8.6, 8.0)
REGION = line(BRITTANY, 7.7, 7.5)
NATION = [
    measure(FRANCE, 8.0, year="2016"),
    measure(FRANCE, 8.1, year="2022", method=Method.ESTIMATED),
]


def drawn(**options: bool) -> Chart | None:
    return draw_evolution(FRENCH, villages(), HERE, REGION, NATION, in_year=NOW, **options)


def test_each_place_has_its_line_and_a_hole_has_no_mark() -> None:
    chart = drawn()
    assert list(trace(chart, "territory").y) == [9.1, 8.6, 8.0]
    assert list(trace(chart, "territory").customdata) == ["2016", "2020", "2022"]
    assert list(trace(chart, "region").y) == [7.7, 7.5]
    assert list(trace(chart, "france").y) == [8.0, 8.1]


def test_years_stand_at_their_distance() -> None:
    chart = drawn()
    assert list(trace(chart, "territory").x) == [2017.0, 2021.0, 2023.0]
    assert chart is not None
    assert list(chart.figure.layout.xaxis.ticktext) == ["2016", "2018", "2020", "2022"]


def test_a_mark_tells_its_place_its_year_its_value_and_its_source() -> None:
    said = trace(drawn(), "territory").hovertext[0].replace("<br>", " ")
    assert said.startswith("<b>CC numéro 1, 2016</b>")
    assert f"9,1{NO_BREAK}% (chiffre de 2016)" in said
    assert "Insee" in said
    assert "(estimé)" in trace(drawn(), "france").hovertext[-1]


def test_the_last_value_of_each_line_is_written_and_none_over_another() -> None:
    ends = trace(drawn(), "ends")
    figures = [f"{value}{NO_BREAK}%" for value in ("8,1", "7,5", "8,0")]
    assert [said.strip() for said in ends.text] == figures
    france, _, here = ends.y
    assert france > here
    assert france - here > 0.1


def test_france_is_neutral_and_the_territory_is_named_first() -> None:
    chart = drawn()
    assert trace(chart, "france").marker.symbol == "diamond-open"
    assert trace(chart, "territory").legendrank < trace(chart, "region").legendrank
    assert trace(chart, "territory").line.width > trace(chart, "france").line.width


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    assert "(l’axe ne part pas de zéro)" in trace(drawn(), "unit").text[0]
    around = line(village(1), -0.4, 0.3)
    chart = draw_evolution(FRENCH, villages(), around, in_year=NOW)
    assert "axe" not in trace(chart, "unit").text[0]


def test_under_two_known_years_there_is_no_chart() -> None:
    once = line(village(1), 9.1, None)
    assert draw_evolution(FRENCH, villages(), once, REGION, NATION, in_year=NOW) is None
    assert draw_evolution(FRENCH, villages(), [], REGION, NATION, in_year=NOW) is None


def test_the_alternative_tells_both_ends_with_their_years() -> None:
    chart = drawn()
    assert chart is not None
    assert f"CC numéro 1 : de 9,1{NO_BREAK}% (2016) à 8,0{NO_BREAK}% (2022)." in chart.alt.replace(
        f"{NO_BREAK}:", " :"
    )
    assert f"8,1{NO_BREAK}% (2022, estimé)" in chart.alt


def test_quarters_of_one_kind_are_told_by_their_year() -> None:
    key = TerritoryKey(FOUGERES.level, FOUGERES.code)
    assert shipped().series(key, "taux_chomage_localise") == ()
    rhone = TerritoryKey.parse("departement:69")
    given = shipped().series(rhone, "taux_chomage_localise")
    chart = draw_evolution(FRENCH, country(), given, in_year=NOW)
    assert chart is not None
    assert len(trace(chart, "territory").x) == 11
    labels = list(chart.figure.layout.xaxis.ticktext)
    assert labels[-1] == "2024"
    assert all(len(label) == 4 for label in labels)
    assert "3e trimestre 2024" in trace(chart, "territory").hovertext[-1]


def test_a_hostile_name_is_shown_letter_for_letter() -> None:
    words = indicator(label="<script>", unit="<img src=x>")
    given = [
        measure(village(0), value, year=year, of=words)
        for year, value in (("2016", 1.0), ("2018", 2.0))
    ]
    said = everything(draw_evolution(FRENCH, villages(), given, in_year=NOW))
    assert "<script>" not in said
    assert "<img" not in said
    assert "CC &lt;b&gt;" in said


def test_the_dark_and_the_wall_change_the_look_and_not_the_figures() -> None:
    for other in (drawn(dark=True), drawn(wall=True)):
        assert list(trace(other, "territory").y) == [9.1, 8.6, 8.0]
    wall = drawn(wall=True)
    assert wall is not None
    assert wall.figure.layout.font.size >= 24
    assert wall.figure.layout.xaxis.fixedrange is True
    assert traces(wall, "region") != []
