"""Tables tell the figures of the charts; exports tell nothing that a spreadsheet would run."""

import csv
import io

import pandas as pd
import pytest

from diagnostic.answers import Answer, Passage
from diagnostic.benchmarks import Measure
from diagnostic.charts import draw_axes, draw_distribution, draw_fragilities, draw_gaps
from diagnostic.questionnaire import ChoiceQuestion
from diagnostic.readings import read_anchors, read_axes, read_domains, read_items
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.scoring import Tally
from diagnostic.tables import (
    anchor_table,
    axes_table,
    distribution_table,
    escape_markdown,
    export_answers,
    fragilities_table,
    gaps_table,
    items_table,
    to_csv,
)
from tests.builders import dont_know, given, not_concerned, text, tiny_questionnaire
from tests.charts.drawn import trace
from tests.charts.inputs import (
    CATALYST,
    CITIZEN,
    ELECTED,
    ENGLISH,
    FIRM,
    FRENCH,
    NO_BREAK,
    axis_mark,
    counted,
    figures,
    mark,
    national,
    published,
    released,
    veiled,
)

JOBS, HOUSING, HEALTH = "F01.G", "F08.G", "F06.G"
NEW = national(JOBS, CITIZEN, 6.4, "2019")
SHOWN = released(
    {
        JOBS: {CITIZEN: mark(JOBS, 6.2, 1200), ELECTED: mark(JOBS, 5.0, 9)},
        HOUSING: {CITIZEN: mark(HOUSING, 8.0), ELECTED: veiled(HOUSING)},
    },
    whole={HEALTH: mark(HEALTH, 4.5, 7)},
    withheld=frozenset({FIRM}),
)
READINGS = read_domains(published(), SHOWN, figures(national(JOBS, CITIZEN, 7.1, "2015"), NEW))
TOO_FEW, DASH = "trop peu de réponses", "–"


def test_the_table_of_fragilities_has_the_figures_of_its_chart() -> None:
    table = fragilities_table(FRENCH, published(), READINGS, (CITIZEN, ELECTED, FIRM))
    chart = draw_fragilities(FRENCH, published(), READINGS)
    assert list(table["Domaine"]) == list(trace(chart, "names").text)
    crosses = [FRENCH.number(value) for value in trace(chart, "cross").x]
    assert list(table["Note croisée"]) == [*crosses, DASH]
    drawn = [FRENCH.number(value) for value in trace(chart, "citoyen").x]
    assert [cell.split(" ")[0] for cell in table["Citoyens (n)"][:2]] == drawn
    assert table["France, citoyens (année)"][1] == "6,4 (2019)"
    assert trace(chart, "france").x[0] == 6.4


def test_a_cell_says_its_base_or_why_it_has_none() -> None:
    table = fragilities_table(FRENCH, published(), READINGS, (CITIZEN, ELECTED, FIRM))
    assert list(table["Citoyens (n)"]) == ["8,0 (12)", "6,2 (1\u202f200)", TOO_FEW]
    assert list(table["Élus (n)"]) == [TOO_FEW, "5,0 (9)", TOO_FEW]
    assert list(table["Entreprises (n)"]) == [TOO_FEW] * 3
    assert list(table["Toute la salle (n)"]) == [DASH, DASH, "4,5 (7)"]
    assert list(table["France, citoyens (année)"]) == [DASH, "6,4 (2019)", DASH]


def test_a_column_gives_the_interval_of_each_regard_or_says_why_there_is_none() -> None:
    shown = released({JOBS: {CITIZEN: mark(JOBS, 6.2, 1200), ELECTED: mark(JOBS, 5.0, 4)}})
    readings = read_domains(published(), shown, figures(NEW))
    table = fragilities_table(FRENCH, published(), readings)
    assert list(table[f"Citoyens, intervalle à 95{NO_BREAK}%"]) == ["6,1 à 6,3"]
    assert list(table[f"Élus, intervalle à 95{NO_BREAK}%"]) == [
        "trop peu de réponses pour un intervalle"
    ]
    # 6,2 − 6,4 beside a study of 2 400 people whose spread is not published.
    assert list(table["Face à la France, citoyens"]) == [f"−0,2 (−0,4 à 0,0){NO_BREAK}: proche"]


