"""« Ce qui a bougé » on the results page, and the states that are kept there."""

import pytest

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.ui import session
from tests.builders import given
from tests.journeys.test_results import CANARY, marks, results, say
from tests.journeys.visitor import Visitor

KEEP = "Garder cet état"
BACK = "Revenir aux résultats d’aujourd’hui"


@pytest.fixture
def two_waves(
    store: Store, wave: Wave, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> Diagnostic:
    """Citizens find health much harder the second time; only three élus came back."""
    say(store, wave, Viewpoint.CITIZEN, 12, marks(3, 5))
    say(store, wave, Viewpoint.ELECTED, 6, marks(3, 4))
    second = store.open_wave(diagnostic, questionnaire, closing=True)
    say(store, second, Viewpoint.CITIZEN, 12, marks(8, 5))
    say(store, second, Viewpoint.ELECTED, 3, [given("F06.G", 10), given("F01.G", 9)])
    return diagnostic


def moved(diagnostic: Diagnostic) -> Visitor:
    return results(diagnostic).pick("lecture", "bouge")


def test_one_wave_alone_has_nothing_that_moved(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    say(store, wave, Viewpoint.CITIZEN, 6, marks(3, 5))
    say(store, wave, Viewpoint.ELECTED, 6, marks(3, 4))
    visitor = results(diagnostic)
    assert "Regards croisés" in visitor.readings
    assert "Ce qui a bougé" not in visitor.readings


def test_what_moved_is_told_with_its_uncertainty(two_waves: Diagnostic) -> None:
    visitor = moved(two_waves).open_tables()
    assert "Ce qui a monté : « Santé », citoyens +5,0." in visitor.said
    row = next(r for r in visitor.tables[0] if r["Domaine"] == "Santé")
    assert (row["Vague 1 (n)"], row["Vague 2 (n)"]) == ("3,0 (12)", "8,0 (12)")
    assert row["Mouvement"] == "+5,0"
    assert row["Lecture"] == "a monté"
    assert "corrigés de leur nombre" in visitor.said


def test_a_regard_that_is_withheld_in_one_wave_has_no_movement(two_waves: Diagnostic) -> None:
    visitor = moved(two_waves).open_tables()
    assert {row["Regard"] for row in visitor.tables[0]} == {"Citoyens"}
    assert "Élus" not in str(visitor.tables[0])


def test_a_state_is_kept_reopened_as_it_was_and_forgotten(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    say(store, wave, Viewpoint.CITIZEN, 6, marks(8, 5), ("F06.G", CANARY))
    say(store, wave, Viewpoint.ELECTED, 5, marks(3, 4))
    visitor = results(diagnostic)
    visitor.fill("Nom de l’état à garder", "Conseil <b>du</b> soir").submit("garder-etat")
    (kept,) = store.state_names(diagnostic)
    assert kept.title == "Conseil <b>du</b> soir"
    before = visitor.open_tables().tables
    store.set_threshold(diagnostic.code, 6)
    say(store, wave, Viewpoint.CITIZEN, 12, marks(0, 0))
    assert "Citoyens : 18" in visitor.look().said
    visitor.press("Rouvrir cet état")
    assert "État du " in visitor.said
    assert "Citoyens : 6 · Élus : 5" in visitor.said
    assert visitor.open_tables().tables == before
    assert not visitor.sends(CANARY)
    visitor.press(BACK)
    assert "Citoyens : 18" in visitor.said
    visitor.press("Oublier cet état")
    assert store.state_names(diagnostic) == ()


def test_a_state_reads_today_s_measures_and_other_waves_nowhere(two_waves: Diagnostic) -> None:
    visitor = moved(two_waves)
    visitor.fill("Nom de l’état à garder", "Avant l’été").submit("garder-etat")
    visitor.press("Rouvrir cet état")
    assert visitor.reading == "ecarts"
    assert "Ce qui a bougé" not in visitor.readings
    assert "Vécu et mesuré" not in visitor.readings
    assert "Notre façon de coopérer" in visitor.readings


def test_a_state_without_a_name_is_refused(two_waves: Diagnostic) -> None:
    visitor = results(two_waves).submit("garder-etat")
    assert visitor.errors
    assert "Donnez un nom" in visitor.errors[0]


def test_someone_who_comes_back_by_a_closed_link_is_followed_only_if_they_say_so(
    store: Store, wave: Wave, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    links = [store.begin(wave, Viewpoint.CITIZEN, short=False)[1] for _ in range(2)]
    store.open_wave(diagnostic, questionnaire, closing=True)
    for link, agrees in zip(links, (False, True), strict=True):
        visitor = Visitor(reprise=link).go("repondre")
        assert visitor.widget("suivre").value is False
        if agrees:
            visitor.pick("suivre", True)
        visitor.press("Répondre de nouveau")
        submission, now, _ = store.resume(str(visitor.app.session_state[session.TOKEN]))
        assert now.number == 2
        assert store.is_linked(submission) is agrees
    visitor.press("Ne plus les relier")
    assert not store.is_linked(submission)


def test_an_open_link_offers_nothing_else(store: Store, wave: Wave, diagnostic: Diagnostic) -> None:
    _, link = store.begin(wave, Viewpoint.CITIZEN, short=False)
    assert not Visitor(reprise=link).go("repondre").has("suivre")
