"""What every part of the page of measured facts needs to draw."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from diagnostic.charts import Chart
from diagnostic.indicators import Indicators, Measure
from diagnostic.readings.measured import Portrait
from diagnostic.readings.provenance import say_producers, say_sources
from diagnostic.territories import Gazetteer
from diagnostic.texts import Voice
from diagnostic.ui import shelf
from diagnostic.ui.escaping import plain

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class View:
    """A portrait, what it was read from, and how it is looked at."""

    voice: Voice
    indicators: Indicators
    gazetteer: Gazetteer
    portrait: Portrait
    imports: tuple[int, ...]
    """Those in force: they tell a state of the measured facts from another."""
    key: Hashable
    """Changes whenever anything that is drawn does: figures are made once for each key."""
    wall: bool
    dark: bool

    @property
    def in_year(self) -> int:
        """The year of reading."""
        return self.portrait.in_year

    def kept(self, make: Callable[[], T], *what: Hashable) -> T:
        """What `make` makes of these figures, in this language; made once for each `what`."""
        return shelf.kept(
            ("measured", self.imports, self.in_year, self.voice.language, *what), make
        )

    def draw(self, make: Callable[..., Chart | None], *what: Hashable) -> Chart | None:
        """The chart that `make` draws, on this screen and this day; made once for each `what`."""
        return shelf.kept(
            ("measured", self.key, *what),
            lambda: make(in_year=self.in_year, dark=self.dark, wall=self.wall),
        )

    def source(self, measures: Iterable[Measure], beside: Iterable[Measure | None] = ()) -> str:
        """The caption of a chart: sources with their date and licence; in short for `beside`."""
        given = tuple(measures)
        said = self.voice.say("Source : {sources}", sources=say_sources(self.voice, given))
        known = {measure.source for measure in given}
        others = dict.fromkeys(
            measure.source.short(self.voice.language)
            for measure in beside
            if measure is not None and measure.value is not None and measure.source is not None
            if measure.source not in known
        )
        if others:
            said += " " + self.voice.say(
                "France et région : {sources}.", sources=self.voice.series(others)
            )
        return plain(said)

    def sources(self, measures: Iterable[Measure]) -> str:
        """The same in a few words, where they would be too many: the producers, and the years."""
        return plain(say_producers(self.voice, measures))
