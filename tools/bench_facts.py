"""What the measured facts cost, each figure beside a floor measured in the same run, in turn.

Goals are told, never asserted: nothing here fails because a machine is slow. The comparateur that
is imported is made up: every commune of France, with the columns of the true file. So are the
hostile files, of which a refusal must cost little whatever they weigh.
"""

from __future__ import annotations

import csv
import json
import resource
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import StringIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from diagnostic.exchange.delivery import deliver
from diagnostic.exchange.official import FileRefused, understand
from diagnostic.indicators import REFERENCES, Indicators
from diagnostic.indicators.reading import Tables, read_tables
from diagnostic.readings.measured import read_portrait
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer, TerritoryKey, TerritoryLevel
from tools.serving import ROOT

Matrix = NDArray[np.float64]
Held = dict[tuple[str, str | None], float | None]
"""Indicator and year → value."""

YEAR = 2026
"""The year of reading: old figures are sorted after the others."""
PORTRAYED = ("epci:200046977", "epci:200072452", "departement:976", "commune:04144")
"""A big EPCI, a small one, Mayotte, and a commune that has no figure of its own."""
ROUNDS, IMPORTS = 9, 2
PORTRAIT, LEVEL, READING, IMPORT, MEMORY = 20, 1_000, 50, 20_000, 300
REFUSAL, REFUSAL_MEMORY = 5_000, 200
"""Goals: milliseconds, and megabytes at the peak."""
HEADER = (
    "CODGEO;P22_POP;P16_POP;SUPERF;NAIS1622;DECE1622;P22_MEN;NAISD24;DECESD24;P22_LOG;P22_RP;"
    "P22_RSECOCC;P22_LOGVAC;P22_RP_PROP;NBMENFISC21;PIMP21;MED21;TP6021;P22_EMPLT;P22_EMPLT_SAL;"
    "P16_EMPLT;P22_POP1564;P22_CHOM1564;P22_ACT1564;ETTOT24;ETAZ24;ETBE24;ETFZ24;ETGU24;ETOQ24;"
    "ETTEF124;ETTEFP1024"
)
SHARES: dict[str, float] = {
    "P22_POP": 1.0,
    "P16_POP": 0.97,
    "P22_MEN": 0.45,
    "NAISD24": 0.01,
    "DECESD24": 0.011,
    "P22_LOG": 0.6,
    "P22_RP": 0.45,
    "P22_RSECOCC": 0.1,
    "P22_LOGVAC": 0.05,
    "P22_RP_PROP": 0.3,
    "P22_EMPLT": 0.35,
    "P22_POP1564": 0.6,
    "P22_CHOM1564": 0.05,
    "P22_ACT1564": 0.45,
    "ETTOT24": 0.04,
    "ETOQ24": 0.01,
    "ETTEFP1024": 0.003,
}
"""Columns that follow from the population, with as many decimals as the true file."""
OTHERS = {"SUPERF": "12.34", "MED21": "22150", "TP6021": "s"}


@dataclass(frozen=True, slots=True)
class Cost:
    """A sum beside its floor, in milliseconds."""

    name: str
    median: float
    worst: float
    floor_name: str
    floor: float
    goal: float


def time_in_turn(
    name: str,
    act: Callable[[], object],
    floor_name: str,
    floor: Callable[[], object],
    goal: float,
) -> Cost:
    """Both once before, then one after the other; on the clock of the wall."""
    costs: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS + 1):
        for done, spent in zip((act, floor), costs, strict=True):
            before = time.perf_counter()
            done()
            spent.append(1000 * (time.perf_counter() - before))
    mine, bare = costs[0][1:], costs[1][1:]
    return Cost(name, statistics.median(mine), max(mine), floor_name, statistics.median(bare), goal)


def measure_portrait(indicators: Indicators, gazetteer: Gazetteer) -> Cost:
    """The slowest of four territories; the floor looks each of its values up in a dict."""
    found = []
    for text in PORTRAYED:
        territory = gazetteer.get(TerritoryKey.parse(text))
        facts = indicators.of(territory, gazetteer)
        held = {(fact.indicator.id, one.year): one.value for fact in facts for one in fact.series}
        found.append(
            time_in_turn(
                f"portrait, {territory.name}",
                partial(read_portrait, indicators, territory, gazetteer, YEAR),
                f"{len(held)} valeurs dans un dict",
                partial(look_up, held, tuple(held)),
                PORTRAIT,
            )
        )
    return max(found, key=lambda cost: cost.median)


def look_up(held: Held, names: tuple[tuple[str, str | None], ...]) -> list[float | None]:
    return [held[name] for name in names]


