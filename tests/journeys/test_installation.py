"""« Installation »: the owner reads it, and makes a copy; others do not see it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from diagnostic import logbook
from diagnostic.campaigns import Diagnostic
from diagnostic.encryption import make_pair
from diagnostic.privacy import PurgeKind
from diagnostic.questionnaire import Questionnaire
from diagnostic.storage import Store, tables
from diagnostic.ui import identity
from tests.journeys.test_roles import CLOSED, Member
from tests.journeys.visitor import Visitor


@pytest.fixture
def logged() -> Iterator[None]:
    """As in a server: what goes wrong is remembered."""
    root = logging.getLogger()
    level = root.level
    logbook.configure()
    yield
    logging.captureWarnings(False)
    root.setLevel(level)
    while logbook._handlers:
        root.removeHandler(logbook._handlers.pop())


def test_the_owner_reads_versions_sizes_and_who_can_reach_the_server(
    diagnostic: Diagnostic, store: Store
) -> None:
    said = Visitor().go("installation").said
    assert "1 diagnostic\n" in said
    assert "0 personne, 0 réponse" in said
    assert "SQLite" in said
    assert "Regards croisés 0." in said
    assert "Cet ordinateur seulement" in said
    assert diagnostic.title not in said


def test_a_copy_is_made_at_will_and_told(diagnostic: Diagnostic, database: Path) -> None:
    visitor = Visitor().go("installation")
    assert "Aucune sauvegarde." in visitor.said
    assert "dans le quart d’heure" in visitor.said
    visitor.press("Sauvegarder maintenant")
    (copy,) = (database.parent / "sauvegardes").glob("*.sqlite")
    assert f"Sauvegarde faite et vérifiée : {copy.name}" in visitor.said
    assert "Dernière : " in visitor.said
    assert "Aucune sauvegarde." not in visitor.said


def test_it_says_whether_copies_are_encrypted_and_makes_them_so(
    diagnostic: Diagnostic, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor().go("installation")
    assert "Elles ne sont pas chiffrées" in visitor.said
    visitor.press("Sauvegarder maintenant")
    monkeypatch.setenv("DIAGNOSTIC_COPIES_KEY", make_pair(datetime.now())[0])
    visitor = Visitor().go("installation")
    assert "Elles sont chiffrées, sauf 1, faite avant." in visitor.said
    visitor.press("Sauvegarder maintenant")
    (copy,) = (database.parent / "sauvegardes").glob("*.sqlite.age")
    assert f"Sauvegarde faite et vérifiée : {copy.name}" in visitor.said
    for clear in (database.parent / "sauvegardes").glob("*.sqlite"):
        clear.unlink()
    said = Visitor().go("installation").said
    assert "la clef rangée ailleurs est la seule qui les ouvre" in said


def test_a_copy_that_fails_says_what_to_do(diagnostic: Diagnostic, database: Path) -> None:
    visitor = Visitor().go("installation")
    (database.parent / "sauvegardes").write_text("Ce n’est pas un dossier.", encoding="utf-8")
    visitor.press("Sauvegarder maintenant")
    assert "le dossier des sauvegardes ne peut pas être écrit" in " ".join(visitor.errors)


def test_the_last_errors_are_found_by_the_reference_of_the_screen(
    diagnostic: Diagnostic, logged: None
) -> None:
    try:
        int("ma voisine Josette")
    except ValueError as fault:
        logging.getLogger("diagnostic.ui").exception("Erreur inattendue")
        reference = logbook.reference_of(fault)
    visitor = Visitor().go("installation")
    (line,) = [row for table in visitor.tables for row in table if reference in row.values()]
    assert line["Genre"] == "ValueError"
    assert line["Où"].startswith("tests/journeys/test_installation.py:")
    assert not visitor.sends("Josette")


def test_erasures_are_told_by_day_without_saying_where(
    diagnostic: Diagnostic, store: Store
) -> None:
    with store._database.writing() as connection:
        connection.execute(
            insert(tables.purge).values(
                diagnostic_id=diagnostic.id,
                wave_number=1,
                kind=PurgeKind.ANSWERS.value,
                people=347,
                done_on=date(2026, 11, 3),
            )
        )
    visitor = Visitor().go("installation")
    (line,) = visitor.tables[-1]
    assert line == {
        "Jour": "3 novembre 2026",
        "Quoi": "réponses et commentaires effacés",
        "Vagues": "1",
    }
    assert "347" not in visitor.said


@pytest.fixture
def hosted(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIAGNOSTIC_HOSTED", "true")
    monkeypatch.setenv("DIAGNOSTIC_ADMINISTRATORS", "chef")
    monkeypatch.setattr(identity, "find_gaps", lambda: ())
    identity.hosting.clear()


def test_where_people_sign_in_administrators_alone_open_it(
    hosted: None, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    chief = Member("chef").go("installation")
    assert CLOSED not in chief.said
    assert "1 diagnostic\n" in chief.said
    assert not chief.sends(diagnostic.title)
    assert CLOSED in Member("ana").go("installation").said
