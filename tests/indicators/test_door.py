"""The door of the measured facts: nothing doubtful comes in, and every fault is told at once."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostic.indicators import Indicators
from diagnostic.problems import ContentRefused, Problem
from tests.indicators import tiny


def faults(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(ContentRefused) as refusal:
        Indicators.read(folder)
    return refusal.value.problems


def changed(lines: list[str], old: str, new: str) -> list[str]:
    assert any(old in line for line in lines)
    return [line.replace(old, new) for line in lines]


REFUSALS: list[tuple[str, list[str], str, str, str | int, str, int]] = [
    # table, its lines, what is changed into what, place of the fault, words of its cause, line
    ("meta", tiny.META, "Chômage;Unemployment", "Chômage;", "label_en", "anglais", 2),
    ("meta", tiny.META, "fragilite", "fragile", "sense", "fragile", 2),
    ("meta", tiny.META, ";1;lineaire", ";3;lineaire", "decimals", "3", 2),
    ("meta", tiny.META, "age;Âge", "chomage;Âge", "indicator_id", "ligne 2", 5),
    ("meta", tiny.META, "age;Âge", "âge;Âge", "indicator_id", "âge", 5),
    ("meta", tiny.META, "À savoir.;", "", 11, "11 cellules", 5),
    ("sources", tiny.SOURCES, "2023-06-01", "juin 2023", "published", "juin", 2),
    ("sources", tiny.SOURCES, "https://insee.fr", "insee.fr", "link", "insee", 2),
    ("sources", tiny.SOURCES, "S1;Insee;", "S1;;", "producer", "vide", 2),
    ("series", tiny.SERIES, "2022;departement;S2", "2022;departement;S9", "source_id", "S9", 6),
    ("series", tiny.SERIES, "officiel", "official", "method", "official", 2),
    ("series", tiny.SERIES, "2020;region", "20;region", "year", "20", 4),
    ("series", tiny.SERIES, ";region;", ";canton;", "level", "canton", 4),
    ("series", tiny.SERIES, "2014;departement", "2020;departement", "year", "déjà", 3),
    ("series", tiny.SERIES, "agrege;2", "agrege;", "known", "manque", 4),
    ("gaps", tiny.GAPS, "S1;chomage", "S1;chomages", "indicators", "chomages", 2),
    ("gaps", tiny.GAPS, "Not published here.", "", "reason_en", "anglais", 2),
    ("gaps", tiny.GAPS, ";;departement;;", ";;departement;93;", "codes", "departement:04", 1),
    ("domains", tiny.DOMAINS, "ressource;soins", "contexte;soins", "sense", "sens", 4),
    ("domains", tiny.DOMAINS, "ressource;soins", "ressource;", "facet", "vide", 4),
    ("domains", tiny.DOMAINS, "F06;chomage", "F06;medecins", "indicator_id", "déjà", 5),
    ("domains", tiny.DOMAINS, "F01;age", "F12;age", "role", "F12", 3),
    ("domains", tiny.DOMAINS, "F08;;", "F01;;", "role", "F01", 2),
    ("domains", tiny.DOMAINS, "F08;;", "F08;age;", "indicator_id", "pas de mesure", 6),
    ("values", tiny.VALUES, ";9;40;", ";9;4O;", "chomage 2020", "4O", 10),
    ("values", tiny.VALUES, ";9;40;", ";9;4e1;", "chomage 2020", "4e1", 10),
    ("values", tiny.VALUES, ";9;40;", f";9;{'9' * 400};", "chomage 2020", "999", 10),
    ("values", tiny.VALUES, ";9;40;", ";9;4,0,1;", "chomage 2020", "4,0,1", 10),
    ("values", tiny.VALUES, ";9;40;", ";40;", "niveau", "9 cellules", 10),
    ("values", tiny.VALUES, "departement;01", "departement;1", "code", "1", 5),
    ("values", tiny.VALUES, "departement;02", "departement;01", "code", "déjà", 6),
    ("values", tiny.VALUES, "departement;02", "canton;02", "niveau", "canton", 6),
    ("values", tiny.VALUES, "Aisne;11", "Aisne;12", "region", "12", 1),
    ("values", tiny.VALUES, "chomage 2020;", "chomage 2019;", "chomage 2020", "manque", 1),
    ("values", tiny.VALUES, ";8;30;", ";8;;", "chomage 2020", "4 valeurs au lieu de 5", 1),
    ("values", tiny.VALUES, ";;;11;;;;", ";;;11;;;;5", 6, "source", 1),
]


@pytest.mark.parametrize(("table", "lines", "old", "new", "column", "cause", "line"), REFUSALS)
def test_a_fault_is_refused_where_it_is(
    tmp_path: Path,
    table: str,
    lines: list[str],
    old: str,
    new: str,
    column: str | int,
    cause: str,
    line: int,
) -> None:
    found = faults(tiny.write(tmp_path, **{table: changed(lines, old, new)}))
    told = [fault for fault in found if (fault.column, fault.line) == (column, line)]
    assert told, found
    assert cause in told[0].cause
    assert told[0].cure


def test_all_the_faults_of_all_the_tables_are_told_at_once(tmp_path: Path) -> None:
    folder = tiny.write(
        tmp_path,
        meta=changed(changed(tiny.META, "fragilite", "fragile"), "ressource", "richesse"),
        sources=changed(tiny.SOURCES, "2023-06-01", "hier"),
        values=changed(tiny.VALUES, ";9;40;", ";9;beaucoup;"),
    )
    files = [fault.file for fault in faults(folder)]
    assert files.count("indicators-meta.csv") == 2
    assert {"indicators-sources.csv", "indicators.csv"} <= set(files)
    assert files == sorted(files)


@pytest.mark.parametrize("name", sorted(tiny.FILES))
def test_an_absent_or_unreadable_table_is_refused(tmp_path: Path, name: str) -> None:
    folder = tiny.write(tmp_path)
    (folder / name).unlink()
    assert any(fault.file == name for fault in faults(folder))
    (folder / name).write_bytes("é;\n".encode("latin-1"))
    assert any("UTF-8" in fault.cause for fault in faults(folder))
    (folder / name).write_text('niveau;"code\n', encoding="utf-8")
    assert any(fault.file == name for fault in faults(folder))
    (folder / name).write_text("", encoding="utf-8")
    assert any(fault.file == name for fault in faults(folder))


def test_a_table_with_commas_says_what_to_change(tmp_path: Path) -> None:
    lines = [line.replace(";", ",") for line in tiny.META]
    fault = faults(tiny.write(tmp_path, meta=lines))[0]
    assert "points-virgules" in fault.cause


def test_a_file_too_big_is_refused_before_it_is_read(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    (folder / "indicators.csv").write_bytes(b"x" * 5_000_001)
    assert any("trop gros" in fault.cause for fault in faults(folder))


def test_a_spreadsheet_may_have_saved_the_tables_again(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path)
    expected = Indicators.read(folder).distribution(tiny.department("01").level, "chomage")
    for name in tiny.FILES:
        lines = (folder / name).read_text(encoding="utf-8-sig").splitlines()
        quoted = [";".join(f'"{cell}"' for cell in line.split(";")) for line in lines]
        (folder / name).write_bytes("\r\n".join(quoted).encode("utf-8"))
    again = Indicators.read(folder).distribution(tiny.department("01").level, "chomage")
    assert again == expected


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    line=st.integers(1, len(tiny.VALUES) - 1),
    cell=st.integers(0, 9),
    said=st.text(alphabet='09,.-+e "\n;éN/A', max_size=8),
)
def test_whatever_is_typed_in_a_cell_is_read_or_refused(
    tmp_path: Path, line: int, cell: int, said: str
) -> None:
    rows = [row.split(";") for row in tiny.VALUES]
    rows[line][cell] = said
    folder = tiny.write(tmp_path)
    with (folder / "indicators.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    try:
        read = Indicators.read(folder)
    except ContentRefused as refusal:
        told = [problem.cure for problem in refusal.problems]
    else:
        told = [one.id for one in read.all]
    assert told
    assert all(told)
