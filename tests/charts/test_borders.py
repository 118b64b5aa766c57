"""Borders loaded by a user: checked, turned so that their inside is filled, drawn without a net."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.charts import Chart
from diagnostic.charts.borders import draw_borders
from diagnostic.charts.measured import LIGHT_INK
from diagnostic.charts.rings import Borders, read_borders, rewind, signed_area
from diagnostic.indicators import Measure
from diagnostic.problems import ContentRefused
from diagnostic.territories import TerritoryKey
from tests.charts.drawn import everything, trace, traces
from tests.charts.facts import DEPARTMENT, NOW, country, indicator, measure
from tests.charts.inputs import FRENCH, NO_BREAK

Ring = list[list[float]]
SQUARE: Ring = [[0, 45], [1, 45], [1, 46], [0, 46], [0, 45]]
HOLE: Ring = [[0.4, 45.4], [0.6, 45.4], [0.6, 45.6], [0.4, 45.6], [0.4, 45.4]]
CODES = ("35", "01", "2A", "971")


def moved(ring: Ring, east: float, north: float = 0) -> Ring:
    return [[x + east, y + north] for x, y in ring]


def shape(code: object, *rings: Ring, **properties: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": code,
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": list(rings)},
    }


def collection(*shapes: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(shapes)}


FILE = collection(
    shape("35", SQUARE, HOLE),
    shape("01", moved(SQUARE, 1)),
    shape("2A", moved(SQUARE, 2)),
    shape("971", moved(SQUARE, -61, -29)),
    shape("XX", moved(SQUARE, 9)),
)


def loaded(content: object = FILE) -> Borders:
    return read_borders(content, CODES)


def measures() -> list[Measure]:
    values = {"35": 8.0, "01": 9.5, "2A": None, "971": 21.0}
    return [
        measure(TerritoryKey(DEPARTMENT, code), value, missing="Pas de chiffre ici.")
        for code, value in values.items()
    ]


def drawn(**options: bool) -> Chart | None:
    marked = TerritoryKey(DEPARTMENT, "35")
    return draw_borders(FRENCH, country(), loaded(), measures(), marked, in_year=NOW, **options)


def test_outer_rings_turn_clockwise_and_holes_the_other_way() -> None:
    outline = next(each for each in loaded().outlines if each.code == "35")
    outer, hole = outline.rings
    assert signed_area(outer) == pytest.approx(-1)
    assert signed_area(hole) == pytest.approx(0.04)


def test_rings_given_either_way_round_end_the_same() -> None:
    turned = copy.deepcopy(FILE)
    for each in turned["features"]:
        each["geometry"]["coordinates"] = [
            list(reversed(ring)) for ring in each["geometry"]["coordinates"]
        ]
    for one, other in zip(loaded().outlines, loaded(turned).outlines, strict=True):
        assert [signed_area(ring) for ring in one.rings] == pytest.approx(
            [signed_area(ring) for ring in other.rings]
        )


@given(
    st.lists(st.tuples(st.floats(-5, 9), st.floats(41, 51)), min_size=3, max_size=12, unique=True),
    st.booleans(),
)
def test_a_ring_turns_the_way_it_is_asked_and_loses_no_point(
    points: list[tuple[float, float]], clockwise: bool
) -> None:
    ring = (*points, points[0])
    turned = rewind(ring, clockwise=clockwise)
    assert sorted(turned) == sorted(ring)
    assert turned[0] == turned[-1]
    area = signed_area(turned)
    assert abs(area) < 1e-9 or (area < 0) is clockwise


def test_shapes_of_other_territories_are_left_out_and_counted() -> None:
    assert [each.code for each in loaded().outlines] == ["01", "2A", "35", "971"]
    assert loaded().strangers == 1


def test_the_code_is_found_in_any_property_even_without_its_zero() -> None:
    content = collection(
        shape(None, SQUARE, nom="Ille-et-Vilaine", code_insee="35"),
        shape(None, moved(SQUARE, 1), nom="Ain", code_insee=1),
        shape(None, moved(SQUARE, 2), nom="35", code_insee="2A"),
    )
    assert [each.code for each in loaded(content).outlines] == ["01", "2A", "35"]


def test_several_polygons_make_one_territory() -> None:
    island = shape("35", SQUARE)
    island["geometry"] = {"type": "MultiPolygon", "coordinates": [[SQUARE], [moved(SQUARE, 3)]]}
    (outline,) = loaded(collection(island)).outlines
    assert len(outline.rings) == 2
    assert all(signed_area(ring) < 0 for ring in outline.rings)


def test_an_open_ring_is_closed_and_a_shape_without_surface_is_left_out() -> None:
    content = collection(
        shape("35", SQUARE[:-1]),
        shape("01", [[0, 45], [1, 45]]),
        {"type": "Feature", "id": "2A", "properties": {}, "geometry": None},
    )
    (outline,) = loaded(content).outlines
    assert outline.rings[0][0] == outline.rings[0][-1]


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        "contours",
        {"type": "Topology", "objects": {}},
        {"type": "FeatureCollection"},
        {"type": "FeatureCollection", "features": "35"},
        collection(),
        collection(shape("XX", SQUARE)),
        collection(shape("35", [[350_000.0, 6_790_000.0]] * 5)),
        collection(shape("35", [["a", "b"]] * 5)),  # type: ignore[list-item]
        collection(shape("35", [[float("nan"), 45]] * 5)),
        collection(shape("35", [[True, False]] * 5)),
        collection(shape("35", [3, 4])),  # type: ignore[list-item]
        collection(shape("35", [[1.0]] * 5)),
        collection(shape("35")),
        {"type": "FeatureCollection", "features": [1, None, "x"]},
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_to_do(content: object) -> None:
    with pytest.raises(ContentRefused) as refused:
        loaded(content)
    (problem,) = refused.value.problems
    assert problem.cause.endswith(".")
    assert problem.cure.endswith(".")


def test_metres_instead_of_degrees_say_which_projection_is_wanted() -> None:
    with pytest.raises(ContentRefused) as refused:
        loaded(collection(shape("35", [[350_000.0, 6_790_000.0]] * 5)))
    assert "WGS 84" in refused.value.problems[0].cure


def test_borders_too_heavy_for_a_browser_are_refused() -> None:
    many = [[(n % 1000) / 1000, 45 + n / 1e6] for n in range(400_010)]
    with pytest.raises(ContentRefused) as refused:
        loaded(collection(shape("35", many)))
    assert "implifiez" in refused.value.problems[0].cure


def test_every_known_territory_is_filled_by_its_class() -> None:
    chart = drawn()
    filled = {each.customdata[0]: each for each in traces(chart, "class")}
    assert set(filled) == {"35", "01", "971"}
    assert all(each.fill == "toself" for each in filled.values())
    assert filled["971"].fillcolor == LIGHT_INK.scale[-1]
    assert filled["35"].fillcolor == LIGHT_INK.scale[0]
    assert [each.showlegend for each in filled.values()] == [True, True, True]


def test_what_is_missing_is_hatched_and_told() -> None:
    missing = trace(drawn(), "missing")
    assert missing.customdata == ("2A",)
    assert missing.fillpattern.shape == "/"
    assert "Pas de chiffre ici." in missing.text.replace("<br>", " ")


def test_the_drawn_rings_still_turn_the_way_that_leaves_holes_empty() -> None:
    rennes = next(each for each in traces(drawn(), "class") if each.customdata[0] == "35")
    gap = list(rennes.x).index(None)
    points = list(zip(rennes.x, rennes.y, strict=True))
    outer, hole = points[:gap], points[gap + 1 :]
    assert signed_area(outer) < 0 < signed_area(hole)


def test_lands_far_away_are_drawn_apart_and_do_not_shrink_the_mainland() -> None:
    chart = drawn()
    assert chart is not None
    left, right = chart.figure.layout.xaxis.range
    assert right - left < 4
    rennes, island = (
        next(each for each in traces(chart, "class") if each.customdata[0] == code)
        for code in ("35", "971")
    )
    low = min(y for y in rennes.y if y is not None)
    assert max(y for y in island.y if y is not None) < low


def test_a_degree_keeps_its_shape() -> None:
    ain = next(each for each in traces(drawn(), "class") if each.customdata[0] == "01")
    wide, tall = (max(part) - min(part) for part in (ain.x, ain.y))
    assert wide / tall == pytest.approx(0.702, abs=0.01)
    chart = drawn()
    assert chart is not None
    assert chart.figure.layout.yaxis.scaleanchor == "x"


def test_a_click_inside_a_territory_gives_its_code() -> None:
    handles = trace(drawn(), "handles")
    assert list(handles.customdata) == ["01", "2A", "35", "971"]
    rennes = next(each for each in traces(drawn(), "class") if each.customdata[0] == "35")
    outer = [x for x in rennes.x[: list(rennes.x).index(None)]]
    x = handles.x[list(handles.customdata).index("35")]
    assert min(outer) < x < max(outer)


def test_pointing_tells_value_year_and_source() -> None:
    rennes = next(each for each in traces(drawn(), "class") if each.customdata[0] == "35")
    said = rennes.text.replace("<br>", " ")
    assert "Ille-et-Vilaine" in said
    assert f"8,0{NO_BREAK}%" in said
    assert "Insee" in said
    assert rennes.hoveron == "fills"


def test_the_territory_is_outlined_and_told() -> None:
    chart = drawn()
    assert trace(chart, "marked").fill is None
    assert "Ille-et-Vilaine" in trace(chart, "marked").name
    assert chart is not None
    assert "Ille-et-Vilaine" in chart.alt
    assert "1 territoire hachuré" in chart.alt


def test_nothing_is_fetched_since_no_world_map_is_asked_for() -> None:
    chart = drawn()
    assert chart is not None
    assert {each.type for each in chart.figure.data} == {"scatter"}
    assert "geojson" not in everything(chart)


def test_without_any_value_there_is_no_map() -> None:
    none = [measure(TerritoryKey(DEPARTMENT, "35"), None)]
    assert draw_borders(FRENCH, country(), loaded(), none, in_year=NOW) is None


def test_what_a_file_says_is_never_shown() -> None:
    hostile = collection(shape("35", SQUARE, nom="<script>alert(1)</script>"))
    words = measure(TerritoryKey(DEPARTMENT, "35"), 5.0, of=indicator(label="<img src=x>"))
    said = everything(draw_borders(FRENCH, country(), loaded(hostile), [words], in_year=NOW))
    assert "<script>" not in said
    assert "<img" not in said


def test_the_dark_and_the_wall_change_the_look_and_not_the_shapes() -> None:
    usual = drawn()
    for other in (drawn(dark=True), drawn(wall=True)):
        assert [each.x for each in traces(other, "class")] == [
            each.x for each in traces(usual, "class")
        ]
