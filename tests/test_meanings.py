"""Matrix, effects and situations as tables, as JSON and on the command line: the same figures."""

import json
from pathlib import Path

import pytest

from diagnostic import tables
from diagnostic.__main__ import main
from diagnostic.answers import Answer
from diagnostic.campaigns import Diagnostic
from diagnostic.exchange.meanings import published_meanings
from diagnostic.questionnaire import current
from diagnostic.readings import read_domains
from diagnostic.readings.coherence import read_coherence
from diagnostic.readings.effects import read_effects
from diagnostic.readings.matrix import read_matrix
from diagnostic.readings.rules import RULES, current_rules
from diagnostic.readings.situations import read_alerts, read_situation
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from tests.builders import given
from tests.charts.inputs import CATALYST, ELECTED, FRENCH, mark, published, released
from tests.readings.figures import NONE
from tests.readings.levels import all_axes, levels

SHOWN = released(
    {
        "F09.G": {ELECTED: mark("F09.G", 7.2, 9)},
        "F09.C": {ELECTED: mark("F09.C", 1.2, 6)},
        "F09.A": {ELECTED: mark("F09.A", 3.1, 7)},
        "F06.G": {ELECTED: mark("F06.G", 8.0, 9)},
        "G1": {ELECTED: mark("G1", 2.4, 9)},
        "A3": {ELECTED: mark("A3", 0.6, 9)},
        "K2": {ELECTED: mark("K2", 3.0, 9)},
        **{name: {ELECTED: mark(name, 1.0, 9)} for name in ("A1", "A2", "B1", "B2", "C1", "D1")},
    }
)
ACTING = [
    *(given("F09.G", 8), given("F09.C", 1), given("F09.A", "tres_fort")),
    *(given(name, 2) for name in ("A1", "A2", "A4", "B1", "B2", "C1", "D1", "D3", "E2", "G1")),
    *(given("F1", 1), given("H1", 2), given("A3", 0), given("K2", "emerge")),
]


def rows(table: object) -> list[dict[str, str]]:
    found: list[dict[str, str]] = table.to_dict("records")  # type: ignore[attr-defined]
    return [
        {
            name.replace("\u00a0", " "): cell.replace("\u00a0", " ").replace("\u202f", " ")
            for name, cell in row.items()
        }
        for row in found
    ]


def test_the_matrix_is_a_table_with_its_answers_and_what_is_missing() -> None:
    standings = read_matrix(current_rules(), read_domains(published(), SHOWN, NONE), SHOWN)
    found = {
        row["Domaine"]: row for row in rows(tables.matrix_table(FRENCH, current_rules(), standings))
    }
    assert found["Mobilité"] == {
        "Domaine": "Mobilité",
        "Fragilité (0 à 10)": "7,2",
        "Capacité (0 à 4)": "1,2/4 (n = 6)",
        "Impact attendu (0 à 4)": "3,1/4 (n = 7)",
        "Lecture": "Ouvrir le dialogue",
    }
    assert found["Santé"]["Capacité (0 à 4)"] == "–"
    assert found["Santé"]["Lecture"] == "trop peu de réponses"


def test_the_effects_are_a_table_with_a_row_for_a_tile_without_answers() -> None:
    readings = read_effects(current_rules(), published(), SHOWN)
    found = rows(tables.effects_table(FRENCH, published(), readings))
    assert [tuple(row.values()) for row in found] == [
        ("Innovation", "trop peu de réponses", "–", "–", "–"),
        ("Confiance", "Confiance mutuelle (G1)", "Élus", "2,4/4", "9"),
        ("Performance", "trop peu de réponses", "–", "–", "–"),
    ]


def test_situations_and_alerts_are_tables_of_rules_with_their_figures() -> None:
    shown = levels(all_axes(2.0, B=1.7, C=1.7, A4=2.0))
    situation = read_situation(current_rules(), published(), shown)
    found = rows(tables.rules_table(FRENCH, published(), situation.fitted))
    assert found[0] == {
        "Nom": "Terrain à ouvrir",
        "Lecture": "ne correspond pas : il s’en faut de 1,1",
        "Règle (niveaux de 0 à 4)": "Dialogue (A), Alliances (B) et Expérimentation (C) sous 1,0",
        "Ici": "Dialogue (A) 2,0 (n = 8) ; Alliances (B) 1,7 (n = 8) ; Expérimentation (C) 1,7 "
        "(n = 8)",
    }
    alerts = read_alerts(current_rules(), published(), shown)
    (missing, *_) = rows(tables.rules_table(FRENCH, published(), alerts))
    assert missing["Lecture"] == "non évaluable : il manque Moyens durables (D4)"
    assert missing["Ici"].endswith("Moyens durables (D4) –")


