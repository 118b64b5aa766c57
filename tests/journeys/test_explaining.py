"""Beside each chart, the figures it draws explain themselves."""

import json
from collections.abc import Iterable

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from diagnostic.answers import Answer
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.builders import given
from tests.journeys.test_families import come
from tests.journeys.visitor import Visitor

LIST = "choix:chiffre-{}"


def say(
    store: Store, wave: Wave, viewpoint: Viewpoint, people: int, answers: Iterable[Answer]
) -> None:
    said = list(answers)
    for _ in range(people):
        submission, _ = store.begin(wave, viewpoint, short=False)
        store.save(submission, said)


@pytest.fixture
def heard(store: Store, wave: Wave, diagnostic: Diagnostic) -> Diagnostic:
    """Six citizens, five élus, and three firms that are too few."""
    told = [given("F06.G", 8), given("F01.G", 5), given("F06.C", 1), given("K2", "emerge")]
    organised = [given("F06.G", 3), given("F01.G", 4), given("A1", 2), given("K2", "ancre")]
    say(store, wave, Viewpoint.CITIZEN, 6, told)
    say(store, wave, Viewpoint.ELECTED, 5, organised)
    say(store, wave, Viewpoint.FIRM, 3, [given("F06.G", 10)])
    return diagnostic


def read(diagnostic: Diagnostic, reading: str) -> Visitor:
    return Visitor(d=diagnostic.code).go("resultats").pick("lecture", reading)


def explain(visitor: Visitor, place: str) -> Visitor:
    """Opens « Expliquer un chiffre » beside a chart."""
    visitor.app.session_state[f"expliquer:{place}"] = True
    return visitor.look()


def click_on_mark(visitor: Visitor, place: str, meta: str, row: str) -> Visitor:
    """A click on what one trace of a chart draws on a row."""
    chart = visitor.widget(f"chart:{place}")
    traces = json.loads(chart.proto.spec)["data"]
    curve = next(n for n, trace in enumerate(traces) if trace.get("meta") == meta)
    point = {"curve_number": curve, "point_index": 0, "customdata": [row]}
    picked = {"points": [point], "point_indices": [0], "box": [], "lasso": []}
    return visitor.forge(
        f"chart:{place}", WidgetState(string_value=json.dumps({"selection": picked}))
    )


def test_nothing_is_explained_before_it_is_asked_for(heard: Diagnostic) -> None:
    visitor = read(heard, "fragilites")
    assert "Expliquer un chiffre" in visitor.said
    assert not visitor.has(LIST.format("fragilites"))


def test_a_mark_is_chosen_in_a_list_and_explains_itself(heard: Diagnostic) -> None:
    visitor = explain(read(heard, "fragilites"), "fragilites")
    visitor.pick(LIST.format("fragilites"), "R1.F06.elu")
    assert "Élus : (5 × 3) / 5 = 3,0/10" in visitor.said
    assert "Élus : 5 réponses ; ne sait pas : 0" in visitor.said
    assert "version 1.0.0" in visitor.said


def test_a_click_on_a_row_of_the_chart_brings_its_figures(heard: Diagnostic) -> None:
    visitor = explain(read(heard, "fragilites"), "fragilites")
    assert visitor.widget(LIST.format("fragilites")).value == "R1.F06.citoyen"
    visitor.click_on("chart:fragilites", "F01")
    assert visitor.widget(LIST.format("fragilites")).value == "R1.F01.citoyen"
    assert "Citoyens : (6 × 5) / 6 = 5,0/10" in visitor.said


def test_a_click_on_a_mark_opens_its_explanation(heard: Diagnostic) -> None:
    visitor = click_on_mark(read(heard, "fragilites"), "fragilites", "elu", "F01")
    assert visitor.widget(LIST.format("fragilites")).value == "R1.F01.elu"
    assert "Élus : (5 × 4) / 5 = 4,0/10" in visitor.said
    visitor = click_on_mark(visitor, "fragilites", "cross", "F06")
    assert "Note croisée : (48 / 6 + 15 / 5) / 2 = 5,5/10" in visitor.said


def test_a_click_on_the_name_of_a_row_opens_nothing(heard: Diagnostic) -> None:
    visitor = click_on_mark(read(heard, "fragilites"), "fragilites", "names", "F01")
    assert visitor.widget("choix:fragilites").value == "F01"
    assert not visitor.has(LIST.format("fragilites"))


