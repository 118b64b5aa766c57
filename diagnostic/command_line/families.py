"""The families of answers of one wave as lines of text."""

from collections.abc import Iterator

from diagnostic.command_line.speech import VOICE, phrase
from diagnostic.confidence import Release
from diagnostic.confidence.families import Families
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.families import (
    read_families,
    say_common_ground,
    say_division,
    say_each_family,
    say_families,
    say_joined,
    say_older,
)


def tell_families(
    found: Families, released: Release, questionnaire: Questionnaire
) -> Iterator[str]:
    """The families or why there is none, then what each group agrees on."""
    reading = read_families(questionnaire, released, found)
    yield ""
    yield phrase("Familles de réponses")
    told = [say_families(VOICE, found), *say_each_family(VOICE, reading)]
    told += [say_division(VOICE, reading), say_joined(VOICE, found), say_older(VOICE, found)]
    yield from (f"  {line.replace('**', '')}" for line in told if line)
    yield ""
    yield phrase("Ce sur quoi tous les groupes s’accordent")
    yield from (f"  {line}" for line in say_common_ground(VOICE, reading))
