"""The six readings on the wall: the published figures of the diagnostic, stage by stage."""

from collections.abc import Callable
from html import escape

import streamlit as st

from diagnostic import charts
from diagnostic.charts import Chart
from diagnostic.confidence import Release
from diagnostic.confidence.live import part_of
from diagnostic.readings import (
    DomainReading,
    read_axes,
    read_domains,
    say_axes,
    say_fragilities,
    say_gaps,
    sort_by_gap,
)
from diagnostic.readings.crossings import read_crossings, say_crossings
from diagnostic.readings.effects import read_effects, say_effects, say_rows
from diagnostic.readings.matrix import read_matrix, say_experiment, say_matrix
from diagnostic.readings.rules import current_rules
from diagnostic.respondents import Viewpoint
from diagnostic.territories import PerimeterRefused, UnknownTerritory
from diagnostic.ui import session, shelf, territory_picker
from diagnostic.ui.published import published
from diagnostic.ui.wall_fit import MARGIN, WIDTH, count_lines, fit, shorten
from diagnostic.ui.wall_style import heading, paragraph, wall
from diagnostic.ui.wall_votes import benchmarks, left_for, show
from diagnostic.ui.workshop_room import Room
from diagnostic.ui.workshop_words import say_people
from diagnostic.workshops import Step, Visible

MOST_ROWS = 8
"""As many rows as the back of a room can read at once."""
GROWN = 1.2
"""How much larger the letters of R3 and R4 are than the least that is legible."""
REGARDS = tuple(Viewpoint)


def draw(room: Room, step: Step, visible: Visible, *, dark: bool) -> None:
    """The sentence of a reading, its chart, what it rests on."""
    shown = part_of(published(room.wave, room.diagnostic, None), visible)
    if shown is None:
        return
    voice = room.voice
    if not shown.questions and not shown.whole:
        st.html(
            wall(
                paragraph(
                    voice.say(
                        "Trop peu de réponses : un regard se montre à partir de {threshold} "
                        "personnes.",
                        threshold=shown.threshold,
                    )
                )
            )
        )
        return
    _DRAWN[step.reading or "R2"](room, shown, visible, dark)
    st.html(wall(paragraph(_say_base(room, shown), "petit")))


def _say_base(room: Room, shown: Release) -> str:
    return room.voice.say(
        "Réponses au questionnaire, vague {number}. {people}.",
        number=room.wave.number,
        people=say_people(room.voice, room.content, shown),
    )


def _domains(room: Room, shown: Release, visible: Visible) -> tuple[DomainReading, ...]:
    return read_domains(room.content, shown, benchmarks(visible), REGARDS)


def _key(room: Room, visible: Visible, dark: bool) -> tuple[object, ...]:
    counter = session.change_counter(room.wave)
    return (
        "lecture",
        room.wave.id,
        counter,
        room.diagnostic.threshold,
        visible,
        room.voice.language,
        dark,
    )


def _exhibit(
    room: Room,
    shown: Release,
    name: str,
    said: str,
    visible: Visible,
    dark: bool,
    make: Callable[[int, int], Chart | None],
    rows: int = 1,
) -> None:
    """`make` draws so many rows, in so many pixels of height; as many as stay legible are."""
    more = _say_part(room, rows, rows + 1)
    height = left_for(room, said + more, _say_base(room, shown))
    drawn, chart = shelf.kept(
        (name, height, *_key(room, visible, dark)), lambda: _fit(make, rows, height)
    )
    st.html(wall(paragraph(said + (_say_part(room, drawn, rows) if rows > 1 else ""), "rappel")))
    if chart is not None:
        show(room, name, chart, height)


def _fit(
    make: Callable[[int, int], Chart | None], rows: int, height: int
) -> tuple[int, Chart | None]:
    for most in range(min(rows, MOST_ROWS), 0, -1):
        chart = make(most, height)
        if chart is None or chart.height <= height:
            return most, chart
    return 1, make(1, height)


def _say_part(room: Room, drawn: int, known: int) -> str:
    if drawn >= known:
        return ""
    return " " + room.voice.say(
        "Ici, les {drawn} premiers domaines sur {known}.", drawn=drawn, known=known
    )


