"""Cases told in French, with their figures worked by hand, are found again by the product."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from diagnostic import benchmarks
from diagnostic.answers import AnswerState, Passage, Value, accept
from diagnostic.benchmarks import Benchmarks
from diagnostic.confidence import Release, release
from diagnostic.questionnaire import (
    ChoicesQuestion,
    LevelsQuestion,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
    current,
)
from diagnostic.readings import (
    AxisReading,
    DomainReading,
    read_anchors,
    read_axes,
    read_domains,
    say_axes,
    say_fragilities,
    say_gaps,
)
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from diagnostic.texts import voice_of
from diagnostic.texts.typography import typeset
from tests.people import DONT_KNOW, NOT_CONCERNED, person

SCENARIOS = Path(__file__).parent / "scenarios"
FILES = sorted(SCENARIOS.glob("*.yaml"))
HIDDEN = "masqué"
SILENCE = "-"


class Case:
    """One file: its people, and every figure the product draws from them."""

    def __init__(self, path: Path, content: Questionnaire, figures: Benchmarks) -> None:
        told = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        assert set(told) <= {"titre", "seuil", "regards", "attendu"}, sorted(told)
        assert told["titre"]
        assert told["attendu"]
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

    def domain(self, question_id: str) -> DomainReading:
        return next(r for r in self.domains if r.question_id == question_id)


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


def _same(found: float | None, expected: float | str, digits: float = 0.05) -> None:
    if expected == HIDDEN:
        assert found is None
    else:
        assert found is not None
        assert found == pytest.approx(expected, abs=digits)


def _people_shown(case: Case, expected: Mapping[str, int | str]) -> None:
    for name, number in expected.items():
        _same(case.shown.people.get(Viewpoint(name)), number)


def _notes(case: Case, expected: Mapping[str, Mapping[str, float | str]]) -> None:
    for question_id, marks in expected.items():
        for name, mark in marks.items():
            if name == "croisee":
                cross = case.shown.cross(question_id)
                _same(cross.mean if cross else None, mark, 0.001)
            elif name == "salle":
                whole = case.shown.whole.get(question_id)
                _same(whole.mean if whole else None, mark, 0.001)
            else:
                tally = case.shown.tally(question_id, Viewpoint(name))
                _same(tally.mean if tally else None, mark, 0.001)


def _deviations(case: Case, expected: Mapping[str, Mapping[str, float | str]]) -> None:
    for question_id, marks in expected.items():
        for name, deviation in marks.items():
            tally = case.shown.tally(question_id, Viewpoint(name))
            _same(tally.deviation if tally else None, deviation, 0.005)


def _unknown(case: Case, expected: Mapping[str, Mapping[str, float | str]]) -> None:
    for question_id, shares in expected.items():
        for name, percent in shares.items():
            tally = case.shown.tally(question_id, Viewpoint(name))
            share = tally.dont_know_share if tally else None
            _same(None if share is None else share * 100, percent)


def _unanswered(case: Case, expected: Mapping[str, Mapping[str, int | str]]) -> None:
    for question_id, numbers in expected.items():
        for name, number in numbers.items():
            tally = case.shown.tally(question_id, Viewpoint(name))
            _same(tally.unanswered if tally else None, number)


def _shares(case: Case, expected: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    for question_id, regards in expected.items():
        for name, shares in regards.items():
            tally = case.shown.tally(question_id, Viewpoint(name))
            assert tally is not None
            for options, percent in shares.items():
                share = tally.share(options.split("+"))
                _same(None if share is None else share * 100, percent)


def _ranks(case: Case, expected: Mapping[str, Mapping[str, Mapping[str, int]]]) -> None:
    for question_id, regards in expected.items():
        for name, ranks in regards.items():
            found = {
                row.options[0]: row.rank
                for row in case.anchors[question_id].rows
                if row.viewpoint == name
            }
            assert {option: found[option] for option in ranks} == ranks


def _gaps(case: Case, expected: Mapping[str, Mapping[str, Any]]) -> None:
    for question_id, told in expected.items():
        gap = case.domain(question_id).gap
        assert gap is not None
        _same(gap.points, told["points"], 0.001)
        assert (gap.name, gap.high, gap.low) == (told["nom"], told["haut"], told["bas"])


def _order(case: Case, expected: list[str]) -> None:
    assert [r.domain.id for r in case.domains if r.height is not None] == expected


def _axes(case: Case, expected: Mapping[str, Mapping[str, Any]]) -> None:
    for axis_id, marks in expected.items():
        reading: AxisReading = case.axes[axis_id]
        for name, told in marks.items():
            if name == "croisee":
                _same(reading.mean, told, 0.001)
            elif name == "ne_sait_pas":
                for regard, percent in told.items():
                    share = reading.marks[Viewpoint(regard)].dont_know_share
                    _same(None if share is None else share * 100, percent)
            else:
                tally = reading.marks.get(Viewpoint(name))
                _same(tally.mean if tally else None, told, 0.001)


def _divided(case: Case, expected: Mapping[str, list[str]]) -> None:
    for question_id, regards in expected.items():
        assert list(case.domain(question_id).divided) == regards


def _camps(case: Case, expected: Mapping[str, list[str]]) -> None:
    for question_id, regards in expected.items():
        assert list(case.domain(question_id).split) == regards


def _intervals(case: Case, expected: Mapping[str, Mapping[str, list[float] | str]]) -> None:
    for question_id, regards in expected.items():
        for name, ends in regards.items():
            found = case.domain(question_id).interval(Viewpoint(name))
            if ends == HIDDEN:
                assert found is None
            else:
                assert found is not None
                assert [found.low, found.high] == pytest.approx(ends, abs=0.05)


def _sentences(case: Case, expected: Mapping[str, str]) -> None:
    voice = voice_of("fr")
    said = {
        "R1": say_fragilities(voice, case.content, case.domains),
        "R2": say_gaps(voice, case.content, case.domains),
        "R5": say_axes(voice, case.content, case.shown, case.axes.values()),
    }
    assert {name: said[name] for name in expected} == {
        name: typeset(sentence) for name, sentence in expected.items()
    }


CHECKS = {
    "personnes": _people_shown,
    "notes": _notes,
    "ecart_type": _deviations,
    "ne_sait_pas": _unknown,
    "sans_reponse": _unanswered,
    "parts": _shares,
    "rangs": _ranks,
    "ecarts": _gaps,
    "ordre": _order,
    "axes": _axes,
    "partages": _divided,
    "camps": _camps,
    "intervalles": _intervals,
    "phrases": _sentences,
}


@pytest.fixture(scope="module")
def figures() -> Benchmarks:
    return benchmarks.read(current())


def test_the_cases_are_there() -> None:
    assert len(FILES) >= 8
    titles = [YAML(typ="safe", pure=True).load(file)["titre"] for file in FILES]
    assert len(set(titles)) == len(FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_case_gives_the_figures_worked_by_hand(path: Path, figures: Benchmarks) -> None:
    case = Case(path, current(), figures)
    assert set(case.expected) <= set(CHECKS), sorted(set(case.expected) - set(CHECKS))
    for name, expected in case.expected.items():
        CHECKS[name](case, expected)


def test_every_kind_of_figure_is_checked_by_some_case() -> None:
    used = {name for file in FILES for name in YAML(typ="safe", pure=True).load(file)["attendu"]}
    assert used == set(CHECKS)
