"""The command that takes an official file in: it tells first, and writes only when asked to."""

from __future__ import annotations

from pathlib import Path

import pytest

from diagnostic.__main__ import MISUSED, main
from diagnostic.exchange.official import write_template
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "base" / "regards.sqlite"
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(file))
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """One value that changes, one that is new, one line that is refused."""
    line = ("departement", "69", "taux_pauvrete")
    lines = [
        (*line, "2021", "33,3", "Insee, Filosofi"),
        (*line, "2029", "12", "Insee, Filosofi"),
        (*line, "jadis", "12", "Insee, Filosofi"),
    ]
    path = tmp_path / "base.csv"
    path.write_bytes(write_template(lines))
    return path


def logged(database: Path) -> list[tuple[str, int, int, int]]:
    with Store.open(database) as store:
        return [(one.file, one.new, one.changed, one.refused) for one in store.imports()]


def test_a_file_is_told_and_nothing_is_written(
    database: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(file)]) == 0
    said = capsys.readouterr().out
    assert "base.csv : Modèle de tableau de cette application" in said
    assert "Valeurs nouvelles\u00a0: 1\u202f; changées\u00a0: 1\u202f; identiques\u00a0: 0" in said
    assert "Source\u00a0: Insee, Filosofi" in said
    assert "base.csv, ligne 4, colonne" in said
    assert f"import --apply {file}" in said
    assert logged(database) == []


def test_a_file_is_imported_once_when_asked_to(
    database: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "--apply", str(file)]) == 0
    assert "Import n° 1 fait" in capsys.readouterr().out
    assert logged(database) == [("base.csv", 1, 1, 1)]
    with Store.open(database) as store:
        (layer,) = store.layers()
    assert {str(TerritoryKey(one.level, one.codes[0])) for one in layer.series} == {
        "departement:69"
    }
    assert main(["import", "--apply", str(file)]) == 0
    assert "il n’y a rien à importer" in capsys.readouterr().out
    assert len(logged(database)) == 1


def test_a_file_that_is_refused_is_told_on_the_error_stream(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = tmp_path / "notes.csv"
    strange.write_text("nom;prenom\nA;B\n", encoding="utf-8")
    for name in (strange, tmp_path / "absent.csv", tmp_path):
        assert main(["import", "--apply", str(name)]) == MISUSED
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("n’est pas un fichier") == 2
    assert "Rien n’a été écrit." in said.err
    assert not database.exists() or logged(database) == []
