"""A real server: its health, what it writes of what goes wrong, and how it refuses to start."""

from __future__ import annotations

import fcntl
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from diagnostic.ui.doorkeeper import Doorkeeper
from tools.serving import ROOT, Server, serve
from tools.wire import Browser

CANARY = "Canari-de-Zanzibar"
WORDS = "ma voisine Josette du 12 rue des Lilas"


def ask(url: str, headers: dict[str, str] | None = None) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers."""
    request = urllib.request.Request(url, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=15) as reply:
            return reply.status, reply.read().decode(), dict(reply.headers)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode(), dict(refusal.headers)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("marche") / "regards.sqlite"


@pytest.fixture(scope="module")
def passage(file: Path) -> tuple[str, str]:
    """A diagnostic's code, and the link of somebody who wrote about a neighbour there."""
    with Store.open(file) as store:
        place = TerritoryKey.parse("commune:69264")
        diagnostic = store.open_diagnostic("Vivre ici", place, current())
        (wave,) = store.waves(diagnostic)
        submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
        store.say(submission, next(iter(current().by_id)), WORDS)
        return diagnostic.code, token


@pytest.fixture(scope="module")
def server(file: Path, passage: tuple[str, str]) -> Iterator[Server]:
    with serve(file, {"DIAGNOSTIC_LOGS": "json", "DIAGNOSTIC_LOG_LEVEL": "debug"}) as running:
        yield running


def test_health_is_told_to_whoever_asks_and_kept_nowhere(server: Server) -> None:
    # As from the network, through a relay: the rest is closed to them in a room.
    status, said, headers = ask(f"{server.url}/sante", {"X-Forwarded-For": "192.0.2.7"})
    assert (status, json.loads(said)) == (200, {"etat": "ok"})
    assert headers["cache-control"] == "no-store"


def test_health_passes_the_doorkeeper_of_a_room_and_nothing_beside_it_does() -> None:
    def scope(path: str) -> dict[str, object]:
        stranger = ("192.0.2.7", 51234)
        return {"type": "http", "path": path, "headers": [], "client": stranger}

    door = Doorkeeper("")
    assert door.examine(scope("/sante")) is None
    for near in ("/sante/", "/sante/plus", "/santes", "/installation"):
        assert door.examine(scope(near)) is not None


def test_health_says_that_the_file_is_gone_and_that_it_is_back(server: Server, file: Path) -> None:
    away = file.with_name("ailleurs.sqlite")
    file.rename(away)
    try:
        status, said, _ = ask(f"{server.url}/sante")
    finally:
        away.rename(file)
    assert status == 503
    assert "n’est plus à sa place" in json.loads(said)["phrase"]
    assert str(file.parent) not in said
    assert ask(f"{server.url}/sante")[0] == 200


def test_health_of_a_locked_base_is_said_within_seconds(server: Server, file: Path) -> None:
    with file.with_name(f"{file.name}-shm").open("rb+") as shared:
        # SQLite's own locks, https://www.sqlite.org/walformat.html#wal_locks
        fcntl.lockf(shared, fcntl.LOCK_EX | fcntl.LOCK_NB, 8, 120)
        begun = time.monotonic()
        status, said, _ = ask(f"{server.url}/sante")
        lasted = time.monotonic() - begun
        fcntl.lockf(shared, fcntl.LOCK_UN, 8, 120)
    assert status == 503
    assert json.loads(said)["etat"] == "indisponible"
    assert lasted < 6
    until = time.monotonic() + 30
    while ask(f"{server.url}/sante")[0] != 200:
        assert time.monotonic() < until


def test_what_goes_wrong_is_in_the_log_with_the_reference_of_the_screen_and_no_value(
    server: Server, file: Path, passage: tuple[str, str]
) -> None:
    code, token = passage
    ask(f"{server.url}/p/{token}?mot={CANARY}")
    with closing(sqlite3.connect(file)) as base, base:
        # What no page expects; Python's own message would repeat it.
        base.execute("UPDATE diagnostic SET territory = ?", (f"{CANARY}:69264",))
    status, said, _ = ask(f"{server.url}/p/{token}?mot={CANARY}")
    assert status == 500
    of_phone = re.findall(r"Référence : (\w{4})", said)
    with pytest.raises(RuntimeError, match="Référence") as shown:
        Browser(server.port, f"d={code}&reprise={token}", "cadrage")
    of_page = re.findall(r"Référence\s:\s(\w{4})", str(shown.value))
    assert CANARY not in f"{said}{shown.value}"

    log = server.written()
    for secret in (CANARY, WORDS, "Josette", token, code, "192.0.2.7"):
        assert secret not in log
    lines = [line for line in log.splitlines() if line.startswith("{")]
    told = [json.loads(line) for line in lines]
    faults = {one["reference"]: one for one in told if "reference" in one}
    assert {*of_phone, *of_page} == set(faults)
    assert len(faults) == 2
    for one in faults.values():
        assert one["niveau"] == "error"
        assert one["lieu"].startswith("diagnostic/")
        assert "Traceback" not in one["trace"]
    # Everything after the greeting is one object a line.
    greeting = ("You can now", "URL:", "Stopping")
    rest = [line for line in log.splitlines() if line.strip() and line not in lines]
    assert all(line.strip().startswith(greeting) for line in rest), rest


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"DIAGNOSTIC_DATABASE": "mysql://u:secret-7f3a@h/b"}, "DIAGNOSTIC_DATABASE"),
        ({"DIAGNOSTIC_DAILY_BACKUPS": "secret-7f3a"}, "DIAGNOSTIC_DAILY_BACKUPS"),
        ({"DIAGNOSTIC_LOGS": "secret-7f3a"}, "doit être l’un de ceux-ci : texte, json"),
        ({"DIAGNOSTIC_HOSTED": "true"}, "« cookie_secret » manque dans la table [auth]"),
    ],
)
def test_a_server_with_a_wrong_setting_ends_and_says_the_cure(
    wrong: dict[str, str], said: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "asgi.py", "--server.port", "0"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **wrong},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert ended.returncode == 78
    assert said in ended.stderr
    assert "L’application ne peut pas commencer" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "secret-7f3a" not in f"{ended.stdout}{ended.stderr}"
