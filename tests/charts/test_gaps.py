"""R2 drawn: the two regards that are furthest apart, the others in between."""

import pytest

from diagnostic.charts import Chart, draw_gaps
from diagnostic.charts.palette import SIGNS
from diagnostic.readings import read_domains
from tests.charts.drawn import trace, traces
from tests.charts.inputs import (
    ASSOCIATION,
    CITIZEN,
    ELECTED,
    ENGLISH,
    FIRM,
    FRENCH,
    NO_BREAK,
    figures,
    mark,
    published,
    released,
    veiled,
)

JOBS, HOUSING, HEALTH = "F01.G", "F08.G", "F06.G"
SHOWN = released(
    {
        JOBS: {
            CITIZEN: mark(JOBS, 6.0),
            ELECTED: mark(JOBS, 5.0),
            FIRM: mark(JOBS, 5.5),
            ASSOCIATION: veiled(JOBS),
        },
        HOUSING: {CITIZEN: mark(HOUSING, 8.1), ELECTED: mark(HOUSING, 4.2)},
        HEALTH: {CITIZEN: mark(HEALTH, 7.0), ELECTED: veiled(HEALTH)},
    }
)


def drawn(**options: bool) -> Chart | None:
    return draw_gaps(FRENCH, published(), read_domains(published(), SHOWN, figures()), **options)


def test_the_widest_gap_comes_first_and_one_regard_alone_has_no_row() -> None:
    assert list(trace(drawn(), "names").customdata) == ["F08", "F01"]


def test_a_line_joins_the_lowest_to_the_highest_regard() -> None:
    links = trace(drawn(), "links")
    assert list(links.x) == [4.2, 8.1, None, 5.0, 6.0, None]
    assert links.y[0] == links.y[1]


@pytest.mark.parametrize("options", [{}, {"wall": True}])
def test_the_gap_is_written_with_its_name(options: dict[str, bool]) -> None:
    said = [
        text.replace("<br>", " ").replace("· ", "")
        for text in trace(drawn(**options), "asides").text
    ]
    assert said[0].strip().startswith(f"3,9{NO_BREAK}points écart de regards")
    assert said[1].strip().startswith(f"1,0{NO_BREAK}point nuance")


def test_every_regard_is_at_its_mean_and_the_ends_are_larger() -> None:
    chart = drawn()
    citizens, firms = trace(chart, "citoyen"), trace(chart, "entreprise")
    assert list(citizens.x) == [8.1, 6.0]
    assert list(firms.x) == [5.5]
    assert firms.marker.size[0] / SIGNS[FIRM].weight < citizens.marker.size[1]
    assert citizens.marker.color == SIGNS[CITIZEN].colour
    assert citizens.marker.symbol == SIGNS[CITIZEN].symbol


def test_the_ends_are_named_where_there_is_room() -> None:
    chart = drawn()
    assert [said.strip(NO_BREAK) for said in trace(chart, "citoyen").text] == ["", "Citoyens"]
    assert [said.strip(NO_BREAK) for said in trace(chart, "elu").text] == ["Élus", "Élus"]
    assert set(trace(chart, "elu").textposition) == {"middle left"}
    on_wall = trace(drawn(wall=True), "citoyen").text
    assert [said.strip(NO_BREAK) for said in on_wall] == ["Citoyens", "Citoyens"]


def test_a_withheld_group_is_not_drawn() -> None:
    chart = drawn()
    assert traces(chart, "association") == []
    assert "F06" not in list(trace(chart, "citoyen").customdata)


def test_the_sentence_tells_the_gaps_and_who_makes_the_widest() -> None:
    chart = drawn()
    assert chart is not None
    assert "Logement 3,9" in chart.alt
    assert "Emploi 1,0" in chart.alt
    assert chart.alt.endswith(f"«{NO_BREAK}Logement{NO_BREAK}»{NO_BREAK}: citoyens 8,1, élus 4,2.")


def test_an_english_gap_of_one_is_plural() -> None:
    chart = draw_gaps(ENGLISH, published(), read_domains(published(), SHOWN, figures()))
    assert "1.0 points" in trace(chart, "asides").text[1].replace("<br>", " ")


def test_under_two_regards_there_is_no_chart() -> None:
    shown = released({JOBS: {CITIZEN: mark(JOBS, 6.0)}})
    assert draw_gaps(FRENCH, published(), read_domains(published(), shown, figures())) is None


def test_the_ends_of_a_gap_tell_how_sure_it_is() -> None:
    told = trace(drawn(), "elu").hovertext
    wide, narrow = (each.replace("<br>", " ") for each in told)
    assert f"Écart, intervalle à 95{NO_BREAK}%" in wide
    assert f"Écart, intervalle à 95{NO_BREAK}%" in narrow
    assert "Écart" not in trace(drawn(), "entreprise").hovertext[0]
