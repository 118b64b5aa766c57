"""What tests are built with is itself in order."""

from diagnostic.questionnaire import walk
from diagnostic.questionnaire.faults import find_faults
from diagnostic.respondents import Viewpoint
from tests.builders import given, tiny_questionnaire


def test_the_tiny_questionnaire_has_no_fault() -> None:
    assert find_faults(tiny_questionnaire(), None) == []
    assert find_faults(tiny_questionnaire("1.0.1"), tiny_questionnaire()) == []


def test_every_viewpoint_can_walk_the_tiny_questionnaire_to_its_end() -> None:
    questionnaire = tiny_questionnaire()
    said = {"priorites": given("priorites", ("F02",))}
    for viewpoint in Viewpoint:
        screens = walk(questionnaire, viewpoint, short=False, answers=said)
        asked = [question.id for screen in screens for question in screen.questions]
        assert {"F02.T", "F02.D", "A2", "mot"} <= set(asked)
        assert len(asked) == len(set(asked))
