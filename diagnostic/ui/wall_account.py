"""The account of a workshop on the wall: what is decided first, then what was answered."""

from html import escape

import streamlit as st

from diagnostic.ui import session, workshop_account
from diagnostic.ui.wall_fit import HEIGHT, MARGIN, WIDTH, count_lines
from diagnostic.ui.wall_pads import decisions_table
from diagnostic.ui.wall_style import heading, paragraph, wall
from diagnostic.ui.workshop_account import Vote
from diagnostic.ui.workshop_prepare import say_when
from diagnostic.ui.workshop_room import Room

ABOVE = 360
"""Pixels of the title, with what stands around it."""
SHARE = 0.42
"""Of the height that is left, for what is decided."""
SIZE, SMALL = 30, 26
MOST_VOTES = 6


def draw(room: Room) -> None:
    """One screen; the whole account is the page that the facilitator keeps."""
    voice, record = room.voice, session.store().record(room.workshop)
    votes = workshop_account.read_votes(room, record)
    height = HEIGHT - ABOVE
    decided = decisions_table(voice, record.decisions, height * (SHARE if votes else 1.0))
    ideas = len(record.ideas)
    about = [
        voice.say("Atelier du {when}", when=say_when(voice, room.workshop)),
        workshop_account.say_people(room, record),
    ]
    if ideas:
        about.append(voice.say_many("{number} idée écrite", "{number} idées écrites", ideas))
    parts = [heading(room.diagnostic.title), paragraph(" · ".join(about), "rappel")]
    if room.diagnostic.fictitious:
        said = voice.say("Données fictives : le territoire existe, les réponses sont inventées.")
        parts.append(f"<p><strong>{escape(said)}</strong></p>")
    parts.append(heading(voice.say("Ce qui est décidé"), 2))
    parts.append(decided or paragraph(voice.say("Aucune décision n’a été écrite.")))
    if votes:
        parts.append(heading(voice.say("Ce que la salle a répondu"), 2))
        parts.append(_votes(room, votes, height * (1 - SHARE)))
    st.html(wall('<div class="compte">', *parts, "</div>"))


def _votes(room: Room, votes: tuple[Vote, ...], height: float) -> str:
    """Two columns of votes, as many as there is room for."""
    voice = room.voice
    width = (WIDTH - 2 * MARGIN) / 2 - 40
    columns: list[list[str]] = [[], []]
    taken = [0.0, 0.0]
    shown = 0
    for vote in votes[:MOST_VOTES]:
        told = " · ".join(
            f"{row.regard} {row.first}" + (f" → {row.second}" if vote.twice else "")
            for row in vote.rows
        )
        told = told or vote.note
        need = 16 + 1.25 * (
            SIZE * count_lines(vote.wording, SIZE, width) + SMALL * count_lines(told, SMALL, width)
        )
        shorter = min((0, 1), key=lambda n: taken[n])
        if taken[shorter] + need > height - SMALL * 1.3:
            break
        columns[shorter].append(
            f'<section><h3 style="font-size:{SIZE}px">{escape(vote.wording)}</h3>'
            f'<p class="petit" style="font-size:{SMALL}px">{escape(told)}</p></section>'
        )
        taken[shorter] += need
        shown += 1
    left = len(votes) - shown
    more = ""
    if left:
        said = voice.say_many(
            "{number} autre question est dans le compte rendu à garder.",
            "{number} autres questions sont dans le compte rendu à garder.",
            left,
        )
        more = paragraph(said, "petit")
    both = "".join(f"<div>{''.join(column)}</div>" for column in columns)
    return f'<div class="reponses">{both}</div>{more}'
