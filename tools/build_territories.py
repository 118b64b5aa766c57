"""The one place that reads the official list of territories; it writes references/territories.csv.

Usage, from the project root:

    python tools/build_territories.py                      # fetches the package with npm
    python tools/build_territories.py --package fichier.tgz
    python tools/build_territories.py --package fichier.tgz --check

The same package always gives the same bytes. `--check` writes nothing and fails when the committed
table differs. `--any-package` lifts the checks of version, fingerprint and counts: for a package of
another year, before its constants are written below, and for the tests.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PACKAGE = "@etalab/decoupage-administratif"
VERSION = "6.0.0"
INTEGRITY = (
    "sha512-XavYsFlbcM/prKr8hNHPKER94IHw/dsxNM4nxjWMYk6PLFACpEedv"
    "n/7wK8Baozm0dCYhWWcf+7bcWpA5pmCaQ=="
)
COUNTS = {
    "pays": 1,
    "region": 18,
    "departement": 101,
    "collectivite": 8,
    "epci": 1255,
    "commune": 34875,
}

REFERENCE_YEAR = 2023
"""Year of the municipal population, except where another census is the latest."""
OTHER_YEARS = {"976": 2017, "987": 2022, "988": 2025}
"""Mayotte, French Polynesia and New Caledonia: Insee, insee.fr/fr/statistiques/8680702."""

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
TABLE = Path(__file__).resolve().parent.parent / "references" / "territories.csv"

Record = dict[str, Any]
Row = dict[str, str]


class PackageError(Exception):
    """The package is not the expected one; the message, in French, says what to do."""


def fetch(folder: Path) -> Path:
    """Download the pinned package into `folder` with npm; return the archive's path."""
    command = ["npm", "pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", str(folder)]
    try:
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        raise PackageError(
            f"npm n’a pas pu télécharger {PACKAGE} {VERSION} ({error}). Téléchargez l’archive "
            "sur une autre machine, puis relancez avec --package chemin/de/l/archive.tgz."
        ) from error
    return next(folder.glob("*.tgz"))


def read_package(archive: Path, *, pinned: bool) -> dict[str, list[Record]]:
    """Read the JSON lists of the archive, by name; refuse another package when `pinned`."""
    content = archive.read_bytes()
    fingerprint = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if pinned and fingerprint != INTEGRITY:
        raise PackageError(
            f"L’empreinte de {archive.name} n’est pas celle de {PACKAGE} {VERSION} : "
            f"attendu {INTEGRITY}, lu {fingerprint}. Reprenez l’archive à sa source."
        )
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as package:

        def load(path: str) -> Any:
            try:
                member = package.extractfile(f"package/{path}")
            except KeyError:
                member = None
            if member is None:
                raise PackageError(f"L’archive {archive.name} ne contient pas {path}.")
            return json.load(member)

        manifest = load("package.json")
        if pinned and (manifest["name"], manifest["version"]) != (PACKAGE, VERSION):
            raise PackageError(
                f"L’archive est {manifest['name']} {manifest['version']}, "
                f"et non {PACKAGE} {VERSION}. Reprenez la bonne version."
            )
        names = ("regions", "departements", "epci", "communes")
        return {name: load(f"data/{name}.json") for name in names}


def build(package: Mapping[str, list[Record]]) -> list[Row]:
    """Make the rows of the table: France, régions, départements, collectivités, EPCI, communes."""
    overseas = {d["code"] for d in package["departements"] if d["zone"] == "com"}
    membership = {
        member["code"]: epci["code"] for epci in package["epci"] for member in epci["membres"]
    }
    communes = _communes(package["communes"], overseas, membership)
    counted = [row for row in communes if not row["collectivite"]]
    by_epci, by_department = _grouped(counted, "intercommunalite"), _grouped(counted, "departement")
    by_region, by_collectivity = _grouped(counted, "region"), _grouped(communes, "collectivite")
    region_of = {d["code"]: d["region"] for d in package["departements"]}

    rows = [_row("pays", "FR", "France", counted)]
    for region in package["regions"]:
        if region["code"] not in overseas:
            rows.append(_row("region", region["code"], region["nom"], by_region[region["code"]]))
    for place in package["departements"]:
        code, name = place["code"], place["nom"]
        if code in overseas:
            rows.append(_row("collectivite", code, name, by_collectivity[code]))
        else:
            row = _row("departement", code, name, by_department[code])
            rows.append(row | {"region": place["region"]})
    for epci in package["epci"]:
        code = epci["code"]
        row = _row("epci", code, epci["nom"], by_epci[code])
        department = _weightiest(by_epci[code], "departement")
        parents = {"departement": department, "region": region_of[department]}
        rows.append(row | parents | {"nature": epci["type"], "siren": code})
    rows += communes
    levels = list(COUNTS)
    return sorted(
        rows, key=lambda row: (levels.index(row["niveau"]), row["collectivite"], row["code"])
    )


