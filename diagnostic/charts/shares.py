"""What an answer is placed by: a share in percent, or a rank with the first at the right."""

from dataclasses import dataclass
from typing import Any

from diagnostic.benchmarks import Benchmark, Measure
from diagnostic.charts.grid import Grid
from diagnostic.charts.layout import Look, wrap
from diagnostic.confidence import Interval
from diagnostic.readings import AnchorRow
from diagnostic.texts import Voice

LABEL_WIDTH = 40
"""Characters of a line of an answer's label, on a phone."""
WALL_LABEL_WIDTH = 60
FEW_RANKS = 8


def wrap_label(look: Look, label: str) -> tuple[str, ...]:
    """An answer's label in lines that have the whole width."""
    return wrap(label, WALL_LABEL_WIDTH if look.wall else LABEL_WIDTH)


def percents(voice: Voice) -> dict[int, str]:
    """The marks of an axis of shares; every other one is only a line, for want of room."""
    return {
        share: voice.percent(share / 100) if share % 50 == 0 else "" for share in range(0, 101, 25)
    }


@dataclass(frozen=True, slots=True)
class Measuring:
    """Shares, or that many ranks."""

    ranks: int = 0
    """0 for shares."""

    def grid(self, look: Look, before: float = 0, after: float = 0) -> Grid:
        if self.ranks:
            return Grid(look, -self.ranks, -1, before, after, reverse=True)
        return Grid(look, 0, 100, before, after)

    def value(self, row: AnchorRow) -> float | None:
        """Percent, or rank; None where it cannot be shown or nobody picked it."""
        if row.share is None:
            return None
        if self.ranks:
            return None if row.rank is None else float(row.rank)
        return row.share * 100

    def interval(self, row: AnchorRow) -> Interval | None:
        """In percent; a rank has none."""
        found = None if self.ranks else row.interval
        return Interval(found.low * 100, found.high * 100) if found else None

    def say(self, voice: Voice, row: AnchorRow) -> str:
        if not self.ranks:
            return voice.percent(row.share)
        if row.rank is None:
            return voice.say("non cité")
        return voice.say("rang {rank}", rank=voice.whole(row.rank))

    def fitting(self, row: AnchorRow) -> tuple[Benchmark, ...]:
        """The national figures of a row that are in the same unit."""
        wanted = Measure.RANK if self.ranks else Measure.SHARE
        return tuple(figure for figure in row.france if figure.measure is wanted)

    def axis(self, voice: Voice, grid: Grid) -> dict[str, Any]:
        """The axis with its title; the base of shares is those who answered."""
        if not self.ranks:
            title = voice.say("Part de ceux qui ont répondu")
            return grid.axis(percents(voice), wrap(title, LABEL_WIDTH))
        step = 1 if self.ranks <= FEW_RANKS else 4
        ranks = sorted({1, *range(step, self.ranks + 1, step)})
        title = voice.say("Rang : 1 pour la réponse la plus choisie")
        return grid.axis({rank: str(rank) for rank in ranks}, wrap(title, LABEL_WIDTH))
