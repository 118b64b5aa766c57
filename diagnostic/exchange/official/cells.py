"""One cell: a number, a secret, or a reason why there is none; a formula is never computed."""

from __future__ import annotations

import re

from diagnostic.exchange.official.ledger import Ledger, quote
from diagnostic.exchange.official.reading import Gap, Hole, Reason
from diagnostic.indicators import Indicator

Cell = float | Hole

LARGEST = 1e12
_PLAIN = re.compile(r"-?[0-9]{1,18}([.,][0-9]{1,18})?", re.ASCII)
_EXPONENT = re.compile(r"-?[0-9]{1,18}([.,][0-9]{1,18})?[eE][+-]?[0-9]{1,2}", re.ASCII)
_GROUPED = re.compile(r"-?[0-9]{1,3}([ \u00a0\u202f][0-9]{3})+([.,][0-9]{1,18})?", re.ASCII)
_SPACES = re.compile(r"[ \u00a0\u202f]")
_FORMULA = ("=", "+", "@")
_NONE = frozenset({"", "-", "–", "—", "na", "nan", "null", "..", "…", "..."})
_SECRETS = frozenset({"s", "secret", "secret statistique"})
_WORDS = {
    "nd": (Gap.UNAVAILABLE, "Résultat non disponible, dit le fichier."),
    "n.d.": (Gap.UNAVAILABLE, "Résultat non disponible, dit le fichier."),
    "ns": (Gap.OTHER, "Résultat non significatif, dit le fichier."),
    "n.s.": (Gap.OTHER, "Résultat non significatif, dit le fichier."),
}
_SIGNED = frozenset({"evolution_population", "solde_naturel"})
"""A change and a balance may be negative; nothing else may."""

SECRET = "Secret statistique : trop peu de personnes sont comptées pour diffuser la valeur."
EMPTY = "Sans valeur dans le fichier."
UNREADABLE = "La valeur du fichier n’a pas été comprise."
IMPOSSIBLE = "La valeur du fichier est impossible."
DIVISION = "Division par zéro : ce que l’on rapporte à ce nombre n’existe pas ici."


def parse(
    text: str, line: int, column: str, ledger: Ledger, empty: tuple[Gap, str] = (Gap.OTHER, EMPTY)
) -> Cell:
    """The number of a cell, with a decimal comma or point; a hole where there is none.

    `empty` is what an empty cell means in this column.
    """
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    lowered = text.lower()
    if lowered in _SECRETS:
        return ledger.hole(Gap.SECRET, SECRET)
    if lowered in _NONE:
        return ledger.hole(*empty)
    if lowered in _WORDS:
        return ledger.hole(*_WORDS[lowered])
    if lowered.startswith("n/a"):
        return _say_missing(text, ledger)
    if _EXPONENT.fullmatch(text):
        number = float(text.replace(",", "."))
        if abs(number) < LARGEST:
            return number
    if _GROUPED.fullmatch(text):
        return float(_SPACES.sub("", text).replace(",", "."))
    if text.startswith(_FORMULA):
        cause = f"« {quote(text)} » est une formule ou commence comme une formule."
        ledger.refuse(Reason.FORMULA, line, column, cause)
    else:
        ledger.refuse(Reason.NUMBER, line, column, f"« {quote(text)} » n’est pas un nombre.")
    return ledger.hole(Gap.UNREADABLE, UNREADABLE)


def _say_missing(text: str, ledger: Ledger) -> Hole:
    """« N/A - secret statistique » : the words after the dash are the reason, kept as they are."""
    words = quote(text[3:].lstrip(" \u00a0-–—"))
    lowered = words.lower()
    if lowered.startswith("secret"):
        return ledger.hole(Gap.SECRET, SECRET)
    if lowered.startswith("division par"):
        return ledger.hole(Gap.DIVISION, DIVISION)
    if not words:
        return ledger.hole(Gap.OTHER, EMPTY)
    unavailable = "non disponible" in lowered
    reason = f"{words[0].upper()}{words[1:]}, dit le fichier."
    return ledger.hole(Gap.UNAVAILABLE if unavailable else Gap.OTHER, reason)


def check(value: float, indicator: Indicator, line: int, column: str, ledger: Ledger) -> Cell:
    """The value rounded to four decimals, or a hole where the indicator cannot have it."""
    if is_possible(value, indicator):
        return round(value, 4)
    cause = f"{value:g} est hors de ce que « {indicator.label.fr} » peut valoir."
    ledger.refuse(Reason.RANGE, line, column, cause)
    return ledger.hole(Gap.UNREADABLE, IMPOSSIBLE)


def is_possible(value: float, indicator: Indicator) -> bool:
    """A share lies between 0 and 100; only a change over time may be negative."""
    if indicator.id in _SIGNED:
        return abs(value) <= 1000
    return 0 <= value <= (100 if indicator.unit.fr.startswith("%") else LARGEST)
