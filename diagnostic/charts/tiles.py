"""Where each département and each région has its square; the layout is the project's own."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from diagnostic.problems import ContentRefused, Problem
from diagnostic.territories import TerritoryKey, TerritoryLevel

COLUMNS = ("niveau", "code", "sigle", "colonne", "ligne")
TABLE = Path(__file__).resolve().parents[2] / "references" / "tiles.csv"
_LEVELS = {level.value: level for level in (TerritoryLevel.DEPARTMENT, TerritoryLevel.REGION)}
_CODE = re.compile(r"[0-9A-Z]{2,3}")
_FURTHEST = 30


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of a tile map."""

    key: TerritoryKey
    short: str
    """At most three letters or digits, written in the square."""
    column: int
    """From 0, westwards first."""
    row: int
    """From 0, northwards first."""


@cache
def read_tiles(path: Path = TABLE) -> tuple[Tile, ...]:
    """The tiles of all levels. Raises ContentRefused with every fault."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";", strict=True))
    except (OSError, UnicodeDecodeError, csv.Error):
        cause = "La table des carrés est introuvable ou illisible."
        raise _refuse(path, 1, 1, cause, "Reprenez celle du projet.") from None
    if not rows or tuple(rows[0]) != COLUMNS:
        cause = "Les colonnes ne sont pas celles attendues."
        raise _refuse(path, 1, 1, cause, f"Remettez-les ainsi : {'; '.join(COLUMNS)}.")
    problems: list[Problem] = []
    tiles: list[Tile] = []
    for line, cells in enumerate(rows[1:], start=2):
        fault = _find_fault(cells, tiles)
        if fault:
            problems.append(Problem(path.name, line, *fault))
            continue
        level, code, short, column, row = cells
        key = TerritoryKey(_LEVELS[level], code)
        tiles.append(Tile(key, short, int(column), int(row)))
    if problems:
        raise ContentRefused(tuple(problems))
    return tuple(tiles)


def _find_fault(cells: list[str], tiles: list[Tile]) -> tuple[str, str, str] | None:
    if len(cells) != len(COLUMNS):
        cause = f"La ligne a {len(cells)} cellules au lieu de {len(COLUMNS)}."
        return "niveau", cause, "Vérifiez les points-virgules."
    level, code, short, column, row = cells
    if level not in _LEVELS:
        cause = f"Le niveau « {level} » n’a pas de carrés."
        return "niveau", cause, f"Choisissez parmi : {', '.join(_LEVELS)}."
    for name, said in (("code", code), ("sigle", short)):
        if not _CODE.fullmatch(said):
            return name, f"« {said} » n’est pas accepté.", "Deux ou trois lettres ou chiffres."
    for name, said in (("colonne", column), ("ligne", row)):
        if not said.isdecimal() or int(said) > _FURTHEST:
            return name, f"« {said} » n’est pas une place.", f"Un entier de 0 à {_FURTHEST}."
    for other in tiles:
        if other.key.level.value == level and other.key.code == code:
            return "code", "Ce territoire a déjà un carré.", "Gardez-en un seul."
        if (other.key.level.value, other.column, other.row) == (level, int(column), int(row)):
            return "colonne", f"La place est prise par {other.key.code}.", "Choisissez-en une vide."
    return None


def _refuse(path: Path, line: int, column: int, cause: str, cure: str) -> ContentRefused:
    return ContentRefused((Problem(path.name, line, column, cause, cure),))
