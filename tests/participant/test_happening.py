"""What a phone shows where nothing is voted: a reading, a debate, pads, decisions, a framing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.participant import Site
from diagnostic.questionnaire import Text
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import Perimeter, TerritoryKey
from diagnostic.workshops import (
    Decision,
    Idea,
    StepKind,
    end,
    hide,
    open_vote,
    pause_timer,
    reveal,
    start_timer,
)
from tests.builders import given, tiny_questionnaire
from tests.participant.phone import Phone
from tests.participant.test_rooms import Room, enter, step

MARKS = {Viewpoint.CITIZEN: (9, 2, 1), Viewpoint.ELECTED: (1, 8, 2)}
"""What each of five people says of F01, F02, F03."""
SENTENCE = "Premières fragilités"


def answer(store: Store, wave: Wave) -> None:
    """Five people of each regard, as MARKS says."""
    for viewpoint, marks in MARKS.items():
        for _ in range(5):
            submission, _token = store.begin(wave, viewpoint, short=False)
            names = ("F01.G", "F02.G", "F03.G")
            store.save(submission, [given(n, m) for n, m in zip(names, marks, strict=True)])


@pytest.fixture
def room(store: Store, wave: Wave, diagnostic: Diagnostic) -> Room:
    answer(store, wave)
    store.set_framing(diagnostic.code, {"intervenants": "Il manque <i>les jeunes</i>."})
    steps = (
        step("cadre", StepKind.FRAME, framing="intervenants"),
        step("lecture", StepKind.READING, reading="R1"),
        step("debat", StepKind.DEBATE, body=Text(fr="Que faire ?", en="What to do?"), minutes=4),
        step(
            "groupes",
            StepKind.GROUPS,
            groups=(Text(fr="Bleu", en="Blue"), Text(fr="Vert", en="Green")),
            guiding=(Text(fr="Qui agit ?", en="Who acts?"),),
        ),
        step("vote", StepKind.QUESTIONS, questions=("confiance",)),
        step("suites", StepKind.DECISIONS),
    )
    return Room(store, store.open_workshop(wave, steps, date(2026, 11, 30), "Salle", 30))


def go_to(room: Room, name: str) -> None:
    while room.state.step_id != name:
        room.go_on()


def test_a_framing_is_shown_with_its_question(phone: Phone, room: Room) -> None:
    enter(phone, room)
    assert "Qui parle, qui manque ?" in phone.said
    assert "Il manque <i>les jeunes</i>." in phone.said


def test_a_reading_is_said_once_revealed_and_never_before(
    hand_out: Callable[[], Phone], room: Room
) -> None:
    citizen, elected = enter(hand_out(), room), enter(hand_out(), room, "elu")
    go_to(room, "lecture")
    for phone in (citizen, elected):
        assert "une lecture des résultats va y apparaître" in phone.read_again().said
        assert SENTENCE not in phone.said
    room.move(reveal)
    # At this stage each regard reads its own, on its own phone.
    assert "Emploi, Logement et Liens" in citizen.read_again().said
    assert "Logement, Liens et Emploi" in elected.read_again().said
    room.move(reveal)
    assert citizen.read_again().said.partition(SENTENCE)[2].startswith(" : Emploi, Logement")
    room.move(hide, hide)
    assert SENTENCE not in citizen.read_again().said
    assert SENTENCE not in citizen.shown.text


def crossing(store: Store, where: TerritoryKey | Perimeter) -> Room:
    """A room of another territory, at the reading of what is felt beside what is measured."""
    (wave,) = store.waves(store.open_diagnostic("Vécu et mesuré", where, tiny_questionnaire()))
    answer(store, wave)
    steps = (step("lecture", StepKind.READING, reading="R3"),)
    return Room(store, store.open_workshop(wave, steps, date(2026, 11, 30), "Salle", 30))


MEASURED = "notés ici et mesurés, le vécu et les chiffres vont dans le même sens pour"


def test_what_is_felt_beside_what_is_measured_is_said_with_its_source_and_its_year(
    phone: Phone, store: Store
) -> None:
    met = crossing(store, TerritoryKey.parse("commune:69264"))
    enter(phone, met)
    assert MEASURED not in phone.read_again().said
    met.move(reveal, reveal)
    said = phone.read_again().said
    assert f"Sur 3 domaines {MEASURED}" in said
    assert "Les chiffres sont ceux de l’intercommunalité" in said
    assert re.search(r"Sources : [^.]*Insee[^.]*\. Années 20\d\d à 20\d\d\.", said)
    met.move(hide, hide)
    assert "Sources :" not in phone.read_again().said


def test_nothing_is_said_beside_measures_where_too_few_answered(
    phone: Phone, store: Store, wave: Wave
) -> None:
    steps = (step("lecture", StepKind.READING, reading="R3"),)
    workshop = store.open_workshop(wave, steps, date(2026, 11, 30), "Salle", 30)
    lonely = Room(store, workshop)
    enter(phone, lonely)
    lonely.move(reveal, reveal)
    assert "Trop peu de réponses" in phone.read_again().said
    assert "Sources :" not in phone.said


def test_nothing_is_said_of_measures_where_nothing_is_measured(phone: Phone, store: Store) -> None:
    apart = crossing(store, TerritoryKey.parse("collectivite:977"))
    enter(phone, apart)
    apart.move(reveal, reveal)
    assert "on y lit ces résultats ensemble" in phone.read_again().said
    assert "mesuré" not in phone.said.partition("on y lit")[2]


def test_too_few_answers_make_no_reading(
    phone: Phone, store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    steps = (step("lecture", StepKind.READING, reading="R1"),)
    workshop = store.open_workshop(wave, steps, date(2026, 11, 30), "Salle", 30)
    lonely = Room(store, workshop)
    enter(phone, lonely)
    lonely.move(reveal, reveal)
    assert "Trop peu de réponses" in phone.read_again().said


def test_a_debate_shows_its_question_and_the_time_left(phone: Phone, room: Room) -> None:
    enter(phone, room)
    go_to(room, "debat")
    assert "Que faire ?" in phone.read_again().said
    assert "Temps restant : 4:00" in phone.said
    assert "data-court" not in phone.shown.text
    still = phone.shown.text
    room.move(lambda state, _: start_timer(state, datetime.now(UTC)))
    assert "data-court" in phone.read_again().shown.text
    keys = {text.partition('data-k="')[2][:16] for text in (still, phone.shown.text)}
    assert len(keys) == 2, "la clé de la page ne suit pas le minuteur du débat"
    room.move(lambda state, _: pause_timer(state, datetime.now(UTC)))
    assert "data-court" not in phone.read_again().shown.text


def test_pads_show_what_is_written_in_each_group(phone: Phone, room: Room, site: Site) -> None:
    enter(phone, room)
    room.store.write_idea(room.workshop, Idea("groupes", 2, 1, "Un <b>marché</b>"))
    site.rooms.forget_rooms()
    assert "marché" not in phone.read_again().said
    go_to(room, "groupes")
    phone.read_again()
    assert "Qui agit ?" in phone.said
    assert "Bleu Vert Un <b>marché</b>" in phone.said
    go_to(room, "vote")
    assert "marché" not in phone.read_again().said


def test_decisions_come_at_their_step_and_stay_at_the_end(
    phone: Phone, room: Room, site: Site
) -> None:
    enter(phone, room)
    decision = Decision(1, "Ouvrir la <i>halle</i>", "Mme Roy", date(2027, 2, 28))
    room.store.write_decision(room.workshop, decision)
    site.rooms.forget_rooms()
    assert "halle" not in phone.read_again().said
    go_to(room, "suites")
    phone.read_again()
    assert "Ouvrir la <i>halle</i> Mme Roy · 28 février 2027" in phone.said
    room.move(lambda state, _: end(state))
    assert "L’atelier est terminé" in phone.read_again().said
    assert "Ouvrir la <i>halle</i>" in phone.said


def test_a_vote_that_is_debated_says_so(phone: Phone, room: Room) -> None:
    enter(phone, room)
    go_to(room, "vote")
    room.move(open_vote)
    assert "Temps restant" not in phone.read_again().said
    room.move(reveal, reveal, reveal, reveal, reveal)
    phone.read_again()
    assert "Que voit l’un que l’autre ne voit pas ?" in phone.said
    assert "Temps restant" in phone.said
