"""« Installation »: what its owner needs to know of it, and a copy at will."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from diagnostic.installation import SOUND_SQLITE, Installation, describe
from diagnostic.privacy import PurgeKind
from diagnostic.rights import Right
from diagnostic.storage import StorageRefused, StorageUnavailable
from diagnostic.storage.copies.backups import back_up
from diagnostic.storage.copies.folder import Copy
from diagnostic.texts import Voice
from diagnostic.ui import identity, session
from diagnostic.ui.doorkeeper import HEALTH, the_door
from diagnostic.ui.escaping import plain
from diagnostic.ui.opening import the_opening
from diagnostic.ui.workshop_network import list_addresses

OUTCOME = "suite-de-la-sauvegarde"
LARGEST = 1_000_000
"""Answers beyond which a copy is asked for on the command line: it takes minutes."""


def draw() -> None:
    voice = session.voice()
    try:
        vitals = session.store().vitals()
        here = describe(identity.read_checked(), vitals, the_opening.keeping())
    except StorageUnavailable as refusal:
        st.error(voice.refuse(refusal))
        return
    except OSError:
        st.error(voice.say("Le disque de la base ne répond pas : vérifiez qu’il est branché."))
        return
    _draw_warnings(voice, here)
    left, right = st.columns(2)
    with left:
        _draw_base(voice, here)
        _draw_reach(voice)
    with right:
        _draw_copies(voice, here)
        _draw_versions(voice, here)
    _draw_faults(voice, here)
    _draw_erasures(voice, here)


def _draw_warnings(voice: Voice, here: Installation) -> None:
    if here.is_tight:
        st.warning(
            voice.say(
                "Il reste {free} sur le disque. Faites de la place : sans elle, rien ne "
                "s’enregistre.",
                free=_weight(voice, here.free),
            )
        )
    if here.keeping.failure is not None and here.keeping.failed_at is not None:
        st.warning(
            voice.say(
                "La sauvegarde automatique n’a pas pu se faire ({moment}) : {why}",
                moment=_moment(voice, here.keeping.failed_at),
                why=plain(here.keeping.failure),
            )
        )


def _draw_base(voice: Voice, here: Installation) -> None:
    with st.container(border=True):
        st.header(voice.say("Base"), anchor=False)
        found = here.vitals
        people = voice.say_many("{number} personne", "{number} personnes", found.contents.people)
        answers = voice.say_many("{number} réponse", "{number} réponses", found.contents.answers)
        counts = f"{people}, {answers}"
        lines = [
            f"{found.engine}, {_weight(voice, found.size)}",
            voice.say_many(
                "{number} diagnostic", "{number} diagnostics", found.contents.diagnostics
            ),
            counts if found.is_exact else voice.say("environ {counts}", counts=counts),
            voice.say("{free} libres sur le disque", free=_weight(voice, here.free)),
        ]
        _list(lines)
        if found.file is not None:
            st.caption(plain(str(found.file)))


def _draw_copies(voice: Voice, here: Installation) -> None:
    with st.container(border=True):
        st.header(voice.say("Sauvegardes"), anchor=False)
        outcome = session.recall(OUTCOME)
        if outcome:
            is_done, said = outcome
            (st.success if is_done else st.error)(said)
            session.forget(OUTCOME)
        last = here.last_copy
        lines = [voice.say("Aucune sauvegarde.") if last is None else _tell_copy(voice, last)]
        if here.next_copy is None:
            lines.append(voice.say("Aucune ne se fait toute seule : voyez docs/sauvegarder.md."))
        elif here.next_copy <= here.at.date():
            lines.append(voice.say("Prochaine : dans le quart d’heure."))
        else:
            lines.append(voice.say("Prochaine : {day}.", day=voice.day(here.next_copy)))
        lines.append(_tell_encryption(voice, here))
        _list(lines)
        st.caption(plain(str(here.folder)))
        if here.vitals.contents.answers <= LARGEST:
            st.button(
                voice.say("Sauvegarder maintenant"), icon=":material/save:", on_click=_copy_now
            )


def _tell_encryption(voice: Voice, here: Installation) -> str:
    if not here.keeping.encrypts:
        return voice.say(
            "Elles ne sont pas chiffrées : qui prend ce dossier peut les lire. Pour les chiffrer, "
            "voyez docs/sauvegarder.md."
        )
    clear = sum(not copy.is_encrypted for copy in here.keeping.copies)
    if clear:
        return voice.say_many(
            "Elles sont chiffrées, sauf {number}, faite avant.",
            "Elles sont chiffrées, sauf {number}, faites avant.",
            clear,
        )
    return voice.say("Elles sont chiffrées : la clef rangée ailleurs est la seule qui les ouvre.")


def _tell_copy(voice: Voice, copy: Copy) -> str:
    return voice.say(
        "Dernière : {moment}, {size}, vérifiée quand elle a été faite.",
        moment=_moment(voice, copy.made_at),
        size=_weight(voice, copy.size),
    )


def _copy_now() -> None:
    """Callback."""
    voice = session.voice()
    if not session.may(Right.INSTALL):
        return
    settings = identity.read_checked()
    folder = the_opening.folder()
    try:
        made = back_up(settings.database, folder, datetime.now(), key=settings.copies_key)
    except (StorageRefused, StorageUnavailable) as refusal:
        session.remember(OUTCOME, (False, voice.refuse(refusal)))
        return
    said = voice.say("Sauvegarde faite et vérifiée : {name}", name=plain(made.copy.path.name))
    session.remember(OUTCOME, (True, said))


def _draw_versions(voice: Voice, here: Installation) -> None:
    with st.container(border=True):
        st.header(voice.say("Versions"), anchor=False)
        found = here.versions
        lines = [
            f"Regards croisés {found.ours}",
            f"Python {found.python}",
            f"SQLite {found.sqlite}",
        ]
        if here.vitals.file is None:
            lines.append(f"PostgreSQL {here.vitals.version}")
        _list(lines)
        if here.vitals.file is not None and not found.is_sqlite_sound:
            st.caption(
                voice.say(
                    "SQLite d’avant {sound} a un défaut rare, quand deux écritures tombent au même "
                    "instant. Ici elles attendent leur tour, celles des commandes (import, purge, "
                    "erase) comme celles du serveur : la base n’en souffre pas.",
                    sound=".".join(map(str, SOUND_SQLITE)),
                )
            )


def _draw_reach(voice: Voice) -> None:
    with st.container(border=True):
        st.header(voice.say("Qui peut joindre ce serveur"), anchor=False)
        if identity.hosting().is_hosted:
            lines = [
                voice.say(
                    "Installation hébergée : chacun s’identifie, et ne voit que ses territoires."
                ),
                voice.say("Répondre reste ouvert à qui a un lien ou un code."),
            ]
        elif the_door() is not None:
            lines = [
                voice.say(
                    "La salle est ouverte : les téléphones du réseau rejoignent et répondent."
                ),
                voice.say("Le reste ne s’ouvre qu’ici, ou par le lien du propriétaire."),
                *list_addresses(),
            ]
        else:
            lines = [
                voice.say("Cet ordinateur seulement. La salle est fermée."),
                voice.say("Pour ouvrir la salle aux téléphones : « make room »."),
            ]
        _list([*lines, voice.say("Pour une surveillance : l’adresse {address}.", address=HEALTH)])


def _draw_faults(voice: Voice, here: Installation) -> None:
    st.header(voice.say("Dernières erreurs"), anchor=False)
    if not here.faults:
        st.caption(voice.say("Aucune depuis que ce serveur a démarré."))
        return
    st.caption(
        voice.say(
            "Depuis que ce serveur a démarré. La référence est celle que l’écran a montrée ; le "
            "journal du serveur en dit plus. Aucune réponse n’y figure."
        )
    )
    st.table(
        [
            {
                voice.say("Référence"): fault.reference,
                voice.say("Quand"): _moment(voice, fault.at.astimezone()),
                voice.say("Genre"): fault.kind,
                voice.say("Où"): fault.where,
            }
            for fault in here.faults
        ],
        hide_index=True,
    )


def _draw_erasures(voice: Voice, here: Installation) -> None:
    st.header(voice.say("Derniers effacements automatiques"), anchor=False)
    if not here.vitals.erasures:
        st.caption(
            voice.say("Aucun. Chaque diagnostic dit, dans « Préparer », jusqu’à quand il garde.")
        )
        return
    st.table(
        [
            {
                voice.say("Jour"): voice.day(one.day),
                voice.say("Quoi"): _name(voice, one.kind),
                voice.say("Vagues"): voice.whole(one.waves),
            }
            for one in here.vitals.erasures
        ],
        hide_index=True,
    )


def _name(voice: Voice, kind: PurgeKind) -> str:
    return {
        PurgeKind.NOTICE: voice.say("effacement annoncé"),
        PurgeKind.ANSWERS: voice.say("réponses et commentaires effacés"),
        PurgeKind.DRAFTS: voice.say("questionnaires restés vides effacés"),
        PurgeKind.LINKS: voice.say("liens personnels détruits"),
        PurgeKind.CLOSING: voice.say("vague close, faute de réponse depuis un an"),
    }[kind]


def _list(lines: list[str]) -> None:
    st.markdown("\n".join(f"- {line}" for line in lines))


def _moment(voice: Voice, when: datetime) -> str:
    return f"{voice.day(when.date())}, {when:%H:%M}"


def _weight(voice: Voice, octets: int) -> str:
    if octets >= 1_000_000_000:
        return voice.say("{n} Go", n=voice.number(octets / 1_000_000_000))
    return voice.say("{n} Mo", n=voice.number(octets / 1_000_000))
