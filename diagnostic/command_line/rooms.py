"""The command about a room: unlocking its screens for whoever forgot their code."""

import argparse

from diagnostic.command_line.campaigns import open_store
from diagnostic.command_line.speech import Misused, phrase, tell
from diagnostic.storage import UnknownWorkshop
from diagnostic.workshops import show_code


def unlock(options: argparse.Namespace) -> int:
    """Unlock a room and forget the code that locks it. Raises Misused."""
    with open_store() as store:
        try:
            workshop = store.workshop(options.workshop)
            had_one = store.forget_lock(workshop)
        except UnknownWorkshop as refusal:
            raise Misused(str(refusal)) from None
    code = show_code(workshop.code)
    if had_one:
        tell(
            phrase(
                "Atelier {code} : déverrouillé, et son code de quatre chiffres oublié.", code=code
            )
        )
    else:
        tell(phrase("Atelier {code} : aucun code ne le verrouillait.", code=code))
    return 0
