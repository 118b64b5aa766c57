"""Measured facts: public indicators of any territory, with their source, place and peers."""

from diagnostic.indicators.crossing import (
    OBJECTIVE_CUT,
    PERCEIVED_CUT,
    R3,
    R3_NAMES,
    R3_SENTENCES,
    DomainPart,
    ObjectivePosition,
    read_r3,
)
from diagnostic.indicators.domains import DomainLink, DomainLinks, Role
from diagnostic.indicators.facts import (
    METHOD_NAMES,
    OLD_AFTER,
    Indicator,
    IndicatorSource,
    Measure,
    Method,
    Scale,
    Sense,
    Series,
    say_year,
)
from diagnostic.indicators.observatory import Fact, Indicators
from diagnostic.indicators.peers import COUNT, STRUCTURE, Peer, Peers
from diagnostic.indicators.positions import Position
from diagnostic.indicators.reading import REFERENCES
from diagnostic.indicators.shelf import UnknownIndicator

__all__ = [
    "COUNT",
    "METHOD_NAMES",
    "OBJECTIVE_CUT",
    "OLD_AFTER",
    "PERCEIVED_CUT",
    "R3",
    "R3_NAMES",
    "R3_SENTENCES",
    "REFERENCES",
    "STRUCTURE",
    "DomainLink",
    "DomainLinks",
    "DomainPart",
    "Fact",
    "Indicator",
    "IndicatorSource",
    "Indicators",
    "Measure",
    "Method",
    "ObjectivePosition",
    "Peer",
    "Peers",
    "Position",
    "Role",
    "Scale",
    "Sense",
    "Series",
    "UnknownIndicator",
    "read_r3",
    "say_year",
]
