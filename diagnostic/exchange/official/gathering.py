"""The lines of a table become today's territories, each once: doubles, mergers, arrondissements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diagnostic.exchange.official.cells import EMPTY, IMPOSSIBLE, Cell, parse
from diagnostic.exchange.official.ledger import Ledger, quote
from diagnostic.exchange.official.places import LEVELS, Places
from diagnostic.exchange.official.reading import Gap, Hole, Limits, Reason
from diagnostic.exchange.official.recognise import Sheet
from diagnostic.exchange.official.rows import read_rows
from diagnostic.territories import LEVEL_NAMES, TerritoryKey, TerritoryLevel

WHOLE = 34_000
"""Communes from which a table covers the country, and says of every place what it knows."""
MERGED = "Plusieurs communes n’en font plus qu’une : leur taux ou leur médiane ne s’additionne pas."
CITY = "La ligne de la ville est vide ; un taux ne s’additionne pas d’arrondissement en ville."
PART = "Il manque des arrondissements pour faire la ville."


@dataclass(frozen=True, slots=True)
class Column:
    """A column that something is taken from."""

    place: int
    """In the lines, from 0."""
    name: str
    addable: bool
    """A count, that may be added up and is never negative."""
    empty: tuple[Gap, str] = (Gap.OTHER, EMPTY)
    """What an empty cell means."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says of one territory."""

    line: int
    cells: tuple[Cell, ...]
    """One per column, in their order."""


Rows = dict[TerritoryKey, Row]


def read_codes(sheet: Sheet, place: int, limits: Limits) -> dict[str, None]:
    """The different codes of a table, in its order."""
    ledger = Ledger(sheet.name)
    return {cells[place].upper(): None for _, cells in read_rows(sheet, ledger, limits)}


def gather(
    sheet: Sheet,
    level: TerritoryLevel,
    place: int,
    columns: Sequence[Column],
    places: Places,
    ledger: Ledger,
    limits: Limits,
) -> Rows:
    """The territories of a table; `place` is the column of their codes. Raises FileRefused."""
    pile = Pile(sheet.header[place], ledger)
    for line, cells in read_rows(sheet, ledger, limits):
        code = find_code(level, cells[place], line, sheet.header[place], places, ledger)
        if code is not None:
            pile.add(code, Row(line, tuple([_parse(cells, one, line, ledger) for one in columns])))
    return settle(pile.rows, level, columns, places, ledger)


def settle(
    found: Mapping[str, Row],
    level: TerritoryLevel,
    columns: Sequence[Column],
    places: Places,
    ledger: Ledger,
) -> Rows:
    """Lines by code become territories; several lines may make one commune of today."""
    if level is TerritoryLevel.COMMUNE:
        return _communes(found, columns, places, ledger)
    return {TerritoryKey(level, code): row for code, row in found.items()}


class Pile:
    """Lines by code: one that is said again counts once, two that disagree are both left out."""

    def __init__(self, column: str, ledger: Ledger) -> None:
        self._column = column
        self._ledger = ledger
        self._found: dict[str, Row] = {}
        self._doubtful: set[str] = set()

    def add(self, code: str, row: Row) -> None:
        first = self._found.setdefault(code, row)
        if first is row:
            return
        if first.cells == row.cells and code not in self._doubtful:
            self._ledger.repeated += 1
            return
        cause = f"« {code} » a une autre ligne ({first.line}), qui dit autre chose."
        self._ledger.refuse(Reason.TWICE, row.line, self._column, cause)
        self._doubtful.add(code)

    @property
    def rows(self) -> dict[str, Row]:
        """The lines that nothing contradicts; to be asked once, when all are in."""
        for code in sorted(self._doubtful):
            cause = f"« {code} » a plusieurs lignes qui ne disent pas la même chose."
            self._ledger.refuse(Reason.TWICE, self._found.pop(code).line, self._column, cause)
        self._doubtful.clear()
        return self._found


def find_code(
    level: TerritoryLevel, cell: str, line: int, column: str, places: Places, ledger: Ledger
) -> str | None:
    """The code as today's lists write it, former ones included; None where the line is refused."""
    code, restored = places.clean(level, cell)
    key = places.find(level, code)
    if key is not None:
        code = key.code
    elif not (level is TerritoryLevel.COMMUNE and places.is_commune(code)):
        if cell.startswith(("=", "+", "@")):
            cause = f"« {quote(cell)} » est une formule, pas un code."
            ledger.refuse(Reason.FORMULA, line, column, cause)
        else:
            what = LEVEL_NAMES[level].singular if level in LEVELS else level.value
            cause = f"« {quote(cell)} » n’est le code d’aucun territoire de niveau « {what} »."
            ledger.refuse_code(line, column, cell, cause)
        return None
    ledger.restored += restored
    return code


