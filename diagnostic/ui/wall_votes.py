"""The figures of a vote on the wall: only what its stage allows, then what moved."""

from functools import partial
from html import escape

import streamlit as st

from diagnostic import charts
from diagnostic.benchmarks import Benchmarks
from diagnostic.charts import Chart
from diagnostic.confidence.live import LiveFigures
from diagnostic.questionnaire import Question, TextQuestion
from diagnostic.readings import read_anchors, read_domains
from diagnostic.ui import session, shelf
from diagnostic.ui.wall_marks import MOST_QUESTIONS, draw_marks, france_of, is_mark
from diagnostic.ui.wall_style import colour_of, heading, paragraph, sign, wall
from diagnostic.ui.workshop_room import Room, figures_of, key_of, questions_of
from diagnostic.ui.workshop_words import Arrow, Moves, read_moves, say_arrow, say_people
from diagnostic.workshops import Step, Visible

SEVERITY = ".G"
MOST_DRAWN = 6
NO_FRANCE = Benchmarks((), ())


def draw(room: Room, step: Step, visible: Visible, *, dark: bool) -> None:
    """The charts of a step, or its arrows once they may be shown."""
    voice = room.voice
    figures = figures_of(room, step, visible)
    if figures is None:
        st.html(wall(paragraph(voice.say("Ce vote n’a pas eu lieu."))))
        return
    if visible.movement and draw_moves(room, step, figures):
        return
    drawn = _draw_marks(room, step, visible, figures)
    for name, chart in _charts(room, step, visible, figures, dark=dark):
        if chart is not None:
            drawn += 1
            show(room, f"{step.id}:{name}", chart)
    if not drawn:
        st.html(
            wall(
                paragraph(
                    voice.say(
                        "Trop peu de réponses : un regard se montre à partir de {threshold} "
                        "personnes.",
                        threshold=figures.first.threshold,
                    )
                )
            )
        )
    st.html(wall(paragraph(_say_sources(room, step, visible, figures), "petit")))


def _are_few(questions: tuple[Question, ...]) -> bool:
    """Whether each mark has room for large lines."""
    return len(questions) <= MOST_QUESTIONS


def _draw_marks(room: Room, step: Step, visible: Visible, figures: LiveFigures) -> int:
    """Large lines for the marks of a step; how many questions were drawn."""
    questions = questions_of(room, step)
    if not _are_few(questions):
        return 0
    france = benchmarks(visible)
    drawn = 0
    for question in questions:
        lines = is_mark(question) and draw_marks(room, question, figures.first, france)
        if lines:
            title = heading(question.wording.of(room.voice.language), 2)
            st.html(wall(title if len(questions) > 1 else "", lines))
            drawn += 1
    return drawn


def show(room: Room, name: str, chart: Chart) -> None:
    """A chart alone, as tall as it is."""
    st.plotly_chart(
        chart.figure,
        theme=None,
        config={**charts.configure(room.voice.language), "displayModeBar": False},
        alt=chart.alt,
        key=f"mur:{name}",
        height=chart.height,
    )


def _charts(
    room: Room, step: Step, visible: Visible, figures: LiveFigures, *, dark: bool
) -> list[tuple[str, Chart | None]]:
    key = (*key_of(room, step, visible), dark)
    questions = questions_of(room, step)
    if not _are_few(questions):
        # Marks given to domains stand on one scale: regards face one another, and France.
        together = [one for one in questions if one.id.endswith(SEVERITY) and one.domain]
    else:
        together, questions = [], tuple(one for one in questions if not is_mark(one))
    found: list[tuple[str, Chart | None]] = []
    if together:
        draw_all = partial(_draw_together, room, visible, figures, together, dark=dark)
        found.append(("ensemble", shelf.kept(("mur", "ensemble", key), draw_all)))
    for question in questions:
        if question in together or isinstance(question, TextQuestion):
            continue
        if len(found) == MOST_DRAWN:
            break
        make = partial(_draw_one, room, visible, figures, question, dark=dark)
        found.append((question.id, shelf.kept(("mur", question.id, key), make)))
    return found


def benchmarks(visible: Visible) -> Benchmarks:
    """France's figures once they may be shown."""
    return session.benchmarks() if visible.france else NO_FRANCE


def _draw_together(
    room: Room,
    visible: Visible,
    figures: LiveFigures,
    together: list[Question],
    *,
    dark: bool,
) -> Chart | None:
    wanted = {question.id for question in together}
    readings = tuple(
        reading
        for reading in read_domains(room.content, figures.first, benchmarks(visible))
        if reading.question_id in wanted
    )
    return charts.draw_fragilities(room.voice, room.content, readings, dark=dark, wall=True)


