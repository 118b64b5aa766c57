"""Hand-made released figures to draw; the questionnaire is the published one."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from diagnostic.benchmarks import (
    Benchmark,
    Benchmarks,
    Confidence,
    Measure,
    Source,
    Study,
    Use,
)
from diagnostic.confidence import Release
from diagnostic.questionnaire import QUESTIONNAIRES, Questionnaire, read
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tally
from diagnostic.texts import voice_of
from tests.builders import text

CITIZEN, ELECTED, FIRM = Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM
ASSOCIATION, INSTITUTION = Viewpoint.ASSOCIATION, Viewpoint.INSTITUTION
CATALYST = Viewpoint.CATALYST
FRENCH, ENGLISH = voice_of("fr"), voice_of("en")
NARROW, NO_BREAK = "\u202f", "\u00a0"


@cache
def published() -> Questionnaire:
    return read(QUESTIONNAIRES / "fragilites-co-construction-1.0.0.yaml")


def mark(question_id: str, mean: float, given: int = 12, deviation: float = 1.0) -> Tally:
    """A group that gave a mark."""
    return Tally(question_id, given, 0, 0, 0, ((round(mean), given),), mean, deviation)


def veiled(question_id: str) -> Tally:
    """A group that spoke enough, mostly to say that it does not know."""
    return Tally(question_id, 2, 4, 0, 0, (), None, None)


def counted(question_id: str, counts: Mapping[str, int], apart: tuple[int, int, int]) -> Tally:
    """A group that picked options; `apart`: does not know, not concerned, said nothing."""
    return Tally(question_id, sum(counts.values()), *apart, tuple(counts.items()), None, None)


def axis_mark(axis_id: str, mean: float | None, given: int = 8, unknown: float = 0.1) -> AxisTally:
    return AxisTally(axis_id, given, given + 1, mean, 0.5, unknown)


def released(
    questions: Mapping[str, Mapping[Viewpoint, Tally]] | None = None,
    whole: Mapping[str, Tally] | None = None,
    axes: Mapping[str, Mapping[Viewpoint, AxisTally]] | None = None,
    withheld: frozenset[Viewpoint] = frozenset(),
) -> Release:
    people = {viewpoint: 12 for viewpoint in Viewpoint if viewpoint not in withheld}
    return Release(5, people, questions or {}, whole or {}, axes or {}, withheld)


def national(
    question_id: str,
    viewpoint: Viewpoint,
    value: float,
    year: str,
    *,
    measure: Measure = Measure.MEAN,
    options: tuple[str, ...] = (),
    sample: int | None = 2400,
) -> Benchmark:
    study = Study(
        id="etude",
        producer="Producteur",
        name="Étude <Regards>",
        dated=text(year),
        page="Une page",
        site="exemple.fr",
        link=None,
        checked_on=date(2026, 1, 5),
        rights=text("Courte citation."),
    )
    return Benchmark(
        id=f"{question_id}-{viewpoint}-{year}",
        use=Use.BENCHMARK,
        question_id=question_id,
        subject=None,
        viewpoint=viewpoint,
        measure=measure,
        options=options,
        value=value,
        unit="%" if measure is Measure.SHARE else "",
        minimum=0.0 if measure is Measure.MEAN else None,
        maximum=10.0 if measure is Measure.MEAN else None,
        wave=None,
        population=text("Population"),
        statement=text("Ce que dit le chiffre."),
        source=Source(study, year, sample, sample_is_minimum=False, secondary=True),
        confidence=Confidence.HIGH,
        conflict=None,
        caveat=None,
    )


def figures(*found: Benchmark) -> Benchmarks:
    return Benchmarks(found, ())
