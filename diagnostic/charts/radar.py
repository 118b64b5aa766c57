"""The axes A to H once more, as a shape per regard: a second view, less exact than the rows."""

from collections.abc import Iterable, Sequence

import plotly.graph_objects as go

from diagnostic.charts.axes import name_axis
from diagnostic.charts.chart import Chart
from diagnostic.charts.layout import Look, frame, hover, safe, stack, wrap
from diagnostic.charts.levels import HIGHEST
from diagnostic.charts.palette import SIGNS
from diagnostic.charts.wording import plural, say_base
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import AxisReading
from diagnostic.readings.uncertainty import say_sureness
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice
from diagnostic.texts.typography import NO_BREAK

NAME_WIDTH = 16
CAPTION_WIDTH = 40
"""Characters of a line of the letters' key, on a phone."""
FEWEST = 3
"""Under three axes there is no shape."""


def draw_radar(
    voice: Voice,
    questionnaire: Questionnaire,
    readings: Iterable[AxisReading],
    *,
    dark: bool = False,
    wall: bool = False,
) -> Chart | None:
    """One closed line per regard; None under three axes with a mark.

    A regard's line stops where it has no mark: nothing is drawn in its place.
    """
    found = [reading for reading in readings if reading.mean is not None]
    if len(found) < FEWEST:
        return None
    look = Look(dark, wall)
    tones = look.tones
    full = [name_axis(voice, reading) for reading in found]
    # Names hold around the shape on a wall; on a phone they would be cut, so letters stand there.
    names = (
        [stack(wrap(name, NAME_WIDTH)) for name in full]
        if wall
        else [reading.axis.id for reading in found]
    )
    key = (
        () if wall else wrap(", ".join(name.replace(" ", NO_BREAK) for name in full), CAPTION_WIDTH)
    )
    traces = [
        trace
        for viewpoint in Viewpoint
        if (trace := _shape(voice, questionnaire, look, found, names, viewpoint)) is not None
    ]
    height = 860 if wall else 440 + len(key) * look.line
    figure = frame(
        look,
        voice,
        height,
        traces,
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "domain": {"x": [0.04, 0.96], "y": [0.05 if wall else 0.06, 0.95 if wall else 0.94]},
            "radialaxis": {
                "range": [0, HIGHEST],
                "tickvals": list(range(HIGHEST + 1)),
                # Between the first two axes, away from their names.
                "angle": 90 - 180 / len(found),
                "tickangle": 90 - 180 / len(found),
                "tickfont": {"size": look.small, "color": tones.quiet},
                "gridcolor": tones.grid,
                "linecolor": tones.grid,
                "ticks": "",
            },
            "angularaxis": {
                "direction": "clockwise",
                "rotation": 90,
                "categoryorder": "array",
                "categoryarray": names,
                "tickfont": {"size": look.small, "color": tones.text},
                "gridcolor": tones.grid,
                "linecolor": tones.line,
                "ticks": "",
            },
        },
        annotations=[
            {
                "text": stack(key),
                "showarrow": False,
                "align": "left",
                "xref": "paper",
                "x": 0,
                "xanchor": "left",
                "yref": "paper",
                "y": 0,
                "yanchor": "top",
                "font": {"size": look.small, "color": tones.quiet},
            }
        ]
        if key
        else [],
        margin={"l": 8, "r": 8, "t": 8, "b": 8 + len(key) * look.line},
    )
    return Chart(figure, _alt(voice, questionnaire, found), height)


def _shape(
    voice: Voice,
    questionnaire: Questionnaire,
    look: Look,
    readings: Sequence[AxisReading],
    names: Sequence[str],
    viewpoint: Viewpoint,
) -> go.Scatterpolar | None:
    tallies = [reading.marks.get(viewpoint) for reading in readings]
    means = [tally.mean if tally else None for tally in tallies]
    if all(mean is None for mean in means):
        return None
    regard = plural(questionnaire, viewpoint, voice)
    said = [
        hover(
            reading.axis.name.of(voice.language),
            voice.say("{regard} : {mark}", regard=regard, mark=voice.mark(tally.mean, HIGHEST)),
            say_base(voice, tally.given),
            say_sureness(voice, tally, reading.interval(viewpoint))
            if tally.mean is not None
            else "",
        )
        if tally
        else ""
        for reading, tally in zip(readings, tallies, strict=True)
    ]
    sign = SIGNS[viewpoint]
    closed = [*range(len(readings)), 0]
    return go.Scatterpolar(
        meta=str(viewpoint),
        name=safe(regard),
        mode="lines+markers",
        r=[means[i] for i in closed],
        theta=[names[i] for i in closed],
        hovertext=[said[i] for i in closed],
        customdata=[readings[i].axis.id for i in closed],
        hoverinfo="text",
        connectgaps=False,
        cliponaxis=False,
        line={"color": sign.colour, "width": 4 if look.wall else 2},
        marker={
            "symbol": sign.symbol,
            "size": look.marker * sign.weight * 0.85,
            "color": sign.colour,
            "line": {"width": 1, "color": look.tones.background},
        },
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _alt(voice: Voice, questionnaire: Questionnaire, readings: Sequence[AxisReading]) -> str:
    shapes = []
    for viewpoint in Viewpoint:
        marks = [
            f"{reading.axis.id} {voice.number(tally.mean)}"
            for reading in readings
            if (tally := reading.marks.get(viewpoint)) is not None and tally.mean is not None
        ]
        if marks:
            shapes.append(f"{plural(questionnaire, viewpoint, voice)} ({', '.join(marks)})")
    return voice.say(
        "Radar des axes de coopération, de 0 au centre à 4 au bord, un contour par regard : "
        "{shapes}.",
        shapes=voice.series(shapes),
    )
