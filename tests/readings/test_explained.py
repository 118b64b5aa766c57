"""R3, the families and the movements explain themselves: their words give what is displayed."""

import random
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from diagnostic.confidence import Interval, Release, publish
from diagnostic.confidence.families import Families, Family, Finding, Judgement
from diagnostic.confidence.panels import Followed
from diagnostic.indicators import Indicators
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.crossings import read_crossings
from diagnostic.readings.explanations import Beside, Catalogue, Explanation, Measured, say_lines
from diagnostic.readings.explanations.formulas import Known
from diagnostic.readings.explanations.spans import MeanSpan
from diagnostic.readings.families import LETTERS, read_families
from diagnostic.readings.fragilities import read_domains
from diagnostic.readings.movements import (
    Compared,
    Moment,
    Moves,
    read_anchor_moves,
    read_axis_moves,
    read_domain_moves,
)
from diagnostic.readings.rules import current_rules
from diagnostic.respondents import Viewpoint
from diagnostic.territories import Gazetteer, TerritoryKey
from diagnostic.texts import Voice, voice_of
from tests.calculator import numbers, ordinary, work_out
from tests.people import group, person
from tests.readings.figures import NONE
from tests.readings.test_families import FOUND
from tests.readings.test_movements import reworded
from tests.readings.test_never_said import CONTENT, FORBIDDEN

VOICE = voice_of("fr")
FOUGERES, VILLAGE = "epci:200072452", "commune:04144"
YEAR = 2026
ROUNDED = 5e-3
"""How near the words come where they hold bounds cut at four decimals."""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.read()


@pytest.fixture(scope="module")
def shipped() -> Indicators:
    return Indicators.read()


def book(shown: Release, beside: Beside, voice: Voice = VOICE) -> Catalogue:
    return Catalogue(voice, CONTENT, shown, NONE, current_rules(), beside=beside)


def released(*people: object, threshold: int = 5) -> Release:
    return publish(CONTENT, people, threshold).release(CONTENT, threshold)  # type: ignore[arg-type]


def lines(explanation: Explanation) -> list[str]:
    return [ordinary(f"{heading} : {line}") for heading, line in say_lines(VOICE, explanation)]


def value(explanation: Explanation, label: str) -> float | Interval:
    return next(step.value for step in explanation.steps if ordinary(step.label) == label)


def check(explanation: Explanation) -> None:
    """What is said of each step gives its figure to one who works it out."""
    for step in explanation.steps:
        if isinstance(step.formula, MeanSpan | Known):
            continue
        said = work_out(step.formula.say(VOICE))
        assert said == pytest.approx(numbers(step.value), abs=ROUNDED), step.label


# R3


def measure(shipped: Indicators, gazetteer: Gazetteer, key: str = FOUGERES) -> Beside:
    territory = gazetteer.get(TerritoryKey.parse(key))
    return Beside(measured=lambda: Measured(shipped, territory, gazetteer, YEAR))


FELT = (*group(Viewpoint.CITIZEN, "F06.G", *[8] * 10), *group(Viewpoint.ELECTED, "F06.G", *[5] * 5))


