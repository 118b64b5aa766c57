"""The results page moves by batches: what one person just answered cannot be read from it."""

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.builders import given
from tests.journeys.test_results import CANARY, marks, results, say

PACE = "Les chiffres avancent par groupes d’au moins 5 personnes"
COUNT = "Compter les dernières réponses"


def test_one_more_person_changes_nothing_until_four_others_have_come(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    say(store, wave, Viewpoint.CITIZEN, 6, marks(8, 5))
    say(store, wave, Viewpoint.ELECTED, 5, marks(3, 4))
    visitor = results(diagnostic)
    assert PACE in visitor.said
    before = visitor.said
    say(store, wave, Viewpoint.CITIZEN, 1, marks(0, 0), ("F06.G", CANARY))
    assert visitor.look().said == before
    assert not visitor.sends(CANARY)
    say(store, wave, Viewpoint.CITIZEN, 4, marks(0, 0))
    assert "Citoyens : 11" in visitor.look().said
    assert visitor.sends(CANARY)


def test_the_last_answers_of_a_closed_wave_are_counted_when_asked(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    say(store, wave, Viewpoint.CITIZEN, 6, marks(8, 5))
    say(store, wave, Viewpoint.ELECTED, 5, marks(3, 4))
    visitor = results(diagnostic)
    say(store, wave, Viewpoint.ELECTED, 3, marks(3, 4))
    assert "Élus : 5" in visitor.look().said
    store.close_wave(wave)
    visitor.look()
    assert PACE not in visitor.said
    visitor.press(COUNT)
    assert "Élus : 8" in visitor.said
    assert not visitor.has("compter")


def test_a_closed_wave_of_which_too_few_wait_offers_nothing(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    say(store, wave, Viewpoint.CITIZEN, 6, marks(8, 5))
    visitor = results(diagnostic)
    say(store, wave, Viewpoint.CITIZEN, 2, marks(8, 5))
    store.close_wave(wave)
    visitor.look()
    assert "Citoyens : 6" in visitor.said
    assert not visitor.has("compter")
    assert COUNT not in visitor.said


def test_a_regard_seen_part_by_part_shows_no_comment_of_a_part(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    for age in ("moins_de_30", "de_75_et_plus"):
        said = [given("profil.age", age), *marks(8, 5)]
        say(store, wave, Viewpoint.CITIZEN, 5, said, ("F06.G", f"{CANARY} {age}"))
    say(store, wave, Viewpoint.ELECTED, 5, marks(3, 4))
    visitor = results(diagnostic)
    assert visitor.sends(CANARY)
    visitor.pick("detail", "citoyen|profil.age|moins_de_30")
    assert "Citoyens : 5" in visitor.said
    assert not visitor.sends(CANARY)
