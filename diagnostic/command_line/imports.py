"""The command that takes an official file in: it tells first, and writes only with --apply."""

import argparse
from pathlib import Path

from diagnostic.command_line.campaigns import open_store
from diagnostic.command_line.speech import PROGRAM, VOICE, Misused, phrase, tell
from diagnostic.exchange.delivery import changes_something, deliver
from diagnostic.exchange.official import KIND_NAMES, FileRefused, Understanding, understand
from diagnostic.indicators.overlay import overlay
from diagnostic.indicators.reading import read_tables
from diagnostic.territories import LEVEL_NAMES, Gazetteer
from diagnostic.texts.typography import typeset

_EXAMPLES = 3


def import_file(options: argparse.Namespace) -> int:
    """What a file says; with --apply, its values in the memory."""
    path: Path = options.file
    if not path.is_file():
        raise Misused(phrase("« {file} » n’est pas un fichier : vérifiez son nom.", file=path))
    gazetteer = Gazetteer.read()
    with open_store() as store:
        facts = overlay(read_tables(), store.layers(), gazetteer)
        try:
            understood = understand(path.name, path, gazetteer, facts)
        except FileRefused as refusal:
            raise Misused(typeset(f"{refusal} Rien n’a été écrit.")) from None
        _tell(understood)
        if not changes_something(understood):
            tell(phrase("Toutes ces valeurs sont déjà là : il n’y a rien à importer."))
        elif options.apply:
            kept = store.import_measures(deliver(understood))
            tell(phrase("Import n° {number} fait ; il s’annule sur l’écran.", number=kept.id))
        else:
            tell(
                phrase(
                    "Rien n’est écrit. Pour importer : {program} import --apply {file}",
                    program=PROGRAM,
                    file=path,
                )
            )
    return 0


def _tell(understood: Understanding) -> None:
    tell(f"{understood.name} : {KIND_NAMES[understood.kind]}")
    tell(understood.edition)
    tell(
        phrase(
            "Niveaux : {levels}",
            levels=", ".join(LEVEL_NAMES[level].plural for level in understood.levels),
        )
    )
    for source in understood.sources:
        tell(phrase("Source : {source}", source=source.short()))
    comparison = understood.comparison
    tell(
        phrase(
            "Valeurs nouvelles : {new} ; changées : {changed} ; identiques : {equal} ; "
            "secrètes : {secret} ; absentes : {missing} ; sommes partielles : {partial}",
            new=VOICE.whole(comparison.new),
            changed=VOICE.whole(comparison.changed),
            equal=VOICE.whole(comparison.equal),
            secret=VOICE.whole(understood.secret),
            missing=VOICE.whole(understood.missing),
            partial=VOICE.whole(understood.partial),
        )
    )
    for note in understood.notes:
        tell(typeset(note))
    for refused in understood.refused:
        tell(phrase("Laissé de côté, {reason} : {n}", reason=refused.reason, n=refused.count))
        for problem in refused.examples[:_EXAMPLES]:
            tell(typeset(f"  {problem}"))
