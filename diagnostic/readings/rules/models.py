"""What the rules of reading say: data with stable ids, frozen once read."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, StrictInt, StrictStr

from diagnostic.questionnaire import Text
from diagnostic.questionnaire.models import Identifier, Version, Word

LEVELS = 4
"""Levels of an item or an axis go from 0 to this."""
MARKS = 10
"""Marks of fragility go from 0 to this."""


def _number(given: object) -> object:
    """A decimal of the file, which the tree keeps as it is written, as a number."""
    return given if isinstance(given, bool | str) else str(given)


Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]
Level = Annotated[Number, Field(ge=0, le=LEVELS)]
Mark = Annotated[Number, Field(ge=0, le=MARKS)]


class CornerName(StrEnum):
    """The four names of what is fragile beside what is done about it together."""

    OPEN = "ouvrir_le_dialogue"
    STRENGTHEN = "amplifier_l_alliance"
    WATCH = "veiller"
    PASS_ON = "s_appuyer_et_transmettre"


class Corner(Word):
    """One corner of the matrix."""

    id: CornerName
    name: Text
    text: Text


class Matrix(Word):
    """R4: from which marks a domain is called fragile, able, and worth a first experiment."""

    fragility: Mark
    """Cross mark from 0 to 10."""
    capacity: Level
    impact: Level
    """Expected impact of an alliance, from 0 to 4, from which it is called strong."""
    corners: tuple[Corner, ...]

    def corner(self, name: CornerName) -> Corner:
        return next(corner for corner in self.corners if corner.id is name)


class OutcomeMeasure(Word):
    """What tells an outcome: the share of some answers, or the level of an item."""

    question: Identifier
    options: tuple[Identifier, ...] = ()


class Outcome(Word):
    """One of the three tiles of R6."""

    id: Identifier
    name: Text
    text: Text
    measures: tuple[OutcomeMeasure, ...] = Field(min_length=1)


class Effects(Word):
    """R6: the tiles, the question that orders them, and what to keep in mind."""

    ranking: Identifier
    order: Text
    grounding: tuple[StrictStr, ...] = Field(min_length=1)
    outcomes: tuple[Outcome, ...] = Field(min_length=1)


class Condition(Word):
    """Levels (0 to 4) or a share (0 to 1) beside a limit. Exactly one subject, and one limit."""

    every: tuple[Identifier, ...] = ()
    """Axes or items that must all be on that side."""
    one: tuple[Identifier, ...] = ()
    """Axes or items of which one is enough."""
    share_of: Identifier | None = None
    """A question with one answer: the share of those who picked one of `options`."""
    options: tuple[Identifier, ...] = ()
    at_least: Level | None = None
    below: Level | None = None

    @property
    def subjects(self) -> tuple[str, ...]:
        return self.every or self.one or ((self.share_of,) if self.share_of else ())

    @property
    def limit(self) -> float:
        if self.at_least is not None:
            return self.at_least
        assert self.below is not None
        return self.below


class Rule(Word):
    """A situation or an alert: where all its conditions are met, it is said."""

    id: Identifier
    name: Text
    text: Text
    when: tuple[Condition, ...] = Field(min_length=1)
    grounding: tuple[StrictStr, ...] = Field(min_length=1)


class Coherence(Word):
    """One question on the whole beside the mean of the items of the common trunk (★)."""

    question: Identifier
    apart: Level
    """Levels beyond which the two do not say the same thing."""
    least: StrictInt = Field(ge=1)
    """Items that must be known for the check to be made."""
    text: Text
    grounding: tuple[StrictStr, ...] = Field(min_length=1)


class Card(Word):
    """A next step: the datum that calls for it, one tool, one competence."""

    id: Identifier
    when: Condition
    text: Text
    tool: Text
    competence: Text
    grounding: tuple[StrictStr, ...] = Field(min_length=1)


class NextSteps(Word):
    """The library of cards, and how many are shown unasked."""

    shown: StrictInt = Field(ge=1, le=10)
    cards: tuple[Card, ...] = Field(min_length=1)


class Rules(Word):
    """All rules of reading in one version. Built by `read_rules`."""

    id: Identifier
    version: Version
    matrix: Matrix
    effects: Effects
    situations: tuple[Rule, ...] = Field(min_length=1)
    """From the least born momentum to the most established."""
    alerts: tuple[Rule, ...]
    coherence: Coherence
    next_steps: NextSteps

    def conditions(self) -> Iterator[tuple[tuple[int | str, ...], Condition]]:
        """Every condition with its place in the file."""
        for section in ("situations", "alerts"):
            for n, rule in enumerate(getattr(self, section)):
                for m, condition in enumerate(rule.when):
                    yield (section, n, "when", m), condition
        for n, card in enumerate(self.next_steps.cards):
            yield ("next_steps", "cards", n, "when"), card.when
