"""A map of squares: each territory has one, neighbours are neighbours, a missing one is hatched."""

from pathlib import Path

import pytest

from diagnostic.charts import Chart
from diagnostic.charts.measured import LIGHT_INK
from diagnostic.charts.palette import DARK
from diagnostic.charts.tilemap import draw_tilemap
from diagnostic.charts.tiles import COLUMNS, TABLE, Tile, read_tiles
from diagnostic.indicators import Measure, Method
from diagnostic.problems import ContentRefused
from diagnostic.readings.measures import read_level
from diagnostic.territories import TerritoryKey, TerritoryLevel
from tests.charts.drawn import everything, trace, traces
from tests.charts.facts import (
    DEPARTMENT,
    MAYOTTE,
    NOW,
    REGION,
    country,
    indicator,
    measure,
    shipped,
)
from tests.charts.inputs import ENGLISH, FRENCH, NO_BREAK

OVERSEAS = ("971", "972", "973", "974", "976")
ILLE = TerritoryKey(DEPARTMENT, "35")
NEIGHBOURS = (
    *("29-22", "22-35", "35-56", "50-14", "44-85", "75-92", "75-93", "75-94", "59-62", "67-68"),
    *("54-57", "13-84", "33-40", "64-65", "31-81", "38-73", "69-42", "06-83", "2A-2B", "25-39"),
    *("76-80", "87-23", "63-03", "30-34", "72-53", "74-01", "66-11", "24-47"),
)
"""Départements that everybody knows to be neighbours."""


NORTHERN = ("53-52", "28-53", "28-11", "32-11", "44-27", "24-27")
SOUTHERN = ("75-76", "84-93", "84-27", "76-93", "75-52", "24-75")


def tiles(level: TerritoryLevel) -> dict[str, Tile]:
    return {tile.key.code: tile for tile in read_tiles() if tile.key.level is level}


def steps_between(one: Tile, other: Tile) -> int:
    """1 for squares that touch, even by a corner."""
    return max(abs(one.column - other.column), abs(one.row - other.row))


@pytest.mark.parametrize(("level", "count"), [(DEPARTMENT, 101), (REGION, 18)])
def test_every_territory_has_one_square_and_no_two_share_one(
    level: TerritoryLevel, count: int
) -> None:
    assert set(tiles(level)) == {each.key.code for each in country().at(level)}
    held = [tile for tile in read_tiles() if tile.key.level is level]
    assert len(held) == count
    assert len({tile.key for tile in held}) == count
    assert len({(tile.column, tile.row) for tile in held}) == count


def test_overseas_is_there_apart_from_the_mainland() -> None:
    found = tiles(DEPARTMENT)
    mainland = [tile for code, tile in found.items() if code not in OVERSEAS]
    for code in OVERSEAS:
        assert all(steps_between(found[code], tile) > 1 for tile in mainland), code
    assert {"01", "02", "03", "04", "06"} <= set(tiles(REGION))


@pytest.mark.parametrize("pair", NEIGHBOURS)
def test_neighbours_touch_or_have_one_square_between_them(pair: str) -> None:
    one, other = (tiles(DEPARTMENT)[code] for code in pair.split("-"))
    assert steps_between(one, other) <= 2


def test_most_neighbours_touch() -> None:
    found = tiles(DEPARTMENT)
    pairs = [pair.split("-") for pair in NEIGHBOURS]
    assert sum(steps_between(found[a], found[b]) == 1 for a, b in pairs) >= 0.9 * len(pairs)


def test_north_is_up_and_west_is_left() -> None:
    found = tiles(DEPARTMENT)
    assert found["59"].row < found["75"].row < found["63"].row < found["66"].row
    assert found["29"].column < found["35"].column < found["75"].column < found["67"].column
    regions = tiles(REGION)
    assert regions["32"].row < regions["11"].row < regions["84"].row < regions["93"].row
    assert regions["53"].column < regions["11"].column < regions["44"].column


def test_neighbouring_regions_touch() -> None:
    found = tiles(REGION)
    for pair in [
        "53-52",
        "28-53",
        "28-11",
        "32-11",
        "44-27",
        "24-27",
        "75-76",
        "84-93",
        "84-27",
        "76-93",
        "75-52",
        "24-75",
    ]:
        one, other = (found[code] for code in pair.split("-"))
        assert steps_between(one, other) == 1, pair


