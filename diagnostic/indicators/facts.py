"""A measured fact never travels without its territory, its year, its source and its method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from diagnostic.questionnaire import Text
from diagnostic.territories import TerritoryKey, TerritoryLevel
from diagnostic.texts.typography import typeset

OLD_AFTER = 5
"""Years after which a figure is shown as old."""


class Sense(StrEnum):
    """What a high value means."""

    FRAGILITY = "fragilite"
    RESOURCE = "ressource"
    CONTEXT = "contexte"
    """Neither good nor bad: never said to be « plus fragile »."""


class Scale(StrEnum):
    """How values are compared with one another."""

    LINEAR = "lineaire"
    LOGARITHMIC = "logarithmique"
    """By their ratio: from a village to Paris, a difference says nothing."""


class Method(StrEnum):
    """How a value was obtained."""

    OFFICIAL = "officiel"
    AGGREGATED = "agrege"
    """Counts of smaller territories added up, the rate recomputed."""
    COMPUTED = "calcule"
    """An official count related to a population."""
    ESTIMATED = "estimation_ponderee_population"
    """A mean of the départements' rates weighted by their population: not an official figure."""


METHOD_NAMES: Mapping[Method, Text] = {
    Method.OFFICIAL: Text(fr="chiffre officiel", en="official figure"),
    Method.AGGREGATED: Text(
        fr="additionné à partir de territoires plus petits", en="added up from smaller territories"
    ),
    Method.COMPUTED: Text(
        fr="calculé : un nombre officiel rapporté à la population",
        en="computed: an official count related to the population",
    ),
    Method.ESTIMATED: Text(
        fr="estimation : moyenne des départements pondérée par leur population, "
        "pas un chiffre officiel",
        en="estimate: mean of the départements weighted by their population, "
        "not an official figure",
    ),
}

_FRACTIONS = {"T1": 0.25, "T2": 0.5, "T3": 0.75, "T4": 1.0}


def end_of(year: str) -> float:
    """When a year of the table ends, to sort and to find the nearest.

    « 2021 » 2022.0, « 2024-T3 » 2024.75, « 2024-06 » 2024.5, « 2015-2021 » 2022.0.
    """
    start, _, rest = year.partition("-")
    if len(rest) == 4:
        return int(rest) + 1.0
    if rest:
        return (
            int(start) + _FRACTIONS.get(rest, 0.0) if "T" in rest else (int(start) + int(rest) / 12)
        )
    return int(start) + 1.0


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured."""

    id: str
    label: Text
    theme: Text
    sense: Sense
    unit: Text
    """Written after the value: « % », « pour 10 000 habitants »."""
    decimals: int
    """Digits to show after the decimal mark."""
    scale: Scale
    note: Text | None
    """What to know before reading it."""


@dataclass(frozen=True, slots=True)
class IndicatorSource:
    """A publication by the official producer."""

    id: str
    producer: str
    dataset: Text
    published: str | None
    """« 2024-06-27 », « 2022-06 » or « 2018 »; None where the file does not say."""
    site: str
    link: str | None
    licence: Text
    note: Text | None

    def short(self, language: str = "fr") -> str:
        """« Insee, Taux de chômage localisés »."""
        return f"{self.producer}, {self.dataset.of(language)}"

    def full(self, language: str = "fr") -> str:
        """The caption, when and where it was published, by what right, and what to know."""
        english = language == "en"
        note = f" {self.note.of(language)}" if self.note else ""
        if english:
            when = f"published {self.published}" if self.published else "publication date unknown"
            return f"{self.short('en')}; {when}, {self.site}. {self.licence.en}.{note}"
        when = (
            f"publié {_day(self.published)}" if self.published else "date de publication inconnue"
        )
        return typeset(f"{self.short()} ; {when}, {self.site}. {self.licence.fr}.{note}")


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator, one year, one level: always one source and one method."""

    indicator_id: str
    year: str
    level: TerritoryLevel
    source: IndicatorSource
    method: Method
    column: int
    """Place of its values in the rows of the table."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One value of one territory, or the reason why there is none."""

    indicator: Indicator
    key: TerritoryKey
    """The territory that was asked about."""
    year: str | None
    """None where nothing was gathered at this level."""
    value: float | None
    """None where it is missing; never 0 for « missing »."""
    method: Method | None
    source: IndicatorSource | None
    missing: Text | None = None
    """Why there is no value; None where there is one."""
    borrowed_from: TerritoryKey | None = None
    """The wider territory whose value, or lack of one, this is; None for the territory's own."""

    @property
    def measured(self) -> TerritoryKey:
        """The territory that the value describes."""
        return self.borrowed_from or self.key

    @property
    def estimated(self) -> bool:
        """True for a value that no official file gives: to be said wherever it appears."""
        return self.method is Method.ESTIMATED

    def age(self, in_year: int) -> int | None:
        """Whole years between the end of its year and the start of `in_year`; None undated."""
        return None if self.year is None else max(0, int(in_year - end_of(self.year)))

    def is_old(self, in_year: int) -> bool:
        """Whether it must be shown as old."""
        age = self.age(in_year)
        return age is not None and age >= OLD_AFTER

    def short(self, language: str = "fr") -> str:
        """« Insee, Taux de chômage localisés, 3e trimestre 2024 »; empty without value."""
        if self.source is None or self.year is None or self.method is None:
            return ""
        caption = f"{self.source.short(language)}, {say_year(self.year, language)}"
        if self.estimated:
            caption += f", {METHOD_NAMES[self.method].of(language)}"
        return caption if language == "en" else typeset(caption)

    def full(self, language: str = "fr") -> str:
        """The source in full, the year and the method; empty without value."""
        if self.source is None or self.year is None or self.method is None:
            return ""
        words = f"{say_year(self.year, language)}, {METHOD_NAMES[self.method].of(language)}"
        full = f"{self.source.full(language)} {words[0].upper()}{words[1:]}."
        return full if language == "en" else typeset(full)


_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}


def say_year(year: str, language: str = "fr") -> str:
    """« 2021 », « 3e trimestre 2024 », « juin 2024 », « 2015-2021 »."""
    start, _, rest = year.partition("-")
    if rest.startswith("T"):
        if language == "en":
            return f"Q{rest[1]} {start}"
        return f"{'1er' if rest == 'T1' else rest[1] + 'e'} trimestre {start}"
    if len(rest) == 2:
        return f"{_month(rest, language)} {start}"
    return year.replace("-", "–") if language == "en" else year


def _month(number: str, language: str) -> str:
    return _MONTHS["en" if language == "en" else "fr"].split()[int(number) - 1]


def _day(published: str) -> str:
    """« le 27 juin 2024 », « en juin 2022 », « en 2018 »."""
    parts = published.split("-")
    if len(parts) == 1:
        return f"en {published}"
    month = f"{_month(parts[1], 'fr')} {parts[0]}"
    if len(parts) == 2:
        return f"en {month}"
    day = "1er" if parts[2] == "01" else str(int(parts[2]))
    return f"le {day} {month}"
