"""Official files in: recognised from their content, understood whole, nothing written."""

from diagnostic.exchange.official.reading import (
    KIND_NAMES,
    LIMITS,
    Change,
    Comparison,
    Coverage,
    FileRefused,
    Gap,
    Hole,
    Ignored,
    Kind,
    Limits,
    Moved,
    ReadMeasure,
    ReadSeries,
    Reason,
    Refused,
    Understanding,
)
from diagnostic.exchange.official.template import write_template
from diagnostic.exchange.official.understanding import understand

__all__ = [
    "KIND_NAMES",
    "LIMITS",
    "Change",
    "Comparison",
    "Coverage",
    "FileRefused",
    "Gap",
    "Hole",
    "Ignored",
    "Kind",
    "Limits",
    "Moved",
    "ReadMeasure",
    "ReadSeries",
    "Reason",
    "Refused",
    "Understanding",
    "understand",
    "write_template",
]