def poverty() -> tuple[Measure, ...]:
    return read_level(shipped(), DEPARTMENT, "taux_pauvrete")


def drawn(marked: TerritoryKey | None = ILLE, **options: bool) -> Chart | None:
    return draw_tilemap(FRENCH, country(), poverty(), marked, in_year=NOW, **options)


def test_every_known_territory_is_drawn_once_with_its_code() -> None:
    chart = drawn()
    codes = [code for each in traces(chart, "class") for code in each.customdata]
    assert len(codes) == len(set(codes)) == 98
    written = [said for each in traces(chart, "class") for said in each.text]
    assert sorted(written) == sorted(codes)
    assert "2A" in written


def test_a_square_stands_where_its_tile_is() -> None:
    chart = drawn()
    for each in traces(chart, "class"):
        for code, x, base, height in zip(each.customdata, each.x, each.base, each.y, strict=True):
            tile = tiles(DEPARTMENT)[code]
            assert x == tile.column
            assert base + height / 2 == pytest.approx(tile.row)
            assert height == each.width[0]


def test_five_shades_of_one_hue_and_their_values_in_french() -> None:
    classes = traces(drawn(), "class")
    assert [each.marker.color for each in classes] == list(LIGHT_INK.scale)
    assert classes[0].name.startswith(f"9,1{NO_BREAK}% à ")
    assert classes[-1].name.endswith(f"36,1{NO_BREAK}%")
    assert all(each.showlegend is not False for each in classes)


def test_what_is_missing_is_hatched_with_a_dash_and_its_reason() -> None:
    missing = trace(drawn(), "missing")
    assert sorted(missing.customdata) == ["971", "973", "976"]
    assert missing.marker.pattern.shape == "/"
    assert all(said.endswith("<br>–") for said in missing.text)
    assert all("– :" in said.replace(NO_BREAK, " ") for said in missing.hovertext)
    assert "Insee ne publie pas" in missing.hovertext[0].replace("<br>", " ")
    assert missing.name.startswith("–")


def test_the_territory_is_outlined_and_named() -> None:
    marked = trace(drawn(), "marked")
    assert list(marked.customdata) == ["35"]
    assert marked.marker.color == "rgba(0,0,0,0)"
    assert marked.marker.line.width >= 3
    assert marked.name.replace("<br>", " ") == f"Ille-et-Vilaine{NO_BREAK}: 10,8{NO_BREAK}%"
    assert traces(drawn(None), "marked") == []


def test_a_territory_without_value_is_outlined_too() -> None:
    chart = drawn(MAYOTTE)
    assert list(trace(chart, "marked").customdata) == ["976"]
    assert trace(chart, "marked").name.endswith("–")


def test_pointing_at_a_square_tells_value_year_and_source() -> None:
    chart = drawn()
    said = next(
        text
        for each in traces(chart, "class")
        for code, text in zip(each.customdata, each.hovertext, strict=True)
        if code == "35"
    ).replace("<br>", " ")
    assert "Ille-et-Vilaine" in said
    assert f"10,8{NO_BREAK}%" in said
    assert "Insee" in said
    assert "2021" in said


def test_an_estimate_and_an_old_year_are_said() -> None:
    given = [
        measure(ILLE, 8.0, method=Method.ESTIMATED),
        measure(MAYOTTE, 9.0, year="2013"),
    ]
    chart = draw_tilemap(FRENCH, country(), given, in_year=NOW)
    said = [text.replace("<br>", " ") for each in traces(chart, "class") for text in each.hovertext]
    assert "(estimé)" in said[0]
    assert "(chiffre de 2013)" in said[1]


def test_the_alternative_tells_the_extremes_the_place_and_the_holes() -> None:
    chart = drawn()
    assert chart is not None
    assert f"de 9,1{NO_BREAK}% à 36,1{NO_BREAK}%." in chart.alt
    assert "Ille-et-Vilaine" in chart.alt
    assert "3 territoires hachurés" in chart.alt


