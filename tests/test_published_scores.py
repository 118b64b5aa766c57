"""Released figures as plain values for a file."""

import json

import pytest

from diagnostic.benchmarks import Measure
from diagnostic.confidence import Standing
from diagnostic.exchange.scores import published_scores
from tests.charts.inputs import (
    CITIZEN,
    ELECTED,
    FIRM,
    axis_mark,
    counted,
    figures,
    mark,
    national,
    published,
    released,
    veiled,
)

JOBS = "F01.G"
SCORES = published_scores(
    released(
        {
            JOBS: {CITIZEN: mark(JOBS, 6.25, 40), ELECTED: mark(JOBS, 5.0, 9)},
            "F08.G": {ELECTED: veiled("F08.G")},
            "B1": {ELECTED: mark("B1", 2.5, 9)},
            "K1": {CITIZEN: counted("K1", {"plutot": 8, "pas_du_tout": 2}, (1, 0, 0))},
        },
        axes={
            "A": {ELECTED: axis_mark("A", 2.4)},
            "B": {ELECTED: axis_mark("B", None, given=3, unknown=0.7)},
        },
        withheld=frozenset({FIRM}),
    ),
    published(),
    figures(
        national(JOBS, CITIZEN, 6.4, "2019"),
        national("K1", CITIZEN, 74, "2019", measure=Measure.SHARE, options=("plutot",)),
    ),
)


def test_the_scores_can_be_written_as_json_and_read_back() -> None:
    assert json.loads(json.dumps(SCORES, ensure_ascii=False)) == SCORES


def test_a_domain_has_its_marks_its_gap_and_france_with_its_source() -> None:
    first = SCORES["domaines"][0]
    assert first["id"] == "F01"
    assert first["note_croisee"]["moyenne"] == pytest.approx(5.625)
    assert first["note_croisee"]["regards"] == 2
    assert first["regards"]["citoyen"]["moyenne"] == 6.25
    assert first["regards"]["citoyen"]["reponses"] == 40
    assert first["ecart"] == {
        "points": 1.25,
        "nom": "nuance",
        "plus_haut": "citoyen",
        "plus_bas": "elu",
    }
    (figure,) = first["france"]["citoyen"]
    assert (figure["valeur"], figure["annee"], figure["effectif"]) == (6.4, "2019", 2400)
    assert "Producteur" in figure["source"]


def test_withheld_figures_are_absent() -> None:
    assert SCORES["regards_trop_peu_nombreux"] == ["entreprise"]
    assert "entreprise" not in SCORES["personnes"]
    housing = next(domain for domain in SCORES["domaines"] if domain["id"] == "F08")
    assert housing["note_croisee"] is None
    assert housing["regards"]["elu"]["moyenne"] is None
    assert housing["regards"]["elu"]["reponses"] is None
    assert housing["regards"]["elu"]["ne_sait_pas"] == 4


def test_axes_have_their_items_and_their_share_of_unknown() -> None:
    dialogue, alliances = SCORES["axes"][:2]
    assert dialogue["moyenne_des_regards"] == 2.4
    assert alliances["regards"]["elu"]["moyenne"] is None
    assert alliances["regards"]["elu"]["reponses"] is None
    assert alliances["regards"]["elu"]["part_ne_sait_pas"] == 0.7
    assert alliances["questions"][0]["id"] == "B1"
    assert alliances["questions"][0]["regards"]["elu"]["moyenne"] == 2.5


def test_an_anchor_has_its_share_here_and_its_percentage_in_france() -> None:
    (anchor,) = SCORES["reperes"]
    (row,) = anchor["reponses"]
    assert (row["regard"], row["options"], row["part"]) == ("citoyen", ["plutot"], 0.8)
    assert row["france"][0]["valeur"] == 74
    assert row["france"][0]["mesure"] == "share"


def test_a_mark_has_its_interval_and_where_it_stands_beside_france() -> None:
    first = SCORES["domaines"][0]
    low, high = first["regards"]["citoyen"]["intervalle"]
    assert low < 6.25 < high
    told = first["face_a_la_france"]["citoyen"]
    assert told["repere"] == first["france"]["citoyen"][0]["id"]
    assert told["difference"] == pytest.approx(-0.15)
    assert told["intervalle"][0] < -0.15 < told["intervalle"][1]
    assert told["lecture"] in {str(standing) for standing in Standing}
    assert "elu" not in first["face_a_la_france"]


def test_a_veiled_mark_has_no_interval_and_stands_nowhere() -> None:
    housing = next(domain for domain in SCORES["domaines"] if domain["id"] == "F08")
    assert housing["regards"]["elu"]["intervalle"] is None
    assert housing["face_a_la_france"] == {}
    assert SCORES["axes"][1]["regards"]["elu"]["intervalle"] is None


def test_a_share_has_its_interval_and_where_it_stands_beside_france() -> None:
    ((row,),) = (anchor["reponses"] for anchor in SCORES["reperes"])
    low, high = row["intervalle"]
    assert 0 < low < 0.8 < high < 1
    assert row["face_a_la_france"]["difference"] == pytest.approx(0.06)


def test_the_questionnaire_and_the_threshold_are_named() -> None:
    assert SCORES["questionnaire"] == {
        "id": published().id,
        "version": published().version,
    }
    assert SCORES["seuil"] == 5
