"""Values in a few classes of about as many territories each, for maps."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from diagnostic.charts.layout import Look, stack, wrap
from diagnostic.charts.measured import Ink
from diagnostic.indicators import Indicator
from diagnostic.readings.measures import say_short
from diagnostic.texts import Voice
from diagnostic.texts.voice import rounded

COUNT = 5


@dataclass(frozen=True, slots=True)
class Class:
    """A class by its lowest and highest value, both rounded as they are shown."""

    low: float
    high: float

    def say(self, voice: Voice, indicator: Indicator) -> str:
        """« de 9,1 % à 12,3 % », or the only value."""
        low = say_short(voice, indicator, self.low)
        if self.low == self.high:
            return low
        return voice.say("{low} à {high}", low=low, high=say_short(voice, indicator, self.high))


def say_unit(voice: Voice, indicator: Indicator) -> str:
    """The unit of the classes where they do not say it themselves: « pour 10 000 habitants »."""
    bare = voice.number(0.0, indicator.decimals)
    return indicator.unit.of(voice.language) if say_short(voice, indicator, 0.0) == bare else ""


def entitle(voice: Voice, look: Look, indicator: Indicator) -> dict[str, Any]:
    """The legend of a map: its unit above the classes that do not say it."""
    unit = say_unit(voice, indicator)
    if not unit:
        return {}
    font = {"size": look.small, "color": look.tones.quiet}
    return {"title": {"text": stack(wrap(unit, 40)), "side": "top", "font": font}}


def classify(
    values: Iterable[float], indicator: Indicator, count: int = COUNT
) -> tuple[Class, ...]:
    """At most `count` classes from the lowest; equal values, as they are shown, stay together.

    Fewer where there are fewer different values; none without any.
    """
    counts = sorted(Counter(_shown(value, indicator) for value in values).items())
    total = sum(number for _, number in counts)
    classes: list[list[float]] = []
    done, target = 0, 0.0
    for place, (value, number) in enumerate(counts):
        left = len(counts) - place
        # The class is full once the middle of what comes next is past its share.
        full = bool(classes) and done + number / 2 > target
        must = bool(classes) and left == count - len(classes)
        if not classes or ((full or must) and len(classes) < count):
            classes.append([])
            target = done + (total - done) / (count - len(classes) + 1)
        classes[-1].append(value)
        done += number
    return tuple(Class(held[0], held[-1]) for held in classes)


def find_class(value: float, classes: Sequence[Class], indicator: Indicator) -> int:
    """The number of the class of a value that was classified, from 0."""
    shown = _shown(value, indicator)
    return next(number for number, one in enumerate(classes) if shown <= one.high)


def pick(ink: Ink, number: int, count: int) -> tuple[str, str]:
    """The colour of a class and that of the text on it: both ends of the scale are used."""
    last = len(ink.scale) - 1
    place = last if count == 1 else round(number * last / (count - 1))
    return ink.scale[place], ink.on_scale[place]


def _shown(value: float, indicator: Indicator) -> float:
    return float(rounded(value, indicator.decimals))
