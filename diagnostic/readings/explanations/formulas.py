"""A formula is one object: what gives the figure is what says, with its numbers, how it is had."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, prod, sqrt

from diagnostic.confidence import agreement
from diagnostic.confidence.common_ground import Support
from diagnostic.texts import Voice, rounded

MINUS = "−"
_DIGITS = 6
"""Decimals of a number that has no end, so that the figure can be found again by hand."""


def say_number(voice: Voice, value: float, digits: int | None = None) -> str:
    """A number as it stands in a formula: with its decimals, in brackets under zero."""
    if digits is None:
        exact = rounded(value, _DIGITS).normalize().as_tuple().exponent
        digits = max(0, -exact) if isinstance(exact, int) else _DIGITS
    said = voice.number(abs(value), digits)
    return f"({MINUS}{said})" if rounded(value, digits) < 0 else said


class Formula(ABC):
    """A number, and how it is had."""

    @property
    @abstractmethod
    def value(self) -> float:
        """What the formula gives."""

    @abstractmethod
    def say(self, voice: Voice) -> str:
        """The formula with its numbers, such that anyone may work it out again."""

    def inside(self, voice: Voice) -> str:
        """The same as a term of a sum; shorter where the whole is told on its own line."""
        return self.say(voice)


@dataclass(frozen=True, slots=True)
class Known(Formula):
    """A number that is not worked out here: a national figure, a count, a published mark."""

    number: float

    @property
    def value(self) -> float:
        return self.number

    def say(self, voice: Voice) -> str:
        return say_number(voice, self.number)


@dataclass(frozen=True, slots=True)
class Shown(Formula):
    """Another formula's figure as it is displayed: what the rules of reading compare."""

    inner: Formula
    digits: int = 1

    @property
    def value(self) -> float:
        return float(rounded(self.inner.value, self.digits))

    def say(self, voice: Voice) -> str:
        return self.inner.say(voice)

    def inside(self, voice: Voice) -> str:
        return say_number(voice, self.value, self.digits)


@dataclass(frozen=True, slots=True)
class CountMean(Formula):
    """A mean from how many people gave each number."""

    pairs: tuple[tuple[int, int], ...]
    """Number and people, in the order of the scale."""

    @property
    def people(self) -> int:
        return sum(people for _, people in self.pairs)

    @property
    def total(self) -> int:
        return sum(number * people for number, people in self.pairs)

    @property
    def squares(self) -> int:
        return sum(number * number * people for number, people in self.pairs)

    @property
    def value(self) -> float:
        return self.total / self.people

    def say(self, voice: Voice) -> str:
        terms = (f"{voice.whole(people)} × {say_number(voice, n)}" for n, people in self.pairs)
        return f"({' + '.join(terms)}) / {voice.whole(self.people)}"

    def inside(self, voice: Voice) -> str:
        return f"{say_number(voice, self.total)} / {voice.whole(self.people)}"


@dataclass(frozen=True, slots=True)
class Deviation(Formula):
    """The sample standard deviation (n − 1) of the answers of a mean, from whole numbers."""

    mean: CountMean

    @property
    def value(self) -> float:
        n = self.mean.people
        return sqrt((n * self.mean.squares - self.mean.total**2) / (n * (n - 1)))

    def say(self, voice: Voice) -> str:
        n = voice.whole(self.mean.people)
        squares, total = voice.whole(self.mean.squares), say_number(voice, self.mean.total)
        return f"√(({n} × {squares} {MINUS} {total}²) / ({n} × ({n} {MINUS} 1)))"


@dataclass(frozen=True, slots=True)
class MeanOf(Formula):
    """The plain mean of several figures, each counting once."""

    parts: tuple[Formula, ...]

    @property
    def value(self) -> float:
        return fsum(part.value for part in self.parts) / len(self.parts)

    def say(self, voice: Voice) -> str:
        if len(self.parts) == 1:
            return self.parts[0].inside(voice)
        terms = " + ".join(part.inside(voice) for part in self.parts)
        return f"({terms}) / {len(self.parts)}"


@dataclass(frozen=True, slots=True)
class Pooled(Formula):
    """The mean of all the answers of several groups, one person one voice."""

    parts: tuple[CountMean, ...]

    @property
    def value(self) -> float:
        return sum(part.total for part in self.parts) / sum(part.people for part in self.parts)

    def say(self, voice: Voice) -> str:
        totals = " + ".join(say_number(voice, part.total) for part in self.parts)
        people = " + ".join(voice.whole(part.people) for part in self.parts)
        return f"({totals}) / ({people})"


