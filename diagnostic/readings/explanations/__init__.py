"""Each published figure explains itself: its base, what is missing, its formula, its sources."""

from diagnostic.readings.explanations.catalogue import Catalogue, UnknownFigure
from diagnostic.readings.explanations.explanation import (
    Base,
    Explanation,
    Step,
    Unit,
    explain_plainly,
    say_base,
    say_lines,
)

__all__ = [
    "Base",
    "Catalogue",
    "Explanation",
    "Step",
    "Unit",
    "UnknownFigure",
    "explain_plainly",
    "say_base",
    "say_lines",
]
