"""The workshops of a diagnostic: their list, a new one, and when and where one is held."""

import re
from collections.abc import Mapping
from datetime import date

import streamlit as st

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.texts import Voice
from diagnostic.ui import session, workshop_room
from diagnostic.ui.escaping import plain
from diagnostic.workshops import (
    Step,
    Workshop,
    WorkshopRefused,
    read_programmes,
    show_code,
)
from diagnostic.workshops.workshop import LONGEST_PLACE

_HOUR = re.compile(r"^\s*(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)\s*$")
_DAY = re.compile(r"^\s*(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})\s*$")
USUAL_NUMBER = 30
SURE = "effacer-sur"


def draw_list(workshops: tuple[Workshop, ...]) -> None:
    """One card for each workshop, with its screens."""
    voice = session.voice()
    if not workshops:
        st.info(voice.say("Aucun atelier n’est encore préparé pour ce diagnostic."))
        return
    st.header(voice.say("Vos ateliers"), anchor=False)
    for workshop in workshops:
        with st.container(border=True):
            _draw_card(voice, workshop)


def _draw_card(voice: Voice, workshop: Workshop) -> None:
    st.markdown(f"**{plain(say_when(voice, workshop))}**")
    st.caption(
        voice.say("Code : {code}", code=show_code(workshop.code))
        + " · "
        + voice.say_many("{number} étape", "{number} étapes", len(workshop.steps))
        + " · "
        + voice.say_many(
            "{number} personne attendue", "{number} personnes attendues", workshop.expected
        )
    )
    with st.container(horizontal=True):
        if st.button(
            voice.say("Animer"), icon=":material/co_present:", key=f"animer:{workshop.id}"
        ):
            session.remember(session.WORKSHOP, workshop.code)
            st.switch_page("pages/atelier/animer.py")
        draw_wall_link(voice, workshop, voice.say("Projeter"))
        st.button(
            voice.say("Modifier"),
            icon=":material/edit:",
            key=f"modifier:{workshop.id}",
            on_click=session.remember,
            args=(session.WORKSHOP, workshop.code),
        )
        st.button(
            voice.say("Effacer"),
            icon=":material/delete:",
            key=f"effacer:{workshop.id}",
            on_click=session.remember,
            args=(SURE, workshop.id),
        )
    if session.recall(SURE) == workshop.id:
        st.warning(
            voice.say(
                "Effacer cet atelier ? Ses votes, ses idées et ses décisions disparaissent ; ce "
                "que les personnes ont répondu reste dans le diagnostic."
            )
        )
        with st.container(horizontal=True):
            st.button(
                voice.say("Effacer pour toujours"),
                key=f"effacer-sur:{workshop.id}",
                on_click=_erase,
                args=(workshop,),
            )
            st.button(
                voice.say("Garder"),
                key=f"garder:{workshop.id}",
                on_click=session.forget,
                args=(SURE,),
            )


def draw_wall_link(voice: Voice, workshop: Workshop, label: str) -> None:
    """Opens the wall in a window of its own."""
    language = "&lang=en" if voice.language == "en" else ""
    st.link_button(
        label,
        f"/projeter?a={workshop.code}{language}",
        icon=":material/cast:",
        help=voice.say("Dans une autre fenêtre, à glisser sur le grand écran ; F11 l’agrandit"),
    )


def say_when(voice: Voice, workshop: Workshop) -> str:
    """« 26 novembre 2026, salle des fêtes »."""
    day = voice.day(workshop.held_on)
    return f"{day}, {workshop.place}" if workshop.place else day


def in_hand(workshops: tuple[Workshop, ...]) -> Workshop | None:
    """The one that is being prepared."""
    code = session.recall(session.WORKSHOP)
    return next((one for one in workshops if one.code == code), None)


def programmes(voice: Voice) -> Mapping[str, tuple[str, str, tuple[Step, ...]]]:
    """Name → title, summary, steps: the ready programmes, then what was kept as templates."""
    found = {
        f"pret:{one.id}": (
            one.title.of(voice.language),
            one.summary.of(voice.language),
            one.steps,
        )
        for one in read_programmes()
    }
    for template in session.store().templates():
        told = voice.say_many("{number} étape", "{number} étapes", len(template.steps))
        found[f"modele:{template.name}"] = (template.name, told, template.steps)
    return found


