"""The figures of a vote on the wall: only what its stage allows, then what moved."""

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from diagnostic import charts
from diagnostic.benchmarks import Benchmarks
from diagnostic.charts import Chart
from diagnostic.charts.layout import Look
from diagnostic.confidence.live import LiveFigures
from diagnostic.questionnaire import Question, TextQuestion
from diagnostic.readings import AnchorReading, read_anchors, read_domains
from diagnostic.ui import session, shelf
from diagnostic.ui.wall_fit import enlarge, left
from diagnostic.ui.wall_marks import MOST_QUESTIONS, draw_marks, france_of, is_mark
from diagnostic.ui.wall_style import colour_of, heading, paragraph, sign, wall
from diagnostic.ui.workshop_room import Room, figures_of, key_of, questions_of
from diagnostic.ui.workshop_words import Arrow, Moves, read_moves, say_arrow, say_people
from diagnostic.workshops import Stage, Step, Visible

SEVERITY = ".G"
MOST_DRAWN = 6
MOST_MOVES = 4
"""Questions whose arrows stand together on a wall."""
NEAR, NEAR_TITLED = 12, 34
"""Hundredths of a line within which two values are told as one, alone or beside others."""
TOLD = 45
"""Pixels of a line under a drawing."""
NEXT = 60
"""Pixels that a second drawing leaves free."""
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
    sources = _say_sources(room, step, visible, figures)
    height = left_for(room, _over(room, step), sources)
    drawn = _draw_marks(room, step, visible, figures) or _draw_charts(
        room, step, visible, figures, height, dark=dark
    )
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
    st.html(wall(paragraph(sources, "petit")))


def _over(room: Room, step: Step) -> str:
    """The question, where it is alone: it stands over its figures."""
    questions = questions_of(room, step)
    return questions[0].wording.of(room.voice.language) if len(questions) == 1 else ""


def left_for(room: Room, over: str, under: str) -> int:
    """Pixels for a drawing between a sentence and what it rests on."""
    asked = room.state.stage is Stage.DEBATE
    texts = [(over, 33.0), (under, 25.0), ("x" if asked else "", 48.0)]
    return left(
        texts,
        fictitious=room.diagnostic.fictitious,
        title=room.step.title.of(room.voice.language),
    )


def _are_few(questions: tuple[Question, ...]) -> bool:
    """Whether each mark has room for large lines."""
    return len(questions) <= MOST_QUESTIONS


def _draw_marks(room: Room, step: Step, visible: Visible, figures: LiveFigures) -> int:
    """Large lines for the marks of a step; how many questions were drawn."""
    questions = questions_of(room, step)
    if not _are_few(questions):
        return 0
    france = benchmarks(visible)
    alone = len(questions) == 1
    found = [
        (question, lines)
        for question in questions
        if is_mark(question)
        and (lines := draw_marks(room, question, figures.first, france, alone=alone))
    ]
    if alone and found:
        st.html(wall(found[0][1]))
    elif found:
        sections = "".join(
            f"<section>{heading(question.wording.of(room.voice.language), 2)}{lines}</section>"
            for question, lines in found
        )
        st.html(wall(f'<div class="cote plein">{sections}</div>'))
    return len(found)


def _draw_charts(
    room: Room, step: Step, visible: Visible, figures: LiveFigures, height: int, *, dark: bool
) -> int:
    """The charts of a step, as many as the wall holds; how many were drawn."""
    drawn, room_left = 0, height
    found = _charts(room, step, visible, figures, height, dark=dark)
    for place, (name, (chart, told)) in enumerate(found):
        if drawn and chart.height > room_left - NEXT:
            said = room.voice.say_many(
                "{number} autre question est dans le compte rendu à garder.",
                "{number} autres questions sont dans le compte rendu à garder.",
                len(found) - place,
            )
            st.html(wall(paragraph(said, "petit")))
            break
        drawn += 1
        room_left -= chart.height
        # What follows takes its own height: only a chart that is alone grows.
        show(room, f"{step.id}:{name}", chart, height if len(found) == 1 else chart.height)
        if told:
            st.html(wall(paragraph(told, "petit")))
    return drawn


def show(room: Room, name: str, chart: Chart, height: int) -> None:
    """A chart alone, as large as `height` pixels of a wall and its width allow."""
    grown = enlarge(chart.height, height, Look(wall=True).width)
    with st.container(key=f"mur-grand{round(grown * 100)}-{name}", height="stretch"):
        st.plotly_chart(
            chart.figure,
            theme=None,
            config={**charts.configure(room.voice.language), "displayModeBar": False},
            alt=chart.alt,
            key=f"mur:{name}",
            height="stretch",
        )