def test_the_regions_have_their_map_with_their_initials() -> None:
    measures = read_level(shipped(), REGION, "medecins_generalistes_10000")
    chart = draw_tilemap(FRENCH, country(), measures, in_year=NOW)
    written = {said for each in traces(chart, "class") for said in each.text}
    assert len(written) == 18
    assert {"BRE", "IDF", "REU"} <= written


def test_the_frame_of_an_outer_square_is_not_cut() -> None:
    chart = drawn(MAYOTTE)
    frame = trace(chart, "marked")
    assert chart is not None
    assert chart.figure.layout.xaxis.range[0] < frame.x[0] - frame.width[0] / 2
    assert chart.figure.layout.yaxis.range[0] > frame.base[0] + frame.y[0]


def test_squares_stay_square_and_can_be_read_from_the_back_of_a_room() -> None:
    wall = drawn(wall=True)
    assert wall is not None
    assert wall.figure.layout.yaxis.scaleanchor == "x"
    assert all(each.textfont.size >= 24 for each in traces(wall, "class"))
    dark = drawn(dark=True)
    assert trace(dark, "marked").marker.line.color == DARK.text


def test_nothing_is_fetched_and_nothing_needs_a_graphics_card() -> None:
    chart = drawn()
    assert chart is not None
    assert {each.type for each in chart.figure.data} == {"bar"}
    assert chart.figure.layout.geo.to_plotly_json() == {}


def test_without_any_value_or_for_another_level_there_is_no_map() -> None:
    assert draw_tilemap(FRENCH, country(), [measure(ILLE, None)], in_year=NOW) is None
    epci = [measure(TerritoryKey(TerritoryLevel.EPCI, "200072452"), 5.0)]
    assert draw_tilemap(FRENCH, country(), epci, in_year=NOW) is None


def test_a_hostile_label_is_shown_letter_for_letter() -> None:
    words = indicator(label="<script>alert(1)</script>")
    given = [measure(ILLE, 5.0, of=words), measure(MAYOTTE, None, of=words, missing="<img src=x>")]
    said = everything(draw_tilemap(ENGLISH, country(), given, in_year=NOW))
    assert "<script>" not in said
    assert "<img" not in said


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("departement;01;01;1", "niveau"),
        ("canton;01;01;1;1", "niveau"),
        ("departement;<b>;01;1;1", "code"),
        ("departement;01;LONG;1;1", "sigle"),
        ("departement;01;01;un;1", "colonne"),
        ("departement;01;01;1;99", "ligne"),
        ("departement;02;02;0;0\ndepartement;02;02;0;1", "code"),
        ("departement;02;02;0;0\ndepartement;03;03;0;0", "colonne"),
    ],
)
def test_a_damaged_table_of_squares_is_refused_with_its_line(
    tmp_path: Path, line: str, column: str
) -> None:
    path = tmp_path / "tiles.csv"
    path.write_text(f"{';'.join(COLUMNS)}\n{line}\n", encoding="utf-8")
    with pytest.raises(ContentRefused) as refused:
        read_tiles(path)
    assert [problem.column for problem in refused.value.problems] == [column]
    assert refused.value.problems[0].line == 2 + line.count("\n")


def test_a_missing_table_or_one_of_other_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentRefused):
        read_tiles(tmp_path / "absent.csv")
    other = tmp_path / "autre.csv"
    other.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(ContentRefused):
        read_tiles(other)


def test_the_shipped_table_opens_in_a_french_spreadsheet() -> None:
    assert TABLE.read_bytes().startswith(b"\xef\xbb\xbf")
    assert TABLE.stat().st_size < 5_000


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("medecins_generalistes_10000", "pour 10 000 habitants"),
        ("taux_pauvrete", None),
        ("niveau_vie_median", None),
    ],
)
def test_a_unit_that_the_classes_do_not_say_stands_above_them(name: str, unit: str | None) -> None:
    chart = draw_tilemap(
        FRENCH, country(), read_level(shipped(), DEPARTMENT, name), ILLE, in_year=NOW
    )
    assert chart is not None
    said = chart.figure.layout.legend.title.text
    assert (said and " ".join(said.split())) == unit