def test_the_table_of_gaps_gives_the_interval_of_each_gap() -> None:
    shown = released({JOBS: {CITIZEN: mark(JOBS, 6.0, 40), ELECTED: mark(JOBS, 4.0, 40)}})
    table = gaps_table(FRENCH, published(), read_domains(published(), shown, figures()))
    (said,) = table[f"Écart, intervalle à 95{NO_BREAK}%"]
    low, high = (float(end.replace(",", ".")) for end in said.split(" à "))
    assert 1 < low < 2 < high < 3


def test_regards_that_are_not_named_have_a_column_only_with_a_mark() -> None:
    table = fragilities_table(FRENCH, published(), READINGS)
    assert "Élus (n)" in table.columns
    assert "Entreprises (n)" not in table.columns


def test_a_table_speaks_the_language_of_its_reader() -> None:
    table = fragilities_table(ENGLISH, published(), READINGS)
    assert list(table.iloc[:, 0]) == ["Housing", "Jobs", "Health"]
    assert list(table["Citizens (n)"])[:2] == ["8.0 (12)", "6.2 (1,200)"]


def test_the_table_of_gaps_has_the_figures_of_its_chart() -> None:
    shown = released(
        {
            JOBS: {CITIZEN: mark(JOBS, 6.0), ELECTED: mark(JOBS, 5.2)},
            HOUSING: {CITIZEN: mark(HOUSING, 8.1), ELECTED: mark(HOUSING, 4.2)},
        }
    )
    readings = read_domains(published(), shown, figures())
    table = gaps_table(FRENCH, published(), readings)
    assert list(table["Domaine"]) == ["Logement", "Emploi"]
    assert list(table["Écart (points)"]) == ["3,9", "0,8"]
    assert list(table["Lecture"]) == ["écart de regards", "accord"]
    assert list(table["Note la plus haute"]) == ["Citoyens 8,1", "Citoyens 6,0"]
    assert list(table["Note la plus basse"]) == ["Élus 4,2", "Élus 5,2"]
    links = trace(draw_gaps(FRENCH, published(), readings), "links").x
    assert [FRENCH.number(links[1] - links[0]), FRENCH.number(links[4] - links[3])] == list(
        table["Écart (points)"]
    )


def test_the_table_of_axes_has_the_figures_of_its_chart() -> None:
    shown = released(
        axes={
            "A": {ELECTED: axis_mark("A", 2.4), FIRM: axis_mark("A", 1.2)},
            "B": {ELECTED: axis_mark("B", 3.0), FIRM: axis_mark("B", None, unknown=0.62)},
            "C": {ELECTED: axis_mark("C", 1.0), FIRM: axis_mark("C", None, given=3)},
        }
    )
    readings = read_axes(published(), shown)
    table = axes_table(FRENCH, published(), readings, tuple(Viewpoint))
    assert list(table["Axe"])[0] == "A Animer le dialogue territorial"
    assert list(table["Moyenne des regards"]) == ["1,8", "3,0", "1,0"]
    assert list(table["Élus (n)"]) == ["2,4 (8)", "3,0 (8)", "1,0 (8)"]
    assert list(table["Entreprises (n)"]) == [
        "1,2 (8)",
        f"ne sait pas{NO_BREAK}: 62{NO_BREAK}%",
        TOO_FEW,
    ]
    assert list(trace(draw_axes(FRENCH, published(), readings), "elu").x) == [2.4, 3.0, 1.0]


def test_a_regard_that_is_never_asked_has_no_column() -> None:
    shown = released(axes={"A": {ELECTED: axis_mark("A", 2.4)}})
    table = axes_table(FRENCH, published(), read_axes(published(), shown), tuple(Viewpoint))
    assert "Citoyens (n)" not in table.columns
    assert list(table["Catalyseurs (n)"]) == [TOO_FEW]


def test_an_item_that_a_regard_is_not_asked_has_a_dash() -> None:
    shown = released({"B1": {ELECTED: mark("B1", 2.5, 9)}, "B3": {CATALYST: mark("B3", 1.5, 6)}})
    readings = read_items(published(), shown, published().axis("B"))
    table = items_table(FRENCH, published(), readings, (ELECTED, CATALYST))
    assert list(table["Question"]) == [
        "B1 Aide à trouver un partenaire",
        "B3 Relations équilibrées",
    ]
    assert list(table["Élus (n)"]) == ["2,5 (9)", DASH]
    assert list(table["Catalyseurs (n)"]) == [TOO_FEW, "1,5 (6)"]


