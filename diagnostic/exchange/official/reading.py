"""What was understood of an official file: nothing is written from here, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from diagnostic.indicators import IndicatorSource, Measure, Method
from diagnostic.problems import Problem
from diagnostic.territories import TerritoryKey, TerritoryLevel


class FileRefused(ValueError):
    """Nothing of this file can be taken; the message, in French, says what it seems to be."""

    def __init__(self, seems: str, cure: str, ignored: tuple[Ignored, ...] = ()) -> None:
        super().__init__(f"{seems} {cure}")
        self.seems = seems
        self.cure = cure
        self.ignored = ignored
        """The columns of a table that is well formed, but where no indicator was recognised."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost; the official ones stay far below."""

    file: int = 100_000_000
    """Bytes of the file as it is loaded; checked before anything is read."""
    text: int = 300_000_000
    """Bytes once unzipped, all the tables read together."""
    ratio: int = 120
    """How many times smaller a zipped table may be; official ones stay under 20."""
    members: int = 200
    """Files in a zip."""
    line: int = 130_000
    """Characters of a line; the csv module refuses longer cells anyway."""
    columns: int = 2_000
    taken: int = 60
    """Columns of one table that are kept in memory for every territory."""
    rows: int = 700_000
    """Lines read. Seventeen indicators of every commune make 600,000."""


LIMITS = Limits()


class Kind(StrEnum):
    """The kinds of files that are understood."""

    COMPARATOR = "comparateur"
    LOCAL = "geoclip"
    FILOSOFI = "filosofi"
    BAROMETER = "barometre"
    TEMPLATE = "modele"


KIND_NAMES: Mapping[Kind, str] = {
    Kind.COMPARATOR: "Base du comparateur de territoires (Insee)",
    Kind.LOCAL: "Export d’une carte statistique (Insee Statistiques locales ou autre Géoclip)",
    Kind.FILOSOFI: "Revenus et pauvreté, Filosofi (Insee)",
    Kind.BAROMETER: "Baromètre des résultats de l’action publique (DITP)",
    Kind.TEMPLATE: "Modèle de tableau de cette application",
}


class Gap(StrEnum):
    """Why there is no value; none of them is a zero."""

    SECRET = "secret"
    """Known to the producer, who does not tell it."""
    UNAVAILABLE = "non_disponible"
    DIVISION = "division_par_zero"
    UNREADABLE = "illisible"
    """The cell was refused: see the refusals."""
    NOT_ADDABLE = "non_additionnable"
    """A rate or a median of several territories that became one."""
    INCOMPLETE = "incomplet"
    """Too many of its members are unknown for a sum to mean anything."""
    OTHER = "autre"


@dataclass(frozen=True, slots=True)
class Hole:
    """A missing value, with the reason that the file gives, in French."""

    gap: Gap
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a territory a partial sum counts."""

    known: int
    members: int
    """Communes of the territory today, those without inhabitants left aside."""
    secret: int
    """Of the unknown ones, those that the producer withholds."""
    share: float
    """Part of today's population that lives in the communes counted, from 0 to 1."""
    missing: tuple[str, ...]
    """Codes of the first communes left out."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that an import would replace."""

    before: Measure
    value: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Values of a series beside those that the application already has."""

    new: int = 0
    changed: int = 0
    equal: int = 0
    changes: tuple[Change, ...] = ()
    """The first of the changes, in the order of the file."""

    def __add__(self, other: Comparison) -> Comparison:
        return Comparison(
            self.new + other.new,
            self.changed + other.changed,
            self.equal + other.equal,
            self.changes + other.changes,
        )


@dataclass(frozen=True, slots=True)
class ReadMeasure:
    """One value as the file gives it, or as it was recomputed from the file's counts."""

    key: TerritoryKey
    indicator_id: str
    year: str
    value: float | None
    method: Method
    source: IndicatorSource
    hole: Hole | None
    """Why there is no value; None where there is one."""
    at_most: bool
    """The producer tells only that the value is this one or a lower one."""
    partial: Coverage | None
    """Of a sum, what it leaves out; None where it is whole, or no sum."""


