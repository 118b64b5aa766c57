"""R4 « fragilité et capacité »: each domain by how fragile it is, across what is done together."""

from collections.abc import Iterable, Sequence

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.layout import Look, frame, hover, wrap
from diagnostic.charts.measured import Role, sign
from diagnostic.charts.quadrants import Corner, Ground, Scale, Spot, mark_ticks
from diagnostic.charts.rows import UNFADED
from diagnostic.readings.matrix import Standing, find_experiments, say_height
from diagnostic.readings.rules import LEVELS, CornerName, Rules
from diagnostic.texts import Voice

CORNER_WIDTH = 14
"""Letters of a line of a corner's name: two corners stand side by side on a phone."""


def draw_matrix(
    voice: Voice,
    rules: Rules,
    standings: Iterable[Standing],
    *,
    cut: float | None = None,
    capacity_cut: float | None = None,
    dark: bool = False,
    wall: bool = False,
    tall: int | None = None,
) -> Chart | None:
    """Domains by their capacity (0 to 4, across) and their fragility (0 to 10, upwards).

    The cuts are those the standings were read with; by default, those of the rules. A full mark
    has a strong expected impact. None without any domain that has both. A selection gives back a
    domain's id. `tall`: pixels that the whole drawing is to take.
    """
    found = tuple(standings)
    placed = [standing for standing in found if standing.marks]
    if not placed:
        return None
    look = Look(dark, wall)
    wide = 80 if wall else 40
    title = (
        *wrap(voice.say("Capacité d’agir ensemble : de 0 (absente) à 4 (irrigante)"), wide),
        *wrap(voice.say("Marque pleine : fort impact attendu d’une alliance"), wide),
    )
    around = round(look.line * (len(title) + 3.4))
    inside = tall - around if tall else 720 if wall else 460
    ground = _lay_ground(
        voice,
        look,
        inside,
        rules,
        rules.matrix.fragility if cut is None else cut,
        rules.matrix.capacity if capacity_cut is None else capacity_cut,
    )
    height = inside + around
    first = find_experiments(found)[:1]
    figure = frame(
        look,
        voice,
        height,
        [_marks(voice, look, rules, placed)],
        xaxis=ground.xaxis(title),
        yaxis=ground.yaxis(),
    )
    figure.update_layout(
        shapes=ground.shapes(),
        annotations=[
            *ground.corner_names(),
            *ground.spot_names([_spot(voice, standing, first) for standing in placed]),
            ground.heading("fragility", voice.say("Fragilité : note croisée de 0 à 10")),
        ],
        margin={"l": 8, "r": 8, "t": round(look.line * 1.4), "b": 8},
    )
    return Chart(figure, _alt(voice, rules, found), height)


def _lay_ground(
    voice: Voice, look: Look, inside: int, rules: Rules, cut: float, capacity_cut: float
) -> Ground:
    corners = []
    for name, right, high in (
        (CornerName.OPEN, False, True),
        (CornerName.STRENGTHEN, True, True),
        (CornerName.WATCH, False, False),
        (CornerName.PASS_ON, True, False),
    ):
        said = rules.matrix.corner(name).name.of(voice.language)
        lines = wrap(said, 2 * CORNER_WIDTH if look.wall else CORNER_WIDTH)
        # Where the dialogue is to be opened: fragile, and nobody acts together.
        corners.append(Corner(str(name), lines, right, high, name is CornerName.OPEN))
    return Ground(
        look,
        inside,
        Scale(LEVELS, mark_ticks(1, LEVELS), capacity_cut, _name_cut(voice, capacity_cut), 0.4),
        Scale(10, mark_ticks(), cut, _name_cut(voice, cut), 1),
        tuple(corners),
    )


def _name_cut(voice: Voice, cut: float) -> str:
    return voice.number(cut, 0 if cut == round(cut) else 1)


def _spot(voice: Voice, standing: Standing, first: Sequence[Standing]) -> Spot:
    assert standing.marks is not None
    fragility, capacity = standing.marks
    name = standing.domain.short.of(voice.language)
    return Spot(standing.domain.id, name, capacity, fragility, bold=standing in first)


def _marks(voice: Voice, look: Look, rules: Rules, placed: Sequence[Standing]) -> go.Scatter:
    signs = [
        sign(look, Role.TERRITORY if one.promising else Role.PEER, look.marker) for one in placed
    ]
    return go.Scatter(
        meta="domains",
        mode="markers",
        x=[standing.capacity.mean for standing in placed if standing.capacity],
        y=[standing.fragility for standing in placed],
        customdata=[standing.domain.id for standing in placed],
        hovertext=[_hover(voice, rules, standing) for standing in placed],
        hoverinfo="text",
        showlegend=False,
        cliponaxis=False,
        marker=signs[0]
        | {
            "symbol": [each["symbol"] for each in signs],
            "line": {
                "width": [each["line"]["width"] for each in signs],
                "color": [each["line"]["color"] for each in signs],
            },
        },
        **UNFADED,
    )


def _hover(voice: Voice, rules: Rules, standing: Standing) -> str:
    capacity = standing.capacity
    assert standing.corner is not None
    assert capacity is not None
    return hover(
        standing.domain.name.of(voice.language),
        rules.matrix.corner(standing.corner).name.of(voice.language),
        voice.say("Fragilité : {mark}", mark=voice.mark(standing.fragility)),
        voice.say(
            "Capacité d’agir ensemble : {mark} ({answers})",
            mark=say_height(voice, capacity),
            answers=voice.say_many("{number} réponse", "{number} réponses", capacity.given),
        ),
        voice.say(
            "Impact attendu d’une alliance : {mark} ({answers})",
            mark=say_height(voice, standing.impact),
            answers=voice.say_many("{number} réponse", "{number} réponses", standing.impact.given),
        )
        if standing.impact
        else "",
    )


def _alt(voice: Voice, rules: Rules, found: Sequence[Standing]) -> str:
    said = [voice.say("Domaines selon leur fragilité et la capacité d’agir ensemble.")]
    for name in CornerName:
        domains = [
            voice.say(
                "{domain} ({mark}, {place})",
                domain=standing.domain.short.of(voice.language),
                mark=voice.mark(standing.fragility),
                place=say_height(voice, standing.capacity),
            )
            for standing in found
            if standing.corner is name
        ]
        if domains:
            said.append(
                voice.say(
                    "{name} : {domains}.",
                    name=rules.matrix.corner(name).name.of(voice.language),
                    domains=voice.join(domains),
                )
            )
    strong = [one for one in found if one.corner and one.promising]
    if strong:
        said.append(
            voice.say(
                "Fort impact attendu d’une alliance : {domains}.",
                domains=voice.join(one.domain.short.of(voice.language) for one in strong),
            )
        )
    absent = [one for one in found if one.corner is None]
    if absent:
        said.append(
            voice.say(
                "Sans assez de réponses : {domains}.",
                domains=voice.join(one.domain.short.of(voice.language) for one in absent),
            )
        )
    return " ".join(said)
