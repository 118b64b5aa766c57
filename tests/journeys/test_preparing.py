"""Preparing a diagnostic: what is agreed is found again, and waves open and close."""

import pytest

from diagnostic.campaigns import MOST_LOCAL_QUESTIONS, Diagnostic, Wave, ask_locally
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.texts import voice_of
from diagnostic.ui.escaping import JOINER
from tests.journeys.visitor import Visitor, plain

CLOSED = "Les réponses sont closes pour ce diagnostic."
NEW_WAVE = "Ouvrir une nouvelle vague"
OPTIONS = "Pour un choix : une réponse par ligne, deux à huit"
NO_ROOM = "Un diagnostic a 10 questions locales au plus. Retirez-en une avant d’en ajouter."


@pytest.fixture
def preparing(diagnostic: Diagnostic) -> Visitor:
    return Visitor(d=diagnostic.code).go("cadrage")


def prepare_again(diagnostic: Diagnostic) -> Visitor:
    """Somebody else's browser, later."""
    return Visitor(d=diagnostic.code).go("cadrage")


def local_wordings(store: Store, diagnostic: Diagnostic) -> list[str]:
    return [plain(question.wording.fr) for question in store.local_questions(diagnostic)]


def test_a_new_title_is_kept_and_found_again(
    store: Store, diagnostic: Diagnostic, preparing: Visitor
) -> None:
    preparing.fill("Nom", "Beaujolais, nos regards").submit("identite")
    assert store.diagnostic(diagnostic.code).title == "Beaujolais, nos regards"
    assert [toast.value for toast in preparing.app.toast] == ["Enregistré."]
    assert prepare_again(diagnostic).field("Nom").value == "Beaujolais, nos regards"


def test_an_empty_title_is_refused_and_the_one_before_stays(
    store: Store, diagnostic: Diagnostic, preparing: Visitor
) -> None:
    preparing.fill("Nom", "  ").submit("identite")
    assert preparing.errors == ["Donnez un nom au diagnostic."]
    assert store.diagnostic(diagnostic.code).title == "Vivre en Beaujolais"


def test_an_english_catalyst_is_refused_in_english(diagnostic: Diagnostic) -> None:
    preparing = Visitor(d=diagnostic.code, lang="en").go("cadrage")
    preparing.fill("Name", "  ").submit("identite")
    french = "Donnez un nom au diagnostic."
    assert preparing.errors == [voice_of("en").say(french)]
    assert preparing.errors != [french]


def test_the_number_of_answers_under_which_nothing_shows_is_kept_and_found_again(
    store: Store, diagnostic: Diagnostic, preparing: Visitor
) -> None:
    label = "Nombre de réponses sous lequel un regard n’est pas montré"
    assert preparing.field(label).value == 5
    assert min(int(option) for option in preparing.field(label).options) == 3
    preparing.fill(label, 8).submit("identite")
    assert store.diagnostic(diagnostic.code).threshold == 8
    assert prepare_again(diagnostic).field(label).value == 8


def test_the_four_framing_texts_are_kept_and_found_again(
    store: Store, diagnostic: Diagnostic, preparing: Visitor
) -> None:
    said = {
        "territoire": "La commune et ses voisines.",
        "intervenants": "Les lycéens manquent d’habitude.",
        "organisation": "Un comité de neuf personnes.",
        "representation": "Côte à côte, jamais en un chiffre.",
    }
    for area, text in zip(preparing.app.text_area, said.values(), strict=False):
        area.set_value(text)
    preparing.submit("cadrage")
    assert store.diagnostic(diagnostic.code).framing == said
    again = prepare_again(diagnostic)
    assert [area.value for area in again.app.text_area][:4] == list(said.values())


def test_a_local_question_is_added_and_then_asked(
    store: Store, diagnostic: Diagnostic, wave: Wave, preparing: Visitor
) -> None:
    preparing.fill("Votre question", "Le marché vous manque-t-il ?").submit("question-locale")
    assert local_wordings(store, diagnostic) == ["Le marché vous manque-t-il ?"]
    assert "Le marché vous manque-t-il ?" in preparing.said
    _, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    answering = Visitor(reprise=token).jump("local")
    assert "Questions de votre territoire" in answering.said
    assert answering.asked == ["L1"]


