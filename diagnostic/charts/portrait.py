"""The domains of a territory as they are measured: each place among its level, none ranked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.grid import Grid, dodge
from diagnostic.charts.layout import Look, hover, safe, span, stack, wrap
from diagnostic.charts.measured import Role, Teller, main_level, sign
from diagnostic.charts.rows import UNFADED, finish
from diagnostic.indicators import DomainPart, Measure, ObjectivePosition, say_year
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.measures import (
    say_among,
    say_fragility,
    say_missing,
    say_objective,
    say_share,
)
from diagnostic.territories import Gazetteer
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING

NAME_WIDTH, ALONE_WIDTH, WALL_WIDTH = 22, 40, 34
"""Letters a line can hold: a domain's name, words alone on a phone, words on a wall."""
DOMAIN, PART = 1.5, 0.85
"""Height of a domain's mark and of a facet's with the room around, in usual marks."""


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
    level = main_level(placed)
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
    known = [
        (part.fragility * 100, _hover_part(teller, part))
        for part in position.parts
        if part.fragility is not None
    ]
    yield _Line(
        domain_id=domain.id,
        words=wrap(domain.short.of(voice.language), NAME_WIDTH),
        aside=say_share(voice, value),
        bold=True,
        value=value * 100,
        # Alone, a facet stands where its domain does.
        parts=() if facets or len(known) < 2 else tuple(known),
        hover=hover(
            domain.name.of(voice.language),
            _sentence(say_objective(voice, position)),
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
            words=_beside(teller, teller.label(part.measure), _figure(teller, part.measure)),
            aside=_figure(teller, part.measure),
            parts=((part.fragility * 100, _hover_part(teller, part)),)
            if part.fragility is not None
            else (),
            hover=_hover_part(teller, part),
        )


def _hover_part(teller: Teller, part: DomainPart) -> str:
    voice, measure = teller.voice, part.measure
    label = teller.label(measure)
    if measure.value is None:
        return hover(label, say_missing(voice, measure))
    said = voice.say("{name} : {value}", name=teller.name(measure), value=teller.value(measure))
    place = ""
    if part.fragility is not None:
        place = _sentence(say_fragility(voice, part.fragility, measure.measured.level))
    return hover(label, said, place, teller.source(measure))


def _beside(teller: Teller, said: str, aside: str) -> tuple[str, ...]:
    """Words in lines that leave room for what stands at their right."""
    look = teller.look
    return wrap(said, WALL_WIDTH if look.wall else int(look.width / look.letter) - len(aside) - 2)


def _figure(teller: Teller, measure: Measure) -> str:
    """« 7,4 % », « 11,5 % (2016) » for an old figure."""
    said = teller.short(measure)
    if measure.value is None or measure.year is None or not measure.is_old(teller.in_year):
        return said
    year = say_year(measure.year, teller.voice.language)
    return teller.voice.say("{value} ({notes})", value=said, notes=year)


def _sentence(said: str) -> str:
    return f"{said[0].upper()}{said[1:]}."


def _tell_context(teller: Teller, domain_id: str, measure: Measure) -> _Line:
    figure = _figure(teller, measure)
    said = teller.voice.say("Pour situer : {label}", label=teller.label(measure))
    return _Line(
        domain_id=domain_id,
        words=_beside(teller, said, figure),
        aside=figure,
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
        words=wrap(
            voice.say("{domain} : sans mesure", domain=domain.short.of(voice.language)),
            ALONE_WIDTH,
        ),
        aside=MISSING,
        quiet=True,
        hover=hover(domain.name.of(voice.language), said),
    )
    if facets:
        yield _Line(domain.id, wrap(said, ALONE_WIDTH), quiet=True)


def _place(grid: Grid, lines: Sequence[_Line]) -> tuple[_Spot, ...]:
    look = grid.look
    small = look.marker * PART
    spots: list[_Spot] = []
    for number, line in enumerate(lines):
        top = spots[-1].bottom if spots else 0.0
        first = number == 0 or lines[number - 1].domain_id != line.domain_id
        last = number + 1 == len(lines) or lines[number + 1].domain_id != line.domain_id
        start = top + (8 if first else 2)
        said = len(line.words) * look.line
        lanes = dodge([value for value, _ in line.parts], small / grid.unit)
        big = look.marker * DOMAIN if line.value is not None else 0.0
        rows = max(lanes, default=-1) + 1
        marks = big + rows * small + (4 if line.drawn else 0)
        inside = max(said, marks) if grid.before else said + marks
        from_top = start + ((inside - marks) / 2 if grid.before else said)
        spots.append(
            _Spot(
                top=top,
                words=start + (inside / 2 if grid.before else said / 2),
                mark=from_top + big / 2,
                parts=tuple(from_top + big + (lane + 0.5) * small for lane in lanes),
                bottom=start + inside + (8 if last else 2),
            )
        )
    return tuple(spots)


def _blocks(grid: Grid, lines: Sequence[_Line], spots: Sequence[_Spot]) -> go.Bar:
    """The whole width of each domain: what a click on it selects; every other one shaded."""
    blocks: dict[str, tuple[float, float]] = {}
    for line, spot in zip(lines, spots, strict=True):
        top = blocks[line.domain_id][0] if line.domain_id in blocks else spot.top
        blocks[line.domain_id] = (top, spot.bottom)
    clear = "rgba(0,0,0,0)"
    return go.Bar(
        meta="rows",
        orientation="h",
        base=[grid.low] * len(blocks),
        x=[grid.high - grid.low] * len(blocks),
        y=[(top + bottom) / 2 for top, bottom in blocks.values()],
        width=[bottom - top for top, bottom in blocks.values()],
        marker={
            "color": [clear if i % 2 else grid.look.tones.band for i in range(len(blocks))],
            "line": {"width": 0},
        },
        customdata=list(blocks),
        hoverinfo="none",
        showlegend=False,
        **UNFADED,
    )


def _write(grid: Grid, lines: Sequence[_Line], spots: Sequence[_Spot]) -> Iterable[go.Scatter]:
    """Names at the left and figures at the right; what is pointed at is their hover."""
    look = grid.look
    for bold in (True, False):
        held = [(ln, spot) for ln, spot in zip(lines, spots, strict=True) if ln.bold is bold]
        if not held:
            continue
        size = look.font if bold else look.small
        colours = [look.tones.quiet if line.quiet else look.tones.text for line, _ in held]
        shared: dict[str, Any] = {
            "mode": "text",
            "y": [spot.words for _, spot in held],
            "customdata": [line.domain_id for line, _ in held],
            "hovertext": [line.hover for line, _ in held],
            "hoverinfo": ["text" if line.hover else "skip" for line, _ in held],
            "textfont": {"size": size, "color": colours},
            "showlegend": False,
            "cliponaxis": False,
        }
        left = grid.minimum - grid.pad / grid.unit if grid.before else grid.low
        yield go.Scatter(
            meta="names" if bold else "facets",
            x=[left] * len(held),
            text=[_embolden(line.words, bold=bold) for line, _ in held],
            textposition="middle left" if grid.before else "middle right",
            **shared,
        )
        yield go.Scatter(
            meta="asides" if bold else "figures",
            x=[grid.high] * len(held),
            text=[_embolden((line.aside,), bold=bold) for line, _ in held],
            textposition="middle left",
            **shared,
        )


def _embolden(lines: Sequence[str], *, bold: bool) -> str:
    return "<br>".join(f"<b>{safe(line)}</b>" for line in lines) if bold else stack(lines)


def _mark(
    teller: Teller, grid: Grid, lines: Sequence[_Line], spots: Sequence[_Spot]
) -> Iterable[go.Scatter]:
    look, voice = teller.look, teller.voice
    facets = [
        (value, y, said, line.domain_id)
        for line, spot in zip(lines, spots, strict=True)
        for (value, said), y in zip(line.parts, spot.parts, strict=True)
    ]
    marker = {
        "symbol": "circle",
        "size": look.marker * 0.7,
        "color": look.tones.line,
        "opacity": 1,
        "line": {"width": 1, "color": look.tones.background},
    }
    if facets:
        yield _scatter("parts", voice.say("une mesure"), facets, marker)
    domains = [
        (line.value, spot.mark, line.hover, line.domain_id)
        for line, spot in zip(lines, spots, strict=True)
        if line.value is not None
    ]
    large = sign(look, Role.TERRITORY, look.marker * 1.3)
    yield _scatter("domains", voice.say("le domaine"), domains, large)


def _scatter(
    meta: str,
    name: str,
    points: Sequence[tuple[float, float, str, str]],
    marker: Mapping[str, Any],
) -> go.Scatter:
    return go.Scatter(
        meta=meta,
        name=safe(name),
        mode="markers",
        x=[point[0] for point in points],
        y=[point[1] for point in points],
        hovertext=[point[2] for point in points],
        customdata=[point[3] for point in points],
        hoverinfo="text",
        cliponaxis=False,
        marker=marker,
        **UNFADED,
    )


def _alt(
    voice: Voice,
    questionnaire: Questionnaire,
    placed: Sequence[ObjectivePosition],
    found: Sequence[ObjectivePosition],
) -> str:
    level = main_level(placed)
    said = [
        voice.say(
            "Place de chaque domaine mesuré, plus fragile que … {among} : {places}.",
            among=say_among(voice, level),
            places=voice.series(
                [
                    f"{_short(voice, questionnaire, one)} {say_share(voice, one.value or 0.0)}"
                    for one in placed
                ],
            ),
        )
    ]
    missing = [_short(voice, questionnaire, one) for one in found if one.value is None]
    if missing:
        said.append(voice.say("Sans mesure : {domains}.", domains=voice.join(missing)))
    return " ".join(said)


def _short(voice: Voice, questionnaire: Questionnaire, position: ObjectivePosition) -> str:
    return questionnaire.domain(position.domain_id).short.of(voice.language)
