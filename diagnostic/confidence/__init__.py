"""What a small group's answers allow one to say: the only door between tallies and screens."""

from diagnostic.confidence.comparisons import (
    Difference,
    Standing,
    correct,
    differ_in_mean,
    differ_in_share,
    gap_interval,
    settle,
)
from diagnostic.confidence.consensus import (
    WIDE,
    agreement,
    alpha,
    is_split,
    is_wide,
    tally_agreement,
)
from diagnostic.confidence.frozen import Parts, Publication, freeze, thaw
from diagnostic.confidence.intervals import (
    FEWEST_FOR_INTERVAL,
    LEVEL,
    Interval,
    mean_interval,
    proportion_interval,
)
from diagnostic.confidence.ledger import PRESENCE, Counted, Ledger, comment, comment_key, presence
from diagnostic.confidence.publication import Step, advance, publish
from diagnostic.confidence.suppression import (
    INDICATIVE_UNDER,
    TOO_MANY_UNKNOWN,
    CrossMark,
    Release,
    may_split,
    narrow,
    release,
)

__all__ = [
    "FEWEST_FOR_INTERVAL",
    "INDICATIVE_UNDER",
    "LEVEL",
    "PRESENCE",
    "TOO_MANY_UNKNOWN",
    "WIDE",
    "Counted",
    "CrossMark",
    "Difference",
    "Interval",
    "Ledger",
    "Parts",
    "Publication",
    "Release",
    "Standing",
    "Step",
    "advance",
    "agreement",
    "alpha",
    "comment",
    "comment_key",
    "correct",
    "gap_interval",
    "differ_in_mean",
    "differ_in_share",
    "freeze",
    "is_split",
    "is_wide",
    "may_split",
    "mean_interval",
    "narrow",
    "presence",
    "proportion_interval",
    "publish",
    "release",
    "settle",
    "tally_agreement",
    "thaw",
]
