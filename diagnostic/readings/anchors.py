"""The anchor questions: what each regard says here beside what the same regard says in France."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from diagnostic.benchmarks import Benchmark, Benchmarks
from diagnostic.confidence import INDICATIVE_UNDER, Interval, Release, proportion_interval
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
)
from diagnostic.readings.gaps import Comparison, compare_shares
from diagnostic.readings.uncertainty import say_standing
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import Voice


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """One regard, one answer or group of answers: the share here, the figures in France."""

    viewpoint: Viewpoint
    options: tuple[str, ...]
    """The option ids that are summed."""
    label: Mapping[str, str]
    """Language → the options' labels joined."""
    share: float | None
    """Between 0 and 1; None where it cannot be shown. For a ranking: share who picked it."""
    rank: int | None
    """For a ranking: place here, 1 for the most picked; ties share a place."""
    given: int
    """Answers behind the share; 0 where it cannot be shown."""
    france: tuple[Benchmark, ...]
    """Same regard, same options; oldest first."""
    comparison: Comparison | None = None
    """Beside the latest figure; None where it is a rank, or told of several populations."""
    people: int | None = None
    """How many there are in all of this regard, where it is known."""

    @property
    def indicative(self) -> bool:
        return self.given < INDICATIVE_UNDER

    @property
    def interval(self) -> Interval | None:
        """The interval of the share, between 0 and 1.

        None for a rank, or where several answers of one person are added up.
        """
        if self.share is None or self.rank is not None or self.share > 1:
            return None
        return proportion_interval(self.share, self.given, people=self.people)


@dataclass(frozen=True, slots=True)
class AnchorReading:
    """One anchor question."""

    question: Question
    tallies: Mapping[Viewpoint, Tally]
    whole: Tally | None
    rows: tuple[AnchorRow, ...]
    """Grouped by options, then in the regards' order."""

    @property
    def has_france(self) -> bool:
        return any(row.france for row in self.rows)


def read_anchors(
    questionnaire: Questionnaire,
    release: Release,
    benchmarks: Benchmarks,
    viewpoints: Iterable[Viewpoint] = tuple(Viewpoint),
) -> tuple[AnchorReading, ...]:
    """Each K question, the priorities and the expected impacts that received answers.

    Answers are grouped as the national figures group them, so that a figure meets the same
    answers; where there is no figure, each answer stands alone.
    """
    wanted, totals = tuple(viewpoints), release.known_totals
    readings = []
    for question in questionnaire.by_id.values():
        if not is_anchor(question):
            continue
        tallies = {
            viewpoint: tally
            for viewpoint in wanted
            if (tally := release.tally(question.id, viewpoint)) is not None
        }
        whole = release.whole.get(question.id)
        if not tallies and whole is None:
            continue
        figures = {viewpoint: benchmarks.of(question.id, viewpoint) for viewpoint in wanted}
        groups = _groups(question, [f for found in figures.values() for f in found])
        rows = [
            replace(
                _row(question, viewpoint, options, label, tally, figures[viewpoint]),
                people=totals.get(viewpoint),
            )
            for options in groups
            for label in (_label(question, options),)
            for viewpoint, tally in tallies.items()
        ]
        readings.append(AnchorReading(question, tallies, whole, _compared(question, rows)))
    return tuple(readings)


def say_anchor(voice: Voice, questionnaire: Questionnaire, reading: AnchorReading) -> str:
    """One sentence: the first row that meets a national figure, or that there is none."""
    for row in reading.rows:
        if row.france and row.share is not None:
            figure = row.france[-1]
            regard = questionnaire.route(row.viewpoint).plural.of(voice.language)
            if isinstance(reading.question, RankingQuestion):
                if row.rank is None:
                    continue
                return voice.say(
                    "{regard} : « {answer} » vient au rang {rank} ici, au rang {there} en France "
                    "({year}).",
                    regard=regard,
                    answer=row.label[voice.language],
                    rank=row.rank,
                    there=voice.number(figure.value, 0),
                    year=figure.source.year,
                )
            said = voice.say(
                "{regard} : {here} répondent « {answer} » (France, {year} : {there}){note}.",
                regard=regard,
                here=voice.percent(row.share),
                answer=row.label[voice.language],
                year=figure.source.year,
                there=_there(voice, row.france),
                note=voice.say(", à titre indicatif") if row.indicative else "",
            )
            if row.comparison is None:
                return said
            return f"{said} {say_standing(voice, row.comparison)}"
    return voice.say("Pas de repère national pour cette question et ces regards.")


def _compared(question: Question, rows: Iterable[AnchorRow]) -> tuple[AnchorRow, ...]:
    """The rows with what may be said of them beside France, corrected for being read together."""
    found = tuple(rows)
    if isinstance(question, RankingQuestion):
        return found
    told = [(row.share, row.given, _latest(row.france), row.people) for row in found]
    return tuple(
        replace(row, comparison=comparison)
        for row, comparison in zip(found, compare_shares(told), strict=True)
    )


def _latest(figures: tuple[Benchmark, ...]) -> Benchmark | None:
    """The latest figure; None where there is none, or several populations at once."""
    latest = [figure for figure in figures if figure.age == figures[-1].age]
    return latest[0] if len(latest) == 1 else None


def _there(voice: Voice, figures: tuple[Benchmark, ...]) -> str:
    """The latest share; each one with its population where several were measured together."""
    latest = [figure for figure in figures if figure.age == figures[-1].age]
    if len(latest) == 1:
        return voice.percent(latest[0].value / 100)
    return ", ".join(
        f"{figure.population.of(voice.language)} {voice.percent(figure.value / 100)}"
        for figure in latest
    )


def is_anchor(question: Question) -> bool:
    """Whether a question is read beside national figures: K, the priorities, the impacts."""
    if not isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
        return False
    return question.id.startswith("K") or question.id == "priorites" or question.aspect == "A"


def _groups(question: Question, figures: Iterable[Benchmark]) -> tuple[tuple[str, ...], ...]:
    if not isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
        return ()
    order = {option.id: rank for rank, option in enumerate(question.options)}
    # A figure about options that this version of the question has not meets no answer.
    groups = {f.options for f in figures if f.options and order.keys() >= set(f.options)}
    if not groups:
        groups = {(name,) for name in order}
    return tuple(sorted(groups, key=lambda names: [order[name] for name in names]))


def _label(question: Question, options: Iterable[str]) -> dict[str, str]:
    """Language → the words of these options."""
    assert isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion)
    labels = {option.id: option.label for option in question.options}
    return {
        language: " + ".join(labels[name].of(language) for name in options)
        for language in ("fr", "en")
    }


def _row(
    question: Question,
    viewpoint: Viewpoint,
    options: tuple[str, ...],
    label: Mapping[str, str],
    tally: Tally,
    figures: Iterable[Benchmark],
) -> AnchorRow:
    assert isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion)
    visible = bool(tally.counts)
    return AnchorRow(
        viewpoint=viewpoint,
        options=options,
        label=label,
        share=tally.share(options) if visible else None,
        rank=_rank(tally, options) if isinstance(question, RankingQuestion) and visible else None,
        given=tally.given if visible else 0,
        france=tuple(figure for figure in figures if figure.options == options),
    )


def _rank(tally: Tally, options: tuple[str, ...]) -> int | None:
    counts = dict(tally.counts)
    mine = sum(counts.get(name, 0) for name in options)
    return 1 + sum(people > mine for people in counts.values()) if mine else None
