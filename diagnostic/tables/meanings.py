"""The figures of the matrix, the effects and the situations as tables; cells are text."""

from collections.abc import Iterable

import pandas as pd

from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.coherence import CoherenceReading
from diagnostic.readings.effects import OutcomeReading, name_question, say_amount
from diagnostic.readings.fitting import Fitted, say_figure, say_fit, say_rule
from diagnostic.readings.matrix import Height, Standing, say_height
from diagnostic.readings.rules import Rules
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING


def matrix_table(voice: Voice, rules: Rules, standings: Iterable[Standing]) -> pd.DataFrame:
    """R4: one row a domain, its three figures with their answers, and its corner."""
    found = tuple(standings)
    return pd.DataFrame(
        {
            voice.say("Domaine"): [one.domain.short.of(voice.language) for one in found],
            voice.say("Fragilité (0 à 10)"): [voice.number(one.fragility) for one in found],
            voice.say("Capacité (0 à 4)"): [_cell(voice, one.capacity) for one in found],
            voice.say("Impact attendu (0 à 4)"): [_cell(voice, one.impact) for one in found],
            voice.say("Lecture"): [
                rules.matrix.corner(one.corner).name.of(voice.language)
                if one.corner
                else voice.say("trop peu de réponses")
                for one in found
            ],
        }
    )


def effects_table(
    voice: Voice, questionnaire: Questionnaire, readings: Iterable[OutcomeReading]
) -> pd.DataFrame:
    """R6: one row a measure and a regard; a tile without any has its row too."""
    rows = []
    for reading in readings:
        name = reading.outcome.name.of(voice.language)
        if not reading.rows:
            rows.append((name, voice.say("trop peu de réponses"), MISSING, MISSING, MISSING))
        rows += [
            (
                name,
                name_question(voice, questionnaire, row),
                questionnaire.route(row.viewpoint).plural.of(voice.language),
                say_amount(voice, row),
                voice.whole(row.given),
            )
            for row in reading.rows
        ]
    headings = [
        voice.say("Effet"),
        voice.say("Ce qui est dit"),
        voice.say("Regard"),
        voice.say("Part, ou niveau"),
        voice.say("Réponses"),
    ]
    return pd.DataFrame(rows, columns=headings)


def rules_table(
    voice: Voice, questionnaire: Questionnaire, fitted: Iterable[Fitted]
) -> pd.DataFrame:
    """Situations or alerts: what the figures here give, the rule, and these figures."""
    found = tuple(fitted)
    return pd.DataFrame(
        {
            voice.say("Nom"): [one.rule.name.of(voice.language) for one in found],
            voice.say("Lecture"): [say_fit(voice, questionnaire, one) for one in found],
            voice.say("Règle (niveaux de 0 à 4)"): [
                say_rule(voice, questionnaire, one.rule) for one in found
            ],
            voice.say("Ici"): [
                voice.series(say_figure(voice, questionnaire, figure) for figure in one.figures)
                for one in found
            ],
        }
    )


def coherence_table(
    voice: Voice, questionnaire: Questionnaire, reading: CoherenceReading
) -> pd.DataFrame:
    """One row a regard that gave both, 0 to 4, and the questions its detail rests on."""
    return pd.DataFrame(
        {
            voice.say("Regard"): [
                questionnaire.route(viewpoint).plural.of(voice.language)
                for viewpoint in reading.regards
            ],
            voice.say("Impression d’ensemble"): [
                voice.number(one.overall) for one in reading.regards.values()
            ],
            voice.say("Détail des réponses"): [
                voice.number(one.detailed) for one in reading.regards.values()
            ],
            voice.say("Questions ★ comptées"): [
                voice.say("{number} sur {all}", number=one.items, all=reading.trunk)
                for one in reading.regards.values()
            ],
        }
    )


def _cell(voice: Voice, height: Height | None) -> str:
    """« 1,8/4 (n = 12) »."""
    if height is None:
        return MISSING
    return voice.say(
        "{value} (n = {number})",
        value=say_height(voice, height),
        number=voice.whole(height.given),
    )
