"""A portrait drawn: one place a domain, its facets beside, and the unmeasured in words."""

from dataclasses import replace

from diagnostic.charts import Chart
from diagnostic.charts.portrait import draw_portrait
from diagnostic.indicators import Method, ObjectivePosition
from diagnostic.readings.measures import read_context
from tests.charts.drawn import everything, trace, traces
from tests.charts.facts import (
    FOUGERES,
    MAYOTTE,
    NOW,
    country,
    indicator,
    measure,
    objective,
    shipped,
    village,
    villages,
)
from tests.charts.inputs import ENGLISH, FRENCH, NO_BREAK, published

JOBLESS = indicator(label="Taux de chômage")
LONG = indicator(label="Demandeurs d’emploi depuis un an ou plus")
DOCTORS = indicator(label="Médecins généralistes", unit="pour 10 000 habitants")
JOBS = objective(
    "F01",
    0.62,
    (
        (measure(village(1), 9.5, of=JOBLESS), 0.7),
        (measure(village(1), 40.8, of=LONG, year="2013", method=Method.ESTIMATED), 0.5),
    ),
)
HEALTH = objective("F06", 0.04, ((measure(village(1), 8.9, of=DOCTORS), 0.04),))
TIES = objective(
    "F10",
    0.5,
    (
        (measure(village(1), 60.0), 0.5),
        (measure(village(1), None, missing="Le fichier n’a pas ce territoire."), None),
    ),
)
HOUSING = objective("F08", None, reason="Aucun indicateur réuni ne dit si l’on se loge cher.")
CONTEXT = {"F06": (measure(village(1), 12.3, of=indicator(label="Part des 65 ans ou plus")),)}
ALL = (HOUSING, JOBS, HEALTH, TIES)


def drawn(*positions: ObjectivePosition, **options: bool) -> Chart | None:
    given = positions or ALL
    return draw_portrait(FRENCH, published(), villages(), given, CONTEXT, in_year=NOW, **options)


def test_each_measured_domain_stands_at_its_place() -> None:
    chart = drawn()
    domains = trace(chart, "domains")
    assert list(domains.x) == [62.0, 4.0, 50.0]
    assert list(domains.customdata) == ["F01", "F06", "F10"]
    assert [said.split("<b>")[1].split("<")[0] for said in trace(chart, "asides").text] == [
        f"62{NO_BREAK}%",
        f"4{NO_BREAK}%",
        f"50{NO_BREAK}%",
    ]


def test_the_axis_says_what_a_place_is_and_marks_the_median() -> None:
    chart = drawn()
    assert chart is not None
    axis = chart.figure.layout.xaxis
    assert "Plus fragile que …" in axis.title.text
    assert "intercommunalités" in axis.title.text
    assert dict(zip(axis.tickvals, axis.ticktext, strict=True))[50] == "médiane"
    (line,) = chart.figure.layout.shapes
    assert line.x0 == line.x1 == 50


def test_facets_are_small_marks_on_the_domain_and_a_lone_one_is_not_told_twice() -> None:
    parts = trace(drawn(), "parts")
    assert list(parts.x) == [70.0, 50.0]
    assert set(parts.customdata) == {"F01"}
    assert parts.marker.size < trace(drawn(), "domains").marker.size


def test_with_facets_each_has_its_line_and_its_value() -> None:
    chart = drawn(facets=True)
    assert list(trace(chart, "parts").x) == [70.0, 50.0, 4.0, 50.0]
    said = list(trace(chart, "figures").text)
    assert f"9,5{NO_BREAK}%" in said
    assert f"40,8{NO_BREAK}% (2013)" in said
    assert "8,9" in said


def test_a_missing_facet_is_a_dash_and_nothing_is_drawn_for_it() -> None:
    chart = drawn(TIES, facets=True)
    assert len(trace(chart, "parts").x) == 1
    figures, hovers = trace(chart, "figures").text, trace(chart, "figures").hovertext
    number = list(figures).index("–")
    assert "Le fichier n’a pas ce territoire." in hovers[number].replace("<br>", " ")


def test_a_fact_of_context_is_told_in_words_without_a_mark() -> None:
    chart = drawn(HEALTH, facets=True)
    words = trace(chart, "facets")
    number = next(i for i, said in enumerate(words.text) if said.startswith("Pour situer"))
    assert trace(chart, "figures").text[number] == f"12,3{NO_BREAK}%"
    assert list(trace(chart, "parts").x) == [4.0]


