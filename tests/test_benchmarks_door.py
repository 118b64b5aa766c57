"""The door of the national figures: nothing doubtful comes in, and every fault is told."""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic import benchmarks, questionnaire
from diagnostic.benchmarks import Benchmarks
from diagnostic.benchmarks.reading import FIGURE_COLUMNS, SOURCE_COLUMNS
from diagnostic.problems import ContentRefused, Problem
from diagnostic.questionnaire import QUESTIONNAIRES, Questionnaire
from diagnostic.respondents import Viewpoint

CITIZEN = Viewpoint.CITIZEN

SOURCE = {
    "source_id": "etude-2015",
    "producer": "Le RAMEAU",
    "study": "PHARE-Citoyens",
    "dated": "publiée le 30 septembre 2015",
    "dated_en": "published on 30 September 2015",
    "page": "Résultats",
    "site": "exemple.fr",
    "link": "https://exemple.fr/resultats",
    "checked_on": "2026-11-22",
    "rights": "Chiffres cités avec leur source.",
    "rights_en": "Figures quoted with their source.",
}
MARK = {
    "figure_id": "F01.G-citoyen-2015",
    "use": "repere",
    "question_id": "F01.G",
    "subject": "F01",
    "viewpoint": "citoyen",
    "measure": "mean",
    "options": "",
    "value": "7.1",
    "unit": "/10",
    "scale_minimum": "0",
    "scale_maximum": "10",
    "year": "2015",
    "wave": "1",
    "population": "Français",
    "population_en": "people in France",
    "sample_size": ">2000",
    "statement": "L’emploi est noté 7,1/10.",
    "statement_en": "Employment is marked 7.1/10.",
    "source_id": "etude-2015",
    "confidence": "forte",
    "secondary": "oui",
    "conflict": "",
    "conflict_en": "",
    "caveat": "",
    "caveat_en": "",
}
SHARE = MARK | {
    "figure_id": "K1-citoyen-2015",
    "question_id": "K1",
    "subject": "",
    "measure": "share",
    "options": "tout_a_fait+plutot",
    "value": "69",
    "unit": "%",
    "scale_maximum": "100",
}
RANK = MARK | {
    "figure_id": "priorites-association-2015-F01",
    "question_id": "priorites",
    "viewpoint": "association",
    "measure": "rank",
    "options": "F01",
    "value": "1",
    "unit": "rang",
    "scale_minimum": "",
    "scale_maximum": "",
}

Row = Mapping[str, str]
Tables = Callable[..., Benchmarks]


@pytest.fixture(scope="module")
def asked() -> Questionnaire:
    return questionnaire.read(QUESTIONNAIRES / "fragilites-co-construction-1.0.0.yaml")


@pytest.fixture
def read(asked: Questionnaire, tmp_path: Path) -> Tables:
    def read_rows(*figures: Row, sources: tuple[Row, ...] = (SOURCE,)) -> Benchmarks:
        return _read(asked, tmp_path, figures, sources)

    return read_rows


