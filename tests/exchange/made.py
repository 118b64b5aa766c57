"""Small made-up files of the shapes that the official producers publish."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

ISLAND = {"56009": 1000, "56114": 500, "56152": 2000, "56241": 500}
"""The four communes of Belle-Île-en-Mer, with round populations."""
ISLAND_EPCI = "245600465"

HEADER_2022 = (
    "CODGEO;P22_POP;P16_POP;SUPERF;NAIS1622;DECE1622;P22_MEN;NAISD24;DECESD24;P22_LOG;P22_RP;"
    "P22_RSECOCC;P22_LOGVAC;P22_RP_PROP;NBMENFISC21;PIMP21;MED21;TP6021;P22_EMPLT;P22_EMPLT_SAL;"
    "P16_EMPLT;P22_POP1564;P22_CHOM1564;P22_ACT1564;ETTOT24;ETAZ24;ETBE24;ETFZ24;ETGU24;ETOQ24;"
    "ETTEF124;ETTEFP1024"
)
COLUMNS_2022 = tuple(HEADER_2022.split(";"))
NOTICE = (
    "COD_VAR;LIB_VAR;LIB_VAR_LONG;COD_MOD;LIB_MOD;TYPE_VAR;LONG_VAR\r\n"
    "P22_POP;Population en 2022;Population en 2022;;;NUM;7\r\n"
    "PIMP21;Part des ménages imposés;Part des ménages fiscaux imposés en 2021;;;NUM;2\r\n"
    "CODGEO;Code;Code géographique;56009;Bangor;CHAR;5\r\n"
)


def commune(code: str, people: float, **changed: str) -> dict[str, str]:
    """A line of the comparateur whose counts follow from a population."""
    counts = {
        "P22_POP": people,
        "P16_POP": people * 0.9,
        "SUPERF": 10,
        "P22_MEN": people * 0.5,
        "NAISD24": people * 0.01,
        "DECESD24": people * 0.012,
        "P22_LOG": people * 0.8,
        "P22_RP": people * 0.5,
        "P22_RSECOCC": people * 0.2,
        "P22_LOGVAC": people * 0.1,
        "P22_RP_PROP": people * 0.3,
        "P22_EMPLT": people * 0.4,
        "P22_POP1564": people * 0.6,
        "P22_CHOM1564": people * 0.05,
        "P22_ACT1564": people * 0.5,
        "ETTOT24": people * 0.04,
        "ETOQ24": people * 0.01,
        "ETTEFP1024": people * 0.005,
    }
    line = dict.fromkeys(COLUMNS_2022, "1")
    line |= {name: f"{value:g}" for name, value in counts.items()}
    return line | {"CODGEO": code, "MED21": "21000", "TP6021": "15.0"} | changed


def table(
    rows: Iterable[Mapping[str, str]],
    columns: Sequence[str] = COLUMNS_2022,
    *,
    delimiter: str = ";",
    end: str = "\r\n",
    encoding: str = "utf-8",
) -> bytes:
    """A CSV file."""
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    return "".join(delimiter.join(line) + end for line in lines).encode(encoding)


def comparator(rows: Iterable[Mapping[str, str]] | None = None) -> bytes:
    """The comparateur's CSV; by default, of the four communes of the island."""
    if rows is None:
        rows = [commune(code, people) for code, people in ISLAND.items()]
    return table(rows)


def packed(
    files: Mapping[str, bytes | str],
    *,
    compression: int = zipfile.ZIP_DEFLATED,
    dated: tuple[int, int, int] = (2024, 6, 27),
) -> bytes:
    """A zip of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, (*dated, 12, 0, 0))
            archive.writestr(info, text, compression)
    return content.getvalue()


def geoclip(
    zoning: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    site: str = "Insee - Statistiques locales",
) -> bytes:
    """An export of a statistical map: three lines of heading, no end to the last line."""
    blanks = "; " * (len(headings) + 1)
    lines = [
        f"{site}{blanks}",
        f"Référentiel géographique : France par {zoning}{blanks}",
        ";".join(("Code", "Libellé", *headings)),
        *(";".join(row) for row in rows),
    ]
    return "\n".join(lines).encode("utf-8-sig")


POOR_COLUMNS = ("CODGEO", "TP4021", "TP6021", "TP60Q221", "TP60IP21", "AGE1TP6021", "AGE6TP6021")


def poverty(rows: Iterable[Sequence[str]]) -> bytes:
    """A Filosofi file of poverty rates."""
    lines = [";".join(POOR_COLUMNS), *(";".join(row) for row in rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def barometer(rows: Iterable[str]) -> bytes:
    """A file of one indicator of the DITP barometer."""
    header = (
        "indic_id,enforce_zone_id,metric_enforce_date,maille,indic_vi,indic_va,indic_vc,indic_ta"
    )
    return "".join(f"{line}\n" for line in (header, *rows)).encode()


def template(rows: Iterable[str]) -> bytes:
    """Our table, filled."""
    header = "niveau;code;indicateur;annee;valeur;source"
    return "".join(f"{line}\r\n" for line in (header, *rows)).encode("utf-8-sig")
