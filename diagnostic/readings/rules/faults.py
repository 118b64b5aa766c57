"""Faults of meaning in the rules of reading: ids, limits, works that do not exist."""

from collections.abc import Iterator, Sequence

from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Questionnaire,
    RankingQuestion,
)
from diagnostic.questionnaire.tree import Fault, Location
from diagnostic.readings.rules.models import Condition, CornerName, OutcomeMeasure, Rules

_UNIQUE = "Donnez-lui un identifiant qui n’a jamais servi."


def find_faults(rules: Rules, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault of well-formed rules, against themselves and the questionnaire."""
    yield from _corners(rules)
    yield from _duplicates(rules)
    for where, condition in rules.conditions():
        yield from _condition(where, condition, questionnaire)
    yield from _effects(rules, questionnaire)
    yield from _coherence(rules, questionnaire)
    yield from _grounding(rules, questionnaire)


def _corners(rules: Rules) -> Iterator[Fault]:
    found = [corner.id for corner in rules.matrix.corners]
    for n, name in enumerate(found):
        if name in found[:n]:
            yield (
                ("matrix", "corners", n, "id"),
                f"Le coin « {name} » est écrit deux fois.",
                "Gardez-en un.",
            )
    for name in CornerName:
        if name not in found:
            yield (
                ("matrix", "corners"),
                f"Il manque le coin « {name} » de la matrice.",
                f"Écrivez les quatre : {', '.join(CornerName)}.",
            )


def _duplicates(rules: Rules) -> Iterator[Fault]:
    seen: set[str] = set()
    for name, where in _names(rules):
        if name in seen:
            yield where, f"L’identifiant « {name} » est utilisé deux fois.", _UNIQUE
        seen.add(name)


def _names(rules: Rules) -> Iterator[tuple[str, Location]]:
    for n, outcome in enumerate(rules.effects.outcomes):
        yield outcome.id, ("effects", "outcomes", n, "id")
    for n, situation in enumerate(rules.situations):
        yield situation.id, ("situations", n, "id")
    for n, alert in enumerate(rules.alerts):
        yield alert.id, ("alerts", n, "id")
    for n, card in enumerate(rules.next_steps.cards):
        yield card.id, ("next_steps", "cards", n, "id")


def _condition(where: Location, condition: Condition, q: Questionnaire) -> Iterator[Fault]:
    subjects = (condition.every, condition.one, condition.share_of)
    if sum(bool(subject) for subject in subjects) != 1:
        yield (
            where,
            "La condition ne dit pas sur quoi elle porte, ou le dit deux fois.",
            "Écrivez « every: », « one: » ou « share_of: », un seul des trois.",
        )
        return
    if (condition.at_least is None) == (condition.below is None):
        yield (
            where,
            "La condition n’a pas une seule limite.",
            "Écrivez « at_least: » ou « below: », pas les deux.",
        )
        return
    if condition.share_of is None:
        yield from _levels(where, condition, q)
        if condition.options:
            yield (
                (*where, "options"),
                "Des niveaux n’ont pas de réponses à choisir.",
                "Retirez « options: ».",
            )
        return
    if condition.limit > 1:
        key = "below" if condition.at_least is None else "at_least"
        cause = f"Une part va de 0 à 1, et la limite est {condition.limit:g}."
        yield (*where, key), cause, "Écrivez par exemple 0.5 pour la moitié."
    question = q.by_id.get(condition.share_of)
    if not isinstance(question, ChoiceQuestion):
        cause = f"« {condition.share_of} » n’est pas une question à une réponse."
        yield (*where, "share_of"), cause, "Corrigez l’identifiant."
        return
    yield from _options(where, condition.options, [option.id for option in question.options])


def _levels(where: Location, condition: Condition, q: Questionnaire) -> Iterator[Fault]:
    key = "every" if condition.every else "one"
    axes = [axis.id for axis in q.axes]
    items = [item.id for axis in q.axes for item in axis.items]
    for n, name in enumerate(condition.subjects):
        if name not in axes and name not in items:
            cause = f"« {name} » n’est ni un axe ni une question à niveaux."
            cure = f"Écrivez un axe ({', '.join(axes)}) ou une de leurs questions."
            yield (*where, key, n), cause, cure
        elif name in condition.subjects[:n]:
            yield (*where, key, n), f"« {name} » est écrit deux fois.", "Gardez-le une fois."


def _options(where: Location, options: Sequence[str], known: Sequence[str]) -> Iterator[Fault]:
    if not options:
        yield (
            where,
            "On ne sait pas quelles réponses cette part additionne.",
            f"Ajoutez « options: », parmi : {', '.join(known)}.",
        )
    for n, name in enumerate(options):
        if name not in known:
            cause = f"« {name} » n’est pas une réponse de cette question."
            yield (*where, "options", n), cause, f"Choisissez parmi : {', '.join(known)}."


def _effects(rules: Rules, q: Questionnaire) -> Iterator[Fault]:
    ranking = q.by_id.get(rules.effects.ranking)
    if not isinstance(ranking, RankingQuestion):
        cause = f"« {rules.effects.ranking} » n’est pas un classement."
        yield ("effects", "ranking"), cause, "Corrigez l’identifiant."
    for n, outcome in enumerate(rules.effects.outcomes):
        for m, measure in enumerate(outcome.measures):
            yield from _measure(("effects", "outcomes", n, "measures", m), measure, q)


def _measure(where: Location, measure: OutcomeMeasure, q: Questionnaire) -> Iterator[Fault]:
    question = q.by_id.get(measure.question)
    if isinstance(question, LevelsQuestion):
        if measure.options:
            yield (
                (*where, "options"),
                "Une question à niveaux n’a pas de réponses à choisir.",
                "Retirez « options: ».",
            )
        return
    if not isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
        cause = f"« {measure.question} » n’est ni une question à choix ni une question à niveaux."
        yield (*where, "question"), cause, "Corrigez l’identifiant."
        return
    yield from _options(where, measure.options, [option.id for option in question.options])
    if not isinstance(question, ChoiceQuestion) and len(measure.options) > 1:
        yield (
            (*where, "options"),
            "Une personne choisit plusieurs réponses : leurs parts ne s’additionnent pas.",
            "Écrivez une mesure par réponse.",
        )


def _coherence(rules: Rules, q: Questionnaire) -> Iterator[Fault]:
    question = q.by_id.get(rules.coherence.question)
    if not isinstance(question, ChoiceQuestion) or any(o.value is None for o in question.options):
        yield (
            ("coherence", "question"),
            f"Les réponses de « {rules.coherence.question} » n’ont pas toutes une valeur.",
            "Corrigez l’identifiant.",
        )
    trunk = sum(item.star for axis in q.axes for item in axis.items)
    if rules.coherence.least > trunk:
        yield (
            ("coherence", "least"),
            f"Le tronc commun (★) n’a que {trunk} questions.",
            f"Écrivez un nombre de 1 à {trunk}.",
        )


def _grounding(rules: Rules, q: Questionnaire) -> Iterator[Fault]:
    works = [work.id for work in q.works]
    sections: list[tuple[Location, tuple[str, ...]]] = [
        (("effects", "grounding"), rules.effects.grounding),
        (("coherence", "grounding"), rules.coherence.grounding),
    ]
    for name in ("situations", "alerts"):
        for n, rule in enumerate(getattr(rules, name)):
            sections.append(((name, n, "grounding"), rule.grounding))
    for n, card in enumerate(rules.next_steps.cards):
        sections.append((("next_steps", "cards", n, "grounding"), card.grounding))
    for where, grounding in sections:
        for n, reference in enumerate(grounding):
            work = reference.replace(":", " ").split(" ")[0]
            if work not in works:
                cause = f"« {reference} » ne renvoie à aucun document connu."
                yield (*where, n), cause, f"Commencez par l’un d’eux : {', '.join(works)}."
