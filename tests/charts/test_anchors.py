"""Anchor questions drawn: the share here, and France for the same regard and the same answers."""

import pytest

from diagnostic.benchmarks import Benchmark, Benchmarks, Measure
from diagnostic.charts import Chart, draw_anchor
from diagnostic.charts.palette import SIGNS
from diagnostic.confidence import Release, proportion_interval
from diagnostic.readings import AnchorReading, read_anchors
from tests.charts.drawn import trace, traces
from tests.charts.inputs import (
    ASSOCIATION,
    CATALYST,
    CITIZEN,
    ELECTED,
    FIRM,
    FRENCH,
    NO_BREAK,
    counted,
    figures,
    national,
    published,
    released,
    veiled,
)

AGREE = ("tout_a_fait", "plutot")


def share(viewpoint: str, value: float, year: str) -> Benchmark:
    from diagnostic.respondents import Viewpoint

    return national("K1", Viewpoint(viewpoint), value, year, measure=Measure.SHARE, options=AGREE)


K1 = released(
    {
        "K1": {
            CITIZEN: counted("K1", {"tout_a_fait": 10, "plutot": 22, "plutot_pas": 8}, (3, 1, 0)),
            ELECTED: veiled("K1"),
            FIRM: counted("K1", {"plutot": 6, "pas_du_tout": 6}, (0, 0, 0)),
        }
    }
)
FRANCE = figures(
    share("citoyen", 69, "2015"), share("citoyen", 74, "2019"), share("elu", 92, "2020")
)


def reading(question_id: str, shown: Release, france: Benchmarks) -> AnchorReading:
    return next(
        found
        for found in read_anchors(published(), shown, france)
        if found.question.id == question_id
    )


def drawn(**options: bool) -> Chart | None:
    return draw_anchor(FRENCH, published(), reading("K1", K1, FRANCE), **options)


def test_each_regard_is_at_its_share_of_the_summed_answers() -> None:
    chart = drawn()
    assert list(trace(chart, "citoyen").x) == pytest.approx([80.0])
    assert list(trace(chart, "entreprise").x) == pytest.approx([50.0])
    assert trace(chart, "citoyen").marker.color == SIGNS[CITIZEN].colour
    assert trace(chart, "citoyen").marker.symbol == SIGNS[CITIZEN].symbol
    assert [said.strip() for said in trace(chart, "asides").text] == [
        f"80{NO_BREAK}%",
        f"50{NO_BREAK}%",
    ]


def test_both_waves_of_france_stand_under_their_regard_with_their_years() -> None:
    france = trace(drawn(), "france")
    assert list(france.x) == [69.0, 74.0]
    assert [said.strip(NO_BREAK) for said in france.text] == ["2015", "2019"]
    assert france.marker.symbol == "diamond-open"
    mine = trace(drawn(), "citoyen").y[0]
    others = trace(drawn(), "entreprise").y[0]
    assert all(mine < y < others for y in france.y)


def test_a_thin_line_joins_the_local_mark_to_france() -> None:
    links = trace(drawn(), "links")
    assert list(links.x) == pytest.approx([80.0, 69.0, None, 80.0, 74.0, None])
    assert links.line.width == 1


def test_france_tells_its_figure_and_its_source() -> None:
    told = trace(drawn(), "france").hovertext[1].replace("<br>", " ")
    assert told.startswith(f"<b>France, citoyens, 2019{NO_BREAK}: 74{NO_BREAK}%</b>")
    assert "Producteur, Étude &lt;Regards&gt;, 2019, n = 2\u202f400" in told


def test_a_withheld_regard_is_not_drawn_nor_france_beside_it() -> None:
    chart = drawn()
    assert traces(chart, "elu") == []
    assert 92.0 not in list(trace(chart, "france").x)


def test_no_national_figure_is_said_when_pointed_at_and_not_in_the_drawing() -> None:
    chart = drawn()
    assert "Pas de repère national" in trace(chart, "entreprise").hovertext[0]
    assert "Pas de repère national" not in trace(chart, "citoyen").hovertext[0]
    written = str([trace(chart, meta).text for meta in ("names", "regards", "asides", "france")])
    assert "repère" not in written


def test_a_few_answers_beside_france_are_called_indicative() -> None:
    few = released({"K1": {CITIZEN: counted("K1", {"plutot": 6}, (0, 0, 0))}})
    chart = draw_anchor(FRENCH, published(), reading("K1", few, FRANCE))
    assert "n = 6, à titre indicatif" in trace(chart, "citoyen").hovertext[0]
    assert "indicatif" not in trace(drawn(), "citoyen").hovertext[0]


