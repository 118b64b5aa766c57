"""Families of answers on the results page: once the wave is closed, and only what holds."""

import json
import random

import pytest

from diagnostic.__main__ import main
from diagnostic.answers import Answer
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.crowds import marks
from tests.journeys.visitor import Visitor
from tests.people import says


def come(store: Store, wave: Wave, seed: int, families: bool) -> list[str]:
    """24 citizens and 12 élus, of two families or of none; gives back their secrets."""
    draw = random.Random(seed)
    tokens = []
    for viewpoint, size in ((Viewpoint.CITIZEN, 24), (Viewpoint.ELECTED, 12)):
        for number in range(size):
            submission, token = store.begin(wave, viewpoint, short=False)
            told = marks(draw, number % 2 if families else None)
            said: list[Answer] = [says(name, value) for name, value in told.items()]
            store.save(submission, said)
            tokens.append(token)
    return tokens


def families(diagnostic: Diagnostic) -> Visitor:
    return Visitor(d=diagnostic.code).go("resultats").pick("lecture", "familles")


def drawn(visitor: Visitor) -> list[str]:
    """The names in the legends of all charts."""
    return [
        trace["name"]
        for chart in visitor.app.get("plotly_chart")
        for trace in json.loads(chart.proto.spec)["data"]
        if trace.get("showlegend", True) and trace.get("name")
    ]


def test_families_are_shown_once_the_wave_is_closed(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    come(store, wave, 1, families=True)
    waiting = families(diagnostic)
    assert "se cherchent une fois la vague fermée" in waiting.said
    assert not any("Famille" in name for name in drawn(waiting))
    store.close_wave(wave)
    visitor = families(diagnostic)
    assert "2 familles de réponses se détachent parmi 36 personnes" in visitor.said
    assert "Famille A (18)" in drawn(visitor)
    assert "Les regards dans chaque famille" in visitor.said
    assert "est fortement fragile (7 ou plus)" in visitor.said


def test_a_crowd_of_one_family_is_told_so(store: Store, wave: Wave, diagnostic: Diagnostic) -> None:
    come(store, wave, 2, families=False)
    store.close_wave(wave)
    visitor = families(diagnostic)
    assert "Aucune famille de réponses ne se détache parmi 36 personnes" in visitor.said
    assert not any("Famille" in name for name in drawn(visitor))


def test_families_wait_for_the_last_answers_to_be_counted(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    come(store, wave, 1, families=True)
    store.publication(diagnostic, wave)
    draw = random.Random(9)
    for _ in range(3):
        submission, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
        store.save(submission, [says(name, value) for name, value in marks(draw, 0).items()])
    store.close_wave(wave)
    visitor = families(diagnostic)
    assert "Des réponses attendent d’être comptées" in visitor.said
    visitor.press("Compter les dernières réponses")
    assert "2 familles de réponses se détachent parmi 39 personnes" in visitor.said


def test_families_are_not_looked_for_once_someone_has_erased_their_answers(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    tokens = come(store, wave, 1, families=True)
    closed = store.close_wave(wave)
    store.publication(diagnostic, closed)
    store.erase_submission(tokens[0])
    assert "Des réponses ont été effacées" in families(diagnostic).said


def test_families_that_were_told_stay_as_they_were_and_say_so(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    tokens = come(store, wave, 1, families=True)
    store.close_wave(wave)
    before = families(diagnostic)
    assert "Elles n’y entrent pas" not in before.said
    store.reopen_wave(wave)
    come(store, wave, 2, families=True)
    store.erase_submission(tokens[0])
    again = families(diagnostic)
    assert drawn(again) == drawn(before)
    assert "2 familles de réponses se détachent parmi 36 personnes" in again.said
    assert "Elles n’y entrent pas" in again.said


def test_the_command_line_tells_the_same_families(
    store: Store, wave: Wave, diagnostic: Diagnostic, capsys: pytest.CaptureFixture[str]
) -> None:
    come(store, wave, 1, families=True)
    closed = store.close_wave(wave)
    store.publication(diagnostic, closed)
    assert main(["score", diagnostic.code, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["familles"]
    assert told["resultat"] == "trouvees"
    assert [family["personnes"] for family in told["familles"]] == [18, 18]
    assert main(["score", diagnostic.code]) == 0
    assert "Famille A (18 personnes)" in capsys.readouterr().out


def test_the_method_says_how_families_are_looked_for(diagnostic: Diagnostic) -> None:
    said = Visitor(d=diagnostic.code).go("methode").said
    assert "Quand aucune famille ne se détache" in said
    assert "Ce sur quoi tous s’accordent" in said
