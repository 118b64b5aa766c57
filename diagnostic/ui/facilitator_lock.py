"""Locking the facilitator's screen when one walks away: a code, and nothing else to press."""

import streamlit as st

from diagnostic.ui import session, workshop_room
from diagnostic.ui.workshop_room import Room
from diagnostic.workshops import WorkshopRefused
from diagnostic.workshops.locking import CODE_LENGTH

CHOOSING = "code-a-choisir"
"""The room whose code is being chosen."""


def draw_locked(room: Room) -> None:
    """All that is left of the page while the room is locked, besides how many are there."""
    voice = room.voice
    st.title(voice.say("Écran verrouillé"), anchor=False)
    st.markdown(
        voice.say(
            "Le mur et les téléphones continuent. Rien ne fait avancer la salle avant le code."
        )
    )
    with st.form("deverrouiller", clear_on_submit=True, border=False):
        digits = _ask(voice.say("Code de quatre chiffres"))
        if st.form_submit_button(
            voice.say("Déverrouiller"), type="primary", icon=":material/lock_open:"
        ) and workshop_room.attempt(lambda: session.store().unlock_room(room.workshop, digits)):
            session.draw_again()
    workshop_room.draw_refusal()


def draw_button(room: Room) -> None:
    """One press, or the key L, once a code is chosen."""
    st.button(
        room.voice.say("Verrouiller"),
        key="verrouiller",
        icon=":material/lock:",
        help=room.voice.say("Touche L : le mur et les téléphones continuent"),
        on_click=_lock if room.state.lock else session.remember,
        args=(room,) if room.state.lock else (CHOOSING, room.workshop.id),
    )


def draw_choice(room: Room) -> None:
    """The first time, the code typed twice; nothing otherwise."""
    if room.state.lock is not None or session.recall(CHOOSING) != room.workshop.id:
        return
    voice = room.voice
    with st.form("choisir-code", clear_on_submit=True):
        st.markdown(
            voice.say(
                "Choisissez un code de quatre chiffres, qui ne sert à rien d’autre. Il sera "
                "demandé pour reprendre la main, sur tout écran d’animation de cet atelier."
            )
        )
        digits = _ask(voice.say("Code de quatre chiffres"))
        again = _ask(voice.say("Le même code, une seconde fois"))
        if st.form_submit_button(voice.say("Verrouiller avec ce code"), icon=":material/lock:"):
            if workshop_room.attempt(lambda: _lock_with(room, digits, again)):
                session.forget(CHOOSING)
                session.draw_again()
            workshop_room.draw_refusal()
    st.button(
        voice.say("Ne pas verrouiller"),
        key="verrouiller-non",
        on_click=session.forget,
        args=(CHOOSING,),
    )


def _ask(label: str) -> str:
    typed = st.text_input(label, type="password", max_chars=CODE_LENGTH, autocomplete="off")
    return typed or ""


def _lock_with(room: Room, digits: str, again: str) -> None:
    if digits != again:
        raise WorkshopRefused("Les deux codes diffèrent. Tapez deux fois le même.")
    if not digits:
        raise WorkshopRefused("Choisissez d’abord un code de quatre chiffres.")
    session.store().lock_room(room.workshop, digits)


def _lock(room: Room) -> None:
    """Callback."""
    workshop_room.attempt(lambda: session.store().lock_room(room.workshop))
