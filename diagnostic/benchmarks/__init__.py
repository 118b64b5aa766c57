"""National figures, each with its source; set beside the same question and the same regard."""

from diagnostic.benchmarks.figures import (
    Benchmark,
    Benchmarks,
    Confidence,
    Measure,
    Source,
    Study,
    Use,
)
from diagnostic.benchmarks.reading import FIGURES, SOURCES, read

__all__ = [
    "FIGURES",
    "SOURCES",
    "Benchmark",
    "Benchmarks",
    "Confidence",
    "Measure",
    "Source",
    "Study",
    "Use",
    "read",
]
