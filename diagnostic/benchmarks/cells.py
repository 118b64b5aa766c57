"""From text cells to values: what a cell says, or what is wrong with it."""

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from pydantic import ValidationError

from diagnostic.benchmarks.table import Row
from diagnostic.problems import Problem
from diagnostic.questionnaire.models import Text

Word = TypeVar("Word", bound=StrEnum)

EMPTY = "Cette cellule est vide."
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_SAMPLE = re.compile(r"(>?) ?([0-9]{1,9})")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:-((?:19|20)[0-9]{2}))?")
_LINK = re.compile(r"https?://\S+")


def suggest(word: str, known: list[str]) -> str:
    """« Vouliez-vous dire … ? », or the list to choose from when nothing is close."""
    close = get_close_matches(word, known, n=1)
    if close:
        return f"Vouliez-vous écrire « {close[0]} » ?"
    if len(known) > 12:
        return "Corrigez l’identifiant."
    return f"Choisissez parmi : {', '.join(known)}."


@dataclass(slots=True)
class Cells:
    """A row being read. A refused cell gives None and adds its fault to `problems`."""

    row: Row
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, cause: str, cure: str) -> None:
        self.problems.append(self.row.problem(column, cause, cure))

    def optional(self, column: str) -> str | None:
        return self.row.cells[column] or None

    def text(self, column: str, cure: str = "Remplissez-la.") -> str | None:
        said = self.optional(column)
        if said is None:
            self.refuse(column, EMPTY, cure)
        return said

    def identifier(self, column: str) -> str | None:
        said = self.text(column, "Donnez un identifiant qui n’a jamais servi, comme K1-elu-2016.")
        if said is not None and not _IDENTIFIER.fullmatch(said):
            cure = "Lettres sans accent, chiffres, point, tiret, sans espace."
            self.refuse(column, f"« {said} » ne peut pas servir d’identifiant.", cure)
            return None
        return said

    def among(self, column: str, words: type[Word]) -> Word | None:
        said = self.row.cells[column]
        if said in set(words):
            return words(said)
        cause = f"« {said} » n’est pas accepté ici." if said else EMPTY
        self.refuse(column, cause, f"Choisissez parmi : {', '.join(words)}.")
        return None

    def yes(self, column: str) -> bool | None:
        said = self.row.cells[column]
        if said not in ("oui", "non"):
            cause = f"« {said} » n’est pas accepté ici." if said else EMPTY
            self.refuse(column, cause, "Écrivez oui ou non.")
            return None
        return said == "oui"

    def number(self, column: str) -> float | None:
        """None for an empty cell too, without a fault."""
        said = self.optional(column)
        if said is None or _NUMBER.fullmatch(said):
            return None if said is None else float(said)
        if _NUMBER.fullmatch(said.replace(",", ".")):
            cure = f"Écrivez {said.replace(',', '.')}, avec un point : l’écran mettra la virgule."
        else:
            cure = "Écrivez un nombre seul, comme 6.4 ; l’unité a sa colonne."
        self.refuse(column, f"« {said} » n’est pas un nombre lisible ici.", cure)
        return None

    def sample(self, column: str) -> tuple[int | None, bool]:
        """A base, and whether it is only known to be larger than that."""
        said = self.optional(column)
        if said is None:
            return None, False
        found = _SAMPLE.fullmatch(said)
        if found is None or int(found[2]) == 0:
            cure = "Écrivez 304, ou >2000 pour « plus de 2 000 » ; laissez vide si inconnu."
            self.refuse(column, f"« {said} » n’est pas un effectif lisible.", cure)
            return None, False
        return int(found[2]), found[1] == ">"

    def year(self, column: str) -> str | None:
        said = self.text(column, "Un chiffre sans année ne se compare à rien : écrivez-la.")
        if said is None:
            return None
        found = _YEAR.fullmatch(said)
        if found is None or (found[2] and found[2] <= found[1]):
            cure = "Écrivez 2019, ou 2018-2022 pour une période."
            self.refuse(column, f"« {said} » n’est pas une année lisible.", cure)
            return None
        return said

    def day(self, column: str) -> date | None:
        said = self.text(column, "Écrivez le jour de la vérification, comme 2026-11-22.")
        try:
            return date.fromisoformat(said) if said else None
        except ValueError:
            self.refuse(column, f"« {said} » n’est pas une date lisible.", "Écrivez 2026-11-22.")
            return None

    def link(self, column: str) -> str | None:
        said = self.optional(column)
        if said is not None and not _LINK.fullmatch(said):
            cure = "Écrivez l’adresse entière, de https:// à la fin ; laissez vide si inconnue."
            self.refuse(column, f"« {said} » n’est pas une adresse.", cure)
            return None
        return said

    def both(self, column: str, *, required: bool) -> Text | None:
        """A sentence in both languages, from `column` and `column`_en."""
        french, english = self.optional(column), self.optional(f"{column}_en")
        if french is None and english is None and not required:
            return None
        if french is None:
            self.refuse(column, "Le texte français manque.", "Écrivez-le.")
        if english is None:
            self.refuse(f"{column}_en", "Le texte anglais manque.", "Écrivez-le.")
        if french is None or english is None:
            return None
        try:
            return Text(fr=french, en=english)
        except ValidationError:
            self.refuse(column, "Le texte n’est pas accepté.", "Réécrivez-le en texte simple.")
            return None
