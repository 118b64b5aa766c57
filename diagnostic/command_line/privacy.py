"""Commands about personal data: erasing what was kept long enough, or a whole diagnostic."""

import argparse
import sys

from diagnostic.campaigns import Diagnostic
from diagnostic.command_line.campaigns import find, name_of, open_store
from diagnostic.command_line.speech import VOICE, Misused, phrase, tell, warn
from diagnostic.privacy import Purge, PurgeKind
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer

_WHAT = {
    PurgeKind.NOTICE: "réponses et commentaires annoncés, effacés dans sept jours, {people}",
    PurgeKind.ANSWERS: "réponses et commentaires, {people}",
    PurgeKind.DRAFTS: "questionnaires ouverts sans réponse, {people}",
    PurgeKind.LINKS: "liens personnels, {people}",
    PurgeKind.CLOSING: "close, faute de réponse depuis un an",
}


def purge(options: argparse.Namespace) -> int:
    """Erase what was kept long enough, or say what would be."""
    with open_store() as store:
        done = store.purge(dry_run=options.dry_run)
        diagnostics = {one.id: one for one in store.diagnostics()}
    if not done:
        tell(phrase("Rien à effacer."))
        return 0
    tell(phrase("Ce qui serait fait :" if options.dry_run else "Ce qui est fait :"))
    for one in done:
        diagnostic = diagnostics[one.diagnostic_id]
        tell(
            phrase(
                "  {code}  vague {n} : {what}",
                code=diagnostic.code,
                n=one.wave_number,
                what=_say(one, diagnostic),
            )
        )
    return 0


def _say(one: Purge, diagnostic: Diagnostic) -> str:
    """Few people are not counted."""
    people = (
        phrase("moins de {n} personnes", n=diagnostic.threshold)
        if one.people < diagnostic.threshold
        else phrase("{n} personnes", n=VOICE.whole(one.people))
    )
    return phrase(_WHAT[one.kind], people=people)


def erase(options: argparse.Namespace) -> int:
    """Erase a diagnostic and all that was said in it, once its name is typed."""
    with open_store() as store:
        diagnostic = find(store, options.diagnostic)
        typed = options.name if options.name is not None else _ask(store, diagnostic)
        if " ".join(typed.split()) != diagnostic.title:
            raise Misused(
                phrase(
                    "Ce n’est pas son nom : rien n’est effacé. Recopiez « {title} ».",
                    title=diagnostic.title,
                )
            )
        store.erase(diagnostic)
    tell(phrase("Effacé : « {title} », {code}.", title=diagnostic.title, code=diagnostic.code))
    warn(
        phrase(
            "Les sauvegardes déjà faites le contiennent encore : elles s’effacent d’elles-mêmes, "
            "ou effacez-les."
        )
    )
    return 0


def _ask(store: Store, diagnostic: Diagnostic) -> str:
    """What is typed after the question; nothing where nobody is there."""
    tell(f"{diagnostic.title}  {diagnostic.code}")
    tell(name_of(diagnostic, Gazetteer.read()))
    tell(
        phrase(
            "Tout disparaît, {n} vague(s) comprises, et rien ne se rattrape. Pour le vouloir "
            "vraiment, recopiez son nom, puis Entrée :",
            n=len(store.waves(diagnostic)),
        )
    )
    sys.stdout.flush()
    return sys.stdin.readline()
