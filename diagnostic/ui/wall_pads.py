"""What a room writes, on the wall: the ideas of its sub-groups, and what it decides."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from diagnostic.texts import Voice
from diagnostic.ui import session
from diagnostic.ui.wall_fit import MARGIN, WIDTH, count_lines, fit, left, shorten
from diagnostic.ui.wall_style import heading, paragraph, wall
from diagnostic.ui.workshop_room import Room
from diagnostic.workshops import Decision

GUIDING = 33
GAP = 44
ACROSS = 4
"""Columns that stand side by side; more make two rows."""
HEAD = 95
"""Pixels of the name of a group, with what is around it."""
SHARES = {"what": 0.5, "who": 0.3}
"""Parts of the width of a table of decisions, without the gaps."""


def draw_groups(room: Room, body: str) -> None:
    """A column for each sub-group, as large as what is written allows."""
    step, language = room.step, room.voice.language
    ideas = session.store().ideas(room.workshop)
    written = [
        [one.text for one in ideas if (one.step_id, one.group) == (step.id, number)]
        for number in range(1, len(step.groups) + 1)
    ]
    guiding = [one.of(language) for one in step.guiding]
    rows = -(-len(written) // ACROSS)
    columns = -(-len(written) // rows)
    above = [(body, 40.0), *((one, float(GUIDING)) for one in guiding)]
    height = left(
        above, fictitious=room.diagnostic.fictitious, title=step.title.of(language)
    ) / rows - (HEAD + 20)
    width = (WIDTH - 2 * MARGIN - GAP * (columns - 1)) / columns - 60

    def takes(size: int, most: int) -> float:
        return max(
            sum(count_lines(shorten(one, most), size, width) * 1.28 + 0.35 for one in column) * size
            for column in written
        )

    size, most = fit(takes, height)
    sections = []
    for name, column in zip(step.groups, written, strict=True):
        items = "".join(f"<li>{escape(shorten(text, most))}</li>" for text in column)
        listed = f'<ol style="font-size:{size}px">{items}</ol>' if items else ""
        sections.append(f"<section>{heading(name.of(language), 2)}{listed}</section>")
    asked = "".join(f"<li>{escape(one)}</li>" for one in guiding)
    st.html(
        wall(
            '<div class="seul plein">',
            paragraph(body),
            f'<ul style="font-size:{GUIDING}px">{asked}</ul>' if asked else "",
            f'<div class="colonnes" style="--colonnes:{columns}">{"".join(sections)}</div></div>',
        )
    )


def draw_decisions(room: Room, body: str) -> None:
    """What, who, when: the table fills the wall."""
    decisions = session.store().decisions(room.workshop)
    title = room.step.title.of(room.voice.language)
    height = left([(body, 40)], fictitious=room.diagnostic.fictitious, title=title)
    table = decisions_table(room.voice, decisions, height)
    st.html(wall('<div class="plein">', paragraph(body), table, "</div>"))


def decisions_table(
    voice: Voice,
    decisions: Sequence[Decision],
    height: float,
    width: float = WIDTH - 2 * MARGIN,
) -> str:
    """Safe HTML that takes `height` × `width` pixels at the most; empty without decisions."""
    if not decisions:
        return ""

    def takes(size: int, most: int) -> float:
        rows = sum(
            max(
                count_lines(shorten(one.what, most), size, width * SHARES["what"] - size),
                count_lines(shorten(one.who, most), size, width * SHARES["who"] - size),
            )
            * 1.25
            + 0.8
            for one in decisions
        )
        return (rows + 2.1) * size

    size, most = fit(takes, height)
    names = (voice.say("Quoi"), voice.say("Qui"), voice.say("Pour quand"))
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    rows = "".join(
        f"<tr><td>{escape(shorten(one.what, most))}</td><td>{escape(shorten(one.who, most))}</td>"
        f"<td>{escape(voice.day(one.due) if one.due else voice.number(None))}</td></tr>"
        for one in decisions
    )
    return (
        f'<table style="font-size:{size}px"><colgroup><col style="width:50%">'
        f'<col style="width:30%"><col></colgroup><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
