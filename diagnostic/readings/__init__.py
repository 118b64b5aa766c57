"""What released figures mean: rules with names, sentences, never a verdict, never a display."""

from diagnostic.readings.anchors import AnchorReading, AnchorRow, read_anchors, say_anchor
from diagnostic.readings.cooperation import (
    AxisReading,
    ItemReading,
    read_axes,
    read_items,
    say_axes,
)
from diagnostic.readings.fragilities import (
    DomainReading,
    read_domains,
    say_fragilities,
    say_gaps,
    sort_by_gap,
)
from diagnostic.readings.gaps import Comparison, Gap, GapName, compare, find_gap

__all__ = [
    "AnchorReading",
    "AnchorRow",
    "AxisReading",
    "Comparison",
    "DomainReading",
    "Gap",
    "GapName",
    "ItemReading",
    "compare",
    "find_gap",
    "read_anchors",
    "read_axes",
    "read_domains",
    "read_items",
    "say_anchor",
    "say_axes",
    "say_fragilities",
    "say_gaps",
    "sort_by_gap",
]
