"""Answering alone, page after page, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

from diagnostic.answers import Answer, AnswerState
from diagnostic.campaigns import Diagnostic, Wave, ask_locally
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.builders import dont_know, given
from tests.participant.phone import Phone

SAVED = "✓ Enregistré"


def answers(store: Store, phone: Phone) -> dict[str, Answer]:
    """What is kept, read through the door of the memory."""
    return store.answers(store.resume(phone.token)[0])


def test_an_invitation_says_what_it_is_before_anything_is_asked(phone: Phone) -> None:
    phone.open_invitation()
    assert phone.shown.status_code == 200
    assert "Vivre en Beaujolais" in phone.said
    assert "Ni nom, ni adresse, ni téléphone, ni adresse IP" in phone.said
    assert phone.held("regard") == []
    assert phone.offered("regard") == [viewpoint.value for viewpoint in Viewpoint]


def test_a_regard_is_chosen_once(phone: Phone, store: Store) -> None:
    phone.begin("elu", "court")
    submission, _, _ = store.resume(phone.token)
    assert (submission.viewpoint, submission.short) == (Viewpoint.ELECTED, True)
    assert "Vous répondez comme : elu" in phone.said
    assert phone.offered("regard") == []


def test_nobody_begins_without_a_regard(phone: Phone, store: Store, wave: Wave) -> None:
    phone.open_invitation().send([])
    assert phone.shown.status_code == 422
    assert "Choisissez d’abord de quel point de vue" in phone.said
    assert store.passages(wave) == ()


def test_nothing_is_preselected(phone: Phone) -> None:
    phone.begin()
    visible = [name for name, value in phone.fields if name[:2] not in ("v.", "w.") and value]
    assert visible == []


def test_answers_are_kept_when_going_on(phone: Phone, store: Store) -> None:
    phone.begin()
    assert phone.theme == "vous"
    phone.pick("a.age", "=jeune").pick("a.confiance", "ne_sait_pas").press("Suivant")
    assert phone.theme == "fragilites"
    assert answers(store, phone) == {
        "age": given("age", "jeune"),
        "confiance": dont_know("confiance"),
    }
    assert "✓ 2 réponses enregistrées" in phone.said


def test_saved_is_said_of_what_was_read_back_alone(phone: Phone) -> None:
    phone.begin().pick("a.age", "=jeune").press("Suivant").press("Précédent")
    assert phone.said.count(SAVED) == 1
    assert phone.held("a.age") == ["=jeune"]
    assert phone.held("a.confiance") == []


def test_a_zero_is_an_answer_and_silence_is_none(phone: Phone, store: Store) -> None:
    phone.begin().pick("a.confiance", "=0").press("Suivant")
    assert answers(store, phone) == {"confiance": given("confiance", 0)}


def test_an_answer_is_taken_back(phone: Phone, store: Store) -> None:
    phone.begin().pick("a.age", "=jeune").pick("a.confiance", "=4").press("Suivant")
    phone.press("Précédent").send([("effacer", "age")])
    assert phone.theme == "vous"
    assert answers(store, phone) == {"confiance": given("confiance", 4)}


def test_priorities_open_their_questions(phone: Phone, store: Store) -> None:
    phone.begin().press("Suivant")
    phone.pick("a.priorites", "F03", "F01").press("Suivant")
    assert answers(store, phone)["priorites"].value == ("F03", "F01")
    assert phone.theme == "approfondir"
    asked = [name for name, _ in phone.fields if name.startswith("v.")]
    assert asked == ["v.F03.T", "v.F03.D", "v.F01.T", "v.F01.D"]


def test_the_same_choice_twice_in_a_ranking_counts_once(phone: Phone, store: Store) -> None:
    phone.begin().press("Suivant").pick("a.priorites", "F02", "F02").press("Suivant")
    assert answers(store, phone)["priorites"].value == ("F02",)


def test_of_two_ways_to_answer_the_one_that_moved_wins(phone: Phone, store: Store) -> None:
    phone.begin().press("Suivant").pick("x.priorites", "ne_sait_pas").press("Suivant")
    assert answers(store, phone)["priorites"] == dont_know("priorites")
    phone.press("Précédent").pick("a.priorites", "F02", "").press("Suivant")
    assert answers(store, phone)["priorites"].value == ("F02",)
    phone.open(f"{phone.link}/t/fragilites").pick("x.priorites", "ne_sait_pas").press("Suivant")
    assert answers(store, phone)["priorites"] == dont_know("priorites")


def test_too_many_choices_are_refused_and_the_others_are_kept(phone: Phone, store: Store) -> None:
    phone.begin().open(f"{phone.link}/t/ensemble")
    phone.pick("a.leviers", "ecoute", "lieux", "temps").pick("a.A1", "=3").press("Suivant")
    assert phone.shown.status_code == 422
    assert "gardez-en 2 au plus" in phone.said
    assert phone.held("a.leviers") == ["ecoute", "lieux", "temps"]
    assert answers(store, phone) == {"A1": given("A1", 3)}


def test_words_and_comments_are_kept(phone: Phone, store: Store) -> None:
    phone.begin().pick("c.confiance", "Cela dépend des jours.").press("Suivant")
    phone.open(f"{phone.link}/t/ensemble").pick("a.mot", "Ensemble,\r\nenfin.").press("Suivant")
    submission = store.resume(phone.token)[0]
    assert store.comments(submission) == {"confiance": "Cela dépend des jours."}
    assert answers(store, phone)["mot"].value == "Ensemble,\nenfin."
    revision = store.receipts(submission)["mot"].revision
    phone.press("Revenir au questionnaire").press("Suivant")
    assert store.receipts(submission)["mot"].revision == revision, "rien n’avait bougé"


def test_a_page_left_open_does_not_undo_what_was_said_elsewhere(
    phone: Phone, hand_out: Callable[[], Phone], store: Store
) -> None:
    phone.begin()
    other = hand_out().open(phone.link)
    other.pick("a.confiance", "=9").press("Suivant")
    phone.pick("a.age", "=jeune").press("Suivant")
    assert answers(store, phone) == {
        "age": given("age", "jeune"),
        "confiance": given("confiance", 9),
    }


def test_the_link_comes_back_where_the_person_was(
    phone: Phone, hand_out: Callable[[], Phone]
) -> None:
    phone.begin().pick("a.age", "=jeune").pick("a.confiance", "=4").press("Suivant")
    again = hand_out().open(phone.link)
    assert again.theme == "fragilites"
    assert again.press("Précédent").held("a.age") == ["=jeune"]


def test_the_end_says_what_is_left_and_leads_there(phone: Phone) -> None:
    phone.begin("citoyen", "court").pick("a.age", "=jeune").pick("a.confiance", "=4").press(
        "Suivant"
    )
    phone.open(f"{phone.link}/t/fin-du-questionnaire")
    assert "fragilites : 4 questions sans réponse" in phone.said
    assert "vous : 0 question" not in phone.said
    assert phone.press("fragilites : 4 questions sans réponse").theme == "fragilites"


def test_the_questions_of_the_territory_come_last_and_escaped(
    phone: Phone, store: Store, diagnostic: Diagnostic
) -> None:
    nasty = "<script>window.x=1</script> & <b>gras</b>"
    store.add_local_question(diagnostic, ask_locally(1, "scale", nasty))
    phone.begin().open(f"{phone.link}/t/local")
    assert nasty in phone.said
    assert "<script>window" not in phone.shown.text
    phone.pick("a.L1", "=10").press("Suivant")
    assert answers(store, phone) == {"L1": given("L1", 10)}


def test_everything_typed_is_shown_as_it_was_typed(phone: Phone, store: Store) -> None:
    nasty = "</textarea><script>alert(1)</script>\u202egnol"
    phone.begin().pick("c.confiance", nasty).press("Suivant").press("Précédent")
    assert phone.held("c.confiance") == [nasty.replace("\u202e", "")]
    assert "<script>alert" not in phone.shown.text


def test_a_closed_wave_refuses_and_says_so(phone: Phone, store: Store, wave: Wave) -> None:
    phone.begin().pick("a.age", "=jeune").press("Suivant")
    store.close_wave(wave)
    phone.pick("a.F01.G", "=7").press("Suivant")
    assert phone.shown.status_code == 409
    assert "ne reçoit plus de réponses" in phone.said
    assert list(answers(store, phone)) == ["age"]
    phone.open(f"{phone.link}/t/vous")
    assert "ne reçoit plus de réponses" in phone.said
    assert "<fieldset disabled>" in phone.shown.text
    phone.open_invitation()
    assert phone.shown.status_code == 410
    assert "Les réponses sont closes" in phone.said


def test_a_language_is_changed_without_losing_what_was_touched(phone: Phone, store: Store) -> None:
    phone.begin().pick("a.age", "=jeune").press("English")
    assert phone.theme.startswith("vous")
    assert 'lang="en-GB"' in phone.shown.text
    assert "Your age?" in phone.said
    assert answers(store, phone) == {"age": given("age", "jeune")}
    assert "How confident" not in phone.said
    assert "Your age?" in phone.open(f"{phone.link}/t/vous").said, "le téléphone s’en souvient"


def test_a_phone_in_english_is_spoken_to_in_english(phone: Phone) -> None:
    phone.client.headers["accept-language"] = "en-GB,en;q=0.9"
    assert "From which viewpoint" in phone.open_invitation().said or "English" not in phone.said
    assert 'lang="en-GB"' in phone.shown.text


def test_the_place_is_left_to_the_next_person(phone: Phone, store: Store, wave: Wave) -> None:
    phone.begin().pick("a.age", "=jeune").press("Une autre personne répond")
    first = phone.client.cookies["passage"]
    assert phone.address == f"/r/{phone.code}"
    phone.begin("elu")
    assert len(store.passages(wave)) == 2
    assert phone.held("a.age") == []
    assert phone.token not in first


def test_an_old_page_does_not_open_by_itself_for_the_next_person(phone: Phone) -> None:
    phone.begin().pick("a.age", "=jeune").press("Suivant")
    old = phone.address
    phone.press("Une autre personne répond").open(old)
    assert phone.shown.status_code == 409
    assert "a laissé sa place" in phone.said
    phone.begin("elu").open(old)
    assert "d’une autre personne" in phone.said
    phone.send([])
    assert phone.held("a.age") == ["=jeune"], "son lien reste le sien"


def test_a_phone_that_began_is_led_back_to_its_answers(
    phone: Phone, store: Store, wave: Wave
) -> None:
    phone.begin()
    link = phone.link
    phone.open_invitation()
    assert "déjà commencé" in phone.said
    assert link in phone.shown.text
    phone.open_invitation()
    sent = phone.post(f"/r/{phone.code}", [("regard", "elu"), ("cle", "x" * 16)])
    assert sent.headers["location"] == link
    assert len(store.passages(wave)) == 1


def test_begin_touched_twice_begins_once(phone: Phone, store: Store, wave: Wave) -> None:
    phone.open_invitation().pick("regard", "citoyen")
    fields = phone.fields
    first = phone.post(f"/r/{phone.code}", fields).headers["location"]
    phone.client.cookies.clear()
    second = phone.post(f"/r/{phone.code}", fields).headers["location"]
    assert first == second
    assert len(store.passages(wave)) == 1


def test_not_known_twice_is_kept_as_it_is(phone: Phone, store: Store) -> None:
    phone.begin().pick("a.confiance", "pas_concerne").press("Suivant").press("Précédent")
    assert phone.held("a.confiance") == ["pas_concerne"]
    assert answers(store, phone)["confiance"].state is AnswerState.NOT_CONCERNED