def measure_level(tables: Tables) -> Cost:
    """Each indicator's place of every EPCI, and its peers; the floor sorts the same matrices."""
    told = Indicators(tables)
    keys = told.territories(TerritoryLevel.EPCI)
    names = [one.id for one in told.all if told.years(TerritoryLevel.EPCI, one.id)]
    values = matrix_of(told, keys, names)
    structure = matrix_of(told, keys, list(told.structure(TerritoryLevel.EPCI)))
    return time_in_turn(
        f"{len(names)} places et les proches de {len(keys)} EPCI",
        partial(place_all, tables, keys, names),
        "les mêmes, triés par NumPy",
        partial(sort_all, values, structure),
        LEVEL,
    )


def place_all(tables: Tables, keys: tuple[TerritoryKey, ...], names: list[str]) -> None:
    """Nothing is kept from the time before."""
    fresh = Indicators(tables)
    for key in keys:
        for name in names:
            fresh.position(key, name)
        fresh.peers(key)


def matrix_of(told: Indicators, keys: tuple[TerritoryKey, ...], names: list[str]) -> Matrix:
    """Latest values, one line per territory; not a number where there is none."""
    rows = [[told.value(key, name).value for name in names] for key in keys]
    return np.array(rows, dtype=np.float64)


def sort_all(values: Matrix, structure: Matrix) -> None:
    """The order of each column, then of the distances from each line to the others."""
    np.argsort(values, axis=0)
    for line in structure:
        np.argsort(((structure - line) ** 2).mean(axis=1))


def measure_reading() -> Cost:
    """The tables read and checked; the floor only cuts the lines of the largest one."""
    return time_in_turn(
        "lire les tables livrées",
        read_tables,
        "csv sur la plus grande",
        partial(cut_lines, REFERENCES / "indicators.csv"),
        READING,
    )


