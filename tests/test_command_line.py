"""The command line says what the screens say, in French, and never more than they may."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from diagnostic.__main__ import main
from diagnostic.answers import AnswerState, Value, accept
from diagnostic.benchmarks import FIGURES, SOURCES
from diagnostic.campaigns import Diagnostic, Wave, ask_locally
from diagnostic.demonstration import CODE, TERRITORY, fill
from diagnostic.questionnaire import current, versions
from diagnostic.respondents import Viewpoint
from diagnostic.settings import PROJECT
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer
from diagnostic.workshops.programmes import PROGRAMMES


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
def demo_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    with Store.open(path) as store:
        fill(store, Gazetteer.read())
    return path


@pytest.fixture
def demo(demo_base: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that holds the demonstration."""
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(demo_base))
    return demo_base


@pytest.fixture
def small(base: Path) -> Diagnostic:
    """Six citizens and four élus, who write things that look like formulas."""
    with Store.open(base) as store:
        diagnostic = store.open_diagnostic("=2+3 Petit", TERRITORY, current())
        store.add_local_question(diagnostic, ask_locally(1, "scale", "=HYPERLINK(0)"))
        store.add_local_question(diagnostic, ask_locally(2, "choice", "Où ?", ("=2+3", "Hameau")))
        store.add_local_question(diagnostic, ask_locally(3, "text", "+33 ?"))
        (wave,) = store.waves(diagnostic)
        for number in range(10):
            viewpoint = Viewpoint.CITIZEN if number < 6 else Viewpoint.ELECTED
            said: dict[str, Value] = {"F01.G": number, "L1": 5, "L2": "o1" if number else "o2"}
            said |= {"L3": "=HYPERLINK(1)", "mot_libre": "@voisin"}
            answer(store, wave, viewpoint, said, comment="=mon voisin")
        store.close_wave(wave)
    return diagnostic


def answer(
    store: Store,
    wave: Wave,
    viewpoint: Viewpoint,
    said: dict[str, Value],
    comment: str = "",
) -> None:
    """One more person, who gives these answers."""
    (diagnostic,) = (d for d in store.diagnostics() if d.id == wave.diagnostic_id)
    known = current().by_id | {q.id: q for q in store.local_questions(diagnostic)}
    submission, _ = store.begin(wave, viewpoint, False)
    store.save(
        submission,
        [accept(known[name], AnswerState.GIVEN, value) for name, value in said.items()],
    )
    if comment:
        store.say(submission, "F01.G", comment)


def read_csv(text: str, separator: str = ";") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=separator))


def every_word(tree: object) -> set[str]:
    """All the strings of a JSON tree, keys included."""
    if isinstance(tree, dict):
        return set().union(*({key} | every_word(value) for key, value in tree.items()), set())
    if isinstance(tree, list):
        return set().union(*map(every_word, tree), set())
    return {tree} if isinstance(tree, str) else set()


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


@pytest.mark.parametrize("command", ["import", "restore", "verify", "bring", "copies-key"])
def test_a_name_that_no_disk_takes_is_told_in_one_line(run: Run, command: str) -> None:
    told = run(command, "a" * 300)
    assert told.code == 2
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert not {"Errno", "name", "Traceback"} & set(told.err.split())


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


def test_the_programmes_of_workshops_are_checked_too(run: Run, tmp_path: Path) -> None:
    told = run("check", PROGRAMMES)
    assert told.code == 0
    assert "2 programmes" in plain(told.out)
    bad = tmp_path / "programmes.yaml"
    content = PROGRAMMES.read_text(encoding="utf-8")
    bad.write_text(content.replace("kind: debat", "kind: dispute", 1), encoding="utf-8")
    told = run("check", bad)
    assert told.code == 1
    assert "programmes.yaml, ligne " in told.out


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
    assert "n’est pas une base de données" in told.err


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


# --- naming a diagnostic


@pytest.mark.parametrize("name", [CODE, CODE.lower(), "fougeres", "Fougères Agglo", "demo 0001"])
def test_a_diagnostic_is_named_by_its_code_or_the_beginning_of_its_title(
    run: Run, demo: Path, name: str
) -> None:
    told = run("score", name)
    assert told.code == 0
    assert told.out.startswith(f"Fougères Agglomération (démonstration)  {CODE}\n")


