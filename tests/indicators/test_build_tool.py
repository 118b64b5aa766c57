"""The tool that writes the tables of values, on a made-up folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from diagnostic.indicators import REFERENCES

TOOL = REFERENCES.parent / "tools" / "build_indicators.py"
FOLDER = {
    "indicators.csv": [
        "level,code,indicator_id,year,value,source_id,method",
        "departement,93,habitants,2020,1000.0,S1,officiel",
        "region,93,habitants,2020,5000,S1,agrege",
        "departement,93,chomage,2021,12.50,S1,officiel",
        "departement,01,chomage,2014,0.0,S1,officiel",
    ],
    "indicators_meta.csv": ["indicator_id,label_fr", "chomage,Chômage", "habitants,Habitants"],
    "sources.csv": ["source_id,source", "S1,Insee"],
    "territories.csv": [
        "level,code,name,parent_region",
        "departement,93,Seine-Saint-Denis,11",
        "departement,01,Ain,84",
        "region,93,Provence,",
    ],
}
REFERENCE = {
    "indicators-meta.csv": ["indicator_id;label", "habitants;Habitants", "chomage;Chômage"],
    "indicators-sources.csv": ["source_id;producer", "S1;Insee"],
}


def make(folder: Path, **changed: list[str]) -> Path:
    for place, files in ((folder / "gathered", FOLDER), (folder / "references", REFERENCE)):
        place.mkdir(parents=True, exist_ok=True)
        for name, lines in files.items():
            lines = changed.get(name.partition(".")[0], lines) if files is FOLDER else lines
            (place / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TOOL), "gathered", "--references", "references", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_it_writes_one_line_per_territory_and_one_column_per_year(tmp_path: Path) -> None:
    assert run(make(tmp_path)).returncode == 0
    table = (tmp_path / "references" / "indicators.csv").read_bytes().decode("utf-8-sig")
    assert table.splitlines() == [
        "niveau;code;nom;region;habitants 2020;chomage 2014;chomage 2021",
        "region;93;Provence;;5000;;",
        "departement;01;Ain;84;;0;",
        "departement;93;Seine-Saint-Denis;11;1000;;12,5",
    ]
    series = (tmp_path / "references" / "indicators-series.csv").read_text(encoding="utf-8-sig")
    assert series.splitlines() == [
        "indicator_id;year;level;source_id;method;known",
        "habitants;2020;region;S1;agrege;1",
        "habitants;2020;departement;S1;officiel;1",
        "chomage;2014;departement;S1;officiel;1",
        "chomage;2021;departement;S1;officiel;1",
    ]


def test_the_same_folder_gives_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    head, *rows = FOLDER["indicators.csv"]
    assert run(make(tmp_path)).returncode == 0
    assert run(make(tmp_path, indicators=[head, *reversed(rows)]), "--check").returncode == 0


def test_a_table_changed_by_hand_is_noticed_and_left_alone(tmp_path: Path) -> None:
    assert run(make(tmp_path)).returncode == 0
    table = tmp_path / "references" / "indicators.csv"
    table.write_bytes(table.read_bytes().replace(b"12,5", b"12,6"))
    checked = run(tmp_path, "--check")
    assert checked.returncode == 1
    assert "indicators.csv" in checked.stdout
    assert b"12,6" in table.read_bytes()


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        ("indicators", "departement,93,chomage,2021,13,S1,officiel", "Deux valeurs"),
        ("indicators", "region,93,chomage,2021,N/A,S1,officiel", "N/A"),
        ("indicators", "region,93,chomage,2021,7.12345,S1,officiel", "7.12345"),
        ("indicators", "region,93,chomage,21,7,S1,officiel", "année"),
        ("indicators", "region,93,age,2021,7,S1,officiel", "age"),
        ("indicators", "region,93,chomage,2021,7,S2,officiel", "S2"),
        ("indicators", "region,93,chomage,2021,7,S1,au doigt mouillé", "méthode"),
        ("indicators", "region,84,chomage,2021,7,S1,officiel", "region 84"),
        ("indicators", "departement,01,chomage,2021,7,S1,calcule", "plusieurs sources ou méthodes"),
        ("territories", "canton,01,Bourg,84", "canton"),
        ("indicators_meta", "age,Âge", "age"),
        ("sources", "S2,Drees", "S2"),
    ],
)
def test_what_is_doubtful_is_refused_and_nothing_is_written(
    tmp_path: Path, table: str, line: str, words: str
) -> None:
    refused = run(make(tmp_path, **{table: [*FOLDER[f"{table}.csv"], line]}))
    assert refused.returncode == 1
    assert words in refused.stderr
    assert not (tmp_path / "references" / "indicators.csv").exists()


def test_an_absent_folder_is_said_in_french(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "gathered" / "indicators.csv").unlink()
    refused = run(tmp_path)
    assert refused.returncode == 1
    assert "introuvable" in refused.stderr
