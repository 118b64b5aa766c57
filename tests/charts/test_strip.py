"""A distribution drawn: every known territory is a dot, this one is named, France is neutral."""

import pytest

from diagnostic.charts import Chart
from diagnostic.charts.layout import Look
from diagnostic.charts.measured import DARK_INK, SYMBOLS, Role, powers, quartiles, steps
from diagnostic.charts.strip import draw_strip
from diagnostic.charts.swarm import fit_band, spread
from diagnostic.indicators import Measure, Method, Scale, Sense
from diagnostic.readings.measures import read_level
from diagnostic.territories import FRANCE, TerritoryKey
from tests.charts.drawn import everything, trace, traces
from tests.charts.facts import (
    BRITTANY,
    DEPARTMENT,
    EPCI,
    FOUGERES,
    HOSTILE,
    NOW,
    country,
    indicator,
    level,
    measure,
    position,
    shipped,
    village,
    villages,
)
from tests.charts.inputs import ENGLISH, FRENCH, NARROW, NO_BREAK

VALUES: list[float | None] = [7.0, 4.0, 5.0, 6.0, None, 8.0, 9.0, 10.0, 12.0]
LEVEL = level(VALUES)
REGION = measure(BRITTANY, 6.5)
NATIONAL = measure(FRANCE, 7.44, year="2021", method=Method.ESTIMATED)
HERE = position(LEVEL, france=NATIONAL, region=REGION)


def drawn(**options: bool) -> Chart | None:
    return draw_strip(FRENCH, villages(), HERE, LEVEL, [village(2)], in_year=NOW, **options)


def test_every_known_territory_is_a_dot_at_its_value() -> None:
    chart = drawn()
    others = trace(chart, "others")
    assert list(others.x) == [4.0, 5.0, 6.0, 8.0, 9.0, 10.0, 12.0]
    assert list(others.customdata) == [village(n).code for n in (1, 2, 3, 5, 6, 7, 8)]
    assert others.name == f"8{NO_BREAK}intercommunalités"
    assert village(4).code not in everything(chart)


def test_the_territory_is_large_and_named_with_its_value() -> None:
    chart = drawn()
    here = trace(chart, "territory")
    assert list(here.x) == [7.0]
    assert list(here.customdata) == [village(0).code]
    assert here.marker.size > 3 * trace(chart, "others").marker.size
    assert f"<b>7,0{NO_BREAK}%</b>" in trace(chart, "label").text[0]


def test_france_is_a_neutral_diamond_with_its_year_and_its_estimate() -> None:
    chart = drawn()
    france = trace(chart, "france")
    assert list(france.x) == [7.44]
    assert france.marker.symbol == "diamond-open"
    assert f"France 7,4{NO_BREAK}%" in france.text[0]
    assert "(estimé, 2021)" in france.text[0]
    assert "estimation" in france.hovertext[0]
    assert list(trace(chart, "region").x) == [6.5]
    assert f"Bretagne 6,5{NO_BREAK}%" in trace(chart, "region").text[0]


def test_peers_are_marked_among_the_others() -> None:
    peers = trace(drawn(), "peers")
    assert list(peers.x) == [5.0]
    assert peers.name == "1 territoire proche"
    assert peers.marker.symbol == SYMBOLS[Role.PEER]


def test_a_dot_tells_its_value_its_year_and_its_source() -> None:
    others = trace(drawn(), "others")
    assert others.hovertext[1] == f"<b>CC numéro 2</b><br>5,0{NO_BREAK}%"
    assert "Taux de chômage" in others.hovertemplate
    assert "Insee, Un jeu de données, 2023" in others.hovertemplate.replace("<br>", " ")
    assert others.hovertemplate.endswith("<extra></extra>")


def test_values_of_two_sources_each_tell_their_own() -> None:
    mixed = [*LEVEL[:-1], measure(village(8), 12.0, producer="Fichier importé")]
    chart = draw_strip(FRENCH, villages(), position(mixed), mixed, in_year=NOW)
    others = trace(chart, "others")
    assert others.hovertemplate == "%{hovertext}<extra></extra>"
    assert "Insee" in others.hovertext[0]
    assert "Insee" not in others.hovertext[-1]
    assert "Fichier importé" in others.hovertext[-1]


