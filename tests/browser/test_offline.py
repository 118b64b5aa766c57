"""Nothing leaves the machine, and every response says what the browser may do with it."""

import urllib.error
import urllib.request

import pytest

from tests.browser.tour import HEADERS, TOUR, Tour
from tools.shots import Territory

NEEDED = {"_streamlit_xsrf"}
"""Strictly necessary: it proves that a file or a gesture comes from our own page."""


@pytest.mark.parametrize("name", TOUR)
def test_a_screen_asks_nothing_of_another_machine(tour: Tour, name: str) -> None:
    assert tour.visit(name).strangers == []


@pytest.mark.parametrize("name", TOUR)
def test_every_response_carries_the_protecting_headers(tour: Tour, name: str) -> None:
    assert tour.visit(name).bare == []


@pytest.mark.parametrize("name", TOUR)
def test_only_the_necessary_cookie_is_kept(tour: Tour, name: str) -> None:
    assert tour.visit(name).cookies <= NEEDED


@pytest.mark.parametrize("name", TOUR)
def test_a_screen_says_its_language(tour: Tour, name: str) -> None:
    assert tour.visit(name).language == ("en" if TOUR[name].english else "fr")


@pytest.mark.parametrize(("address", "language"), [("", "fr"), ("?lang=en", "en")])
def test_a_page_says_its_language_before_any_script_runs(
    territory: Territory, address: str, language: str
) -> None:
    with urllib.request.urlopen(f"{territory.full}/{address}", timeout=10) as response:
        assert f'<html lang="{language}"' in response.read().decode()


@pytest.mark.parametrize(
    "address", ["_stcore/health", "_stcore/host-config", "media/none", "..%2f..%2fetc/passwd"]
)
def test_a_refusal_is_protected_like_a_page(territory: Territory, address: str) -> None:
    try:
        with urllib.request.urlopen(f"{territory.full}/{address}", timeout=10) as response:
            headers = response.headers
    except urllib.error.HTTPError as refusal:
        headers = refusal.headers
    for name, words in HEADERS.items():
        assert words in headers.get(name, "")
