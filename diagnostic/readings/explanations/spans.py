"""An interval that says how it is had, with its numbers; docs/adr/0008 tells why so."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from statistics import NormalDist

from diagnostic.confidence import LEVEL, Interval, mean_interval, proportion_interval
from diagnostic.confidence.intervals import SMOOTHING, wilson
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

    @property
    def interval(self) -> Interval:
        found = mean_interval(self.given, self.mean, self.deviation, self.scale)
        assert found is not None
        return found

    @property
    def middle(self) -> float:
        """The mean of the answers and of the two halves."""
        low, high = self.scale
        return (self.given * self.mean + SMOOTHING * (low + high)) / self._count

    @property
    def variance(self) -> float:
        """The variance of the mean that everybody would give."""
        low, high = self.scale
        squares = (
            (self.given - 1) * self.deviation**2
            + self.given * (self.mean - self.middle) ** 2
            + SMOOTHING * ((low - self.middle) ** 2 + (high - self.middle) ** 2)
        )
        return squares / self._count / (self._count + 1)

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

    @property
    def interval(self) -> Interval:
        found = proportion_interval(self.share.value, self.share.given)
        assert found is not None
        return found

    def say(self, voice: Voice) -> str:
        p, n = self.share.say(voice), voice.whole(self.share.given)
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


@lru_cache(maxsize=1)
def _z() -> float:
    return NormalDist().inv_cdf((1 + LEVEL) / 2)