def test_an_anchor_table_sets_france_beside_its_regard_with_year_and_source() -> None:
    agree = ("tout_a_fait", "plutot")
    france = figures(
        *(
            national("K1", CITIZEN, value, year, measure=Measure.SHARE, options=agree)
            for value, year in ((69, "2015"), (74, "2019"))
        )
    )
    shown = released(
        {
            "K1": {
                CITIZEN: counted("K1", {"plutot": 8, "pas_du_tout": 2}, (1, 0, 0)),
                ELECTED: veiled("K1"),
            }
        }
    )
    (reading,) = read_anchors(published(), shown, france)
    table = anchor_table(FRENCH, published(), reading)
    assert list(table["Regard"]) == ["Citoyens", "Élus"]
    assert list(table["Ici"]) == [f"80{NO_BREAK}%", TOO_FEW]
    assert list(table["Réponses (n)"]) == ["10", DASH]
    assert list(table["France (année)"]) == [
        f"69{NO_BREAK}% (2015), 74{NO_BREAK}% (2019)",
        DASH,
    ]
    assert "Producteur, Étude <Regards>, 2019" in table["Source"][0]
    assert list(table["Intervalle à 95 %".replace(" %", f"{NO_BREAK}%")]) == [
        f"49{NO_BREAK}% à 94{NO_BREAK}%",
        DASH,
    ]
    assert list(table["Face à la France"]) == [
        f"+6 (−25 à +20){NO_BREAK}: on ne peut pas trancher",
        DASH,
    ]


def test_an_anchor_table_of_ranks_says_ranks() -> None:
    france = figures(
        national("K11", CATALYST, 1, "2018", measure=Measure.RANK, options=("innovations",))
    )
    shown = released(
        {"K11": {CATALYST: counted("K11", {"innovations": 3, "confiance_avenir": 5}, (0, 0, 0))}}
    )
    (reading,) = read_anchors(published(), shown, france)
    table = anchor_table(FRENCH, published(), reading)
    assert list(table["Ici"]) == ["rang 2"]
    assert list(table["France (année)"]) == ["rang 1 (2018)"]


def test_an_anchor_table_of_the_whole_room_has_its_shares() -> None:
    shown = released(whole={"K6": counted("K6", {"oui": 6, "non": 2}, (1, 0, 0))})
    (reading,) = read_anchors(published(), shown, figures())
    table = anchor_table(FRENCH, published(), reading)
    assert list(table["Toute la salle"])[:3] == [
        f"75{NO_BREAK}%",
        f"0{NO_BREAK}%",
        f"25{NO_BREAK}%",
    ]


def test_a_distribution_table_counts_apart_what_is_no_answer() -> None:
    question = published().question(JOBS)
    tallies = {
        CITIZEN: Tally(JOBS, 10, 3, 1, 2, ((0, 1), (5, 4), (7, 5)), 5.5, 2.0),
        ELECTED: veiled(JOBS),
    }
    table = distribution_table(FRENCH, published(), question, tallies)
    chart = draw_distribution(FRENCH, published(), question, tallies)
    rows = dict(zip(table["Réponse"], table["Citoyens"], strict=True))
    assert [rows[str(value)] for value in range(11)] == [
        FRENCH.percent(share / 100) for share in trace(chart, "citoyen").y
    ]
    assert rows["ont répondu (n)"] == "10"
    assert rows["moyenne"] == "5,5"
    assert rows[f"intervalle à 95{NO_BREAK}%"] == "4,1 à 6,8"
    assert rows["accord (A de van der Eijk, −1 à 1)"] == "0,58"
    assert (rows["ne sait pas"], rows["pas concerné"], rows["sans réponse"]) == ("3", "1", "2")
    hidden = dict(zip(table["Réponse"], table["Élus"], strict=True))
    assert {hidden[name] for name in ("0", "10", "ont répondu (n)", "moyenne")} == {TOO_FEW}
    assert hidden["ne sait pas"] == "4"


def test_a_table_shown_as_markdown_shows_what_was_typed() -> None:
    typed = pd.DataFrame({"a_b": ["![x](http://exemple.fr/x.png)", "simple"]})
    shown = escape_markdown(typed)
    assert shown.iloc[0, 0] == r"\!\[x\]\(http\://exemple.fr/x.png\)"
    assert shown.iloc[1, 0] == "simple"
    assert list(shown.columns) == [r"a\_b"]
    assert typed.iloc[0, 0] == "![x](http://exemple.fr/x.png)"


