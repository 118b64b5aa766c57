"""Families of answers: one row a domain, a lettered badge a family; no colour of a regard."""

from collections.abc import Iterator

import plotly.graph_objects as go

from diagnostic.charts.chart import Chart
from diagnostic.charts.grid import Place, dodge, place
from diagnostic.charts.layout import Look, hover, safe, wrap
from diagnostic.charts.palette import FAMILY_SYMBOL
from diagnostic.charts.rows import UNFADED, Row, bands, finish, fit, label
from diagnostic.charts.wording import say_base
from diagnostic.readings.families import LETTERS, FamiliesReading, FamilyRow, name_family
from diagnostic.readings.gaps import SCALE
from diagnostic.texts import Voice

NAME_WIDTH = 30
ROOM = 1.5
"""A badge is so many times as wide as a mark: it holds a letter."""


def draw_families(
    voice: Voice, reading: FamiliesReading, *, dark: bool = False, wall: bool = False
) -> Chart | None:
    """The mean mark of each family, the domain that divides them most first.

    None where no family is shown. A selection gives back a domain's id.
    """
    if not reading.rows:
        return None
    look = Look(dark, wall)
    rows = [
        Row(
            key=row.domain.id,
            name=wrap(row.domain.short.of(voice.language), NAME_WIDTH),
            aside=(voice.say("écart {points}", points=voice.number(row.spread)),),
        )
        for row in reading.rows
    ]
    grid = fit(look, *SCALE, rows)
    lanes = [
        dodge([each.mean for each in row.judgements], grid.apart * ROOM) for row in reading.rows
    ]
    # Badges are taller than marks: each lane of badges takes two lanes.
    places = place(
        grid,
        [(len(row.name), 2 * max(taken) + 2, 0) for row, taken in zip(rows, lanes, strict=True)],
    )
    traces = [bands(grid, [row.key for row in rows], places), *label(grid, rows, places)]
    traces += _badges(voice, look, reading, places, lanes)
    axis = grid.axis({mark: str(mark) for mark in range(0, 11, 2 if not wall else 1)})
    figure, height = finish(grid, voice, places[-1].bottom, traces, axis)
    return Chart(figure, _alt(voice, reading), height)


def _badges(
    voice: Voice,
    look: Look,
    reading: FamiliesReading,
    places: tuple[Place, ...],
    lanes: list[tuple[int, ...]],
) -> Iterator[go.Scatter]:
    for number, family in enumerate(reading.found.families):
        name = name_family(voice, number)
        yield go.Scatter(
            meta=f"family-{LETTERS[number]}",
            name=safe(
                voice.say("{family} ({people})", family=name, people=voice.whole(family.people))
            ),
            mode="markers+text",
            x=[row.judgements[number].mean for row in reading.rows],
            y=[
                sum(here.lanes[2 * taken[number] : 2 * taken[number] + 2]) / 2
                for here, taken in zip(places, lanes, strict=True)
            ],
            text=[LETTERS[number]] * len(reading.rows),
            textposition="middle center",
            textfont={"size": look.small, "color": look.tones.background},
            hovertext=[_hover(voice, row, number) for row in reading.rows],
            customdata=[row.domain.id for row in reading.rows],
            hoverinfo="text",
            cliponaxis=False,
            marker={
                "symbol": FAMILY_SYMBOL,
                "size": look.marker * ROOM,
                "color": look.tones.text,
                "opacity": 1,
                "line": {"width": 1, "color": look.tones.background},
            },
            selected=UNFADED["selected"],
            unselected={
                **UNFADED["unselected"],
                "textfont": {"color": look.tones.background},
            },
        )


def _hover(voice: Voice, row: FamilyRow, number: int) -> str:
    said = row.judgements[number]
    return hover(
        row.domain.name.of(voice.language),
        voice.say(
            "{regard} : {mark}", regard=name_family(voice, number), mark=voice.mark(said.mean)
        ),
        say_base(voice, said.given),
    )


def _alt(voice: Voice, reading: FamiliesReading) -> str:
    return voice.say_many(
        "{number} domaine noté de 0 à 10 par chaque famille : {marks}.",
        "{number} domaines notés de 0 à 10 par chaque famille, du plus au moins disputé : {marks}.",
        len(reading.rows),
        marks=voice.series(
            voice.say(
                "{domain} ({marks})",
                domain=row.domain.short.of(voice.language),
                marks=", ".join(
                    f"{LETTERS[n]} {voice.number(each.mean)}"
                    for n, each in enumerate(row.judgements)
                ),
            )
            for row in reading.rows
        ),
    )
