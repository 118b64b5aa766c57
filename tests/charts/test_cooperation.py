"""R5 drawn: axes and items on the scale of levels, and the radar of the same figures."""

import pytest

from diagnostic.charts import Chart, draw_axes, draw_items, draw_radar
from diagnostic.charts.palette import SIGNS
from diagnostic.confidence import mean_interval
from diagnostic.readings import read_axes, read_items
from diagnostic.scoring import AxisTally
from tests.charts.drawn import everything, trace, traces
from tests.charts.inputs import (
    CATALYST,
    CITIZEN,
    ELECTED,
    ENGLISH,
    FIRM,
    FRENCH,
    NO_BREAK,
    axis_mark,
    mark,
    published,
    released,
    veiled,
)

AXES = {
    "A": {ELECTED: axis_mark("A", 2.4), FIRM: axis_mark("A", 1.2)},
    "B": {ELECTED: axis_mark("B", 3.0), FIRM: axis_mark("B", None, unknown=0.62)},
    "C": {ELECTED: axis_mark("C", 1.0), FIRM: axis_mark("C", 2.0)},
    "D": {FIRM: axis_mark("D", None, unknown=0.8)},
    "E": {ELECTED: axis_mark("E", 1.4), FIRM: axis_mark("E", None, given=4)},
}
ITEMS = {
    "B1": {ELECTED: mark("B1", 2.5, 9), FIRM: mark("B1", 1.5, 14), CATALYST: veiled("B1")},
    "B2": {FIRM: veiled("B2")},
}


def axes(**options: bool) -> Chart | None:
    return draw_axes(FRENCH, published(), read_axes(published(), released(axes=AXES)), **options)


def items(**options: bool) -> Chart | None:
    shown = released(ITEMS, whole={"B3": mark("B3", 1.8, 6)})
    return draw_items(
        FRENCH, published(), read_items(published(), shown, published().axis("B")), **options
    )


def radar(**options: bool) -> Chart | None:
    return draw_radar(FRENCH, published(), read_axes(published(), released(axes=AXES)), **options)


def test_axes_keep_their_order_and_those_without_a_mark_are_not_drawn() -> None:
    chart = axes()
    assert list(trace(chart, "names").customdata) == ["A", "B", "C", "E"]
    assert list(trace(chart, "elu").x) == [2.4, 3.0, 1.0, 1.4]
    assert list(trace(chart, "entreprise").x) == [1.2, 2.0]
    assert list(trace(chart, "cross").x) == pytest.approx([1.8, 3.0, 1.5, 1.4])


def test_levels_are_named_under_the_axis() -> None:
    chart = axes()
    assert chart is not None
    axis = chart.figure.layout.xaxis
    assert list(axis.tickvals) == [0, 1, 2, 3, 4]
    assert list(axis.ticktext) == [
        "0<br>Absent",
        "1<br>Émergent",
        "2<br>En<br>développement",
        "3<br>Ancré",
        "4<br>Irrigant",
    ]
    assert axis.side == "bottom"


def test_names_of_levels_that_would_touch_go_down_one_line() -> None:
    chart = draw_axes(ENGLISH, published(), read_axes(published(), released(axes=AXES)))
    assert chart is not None
    told = list(chart.figure.layout.xaxis.ticktext)
    assert told[2] == "2<br>Developing"
    assert told[1] == "1<br><br>Emerging"


def test_not_knowing_is_said_in_place_of_a_mark() -> None:
    name = trace(axes(), "names").text[1].replace("<br>", " ")
    assert name.startswith("B Alliances Entreprises")
    assert f"surtout «{NO_BREAK}ne sait pas{NO_BREAK}»" in name


def test_too_few_levels_are_not_taken_for_not_knowing() -> None:
    assert trace(axes(), "names").text[3].replace("<br>", " ") == "E Compétences"


def test_an_axis_mark_tells_its_level_base_and_share_of_unknown() -> None:
    told = trace(axes(), "elu").hovertext[0]
    assert f"Élus{NO_BREAK}: 2,4/4" in told
    assert "n = 8" in told
    assert f"10{NO_BREAK}%" in told


def test_the_sentence_of_the_axes_tells_their_means() -> None:
    chart = axes()
    assert chart is not None
    assert "A Dialogue 1,8" in chart.alt
    assert "C Expérimentation 1,5" in chart.alt
    assert "D Ingénieries" not in chart.alt


def test_the_items_of_an_axis_are_drawn_at_their_means() -> None:
    chart = items()
    assert list(trace(chart, "names").customdata) == ["B1", "B3"]
    assert list(trace(chart, "elu").x) == [2.5]
    assert list(trace(chart, "entreprise").x) == [1.5]
    assert traces(chart, "catalyseur") == []
    assert list(trace(chart, "whole").x) == [1.8]


def test_the_sentence_of_the_items_tells_each_regard() -> None:
    chart = items()
    assert chart is not None
    assert "(élus 2,5, entreprises 1,5)" in chart.alt
    assert "(toute la salle 1,8)" in chart.alt


