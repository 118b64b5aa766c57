"""The command line unlocks a room whose code was forgotten."""

from datetime import date
from pathlib import Path

import pytest

from diagnostic.__main__ import MISUSED, main
from diagnostic.questionnaire import Text, current
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from diagnostic.workshops import Step, StepKind
from tests.test_command_line import plain


def test_a_room_is_unlocked_without_its_code_which_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "regards.sqlite"
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(file))

    def run(code: str) -> tuple[int, str]:
        done = main(["unlock", code])
        told = capsys.readouterr()
        return done, plain(told.out + told.err)

    with Store.open(file) as store:
        made = store.open_diagnostic("Essai", TerritoryKey.parse("commune:69264"), current())
        steps = (Step(id="accueil", kind=StepKind.FRAME, title=Text(fr="Ici", en="Here")),)
        held = store.open_workshop(store.waves(made)[0], steps, date(2026, 12, 1), "", 20)
        store.lock_room(held, "2741")
    done, told = run(f"{held.code[:3].lower()} {held.code[3:]}")
    assert done == 0
    assert "déverrouillé, et son code de quatre chiffres oublié" in told
    with Store.open(file) as store:
        assert store.room_state(held.id).lock is None
    assert "aucun code ne le verrouillait" in run(held.code)[1]
    done, told = run("ZZZZZZ")
    assert done == MISUSED
    assert "Aucun atelier ne porte ce code" in told