def test_a_local_choice_needs_two_answers_at_least(
    store: Store, diagnostic: Diagnostic, preparing: Visitor
) -> None:
    preparing.fill("Votre question", "Comment venez-vous ?")
    preparing.fill("Réponse attendue", "choice")
    preparing.fill(OPTIONS, "À pied")
    preparing.submit("question-locale")
    assert preparing.errors == ["Donnez entre deux et huit réponses différentes."]
    assert local_wordings(store, diagnostic) == []


def test_an_empty_local_question_is_refused(
    store: Store, diagnostic: Diagnostic, preparing: Visitor
) -> None:
    preparing.submit("question-locale")
    assert preparing.errors == ["Écrivez la question."]
    assert local_wordings(store, diagnostic) == []


def test_what_a_catalyst_types_is_never_read_as_markup(
    store: Store, diagnostic: Diagnostic, preparing: Visitor
) -> None:
    preparing.fill("Votre question", "**Gras** [ici](http://ailleurs.example) <b>?</b>")
    preparing.submit("question-locale")
    shown = [markdown.value for markdown in preparing.app.markdown if "Gras" in markdown.value]
    assert shown == [
        r"\*\*Gras\*\* \[ici\](http\:" + JOINER + r"//ailleurs.example) \<b\>?\</b\>",
    ]


