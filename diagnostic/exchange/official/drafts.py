"""What a reader is given, and what it gives back, whatever the kind of file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from diagnostic.exchange.official.ledger import Ledger
from diagnostic.exchange.official.places import Places
from diagnostic.exchange.official.reading import Limits, ReadSeries
from diagnostic.indicators import Indicator


@dataclass(frozen=True, slots=True)
class Setting:
    """What every reader needs beside its table."""

    known: Mapping[str, Indicator]
    """The indicators of the application, by identifier."""
    places: Places
    ledger: Ledger
    limits: Limits
    matching: Mapping[str, str]
    """Headings that the user gave an indicator to: heading → identifier."""
    notices: Mapping[str, str] = field(default_factory=dict)
    """What the producer's dictionary says of each column."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The series of one table, not yet compared with those that the application has."""

    edition: str
    series: tuple[ReadSeries, ...]