def test_a_domain_without_measure_comes_last_in_words_with_its_reason() -> None:
    chart = drawn()
    last = trace(chart, "facets")
    assert list(last.customdata) == ["F08"]
    assert last.text[0].replace(NO_BREAK, " ") == "Logement : sans mesure"
    assert "se loge cher" in last.hovertext[0].replace("<br>", " ")
    told = drawn(facets=True)
    assert "se loge cher" in trace(told, "facets").text[-1].replace("<br>", " ")


def test_pointing_tells_the_place_in_words_the_value_the_year_and_the_source() -> None:
    said = trace(drawn(), "parts").hovertext[1].replace("<br>", " ")
    assert f"40,8{NO_BREAK}% (estimé, chiffre de 2013)" in said
    assert f"Plus fragile que 50{NO_BREAK}% des intercommunalités." in said
    assert "Insee" in said
    domain = trace(drawn(), "domains").hovertext[0].replace("<br>", " ")
    assert f"Plus fragile que 62{NO_BREAK}% des intercommunalités." in domain
    assert "D’après 2 mesures sur 2." in domain


def test_both_ends_are_neither_none_nor_all() -> None:
    ends = drawn(objective("F01", 0.0), objective("F06", 1.0))
    assert [said for said in trace(ends, "asides").text] == [
        f"<b>moins de 1{NO_BREAK}%</b>",
        f"<b>plus de 99{NO_BREAK}%</b>",
    ]


def test_a_borrowed_place_is_among_the_territories_of_its_own_level() -> None:
    lent = objective("F01", 0.6, borrowed_from=MAYOTTE)
    chart = draw_portrait(FRENCH, published(), country(), [lent], in_year=NOW)
    assert chart is not None
    assert "départements" in chart.figure.layout.xaxis.title.text


def test_the_alternative_lists_places_then_what_is_not_measured() -> None:
    chart = drawn()
    assert chart is not None
    assert f"Emploi 62{NO_BREAK}%" in chart.alt
    assert "Sans mesure" in chart.alt
    assert chart.alt.endswith("Logement.")


def test_without_any_measured_domain_there_is_no_chart() -> None:
    assert drawn(HOUSING) is None
    assert draw_portrait(FRENCH, published(), villages(), [], in_year=NOW) is None


def test_the_domain_is_selected_from_anywhere_on_its_lines() -> None:
    chart = drawn(facets=True)
    rows = trace(chart, "rows")
    assert list(rows.customdata) == ["F01", "F06", "F10", "F08"]
    tops = [y - width / 2 for y, width in zip(rows.y, rows.width, strict=True)]
    bottoms = [y + width / 2 for y, width in zip(rows.y, rows.width, strict=True)]
    assert all(abs(a - b) < 0.01 for a, b in zip(bottoms, tops[1:], strict=False))


def test_a_hostile_label_is_shown_letter_for_letter() -> None:
    words = indicator(label="<script>alert(1)</script>")
    position = objective("F01", 0.6, ((measure(village(0), 5.0, of=words), 0.6),))
    said = everything(drawn(position, facets=True))
    assert "<script>" not in said
    assert "CC &lt;b&gt;" in said


def test_english_figures_and_the_wall_and_the_dark() -> None:
    chart = draw_portrait(ENGLISH, published(), villages(), ALL, CONTEXT, in_year=NOW, facets=True)
    assert "9.5%" in list(trace(chart, "figures").text)
    for other in (drawn(wall=True), drawn(dark=True)):
        assert list(trace(other, "domains").x) == [62.0, 4.0, 50.0]
    assert trace(drawn(wall=True), "names").textfont.size >= 24


def test_the_shipped_domains_of_fougeres_and_of_mayotte_are_drawn() -> None:
    for key in (FOUGERES, MAYOTTE):
        positions = [
            shipped().objective_of(key, links.domain_id, country()) for links in shipped().domains
        ]
        facts = [fact.latest for fact in shipped().of(key, country())]
        context = read_context(shipped().domains, facts)
        chart = draw_portrait(
            FRENCH, published(), country(), positions, context, in_year=NOW, facets=True
        )
        known = [position for position in positions if position.value is not None]
        assert len(trace(chart, "domains").x) == len(known)
        assert len(trace(chart, "rows").customdata) == 16
        assert len(traces(chart, "parts")) == 1


def test_the_axis_names_the_level_of_most_domains() -> None:
    lent = replace(JOBS, borrowed_from=MAYOTTE)
    chart = drawn(lent, HEALTH, TIES)
    assert chart is not None
    assert "intercommunalités" in chart.figure.layout.xaxis.title.text
    assert "intercommunalités" in chart.alt
