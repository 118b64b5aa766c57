"""The wide table of values: one line per territory, one column per indicator and year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from diagnostic.indicators.table import check_header, name_of, open_lines, split
from diagnostic.problems import Problem
from diagnostic.territories import TerritoryKey, TerritoryLevel

LEVELS = (
    TerritoryLevel.COUNTRY,
    TerritoryLevel.REGION,
    TerritoryLevel.DEPARTMENT,
    TerritoryLevel.EPCI,
)
"""Levels that the table holds, from the widest."""
PLACE_COLUMNS = ("niveau", "code", "nom", "region")
"""The name is for whoever opens the table; the gazetteer is what names territories."""

Values = tuple[float | None, ...]
"""Values of a territory, one per column; None where there is none."""

_LEVELS = {level.value: level for level in LEVELS}
_CODE = re.compile(r"[0-9A-Z]{2,9}")
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
_LONGEST = 17
"""Characters of the longest cell that _NUMBER accepts."""
_ODD = re.compile(r"[^0-9.\-]")


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the table."""

    key: TerritoryKey
    region: str | None
    """Code of its région; None for France and for a région."""
    values: Values


def read_values(
    path: Path, columns: tuple[str, ...], problems: list[Problem]
) -> dict[TerritoryKey, Place]:
    """The territories by key, in the order of the file; its faults go to `problems`.

    `columns` are the headings expected after those of the place. Raises ContentRefused where
    nothing can be read.
    """
    file = name_of(path)
    # All at once: cell by cell it would cost as much as all the rest. Names are not kept.
    lines = split(open_lines(path).replace(",", "."), file)
    _, header = next(lines, (1, []))
    expected = (*PLACE_COLUMNS, *columns)
    check_header(file, header, expected)
    first = len(PLACE_COLUMNS)
    places: dict[TerritoryKey, Place] = {}
    for line, cells in lines:
        if not any(cells):
            continue
        if len(cells) != len(expected):
            cause = f"La ligne a {len(cells)} cellules au lieu de {len(expected)}."
            problems.append(Problem(file, line, "niveau", cause, "Vérifiez les points-virgules."))
            continue
        level, code, _, region = cells[:first]
        key = TerritoryKey(_LEVELS.get(level, TerritoryLevel.PERIMETER), code)
        fault = _find_fault(level, key, places)
        if fault:
            problems.append(Problem(file, line, *fault))
            continue
        values = _read_numbers(cells[first:])
        if values is None:
            problems += _bad_cells(file, line, columns, cells[first:])
            continue
        places[key] = Place(key, region or None, values)
    for place in places.values():
        if place.region and TerritoryKey(TerritoryLevel.REGION, place.region) not in places:
            cause = f"La région « {place.region} » de {place.key} n’est pas dans la table."
            problems.append(Problem(file, 1, "region", cause, "Ajoutez sa ligne."))
    return places


def _find_fault(
    level: str, key: TerritoryKey, places: dict[TerritoryKey, Place]
) -> tuple[str, str, str] | None:
    if level not in _LEVELS:
        cause = f"Le niveau « {level} » n’est pas connu ici."
        return "niveau", cause, f"Choisissez parmi : {', '.join(_LEVELS)}."
    if not _CODE.fullmatch(key.code):
        cure = "Écrivez-le en texte, avec son zéro de tête : 01."
        return "code", f"« {key.code} » n’est pas un code de territoire.", cure
    if key in places:
        return "code", f"Le territoire {key} a déjà une ligne.", "Gardez-en une seule."
    return None


def _read_numbers(cells: list[str]) -> Values | None:
    """None when one of the cells is not a number; the table has too many to test each."""
    if _ODD.search("".join(cells)) or max(map(len, cells), default=0) > _LONGEST:
        return None
    try:
        return tuple([float(cell) if cell else None for cell in cells])
    except ValueError:
        return None


def _bad_cells(file: str, line: int, columns: tuple[str, ...], cells: list[str]) -> list[Problem]:
    return [
        Problem(
            file,
            line,
            column,
            f"« {cell[:40].replace('.', ',')} » n’est pas un nombre lisible ici.",
            "Écrivez un nombre seul, comme 12,3 ; laissez vide ce qui manque.",
        )
        for column, cell in zip(columns, cells, strict=True)
        if cell and not _NUMBER.fullmatch(cell)
    ]
