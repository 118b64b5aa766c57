"""Small multiples: the same bars for each regard, one above the other, on the same scale."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from diagnostic.charts.layout import Look, frame, hover, safe, stack
from diagnostic.charts.shares import wrap_label
from diagnostic.charts.spread import Group, find_kinds, say_apart
from diagnostic.confidence import is_split
from diagnostic.questionnaire import ScaleQuestion
from diagnostic.texts import Voice

BARS = 0.58
"""Part of the width that the bars take; what is no answer stands at their right."""


def draw_panels(
    voice: Voice, look: Look, question: ScaleQuestion, groups: Sequence[Group]
) -> tuple[go.Figure, int]:
    """The figure of a scale's marks and its height. Shares in percent of those who answered."""
    bars = 130 if look.wall else 72
    above, below = 2 * look.line + 6, look.line + 14
    panel = above + bars + below
    ends = wrap_label(
        look,
        voice.say(
            "{minimum} : {low} ; {maximum} : {high}. Hauteur : part de ceux qui ont répondu.",
            minimum=question.minimum,
            low=question.low.of(voice.language).lower(),
            maximum=question.maximum,
            high=question.high.of(voice.language).lower(),
        ),
    )
    foot = len(ends) * look.line + 12
    inside = panel * len(groups)
    kinds = find_kinds(question, voice.language)
    highest = max(
        (people / g.tally.given for g in groups for _, people in g.tally.counts), default=1.0
    )
    traces: list[Any] = []
    axes: dict[str, Any] = {}
    notes: list[dict[str, Any]] = []
    borders: list[dict[str, Any]] = []
    for index, group in enumerate(groups):
        number = "" if index == 0 else str(index + 1)
        floor = 1 - (index * panel + above + bars) / inside
        ceiling = 1 - (index * panel + above) / inside
        traces.append(_bars(voice, look, question, group, [kind.value for kind in kinds], number))
        axes[f"xaxis{number}"] = _across(look, question, number, [kind.label for kind in kinds])
        axes[f"yaxis{number}"] = _upwards(number, (floor, ceiling), highest * 100)
        notes += _notes(voice, look, question, group, (floor, ceiling), inside)
        borders.append(_border(look, floor, ceiling))
    notes.append(_note(look, stack(ends), 0, 0, "top", quiet=True))
    height = inside + foot + 16
    figure = frame(look, voice, height, traces, **axes)
    figure.update_layout(
        annotations=notes,
        shapes=borders,
        showlegend=False,
        margin={"l": 8, "r": 8, "t": 4, "b": foot},
        bargap=0.12,
    )
    return figure, height


def _bars(
    voice: Voice,
    look: Look,
    question: ScaleQuestion,
    group: Group,
    values: Sequence[int | str],
    number: str,
) -> go.Bar:
    tally = group.tally
    counts = dict(tally.counts)
    shown = [] if group.is_veiled else list(values)
    shares = [counts.get(value, 0) / tally.given for value in shown]
    return go.Bar(
        meta=group.key,
        name=safe(group.name),
        x=shown,
        y=[share * 100 for share in shares],
        marker={"color": group.colour, "line": {"width": 0}},
        # One label gives the scale; more would touch on a phone.
        text=[
            voice.percent(share) if index == shares.index(max(shares)) else ""
            for index, share in enumerate(shares)
        ],
        textposition="outside",
        textfont={"size": look.small, "color": look.tones.text},
        constraintext="none",
        cliponaxis=False,
        hovertext=[
            hover(
                group.name,
                voice.say(
                    "{mark} : {share} (n = {number})",
                    mark=f"{value}/{question.maximum}",
                    share=voice.percent(share),
                    number=voice.whole(tally.given),
                ),
            )
            for value, share in zip(shown, shares, strict=True)
        ],
        hoverinfo="text",
        xaxis=f"x{number}",
        yaxis=f"y{number}",
    )


def _across(
    look: Look, question: ScaleQuestion, number: str, labels: Sequence[str]
) -> dict[str, Any]:
    return {
        "range": [question.minimum - 0.6, question.maximum + 0.6],
        "domain": [0, BARS],
        "anchor": f"y{number}",
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": list(range(question.minimum, question.maximum + 1)),
        "ticktext": [safe(label) for label in labels],
        "tickangle": 0,
        "tickfont": {"size": look.small, "color": look.tones.quiet},
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": look.tones.line,
    }


def _upwards(number: str, domain: tuple[float, float], highest: float) -> dict[str, Any]:
    return {
        "range": [0, highest],
        "domain": [max(0.0, domain[0]), min(1.0, domain[1])],
        "anchor": f"x{number}",
        "fixedrange": True,
        "visible": False,
    }


def _border(look: Look, floor: float, ceiling: float) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "yref": "paper",
        "x0": BARS + 0.015,
        "x1": BARS + 0.015,
        "y0": floor,
        "y1": ceiling,
        "line": {"color": look.tones.line, "width": 2, "dash": "dot"},
    }


def _notes(
    voice: Voice,
    look: Look,
    question: ScaleQuestion,
    group: Group,
    domain: tuple[float, float],
    inside: float,
) -> list[dict[str, Any]]:
    if group.is_veiled:
        said = voice.say("trop peu de réponses")
    elif is_split(group.tally, (question.minimum, question.maximum)):
        # The mean stands where few people are: it is no longer told first.
        said = voice.say(
            "n = {number}, avis partagés (moyenne {mean})",
            number=voice.whole(group.tally.given),
            mean=voice.number(group.tally.mean),
        )
    else:
        said = voice.say(
            "n = {number}, moyenne {mean}",
            number=voice.whole(group.tally.given),
            mean=voice.number(group.tally.mean),
        )
    title = f"<b>{safe(group.name)}</b> {safe(said)}"
    apart = stack(say_apart(voice, question, group.tally))
    return [
        _note(look, title, 0, domain[1] + look.line / inside, "bottom"),
        _note(look, apart, BARS + 0.03, domain[1], "top", quiet=True),
    ]


def _note(
    look: Look, text: str, x: float, y: float, yanchor: str, *, quiet: bool = False
) -> dict[str, Any]:
    return {
        "text": text,
        "showarrow": False,
        "align": "left",
        "xref": "paper",
        "x": x,
        "xanchor": "left",
        "yref": "paper",
        "y": y,
        "yanchor": yanchor,
        "font": {
            "size": look.small if quiet else look.font,
            "color": look.tones.quiet if quiet else look.tones.text,
        },
    }
