"""The command line gives a first owner to a territory, by a link that opens once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from diagnostic.__main__ import MISUSED, main
from diagnostic.campaigns import Diagnostic
from diagnostic.questionnaire import current
from diagnostic.rights import Actor, Kind, Role
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from tests.test_command_line import plain

KEY = "une-cle-de-signature-assez-longue-pour-servir"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(tmp_path / "regards.sqlite"))
    monkeypatch.setenv("HOME", str(tmp_path))

    def do(*words: str) -> tuple[int, str]:
        code = main(["invite", *words])
        told = capsys.readouterr()
        return code, plain(told.out + told.err)

    return do


@pytest.fixture
def diagnostic(tmp_path: Path) -> Diagnostic:
    with Store.open(tmp_path / "regards.sqlite") as store:
        return store.open_diagnostic("Essai", TerritoryKey.parse("commune:69264"), current())


def sign(folder: Path, key: str = KEY) -> None:
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "https://ici.fr/oauth2callback"\ncookie_secret = "{key}"\n'
    )


def test_a_link_makes_an_owner_and_the_history_says_by_whom(
    tmp_path: Path, run: Run, diagnostic: Diagnostic
) -> None:
    sign(tmp_path)
    code, told = run(diagnostic.code)
    assert code == 0
    assert KEY not in told
    link = told.split("https://ici.fr/invitation/")[1].strip()
    person = Actor.signed_in("https://id.test", "ana", "Ana", administrator=False)
    with Store.open(tmp_path / "regards.sqlite") as store:
        assert store.as_actor(person).accept_invitation(link, KEY)[1] is Role.OWNER
        lines = store.history(diagnostic)
    assert [(one.kind, one.verb) for one in lines] == [
        (Kind.PERSON, "accept_invitation"),
        (Kind.MACHINE, "invite"),
    ]


def test_where_nobody_signs_in_it_says_what_to_read(run: Run, diagnostic: Diagnostic) -> None:
    code, told = run(diagnostic.code)
    assert code == MISUSED
    assert "docs/comptes.md" in told


def test_a_secret_that_is_too_short_signs_nothing(
    tmp_path: Path, run: Run, diagnostic: Diagnostic
) -> None:
    sign(tmp_path, "court")
    assert run(diagnostic.code)[0] == MISUSED


def test_an_invitation_of_a_year_is_refused(
    tmp_path: Path, run: Run, diagnostic: Diagnostic
) -> None:
    sign(tmp_path)
    code, told = run(diagnostic.code, "--days", "365")
    assert code == MISUSED
    assert "30 jours" in told
