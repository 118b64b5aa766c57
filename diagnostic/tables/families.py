"""The figures of the families of answers as tables; cells are text."""

import pandas as pd

from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.families import (
    CommonGround,
    FamiliesReading,
    Group,
    name_family,
    say_statement,
)
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING


def families_table(voice: Voice, reading: FamiliesReading) -> pd.DataFrame:
    """One row a domain, the one that divides most first; a column a family, with its answers."""
    rows = reading.rows
    columns = {voice.say("Domaine"): [row.domain.short.of(voice.language) for row in rows]}
    for number in range(len(reading.found.families)):
        columns[f"{name_family(voice, number)} (n)"] = [
            f"{voice.number(said.mean)} ({voice.whole(said.given)})"
            for said in (row.judgements[number] for row in rows)
        ]
    columns[voice.say("Écart (points)")] = [voice.number(row.spread) for row in rows]
    return pd.DataFrame(columns)


def family_regards_table(
    voice: Voice, questionnaire: Questionnaire, reading: FamiliesReading
) -> pd.DataFrame:
    """The people of each regard, or of several together, in each family."""
    crossing = reading.found.crossing or {}
    columns = {
        voice.say("Regard"): [
            voice.join(questionnaire.route(v).plural.of(voice.language) for v in regards)
            for regards in crossing
        ]
    }
    for number in range(len(reading.found.families)):
        columns[name_family(voice, number)] = [
            voice.whole(cells[number]) for cells in crossing.values()
        ]
    return pd.DataFrame(columns)


def common_ground_table(
    voice: Voice, questionnaire: Questionnaire, reading: FamiliesReading
) -> pd.DataFrame:
    """One row a statement that each group agrees on; the shares that agree, and the product."""
    common = reading.common
    groups: dict[Group, None] = dict.fromkeys(group for each in common for group in each.groups)
    columns = {
        voice.say("Ce qui est dit"): [say_statement(voice, each) for each in common],
        voice.say("Produit des accords"): [voice.number(each.product, 2) for each in common],
    }
    for group in groups:
        columns[_name(voice, questionnaire, group)] = [
            _share(voice, each, group) for each in common
        ]
    return pd.DataFrame(columns)


def _name(voice: Voice, questionnaire: Questionnaire, group: Group) -> str:
    if isinstance(group, Viewpoint):
        return questionnaire.route(group).plural.of(voice.language)
    return name_family(voice, group)


def _share(voice: Voice, ground: CommonGround, group: Group) -> str:
    support = ground.groups.get(group)
    if support is None:
        return MISSING
    return f"{voice.percent(support.agree / support.given)} ({voice.whole(support.given)})"
