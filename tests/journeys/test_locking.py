"""Whoever runs a room walks away: their screen is locked by a code, and the room goes on."""

from __future__ import annotations

from datetime import date

import pytest

from diagnostic.campaigns import Wave
from diagnostic.storage import Store
from diagnostic.workshops import Step, StepKind, Workshop
from tests.builders import text
from tests.journeys.visitor import Visitor

CODE, AGAIN = "Code de quatre chiffres", "Le même code, une seconde fois"
CHOOSE, UNLOCK = "choisir-code", "deverrouiller"
STEPS = (
    Step(id="accueil", kind=StepKind.FRAME, title=text("Bienvenue")),
    Step(id="vote", kind=StepKind.QUESTIONS, title=text("Notre note"), questions=("F01.G",)),
)


@pytest.fixture
def workshop(store: Store, wave: Wave) -> Workshop:
    return store.open_workshop(wave, STEPS, date(2026, 11, 26), "Salle des fêtes", 40)


def lead(workshop: Workshop) -> Visitor:
    return Visitor(a=workshop.code).go("animer")


def lock(leading: Visitor, code: str = "2741") -> Visitor:
    leading.press("Verrouiller").fill(CODE, code).fill(AGAIN, code).submit(CHOOSE)
    return leading


def is_locked(visitor: Visitor) -> bool:
    """Whether all that can be pressed is what unlocks."""
    said = "Écran verrouillé" in visitor.said
    assert ("Démarrer" in visitor.labels) is not said
    assert not said or visitor.labels == ["Déverrouiller"]
    return said


def test_a_locked_screen_shows_how_many_came_and_asks_for_its_code_alone(
    store: Store, workshop: Workshop
) -> None:
    leading = lead(workshop).press("Cacher l’accueil").press("Suivante")
    other, wall = lead(workshop), Visitor(a=workshop.code).go("projeter")
    assert is_locked(lock(leading))
    assert "0 personne" in leading.said
    assert "Notre note" not in leading.said
    # The other screens of this room are locked too, after a reload as well; not the wall.
    assert is_locked(other.look())
    assert is_locked(lead(workshop))
    assert "Notre note" in wall.look().said
    leading.fill(CODE, "0000").submit(UNLOCK)
    assert ["Ce n’est pas le code" in error for error in leading.errors] == [True]
    assert is_locked(leading)
    leading.fill(CODE, "2741").submit(UNLOCK)
    assert not is_locked(leading)
    assert not is_locked(other.look())
    # The next time, one press is enough.
    assert is_locked(leading.press("Verrouiller"))
    assert store.room_state(workshop.id).step_id == "vote"


def test_a_code_is_typed_twice_the_same_before_anything_is_locked(workshop: Workshop) -> None:
    leading = lead(workshop).press("Verrouiller")
    for first, second, told in (
        ("2741", "2742", "diffèrent"),
        ("274", "274", "quatre chiffres"),
        ("", "", "quatre chiffres"),
    ):
        leading.fill(CODE, first).fill(AGAIN, second).submit(CHOOSE)
        assert [told in error for error in leading.errors] == [True], first
        assert not is_locked(leading)
    leading.press("Ne pas verrouiller")
    assert AGAIN not in leading.said
    assert not is_locked(lead(workshop))


def test_what_was_drawn_before_the_lock_moves_nothing(store: Store, workshop: Workshop) -> None:
    stale = lead(workshop)
    lock(lead(workshop))
    stale.press("Suivante")
    assert is_locked(stale)
    assert store.room_state(workshop.id).step_id == "accueil"


def test_many_wrong_codes_are_told_to_wait(workshop: Workshop) -> None:
    leading = lock(lead(workshop))
    for _ in range(5):
        leading.fill(CODE, "0000").submit(UNLOCK)
    assert ["Attendez 2 s" in error for error in leading.errors] == [True]


def test_the_key_that_locks_is_told_on_the_screen(workshop: Workshop) -> None:
    assert "L verrouille" in lead(workshop).said
