"""The command line takes a diagnostic away in a file and brings it back."""

from pathlib import Path

import pytest

from diagnostic.__main__ import MISUSED, main
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from tests.builders import given
from tests.test_command_line import plain


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str]:
    code = main([str(word) for word in words])
    told = capsys.readouterr()
    return code, plain(told.out + told.err)


def test_a_diagnostic_goes_to_another_machine_and_comes_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, laptop = tmp_path / "maison.sqlite", tmp_path / "portable.sqlite"
    with Store.open(home) as store:
        made = store.open_diagnostic("Essai", TerritoryKey.parse("commune:69264"), current())

    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(home))
    code, told = run(capsys, "carry", made.code, tmp_path / "aller.regards")
    assert code == 0
    assert f"end-journey {made.code}" in told

    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(laptop))
    code, told = run(capsys, "bring", tmp_path / "aller.regards")
    assert code == 0
    assert "« Essai » est arrivé." in told
    with Store.open(laptop) as store:
        copy = store.diagnostic(made.code)
        submission, _ = store.begin(store.waves(copy)[-1], Viewpoint.CITIZEN, short=False)
        store.save(submission, [given("F06.G", 3)])
    code, told = run(capsys, "carry", "Essai", tmp_path / "retour.regards")
    assert code == 0
    assert "end-journey" not in told

    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(home))
    code, told = run(capsys, "bring", tmp_path / "retour.regards")
    assert code == 0
    assert "« Essai » est complété." in told
    assert "Personnes nouvelles : 1" in told
    code, told = run(capsys, "end-journey", made.code)
    assert "est fini" in told
    assert "n’est pas en voyage" in run(capsys, "end-journey", made.code)[1]
    code, told = run(capsys, "bring", tmp_path / "retour.regards")
    assert code == MISUSED
    assert "n’attend rien de ce fichier" in told


def test_what_cannot_be_written_or_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(tmp_path / "base.sqlite"))
    with Store.open(tmp_path / "base.sqlite") as store:
        made = store.open_diagnostic("Essai", TerritoryKey.parse("commune:69264"), current())
    (tmp_path / "pris.regards").write_text("déjà là")
    code, told = run(capsys, "carry", made.code, tmp_path / "pris.regards")
    assert (code, "existe déjà" in told) == (MISUSED, True)
    code, told = run(capsys, "bring", tmp_path / "pris.regards")
    assert (code, "n’est pas un diagnostic emporté" in told) == (MISUSED, True)
    code, told = run(capsys, "bring", tmp_path / "absent.regards")
    assert (code, "ne peut pas être lu" in told) == (MISUSED, True)
