"""« Ce qui a bougé » drawn: hollow before, full after, thick only where it is sure."""

import pytest

from diagnostic.charts import Chart, draw_movements
from diagnostic.readings.movements import Moment, Moves, read_anchor_moves, read_domain_moves
from diagnostic.tables import movements_table
from tests.charts.drawn import everything, trace, traces
from tests.charts.inputs import (
    CITIZEN,
    ELECTED,
    ENGLISH,
    FIRM,
    FRENCH,
    counted,
    figures,
    mark,
    published,
    released,
    veiled,
)

HEALTH, JOBS = "F06.G", "F01.G"
WAVES = (1, 2)
BEFORE = released(
    {
        HEALTH: {CITIZEN: mark(HEALTH, 3.0, 30), ELECTED: mark(HEALTH, 5.0, 6, 2.0)},
        JOBS: {CITIZEN: mark(JOBS, 6.0, 30), FIRM: mark(JOBS, 2.0)},
    }
)
AFTER = released(
    {
        HEALTH: {CITIZEN: mark(HEALTH, 7.0, 30), ELECTED: mark(HEALTH, 5.5, 6, 2.0)},
        JOBS: {CITIZEN: mark(JOBS, 4.0, 30), FIRM: veiled(JOBS)},
    }
)


def moves() -> Moves:
    return read_domain_moves(Moment(1, published(), BEFORE), Moment(2, published(), AFTER))


def drawn(**options: bool) -> Chart | None:
    return draw_movements(FRENCH, published(), moves(), waves=WAVES, **options)


@pytest.mark.parametrize("options", [{}, {"wall": True}, {"dark": True}])
def test_a_hollow_mark_before_and_a_full_one_after(options: dict[str, bool]) -> None:
    chart = drawn(**options)
    before, after = trace(chart, "before-citoyen"), trace(chart, "citoyen")
    assert list(before.x) == [6.0, 3.0]
    assert list(after.x) == [4.0, 7.0]
    assert list(before.y) == list(after.y)
    assert before.marker.symbol == f"{after.marker.symbol}-open"
    assert before.showlegend is False


def test_a_sure_movement_is_thick_and_another_is_thin_and_dotted() -> None:
    chart = drawn()
    sure, unsure = trace(chart, "link-sure-citoyen"), trace(chart, "link-unsure-elu")
    assert list(sure.x) == [6.0, 4.0, None, 3.0, 7.0, None]
    assert sure.line.width > unsure.line.width
    assert (sure.line.dash, unsure.line.dash) == ("solid", "dot")
    assert traces(chart, "link-sure-elu") == []


def test_what_surely_moved_is_written_and_the_rest_is_not() -> None:
    asides = list(trace(drawn(), "asides").text)
    assert "↓ citoyens −2,0" in asides[0]
    assert "↑ citoyens +4,0" in asides[1]
    assert "élus" not in asides[1]


def test_a_regard_that_one_wave_withholds_is_not_drawn() -> None:
    chart = drawn()
    assert traces(chart, "entreprise") == []
    assert "Entreprises" not in everything(chart)


def test_the_sentence_and_the_table_say_the_same_figures() -> None:
    chart = drawn()
    assert chart is not None
    assert "Ce qui a monté" in chart.alt
    assert "citoyens +4,0" in chart.alt
    table = movements_table(FRENCH, published(), moves(), WAVES, "Domaine")
    assert list(table["Regard"]) == ["Citoyens", "Citoyens", "Élus", "Note croisée"]
    assert list(table["Mouvement"]) == ["−2,0", "+4,0", "+0,5", "+2,3"]
    assert table["Lecture"][2] == "on ne peut pas trancher"


def test_shares_are_drawn_in_percent() -> None:
    def shares(yes: int) -> Moment:
        counts = {"tout_a_fait": yes, "plutot": 40 - yes}
        return Moment(
            yes, published(), released({"K1": {CITIZEN: counted("K1", counts, (0, 0, 0))}})
        )

    found = read_anchor_moves(shares(10), shares(30), figures())["K1"]
    chart = draw_movements(FRENCH, published(), found, waves=WAVES)
    assert list(trace(chart, "before-citoyen").x)[0] == pytest.approx(25)
    assert list(trace(chart, "citoyen").x)[0] == pytest.approx(75)


def test_it_is_said_in_english_too() -> None:
    chart = draw_movements(ENGLISH, published(), moves(), waves=WAVES)
    assert chart is not None
    assert list(trace(chart, "names").customdata) == ["F01", "F06"]


def test_nothing_in_both_waves_is_no_chart() -> None:
    nothing = read_domain_moves(
        Moment(1, published(), BEFORE), Moment(2, published(), released({}))
    )
    assert draw_movements(FRENCH, published(), nothing, waves=WAVES) is None
