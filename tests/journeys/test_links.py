"""Coming back, sharing a link, and what happens when two screens hold the same passage."""

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import Questionnaire, TextQuestion
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import Store
from tests.builders import given
from tests.journeys.visitor import Visitor

CLOSED = "Le questionnaire est clos : il ne reçoit plus de réponses."


@pytest.fixture
def passage(store: Store, wave: Wave) -> tuple[Submission, str]:
    return store.begin(wave, Viewpoint.CITIZEN, short=False)


@pytest.fixture
def submission(passage: tuple[Submission, str]) -> Submission:
    return passage[0]


@pytest.fixture
def link(passage: tuple[Submission, str]) -> str:
    return passage[1]


def test_a_personal_link_finds_everything_again(
    store: Store, submission: Submission, link: str
) -> None:
    first = Visitor(reprise=link).answer("profil.age", "de_30_a_44")
    first.jump("vital").answer("F01.G", 7).answer("F02.G", "ne_sait_pas")
    store.say(submission, "F01.G", "Le dernier médecin est parti.")
    later = Visitor(reprise=link)
    assert later.holding == {"profil.age": "de_30_a_44"}
    later.jump("vital")
    assert later.holding == {"F01.G": 7, "F02.G": "ne_sait_pas"}
    assert later.answers("F01.G", "comment").value == "Le dernier médecin est parti."


def test_a_personal_link_opens_on_the_questions_and_on_nothing_else(link: str) -> None:
    guest = Visitor(reprise=link)
    assert guest.theme == "vous"
    assert list(guest.app.sidebar) == [guest.app.sidebar]
    guest.go("resultats")
    assert guest.theme == "vous"


def test_a_personal_link_stays_good_gesture_after_gesture(
    store: Store, submission: Submission, link: str
) -> None:
    guest = Visitor(reprise=link)
    for mark in (1, 2, 3):
        guest.jump("vital").answer("F01.G", mark).look().jump("vous")
        assert store.answers(submission)["F01.G"] == given("F01.G", mark)
    assert guest.address["reprise"] == link
    assert any(code.value.endswith(f"/p/{link}") for code in guest.app.code)


def test_the_link_on_screen_is_the_one_of_this_passage(
    store: Store, diagnostic: Diagnostic
) -> None:
    visitor = Visitor(d=diagnostic.code).go("repondre")
    visitor.pick("regard", Viewpoint.CITIZEN).press("J’ai compris, je commence")
    visitor.answer("profil.age", "de_30_a_44")
    (shown,) = [code.value for code in visitor.app.code]
    later = Visitor(reprise=shown.partition("/p/")[2])
    assert later.holding == {"profil.age": "de_30_a_44"}


def test_a_reload_finds_the_passage_again(store: Store, diagnostic: Diagnostic) -> None:
    visitor = Visitor(d=diagnostic.code).go("repondre")
    visitor.pick("regard", Viewpoint.CITIZEN).press("J’ai compris, je commence")
    visitor.answer("profil.age", "de_30_a_44")
    reloaded = Visitor(**visitor.address).go("repondre")
    assert reloaded.holding == {"profil.age": "de_30_a_44"}


def test_an_unknown_link_says_so_and_says_what_to_do() -> None:
    guest = Visitor(reprise="personne-ne-connait-ce-lien")
    assert guest.errors == [
        "Ce lien ne mène plus à aucune réponse. Reprenez l’invitation de votre territoire pour "
        "commencer un nouveau questionnaire."
    ]
    assert guest.app.radio == []


def test_an_unknown_link_is_told_in_english_to_an_english_guest() -> None:
    guest = Visitor(reprise="personne-ne-connait-ce-lien", lang="en")
    assert [error[:25] for error in guest.errors] == ["This link no longer leads"]


def test_an_erased_passage_is_an_unknown_link(store: Store, link: str) -> None:
    guest = Visitor(reprise=link)
    store.erase_submission(link)
    guest.look()
    assert any("Ce lien ne mène plus" in error for error in guest.errors)


