"""R1 « nos fragilités » and R2 « regards croisés »: the severity of each domain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnostic.benchmarks import Benchmark, Benchmarks
from diagnostic.confidence import CrossMark, Release
from diagnostic.questionnaire import Domain, Questionnaire
from diagnostic.readings.gaps import NO_CONSENSUS, Gap, GapName, compare, find_gap
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import Voice

SEVERITY = "G"


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
        """The regards that do not agree within themselves."""
        return tuple(
            viewpoint
            for viewpoint, tally in self.marks.items()
            if tally.deviation is not None and tally.deviation > NO_CONSENSUS
        )


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
            )
        )
    return tuple(sorted(readings, key=lambda r: (r.height is None, -round(r.height or 0.0, 9))))


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
    for reading in ranked[:3]:
        for viewpoint, tally in reading.marks.items():
            for figure in reversed(reading.france.get(viewpoint, ())):
                comparison = compare(tally, figure)
                if comparison is None:
                    continue
                return f"{first} " + voice.say(
                    "« {domain} » est noté {here} par les {regard} (France, {year} : {there})"
                    "{note}.",
                    domain=reading.domain.short.of(voice.language),
                    here=voice.mark(tally.mean),
                    regard=_plural(questionnaire, viewpoint, voice),
                    year=figure.source.year,
                    there=voice.mark(figure.value),
                    note=voice.say(", à titre indicatif") if comparison.indicative else "",
                )
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


def _plural(questionnaire: Questionnaire, viewpoint: Viewpoint, voice: Voice) -> str:
    return questionnaire.route(viewpoint).plural.of(voice.language).lower()
