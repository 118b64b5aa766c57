"""A table of text cells, read strictly: every row whole, every fault with its line."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from diagnostic.problems import ContentRefused, Problem

ROOT = Path(__file__).parents[2]
LARGEST = 2_000_000
"""Bytes. Ours weighs about 100,000; past this a file is not a table of figures."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells by column name, spaces around them removed."""

    file: str
    line: int
    """First line of the row, counted from 1."""
    cells: Mapping[str, str]

    def problem(self, column: str, cause: str, cure: str) -> Problem:
        return Problem(self.file, self.line, column, cause, cure)


def open_table(path: Path, columns: tuple[str, ...]) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """The rows of a CSV file that has exactly these columns, in any order, and its bad rows.

    Raises ContentRefused where nothing can be read: file, encoding, separator or columns.
    """
    file = _name(path)
    lines = _lines(_decode(path, file), file)
    _, first = next(lines, (1, []))
    if not any(first):
        cause = "Le fichier est vide, ou sa première ligne ne nomme pas les colonnes."
        raise _refuse(file, 1, 1, cause, f"Commencez-le par : {', '.join(columns)}.")
    header = _header(file, first, columns)
    rows: list[Row] = []
    problems: list[Problem] = []
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            cause = f"La ligne a {len(cells)} cellules au lieu de {len(header)}."
            cure = "Vérifiez les virgules : un texte qui en contient s’écrit entre guillemets."
            problems.append(Problem(file, line, len(cells), cause, cure))
            continue
        named = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        rows.append(Row(file, line, named))
    return tuple(rows), tuple(problems)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def _refuse(file: str, line: int, column: int | str, cause: str, cure: str) -> ContentRefused:
    return ContentRefused((Problem(file, line, column, cause, cure),))


def _decode(path: Path, file: str) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        cause, cure = "Le fichier ne peut pas être lu.", "Vérifiez son nom et son emplacement."
        raise _refuse(file, 1, 1, cause, cure) from None
    if len(content) > LARGEST:
        cause = "Le fichier est trop gros pour un tableau de chiffres (plus de 2 Mo)."
        raise _refuse(file, 1, 1, cause, "Vérifiez que c’est le bon fichier.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refuse(
            file,
            line,
            1,
            "Le fichier n’est pas en UTF-8.",
            "Enregistrez-le depuis le tableur en « CSV UTF-8 » : les accents sont perdus sinon.",
        ) from None


def _lines(content: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        cause = "Les guillemets de cette ligne ne sont pas fermés ou sont mal placés."
        cure = 'Écrivez le texte entre guillemets, et un guillemet dans le texte en double : "".'
        raise _refuse(file, line, 1, cause, cure) from None


def _header(file: str, cells: list[str], columns: tuple[str, ...]) -> list[str]:
    names = [name.strip() for name in cells]
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        cause = "Les colonnes ne sont pas séparées par des virgules."
        cure = "Enregistrez le tableau en CSV avec la virgule comme séparateur."
        raise _refuse(file, 1, 1, cause, cure)
    problems = [
        Problem(
            file,
            1,
            name or number,
            "Cette colonne n’est pas connue." if name else "Cette colonne n’a pas de nom.",
            "Corrigez son nom ou retirez-la.",
        )
        for number, name in enumerate(names, start=1)
        if name not in columns
    ]
    problems += [
        Problem(file, 1, name, "Cette colonne manque.", "Ajoutez-la, même vide.")
        for name in columns
        if name not in names
    ]
    problems += [
        Problem(file, 1, name, "Cette colonne est écrite deux fois.", "Gardez-en une seule.")
        for name in columns
        if names.count(name) > 1
    ]
    if problems:
        raise ContentRefused(tuple(problems))
    return names
