"""R3 « vécu et mesuré »: each domain as it is felt, across what is measured; four names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.labels import Point, Seat, seat_names
from diagnostic.charts.layout import Look, frame, hover, safe, stack, wrap
from diagnostic.charts.measured import Role, sign
from diagnostic.charts.rows import UNFADED
from diagnostic.indicators import OBJECTIVE_CUT, PERCEIVED_CUT, R3, R3_NAMES, read_r3
from diagnostic.readings.crossings import Crossing
from diagnostic.readings.measures import say_among, say_fragility
from diagnostic.texts import Voice

WIDEST = 1800
"""Pixels of the widest drawing for which names are kept apart."""
MARGIN = 0.6
"""Room beyond both ends of the marks, on their scale."""


@dataclass(frozen=True, slots=True)
class _Spot:
    crossing: Crossing
    felt: float
    measured: float
    """0 to 100."""
    name: R3


def draw_crossing(
    voice: Voice,
    crossings: Iterable[Crossing],
    *,
    cut: float = PERCEIVED_CUT,
    objective_cut: float = OBJECTIVE_CUT,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """Domains by their measured place (0 to 100, across) and their mark (0 to 10, upwards).

    `cut` (0 to 10) and `objective_cut` (0 to 1) part the four corners. Domains that lack one of
    the two are told by the alternative only. None without any that has both. A selection gives
    back a domain's id.
    """
    found = tuple(crossings)
    spots = [
        _Spot(crossing, crossing.felt, crossing.objective.value * 100, name)
        for crossing in found
        if crossing.felt is not None
        and crossing.objective.value is not None
        and (name := read_r3(crossing.felt, crossing.objective.value, cut, objective_cut))
    ]
    if not spots:
        return None
    look = Look(dark, wall)
    inside = 720 if wall else 430
    ground = _Ground(look, inside, cut, objective_cut * 100)
    level = (spots[0].crossing.objective.borrowed_from or spots[0].crossing.objective.key).level
    title = wrap(voice.say("Plus fragile que … % {among}", among=say_among(voice, level)), 40)
    height = inside + round(look.line * (len(title) + 3.4))
    figure = frame(
        look,
        voice,
        height,
        [_marks(voice, look, spots)],
        xaxis=ground.across(voice, title),
        yaxis=ground.up(voice),
    )
    figure.update_layout(
        shapes=ground.shapes(),
        annotations=[
            *ground.corners(voice),
            *_names(voice, look, ground, spots),
            _heading(voice, look),
        ],
        margin={"l": 8, "r": 8, "t": round(look.line * 1.4), "b": 8},
    )
    return Chart(figure, _alt(voice, spots, found), height)


@dataclass(frozen=True, slots=True)
class _Ground:
    """The two scales and the cuts that part them."""

    look: Look
    inside: int
    """Height of the drawing, in pixels."""
    cut: float
    objective_cut: float
    """0 to 100."""

    @property
    def side(self) -> float:
        """Room beyond both ends of the places, on their scale."""
        return MARGIN * 10

    def x(self, measured: float) -> float:
        """0 to 1 from the left."""
        return (measured + self.side) / (100 + 2 * self.side)

    def y(self, felt: float) -> float:
        """Pixels from the top."""
        return (10 + MARGIN - felt) / (10 + 2 * MARGIN) * self.inside

    @property
    def widths(self) -> tuple[float, float]:
        """The narrowest and the widest drawing, without the figures at its left."""
        return self.look.width - 2.5 * self.look.letter, float(WIDEST)

    def across(self, voice: Voice, title: Sequence[str]) -> dict[str, Any]:
        ticks = {0.0: voice.percent(0), 100.0: voice.percent(1)}
        name = voice.percent(self.objective_cut / 100)
        if self.objective_cut == 50:
            name = voice.say("médiane")
        return self._axis([-self.side, 100 + self.side], ticks, self.objective_cut, name, 15) | {
            "title": {
                "text": stack(title),
                "font": {"size": self.look.small, "color": self.look.tones.quiet},
                "standoff": 4,
            }
        }

    def up(self, voice: Voice) -> dict[str, Any]:
        ticks = {float(value): str(value) for value in range(0, 11, 2)}
        name = voice.number(self.cut, 0 if self.cut == round(self.cut) else 1)
        return self._axis([-MARGIN, 10 + MARGIN], ticks, self.cut, name, 1)

    def _axis(
        self, around: list[float], ticks: dict[float, str], cut: float, name: str, apart: float
    ) -> dict[str, Any]:
        """The cut is named in bold; figures closer to it than `apart` give way."""
        kept = {value: said for value, said in ticks.items() if abs(value - cut) >= apart}
        kept[cut] = f"<b>{safe(name)}</b>"
        return {
            "range": around,
            "fixedrange": True,
            "tickmode": "array",
            "tickvals": list(kept),
            "ticktext": list(kept.values()),
            "tickfont": {"size": self.look.small, "color": self.look.tones.quiet},
            "showgrid": False,
            "zeroline": False,
            "showline": False,
            "automargin": True,
        }

    def shapes(self) -> list[dict[str, Any]]:
        """The two corners where both agree, faintly shaded, and the cuts."""
        tones = self.look.tones
        left, right = -self.side, 100 + self.side
        low, high = -MARGIN, 10 + MARGIN
        agreed = [
            (self.objective_cut, right, self.cut, high),
            (left, self.objective_cut, low, self.cut),
        ]
        shaded = [
            {
                "type": "rect",
                "x0": x0,
                "x1": x1,
                "y0": y0,
                "y1": y1,
                "fillcolor": tones.band,
                "line": {"width": 0},
                "layer": "below",
            }
            for x0, x1, y0, y1 in agreed
        ]
        line = {"color": tones.line, "width": 2 if self.look.wall else 1, "dash": "dot"}
        cuts = [
            (self.objective_cut, self.objective_cut, low, high),
            (left, right, self.cut, self.cut),
        ]
        return shaded + [
            {
                "type": "line",
                "x0": x0,
                "x1": x1,
                "y0": y0,
                "y1": y1,
                "line": line,
                "layer": "below",
            }
            for x0, x1, y0, y1 in cuts
        ]

    def corners(self, voice: Voice) -> list[dict[str, Any]]:
        """The four names, each in its corner."""
        return [
            {
                "text": f"<b>{safe(R3_NAMES[name].of(voice.language))}</b>",
                "showarrow": False,
                "xref": "paper",
                "x": x,
                "xanchor": "left" if x == 0 else "right",
                "yref": "paper",
                "y": y,
                "yanchor": "top" if y else "bottom",
                "font": {"size": self.look.font, "color": self.look.tones.quiet},
                "name": str(name),
            }
            for name, x, y in (
                (R3.FELT, 0, 1),
                (R3.CONFIRMED, 1, 1),
                (R3.STRENGTH, 0, 0),
                (R3.BLIND_SPOT, 1, 0),
            )
        ]

    def corner_boxes(self, voice: Voice) -> list[tuple[float, float, float, float, float]]:
        """Where those names stand, for the others to keep clear."""
        boxes = []
        tall = self.look.font * 1.4
        for each in self.corners(voice):
            wide = (len(each["text"]) - 7) * self.look.font * 0.6 + 6
            left, right = (0.0, wide) if each["x"] == 0 else (-wide, 0.0)
            top = 0.0 if each["y"] else self.inside - tall
            boxes.append((float(each["x"]), left, right, top, top + tall))
        return boxes


def _marks(voice: Voice, look: Look, spots: Sequence[_Spot]) -> go.Scatter:
    return go.Scatter(
        meta="domains",
        mode="markers",
        x=[spot.measured for spot in spots],
        y=[spot.felt for spot in spots],
        customdata=[spot.crossing.domain.id for spot in spots],
        hovertext=[_hover(voice, spot) for spot in spots],
        hoverinfo="text",
        showlegend=False,
        cliponaxis=False,
        marker=sign(look, Role.TERRITORY, look.marker),
        **UNFADED,
    )


def _hover(voice: Voice, spot: _Spot) -> str:
    objective = spot.crossing.objective
    level = (objective.borrowed_from or objective.key).level
    place = say_fragility(voice, objective.value or 0.0, level)
    sources = dict.fromkeys(
        part.measure.short(voice.language) for part in objective.parts if part.fragility is not None
    )
    return hover(
        spot.crossing.domain.name.of(voice.language),
        voice.say("{name} : noté {mark} ici", name=_name(voice, spot), mark=voice.mark(spot.felt)),
        voice.say("Mesuré : {place}.", place=place),
        voice.say("Sources : {sources}", sources=voice.series(sources)) if sources else "",
    )


def _name(voice: Voice, spot: _Spot) -> str:
    name = R3_NAMES[spot.name].of(voice.language)
    return f"{name[0].upper()}{name[1:]}"


def _names(
    voice: Voice, look: Look, ground: _Ground, spots: Sequence[_Spot]
) -> list[dict[str, Any]]:
    said = [spot.crossing.domain.short.of(voice.language) for spot in spots]
    points = [
        Point(
            ground.x(spot.measured),
            ground.y(spot.felt),
            len(name) * look.letter,
            look.small * 1.25,
        )
        for spot, name in zip(spots, said, strict=True)
    ]
    radius = look.marker / 2
    seats = seat_names(points, ground.widths, ground.inside, radius, ground.corner_boxes(voice))
    return [
        _tie(look, spot, name, seat, radius)
        for spot, name, seat in zip(spots, said, seats, strict=True)
    ]


def _tie(look: Look, spot: _Spot, name: str, seat: Seat, radius: float) -> dict[str, Any]:
    """A name beside its mark, with a thin line where it had to move away."""
    return {
        "text": safe(name),
        "x": spot.measured,
        "y": spot.felt,
        "ax": {"right": seat.out, "left": -seat.out, "middle": 0}[seat.side],
        "ay": seat.down,
        "xanchor": {"right": "left", "left": "right", "middle": "center"}[seat.side],
        "yanchor": "middle",
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": look.tones.line if seat.tied else "rgba(0,0,0,0)",
        "standoff": radius,
        "borderpad": 0,
        "font": {"size": look.small, "color": look.tones.text},
        "name": spot.crossing.domain.id,
    }


def _heading(voice: Voice, look: Look) -> dict[str, Any]:
    return {
        "text": safe(voice.say("Ressenti : note de 0 à 10")),
        "showarrow": False,
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "font": {"size": look.small, "color": look.tones.quiet},
        "name": "felt",
    }


def _alt(voice: Voice, spots: Sequence[_Spot], found: Sequence[Crossing]) -> str:
    said = [voice.say("Domaines selon ce qui est ressenti et ce qui est mesuré.")]
    for name in R3:
        domains = [
            voice.say(
                "{domain} ({mark}, {place})",
                domain=spot.crossing.domain.short.of(voice.language),
                mark=voice.mark(spot.felt),
                place=voice.percent(spot.measured / 100),
            )
            for spot in spots
            if spot.name is name
        ]
        if domains:
            title = R3_NAMES[name].of(voice.language)
            said.append(
                voice.say(
                    "{name} : {domains}.",
                    name=f"{title[0].upper()}{title[1:]}",
                    domains=voice.join(domains),
                )
            )
    missing = [one for one in found if one.objective.value is None]
    if missing:
        said.append(
            voice.say(
                "Sans mesure : {domains}.",
                domains=voice.join(one.domain.short.of(voice.language) for one in missing),
            )
        )
    silent = [one for one in found if one.felt is None and one.objective.value is not None]
    if silent:
        said.append(
            voice.say(
                "Mesurés, sans assez de réponses : {domains}.",
                domains=voice.join(one.domain.short.of(voice.language) for one in silent),
            )
        )
    return " ".join(said)
