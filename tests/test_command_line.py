"""The command line says what the screens say, in French, and never more than they may."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from diagnostic.__main__ import main
from diagnostic.benchmarks import FIGURES, SOURCES
from diagnostic.demonstration import CODE, TERRITORY, fill
from diagnostic.questionnaire import current, versions
from diagnostic.settings import PROJECT
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str


Run = Callable[..., Told]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def _run(*arguments: str | Path) -> Told:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return _run


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation without anything in it."""
    path = tmp_path / "base.sqlite"
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(path))
    return path


@pytest.fixture(scope="module")
def demo_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    with Store.open(path) as store:
        fill(store, Gazetteer.read())
    yield path


@pytest.fixture
def demo(demo_base: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that holds the demonstration."""
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(demo_base))
    return demo_base


# --- what is typed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([], "Il manque COMMANDE"),
        (["voler"], "« voler » n’est pas accepté comme COMMANDE : choisissez parmi check, "),
        (["check"], "Il manque FICHIER"),
        (["territories"], "Il manque MOTS"),
        (["score"], "Il manque DIAGNOSTIC"),
        (["territories", "x", "--vite"], "« --vite » n’est pas compris"),
        (["territories", "x", "--limit", "0"], "« 0 » n’est pas un nombre entier positif"),
        (["territories", "x", "--level", "ville"], "choisissez parmi pays, region, "),
        (["export", "x", "--output"], "--output attend une valeur"),
        (["export", "x", "--wave", "deux"], "« deux » n’est pas un nombre entier positif"),
        (["diagnostics", "--limi", "3"], "--limi 3"),
    ],
)
def test_what_is_not_understood_is_said_in_one_french_line(
    run: Run, typed: list[str], said: str
) -> None:
    told = run(*typed)
    assert told.code == 2
    assert told.out == ""
    assert said in plain(told.err)
    assert told.err.count("\n") == 1
    assert not {"argument", "required", "invalid", "choose", "usage"} & set(told.err.split())


@pytest.mark.parametrize(
    "command", ["check", "territories", "diagnostics", "score", "export", "migrate", "demo"]
)
def test_each_command_has_a_help_in_french(run: Run, command: str) -> None:
    told = run(command, "--help")
    assert told.code == 0
    assert plain(told.out).startswith(f"Utilisation : python -m diagnostic {command}")
    assert "montre cette aide" in told.out
    for english in ("usage", "positional", "show this", "optional"):
        assert english not in told.out


def test_the_help_names_every_command(run: Run) -> None:
    told = run("--help")
    for command in ("check", "territories", "diagnostics", "score", "export", "migrate", "demo"):
        assert f"    {command}" in told.out


# --- check


def test_the_published_content_has_no_fault(run: Run) -> None:
    files = [*versions(), FIGURES, SOURCES, FIGURES.with_name("territories.csv")]
    told = run("check", *files)
    assert told.code == 0, told.out
    lines = plain(told.out).splitlines()
    assert len(lines) == len(files)
    assert all(" : rien à signaler (" in line for line in lines)
    assert f"{len(current().by_id)} questions" in lines[-4]
    assert "6 parcours" in lines[-4]
    assert "repères" in lines[-3]
    assert "études" in lines[-2]
    assert "communes" in lines[-1]


def test_a_bad_questionnaire_is_told_line_and_column(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "essai-1.0.0.yaml"
    lines = versions()[-1].read_text(encoding="utf-8").splitlines()
    place = next(n for n, line in enumerate(lines) if line.strip() == "star: true")
    lines[place] = lines[place].replace("true", "peut-être")
    bad.write_text("\n".join(lines), encoding="utf-8")
    told = run("check", bad)
    assert told.code == 1
    assert told.err == ""
    assert f"essai-1.0.0.yaml, ligne {place + 1}, colonne " in plain(told.out)


def test_every_fault_of_every_file_is_told_one_per_line(run: Run, tmp_path: Path) -> None:
    table = FIGURES.read_text(encoding="utf-8-sig")
    bad = tmp_path / "chiffres.csv"
    bad.write_text(table.replace(",repere,", ",repaire,", 2), encoding="utf-8")
    broken = tmp_path / "abime.yaml"
    broken.write_text("id: [", encoding="utf-8")
    told = run("check", bad, FIGURES, broken)
    assert told.code == 1
    lines = plain(told.out).splitlines()
    assert [line.split(",")[0] for line in lines if "colonne" in line] == [
        "chiffres.csv",
        "chiffres.csv",
        "abime.yaml",
    ]
    assert "colonne « use »" in lines[0]
    assert sum("rien à signaler" in line for line in lines) == 1


def test_figures_are_read_with_the_sources_beside_them(run: Run, tmp_path: Path) -> None:
    figures, sources = tmp_path / FIGURES.name, tmp_path / SOURCES.name
    figures.write_bytes(FIGURES.read_bytes())
    heading, *studies = SOURCES.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    sources.write_text(heading + studies[0], encoding="utf-8")
    told = run("check", figures)
    assert told.code == 1
    assert "n’est pas dans le tableau des sources" in told.out


@pytest.mark.parametrize("name", ["absent.yaml", "absent.csv", "."])
def test_a_file_that_cannot_be_read_is_told(run: Run, tmp_path: Path, name: str) -> None:
    told = run("check", tmp_path / name)
    assert told.code == 1
    assert "ne peut pas être lu" in told.out


def test_a_file_of_another_kind_is_not_guessed(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("bonjour", encoding="utf-8")
    told = run("check", other)
    assert told.code == 1
    assert "ni un questionnaire, ni un tableau" in told.out


# --- territories


def test_a_commune_is_found_by_its_postcode(run: Run) -> None:
    told = run("territories", "35300")
    assert told.code == 0
    first = told.out.splitlines()[0]
    assert "Fougères" in first
    assert "commune:35115" in first
    assert "code postal 35300" in first
    assert "hab." in first


def test_a_search_keeps_to_the_levels_and_the_number_asked_for(run: Run) -> None:
    told = run(
        "territories", "saint", "denis", "--level", "departement", "--level", "commune",
        "--limit", "3",
    )  # fmt: skip
    lines = told.out.splitlines()
    assert len(lines) == 3
    assert all("commune:" in line or "departement:" in line for line in lines)


def test_a_territory_that_nobody_knows_gives_an_advice(run: Run) -> None:
    told = run("territories", "zzyzzyx")
    assert told.code == 1
    assert told.out == ""
    assert "essayez un code postal" in plain(told.err)


# --- migrate, demo, diagnostics


def test_migrate_makes_the_memory_and_says_where_it_is(run: Run, base: Path) -> None:
    told = run("migrate")
    assert told.code == 0
    assert str(base) in told.out
    assert base.exists()
    assert run("migrate") == told


def test_an_installation_badly_set_is_told_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", "mysql://ici/base")
    told = run("migrate")
    assert told.code == 2
    assert "DIAGNOSTIC_DATABASE" in told.err


def test_a_memory_that_is_not_one_is_told_without_a_traceback(run: Run, base: Path) -> None:
    base.write_bytes(b"pas une base " * 500)
    told = run("diagnostics")
    assert told.code == 2
    assert told.out == ""
    assert "abîmé" in told.err


def test_demo_fills_the_demonstration_once(run: Run, base: Path) -> None:
    told = run("demo")
    assert told.code == 0
    assert CODE in told.out
    assert "données fictives" in told.out
    assert str(base) in told.out
    assert run("demo") == told
    with Store.open(base) as store:
        assert len(store.diagnostics()) == 1


def test_diagnostics_tell_waves_and_regards_over_the_threshold(run: Run, demo: Path) -> None:
    told = run("diagnostics")
    assert told.code == 0
    said = plain(told.out)
    assert said.startswith(f"{CODE}  Fougères Agglomération (démonstration)\n")
    assert "Données fictives." in said
    assert "citoyens 60, élus 12, entreprises 14, associations 17, institutions 9\n" in said
    assert "Vague 1, ouverte le " in said
    assert ", close le " in said
    assert "catalyseur" not in said.lower()


def test_without_any_diagnostic_the_list_says_so(run: Run, base: Path) -> None:
    assert run("diagnostics").out == "Aucun diagnostic pour l’instant.\n"


# --- as a program


def test_the_program_runs_as_a_module(demo: Path) -> None:
    told = as_program("diagnostics")
    assert told.returncode == 0, told.stderr
    assert CODE in told.stdout.decode()


def test_a_reader_that_leaves_breaks_nothing(demo: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    told = as_program("territories", "saint", "--limit", "5000", stdout=writing)
    os.close(writing)
    assert told.returncode == 141
    assert told.stderr == b""


def test_a_terminal_without_accents_gets_plain_letters(demo: Path) -> None:
    told = as_program("diagnostics", PYTHONIOENCODING="ascii")
    assert told.returncode == 0
    assert b"Fougeres Agglomeration (demonstration)" in told.stdout


def as_program(
    *arguments: str, stdout: int = subprocess.PIPE, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "diagnostic", *arguments],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **variables},
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )


def plain(said: str) -> str:
    """With ordinary spaces."""
    return said.replace("\u202f", " ").replace("\u00a0", " ")
