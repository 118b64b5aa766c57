"""The table of territories: refused when damaged, rebuilt to the byte from its package."""

import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from diagnostic.problems import ContentRefused
from diagnostic.territories import Alias, Gazetteer, TerritoryKey

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / "tools" / "build_territories.py"
TABLE = ROOT / "references" / "territories.csv"


def commune(code: str, name: str, department: str, people: int | None, **more: object) -> object:
    region = {"01": "84", "38": "84", "975": "975"}[department]
    place = {"code": code, "nom": name, "departement": department, "region": region}
    counted = {} if people is None else {"population": people}
    return {"type": "commune-actuelle", **place, **counted, **more}


PACKAGE = {
    "package.json": {"name": "essai", "version": "0.0.1"},
    "data/regions.json": [
        {"code": "84", "nom": "Auvergne-Rhône-Alpes", "zone": "metro"},
        {"code": "975", "nom": "Saint-Pierre-et-Miquelon", "zone": "com"},
    ],
    "data/departements.json": [
        {"code": "975", "region": "975", "nom": "Saint-Pierre-et-Miquelon", "zone": "com"},
        {"code": "38", "region": "84", "nom": "Isère", "zone": "metro"},
        {"code": "01", "region": "84", "nom": "Ain", "zone": "metro"},
    ],
    "data/epci.json": [
        {
            "code": "200000000",
            "nom": 'CC "Entre-deux"',
            "type": "CC",
            "membres": [{"code": "01001"}, {"code": "38001"}],
        }
    ],
    "data/communes.json": [
        commune("38001", "Les Abrets", "38", 900, codesPostaux=["38490", "38480"]),
        commune("01001", "Bourg", "01", 100, anciensCodes=["01009", "01010"], siren="210100012"),
        commune("01002", "Lyonne", "01", 0),
        commune("97502", "Saint-Pierre", "975", 5194),
        commune("97503", "Rocher", "975", None),
        {"type": "commune-deleguee", "code": "01009", "nom": "Vieux-Bourg", "chefLieu": "01002"},
        {"type": "commune-associee", "code": "01001", "nom": "Bourg", "chefLieu": "01001"},
        {
            "type": "arrondissement-municipal",
            "code": "01201",
            "nom": "Bourg 1er Arrondissement",
            "commune": "01001",
        },
    ],
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "essai.tgz"
    with tarfile.open(path, "w:gz") as package:
        for name, content in PACKAGE.items():
            data = json.dumps(content, ensure_ascii=False).encode()
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(data)
            package.addfile(entry, io.BytesIO(data))
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TOOL), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def table(archive: Path, tmp_path: Path) -> Path:
    path = tmp_path / "territories.csv"
    done = run("--package", archive, "--output", path, "--any-package")
    assert done.returncode == 0, done.stderr
    return path


def test_the_table_says_what_the_package_says(table: Path) -> None:
    assert table.read_text(encoding="utf-8-sig").splitlines()[1:] == [
        "pays;FR;France;;;;;;1000;2023;;;;",
        "region;84;Auvergne-Rhône-Alpes;;;;;;1000;2023;;;;",
        "departement;01;Ain;;84;;;;100;2023;;;;",
        "departement;38;Isère;;84;;;;900;2023;;;;",
        "collectivite;975;Saint-Pierre-et-Miquelon;;;;;;5194;2023;;;;",
        'epci;200000000;"CC ""Entre-deux""";CC;84;38;;;1000;2023;200000000;;;',
        "commune;01001;Bourg;;84;01;200000000;;100;2023;210100012;;01010:;"
        "01201:Bourg 1er Arrondissement",
        "commune;01002;Lyonne;;84;01;;;0;2023;;;01009:Vieux-Bourg;",
        "commune;38001;Les Abrets;;84;38;200000000;;900;2023;;38480 38490;;",
        "commune;97502;Saint-Pierre;;;;;975;5194;2023;;;;",
        "commune;97503;Rocher;;;;;975;;;;;;",
    ]


def test_the_gazetteer_reads_what_the_tool_writes(table: Path) -> None:
    gazetteer = Gazetteer.read(table)
    lyonne = gazetteer.get(TerritoryKey.parse("commune:01002"))
    assert lyonne.former == (Alias("01009", "Vieux-Bourg"),)
    assert lyonne.population == 0
    assert gazetteer.search("vieux bourg")[0].territory == lyonne
    assert gazetteer.search("entre deux isère")[0].territory.kind == "CC"


def test_the_same_package_gives_the_same_bytes(table: Path, archive: Path) -> None:
    first = table.read_bytes()
    run("--package", archive, "--output", table, "--any-package")
    assert table.read_bytes() == first


def test_checking_tells_a_stale_table_and_leaves_it(table: Path, archive: Path) -> None:
    arguments = ("--package", archive, "--output", table, "--any-package", "--check")
    assert run(*arguments).returncode == 0
    stale = table.read_bytes().replace(b"Lyonne", b"Lionne")
    table.write_bytes(stale)
    assert run(*arguments).returncode == 1
    assert table.read_bytes() == stale


def test_another_package_is_refused_and_nothing_is_written(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "none.csv"
    done = run("--package", archive, "--output", output)
    assert done.returncode == 1
    assert "L’empreinte de essai.tgz" in done.stderr
    assert not output.exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("niveau;code", "level;code", "Les colonnes"),
        ("\nregion;01;", "\ncanton;01;", "ligne 3.*« canton » est inconnu"),
        ("\nregion;01;Guadeloupe", "\nregion;;Guadeloupe", "pas de code ou de nom"),
        ("\nregion;02;", "\nregion;01;", "deux fois"),
        ("384160;2023", "38 4160;2023", "nombre entier"),
        ("384160;2023", "384160;", "nombre entier"),
        ("\nregion;02;Martinique;", "\nregion;02;", "cellules"),
    ],
)
def test_a_damaged_table_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    lines = TABLE.read_text(encoding="utf-8-sig").splitlines(keepends=True)[:20]
    copy = tmp_path / "territories.csv"
    copy.write_text("".join(lines).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentRefused, match=message):
        Gazetteer.read(copy)


def test_a_missing_table_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(ContentRefused, match="python tools/build_territories.py"):
        Gazetteer.read(tmp_path / "absent.csv")