def passage(number: int, viewpoint: Viewpoint, *answers: Answer) -> Passage:
    return Passage(
        Submission(number, 7, viewpoint, short=False),
        {answer.question_id: answer for answer in answers},
        {"F01.G": "un commentaire"},
    )


PASSAGES = [
    passage(31, CITIZEN, given("F01.G", 7), dont_know("F02.G"), given("mot", "Je suis Zoé")),
    passage(32, ELECTED, given("priorites", ("F02", "F01")), not_concerned("F01.G")),
    passage(33, FIRM, given("age", "jeune")),
]


def test_answers_are_exported_one_per_row() -> None:
    table = export_answers(PASSAGES, tiny_questionnaire(), {7: 2})
    assert list(table.columns) == ["personne", "vague", "regard", "question", "etat", "valeur"]
    said = {tuple(row[1:]) for row in table.itertuples(index=False)}
    assert said == {
        (2, "citoyen", "F01.G", "repondu", 7),
        (2, "citoyen", "F02.G", "ne_sait_pas", ""),
        (2, "citoyen", "mot", "repondu", ""),
        (2, "elu", "priorites", "repondu", "F02|F01"),
        (2, "elu", "F01.G", "pas_concerne", ""),
        (2, "entreprise", "age", "repondu", "jeune"),
    }
    assert sorted(set(table["personne"])) == [1, 2, 3]


def test_the_order_of_the_export_does_not_depend_on_who_came_first() -> None:
    renumbered = [
        Passage(Submission(90 - i, 7, p.submission.viewpoint, short=False), p.answers, {})
        for i, p in enumerate(reversed(PASSAGES))
    ]
    first = export_answers(PASSAGES, tiny_questionnaire(), {7: 1})
    second = export_answers(renumbered, tiny_questionnaire(), {7: 1})
    assert first.equals(second)


def test_neither_comment_nor_date_nor_number_of_submission_is_exported() -> None:
    content = to_csv(export_answers(PASSAGES, tiny_questionnaire(), {7: 1})).decode("utf-8-sig")
    assert "commentaire" not in content
    for number in ("31", "32", "33"):
        assert number not in content


def test_what_people_wrote_is_exported_only_on_request() -> None:
    without = export_answers(PASSAGES, tiny_questionnaire(), {7: 1})
    assert "Je suis Zoé" not in list(without["valeur"])
    asked = export_answers(PASSAGES, tiny_questionnaire(), {7: 1}, free_texts=True)
    assert "Je suis Zoé" in list(asked["valeur"])


def test_an_unknown_question_is_taken_for_a_free_text_unless_it_is_given() -> None:
    said = [passage(1, CITIZEN, given("L1", "o1"))]
    assert list(export_answers(said, tiny_questionnaire(), {7: 1})["valeur"]) == [""]
    age = tiny_questionnaire().question("age")
    assert isinstance(age, ChoiceQuestion)
    local = age.model_copy(update={"id": "L1", "wording": text("Locale ?")})
    known = export_answers(said, tiny_questionnaire(), {7: 1}, local=[local])
    assert list(known["valeur"]) == ["o1"]


def test_a_french_spreadsheet_opens_the_file_as_it_is() -> None:
    content = to_csv(pd.DataFrame({"Réponse": ["été"], "moyenne": [6.4], "n": [12]}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == "Réponse;moyenne;n\r\nété;6,4;12\r\n"


def test_the_international_file_has_points_and_commas() -> None:
    content = to_csv(pd.DataFrame({"Réponse": ["été"], "moyenne": [6.4]}), french=False)
    assert content.decode("utf-8") == "Réponse,moyenne\r\nété,6.4\r\n"


def test_a_missing_figure_is_an_empty_cell() -> None:
    content = to_csv(pd.DataFrame({"a": [1.5, None], "b": ["x", None]}))
    assert content.decode("utf-8-sig").splitlines()[1:] == ["1,5;x", ";"]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "\0"])
def test_a_text_that_would_run_as_a_formula_gets_an_apostrophe(first: str) -> None:
    content = to_csv(pd.DataFrame({f"{first}titre": [f"{first}1+1", "2-1"]}))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [[f"'{first}titre"], [f"'{first}1+1"], ["2-1"]]


def test_a_negative_figure_stays_a_figure() -> None:
    content = to_csv(pd.DataFrame({"tendance": [-0.5], "rang": [-2]}))
    assert content.decode("utf-8-sig").splitlines()[1] == "-0,5;-2"
