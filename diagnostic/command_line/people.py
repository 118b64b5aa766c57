"""The command that gives a first owner to a territory that nobody signs in to yet."""

import argparse
from datetime import timedelta

from diagnostic.command_line.campaigns import find, open_store
from diagnostic.command_line.speech import VOICE, Misused, phrase, tell
from diagnostic.rights import InvitationRefused, Role
from diagnostic.settings import read_sign_in


def invite(options: argparse.Namespace) -> int:
    """Make a link that gives a role once, and tell it. Raises SettingsRefused and Misused."""
    sign_in = read_sign_in()
    with open_store() as store:
        diagnostic = find(store, options.diagnostic)
        try:
            made, link = store.invite(
                diagnostic, Role(options.role), timedelta(days=options.days), sign_in.key
            )
        except InvitationRefused as refusal:
            raise Misused(str(refusal)) from None
    tell(
        phrase(
            "« {title} », rôle « {role} », jusqu’au {day}, pour une seule personne :",
            title=diagnostic.title,
            role=options.role,
            day=VOICE.day(made.expires_at.date()),
        )
    )
    tell(f"{sign_in.address}/invitation/{link}")
    return 0
