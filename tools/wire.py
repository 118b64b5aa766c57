"""A server of ours, and a browser’s side of one session, as Streamlit’s own protocol has it.

The protocol is internal to Streamlit: it may change with its version.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tools.serving import HOST, ROOT, free_port

PATIENCE = 60
"""Seconds that a server may take to start, or a page to be drawn."""


@contextmanager
def serve(script: Path, folder: Path, **environment: str) -> Iterator[tuple[int, int]]:
    """A server of `script` in `folder`: its port and its process; stopped at the end."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)],
        cwd=folder,
        env=os.environ | environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Returns when the server answers. Raises RuntimeError when it does not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=5):
                return
        except (URLError, OSError):
            try:
                code = process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(f"Le serveur s’est arrêté (code {code}).") from None
    raise RuntimeError(f"Le serveur ne répond pas après {PATIENCE} s.")


def cpu_of(process: int) -> float:
    """Seconds of processor that a process has used, all its threads together."""
    if sys.platform == "linux":
        # The clock of another process, by the nanosecond: /proc counts by the hundredth.
        return time.clock_gettime((~process << 3) | 2)
    times = psutil.Process(process).cpu_times()
    return float(times.user + times.system)


class Browser:
    """A browser's side of one session, reduced to what makes the server work."""

    def __init__(self, port: int, address: str = "", page: str = "", *, cookies: str = "") -> None:
        self._socket = connect(
            f"ws://{HOST}:{port}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit"), Subprotocol("PLACEHOLDER")],
            max_size=None,
            compression=None,
            additional_headers={"Cookie": cookies} if cookies else None,
            open_timeout=PATIENCE,
            legacy=True,
        )
        self.address, self._page, self._hash = address, page, ""
        self.widgets: dict[str, str] = {}
        """The key that the page gave a widget → its identity in the protocol."""
        self.parts: dict[str, str] = {}
        """The key of a widget → the part of the page that is drawn anew when it moves."""
        self.beat = ""
        """The part of the page that is drawn anew by itself, at intervals."""
        self.received = 0
        """Bytes of the last run."""
        self.rerun()

    def rerun(self, *states: WidgetState, fragment: str = "") -> None:
        """Asks for a run and waits for its end. Raises RuntimeError when the page raised."""
        ask = BackMsg()
        ask.rerun_script.query_string = self.address
        ask.rerun_script.page_script_hash = self._hash
        if not self._hash:
            ask.rerun_script.page_name = self._page
        ask.rerun_script.fragment_id = fragment
        ask.rerun_script.widget_states.widgets.extend(states)
        self._socket.send(ask.SerializeToString())
        self.received = 0
        while True:
            raw = self._socket.recv(PATIENCE)
            assert isinstance(raw, bytes)
            self.received += len(raw)
            message = ForwardMsg.FromString(raw)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._hash = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.address = message.page_info_changed.query_string
            elif kind == "auto_rerun":
                self.beat = message.auto_rerun.fragment_id
            elif kind == "delta":
                self._note(message)
            elif kind == "script_finished" and (
                message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                return

    def _note(self, message: ForwardMsg) -> None:
        delta = message.delta
        if delta.WhichOneof("type") != "new_element":
            return
        kind = str(delta.new_element.WhichOneof("type"))
        if kind == "exception":
            raise RuntimeError(
                f"{self._page or 'page vide'} : {delta.new_element.exception.message}"
            )
        if kind == "alert" and "Référence" in delta.new_element.alert.body:
            raise RuntimeError(f"{self._page or 'page vide'} : {delta.new_element.alert.body}")
        identity = str(getattr(getattr(delta.new_element, kind), "id", ""))
        if identity.startswith("$$ID-"):
            key = identity.split("-", 2)[2]
            self.widgets[key], self.parts[key] = identity, delta.fragment_id

    def typed(self, key: str, words: str) -> WidgetState:
        """The state of a field, a radio or a list."""
        return WidgetState(id=self.widgets[key], string_value=words)

    def picked(self, key: str, label: str) -> WidgetState:
        """The state of a row of buttons."""
        state = WidgetState(id=self.widgets[key])
        state.string_array_value.data.append(label)
        return state

    def close(self) -> None:
        self._socket.close()
