"""The spread of the answers drawn; what is no answer is counted apart."""

import pytest

from diagnostic.charts import Chart, draw_distribution
from diagnostic.charts.palette import SIGNS
from diagnostic.scoring import Tally
from tests.charts.drawn import everything, trace, traces
from tests.charts.inputs import (
    ASSOCIATION,
    CITIZEN,
    ELECTED,
    FIRM,
    FRENCH,
    NO_BREAK,
    counted,
    published,
    veiled,
)

MARKS = {
    CITIZEN: Tally("F01.G", 10, 3, 1, 2, ((0, 1), (5, 4), (7, 5)), 5.5, 2.0),
    ELECTED: veiled("F01.G"),
}
PICKS = {
    FIRM: counted("K9", {"incontournable": 3, "utile": 9}, (2, 0, 4)),
    ASSOCIATION: veiled("K9"),
}


def marks(**options: bool) -> Chart | None:
    return draw_distribution(
        FRENCH, published(), published().question("F01.G"), MARKS, None, **options
    )


def picks(**options: bool) -> Chart | None:
    return draw_distribution(
        FRENCH, published(), published().question("K9"), PICKS, None, **options
    )


def test_a_scale_has_a_bar_for_each_mark_even_where_nobody_gave_it() -> None:
    bars = trace(marks(), "citoyen")
    assert list(bars.x) == list(range(11))
    assert list(bars.y) == pytest.approx([10, 0, 0, 0, 0, 40, 0, 50, 0, 0, 0])
    assert bars.marker.color == SIGNS[CITIZEN].colour
    assert [said for said in bars.text if said] == [f"50{NO_BREAK}%"]


def test_panels_share_one_scale() -> None:
    chart = marks()
    assert chart is not None
    layout = chart.figure.layout
    assert tuple(layout.yaxis.range) == tuple(layout.yaxis2.range)
    assert tuple(layout.xaxis.range) == tuple(layout.xaxis2.range)


def test_what_is_no_answer_stands_apart_from_the_bars() -> None:
    chart = marks()
    assert chart is not None
    notes = [note.text for note in chart.figure.layout.annotations]
    apart = f"ne sait pas{NO_BREAK}: 3<br>pas concerné{NO_BREAK}: 1<br>sans réponse{NO_BREAK}: 2"
    assert apart in [note.replace(NO_BREAK, " ").replace(" :", f"{NO_BREAK}:") for note in notes]
    assert chart.figure.layout.xaxis.domain[1] < min(
        note.x for note in chart.figure.layout.annotations if "sans" in note.text
    )


def test_a_withheld_group_has_no_bar_and_says_why() -> None:
    chart = marks()
    assert chart is not None
    assert list(trace(chart, "elu").x) == []
    notes = [note.text for note in chart.figure.layout.annotations]
    assert "<b>Élus</b> trop peu de réponses" in notes
    assert list(trace(picks(), "entreprise").x) == pytest.approx([25, 75, 0, 0, 0])
    assert traces(picks(), "association") == []


def test_a_panel_says_its_base_and_its_mean() -> None:
    chart = marks()
    assert chart is not None
    assert "<b>Citoyens</b> n = 10, moyenne 5,5" in [
        note.text for note in chart.figure.layout.annotations
    ]
    assert f"7/10{NO_BREAK}: 50{NO_BREAK}% (n = 10)" in trace(chart, "citoyen").hovertext[7]


def test_named_answers_stand_one_under_the_other_with_a_bar_per_regard() -> None:
    chart = picks()
    names = list(trace(chart, "names").text)
    assert names[:2] == ["Incontournable", "Utile"]
    assert names[-1] == "À part, hors des pourcentages"
    assert [said.strip() for said in trace(chart, "regards").text] == ["Entreprises"] * 5
    assert trace(chart, "entreprise").text[1] == f"75{NO_BREAK}%"


def test_counts_of_no_answer_stand_under_a_border() -> None:
    chart = picks()
    border = trace(chart, "border").y[0]
    apart = trace(chart, "apart")
    assert max(trace(chart, "entreprise").y) < border < min(apart.y)
    first = apart.text[0].replace("<br>", " ").replace(NO_BREAK, " ")
    assert first == "Entreprises : n = 12, ne sait pas : 2, sans réponse : 4"
    assert "trop peu de réponses" in apart.text[1].replace("<br>", " ")
    assert "n = 2" not in apart.text[1]


def test_levels_are_named() -> None:
    tally = Tally("A1", 8, 0, 0, 0, ((1, 6), (3, 2)), 1.5, 0.9)
    chart = draw_distribution(FRENCH, published(), published().question("A1"), {ELECTED: tally})
    assert list(trace(chart, "names").text)[:5] == [
        "0 Absent",
        "1 Émergent",
        "2 En développement",
        "3 Ancré",
        "4 Irrigant",
    ]
    assert list(trace(chart, "elu").x) == pytest.approx([0, 75, 0, 25, 0])


def test_the_whole_room_is_drawn_where_no_regard_is() -> None:
    whole = MARKS[CITIZEN]
    question = published().question("F01.G")
    chart = draw_distribution(FRENCH, published(), question, {}, whole)
    assert chart is not None
    assert trace(chart, "whole").name == "Toute la salle"
    assert "Toute la salle, n = 10, moyenne 5,5/10" in chart.alt
    beside = draw_distribution(FRENCH, published(), question, MARKS, whole)
    assert traces(beside, "whole") == []


def test_the_sentence_tells_each_regard_and_what_is_apart() -> None:
    first, second = marks(), picks()
    assert first is not None
    assert second is not None
    plain = first.alt.replace(NO_BREAK, " ")
    assert "Citoyens, n = 10, moyenne 5,5/10, ne sait pas : 3" in plain
    assert "Élus, trop peu de réponses" in plain
    assert "Entreprises, n = 12, Utile 75 %, Incontournable 25 %" in second.alt.replace(
        NO_BREAK, " "
    )


def test_an_option_typed_by_a_user_is_never_read_as_code() -> None:
    question = published().question("K9")
    option = question.options[0]  # type: ignore[union-attr]
    label = option.label.model_copy(update={"fr": "<script>alert(1)</script>"})
    hostile = question.model_copy(
        update={
            "options": (
                option.model_copy(update={"label": label}),
                *question.options[1:],  # type: ignore[union-attr]
            )
        }
    )
    content = everything(draw_distribution(FRENCH, published(), hostile, PICKS))
    assert "<script" not in content
    assert "&lt;script&gt;" in content


def test_a_free_text_and_an_empty_room_have_no_chart() -> None:
    free = published().question("mot_libre")
    assert draw_distribution(FRENCH, published(), free, {CITIZEN: veiled("mot_libre")}) is None
    assert draw_distribution(FRENCH, published(), published().question("K9"), {}) is None


def test_two_camps_are_told_before_their_mean() -> None:
    camps = {CITIZEN: Tally("F01.G", 10, 0, 0, 0, ((1, 5), (9, 5)), 5.0, 4.2)}
    question = published().question("F01.G")
    chart = draw_distribution(FRENCH, published(), question, camps, None)
    assert chart is not None
    assert "avis partagés (moyenne 5,0)" in everything(chart)
    assert "avis partagés" in chart.alt
    assert "avis partagés" not in everything(marks())
