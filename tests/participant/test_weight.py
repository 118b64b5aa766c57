"""What a phone downloads at first: the page of any theme, for anybody, and what it needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from diagnostic.indicators import Indicators
from diagnostic.participant import LEVEL, SMALLEST, Compressed, Site
from diagnostic.participant.packing import gzip_of
from diagnostic.participant.rendering import FILES
from diagnostic.questionnaire import current
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer, TerritoryKey

LIGHTEST = 40_000
"""Bytes over the wire, with the style sheet and the script; headers left out."""
LIGHT = 14_000
"""Where we stand, so that what makes it heavier is seen: about what one window of TCP carries."""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_theme_of_any_route_is_heavy(
    tmp_path: Path, gazetteer: Gazetteer, language: str
) -> None:
    content = current()
    weights: dict[tuple[str, str], int] = {}
    with Store.open(tmp_path / "poids.sqlite") as store:
        place = TerritoryKey.parse("commune:69264")
        (wave,) = store.waves(store.open_diagnostic("Villefranche", place, content))
        app = Starlette(routes=Site(lambda: store, lambda: gazetteer, Indicators.read).routes())
        served = Compressed(app, minimum_size=SMALLEST, compresslevel=LEVEL)
        client = TestClient(served, follow_redirects=False)
        for route in content.routes:
            _, token = store.begin(wave, route.viewpoint, short=False)
            for theme in content.themes:
                client.cookies.clear()
                page = client.get(f"/p/{token}/t/{theme.id}?lang={language}")
                if page.status_code == 200:
                    weights[route.viewpoint, theme.id] = int(page.headers["content-length"])
    shared = {
        name: int(client.get(f"/telephone/x/{name}").headers["content-length"]) for name in FILES
    }
    assert shared == {name: len(gzip_of([piece])) for name, piece in FILES.items()}
    heaviest = max(weights, key=weights.__getitem__)
    assert len(weights) > 3 * len(content.routes)
    assert weights[heaviest] + sum(shared.values()) < LIGHT < LIGHTEST, heaviest
