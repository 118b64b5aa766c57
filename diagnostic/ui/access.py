"""The way in: signing in, accepting an invitation, and pages that are closed to a role."""

from __future__ import annotations

import streamlit as st

from diagnostic.campaigns import Diagnostic
from diagnostic.rights import InvitationRefused, Kind, Right, Role
from diagnostic.storage import StorageUnavailable
from diagnostic.texts import Voice
from diagnostic.ui import identity, session
from diagnostic.ui.contents import RIGHTS
from diagnostic.ui.doorkeeper import the_door
from diagnostic.ui.escaping import plain

INVITATION = "regards_invitation"
"""The cookie that keeps an invitation while its person signs in."""
ASIDE = "invitation-laissee"
ACCEPTED = "invitation-acceptee"


def shown_pages(diagnostic: Diagnostic | None) -> frozenset[str]:
    """The addresses of the menu, for whoever is in front of this screen."""
    hosted = identity.hosting().is_hosted
    return frozenset(
        address
        for address, right in RIGHTS.items()
        if session.may(right, diagnostic) and (hosted or address != "personnes")
    )


def guard(address: str, diagnostic: Diagnostic | None) -> None:
    """Stops before a page that is closed to whoever asks for it; nothing of it is drawn.

    Without a diagnostic in hand, a page about one says so by itself, and shows nothing.
    """
    right = RIGHTS.get(address, Right.MACHINE)
    of_installation = right in (Right.INSTALL, Right.MACHINE, Right.PUBLIC)
    if session.may(right, diagnostic) or (diagnostic is None and not of_installation):
        return
    voice = session.voice()
    st.info(
        voice.say(
            "Cette page n’est pas ouverte à votre rôle. Si vous en avez besoin, demandez-le à une "
            "personne propriétaire du territoire."
        ),
        icon=":material/lock:",
    )
    st.page_link("pages/territoire/accueil.py", label=voice.say("Accueil"), icon=":material/home:")
    st.stop()


def need_person() -> None:
    """Where people sign in: stops with the way in for whoever has not; takes invitations."""
    if not identity.hosting().is_hosted:
        return
    voice = session.voice()
    invitation = identity.cookie(INVITATION)
    if session.actor().kind is Kind.ANYBODY:
        _draw_sign_in(voice, bool(invitation))
        st.stop()
    if invitation and session.recall(ASIDE) != invitation:
        _offer(voice, invitation)


def draw_who(diagnostic: Diagnostic | None) -> None:
    """At the side of the page: who is here, and who can reach this screen."""
    voice = session.voice()
    if not identity.hosting().is_hosted:
        if the_door() is not None:
            said = voice.say(
                "Écoute le réseau : les téléphones rejoignent et répondent, rien d’autre."
            )
        else:
            said = voice.say("Ouvert sur cet ordinateur seulement.")
        st.caption(said)
        return
    who = session.actor()
    if who.person is None:
        return
    role = session.store().role_of(diagnostic) if diagnostic else None
    st.caption(
        voice.say("{name} · {role}", name=plain(who.person.name), role=name_role(voice, role))
        if role
        else plain(who.person.name)
    )
    st.button(voice.say("Se déconnecter"), icon=":material/logout:", on_click=st.logout)


def name_role(voice: Voice, role: Role | str) -> str:
    return {
        Role.READER: voice.say("lecture"),
        Role.FACILITATOR: voice.say("animation"),
        Role.OWNER: voice.say("propriétaire"),
    }[Role(role)]


def _draw_sign_in(voice: Voice, invited: bool) -> None:
    st.title("Regards croisés", anchor=False)
    if invited:
        st.markdown(voice.say("Une invitation vous attend : identifiez-vous pour l’accepter."))
    st.markdown(
        voice.say(
            "Cette installation est ouverte aux personnes qui ont un rôle sur un territoire. "
            "Elle ne garde de vous que l’identifiant que donne votre service de connexion, et le "
            "nom que les autres y voient."
        )
    )
    st.button(voice.say("S’identifier"), type="primary", icon=":material/login:", on_click=st.login)
    st.markdown(
        voice.say(
            "Vous venez répondre ? Aucun compte n’est nécessaire : ouvrez le lien ou le code QR "
            "que l’on vous a donné."
        )
    )


def _offer(voice: Voice, invitation: str) -> None:
    try:
        diagnostic, role = session.store().look_at_invitation(invitation, identity.invitation_key())
    except (InvitationRefused, StorageUnavailable) as refusal:
        st.warning(voice.refuse(refusal))
        st.button(
            voice.say("Laisser cette invitation"),
            key="invitation-laisser",
            on_click=session.remember,
            args=(ASIDE, invitation),
        )
        return
    if session.may(Right.READ, diagnostic) and session.store().role_of(diagnostic) == role:
        return  # Accepted before: the cookie lasts longer than its use.
    with st.container(border=True):
        st.markdown(
            voice.say(
                "Vous êtes invité à rejoindre **{title}**, avec le rôle « {role} ».",
                title=plain(diagnostic.title),
                role=name_role(voice, role),
            )
        )
        with st.container(horizontal=True):
            st.button(
                voice.say("Accepter l’invitation"),
                type="primary",
                key="invitation-accepter",
                on_click=_accept,
                args=(invitation,),
            )
            st.button(
                voice.say("Plus tard"),
                key="invitation-laisser",
                on_click=session.remember,
                args=(ASIDE, invitation),
            )


def _accept(invitation: str) -> None:
    """Callback."""
    try:
        diagnostic, _ = session.store().accept_invitation(invitation, identity.invitation_key())
    except (InvitationRefused, StorageUnavailable):
        return  # Said again, and why, when the page is drawn.
    session.remember(ASIDE, invitation)
    session.choose(diagnostic)