def test_the_gap_between_regards_explains_itself(heard: Diagnostic) -> None:
    visitor = explain(read(heard, "ecarts"), "ecarts")
    assert "Plus grand écart : 48 / 6 − 15 / 5 = 5,0" in visitor.said


def test_a_regard_that_is_too_small_is_in_no_list(heard: Diagnostic) -> None:
    visitor = explain(read(heard, "ecarts"), "ecarts")
    offered = visitor.widget(LIST.format("ecarts")).options
    assert [one for one in offered if "Élus" in one]
    assert not [one for one in offered if "Entreprises" in one]


@pytest.mark.parametrize(
    ("reading", "place", "told"),
    [
        ("cooperer", "axes-lignes", "Élus : 10 / 5 = 2,0/4"),
        ("cooperer", "items-A", "Élus : (5 × 2) / 5 = 2,0/4"),
        ("capacite", "matrice", "Capacité d’agir ensemble : 6 / 6 = 1,0/4"),
        ("effets", "situation", "Dialogue (A) : 10 / 5 = 2,0/4"),
        ("reperes", "repere-K2", "Un peu, cela commence à émerger : 6 / 6 = 100 %"),
    ],
)
def test_each_reading_explains_its_figures(
    heard: Diagnostic, reading: str, place: str, told: str
) -> None:
    visitor = read(heard, reading)
    if place == "repere-K2":
        visitor.pick("choix:repere", "K2")
    visitor = explain(visitor, place)
    assert told in visitor.said


def test_what_is_felt_beside_what_is_measured_explains_itself(heard: Diagnostic) -> None:
    visitor = explain(read(heard, "vecu"), "vecu")
    visitor.pick("choix:vecu", "F06")
    assert "Ressenti : (48 / 6 + 15 / 5) / 2 = 5,5/10" in visitor.said
    assert "Mesuré : plus fragile que …" in visitor.said
    assert "explain, puis R3.F06" in visitor.said


def test_a_click_on_a_domain_of_the_crossing_opens_what_explains_it(heard: Diagnostic) -> None:
    visitor = click_on_mark(read(heard, "vecu"), "vecu", "domains", "F06")
    assert visitor.widget(LIST.format("vecu")).value == "R3.F06"


def test_the_figures_of_families_explain_themselves(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    come(store, wave, 1, families=True)
    store.close_wave(wave)
    visitor = read(diagnostic, "familles")
    visitor = click_on_mark(visitor, "familles", "family-B", "F02")
    assert visitor.widget(LIST.format("familles")).value == "familles.F02.B"
    assert "Jugent fortement fragile (7 ou plus) : " in visitor.said
    visitor.pick(LIST.format("familles"), "familles.A.personnes")
    assert "Personnes de cette famille : 18" in visitor.said
    visitor = explain(visitor, "accords")
    assert "Produit des accords : ((" in visitor.said


def test_a_movement_explains_itself_by_a_click_and_in_a_list(
    store: Store, heard: Diagnostic, questionnaire: Questionnaire
) -> None:
    second = store.open_wave(heard, questionnaire, closing=True)
    say(store, second, Viewpoint.CITIZEN, 6, [given("F06.G", 2), given("K2", "emerge")])
    say(store, second, Viewpoint.ELECTED, 5, [given("A1", 4), given("F01.G", 9)])
    visitor = click_on_mark(read(heard, "bouge"), "bouge-domaines", "before-citoyen", "F06")
    assert visitor.widget(LIST.format("bouge-domaines")).value == "bouge.1-2.F06.citoyen"
    assert "Mouvement : 12 / 6 − 48 / 6 = −6,0" in visitor.said
    assert "Vague 2, Citoyens : 6 réponses" in visitor.said
    visitor.pick(LIST.format("bouge-domaines"), "bouge.1-2.F01.elu")
    assert "Mouvement : 45 / 5 − 20 / 5 = +5,0" in visitor.said
    visitor = explain(visitor.pick("bouge-quoi", "axes"), "bouge-axes")
    assert "Vague 2 : (5 × 4) / 5 = 4,0/4" in visitor.said or "20 / 5 = 4,0/4" in visitor.said
    visitor = explain(visitor.pick("bouge-quoi", "reperes"), "bouge-K2")
    assert "Mouvement : 6 / 6 − 6 / 6 = 0" in visitor.said
