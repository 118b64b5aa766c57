"""What an import brings, and what the log keeps of it: a value never comes without its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from diagnostic.indicators.facts import IndicatorSource, Method
from diagnostic.questionnaire import Text
from diagnostic.territories import TerritoryLevel
from diagnostic.texts import voice_of


@dataclass(frozen=True, slots=True)
class PartialSum:
    """How much of a territory a sum counts, where some of its communes are unknown."""

    known: int
    members: int
    share: float
    """Part of the inhabitants who live in the communes counted, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class ImportedSeries:
    """One indicator, one year, one level, as an imported file gives it: one source, one method."""

    indicator_id: str
    year: str
    level: TerritoryLevel
    method: Method
    source: IndicatorSource
    codes: tuple[str, ...]
    """Of the territories that have a value."""
    values: tuple[float, ...]
    """One per code."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Code → why the file gives no value, in French."""
    at_most: frozenset[str] = frozenset()
    """Codes whose true value is this one or a lower one."""
    partial: Mapping[str, PartialSum] = field(default_factory=dict)
    """Codes whose value is a sum that leaves communes out."""

    def __post_init__(self) -> None:
        if len(self.codes) != len(self.values):
            raise ValueError("as many codes as values")

    @property
    def place(self) -> tuple[TerritoryLevel, str, str]:
        """Level, indicator and year: what one import gives once."""
        return self.level, self.indicator_id, self.year


@dataclass(frozen=True, slots=True)
class Batch:
    """All that one import brings."""

    file: str
    kind: str
    """Identifier of the kind of file."""
    edition: str
    series: tuple[ImportedSeries, ...]
    new: int
    changed: int
    equal: int
    """Values beside those that were there before, partial sums left aside."""
    refused: int
    """Lines and values of the file that were left out."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The producers' captions, each once."""
        return tuple(dict.fromkeys(one.source.short() for one in self.series))


@dataclass(frozen=True, slots=True)
class Import:
    """A line of the log."""

    id: int
    at: datetime
    file: str
    kind: str
    edition: str
    sources: tuple[str, ...]
    new: int
    changed: int
    equal: int
    refused: int
    undone_at: datetime | None = None
    """None as long as its values count."""

    @property
    def undone(self) -> bool:
        return self.undone_at is not None


@dataclass(frozen=True, slots=True)
class Layer:
    """An import that counts, with its values; a later layer covers an earlier one."""

    imported: Import
    series: tuple[ImportedSeries, ...]


@dataclass(frozen=True, slots=True)
class ImportedSource(IndicatorSource):
    """The source of a value that a user imported: its captions say when, and what it is worth."""

    imported_on: date
    remark: Text | None = None
    """What makes this value less than whole; None for most."""

    def short(self, language: str = "fr") -> str:
        """« Insee, Revenus (importé le 3 mars 2026) », then the remark."""
        day = voice_of(language).day(self.imported_on)
        # Without arguments, super() does not work in a dataclass with slots.
        caption = IndicatorSource.short(self, language)
        caption += f" (imported on {day})" if language == "en" else f" (importé le {day})"
        return f"{caption}, {self.remark.of(language)}" if self.remark else caption


def sourced(series: ImportedSeries, imported: Import, remark: Text | None = None) -> ImportedSource:
    """The source of a series, or of one value with its remark, dated by its import."""
    source = series.source
    return ImportedSource(
        id=f"import{imported.id}_{source.id}",
        producer=source.producer,
        dataset=source.dataset,
        published=source.published,
        site=source.site,
        link=source.link,
        licence=source.licence,
        note=source.note,
        imported_on=imported.at.astimezone().date(),
        remark=remark,
    )


def remark_on(series: ImportedSeries, code: str) -> Text | None:
    """What to know of one value before reading it; None where it is whole and exact."""
    part = series.partial.get(code)
    if part is not None:
        return Text(
            fr=f"somme partielle : {part.known} communes sur {part.members}",
            en=f"partial sum: {part.known} communes out of {part.members}",
        )
    if code in series.at_most:
        return Text(
            fr="le producteur dit seulement : cette valeur au plus",
            en="the producer only says: this value at most",
        )
    return None
