"""Every person can use every screen: names, colours, order, light and dark, wide and narrow."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person, plain
from tests.browser.tour import EXAMINED, LOOKS, Tour
from tools.shots import Territory

MOST_STEPS = 40
JOB = "Trouver ou garder un emploi de qualité ici"
IN_HAND = """() => {
  const element = document.activeElement
  const whole = element.closest('label') || element
  const words = (whole.querySelector('p') || whole).innerText.trim()
  const rings = [whole, ...whole.querySelectorAll('*')].map(part => getComputedStyle(part))
  const isShown = rings.some(style => style.boxShadow !== 'none'
    || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0))
  return [words, isShown]
}"""
"""The words of what the keyboard holds, and whether a ring shows it."""

KNOWN = {
    r"^presentation-role-conflict \(minor\)": "the hidden part of Streamlit's field for files",
}
"""Pattern of what axe finds in Streamlit's own pieces → why it stays."""


@pytest.mark.parametrize("name", EXAMINED)
def test_axe_finds_nothing_to_say(tour: Tour, name: str) -> None:
    found = tour.examine(name)
    assert len(found) == len(LOOKS)
    ours = {
        where: [said for said in words if not any(re.search(known, said) for known in KNOWN)]
        for where, words in found.items()
    }
    assert ours == {where: [] for where in found}


def test_a_question_is_answered_with_the_keyboard_alone(
    arrive: Callable[..., Person], territory: Territory
) -> None:
    person: Person = arrive(territory.full).open(f"?invitation={territory.code}")
    keys = person.page.keyboard
    reach(person, "Habitant ou citoyen")
    keys.press("Space")
    expect(person.main.get_by_role("button", name="Commencer")).to_be_enabled()
    reach(person, "Commencer")
    keys.press("Enter")
    person.sees("Bienvenue").look()
    reach(person, "Moins de 30 ans")
    keys.press("ArrowDown")
    expect(person.choice("Quel âge avez-vous", "De 30 à 44 ans")).to_be_checked()
    expect(person.receipt("Quel âge avez-vous")).to_be_visible()


def reach(person: Person, label: str) -> None:
    """Goes forward with the Tab key until what has this label is in hand, and shows it."""
    passed = []
    for _ in range(MOST_STEPS):
        person.page.keyboard.press("Tab")
        name, is_shown = person.page.evaluate(IN_HAND)
        passed.append(plain(name))
        if plain(name) == label:
            assert is_shown, f"rien ne montre que « {label} » est en main"
            return
    raise AssertionError(f"« {label} » n’est pas parmi {passed}")
