"""The six ways through the questionnaire: nothing is answered in anybody's place."""

import pytest
from google.protobuf.message import Message

from diagnostic.answers import Answer
from diagnostic.campaigns import Diagnostic, Wave, ask_locally
from diagnostic.questionnaire import Questionnaire, walk
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.builders import given
from tests.journeys.visitor import Visitor

END = "fin-du-questionnaire"
OPENERS: dict[str, Answer] = {
    "priorites": given("priorites", ("F06", "F09", "F01")),
    "K6": given("K6", "oui"),
}
"""The answers that open the most questions."""


@pytest.mark.parametrize("viewpoint", Viewpoint)
def test_no_screen_of_any_regard_answers_in_the_persons_place(
    store: Store,
    diagnostic: Diagnostic,
    wave: Wave,
    questionnaire: Questionnaire,
    viewpoint: Viewpoint,
) -> None:
    for number, kind in enumerate(("scale", "choice", "text"), 1):
        store.add_local_question(diagnostic, ask_locally(number, kind, "Et ici ?", ("Oui", "Non")))
    submission, link = store.begin(wave, viewpoint, short=False)
    asked = {name for step in questionnaire.route(viewpoint).steps for name in step.ask}
    opened = {name: answer for name, answer in OPENERS.items() if name in asked}
    store.save(submission, opened.values())
    expected = walk(
        questionnaire,
        viewpoint,
        short=False,
        answers=opened,
        local=store.local_questions(diagnostic),
    )
    visitor = Visitor(reprise=link)
    for screen in expected:
        assert visitor.theme == screen.theme.id
        assert visitor.asked == [question.id for question in screen.questions]
        assert set(visitor.holding) == {q.id for q in screen.questions} & set(opened)
        for name, widget in visitor.answering():
            if name not in opened:
                assert not is_preselected(widget.proto), widget.key
        visitor.press("Suivant")
    assert visitor.theme == END
    assert store.answers(submission) == opened


def is_preselected(proto: Message) -> bool:
    """Whether the browser is told that something is chosen or typed."""
    told = {field.name: value for field, value in proto.ListFields()}
    # 0 counts: it is the place of the first option.
    return any(told.get(name, "") != "" for name in ("default", "value", "raw_value", "raw_values"))


def test_what_was_answered_is_what_the_browser_is_told(store: Store, wave: Wave) -> None:
    submission, link = store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.save(submission, [given("profil.age", "moins_de_30")])
    told = {
        name: is_preselected(widget.proto) for name, widget in Visitor(reprise=link).answering()
    }
    assert told == {"profil.age": True, "profil.lieu": False}


def test_priorities_open_the_questions_on_these_domains_and_on_them_alone(
    store: Store, wave: Wave
) -> None:
    _, link = store.begin(wave, Viewpoint.CITIZEN, short=False)
    citizen = Visitor(reprise=link)
    assert not any("de plus près" in title for title in citizen.themes)
    citizen.jump("priorites").rank("priorites", "F06")
    citizen.press("Suivant")
    assert citizen.theme == "approfondir"
    assert citizen.asked == ["F06.T", "F06.A", "F06.I"]


def test_other_priorities_open_other_questions_and_keep_what_was_said(
    store: Store, wave: Wave
) -> None:
    submission, link = store.begin(wave, Viewpoint.CITIZEN, short=False)
    citizen = Visitor(reprise=link).jump("priorites")
    citizen.rank("priorites", "F06", "F09").jump("approfondir")
    citizen.answer("F06.T", "stable").jump("priorites")
    citizen.answer("priorites", "F01", "rank0")
    assert store.answers(submission)["priorites"] == given("priorites", ("F01", "F09"))
    citizen.jump("approfondir")
    assert citizen.asked == ["F01.T", "F01.A", "F01.I", "F09.T", "F09.A", "F09.I"]
    assert citizen.holding == {}
    assert store.answers(submission)["F06.T"] == given("F06.T", "stable")
    citizen.jump("priorites").answer("priorites", "F06", "rank0").jump("approfondir")
    assert citizen.holding == {"F06.T": "stable"}