def test_an_old_year_is_said_beside_the_territory() -> None:
    old = level(VALUES, year="2013")
    chart = draw_strip(FRENCH, villages(), position(old), old, in_year=NOW)
    assert "(chiffre de 2013)" in trace(chart, "label").text[0]
    assert chart is not None
    assert "chiffre de 2013" in chart.alt


def test_the_alternative_tells_the_place_and_never_a_rank() -> None:
    chart = drawn()
    assert chart is not None
    assert f"Plus fragile que 43{NO_BREAK}% des intercommunalités." in chart.alt
    assert f"7,4{NO_BREAK}% (estimé, 2021)" in chart.alt
    assert "chiffre connu pour 8 sur 9" in chart.alt
    assert f"entre 5,8{NO_BREAK}% et 9,3{NO_BREAK}%" in chart.alt
    assert "rang" not in chart.alt.lower()


def test_an_indicator_of_context_says_nothing_of_fragility() -> None:
    context = level(VALUES, of=indicator(sense=Sense.CONTEXT))
    chart = draw_strip(FRENCH, villages(), position(context), context, in_year=NOW)
    assert chart is not None
    assert f"Plus haut que dans 43{NO_BREAK}% des autres intercommunalités." in chart.alt
    assert "fragile" not in chart.alt


def test_dots_are_always_at_the_same_place_and_hide_one_another_little() -> None:
    measures = read_level(shipped(), EPCI, "taux_pauvrete")
    band = fit_band(Look(), len(measures), 40)
    first, again = (spread(FOUGERES, measures, band, float) for _ in range(2))
    assert first == again
    assert len(first) == 1226
    assert all(abs(dot.y - band.middle) <= band.half for dot in first)
    here = next(dot for dot in first if dot.key == FOUGERES)
    assert here.y == band.middle
    heights = [dot.y for dot in first if 13.0 <= dot.value <= 13.2]
    assert max(heights) - min(heights) > band.half


def test_close_values_go_apart_even_when_they_are_equal() -> None:
    same = level([5.0] * 8)
    dots = spread(village(0), same, fit_band(Look(), 8, 0), float)
    assert len({dot.y for dot in dots}) == 8


def test_a_thousand_dots_are_smaller_on_a_higher_band() -> None:
    few, many = fit_band(Look(), 101, 0), fit_band(Look(), 1255, 0)
    assert many.dot < few.dot
    assert many.half > few.half


def test_a_count_is_not_set_beside_that_of_the_country() -> None:
    people = indicator(sense=Sense.CONTEXT, unit="habitants", decimals=0, scale=Scale.LOGARITHMIC)
    given = level([10_000.0, 1_000.0, 100_000.0], of=people)
    here = position(
        given,
        france=measure(FRANCE, 67_000_000.0, of=people),
        region=measure(BRITTANY, 3_400_000.0, of=people),
    )
    chart = draw_strip(FRENCH, villages(), here, given, in_year=NOW)
    assert traces(chart, "france") == traces(chart, "region") == []
    assert list(trace(chart, "territory").x) == [pytest.approx(4)]
    assert chart is not None
    assert list(chart.figure.layout.xaxis.ticktext)[0] == f"1{NARROW}000"
    assert list(chart.figure.layout.xaxis.tickvals)[0] == pytest.approx(3)


def test_a_region_that_is_the_territory_is_not_told_twice() -> None:
    measures = read_level(shipped(), DEPARTMENT, "medecins_generalistes_10000")
    places = [
        shipped().position(TerritoryKey(DEPARTMENT, code), "medecins_generalistes_10000")
        for code in ("976", "35")
    ]
    mayotte, ille = (
        draw_strip(FRENCH, country(), place, measures, in_year=NOW) for place in places
    )
    assert traces(mayotte, "region") == []
    assert len(traces(ille, "region")) == 1


def test_without_a_value_or_alone_there_is_no_chart() -> None:
    unknown = position(LEVEL, 4)
    assert draw_strip(FRENCH, villages(), unknown, LEVEL, in_year=NOW) is None
    alone = level([5.0])
    assert draw_strip(FRENCH, villages(), position(alone), alone, in_year=NOW) is None