@pytest.mark.parametrize("command", ["score", "export"])
@pytest.mark.parametrize("name", ["Agglomération", "DEMO0002", "", "%s", "…"])
def test_a_diagnostic_that_nobody_knows_is_told_in_one_line(
    run: Run, demo: Path, command: str, name: str
) -> None:
    told = run(command, name)
    assert told.code == 2
    assert told.out == ""
    assert told.err.startswith("Aucun diagnostic n’a le code")
    assert told.err.count("\n") == 1


def test_two_titles_that_begin_alike_call_for_the_code(run: Run, base: Path) -> None:
    with Store.open(base) as store:
        codes = {
            store.open_diagnostic(f"Vallée {place}", TERRITORY, current()).code
            for place in ("haute", "basse")
        }
    told = run("score", "vallee")
    assert told.code == 2
    assert all(code in told.err for code in codes)
    assert run("score", "vallée b").code == 0


@pytest.mark.parametrize("command", ["score", "export"])
def test_a_wave_that_is_not_there_is_told_with_those_that_are(
    run: Run, demo: Path, command: str
) -> None:
    told = run(command, CODE, "--wave", "3")
    assert told.code == 2
    assert "n’a pas de vague 3 : choisissez parmi 1, 2." in plain(told.err)


# --- score


def test_scores_say_their_base_their_source_and_their_year(run: Run, demo: Path) -> None:
    told = run("score", CODE, "--wave", "1")
    lines = plain(told.out).splitlines()
    assert "Données fictives." in lines
    assert "Personnes : citoyens 60, élus 12, entreprises 14, associations 17, institutions 9" in (
        lines
    )
    assert "Non montrés, moins de 5 personnes : catalyseurs" in lines
    place = next(n for n, line in enumerate(lines) if line.startswith("F09  Mobilité : "))
    assert lines[place].endswith("/10, moyenne de 5 regards")
    assert lines[place + 1].startswith("    citoyens 7,")
    assert "(n = " in lines[place + 1]
    assert lines[place + 2].startswith("      France : 5,9/10 (Le RAMEAU, IMPACT-Citoyens, 2019")
    national = [line for line in lines if "France : " in line]
    assert len(national) > 20
    assert all("n = " in line or "n > " in line or "n non indiqué" in line for line in national)


def test_scores_say_how_sure_they_are_and_where_they_stand_beside_france(
    run: Run, demo: Path
) -> None:
    lines = plain(run("score", CODE, "--wave", "1").out).splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("F09  Mobilité : "))
    ends = re.search(r"\(n = \d+.* ; (\d+,\d) à (\d+,\d)\)$", lines[place + 1])
    assert ends
    assert ends[1] < "7,5" < ends[2]
    assert re.search(r" ; ici \+\d,\d \([+−]\d,\d à \+\d,\d\), au-dessus$", lines[place + 2])
    axis = next(n for n, line in enumerate(lines) if line.startswith("A  "))
    assert re.search(r"\(n = \d+.* ; (\d,\d à \d,\d|pas d’intervalle.*)\)$", lines[axis + 1])
    assert any(re.search(r"^      \d+ % .*  \(\d+ % à \d+ %\)$", line) for line in lines)


def test_scores_hold_axes_and_say_where_not_knowing_is_the_finding(run: Run, demo: Path) -> None:
    lines = plain(run("score", CODE, "--wave", "1").out).splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("F  Évaluer"))
    firms = next(line for line in lines[place:] if line.startswith("    entreprises"))
    assert firms.startswith("    entreprises pas de note (n = ")
    assert "ne sait pas : 5" in firms


def test_few_answers_beside_france_are_called_indicative(run: Run, demo: Path) -> None:
    lines = plain(run("score", CODE, "--wave", "1").out).splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("K2  "))
    france = [line for line in lines[place : place + 8] if "France : " in line]
    assert france
    assert all(", à titre indicatif" in line for line in france)


def test_scores_are_of_the_last_wave_unless_told_otherwise(run: Run, demo: Path) -> None:
    last = run("score", CODE, "--json")
    assert json.loads(last.out)["vague"]["numero"] == 2
    assert run("score", CODE, "--json", "--wave", "2") == last