def test_priorities_are_ranked_without_saying_one_twice(store: Store, wave: Wave) -> None:
    submission, link = store.begin(wave, Viewpoint.CITIZEN, short=False)
    citizen = Visitor(reprise=link).jump("priorites").rank("priorites", "F06", "F09", "F01")
    assert store.answers(submission)["priorites"] == given("priorites", ("F06", "F09", "F01"))
    citizen.answer("priorites", "F09", "rank0")
    assert store.answers(submission)["priorites"] == given("priorites", ("F09", "F01"))
    assert citizen.answers("priorites", "rank0").value == "F09"


def test_the_first_priority_taken_away_leaves_the_others_in_order(store: Store, wave: Wave) -> None:
    submission, link = store.begin(wave, Viewpoint.CITIZEN, short=False)
    citizen = Visitor(reprise=link).jump("priorites").rank("priorites", "F06", "F09")
    citizen.answer("priorites", None, "rank0")
    assert store.answers(submission)["priorites"] == given("priorites", ("F09",))
    assert citizen.answers("priorites", "rank0").value == "F09"
    assert citizen.answers("priorites", "rank1").value is None


def test_not_knowing_ones_priorities_closes_the_questions_on_them(store: Store, wave: Wave) -> None:
    submission, link = store.begin(wave, Viewpoint.CITIZEN, short=False)
    citizen = Visitor(reprise=link).jump("priorites").rank("priorites", "F06")
    citizen.answer("priorites", "ne_sait_pas", "apart")
    assert store.answers(submission)["priorites"].value is None
    assert not any("de plus près" in title for title in citizen.themes)
    assert citizen.answers("priorites", "rank0").value is None


@pytest.mark.parametrize("viewpoint", [Viewpoint.FIRM, Viewpoint.ASSOCIATION])
def test_a_partnership_opens_the_questions_about_it(
    store: Store, wave: Wave, viewpoint: Viewpoint
) -> None:
    _, link = store.begin(wave, viewpoint, short=False)
    visitor = Visitor(reprise=link).jump("reperes")
    assert not {"K7", "K8"} & set(visitor.asked)
    visitor.answer("K6", "oui")
    assert {"K7", "K8"} <= set(visitor.asked)
    visitor.answer("K6", "non")
    assert not {"K7", "K8"} & set(visitor.asked)


def test_the_end_lists_what_is_left_and_leads_there(store: Store, wave: Wave) -> None:
    _, link = store.begin(wave, Viewpoint.CITIZEN, short=False)
    citizen = Visitor(reprise=link).answer("profil.age", "de_30_a_44").jump(END)
    assert "questions restent sans réponse" in citizen.said
    assert "Pour commencer : 1 question sans réponse" in citizen.labels
    assert "Vivre au quotidien : 7 questions sans réponse" in citizen.labels
    assert not any(label.startswith("Un dernier mot") for label in citizen.labels)
    citizen.press("Vivre au quotidien : 7 questions sans réponse")
    assert citizen.theme == "vital"


def test_the_end_thanks_someone_who_answered_everything(
    store: Store, wave: Wave, questionnaire: Questionnaire
) -> None:
    submission, link = store.begin(wave, Viewpoint.CITIZEN, short=True)
    said: dict[str, Answer] = {}
    for screen in walk(questionnaire, Viewpoint.CITIZEN, short=True, answers={}):
        for question in screen.questions:
            if question.kind == "scale":
                said[question.id] = given(question.id, 5)
            elif question.kind == "choice":
                said[question.id] = given(question.id, question.options[0].id)
    store.save(submission, said.values())
    citizen = Visitor(reprise=link).jump("priorites").answer("priorites", "ne_sait_pas", "apart")
    while citizen.theme != END:
        citizen.press("Suivant")
    assert "Merci" in citizen.said
    assert "sans réponse" not in citizen.said
    citizen.press("Revenir au questionnaire")
    assert citizen.theme != END
