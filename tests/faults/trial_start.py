"""Two real servers on one file: the second says why it waits, and takes over when it may."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from diagnostic.storage import Store
from tools.serving import HOST, ROOT, free_port, serve

PATIENCE = 90.0


@contextmanager
def beside(file: Path, log: Path) -> Iterator[str]:
    """Another server of this file, healthy or not; its address, once it answers something."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "asgi.py"]
    with (
        log.open("wb") as written,
        subprocess.Popen(
            [*command, "--server.port", str(port), "--server.address", HOST],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "DIAGNOSTIC_DATABASE": str(file)},
            stdout=written,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            address = f"http://{HOST}:{port}"
            wait_for(lambda: ask(address)[0] != 0)
            yield address
        finally:
            process.kill()


def ask(address: str) -> tuple[int, str]:
    """Status and page; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(f"{address}/j", timeout=10) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()
    except OSError:
        return 0, ""


def wait_for(happens: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.3)


def test_a_second_server_waits_its_turn_and_takes_over_from_a_killed_one(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    file = tmp_path / "regards.sqlite"
    Store.open(file).close()
    with serve(file) as first, beside(file, tmp_path / "second.log") as second:
        assert ask(first.url)[0] == 200
        status, page = ask(second)
        assert status == 503
        assert "déjà utilisée par un autre serveur" in page
        first.kill()
        wait_for(lambda: ask(second)[0] == 200)
        log = (tmp_path / "second.log").read_text()
        assert log.count("déjà utilisée") == 1
        assert "Traceback" not in log
    tell("deux serveurs sur un fichier : le second refusé, puis à sa place après un arrêt brutal")
