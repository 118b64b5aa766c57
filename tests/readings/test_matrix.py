"""R4: the four corners and their edges, and the first experiment to launch."""

from collections.abc import Mapping

import pytest

from diagnostic.confidence import Release
from diagnostic.readings import read_domains
from diagnostic.readings.matrix import (
    Standing,
    find_experiments,
    name_corner,
    read_matrix,
    say_corner,
    say_experiment,
    say_matrix,
)
from diagnostic.readings.rules import CornerName, current_rules
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from tests.charts.inputs import (
    CITIZEN,
    ELECTED,
    FIRM,
    FRENCH,
    NO_BREAK,
    mark,
    published,
    released,
    veiled,
)
from tests.readings.figures import NONE

RULES = current_rules()
Marks = Mapping[str, Mapping[Viewpoint, float]]


def shown(marks: Marks) -> Release:
    return released(
        {
            name: {viewpoint: mark(name, value) for viewpoint, value in found.items()}
            for name, found in marks.items()
        }
    )


def standings(marks: Marks, **cuts: float) -> dict[str, Standing]:
    release = shown(marks)
    read = read_matrix(RULES, read_domains(published(), release, NONE), release, **cuts)  # type: ignore[arg-type]
    return {standing.domain.id: standing for standing in read}


def domain(
    name: str, fragility: float, capacity: float, impact: float | None = None
) -> dict[str, dict[Viewpoint, float]]:
    found = {f"{name}.G": {ELECTED: fragility}, f"{name}.C": {ELECTED: capacity}}
    if impact is not None:
        found[f"{name}.A"] = {ELECTED: impact}
    return found


@pytest.mark.parametrize(
    ("fragility", "capacity", "corner"),
    [
        (6.0, 1.9, CornerName.OPEN),
        (6.0, 2.0, CornerName.STRENGTHEN),
        (5.9, 1.9, CornerName.WATCH),
        (5.9, 2.0, CornerName.PASS_ON),
    ],
)
def test_a_figure_at_its_cut_is_on_the_high_side(
    fragility: float, capacity: float, corner: CornerName
) -> None:
    assert name_corner(fragility, capacity, 6, 2) is corner
    assert standings(domain("F01", fragility, capacity))["F01"].corner is corner


@pytest.mark.parametrize(
    ("fragility", "capacity", "corner"),
    [
        (5.95, 1.0, CornerName.OPEN),
        (5.949, 1.0, CornerName.WATCH),
        (7.0, 1.95, CornerName.STRENGTHEN),
    ],
)
def test_figures_are_read_as_they_are_displayed(
    fragility: float, capacity: float, corner: CornerName
) -> None:
    assert standings(domain("F01", fragility, capacity))["F01"].corner is corner


def test_cuts_can_be_moved() -> None:
    marks = domain("F01", 5.0, 2.5)
    assert standings(marks)["F01"].corner is CornerName.PASS_ON
    assert standings(marks, cut=5.0)["F01"].corner is CornerName.STRENGTHEN
    assert standings(marks, cut=5.0, capacity_cut=3.0)["F01"].corner is CornerName.OPEN


def test_each_regard_counts_once_in_both_directions() -> None:
    marks = {
        "F01.G": {CITIZEN: 8.0, ELECTED: 5.0},
        "F01.C": {ELECTED: 3.0, FIRM: 0.0},
    }
    standing = standings(marks)["F01"]
    assert standing.fragility == 6.5
    assert standing.capacity is not None
    assert (standing.capacity.mean, standing.capacity.regards) == (1.5, 2)
    assert standing.capacity.given == 24


def test_a_domain_without_released_capacity_is_not_in_the_matrix() -> None:
    release = released({"F01.G": {ELECTED: mark("F01.G", 8)}, "F01.C": {ELECTED: veiled("F01.C")}})
    read = read_matrix(RULES, read_domains(published(), release, NONE), release)
    assert all(standing.corner is None for standing in read)
    assert all(standing.capacity is None for standing in read)
    said = say_matrix(FRENCH, read)
    assert said.startswith("Aucun domaine")
    assert not any(say_corner(FRENCH, RULES, name, read) for name in CornerName)
    assert say_experiment(FRENCH, read) == ""


def test_the_whole_room_stands_where_no_regard_is_enough_alone() -> None:
    whole: dict[str, Tally] = {"F01.G": mark("F01.G", 7, 6), "F01.C": mark("F01.C", 1, 6)}
    release = released({}, whole)
    (first, *_) = read_matrix(RULES, read_domains(published(), release, NONE), release)
    assert first.corner is CornerName.OPEN
    assert first.capacity is not None
    assert (first.capacity.regards, first.capacity.given) == (0, 6)


def test_the_first_experiment_is_fragile_scattered_and_promising() -> None:
    found = standings(
        {
            **domain("F01", 7.0, 1.0, 2.4),  # The impact is not strong.
            **domain("F02", 7.0, 2.5, 4.0),  # People act together already.
            **domain("F03", 5.0, 1.0, 4.0),  # Not fragile.
            **domain("F04", 6.5, 1.0, 2.9),
            **domain("F05", 6.1, 1.0, 3.4),
            **domain("F06", 9.0, 1.0),  # Nobody said what to expect.
        }
    )
    assert [one.domain.id for one in find_experiments(found.values())] == ["F05", "F04"]
    said = say_experiment(FRENCH, found.values()).replace(NO_BREAK, " ")
    assert said == (
        "Première expérimentation à lancer : « Éducation » (fragilité 6,1/10, capacité 1,0/4, "
        "impact attendu 3,4/4). Même situation : « Économie locale »."
    )


def test_of_two_impacts_as_strong_the_more_fragile_comes_first() -> None:
    found = standings({**domain("F01", 6.5, 1.0, 3.0), **domain("F02", 7.5, 1.0, 3.0)})
    assert [one.domain.id for one in find_experiments(found.values())] == ["F02", "F01"]


def test_a_corner_is_said_with_its_domains_and_what_it_suggests() -> None:
    found = standings({**domain("F01", 7.0, 3.0), **domain("F06", 8.0, 2.0)})
    said = say_corner(FRENCH, RULES, CornerName.STRENGTHEN, found.values()).replace(NO_BREAK, " ")
    assert said.startswith("**Amplifier l’alliance : « Santé » et « Emploi ».** Fragilité forte")
    assert say_corner(FRENCH, RULES, CornerName.WATCH, found.values()) == ""
    assert say_matrix(FRENCH, list(found.values())).startswith("2")