def test_the_label_of_the_summed_answers_holds_on_a_phone() -> None:
    shown = released({"K2": {FIRM: counted("K2", {"ancre": 3, "emerge": 4}, (0, 0, 0))}})
    france = figures(
        national(
            "K2", FIRM, 30, "2016", measure=Measure.SHARE, options=("ancre", "de_plus_en_plus")
        )
    )
    chart = draw_anchor(FRENCH, published(), reading("K2", shown, france))
    (label,) = trace(chart, "names").text
    lines = label.split("<br>")
    assert len(lines) > 1
    assert all(len(line) <= 40 for line in lines)
    assert " + " in " ".join(lines)


def test_ranks_have_the_first_at_the_right() -> None:
    counts = {"innovations": 5, "confiance_organisations": 2, "confiance_avenir": 4}
    shown = released({"K11": {CATALYST: counted("K11", counts, (0, 0, 0))}})
    france = figures(
        national("K11", CATALYST, 2, "2018", measure=Measure.RANK, options=("innovations",)),
        national(
            "K11", CATALYST, 1, "2018", measure=Measure.RANK, options=("confiance_organisations",)
        ),
    )
    chart = draw_anchor(FRENCH, published(), reading("K11", shown, france))
    assert chart is not None
    assert list(trace(chart, "catalyseur").x) == [1.0, 3.0]
    assert list(trace(chart, "france").x) == [2.0, 1.0]
    left, right = chart.figure.layout.xaxis.range
    assert left > right
    assert "innovations pour le territoire (catalyseurs rang 1, France 2018 rang 2)" in chart.alt


def test_without_france_the_regards_stand_side_by_side() -> None:
    counts = {"oui": 9, "projet": 1}
    shown = released(
        {
            "K6": {
                FIRM: counted("K6", counts, (0, 0, 0)),
                ASSOCIATION: counted("K6", {"oui": 5, "non": 5}, (0, 0, 0)),
            }
        }
    )
    chart = draw_anchor(FRENCH, published(), reading("K6", shown, figures()))
    assert list(trace(chart, "rows").customdata) == ["oui", "projet", "non"]
    assert list(trace(chart, "entreprise").x) == pytest.approx([90.0, 10.0, 0.0])
    assert list(trace(chart, "association").x) == pytest.approx([50.0, 0.0, 50.0])
    assert traces(chart, "france") == []


def test_where_no_regard_is_shown_the_whole_room_is() -> None:
    shown = released(whole={"K6": counted("K6", {"oui": 6, "non": 2}, (0, 0, 0))})
    chart = draw_anchor(FRENCH, published(), reading("K6", shown, figures()))
    assert chart is not None
    assert list(trace(chart, "whole").x) == pytest.approx([75.0, 0.0, 25.0])
    assert f"Oui 75{NO_BREAK}%" in chart.alt
    assert "n = 8" in chart.alt


def test_the_sentence_tells_here_and_france() -> None:
    chart = drawn()
    assert chart is not None
    said = f"citoyens 80{NO_BREAK}%, France 2015 69{NO_BREAK}%, France 2019 74{NO_BREAK}%"
    assert said in chart.alt
    assert f"entreprises 50{NO_BREAK}%" in chart.alt


def test_where_everybody_is_withheld_there_is_no_chart() -> None:
    shown = released({"K1": {ELECTED: veiled("K1")}})
    assert draw_anchor(FRENCH, published(), reading("K1", shown, FRANCE)) is None


def test_a_share_has_a_thin_line_and_a_verdict_and_a_rank_has_neither() -> None:
    citizens = trace(drawn(), "citoyen")
    found = proportion_interval(0.8, 40)
    assert found is not None
    assert list(citizens.error_x.array) == pytest.approx([found.high * 100 - 80])
    assert list(citizens.error_x.arrayminus) == pytest.approx([80 - found.low * 100])
    told = citizens.hovertext[0].replace("<br>", " ")
    assert f"intervalle à 95{NO_BREAK}%" in told
    assert "On ne peut pas trancher face à la France" in told  # 80 % of 40, beside 74 %
    ranked = released({"K11": {CATALYST: counted("K11", {"innovations": 3}, (0, 0, 0))}})
    france = figures(
        national("K11", CATALYST, 1, "2018", measure=Measure.RANK, options=("innovations",))
    )
    chart = draw_anchor(FRENCH, published(), reading("K11", ranked, france))
    assert trace(chart, "catalyseur").error_x.array is None
    assert "intervalle" not in trace(chart, "catalyseur").hovertext[0]
