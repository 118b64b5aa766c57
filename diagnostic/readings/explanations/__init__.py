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
from diagnostic.readings.explanations.scene import Beside, Measured

__all__ = [
    "Base",
    "Beside",
    "Catalogue",
    "Explanation",
    "Measured",
    "Step",
    "Unit",
    "UnknownFigure",
    "explain_plainly",
    "say_base",
    "say_lines",
]
