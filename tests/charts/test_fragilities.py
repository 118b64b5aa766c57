"""R1 drawn: every mark is where the reading says, France beside its own regard."""

import pytest

from diagnostic.benchmarks import Measure
from diagnostic.charts import Chart, draw_fragilities
from diagnostic.charts.palette import DARK, SIGNS
from diagnostic.confidence import mean_interval
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import read_domains
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from tests.builders import text
from tests.charts.drawn import everything, trace, traces
from tests.charts.inputs import (
    CITIZEN,
    ELECTED,
    ENGLISH,
    FIRM,
    FRENCH,
    NO_BREAK,
    figures,
    mark,
    national,
    published,
    released,
    veiled,
)

JOBS, HOUSING, HEALTH = "F01.G", "F08.G", "F06.G"
OLD = national(JOBS, CITIZEN, 7.1, "2015", sample=2000)
NEW = national(JOBS, CITIZEN, 6.4, "2019")
FIRMS = national(JOBS, FIRM, 5.7, "2015", sample=None)


def drawn(**options: bool) -> Chart | None:
    shown = released(
        {
            JOBS: {
                CITIZEN: mark(JOBS, 6.2, 40),
                ELECTED: mark(JOBS, 5.0, 9, deviation=2.8),
                FIRM: mark(JOBS, 6.3, 14),
            },
            HOUSING: {CITIZEN: mark(HOUSING, 8.0), ELECTED: veiled(HOUSING)},
        },
        whole={HEALTH: mark(HEALTH, 4.5, 7)},
    )
    readings = read_domains(published(), shown, figures(OLD, NEW, FIRMS))
    return draw_fragilities(FRENCH, published(), readings, **options)


def test_domains_are_ranked_and_those_without_a_mark_are_not_drawn() -> None:
    names = trace(drawn(), "names")
    assert list(names.customdata) == ["F08", "F01", "F06"]
    assert list(names.y) == sorted(names.y)


def test_each_mark_is_at_its_mean() -> None:
    chart = drawn()
    assert list(trace(chart, "citoyen").x) == [8.0, 6.2]
    assert list(trace(chart, "elu").x) == [5.0]
    assert list(trace(chart, "entreprise").x) == [6.3]


def test_a_withheld_group_is_not_drawn() -> None:
    chart = drawn()
    assert list(trace(chart, "elu").customdata) == ["F01"]
    assert traces(chart, "catalyseur") == []


@pytest.mark.parametrize("options", [{}, {"dark": True}, {"wall": True}])
def test_a_regard_keeps_its_colour_and_shape(options: dict[str, bool]) -> None:
    chart = drawn(**options)
    for viewpoint in (CITIZEN, ELECTED, FIRM):
        marker = trace(chart, str(viewpoint)).marker
        assert marker.color == SIGNS[viewpoint].colour
        assert marker.symbol == SIGNS[viewpoint].symbol


def test_the_bar_is_the_mean_of_the_regards_means() -> None:
    bar = trace(drawn(), "cross")
    assert list(bar.customdata) == ["F08", "F01"]
    assert list(bar.x) == [8.0, pytest.approx((6.2 + 5.0 + 6.3) / 3)]


def test_a_domain_without_a_regard_shows_the_whole_room_hollow() -> None:
    bar = trace(drawn(), "whole")
    assert list(bar.x) == [4.5]
    assert bar.marker.color == "rgba(0,0,0,0)"
    assert bar.name == "Toute la salle"
    assert trace(drawn(), "asides").text[2].startswith(f"toute la salle{NO_BREAK}: 4,5")


def test_france_is_the_latest_figure_of_the_same_regard() -> None:
    france = trace(drawn(), "france")
    assert list(france.x) == [NEW.value, FIRMS.value]
    assert list(france.customdata) == ["F01", "F01"]
    assert [said.strip(NO_BREAK) for said in france.text] == ["citoyens 2019", "entreprises 2015"]
    assert france.marker.symbol == "diamond-open"
    assert len(set(france.textposition)) == 2


