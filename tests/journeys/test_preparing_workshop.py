"""Preparing a workshop: what is chosen, typed, moved and kept; what is refused, and why."""

from __future__ import annotations

from datetime import date

import pytest

from diagnostic.campaigns import Diagnostic
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.workshops import StepKind, Workshop, read_programmes
from tests.journeys.test_workshop import SCRIPT, STEPS, lead, vote
from tests.journeys.test_workshop import workshop as workshop
from tests.journeys.visitor import Visitor, plain

LABELS = {
    "title": "Titre, sur l’écran",
    "hour": "Heure prévue : heures:minutes",
    "minutes": "Durée, en minutes",
}


def test_a_workshop_is_made_from_a_ready_programme(store: Store, diagnostic: Diagnostic) -> None:
    visitor = Visitor(d=diagnostic.code).go("preparer")
    assert "Aucun atelier n’est encore préparé pour ce diagnostic." in visitor.said
    visitor.fill("Programme", "pret:une_heure").fill("Lieu", "Mairie").fill(
        "Personnes attendues", "24"
    )
    visitor.submit("nouvel")
    (made,) = store.workshops(diagnostic)
    programme = next(one for one in read_programmes() if one.id == "une_heure")
    assert (made.place, made.expected, made.steps) == ("Mairie", 24, programme.steps)
    assert visitor.address["a"] == made.code


@pytest.mark.parametrize("typed", ["", "demain", "30/02/2027", "2027-01-05"])
def test_a_day_that_is_none_is_refused_and_nothing_is_made(
    store: Store, diagnostic: Diagnostic, typed: str
) -> None:
    visitor = Visitor(d=diagnostic.code).go("preparer")
    visitor.fill("Date : jour/mois/année", typed).submit("nouvel")
    assert len(visitor.errors) == 1
    assert store.workshops(diagnostic) == ()


def test_when_and_where_are_changed(
    store: Store, diagnostic: Diagnostic, workshop: Workshop
) -> None:
    visitor = Visitor(a=workshop.code, d=diagnostic.code).go("preparer")
    form = f"quand:{workshop.id}"
    for label, value in (
        ("Date : jour/mois/année", "5/1/2027"),
        ("Lieu", "La halle"),
        ("Personnes attendues", "12"),
    ):
        fields = [w for w in visitor.app.text_input if w.proto.form_id == form]
        (field,) = [w for w in fields if plain(w.label) == label]
        field.set_value(value)
    visitor.submit(form)
    (now,) = store.workshops(diagnostic)
    assert (now.held_on, now.place, now.expected) == (date(2027, 1, 5), "La halle", 12)


@pytest.mark.parametrize("typed", ["", "beaucoup", "0", "2000"])
def test_a_number_that_is_none_is_refused_and_nothing_is_made(
    store: Store, diagnostic: Diagnostic, typed: str
) -> None:
    visitor = Visitor(d=diagnostic.code).go("preparer")
    visitor.fill("Personnes attendues", typed).submit("nouvel")
    assert len(visitor.errors) == 1
    assert store.workshops(diagnostic) == ()


def test_steps_are_moved_removed_added_and_written(
    store: Store, diagnostic: Diagnostic, workshop: Workshop
) -> None:
    visitor = Visitor(a=workshop.code, d=diagnostic.code).go("preparer")
    visitor.pick("etape-choisie", "vote").press("Monter")
    assert [s.id for s in store.workshops(diagnostic)[0].steps][:2] == ["vote", "accueil"]
    visitor.pick("etape-choisie", "groupes").press("Retirer l’étape")
    visitor.press("Un débat")
    steps = store.workshops(diagnostic)[0].steps
    assert "groupes" not in {s.id for s in steps}
    assert [s.kind for s in steps].count(StepKind.DEBATE) == 1
    visitor.pick("etape-choisie", "vote").fill("Titre, sur l’écran", "Une note").fill(
        "Notes pour vous seul", SCRIPT
    )
    edition = store.workshops(diagnostic)[0].edition
    visitor.submit(f"etape:{workshop.id}:vote:{edition}")
    step = store.workshops(diagnostic)[0].step("vote")
    assert (step.title.fr, step.speaker and step.speaker.fr) == ("Une note", SCRIPT)


