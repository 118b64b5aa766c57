"""One browser and one server for all; without a Chromium these tests are loudly NOT RUN."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.person import Person
from tests.browser.tour import Tour
from tests.conftest import NOT_RUN
from tools import chromium
from tools.chromium import Theme
from tools.shots import Territory, open_territory

HERE = Path(__file__).parent
FAILURES = HERE.parents[1] / "build" / "browser"
expect.set_options(timeout=20_000)
_FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            if chromium.find() is None:
                item.add_marker(pytest.mark.skip(reason=NOT_RUN))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium.launch() as launched:
        yield launched


@pytest.fixture(scope="package")
def territory() -> Iterator[Territory]:
    """Servers on the demonstration and on an empty database; no test changes either."""
    with open_territory() as opened:
        yield opened


@pytest.fixture(scope="package")
def tour(browser: Browser, territory: Territory) -> Iterator[Tour]:
    made = Tour(browser, territory)
    yield made
    made.leave()


@pytest.fixture
def arrive(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Person]]:
    """Makes people, each with a browser of their own; a failing test leaves their pictures."""
    people: list[Person] = []

    def make(home: str, *, width: int = 1280, height: int = 720, theme: Theme = "light") -> Person:
        person = Person(chromium.enter(browser, width=width, height=height, theme=theme), home)
        people.append(person)
        return person

    yield make
    for number, person in enumerate(people, 1):
        if request.node.stash.get(_FAILED, False):
            FAILURES.mkdir(parents=True, exist_ok=True)
            person.page.screenshot(path=FAILURES / f"{request.node.name}-{number}.png")
        person.leave()
