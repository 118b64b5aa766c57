"""What the charts of measured facts share: the sign of each kind of place, scales, hovers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, log10
from typing import Any

from diagnostic.charts.layout import Look, hover
from diagnostic.charts.palette import FRANCE_SYMBOL
from diagnostic.indicators import Measure, ObjectivePosition
from diagnostic.readings.measures import name_place, say_missing, say_short, say_value
from diagnostic.territories import FRANCE, Gazetteer, TerritoryLevel
from diagnostic.texts import Voice


class Role(StrEnum):
    """What a place is on a chart; the name of its trace."""

    TERRITORY = "territory"
    """The one that is looked at."""
    PEER = "peers"
    REGION = "region"
    FRANCE = "france"
    OTHER = "others"


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of places on one background; no regard's."""

    territory: str
    """Also the peers', drawn hollow."""
    scale: tuple[str, ...]
    """Five classes from the lowest to the highest values: one hue, ever further from the page."""
    on_scale: tuple[str, ...]
    """Text on each class; 4.5:1."""


LIGHT_INK = Ink(
    territory="#1F4E5F",
    scale=("#DCEBF0", "#ACCFDA", "#74A9BA", "#3D7488", "#173F4E"),
    on_scale=("#1B2428", "#1B2428", "#1B2428", "#FFFFFF", "#FFFFFF"),
)
DARK_INK = Ink(
    territory="#8CC7D8",
    scale=("#23383F", "#35596A", "#5B8BA1", "#8DBACB", "#D6EBF2"),
    on_scale=("#EDF1F3", "#EDF1F3", "#14191B", "#14191B", "#14191B"),
)

SYMBOLS: Mapping[Role, str] = {
    Role.TERRITORY: "hexagon",
    Role.PEER: "hexagon-open",
    Role.REGION: "pentagon-open",
    Role.FRANCE: FRANCE_SYMBOL,
    Role.OTHER: "circle",
}
"""A place that is named has no regard's shape; the others are dots."""


def ink(look: Look) -> Ink:
    return DARK_INK if look.dark else LIGHT_INK


def colour(look: Look, role: Role) -> str:
    """The colour of a place's mark and line."""
    if role in (Role.TERRITORY, Role.PEER):
        return ink(look).territory
    return look.tones.france if role is Role.FRANCE else look.tones.quiet


def sign(look: Look, role: Role, size: float) -> dict[str, Any]:
    """A Plotly marker of about `size` pixels."""
    said = colour(look, role)
    hollow = SYMBOLS[role].endswith("-open")
    # A rim of the page's colour tells a mark from those under it.
    edge = said if hollow else look.tones.background
    return {
        "symbol": SYMBOLS[role],
        "size": size,
        "color": said,
        "opacity": 1,
        "line": {"width": (3 if look.wall else 2) if hollow else 1, "color": edge},
    }


@dataclass(frozen=True, slots=True)
class Teller:
    """What names places and tells figures: a language, a list of territories, a day, a size."""

    voice: Voice
    gazetteer: Gazetteer
    in_year: int
    """The year of reading: a figure is old or not in that year."""
    look: Look

    def name(self, measure: Measure) -> str:
        """The place measured, told from its homonyms."""
        return name_place(self.voice, self.gazetteer, measure.measured)

    def bare_name(self, measure: Measure) -> str:
        """The same where room is short."""
        key = measure.measured
        return self.voice.say("France") if key == FRANCE else self.gazetteer.get(key).name

    def label(self, measure: Measure) -> str:
        """What is measured."""
        return measure.indicator.label.of(self.voice.language)

    def value(self, measure: Measure, beside: Measure | None = None) -> str:
        """« 15,3 % (estimé) »; see `say_value`."""
        return say_value(self.voice, measure, self.in_year, beside)

    def short(self, measure: Measure) -> str:
        """« 15,3 % »; see `say_short`."""
        return say_short(self.voice, measure.indicator, measure.value)

    def source(self, measure: Measure) -> str:
        """« Source : Insee, Taux de chômage localisés, 2024 »; empty without value."""
        source = measure.short(self.voice.language)
        return self.voice.say("Source : {source}", source=source) if source else ""

    def hover(self, measure: Measure, title: str = "") -> str:
        """A place and what is measured there: value, age, source; or a dash and its reason."""
        name, label = title or self.name(measure), self.label(measure)
        if measure.value is None:
            return hover(name, label, say_missing(self.voice, measure))
        said = self.voice.say("{label} : {value}", label=label, value=self.value(measure))
        return hover(name, said, self.source(measure))


def main_level(positions: Iterable[ObjectivePosition]) -> TerritoryLevel:
    """Among which territories most of these domains are placed; of at least one domain."""
    levels = Counter((one.borrowed_from or one.key).level for one in positions)
    return levels.most_common(1)[0][0]


def steps(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round values inside [low, high], as many as possible up to `most`, at least two if any."""
    if high <= low:
        return (low,)
    for factor in sorted(
        step * 10.0**power
        for power in range(floor(log10(high - low)) - 2, ceil(log10(high - low)) + 1)
        for step in (1, 2, 2.5, 5)
    ):
        first, last = ceil(round(low / factor, 9)), floor(round(high / factor, 9))
        if last - first + 1 <= most:
            return tuple(round(n * factor, 9) for n in range(first, last + 1))
    return (low, high)


def powers(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round values inside [low, high] for a scale by ratio: 1, 10, 100… or 1, 2, 5, 10…"""
    exponents = range(floor(log10(low)), ceil(log10(high)) + 1)
    for inside in ((1, 2, 5), (1, 3), (1,)):
        found = tuple(n * 10.0**e for e in exponents for n in inside if low <= n * 10.0**e <= high)
        if len(found) <= most:
            return found
    return found[:: ceil(len(found) / most)]


def say_steps(voice: Voice, values: Sequence[float]) -> tuple[str, ...]:
    """Round values with the digits they need, the same for all."""
    digits = next(
        (n for n in range(3) if all(abs(v - round(v, n)) < 1e-9 for v in values)),
        3,
    )
    return tuple(voice.number(value, digits) for value in values)


def quartiles(values: Iterable[float]) -> tuple[float, float, float]:
    """Of at least one value: what a quarter, a half and three quarters are at or below.

    Between two values, straight from one to the other, as spreadsheets do.
    """
    ordered = sorted(values)
    found = []
    for part in (0.25, 0.5, 0.75):
        place = part * (len(ordered) - 1)
        low = ordered[floor(place)]
        found.append(low + (ordered[ceil(place)] - low) * (place - floor(place)))
    return found[0], found[1], found[2]
