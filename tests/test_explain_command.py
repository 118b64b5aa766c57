"""A figure is explained from the command line as on the screen, and no more than it may."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from diagnostic.__main__ import main
from diagnostic.answers import Value
from diagnostic.campaigns import Diagnostic, Wave, ask_locally
from diagnostic.demonstration import TERRITORY
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.people import says

Run = Callable[..., tuple[int, str, str]]


def answer(store: Store, wave: Wave, viewpoint: Viewpoint, said: dict[str, Value]) -> None:
    submission, _ = store.begin(wave, viewpoint, short=False)
    store.save(submission, [says(name, value) for name, value in said.items()])


@pytest.fixture
def diagnostic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Diagnostic:
    """Ten citizens, and four élus who are too few to be shown."""
    base = tmp_path / "base.sqlite"
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(base))
    with Store.open(base) as store:
        made = store.open_diagnostic("Un diagnostic", TERRITORY, current())
        store.add_local_question(made, ask_locally(1, "choice", "Où ?", ("Bourg", "Hameau")))
        (wave,) = store.waves(made)
        for mark in (8, 8, 8, 8, 7, 7, 7, 7, 7, 7):
            answer(store, wave, Viewpoint.CITIZEN, {"F01.G": mark, "L1": "o1", "K1": "plutot"})
        for _ in range(4):
            answer(store, wave, Viewpoint.ELECTED, {"F01.G": 1})
        store.close_wave(wave)
    return made


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def _run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(arguments)
        told = capsys.readouterr()
        return code, ordinary(told.out), ordinary(told.err)

    return _run


def ordinary(text: str) -> str:
    return re.sub("[\u202f\u00a0]", " ", text)


def test_a_figure_tells_its_formula_its_base_and_the_source_of_france(
    run: Run, diagnostic: Diagnostic
) -> None:
    code, out, _ = run("explain", diagnostic.code, "R1.F01.citoyen")
    assert code == 0
    assert "Citoyens : (6 × 7 + 4 × 8) / 10 = 7,4/10" in out
    assert "Citoyens : 10 réponses" in out
    assert "Écart avec la France : 74 / 10 − 6,4 = +1,0" in out
    assert "2019, n = 2 400" in out
    assert f"version {current().version}" in out


def test_a_regard_with_too_few_answers_is_explained_as_one_that_nobody_is_in(
    run: Run, diagnostic: Diagnostic
) -> None:
    _, few, _ = run("explain", diagnostic.code, "R1.F01.elu")
    _, nobody, _ = run("explain", diagnostic.code, "R1.F01.entreprise")
    assert "trop peu de réponses" in few
    told = few.replace("elu", "*").replace("Élus", "*")
    assert told == nobody.replace("entreprise", "*").replace("Entreprises", "*")


def test_an_unknown_figure_is_told_with_the_nearest_names(run: Run, diagnostic: Diagnostic) -> None:
    code, out, err = run("explain", diagnostic.code, "R1.F1.citoyen")
    assert (code, out) == (2, "")
    assert "Aucun chiffre ne s’appelle « R1.F1.citoyen »" in err
    assert "R1.F01.citoyen" in err
    assert "--liste" in err


def test_without_a_figure_the_command_says_what_to_do(run: Run, diagnostic: Diagnostic) -> None:
    code, _, err = run("explain", diagnostic.code)
    assert code == 2
    assert "--liste" in err


def test_the_list_holds_the_figures_that_may_be_shown(run: Run, diagnostic: Diagnostic) -> None:
    _, out, _ = run("explain", diagnostic.code, "--liste")
    names = [line.split()[0] for line in out.splitlines()]
    assert {"R1.F01.citoyen", "R1.F01.croisee", "K1.citoyen", "L1.citoyen"} <= set(names)
    assert not [name for name in names if name.endswith(".elu")]
    _, out, _ = run("explain", diagnostic.code, "--liste", "r1.", "--json")
    assert {one["nom"] for one in json.loads(out)} == {"R1.F01.citoyen", "R1.F01.croisee"}
    _, out, _ = run("explain", diagnostic.code, "R2.", "--liste")
    assert out == "Aucun chiffre ne peut être montré : trop peu de réponses.\n"


def test_what_is_felt_beside_what_is_measured_is_explained_with_its_public_sources(
    run: Run, diagnostic: Diagnostic
) -> None:
    code, out, _ = run("explain", diagnostic.code, "R3.F01")
    assert code == 0
    assert "Ressenti : 74 / 10 = 7,4/10" in out
    assert re.search(
        r"Mesuré : plus fragile que … des intercommunalités : [\d,]+ / 1 2\d\d = ", out
    )
    assert "Citoyens : 10 réponses" in out
    assert "Insee" in out.partition("\nSource\n")[2]
    _, out, _ = run("explain", diagnostic.code, "R3.F01", "--json")
    assert any(re.search(r"20\d\d", source) for source in json.loads(out)["sources"])


def test_families_explain_why_none_is_told(run: Run, diagnostic: Diagnostic) -> None:
    code, out, _ = run("explain", diagnostic.code, "familles.F01.A")
    assert code == 0
    assert "il faut au moins 30 personnes" in out


def test_a_movement_is_explained_by_the_two_waves_that_it_names(
    run: Run, diagnostic: Diagnostic, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "base.sqlite") as store:
        second = store.open_wave(diagnostic, current())
        for _ in range(10):
            answer(store, second, Viewpoint.CITIZEN, {"F01.G": 3})
        store.open_wave(diagnostic, current(), closing=True)
    _, out, _ = run("explain", diagnostic.code, "bouge.1-2.F01.citoyen")
    assert "Mouvement : 30 / 10 − 74 / 10 = −4,4" in out
    assert "Vague 1, Citoyens : 10 réponses" in out
    assert "a baissé" in out
    _, out, _ = run("explain", diagnostic.code, "--liste", "bouge.1-2.")
    assert [line.split()[0] for line in out.splitlines()] == ["bouge.1-2.F01.citoyen"]
    _, out, _ = run("explain", diagnostic.code, "bouge.2-3.F01.citoyen")
    assert "non montré dans les deux vagues" in out
    code, _, _ = run("explain", diagnostic.code, "bouge.2-1.F01.citoyen")
    assert code == 2


def test_a_figure_is_given_as_json_too(run: Run, diagnostic: Diagnostic) -> None:
    _, out, _ = run("explain", diagnostic.code, "K1.citoyen", "--json")
    told = json.loads(out)
    assert told["affiche"] == "100 %"
    assert told["calcul"][0]["formule"] == "(0 + 10) / 10"
    assert told["calcul"][0]["valeur"] == 1.0
    assert told["base"][0]["reponses"] == 10
    assert len(told["sources"]) == 2
