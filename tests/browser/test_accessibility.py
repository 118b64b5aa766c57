"""Whoever has no mouse answers with the keyboard alone, and always sees what is in hand."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.person import Person, plain
from tools.shots import Territory

MOST_STEPS = 40
AGE = "Quel âge avez-vous"
JOB = "Trouver ou garder un emploi de qualité ici"
IN_HAND = """() => {
  const element = document.activeElement
  const whole = element.closest('label') || element
  const words = (whole.querySelector('p') || whole).innerText.trim()
  const group = element.closest('[role="radiogroup"]')
  const rings = [whole, ...whole.querySelectorAll('*')].map(part => getComputedStyle(part))
  const isShown = rings.some(style => style.boxShadow !== 'none'
    || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0))
  return [words, group ? group.getAttribute('aria-label') : '', isShown]
}"""
"""The words of what the keyboard holds, the question they answer, and whether a ring shows it."""


def test_a_question_is_answered_with_the_keyboard_alone(
    arrive: Callable[..., Person], territory: Territory
) -> None:
    person: Person = arrive(territory.full).open(f"?invitation={territory.code}")
    keys = person.page.keyboard
    reach(person, "Habitant ou citoyen")
    keys.press("Space")
    expect(person.main.get_by_role("button", name="J’ai compris, je commence")).to_be_enabled()
    reach(person, "J’ai compris, je commence")
    keys.press("Enter")
    person.sees("Bienvenue").look()
    reach(person, "Moins de 30 ans", AGE)
    keys.press("ArrowDown")
    expect(person.choice(AGE, "De 30 à 44 ans")).to_be_checked()
    expect(person.receipt(AGE)).to_be_visible()


def test_a_mark_is_given_and_changed_with_the_keyboard_alone(
    arrive: Callable[..., Person], territory: Territory
) -> None:
    person: Person = arrive(territory.full).open(f"?invitation={territory.code}")
    keys = person.page.keyboard
    person.choose("De quel point de vue", "Habitant ou citoyen").press("J’ai compris, je commence")
    person.sees("Bienvenue").look()
    reach(person, "Suivant")
    keys.press("Enter")
    person.sees("Ce dont chacun a besoin").look()
    # The button that was in hand is gone: the keyboard goes on from the title.
    expect(person.main.get_by_role("heading", level=1)).to_be_focused()
    # Each scale has its « 0 ».
    reach(person, "0", JOB)
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    keys.press("Space")
    expect(person.choice(JOB, "2")).to_be_checked()
    expect(person.receipt(JOB)).to_be_visible()
    # What was drawn anew under the mark did not take it out of hand.
    person.look()
    expect(person.choice(JOB, "2")).to_be_focused()
    keys.press("ArrowRight")
    keys.press("Enter")
    expect(person.choice(JOB, "3")).to_be_checked()
    expect(person.choice(JOB, "2")).not_to_be_checked()
    reach(person, "Effacer")
    keys.press("Enter")
    expect(person.receipt(JOB)).to_be_hidden()
    expect(person.choice(JOB, "3")).not_to_be_checked()


def reach(person: Person, label: str, question: str = "") -> None:
    """Goes forward with the Tab key until what has this label is in hand, and shows it.

    Among the answers to the question whose wording starts so, where one is given.
    """
    passed = []
    for _ in range(MOST_STEPS):
        person.page.keyboard.press("Tab")
        name, asked, is_shown = person.page.evaluate(IN_HAND)
        passed.append((plain(name), plain(asked)))
        if plain(name) == label and plain(asked).startswith(question):
            assert is_shown, f"rien ne montre que « {label} » est en main"
            return
    raise AssertionError(f"« {label} » n’est pas parmi {passed}")