def test_a_withdrawn_local_question_is_no_more_asked(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    store.add_local_question(diagnostic, ask_locally(1, "scale", "Le marché ?"))
    preparing = prepare_again(diagnostic).press("Retirer")
    assert local_wordings(store, diagnostic) == []
    assert "Le marché ?" not in preparing.said
    _, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    assert not any("Questions de votre territoire" in t for t in Visitor(reprise=token).themes)


def test_ten_local_questions_leave_no_room_for_another(
    store: Store, diagnostic: Diagnostic
) -> None:
    for number in range(1, MOST_LOCAL_QUESTIONS):
        store.add_local_question(diagnostic, ask_locally(number, "text", f"Question {number} ?"))
    preparing = prepare_again(diagnostic)
    preparing.fill("Votre question", "La dixième ?").submit("question-locale")
    assert len(store.local_questions(diagnostic)) == MOST_LOCAL_QUESTIONS
    assert "Ajouter la question" not in preparing.labels
    assert "Jusqu’à 10" in preparing.said
    preparing.button_of("retirer:L4").click()
    assert "Ajouter la question" in preparing.look().labels


def test_an_eleventh_local_question_from_a_screen_of_before_is_not_kept(
    store: Store, diagnostic: Diagnostic
) -> None:
    for number in range(1, MOST_LOCAL_QUESTIONS):
        store.add_local_question(diagnostic, ask_locally(number, "text", f"Question {number} ?"))
    preparing = prepare_again(diagnostic)
    store.add_local_question(diagnostic, ask_locally(10, "text", "La dixième ?"))
    preparing.fill("Votre question", "La onzième ?").submit("question-locale")
    assert "La onzième ?" not in local_wordings(store, diagnostic)
    assert len(store.local_questions(diagnostic)) == MOST_LOCAL_QUESTIONS
    assert preparing.errors == [NO_ROOM]


def test_an_eleventh_local_question_stays_on_the_screen_until_there_is_room(
    store: Store, diagnostic: Diagnostic
) -> None:
    for number in range(1, MOST_LOCAL_QUESTIONS):
        store.add_local_question(diagnostic, ask_locally(number, "text", f"Question {number} ?"))
    preparing = prepare_again(diagnostic)
    store.add_local_question(diagnostic, ask_locally(10, "text", "La dixième ?"))
    preparing.fill("Votre question", "La onzième ?").fill("Réponse attendue", "choice")
    preparing.fill(OPTIONS, "Oui\nNon").submit("question-locale")
    preparing.button_of("retirer:L10").click()
    preparing.look()
    assert preparing.field("Votre question").value == "La onzième ?"
    assert preparing.field("Réponse attendue").value == "choice"
    assert preparing.field(OPTIONS).value == "Oui\nNon"
    preparing.submit("question-locale")
    assert local_wordings(store, diagnostic)[-1] == "La onzième ?"
    assert "Ajouter la question" not in preparing.labels


def test_a_local_question_that_is_refused_is_not_to_be_typed_again(
    store: Store, diagnostic: Diagnostic, preparing: Visitor
) -> None:
    preparing.fill("Votre question", "Comment venez-vous ?").fill("Réponse attendue", "choice")
    preparing.fill(OPTIONS, "À pied").submit("question-locale")
    assert preparing.field("Votre question").value == "Comment venez-vous ?"
    preparing.fill(OPTIONS, "À pied\nÀ vélo").submit("question-locale")
    assert local_wordings(store, diagnostic) == ["Comment venez-vous ?"]
    assert preparing.field("Votre question").value == ""
    assert preparing.field(OPTIONS).value == ""


def test_a_closed_wave_takes_nobody_any_more_and_says_so(
    store: Store, diagnostic: Diagnostic, preparing: Visitor
) -> None:
    preparing.press("Clore")
    (wave,) = store.waves(diagnostic)
    assert wave.closed_on is not None
    preparing.go("repondre")
    assert CLOSED in preparing.said
    assert "je commence" not in preparing.said


def test_a_reopened_wave_takes_answers_again(
    store: Store, diagnostic: Diagnostic, preparing: Visitor
) -> None:
    preparing.press("Clore").press("Rouvrir")
    (wave,) = store.waves(diagnostic)
    assert wave.closed_on is None
    preparing.go("repondre")
    assert CLOSED not in preparing.said
    preparing.pick("regard", Viewpoint.CITIZEN).press("J’ai compris, je commence")
    assert preparing.asked


def test_a_second_wave_opens_only_once_the_first_is_closed(
    store: Store, diagnostic: Diagnostic, preparing: Visitor, questionnaire: Questionnaire
) -> None:
    assert NEW_WAVE not in preparing.labels
    preparing.press("Clore").press(NEW_WAVE)
    first, second = store.waves(diagnostic)
    assert first.closed_on is not None
    assert (second.number, second.closed_on) == (2, None)
    assert second.questionnaire_version == questionnaire.version
    assert NEW_WAVE not in preparing.labels
    assert "Vague 2" in preparing.said


def test_someone_who_begins_after_a_second_wave_opened_answers_the_second(
    store: Store, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    second = store.open_wave(diagnostic, questionnaire, closing=True)
    visitor = Visitor(d=diagnostic.code).go("repondre")
    visitor.pick("regard", Viewpoint.ELECTED).press("J’ai compris, je commence")
    visitor.answer("profil.strate", "moins_de_2000")
    (passage,) = store.passages(second)
    assert passage.answers["profil.strate"].value == "moins_de_2000"


def test_the_invitation_address_leads_to_this_diagnostic(
    diagnostic: Diagnostic, preparing: Visitor
) -> None:
    (shown,) = [code.value for code in preparing.app.code]
    assert shown.endswith(f"/r/{diagnostic.code}")


def test_how_many_there_are_in_all_is_kept_where_it_is_known(
    store: Store, diagnostic: Diagnostic, preparing: Visitor
) -> None:
    preparing.fill("Élus", "23").fill("Citoyens", " 12 400 ").submit("effectifs")
    kept = store.diagnostic(diagnostic.code)
    assert kept.totals == {Viewpoint.ELECTED: 23, Viewpoint.CITIZEN: 12_400}
    assert kept.framing == {}
    again = prepare_again(diagnostic)
    assert again.field("Élus").value == "23"
    again.fill("Élus", "").submit("effectifs")
    assert store.diagnostic(diagnostic.code).totals == {Viewpoint.CITIZEN: 12_400}


@pytest.mark.parametrize("typed", ["0", "-3", "2,5", "beaucoup", "9" * 12])
def test_what_is_no_number_of_people_is_refused_and_changes_nothing(
    store: Store, diagnostic: Diagnostic, preparing: Visitor, typed: str
) -> None:
    store.set_totals(diagnostic.code, {Viewpoint.ELECTED: 23})
    preparing.fill("Élus", typed).submit("effectifs")
    assert len(preparing.errors) == 1
    assert store.diagnostic(diagnostic.code).totals == {Viewpoint.ELECTED: 23}


def test_a_regard_that_can_never_be_shown_is_told_beforehand(preparing: Visitor) -> None:
    preparing.fill("Élus", "3").submit("effectifs")
    assert "Un regard de moins de 5 personnes en tout ne sera jamais montré seul" in preparing.said
