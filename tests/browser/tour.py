"""One visit of every screen, made once; each test then asks its own question about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page

from tools import chromium, rendered
from tools.chromium import Theme
from tools.shots import SCREENS, Territory, enlarge, results
from tools.shots import Screen as Screen

SIZES = ((1280, 720), (390, 844), (1920, 1080))
"""The first one is the size that a screen is reached at."""
LOOKS: tuple[tuple[int, int, Theme], ...] = ((1280, 720, "light"), (390, 844, "dark"))
"""How accessibility is examined: colours depend on the theme, and what is shown on the width."""

WALL = Screen("resultats-grand-ecran", results(None, enlarge))
ALIKE = (
    "accueil-ouvrir",
    "repondre-invitation-choisi",
    "repondre-commenter",
    "resultats-radar",
    # In every window already, in test_measured.
    "mesures-metropole",
    "mesures-mayotte",
    "mesures-commune",
    "vecu-rural",
)
"""Pictured, but too like another screen to be visited again here."""
TOUR = {screen.name: screen for screen in (*SCREENS, WALL) if screen.name not in ALIKE}
EXAMINED = (
    "accueil-recherche",
    "accueil-diagnostics",
    "preparer-demo",
    "repondre-debut",
    "repondre-gravite",
    "repondre-niveaux",
    "repondre-priorites",
    "repondre-fin",
    "resultats-croises",
    "resultats-fragilites",
    "resultats-vecu",
    "resultats-capacite",
    "resultats-effets",
    "resultats-cooperer",
    "resultats-reperes",
    "mesures",
    "donnees",
    "methode-regles",
)
"""The screens whose accessibility is examined."""


@dataclass
class Visit:
    """What one screen showed."""

    failures: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    """Levels of the headings in the middle of the page, in order."""
    leftovers: list[str] = field(default_factory=list)
    typography: list[str] = field(default_factory=list)
    overflow: dict[int, list[str]] = field(default_factory=dict)
    """Width → what is wider than it."""
    complaints: list[str] = field(default_factory=list)
    words: tuple[str, ...] = ()
    """All its strings, seen or only named."""
    language: str | None = None
    found: dict[str, list[str]] = field(default_factory=dict)
    """« width theme » → what axe finds, for the screens that are EXAMINED."""


class Tour:
    """Visits a screen when it is first asked about; one visitor sees them all."""

    def __init__(self, browser: Browser, territory: Territory) -> None:
        width, height = SIZES[0]
        # One memory for all: a browser that knows nothing reads Streamlit's megabytes each time.
        self._context = chromium.enter(browser, width=width, height=height, theme="light")
        self._watch = chromium.Watch.over(self._context)
        self._territory = territory
        self._visits: dict[str, Visit | Error] = {}

    def visit(self, name: str) -> Visit:
        """Raises playwright's Error when the screen cannot be seen, at once the second time."""
        if name not in self._visits:
            try:
                self._visits[name] = self._make(TOUR[name])
            except Error as error:
                self._visits[name] = error
        made = self._visits[name]
        if isinstance(made, Error):
            raise made
        return made

    def leave(self) -> None:
        self._context.close()

    def _make(self, screen: Screen) -> Visit:
        visit = Visit()
        heard = len(self._watch.complaints)
        with self._arrive(screen) as page:
            visit.language = page.locator("html").get_attribute("lang")
            visit.headings = page.get_by_test_id("stMain").evaluate(
                "main => [...main.querySelectorAll('h1, h2, h3, h4, h5, h6')]"
                ".filter(h => h.checkVisibility()).map(h => Number(h.tagName[1]))"
            )
            visit.failures = rendered.failures(page)
            visit.words = rendered.strings(page).all
            if not screen.english:
                visit.leftovers = rendered.leftovers(page)
                visit.typography = rendered.typography(page, self._territory.typed)
            for size in SIZES:
                resize(page, *size)
                visit.overflow[size[0]] = rendered.overflow(page)
            visit.complaints = self._watch.complaints[heard:]
            if screen.name in EXAMINED:
                for width, height, theme in LOOKS:
                    repaint(page, theme)
                    resize(page, width, height)
                    # axe judges only the colours of what is in the window.
                    chromium.unroll(page, height)
                    visit.found[f"{width} {theme}"] = examine(page)
        return visit

    @contextmanager
    def _arrive(self, screen: Screen) -> Iterator[Page]:
        page = self._context.new_page()
        try:
            screen.reach(page, self._territory)
            chromium.settle(page)
            yield page
        finally:
            page.close()


def resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    chromium.settle(page)


def repaint(page: Page, theme: Theme) -> None:
    """Changes the theme of the visitor's system, which the page follows at once."""
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(
        """dark => {
          const colour = getComputedStyle(document.querySelector('[data-testid="stApp"]'))
            .backgroundColor
          return (colour.match(/\\d+/g)[0] < 128) === dark
        }""",
        arg=theme == "dark",
    )
    chromium.settle(page)


def examine(page: Page) -> list[str]:
    """What axe finds, all rules: « rule (impact) place : what is wrong »."""
    # A drawing is one image with a name; the colours inside have their own tests.
    place = {"exclude": [[".main-svg"]]}
    options = {"resultTypes": ["violations"]}
    found = Axe().run(page, context=place, options=options).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}) {' '.join(node['target'])} : "
        f"{' ; '.join(node['failureSummary'].splitlines()[1:2]).strip()}"
        for violation in found
        for node in violation["nodes"]
    ]