def draw_new(diagnostic: Diagnostic, *, is_first: bool) -> None:
    """The form that makes a workshop."""
    voice = session.voice()
    still_open = [wave for wave in session.waves(diagnostic) if wave.closed_on is None]
    with st.expander(
        voice.say("Nouvel atelier"), icon=":material/add:", expanded=is_first, key="nouvel-atelier"
    ):
        if not still_open:
            st.info(
                voice.say(
                    "Les réponses sont closes. Ouvrez une vague à la page « Préparer » : les "
                    "personnes de l’atelier y répondront."
                )
            )
            return
        _draw_form(voice, still_open[-1])


def _draw_form(voice: Voice, wave: Wave) -> None:
    ready = programmes(voice)
    with st.form("nouvel", border=False):
        name = st.radio(
            voice.say("Programme"),
            list(ready),
            format_func=lambda one: plain(ready[one][0]),
            captions=[plain(summary) for _, summary, _ in ready.values()],
            key="programme",
        )
        held_on, place, expected = _ask_when(voice, date.today(), "", USUAL_NUMBER)
        sent = st.form_submit_button(voice.say("Créer l’atelier"), type="primary")
    if not sent:
        return
    made: list[Workshop] = []
    steps = ready[str(name)][2]
    if workshop_room.attempt(
        lambda: made.append(
            session.store().open_workshop(
                wave, steps, _read_held_on(held_on), place, read_whole(expected)
            )
        )
    ):
        session.remember(session.WORKSHOP, made[0].code)
    session.draw_again()


def _ask_when(voice: Voice, held_on: date, place: str, expected: int) -> tuple[str, str, str]:
    """What was typed of the day, the place and the number."""
    day = st.text_input(
        voice.say("Date : jour/mois/année"), value=f"{held_on:%d/%m/%Y}", max_chars=12
    )
    where = st.text_input(voice.say("Lieu"), value=place, max_chars=LONGEST_PLACE)
    number = st.text_input(voice.say("Personnes attendues"), value=str(expected), max_chars=6)
    return day or "", where or "", number or ""


def _read_held_on(typed: str) -> date:
    """Raises WorkshopRefused."""
    day = read_day(typed)
    if day is None:
        raise WorkshopRefused("Donnez la date de l’atelier.")
    return day


def read_whole(typed: str) -> int:
    """A whole number, with or without spaces. Raises WorkshopRefused."""
    digits = "".join(typed.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 7):
        raise WorkshopRefused("Écrivez un nombre entier, en chiffres.")
    return int(digits)


def read_day(typed: str) -> date | None:
    """« 26/11/2026 »; None for nothing. Raises WorkshopRefused."""
    if not typed.strip():
        return None
    found = _DAY.match(typed)
    try:
        if found:
            day, month, year = (int(part) for part in found.groups())
            return date(year, month, day)
    except ValueError:
        pass  # A thirtieth of February is no more a date than a word.
    raise WorkshopRefused("Écrivez la date en jour/mois/année, par exemple 26/11/2026.")


def read_hour(typed: str) -> str | None:
    """« 14:30 » as it is kept, from « 14 h 30 » or « 14h » too; None for nothing.

    Raises WorkshopRefused.
    """
    if not typed.strip():
        return None
    found = _HOUR.match(typed)
    if found:
        hour, minute = int(found[1]), int(found[2] or 0)
        if hour < 24 and minute < 60:
            return f"{hour:02d}:{minute:02d}"
    raise WorkshopRefused("Écrivez l’heure de l’étape en heures et minutes, par exemple 14:30.")


def draw_identity(workshop: Workshop) -> None:
    """When, where, how many."""
    voice = session.voice()
    st.header(plain(say_when(voice, workshop)), anchor=False)
    with (
        st.expander(voice.say("Date, lieu et nombre"), icon=":material/event:"),
        st.form(f"quand:{workshop.id}", border=False),
    ):
        held_on, place, expected = _ask_when(
            voice, workshop.held_on, workshop.place, workshop.expected
        )
        if st.form_submit_button(voice.say("Enregistrer")):
            workshop_room.attempt(
                lambda: session.store().edit_workshop(
                    workshop,
                    held_on=_read_held_on(held_on),
                    place=place,
                    expected=read_whole(expected),
                )
            )
            session.draw_again()


def _erase(workshop: Workshop) -> None:
    """Callback."""
    session.forget(SURE)
    erased = workshop_room.attempt(lambda: session.store().erase_workshop(workshop))
    if erased and session.recall(session.WORKSHOP) == workshop.code:
        session.forget(session.WORKSHOP)