def test_france_says_its_regard_year_base_and_source() -> None:
    told, without_base = trace(drawn(), "france").hovertext
    assert told.startswith(f"<b>France, citoyens, 2019{NO_BREAK}: 6,4/10</b>")
    flat = told.replace("<br>", " ")
    assert NEW.source.short("fr").replace("<", "&lt;").replace(">", "&gt;") in flat
    assert "n non indiqué" in without_base.replace("<br>", " ")


def test_france_is_not_drawn_beside_nobody() -> None:
    shown = released({JOBS: {ELECTED: mark(JOBS, 5.0)}})
    readings = read_domains(published(), shown, figures(NEW))
    assert traces(draw_fragilities(FRENCH, published(), readings), "france") == []


def test_a_national_share_is_never_set_on_a_scale_of_marks() -> None:
    odd = national(JOBS, CITIZEN, 8.0, "2020", measure=Measure.SHARE)
    shown = released({JOBS: {CITIZEN: mark(JOBS, 5.0)}})
    chart = draw_fragilities(FRENCH, published(), read_domains(published(), shown, figures(odd)))
    assert traces(chart, "france") == []


def test_a_mark_tells_its_mean_and_its_base_in_french() -> None:
    first, second = trace(drawn(), "citoyen").hovertext
    assert f"Citoyens{NO_BREAK}: 8,0/10<br>n = 12" in first
    assert f"Citoyens{NO_BREAK}: 6,2/10<br>n = 40" in second
    assert "indicatif" not in second


def test_a_small_group_beside_france_is_called_indicative() -> None:
    assert "n = 14, à titre indicatif" in trace(drawn(), "entreprise").hovertext[0]
    assert "indicatif" not in trace(drawn(), "elu").hovertext[0]


def test_a_regard_that_does_not_agree_with_itself_says_so() -> None:
    assert "Avis dispersés" in trace(drawn(), "elu").hovertext[0]
    assert "Avis dispersés" not in trace(drawn(), "entreprise").hovertext[0]


def test_a_regard_in_two_camps_says_so() -> None:
    camps = Tally(JOBS, 10, 0, 0, 0, ((2, 5), (9, 5)), 5.5, 3.7)
    readings = read_domains(published(), released({JOBS: {CITIZEN: camps}}), figures())
    told = trace(draw_fragilities(FRENCH, published(), readings), "citoyen").hovertext[0]
    assert "partagés en deux camps" in told.replace("<br>", " ")
    assert "dispersés" not in told


def test_a_thin_line_goes_from_end_to_end_of_each_interval() -> None:
    line = trace(drawn(), "citoyen").error_x
    first, second = mean_interval(12, 8.0, 1.0, (0, 10)), mean_interval(40, 6.2, 1.0, (0, 10))
    assert first is not None
    assert second is not None
    assert list(line.array) == pytest.approx([first.high - 8.0, second.high - 6.2])
    assert list(line.arrayminus) == pytest.approx([8.0 - first.low, 6.2 - second.low])
    assert line.width == 0


def test_a_line_is_thicker_on_a_wall() -> None:
    thin, thick = (trace(drawn(wall=wall), "citoyen").error_x.thickness for wall in (False, True))
    assert thick > thin


def test_three_answers_have_a_mark_and_no_line() -> None:
    shown = released({JOBS: {CITIZEN: mark(JOBS, 6.0, 3), ELECTED: mark(JOBS, 6.0, 8)}})
    chart = draw_fragilities(FRENCH, published(), read_domains(published(), shown, figures()))
    few, enough = trace(chart, "citoyen"), trace(chart, "elu")
    assert few.error_x.array is None
    assert enough.error_x.array is not None
    assert "trop peu de réponses pour un intervalle" in few.hovertext[0].replace("<br>", " ")


def test_a_mark_says_where_it_stands_beside_france() -> None:
    here = trace(drawn(), "citoyen").hovertext[1].replace("<br>", " ")
    assert "On ne peut pas trancher face à la France" in here or "Proche du niveau" in here
    firms = trace(drawn(), "entreprise").hovertext[0].replace("<br>", " ")
    assert "seule l’incertitude d’ici compte" in firms  # their study states no base


def test_selecting_a_row_gives_the_domain() -> None:
    rows = trace(drawn(), "rows")
    assert list(rows.customdata) == ["F08", "F01", "F06"]
    assert rows.hoverinfo == "none"


