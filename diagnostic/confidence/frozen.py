"""What was shown at one moment, whole: kept as text, and read again exactly as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from diagnostic.confidence.suppression import Release
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tally


@dataclass(frozen=True, slots=True)
class Parts:
    """One regard seen part by part, after one question of its profile."""

    question_id: str
    people: Mapping[str, int] = field(default_factory=dict)
    """Option → people. Those who did not say are counted nowhere."""
    questions: Mapping[str, Mapping[str, Tally]] = field(default_factory=dict)
    """Question id → option → tally."""
    axes: Mapping[str, Mapping[str, AxisTally]] = field(default_factory=dict)
    since: Mapping[str, int] = field(default_factory=dict)
    """Question id → number of the publication that its parts were last shown in."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The figures of a wave that everybody sees, until enough people have said something new."""

    number: int = 0
    """0 before anything was shown, one more each time."""
    people: Mapping[Viewpoint, int] = field(default_factory=dict)
    questions: Mapping[str, Mapping[Viewpoint, Tally]] = field(default_factory=dict)
    whole: Mapping[str, Tally] = field(default_factory=dict)
    axes: Mapping[str, Mapping[Viewpoint, AxisTally]] = field(default_factory=dict)
    firsts: Mapping[str, Mapping[Viewpoint, int]] = field(default_factory=dict)
    """Question id → regard → number of the publication that first showed what it answered."""
    parts: Mapping[Viewpoint, Parts] = field(default_factory=dict)
    followed: Mapping[str, Mapping[Viewpoint, tuple[int, ...]]] = field(default_factory=dict)
    """Question id → regard → the boxes of rooms that its figure holds just as they were shown."""

    def release(self, questionnaire: Questionnaire, threshold: int) -> Release:
        """What this state shows; less of it where the threshold was raised since."""
        return Release(
            threshold=threshold,
            people={v: n for v, n in self.people.items() if n >= threshold},
            questions={
                name: shown
                for name, groups in self.questions.items()
                if (shown := {v: t for v, t in groups.items() if _large(t, threshold)})
            },
            whole={name: tally for name, tally in self.whole.items() if tally.given >= threshold},
            axes={
                name: {v: tally for v, tally in groups.items() if _large(tally, threshold)}
                for name, groups in self.axes.items()
            },
            withheld=frozenset(
                route.viewpoint
                for route in questionnaire.routes
                if self.people.get(route.viewpoint, 0) < threshold
            ),
        )

    def options(self, viewpoint: Viewpoint, threshold: int) -> tuple[str, tuple[str, ...]] | None:
        """The profile question that this regard may be narrowed by, and its options."""
        parts = self.parts.get(viewpoint)
        if parts is None or any(people < threshold for people in parts.people.values()):
            return None
        return parts.question_id, tuple(parts.people)

    def part(self, viewpoint: Viewpoint, option: str, threshold: int) -> Release | None:
        """One part of a regard; None where it may not be shown."""
        parts = self.parts.get(viewpoint)
        if parts is None or option not in parts.people or not self.options(viewpoint, threshold):
            return None
        return Release(
            threshold=threshold,
            people={viewpoint: parts.people[option]},
            questions={
                name: {viewpoint: tallies[option]}
                for name, tallies in parts.questions.items()
                if option in tallies and all(_large(t, threshold) for t in tallies.values())
            },
            whole={},
            axes={
                name: {viewpoint: tallies[option]}
                for name, tallies in parts.axes.items()
                if option in tallies and all(_large(t, threshold) for t in tallies.values())
            },
            withheld=frozenset(),
        )


_PUBLICATIONS = TypeAdapter(Publication)


def freeze(publication: Publication) -> str:
    """The state as one JSON text."""
    return _PUBLICATIONS.dump_json(publication).decode()


def thaw(text: str) -> Publication:
    """The state that `freeze` wrote, equal to what it was. Raises ValueError for another text."""
    return _PUBLICATIONS.validate_json(text)


def _large(tally: Tally | AxisTally, threshold: int) -> bool:
    return (tally.given if tally.mean is not None else tally.spoke) >= threshold
