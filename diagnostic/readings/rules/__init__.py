"""The rules of reading. They come in by one door, `read_rules`, and are frozen behind it."""

from diagnostic.readings.rules.models import (
    LEVELS,
    Card,
    Coherence,
    Condition,
    Corner,
    CornerName,
    Effects,
    Matrix,
    NextSteps,
    Outcome,
    OutcomeMeasure,
    Rule,
    Rules,
)
from diagnostic.readings.rules.reading import RULES, current_rules, read_rules

__all__ = [
    "LEVELS",
    "RULES",
    "Card",
    "Coherence",
    "Condition",
    "Corner",
    "CornerName",
    "Effects",
    "Matrix",
    "NextSteps",
    "Outcome",
    "OutcomeMeasure",
    "Rule",
    "Rules",
    "current_rules",
    "read_rules",
]
