"""The phone page over a real SQLite file, asked by a client that keeps cookies as a phone does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.indicators import Indicators
from diagnostic.participant import Site
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer, TerritoryKey
from tests.builders import tiny_questionnaire
from tests.participant.phone import Phone


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "regards.sqlite") as opened:
        yield opened


@pytest.fixture
def diagnostic(store: Store) -> Diagnostic:
    return store.open_diagnostic(
        "Vivre en Beaujolais", TerritoryKey.parse("commune:69264"), tiny_questionnaire()
    )


@pytest.fixture
def wave(store: Store, diagnostic: Diagnostic) -> Wave:
    return store.waves(diagnostic)[0]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.read()


@pytest.fixture
def site(store: Store, gazetteer: Gazetteer) -> Site:
    return Site(lambda: store, lambda: gazetteer, Indicators.read)


@pytest.fixture
def hand_out(site: Site, diagnostic: Diagnostic) -> Callable[[], Phone]:
    """Makes phones, each with cookies of its own."""
    app = Starlette(routes=site.routes())

    def make() -> Phone:
        client = TestClient(app, base_url="http://salle.local", follow_redirects=False)
        return Phone(client, diagnostic.code)

    return make


@pytest.fixture
def phone(hand_out: Callable[[], Phone]) -> Phone:
    return hand_out()