@dataclass(frozen=True, slots=True)
class ShareOf(Formula):
    """The part of those who answered who picked one of some options."""

    picked: tuple[int, ...]
    given: int

    @property
    def value(self) -> float:
        return sum(self.picked) / self.given

    def say(self, voice: Voice) -> str:
        terms = " + ".join(voice.whole(people) for people in self.picked) or "0"
        top = terms if len(self.picked) < 2 else f"({terms})"
        return f"{top} / {voice.whole(self.given)}"


@dataclass(frozen=True, slots=True)
class Minus(Formula):
    """A figure minus another."""

    high: Formula
    low: Formula

    @property
    def value(self) -> float:
        return self.high.value - self.low.value

    def say(self, voice: Voice) -> str:
        return f"{self.high.inside(voice)} {MINUS} {self.low.inside(voice)}"


@dataclass(frozen=True, slots=True)
class RankOf(Formula):
    """One more than the options that more people picked."""

    ahead: int

    @property
    def value(self) -> float:
        return 1 + self.ahead

    def say(self, voice: Voice) -> str:
        return f"1 + {voice.whole(self.ahead)}"


@dataclass(frozen=True, slots=True)
class Ratio(Formula):
    """A total over how many it is shared among."""

    total: float
    number: float

    @property
    def value(self) -> float:
        return self.total / self.number

    def say(self, voice: Voice) -> str:
        return f"{say_number(voice, self.total)} / {say_number(voice, self.number)}"


@dataclass(frozen=True, slots=True)
class ProductOf(Formula):
    """Figures multiplied by one another."""

    parts: tuple[Formula, ...]

    @property
    def value(self) -> float:
        return prod(part.value for part in self.parts)

    def say(self, voice: Voice) -> str:
        return " × ".join(part.inside(voice) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Smoothed(Formula):
    """The share of a group that agrees, one more on each side: (agree + 1) / (given + 2)."""

    support: Support

    @property
    def value(self) -> float:
        return self.support.smoothed

    def say(self, voice: Voice) -> str:
        agree, given = voice.whole(self.support.agree), voice.whole(self.support.given)
        return f"(({agree} + 1) / ({given} + 2))"


@dataclass(frozen=True, slots=True)
class Agreement(Formula):
    """Van der Eijk's A, layer by layer: each layer weighs the people that it holds."""

    counts: tuple[int, ...]
    """People on each of the steps, in order."""

    @property
    def layers(self) -> tuple[tuple[int, float], ...]:
        """People of each layer, and its A."""
        left, found = list(self.counts), []
        while any(left):
            height = min(count for count in left if count)
            reached = [float(count > 0) for count in left]
            found.append((height * int(sum(reached)), agreement(reached) or 0.0))
            left = [count - height if count else count for count in left]
        return tuple(found)

    @property
    def value(self) -> float:
        return fsum(people * a for people, a in self.layers) / sum(self.counts)

    def say(self, voice: Voice) -> str:
        terms = " + ".join(
            f"{voice.whole(people)} × {say_number(voice, a)}" for people, a in self.layers
        )
        return f"({terms}) / {voice.whole(sum(self.counts))}"


@dataclass(frozen=True, slots=True)
class Alpha(Formula):
    """Krippendorff's alpha: one, less the distances seen over those of chance."""

    things: tuple[tuple[float, ...], ...]
    """For each thing that two regards or more mark, their marks."""

    @classmethod
    def of(cls, marks: Sequence[Mapping[str, float]]) -> "Alpha":
        return cls(tuple(tuple(given.values()) for given in marks if len(given) > 1))

    @property
    def observed(self) -> float:
        return fsum(_distances(given) / (len(given) - 1) for given in self.things)

    @property
    def expected(self) -> float:
        every = [mark for given in self.things for mark in given]
        return _distances(every) / (len(every) - 1)

    @property
    def value(self) -> float:
        return 1 - self.observed / self.expected

    def say(self, voice: Voice) -> str:
        observed, expected = say_number(voice, self.observed), say_number(voice, self.expected)
        return f"1 {MINUS} {observed} / {expected}"


def _distances(marks: Sequence[float]) -> float:
    return fsum((one - other) ** 2 for one in marks for other in marks)
