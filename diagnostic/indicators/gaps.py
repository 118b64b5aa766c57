"""A missing value has its reason, and is never a zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from diagnostic.indicators.facts import Series
from diagnostic.indicators.table import Row
from diagnostic.indicators.values import LEVELS, Values
from diagnostic.problems import Problem
from diagnostic.questionnaire import Text
from diagnostic.territories import LEVEL_NAMES, TerritoryKey, TerritoryLevel

GAP_COLUMNS = ("sources", "indicators", "levels", "codes", "reason", "reason_en")
_LEVELS = {level.value: level for level in LEVELS}
_ENGLISH = {
    TerritoryLevel.COUNTRY: "France",
    TerritoryLevel.REGION: "régions",
    TerritoryLevel.DEPARTMENT: "départements",
    TerritoryLevel.EPCI: "intermunicipalities",
    TerritoryLevel.COMMUNE: "communes",
    TerritoryLevel.COLLECTIVITY: "overseas collectivities",
    TerritoryLevel.PERIMETER: "chosen perimeters",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Why some values are missing; an empty set means all of them."""

    sources: frozenset[str]
    indicators: frozenset[str]
    levels: frozenset[TerritoryLevel]
    codes: frozenset[str]
    reason: Text

    def concerns(self, series: Series) -> bool:
        return (
            (not self.sources or series.source.id in self.sources)
            and (not self.indicators or series.indicator_id in self.indicators)
            and (not self.levels or series.level in self.levels)
        )


@dataclass(frozen=True, slots=True)
class Gaps:
    """The reasons in the order of their file; the first that fits is the one told."""

    all: tuple[Gap, ...]

    def reason(self, series: Series, code: str) -> Text | None:
        """Why a territory has no value in a series; None where no reason was written."""
        for gap in self.all:
            if (not gap.codes or code in gap.codes) and gap.concerns(series):
                return gap.reason
        return None


def say_no_series(level: TerritoryLevel, levels: Iterable[TerritoryLevel]) -> Text:
    """Nothing was gathered at this level; where there is something."""
    known = tuple(levels)
    if level is TerritoryLevel.COUNTRY:
        french = "Pas de chiffre pour la France dans les fichiers lus"
    else:
        french = f"Pas de chiffre par {LEVEL_NAMES[level].singular} dans les fichiers lus"
    where = ", ".join(LEVEL_NAMES[one].plural for one in known)
    there = ", ".join(_ENGLISH[one] for one in known)
    return Text(
        fr=f"{french} ; il existe pour : {where}.",
        en=f"No figure for {_ENGLISH[level]} in the files read; available for: {there}.",
    )


def read_gaps(
    rows: Iterable[Row],
    sources: Mapping[str, object],
    indicators: Mapping[str, object],
    problems: list[Problem],
) -> Gaps:
    """The reasons; faults go to `problems`."""
    gaps = []
    for row in rows:
        levels = _words(row, "levels", _LEVELS)
        reason = row.both("reason")
        gap_sources = _words(row, "sources", sources)
        gap_indicators = _words(row, "indicators", indicators)
        if reason is not None and not row.problems:
            codes = frozenset(row.cells["codes"].split())
            found = frozenset(_LEVELS[level] for level in levels)
            gaps.append(Gap(gap_sources, gap_indicators, found, codes, reason))
        problems += row.problems
    return Gaps(tuple(gaps))


def _words(row: Row, column: str, known: Mapping[str, object]) -> frozenset[str]:
    words = row.cells[column].split()
    for word in words:
        if word not in known:
            row.unknown(column, word, known)
    return frozenset(words)


def find_unexplained(
    file: str,
    series: Iterable[Series],
    gaps: Gaps,
    keys: Mapping[TerritoryLevel, tuple[TerritoryKey, ...]],
    columns: Mapping[TerritoryLevel, tuple[Values, ...]],
) -> Iterator[Problem]:
    """Missing values for which no reason is written."""
    for one in series:
        values = columns[one.level][one.column] if one.level in columns else ()
        if None not in values:
            continue
        reasons = [gap.codes for gap in gaps.all if gap.concerns(one)]
        if any(not codes for codes in reasons):
            continue
        told = frozenset[str]().union(*reasons)
        for key, value in zip(keys[one.level], values, strict=True):
            if value is None and key.code not in told:
                column = f"{one.indicator_id} {one.year}"
                cause = f"Rien ne dit pourquoi {key} n’a pas de valeur dans « {column} »."
                cure = "Ajoutez une ligne avec la raison ; une valeur absente n’est jamais zéro."
                yield Problem(file, 1, "codes", cause, cure)
