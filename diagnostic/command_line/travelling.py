"""Commands about a diagnostic that travels: take it in a file, bring it back, end its journey."""

import argparse

from diagnostic.command_line.campaigns import find, open_store
from diagnostic.command_line.speech import Misused, phrase, tell
from diagnostic.storage import BundleRefused


def carry(options: argparse.Namespace) -> int:
    """Write a diagnostic in a file."""
    with open_store() as store:
        diagnostic = find(store, options.diagnostic)
        try:
            journey = store.carry(diagnostic, options.file)
        except BundleRefused as refusal:
            raise Misused(str(refusal)) from None
    tell(phrase("« {title} » est dans {file}.", title=diagnostic.title, file=options.file.name))
    tell(
        phrase(
            "Ce fichier contient toutes les réponses, et de quoi reprendre les liens personnels : "
            "gardez-le comme elles."
        )
    )
    if journey.is_home:
        tell(
            phrase(
                "Le voyage est commencé : ici, les résultats ne bougent plus jusqu’au retour. Pour "
                "y renoncer : python -m diagnostic end-journey {code}.",
                code=diagnostic.code,
            )
        )
    return 0


def bring(options: argparse.Namespace) -> int:
    """Take in what a file holds."""
    with open_store() as store:
        try:
            home = store.bring(options.file)
        except BundleRefused as refusal:
            raise Misused(str(refusal)) from None
    found = home.merging
    tell(
        phrase("« {title} » est arrivé.", title=home.diagnostic.title)
        if home.is_new
        else phrase("« {title} » est complété.", title=home.diagnostic.title)
    )
    tell(
        phrase(
            "Personnes nouvelles : {people} ; réponses nouvelles ou plus récentes : {answers} ; "
            "ateliers : {workshops} ; personnes effacées : {erased}.",
            people=found.people,
            answers=found.answers,
            workshops=found.workshops,
            erased=found.erased,
        )
    )
    return 0


def end_journey(options: argparse.Namespace) -> int:
    """Wait for the copy no more."""
    with open_store() as store:
        diagnostic = find(store, options.diagnostic)
        if store.journey(diagnostic) is None:
            tell(phrase("« {title} » n’est pas en voyage.", title=diagnostic.title))
            return 0
        store.end_journey(diagnostic)
    tell(
        phrase(
            "Le voyage de « {title} » est fini : ses fichiers ne peuvent plus être rapportés ici, "
            "et les résultats bougent de nouveau.",
            title=diagnostic.title,
        )
    )
    return 0
