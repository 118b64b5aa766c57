"""An interval that says how it is had, with its numbers; docs/adr/0008 tells why so."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, sqrt
from statistics import NormalDist

from diagnostic.confidence import (
    FEWEST_FOR_INTERVAL,
    LEVEL,
    Interval,
    mean_interval,
    proportion_interval,
)
from diagnostic.confidence.intervals import SMOOTHING, is_everybody, wilson
from diagnostic.confidence.movements import move_of_same
from diagnostic.readings.explanations.formulas import MINUS, Formula, ShareOf, say_number
from diagnostic.texts import Voice

_BOUND = 4
"""Decimals of a bound inside another formula."""


class Span(ABC):
    """An interval, and how it is had."""

    @property
    @abstractmethod
    def interval(self) -> Interval:
        """What the method gives."""

    @abstractmethod
    def say(self, voice: Voice) -> str:
        """The method with its numbers."""


@dataclass(frozen=True, slots=True)
class MeanSpan(Span):
    """The interval of a mean: half an answer at each end, then a beta law."""

    given: int
    mean: float
    deviation: float
    scale: tuple[int, int]
    people: int | None = None
    """How many there are in all, more than `given`; None where that is not known."""

    @property
    def interval(self) -> Interval:
        found = mean_interval(self.given, self.mean, self.deviation, self.scale, people=self.people)
        assert found is not None
        return found

    @property
    def middle(self) -> float:
        """The mean of the answers and of the two halves."""
        low, high = self.scale
        return (self.given * self.mean + SMOOTHING * (low + high)) / self._count

    @property
    def variance(self) -> float:
        """The variance of the mean that everybody would give; of a known number of people, that
        of those who did not answer."""
        low, high = self.scale
        squares = (
            (self.given - 1) * self.deviation**2
            + self.given * (self.mean - self.middle) ** 2
            + SMOOTHING * ((low - self.middle) ** 2 + (high - self.middle) ** 2)
        )
        variance = squares / self._count / (self._count + 1)
        if self.people is None:
            return variance
        missing = self.people - self.given
        return variance * (self._count + missing) / missing

    @property
    def shape(self) -> tuple[float, float]:
        """The two parameters of the beta law."""
        low, high = self.scale
        part = (self.middle - low) / (high - low)
        weight = part * (1 - part) * (high - low) ** 2 / self.variance - 1
        return part * weight, (1 - part) * weight

    @property
    def _count(self) -> float:
        return self.given + 2 * SMOOTHING

    def say(self, voice: Voice) -> str:
        low, high = self.scale
        first, second = self.shape
        if self.people is not None:
            return voice.say(
                "{given} réponses sur {people} personnes : seules les {missing} autres sont "
                "incertaines. Leur moyenne, avec une demi-réponse à chaque bout de l’échelle "
                "({low} et {high}) : {mean}, variance {variance} ; loi bêta de paramètres {first} "
                "et {second}, de 2,5 % à 97,5 %, élargie d’un quart de personne ; elle pèse "
                "{missing} / {people}",
                given=voice.whole(self.given),
                people=voice.whole(self.people),
                missing=voice.whole(self.people - self.given),
                low=low,
                high=high,
                mean=voice.number(self.middle, 3),
                variance=voice.number(self.variance, 3),
                first=voice.number(first, 2),
                second=voice.number(second, 2),
            )
        return voice.say(
            "{given} réponses et une demie à chaque bout de l’échelle ({low} et {high}) : "
            "moyenne {mean}, variance {variance} ; loi bêta de paramètres {first} et {second}, "
            "de 2,5 % à 97,5 %",
            given=voice.whole(self.given),
            low=low,
            high=high,
            mean=voice.number(self.middle, 3),
            variance=voice.number(self.variance, 3),
            first=voice.number(first, 2),
            second=voice.number(second, 2),
        )


@dataclass(frozen=True, slots=True)
class ShareSpan(Span):
    """Wilson's interval of a share."""

    share: ShareOf
    people: int | None = None
    """How many there are in all, more than answered; None where that is not known."""

    @property
    def interval(self) -> Interval:
        found = proportion_interval(self.share.value, self.share.given, people=self.people)
        assert found is not None
        return found

    def say(self, voice: Voice) -> str:
        p, n = self.share.say(voice), voice.whole(self.share.given)
        if self.people is not None:
            # So many answers of very many people tell as much as these do of so few.
            people = voice.whole(self.people)
            n = f"({n} × ({people} {MINUS} 1) / ({people} {MINUS} {n}))"
        z = say_number(voice, _z(), 2)
        return (
            f"({p} + {z}² / (2 × {n}) ± {z} × √({p} × (1 {MINUS} {p}) / {n} "
            f"+ {z}² / (4 × {n}²))) / (1 + {z}² / {n})"
        )


@dataclass(frozen=True, slots=True)
class Exact(Span):
    """A figure that is taken as it is, for want of a known sample."""

    value: float

    @property
    def interval(self) -> Interval:
        return Interval(self.value, self.value)

    def say(self, voice: Voice) -> str:
        return say_number(voice, self.value)


@dataclass(frozen=True, slots=True)
class Sampled(Span):
    """A published figure of `sample` answers: Wilson's interval of its place on the scale."""

    value: float
    sample: int
    scale: tuple[int, int]

    @property
    def interval(self) -> Interval:
        low, high = self.scale
        found = wilson((self.value - low) / (high - low), self.sample, LEVEL)
        return Interval(low + found.low * (high - low), low + found.high * (high - low))

    def say(self, voice: Voice) -> str:
        return say_number(voice, self.value)


