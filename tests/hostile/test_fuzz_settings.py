"""Settings, commands and the kept state of a room (T15, T26): used, or refused in French."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.__main__ import main
from diagnostic.settings import Settings, SettingsRefused, read_settings
from diagnostic.workshops import WorkshopRefused
from diagnostic.workshops.state import state_from_data, state_to_data
from tests.hostile.budget import THOROUGH, inputs
from tests.hostile.payloads import SCRIPTS
from tests.hostile.spoiling import TABLE, is_for_people, outcome, spoil

SECRETS = b"""[auth]
redirect_uri = "https://regards.example/oauth2callback"

[diagnostic]
database = "data/base.sqlite"
demo = false
backups = "copies"
daily_backups = 7
"""
TOKENS = (
    *TABLE,
    *(b"[diagnostic]\n", b"[[diagnostic]]\n", b"[", b"]", b"= ", b"database", b"demo", b"= true"),
    *(b"= 1979-05-27T07:32:00Z", b"= {a = 1}", b"= [1, 2]", b"'''", b'"""', b'= "postgresql://"'),
    *(b'= "sqlite:///x"', b'= "~personne/x"', b'= ":memory:"', b'= "http://x"', b"\\u0000"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in os.environ:
        if name.startswith("DIAGNOSTIC_"):
            monkeypatch.delenv(name)
    (tmp_path / ".streamlit").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@inputs(150)
@given(content=spoil(SECRETS, TOKENS))
def test_the_secrets_file(folder: Path, content: bytes) -> None:
    (folder / ".streamlit/secrets.toml").write_bytes(content)
    refusal = outcome(lambda: read_settings(folder), SettingsRefused)
    assert refusal is None or is_for_people(str(refusal))


@inputs(80)
@given(
    database=st.one_of(
        st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=60),
        st.sampled_from(("~personne/x", "~", "://", "sqlite://", "postgresql://é", "a" * 5_000)),
    ),
    demo=st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=8),
)
def test_the_variables(
    folder: Path, monkeypatch: pytest.MonkeyPatch, database: str, demo: str
) -> None:
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", database)
    monkeypatch.setenv("DIAGNOSTIC_DEMO", demo)
    found: list[Settings] = []
    refusal = outcome(lambda: found.append(read_settings(folder)), SettingsRefused)
    assert (refusal is None) is bool(found)
    assert refusal is None or is_for_people(str(refusal), database, demo)


COMMANDS = (
    *("check", "diagnostics", "score", "explain", "moves", "states", "freeze", "state", "forget"),
    *("export", "", *(("territories", "portrait", "import") if THOROUGH else ())),
)
"""The last three read the list of all territories first, which takes a second."""
WORDS = st.one_of(
    st.sampled_from(
        (
            *("--help", "-h", "--level", "commune", "--limit", "--csv", "--json", "--output"),
            *("--force", "--wave", "--since", "--liste", "--apply", "--", "-", "=", "0", "-1"),
            *("1", "9" * 30, "1e3", "²", "K7M2PX", "lyon", "69264", "absent.yaml", "absent.csv"),
            *(".", "..", "/", "/dev/null/x", "a" * 300, "%s", "{}", "é", "\u202e", "\udcff"),
            *SCRIPTS[:3],
        )
    ),
    st.text(st.characters(exclude_characters="\0"), max_size=12),
)


@inputs(40)
@given(command=st.sampled_from(COMMANDS), words=st.lists(WORDS, max_size=5))
def test_the_command_line(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    words: list[str],
) -> None:
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(folder / "base.sqlite"))
    codes: list[int] = []

    def run() -> None:
        try:
            codes.append(main([command, *words]))
        except SystemExit as end:
            codes.append(int(end.code or 0))

    outcome(run, KeyboardInterrupt)
    told = capsys.readouterr()
    assert codes[0] in (0, 1, 2)
    if codes[0] == 2:
        assert is_for_people(told.err, command, *words)
    assert codes[0] == 0 or told.err or told.out
    assert not re.search(r"Traceback|site-packages", told.err + told.out)


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 400),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(("vote", "masque", "debat", "mouvement", "2026-11-22T10:00:00+00:00", "x")),
)
ANY = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5), st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
STATE: dict[str, Any] = {
    "step": "a",
    "accepting": False,
    "join": True,
    "count": True,
    "ended": False,
    "timer": [300, 300, None],
    "marks": {"a": ["vote", 1, "vote", False, 0]},
}
KEYS = st.sampled_from((*STATE, "autre"))
STAGE = st.sampled_from(("vote", "masque", "son_regard", "debat", "mouvement", "nulle part"))
MARK = st.tuples(STAGE, st.integers(0, 3), STAGE, st.booleans(), st.integers(-1, 3)).map(list)


@inputs(200)
@given(
    data=st.one_of(
        ANY,
        st.dictionaries(KEYS, ANY).map(lambda changed: STATE | changed),
        st.dictionaries(KEYS, ANY, max_size=1).map(lambda changed: STATE | changed),
        st.dictionaries(st.sampled_from("ab"), MARK).map(lambda marks: STATE | {"marks": marks}),
        KEYS.map(lambda key: {name: part for name, part in STATE.items() if name != key}),
    )
)
def test_the_state_of_a_room(data: Any) -> None:
    """What is read is sound: written again, it is the same; anything else is refused."""
    data = json.loads(json.dumps(data))
    found: list[Any] = []
    refusal = outcome(lambda: found.append(state_from_data(data, 3)), WorkshopRefused)
    assert (refusal is None) is bool(found)
    for state in found:
        again = json.loads(json.dumps(state_to_data(state)))
        assert state_from_data(again, 3) == state
        assert state.mark.round in (1, 2)
        assert str(state.ballot)