def _fragilities(room: Room, shown: Release, visible: Visible, dark: bool) -> None:
    readings = _domains(room, shown, visible)
    marked = tuple(one for one in readings if one.height is not None)
    said = say_fragilities(room.voice, room.content, readings)
    _exhibit(
        room,
        shown,
        "R1",
        said,
        visible,
        dark,
        lambda most, height: charts.draw_fragilities(
            room.voice, room.content, marked[:most], dark=dark, wall=True
        ),
        len(marked),
    )


def _gaps(room: Room, shown: Release, visible: Visible, dark: bool) -> None:
    readings = sort_by_gap(_domains(room, shown, visible))
    if not readings:
        st.html(
            wall(
                paragraph(
                    room.voice.say(
                        "Il faut au moins deux regards, chacun avec assez de réponses, pour les "
                        "croiser."
                    )
                )
            )
        )
        return
    _exhibit(
        room,
        shown,
        "R2",
        say_gaps(room.voice, room.content, readings),
        visible,
        dark,
        lambda most, height: charts.draw_gaps(
            room.voice, room.content, readings[:most], dark=dark, wall=True
        ),
        len(readings),
    )


def _crossing(room: Room, shown: Release, visible: Visible, dark: bool) -> None:
    try:
        territory = territory_picker.territory_of(room.diagnostic)
        crossings = read_crossings(
            _domains(room, shown, visible), session.indicators(), territory, session.gazetteer()
        )
    except (UnknownTerritory, PerimeterRefused) as refusal:
        st.html(wall(paragraph(room.voice.refuse(refusal))))
        return
    _exhibit(
        room,
        shown,
        f"R3:{session.imports_in_force()}",
        say_crossings(room.voice, crossings),
        visible,
        dark,
        lambda _, height: charts.draw_crossing(
            room.voice, crossings, dark=dark, wall=True, tall=round(height / GROWN)
        ),
    )


def _matrix(room: Room, shown: Release, visible: Visible, dark: bool) -> None:
    rules, voice = current_rules(), room.voice
    cut, able = rules.matrix.fragility, rules.matrix.capacity
    standings = read_matrix(rules, _domains(room, shown, visible), shown, REGARDS, cut, able)
    _exhibit(
        room,
        shown,
        "R4",
        say_experiment(voice, standings) or say_matrix(voice, standings),
        visible,
        dark,
        lambda _, height: charts.draw_matrix(
            voice,
            rules,
            standings,
            cut=cut,
            capacity_cut=able,
            dark=dark,
            wall=True,
            tall=round(height / GROWN),
        ),
    )


def _cooperation(room: Room, shown: Release, visible: Visible, dark: bool) -> None:
    readings = read_axes(room.content, shown, REGARDS)
    _exhibit(
        room,
        shown,
        "R5",
        say_axes(room.voice, room.content, shown, readings, REGARDS),
        visible,
        dark,
        lambda most, height: charts.draw_axes(
            room.voice, room.content, readings[:most], dark=dark, wall=True
        ),
        len(readings),
    )


def _effects(room: Room, shown: Release, visible: Visible, dark: bool) -> None:
    rules, voice = current_rules(), room.voice
    readings = read_effects(rules, room.content, shown, REGARDS)
    said = say_effects(voice, rules, room.content, readings)
    told = {
        reading.outcome.name.of(voice.language): say_rows(voice, room.content, reading)
        if reading.rows
        else [voice.say("Trop peu de réponses.")]
        for reading in readings
    }
    height = left_for(room, said, _say_base(room, shown)) - 110
    width = (WIDTH - 2 * MARGIN) / max(1, len(told)) - 50

    def takes(size: int, most: int) -> float:
        return max(
            sum(count_lines(shorten(one, most), size, width) * 1.35 + 0.4 for one in column) * size
            for column in told.values()
        )

    size, most = fit(takes, height)
    tiles = "".join(
        f"<section>{heading(title, 2)}"
        + "".join(
            f'<p style="font-size:{size}px;margin-top:0.4em">{escape(shorten(one, most))}</p>'
            for one in column
        )
        + "</section>"
        for title, column in told.items()
    )
    st.html(wall(paragraph(said, "rappel")))
    st.html(wall(f'<div class="colonnes plein" style="--colonnes:{len(told)}">{tiles}</div>'))


_DRAWN: dict[str, Callable[[Room, Release, Visible, bool], None]] = {
    "R1": _fragilities,
    "R2": _gaps,
    "R3": _crossing,
    "R4": _matrix,
    "R5": _cooperation,
    "R6": _effects,
}
