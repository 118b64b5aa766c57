"""A real Chromium: found on this machine, waited for by states, watched while it works."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    TimeoutError,
    WebError,
    sync_playwright,
)

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 45_000
"""Milliseconds that a state is waited for: the machine may be busy with other tests."""

Theme = Literal["light", "dark"]

EXCUSED = (
    # Streamlit looks for its own base under the address of a page before it tries the root.
    re.compile(r"404 \(Not Found\).*/_stcore/(health|host-config)$"),
)
"""Complaints of the browser's console that nobody here can prevent, each with its reason."""

_IS_SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]')
  const main = document.querySelector('[data-testid="stMain"]')
  return !!app && !!main
    && app.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && !!main.querySelector('[data-testid="stElementContainer"]')
    && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')
    && [...main.querySelectorAll('[data-testid="stPlotlyChart"]')]
         .every(chart => chart.querySelector('.main-svg'))
    && document.fonts.status === 'loaded'
    && isStill(main)

  // What opens or closes slides: it is over when ten frames look alike.
  function isStill(main) {
    const depth = [main.scrollHeight, main.querySelectorAll('*').length].join()
    const before = window.regardsStill
    const frames = before && before.depth === depth ? before.frames + 1 : 0
    window.regardsStill = { depth, frames }
    return frames >= 10
  }
}"""

_DEPTH = """() => {
  const main = document.querySelector('[data-testid="stMain"]')
  const last = main.querySelector('[data-testid="stMainBlockContainer"]').lastElementChild
  return Math.ceil(main.scrollTop + last.getBoundingClientRect().bottom) + 48
}"""
"""Pixels from the top of the page to below the last thing it shows."""


def find() -> str | None:
    """The path of a Chromium; None where this machine has none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def launch() -> Iterator[Browser]:
    """A running browser without a screen. Raises FileNotFoundError where there is none."""
    path = find()
    if path is None:
        raise FileNotFoundError("aucun Chromium sur cette machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def enter(
    browser: Browser,
    *,
    width: int = 1280,
    height: int = 720,
    theme: Theme = "light",
) -> BrowserContext:
    """A French visitor's browser: its own cookies, its own size, its own theme."""
    context = browser.new_context(
        locale="fr-FR",
        timezone_id="Europe/Paris",
        viewport={"width": width, "height": height},
        color_scheme=theme,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    return context


def settle(page: Page) -> None:
    """Returns when the page has run, and has drawn all that the run sent."""
    page.wait_for_function(_IS_SETTLED)


def pick(page: Page, field: Locator, option: str) -> None:
    """Takes an option of a drop-down list, by a part of its name."""
    # A list that is open closes when the page moves.
    field.scroll_into_view_if_needed()
    settle(page)
    field.click()
    page.get_by_role("option", name=option).click()


def insist(gesture: Callable[[], None], seen: Locator) -> None:
    """Makes a gesture again until it shows: one made while a page runs anew may be lost."""
    for patience in (5_000, 10_000):
        gesture()
        try:
            seen.wait_for(timeout=patience)
        except TimeoutError:
            continue
        return
    gesture()
    seen.wait_for()


def unroll(page: Page, height: int) -> None:
    """Makes the window as tall as what the page holds, and at least `height`, in pixels."""
    width = (page.viewport_size or {"width": 1280})["width"]
    page.set_viewport_size({"width": width, "height": height})
    settle(page)
    # A taller window may change what stands in it: twice is enough for every page here.
    for _ in range(2):
        page.set_viewport_size({"width": width, "height": max(height, page.evaluate(_DEPTH))})
        settle(page)


@dataclass
class Watch:
    """What a browser context asked, received and complained of."""

    requests: list[Request] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def over(cls, context: BrowserContext) -> Watch:
        """Starts watching; pages that the context opens later are watched too."""
        watch = cls()
        context.on("request", lambda request: watch.requests.append(request))
        context.on("response", lambda response: watch.responses.append(response))
        context.on("console", lambda message: watch._hear(message))
        context.on("weberror", lambda error: watch._break(error))
        context.on("page", lambda page: watch._listen(page))
        return watch

    def strangers(self, home: str) -> list[str]:
        """Addresses asked for outside `home`, an address of a server."""
        asked = [*(request.url for request in self.requests), *self.sockets]
        inside = urlsplit(home).netloc
        return [
            address
            for address in asked
            if urlsplit(address).scheme not in ("data", "blob")
            and urlsplit(address).netloc != inside
        ]

    def _listen(self, page: Page) -> None:
        page.on("websocket", lambda socket: self.sockets.append(socket.url))

    def _hear(self, message: ConsoleMessage) -> None:
        said = f"{message.text} {message.location.get('url', '')}".strip()
        if message.type == "error" and not any(excuse.search(said) for excuse in EXCUSED):
            self.complaints.append(said)

    def _break(self, error: WebError) -> None:
        self.complaints.append(str(error.error))
