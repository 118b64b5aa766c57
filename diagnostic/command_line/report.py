"""The results of one wave as lines of text: released figures only, each with its base."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from diagnostic.benchmarks import Benchmark, Benchmarks, Measure
from diagnostic.command_line.meanings import tell_meanings
from diagnostic.command_line.speech import VOICE, count, phrase
from diagnostic.confidence import INDICATIVE_UNDER, Interval, Release
from diagnostic.questionnaire import Question, Questionnaire
from diagnostic.readings import (
    AnchorReading,
    AnchorRow,
    AxisReading,
    Comparison,
    DomainReading,
    read_anchors,
    read_axes,
    read_domains,
)
from diagnostic.readings.fragilities import compare_domains
from diagnostic.readings.uncertainty import (
    name_standing,
    say_difference,
    say_ends,
    say_share_ends,
    say_sureness,
)
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tally


@dataclass(frozen=True, slots=True)
class Report:
    """What may be shown of one wave, ready to be written."""

    questionnaire: Questionnaire
    released: Release
    benchmarks: Benchmarks

    def lines(self) -> Iterator[str]:
        """People, fragilities from the highest mark, axes, questions with a figure, meanings."""
        yield from self._people()
        yield ""
        yield phrase("Intervalles à 95 %, entre parenthèses après chaque base.")
        yield ""
        yield phrase("Fragilités, de 0 (pas fragile du tout) à 10 (extrêmement fragile)")
        domains = read_domains(self.questionnaire, self.released, self.benchmarks)
        comparisons = compare_domains(domains)
        for domain in domains:
            yield from self._domain(domain, comparisons)
        yield ""
        yield phrase("Façon de coopérer, de 0 à 4, sur les questions communes aux organisations")
        for axis in read_axes(self.questionnaire, self.released):
            yield from self._axis(axis)
        yield ""
        yield phrase("Questions repères, priorités et impacts attendus")
        for anchor in read_anchors(self.questionnaire, self.released, self.benchmarks):
            yield from self._anchor(anchor)
        yield ""
        yield from tell_meanings(self.questionnaire, self.released, domains)

    def _people(self) -> Iterator[str]:
        told = [
            f"{self._plural(viewpoint)} {people}"
            for viewpoint in Viewpoint
            if (people := self.released.people.get(viewpoint))
        ]
        if told:
            yield phrase("Personnes : {told}", told=", ".join(told))
        withheld = [self._plural(v) for v in Viewpoint if v in self.released.withheld]
        if withheld:
            yield phrase(
                "Non montrés, moins de {n} personnes : {names}",
                n=self.released.threshold,
                names=", ".join(withheld),
            )

    def _domain(
        self,
        reading: DomainReading,
        comparisons: Mapping[tuple[str, Viewpoint], Comparison],
    ) -> Iterator[str]:
        yield f"{reading.domain.id}  {reading.domain.name.fr}{self._height(reading)}"
        for viewpoint, tally in reading.marks.items():
            base = _base(tally) + _sureness(tally, reading.interval(viewpoint))
            yield f"    {self._plural(viewpoint)} {_mark(tally.mean)} ({base})"
            found = comparisons.get((reading.domain.id, viewpoint))
            for figure in reading.france.get(viewpoint, ()):
                yield f"      {_national(figure, tally.given)}{_standing(found, figure)}"

    def _height(self, reading: DomainReading) -> str:
        if reading.cross:
            return phrase(
                " : {mark}, moyenne de {n}",
                mark=VOICE.mark(reading.cross.mean),
                n=count("regard", reading.cross.regards),
            )
        if reading.whole:
            return phrase(
                " : {mark}, tous regards réunis ({base})",
                mark=_mark(reading.whole.mean),
                base=_base(reading.whole),
            )
        return phrase(" : trop peu de réponses")

    def _axis(self, reading: AxisReading) -> Iterator[str]:
        height = phrase(" : trop peu de réponses") if not reading.marks else ""
        if reading.mean is not None:
            height = phrase(" : {mark}, moyenne des regards", mark=VOICE.mark(reading.mean, 4))
        yield f"{reading.axis.id}  {reading.axis.name.fr}{height}"
        for viewpoint, tally in reading.marks.items():
            base = _base(tally) + _sureness(tally, reading.interval(viewpoint))
            yield f"    {self._plural(viewpoint)} {_mark(tally.mean, 4)} ({base})"

    def _anchor(self, reading: AnchorReading) -> Iterator[str]:
        rows = [row for row in reading.rows if row.share is not None]
        if not rows:
            return
        yield f"{reading.question.id}  {self._wording(reading.question)}"
        by_regard = sorted(rows, key=lambda row: list(Viewpoint).index(row.viewpoint))
        for viewpoint, group in groupby(by_regard, key=lambda row: row.viewpoint):
            several = list(group)
            yield f"    {self._plural(viewpoint)} (n = {several[0].given})"
            yield from self._rows(several)

    def _rows(self, rows: Iterable[AnchorRow]) -> Iterator[str]:
        for row in rows:
            ends = f"  ({say_share_ends(VOICE, row.interval)})" if row.interval else ""
            yield f"      {VOICE.percent(row.share)}  {row.label['fr']}{ends}"
            for figure in row.france:
                here = phrase("rang {rank} ici ; ", rank=row.rank) if row.rank is not None else ""
                told = _national(figure, row.given) + _standing(row.comparison, figure)
                yield f"          {here}{told}"

    def _wording(self, question: Question) -> str:
        if question.domain is None:
            return question.wording.fr
        return f"{self.questionnaire.domain(question.domain).name.fr}. {question.wording.fr}"

    def _plural(self, viewpoint: Viewpoint) -> str:
        return self.questionnaire.route(viewpoint).plural.fr.lower()


def _mark(mean: float | None, maximum: int = 10) -> str:
    return phrase("pas de note") if mean is None else VOICE.mark(mean, maximum)


def _base(tally: Tally | AxisTally) -> str:
    base = f"n = {tally.given}"
    share = tally.dont_know_share
    if not share:
        return base
    return base + phrase(" ; ne sait pas : {share}", share=VOICE.percent(share))


def _sureness(tally: Tally | AxisTally, interval: Interval | None) -> str:
    """« ; 5,1 à 7,4 », the ends at 95 %, or why there are none."""
    if tally.mean is None:
        return ""
    told = say_ends(VOICE, interval) if interval else say_sureness(VOICE, tally, None)
    return phrase(" ; {told}", told=told)


def _standing(found: Comparison | None, figure: Benchmark) -> str:
    """« ; ici +1,6 (+0,4 à +2,8), au-dessus », where it is this figure that was compared."""
    if found is None or found.benchmark is not figure:
        return ""
    return phrase(
        " ; ici {difference}, {standing}",
        difference=say_difference(VOICE, found),
        standing=name_standing(VOICE, found.standing),
    )


def _national(figure: Benchmark, given: int) -> str:
    if figure.measure is Measure.SHARE:
        value = VOICE.percent(figure.value / 100)
    elif figure.measure is Measure.RANK:
        value = phrase("rang {there}", there=VOICE.number(figure.value, 0))
    else:
        value = VOICE.mark(figure.value, round(figure.maximum or 0))
    note = phrase(", à titre indicatif") if given < INDICATIVE_UNDER else ""
    return phrase("France : {value} ({source})", value=value, source=figure.source.short()) + note
