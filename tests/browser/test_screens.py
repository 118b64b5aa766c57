"""Every screen, at every size, shows whole words, in French set as French, to every person."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from diagnostic import texts
from tests.browser.person import plain
from tests.browser.tour import EXAMINED, LOOKS, SIZES, TOUR, Tour

CATALOGUE = Path(texts.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "regards.po"
NAME = "Regards croisés"
"""The product's, in both languages."""
LONG_ENOUGH = 12
"""Characters from which the two languages do not share a phrase by chance."""
EVERY = pytest.mark.parametrize("name", TOUR)
FRENCH = pytest.mark.parametrize(
    "name", [name for name, screen in TOUR.items() if not screen.english]
)
ENGLISH = pytest.mark.parametrize("name", [name for name, screen in TOUR.items() if screen.english])
KNOWN = {
    r"^presentation-role-conflict \(minor\)": "the hidden part of Streamlit's field for files",
}
"""Pattern of what axe finds in Streamlit's own pieces → why it stays."""


@EVERY
def test_a_screen_opens_without_a_failure_or_a_complaint(tour: Tour, name: str) -> None:
    visit = tour.visit(name)
    assert visit.failures == []
    assert visit.complaints == []


@EVERY
def test_no_screen_is_wider_than_its_window(tour: Tour, name: str) -> None:
    assert tour.visit(name).overflow == {width: [] for width, _ in SIZES}


@EVERY
def test_a_screen_says_its_language(tour: Tour, name: str) -> None:
    assert tour.visit(name).language == ("en" if TOUR[name].english else "fr")


@EVERY
def test_the_headings_begin_with_the_title_and_skip_no_level(tour: Tour, name: str) -> None:
    levels = tour.visit(name).headings
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


@FRENCH
def test_a_french_screen_has_no_word_of_english_or_of_python(tour: Tour, name: str) -> None:
    assert tour.visit(name).leftovers == []


@FRENCH
def test_a_french_screen_is_set_as_french_is(tour: Tour, name: str) -> None:
    assert tour.visit(name).typography == []


@ENGLISH
def test_an_english_screen_keeps_no_phrase_of_ours_in_french(tour: Tour, name: str) -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    french = {
        message.id
        for message in catalogue
        if isinstance(message.id, str)
        and len(message.id) >= LONG_ENOUGH
        and message.id not in (message.string, NAME)
    }
    assert len(french) > 100
    assert [text for text in tour.visit(name).words if plain(text) in french] == []


@pytest.mark.parametrize("name", EXAMINED)
def test_axe_finds_nothing_to_say(tour: Tour, name: str) -> None:
    """Names, colours, order, in light and dark, wide and narrow."""
    found = tour.visit(name).found
    assert len(found) == len(LOOKS)
    ours = {
        where: [said for said in words if not any(re.search(known, said) for known in KNOWN)]
        for where, words in found.items()
    }
    assert ours == {where: [] for where in found}