def test_one_value_for_all_is_still_drawn() -> None:
    same = level([5.0, 5.0, 5.0])
    chart = draw_strip(FRENCH, villages(), position(same), same, in_year=NOW)
    assert chart is not None
    low, high = chart.figure.layout.xaxis.range
    assert low < 5.0 < high


def test_a_hostile_name_is_shown_letter_for_letter() -> None:
    words = indicator(label="<script>%{y}</script>")
    given = level(VALUES, of=words)
    chart = draw_strip(FRENCH, villages(), position(given, 1), given, in_year=NOW)
    said = everything(chart)
    assert "<script>" not in said
    assert "<b>%{x}" not in said
    assert "%{y}" not in trace(chart, "others").hovertemplate
    assert any("CC &lt;b&gt;" in one for one in trace(chart, "others").hovertext)
    assert chart is not None
    assert HOSTILE.split()[0] in chart.alt


def test_english_has_its_decimal_point() -> None:
    chart = draw_strip(ENGLISH, villages(), HERE, LEVEL, in_year=NOW)
    assert "<b>7.0%</b>" in trace(chart, "label").text[0]
    assert chart is not None
    assert chart.figure.layout.separators == ".,"


def test_the_dark_and_the_wall_change_the_look_and_not_the_figures() -> None:
    usual, dark, wall = drawn(), drawn(dark=True), drawn(wall=True)
    assert trace(dark, "territory").marker.color == DARK_INK.territory
    assert trace(wall, "label").textfont.size >= 24
    for other in (dark, wall):
        assert list(trace(other, "others").x) == list(trace(usual, "others").x)
        assert list(trace(other, "france").x) == list(trace(usual, "france").x)


def test_the_chart_neither_zooms_nor_asks_for_a_graphics_card() -> None:
    chart = drawn()
    assert chart is not None
    assert chart.figure.layout.xaxis.fixedrange is True
    assert chart.figure.layout.dragmode is False
    assert {each.type for each in chart.figure.data} == {"scatter"}
    assert chart.figure.layout.height == chart.height


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (4.0, 12.0, (4.0, 6.0, 8.0, 10.0, 12.0)),
        (0.31, 0.74, (0.4, 0.5, 0.6, 0.7)),
        (-1.2, 2.9, (-1.0, 0.0, 1.0, 2.0)),
        (13_000, 38_000, (15_000, 20_000, 25_000, 30_000, 35_000)),
        (5.0, 5.0, (5.0,)),
    ],
)
def test_figures_on_a_scale_are_round(low: float, high: float, said: tuple[float, ...]) -> None:
    assert steps(low, high, 5) == said


def test_figures_on_a_scale_by_ratio_are_round_too() -> None:
    assert powers(4000, 7_200_000, 5) == (10_000, 100_000, 1_000_000)
    assert powers(20, 400, 5) == (20, 50, 100, 200)


def test_quartiles_are_those_of_a_spreadsheet() -> None:
    assert quartiles([1.0, 2.0, 3.0, 4.0]) == (1.75, 2.5, 3.25)
    assert quartiles([7.0]) == (7.0, 7.0, 7.0)


def test_the_shipped_rate_of_fougeres_is_the_one_drawn() -> None:
    here = shipped().position(FOUGERES, "taux_pauvrete")
    measures = read_level(shipped(), EPCI, "taux_pauvrete", here.measure.year)
    peers = [peer.key for peer in shipped().peers(FOUGERES).nearest]
    chart = draw_strip(FRENCH, country(), here, measures, peers, in_year=NOW)
    assert list(trace(chart, "territory").x) == [11.5]
    assert len(trace(chart, "others").x) == 1225
    assert len(trace(chart, "peers").x) == 15
    assert len(everything(chart)) < 400_000


def test_the_measure_drawn_is_the_one_that_was_asked() -> None:
    stranger: list[Measure] = level(VALUES)[1:]
    assert draw_strip(FRENCH, villages(), HERE, stranger, in_year=NOW) is None
