"""What a small group's answers allow one to say: the only door between tallies and screens."""

from diagnostic.confidence.suppression import (
    INDICATIVE_UNDER,
    TOO_MANY_UNKNOWN,
    CrossMark,
    Release,
    may_split,
    narrow,
    release,
    split,
)

__all__ = [
    "INDICATIVE_UNDER",
    "TOO_MANY_UNKNOWN",
    "CrossMark",
    "Release",
    "may_split",
    "narrow",
    "release",
    "split",
]
