"""Personal data on the screens: what people are told, what they may do, what the owner decides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.privacy import GRACE_DAYS, Basis, Privacy
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store, UnknownDiagnostic, UnknownLink
from diagnostic.storage.tables import wave as wave_table
from diagnostic.ui.escaping import JOINER
from tests.builders import given
from tests.journeys.visitor import Visitor, plain
from tests.storage.rows import database_of

ERASE = "Effacer mes réponses"
SURE = "effacer-mes-reponses"
CONTROLLER = "Responsable des données (organisme, ou personne)"
CONTACT = "Contact : délégué à la protection des données, ou vous"


def close_long_ago(store: Store, wave: Wave) -> None:
    store.close_wave(wave)
    then = datetime.now(UTC) - timedelta(days=GRACE_DAYS)
    with database_of(store).writing() as connection:
        connection.execute(wave_table.update().values(closed_at=then))


def test_the_notice_is_read_before_the_first_question(store: Store, diagnostic: Diagnostic) -> None:
    store.set_privacy(diagnostic, Privacy("Mairie de *Lamure*", "dpo@mairie.example", months=7))
    visitor = Visitor(invitation=diagnostic.code).go("repondre")
    said = visitor.said.replace(JOINER, "")
    for words in (
        "Mairie de *Lamure* vous propose ce questionnaire",
        "Ni nom, ni adresse, ni téléphone, ni adresse IP.",
        "Réponses effacées 7 mois après la clôture",
        "Contact : dpo@mairie.example.",
        "mission d’intérêt public (article 6.1.e du RGPD)",
        "Réclamation : CNIL, www.cnil.fr.",
    ):
        assert words in said, words
    assert said.index("Mairie de") < said.index("De quel point de vue répondez-vous ?")


def test_the_notice_says_honestly_what_is_missing(diagnostic: Diagnostic) -> None:
    said = Visitor(invitation=diagnostic.code).go("repondre").said
    assert "Qui en est responsable n’est pas encore écrit ici" in said
    assert "Aucun contact n’est encore indiqué" in said


def test_an_english_speaker_reads_it_too(diagnostic: Diagnostic) -> None:
    said = Visitor(invitation=diagnostic.code, lang="en").go("repondre").said
    assert "CNIL" in said


def test_the_owner_is_told_what_is_missing_until_it_is_written(
    store: Store, diagnostic: Diagnostic
) -> None:
    preparing = Visitor(d=diagnostic.code).go("cadrage")
    (warning,) = preparing.app.warning
    assert "le nom du responsable et un contact" in plain(warning.value)
    preparing.fill(CONTROLLER, "Mairie").fill(CONTACT, "dpo@mairie.example")
    preparing.fill("Base légale", Basis.CONSENT)
    preparing.fill("Mois pendant lesquels les réponses sont gardées après la clôture", 6)
    preparing.submit("donnees-personnelles")
    assert store.privacy(diagnostic) == Privacy("Mairie", "dpo@mairie.example", Basis.CONSENT, 6)
    assert not Visitor(d=diagnostic.code).go("cadrage").app.warning


def test_a_longer_duration_is_refused_once_somebody_began(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    store.begin(wave, Viewpoint.CITIZEN, short=False)
    preparing = Visitor(d=diagnostic.code).go("cadrage")
    preparing.fill("Mois pendant lesquels les réponses sont gardées après la clôture", 48)
    preparing.submit("donnees-personnelles")
    assert any("raccourcie, pas allongée" in error for error in preparing.errors)
    assert store.privacy(diagnostic).months == 24


def test_a_person_erases_what_they_said(store: Store, diagnostic: Diagnostic, wave: Wave) -> None:
    submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.save(submission, [given("F01.G", 3)])
    visitor = Visitor(reprise=token)
    assert ERASE not in visitor.labels
    visitor.pick(SURE, True).press(ERASE)
    assert "Vos réponses sont effacées" in visitor.said
    assert "reprise" not in visitor.address
    assert store.passages(wave) == ()
    with pytest.raises(UnknownLink):
        store.resume(token)
    assert "Vos réponses sont effacées" not in visitor.look().said


def test_a_person_is_led_to_their_answers_by_their_link(store: Store, wave: Wave) -> None:
    _, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    visitor = Visitor(reprise=token)
    assert visitor.sends(f"/p/{token}/mes-reponses.html?lang=fr")
    assert visitor.sends(f"/p/{token}/mes-reponses.json")


def test_a_wave_is_sealed_after_two_gestures(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    _, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    close_long_ago(store, wave)
    preparing = Visitor(d=diagnostic.code).go("cadrage").press("Sceller")
    assert store.resume(token)
    preparing.press("Sceller pour toujours")
    with pytest.raises(UnknownLink):
        store.resume(token)
    assert "scellée" in preparing.said
    assert "Rouvrir" not in preparing.labels
    assert "liens personnels détruits, moins de 5 personnes" in preparing.said


def test_a_wave_that_was_just_closed_is_not_sealed(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    store.close_wave(wave)
    assert "Sceller" not in Visitor(d=diagnostic.code).go("cadrage").labels


def test_a_diagnostic_is_erased_by_its_name_alone(store: Store, diagnostic: Diagnostic) -> None:
    preparing = Visitor(d=diagnostic.code).go("cadrage")
    preparing.fill("Nom du diagnostic à effacer", "Vivre").submit("effacer-diagnostic")
    assert any("rien n’est effacé" in error for error in preparing.errors)
    assert store.diagnostic(diagnostic.code) == diagnostic
    preparing.fill("Nom du diagnostic à effacer", f" {diagnostic.title} ")
    preparing.submit("effacer-diagnostic")
    with pytest.raises(UnknownDiagnostic):
        store.diagnostic(diagnostic.code)
    assert "d" not in preparing.address