def test_the_radar_has_the_same_figures_as_the_rows() -> None:
    chart = radar()
    assert list(trace(chart, "elu").r) == [2.4, 3.0, 1.0, 1.4, 2.4]
    assert list(trace(chart, "entreprise").r) == [1.2, None, 2.0, None, 1.2]
    assert trace(chart, "entreprise").connectgaps is False
    assert trace(chart, "elu").line.color == SIGNS[ELECTED].colour
    assert trace(chart, "elu").marker.symbol == SIGNS[ELECTED].symbol
    assert traces(chart, "citoyen") == []


def test_the_radar_of_a_phone_has_letters_and_their_key() -> None:
    chart = radar()
    assert chart is not None
    assert list(chart.figure.layout.polar.angularaxis.categoryarray) == ["A", "B", "C", "E"]
    key = chart.figure.layout.annotations[0].text.replace("<br>", " ").replace(NO_BREAK, " ")
    assert key == "A Dialogue, B Alliances, C Expérimentation, E Compétences"


def test_the_radar_of_a_wall_has_the_names_of_the_axes() -> None:
    chart = radar(wall=True)
    assert chart is not None
    names = list(chart.figure.layout.polar.angularaxis.categoryarray)
    assert [name.replace("<br>", " ") for name in names] == [
        "A Dialogue",
        "B Alliances",
        "C Expérimentation",
        "E Compétences",
    ]
    assert len(chart.figure.layout.annotations) == 0


def test_the_sentence_of_the_radar_tells_each_contour() -> None:
    chart = radar()
    assert chart is not None
    assert "Élus (A 2,4, B 3,0, C 1,0, E 1,4)" in chart.alt
    assert "Entreprises (A 1,2, C 2,0)" in chart.alt


def test_without_any_mark_there_is_no_chart() -> None:
    nothing = read_axes(published(), released())
    assert draw_axes(FRENCH, published(), nothing) is None
    assert draw_radar(FRENCH, published(), nothing) is None
    assert draw_items(FRENCH, published(), ()) is None


def test_two_axes_do_not_make_a_shape() -> None:
    two = read_axes(published(), released(axes={"A": AXES["A"], "C": AXES["C"]}))
    assert draw_axes(FRENCH, published(), two) is not None
    assert draw_radar(FRENCH, published(), two) is None


def test_the_name_of_an_item_is_never_read_as_code() -> None:
    shown = released({"B1": {CITIZEN: mark("B1", 2.0)}})
    (first, *_) = read_items(published(), shown, published().axis("B"))
    hostile = type(first)(
        first.question, "<script>alert(1)</script>", first.marks, first.whole, first.gap
    )
    content = everything(draw_items(FRENCH, published(), [hostile]))
    assert "<script" not in content
    assert "&lt;script&gt;" in content


def test_axes_and_items_have_a_thin_line_for_each_interval() -> None:
    for chart, name, base in ((axes(), "A", (8, 2.4, 0.5)), (items(), "B1", (9, 2.5, 1.0))):
        line = trace(chart, "elu").error_x
        found = mean_interval(*base, (0, 4))
        assert found is not None, name
        assert line.array[0] == pytest.approx(found.high - base[1])
        assert line.arrayminus[0] == pytest.approx(base[1] - found.low)
        assert f"intervalle à 95{NO_BREAK}%" in trace(chart, "elu").hovertext[0]


def test_the_radar_tells_intervals_and_draws_none() -> None:
    assert f"intervalle à 95{NO_BREAK}%" in trace(radar(), "elu").hovertext[0]


def test_an_axis_says_how_many_questions_it_rests_on_and_that_weights_moved() -> None:
    whole = AxisTally("A", 8, 8, 2.0, 0.5, 0.0, items=3, levels=24)
    part = AxisTally("A", 8, 8, 2.0, 0.5, 0.1, items=3, levels=20, dont_know=4)
    shown = released(axes={"A": {ELECTED: whole, FIRM: part}})
    chart = draw_axes(FRENCH, published(), read_axes(published(), shown))
    full, moved = (
        trace(chart, name).hovertext[0].replace("<br>", " ").replace(NO_BREAK, " ")
        for name in ("elu", "entreprise")
    )
    assert "Moyenne des notes de 3 questions" in full
    assert "pour zéro" not in full
    assert "3 questions du tronc commun, sur 6,7 personnes chacune" in moved
    assert "n’y compte pas pour zéro" in moved


def test_an_axis_whose_deviation_is_withheld_says_that_it_has_no_interval_and_why() -> None:
    withheld = AxisTally("A", 12, 12, 2.0, None, 0.0, items=2, levels=20)
    shown = released(axes={"A": {ELECTED: withheld}})
    chart = draw_axes(FRENCH, published(), read_axes(published(), shown))
    told = trace(chart, "elu").hovertext[0].replace("<br>", " ")
    assert "il laisserait deviner des réponses" in told
    assert "trop peu" not in told
