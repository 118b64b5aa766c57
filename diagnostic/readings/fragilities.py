"""R1 « nos fragilités » and R2 « regards croisés »: the severity of each domain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from diagnostic.benchmarks import Benchmark, Benchmarks, Measure
from diagnostic.confidence import (
    CrossMark,
    Interval,
    Release,
    alpha,
    gap_interval,
    is_split,
    is_wide,
    tally_agreement,
)
from diagnostic.questionnaire import Domain, Questionnaire
from diagnostic.readings.gaps import SCALE, Comparison, Gap, GapName, compare_all, find_gap
from diagnostic.readings.uncertainty import read_interval, say_standing
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import Voice

SEVERITY = "G"
RELIABLE = 0.8
TENTATIVE = 0.667
"""Krippendorff's limits for alpha."""


@dataclass(frozen=True, slots=True)
class DomainReading:
    """One fragility domain as the regards see it."""

    domain: Domain
    marks: Mapping[Viewpoint, Tally]
    """Released tallies of the severity question."""
    whole: Tally | None
    """Everybody together, where no regard can be shown alone."""
    cross: CrossMark | None
    france: Mapping[Viewpoint, tuple[Benchmark, ...]]
    """National marks of the same regard, oldest first; no entry where there is none."""
    gap: Gap | None
    totals: Mapping[Viewpoint, int] = field(default_factory=dict)
    """How many people there are in all, of the regards of which it is known."""

    @property
    def question_id(self) -> str:
        return f"{self.domain.id}.{SEVERITY}"

    @property
    def height(self) -> float | None:
        """What the domain is ranked by: the cross mark, or the whole room's mean."""
        if self.cross:
            return self.cross.mean
        return self.whole.mean if self.whole else None

    @property
    def divided(self) -> tuple[Viewpoint, ...]:
        """The regards that do not agree within themselves: their marks are far apart."""
        return tuple(v for v, tally in self.marks.items() if is_wide(tally.deviation, SCALE))

    @property
    def split(self) -> tuple[Viewpoint, ...]:
        """Among `divided`, the regards « partagés »: in two humps, few people near the mean."""
        return tuple(v for v, tally in self.marks.items() if is_split(tally, SCALE))

    def agreement(self, viewpoint: Viewpoint) -> float | None:
        """Van der Eijk's A inside a regard, from −1 to 1."""
        tally = self.marks.get(viewpoint)
        return tally_agreement(tally, SCALE) if tally else None

    def interval(self, viewpoint: Viewpoint) -> Interval | None:
        """The interval of a regard's mean; None where too few answered."""
        tally = self.marks.get(viewpoint)
        return read_interval(tally, SCALE, self.totals.get(viewpoint)) if tally else None

    @property
    def whole_interval(self) -> Interval | None:
        return read_interval(self.whole, SCALE) if self.whole else None

    @property
    def gap_interval(self) -> Interval | None:
        """The interval of the widest gap, taken alone: the widest of many is partly luck."""
        if self.gap is None:
            return None
        high, low = self.marks[self.gap.high], self.marks[self.gap.low]
        return gap_interval(
            (high.given, self.gap.high_mean, high.deviation),
            (low.given, self.gap.low_mean, low.deviation),
            SCALE,
            (self.totals.get(self.gap.high), self.totals.get(self.gap.low)),
        )

    def national(self, viewpoint: Viewpoint) -> Benchmark | None:
        """The latest national mean of the same regard, where it has a mean here too."""
        tally = self.marks.get(viewpoint)
        means = [f for f in self.france.get(viewpoint, ()) if f.measure is Measure.MEAN]
        return means[-1] if means and tally and tally.mean is not None else None


def read_domains(
    questionnaire: Questionnaire,
    release: Release,
    benchmarks: Benchmarks,
    viewpoints: Iterable[Viewpoint] = tuple(Viewpoint),
) -> tuple[DomainReading, ...]:
    """R1: the domains from the most to the least fragile; those without a mark come last.

    Only the regards of `viewpoints` are read; the cross mark is then theirs.
    """
    wanted = tuple(viewpoints)
    totals = release.known_totals
    readings = []
    for domain in questionnaire.domains:
        question_id = f"{domain.id}.{SEVERITY}"
        marks = {
            viewpoint: tally
            for viewpoint in wanted
            if (tally := release.tally(question_id, viewpoint)) is not None
        }
        readings.append(
            DomainReading(
                domain=domain,
                marks=marks,
                whole=release.whole.get(question_id),
                cross=release.cross(question_id, wanted),
                france={
                    viewpoint: figures
                    for viewpoint in wanted
                    if (figures := benchmarks.of(question_id, viewpoint))
                },
                gap=find_gap({viewpoint: tally.mean for viewpoint, tally in marks.items()}),
                totals=totals,
            )
        )
    return tuple(sorted(readings, key=lambda r: (r.height is None, -round(r.height or 0.0, 9))))


def compare_domains(
    readings: Iterable[DomainReading],
) -> Mapping[tuple[str, Viewpoint], Comparison]:
    """Each mark beside France's, by (domain id, regard); corrected for being read together."""
    several = tuple(readings)
    return compare_all(
        {
            (reading.domain.id, viewpoint): (tally, national)
            for reading in several
            for viewpoint, tally in reading.marks.items()
            if (national := reading.national(viewpoint))
        },
        {
            (reading.domain.id, viewpoint): people
            for reading in several
            for viewpoint, people in reading.totals.items()
        },
    )


