"""The one place that reads the gathered figures; it writes the two generated indicator tables.

Usage, from the project root:

    python tools/build_indicators.py dossier            # writes references/indicators*.csv
    python tools/build_indicators.py dossier --check    # writes nothing, fails if they differ

The folder holds `indicators.csv` (level, code, indicator_id, year, value, source_id, method),
`indicators_meta.csv`, `sources.csv` and `territories.csv`. The same folder always gives the same
bytes. The words (labels, sources, reasons, domains) are written by hand in the other tables of
references/; this tool only refuses an indicator or a source that they do not know.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

REFERENCES = Path(__file__).resolve().parent.parent / "references"
VALUES, SERIES = "indicators.csv", "indicators-series.csv"
WORDS = {"indicator_id": "indicators-meta.csv", "source_id": "indicators-sources.csv"}

LEVELS = ("pays", "region", "departement", "epci")
METHODS = ("officiel", "agrege", "calcule", "estimation_ponderee_population")
FIGURE_COLUMNS = ("level", "code", "indicator_id", "year", "value", "source_id", "method")
PLACE_COLUMNS = ("niveau", "code", "nom", "region")
SERIES_COLUMNS = ("indicator_id", "year", "level", "source_id", "method", "known")
_YEAR = re.compile(r"[0-9]{4}(-T[1-4]|-[0-9]{2}|-[0-9]{4})?")
_VALUE = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")

Row = Mapping[str, str]
Place = tuple[str, str]
"""Level and code: « 93 » alone is both a département and a région."""
Column = tuple[str, str]
"""Indicator and year."""


class FiguresRefused(Exception):
    """The gathered figures are not as expected; the message, in French, says what to do."""


def read(path: Path, columns: Iterable[str], delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a table that has at least these columns. Raises FiguresRefused."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=delimiter, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FiguresRefused(f"{path.name} est introuvable ou illisible ({error}).") from error
    missing = [name for name in columns if not rows or rows[0].get(name) is None]
    if missing:
        raise FiguresRefused(f"{path.name} est vide ou n’a pas : {', '.join(missing)}.")
    return rows


def known_words(references: Path) -> dict[str, list[str]]:
    """Identifiers of the tables written by hand, in their order."""
    return {
        column: [row[column] for row in read(references / name, (column,), ";")]
        for column, name in WORDS.items()
    }


def build(folder: Path, words: Mapping[str, list[str]]) -> dict[str, bytes]:
    """The two tables, by file name. Raises FiguresRefused with every fault."""
    figures = read(folder / "indicators.csv", FIGURE_COLUMNS)
    places = read(folder / "territories.csv", ("level", "code", "name", "parent_region"))
    faults = list(_find_faults(figures, places, words))
    for name, column in (("indicators_meta.csv", "indicator_id"), ("sources.csv", "source_id")):
        told = {row[column] for row in read(folder / name, (column,))}
        faults += [
            f"« {word} » est dans {name} mais pas dans references/{WORDS[column]}."
            for word in sorted(told.difference(words[column]))
        ]
    cells: dict[Place, dict[Column, str]] = defaultdict(dict)
    series: dict[tuple[str, str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in figures:
        place, cell = (row["level"], row["code"]), (row["indicator_id"], row["year"])
        if cell in cells[place]:
            faults.append(f"Deux valeurs pour {' '.join((*place, *cell))} : gardez-en une.")
        cells[place][cell] = row["value"]
        series[*cell, row["level"]][row["source_id"], row["method"]] += 1
    faults += [
        f"{' '.join(key)} mêle plusieurs sources ou méthodes : séparez-les par année."
        for key, origins in series.items()
        if len(origins) > 1
    ]
    if faults:
        raise FiguresRefused("\n".join(faults))
    rank = {name: number for number, name in enumerate(words["indicator_id"])}
    columns = sorted({key[:2] for key in series}, key=lambda column: (rank[column[0]], column[1]))
    header = (*PLACE_COLUMNS, *(" ".join(column) for column in columns))
    ordered = sorted(places, key=lambda row: (LEVELS.index(row["level"]), row["code"]))
    return {
        VALUES: _write(header, (_values(row, cells, columns) for row in ordered)),
        SERIES: _write(
            SERIES_COLUMNS,
            (
                (*column, level, *origin, str(known))
                for column in columns
                for level in LEVELS
                for origin, known in series.get((*column, level), Counter()).items()
            ),
        ),
    }


def _values(
    row: Row, cells: Mapping[Place, Mapping[Column, str]], columns: Iterable[Column]
) -> tuple[str, ...]:
    known = cells.get((row["level"], row["code"]), {})
    place = (row["level"], row["code"], row["name"], row["parent_region"])
    return (*place, *(_number(known.get(column, "")) for column in columns))


def _number(value: str) -> str:
    """With a decimal comma, as French spreadsheets read it; empty stays empty."""
    return f"{Decimal(value).normalize():f}".replace(".", ",") if value else ""


def _find_faults(
    figures: Iterable[Row], places: Iterable[Row], words: Mapping[str, list[str]]
) -> Iterable[str]:
    known = Counter((row["level"], row["code"]) for row in places)
    for place, times in known.items():
        if place[0] not in LEVELS or times > 1:
            yield f"Territoire de niveau inconnu, ou écrit deux fois : {' '.join(place)}."
    for line, row in enumerate(figures, start=2):
        where = f"indicators.csv, ligne {line} :"
        if (row["level"], row["code"]) not in known:
            yield f"{where} territoire inconnu « {row['level']} {row['code']} »."
        for column, name in WORDS.items():
            if row[column] not in words[column]:
                yield f"{where} « {row[column]} » n’est pas dans references/{name}."
        if row["method"] not in METHODS:
            yield f"{where} méthode inconnue « {row['method']} »."
        if not _YEAR.fullmatch(row["year"]):
            yield f"{where} année illisible « {row['year']} »."
        if not _VALUE.fullmatch(row["value"]):
            yield f"{where} « {row['value']} » n’est pas un nombre à quatre décimales au plus."


def _write(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return table.getvalue().encode("utf-8-sig")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Refait les tables des indicateurs.")
    parser.add_argument("folder", type=Path, help="dossier des chiffres rassemblés")
    parser.add_argument("--references", type=Path, default=REFERENCES, help="tables du projet")
    parser.add_argument("--check", action="store_true", help="compare sans écrire")
    options = parser.parse_args(arguments)
    try:
        tables = build(options.folder, known_words(options.references))
    except FiguresRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    different = 0
    for name, content in tables.items():
        path = options.references / name
        if not options.check:
            path.write_bytes(content)
            print(f"{name} : {len(content)} octets.")
        elif not path.is_file() or path.read_bytes() != content:
            print(f"{name} diffère des chiffres rassemblés : refaites-le.")
            different = 1
    return different


if __name__ == "__main__":
    sys.exit(main())
