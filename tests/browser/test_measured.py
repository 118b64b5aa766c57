"""In a real browser: a portrait from a name, an address to share, a click, one's own borders."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person, plain
from tests.browser.tour import SIZES, resize
from tools import rendered
from tools.shots import Territory

LYON, VILLAGE, MAYOTTE = "epci:200046977", "commune:04144", "departement:976"
Arrive = Callable[..., Person]


@pytest.fixture
def alone(arrive: Arrive, territory: Territory) -> Person:
    """Somebody on an installation where nothing has been asked yet."""
    person: Person = arrive(territory.empty)
    return person


def reads(person: Person) -> list[str]:
    """The titles of the page, plain."""
    return [plain(title) for title in person.main.get_by_role("heading").all_inner_texts()]


def test_a_name_leads_to_a_portrait_whose_address_can_be_shared(
    alone: Person, arrive: Arrive, territory: Territory
) -> None:
    alone.open("mesures")
    alone.main.get_by_label("Nom, code ou code postal").fill("metropole de lyon")
    alone.main.get_by_role("button", name="Métropole de Lyon (Rhône)").click()
    expect(alone.main.get_by_role("heading", name="Métropole de Lyon", exact=True)).to_be_visible()
    alone.look()
    other = arrive(territory.empty).open(alone.page.url)
    assert reads(other) == reads(alone)
    other.page.reload()
    assert reads(other.look()) == reads(alone)


def test_a_click_on_a_domain_shows_its_figures(alone: Person) -> None:
    alone.open(f"mesures?territoire={MAYOTTE}")
    chart = alone.main.get_by_test_id("stPlotlyChart").first
    row = chart.locator(".barlayer .point").nth(2)
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    assert box is not None
    alone.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 4)
    alone.sees("Participation au 1er tour de la présidentielle")
    subject = alone.main.get_by_role("combobox", name="Voir les chiffres de")
    expect(subject).to_have_value("Lien social, isolement et intégration")


@pytest.mark.parametrize("where", [LYON, VILLAGE, MAYOTTE, "pays:FR", "collectivite:975"])
def test_a_portrait_is_whole_french_and_fits_every_window(alone: Person, where: str) -> None:
    alone.open(f"mesures?territoire={where}")
    assert rendered.failures(alone.page) == []
    assert rendered.leftovers(alone.page) == []
    assert rendered.typography(alone.page) == []
    for size in SIZES:
        resize(alone.page, *size)
        assert rendered.overflow(alone.page) == []
    assert alone.watch.complaints == []


def test_felt_beside_measured_fits_every_window(arrive: Arrive, territory: Territory) -> None:
    person = arrive(territory.full).open(f"resultats?d={territory.code}")
    person.main.get_by_role("radio", name="Vécu et mesuré", exact=True).click()
    person.sees("domaines notés ici et mesurés").look()
    assert rendered.leftovers(person.page) == []
    assert rendered.typography(person.page) == []
    for size in SIZES:
        resize(person.page, *size)
        assert rendered.overflow(person.page) == []


def test_ones_own_borders_are_drawn_without_asking_the_network(
    alone: Person, tmp_path: Path
) -> None:
    ring = [[4.2, 45.5], [5.1, 45.5], [5.1, 46.3], [4.2, 46.3], [4.2, 45.5]]
    shape = {
        "type": "Feature",
        "properties": {"code": "69"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file = tmp_path / "contours.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}))
    alone.open("mesures?territoire=departement:69")
    alone.main.get_by_role("radio", name="Vos contours").click()
    alone.sees("Fichier de contours (GeoJSON)").look()
    before = alone.main.get_by_test_id("stPlotlyChart").count()
    alone.main.locator("input[type=file]").set_input_files(file)
    expect(alone.main.get_by_test_id("stPlotlyChart")).to_have_count(before + 1)
    alone.look()
    assert alone.watch.strangers(alone.page.url) == []
    assert alone.watch.complaints == []
