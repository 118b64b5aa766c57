"""People who answer, in a few words: `nsp` is « ne sait pas », `pc` is « pas concerné »."""

from collections.abc import Mapping
from itertools import count

from diagnostic.answers import Answer, Passage, Value
from diagnostic.respondents import Submission, Viewpoint
from tests.builders import dont_know, given, not_concerned

DONT_KNOW = "nsp"
NOT_CONCERNED = "pc"

_numbers = count(1)


def says(question_id: str, said: Value) -> Answer:
    if said == DONT_KNOW:
        return dont_know(question_id)
    if said == NOT_CONCERNED:
        return not_concerned(question_id)
    return given(question_id, said)


def person(viewpoint: Viewpoint, said: Mapping[str, Value], *, short: bool = False) -> Passage:
    """One person's passage; a question that is not in `said` stays without an answer."""
    return Passage(
        submission=Submission(id=next(_numbers), wave_id=1, viewpoint=viewpoint, short=short),
        answers={name: says(name, value) for name, value in said.items()},
        comments={},
    )


def group(viewpoint: Viewpoint, question_id: str, *said: Value) -> list[Passage]:
    """As many people as answers to one question."""
    return [person(viewpoint, {question_id: value}) for value in said]
