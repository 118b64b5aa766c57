"""Requests as no browser would send them."""

from __future__ import annotations

import http.client
import json
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tools.serving import HOST

FULL = bool(os.environ.get("FULL"))
"""Whether the release sizes are played, rather than those of each change."""
PATIENCE = 30.0


@dataclass(frozen=True)
class Said:
    """What a server answered."""

    status: int
    headers: dict[str, str] = field(repr=False)
    """Names in small letters."""
    body: str

    @property
    def all(self) -> str:
        return f"{self.headers} {self.body}"


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Said:
    """A request whose path is sent letter for letter."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.putrequest(method, "/", skip_host="host" in headers)
        # What putrequest would tidy or refuse.
        connection._buffer[0] = f"{method} {path} HTTP/1.1".encode("latin-1")  # type: ignore[attr-defined]
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        said = {name.lower(): value for name, value in answer.getheaders()}
        return Said(answer.status, said, body)
    finally:
        connection.close()


def send(
    port: int,
    path: str,
    said: Mapping[str, object],
    *,
    as_json: bool = False,
    **headers: str,
) -> Said:
    """What our own pages post: a form, or one answer."""
    kind = "application/json" if as_json else "application/x-www-form-urlencoded"
    body = json.dumps(said) if as_json else urlencode(said)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request(
            "POST", path, body, {"content-type": kind, "sec-fetch-site": "same-origin"} | named
        )
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Said(answer.status, told, answer.read().decode("utf-8", "replace"))
    finally:
        connection.close()


def shout(port: int, sent: bytes) -> bytes:
    """Bytes that may be no request, and all that comes back."""
    with socket.create_connection((HOST, port), PATIENCE) as line:
        with suppress(OSError):
            line.sendall(sent)
            line.shutdown(socket.SHUT_WR)
        heard = bytearray()
        with suppress(OSError):
            while chunk := line.recv(65_536):
                heard += chunk
    return bytes(heard)


def open_line(port: int, **headers: str) -> ClientConnection:
    """A socket of Streamlit's own protocol. Raises InvalidStatus where it is refused."""
    return connect(
        f"ws://{HOST}:{port}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit"), Subprotocol("PLACEHOLDER")],
        additional_headers={name.replace("_", "-"): value for name, value in headers.items()},
        max_size=None,
        compression=None,
        open_timeout=PATIENCE,
        proxy=None,
    )


def rerun(page: str = "") -> bytes:
    ask_again = BackMsg()
    ask_again.rerun_script.query_string = ""
    ask_again.rerun_script.page_name = page
    return bytes(ask_again.SerializeToString())


def run(line: ClientConnection, asked: bytes = b"") -> list[ForwardMsg]:
    """All that comes until the end of the run that this message asks for."""
    line.send(asked or rerun())
    heard: list[ForwardMsg] = []
    while True:
        raw = line.recv(PATIENCE)
        assert isinstance(raw, bytes)
        heard.append(ForwardMsg.FromString(raw))
        if heard[-1].WhichOneof("type") == "script_finished" and (
            heard[-1].script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        ):
            return heard


def hear_all(line: ClientConnection) -> tuple[bytes, int | None]:
    """All that the server says until it hangs up, and its code; None where it did not."""
    heard = bytearray()
    try:
        while True:
            one = line.recv(PATIENCE)
            heard += one if isinstance(one, bytes) else one.encode()
    except ConnectionClosed as closed:
        return bytes(heard), closed.rcvd.code if closed.rcvd else 1006
    except TimeoutError:
        return bytes(heard), None
