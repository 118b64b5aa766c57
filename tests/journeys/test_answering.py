"""One answer after another: what the screen calls saved is in the database."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from diagnostic.answers import Answer, AnswerState
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import Store
from diagnostic.ui import session
from tests.builders import dont_know, given, not_concerned
from tests.journeys.visitor import Visitor

SAVED = ":material/check: Enregistré"


@pytest.fixture
def passage(store: Store, wave: Wave) -> tuple[Submission, str]:
    return store.begin(wave, Viewpoint.CITIZEN, short=False)


@pytest.fixture
def submission(passage: tuple[Submission, str]) -> Submission:
    return passage[0]


@pytest.fixture
def link(passage: tuple[Submission, str]) -> str:
    return passage[1]


@pytest.fixture
def citizen(link: str) -> Visitor:
    """Someone who answers as a citizen, at the first theme."""
    return Visitor(reprise=link)


def saved_signs(visitor: Visitor) -> int:
    return visitor.said.count(SAVED)


def test_nobody_begins_without_a_regard(diagnostic: Diagnostic) -> None:
    visitor = Visitor(d=diagnostic.code).go("repondre")
    assert visitor.widget("regard").value is None
    assert "J’ai compris, je commence" not in visitor.labels
    assert "Choisissez un point de vue pour commencer" in visitor.said


def test_beginning_opens_the_first_theme_and_puts_the_link_in_the_address(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    visitor = Visitor(d=diagnostic.code).go("repondre")
    visitor.pick("regard", Viewpoint.FIRM).press("J’ai compris, je commence")
    assert visitor.theme == "vous"
    assert visitor.asked == ["profil.taille", "profil.secteur"]
    submission, its_wave, _ = store.resume(visitor.address["reprise"])
    assert (submission.viewpoint, submission.short) == (Viewpoint.FIRM, False)
    assert its_wave == wave


def test_the_short_route_is_shorter(store: Store, diagnostic: Diagnostic) -> None:
    visitor = Visitor(d=diagnostic.code).go("repondre")
    visitor.pick("regard", Viewpoint.CITIZEN).pick("parcours", True)
    visitor.press("J’ai compris, je commence")
    submission, _, _ = store.resume(visitor.address["reprise"])
    assert submission.short
    assert not any("Et de votre côté" in title for title in visitor.themes)


def test_an_answer_is_in_the_database_when_the_screen_says_so(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    assert saved_signs(citizen) == 0
    citizen.answer("profil.age", "de_30_a_44")
    assert store.answers(submission) == {"profil.age": given("profil.age", "de_30_a_44")}
    assert saved_signs(citizen) == 1
    assert "1 réponse enregistrée sur" in citizen.said


def test_a_mark_of_zero_is_an_answer(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    citizen.jump("vital").answer("F01.G", 0)
    assert store.answers(submission) == {"F01.G": given("F01.G", 0)}
    assert citizen.holding == {"F01.G": 0}
    assert saved_signs(citizen) == 1


def test_a_changed_answer_takes_the_place_of_the_one_before(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    citizen.jump("vital").answer("F01.G", 3).answer("F01.G", 8)
    assert store.answers(submission) == {"F01.G": given("F01.G", 8)}
    assert store.receipts(submission)["F01.G"].revision == 2


def test_looking_again_saves_nothing_again(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    citizen.jump("vital").answer("F01.G", 3).look().look()
    assert store.receipts(submission)["F01.G"].revision == 1


def test_a_cleared_answer_is_no_more_in_the_database(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    citizen.jump("vital").answer("F01.G", 3).press("Effacer")
    assert store.answers(submission) == {}
    assert citizen.holding == {}
    assert saved_signs(citizen) == 0


def test_touching_the_chosen_mark_again_takes_it_back(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    citizen.jump("vital").answer("F01.G", 3).answer("F01.G", None)
    assert store.answers(submission) == {}


def test_not_knowing_not_being_concerned_and_saying_nothing_are_three_things(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    citizen.jump("vital").answer("F01.G", "ne_sait_pas").answer("F02.G", "pas_concerne")
    assert store.answers(submission) == {
        "F01.G": dont_know("F01.G"),
        "F02.G": not_concerned("F02.G"),
    }
    assert saved_signs(citizen) == 2
    assert "F03.G" in citizen.asked


@pytest.mark.parametrize(
    ("theme", "question_id", "state", "value"),
    [
        ("vital", "F01.G", AnswerState.NOT_CONCERNED, 4),
        ("vital", "F01.G", AnswerState.DONT_KNOW, 0),
        ("reperes", "K1", AnswerState.DONT_KNOW, "plutot"),
    ],
)
def test_a_person_may_change_from_not_knowing_to_an_answer_and_back(
    store: Store,
    submission: Submission,
    citizen: Visitor,
    theme: str,
    question_id: str,
    state: AnswerState,
    value: int | str,
) -> None:
    citizen.jump(theme)
    for wanted in (Answer(question_id, state), given(question_id, value)) * 2:
        citizen.answer(question_id, wanted.value if wanted.value is not None else state.value)
        assert store.answers(submission) == {question_id: wanted}


def test_several_choices_are_kept_together_and_saying_one_does_not_know_replaces_them(
    store: Store, wave: Wave
) -> None:
    submission, link = store.begin(wave, Viewpoint.ELECTED, short=False)
    elected = Visitor(reprise=link).jump("propre")
    options = [option.id for option in choices(store, wave, "freins")][:2]
    elected.answer("freins", options[:1]).answer("freins", options)
    assert store.answers(submission)["freins"] == given("freins", tuple(options))
    elected.answer("freins", "ne_sait_pas", "apart")
    assert store.answers(submission)["freins"] == dont_know("freins")
    assert elected.holding == {"freins": "ne_sait_pas"}
    elected.answer("freins", options[1:])
    assert store.answers(submission)["freins"] == given("freins", tuple(options[1:]))
    assert elected.holding == {"freins": options[1:]}


def choices(store: Store, wave: Wave, question_id: str) -> Any:
    questionnaire = store.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
    return questionnaire.question(question_id).options  # type: ignore[union-attr]


def test_a_text_is_kept_as_it_was_written(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    words = "L’été, à 7 h :\nrien n’est ouvert <ici>."
    citizen.jump("fin").answer("mot_libre", words)
    assert store.answers(submission) == {"mot_libre": given("mot_libre", words)}
    citizen.answer("mot_libre", "   ")
    assert store.answers(submission) == {}


def test_a_comment_is_kept_changed_and_erased(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    citizen.jump("vital")
    citizen.button_of(f"open:{submission.id}:F01.G").click()
    citizen.look().answer("F01.G", "Le dernier médecin est parti.", "comment")
    assert store.comments(submission) == {"F01.G": "Le dernier médecin est parti."}
    assert store.answers(submission) == {}
    citizen.answer("F01.G", "Il est revenu.", "comment")
    assert store.comments(submission) == {"F01.G": "Il est revenu."}
    citizen.answer("F01.G", "", "comment")
    assert store.comments(submission) == {}


def test_a_comment_is_shown_again_on_coming_back(
    store: Store, submission: Submission, link: str
) -> None:
    store.say(submission, "F01.G", "Le dernier médecin est parti.")
    citizen = Visitor(reprise=link).jump("vital")
    assert citizen.answers("F01.G", "comment").value == "Le dernier médecin est parti."
    citizen.jump("vous").jump("vital")
    assert citizen.answers("F01.G", "comment").value == "Le dernier médecin est parti."


def test_next_and_previous_keep_what_was_said(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    citizen.answer("profil.age", "de_30_a_44").press("Suivant")
    assert citizen.theme == "vital"
    citizen.answer("F01.G", 5).press("Précédent")
    assert citizen.theme == "vous"
    assert citizen.holding == {"profil.age": "de_30_a_44"}
    citizen.press("Suivant")
    assert citizen.holding == {"F01.G": 5}
    assert len(store.answers(submission)) == 2


def test_the_first_theme_has_nothing_before_it(citizen: Visitor) -> None:
    assert "Précédent" not in citizen.labels
    assert "Précédent" in citizen.press("Suivant").labels


@pytest.mark.parametrize("gesture", ["next", "jump", "page", "someone-else"])
def test_an_answer_given_in_the_same_breath_as_leaving_is_kept(
    store: Store, submission: Submission, citizen: Visitor, gesture: str
) -> None:
    citizen.jump("vital")
    citizen.answers("F01.G").set_value(7)
    if gesture == "next":
        citizen.press("Suivant")
    elif gesture == "jump":
        citizen.jump("fin")
    elif gesture == "page":
        citizen.app.session_state["invite"] = False
        citizen.go("methode")
    else:
        citizen.press("Une autre personne répond")
    assert store.answers(submission) == {"F01.G": given("F01.G", 7)}


def test_a_text_and_a_comment_typed_just_before_next_are_kept(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    citizen.jump("vital")
    citizen.button_of(f"open:{submission.id}:F01.G").click()
    citizen.look()
    citizen.answers("F01.G", "comment").set_value("Tapé au dernier moment.")
    citizen.press("Suivant").jump("fin")
    citizen.answers("mot_libre").set_value("Merci.")
    citizen.press("Suivant")
    assert store.comments(submission) == {"F01.G": "Tapé au dernier moment."}
    assert store.answers(submission) == {"mot_libre": given("mot_libre", "Merci.")}


def test_a_progress_that_only_counts_what_is_due(citizen: Visitor) -> None:
    assert "0 réponse enregistrée sur" in citizen.said
    citizen.jump("fin").answer("mot_libre", "Merci.")
    assert "0 réponse enregistrée sur" in citizen.said
    citizen.jump("vous").answer("profil.age", "de_30_a_44")
    assert "1 réponse enregistrée sur" in citizen.said
    citizen.jump("fin")
    assert any(title.startswith("1/") and title.endswith("(1/2)") for title in citizen.themes)


def test_the_help_under_the_questions_changes_and_goes(citizen: Visitor) -> None:
    beginner = citizen.said
    practitioner = citizen.pick("aides", "practitioner").said
    none = citizen.pick("aides", "none").said
    assert len({beginner, practitioner, none}) == 3
    assert len(none) < min(len(beginner), len(practitioner))
    assert citizen.press("Suivant").widget("aides").value == "none"


def test_an_answer_that_could_not_be_kept_shows_no_receipt_and_is_kept_later(
    store: Store, submission: Submission, citizen: Visitor
) -> None:
    citizen.answer("profil.age", "de_30_a_44")
    with read_only():
        citizen.answer("profil.age", "de_45_a_59")
        assert "la base est en lecture seule" in citizen.said + "".join(citizen.errors)
        assert saved_signs(citizen) == 0
    citizen.look()
    assert store.answers(submission) == {"profil.age": given("profil.age", "de_45_a_59")}
    assert saved_signs(citizen) == 1


@contextmanager
def read_only() -> Iterator[None]:
    """Meanwhile, the app's connections can write nothing."""
    engine = session.memory()._database.writer

    def forbid(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    event.listen(engine, "connect", forbid)
    engine.dispose()
    yield
    event.remove(engine, "connect", forbid)
    engine.dispose()
