"""The command that gives what the public statistics say of a territory, from its name alone."""

import argparse
from datetime import date

from diagnostic.command_line.content import FAULTS
from diagnostic.command_line.speech import VOICE, count, phrase, tell, tell_columns, warn
from diagnostic.indicators import Indicators
from diagnostic.questionnaire import current
from diagnostic.readings.measured import read_portrait, say_lenders, say_portrait
from diagnostic.readings.measures import say_objective
from diagnostic.territories import LEVEL_NAMES, Gazetteer, Territory, TerritoryLevel

MOST_OTHERS = 3
"""Other territories that the words may mean, told under the portrait."""


def show_portrait(options: argparse.Namespace) -> int:
    """The territory that the words most likely mean: what stands out, then each domain."""
    gazetteer, words = Gazetteer.read(), " ".join(options.words)
    levels = [TerritoryLevel(level) for level in options.level] if options.level else None
    matches = gazetteer.search(words, levels=levels, limit=1 + MOST_OTHERS)
    if not matches:
        warn(
            phrase(
                "Aucun territoire ne répond à « {words} ». Vérifiez l’orthographe, ou essayez un "
                "code postal.",
                words=words,
            )
        )
        return FAULTS
    _tell(gazetteer, matches[0].territory)
    others = [gazetteer.label(match.territory) for match in matches[1:]]
    if others:
        warn(phrase("Autres territoires possibles : {names}.", names=" ; ".join(others)))
    return 0


def _tell(gazetteer: Gazetteer, territory: Territory) -> None:
    content = current()
    portrait = read_portrait(Indicators.read(), territory, gazetteer, date.today().year)
    tell(f"{gazetteer.label(territory)}  {territory.key}")
    told = LEVEL_NAMES[territory.level].singular
    if territory.population is not None:
        told += f", {count('habitant', territory.population)} ({territory.population_year})"
    tell(told)
    lenders = say_lenders(VOICE, gazetteer, portrait)
    if lenders:
        tell(lenders)
    tell("")
    for sentence in say_portrait(VOICE, content, portrait):
        tell(f"{sentence.heading} {sentence.said}".strip())
        if sentence.source:
            tell(f"    {sentence.source}")
    tell("")
    tell_columns(
        (
            position.domain_id,
            content.domain(position.domain_id).short.fr,
            say_objective(VOICE, position),
        )
        for position in portrait.positions
    )
