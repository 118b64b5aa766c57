"""A map on the borders that the reader loads: drawn, or refused in French."""

import json

import pytest

from tests.journeys.test_measured import facts
from tests.journeys.visitor import Visitor

SQUARE = [[[2.0, 48.0], [3.0, 48.0], [3.0, 49.0], [2.0, 49.0], [2.0, 48.0]]]


def borders(code: str) -> bytes:
    shape = {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }
    return json.dumps({"type": "FeatureCollection", "features": [shape]}).encode()


def load(visitor: Visitor, name: str, content: bytes) -> Visitor:
    visitor.pick("carte", "contours")
    uploader = visitor.app.get("file_uploader")[0]
    uploader.upload(name, content, "application/json")
    return visitor.look()


def test_ones_own_borders_are_drawn() -> None:
    visitor = facts("departement:69").pick("choix:sujet-mesure", "F01")
    load(visitor, "contours.geojson", borders("69"))
    assert visitor.has("chart:contours-taux_chomage_localise")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "n’est pas un fichier GeoJSON lisible"),
        (b"\xff\xfe\x00", "n’est pas un fichier GeoJSON lisible"),
        (b"[" * 100_000, "n’est pas un fichier GeoJSON lisible"),
        (b"[]", "n’est pas une liste de contours"),
        (borders("ZZ"), "Aucun contour de ce fichier n’a le code"),
    ],
)
def test_borders_that_cannot_be_read_are_refused_in_french(content: bytes, words: str) -> None:
    visitor = facts("departement:69").pick("choix:sujet-mesure", "F01")
    load(visitor, "contours.geojson", content)
    assert any(words in error for error in visitor.errors)
    assert not visitor.has("chart:contours-taux_chomage_localise")
