"""The six readings on the wall: the published figures of the diagnostic, stage by stage."""

from collections.abc import Callable

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
from diagnostic.ui.wall_style import heading, paragraph, wall
from diagnostic.ui.wall_votes import benchmarks, show
from diagnostic.ui.workshop_room import Room
from diagnostic.ui.workshop_words import say_people
from diagnostic.workshops import Step, Visible

MOST_DOMAINS = 6
"""As many rows as the back of a room can read at once."""
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
    st.html(
        wall(
            paragraph(
                voice.say(
                    "Réponses au questionnaire, vague {number}. {people}.",
                    number=room.wave.number,
                    people=say_people(voice, room.content, shown),
                ),
                "petit",
            )
        )
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
    name: str,
    said: str,
    visible: Visible,
    dark: bool,
    make: Callable[[], Chart | None],
) -> None:
    st.html(wall(paragraph(said, "rappel")))
    chart = shelf.kept((name, *_key(room, visible, dark)), make)
    if chart is not None:
        show(room, name, chart)


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
    first = marked[:MOST_DOMAINS]
    _exhibit(
        room,
        "R1",
        said + _say_part(room, len(first), len(marked)),
        visible,
        dark,
        lambda: charts.draw_fragilities(room.voice, room.content, first, dark=dark, wall=True),
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
    first = readings[:MOST_DOMAINS]
    _exhibit(
        room,
        "R2",
        say_gaps(room.voice, room.content, readings) + _say_part(room, len(first), len(readings)),
        visible,
        dark,
        lambda: charts.draw_gaps(room.voice, room.content, first, dark=dark, wall=True),
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
        f"R3:{session.imports_in_force()}",
        say_crossings(room.voice, crossings),
        visible,
        dark,
        lambda: charts.draw_crossing(room.voice, crossings, dark=dark, wall=True),
    )


def _matrix(room: Room, shown: Release, visible: Visible, dark: bool) -> None:
    rules, voice = current_rules(), room.voice
    cut, able = rules.matrix.fragility, rules.matrix.capacity
    standings = read_matrix(rules, _domains(room, shown, visible), shown, REGARDS, cut, able)
    _exhibit(
        room,
        "R4",
        say_experiment(voice, standings) or say_matrix(voice, standings),
        visible,
        dark,
        lambda: charts.draw_matrix(
            voice, rules, standings, cut=cut, capacity_cut=able, dark=dark, wall=True
        ),
    )


def _cooperation(room: Room, shown: Release, visible: Visible, dark: bool) -> None:
    readings = read_axes(room.content, shown, REGARDS)
    _exhibit(
        room,
        "R5",
        say_axes(room.voice, room.content, shown, readings, REGARDS),
        visible,
        dark,
        lambda: charts.draw_axes(room.voice, room.content, readings, dark=dark, wall=True),
    )


def _effects(room: Room, shown: Release, visible: Visible, dark: bool) -> None:
    rules, voice = current_rules(), room.voice
    readings = read_effects(rules, room.content, shown, REGARDS)
    tiles = []
    for reading in readings:
        said = (
            say_rows(voice, room.content, reading)
            if reading.rows
            else [voice.say("Trop peu de réponses.")]
        )
        rows = "".join(paragraph(each) for each in said)
        title = heading(reading.outcome.name.of(voice.language), 2)
        tiles.append(f"<section>{title}{rows}</section>")
    st.html(
        wall(
            paragraph(say_effects(voice, rules, room.content, readings)),
            f'<div class="colonnes">{"".join(tiles)}</div>',
        )
    )


_DRAWN: dict[str, Callable[[Room, Release, Visible, bool], None]] = {
    "R1": _fragilities,
    "R2": _gaps,
    "R3": _crossing,
    "R4": _matrix,
    "R5": _cooperation,
    "R6": _effects,
}
