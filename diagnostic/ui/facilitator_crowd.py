"""What the one who runs a room is told when more people joined than came."""

import time

import streamlit as st

from diagnostic.ui import session
from diagnostic.ui.workshop_room import Room
from diagnostic.workshops.crowd import RUSH, is_overfull, is_rushed

SEEN = "affluence"


def draw(room: Room, people: int) -> None:
    """Nothing while the room fills as rooms do; `people` is of this moment."""
    voice, expected, now = room.voice, room.workshop.expected, time.monotonic()
    of, counts = session.recall(SEEN) or (room.workshop.id, [])
    counts = [one for one in counts if now - one[0] <= RUSH] if of == room.workshop.id else []
    counts.append((now, people))
    session.remember(SEEN, (room.workshop.id, counts))
    if is_overfull(people, expected) or is_rushed(counts, expected):
        st.warning(
            voice.say(
                "Ont rejoint : {people}. Étaient attendus : {expected}. Si la salle n’en compte "
                "pas autant, quelqu’un a pu rejoindre plusieurs fois, ou d’ailleurs : comptez à "
                "main levée avant de révéler ; au besoin, remettez ce vote à zéro.",
                people=voice.whole(people),
                expected=voice.whole(expected),
            )
        )