def _charts(
    room: Room, step: Step, visible: Visible, figures: LiveFigures, height: int, *, dark: bool
) -> list[tuple[str, tuple[Chart, str]]]:
    """Id → chart, and what is said of the answers that it leaves out."""
    key = (*key_of(room, step, visible), height, dark)
    questions = questions_of(room, step)
    if not _are_few(questions):
        # Marks given to domains stand on one scale: regards face one another, and France.
        together = [one for one in questions if one.id.endswith(SEVERITY) and one.domain]
    else:
        together, questions = [], tuple(one for one in questions if not is_mark(one))
    found: list[tuple[str, tuple[Chart | None, str]]] = []
    if together:
        draw_all = partial(_draw_together, room, visible, figures, together, dark=dark)
        found.append(("ensemble", (shelf.kept(("mur", "ensemble", key), draw_all), "")))
    for question in questions:
        if question in together or isinstance(question, TextQuestion):
            continue
        if len(found) == MOST_DRAWN:
            break
        make = partial(_draw_one, room, visible, figures, question, height, dark=dark)
        found.append((question.id, shelf.kept(("mur", question.id, key), make)))
    return [(name, (chart, told)) for name, (chart, told) in found if chart is not None]


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
    room: Room,
    visible: Visible,
    figures: LiveFigures,
    question: Question,
    height: int,
    *,
    dark: bool,
) -> tuple[Chart | None, str]:
    shown, content = figures.first, room.content
    if question.id in content.by_id:
        for reading in read_anchors(content, shown, benchmarks(visible)):
            if reading.question.id == question.id:
                return _draw_anchor(room, reading, height, dark=dark)
    chart = charts.draw_distribution(
        room.voice,
        content,
        question,
        shown.questions.get(question.id, {}),
        shown.whole.get(question.id),
        dark=dark,
        wall=True,
    )
    return chart, ""


def _draw_anchor(
    room: Room, reading: AnchorReading, height: int, *, dark: bool
) -> tuple[Chart | None, str]:
    """The answers that were given most, as many as stay legible in `height` pixels."""
    weights: dict[tuple[str, ...], float] = {}
    for row in reading.rows:
        weights[row.options] = weights.get(row.options, 0.0) + (row.share or 0.0)
    first = sorted(weights, key=lambda options: -weights[options])
    chart, told = None, ""
    for most in range(len(first), 0, -1):
        kept = set(first[:most])
        rows = tuple(row for row in reading.rows if row.options in kept)
        chart = charts.draw_anchor(
            room.voice, room.content, replace(reading, rows=rows), dark=dark, wall=True
        )
        if most < len(first):
            told = room.voice.say_many(
                "Ici, la réponse la plus donnée, sur {known}.",
                "Ici, les {number} réponses les plus données, sur {known}.",
                most,
                known=len(first),
            )
        if chart is None or chart.height <= height - (TOLD if told else 0):
            break
    return chart, told


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
    shown = sorted(found, key=lambda moves: -_moved(moves))[:MOST_MOVES]
    kept = [moves for moves in found if moves in shown]
    parts = [_moves(room, moves, titled=len(kept) > 1) for moves in kept]
    if len(kept) > 1:
        kind = "cote deux plein" if len(kept) > 2 else "cote plein"
        sections = "".join(f"<section>{part}</section>" for part in parts)
        parts = [f'<div class="{kind}">{sections}</div>']
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
    if len(kept) < len(found):
        told += " " + voice.say(
            "Ici, les {drawn} questions où l’on a le plus bougé, sur {known}.",
            drawn=len(kept),
            known=len(found),
        )
    st.html(wall(*parts))
    st.html(wall(paragraph(told, "petit")))
    return True


def _moved(moves: Moves) -> float:
    """Share of those who moved, in the mean of the regards."""
    return sum(arrow.moved for arrow in moves.arrows) / len(moves.arrows)


def _moves(room: Room, moves: Moves, *, titled: bool) -> str:
    title = heading(moves.question.wording.of(room.voice.language), 2) if titled else ""
    near = NEAR_TITLED if titled else NEAR
    rows = "".join(_row(room, arrow, near) for arrow in moves.arrows)
    if titled:
        return f'{title}{paragraph(moves.about, "petit")}<div class="fleches">{rows}</div>'
    lines = f'<div class="fleches">{rows}</div>'
    return f'<div class="seul plein">{paragraph(moves.about)}{lines}</div>'


def _row(room: Room, arrow: Arrow, near: float) -> str:
    voice = room.voice
    changed = voice.say("{share} ont changé", share=voice.percent(arrow.moved))
    return (
        f'<div class="regard">{sign(arrow.viewpoint)}{escape(arrow.regard)}</div>'
        f'<div class="ligne" style="--teinte:{colour_of(arrow.viewpoint)}" role="img" '
        f'aria-label="{escape(say_arrow(voice, arrow))}">{_line(arrow, near)}</div>'
        f'<div class="change">{escape(changed)}</div>'
    )


def _line(arrow: Arrow, near: float) -> str:
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
    middle = (one + two) / 2
    values = (
        f'<span class="valeur apres" style="left:{middle:.1f}%">'
        f"{escape(arrow.said_before)} → {escape(arrow.said_after)}</span>"
        if width < near
        else f'<span class="valeur" style="left:{one:.1f}%">{escape(arrow.said_before)}</span>'
        f'<span class="valeur apres" style="left:{two:.1f}%">{escape(arrow.said_after)}</span>'
    )
    return (
        f'<span class="trait" style="left:{left:.1f}%;width:{width:.1f}%"></span>'
        f'<span class="depart" style="left:{one:.1f}%"></span>'
        f'<span class="pointe{backwards}" style="left:{two:.1f}%"></span>{values}'
    )