def _communes(
    records: Iterable[Record], overseas: set[str], membership: Mapping[str, str]
) -> list[Row]:
    current: dict[str, Record] = {}
    former: dict[str, dict[str, str]] = defaultdict(dict)
    districts: dict[str, dict[str, str]] = defaultdict(dict)
    heirs: dict[str, str] = {}
    for record in records:
        code, name, kind = record["code"], record["nom"], record["type"]
        if kind == "commune-actuelle":
            current[code] = record
        elif kind == "arrondissement-municipal":
            districts[record["commune"]][code] = name
        else:
            heirs[code] = record["chefLieu"]
            former[record["chefLieu"]][code] = name
    for code, record in current.items():
        if former[code].get(code) == record["nom"]:
            del former[code][code]
        for old in record.get("anciensCodes", ()):
            # A delegated or associated commune says where it is today; two lists of former codes
            # of the package (55273, 60455) contradict it.
            if old not in heirs:
                former[code][old] = ""
    rows = []
    for code, record in current.items():
        department = record["departement"]
        apart = department in overseas
        population = record.get("population")
        year = OTHER_YEARS.get(department, REFERENCE_YEAR)
        rows.append(
            dict.fromkeys(COLUMNS, "")
            | {
                "niveau": "commune",
                "code": code,
                "nom": record["nom"],
                "region": "" if apart else record["region"],
                "departement": "" if apart else department,
                "intercommunalite": membership.get(code, ""),
                "collectivite": department if apart else "",
                "population": "" if population is None else str(population),
                "annee_population": "" if population is None else str(year),
                "siren": record.get("siren", ""),
                "codes_postaux": " ".join(sorted(record.get("codesPostaux", ()))),
                "anciens": _pairs(former[code]),
                "arrondissements": _pairs(districts[code]),
            }
        )
    return rows


def _pairs(names: Mapping[str, str]) -> str:
    return "|".join(f"{code}:{names[code]}" for code in sorted(names))


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[column]:
            groups[row[column]].append(row)
    return groups


def _row(level: str, code: str, name: str, communes: list[Row]) -> Row:
    known = [row for row in communes if row["population"]]
    population = str(sum(int(row["population"]) for row in known)) if known else ""
    return dict.fromkeys(COLUMNS, "") | {
        "niveau": level,
        "code": code,
        "nom": name,
        "population": population,
        "annee_population": _weightiest(known, "annee_population") if known else "",
    }


def _weightiest(communes: list[Row], column: str) -> str:
    """Value of `column` that covers most inhabitants; the smallest value when tied."""
    weights: Counter[str] = Counter()
    for row in communes:
        weights[row[column]] += int(row["population"] or 0)
    return min(weights, key=lambda value: (-weights[value], value))


def check_counts(rows: Iterable[Row]) -> None:
    """Raise PackageError when the numbers of territories are not the expected ones."""
    counts = Counter(
        row["niveau"] for row in rows if row["niveau"] != "commune" or not row["collectivite"]
    )
    for level, expected in COUNTS.items():
        if counts[level] != expected:
            raise PackageError(
                f"Le paquet donne {counts[level]} territoires de niveau « {level} », "
                f"{expected} attendus. Vérifiez la version du paquet."
            )


def write(rows: Iterable[Row]) -> bytes:
    """Give the table as bytes: UTF-8 with its mark for spreadsheets, `;` between columns."""
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue().encode("utf-8-sig")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Refait la table des territoires.")
    parser.add_argument("--package", type=Path, help="archive .tgz déjà téléchargée")
    parser.add_argument("--output", type=Path, default=TABLE, help="table à écrire")
    parser.add_argument("--check", action="store_true", help="compare sans écrire")
    parser.add_argument(
        "--any-package",
        action="store_true",
        help="accepte un autre paquet : ni version, ni empreinte, ni nombres vérifiés",
    )
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            archive = options.package or fetch(Path(folder))
            rows = build(read_package(archive, pinned=not options.any_package))
        if not options.any_package:
            check_counts(rows)
    except (PackageError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    content = write(rows)
    if options.check:
        same = options.output.is_file() and options.output.read_bytes() == content
        print("La table est à jour." if same else "La table diffère du paquet : refaites-la.")
        return 0 if same else 1
    options.output.write_bytes(content)
    print(f"{len(rows)} territoires écrits dans {options.output.name}, {len(content)} octets.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
