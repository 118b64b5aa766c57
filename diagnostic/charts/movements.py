"""« Ce qui a bougé »: from a hollow mark, before, to a full one, after, regard by regard."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.grid import Grid, Place, place
from diagnostic.charts.layout import Look, hover, safe, wrap
from diagnostic.charts.palette import SIGNS
from diagnostic.charts.rows import UNFADED, Row, bands, finish, fit, label
from diagnostic.charts.shares import wrap_label
from diagnostic.charts.wording import plural
from diagnostic.confidence import Standing
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.movement_words import (
    name_subject,
    say_change,
    say_followed,
    say_movement,
    say_moves,
    say_which,
)
from diagnostic.readings.movements import MovedRow, Movement, Moves
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice

NAME_WIDTH = 22
SETTLED = (Standing.ABOVE, Standing.BELOW)
ARROWS = {Standing.ABOVE: "↑", Standing.BELOW: "↓"}


def draw_movements(
    voice: Voice,
    questionnaire: Questionnaire,
    moves: Moves,
    *,
    waves: tuple[int, int],
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """One row per domain, axis or answer, one line per regard; None where nothing is in both.

    A regard's line is thick where the movement is sure, thin and dotted where one cannot tell.
    `waves`: their numbers. A selection gives back the row's key.
    """
    found = [row for row in moves.rows if _regards(row)]
    if not found:
        return None
    look = Look(dark, wall)
    worth = 100 if moves.is_share else 1
    low, high = moves.scale[0] * worth, moves.scale[1] * worth
    rows = [
        Row(
            key=row.key,
            name=(
                wrap_label(look, row.label[voice.language])
                if moves.is_share
                else wrap(row.label[voice.language], NAME_WIDTH)
            ),
            aside=_aside(voice, questionnaire, moves, row),
        )
        for row in found
    ]
    grid = fit(look, low, high, rows)
    places = place(
        grid,
        [
            (max(len(row.name), len(row.aside)), len(_regards(one)), 0)
            for row, one in zip(rows, found, strict=True)
        ],
    )
    traces: list[Any] = [bands(grid, [row.key for row in rows], places), *label(grid, rows, places)]
    for viewpoint in Viewpoint:
        spots = _spots(found, places, viewpoint)
        if spots:
            traces += _regard(voice, questionnaire, grid, moves, viewpoint, spots, worth)
    step = 20 if moves.is_share else (2 if high > 4 else 1)
    ticks = {
        value: voice.percent(value / 100) if moves.is_share else str(value)
        for value in range(low, high + 1, step)
    }
    title = voice.say("creux : vague {first} ; plein : vague {last}", first=waves[0], last=waves[1])
    figure, height = finish(
        grid, voice, places[-1].bottom, traces, grid.axis(ticks, wrap(title, 70 if wall else 44))
    )
    # The title of the axis takes its own lines above the marks.
    height += look.line * len(wrap(title, 70 if wall else 44))
    figure.update_layout(height=height)
    return Chart(figure, _alt(voice, questionnaire, moves, waves), height)


def _regards(row: MovedRow) -> tuple[Movement, ...]:
    return tuple(one for one in row.movements if one.viewpoint is not None)


def _aside(
    voice: Voice, questionnaire: Questionnaire, moves: Moves, row: MovedRow
) -> tuple[str, ...]:
    """What surely moved, a line each; nothing where one cannot tell."""
    return tuple(
        voice.say(
            "{arrow} {regard} {change}",
            arrow=ARROWS[one.standing],
            regard=name_subject(voice, questionnaire, one).lower(),
            change=say_change(voice, moves, one.difference.value),
        )
        for one in _regards(row)
        if one.standing in ARROWS
    )


def _spots(
    rows: Sequence[MovedRow], places: Sequence[Place], viewpoint: Viewpoint
) -> list[tuple[MovedRow, Movement, float]]:
    return [
        (row, one, spot.lanes[lane])
        for row, spot in zip(rows, places, strict=True)
        for lane, one in enumerate(_regards(row))
        if one.viewpoint is viewpoint
    ]


def _regard(
    voice: Voice,
    questionnaire: Questionnaire,
    grid: Grid,
    moves: Moves,
    viewpoint: Viewpoint,
    spots: Sequence[tuple[MovedRow, Movement, float]],
    worth: int,
) -> list[go.Scatter]:
    look, sign = grid.look, SIGNS[viewpoint]
    drawn = []
    for sure in (True, False):
        x: list[float | None] = []
        y: list[float | None] = []
        for _, one, height in spots:
            if (one.standing in SETTLED) is sure:
                x += [one.before * worth, one.after * worth, None]
                y += [height, height, None]
        if x:
            drawn.append(
                go.Scatter(
                    meta=f"link-{'sure' if sure else 'unsure'}-{viewpoint}",
                    mode="lines",
                    x=x,
                    y=y,
                    line={
                        "color": sign.colour,
                        "width": look.marker * (0.35 if sure else 0.12),
                        "dash": "solid" if sure else "dot",
                    },
                    hoverinfo="skip",
                    showlegend=False,
                )
            )
    name = plural(questionnaire, viewpoint, voice)
    told = [
        hover(
            row.label[voice.language],
            voice.say(
                "{regard} : {movement}.", regard=name, movement=say_movement(voice, moves, one)
            ),
            voice.say(
                "n = {first} puis {last}",
                first=voice.whole(one.given[0]),
                last=voice.whole(one.given[1]),
            ),
            say_followed(voice, moves, one),
        )
        for row, one, _ in spots
    ]
    for when in ("before", "after"):
        hollow = when == "before"
        drawn.append(
            go.Scatter(
                meta=f"{when}-{viewpoint}" if hollow else str(viewpoint),
                name=safe(name),
                mode="markers",
                x=[(one.before if hollow else one.after) * worth for _, one, _ in spots],
                y=[height for _, _, height in spots],
                hovertext=told,
                hoverinfo="text",
                customdata=[row.key for row, _, _ in spots],
                cliponaxis=False,
                showlegend=not hollow,
                marker={
                    "symbol": f"{sign.symbol}-open" if hollow else sign.symbol,
                    "size": look.marker * sign.weight * (0.8 if hollow else 1),
                    "color": sign.colour,
                    "opacity": 1,
                    "line": {
                        "width": (3 if look.wall else 2) if hollow else 1,
                        "color": sign.colour if hollow else look.tones.background,
                    },
                },
                **UNFADED,
            )
        )
    return drawn


def _alt(voice: Voice, questionnaire: Questionnaire, moves: Moves, waves: tuple[int, int]) -> str:
    return " ".join(
        said
        for said in (
            voice.say(
                "Chiffres de la vague {first} puis de la vague {last}.",
                first=waves[0],
                last=waves[1],
            ),
            say_moves(voice, moves),
            say_which(voice, questionnaire, moves, Standing.ABOVE),
            say_which(voice, questionnaire, moves, Standing.BELOW),
        )
        if said
    )