def test_each_domain_of_r3_is_explained_by_the_figures_that_are_displayed(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    shown, territory = released(*FELT), gazetteer.get(TerritoryKey.parse(FOUGERES))
    found = read_crossings(read_domains(CONTENT, shown, NONE), shipped, territory, gazetteer)
    catalogue, placed = book(shown, measure(shipped, gazetteer)), 0
    for crossing in found:
        explanation = catalogue.explain(f"R3.{crossing.domain.id}")
        check(explanation)
        if crossing.felt is not None:
            assert value(explanation, "Ressenti") == pytest.approx(crossing.felt)
        place = crossing.objective.value
        if place is None:
            assert crossing.objective.reason is not None
            assert not explanation.is_shown or explanation.missing
            continue
        placed += 1
        told = "Mesuré : plus fragile que … des intercommunalités"
        assert value(explanation, told) == pytest.approx(place, abs=1e-12)
        mean = value(explanation, "Moyenne des mesures")
        assert mean == pytest.approx(crossing.objective.mean, abs=1e-9)
        assert explanation.public
        for part in crossing.objective.parts:
            if part.fragility is not None:
                assert part.measure.full() in explanation.public
    assert placed >= 10


def test_what_is_felt_and_measured_tells_its_base_its_weights_and_its_years(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    told = lines(book(released(*FELT), measure(shipped, gazetteer)).explain("R3.F06"))
    assert told[0] == "Calcul : Ressenti : (80 / 10 + 25 / 5) / 2 = 6,5/10"
    assert re.match(
        r"Calcul : Mesuré : plus fragile que … des intercommunalités : [\d ,]+ / 1 \d{3} = 76 %",
        told[1],
    )
    assert any(line.startswith("Base : Citoyens : 10 réponses ; ne sait pas : 0") for line in told)
    assert any("Une seule mesure connue" in line for line in told if line.startswith("Poids"))
    assert all(re.search(r"20\d\d", line) for line in told if line.startswith("Source"))
    assert any("Ressenti comme fragile à partir de 6,0/10" in line for line in told)


def test_several_measures_of_a_domain_weigh_as_much(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    explanation = book(released(*FELT), measure(shipped, gazetteer)).explain("R3.F01")
    objective = shipped.objective_of(TerritoryKey.parse(FOUGERES), "F01", gazetteer)
    known = [part for part in objective.parts if part.fragility is not None]
    assert len(known) > 1
    assert f"{len(known)} mesures connues : chacune pèse 1/{len(known)}." in ordinary(
        explanation.weights
    )


def test_what_is_borrowed_from_a_wider_territory_is_told(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    told = lines(book(released(*FELT), measure(shipped, gazetteer, VILLAGE)).explain("R3.F06"))
    assert any("Les chiffres sont ceux de l’intercommunalité" in line for line in told)


def test_r3_of_a_regard_that_is_withheld_is_that_of_one_that_nobody_is_in(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    beside = measure(shipped, gazetteer)
    citizens = group(Viewpoint.CITIZEN, "F06.G", *[8] * 10)
    few = group(Viewpoint.ELECTED, "F06.G", *[1] * 4)
    alone, both = book(released(*citizens), beside), book(released(*citizens, *few), beside)
    names = [name for name in alone.names if name.startswith("R3.")]
    assert len(names) == len(CONTENT.domains)
    assert [alone.explain(name) for name in names] == [both.explain(name) for name in names]


def test_nothing_is_named_of_what_a_kept_state_does_not_hold() -> None:
    starts = {name.partition(".")[0] for name in book(released(*FELT), Beside()).names}
    assert not starts & {"R3", "familles", "bouge"}


# Families


def families(found: Families = FOUND) -> Catalogue:
    people = [
        *group(Viewpoint.CITIZEN, "F01.G", *[9] * 30),
        *group(Viewpoint.CITIZEN, "F03.G", *[8] * 20, *[5] * 10),
        *group(Viewpoint.ELECTED, "F01.G", *[8] * 5),
        *group(Viewpoint.ELECTED, "F03.G", *[7] * 4, 2),
    ]
    return book(released(*people), Beside(families=lambda: found))


def test_each_figure_of_the_families_is_explained_by_the_formula_that_gives_it() -> None:
    catalogue = families()
    for number, family in enumerate(FOUND.families):
        letter = LETTERS[number]
        size = catalogue.explain(f"familles.{letter}.personnes")
        assert value(size, "Personnes de cette famille") == family.people
        for domain_id, judgement in family.domains.items():
            explanation = catalogue.explain(f"familles.{domain_id}.{letter}")
            check(explanation)
            assert value(explanation, f"Famille {letter}") == pytest.approx(judgement.mean)
            assert explanation.bases[0].given == judgement.given
    told = lines(catalogue.explain("familles.F01.ecart"))
    assert told[0] == "Calcul : Plus grand écart : 80 / 10 − 40 / 10 = 4,0"


def test_what_every_group_agrees_on_is_explained_by_its_product() -> None:
    catalogue = families()
    shown = released(
        *group(Viewpoint.CITIZEN, "F01.G", *[9] * 30),
        *group(Viewpoint.CITIZEN, "F03.G", *[8] * 20, *[5] * 10),
        *group(Viewpoint.ELECTED, "F01.G", *[8] * 5),
        *group(Viewpoint.ELECTED, "F03.G", *[7] * 4, 2),
    )
    (ground,) = read_families(CONTENT, shown, FOUND).common
    assert (ground.domain.id, ground.strong) == ("F03", True)
    explanation = catalogue.explain("familles.F03.accord-fort")
    check(explanation)
    assert value(explanation, "Produit des accords") == pytest.approx(ground.product)
    told = lines(explanation)
    assert told[0].startswith("Calcul : Produit des accords : ((20 + 1) / (30 + 2)) × ")
    assert value(explanation, "Famille A") == pytest.approx(0.8)
    assert not catalogue.explain("familles.F01.accord-fort").is_shown


def test_regards_that_are_told_together_in_a_family_are_explained_together() -> None:
    catalogue = families()
    assert catalogue.explain("familles.A.citoyen").shown == "14"
    assert catalogue.explain("familles.B.autres").shown == "8"
    assert not catalogue.explain("familles.A.elu").is_shown
    hidden = families(replace(FOUND, crossing=None))
    assert not hidden.explain("familles.A.citoyen").is_shown
    assert not hidden.explain("familles.A.autres").is_shown


@pytest.mark.parametrize("finding", [f for f in Finding if f is not Finding.FOUND])
def test_families_that_are_not_shown_explain_why_and_no_figure(finding: Finding) -> None:
    catalogue = families(Families(finding, people=33))
    own = [name for name in catalogue.names if name.startswith("familles.")]
    told = [catalogue.explain(name) for name in own if ".accord-" not in name]
    assert told
    assert not any(explanation.is_shown for explanation in told)
    assert "trop peu de réponses" not in {explanation.shown for explanation in told}


def test_a_domain_that_the_families_do_not_tell_is_not_explained() -> None:
    explanation = families().explain("familles.F02.C")
    assert not explanation.is_shown
    partly = Families(
        Finding.FOUND, 40, families=(Family(20, {}), Family(20, {"F01": Judgement(9, 3, 0, 4)}))
    )
    assert not families(partly).explain("familles.F01.A").is_shown


# Movements


def draw_wave(seed: int, regards: Mapping[Viewpoint, int]) -> Release:
    """A wave where people leave questions out, so that axes rest on other questions."""
    draw = random.Random(seed)
    names = ("F01.G", "F06.G", "A1", "A2", "B1", "B2", "B3", "C1", "K1", "K2", "K3")
    people = []
    for viewpoint, size in regards.items():
        for _ in range(size):
            said: dict[str, int | str] = {}
            for name in names:
                question = CONTENT.question(name)
                if draw.random() < 0.12:
                    continue
                if question.kind == "scale":
                    said[name] = draw.randint(2, 9)
                elif question.kind == "levels":
                    said[name] = draw.randint(0, 4)
                else:
                    said[name] = draw.choice([option.id for option in question.options])  # type: ignore[union-attr]
            people.append(person(viewpoint, said))
    return publish(CONTENT, people, 5).release(CONTENT, 5)


def compare(
    before: Release,
    after: Release,
    followed: Mapping[tuple[str, Viewpoint], Followed] | None = None,
) -> tuple[Compared, Catalogue]:
    pair = Compared(Moment(1, CONTENT, before), Moment(2, CONTENT, after), followed or {})
    return pair, book(after, Beside(waves=(1, 2), compared=lambda: pair))


def find_moves(pair: Compared) -> dict[str, Moves]:
    anchors = read_anchor_moves(pair.before, pair.after, NONE)
    told = {"": read_domain_moves(pair.before, pair.after, followed=pair.followed)}
    return told | {"axes": read_axis_moves(pair.before, pair.after)} | dict(anchors)


@pytest.mark.parametrize("seed", range(8))
def test_every_movement_is_explained_by_the_formula_that_gives_it(seed: int) -> None:
    regards = {Viewpoint.CITIZEN: 24, Viewpoint.ELECTED: 6, Viewpoint.FIRM: 9}
    pair, catalogue = compare(draw_wave(seed, regards), draw_wave(seed + 100, regards))
    explained = 0
    for subject, moves in find_moves(pair).items():
        for row in moves.rows:
            for one in row.movements:
                key = subject if moves.is_share else row.key
                explanation = catalogue.explain(f"bouge.1-2.{key}.{one.viewpoint or 'croisee'}")
                check(explanation)
                start = f"{row.label['fr']} : " if moves.is_share else ""
                ends = {s.label: s.value for s in explanation.steps}
                ends = {ordinary(label): found for label, found in ends.items()}
                start = ordinary(start)
                assert ends[f"{start}Mouvement"] == pytest.approx(one.difference.value)
                assert ends[f"{start}Vague 1"] == pytest.approx(one.before)
                assert ends[f"{start}Vague 2"] == pytest.approx(one.after)
                interval = ends.get(f"{start}Intervalle de ce mouvement")
                assert (interval is None) == (one.difference.interval is None)
                if isinstance(interval, Interval) and one.difference.interval is not None:
                    assert numbers(interval) == pytest.approx(numbers(one.difference.interval))
                explained += 1
    assert explained > 20


def test_a_movement_tells_both_bases_what_may_be_said_and_the_correction() -> None:
    before = released(*group(Viewpoint.CITIZEN, "F06.G", *[3] * 12, "nsp"))
    after = released(*group(Viewpoint.CITIZEN, "F06.G", *[8] * 12))
    _, catalogue = compare(before, after)
    told = lines(catalogue.explain("bouge.1-2.F06.citoyen"))
    assert told[0] == "Calcul : Mouvement : 96 / 12 − 36 / 12 = +5,0"
    assert any(
        line.startswith("Base : Vague 1, Citoyens : 12 réponses ; ne sait pas : 1") for line in told
    )
    assert any(line.startswith("Base : Vague 2, Citoyens : 12 réponses") for line in told)
    assert "Lecture : Ce que l’on peut en dire : a monté" in told


def test_those_who_were_followed_are_explained_beside() -> None:
    shown = released(*group(Viewpoint.CITIZEN, "F06.G", *[5] * 6, *[6] * 6))
    told = {("F06.G", Viewpoint.CITIZEN): Followed("F06.G", Viewpoint.CITIZEN, 8, 0.875, 0.5)}
    pair, catalogue = compare(shown, shown, told)
    explanation = catalogue.explain("bouge.1-2.F06.citoyen")
    check(explanation)
    assert value(explanation, "8 personnes suivies") == 0.875
    interval = value(explanation, "Intervalle de ce qu’elles ont changé")
    assert interval == told["F06.G", Viewpoint.CITIZEN].difference.interval
    assert "Calcul : 8 personnes suivies : 7 / 8 = +0,9" in lines(explanation)


def test_a_regard_that_one_wave_withholds_is_explained_as_one_that_nobody_is_in() -> None:
    before = released(*group(Viewpoint.CITIZEN, "F06.G", *[3] * 12))
    citizens = group(Viewpoint.CITIZEN, "F06.G", *[8] * 12)
    _, alone = compare(before, released(*citizens))
    _, both = compare(before, released(*citizens, *group(Viewpoint.ELECTED, "F06.G", 1, 1, 1, 1)))
    names = [name for name in alone.names if name.startswith("bouge.")]
    assert names
    assert [alone.explain(name) for name in names] == [both.explain(name) for name in names]
    assert alone.explain("bouge.1-2.F06.elu").shown == "non montré dans les deux vagues"


def test_a_question_that_is_asked_otherwise_is_said_not_to_be_compared() -> None:
    shown = released(*group(Viewpoint.CITIZEN, "F06.G", *[3] * 12))
    other: Questionnaire = reworded("F06.G", "Autrement dit ?")
    pair = Compared(Moment(1, other, shown), Moment(2, CONTENT, shown))
    catalogue = book(shown, Beside(waves=(1, 2), compared=lambda: pair))
    said = ordinary(catalogue.explain("bouge.1-2.F06.citoyen").shown)
    assert said == "question posée autrement d’une vague à l’autre : non comparée"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_none_of_these_explanations_says_what_a_report_must_never_say(
    language: str, shipped: Indicators, gazetteer: Gazetteer
) -> None:
    regards = {Viewpoint.CITIZEN: 24, Viewpoint.ELECTED: 9}
    before, after = draw_wave(3, regards), draw_wave(4, regards)
    pair = Compared(Moment(1, CONTENT, before), Moment(2, CONTENT, after))
    beside = replace(
        measure(shipped, gazetteer),
        families=lambda: FOUND,
        waves=(1, 2),
        compared=lambda: pair,
    )
    catalogue, found = book(after, beside, voice_of(language)), set()
    starts = ("R3.", "familles.", "bouge.")
    names = [name for name in catalogue.names if name.startswith(starts)]
    for explanation in catalogue.shown(names):
        for heading, line in say_lines(voice_of(language), explanation):
            if heading != "Source":
                # What stands in quotes, or is the name of a statistic, is said by others.
                said = re.sub(r"[«“].*[»”]|1er tour", "…", line)
                found |= {(name, said) for name, p in FORBIDDEN.items() if p.search(said)}
    assert found == set()
