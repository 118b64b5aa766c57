"""What a figure says of itself, worked out again from its own words, is the figure displayed."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import isclose

import pytest
from scipy.stats import beta

from diagnostic.answers import Passage
from diagnostic.benchmarks import Benchmarks
from diagnostic.confidence import Interval, Release, release
from diagnostic.readings import read_anchors, read_axes, read_domains, read_items
from diagnostic.readings.anchors import is_anchor
from diagnostic.readings.coherence import read_coherence
from diagnostic.readings.effects import name_question, read_effects
from diagnostic.readings.explanations import (
    Catalogue,
    Explanation,
    Step,
    UnknownFigure,
    explain_plainly,
    say_lines,
)
from diagnostic.readings.explanations.formulas import (
    Agreement,
    Alpha,
    CountMean,
    Known,
    MeanOf,
    Shown,
    say_number,
)
from diagnostic.readings.explanations.spans import DifferenceSpan, MeanSpan, ShareSpan
from diagnostic.readings.fitting import name_subject
from diagnostic.readings.fragilities import compare_domains, read_agreement
from diagnostic.readings.matrix import read_matrix
from diagnostic.readings.situations import read_alerts, read_situation
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from diagnostic.texts import Voice, voice_of
from tests.calculator import numbers, ordinary, work_out
from tests.people import group, person
from tests.readings.figures import NONE, figure, table
from tests.readings.test_never_said import CONTENT, FORBIDDEN, NATIONAL, RULES, draw_tallies

VOICE = voice_of("fr")
RELEASES = 2_000
FEW = table(*NATIONAL.all[::7])
"""Fewer national figures: each one makes a comparison that takes long."""
NAMES_EACH = 6
"""Names explained of each release, drawn at random: they are some 800."""
EVERY_FIGURE_OF = 12
"""Releases of which every figure is explained."""

Figures = dict[tuple[str, str], float | Interval]
"""Name of the figure and label of the step → what the product displays there."""


def catalogue(shown: Release, figures: Benchmarks = NATIONAL) -> Catalogue:
    return Catalogue(VOICE, CONTENT, shown, figures, RULES)


Displayed = Iterator[tuple[str, str, float | Interval | None]]
PLURALS = {route.viewpoint: route.plural.fr for route in CONTENT.routes}
ROOM, CROSSED, GAP = "Tous regards réunis", "Note croisée", "Plus grand écart"
SURE, ACCORD = "Intervalle à 95 %", "Accord interne (A de van der Eijk)"


def display_marks(shown: Release, figures: Benchmarks) -> Displayed:
    """R1 and R2, by the functions that their screens are drawn from; so do the three others."""
    domains = read_domains(CONTENT, shown, figures)
    comparisons = compare_domains(domains)
    for one in domains:
        name = f"R1.{one.domain.id}"
        for v, tally in one.marks.items():
            yield f"{name}.{v}", PLURALS[v], tally.mean
            yield f"{name}.{v}", "Écart type", tally.deviation
            yield f"{name}.{v}", SURE, one.interval(v)
            yield f"{name}.{v}", ACCORD, one.agreement(v)
            if comparison := comparisons.get((one.domain.id, v)):
                yield f"{name}.{v}", "Écart avec la France", comparison.difference.value
                yield f"{name}.{v}", "Intervalle de cet écart", comparison.difference.interval
        if one.cross:
            yield f"{name}.croisee", CROSSED, one.cross.mean
            yield f"{name}.croisee", "Une personne, une voix", one.cross.raw
        if one.whole:
            yield f"{name}.salle", ROOM, one.whole.mean
            yield f"{name}.salle", SURE, one.whole_interval
        if one.gap:
            yield f"R2.{one.domain.id}", GAP, one.gap.points
            yield f"R2.{one.domain.id}", "Intervalle de cet écart", one.gap_interval
    yield "R2.alpha", "Alpha de Krippendorff", read_agreement(domains)


def display_levels(shown: Release, _: Benchmarks) -> Displayed:
    for axis in read_axes(CONTENT, shown):
        name = f"R5.{axis.axis.id}"
        for v, marked in axis.marks.items():
            yield f"{name}.{v}", PLURALS[v], marked.mean
            yield f"{name}.{v}", SURE, axis.interval(v)
            if marked.mean is not None and marked.dont_know_share:
                yield f"{name}.{v}", "Part de « ne sait pas »", marked.dont_know_share
        yield f"{name}.croisee", CROSSED, axis.mean
        yield f"{name}.ecart", GAP, axis.gap.points if axis.gap else None
        for item in read_items(CONTENT, shown, axis.axis):
            subject = item.question.id
            for v, tally in item.marks.items():
                yield f"{subject}.{v}", PLURALS[v], tally.mean
                yield f"{subject}.{v}", SURE, item.interval(v)
                yield f"{subject}.{v}", ACCORD, item.agreement(v)
            yield f"{subject}.ecart", GAP, item.gap.points if item.gap else None
            yield f"{subject}.salle", ROOM, item.whole.mean if item.whole else None


def display_shares(shown: Release, figures: Benchmarks) -> Displayed:
    for anchor in read_anchors(CONTENT, shown, figures):
        for row in anchor.rows:
            name, label = f"{anchor.question.id}.{row.viewpoint}", row.label["fr"]
            yield name, label, row.share
            yield name, f"Rang de « {label} »", row.rank


def display_meanings(shown: Release, figures: Benchmarks) -> Displayed:
    for standing in read_matrix(RULES, read_domains(CONTENT, shown, figures), shown):
        name, capacity, impact = f"R4.{standing.domain.id}", standing.capacity, standing.impact
        yield name, "Fragilité", standing.fragility
        yield name, "Capacité d’agir ensemble", capacity.mean if capacity else None
        yield name, "Impact attendu", impact.mean if impact else None
    for tile in read_effects(RULES, CONTENT, shown):
        for effect in tile.rows:
            value = effect.share if effect.level is None else effect.level
            label = name_question(VOICE, CONTENT, effect)
            yield f"R6.{effect.question.id}.{effect.viewpoint}", label, value
    situation = read_situation(RULES, CONTENT, shown)
    rules = [(f"situation.{one.rule.id}", one) for one in situation.fitted]
    rules += [("situation", one) for one in situation.fitted]
    rules += [(f"alerte.{one.rule.id}", one) for one in read_alerts(RULES, CONTENT, shown)]
    for name, fitted in rules:
        for level in fitted.figures:
            yield name, name_subject(VOICE, CONTENT, level.subject), level.value
    check, name = read_coherence(RULES, CONTENT, shown), f"{RULES.coherence.question}.coherence"
    yield name, "Impression d’ensemble", check.overall
    yield name, "Détail des réponses", check.detailed
    for v, people in shown.people.items():
        yield f"personnes.{v}", "Personnes comptées", people


FAMILIES = (display_marks, display_levels, display_shares, display_meanings)


def displayed(
    shown: Release,
    figures: Benchmarks = NATIONAL,
    families: Sequence[Callable[[Release, Benchmarks], Displayed]] = FAMILIES,
) -> Figures:
    """What the product displays, without the explanations."""
    return {
        (name, ordinary(label)): value
        for family in families
        for name, label, value in family(shown, figures)
        if value is not None
    }


def close(one: tuple[float, ...], other: tuple[float, ...], by: float) -> bool:
    return len(one) == len(other) and all(
        isclose(a, b, rel_tol=0, abs_tol=by) for a, b in zip(one, other, strict=True)
    )


def precision(step: Step) -> float:
    """How near the words must come: whole numbers are exact, written decimals are cut."""
    if isinstance(step.formula, Known | Agreement | Alpha):
        return 1e-5
    if isinstance(step.formula, DifferenceSpan):
        return 5e-3
    return 1e-4 if isinstance(step.formula, ShareSpan) else 1e-9


def find_faults(explanation: Explanation, expected: Figures) -> Iterator[str]:
    for step in explanation.steps:
        place = explanation.name, ordinary(step.label)
        if place in expected and not close(numbers(step.value), numbers(expected[place]), 1e-9):
            yield f"{place} : {step.value} au lieu de {expected[place]}"
        if isinstance(step.formula, MeanSpan):
            continue
        said = step.formula.say(VOICE)
        value = step.formula.inner.value if isinstance(step.formula, Shown) else step.value
        if not close(work_out(said), numbers(value), precision(step)):
            yield f"{place} : {said} ne donne pas {value}"
        if isinstance(step.formula, Shown) and f"= {step.shown(VOICE)}" not in step.say(VOICE):
            yield f"{place} : {step.say(VOICE)}"


def draw_release(chance: random.Random) -> Release:
    return release(draw_tallies(chance), CONTENT, chance.choice((3, 5)))


@pytest.mark.parametrize("seed", range(EVERY_FIGURE_OF))
def test_every_figure_of_a_release_is_explained_by_the_formula_that_gives_it(seed: int) -> None:
    shown = draw_release(random.Random(seed))
    expected, book = displayed(shown), catalogue(shown)
    told = {(one.name, ordinary(step.label)) for one in book.shown() for step in one.steps}
    assert expected
    assert not set(expected) - told, sorted(set(expected) - told)[:5]
    assert [fault for one in book.shown() for fault in find_faults(one, expected)] == []


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_the_words_of_a_formula_give_the_figure_in_thousands_of_releases(
    family: Callable[[Release, Benchmarks], Displayed],
) -> None:
    chance = random.Random(family.__name__)
    explained = 0
    for _ in range(RELEASES // len(FAMILIES)):
        shown = draw_release(chance)
        expected, book = displayed(shown, FEW, families=(family,)), catalogue(shown, FEW)
        names = sorted({name for name, _ in expected})
        for name in chance.sample(names, min(NAMES_EACH, len(names))):
            explanation = book.explain(name)
            assert explanation.is_shown, name
            assert [*find_faults(explanation, expected)] == []
            explained += len(explanation.steps)
    assert explained > RELEASES


def explain(people: list[Passage], name: str, figures: Benchmarks = NONE) -> Explanation:
    shown = release(score(CONTENT, people), CONTENT, 5)
    return catalogue(shown, figures).explain(name)


def lines(explanation: Explanation, voice: Voice = VOICE) -> list[str]:
    return [ordinary(f"{heading} : {line}") for heading, line in say_lines(voice, explanation)]


def test_a_mark_tells_its_base_what_is_missing_its_formula_and_its_version() -> None:
    people = [
        *group(Viewpoint.CITIZEN, "F01.G", *[8] * 4, *[7] * 6, "nsp", "nsp", "pc"),
        person(Viewpoint.CITIZEN, {"F02.G": 5}),
    ]
    told = lines(explain(people, "R1.F01.citoyen"))
    assert "Calcul : Citoyens : (6 × 7 + 4 × 8) / 10 = 7,4/10" in told
    assert "Calcul : Part de « ne sait pas » : 2 / 12 = 17 %" in told
    assert (
        "Base : Citoyens : 10 réponses ; ne sait pas : 2 ; pas concerné : 1 ; sans réponse : 1"
    ) in told
    assert any(line.endswith(f"version {CONTENT.version}") for line in told)


def test_a_figure_beside_france_tells_the_source_the_difference_and_how_many_are_compared() -> None:
    people = group(Viewpoint.CITIZEN, "F01.G", *[5] * 10)
    told = lines(explain(people, "R1.F01.citoyen", table(figure("F01.G", Viewpoint.CITIZEN, 6.3))))
    assert "Calcul : Écart avec la France : 50 / 10 − 6,3 = −1,3" in told
    (source,) = (line for line in told if line.startswith("France : "))
    assert "Un observatoire, Une étude, 2019, n = 2 400" in source
    (standing,) = (line for line in told if "niveau national" in line)
    assert standing.startswith("Lecture : Au-dessous du niveau national : −1,3 point")


def test_a_cross_mark_tells_each_regard_and_those_it_lacks() -> None:
    people = [
        *group(Viewpoint.CITIZEN, "F01.G", *[8] * 80),
        *group(Viewpoint.ELECTED, "F01.G", *[4] * 5),
        *group(Viewpoint.FIRM, "F01.G", 1, 1, 1),
    ]
    told = lines(explain(people, "R1.F01.croisee"))
    assert told[0] == "Calcul : Note croisée : (640 / 80 + 20 / 5) / 2 = 6,0/10"
    assert "Calcul : Une personne, une voix : (640 + 20) / (80 + 5) = 7,8/10" in told
    (missing,) = (line for line in told if line.startswith("Manque"))
    assert "Entreprises, Associations" in missing


def test_an_axis_tells_what_weighs_in_it() -> None:
    people = [
        person(Viewpoint.ASSOCIATION, {"A1": level, "A2": 3, "A4": "nsp"})
        for level in (0, 1, 2, 3, 4)
    ]
    told = lines(explain(people, "R5.A.association"))
    assert told[0] == "Calcul : Associations : (10 / 5 + 15 / 5) / 2 = 2,5/4"
    assert "Poids : 2 questions (★) de l’axe sur 3 ont une note : chacune pèse 1/2." in told


def test_a_withheld_regard_and_one_that_nobody_is_in_are_explained_with_the_same_words() -> None:
    seen = group(Viewpoint.CITIZEN, "F01.G", *[8] * 9)
    few = [
        person(Viewpoint.ELECTED, {"F01.G": 2, "K2": "ancre", "A1": 4, "F01.C": 3})
        for _ in range(4)
    ]
    alone = release(score(CONTENT, seen), CONTENT, 5)
    beside = release(score(CONTENT, [*seen, *few]), CONTENT, 5)
    one, other = catalogue(alone), catalogue(beside)
    assert one.names == other.names
    for name in one.names:
        assert one.explain(name) == other.explain(name)
    assert one.explain("R1.F01.elu").shown == "trop peu de réponses"


def test_what_a_regard_says_when_too_few_answered_holds_no_answer() -> None:
    people = group(Viewpoint.CITIZEN, "F01.G", 9, 9, 9, 9, "nsp", "nsp", "nsp")
    explanation = explain(people, "R1.F01.citoyen")
    assert not explanation.is_shown
    assert lines(explanation)[0] == (
        "Base : Citoyens : trop peu de réponses ; ne sait pas : 3 ; pas concerné : 0 ; "
        "sans réponse : 0"
    )


def test_an_axis_whose_question_moved_since_is_told_as_it_was_published() -> None:
    people = [person(Viewpoint.ASSOCIATION, {"A1": 2, "A2": 3}) for _ in range(6)]
    shown = release(score(CONTENT, people), CONTENT, 5)
    moved = replace(shown.axes["A"][Viewpoint.ASSOCIATION], mean=1.75)
    stale = replace(shown, axes={**shown.axes, "A": {Viewpoint.ASSOCIATION: moved}})
    told = lines(catalogue(stale).explain("R5.A.association"))
    assert told[0] == "Calcul : Associations : 1,8/4"
    assert any("telle qu’elle a été publiée" in line for line in told)


def test_every_anchor_question_has_its_figures_in_the_catalogue() -> None:
    names = catalogue(release(score(CONTENT, []), CONTENT, 5)).names
    asked = [question.id for question in CONTENT.by_id.values() if is_anchor(question)]
    assert "K2" in asked
    assert {f"{name}.citoyen" for name in asked} <= set(names)
    assert len(set(names)) == len(names)


def test_an_unknown_figure_is_told_with_the_nearest_names() -> None:
    book = catalogue(release(score(CONTENT, []), CONTENT, 5))
    with pytest.raises(UnknownFigure) as refused:
        book.explain("R1.F01.citoyens")
    assert refused.value.near[0] == "R1.F01.citoyen"
    assert book.near("r5.a.ELU") == ("R5.A.elu",)


def test_the_values_for_a_file_are_those_that_are_said() -> None:
    people = group(Viewpoint.CITIZEN, "F01.G", *[8] * 4, *[7] * 6)
    told = explain_plainly(VOICE, explain(people, "R1.F01.citoyen"))
    assert told["affiche"] == "7,4/10"
    assert told["calcul"][0] == {
        "libelle": "Citoyens",
        "formule": "(6 × 7 + 4 × 8) / 10",
        "valeur": 7.4,
        "affiche": "7,4/10",
    }
    assert told["base"][0]["reponses"] == 10


def test_a_number_in_a_formula_keeps_its_decimals_and_its_sign() -> None:
    said = [say_number(VOICE, value) for value in (5, -2, 6.3, 1 / 3, -0.25, 2400)]
    assert [ordinary(one) for one in said] == ["5", "(−2)", "6,3", "0,333333", "(−0,25)", "2 400"]


def test_the_formulas_are_those_of_their_independent_definitions() -> None:
    assert CountMean(((-2, 1), (1, 3))).value == 0.25
    assert MeanOf((Known(1), Known(4))).value == 2.5
    assert Shown(Known(2.25)).value == 2.3
    # Four people at each end: van der Eijk's A is −1; all on one step: 1.
    assert Agreement((4, 0, 0, 0, 4)).value == pytest.approx(-1)
    assert Agreement((0, 0, 7, 0, 0)).value == 1
    # Two things marked alike by two regards.
    assert Alpha.of([{"a": 2, "b": 2}, {"a": 5, "b": 5}]).value == 1


def test_the_beta_law_that_an_interval_names_has_its_ends() -> None:
    for given, mean, deviation, scale in ((10, 5.5, 2.64, (0, 10)), (6, 2.0, 0.41, (0, 4))):
        span = MeanSpan(given, mean, deviation, scale)
        low, high = scale
        ends = [low + (high - low) * beta.ppf(risk, *span.shape) for risk in (0.025, 0.975)]
        assert [span.interval.low, span.interval.high] == pytest.approx(ends, abs=0.01)
        said = ordinary(span.say(VOICE))
        first, second = (ordinary(VOICE.number(number, 2)) for number in span.shape)
        assert f"loi bêta de paramètres {first} et {second}, de 2,5 % à 97,5 %" in said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_explanation_says_what_a_report_must_never_say(language: str) -> None:
    voice, chance = voice_of(language), random.Random(language)
    found = set()
    for _ in range(25):
        book = Catalogue(voice, CONTENT, draw_release(chance), FEW, RULES)
        for explanation in book.shown(chance.sample(book.names, 200)):
            for _heading, line in say_lines(voice, explanation):
                # What stands in quotes is the questionnaire's, not said of the territory.
                said = re.sub(r"[«“].*[»”]", "…", line)
                found |= {(name, said) for name, p in FORBIDDEN.items() if p.search(said)}
    assert found == set()
