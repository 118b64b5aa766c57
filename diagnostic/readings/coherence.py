"""Does the overall impression say what the detailed answers say? If not: to be discussed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from diagnostic.confidence import Release
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.fitting import EVERYBODY
from diagnostic.readings.rules import LEVELS, Rules
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice, rounded


@dataclass(frozen=True, slots=True)
class Compared:
    """One regard: its overall impression beside the mean of what it says in detail."""

    overall: float
    detailed: float
    items: int
    """Questions of the common trunk (★) that `detailed` rests on."""


@dataclass(frozen=True, slots=True)
class CoherenceReading:
    """The regards that gave both; a regard that gave one only is not compared."""

    regards: Mapping[Viewpoint, Compared]
    apart: float
    """Levels beyond which the two do not say the same thing."""
    trunk: int
    """Questions of the common trunk (★)."""

    @property
    def overall(self) -> float | None:
        """Plain mean of the regards, as displayed; None where none can be compared."""
        return self._mean(one.overall for one in self.regards.values())

    @property
    def detailed(self) -> float | None:
        return self._mean(one.detailed for one in self.regards.values())

    @property
    def discussed(self) -> bool | None:
        """True where the two are too far apart; None where it cannot be told."""
        if self.overall is None or self.detailed is None:
            return None
        return round(abs(self.overall - self.detailed), 9) > self.apart

    def _mean(self, values: Iterable[float]) -> float | None:
        known = tuple(values)
        return float(rounded(fsum(known) / len(known))) if known else None


def read_coherence(
    rules: Rules,
    questionnaire: Questionnaire,
    release: Release,
    viewpoints: Iterable[Viewpoint] = EVERYBODY,
) -> CoherenceReading:
    """The check of §5.2: one question on the whole beside the mean of the ★ items, 0 to 4.

    The same regards stand on both sides, each with at least `least` items that may be shown.
    """
    rule = rules.coherence
    trunk = [item.id for axis in questionnaire.axes for item in axis.items if item.star]
    regards = {}
    for viewpoint in dict.fromkeys(viewpoints):
        overall = release.tally(rule.question, viewpoint)
        means = [
            tally.mean
            for name in trunk
            if (tally := release.tally(name, viewpoint)) and tally.mean is not None
        ]
        if overall is None or overall.mean is None or len(means) < rule.least:
            continue
        regards[viewpoint] = Compared(overall.mean, fsum(means) / len(means), len(means))
    return CoherenceReading(regards, rule.apart, len(trunk))


def say_coherence(voice: Voice, rules: Rules, reading: CoherenceReading) -> str:
    """The two levels, and that they should be discussed where they are far apart."""
    if reading.overall is None or reading.detailed is None:
        return voice.say(
            "Impression d’ensemble et détail des réponses : non évaluable, il manque des réponses."
        )
    parts = {
        "overall": voice.mark(reading.overall, LEVELS),
        "detailed": voice.mark(reading.detailed, LEVELS),
    }
    if reading.discussed:
        said = voice.say(
            "Impression d’ensemble {overall}, détail des réponses {detailed}.", **parts
        )
        return f"{said} {rules.coherence.text.of(voice.language)}"
    return voice.say(
        "Impression d’ensemble {overall}, détail des réponses {detailed} : ils se rejoignent à "
        "{apart} niveau près.",
        **parts,
        apart=voice.number(reading.apart, 0),
    )
