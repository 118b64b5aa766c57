"""A name typed in a terminal is enough to read what is measured of a territory."""

import pytest

from diagnostic.__main__ import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["portrait", *words])
    told = capsys.readouterr()
    return code, plain(told.out), plain(told.err)


def plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_name_gives_a_portrait(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "mayotte", "--level", "departement")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Mayotte (département)  departement:976"
    assert lines[1] == "département, 256 518 habitants (2017)"
    assert "Du côté fragile, « Santé ». Médecins généralistes : 1,2 pour 10 000 habitants" in out
    assert "    Insee, Statistiques locales" in out
    assert [line[:3] for line in lines[-16:]] == [f"F{number:02}" for number in range(1, 17)]
    assert "**" not in out
    assert err == ""


def test_a_village_is_told_by_what_holds_it(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "la", "palud", "sur", "verdon")
    assert "ce sont ceux de l’intercommunalité (CC Alpes-Provence-Verdon" in out


def test_other_territories_of_the_name_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "saint", "denis")
    assert code == 0
    assert out.startswith("Saint-Denis")
    assert err.startswith("Autres territoires possibles : ")


def test_an_unknown_name_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "zzzzzz")
    assert (code, out) == (1, "")
    assert "Vérifiez l’orthographe" in err