def edit_step(store: Store, visitor: Visitor, name: str, **fields: str) -> Visitor:
    """Chooses a step, fills its fields by their labels, and sends them."""
    visitor.pick("etape-choisie", name)
    for label, value in fields.items():
        visitor.fill(LABELS[label], value)
    (held,) = store.workshops(store.diagnostic(str(visitor.address["d"])))
    return visitor.submit(f"etape:{held.id}:{name}:{held.edition}")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("14:30", "14:30"), ("9 h 05", "09:05"), ("14h", "14:00"), ("0:00", "00:00"), (" ", None)],
)
def test_the_hour_of_a_step_is_written_and_told(
    store: Store, diagnostic: Diagnostic, workshop: Workshop, typed: str, kept: str | None
) -> None:
    visitor = Visitor(a=workshop.code, d=diagnostic.code).go("preparer")
    edit_step(store, visitor, "accueil", hour=typed)
    assert visitor.errors == []
    assert store.workshops(diagnostic)[0].step("accueil").at == kept
    assert (f"· {kept}" in str(visitor.app.radio("etape-choisie").options[0])) is bool(kept)
    assert ("Prévu :" in lead(workshop).said) is bool(kept)


@pytest.mark.parametrize("typed", ["midi", "24:00", "14:60", "1430", "-1:00"])
def test_an_hour_that_is_none_is_refused_and_the_step_stays(
    store: Store, diagnostic: Diagnostic, workshop: Workshop, typed: str
) -> None:
    visitor = Visitor(a=workshop.code, d=diagnostic.code).go("preparer")
    edit_step(store, visitor, "accueil", hour=typed, title="Autre titre")
    assert visitor.errors == ["Écrivez l’heure de l’étape en heures et minutes, par exemple 14:30."]
    assert store.workshops(diagnostic)[0].steps == STEPS


@pytest.mark.parametrize("minutes", ["0", "241", "dix"])
def test_a_length_that_is_none_is_refused_and_the_step_stays(
    store: Store, diagnostic: Diagnostic, workshop: Workshop, minutes: str
) -> None:
    visitor = Visitor(a=workshop.code, d=diagnostic.code).go("preparer")
    edit_step(store, visitor, "vote", minutes=minutes)
    assert len(visitor.errors) == 1
    assert store.workshops(diagnostic)[0].steps == STEPS


def test_a_step_where_people_voted_is_not_removed_and_says_why(
    store: Store, diagnostic: Diagnostic, workshop: Workshop
) -> None:
    lead(workshop).press("Suivante").press("Ouvrir les réponses")
    vote(store, workshop, {Viewpoint.CITIZEN: [3]})
    visitor = Visitor(a=workshop.code, d=diagnostic.code).go("preparer")
    visitor.pick("etape-choisie", "vote").press("Retirer l’étape")
    assert len(visitor.errors) == 1
    assert "Notre note" in visitor.errors[0]
    assert [one.id for one in store.workshops(diagnostic)[0].steps] == [one.id for one in STEPS]


def test_a_template_needs_a_name(store: Store, diagnostic: Diagnostic, workshop: Workshop) -> None:
    visitor = Visitor(a=workshop.code, d=diagnostic.code).go("preparer")
    visitor.fill("Nom du modèle", " ").submit("modele")
    assert visitor.errors == ["Donnez un nom au modèle."]
    assert store.templates() == ()


def test_an_edit_of_what_someone_else_changed_is_refused(
    store: Store, diagnostic: Diagnostic, workshop: Workshop
) -> None:
    visitor = Visitor(a=workshop.code, d=diagnostic.code).go("preparer")
    store.edit_workshop(workshop, steps=STEPS[:2])
    visitor.press("Descendre")
    assert ["Quelqu’un d’autre vient de modifier" in error for error in visitor.errors] == [True]
    assert [s.id for s in store.workshops(diagnostic)[0].steps] == ["accueil", "vote"]


def test_a_programme_kept_as_a_template_is_offered_again(
    store: Store, diagnostic: Diagnostic, workshop: Workshop
) -> None:
    visitor = Visitor(a=workshop.code, d=diagnostic.code).go("preparer")
    visitor.fill("Nom du modèle", "Nos soirées").submit("modele")
    assert [one.name for one in store.templates()] == ["Nos soirées"]
    visitor.look().fill("Programme", "modele:Nos soirées").submit("nouvel")
    assert [one.steps for one in store.workshops(diagnostic)] == [STEPS, STEPS]
