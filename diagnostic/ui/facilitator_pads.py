"""What the facilitator types for the room: the ideas of the sub-groups, the decisions."""

import streamlit as st

from diagnostic.ui import session, workshop_room
from diagnostic.ui.escaping import plain
from diagnostic.ui.workshop_prepare import read_day
from diagnostic.ui.workshop_room import Room
from diagnostic.workshops import (
    MOST_DECISIONS,
    MOST_IDEAS,
    Decision,
    Idea,
    StepKind,
)
from diagnostic.workshops.workshop import LONGEST_IDEA

FIRST = 3
"""Decisions asked for at first."""


def draw(room: Room) -> None:
    """The pads of the current step, where it has some."""
    if room.step.kind is StepKind.GROUPS:
        _draw_ideas(room)
    elif room.step.kind is StepKind.DECISIONS:
        _draw_decisions(room)


def _draw_ideas(room: Room) -> None:
    voice, step = room.voice, room.step
    kept = {(one.group, one.number): one.text for one in _ideas(room)}
    for group, name in enumerate(step.groups, 1):
        with st.form(f"carnet:{step.id}:{group}"):
            st.markdown(f"**{plain(name.of(voice.language))}**")
            typed = [
                st.text_input(
                    voice.say("Idée {number}", number=number),
                    value=kept.get((group, number), ""),
                    max_chars=LONGEST_IDEA,
                    key=f"idee:{step.id}:{group}:{number}",
                )
                for number in range(1, MOST_IDEAS + 1)
            ]
            if st.form_submit_button(voice.say("Écrire au mur")):
                _write_ideas(room, group, [text or "" for text in typed])


def _ideas(room: Room) -> tuple[Idea, ...]:
    return tuple(one for one in session.store().ideas(room.workshop) if one.step_id == room.step.id)


def _write_ideas(room: Room, group: int, typed: list[str]) -> None:
    store, voice = session.store(), room.voice
    ideas = [Idea(room.step.id, group, number, text) for number, text in enumerate(typed, 1)]
    if workshop_room.attempt(lambda: [store.write_idea(room.workshop, one) for one in ideas]):
        st.toast(voice.say("Enregistré."), icon=":material/check:")
    workshop_room.draw_refusal()


def _draw_decisions(room: Room) -> None:
    voice = room.voice
    kept = {one.number: one for one in session.store().decisions(room.workshop)}
    for number in range(1, min(MOST_DECISIONS, max(FIRST, len(kept) + 1)) + 1):
        decision = kept.get(number)
        with st.form(f"decision:{number}"):
            what = st.text_input(
                voice.say("Décision {number} : quoi", number=number),
                value=decision.what if decision else "",
                max_chars=LONGEST_IDEA,
                key=f"quoi:{number}",
            )
            left, right = st.columns(2)
            who = left.text_input(
                voice.say("Qui, avec son accord"),
                value=decision.who if decision else "",
                max_chars=LONGEST_IDEA,
                key=f"qui:{number}",
            )
            due = right.text_input(
                voice.say("Pour quand : jour/mois/année"),
                value=f"{decision.due:%d/%m/%Y}" if decision and decision.due else "",
                max_chars=12,
                key=f"quand:{number}",
            )
            if st.form_submit_button(voice.say("Écrire au mur")):
                _write_decision(room, number, what or "", who or "", due or "")


def _write_decision(room: Room, number: int, what: str, who: str, due: str) -> None:
    store, voice = session.store(), room.voice
    if workshop_room.attempt(
        lambda: store.write_decision(room.workshop, Decision(number, what, who, read_day(due)))
    ):
        st.toast(voice.say("Enregistré."), icon=":material/check:")
    workshop_room.draw_refusal()
