"""A national figure never travels without its source, its year and its base."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from diagnostic.questionnaire.models import Text
from diagnostic.respondents import Viewpoint
from diagnostic.texts.typography import typeset


class Use(StrEnum):
    """What a figure may serve for."""

    BENCHMARK = "repere"
    """Set beside the answers to its question, for its regard."""
    CONTEXT = "contexte"
    """Told in words; never drawn beside an answer."""


class Measure(StrEnum):
    """What a value is."""

    MEAN = "mean"
    """A mean mark, on the scale of its question."""
    SHARE = "share"
    """A share of people or organisations, in percent as published."""
    RANK = "rank"
    """A place in an order, 1 for the first; ties share a place."""
    QUANTITY = "quantity"
    """Any other amount, in its own unit; context only."""


class Confidence(StrEnum):
    """How sure the figure is, from what could be read of it."""

    HIGH = "forte"
    MEDIUM = "moyenne"
    LOW = "faible"


@dataclass(frozen=True, slots=True)
class Study:
    """A published study, and the page where its figures were read."""

    id: str
    producer: str
    name: str
    dated: Text
    """When the study was held or made public, in words."""
    page: str
    """Title of the page, or place in the document, where the figures were read."""
    site: str
    link: str | None
    """None where the exact address is not known."""
    checked_on: date
    rights: Text
    """By what right the figures are quoted."""

    def where(self, language: str = "fr") -> str:
        """When the study was made, where its figures were read, and by what right."""
        if language == "en":
            page = f"page read: “{self.page}”, {self.site}, on {self.checked_on.isoformat()}"
            return f"{self.dated.en}; {page}. {self.rights.en}"
        page = f"page lue : « {self.page} », {self.site}, le {self.checked_on:%d/%m/%Y}"
        return typeset(f"{self.dated.fr} ; {page}. {self.rights.fr}")


@dataclass(frozen=True, slots=True)
class Source:
    """A study as one figure cites it: with the year and the base of that figure."""

    study: Study
    year: str
    """Year of the survey, or a period such as « 2018-2022 »."""
    sample: int | None
    """People or organisations asked; None where no page states it."""
    sample_is_minimum: bool
    """True for « more than 2,000 »."""
    secondary: bool
    """True where the figure was read elsewhere than in the study itself."""

    @property
    def start(self) -> int:
        """First year of the period, to put figures in order."""
        return int(self.year[:4])

    def short(self, language: str = "fr") -> str:
        """A caption: « Le RAMEAU, PHARE-Citoyens, 2015, n > 2 000 »."""
        caption = f"{self.study.producer}, {self.study.name}, {self.year}, {self._base(language)}"
        return caption if language == "en" else typeset(caption)

    def full(self, language: str = "fr") -> str:
        """The caption, where the figure was read, and whether that was the study itself."""
        if language == "en":
            aside = " Read on a secondary page, not in the study." if self.secondary else ""
            return f"{self.short('en')}; {self.study.where('en')}{aside}"
        aside = " Lu sur une page secondaire, pas dans l’étude." if self.secondary else ""
        return typeset(f"{self.short()} ; {self.study.where()}{aside}")

    def _base(self, language: str) -> str:
        if self.sample is None:
            return "n not stated" if language == "en" else "n non indiqué"
        sign = ">" if self.sample_is_minimum else "="
        number = f"{self.sample:,}" if language == "en" else f"{self.sample:,}".replace(",", " ")
        return f"n {sign} {number}"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One national figure."""

    id: str
    use: Use
    question_id: str | None
    """None for a context figure about something that is not asked."""
    subject: str | None
    """Domain, axis or item that a context figure is about."""
    viewpoint: Viewpoint | None
    """None where the figure is not about one regard (« ensemble »)."""
    measure: Measure
    options: tuple[str, ...]
    """Option ids that a share adds up, or the one option that a rank places."""
    value: float
    unit: str
    minimum: float | None
    maximum: float | None
    wave: int | None
    """Place in a series that was measured several times, from 1."""
    population: Text
    statement: Text
    """What the figure says, in one sentence."""
    source: Source
    confidence: Confidence
    conflict: Text | None
    """What another source says instead."""
    caveat: Text | None
    """What to know before comparing."""

    @property
    def age(self) -> tuple[int, int]:
        """Sorts figures from the oldest to the latest."""
        return self.source.start, self.wave or 0


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """All the figures, in the order of their file, and the studies they come from."""

    all: tuple[Benchmark, ...]
    studies: tuple[Study, ...]
    _own: dict[tuple[str | None, Viewpoint | None], tuple[Benchmark, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for figure in _in_order(f for f in self.all if f.use is Use.BENCHMARK):
            key = figure.question_id, figure.viewpoint
            self._own[key] = (*self._own.get(key, ()), figure)

    def of(self, question_id: str, viewpoint: Viewpoint) -> tuple[Benchmark, ...]:
        """Figures on this very question for this very regard, oldest first; empty if none.

        A figure about another regard is never given instead.
        """
        return self._own.get((question_id, viewpoint), ())

    def context(self, about: str | None = None) -> tuple[Benchmark, ...]:
        """Context figures about a question, a domain, an axis or an item, oldest first.

        All of them, in the order of the file, without `about`.
        """
        told = tuple(figure for figure in self.all if figure.use is Use.CONTEXT)
        if about is None:
            return told
        return _in_order(f for f in told if about in (f.question_id, f.subject))


def _in_order(figures: Iterable[Benchmark]) -> tuple[Benchmark, ...]:
    return tuple(sorted(figures, key=lambda figure: figure.age))
