"""From where figures are explained: the words, the release, the rules; nothing that is hidden."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from diagnostic.benchmarks import Benchmark, Benchmarks, Measure
from diagnostic.confidence import Release
from diagnostic.confidence.families import Families
from diagnostic.confidence.intervals import is_everybody
from diagnostic.indicators import Indicators
from diagnostic.questionnaire import ChoiceQuestion, Question, Questionnaire
from diagnostic.readings.explanations.explanation import Base, Explanation, Step, Unit
from diagnostic.readings.explanations.formulas import CountMean, Formula, MeanOf, ShareOf
from diagnostic.readings.explanations.spans import Exact, Sampled, Span
from diagnostic.readings.fragilities import DomainReading, read_domains
from diagnostic.readings.movements import Compared
from diagnostic.readings.rules import Rules
from diagnostic.readings.uncertainty import say_gathered, say_mistaken, say_people
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tally
from diagnostic.territories import Gazetteer, Territory
from diagnostic.texts import Voice

Make = Callable[[], Explanation]


def count_mean(question: Question, tally: Tally) -> CountMean | None:
    """The mean of what is shown of a tally, from its counts; None where it has none."""
    if tally.mean is None:
        return None
    counts = dict(tally.counts)
    if isinstance(question, ChoiceQuestion):
        worth = [(option.value, counts.get(option.id, 0)) for option in question.options]
        pairs = [(number, people) for number, people in worth if number is not None and people]
    else:
        pairs = [(number, people) for number, people in tally.counts if isinstance(number, int)]
    return CountMean(tuple(sorted(pairs)))


@dataclass(frozen=True, slots=True)
class Measured:
    """The public statistics, and the territory that they are read of."""

    indicators: Indicators
    territory: Territory
    gazetteer: Gazetteer
    in_year: int
    """The year of reading: a figure is old or not on that day."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What some figures rest on besides the answers that are shown; made when one is explained.

    Where something is None the figures that rest on it have no name: a state that was kept holds
    none of it.
    """

    measured: Callable[[], Measured] | None = None
    """Raises UnknownTerritory and PerimeterRefused for a territory that is no longer known."""
    families: Callable[[], Families] | None = None
    waves: tuple[int, int] | None = None
    """Numbers of the two waves that `compared` compares."""
    compared: Callable[[], Compared] | None = None


@dataclass(frozen=True)
class Scene:
    """All that an explanation may read."""

    voice: Voice
    questionnaire: Questionnaire
    release: Release
    benchmarks: Benchmarks
    rules: Rules
    viewpoints: tuple[Viewpoint, ...]
    own: tuple[Question, ...] = ()
    """The territory's own questions."""
    beside: Beside = Beside()

    @cached_property
    def domains(self) -> Mapping[str, DomainReading]:
        read = read_domains(self.questionnaire, self.release, self.benchmarks, self.viewpoints)
        return {reading.domain.id: reading for reading in read}

    @cached_property
    def version(self) -> str:
        return self.voice.say(
            "{title}, version {version}",
            title=self.questionnaire.title.of(self.voice.language),
            version=self.questionnaire.version,
        )

    @cached_property
    def nothing(self) -> str:
        return self.voice.say("trop peu de réponses")

    def question(self, question_id: str) -> Question | None:
        """The question; None where this version of the questionnaire has it not."""
        own = {question.id: question for question in self.own}
        return self.questionnaire.by_id.get(question_id) or own.get(question_id)

    def total(self, viewpoint: Viewpoint) -> int | None:
        """How many people there are in all of a regard, where it is known."""
        return self.release.known_totals.get(viewpoint)

    def say_crowd(self, viewpoint: Viewpoint | None, given: int | None = None) -> Iterator[str]:
        """What is known of who answered: how many there are in all, and who came together.

        `given`: answers of the figure; by default, the people that the regard counts.
        """
        if viewpoint is None or viewpoint not in self.release.people:
            return
        counted, people = self.release.people[viewpoint], self.total(viewpoint)
        given = counted if given is None else given
        if people is not None:
            yield say_people(self.voice, given, people)
        elif viewpoint in self.release.mistaken:
            yield say_mistaken(self.voice, counted, self.release.totals[viewpoint])
        if viewpoint in self.release.gathered and not is_everybody(given, people):
            yield say_gathered(self.voice, self.release.gathered[viewpoint])

    def plural(self, viewpoint: Viewpoint) -> str:
        return self.questionnaire.route(viewpoint).plural.of(self.voice.language)

    def explain(
        self,
        name: str,
        title: str,
        steps: Iterable[Step],
        *,
        shown: str = "",
        bases: Iterable[Base] = (),
        missing: str = "",
        weights: str = "",
        notes: Iterable[str] = (),
        sources: Iterable[Benchmark] = (),
        public: Iterable[str] = (),
        version: str = "",
        why_not: str = "",
    ) -> Explanation:
        """The explanation; without any step, that there are too few answers and nothing more.

        `why_not`: another reason to say; the same for a group that is empty and one that is
        withheld.
        """
        done, version = tuple(steps), version or self.version
        if not done:
            return Explanation(name, title, why_not or self.nothing, version, bases=tuple(bases))
        told = dict.fromkeys(self._cite(figure) for figure in sources)
        return Explanation(
            name=name,
            title=title,
            shown=shown or done[0].shown(self.voice),
            version=version,
            steps=done,
            bases=tuple(bases),
            missing=missing,
            weights=weights,
            notes=tuple(note for note in notes if note),
            sources=tuple(told),
            public=tuple(dict.fromkeys(public)),
        )

    def mean(self, question_id: str, viewpoint: Viewpoint) -> CountMean | None:
        """A regard's mean on a question; None where it is not shown."""
        tally = self.release.tally(question_id, viewpoint)
        question = self.question(question_id)
        return count_mean(question, tally) if tally and question else None

    def room(self, question_id: str) -> CountMean | None:
        """The whole room's mean, where no regard is shown."""
        tally, question = self.release.whole.get(question_id), self.question(question_id)
        return count_mean(question, tally) if tally and question else None

    def means(self, question_id: str) -> dict[Viewpoint, CountMean]:
        """The means that a cross mark crosses."""
        found = {viewpoint: self.mean(question_id, viewpoint) for viewpoint in self.viewpoints}
        return {viewpoint: mean for viewpoint, mean in found.items() if mean is not None}

    def bases(self, question_id: str, viewpoints: Iterable[Viewpoint]) -> tuple[Base, ...]:
        return tuple(
            self.base(self.plural(viewpoint), tally)
            for viewpoint in viewpoints
            if (tally := self.release.tally(question_id, viewpoint))
        )

    def room_base(self, question_id: str) -> tuple[Base, ...]:
        tally = self.release.whole.get(question_id)
        return (self.base(self.voice.say("Tous regards réunis"), tally),) if tally else ()

    def base(self, who: str, tally: Tally | AxisTally) -> Base:
        """On whom a tally rests; its answers only where they are shown."""
        if isinstance(tally, AxisTally):
            visible = tally.mean is not None
            given, people = (tally.levels, tally.given) if visible else (None, None)
        else:
            given, people = (tally.given if tally.counts else None), None
        return Base(
            who, given, tally.dont_know, tally.not_concerned, tally.unanswered, people=people
        )

    def crossed(self, label: str, means: Mapping[Viewpoint, Formula], unit: Unit) -> list[Step]:
        """The plain mean of the regards, then each of them."""
        if not means:
            return []
        return [
            Step(label, MeanOf(tuple(means.values())), unit),
            *(Step(self.plural(viewpoint), mean, unit) for viewpoint, mean in means.items()),
        ]

    def share_of_unknown(self, tally: Tally) -> list[Step]:
        """« Ne sait pas » among those who answered or said so."""
        if not tally.dont_know:
            return []
        part = ShareOf((tally.dont_know,), tally.given + tally.dont_know)
        return [Step(self.voice.say("Part de « ne sait pas »"), part, Unit.SHARE)]

    def missing(self, here: Iterable[Viewpoint]) -> str:
        """The other regards, empty and small ones alike."""
        absent = [viewpoint for viewpoint in self.viewpoints if viewpoint not in set(here)]
        if not absent:
            return ""
        return self.voice.say(
            "{regards} : pas de note montrée (trop peu de réponses, ou question non posée).",
            regards=self.voice.join(self.plural(viewpoint) for viewpoint in absent),
        )

    def even(self, regards: int) -> str:
        """That each regard counts as much."""
        return self.voice.say_many(
            "Un seul regard a une note : elle est la sienne.",
            "Chacun des {number} regards compte autant, quel que soit son nombre de personnes.",
            regards,
        )

    def there(self, figure: Benchmark, scale: tuple[int, int]) -> tuple[float, Span]:
        """A national figure in the unit of the figure here, and how sure it is."""
        value = figure.value / 100 if figure.measure is Measure.SHARE else figure.value
        sample = figure.source.sample
        return value, Exact(value) if sample is None else Sampled(value, sample, scale)

    def _cite(self, figure: Benchmark) -> str:
        language = self.voice.language
        caveat = f" {figure.caveat.of(language)}" if figure.caveat else ""
        return f"{figure.statement.of(language)} {figure.source.full(language)}{caveat}"
