"""The history on the screen: each line in words, what before beside what after."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from babel.dates import format_datetime

from diagnostic.campaigns import Diagnostic
from diagnostic.rights import Kind, Role
from diagnostic.storage import Entry, StorageUnavailable
from diagnostic.texts import Voice
from diagnostic.ui import session
from diagnostic.ui.access import name_role
from diagnostic.ui.escaping import plain

OLDER = "historique-avant"
LONGEST = 300


def draw(diagnostic: Diagnostic) -> None:
    """That of one diagnostic, the latest first."""
    below = session.recall(OLDER)
    number = below if isinstance(below, int) else None
    _draw(lambda: session.store().history(diagnostic, number), OLDER)


def draw_installation() -> None:
    """What belongs to no diagnostic: imports, templates, diagnostics opened and erased."""
    voice = session.voice()
    with st.expander(voice.say("Ce qui touche toute l’installation"), icon=":material/dns:"):
        _draw(session.store().installation_history, "")


def _draw(read: Callable[[], tuple[Entry, ...]], older: str) -> None:
    voice = session.voice()
    try:
        entries = read()
    except StorageUnavailable as refusal:
        st.error(voice.refuse(refusal))
        return
    if not entries:
        st.info(voice.say("Rien n’a encore été changé."))
    else:
        st.table([_row(voice, entry) for entry in entries], hide_index=True)
    if not older:
        return
    with st.container(horizontal=True):
        if entries and entries[-1].number > 1:
            st.button(
                voice.say("Changements plus anciens"),
                key=f"{older}:suite",
                on_click=session.remember,
                args=(older, entries[-1].number),
            )
        if session.recall(older):
            st.button(
                voice.say("Revenir aux derniers changements"),
                key=f"{older}:debut",
                on_click=session.forget,
                args=(older,),
            )


def _row(voice: Voice, entry: Entry) -> dict[str, str]:
    when = format_datetime(entry.at, "short", locale="en_GB" if voice.language == "en" else "fr")
    return {
        voice.say("Quand (UTC)"): when,
        voice.say("Qui"): _who(voice, entry),
        voice.say("Quoi"): _what(voice, entry.verb),
        voice.say("Avant"): _facts(voice, entry.before),
        voice.say("Après"): _facts(voice, entry.after),
    }


def _who(voice: Voice, entry: Entry) -> str:
    if entry.kind is Kind.PERSON:
        return f"{plain(entry.name)} ({entry.mark[:4]})"
    return {
        Kind.MACHINE: voice.say("la personne à l’ordinateur"),
        Kind.LINK: voice.say("par le lien du propriétaire"),
    }.get(entry.kind, "")


def _what(voice: Voice, verb: str) -> str:
    names = {
        "open_diagnostic": voice.say("Ouverture du diagnostic"),
        "erase": voice.say("Diagnostic effacé"),
        "rename": voice.say("Nom changé"),
        "set_threshold": voice.say("Seuil changé"),
        "set_framing": voice.say("Cadrage changé"),
        "set_privacy": voice.say("Notice sur les données personnelles changée"),
        "open_wave": voice.say("Vague ouverte"),
        "close_wave": voice.say("Vague close"),
        "reopen_wave": voice.say("Vague rouverte"),
        "seal_wave": voice.say("Vague scellée"),
        "add_local_question": voice.say("Question ajoutée"),
        "withdraw_local_question": voice.say("Question retirée"),
        "publication": voice.say("Dernières réponses comptées"),
        "freeze_state": voice.say("État des résultats gardé"),
        "drop_state": voice.say("État des résultats oublié"),
        "open_workshop": voice.say("Atelier créé"),
        "edit_workshop": voice.say("Atelier modifié"),
        "erase_workshop": voice.say("Atelier effacé"),
        "move": voice.say("Salle : vote remis à zéro, fin ou reprise"),
        "give_place_back": voice.say("Place rendue à un téléphone"),
        "write_decision": voice.say("Décision écrite"),
        "save_template": voice.say("Modèle de programme gardé"),
        "erase_template": voice.say("Modèle de programme effacé"),
        "carry": voice.say("Diagnostic emporté"),
        "end_journey": voice.say("Voyage terminé"),
        "bring": voice.say("Diagnostic rapporté"),
        "import_measures": voice.say("Chiffres importés"),
        "undo_import": voice.say("Import annulé"),
        "set_role": voice.say("Rôle changé"),
        "invite": voice.say("Invitation faite"),
        "revoke_invitation": voice.say("Invitation retirée"),
        "accept_invitation": voice.say("Invitation acceptée"),
    }
    return names.get(verb, verb)


def _facts(voice: Voice, facts: dict[str, object]) -> str:
    return plain(
        " ; ".join(
            f"{_name(voice, name)} : {_value(voice, value)}"
            for name, value in facts.items()
            if not name.endswith(":programme")
        )[:LONGEST]
    )


def _name(voice: Voice, name: str) -> str:
    """« wave:2:closed_at » → « vague 2, close le »; a person's name as it is."""
    head, *rest = name.split(":")
    words = {
        "title": voice.say("nom"),
        "territory": voice.say("territoire"),
        "perimeter": voice.say("périmètre"),
        "threshold": voice.say("seuil"),
        "fictitious": voice.say("données fictives"),
        "framing": voice.say("cadrage"),
        "privacy": voice.say("notice"),
        "wave": voice.say("vague"),
        "question": voice.say("question"),
        "workshop": voice.say("atelier"),
        "decision": voice.say("décision"),
        "state": voice.say("état"),
        "published": voice.say("résultats montrés, vague"),
        "invitation": voice.say("invitation"),
        "import": voice.say("import"),
        "template": voice.say("modèle"),
        "diagnostic": voice.say("diagnostic"),
        "diagnostics": voice.say("diagnostics"),
        "journey": voice.say("voyage"),
        "closed_at": voice.say("close le"),
        "sealed_at": voice.say("scellée le"),
        "emptied_at": voice.say("vidée le"),
        "revoked_at": voice.say("retirée le"),
        "undone_at": voice.say("annulé le"),
        "held_on": voice.say("jour"),
        "expected": voice.say("personnes attendues"),
        "steps": voice.say("étapes"),
        "resets": voice.say("remises à zéro"),
        "ended": voice.say("terminé"),
    }
    return " ".join(words.get(part, part) for part in (head, *rest))


def _value(voice: Voice, value: object) -> str:
    if value is None:
        return voice.say("non")
    if isinstance(value, bool):
        return voice.say("oui") if value else voice.say("non")
    if isinstance(value, str) and value in set(Role):
        return name_role(voice, value)
    return str(value)
