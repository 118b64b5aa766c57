"""R3 « vécu et mesuré »: each domain as it is felt, across what is measured; four names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.layout import Look, frame, hover, wrap
from diagnostic.charts.measured import Role, sign
from diagnostic.charts.quadrants import Corner, Ground, Scale, Spot, mark_ticks
from diagnostic.charts.rows import UNFADED
from diagnostic.indicators import OBJECTIVE_CUT, PERCEIVED_CUT, R3, R3_NAMES, read_r3
from diagnostic.readings.crossings import Crossing
from diagnostic.readings.measures import say_among, say_fragility
from diagnostic.texts import Voice


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
    tall: int | None = None,
) -> Chart | None:
    """Domains by their measured place (0 to 100, across) and their mark (0 to 10, upwards).

    `cut` (0 to 10) and `objective_cut` (0 to 1) part the four corners. Domains that lack one of
    the two are told by the alternative only. None without any that has both. A selection gives
    back a domain's id. `tall`: pixels that the whole drawing is to take.
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
    title = wrap(
        voice.say("Plus fragile que … % {among}", among=_say_among(voice, spots)),
        80 if wall else 40,
    )
    around = round(look.line * (len(title) + 3.4))
    inside = tall - around if tall else 720 if wall else 430
    ground = _lay_ground(voice, look, inside, cut, objective_cut * 100)
    height = inside + around
    figure = frame(
        look,
        voice,
        height,
        [_marks(voice, look, spots)],
        xaxis=ground.xaxis(title),
        yaxis=ground.yaxis(),
    )
    figure.update_layout(
        shapes=ground.shapes(),
        annotations=[
            *ground.corner_names(),
            *ground.spot_names(
                [
                    Spot(
                        spot.crossing.domain.id,
                        spot.crossing.domain.short.of(voice.language),
                        spot.measured,
                        spot.felt,
                    )
                    for spot in spots
                ]
            ),
            ground.heading("felt", voice.say("Ressenti : note de 0 à 10")),
        ],
        margin={"l": 8, "r": 8, "t": round(look.line * 1.4), "b": 8},
    )
    return Chart(figure, _alt(voice, spots, found), height)


def _say_among(voice: Voice, spots: Sequence[_Spot]) -> str:
    """Whom the domains are placed among; a commune's are lent by territories of several levels."""
    objectives = [spot.crossing.objective for spot in spots]
    levels = {(one.borrowed_from or one.key).level for one in objectives}
    if len(levels) > 1:
        return voice.say("des territoires de même niveau")
    return say_among(voice, levels.pop())


def _lay_ground(voice: Voice, look: Look, inside: int, cut: float, objective_cut: float) -> Ground:
    """`cut` is a mark (0 to 10), `objective_cut` a place (0 to 100); both agree where shaded."""
    place = voice.say("médiane") if objective_cut == 50 else voice.percent(objective_cut / 100)
    across = Scale(
        100, {0.0: voice.percent(0), 100.0: voice.percent(1)}, objective_cut, place, apart=15
    )
    mark = voice.number(cut, 0 if cut == round(cut) else 1)
    corners = tuple(
        Corner(str(name), (R3_NAMES[name].of(voice.language),), right, high, right == high)
        for name, right, high in (
            (R3.FELT, False, True),
            (R3.CONFIRMED, True, True),
            (R3.STRENGTH, False, False),
            (R3.BLIND_SPOT, True, False),
        )
    )
    return Ground(look, inside, across, Scale(10, mark_ticks(), cut, mark, apart=1), corners)


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
