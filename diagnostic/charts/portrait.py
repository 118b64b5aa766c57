"""The domains of a territory as they are measured: each place among its level, none ranked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.grid import Grid, dodge
from diagnostic.charts.layout import Look, hover, safe, series, span, stack, wrap
from diagnostic.charts.measured import Role, Teller, colour, sign
from diagnostic.charts.rows import UNFADED, finish
from diagnostic.indicators import DomainPart, Measure, ObjectivePosition
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.measures import say_among, say_fragility, say_objective
from diagnostic.territories import Gazetteer
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING

NAME_WIDTH, ASIDE_WIDTH = 32, 42
"""Letters a line can hold beside a figure, and alone, on a phone."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the portrait: words, a figure, and marks under them, or beside on a wall."""

    domain_id: str
    words: tuple[str, ...]
    aside: str = ""
    bold: bool = False
    quiet: bool = False
    value: float | None = None
    """0 to 100, where one large mark stands."""
    parts: tuple[tuple[float, str], ...] = ()
    """Where small marks stand, and their hovers."""
    hover: str = ""

    @property
    def drawn(self) -> bool:
        return self.value is not None or bool(self.parts)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a line is, in pixels from the top."""

    top: float
    words: float
    mark: float
    parts: tuple[float, ...]
    """One for each of its parts."""
    bottom: float


def draw_portrait(
    voice: Voice,
    questionnaire: Questionnaire,
    gazetteer: Gazetteer,
    positions: Iterable[ObjectivePosition],
    context: Mapping[str, Sequence[Measure]] | None = None,
    *,
    in_year: int,
    facets: bool = False,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """One place a domain, from 0 to 100: « plus fragile que {x} % » of the others of its level.

    Small marks are its facets; with `facets`, each has its own line with its value, and
    `context` (domain id → facts that say no fragility) is told in words. Domains without a
    measure come last, in words. None where no domain has a place. A selection gives back a
    domain's id.
    """
    found = tuple(positions)
    placed = [position for position in found if position.value is not None]
    if not placed:
        return None
    look = Look(dark, wall)
    teller = Teller(voice, gazetteer, in_year, look)
    lines: list[_Line] = []
    for position in placed:
        lines += _tell_domain(teller, questionnaire, position, facets=facets)
        for measure in (context or {}).get(position.domain_id, ()) if facets else ():
            lines.append(_tell_context(teller, position.domain_id, measure))
    for position in found:
        if position.value is None:
            lines += _tell_unmeasured(teller, questionnaire, position, facets=facets)
    before = span(look, [word for line in lines for word in line.words]) if wall else 0.0
    after = span(look, [line.aside for line in lines]) if wall else 0.0
    grid = Grid(look, 0, 100, before=before + look.pad * wall, after=after + look.pad * wall)
    spots = _place(grid, lines)
    traces: list[Any] = [
        _blocks(grid, lines, spots),
        *_write(grid, lines, spots),
        *_mark(teller, grid, lines, spots),
    ]
    level = (placed[0].borrowed_from or placed[0].key).level
    title = voice.say("Plus fragile que … % {among}", among=say_among(voice, level))
    axis = grid.axis(
        {0: voice.percent(0), 50: voice.say("médiane"), 100: voice.percent(1)}, wrap(title, 44)
    )
    figure, height = finish(grid, voice, spots[-1].bottom, traces, axis)
    figure.add_shape(
        type="line",
        x0=50,
        x1=50,
        y0=0,
        y1=1,
        yref="paper",
        layer="below",
        line={"color": look.tones.line, "width": 2 if wall else 1, "dash": "dot"},
    )
    return Chart(figure, _alt(voice, questionnaire, placed, found), height)


def _tell_domain(
    teller: Teller, questionnaire: Questionnaire, position: ObjectivePosition, *, facets: bool
) -> Iterable[_Line]:
    voice, value = teller.voice, position.value or 0.0
    domain = questionnaire.domain(position.domain_id)
    known = [(p.fragility * 100, _hover_part(teller, p)) for p in position.parts if _is_known(p)]
    said = say_objective(voice, position)
    yield _Line(
        domain_id=domain.id,
        words=wrap(domain.short.of(voice.language), NAME_WIDTH),
        aside=voice.percent(value),
        bold=True,
        value=value * 100,
        parts=() if facets else tuple(known),
        hover=hover(
            domain.name.of(voice.language),
            f"{said[0].upper()}{said[1:]}.",
            voice.say_many(
                "D’après {number} mesure sur {all}.",
                "D’après {number} mesures sur {all}.",
                position.rests_on,
                all=len(position.parts),
            ),
        ),
    )
    for part in position.parts if facets else ():
        yield _Line(
            domain_id=domain.id,
            words=wrap(teller.label(part.measure), NAME_WIDTH),
            aside=teller.short(part.measure),
            parts=((part.fragility * 100, _hover_part(teller, part)),)
            if part.fragility is not None
            else (),
            hover=_hover_part(teller, part),
        )


def _is_known(part: DomainPart) -> bool:
    return part.fragility is not None


def _hover_part(teller: Teller, part: DomainPart) -> str:
    measure = part.measure
    text = teller.hover(measure, teller.label(measure))
    if part.fragility is None:
        return text
    place = say_fragility(teller.voice, part.fragility, measure.measured.level)
    title, _, rest = text.partition("<br>")
    said = hover(teller.value(measure), f"{place[0].upper()}{place[1:]}.", teller.source(measure))
    return f"{title}<br>{said}" if rest else said


def _tell_context(teller: Teller, domain_id: str, measure: Measure) -> _Line:
    return _Line(
        domain_id=domain_id,
        words=wrap(
            teller.voice.say("Pour situer : {label}", label=teller.label(measure)), NAME_WIDTH
        ),
        aside=teller.short(measure),
        quiet=True,
        hover=teller.hover(measure),
    )


def _tell_unmeasured(
    teller: Teller, questionnaire: Questionnaire, position: ObjectivePosition, *, facets: bool
) -> Iterable[_Line]:
    voice = teller.voice
    domain = questionnaire.domain(position.domain_id)
    said = say_objective(voice, position)
    yield _Line(
        domain_id=domain.id,
        words=(*wrap(domain.short.of(voice.language), NAME_WIDTH), voice.say("sans mesure")),
        aside=MISSING,
        quiet=True,
        hover=hover(domain.name.of(voice.language), said),
    )
    if facets:
        yield _Line(domain.id, wrap(said, ASIDE_WIDTH), quiet=True)
