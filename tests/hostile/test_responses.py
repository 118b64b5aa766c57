"""What leaves the server (T24–T26): headers on all of it, no file, nothing of the inside."""

from __future__ import annotations

import asyncio
import re
import time
import tomllib
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit import config

from diagnostic.ui.server import HEADERS, POLICY, Guard
from tests.hostile.raw import ask, shout
from tools.serving import ROOT, Server

WHERE = (
    "/",
    "/?lang=en",
    "/animer",
    "/nulle-part",
    "/static/absent.js",
    "/media/absent.png",
    "/component/absent/x.js",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/bidi-components/x",
    "/_stcore/upload_file/a/b",
    "/_stcore/agent/interact",
    "/auth/login",
    "/oauth2callback?state=x&code=y",
    "/j",
    "/j/AAAAAA",
    "/r/AAAAAAAA",
    "/p/personne",
    "/p/personne/t/vous",
    "/p/personne/etat",
    "/telephone/x/y.css",
    "/telephone/x/../../asgi.py",
    "/../asgi.py",
)
INSIDE = re.compile(
    r"Traceback|File \"|\.py\b|site-packages|sqlite|SELECT |INSERT |streamlit/|starlette", re.I
)
"""What would tell a visitor how the inside is made."""


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_every_response_has_every_header_once(server: Server, method: str) -> None:
    for path in WHERE:
        said = ask(server.port, path, method, origin="http://piege.example")
        assert said.status < 500, path
        for name, value in HEADERS:
            assert said.headers.get(name.decode()), (path, name)
            own = path.startswith(("/j", "/r", "/p"))
            assert own or said.headers[name.decode()] == value.decode(), (path, name)
        assert said.headers.get("access-control-allow-origin") not in ("*", "http://piege.example")


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules["default-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == "'none'"
    assert "unsafe-inline" not in rules["script-src"]
    for rule in rules.values():
        assert not re.search(r"https?:|\*", rule)


def test_what_streamlit_tells_to_everybody_is_shut(server: Server) -> None:
    for path in ("/_stcore/metrics", "/_stcore/metrics/", "/_stcore/metrics?families=session"):
        said = ask(server.port, path)
        assert said.status == 404
        assert "session" not in said.body
    assert '"allowedOrigins":[]' in ask(server.port, "/_stcore/host-config").body
    assert ask(server.port, "/_stcore/agent/interact", "POST").status in (403, 404)


FILES = ("asgi.py", "app.py", ".streamlit/config.toml", "pyproject.toml", "etc/passwd", "data/x")
CLIMBS = (
    "../",
    "../" * 12,
    "%2e%2e/",
    "%2e%2e%2f" * 8,
    "..%2f..%2f",
    "..%5c",
    "..\\..\\",
    "%252e%252e%252f",
    "....//",
    "..;/",
    "%c0%ae%c0%ae/",
    "//",
    "/",
    "%00",
    ".%00./",
    "file:///",
)
ROOTS = ("/", "/static/", "/media/", "/component/", "/app/static/", "/telephone/x/", "/p/")


def test_no_address_reads_a_file(server: Server) -> None:
    for start in ROOTS:
        for climb in CLIMBS:
            for file in FILES:
                said = ask(server.port, f"{start}{climb}{file}")
                assert said.status < 500, f"{start}{climb}{file}"
                for inside in ("root:", "[server]", "streamlit as st", "[project]", "SQLite"):
                    assert inside not in said.body, f"{start}{climb}{file}"


NONSENSE = (
    b"",
    b"\r\n\r\n",
    b"\x00" * 1_000,
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET http://ailleurs.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"POST /j HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    b"POST /j HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nContent-Length: 10\r\n\r\nabcdefghij",
    b"POST /j HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /%ff%fe?%ff=%00 HTTP/1.1\r\nHost: a\r\nCookie: passage=\xff\x00\r\n\r\n",
)


def test_what_is_no_request_is_dropped_in_silence(server: Server) -> None:
    for sent in NONSENSE:
        heard = shout(server.port, sent).decode("utf-8", "replace")
        first = heard.partition("\r\n")[0]
        assert not heard or re.match(r"HTTP/1\.1 (2|3|4)\d\d ", first), (sent[:60], first)
        assert not re.search(r"Traceback|site-packages|SELECT ", heard)
    assert server.is_healthy()


def test_known_slow_requests_are_answered_at_once(server: Server) -> None:
    """CVE-2025-62727 (ranges) and the header parsing of multipart bodies."""
    page = ask(server.port, "/").body
    (script, *_) = re.findall(r'src="\.?(/static/[^"]+)"', page)
    ranges = "bytes=" + ",".join(f"{n}-{n}" for n in range(0, 9_000, 2))
    slow = "multipart/form-data; boundary=x" + ";a=b" * 8_000
    before = time.monotonic()
    assert ask(server.port, script, range=ranges).status < 500
    assert ask(server.port, "/j", "POST", content_type=slow, content_length="0").status == 415
    where = "/_stcore/upload_file/a/b"
    assert ask(server.port, where, "PUT", content_type=slow, content_length="0").status == 403
    assert time.monotonic() - before < 3.0


def test_an_error_says_what_to_do_and_nothing_of_the_inside(server: Server) -> None:
    for path in ("/p/x'--/t/vous", "/r/'%20OR%201=1--", "/j/%3Cscript%3E", "/media/%27", "/p/x/y"):
        said = ask(server.port, path)
        assert 400 <= said.status < 500, path
        assert not INSIDE.search(said.body.replace("main.js", "")), path


def test_what_breaks_inside_is_told_to_the_log_alone() -> None:
    """A fault that nobody foresaw: the headers are there, and its words are not."""

    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("SELECT secret FROM /srv/regards/data.sqlite")

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/", "headers": []}
    with pytest.raises(RuntimeError):
        asyncio.run(Guard(broken)(scope, receive, send))
    start, body = sent
    assert start["status"] == 500
    assert {name for name, _ in HEADERS} <= {name for name, _ in start["headers"]}
    assert "Rechargez la page" in body["body"].decode()
    assert not INSIDE.search(body["body"].decode())


SETTINGS = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.enableStaticServing": False,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.xsrfCookieSameSite": "strict",
    "server.enableAgentApi": False,
    "server.maxUploadSize": 5,
    "server.maxMessageSize": 20,
    "server.maxWidgetStateSize": 1,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.allowedOrigins": [],
    "browser.gatherUsageStats": False,
    "runner.postScriptGC": False,
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_that_keeps_a_door_shut_is_written_and_known(name: str) -> None:
    table, _, option = name.partition(".")
    written = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert written[table][option] == SETTINGS[name]
    config.get_option(name)
