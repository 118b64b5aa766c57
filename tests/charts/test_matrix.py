"""R4 drawn: fragility upwards, capacity across, four names, the first experiment in bold."""

import pytest

from diagnostic.charts import Chart, draw_matrix
from diagnostic.charts.layout import Look
from diagnostic.charts.quadrants import Ground, Scale, Spot, mark_ticks
from diagnostic.readings.matrix import Height, Standing, name_corner
from diagnostic.readings.rules import CornerName, current_rules
from diagnostic.texts import Voice
from tests.charts.drawn import everything, trace
from tests.charts.inputs import ENGLISH, FRENCH, NO_BREAK, published

RULES = current_rules()


def standing(
    domain_id: str, fragility: float | None, capacity: float | None, impact: float | None = None
) -> Standing:
    return Standing(
        domain=published().domain(domain_id),
        fragility=fragility,
        capacity=None if capacity is None else Height(capacity, 2, 11),
        impact=None if impact is None else Height(impact, 3, 14),
        corner=name_corner(fragility, capacity, 6, 2),
        promising=impact is not None and impact >= 2.5,
    )


ALL = (
    standing("F09", 7.2, 1.2, 3.1),
    standing("F06", 7.0, 1.4, 2.6),
    standing("F01", 6.4, 2.8, 1.0),
    standing("F12", 3.1, 0.5),
    standing("F10", 4.0, 3.3, 2.9),
    standing("F08", 8.0, None, 3.0),
    standing("F11", None, 2.0),
)


def drawn(voice: Voice = FRENCH, **options: float) -> Chart:
    chart = draw_matrix(voice, RULES, ALL, **options)  # type: ignore[arg-type]
    assert chart is not None
    return chart


def named(chart: Chart) -> dict[str, object]:
    return {each.name: each for each in chart.figure.layout.annotations}


def test_each_domain_stands_where_it_is_fragile_and_able() -> None:
    domains = trace(drawn(), "domains")
    assert list(domains.customdata) == ["F09", "F06", "F01", "F12", "F10"]
    assert list(domains.x) == [1.2, 1.4, 2.8, 0.5, 3.3]
    assert list(domains.y) == [7.2, 7.0, 6.4, 3.1, 4.0]


def test_the_four_names_stand_in_their_corners() -> None:
    names = named(drawn())
    corners = {name: (names[name].x, names[name].y) for name in CornerName}  # type: ignore[attr-defined]
    assert corners == {
        CornerName.OPEN: (0, 1),
        CornerName.STRENGTHEN: (1, 1),
        CornerName.WATCH: (0, 0),
        CornerName.PASS_ON: (1, 0),
    }
    assert names[CornerName.PASS_ON].text == "<b>S’appuyer et<br>transmettre</b>"  # type: ignore[attr-defined]


def test_every_mark_has_its_name_and_the_first_experiment_is_in_bold() -> None:
    names = named(drawn())
    said = {name: names[name].text for name in ("F09", "F06", "F01")}  # type: ignore[attr-defined]
    assert said == {"F09": "<b>Mobilité</b>", "F06": "Santé", "F01": "Emploi"}
    assert "F08" not in names
    assert "F11" not in names


def test_a_full_mark_has_a_strong_expected_impact() -> None:
    domains = trace(drawn(), "domains")
    hollow = [symbol.endswith("-open") for symbol in domains.marker.symbol]
    assert hollow == [False, False, True, True, False]
    assert "Marque pleine" in str(drawn().figure.layout.xaxis.title.text)


def test_cuts_move_and_are_written_on_their_axes() -> None:
    chart = drawn(cut=7.5, capacity_cut=1.5)
    lines = [shape for shape in chart.figure.layout.shapes if shape.type == "line"]
    assert {(line.x0, line.x1) for line in lines} >= {(1.5, 1.5)}
    assert {(line.y0, line.y1) for line in lines} >= {(7.5, 7.5)}
    up, across = chart.figure.layout.yaxis, chart.figure.layout.xaxis
    assert dict(zip(up.tickvals, up.ticktext, strict=True))[7.5] == "<b>7,5</b>"
    assert dict(zip(across.tickvals, across.ticktext, strict=True))[1.5] == "<b>1,5</b>"


def test_the_corner_where_the_dialogue_is_to_be_opened_is_shaded() -> None:
    (shaded,) = [shape for shape in drawn().figure.layout.shapes if shape.type == "rect"]
    assert (shaded.x1, shaded.y0) == (2, 6)


def test_pointing_tells_the_corner_the_three_figures_and_their_answers() -> None:
    said = trace(drawn(), "domains").hovertext[0].replace("<br>", " ").replace(NO_BREAK, " ")
    assert "Ouvrir le dialogue" in said
    assert "Fragilité : 7,2/10" in said
    assert "Capacité d’agir ensemble : 1,2/4 (11 réponses)" in said
    assert "Impact attendu d’une alliance : 3,1/4 (14 réponses)" in said


def test_the_alternative_groups_domains_and_lists_those_left_out() -> None:
    said = drawn().alt.replace(NO_BREAK, " ")
    assert "Ouvrir le dialogue : Mobilité (7,2/10, 1,2/4) et Santé (7,0/10, 1,4/4)." in said
    assert "Fort impact attendu d’une alliance : Mobilité, Santé et Lien social." in said
    assert "Sans assez de réponses : Logement et Sécurité." in said


def test_without_any_domain_that_has_both_there_is_no_chart() -> None:
    assert draw_matrix(FRENCH, RULES, ALL[-2:]) is None
    assert draw_matrix(FRENCH, RULES, []) is None


def test_no_mark_is_red_or_green() -> None:
    marker = trace(drawn(), "domains").marker
    for colour in (marker.color, *marker.line.color):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        assert blue >= green >= red


def test_the_wall_is_larger_and_english_has_its_point_and_its_names() -> None:
    wall = draw_matrix(FRENCH, RULES, ALL, wall=True, dark=True)
    assert wall is not None
    assert named(wall)["F09"].font.size >= 24  # type: ignore[attr-defined]
    english = drawn(ENGLISH)
    assert "Open the dialogue: Mobility (7.2/10, 1.2/4)" in english.alt
    assert "Ouvrir" not in everything(english)


@pytest.mark.parametrize("wall", [False, True])
def test_a_name_is_not_crossed_out_by_a_cut_that_it_can_stand_off(wall: bool) -> None:
    look = Look(False, wall)
    across = Scale(4, mark_ticks(1, 4), 2, "2", 0.4)
    ground = Ground(look, 460, across, Scale(10, mark_ticks(), 6, "6", 1), ())
    near, far = Spot("near", "Mobilité", 3, 6.1), Spot("far", "Emploi", 1, 9)
    moved, still = ground.spot_names([near, far])
    from_cut = (ground.up.place(6.1) - ground.up.place(6)) * 460
    assert abs(from_cut - moved["ay"]) > look.small / 2
    assert still["ay"] == 0