def test_json_scores_hold_nothing_of_a_withheld_regard(run: Run, demo: Path) -> None:
    told = run("score", CODE, "--wave", "1", "--json")
    assert told.code == 0
    scores = json.loads(told.out)
    assert scores["diagnostic"] == {
        "code": CODE,
        "titre": "Fougères Agglomération (démonstration)",
        "donnees_fictives": True,
    }
    assert scores["vague"]["numero"] == 1
    assert scores["vague"]["close_le"] is not None
    assert scores.pop("regards_trop_peu_nombreux") == ["catalyseur"]
    assert "catalyseur" not in every_word(scores)
    assert "citoyen" in every_word(scores)
    assert len(scores["domaines"]) == 16
    assert len(scores["axes"]) == 8


def test_scores_of_a_diagnostic_where_nobody_answered_are_empty_and_whole(
    run: Run, base: Path
) -> None:
    with Store.open(base) as store:
        store.open_diagnostic("Vide", TERRITORY, current())
    told = run("score", "vide")
    assert told.code == 0
    assert "trop peu de réponses" in told.out
    assert "(n = " not in plain(told.out)
    assert json.loads(run("score", "vide", "--json").out)["personnes"] == {}


# --- export


def test_answers_are_exported_for_a_french_spreadsheet(run: Run, demo: Path) -> None:
    told = run("export", CODE, "--csv", "--wave", "1")
    assert told.code == 0
    assert told.out.startswith("\ufeffpersonne;vague;regard;question;etat;valeur\r\n")
    rows = read_csv(told.out)
    with Store.open(demo) as store:
        wave = store.waves(store.diagnostic(CODE))[0]
        passages = store.passages(wave)
    given = Counter(
        (passage.submission.viewpoint, answer.question_id)
        for passage in passages
        for answer in passage.answers.values()
        if answer.value is not None
    )
    kept = Counter(
        (str(passage.submission.viewpoint), answer.question_id, str(answer.state))
        for passage in passages
        for answer in passage.answers.values()
        if passage.submission.viewpoint is not Viewpoint.CATALYST
        and answer.question_id in current().by_id
        and current().question(answer.question_id).kind != "text"
        and not answer.question_id.startswith("profil.")
        and given[passage.submission.viewpoint, answer.question_id] >= 5
    )
    told_rows = Counter((row["regard"], row["question"], row["etat"]) for row in rows)
    assert kept <= told_rows
    assert {row["vague"] for row in rows} == {"1"}
    assert len({row["personne"] for row in rows}) == len(passages) - 3


def test_answers_are_exported_for_other_spreadsheets(run: Run, demo: Path) -> None:
    told = run("export", CODE, "--international", "--wave", "1")
    assert told.out.startswith("personne,vague,regard,question,etat,valeur\r\n")
    french = run("export", CODE, "--wave", "1")
    assert read_csv(told.out, ",") == read_csv(french.out)


def test_an_export_says_what_it_leaves_out(run: Run, demo: Path) -> None:
    told = run("export", CODE, "--wave", "1")
    said = plain(told.err)
    assert "Catalyseurs : laissés de côté, moins de 5 personnes." in said
    assert "Élus : sans les réponses à profil.strate, profil.mandat, L2, qui feraient" in said
    assert "Citoyens : sans les réponses à profil.lieu, L2," in said
    asked = {(row["regard"], row["question"]) for row in read_csv(told.out)}
    assert ("citoyen", "profil.age") in asked
    assert ("citoyen", "profil.lieu") not in asked
    assert not any(regard == "catalyseur" for regard, _ in asked)
    assert not any(name.startswith("profil.") for regard, name in asked if regard != "citoyen")


def test_nothing_written_by_a_person_is_exported(run: Run, small: Diagnostic) -> None:
    told = run("export", small.code)
    assert told.code == 0
    for written in ("voisin", "HYPERLINK", "Hameau", "2+3"):
        assert written not in told.out
    assert {row["question"] for row in read_csv(told.out)} == {"F01.G", "L1"}


def test_no_cell_of_an_export_can_be_run_as_a_formula(run: Run, small: Diagnostic) -> None:
    told = run("export", small.code)
    cells = [cell for row in read_csv(told.out) for cell in row.values()]
    assert len(cells) > 20
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)