def _write(path: Path, columns: tuple[str, ...], rows: tuple[Row, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        table.writerows(rows)
    return path


def _read(
    asked: Questionnaire, folder: Path, figures: tuple[Row, ...], sources: tuple[Row, ...]
) -> Benchmarks:
    return benchmarks.read(
        asked,
        _write(folder / "figures.csv", FIGURE_COLUMNS, figures),
        _write(folder / "sources.csv", SOURCE_COLUMNS, sources),
    )


def _faults(read: Tables, *figures: Row, sources: tuple[Row, ...] = (SOURCE,)) -> list[Problem]:
    with pytest.raises(ContentRefused) as refusal:
        read(*figures, sources=sources)
    return list(refusal.value.problems)


# The door.


def test_good_rows_are_read(read: Tables) -> None:
    found = read(MARK, SHARE, RANK)
    assert [figure.id for figure in found.all] == [r["figure_id"] for r in (MARK, SHARE, RANK)]
    assert found.all[1].options == ("tout_a_fait", "plutot")
    assert found.all[0].source.study.link == "https://exemple.fr/resultats"


@pytest.mark.parametrize(
    ("row", "column", "cell", "cause", "cure"),
    [
        (MARK, "source_id", "", "vide", "sans sa source"),
        (MARK, "source_id", "etude-2051", "pas dans le tableau des sources", "etude-2015"),
        (MARK, "year", "", "vide", "sans année"),
        (MARK, "year", "automne", "pas une année", "2018-2022"),
        (MARK, "year", "2022-2018", "pas une année", "2018-2022"),
        (MARK, "population", "", "français manque", "Écrivez-le"),
        (MARK, "population_en", "", "anglais manque", "Écrivez-le"),
        (MARK, "statement", "", "français manque", "Écrivez-le"),
        (MARK, "figure_id", "", "vide", "jamais servi"),
        (MARK, "figure_id", "F01 2015", "identifiant", "sans espace"),
        (MARK, "use", "repère", "pas accepté", "repere, contexte"),
        (MARK, "measure", "moyenne", "pas accepté", "mean, share"),
        (MARK, "confidence", "haute", "pas accepté", "forte, moyenne, faible"),
        (MARK, "secondary", "", "vide", "oui ou non"),
        (MARK, "question_id", "F99.G", "n’existe pas", "F"),
        (MARK, "question_id", "", "se compare à une question", "contexte"),
        (MARK, "viewpoint", "maire", "n’existe pas", "citoyen, elu"),
        (MARK, "viewpoint", "", "vide", "citoyen, elu"),
        (MARK, "viewpoint", "ensemble", "un seul regard", "citoyen, elu"),
        (MARK, "subject", "F99", "ni un domaine", "F"),
        (MARK, "value", "", "manque", "retirez la ligne"),
        (MARK, "value", "7,1", "lisible", "7.1"),
        (MARK, "value", "7.1/10", "lisible", "un nombre seul"),
        (MARK, "value", "10.1", "sort de son échelle", "source"),
        (MARK, "value", "-0.1", "sort de son échelle", "source"),
        (MARK, "unit", "%", "unité", "/10"),
        (MARK, "scale_minimum", "", "échelle", "minimum"),
        (MARK, "scale_minimum", "1", "va de 0 à 10", "rien n’est converti"),
        (MARK, "wave", "0", "à partir de 1", "1, 2"),
        (MARK, "sample_size", "environ 2000", "effectif", ">2000"),
        (SHARE, "value", "100.1", "entre 0 et 100", "source"),
        (SHARE, "value", "-1", "entre 0 et 100", "source"),
        (SHARE, "unit", "/10", "pour cent", "%"),
        (SHARE, "options", "plutot+sans_avis", "sans_avis", "tout_a_fait"),
        (SHARE, "options", "plutot+plutot", "deux fois", "une fois"),
        (SHARE, "options", "", "quelles réponses", "tout_a_fait"),
        (RANK, "value", "0", "pas un rang", "premier"),
        (RANK, "value", "1.5", "pas un rang", "premier"),
        (RANK, "value", "17", "dépasse les 16", "source"),
        (RANK, "options", "F01+F02", "une seule option", "une seule"),
        (RANK, "options", "F99", "n’est pas une réponse", "F"),
        (RANK, "unit", "%", "rang", "rang"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place_and_its_cure(
    read: Tables, row: Row, column: str, cell: str, cause: str, cure: str
) -> None:
    faults = [fault for fault in _faults(read, dict(row) | {column: cell}) if cause in fault.cause]
    assert faults, "no fault says so"
    fault = faults[0]
    assert (fault.file, fault.line) == ("figures.csv", 2)
    assert fault.column == column
    assert cure in fault.cure
    assert f"ligne 2, colonne « {column} » : " in str(fault)


@pytest.mark.parametrize(
    ("written", "missing", "cause"),
    [
        ("caveat", "caveat_en", "Le texte anglais manque."),
        ("conflict_en", "conflict", "Le texte français manque."),
    ],
)
def test_a_remark_in_one_language_only_is_refused(
    read: Tables, written: str, missing: str, cause: str
) -> None:
    (fault,) = _faults(read, MARK | {written: "Attention."})
    assert (fault.column, fault.cause) == (missing, cause)


@pytest.mark.parametrize(
    ("changes", "column", "cause"),
    [
        ({"scale_maximum": "5", "unit": "/5", "value": "3"}, "scale_maximum", "va de 0 à 10"),
        ({"question_id": "K1"}, "measure", "ne se répond pas par une note"),
        (SHARE | {"question_id": "F01.G"}, "measure", "en choisissant des options"),
        (RANK | {"question_id": "K1", "options": "plutot"}, "measure", "pas un classement"),
        ({"measure": "quantity", "unit": "euros"}, "measure", "ne se compare à aucune réponse"),
        ({"viewpoint": "association", "question_id": "K10.legitimes"}, "viewpoint", "ne pose"),
        (SHARE | {"viewpoint": "citoyen", "question_id": "K2"}, "viewpoint", "ne pose jamais"),
    ],
)
def test_a_figure_that_measures_something_else_is_refused(
    read: Tables, changes: Row, column: str, cause: str
) -> None:
    faults = _faults(read, MARK | dict(changes))
    assert (column, True) in [(fault.column, cause in fault.cause) for fault in faults]


def test_a_question_asked_only_about_priorities_is_asked(read: Tables) -> None:
    expected = SHARE | {"question_id": "F01.A", "options": "fort+tres_fort", "value": "49"}
    assert [f.value for f in read(expected).of("F01.A", CITIZEN)] == [49]


def test_a_route_that_skips_the_question_does_not_stop_a_context_figure(read: Tables) -> None:
    told = SHARE | {"use": "contexte", "question_id": "K2", "options": ""}
    assert [figure.id for figure in read(told).context("K2")] == [told["figure_id"]]


def test_the_same_identifier_twice_is_refused_at_its_second_line(read: Tables) -> None:
    (fault,) = _faults(read, MARK, SHARE, MARK)
    assert (fault.line, fault.column) == (4, "figure_id")
    assert "ligne 2" in fault.cause


def test_every_fault_of_both_tables_is_told_at_once(read: Tables) -> None:
    faults = _faults(
        read,
        MARK | {"value": "12", "year": ""},
        SHARE | {"options": "oui"},
        sources=(SOURCE | {"link": "exemple.fr", "checked_on": "hier", "producer": ""},),
    )
    assert [(fault.file, fault.line, fault.column) for fault in faults] == [
        ("figures.csv", 2, "value"),
        ("figures.csv", 2, "year"),
        ("figures.csv", 3, "options"),
        ("sources.csv", 2, "producer"),
        ("sources.csv", 2, "link"),
        ("sources.csv", 2, "checked_on"),
    ]


def test_a_source_table_without_a_link_is_accepted(read: Tables) -> None:
    assert read(MARK, sources=(SOURCE | {"link": ""},)).studies[0].link is None


# The table itself.


def _refuse_text(asked: Questionnaire, folder: Path, content: bytes) -> tuple[Problem, ...]:
    figures = folder / "figures.csv"
    figures.write_bytes(content)
    sources = _write(folder / "sources.csv", SOURCE_COLUMNS, (SOURCE,))
    with pytest.raises(ContentRefused) as refusal:
        benchmarks.read(asked, figures, sources)
    return refusal.value.problems


def _table(*rows: Row, columns: tuple[str, ...] = FIGURE_COLUMNS, separator: str = ",") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[name] for name in columns] for row in rows)
    return text.getvalue()


def test_unknown_missing_and_repeated_columns_are_all_named(
    asked: Questionnaire, tmp_path: Path
) -> None:
    columns = (*FIGURE_COLUMNS[1:], "note", "use")
    faults = _refuse_text(asked, tmp_path, _table(columns=columns).encode())
    assert [(fault.line, fault.column) for fault in faults] == [
        (1, "note"),
        (1, "figure_id"),
        (1, "use"),
    ]


def test_a_row_with_too_few_cells_is_refused_and_the_others_are_still_checked(
    asked: Questionnaire, tmp_path: Path
) -> None:
    text = _table(MARK | {"value": "12"}) + "K1-court,repere,K1\n"
    faults = _refuse_text(asked, tmp_path, text.encode())
    assert [(fault.line, fault.column) for fault in faults] == [(2, "value"), (3, 3)]
    assert f"3 cellules au lieu de {len(FIGURE_COLUMNS)}" in faults[1].cause


@pytest.mark.parametrize(
    ("content", "line", "cause"),
    [
        (b"", 1, "vide"),
        (b"\n" + _table(MARK).encode(), 1, "vide"),
        (_table(MARK, separator=";").encode(), 1, "virgules"),
        (_table(MARK).encode("latin-1", "replace"), 2, "UTF-8"),
        ((_table(MARK) + '"K1,repere\n').encode(), 3, "guillemets"),
        (b"a" * 2_000_001, 1, "trop gros"),
    ],
)
def test_a_file_that_is_not_such_a_table_is_refused_in_words(
    asked: Questionnaire, tmp_path: Path, content: bytes, line: int, cause: str
) -> None:
    fault = _refuse_text(asked, tmp_path, content)[0]
    assert fault.line == line
    assert cause in fault.cause
    assert str(tmp_path) not in str(fault)


def test_a_table_saved_by_a_spreadsheet_is_read(asked: Questionnaire, tmp_path: Path) -> None:
    figures = tmp_path / "figures.csv"
    figures.write_bytes(b"\xef\xbb\xbf" + (_table(MARK) + "\n").replace("\n", "\r\n").encode())
    sources = _write(tmp_path / "sources.csv", SOURCE_COLUMNS, (SOURCE,))
    assert [figure.value for figure in benchmarks.read(asked, figures, sources).all] == [7.1]


def test_a_missing_file_is_said_without_its_folder(asked: Questionnaire, tmp_path: Path) -> None:
    with pytest.raises(ContentRefused) as refusal:
        benchmarks.read(asked, tmp_path / "absent.csv", tmp_path / "aussi.csv")
    assert [fault.file for fault in refusal.value.problems] == ["aussi.csv", "absent.csv"]
    assert "ne peut pas être lu" in str(refusal.value)


@settings(max_examples=150, deadline=None)
@given(
    row=st.sampled_from([MARK, SHARE, RANK]),
    column=st.sampled_from(FIGURE_COLUMNS),
    cell=st.text(st.characters(codec="utf-8"), max_size=30)
    | st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,3})?", fullmatch=True),
)
def test_any_cell_is_read_or_refused_with_its_line(
    asked: Questionnaire,
    tmp_path_factory: pytest.TempPathFactory,
    row: Row,
    column: str,
    cell: str,
) -> None:
    folder = tmp_path_factory.getbasetemp()
    lines = {2}
    try:
        found = _read(asked, folder, (dict(row) | {column: cell},), (SOURCE,))
    except ContentRefused as refusal:
        lines = {fault.line for fault in refusal.problems}
    else:
        assert len(found.all) == 1
    assert lines == {2}


# What comes through.


def test_waves_come_oldest_first_whatever_their_order_in_the_file(read: Tables) -> None:
    later = SHARE | {"figure_id": "K1-b", "year": "2018-2022", "wave": "2", "value": "74"}
    found = read(later, SHARE).of("K1", CITIZEN)
    assert [figure.value for figure in found] == [69, 74]


def test_the_full_source_says_where_and_when_it_was_read(read: Tables) -> None:
    source = read(MARK).all[0].source
    assert "« Résultats », exemple.fr, le 22/11/2026" in source.full().replace("\xa0", " ")
    assert "page secondaire" in source.full()
    assert "on 2026-11-22" in source.full("en")
    assert "secondary page" in source.full("en")
    itself = read(MARK | {"secondary": "non"}).all[0].source
    assert "secondaire" not in itself.full()
