"""A hosted installation as it would run: its server, a real provider, people with a browser."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from diagnostic.storage import Store
from tests.conftest import NOT_RUN
from tests.hosted.provider import CLIENT, PASSWORD, SECRET
from tools import chromium
from tools.serving import ROOT, Server, free_port

NO_PROVIDER = "LE FOURNISSEUR D’IDENTITÉ N’EST PAS INSTALLÉ : essais de connexion non joués"
PATIENCE = 60.0
_TOML = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{cookie}"
client_id = "{client}"
client_secret = "{secret}"
server_metadata_url = "http://127.0.0.1:{port}/.well-known/openid-configuration"
"""
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            if chromium.find() is None:
                item.add_marker(pytest.mark.skip(reason=NOT_RUN))
            elif find_spec("canaille") is None:
                item.add_marker(pytest.mark.skip(reason=NO_PROVIDER))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_PROVIDER in str(report.longrepr) for report in skipped):
        terminalreporter.write_sep("=", NO_PROVIDER, red=True, bold=True)


@dataclass
class Hosted:
    """The server, its memory by another door, and the secret that its cookies are signed with."""

    server: Server
    store: Store
    cookie_secret: str
    issuer: str

    @property
    def url(self) -> str:
        return self.server.url

    def sign_in(self, browser: Browser, name: str, path: str = "") -> Page:
        """A new browser that goes through the provider's own pages."""
        page = chromium.enter(browser).new_page()
        page.goto(f"{self.url}/{path}")
        page.get_by_role("button", name="S’identifier").click()
        page.wait_for_url("**/login**", wait_until="commit")
        page.locator("input[name=login]").fill(name)
        page.locator("button[type=submit], input[type=submit]").first.click()
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("button[type=submit], input[type=submit]").first.click()
        page.wait_for_url(f"{self.url}/**", wait_until="commit")
        expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
        return page


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium.launch() as launched:
        yield launched


@pytest.fixture(scope="package")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    folder = tmp_path_factory.mktemp("heberge")
    port, cookie = free_port(), secrets.token_urlsafe(40)
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(
        _TOML.format(cookie=cookie, client=CLIENT, secret=SECRET, port=port)
    )
    database = folder / "regards.sqlite"
    server = Server(
        database,
        folder / "server.log",
        {
            "DIAGNOSTIC_DATABASE": str(database),
            "DIAGNOSTIC_HOSTED": "true",
            "DIAGNOSTIC_ADMINISTRATORS": "chef",
            # Where Streamlit looks for the secrets of this test.
            "HOME": str(folder),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    with (folder / "provider.log").open("wb") as log:
        provider = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.hosted.provider", str(port)),
                f"http://127.0.0.1:{server.port}/oauth2callback",
            ],
            cwd=ROOT,
            # Loopback is not encrypted: the provider must be told that it may serve it.
            env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1", "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration", provider)
            server.start()
            with Store.open(database) as store:
                yield Hosted(server, store, cookie, f"http://127.0.0.1:{port}")
        finally:
            server.stop()
            provider.terminate()
            provider.wait(10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            assert time.monotonic() < until, "the provider does not answer"
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError("the provider ended")