def test_the_sentence_tells_the_figures_that_are_seen() -> None:
    chart = drawn()
    assert chart is not None
    assert chart.alt.startswith("3 domaines, du plus au moins fragile")
    for said in ("Logement 8,0", "Emploi 5,8", "Santé 4,5 (toute la salle)"):
        assert said in chart.alt
    assert "2 mesures" in chart.alt
    assert "<" not in chart.alt


def test_figures_follow_the_language() -> None:
    shown = released({JOBS: {CITIZEN: mark(JOBS, 6.2)}})
    chart = draw_fragilities(ENGLISH, published(), read_domains(published(), shown, figures()))
    assert chart is not None
    assert "Jobs 6.2" in chart.alt
    assert "6.2/10" in trace(chart, "citoyen").hovertext[0]
    assert chart.figure.layout.separators == ".,"


def test_the_name_of_a_domain_is_never_read_as_code() -> None:
    domain = (
        published()
        .domains[0]
        .model_copy(
            update={
                "name": text("<script>alert(1)</script> %{x}"),
                "short": text("<b>Emploi</b> & <a href='x'>lien</a>"),
            }
        )
    )
    hostile = published().model_copy(update={"domains": (domain, *published().domains[1:])})
    assert isinstance(hostile, Questionnaire)
    shown = released({JOBS: {CITIZEN: mark(JOBS, 6.0)}})
    chart = draw_fragilities(FRENCH, hostile, read_domains(hostile, shown, figures()))
    content = everything(chart)
    assert "<script" not in content
    assert "&lt;script&gt;" in content
    assert "<a " not in content
    assert "hovertemplate" not in content


def test_names_are_wrapped_for_a_phone() -> None:
    domain = (
        published()
        .domains[0]
        .model_copy(
            update={"short": text("Un nom de domaine vraiment très long pour un téléphone")}
        )
    )
    long = published().model_copy(update={"domains": (domain, *published().domains[1:])})
    shown = released({JOBS: {CITIZEN: mark(JOBS, 6.0)}, HOUSING: {CITIZEN: mark(HOUSING, 5.0)}})
    chart = draw_fragilities(FRENCH, long, read_domains(long, shown, figures()))
    first, second = trace(chart, "names").text
    assert all(len(line) <= 22 for line in first.split("<br>"))
    assert first.count("<br>") == 2
    assert second == "Logement"
    heights = trace(chart, "rows").width
    assert heights[0] > heights[1]


def test_close_marks_do_not_hide_one_another() -> None:
    marks = {viewpoint: mark(JOBS, 5.0 + 0.01 * i) for i, viewpoint in enumerate(Viewpoint)}
    readings = read_domains(published(), released({JOBS: marks}), figures())
    chart = draw_fragilities(FRENCH, published(), readings)
    heights = [trace(chart, str(viewpoint)).y[0] for viewpoint in Viewpoint]
    assert len(set(heights)) == len(heights)


def test_without_any_mark_there_is_no_chart() -> None:
    readings = read_domains(published(), released(), figures(NEW))
    assert draw_fragilities(FRENCH, published(), readings) is None


def test_the_chart_neither_zooms_nor_hides_a_regard() -> None:
    chart = drawn()
    assert chart is not None
    layout = chart.figure.layout
    assert layout.dragmode is False
    assert layout.xaxis.fixedrange is True
    assert layout.legend.itemclick is False
    assert layout.height == chart.height
    assert layout.separators == ",\u202f"


def test_the_dark_and_the_wall_change_the_look_and_not_the_figures() -> None:
    usual, dark, wall = drawn(), drawn(dark=True), drawn(wall=True)
    assert dark is not None
    assert wall is not None
    assert dark.figure.layout.font.color == DARK.text
    assert wall.figure.layout.font.size >= 24
    assert wall.figure.layout.xaxis.tickfont.size >= 24
    for other in (dark, wall):
        assert list(trace(other, "citoyen").x) == list(trace(usual, "citoyen").x)
        assert list(trace(other, "france").x) == list(trace(usual, "france").x)