def test_an_export_holds_neither_link_nor_date_nor_number_of_the_memory(
    run: Run, small: Diagnostic, base: Path
) -> None:
    out = run("export", small.code).out
    with Store.open(base) as store:
        (wave,) = store.waves(small)
        for passage in store.passages(wave):
            assert str(passage.submission.id) not in out
        assert wave.opened_on.isoformat() not in out
    assert {row["personne"] for row in read_csv(out)} <= {str(n) for n in range(1, 20)}


def test_profiles_that_name_someone_only_together_are_not_kept_together(
    run: Run, base: Path
) -> None:
    ages = ["moins_de_30"] * 5 + ["de_30_a_44"] * 5
    places = ["secteur_principal", "autre_commune"] * 5
    with Store.open(base) as store:
        diagnostic = store.open_diagnostic("Croisé", TERRITORY, current())
        (wave,) = store.waves(diagnostic)
        for age, place in zip(ages, places, strict=True):
            answer(store, wave, Viewpoint.CITIZEN, {"profil.age": age, "profil.lieu": place})
        store.close_wave(wave)
    told = run("export", "croise")
    assert Counter(row["question"] for row in read_csv(told.out)) == {"profil.age": 10}
    assert "Citoyens : sans les réponses à profil.lieu," in plain(told.err)


def test_answers_of_an_open_wave_are_not_exported(run: Run, demo: Path) -> None:
    told = run("export", CODE)
    assert (told.code, told.out) == (2, "")
    assert "La vague 2 est encore ouverte" in plain(told.err)


def test_a_question_that_too_few_of_a_regard_answered_is_not_exported(run: Run, base: Path) -> None:
    with Store.open(base) as store:
        diagnostic = store.open_diagnostic("Seuil", TERRITORY, current())
        (wave,) = store.waves(diagnostic)
        for number in range(6):
            said: dict[str, Value] = {"F01.G": 5}
            answer(store, wave, Viewpoint.CITIZEN, said | ({"F02.G": 9} if number < 4 else {}))
        store.close_wave(wave)
    told = run("export", diagnostic.code)
    assert Counter(row["question"] for row in read_csv(told.out)) == {"F01.G": 6}


def test_a_regard_of_which_somebody_erased_their_answers_is_not_exported_again(
    run: Run, base: Path
) -> None:
    with Store.open(base) as store:
        diagnostic = store.open_diagnostic("Effacé", TERRITORY, current())
        (wave,) = store.waves(diagnostic)
        tokens = []
        for mark in range(7):
            submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
            store.save(submission, [accept(current().question("F01.G"), AnswerState.GIVEN, mark)])
            tokens.append(token)
        store.close_wave(wave)
    assert len(read_csv(run("export", diagnostic.code).out)) == 7
    before = run("score", diagnostic.code, "--json").out
    with Store.open(base) as store:
        store.erase_submission(tokens[0])
    told = run("export", diagnostic.code)
    assert read_csv(told.out) == []
    assert "des réponses ont été effacées" in plain(told.err)
    assert run("score", diagnostic.code, "--json").out == before


def test_a_regard_under_the_threshold_is_not_exported(run: Run, small: Diagnostic) -> None:
    told = run("export", small.code)
    assert {row["regard"] for row in read_csv(told.out)} == {"citoyen"}
    assert "Élus : laissés de côté, moins de 5 personnes." in plain(told.err)


def test_an_export_into_a_file_never_replaces_one_unasked(
    run: Run, small: Diagnostic, tmp_path: Path
) -> None:
    path = tmp_path / "réponses.csv"
    told = run("export", small.code, "--output", path)
    assert told.code == 0
    assert told.out == ""
    assert str(path) in told.err
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfpersonne;")
    path.write_bytes(b"precieux")
    refused = run("export", small.code, "--output", path)
    assert refused.code == 2
    assert "existe déjà" in refused.err
    assert path.read_bytes() == b"precieux"
    assert run("export", small.code, "--output", path, "--force").code == 0
    assert path.read_bytes() == written


def test_a_place_that_cannot_be_written_is_told(
    run: Run, small: Diagnostic, tmp_path: Path
) -> None:
    told = run("export", small.code, "--output", tmp_path / "absent" / "r.csv")
    assert told.code == 2
    assert told.out == ""
    assert "ne peut pas être écrit" in told.err


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
