"""The command line copies, takes back and verifies; it never overwrites answers by itself."""

from pathlib import Path

import pytest

from diagnostic.__main__ import MISUSED, main
from diagnostic.command_line.backups import UNSOUND
from tests.builders import tiny_questionnaire
from tests.storage.copying import damage, fill, rows
from tests.test_command_line import plain


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "regards.sqlite"
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(made))
    fill(made, tiny_questionnaire(), people=40)
    return made


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(words)
    told = capsys.readouterr()
    return code, plain(told.out + told.err)


def test_a_copy_is_made_listed_and_taken_back_by_its_name(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows(file)
    code, told = run(capsys, "backup")
    assert code == 0
    assert "1 diagnostic, 40 personnes, 40 réponses" in told
    (made,) = (file.parent / "sauvegardes").iterdir()
    assert made.name in told
    assert run(capsys, "verify", made.name) == (0, f"La sauvegarde {made.name} est saine.\n")
    code, told = run(capsys, "restore", made.name)
    assert code == MISUSED
    assert "ajoutez --replace" in told
    code, told = run(capsys, "restore", "--replace", made.name)
    assert code == 0
    assert "L’ancienne base est gardée sous le nom regards.sqlite.ecarte-" in told
    assert "effacez-les à nouveau" in told
    assert rows(file) == before
    code, told = run(capsys, "restore", "autre.sqlite")
    assert code == MISUSED
    assert made.name in told


def test_a_copy_goes_to_the_folder_that_is_asked_for(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "backup", str(tmp_path / "cle usb"))[0] == 0
    (made,) = (tmp_path / "cle usb").iterdir()
    assert run(capsys, "verify", str(made))[0] == 0


def test_a_damaged_base_is_told_with_the_copy_to_take_back(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "verify") == (0, "La base est saine.\n")
    run(capsys, "backup")
    (made,) = (file.parent / "sauvegardes").iterdir()
    damage(file)
    code, told = run(capsys, "verify")
    assert code == UNSOUND
    assert "abîmé" in told
    assert f"restore {made.name}" in told
    # What `make run` does first.
    code, told = run(capsys, "migrate")
    assert code == MISUSED
    assert "mis de côté" in told
    assert f"restore {made.name}" in told
    assert run(capsys, "restore", made.name)[0] == 0
    assert run(capsys, "migrate")[0] == 0
    assert run(capsys, "verify")[0] == 0


def test_there_is_nothing_to_copy_nor_to_verify_where_there_is_no_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(tmp_path / "rien.sqlite"))
    for command in ("backup", "verify"):
        code, told = run(capsys, command)
        assert code == MISUSED
        assert "pas encore de base" in told
    assert not (tmp_path / "rien.sqlite").exists()


def test_copies_are_encrypted_for_the_key_of_the_settings_and_read_with_the_other_one(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows(file)
    key = file.with_name("clef.txt")
    code, told = run(capsys, "copies-key", str(key))
    assert code == 0
    assert "sur deux clés USB" in told
    assert "AGE-SECRET" not in told
    public = told.split()[3]
    assert public.startswith("age1")
    assert run(capsys, "copies-key", str(key)) == (
        MISUSED,
        "« clef.txt » existe déjà : il n’a pas été touché. Donnez un autre nom.\n",
    )
    monkeypatch.setenv("DIAGNOSTIC_COPIES_KEY", public)
    code, told = run(capsys, "backup")
    assert code == 0
    assert "1 diagnostic, 40 personnes, 40 réponses" in told
    assert "sans la clef rangée ailleurs, personne ne la lit" in told
    (made,) = (file.parent / "sauvegardes").iterdir()
    assert made.suffixes == [".sqlite", ".age"]
    for command in (("verify",), ("restore", "--replace")):
        code, told = run(capsys, *command, made.name)
        assert code == MISUSED
        assert "est chiffrée : ajoutez --key" in told
    told = run(capsys, "verify", made.name, "--key", str(key))[1]
    assert told == f"La sauvegarde {made.name} est saine.\n"
    damage(file)
    code, told = run(capsys, "verify")
    assert code == UNSOUND
    assert f"restore {made.name} --key" in told
    assert run(capsys, "restore", "--replace", made.name, "--key", str(key))[0] == 0
    assert rows(file) == before
    assert not list(file.parent.glob("*en-clair*"))
