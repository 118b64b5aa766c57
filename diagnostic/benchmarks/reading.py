"""The door of the national figures: both tables are whole, or refused with all their faults."""

from collections.abc import Mapping
from pathlib import Path

from diagnostic.benchmarks.cells import Cells, suggest
from diagnostic.benchmarks.checks import EVERYONE, Draft, find_faults
from diagnostic.benchmarks.figures import (
    Benchmark,
    Benchmarks,
    Confidence,
    Measure,
    Source,
    Study,
    Use,
)
from diagnostic.benchmarks.table import Row, open_table
from diagnostic.problems import ContentRefused, Problem
from diagnostic.questionnaire.models import Questionnaire
from diagnostic.respondents import Viewpoint

REFERENCES = Path(__file__).parents[2] / "references"
FIGURES = REFERENCES / "national-figures.csv"
SOURCES = REFERENCES / "national-sources.csv"

FIGURE_COLUMNS = (
    "figure_id",
    "use",
    "question_id",
    "subject",
    "viewpoint",
    "measure",
    "options",
    "value",
    "unit",
    "scale_minimum",
    "scale_maximum",
    "year",
    "wave",
    "population",
    "population_en",
    "sample_size",
    "statement",
    "statement_en",
    "source_id",
    "confidence",
    "secondary",
    "conflict",
    "conflict_en",
    "caveat",
    "caveat_en",
)
SOURCE_COLUMNS = (
    "source_id",
    "producer",
    "study",
    "dated",
    "dated_en",
    "page",
    "site",
    "link",
    "checked_on",
    "rights",
    "rights_en",
)


def read(
    questionnaire: Questionnaire, figures_path: Path = FIGURES, sources_path: Path = SOURCES
) -> Benchmarks:
    """The figures that may stand beside this questionnaire, and the context figures.

    Raises ContentRefused with every fault of both files.
    """
    problems: list[Problem] = []
    sources = _rows(sources_path, SOURCE_COLUMNS, problems)
    figures = _rows(figures_path, FIGURE_COLUMNS, problems)
    if sources is None or figures is None:
        raise ContentRefused(tuple(problems))
    problems += _repeated(sources, "source_id")
    studies: dict[str, Study | None] = {}
    for row in sources:
        cells = Cells(row)
        studies[row.cells["source_id"]] = _study(cells)
        problems += cells.problems
    problems += _repeated(figures, "figure_id")
    read_figures = []
    for row in figures:
        cells = Cells(row)
        figure = _figure(cells, questionnaire, studies)
        problems += cells.problems
        if figure is not None:
            read_figures.append(figure)
    if problems:
        raise ContentRefused(tuple(sorted(problems, key=lambda p: (p.file, p.line))))
    return Benchmarks(tuple(read_figures), tuple(s for s in studies.values() if s is not None))


def _rows(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> tuple[Row, ...] | None:
    try:
        rows, bad_rows = open_table(path, columns)
    except ContentRefused as refusal:
        problems += refusal.problems
        return None
    problems += bad_rows
    return rows


def _repeated(rows: tuple[Row, ...], column: str) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        name = row.cells[column]
        if name and name in first:
            cause = f"L’identifiant « {name} » sert déjà à la ligne {first[name]}."
            problems.append(row.problem(column, cause, "Donnez-en un autre à cette ligne."))
        first.setdefault(name, row.line)
    return problems


def _study(cells: Cells) -> Study | None:
    name, producer = cells.identifier("source_id"), cells.text("producer")
    study, page, site = cells.text("study"), cells.text("page"), cells.text("site")
    dated = cells.both("dated", required=True)
    rights = cells.both("rights", required=True)
    link, checked_on = cells.link("link"), cells.day("checked_on")
    if (
        name is None
        or producer is None
        or study is None
        or page is None
        or site is None
        or dated is None
        or rights is None
        or checked_on is None
        or cells.problems
    ):
        return None
    return Study(name, producer, study, dated, page, site, link, checked_on, rights)


def _figure(
    cells: Cells, questionnaire: Questionnaire, studies: Mapping[str, Study | None]
) -> Benchmark | None:
    name = cells.identifier("figure_id")
    draft = _draft(cells)
    for column, cause, cure in find_faults(draft, questionnaire):
        cells.refuse(column, cause, cure)
    source = _source(cells, studies)
    population = cells.both("population", required=True)
    statement = cells.both("statement", required=True)
    confidence = cells.among("confidence", Confidence)
    conflict = cells.both("conflict", required=False)
    caveat = cells.both("caveat", required=False)
    wave = cells.number("wave")
    if wave is not None and (wave < 1 or wave != int(wave)):
        cells.refuse("wave", "Une vague se compte à partir de 1.", "Écrivez 1, 2… ou rien.")
    if (
        name is None
        or draft.use is None
        or draft.measure is None
        or draft.value is None
        or draft.unit is None
        or source is None
        or population is None
        or statement is None
        or confidence is None
        or cells.problems
    ):
        return None
    return Benchmark(
        id=name,
        use=draft.use,
        question_id=draft.question_id,
        subject=draft.subject,
        viewpoint=None if draft.viewpoint == EVERYONE else Viewpoint(draft.viewpoint),
        measure=draft.measure,
        options=draft.options,
        value=draft.value,
        unit=draft.unit,
        minimum=draft.minimum,
        maximum=draft.maximum,
        wave=None if wave is None else int(wave),
        population=population,
        statement=statement,
        source=source,
        confidence=confidence,
        conflict=conflict,
        caveat=caveat,
    )


def _draft(cells: Cells) -> Draft:
    if not cells.optional("value"):
        cells.refuse("value", "Le chiffre manque.", "Écrivez-le, ou retirez la ligne.")
    options = cells.optional("options")
    return Draft(
        use=cells.among("use", Use),
        question_id=cells.optional("question_id"),
        subject=cells.optional("subject"),
        viewpoint=cells.row.cells["viewpoint"],
        measure=cells.among("measure", Measure),
        options=tuple(part.strip() for part in options.split("+")) if options else (),
        value=cells.number("value"),
        unit=cells.text("unit"),
        minimum=cells.number("scale_minimum"),
        maximum=cells.number("scale_maximum"),
    )


def _source(cells: Cells, studies: Mapping[str, Study | None]) -> Source | None:
    year, secondary = cells.year("year"), cells.yes("secondary")
    sample, at_least = cells.sample("sample_size")
    name = cells.text("source_id", "Un chiffre ne s’affiche jamais sans sa source : donnez-la.")
    if name is not None and name not in studies:
        cause = f"La source « {name} » n’est pas dans le tableau des sources."
        cells.refuse("source_id", cause, suggest(name, list(studies)))
    study = studies.get(name or "")
    if study is None or year is None or secondary is None:
        return None
    return Source(study, year, sample, at_least, secondary)