def read_agreement(readings: Iterable[DomainReading]) -> float | None:
    """Krippendorff's alpha between the regards, over the domains that two of them mark.

    From each regard's mean marks, one voice a regard; None where nothing can be compared.
    """
    return alpha(
        {str(v): tally.mean for v, tally in reading.marks.items() if tally.mean is not None}
        for reading in readings
    )


def sort_by_gap(readings: Iterable[DomainReading]) -> tuple[DomainReading, ...]:
    """R2: the domains on which at least two regards speak, widest gap first."""
    return tuple(
        sorted(
            (r for r in readings if r.gap), key=lambda r: -round(r.gap.points if r.gap else 0.0, 9)
        )
    )


def say_fragilities(
    voice: Voice, questionnaire: Questionnaire, readings: Iterable[DomainReading]
) -> str:
    """The sentence of R1."""
    ranked = [r for r in readings if r.height is not None]
    if not ranked:
        return voice.say("Trop peu de réponses pour classer les fragilités.")
    names = [r.domain.name.of(voice.language) for r in ranked[:3]]
    first = voice.say_many(
        "Première fragilité : {names}.",
        "Premières fragilités : {names}.",
        len(names),
        names=voice.join(names),
    )
    comparisons = compare_domains(ranked)
    for reading in ranked[:3]:
        for viewpoint, tally in reading.marks.items():
            comparison = comparisons.get((reading.domain.id, viewpoint))
            if comparison is None:
                continue
            said = voice.say(
                "« {domain} » est noté {here} par les {regard} (France, {year} : {there}){note}.",
                domain=reading.domain.short.of(voice.language),
                here=voice.mark(tally.mean),
                regard=_plural(questionnaire, viewpoint, voice),
                year=comparison.benchmark.source.year,
                there=voice.mark(comparison.benchmark.value),
                note=voice.say(", à titre indicatif") if comparison.indicative else "",
            )
            return f"{first} {said} {say_standing(voice, comparison)}"
    return f"{first} " + voice.say("Pas de repère national pour ces domaines et ces regards.")


def say_gaps(voice: Voice, questionnaire: Questionnaire, readings: Iterable[DomainReading]) -> str:
    """The sentence of R2, and the first one that a territory reads."""
    ranked = sort_by_gap(readings)
    if not ranked or ranked[0].gap is None:
        return voice.say(
            "Il faut au moins deux regards, chacun avec assez de réponses, pour les croiser."
        )
    widest, gap = ranked[0], ranked[0].gap
    parts = {
        "domain": widest.domain.name.of(voice.language),
        "high": _plural(questionnaire, gap.high, voice),
        "high_mean": voice.mark(gap.high_mean),
        "low": _plural(questionnaire, gap.low, voice),
        "low_mean": voice.mark(gap.low_mean),
    }
    if gap.name is GapName.AGREEMENT:
        return voice.say(
            "Les regards s’accordent : le plus grand écart, sur « {domain} », est de moins d’un "
            "point ({high} {high_mean}, {low} {low_mean}).",
            **parts,
        )
    return voice.say(
        "Le plus grand écart porte sur « {domain} » : {high} {high_mean}, {low} {low_mean}. "
        "Que voit l’un que l’autre ne voit pas ?",
        **parts,
    )


def say_agreement(voice: Voice, readings: Iterable[DomainReading]) -> str:
    """How alike the regards mark the domains, with the index; empty under two regards.

    The limits are Krippendorff's own: 0.8 to rely on, 0.667 for tentative conclusions.
    """
    found = read_agreement(readings)
    if found is None:
        return ""
    figure = voice.number(found, 2)
    if found >= RELIABLE:
        return voice.say(
            "Les regards notent les domaines de la même façon (alpha = {figure} ; 1 : mêmes notes, "
            "0 : pas plus proches qu’au hasard).",
            figure=figure,
        )
    if found >= TENTATIVE:
        return voice.say(
            "Les regards notent les domaines à peu près de la même façon (alpha = {figure} ; 1 : "
            "mêmes notes, 0 : pas plus proches qu’au hasard).",
            figure=figure,
        )
    return voice.say(
        "Dans l’ensemble, les regards ne notent pas les domaines de la même façon (alpha = "
        "{figure} ; 1 : mêmes notes, 0 : pas plus proches qu’au hasard).",
        figure=figure,
    )


def say_divided(
    voice: Voice, questionnaire: Questionnaire, readings: Iterable[DomainReading]
) -> str:
    """Who is « partagé » in two camps and on what, then whose marks are spread; may be empty."""
    said = []
    told = [(reading, reading.divided, reading.split) for reading in readings]
    split = [_regard_on(voice, questionnaire, v, r) for r, _, camps in told for v in camps]
    if split:
        said.append(voice.say("Regards partagés en deux camps : {list}.", list=voice.join(split)))
    spread = [
        _regard_on(voice, questionnaire, v, r)
        for r, wide, camps in told
        for v in wide
        if v not in camps
    ]
    if spread:
        said.append(voice.say("Regards aux avis dispersés : {list}.", list=voice.join(spread)))
    return " ".join(said)


def _regard_on(
    voice: Voice, questionnaire: Questionnaire, viewpoint: Viewpoint, reading: DomainReading
) -> str:
    return voice.say(
        "{regard} sur « {domain} »",
        regard=questionnaire.route(viewpoint).plural.of(voice.language),
        domain=reading.domain.short.of(voice.language),
    )


def _plural(questionnaire: Questionnaire, viewpoint: Viewpoint, voice: Voice) -> str:
    return questionnaire.route(viewpoint).plural.of(voice.language).lower()