def test_the_coherence_is_a_table_of_regards() -> None:
    reading = read_coherence(current_rules(), published(), SHOWN)
    (row,) = rows(tables.coherence_table(FRENCH, published(), reading))
    assert list(row.values()) == ["Élus", "3,0", "1,2", "7 sur 12"]


def test_the_meanings_can_be_written_as_json_and_hold_no_zero_for_what_is_missing() -> None:
    found = published_meanings(SHOWN, published(), NONE)
    assert json.loads(json.dumps(found)) == found
    assert found["matrice"] == [
        {
            "domaine": "F09",
            "fragilite": 7.2,
            "capacite": {"moyenne": 1.2, "regards": 1, "reponses": 6},
            "impact_attendu": {"moyenne": 3.1, "regards": 1, "reponses": 7},
            "lecture": "ouvrir_le_dialogue",
        }
    ]
    assert found["experimentations"] == ["F09"]
    assert found["situation"]["retenue"] is None
    assert found["situation"]["entre"] == []
    assert {one["lecture"] for one in found["situation"]["regles"]} == {"non_evaluable"}
    assert found["coherence"]["a_discuter"] is True
    assert found["prochaines_etapes"][0]["id"] == "trois_inconnus"
    assert found["prochaines_etapes"][0]["donnee"]["valeur"] == 0.6


@pytest.fixture
def acting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Diagnostic:
    """Six institutions and four catalysts, who answer alike."""
    path = tmp_path / "base.sqlite"
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(path))
    with Store.open(path) as store:
        key = TerritoryKey.parse("commune:42218")
        diagnostic = store.open_diagnostic("Nos regards", key, current())
        (wave,) = store.waves(diagnostic)
        for viewpoint, people in ((Viewpoint.INSTITUTION, 6), (CATALYST, 4)):
            for _ in range(people):
                submission, _ = store.begin(wave, viewpoint, short=False)
                effects: list[Answer] = (
                    [given("K11", ("innovations",))] if viewpoint is CATALYST else []
                )
                store.save(submission, [*ACTING, *effects])
    return diagnostic


def test_the_command_line_tells_the_matrix_the_situation_and_the_cards(
    acting: Diagnostic, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", acting.code]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Première expérimentation à lancer : « Mobilité » (fragilité 8,0/10" in said
    assert "F09  Mobilité : Ouvrir le dialogue (8,0/10 ; 1,0/4, n = 6)" in said
    # Four catalysts are too few: what they see is not told.
    assert "Trop peu de réponses pour dire quel effet est le plus souvent cité." in said
    assert "Des innovations" not in said.split("Effets et suites")[1]
    assert "Situation : « Foisonnement »." in said
    assert "règle : Alliances (B) ou Expérimentation (C) à 2,0 ou plus" in said
    assert "Intendance : non évaluable : il manque Moyens durables (D4)" in said
    assert "Donnée : Diversité des participants (A3) : 0,0/4 (6 réponses)" in said


def test_the_command_line_gives_them_as_json_too(
    acting: Diagnostic, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", acting.code, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["lectures"]
    assert told["situation"]["retenue"] == "foisonnement"
    assert told["experimentations"] == ["F09"]
    assert told["regles"]["version"] == current_rules().version


def test_the_rules_are_checked_by_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(RULES)]) == 0
    assert "5 situations, 5 alertes et 15 cartes" in capsys.readouterr().out
    spoilt = tmp_path / "regles.yaml"
    spoilt.write_text(RULES.read_text(encoding="utf-8").replace("[D4], below: 1.5", "[D4]", 1))
    assert main(["check", str(spoilt)]) == 1
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert said.startswith("regles.yaml, ligne ")
    assert "La condition n’a pas une seule limite." in said
