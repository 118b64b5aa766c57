"""A workshop from its preparation to its account: what is led on one screen is seen on another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from diagnostic.answers import Answer
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.workshops import Stage, Step, StepKind, Workshop
from tests.builders import given, text
from tests.journeys.visitor import Visitor

VOTE = Step(
    id="vote", kind=StepKind.QUESTIONS, title=text("Notre note"), questions=("F01.G",), minutes=3
)
SPOKEN = "Ne lisez pas ceci à voix haute."
STEPS = (
    Step(id="accueil", kind=StepKind.FRAME, title=text("Bienvenue"), speaker=text(SPOKEN)),
    VOTE,
    Step(
        id="groupes",
        kind=StepKind.GROUPS,
        title=text("En groupes"),
        groups=(text("Groupe rouge"), text("Groupe vert")),
    ),
    Step(id="decisions", kind=StepKind.DECISIONS, title=text("Décider")),
)
SCRIPT = "<script>document.title='prise'</script>"


@pytest.fixture
def workshop(store: Store, wave: Wave) -> Workshop:
    return store.open_workshop(wave, STEPS, date(2026, 11, 26), "Salle des fêtes", 40)


def wall_of(workshop: Workshop) -> Visitor:
    return Visitor(a=workshop.code).go("projeter")


def lead(workshop: Workshop) -> Visitor:
    return Visitor(a=workshop.code).go("animer")


def vote(
    store: Store, workshop: Workshop, said: Mapping[Viewpoint, Iterable[int]]
) -> list[list[Answer]]:
    ballot = store.room_state(workshop.id).ballot
    return [
        [
            receipt.answer
            for receipt in store.vote(
                store.join(workshop, viewpoint)[0], ballot, [given("F01.G", mark)]
            )
        ]
        for viewpoint, marks in said.items()
        for mark in marks
    ]


def push_reveal(leading: Visitor) -> None:
    """The key of a remote."""
    leading.look().app.button("touche-reveler").click()
    leading.look()


def test_the_wall_welcomes_then_follows_the_facilitator(workshop: Workshop) -> None:
    leading, wall = lead(workshop), wall_of(workshop)
    assert wall.sends(f"{workshop.code[:3]} {workshop.code[3:]}")
    leading.press("Cacher l’accueil").press("Suivante")
    wall.look()
    assert "Notre note" in wall.said
    assert not wall.sends(f"{workshop.code[:3]} {workshop.code[3:]}")


def test_the_keys_of_the_remote_are_told_on_the_screen(workshop: Workshop) -> None:
    said = lead(workshop).said
    for key in ("Page suiv.", "Page préc.", "Espace", "Entrée", "Retour arrière"):
        assert key in said


def test_speaker_notes_are_on_no_wall(workshop: Workshop) -> None:
    leading = lead(workshop).press("Cacher l’accueil")
    assert SPOKEN in leading.said
    assert not wall_of(workshop).sends(SPOKEN)


def test_each_figure_reaches_the_wall_at_its_stage_and_not_before(
    store: Store, workshop: Workshop
) -> None:
    leading = lead(workshop).press("Cacher l’accueil").press("Suivante")
    leading.press("Ouvrir les réponses")
    vote(store, workshop, {Viewpoint.CITIZEN: [3] * 6, Viewpoint.ELECTED: [8] * 5})
    wall = wall_of(workshop)
    shown: dict[Stage, tuple[bool, bool]] = {}
    for _ in range(8):
        push_reveal(leading)
        stage = store.room_state(workshop.id).stage
        wall.look()
        shown[stage] = (wall.sends("8,0/10"), wall.sends("France :"))
        if stage is Stage.FRANCE:
            break
    assert shown[Stage.HIDDEN] == shown[Stage.OWN] == (False, False)
    assert shown[Stage.OTHERS][0]
    assert not shown[Stage.OTHERS][1]
    assert shown[Stage.FRANCE][0]
    leading.press("Masquer").press("Masquer").press("Masquer")
    assert not wall.look().sends("8,0/10")


def test_a_second_vote_shows_who_moved(store: Store, workshop: Workshop) -> None:
    leading = lead(workshop).press("Cacher l’accueil").press("Suivante")
    leading.press("Ouvrir les réponses")
    seats = [store.join(workshop, Viewpoint.CITIZEN)[0] for _ in range(6)]
    for number, marks in enumerate(((2, 2, 2, 2, 2, 2), (2, 2, 2, 8, 8, 8))):
        ballot = store.room_state(workshop.id).ballot
        assert ballot.round == number + 1
        for seat, mark in zip(seats, marks, strict=True):
            store.vote(seat, ballot, [given("F01.G", mark)])
        while store.room_state(workshop.id).stage not in (Stage.SECOND, Stage.MOVEMENT):
            push_reveal(leading)
        if number:
            push_reveal(leading)
            push_reveal(leading)
    wall = wall_of(workshop)
    assert "Citoyens : 2,0/10 puis 5,0/10 ; 50 % ont changé de réponse (n = 6)" in wall.said
    page = leading.look().press("Terminer : le compte rendu s’affiche au mur")
    assert "l’atelier est terminé" in page.said
    assert "2,0/10" in wall.look().said


def test_two_facilitators_never_step_twice(store: Store, workshop: Workshop) -> None:
    one, other = lead(workshop), lead(workshop)
    one.press("Suivante")
    other.press("Suivante")
    assert store.room_state(workshop.id).step_id == "vote"
    assert not other.errors
    assert "Notre note" in other.said


def test_ideas_and_decisions_reach_the_wall_as_words(store: Store, workshop: Workshop) -> None:
    leading = lead(workshop).press("Cacher l’accueil").press("Suivante").press("Suivante")
    leading.app.text_input("idee:groupes:1:1").set_value(SCRIPT)
    leading.submit("carnet:groupes:1")
    wall = wall_of(workshop)
    assert wall.sends("&lt;script&gt;")
    assert not wall.sends(SCRIPT)
    leading.press("Suivante")
    leading.app.text_input("quoi:1").set_value("Un café mensuel")
    leading.app.text_input("quand:1").set_value("31/02/2027")
    leading.submit("decision:1")
    assert leading.errors == ["Écrivez la date en jour/mois/année, par exemple 26/11/2026."]
    assert store.decisions(workshop) == ()
    leading.app.text_input("quand:1").set_value("28/2/2027")
    leading.submit("decision:1")
    assert [one.what for one in store.decisions(workshop)] == ["Un café mensuel"]
    assert "28 février 2027" in wall.look().said


def test_a_vote_is_emptied_only_once_confirmed(store: Store, workshop: Workshop) -> None:
    leading = lead(workshop).press("Suivante").press("Ouvrir les réponses")
    vote(store, workshop, {Viewpoint.CITIZEN: [3] * 6})
    state = store.room_state(workshop.id)
    assert "Remettre ce vote à zéro" not in leading.look().labels
    leading.app.checkbox(f"zero-sur:{state.ballot}").check()
    leading.look().press("Remettre ce vote à zéro")
    assert store.turnout(workshop, store.room_state(workshop.id).ballot).answered == 0


def test_a_place_is_given_back_by_its_mark_alone(store: Store, workshop: Workshop) -> None:
    seat, lost = store.join(workshop, Viewpoint.CITIZEN)
    leading = lead(workshop)
    leading.fill("Repère de la personne : quatre signes", seat.mark).submit("place")
    link = next(one.value for one in leading.app.code)
    found = store.seat_of(link.rsplit("/", 1)[1])
    assert found is not None
    assert found.submission == seat.submission
    leading.fill("Repère de la personne : quatre signes", "ZZZZ").submit("place")
    assert len(leading.errors) == 1


@pytest.mark.parametrize("page", ["animer", "projeter"])
def test_a_code_that_leads_nowhere_is_said_to(page: str, store: Store) -> None:
    visitor = Visitor(a="ZZZZZZ").go(page)
    assert ["Aucun atelier ne porte ce code" in error for error in visitor.errors] == [True]


def test_an_open_vote_shows_only_how_many(store: Store, workshop: Workshop) -> None:
    state = store.room_state(workshop.id)
    lead(workshop).press("Cacher l’accueil").press("Suivante").press("Ouvrir les réponses")
    assert store.room_state(workshop.id).revision == state.revision + 3
    vote(store, workshop, {Viewpoint.CITIZEN: [3] * 6})
    wall = wall_of(workshop)
    assert "ont répondu, sur 6 personnes" in wall.said
    lead(workshop).press("Cacher le nombre")
    assert "ont répondu" not in wall.look().said


def test_the_account_tells_nothing_that_was_not_revealed(store: Store, workshop: Workshop) -> None:
    leading = lead(workshop).press("Cacher l’accueil").press("Suivante")
    leading.press("Ouvrir les réponses")
    vote(store, workshop, {Viewpoint.CITIZEN: [3] * 6})
    push_reveal(leading)
    leading.press("Enregistrer sans aller plus loin")
    leading.press("Terminer : le compte rendu s’affiche au mur")
    wall = wall_of(workshop)
    assert wall.sends("Ce qui est décidé")
    assert not wall.sends("3,0/10")


def test_a_group_that_is_too_small_is_not_on_the_wall(store: Store, workshop: Workshop) -> None:
    leading = lead(workshop).press("Cacher l’accueil").press("Suivante")
    leading.press("Ouvrir les réponses")
    vote(store, workshop, {Viewpoint.CITIZEN: [3] * 6, Viewpoint.ELECTED: [9] * 4})
    for _ in range(3):
        push_reveal(leading)
    wall = wall_of(workshop)
    assert wall.sends("3,0/10")
    assert not wall.sends("9,0/10")
    assert not wall.sends("Élus")


def test_a_small_room_is_shown_as_a_whole(store: Store, workshop: Workshop) -> None:
    leading = lead(workshop).press("Cacher l’accueil").press("Suivante")
    leading.press("Ouvrir les réponses")
    vote(store, workshop, {Viewpoint.CITIZEN: [3] * 3, Viewpoint.ELECTED: [9] * 3})
    for _ in range(3):
        push_reveal(leading)
    wall = wall_of(workshop)
    assert wall.sends("Toute la salle")
    assert wall.sends("6,0/10")
    assert not wall.sends("9,0/10")


def test_the_address_in_the_square_can_be_changed(workshop: Workshop) -> None:
    leading, wall = lead(workshop), wall_of(workshop)
    box = leading.field("Adresse de la salle, dans le carré et au mur")
    box.set_value("autre")
    leading.look().fill("Adresse", "pas une adresse/").look()
    assert len(leading.errors) == 1
    leading.fill("Adresse", "192.168.1.12:8501").look()
    assert not leading.errors
    assert wall.look().sends("192.168.1.12:8501/j")


@pytest.mark.parametrize("reading", ["R1", "R2", "R3", "R4", "R5", "R6"])
def test_each_reading_reaches_the_wall_at_its_stage(
    store: Store, demonstration: Diagnostic, reading: str
) -> None:
    step = Step(id="lire", kind=StepKind.READING, title=text("Lire"), reading=reading)
    wave = store.waves(demonstration)[-1]
    held = store.open_workshop(wave, (step,), date(2026, 11, 26), "", 40)
    leading, wall = lead(held).press("Cacher l’accueil"), wall_of(held)
    hidden = wall.said
    push_reveal(leading)
    assert "Réponses au questionnaire" not in wall.look().said
    push_reveal(leading)
    shown = wall.look().said
    assert "Réponses au questionnaire" not in hidden
    assert "Réponses au questionnaire" in shown
    assert wall.sends("IMPACT") is False


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_the_account_of_a_demonstration_says_that_it_is_one(
    store: Store, demonstration: Diagnostic, wave: Wave, is_demonstration: bool
) -> None:
    home = store.waves(demonstration)[-1] if is_demonstration else wave
    held = store.open_workshop(home, STEPS, date(2026, 11, 26), "", 40)
    lead(held).press("Terminer : le compte rendu s’affiche au mur")
    assert wall_of(held).sends("<p><strong>Données fictives") is is_demonstration