def cut_lines(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return sum(1 for _ in csv.reader(lines, delimiter=";"))


def write_comparator(path: Path, gazetteer: Gazetteer) -> int:
    """A made-up comparateur of every commune of France, zipped; the number of its lines."""
    names = HEADER.split(";")
    communes = gazetteer.at(TerritoryLevel.COMMUNE)
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(names)
    for one in communes:
        people = (one.population or 0) + 0.123456789012
        line = dict.fromkeys(names, "1") | OTHERS | {"CODGEO": one.key.code}
        line |= {name: f"{people * share:.12f}" for name, share in SHARES.items()}
        writer.writerow([line[name] for name in names])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("base.CSV", text.getvalue())
    return len(communes)


def import_file(path: Path, database: Path) -> int:
    """Understood and kept, as the page does it; the number of its values."""
    understood = understand(path.name, path, Gazetteer.read(), Indicators.read())
    with Store.open(database) as store:
        store.import_measures(deliver(understood))
    return understood.known


def read_bare(path: Path, _: Path) -> int:
    """The same file, cut into cells by the csv module; the number of its cells."""
    with zipfile.ZipFile(path) as archive, archive.open("base.CSV") as raw:
        return sum(map(len, csv.reader(TextIOWrapper(raw, "utf-8", newline=""), delimiter=";")))


def write_hostile(folder: Path) -> None:
    """Files whose weight is a trap, each refused for another reason."""
    header = f"{HEADER}\r\n".encode()
    for name, size in (("trous.csv", 99_000_000), ("500.csv", 500_000_000)):
        with (folder / name).open("wb") as file:
            file.write(header)
            # Holes: they weigh nothing on the disk.
            file.truncate(size)
    with (folder / "ligne.csv").open("wb") as file:
        for _ in range(99):
            file.write(b"a;" * 500_000)
    wide = b"niveau;code;indicateur;annee;valeur;source" + b";x" * 1_000_000 + b"\n"
    (folder / "large.csv").write_bytes(wide)
    with zipfile.ZipFile(folder / "bombe.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("base.CSV", header + b"0" * 200_000_000)


def refuse_all(folder: Path, _: Path) -> int:
    """Each file of a folder, refused as the page does it; how many were."""
    gazetteer, indicators = Gazetteer.read(), Indicators.read()
    refused = 0
    for path in sorted(folder.iterdir()):
        try:
            understand(path.name, path, gazetteer, indicators)
        except FileRefused:
            refused += 1
    return refused


def open_tables(_: Path, __: Path) -> int:
    """What the application has in hand before any file comes; the number of its indicators."""
    Gazetteer.read()
    return len(Indicators.read().all)


CHILDREN = {
    "importer": import_file,
    "nu": read_bare,
    "refuser": refuse_all,
    "tables": open_tables,
}


def measure_alone(name: str, path: Path, database: Path) -> None:
    """In the child: does it, and says its milliseconds and its megabytes at the peak."""
    start = time.perf_counter()
    CHILDREN[name](path, database)
    spent = 1000 * (time.perf_counter() - start)
    status = Path("/proc/self/status")
    if status.exists():
        # The peak that getrusage tells includes that of the process which started this one.
        told = dict(one.split(":", 1) for one in status.read_text().splitlines() if ":" in one)
        peak = int(told["VmHWM"].split()[0]) / 1024
    else:
        # Not Linux: bytes, where it counts kilobytes.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    print(json.dumps([spent, peak]))


def in_a_child(name: str, path: Path, database: Path) -> tuple[float, float]:
    """Milliseconds and megabytes at the peak, in a process of its own."""
    command = [sys.executable, __file__, name, str(path), str(database)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    spent, peak = json.loads(done.stdout)
    return spent, peak


def measure_import(folder: Path, gazetteer: Gazetteer) -> tuple[Cost, float, float]:
    """An import in a new database, beside the csv module; then both peaks in megabytes."""
    path = folder / "base_cc_comparateur.zip"
    lines = write_comparator(path, gazetteer)
    mine, bare = [], []
    for turn in range(IMPORTS):
        mine.append(in_a_child("importer", path, folder / f"{turn}.sqlite"))
        bare.append(in_a_child("nu", path, folder / f"{turn}.sqlite"))
    cost = Cost(
        f"importer un comparateur de {lines} communes",
        statistics.median(spent for spent, _ in mine),
        max(spent for spent, _ in mine),
        "le même fichier par csv",
        statistics.median(spent for spent, _ in bare),
        IMPORT,
    )
    return cost, max(peak for _, peak in mine), max(peak for _, peak in bare)


def measure_refusals(folder: Path) -> tuple[Cost, float, float]:
    """Hostile files refused, beside the tables alone; then both peaks in megabytes."""
    hostile = folder / "hostiles"
    hostile.mkdir()
    write_hostile(hostile)
    number = len(list(hostile.iterdir()))
    mine, bare = [], []
    for _ in range(IMPORTS):
        mine.append(in_a_child("refuser", hostile, folder))
        bare.append(in_a_child("tables", hostile, folder))
    cost = Cost(
        f"refuser {number} fichiers hostiles",
        statistics.median(spent for spent, _ in mine),
        max(spent for spent, _ in mine),
        "les tables seules",
        statistics.median(spent for spent, _ in bare),
        REFUSAL,
    )
    return cost, max(peak for _, peak in mine), max(peak for _, peak in bare)


def show(costs: list[Cost]) -> None:
    """Prints the table."""
    print(f"{'faits mesurés':46}{'ms':>8}{'au pire':>9}{'but':>7}   plancher{'ms':>30}")
    for cost in costs:
        print(
            f"{cost.name:46}{cost.median:8.1f}{cost.worst:9.1f}{cost.goal:7.0f}   "
            f"{cost.floor_name:28}{cost.floor:10.3f}"
        )


def main() -> None:
    if len(sys.argv) > 1:
        name, path, database = sys.argv[1:]
        measure_alone(name, Path(path), Path(database))
        return
    (ROOT / "build").mkdir(exist_ok=True)
    gazetteer, tables = Gazetteer.read(), read_tables()
    with TemporaryDirectory(dir=ROOT / "build", prefix="bench-") as folder:
        costs = [
            measure_portrait(Indicators(tables), gazetteer),
            measure_level(tables),
            measure_reading(),
        ]
        imported, peak, bare_peak = measure_import(Path(folder), gazetteer)
        refused, hostile_peak, tables_peak = measure_refusals(Path(folder))
    show([*costs, imported, refused])
    print(
        f"mémoire de l’import au plus haut : {peak:.0f} Mo (but {MEMORY} ; "
        f"par csv seulement : {bare_peak:.0f} Mo)\n"
        f"mémoire des refus au plus haut : {hostile_peak:.0f} Mo (but {REFUSAL_MEMORY} ; "
        f"les tables seules : {tables_peak:.0f} Mo)\n"
    )
    portrait, level, reading = costs
    print(
        f"bench-facts: portrait {portrait.median:.1f} ms (but {PORTRAIT}) · places et proches "
        f"{level.median:.0f} ms (but {LEVEL}) · tables lues en {reading.median:.0f} ms "
        f"(but {READING}) · comparateur importé en {imported.median / 1000:.1f} s, {peak:.0f} Mo "
        f"(but {IMPORT // 1000} s, {MEMORY} Mo) · refus {refused.median / refused.floor:.1f} fois "
        f"les tables, {hostile_peak:.0f} Mo (but {REFUSAL_MEMORY} Mo)"
    )


if __name__ == "__main__":
    main()
