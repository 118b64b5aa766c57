"""A table of text cells between semicolons, read strictly: every fault with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from diagnostic.problems import ContentRefused, Problem
from diagnostic.questionnaire import Text

Word = TypeVar("Word", bound=StrEnum)

ROOT = Path(__file__).parents[2]
LARGEST = 5_000_000
"""Bytes. Ours weighs half a million; past this a file is not a table of indicators."""
EMPTY = "Cette cellule est vide."
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def name_of(path: Path) -> str:
    """How a file is named to its author."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def refuse(file: str, line: int, column: int | str, cause: str, cure: str) -> ContentRefused:
    return ContentRefused((Problem(file, line, column, cause, cure),))


def open_lines(path: Path) -> str:
    """The whole text of a table. Raises ContentRefused."""
    file = name_of(path)
    try:
        content = path.read_bytes()
    except OSError:
        cause, cure = "Le fichier ne peut pas être lu.", "Vérifiez son nom et son emplacement."
        raise refuse(file, 1, 1, cause, cure) from None
    if len(content) > LARGEST:
        cause = "Le fichier est trop gros pour une table d’indicateurs (plus de 5 Mo)."
        raise refuse(file, 1, 1, cause, "Vérifiez que c’est le bon fichier.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        cause = "Le fichier n’est pas en UTF-8."
        cure = "Enregistrez-le depuis le tableur en « CSV UTF-8 » : les accents sont perdus sinon."
        raise refuse(file, line, 1, cause, cure) from None


def split(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table with the number of their first one. Raises ContentRefused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        cause = "Les guillemets de cette ligne ne sont pas fermés ou sont mal placés."
        cure = 'Écrivez le texte entre guillemets, et un guillemet dans le texte en double : "".'
        raise refuse(file, line, 1, cause, cure) from None


def check_header(file: str, found: list[str], columns: tuple[str, ...]) -> None:
    """Raise ContentRefused unless these are the columns, in this order."""
    if tuple(found) == columns:
        return
    if len(found) == 1 and ("," in found[0] or "\t" in found[0]):
        cause = "Les colonnes ne sont pas séparées par des points-virgules."
        cure = "Enregistrez le tableau en CSV avec le point-virgule comme séparateur."
        raise refuse(file, 1, 1, cause, cure)
    problems = [
        Problem(file, 1, name, "Cette colonne manque.", "Ajoutez-la, même vide.")
        for name in columns
        if name not in found
    ]
    problems += [
        Problem(file, 1, name or place, "Cette colonne n’est pas attendue.", "Retirez-la.")
        for place, name in enumerate(found, start=1)
        if name not in columns or name in found[: place - 1]
    ]
    if not problems:
        cure = f"Remettez-les ainsi : {'; '.join(columns)}."
        problems.append(Problem(file, 1, 1, "Les colonnes ne sont pas dans l’ordre.", cure))
    raise ContentRefused(tuple(problems))


@cache
def _text(french: str, english: str) -> Text:
    """Units, themes and licences come many times over."""
    return Text(fr=french, en=english)


@dataclass(slots=True)
class Row:
    """A line being read. A refused cell gives None and adds its fault to `problems`."""

    file: str
    line: int
    cells: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, cause: str, cure: str) -> None:
        self.problems.append(Problem(self.file, self.line, column, cause, cure))

    def text(self, column: str) -> str | None:
        said = self.cells[column]
        if not said:
            self.refuse(column, EMPTY, "Remplissez-la.")
        return said or None

    def identifier(self, column: str) -> str | None:
        said = self.text(column)
        if said is not None and not _IDENTIFIER.fullmatch(said):
            cure = "Lettres sans accent, chiffres et tirets bas, sans espace."
            self.refuse(column, f"« {said} » ne peut pas servir d’identifiant.", cure)
            return None
        return said

    def among(self, column: str, words: type[Word]) -> Word | None:
        said = self.cells[column]
        try:
            return words(said)
        except ValueError:
            cause = f"« {said} » n’est pas accepté ici." if said else EMPTY
            self.refuse(column, cause, f"Choisissez parmi : {', '.join(words)}.")
            return None

    def known(self, column: str, words: Mapping[str, object]) -> str | None:
        """An identifier that another table defines."""
        said = self.text(column)
        if said is not None and said not in words:
            self.unknown(column, said, words)
            return None
        return said

    def unknown(self, column: str, said: str, words: Mapping[str, object]) -> None:
        close = get_close_matches(said, list(words), n=1)
        cure = f"Vouliez-vous écrire « {close[0]} » ?" if close else "Corrigez l’identifiant."
        self.refuse(column, f"« {said} » n’est pas connu.", cure)

    def both(self, column: str, *, required: bool = True) -> Text | None:
        """A text in both languages, from `column` and `column`_en."""
        french, english = self.cells[column], self.cells[f"{column}_en"]
        if not french and not english and not required:
            return None
        if not french:
            self.refuse(column, "Le texte français manque.", "Écrivez-le.")
        if not english:
            self.refuse(f"{column}_en", "Le texte anglais manque.", "Écrivez-le.")
        if not french or not english:
            return None
        try:
            return _text(french, english)
        except ValidationError:
            self.refuse(column, "Le texte n’est pas accepté.", "Réécrivez-le en texte simple.")
            return None


def open_table(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> tuple[Row, ...]:
    """The rows of a table with exactly these columns; its uneven lines go to `problems`.

    Raises ContentRefused where nothing can be read.
    """
    file = name_of(path)
    lines = split(open_lines(path), file)
    _, header = next(lines, (1, []))
    check_header(file, [name.strip() for name in header], columns)
    rows = []
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            cause = f"La ligne a {len(cells)} cellules au lieu de {len(columns)}."
            cure = "Un texte qui contient un point-virgule s’écrit entre guillemets."
            problems.append(Problem(file, line, len(cells), cause, cure))
            continue
        named = {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}
        rows.append(Row(file, line, named))
    return tuple(rows)
