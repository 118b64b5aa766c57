"""The real server, started on a free port of this machine's loopback, for whoever measures it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds to be ready in; it takes two when nothing else runs."""


class ServingError(RuntimeError):
    """The server ended, or was not ready in time; the message holds what it wrote."""


class Server:
    """One `streamlit run asgi.py`, which can be killed and started again at the same address."""

    def __init__(self, database: Path, log: Path, environment: Mapping[str, str]) -> None:
        self.database = database
        self.port = free_port()
        self._log = log
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        """Raises ServingError when the server is down."""
        if self._process is None or self._process.poll() is not None:
            raise ServingError(self.written())
        return self._process.pid

    def start(self) -> None:
        """Returns when the server answers. Raises ServingError."""
        command = [sys.executable, "-m", "streamlit", "run", "asgi.py"]
        options = ["--server.port", str(self.port), "--server.address", HOST]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *options],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), **self._environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while not self.is_healthy():
            try:
                self._process.wait(0.1)
            except subprocess.TimeoutExpired:
                if time.monotonic() < until:
                    continue
                self.stop()
            raise ServingError(self.written())

    def is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """Ends it at once, as a power cut does: nothing is finished, nothing is said."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Asks it to end; insists when it does not."""
        self._end(signal.SIGTERM)

    def restart(self) -> None:
        """Kills it and starts it again at the same address. Raises ServingError."""
        self.kill()
        self.start()

    def written(self) -> str:
        """All that the server wrote so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(how)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def serve(
    database: Path | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server that is ready, on `database`, by default an empty one; stopped at the end.

    The database file may not exist yet. `environment` adds to this process's own. Raises
    ServingError.
    """
    with tempfile.TemporaryDirectory(prefix="regards-croises-") as folder:
        file = database or Path(folder) / "regards-croises.sqlite"
        server = Server(
            file,
            Path(folder) / "server.log",
            {
                "DIAGNOSTIC_DATABASE": str(file),
                "PYTHONDONTWRITEBYTECODE": "1",
                **(environment or {}),
            },
        )
        try:
            server.start()
            yield server
        finally:
            server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
