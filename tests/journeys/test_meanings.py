"""The panels of what figures mean: the matrix, the effects, the situation, the next steps."""

from collections.abc import Iterable

import pytest

from diagnostic.answers import Answer
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.builders import given
from tests.journeys.visitor import Visitor

ACTING = [
    *(given("F09.G", 8), given("F09.C", 1), given("F09.A", "tres_fort")),
    *(given("F06.G", 5), given("F06.C", 3)),
    *(given(name, 2) for name in ("A1", "A2", "A4", "B1", "B2", "C1", "D1", "D3", "E2", "G1")),
    *(given("F1", 1), given("H1", 0), given("A3", 0), given("C4", 1), given("K2", "emerge")),
]


def say(
    store: Store, wave: Wave, viewpoint: Viewpoint, people: int, answers: Iterable[Answer]
) -> None:
    said = list(answers)
    for _ in range(people):
        submission, _ = store.begin(wave, viewpoint, short=False)
        store.save(submission, said)


@pytest.fixture
def acting(store: Store, wave: Wave, diagnostic: Diagnostic) -> Diagnostic:
    """Six institutions who told everything."""
    say(store, wave, Viewpoint.INSTITUTION, 6, ACTING)
    return diagnostic


def read(diagnostic: Diagnostic, reading: str, **address: str) -> Visitor:
    return Visitor(d=diagnostic.code, **address).go("resultats").pick("lecture", reading)


def test_the_matrix_tells_its_corners_and_the_first_experiment(acting: Diagnostic) -> None:
    visitor = read(acting, "capacite")
    assert "Première expérimentation à lancer : « Mobilité »" in visitor.said
    assert "S’appuyer et transmettre : « Santé »." in visitor.said
    (row, *_) = visitor.open_tables().tables[0]
    assert (row["Domaine"], row["Lecture"]) == ("Mobilité", "Ouvrir le dialogue")


def test_the_cuts_of_the_matrix_can_be_moved(acting: Diagnostic) -> None:
    visitor = read(acting, "capacite").pick("repere-capacite", 1.0)
    assert "Première expérimentation" not in visitor.said
    assert "Amplifier l’alliance : « Mobilité »." in visitor.said
    visitor.pick("repere-fragilite", 5.0)
    assert "Amplifier l’alliance : « Mobilité » et « Santé »." in visitor.said


def test_a_click_on_the_matrix_shows_the_domain_in_detail(acting: Diagnostic) -> None:
    visitor = read(acting, "capacite").click_on("chart:matrice", "F06")
    assert visitor.widget("choix:matrice").value == "F06"


def test_without_capacity_the_matrix_says_why_it_is_empty(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    say(store, wave, Viewpoint.CITIZEN, 6, [given("F09.G", 8)])
    visitor = read(diagnostic, "capacite")
    assert "n’est posée que sur les priorités de chacun" in visitor.said
    assert not visitor.app.get("plotly_chart")


def test_the_situation_is_told_with_every_rule_on_demand(acting: Diagnostic) -> None:
    visitor = read(acting, "effets")
    assert "Situation : « Foisonnement »." in visitor.said
    assert "Non évaluable : « Intendance »." in visitor.said
    assert not visitor.app.table
    visitor.app.session_state["tableau:situations"] = True
    rows = visitor.look().tables[0]
    assert [row["Nom"] for row in rows if row["Lecture"] == "correspond"] == ["Foisonnement"]
    assert rows[0]["Ici"].startswith("Dialogue (A) 2,0 (n = 6) ; Alliances (B) 2,0 (n = 6)")


def test_three_cards_are_shown_and_the_others_are_behind_a_door(acting: Diagnostic) -> None:
    visitor = read(acting, "effets")
    assert "Ces réponses appellent 4 cartes." in visitor.said
    assert "1 autre carte" in visitor.said
    assert "Donnée : Diversité des participants (A3) : 0,0/4 (6 réponses)" in visitor.said
    words = visitor.said
    assert words.index("Invitez trois organisations") < words.index("Passez l’essai au crible")


def test_effects_seen_by_too_few_reach_no_element(
    store: Store, wave: Wave, acting: Diagnostic
) -> None:
    say(store, wave, Viewpoint.CATALYST, 4, [given("K11", ("innovations",)), given("G1", 4)])
    visitor = read(acting, "effets")
    assert "Trop peu de réponses pour dire quel effet est le plus souvent cité." in visitor.said
    assert "Des innovations pour le territoire" not in visitor.said
    assert "catalyseurs 4,0" not in visitor.said


def test_effects_are_told_from_the_threshold(store: Store, wave: Wave, acting: Diagnostic) -> None:
    say(store, wave, Viewpoint.CATALYST, 5, [given("K11", ("innovations",))])
    visitor = read(acting, "effets")
    assert "Catalyseurs, effet le plus souvent cité : « Des innovations" in visitor.said
    assert "catalyseurs 100 % (n = 5)" in visitor.said


def test_only_the_chosen_regards_make_the_situation(
    store: Store, wave: Wave, acting: Diagnostic
) -> None:
    say(store, wave, Viewpoint.FIRM, 5, [given(name, 0) for name in ("A1", "A4", "B1", "C1")])
    visitor = read(acting, "effets").pick("regards", ["entreprise"])
    assert "Situation : « Terrain à ouvrir »." in visitor.said


def test_the_method_page_writes_the_rules_from_their_data(acting: Diagnostic) -> None:
    visitor = Visitor(d=acting.code).go("methode")
    for name in ("matrice", "effets", "situations", "cartes"):
        visitor.app.session_state[f"regles:{name}"] = True
    said = visitor.look().said
    assert "**Foisonnement** : Alliances (B) ou Expérimentation (C) à 2,0 ou plus" in said
    assert "(fragile à partir de 6,0/10)" in said
    assert "Invitez trois organisations jamais venues" in said
    assert "Part de « Non » à 50 % ou plus" in said
