"""A case told in a French file: its people, and every figure that the product draws from them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from diagnostic.answers import AnswerState, Passage, Value, accept
from diagnostic.benchmarks import Benchmarks
from diagnostic.confidence import Release, release
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
)
from diagnostic.readings import DomainReading, read_anchors, read_axes, read_domains
from diagnostic.readings.explanations import Catalogue
from diagnostic.readings.fragilities import compare_domains
from diagnostic.readings.rules import current_rules
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from diagnostic.texts import voice_of
from tests.people import DONT_KNOW, NOT_CONCERNED, person

SILENCE = "-"
VOICE, RULES = voice_of("fr"), current_rules()


class Case:
    """One file: its people, and every figure the product draws from them."""

    def __init__(self, path: Path, content: Questionnaire, figures: Benchmarks) -> None:
        told = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        known = {"titre", "seuil", "ancienne", "regards", "attendu"}
        assert set(told) <= known, sorted(told)
        assert told["titre"]
        assert told["attendu"]
        if older := told.get("ancienne"):
            content = _older(content, older["version"], older["sans"])
        self.content = content
        self.expected: dict[str, Any] = told["attendu"]
        people = [
            passage
            for name, lines in told["regards"].items()
            for passage in _people(content, Viewpoint(name), lines)
        ]
        self.shown: Release = release(score(content, people), content, told.get("seuil", 5))
        self.domains = read_domains(content, self.shown, figures)
        self.axes = {r.axis.id: r for r in read_axes(content, self.shown)}
        self.anchors = {r.question.id: r for r in read_anchors(content, self.shown, figures)}
        self.comparisons = compare_domains(self.domains)
        self.catalogue = Catalogue(VOICE, content, self.shown, figures, RULES)

    def domain(self, question_id: str) -> DomainReading:
        return next(r for r in self.domains if r.question_id == question_id)


def _older(content: Questionnaire, version: str, without: list[str]) -> Questionnaire:
    """The questionnaire as it was before these items, or these options of a choice, came."""
    gone = {tuple(name.split("=")) for name in without}
    names = {name[0] for name in gone if len(name) == 1}
    parts = {name: getattr(content, name) for name in Questionnaire.model_fields}
    parts["version"] = version
    parts["axes"] = tuple(
        axis.model_copy(update={"items": tuple(i for i in axis.items if i.id not in names)})
        for axis in content.axes
    )
    parts["questions"] = tuple(
        question.model_copy(
            update={
                "options": tuple(o for o in question.options if (question.id, o.id) not in gone)
            }
        )
        if isinstance(question, ChoiceQuestion)
        else question
        for question in content.questions
    )
    parts["routes"] = tuple(
        route.model_copy(
            update={
                "steps": tuple(
                    step.model_copy(update={"ask": tuple(n for n in step.ask if n not in names)})
                    for step in route.steps
                )
            }
        )
        for route in content.routes
    )
    return Questionnaire.model_construct(**parts)


def _people(
    content: Questionnaire, viewpoint: Viewpoint, lines: Mapping[str, str]
) -> Iterator[Passage]:
    columns = {name: list(_answers(content, name, line)) for name, line in lines.items()}
    assert len({len(column) for column in columns.values()}) == 1, "autant de personnes par ligne"
    for rank in range(len(next(iter(columns.values())))):
        said = {name: column[rank] for name, column in columns.items()}
        yield person(viewpoint, {name: v for name, v in said.items() if v != SILENCE})


def _answers(content: Questionnaire, name: str, line: str) -> Iterator[Value]:
    for word in line.split():
        value, _, times = word.partition("×")
        for _ in range(int(times or 1)):
            yield _value(content, name, value)


def _value(content: Questionnaire, name: str, word: str) -> Value:
    question = content.question(name)
    if word == SILENCE:
        return SILENCE
    if word in (DONT_KNOW, NOT_CONCERNED):
        state = AnswerState.DONT_KNOW if word == DONT_KNOW else AnswerState.NOT_CONCERNED
        accept(question, state, None)
        return word
    value: Value = word
    if isinstance(question, ScaleQuestion | LevelsQuestion):
        value = int(word)
    elif isinstance(question, ChoicesQuestion):
        value = tuple(word.split("+"))
    elif isinstance(question, RankingQuestion):
        value = tuple(word.split(">"))
    return accept(question, AnswerState.GIVEN, value).value
