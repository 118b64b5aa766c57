"""What all charts share, and where marks and words are put."""

from diagnostic.charts import CONFIG, configure
from diagnostic.charts.grid import Grid, dodge, place, seat
from diagnostic.charts.layout import Look, frame, hover, safe, separators, wrap
from diagnostic.texts import voice_of
from tests.charts.inputs import NARROW, NO_BREAK


def test_the_only_button_keeps_the_image_and_speaks_french() -> None:
    assert CONFIG["modeBarButtons"] == [["toImage"]]
    words = CONFIG["locales"]["fr"]["dictionary"]
    assert words["Download plot as a PNG"] == "Télécharger le graphique en fichier PNG"


def test_nothing_is_sent_out_nor_signed_by_the_library() -> None:
    for language in ("fr", "en"):
        config = configure(language)
        assert config["showSendToCloud"] is False
        assert config["displaylogo"] is False
        assert config["locale"] == language


def test_french_figures_have_a_comma_and_a_narrow_space() -> None:
    assert separators("fr") == f",{NARROW}"
    assert separators("en") == ".,"


def test_a_long_label_is_cut_into_lines_that_hold_on_a_phone() -> None:
    lines = wrap("Développement des compétences et culture commune de coopération", 22)
    assert all(len(line) <= 22 for line in lines)
    assert " ".join(lines) == "Développement des compétences et culture commune de coopération"


def test_a_word_without_end_is_cut_rather_than_lost() -> None:
    lines = wrap("a" * 50, 22)
    assert "".join(lines) == "a" * 50
    assert max(len(line) for line in lines) == 22


def test_a_line_never_starts_with_a_closing_quotation_mark() -> None:
    said = f"«{NO_BREAK}ne{NO_BREAK}sait{NO_BREAK}pas{NO_BREAK}»"
    assert wrap(f"surtout {said}", 16) == ("surtout", said)


def test_what_users_type_is_shown_letter_for_letter() -> None:
    assert safe("<script>alert(1)</script> & co") == (
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co"
    )
    assert safe("droite\u202egauche\x00") == "droitegauche"


def test_a_hover_text_has_its_title_in_bold_and_its_lines_short() -> None:
    told = hover(
        "Emploi <b>", "", "Une phrase assez longue pour passer à la ligne sur un téléphone"
    )
    first, *others = told.split("<br>")
    assert first == "<b>Emploi &lt;b&gt;</b>"
    assert len(others) == 2
    assert all(len(line) <= 36 for line in others)


def test_a_wall_is_read_from_the_back_of_the_room() -> None:
    assert min(Look().font, Look().small) >= 14
    assert min(Look(wall=True).font, Look(wall=True).small) >= 24
    assert Look(wall=True).marker > Look().marker


def test_marks_that_are_close_go_to_different_lanes() -> None:
    assert dodge([5.0, 5.1, 9.0], apart=0.5) == (0, 1, 0)
    assert dodge([5.0, 5.1, 5.2], apart=0.5) == (0, 1, 2)
    assert dodge([5.0, 5.5], apart=0.5) == (0, 0)


def test_rows_follow_one_another_without_overlap() -> None:
    for grid in (Grid(Look(), 0, 10), Grid(Look(wall=True), 0, 10, before=300)):
        first, second = place(grid, [(2, 3, 1), (1, 1, 0)])
        assert first.bottom == second.top
        inside = [*first.lanes, *first.under]
        assert inside == sorted(inside)
        assert first.top < inside[0]
        assert inside[-1] < first.bottom


def test_words_beside_two_near_marks_go_away_from_one_another() -> None:
    grid = Grid(Look(), 0, 10)
    assert seat(grid, [(5.0, "citoyens 2019"), (6.0, "élus 2020")]) == (
        (0, "left"),
        (0, "right"),
    )


def test_words_stay_inside_the_drawing() -> None:
    grid = Grid(Look(), 0, 10)
    assert seat(grid, [(9.8, "citoyens 2019")]) == ((0, "left"),)
    assert seat(grid, [(0.2, "citoyens 2019")]) == ((0, "right"),)


def test_words_go_down_a_lane_rather_than_over_a_mark() -> None:
    grid = Grid(Look(), 0, 10)
    lanes = [lane for lane, _ in seat(grid, [(5.0, "citoyens 2019"), (5.1, "élus 2020")])]
    assert sorted(lanes) == [0, 1]


def test_a_rank_axis_has_the_first_at_the_right() -> None:
    grid = Grid(Look(), -6, -1, reverse=True)
    left, right = grid.axis({1: "1", 6: "6"})["range"]
    assert left > 6
    assert right < 1


def test_a_finished_chart_is_written_out_once() -> None:
    drawn = frame(Look(), voice_of("fr"), 200, [])
    assert drawn.to_dict() is drawn.to_dict()