def test_an_invitation_leads_a_guest_to_the_choice_of_a_regard(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    guest = Visitor(invitation=diagnostic.code)
    assert "Vivre en Beaujolais" in guest.said
    guest.pick("regard", Viewpoint.ASSOCIATION).press("J’ai compris, je commence")
    guest.answer("profil.association", "benevole")
    (passage,) = store.passages(wave)
    assert passage.submission.viewpoint is Viewpoint.ASSOCIATION
    assert guest.address["invitation"] == diagnostic.code


def test_an_unknown_invitation_opens_nothing_and_says_something() -> None:
    guest = Visitor(invitation="NEXISTE0")
    assert guest.app.radio == []
    assert guest.app.info or guest.app.error


def test_an_answer_given_on_another_screen_is_adopted(link: str) -> None:
    phone, desk = Visitor(reprise=link), Visitor(reprise=link)
    phone.answer("profil.age", "de_30_a_44")
    assert desk.look().holding == {"profil.age": "de_30_a_44"}


def test_what_another_screen_changed_is_not_overwritten(
    store: Store, submission: Submission, link: str
) -> None:
    phone = Visitor(reprise=link).answer("profil.age", "de_30_a_44")
    desk = Visitor(reprise=link)
    phone.answer("profil.age", "de_60_a_74")
    desk.answer("profil.lieu", "autre_commune")
    assert store.answers(submission) == {
        "profil.age": given("profil.age", "de_60_a_74"),
        "profil.lieu": given("profil.lieu", "autre_commune"),
    }
    assert desk.holding["profil.age"] == "de_60_a_74"


def test_an_answer_cleared_on_another_screen_does_not_come_back(
    store: Store, submission: Submission, link: str
) -> None:
    phone = Visitor(reprise=link).answer("profil.age", "de_30_a_44")
    desk = Visitor(reprise=link)
    phone.press("Effacer")
    assert desk.look().holding == {}
    assert store.answers(submission) == {}


def test_a_comment_changed_on_another_screen_is_adopted_not_overwritten(
    store: Store, submission: Submission, link: str
) -> None:
    store.say(submission, "profil.age", "Avant.")
    phone, desk = Visitor(reprise=link), Visitor(reprise=link)
    phone.answer("profil.age", "Après.", "comment")
    desk.answer("profil.lieu", "autre_commune")
    assert store.comments(submission) == {"profil.age": "Après."}
    assert desk.answers("profil.age", "comment").value == "Après."


def test_an_answer_given_after_the_wave_was_closed_is_refused_and_said(
    store: Store, wave: Wave, submission: Submission, link: str
) -> None:
    guest = Visitor(reprise=link).answer("profil.age", "de_30_a_44")
    store.close_wave(wave)
    guest.answer("profil.age", "de_60_a_74")
    assert any(CLOSED in error for error in guest.errors)
    assert store.answers(submission) == {"profil.age": given("profil.age", "de_30_a_44")}


def test_a_comment_typed_after_the_wave_was_closed_is_refused_and_said(
    store: Store, wave: Wave, submission: Submission, link: str
) -> None:
    store.say(submission, "profil.age", "Avant.")
    guest = Visitor(reprise=link)
    store.close_wave(wave)
    guest.answer("profil.age", "Après.", "comment")
    assert any(CLOSED in error for error in guest.errors)
    assert store.comments(submission) == {"profil.age": "Avant."}


def test_an_answer_refused_by_a_closed_wave_is_kept_once_it_reopens(
    store: Store, wave: Wave, submission: Submission, link: str
) -> None:
    guest = Visitor(reprise=link)
    store.close_wave(wave)
    guest.answer("profil.age", "de_60_a_74")
    store.reopen_wave(wave)
    guest.look()
    assert guest.errors == []
    assert store.answers(submission) == {"profil.age": given("profil.age", "de_60_a_74")}


def test_someone_else_starts_afresh_on_the_same_screen(store: Store, wave: Wave, link: str) -> None:
    guest = Visitor(reprise=link).answer("profil.age", "de_30_a_44")
    guest.press("Une autre personne répond")
    assert "reprise" not in guest.address
    assert guest.widget("regard").value is None
    guest.pick("regard", Viewpoint.CITIZEN).press("J’ai compris, je commence")
    assert guest.theme == "vous"
    assert guest.holding == {}
    guest.answer("profil.age", "moins_de_30")
    said = [passage.answers["profil.age"].value for passage in store.passages(wave)]
    assert sorted(map(str, said)) == ["de_30_a_44", "moins_de_30"]


def test_a_passage_does_not_follow_into_another_diagnostic(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    store.open_diagnostic(
        "L’autre rive",
        diagnostic.territory,
        store.questionnaire(wave.questionnaire_id, wave.questionnaire_version),
    )
    visitor = Visitor(d=diagnostic.code).go("repondre")
    visitor.pick("regard", Viewpoint.CITIZEN).press("J’ai compris, je commence")
    visitor.go("accueil")
    (button,) = [
        b
        for b in visitor.app.button
        if (b.key or "").startswith("open:pages/territoire/repondre")
        and diagnostic.code not in b.key
    ]
    button.click()
    visitor.look()
    assert "L’autre rive" in visitor.said
    assert visitor.widget("regard").value is None


@pytest.mark.parametrize(
    ("theme", "key", "state"),
    [
        ("vous", "answer:{id}:profil.age", {"string_value": "Cent douze ans"}),
        ("vital", "answer:{id}:F01.G", {"string_array_value": ["99"]}),
        ("vital", "answer:{id}:F01.G", {"string_array_value": ["-1"]}),
        ("vital", "answer:{id}:F01.G", {"string_array_value": ["7.5"]}),
        ("priorites", "rank0:{id}:priorites", {"string_value": "Un autre domaine"}),
        ("propre", "answer:{id}:Z4", {"string_array_value": ["Rien"]}),
    ],
)
def test_a_value_that_the_question_does_not_have_is_not_saved(
    store: Store,
    submission: Submission,
    link: str,
    theme: str,
    key: str,
    state: dict[str, object],
) -> None:
    guest = Visitor(reprise=link).jump(theme)
    guest.forge(key.format(id=submission.id), WidgetState(**forged(state)))
    assert store.answers(submission) == {}
    guest.look()
    assert guest.holding == {}
    assert store.answers(submission) == {}


def test_a_text_longer_than_its_field_is_not_kept_whole(
    store: Store, submission: Submission, link: str, questionnaire: Questionnaire
) -> None:
    guest = Visitor(reprise=link).jump("fin")
    guest.forge(f"answer:{submission.id}:mot_libre", WidgetState(string_value="x" * 100_000))
    question = questionnaire.question("mot_libre")
    assert isinstance(question, TextQuestion)
    assert len(str(store.answers(submission)["mot_libre"].value)) == question.longest


def forged(state: dict[str, object]) -> dict[str, object]:
    ((name, value),) = state.items()
    return {name: {"data": value} if name.endswith("array_value") else value}
