"""A person's way: priorities and conditions open questions, nothing is owed but answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.answers import Answer, Value
from diagnostic.campaigns import ask_locally
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Progress,
    Question,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
    Way,
    current,
    opens_others,
    progress,
    read,
    walk,
)
from diagnostic.respondents import Viewpoint
from tests.builders import dont_know, not_concerned
from tests.builders import given as said
from tests.questionnaire.tiny import TINY, changed, write

Answers = Mapping[str, Answer]


@pytest.fixture
def tiny(tmp_path: Path) -> Questionnaire:
    return read(write(tmp_path, TINY))


def _asked(
    questionnaire: Questionnaire, viewpoint: Viewpoint, *answers: Answer, short: bool = False
) -> dict[str, list[str]]:
    """Theme → ids, after these answers."""
    heard = {answer.question_id: answer for answer in answers}
    screens = walk(questionnaire, viewpoint, short=short, answers=heard)
    return {screen.theme.id: [q.id for q in screen.questions] for screen in screens}


def test_a_way_follows_its_route_theme_by_theme(tiny: Questionnaire) -> None:
    assert _asked(tiny, Viewpoint.FIRM) == {
        "vivre": ["F01.G", "F01.T", "F02.G", "F02.T"],
        "choisir": ["priorites", "K6"],
        "agir": ["A1", "N1", "mot"],
    }


def test_a_theme_without_a_question_is_left_out(tiny: Questionnaire) -> None:
    assert list(_asked(tiny, Viewpoint.CITIZEN)) == ["vivre", "choisir", "agir"]


def test_a_regard_without_a_route_has_no_way(tiny: Questionnaire) -> None:
    with pytest.raises(KeyError):
        walk(tiny, Viewpoint.CATALYST, short=False, answers={})


def test_priorities_open_their_questions_in_the_order_of_the_priorities(
    tiny: Questionnaire,
) -> None:
    asked = _asked(tiny, Viewpoint.CITIZEN, said("priorites", ("F02", "F01")))
    assert asked["creuser"] == ["F02.T", "F01.T"]


def test_changing_the_priorities_changes_what_they_open(tiny: Questionnaire) -> None:
    assert _asked(tiny, Viewpoint.CITIZEN, said("priorites", ("F01",)))["creuser"] == ["F01.T"]
    assert _asked(tiny, Viewpoint.CITIZEN, said("priorites", ("F02",)))["creuser"] == ["F02.T"]


def test_not_knowing_one_s_priorities_opens_nothing(tiny: Questionnaire) -> None:
    assert "creuser" not in _asked(tiny, Viewpoint.CITIZEN, dont_know("priorites"))


def test_each_priority_is_deepened_in_full_before_the_next() -> None:
    asked = _asked(current(), Viewpoint.FIRM, said("priorites", ("F09", "F01")))
    assert asked["approfondir"] == [
        *("F09.T", "F09.A", "F09.C", "F09.I"),
        *("F01.T", "F01.A", "F01.C", "F01.I"),
    ]


@pytest.mark.parametrize(
    ("answer", "due"),
    [
        (said("K6", "oui"), True),
        (said("K6", "projet"), False),
        (said("K6", "non"), False),
        (dont_know("K6"), False),
    ],
)
def test_forms_of_partnership_are_asked_only_of_those_who_have_one(
    answer: Answer, due: bool
) -> None:
    asked = _asked(current(), Viewpoint.ASSOCIATION, answer)["reperes"]
    assert ("K7" in asked, "K8" in asked) == (due, due)


def test_a_condition_on_several_answers_needs_one_of_them(tmp_path: Path) -> None:
    text = changed(
        (
            '    wording: {fr: "Où en',
            '    only_if: {question: K7, among: [achats, projets]}\n    wording: {fr: "Où en',
        ),
    )
    questionnaire = read(write(tmp_path, text))
    assert "N1" in _asked(questionnaire, Viewpoint.FIRM, said("K7", ("dons", "projets")))["agir"]
    assert "N1" not in _asked(questionnaire, Viewpoint.FIRM, said("K7", ("dons",)))["agir"]


def test_the_short_way_asks_only_the_starred_questions(tiny: Questionnaire) -> None:
    answers = (said("priorites", ("F01",)), said("K6", "oui"))
    assert _asked(tiny, Viewpoint.FIRM, *answers, short=True) == {
        "vivre": ["F01.G", "F02.G"],
        "choisir": ["priorites"],
        "agir": ["A1"],
    }


@pytest.mark.parametrize("short", [False, True])
def test_local_questions_come_last_in_the_long_and_the_short_way(
    tiny: Questionnaire, short: bool
) -> None:
    local = (ask_locally(1, "scale", "Le pont est-il sûr ?"), ask_locally(2, "text", "Un lieu ?"))
    screens = walk(tiny, Viewpoint.CITIZEN, short=short, answers={}, local=local)
    assert [question.id for question in screens[-1].questions] == ["L1", "L2"]
    assert screens[-1].theme.id == "local"
    assert [screen.theme.id for screen in screens[:-1]] == list(
        _asked(tiny, Viewpoint.CITIZEN, short=short)
    )


def test_without_local_questions_there_is_no_local_screen(tiny: Questionnaire) -> None:
    assert "local" not in _asked(tiny, Viewpoint.CITIZEN)


@dataclass(frozen=True)
class Person:
    """Someone on their way, who answers what they are asked."""

    questionnaire: Questionnaire
    viewpoint: Viewpoint
    short: bool = False
    local: tuple[Question, ...] = ()

    def due(self, answers: Answers) -> list[Question]:
        screens = walk(
            self.questionnaire,
            self.viewpoint,
            short=self.short,
            answers=answers,
            local=self.local,
        )
        return [question for screen in screens for question in screen.questions]

    def progress(self, answers: Answers) -> Progress:
        screens = walk(
            self.questionnaire,
            self.viewpoint,
            short=self.short,
            answers=answers,
            local=self.local,
        )
        return progress(self.questionnaire, self.viewpoint, screens, answers, short=self.short)


def _values(question: Question) -> st.SearchStrategy[Value]:
    if isinstance(question, ScaleQuestion):
        return st.integers(question.minimum, question.maximum)
    if isinstance(question, LevelsQuestion):
        return st.integers(0, 4)
    if isinstance(question, ChoiceQuestion):
        return st.sampled_from([option.id for option in question.options])
    if isinstance(question, ChoicesQuestion | RankingQuestion):
        names = st.sampled_from([option.id for option in question.options])
        return st.lists(names, min_size=1, max_size=question.most, unique=True).map(tuple)
    return st.just("Un mot.")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_many_people_at_once_are_asked_what_each_is_asked_alone(data: st.DataObject) -> None:
    viewpoint, short = data.draw(st.sampled_from(Viewpoint)), data.draw(st.booleans())
    content = current()
    opening = [q for q in content.by_id.values() if opens_others(content, q.id)]
    answers = {q.id: said(q.id, data.draw(_values(q))) for q in opening if data.draw(st.booleans())}
    screens = walk(content, viewpoint, short=short, answers=answers)
    asked = Way(content, viewpoint, short=short).asked(answers)
    assert asked == {question.id for screen in screens for question in screen.questions}


def test_a_free_text_is_neither_owed_nor_counted(tiny: Questionnaire) -> None:
    person = Person(tiny, Viewpoint.CITIZEN)
    before = person.progress({})
    assert (before.answered, before.asked) == (0, 3)
    assert person.progress({"mot": said("mot", "Merci.")}) == before


def test_not_knowing_and_not_being_concerned_are_answers(tiny: Questionnaire) -> None:
    person = Person(tiny, Viewpoint.CITIZEN)
    answers = {
        "F01.G": dont_know("F01.G"),
        "F02.G": not_concerned("F02.G"),
        "priorites": dont_know("priorites"),
    }
    assert person.progress(answers) == Progress(answered=3, asked=3, minutes_left=0)


@pytest.mark.parametrize("viewpoint", Viewpoint)
@pytest.mark.parametrize("short", [False, True])
def test_the_way_begins_with_the_stated_minutes(viewpoint: Viewpoint, short: bool) -> None:
    route = current().route(viewpoint)
    minutes = Person(current(), viewpoint, short=short).progress({}).minutes_left
    assert minutes == (route.short_minutes if short else route.minutes)


def test_the_stated_minutes_are_shared_by_kind_of_question(tiny: Questionnaire) -> None:
    # Two marks of 10 seconds, an order of 30, and the two trends of 12 that it opens.
    answers = {"priorites": said("priorites", ("F01", "F02"))}
    assert Person(tiny, Viewpoint.CITIZEN).progress(answers) == Progress(
        answered=1,
        asked=5,
        minutes_left=4,  # 6 × 44 / 74 = 3.57
    )


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_minutes_only_go_down_and_end_at_nothing(data: st.DataObject) -> None:
    person = Person(
        current(),
        data.draw(st.sampled_from(Viewpoint)),
        short=data.draw(st.booleans()),
        local=(ask_locally(1, "scale", "Le pont est-il sûr ?"),)
        if data.draw(st.booleans())
        else (),
    )
    answers: dict[str, Answer] = {}
    before = person.progress(answers)
    while True:
        open_ = [q for q in person.due(answers) if q.id not in answers]
        if not open_:
            break
        question = open_[data.draw(st.integers(0, min(len(open_) - 1, 20)))]
        if question.dont_know and data.draw(st.integers(0, 4)) == 0:
            answers[question.id] = dont_know(question.id)
        else:
            answers[question.id] = said(question.id, data.draw(_values(question)))
        now = person.progress(answers)
        assert now.minutes_left <= before.minutes_left
        assert now.answered == before.answered + (question.kind != "text")
        assert 0 <= now.answered <= now.asked
        before = now
    assert (before.answered, before.minutes_left) == (before.asked, 0)
