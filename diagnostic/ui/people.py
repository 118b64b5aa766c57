"""People and their roles on a territory: who is here, whom to invite, which link to take back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import streamlit as st

from diagnostic.campaigns import Diagnostic
from diagnostic.rights import Role
from diagnostic.storage import Invitation, Member, StorageRefused
from diagnostic.texts import Voice
from diagnostic.texts.voice import Refusal
from diagnostic.ui import identity, session
from diagnostic.ui.access import name_role
from diagnostic.ui.escaping import plain

REFUSAL = "personnes-refus"
MADE = "invitation-faite"
"""The link that was just made: shown once, kept nowhere else."""
DAYS = (1, 3, 7, 14, 30)


def draw(diagnostic: Diagnostic) -> None:
    """Everything about the people of a territory."""
    voice = session.voice()
    if not identity.hosting().is_hosted:
        st.info(
            voice.say(
                "Ici, personne n’a de compte : qui est à l’ordinateur peut tout. Les rôles "
                "servent quand l’application est hébergée (docs/comptes.md)."
            )
        )
        return
    refusal = session.recall(REFUSAL)
    if refusal:
        st.error(refusal)
        session.forget(REFUSAL)
    st.markdown(
        voice.say(
            "La **lecture** ouvre les résultats ; l’**animation** ouvre aussi les ateliers ; un "
            "**propriétaire** décide de tout le reste : questions, vagues, seuil, personnes."
        )
    )
    _draw_members(voice, diagnostic)
    _draw_inviting(voice, diagnostic)
    _draw_invitations(voice, diagnostic)


def _draw_members(voice: Voice, diagnostic: Diagnostic) -> None:
    st.header(voice.say("Qui a un rôle"), anchor=False)
    for member in session.store().members(diagnostic):
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(f"**{plain(member.person.name)}** · {name_role(voice, member.role)}")
            with st.popover(voice.say("Changer"), icon=":material/edit:"):
                _draw_change(voice, diagnostic, member)


def _draw_change(voice: Voice, diagnostic: Diagnostic, member: Member) -> None:
    for role in Role:
        if role is not member.role:
            st.button(
                voice.say("Donner le rôle « {role} »", role=name_role(voice, role)),
                key=f"role:{member.id}:{role.value}",
                on_click=_attempt,
                args=(lambda role=role: session.store().set_role(diagnostic, member.id, role),),
            )
    st.button(
        voice.say("Retirer de ce territoire"),
        key=f"retirer:{member.id}",
        icon=":material/person_remove:",
        on_click=_attempt,
        args=(lambda: session.store().set_role(diagnostic, member.id, None),),
    )


def _draw_inviting(voice: Voice, diagnostic: Diagnostic) -> None:
    st.header(voice.say("Inviter"), anchor=False)
    with st.form("inviter"):
        role = st.radio(
            voice.say("Rôle"),
            [role.value for role in Role],
            format_func=lambda value: name_role(voice, value),
            horizontal=True,
            key="inviter-role",
        )
        days = st.segmented_control(
            voice.say("Jours pendant lesquels le lien s’ouvre"), DAYS, default=7, required=True
        )
        if st.form_submit_button(voice.say("Faire un lien"), icon=":material/add_link:"):
            _attempt(lambda: _invite(diagnostic, Role(str(role)), int(days or 7)))
            session.draw_again()
    link = session.recall(MADE)
    if link:
        st.markdown(
            voice.say(
                "Envoyez ce lien à une seule personne, par un moyen sûr : il ne s’ouvre qu’une "
                "fois, et ne sera plus montré."
            )
        )
        st.code(link, language=None, wrap_lines=True)
        st.button(voice.say("C’est fait"), key="lien-fait", on_click=session.forget, args=(MADE,))


def _invite(diagnostic: Diagnostic, role: Role, days: int) -> None:
    _, link = session.store().invite(
        diagnostic, role, timedelta(days=days), identity.invitation_key()
    )
    here = urlsplit(str(st.context.url or ""))
    session.remember(MADE, f"{here.scheme}://{here.netloc}/invitation/{link}")


def _draw_invitations(voice: Voice, diagnostic: Diagnostic) -> None:
    invitations = session.store().invitations(diagnostic)
    if not invitations:
        return
    st.header(voice.say("Invitations"), anchor=False)
    now = datetime.now(UTC)
    for one in invitations:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(
                voice.say(
                    "{role} · faite le {day} · {state}",
                    role=name_role(voice, one.role),
                    day=voice.day(one.made_on),
                    state=_state(voice, one, now),
                )
            )
            if one.is_open(now):
                st.button(
                    voice.say("Retirer"),
                    key=f"invitation-retirer:{one.id}",
                    on_click=_attempt,
                    args=(lambda one=one: session.store().revoke_invitation(diagnostic, one.id),),
                )


def _state(voice: Voice, one: Invitation, now: datetime) -> str:
    if one.is_used:
        if not one.used_by:
            return voice.say("acceptée")
        return voice.say("acceptée par {name}", name=plain(one.used_by))
    if one.is_revoked:
        return voice.say("retirée")
    if not one.is_open(now):
        return voice.say("expirée")
    return voice.say("s’ouvre jusqu’au {day}", day=voice.day(one.expires_at.date()))


def _attempt(verb: Callable[[], object]) -> None:
    """Does it, and keeps what was refused for the page to say."""
    try:
        verb()
    except (Refusal, StorageRefused) as refusal:
        session.remember(REFUSAL, session.voice().refuse(refusal))
