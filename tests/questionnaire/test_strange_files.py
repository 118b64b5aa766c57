"""Broken, huge, deep or foreign files are refused in French; none of them is a crash."""

from pathlib import Path

import pytest

from tests.questionnaire.tiny import TINY, changed, place, refused, write


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        pytest.param("id: petit\nversion: [1\ntitle: a", 3, 6, id="bracket left open"),
        pytest.param('id: petit\ntitle: "sans fin\n', 2, 8, id="quotation mark left open"),
        pytest.param("id: petit\n\ttitle: a", 2, 1, id="tabulation"),
        pytest.param("id: petit\ntitle: a: b", 2, 9, id="two colons"),
        pytest.param("id: petit\n---\nid: autre", 2, 1, id="two documents"),
        pytest.param("id: *rien : 3 ]", 1, 11, id="nonsense"),
    ],
)
def test_broken_yaml_is_told_where_it_breaks(
    tmp_path: Path, text: str, line: int, column: int
) -> None:
    (problem,) = refused(write(tmp_path, text))
    assert (problem.line, problem.column) == (line, column)
    assert problem.cause == "L’écriture YAML n’est pas comprise ici."


@pytest.mark.parametrize("text", ["", "\n\n", "# rien\n", "- a\n- b\n", "bonjour", "3", "null"])
def test_a_file_without_a_questionnaire_is_refused(tmp_path: Path, text: str) -> None:
    (problem,) = refused(write(tmp_path, text))
    assert problem.cause == "Le fichier est vide ou ne contient pas de questionnaire."


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path / "absent.yaml")
    assert str(problem).startswith("absent.yaml, ligne 1, colonne 1 : ")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path)
    assert problem.cause == "Le fichier ne peut pas être lu."


def test_a_file_in_another_encoding_is_refused_where_it_shows(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path, TINY.encode("latin-1", "replace")))
    assert (problem.line, problem.column) == place(TINY, "ès fragile")
    assert problem.cause == "Le fichier n’est pas en UTF-8."


def test_a_file_of_two_megabytes_is_refused(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path, TINY + "# " + "x" * 2_000_000))
    assert "trop gros" in problem.cause


@pytest.mark.parametrize("character", ["\0", "\x07", "\u2028", "\ufeff"])
def test_an_invisible_character_is_shown(tmp_path: Path, character: str) -> None:
    text = changed(("Un mot ?", f"Un {character}mot ?"))
    (problem,) = refused(write(tmp_path, text))
    assert (problem.line, problem.column) == place(text, f"{character}mot ?")
    assert f"U+{ord(character):04X}" in problem.cause


@pytest.mark.parametrize("escaped", [r"\0", r"\x07", r"\ud800"])
def test_an_invisible_character_written_out_is_shown(tmp_path: Path, escaped: str) -> None:
    text = changed(("Un mot ?", f"Un {escaped}mot ?"))
    (problem,) = refused(write(tmp_path, text))
    assert problem.line == place(text, escaped)[0]
    assert problem.cause == "Le texte contient un caractère invisible."


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5000,
        "{" * 5000,
        "- " * 5000,
        "a: " + "[" * 5000 + "]" * 5000,
        "? " * 5000,
        "\n".join(" " * depth + "a:" for depth in range(700)),
    ],
    ids=["[", "{", "-", "[]", "?", "retraits"],
)
def test_deep_nesting_is_refused(tmp_path: Path, text: str) -> None:
    refused(write(tmp_path, text))


@pytest.mark.parametrize(
    "line",
    [
        "%YAML 1.9",
        "%TAG ! tag:exemple,2026:",
        "? [une, liste]\n: valeur",
        "<<: {id: autre}",
        "objet: !!python/object/apply:os.system [ls]",
        "objet: !!binary zzz",
        "objet: !!int douze",
        "objet: 2026-13-45",
        "objet: " + "9" * 5000,
        "12: douze",
        "~: rien",
    ],
)
def test_strange_yaml_is_refused_without_a_crash(tmp_path: Path, line: str) -> None:
    refused(write(tmp_path, f"{line}\n{TINY}"))
