"""States of the results: kept under a name, reopened exactly as they were, forgotten."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from diagnostic.campaigns import CampaignRefused, Diagnostic, Wave
from diagnostic.confidence import Publication
from diagnostic.readings.rules import current_rules
from diagnostic.readings.settings import Setting, read_setting, write_setting
from diagnostic.rights import Right
from diagnostic.storage import StateName, StorageUnavailable, UnknownState
from diagnostic.texts import Voice
from diagnostic.ui import session
from diagnostic.ui.escaping import plain

OPENED = "etat"
REFUSAL = "etat-refus"
TITLE = "nom-etat"


@dataclass(frozen=True, slots=True)
class Opened:
    """A state on the screen."""

    id: int
    title: str
    frozen_on: date
    wave: Wave
    publication: Publication
    setting: Setting


def opened(diagnostic: Diagnostic) -> Opened | None:
    """The state that this session reopened; None for today's results."""
    wanted = session.recall(OPENED)
    waves = {wave.id: wave for wave in session.waves(diagnostic)}
    for name in session.store().state_names(diagnostic) if wanted else ():
        if name.id == wanted:
            publication, setting = _content(name.id)
            return Opened(
                name.id,
                name.title,
                name.frozen_on,
                waves[name.wave_id],
                publication,
                setting or _today(diagnostic, waves[name.wave_id]),
            )
    session.forget(OPENED)
    return None


def draw_banner(state: Opened) -> None:
    """That these are not today's results, and the way back to them."""
    voice = session.voice()
    with st.container(border=True):
        st.subheader(
            voice.say("État du {day}", day=voice.day(state.frozen_on)),
            anchor=False,
        )
        st.markdown(
            voice.say(
                "« {title} » : les chiffres, les seuils et les repères nationaux de ce jour-là. "
                "Rien de ce qui a été répondu, effacé ou réglé depuis n’y entre. Les commentaires "
                "et les données mesurées n’en font pas partie.",
                title=plain(state.title),
            )
        )
        st.button(
            voice.say("Revenir aux résultats d’aujourd’hui"),
            icon=":material/today:",
            key="etat-fermer",
            on_click=_close,
        )


def draw(diagnostic: Diagnostic, wave: Wave, *, can_keep: bool) -> None:
    """The states that are kept, and a way to keep today's."""
    voice, names = session.voice(), session.store().state_names(diagnostic)
    can_keep = can_keep and session.may(Right.RUN, diagnostic)
    _draw_refusal()
    if not names and not can_keep:
        return
    # Nothing is offered to be reopened where nothing is kept.
    with st.expander(
        voice.say("Garder ou rouvrir un état des résultats")
        if names and can_keep
        else voice.say("Rouvrir un état des résultats")
        if names
        else voice.say("Garder un état des résultats"),
        icon=":material/bookmark:",
        key="etats",
    ):
        numbers = {one.id: one.number for one in session.waves(diagnostic)}
        for name in names:
            _draw_name(
                voice, name, numbers[name.wave_id], can_drop=session.may(Right.OWN, diagnostic)
            )
        if can_keep:
            _draw_keeping(voice, diagnostic, wave)


def _draw_name(voice: Voice, name: StateName, number: int, *, can_drop: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(
            voice.say(
                "{title} · état du {day} · vague {number}",
                title=plain(name.title),
                day=voice.day(name.frozen_on),
                number=number,
            )
        )
        st.button(
            voice.say("Rouvrir cet état"),
            key=f"etat-rouvrir:{name.id}",
            icon=":material/history:",
            on_click=session.remember,
            args=(OPENED, name.id),
        )
        if not can_drop:
            return
        with st.popover(voice.say("Oublier"), icon=":material/delete:"):
            st.markdown(voice.say("Cet état ne pourra plus être rouvert."))
            st.button(
                voice.say("Oublier cet état"),
                key=f"etat-oublier:{name.id}",
                on_click=_drop,
                args=(name.id,),
            )


def _draw_keeping(voice: Voice, diagnostic: Diagnostic, wave: Wave) -> None:
    with st.form("garder-etat", border=False, clear_on_submit=True):
        st.text_input(
            voice.say("Nom de l’état à garder"),
            key=TITLE,
            max_chars=120,
            placeholder=voice.say("Conseil municipal, réunion publique…"),
        )
        st.form_submit_button(
            voice.say("Garder cet état"),
            icon=":material/bookmark_add:",
            on_click=_keep,
            args=(diagnostic, wave),
        )
    st.caption(
        voice.say(
            "Un état garde les chiffres montrés aujourd’hui pour la vague {number}, et rien "
            "d’autre : ni réponses, ni commentaires. Il reste tel quel, quoi qu’il arrive ensuite.",
            number=wave.number,
        )
    )


def _keep(diagnostic: Diagnostic, wave: Wave) -> None:
    """Callback: keeps what is shown today under the name that was typed."""
    try:
        session.store().freeze_state(
            diagnostic,
            wave,
            str(st.session_state.get(TITLE) or ""),
            write_setting(_today(diagnostic, wave)),
        )
    except (CampaignRefused, StorageUnavailable) as refusal:
        session.remember(REFUSAL, session.voice().refuse(refusal))


def _drop(state_id: int) -> None:
    """Callback: another session may have forgotten it first."""
    try:
        session.store().drop_state(state_id)
    except (UnknownState, StorageUnavailable) as refusal:
        session.remember(REFUSAL, session.voice().refuse(refusal))


def _close() -> None:
    session.forget(OPENED)


def _draw_refusal() -> None:
    """What the last gesture could not do, said once."""
    refusal = session.recall(REFUSAL)
    if refusal:
        st.error(refusal)
        session.forget(REFUSAL)


def _today(diagnostic: Diagnostic, wave: Wave) -> Setting:
    return Setting(
        diagnostic.threshold,
        session.benchmarks(),
        current_rules(),
        session.local_questions(diagnostic),
        diagnostic.totals,
        session.store().gathered(diagnostic, wave),
    )


@st.cache_resource(show_spinner=False, max_entries=16)
def _content(state_id: int) -> tuple[Publication, Setting | None]:
    """What a state holds: it never changes."""
    state = session.store().frozen_state(state_id)
    return state.publication, read_setting(state.setting) if state.setting else None