def _parse(cells: Sequence[str], column: Column, line: int, ledger: Ledger) -> Cell:
    cell = parse(cells[column.place], line, column.name, ledger, column.empty)
    if column.addable and not isinstance(cell, Hole) and cell < 0:
        cause = f"« {cells[column.place]} » : un nombre compté n’est jamais négatif."
        ledger.refuse(Reason.RANGE, line, column.name, cause)
        return ledger.hole(Gap.UNREADABLE, IMPOSSIBLE)
    return cell


def _communes(
    found: Mapping[str, Row], columns: Sequence[Column], places: Places, ledger: Ledger
) -> Rows:
    own: dict[str, Row] = {}
    former: dict[str, list[str]] = {}
    districts: dict[str, list[str]] = {}
    for code, row in found.items():
        if code in places.homes:
            own[code] = row
        elif code in places.cities:
            districts.setdefault(places.cities[code], []).append(code)
        else:
            former.setdefault(places.heirs[code], []).append(code)
    for city, codes in districts.items():
        _settle_city(city, codes, found, own, columns, places, ledger)
    whole = len(found) >= WHOLE
    for heir, codes in former.items():
        complete = whole or set(codes) >= set(places.homes[heir].former)
        if heir in own or complete:
            _merge(heir, codes, found, own, columns, ledger)
        else:
            _refuse_former(heir, codes, found, places, ledger)
    return {TerritoryKey(TerritoryLevel.COMMUNE, code): row for code, row in own.items()}


def _settle_city(
    city: str,
    codes: Sequence[str],
    found: Mapping[str, Row],
    own: dict[str, Row],
    columns: Sequence[Column],
    places: Places,
    ledger: Ledger,
) -> None:
    """The line of the city counts; its arrondissements only where it says nothing."""
    row = own.get(city)
    if row is not None and _says_something(row):
        ledger.districts += len(codes)
        return
    if set(codes) >= set(places.homes[city].districts):
        rows = [found[code] for code in codes]
        own[city] = _add(rows, columns, ledger.hole(Gap.NOT_ADDABLE, CITY))
        ledger.districts += len(codes)
        ledger.note(
            f"{places.name(TerritoryLevel.COMMUNE, city)} est additionnée à partir de ses "
            "arrondissements : sa propre ligne manque ou est vide."
        )
        return
    if row is not None:
        part = ledger.hole(Gap.INCOMPLETE, PART)
        own[city] = Row(row.line, tuple(part for _ in columns))
    for code in codes:
        cause = f"« {code} » est un arrondissement, et sa ville n’a pas de ligne utilisable."
        ledger.refuse(Reason.DISTRICT, found[code].line, 1, cause)


def _says_something(row: Row) -> bool:
    """A city whose figures are given by arrondissement has only holes and zeros."""
    return any(not isinstance(cell, Hole) and cell != 0 for cell in row.cells)


def _merge(
    heir: str,
    codes: Sequence[str],
    found: Mapping[str, Row],
    own: dict[str, Row],
    columns: Sequence[Column],
    ledger: Ledger,
) -> None:
    """Former communes are added to today's; one that only changed its code is taken as it is."""
    ledger.former |= dict.fromkeys(codes, heir)
    if heir not in own and len(codes) == 1:
        own[heir] = found[codes[0]]
        return
    rows = [*([own[heir]] if heir in own else []), *(found[code] for code in codes)]
    own[heir] = _add(rows, columns, ledger.hole(Gap.NOT_ADDABLE, MERGED))


def _refuse_former(
    heir: str, codes: Sequence[str], found: Mapping[str, Row], places: Places, ledger: Ledger
) -> None:
    """In an extract, a former commune without the others may be only a part of today's."""
    for code in codes:
        cause = (
            f"« {code} » a rejoint {places.name(TerritoryLevel.COMMUNE, heir)} ({heir}), dont les "
            "autres parties ne sont pas dans le fichier."
        )
        ledger.refuse(Reason.FORMER, found[code].line, 1, cause)


def _add(rows: Sequence[Row], columns: Sequence[Column], unaddable: Hole) -> Row:
    cells: list[Cell] = []
    for rank, column in enumerate(columns):
        parts = [row.cells[rank] for row in rows]
        holes = [part for part in parts if isinstance(part, Hole)]
        if not column.addable:
            cells.append(unaddable)
        elif holes:
            cells.append(worst(holes))
        else:
            cells.append(sum(part for part in parts if not isinstance(part, Hole)))
    return Row(rows[0].line, tuple(cells))


def worst(holes: Sequence[Hole]) -> Hole:
    """Of several holes, a secret if there is one: a secret stays a secret."""
    return next((hole for hole in holes if hole.gap is Gap.SECRET), holes[0])
