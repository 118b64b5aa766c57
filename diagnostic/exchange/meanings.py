"""The matrix, the effects, the situation and the next steps as plain values, for a JSON file."""

from collections.abc import Iterable
from typing import Any

from diagnostic.benchmarks import Benchmarks
from diagnostic.confidence import Release
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import read_domains
from diagnostic.readings.coherence import CoherenceReading, read_coherence
from diagnostic.readings.effects import EffectRow, read_effects
from diagnostic.readings.fitting import EVERYBODY, Figure, Fitted
from diagnostic.readings.matrix import Height, Standing, find_experiments, read_matrix
from diagnostic.readings.next_steps import NextStep, read_next_steps
from diagnostic.readings.rules import current_rules
from diagnostic.readings.situations import read_alerts, read_situation
from diagnostic.respondents import Viewpoint


def published_meanings(
    release: Release,
    questionnaire: Questionnaire,
    benchmarks: Benchmarks,
    viewpoints: Iterable[Viewpoint] = EVERYBODY,
    language: str = "fr",
) -> dict[str, Any]:
    """What the rules of reading give for a release, with French keys and stable ids.

    Levels are from 0 to 4, marks from 0 to 10, shares between 0 and 1, all as displayed.
    """
    wanted, rules = tuple(viewpoints), current_rules()
    domains = read_domains(questionnaire, release, benchmarks, wanted)
    standings = read_matrix(rules, domains, release, wanted)
    situation = read_situation(rules, questionnaire, release, wanted)
    steps = read_next_steps(rules, questionnaire, release, wanted)
    return {
        "regles": {"id": rules.id, "version": rules.version},
        "matrice": [_standing(one) for one in standings if one.capacity],
        "experimentations": [one.domain.id for one in find_experiments(standings)],
        "effets": [
            {"id": reading.outcome.id, "mesures": [_row(row) for row in reading.rows]}
            for reading in read_effects(rules, questionnaire, release, wanted)
        ],
        "situation": {
            "retenue": situation.found.rule.id if situation.found else None,
            "entre": [one.rule.id for one in situation.between],
            "regles": [_fitted(one, language) for one in situation.fitted],
        },
        "alertes": [
            _fitted(one, language) for one in read_alerts(rules, questionnaire, release, wanted)
        ],
        "coherence": _coherence(read_coherence(rules, questionnaire, release, wanted)),
        "prochaines_etapes": [_step(one, language) for one in (*steps.first, *steps.others)],
        "etapes_non_evaluables": [card.id for card in steps.unknown],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "domaine": standing.domain.id,
        "fragilite": standing.fragility,
        "capacite": _height(standing.capacity),
        "impact_attendu": _height(standing.impact),
        "lecture": str(standing.corner) if standing.corner else None,
    }


def _height(height: Height | None) -> dict[str, Any] | None:
    if height is None:
        return None
    return {"moyenne": height.mean, "regards": height.regards, "reponses": height.given}


def _row(row: EffectRow) -> dict[str, Any]:
    return {
        "question": row.question.id,
        "options": list(row.measure.options),
        "regard": str(row.viewpoint),
        "part": row.share,
        "niveau": row.level,
        "reponses": row.given,
    }


def _fitted(fitted: Fitted, language: str) -> dict[str, Any]:
    return {
        "id": fitted.rule.id,
        "nom": fitted.rule.name.of(language),
        "lecture": str(fitted.fit),
        "il_manque": list(fitted.missing),
        "chiffres": [_figure(figure) for figure in fitted.figures],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "sujet": figure.subject,
        "valeur": figure.value,
        "regards": figure.regards,
        "reponses": figure.given,
    }


def _coherence(reading: CoherenceReading) -> dict[str, Any]:
    return {
        "ensemble": reading.overall,
        "detail": reading.detailed,
        "a_discuter": reading.discussed,
        "regards": [str(viewpoint) for viewpoint in reading.regards],
    }


def _step(step: NextStep, language: str) -> dict[str, Any]:
    card = step.card
    return {
        "id": card.id,
        "texte": card.text.of(language),
        "donnee": _figure(step.datum),
        "outil": card.tool.of(language),
        "competence": card.competence.of(language),
        "sources": list(card.grounding),
    }
