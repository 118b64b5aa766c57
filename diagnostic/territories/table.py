"""The one place that knows the columns of references/territories.csv."""

import csv
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from diagnostic.problems import ContentRefused, Problem
from diagnostic.territories.levels import TerritoryLevel

COLUMNS = (
    "niveau",
    "code",
    "nom",
    "nature",
    "region",
    "departement",
    "intercommunalite",
    "collectivite",
    "population",
    "annee_population",
    "siren",
    "codes_postaux",
    "anciens",
    "arrondissements",
)
(
    LEVEL,
    CODE,
    NAME,
    KIND,
    REGION,
    DEPARTMENT,
    EPCI,
    COLLECTIVITY,
    POPULATION,
    YEAR,
    SIREN,
    POSTCODES,
    FORMER,
    DISTRICTS,
) = range(len(COLUMNS))

TABLE = Path(__file__).resolve().parents[2] / "references" / "territories.csv"
_CURE = "Refaites la table avec « python tools/build_territories.py »."

Row = tuple[str, ...]
"""Tuples of strings, unlike lists, cost the garbage collector nothing once it has seen them."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the table without its heading, all cells as text."""

    rows: list[Row]
    numbers: dict[tuple[str, str], int]
    """Number of the row, from 0, by (level, code)."""


def read_table(path: Path) -> Table:
    """Read and check the table; ContentRefused when it is damaged."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [tuple(cells) for cells in csv.reader(file, delimiter=";")]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _refusal(path, 1, COLUMNS[LEVEL], "La table est introuvable ou illisible.") from error
    if not rows or rows[0] != COLUMNS:
        raise _refusal(path, 1, COLUMNS[LEVEL], "Les colonnes ne sont pas celles attendues.")
    del rows[0]
    levels = {level.value for level in TerritoryLevel}
    for line, row in enumerate(rows, start=2):
        if len(row) != len(COLUMNS):
            raise _refusal(path, line, COLUMNS[-1], "Il manque des cellules, ou il y en a trop.")
        if row[LEVEL] not in levels:
            raise _refusal(path, line, COLUMNS[LEVEL], f"Le niveau « {row[LEVEL]} » est inconnu.")
        if not (row[CODE] and row[NAME]):
            raise _refusal(path, line, COLUMNS[CODE], "Le territoire n’a pas de code ou de nom.")
        if row[POPULATION] and not (row[POPULATION].isdecimal() and row[YEAR].isdecimal()):
            cause = "La population n’est pas un nombre entier suivi de son année."
            raise _refusal(path, line, COLUMNS[POPULATION], cause)
    numbers = dict(zip(map(itemgetter(LEVEL, CODE), rows), range(len(rows)), strict=True))
    if len(numbers) < len(rows):
        double = next(i for i, row in enumerate(rows) if numbers[row[LEVEL], row[CODE]] != i)
        raise _refusal(path, double + 2, COLUMNS[CODE], "Ce territoire figure deux fois.")
    return Table(rows, numbers)


def _refusal(path: Path, line: int, column: str, cause: str) -> ContentRefused:
    return ContentRefused((Problem(path.name, line, column, cause, _CURE),))


def postcodes(row: Row) -> list[str]:
    """Postcodes of a row, in order."""
    return row[POSTCODES].split()


def aliases(cell: str) -> list[tuple[str, str]]:
    """(code, name) pairs of a cell « 01126:Arlod|01018: »; a name may be empty."""
    pairs = (pair.partition(":") for pair in cell.split("|") if pair)
    return [(code, name) for code, _, name in pairs]
