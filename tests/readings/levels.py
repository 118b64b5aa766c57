"""Releases made of levels only: what axes and items are, regard by regard."""

from collections.abc import Mapping

from diagnostic.confidence import Release
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tally
from tests.charts.inputs import ELECTED, axis_mark, counted, mark, published, released

AXES = "ABCDEFGH"


def levels(
    given: Mapping[str, float],
    viewpoint: Viewpoint = ELECTED,
    shares: Mapping[str, Mapping[str, int]] | None = None,
) -> Release:
    """One regard: id of an axis or of an item → its level; id of a question → its answers."""
    return room({viewpoint: given}, {viewpoint: shares or {}})


def room(
    given: Mapping[Viewpoint, Mapping[str, float]],
    shares: Mapping[Viewpoint, Mapping[str, Mapping[str, int]]] | None = None,
) -> Release:
    """Several regards."""
    axes: dict[str, dict[Viewpoint, AxisTally]] = {}
    questions: dict[str, dict[Viewpoint, Tally]] = {}
    known = {axis.id for axis in published().axes}
    for viewpoint, found in given.items():
        for name, level in found.items():
            if name in known:
                axes.setdefault(name, {})[viewpoint] = axis_mark(name, level)
            else:
                questions.setdefault(name, {})[viewpoint] = mark(name, level)
    for viewpoint, answers in (shares or {}).items():
        for name, counts in answers.items():
            questions.setdefault(name, {})[viewpoint] = counted(name, counts, (0, 0, 0))
    return released(questions, axes=axes)


def all_axes(level: float, **other: float) -> dict[str, float]:
    """Every axis at one level, but those that are given another one; items may be added."""
    return {**{name: level for name in AXES}, **other}
