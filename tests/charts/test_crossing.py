"""R3 drawn: felt upwards, measured across, four names, every domain named without overlap."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.charts import Chart
from diagnostic.charts.crossing import draw_crossing
from diagnostic.charts.labels import Point, Seat, seat_names
from diagnostic.indicators import R3, read_r3
from diagnostic.readings.crossings import Crossing
from tests.charts.drawn import everything, trace
from tests.charts.facts import MAYOTTE, indicator, measure, objective, village
from tests.charts.inputs import ENGLISH, FRENCH, NO_BREAK, published

MEASURED = ((measure(village(1), 9.5), 0.7),)


def crossing(domain_id: str, felt: float | None, measured: float | None) -> Crossing:
    domain = next(each for each in published().domains if each.id == domain_id)
    reason = None if measured is not None else "Aucun indicateur réuni."
    return Crossing(
        domain,
        felt,
        objective(domain_id, measured, MEASURED, reason=reason),
        read_r3(felt, measured),
    )


ALL = (
    crossing("F01", 7.2, 0.8),
    crossing("F06", 6.4, 0.2),
    crossing("F09", 3.1, 0.9),
    crossing("F10", 4.0, 0.3),
    crossing("F08", 8.0, None),
    crossing("F11", None, 0.4),
)


def drawn(**options: float) -> Chart | None:
    return draw_crossing(FRENCH, ALL, **options)  # type: ignore[arg-type]


def named(chart: Chart | None) -> dict[str, object]:
    assert chart is not None
    return {each.name: each for each in chart.figure.layout.annotations}


def test_each_domain_stands_where_it_is_felt_and_measured() -> None:
    domains = trace(drawn(), "domains")
    assert list(domains.customdata) == ["F01", "F06", "F09", "F10"]
    assert list(domains.x) == [80.0, 20.0, 90.0, 30.0]
    assert list(domains.y) == [7.2, 6.4, 3.1, 4.0]


def test_the_four_names_stand_in_their_corners() -> None:
    names = named(drawn())
    corners = {name: (names[name].x, names[name].y) for name in R3}  # type: ignore[attr-defined]
    assert corners == {
        R3.CONFIRMED: (1, 1),
        R3.FELT: (0, 1),
        R3.BLIND_SPOT: (1, 0),
        R3.STRENGTH: (0, 0),
    }


def test_each_domain_has_its_name_beside_its_mark() -> None:
    names = named(drawn())
    label = names["F01"]
    assert label.text == "Emploi"  # type: ignore[attr-defined]
    assert (label.x, label.y) == (80.0, 7.2)  # type: ignore[attr-defined]
    assert "F08" not in names
    assert "F11" not in names


def test_the_alternative_groups_domains_and_lists_those_left_out() -> None:
    chart = drawn()
    assert chart is not None
    said = chart.alt.replace(NO_BREAK, " ")
    assert "Confirmé : Emploi (7,2/10, 80 %)." in said
    assert "Angle mort : Mobilité (3,1/10, 90 %)." in said
    assert "Sans mesure : Logement." in said
    assert "Mesurés, sans assez de réponses : Sécurité." in said


def test_pointing_tells_the_name_the_mark_the_place_and_the_source() -> None:
    said = trace(drawn(), "domains").hovertext[0].replace("<br>", " ").replace(NO_BREAK, " ")
    assert "Confirmé : noté 7,2/10 ici" in said
    assert "Mesuré : plus fragile que 80 % des intercommunalités." in said
    assert "Insee" in said


def test_cuts_move_and_are_written_on_their_axes() -> None:
    chart = drawn(cut=7.5, objective_cut=0.85)
    assert chart is not None
    assert "Confirmé" not in chart.alt
    assert f"Ressenti{NO_BREAK}:" not in chart.alt
    lines = [shape for shape in chart.figure.layout.shapes if shape.type == "line"]
    assert {(line.x0, line.y0) for line in lines} >= {(85.0, -0.6)}
    up, across = chart.figure.layout.yaxis, chart.figure.layout.xaxis
    assert dict(zip(up.tickvals, up.ticktext, strict=True))[7.5] == "<b>7,5</b>"
    assert 8.0 not in up.tickvals
    assert dict(zip(across.tickvals, across.ticktext, strict=True))[85.0] == f"<b>85{NO_BREAK}%</b>"


def test_the_usual_cut_is_the_median_and_a_value_on_it_is_fragile() -> None:
    chart = draw_crossing(FRENCH, [crossing("F01", 6.0, 0.5)])
    assert chart is not None
    across = chart.figure.layout.xaxis
    assert dict(zip(across.tickvals, across.ticktext, strict=True))[50.0] == "<b>médiane</b>"
    assert "Confirmé" in chart.alt


def test_the_corners_where_both_agree_are_shaded() -> None:
    chart = drawn()
    assert chart is not None
    shaded = [shape for shape in chart.figure.layout.shapes if shape.type == "rect"]
    assert {(shape.x0 >= 50, shape.y0 >= 6) for shape in shaded} == {(True, True), (False, False)}


def test_a_borrowed_place_is_among_the_territories_of_its_own_level() -> None:
    domain = published().domains[0]
    lent = objective(domain.id, 0.6, borrowed_from=MAYOTTE)
    chart = draw_crossing(FRENCH, [Crossing(domain, 5.0, lent, R3.BLIND_SPOT)])
    assert chart is not None
    assert "départements" in chart.figure.layout.xaxis.title.text


def test_without_a_domain_both_felt_and_measured_there_is_no_chart() -> None:
    assert draw_crossing(FRENCH, [ALL[-1], ALL[-2]]) is None
    assert draw_crossing(FRENCH, []) is None


def test_no_mark_is_red_or_green_and_all_are_alike() -> None:
    colour = trace(drawn(), "domains").marker.color
    assert isinstance(colour, str)
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    assert blue > green > red


def test_a_hostile_source_is_shown_letter_for_letter() -> None:
    words = measure(village(1), 5.0, of=indicator(label="<b>"), producer="<script>")
    domain = published().domains[0]
    given = Crossing(domain, 5.0, objective(domain.id, 0.6, ((words, 0.6),)), R3.BLIND_SPOT)
    assert "<script>" not in everything(draw_crossing(FRENCH, [given]))


def test_the_wall_is_larger_and_english_has_its_point() -> None:
    wall = draw_crossing(FRENCH, ALL, wall=True, dark=True)
    assert list(trace(wall, "domains").x) == [80.0, 20.0, 90.0, 30.0]
    assert named(wall)["F01"].font.size >= 24  # type: ignore[attr-defined]
    english = draw_crossing(ENGLISH, ALL)
    assert english is not None
    assert "7.2/10" in english.alt


WIDTHS = (310.0, 1800.0)


def box(point: Point, seat: Seat, width: float) -> tuple[float, float, float, float]:
    left = point.x * width + seat.start(point.width)
    top = point.y + seat.down - point.height / 2
    return left, top, left + point.width, top + point.height


def overlaps(points: list[Point], seats: tuple[Seat, ...], width: float) -> list[tuple[int, int]]:
    boxes = [box(point, seat, width) for point, seat in zip(points, seats, strict=True)]
    return [
        (i, j)
        for i, j in combinations(range(len(boxes)), 2)
        if min(boxes[i][2], boxes[j][2]) - max(boxes[i][0], boxes[j][0]) > 0.01
        and min(boxes[i][3], boxes[j][3]) - max(boxes[i][1], boxes[j][1]) > 0.01
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0.05, 0.95), st.floats(20, 400), st.integers(6, 22)),
        min_size=1,
        max_size=13,
    )
)
def test_names_that_found_a_place_never_meet_at_any_width(
    given_points: list[tuple[float, float, int]],
) -> None:
    points = [Point(x, y, letters * 7.6, 17.5) for x, y, letters in given_points]
    seats = seat_names(points, WIDTHS, 430, 6.5)
    free = [i for i, seat in enumerate(seats) if seat.free]
    for width in (310.0, 500.0, 900.0, 1800.0):
        met = overlaps([points[i] for i in free], tuple(seats[i] for i in free), width)
        assert met == []


@pytest.mark.parametrize("width", WIDTHS)
def test_names_stay_inside_the_drawing(width: float) -> None:
    points = [Point(x, y, 150, 17.5) for x in (0.02, 0.5, 0.98) for y in (12.0, 200.0, 418.0)]
    for point, seat in zip(points, seat_names(points, WIDTHS, 430, 6.5), strict=True):
        left, top, right, bottom = box(point, seat, width)
        assert left >= 0
        assert right <= width
        assert top >= 0
        assert bottom <= 430


def test_a_name_keeps_clear_of_what_is_taken_and_is_tied_when_it_moves_away() -> None:
    point = Point(0.1, 200, 100, 18)
    (usual,) = seat_names([point], WIDTHS, 430, 6.5)
    assert usual.down == 0
    assert not usual.tied
    (moved,) = seat_names([point], WIDTHS, 430, 6.5, [(0.1, -60, 2000, 170, 230)])
    assert abs(moved.down) >= 30
    assert moved.tied


def test_domains_lent_by_two_levels_are_not_said_to_be_placed_among_one() -> None:
    mine, lent = crossing("F01", 7.2, 0.8), crossing("F06", 6.4, 0.2)
    lent = replace(lent, objective=replace(lent.objective, borrowed_from=MAYOTTE))
    title = wide_title(draw_crossing(FRENCH, [mine, lent]))
    assert "des territoires de même niveau" in title
    assert "des départements" in wide_title(draw_crossing(FRENCH, [lent]))
    assert "des intercommunalités" in wide_title(draw_crossing(FRENCH, [mine]))


def wide_title(chart: Chart | None) -> str:
    assert chart is not None
    return str(chart.figure.layout.xaxis.title.text).replace("<br>", " ")
