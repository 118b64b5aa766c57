"""Cases told in French, with their figures worked by hand, are found again by the product."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from diagnostic import benchmarks
from diagnostic.benchmarks import Benchmarks
from diagnostic.questionnaire import (
    current,
)
from diagnostic.readings import (
    AxisReading,
    say_axes,
    say_fragilities,
    say_gaps,
)
from diagnostic.readings.coherence import read_coherence
from diagnostic.readings.effects import read_effects
from diagnostic.readings.fitting import Fit
from diagnostic.readings.matrix import find_experiments, read_matrix
from diagnostic.readings.next_steps import read_next_steps
from diagnostic.readings.situations import read_alerts, read_situation
from diagnostic.respondents import Viewpoint
from diagnostic.texts.typography import typeset
from tests.calculator import numbers, ordinary
from tests.cases import RULES, VOICE, Case

SCENARIOS = Path(__file__).parent / "scenarios"
FILES = sorted(SCENARIOS.glob("*.yaml"))
HIDDEN = "masqué"


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
    for question_id, people in expected.items():
        for name, number in people.items():
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
            one = case.axes.get(question_id) or case.domain(question_id)
            found = one.interval(Viewpoint(name))
            if ends == HIDDEN:
                assert found is None
            else:
                assert found is not None
                assert [found.low, found.high] == pytest.approx(ends, abs=0.05)


def _sentences(case: Case, expected: Mapping[str, str]) -> None:
    voice = VOICE
    said = {
        "R1": say_fragilities(voice, case.content, case.domains),
        "R2": say_gaps(voice, case.content, case.domains),
        "R5": say_axes(voice, case.content, case.shown, case.axes.values()),
    }
    assert {name: said[name] for name in expected} == {
        name: typeset(sentence) for name, sentence in expected.items()
    }


def _beside_france(case: Case, expected: Mapping[str, Mapping[str, Any]]) -> None:
    """Means in points, shares in points of percentage: those of the first row beside France."""
    for question_id, regards in expected.items():
        for name, told in regards.items():
            if question_id in case.anchors:
                rows = [r for r in case.anchors[question_id].rows if r.viewpoint == name]
                found, unit = next((r.comparison for r in rows if r.comparison), None), 100.0
            else:
                domain = case.domain(question_id).domain.id
                found, unit = case.comparisons.get((domain, Viewpoint(name))), 1.0
            if told == HIDDEN:
                assert found is None
                continue
            assert found is not None
            assert found.difference.interval is not None
            _same(found.difference.value * unit, told["ecart"])
            ends = [end * unit for end in numbers(found.difference.interval)]
            assert ends == pytest.approx(told["intervalle"], abs=0.02 if unit == 1 else 0.1)
            assert found.standing == told["lecture"]


def _matrix(case: Case, expected: Mapping[str, Mapping[str, float | str]]) -> None:
    placed = {s.domain.id: s for s in read_matrix(RULES, case.domains, case.shown)}
    for domain_id, told in expected.items():
        standing = placed[domain_id]
        _same(standing.fragility, told["fragilite"], 0.001)
        _same(standing.capacity.mean if standing.capacity else None, told["capacite"], 0.001)
        _same(standing.impact.mean if standing.impact else None, told["impact"], 0.001)
        assert (standing.corner or HIDDEN) == told["lecture"]


def _experiments(case: Case, expected: list[str]) -> None:
    found = find_experiments(read_matrix(RULES, case.domains, case.shown))
    assert [standing.domain.id for standing in found] == expected


def _effects(case: Case, expected: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    found = {
        (row.question.id, str(row.viewpoint), "+".join(row.measure.options) or "niveau"): row
        for reading in read_effects(RULES, case.content, case.shown)
        for row in reading.rows
    }
    for question_id, regards in expected.items():
        for name, told in regards.items():
            for options, value in told.items():
                row = found[question_id, name, options]
                _same(row.level if row.share is None else row.share * 100, value, 0.001)


def _situation(case: Case, expected: Mapping[str, Any]) -> None:
    reading = read_situation(RULES, case.content, case.shown)
    assert (reading.found.rule.id if reading.found else None) == expected.get("retenue")
    assert [one.rule.id for one in reading.between] == expected.get("entre", [])


def _alerts(case: Case, expected: list[str]) -> None:
    found = read_alerts(RULES, case.content, case.shown)
    assert [one.rule.id for one in found if one.fit is Fit.MET] == expected


def _next_steps(case: Case, expected: list[str]) -> None:
    steps = read_next_steps(RULES, case.content, case.shown)
    assert [step.card.id for step in (*steps.first, *steps.others)] == expected


def _coherence(case: Case, expected: Mapping[str, Any]) -> None:
    reading = read_coherence(RULES, case.content, case.shown)
    _same(reading.overall, expected["ensemble"], 0.001)
    _same(reading.detailed, expected["detail"], 0.001)
    assert reading.discussed is expected["a_discuter"]
    assert [str(viewpoint) for viewpoint in reading.regards] == expected["regards"]


def _explained(case: Case, expected: Mapping[str, str]) -> None:
    found = {name: case.catalogue.explain(name).shown for name in expected}
    assert found == {name: typeset(shown) for name, shown in expected.items()}


def _workings(case: Case, expected: Mapping[str, list[str]]) -> None:
    for name, lines in expected.items():
        said = [ordinary(step.say(VOICE)) for step in case.catalogue.explain(name).steps]
        assert [line for line in lines if line not in said] == [], said


def _version(case: Case, expected: str) -> None:
    assert case.catalogue.explain("R5.A.elu").version.endswith(f"version {expected}")


CHECKS: Mapping[str, Callable[[Case, Any], None]] = {
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
    "france": _beside_france,
    "matrice": _matrix,
    "experimentations": _experiments,
    "effets": _effects,
    "situation": _situation,
    "alertes": _alerts,
    "etapes": _next_steps,
    "coherence": _coherence,
    "chiffres": _explained,
    "calculs": _workings,
    "version": _version,
}


@pytest.fixture(scope="module")
def figures() -> Benchmarks:
    return benchmarks.read(current())


def test_the_cases_are_there() -> None:
    assert len(FILES) >= 24
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
