"""From answers to tallies, per regard. Nothing here may be shown: `confidence.release` decides.

Unanswered, « ne sait pas » and « pas concerné » are counted apart and never become a number.
"""

from diagnostic.scoring.counting import (
    AxisTally,
    Tallies,
    Tally,
    merge,
    score,
    tally,
    tally_all,
)
from diagnostic.scoring.hearing import Column, Heard, hear, part_heard

__all__ = [
    "AxisTally",
    "Column",
    "Heard",
    "Tallies",
    "Tally",
    "hear",
    "merge",
    "part_heard",
    "score",
    "tally",
    "tally_all",
]
