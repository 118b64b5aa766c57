"""National figures made for a test; the study is always the same."""

from datetime import date

from diagnostic.benchmarks import Benchmark, Benchmarks, Confidence, Measure, Source, Study, Use
from diagnostic.respondents import Viewpoint
from tests.builders import text

STUDY = Study(
    id="etude",
    producer="Un observatoire",
    name="Une étude",
    dated=text("2019"),
    page="Une page",
    site="exemple.fr",
    link=None,
    checked_on=date(2026, 11, 1),
    rights=text("Cité comme un fait."),
)


def figure(
    question_id: str,
    viewpoint: Viewpoint,
    value: float,
    *options: str,
    year: str = "2019",
    measure: Measure | None = None,
    population: str = "Français",
) -> Benchmark:
    """A figure: a share where options are given, a mean otherwise, unless `measure` says else."""
    return Benchmark(
        id=f"{question_id}-{viewpoint}-{year}-{'+'.join(options)}",
        use=Use.BENCHMARK,
        question_id=question_id,
        subject=None,
        viewpoint=viewpoint,
        measure=measure or (Measure.SHARE if options else Measure.MEAN),
        options=options,
        value=value,
        unit="",
        minimum=None,
        maximum=None,
        wave=None,
        population=text(population),
        statement=text("Un chiffre."),
        source=Source(
            study=STUDY, year=year, sample=2400, sample_is_minimum=False, secondary=False
        ),
        confidence=Confidence.HIGH,
        conflict=None,
        caveat=None,
    )


def table(*figures: Benchmark) -> Benchmarks:
    return Benchmarks(all=figures, studies=(STUDY,))


NONE = table()