@dataclass(frozen=True, slots=True)
class ReadSeries:
    """One indicator, one year, one level: one source and one method."""

    indicator_id: str
    year: str
    level: TerritoryLevel
    method: Method
    source: IndicatorSource
    keys: tuple[TerritoryKey, ...]
    """In the order of the file, or of the codes where it was summed."""
    values: tuple[float | None, ...]
    """One per key, with at most four decimals."""
    holes: Mapping[TerritoryKey, Hole]
    """Exactly the keys without a value."""
    at_most: frozenset[TerritoryKey] = frozenset()
    partial: Mapping[TerritoryKey, Coverage] = field(default_factory=dict)
    comparison: Comparison = Comparison()

    @property
    def known(self) -> int:
        return len(self.keys) - len(self.holes)

    @property
    def secret(self) -> int:
        return sum(hole.gap is Gap.SECRET for hole in self.holes.values())

    @property
    def measures(self) -> Iterator[ReadMeasure]:
        for key, value in zip(self.keys, self.values, strict=True):
            yield ReadMeasure(
                key,
                self.indicator_id,
                self.year,
                value,
                self.method,
                self.source,
                self.holes.get(key),
                key in self.at_most,
                self.partial.get(key),
            )


class Reason(StrEnum):
    """Why a line or a value is left out."""

    CELLS = "nombre de cellules"
    QUOTES = "guillemets"
    FORMULA = "formule de tableur"
    CODE = "territoire inconnu"
    LEVEL = "niveau inconnu"
    INDICATOR = "indicateur inconnu"
    YEAR = "année illisible"
    NUMBER = "nombre illisible"
    RANGE = "valeur impossible"
    SOURCE = "source absente ou double"
    TWICE = "territoire écrit deux fois"
    FORMER = "ancienne commune"
    DISTRICT = "arrondissement seul"


@dataclass(frozen=True, slots=True)
class Refused:
    """Lines or values left out for one reason."""

    reason: Reason
    count: int
    examples: tuple[Problem, ...]
    """The first ones, each with its line and its column."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A column, or a file of a zip, that nothing was taken from."""

    name: str
    label: str
    """What the producer calls it; empty where the file does not say."""
    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A former commune, or an arrondissement, counted in the commune of today."""

    code: str
    today: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that a file says, before anything is imported."""

    name: str
    kind: Kind
    edition: str
    """« Recensement 2018, revenus 2019, établissements 2018 »."""
    encoding: str
    levels: tuple[TerritoryLevel, ...]
    """From the widest."""
    sources: tuple[IndicatorSource, ...]
    """Proposed from the content; the user may mend them."""
    series: tuple[ReadSeries, ...]
    rows: int
    """Lines of territories read, the refused ones included."""
    refused: tuple[Refused, ...]
    unknown_codes: tuple[str, ...]
    """The first codes that are no territory of the level."""
    former: tuple[Moved, ...]
    """Former communes counted in today's."""
    districts: int
    """Arrondissements of Paris, Lyon and Marseille left aside or added into their city."""
    repeated: int
    """Lines that say again exactly what another one said."""
    ignored: tuple[Ignored, ...]
    notes: tuple[str, ...]
    """What the user should know, in French."""

    @property
    def measures(self) -> Iterator[ReadMeasure]:
        """Every value and every hole, one after the other."""
        for series in self.series:
            yield from series.measures

    @property
    def comparison(self) -> Comparison:
        """New, changed and equal values of all the series; partial sums are not among them."""
        return sum((series.comparison for series in self.series), Comparison())

    @property
    def known(self) -> int:
        return sum(series.known for series in self.series)

    @property
    def secret(self) -> int:
        return sum(series.secret for series in self.series)

    @property
    def missing(self) -> int:
        """Holes that are no secret."""
        return sum(len(series.holes) for series in self.series) - self.secret

    @property
    def partial(self) -> int:
        return sum(len(series.partial) for series in self.series)

    @property
    def refused_count(self) -> int:
        return sum(refused.count for refused in self.refused)
