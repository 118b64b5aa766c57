"""What every page wears: its language, its mark of fiction, its way around."""

import pytest

from diagnostic import benchmarks
from diagnostic.benchmarks import Use
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import Questionnaire, current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.builders import given
from tests.journeys.visitor import PAGES, Visitor, plain

FICTITIOUS = "Données fictives"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_demonstration_says_that_it_is_one(
    demonstration: Diagnostic, page: str
) -> None:
    visitor = Visitor(d=demonstration.code).go(page)
    assert sum(FICTITIOUS in plain(warning.value) for warning in visitor.app.warning) == 1


def test_a_guest_of_a_demonstration_is_told_so(demonstration: Diagnostic) -> None:
    guest = Visitor(invitation=demonstration.code)
    assert any(FICTITIOUS in plain(warning.value) for warning in guest.app.warning)


def test_a_personal_link_into_a_demonstration_says_so_from_the_first_screen(
    store: Store, demonstration: Diagnostic
) -> None:
    _, link = store.begin(store.waves(demonstration)[-1], Viewpoint.CITIZEN, short=False)
    guest = Visitor(reprise=link)
    assert any(FICTITIOUS in plain(warning.value) for warning in guest.app.warning)


@pytest.mark.parametrize("page", PAGES)
def test_a_true_diagnostic_is_nowhere_called_fictitious(
    store: Store, diagnostic: Diagnostic, page: str
) -> None:
    visitor = Visitor(d=diagnostic.code).go(page)
    assert FICTITIOUS not in visitor.said


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_english_too(demonstration: Diagnostic, page: str) -> None:
    visitor = Visitor(d=demonstration.code, lang="en").go(page)
    assert "document.documentElement.lang = 'en'" in visitor.said
    assert visitor.address["lang"] == "en"


def test_another_language_keeps_the_place_and_the_answers(
    store: Store, wave: Wave, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    visitor = Visitor(d=diagnostic.code).go("repondre")
    visitor.pick("regard", Viewpoint.CITIZEN).press("J’ai compris, je commence")
    visitor.jump("vital").answer("F01.G", 7).answer("F02.G", "ne_sait_pas")
    visitor.jump("reperes").answer("K1", "plutot").jump("priorites").rank("priorites", "F06", "F09")
    said = [passage.answers for passage in store.passages(wave)]
    visitor.pick("choix-langue", "en")
    assert visitor.theme == "priorites"
    assert questionnaire.theme("priorites").title.en in visitor.said
    assert [visitor.answers("priorites", f"rank{n}").value for n in range(3)] == [
        "F06",
        "F09",
        None,
    ]
    visitor.jump("reperes")
    assert visitor.holding == {"K1": "plutot"}
    visitor.jump("vital")
    assert questionnaire.question("F01.G").wording.en in visitor.said
    assert visitor.holding == {"F01.G": 7, "F02.G": "ne_sait_pas"}
    assert [passage.answers for passage in store.passages(wave)] == said


def test_an_answer_given_in_english_is_the_same_answer(store: Store, wave: Wave) -> None:
    submission, link = store.begin(wave, Viewpoint.CITIZEN, short=False)
    Visitor(reprise=link, lang="en").answer("profil.age", "de_30_a_44")
    assert store.answers(submission) == {"profil.age": given("profil.age", "de_30_a_44")}
    assert Visitor(reprise=link).holding == {"profil.age": "de_30_a_44"}


def test_going_back_to_french_leaves_english_behind(diagnostic: Diagnostic) -> None:
    visitor = Visitor(d=diagnostic.code, lang="en")
    visitor.pick("choix-langue", "fr")
    assert "Vos diagnostics" in visitor.said
    assert "lang" not in visitor.address


def test_the_diagnostic_in_hand_is_named_beside_every_page(diagnostic: Diagnostic) -> None:
    for page in PAGES:
        visitor = Visitor(d=diagnostic.code).go(page)
        shown = [plain(words.value) for words in visitor.app.sidebar.markdown]
        assert shown == ["**Vivre en Beaujolais**"]


def test_a_diagnostic_erased_meanwhile_leads_back_to_the_entrance(
    store: Store, diagnostic: Diagnostic
) -> None:
    visitor = Visitor(d=diagnostic.code).go("cadrage")
    store.erase(diagnostic)
    visitor.look()
    assert "Aucun diagnostic n’est ouvert" in visitor.said


def test_the_method_page_gives_every_national_figure_its_source() -> None:
    visitor = Visitor().go("methode")
    for use in Use:
        visitor.app.session_state[f"chiffres:{use.value}"] = True
    said = visitor.look().said
    figures = benchmarks.read(current()).all
    assert len(figures) > 100
    for figure in figures:
        assert plain(figure.statement.fr) in said, figure.id
        assert plain(figure.source.full()).rstrip(".") in said, figure.id