def _draw_one(
    room: Room, visible: Visible, figures: LiveFigures, question: Question, *, dark: bool
) -> Chart | None:
    shown, content = figures.first, room.content
    if question.id in content.by_id:
        for reading in read_anchors(content, shown, benchmarks(visible)):
            if reading.question.id == question.id:
                return charts.draw_anchor(room.voice, content, reading, dark=dark, wall=True)
    return charts.draw_distribution(
        room.voice,
        content,
        question,
        shown.questions.get(question.id, {}),
        shown.whole.get(question.id),
        dark=dark,
        wall=True,
    )


def _say_sources(room: Room, step: Step, visible: Visible, figures: LiveFigures) -> str:
    voice = room.voice
    said = voice.say(
        "Vote de la salle, {day}. {people}.",
        day=voice.day(room.workshop.held_on),
        people=say_people(voice, room.content, figures.first),
    )
    if not visible.france:
        return said
    france = session.benchmarks()
    questions = questions_of(room, step)
    told = [
        figure
        for question in questions
        for route in room.content.routes
        if figures.first.tally(question.id, route.viewpoint)
        for figure in (
            filter(None, [france_of(france, question, route.viewpoint)])
            if is_mark(question) and _are_few(questions)
            else france.of(question.id, route.viewpoint)
        )
    ]
    sources = dict.fromkeys(figure.source.short(voice.language) for figure in told)
    if not sources:
        return f"{said} " + voice.say("Pas de repère national pour cette question.")
    return f"{said} " + voice.say("France : {sources}.", sources=voice.series(sources))


def draw_moves(room: Room, step: Step, figures: LiveFigures) -> bool:
    """One arrow per regard and the share who moved; False where nothing may be shown."""
    voice = room.voice
    found = [
        moves
        for question in questions_of(room, step)
        if (moves := read_moves(voice, room.content, question, figures))
    ]
    if not found:
        return False
    parts = [_moves(room, moves, titled=len(found) > 1) for moves in found[:MOST_DRAWN]]
    people = say_people(voice, room.content, figures.first)
    told = voice.say(
        "Les mêmes personnes, au premier puis au second vote. {people}.", people=people
    )
    if figures.newcomers >= figures.first.threshold:
        told += " " + voice.say_many(
            "{number} personne arrivée entre les deux n’est pas comptée.",
            "{number} personnes arrivées entre les deux ne sont pas comptées.",
            figures.newcomers,
        )
    st.html(wall(*parts, paragraph(told, "petit")))
    return True


def _moves(room: Room, moves: Moves, *, titled: bool) -> str:
    title = heading(moves.question.wording.of(room.voice.language), 2) if titled else ""
    rows = "".join(_row(room, arrow) for arrow in moves.arrows)
    return f'{title}{paragraph(moves.about)}<div class="fleches">{rows}</div>'


def _row(room: Room, arrow: Arrow) -> str:
    voice = room.voice
    changed = voice.say("{share} ont changé", share=voice.percent(arrow.moved))
    return (
        f'<div class="regard">{sign(arrow.viewpoint)}{escape(arrow.regard)}</div>'
        f'<div class="ligne" style="--teinte:{colour_of(arrow.viewpoint)}" role="img" '
        f'aria-label="{escape(say_arrow(voice, arrow))}">{_line(arrow)}</div>'
        f"<div>{escape(changed)}</div>"
    )


def _line(arrow: Arrow) -> str:
    if arrow.before is None or arrow.after is None:
        return ""
    one, two = 100 * arrow.before, 100 * arrow.after
    if arrow.said_before == arrow.said_after:
        return (
            f'<span class="depart" style="left:{two:.1f}%"></span>'
            f'<span class="valeur apres" style="left:{two:.1f}%">{escape(arrow.said_after)}</span>'
        )
    left, width = min(one, two), abs(two - one)
    backwards = " gauche" if two < one else ""
    # Two values that would stand on one another are told as one.
    near = width < 11
    middle = (one + two) / 2
    values = (
        f'<span class="valeur apres" style="left:{middle:.1f}%">'
        f"{escape(arrow.said_before)} → {escape(arrow.said_after)}</span>"
        if near
        else f'<span class="valeur" style="left:{one:.1f}%">{escape(arrow.said_before)}</span>'
        f'<span class="valeur apres" style="left:{two:.1f}%">{escape(arrow.said_after)}</span>'
    )
    return (
        f'<span class="trait" style="left:{left:.1f}%;width:{width:.1f}%"></span>'
        f'<span class="depart" style="left:{one:.1f}%"></span>'
        f'<span class="pointe{backwards}" style="left:{two:.1f}%"></span>{values}'
    )