@dataclass(frozen=True, slots=True)
class DifferenceSpan(Span):
    """A difference: each side has the uncertainty of the side of each term that it comes from."""

    here: Formula
    around_here: Span
    there: Formula
    around_there: Span

    @property
    def interval(self) -> Interval:
        here, there = self.here.value, self.there.value
        one, other = self.around_here.interval, self.around_there.interval
        value = here - there
        return Interval(
            value - sqrt((here - one.low) ** 2 + (other.high - there) ** 2),
            value + sqrt((one.high - here) ** 2 + (there - other.low) ** 2),
        )

    def say(self, voice: Voice) -> str:
        here, there = (say_number(voice, f.value, _BOUND) for f in (self.here, self.there))
        one, other = self.around_here.interval, self.around_there.interval
        low, high, there_low, there_high = (
            say_number(voice, bound, _BOUND) for bound in (one.low, one.high, other.low, other.high)
        )
        return voice.say(
            "de {first} à {second}",
            first=(
                f"{here} {MINUS} {there} {MINUS} √(({here} {MINUS} {low})² "
                f"+ ({there_high} {MINUS} {there})²)"
            ),
            second=(
                f"{here} {MINUS} {there} + √(({high} {MINUS} {here})² "
                f"+ ({there} {MINUS} {there_low})²)"
            ),
        )


@dataclass(frozen=True, slots=True)
class GroupsSpan(Span):
    """The plain mean of figures of different people, whose uncertainties partly cancel out."""

    parts: tuple[tuple[Formula, Span], ...]

    @property
    def interval(self) -> Interval:
        ends = [(part.value, span.interval) for part, span in self.parts]
        number = len(ends)
        value = fsum(here for here, _ in ends) / number
        return Interval(
            value - sqrt(fsum((here - found.low) ** 2 for here, found in ends)) / number,
            value + sqrt(fsum((found.high - here) ** 2 for here, found in ends)) / number,
        )

    def say(self, voice: Voice) -> str:
        number = len(self.parts)
        told = [
            tuple(say_number(voice, n, _BOUND) for n in (part.value, around.low, around.high))
            for part, span in self.parts
            for around in (span.interval,)
        ]
        mean = f"({' + '.join(here for here, _, _ in told)}) / {number}"
        below = " + ".join(f"({here} {MINUS} {low})²" for here, low, _ in told)
        above = " + ".join(f"({high} {MINUS} {here})²" for here, _, high in told)
        return voice.say(
            "de {first} à {second}",
            first=f"{mean} {MINUS} √({below}) / {number}",
            second=f"{mean} + √({above}) / {number}",
        )


@dataclass(frozen=True, slots=True)
class QuestionsSpan(Span):
    """The plain mean of figures of the same people: the widest that may be."""

    parts: tuple[Span, ...]

    @property
    def interval(self) -> Interval:
        ends, number = [part.interval for part in self.parts], len(self.parts)
        return Interval(
            fsum(found.low for found in ends) / number, fsum(found.high for found in ends) / number
        )

    def say(self, voice: Voice) -> str:
        ends, number = [part.interval for part in self.parts], len(self.parts)
        low = " + ".join(say_number(voice, found.low, _BOUND) for found in ends)
        high = " + ".join(say_number(voice, found.high, _BOUND) for found in ends)
        return voice.say(
            "de {first} à {second}", first=f"({low}) / {number}", second=f"({high}) / {number}"
        )


@dataclass(frozen=True, slots=True)
class PairedSpan(Span):
    """What the same people changed: Student's interval, half a change each way added."""

    given: int
    mean: float
    deviation: float

    @property
    def interval(self) -> Interval:
        found = move_of_same(self.given, self.mean, self.deviation).interval
        assert found is not None
        return found

    def say(self, voice: Voice) -> str:
        freedom = self.given - 1
        error = sqrt((freedom * self.deviation**2 + 1) / freedom / self.given)
        found = self.interval
        mean = say_number(voice, self.mean, _BOUND)
        half = (
            f"{say_number(voice, (found.high - found.low) / 2 / error, _BOUND)} × "
            f"√(({freedom} × {say_number(voice, self.deviation, _BOUND)}² + 1) / {freedom} "
            f"/ {voice.whole(self.given)})"
        )
        return voice.say(
            "de {first} à {second}", first=f"{mean} {MINUS} {half}", second=f"{mean} + {half}"
        )


def span_mean(
    given: int,
    mean: float,
    deviation: float | None,
    scale: tuple[int, int],
    people: int | None = None,
) -> Span | None:
    """How sure a mean is; exactly, where all those that there are have answered. None where too
    few answered, or where the deviation is withheld."""
    if is_everybody(given, people):
        return Exact(mean)
    if deviation is None or given < FEWEST_FOR_INTERVAL:
        return None
    return MeanSpan(given, mean, deviation, scale, people)


def span_share(share: ShareOf, people: int | None = None) -> Span | None:
    """The same of a share."""
    if is_everybody(share.given, people):
        return Exact(share.value)
    return ShareSpan(share, people) if share.given >= FEWEST_FOR_INTERVAL else None


@lru_cache(maxsize=1)
def _z() -> float:
    return NormalDist().inv_cdf((1 + LEVEL) / 2)
