"""One object per language that says everything; French is the source of every sentence."""

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from diagnostic.texts.typography import typeset

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "regards"
MISSING = "–"
"""Shown where there is no figure: a dash, never a zero."""


def rounded(value: float, digits: int = 1) -> Decimal:
    """`value` as it is shown: a half goes up, as readers and spreadsheets expect; never −0."""
    exact = Decimal(str(round(float(value), 9)))  # 9: without the noise of binary fractions
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


class Sentence(str):
    """A French sentence that is said later, alone or inside a refusal."""


class Refusal(Exception):
    """What a person asked cannot be done: a French `sentence`, and the {parts} that fill it.

    As a text it is in French, with ordinary spaces; `Voice.refuse` says it in any language.
    """

    def __init__(self, sentence: str, /, **parts: object) -> None:
        super().__init__(sentence.format(**parts) if parts else sentence)
        self.sentence = sentence
        self.parts = parts


@dataclass(frozen=True)
class Voice:
    """Sentences and figures in one language (« fr » or « en »)."""

    language: str
    catalogue: gettext.NullTranslations

    def say(self, sentence: str, /, **parts: object) -> str:
        """The French `sentence` in this language, its {parts} filled in."""
        said = self.catalogue.gettext(sentence)
        return self._finish(said.format(**parts) if parts else said)

    def refuse(self, refusal: Exception) -> str:
        """What was refused, in this language; in French where the refusal knows no other."""
        if isinstance(refusal, Refusal):
            parts = {
                name: self.say(part) if isinstance(part, Sentence) else part
                for name, part in refusal.parts.items()
            }
            return self.say(refusal.sentence, **parts)
        return typeset(str(refusal))

    def say_many(self, one: str, several: str, number: int, /, **parts: object) -> str:
        """The singular or the plural, with {number} filled in."""
        if self.language == "fr":
            said = one if abs(number) < 2 else several  # « 0 réponse », « 1 réponse »
        else:
            said = self.catalogue.ngettext(one, several, number)
        return self._finish(said.format(number=self.whole(number), **parts))

    def number(self, value: float | None, digits: int = 1) -> str:
        """A figure with its decimal comma; a dash where there is none."""
        if value is None:
            return MISSING
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return format_decimal(rounded(value, digits), pattern, locale=self.language)

    def whole(self, value: int | None) -> str:
        return MISSING if value is None else format_decimal(value, "#,##0", locale=self.language)

    def mark(self, value: float | None, maximum: int = 10) -> str:
        """« 6,4/10 »."""
        return MISSING if value is None else f"{self.number(value)}/{maximum}"

    def percent(self, share: float | None) -> str:
        """A share between 0 and 1 as « 74 % »."""
        if share is None:
            return MISSING
        return self._finish(format_percent(rounded(share, 2), locale=self.language))

    def day(self, when: date) -> str:
        return format_date(when, "long", locale=self._locale)

    def join(self, names: Iterable[str]) -> str:
        """« élus, citoyens et associations »."""
        return format_list(list(names), "standard", locale=self._locale)

    def either(self, names: Iterable[str]) -> str:
        """« élus, citoyens ou associations »."""
        return format_list(list(names), "or", locale=self._locale)

    def series(self, parts: Iterable[str]) -> str:
        """« une source ; une autre »: things too long for a comma."""
        return (" ; " if self.language == "fr" else "; ").join(parts)

    @property
    def _locale(self) -> str:
        return "en_GB" if self.language == "en" else "fr"

    def _finish(self, said: str) -> str:
        return typeset(said) if self.language == "fr" else said


@cache
def voice_of(language: str) -> Voice:
    """The voice of a language; any language but English is French."""
    if language != "en":
        return Voice("fr", gettext.NullTranslations())
    catalogue = gettext.translation(DOMAIN, LOCALES, ["en"], fallback=True)
    return Voice("en", catalogue)
