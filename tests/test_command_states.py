"""The command line keeps states, reopens them as they were, and tells what moved."""

from pathlib import Path

import pytest

from diagnostic.__main__ import MISUSED, main
from diagnostic.campaigns import Diagnostic
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from tests.builders import given
from tests.test_command_line import plain


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    file = tmp_path / "regards.sqlite"
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(file))
    return Store.open(file)


@pytest.fixture
def diagnostic(store: Store) -> Diagnostic:
    """Twelve citizens, then as many who find health much harder."""
    made = store.open_diagnostic("Essai", TerritoryKey.parse("commune:69264"), current())
    say(store, made, 3)
    store.open_wave(made, current(), closing=True)
    say(store, made, 8)
    return made


def say(store: Store, diagnostic: Diagnostic, health: int, people: int = 12) -> None:
    for _ in range(people):
        submission, _ = store.begin(store.waves(diagnostic)[-1], Viewpoint.CITIZEN, short=False)
        store.save(submission, [given("F06.G", health)])


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(words)
    told = capsys.readouterr()
    return code, plain(told.out + told.err)


def test_what_moved_is_told_with_its_interval(
    store: Store, diagnostic: Diagnostic, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = run(capsys, "moves", diagnostic.code)
    assert code == 0
    assert "citoyens 3,0 puis 8,0 : +5,0 (intervalle à 95 % : " in told
    assert "a monté (n = 12, 12)" in told


def test_the_first_wave_has_nothing_to_be_compared_with(
    store: Store, diagnostic: Diagnostic, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = run(capsys, "moves", diagnostic.code, "--wave", "1")
    assert code == MISUSED
    assert "rien à lui comparer" in told
    code, told = run(capsys, "moves", diagnostic.code, "--since", "2")
    assert code == MISUSED
    assert "doit venir avant" in told


def test_a_state_is_kept_listed_reopened_and_forgotten(
    store: Store, diagnostic: Diagnostic, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Aucun état gardé." in run(capsys, "states", diagnostic.code)[1]
    code, told = run(capsys, "freeze", diagnostic.code, "Conseil", "de", "mars")
    assert code == 0
    assert "« Conseil de mars », vague 2" in told
    (name,) = store.state_names(diagnostic)
    before = run(capsys, "state", diagnostic.code, str(name.id))[1]
    assert "État du " in before
    assert "8,0" in before
    say(store, diagnostic, 0, 24)
    store.set_threshold(diagnostic.code, 20)
    assert run(capsys, "state", diagnostic.code, str(name.id))[1] == before
    assert "Conseil de mars" in run(capsys, "states", diagnostic.code)[1]
    assert run(capsys, "forget", diagnostic.code, str(name.id))[0] == 0
    code, told = run(capsys, "state", diagnostic.code, str(name.id))
    assert code == MISUSED
    assert "choisissez parmi aucun" in told
