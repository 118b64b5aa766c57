"""A figure meets a question only if both measure the same thing for the same people."""

from collections.abc import Iterator
from dataclasses import dataclass

from diagnostic.benchmarks.cells import EMPTY, suggest
from diagnostic.benchmarks.figures import Measure, Use
from diagnostic.questionnaire.models import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
)
from diagnostic.respondents import Viewpoint

Fault = tuple[str, str, str]
"""Column, cause, cure."""

EVERYONE = "ensemble"
"""What the viewpoint column says of a figure that is not about one regard."""
LOWEST_SHARE, HIGHEST_SHARE = 0, 100
_HIGHEST_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """The cells of a figure that decide what it may be compared with; None where unreadable."""

    use: Use | None
    question_id: str | None
    subject: str | None
    viewpoint: str
    measure: Measure | None
    options: tuple[str, ...]
    value: float | None
    unit: str | None
    minimum: float | None
    maximum: float | None


def find_faults(draft: Draft, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every reason to refuse the figure, against itself and against its question."""
    yield from _measure(draft)
    yield from _viewpoint(draft)
    yield from _subject(draft, questionnaire)
    if draft.question_id is None:
        if draft.use is Use.BENCHMARK:
            cure = "Donnez la question, ou faites-en un chiffre de contexte."
            yield "question_id", "Un repère se compare à une question.", cure
        return
    question = questionnaire.by_id.get(draft.question_id)
    if question is None:
        cause = f"La question « {draft.question_id} » n’existe pas dans le questionnaire."
        yield "question_id", cause, suggest(draft.question_id, list(questionnaire.by_id))
        return
    yield from _meeting(draft, question)
    yield from _route(draft, question, questionnaire)


def _measure(draft: Draft) -> Iterator[Fault]:
    value = draft.value
    scale = (draft.minimum, draft.maximum)
    if draft.measure is Measure.MEAN:
        low, high = scale
        if low is None or high is None or low >= high:
            cure = "Une moyenne se lit sur une échelle : donnez son minimum et son maximum."
            yield "scale_minimum", "L’échelle de cette moyenne n’est pas donnée.", cure
            return
        if draft.unit != f"/{high:g}":
            yield "unit", f"L’unité ne dit pas l’échelle {low:g}-{high:g}.", f"Écrivez /{high:g}."
        if value is not None and not low <= value <= high:
            cause = f"La moyenne {value:g} sort de son échelle, de {low:g} à {high:g}."
            yield "value", cause, "Vérifiez la valeur dans la source."
    elif draft.measure is Measure.SHARE:
        if draft.unit != "%":
            yield "unit", "Une part se donne en pour cent.", "Écrivez %."
        if scale != (LOWEST_SHARE, HIGHEST_SHARE):
            cause = "L’échelle d’une part va de 0 à 100."
            yield "scale_minimum", cause, "Écrivez 0 et 100."
        if value is not None and not LOWEST_SHARE <= value <= HIGHEST_SHARE:
            cause = f"La part {value:g} n’est pas entre 0 et 100."
            yield "value", cause, "Vérifiez la valeur dans la source."
    elif draft.measure is Measure.RANK:
        if draft.unit != "rang":
            yield "unit", "Un rang n’a pas d’autre unité.", "Écrivez rang."
        if value is not None and (value < 1 or value != int(value)):
            yield "value", f"{value:g} n’est pas un rang.", "Écrivez 1 pour le premier."
    elif draft.measure is Measure.QUANTITY and draft.use is Use.BENCHMARK:
        cause = "Une quantité ne se compare à aucune réponse."
        yield "measure", cause, "Faites-en un chiffre de contexte."


def _viewpoint(draft: Draft) -> Iterator[Fault]:
    if draft.viewpoint == EVERYONE:
        if draft.use is Use.BENCHMARK:
            cause = "Un repère n’est mis en face que d’un seul regard."
            yield "viewpoint", cause, f"Choisissez parmi : {', '.join(Viewpoint)}."
    elif draft.viewpoint not in set(Viewpoint):
        cause = f"Le regard « {draft.viewpoint} » n’existe pas." if draft.viewpoint else EMPTY
        yield "viewpoint", cause, f"Choisissez parmi : {', '.join(Viewpoint)}, {EVERYONE}."


def _subject(draft: Draft, questionnaire: Questionnaire) -> Iterator[Fault]:
    if draft.subject is None:
        return
    known = [domain.id for domain in questionnaire.domains]
    for axis in questionnaire.axes:
        known += [axis.id, *(item.id for item in axis.items)]
    if draft.subject not in known:
        cause = f"« {draft.subject} » n’est ni un domaine, ni un axe, ni un item."
        yield "subject", cause, suggest(draft.subject, known)


def _meeting(draft: Draft, question: Question) -> Iterator[Fault]:
    if draft.measure is Measure.MEAN:
        if isinstance(question, ScaleQuestion):
            low, high = question.minimum, question.maximum
        elif isinstance(question, LevelsQuestion):
            low, high = 0, _HIGHEST_LEVEL
        else:
            cause = f"La question « {question.id} » ne se répond pas par une note."
            yield "measure", cause, "Vérifiez la question, ou donnez une part."
            return
        if (draft.minimum, draft.maximum) not in ((low, high), (None, None)):
            cause = f"L’échelle de la question « {question.id} » va de {low} à {high}."
            cure = "Un chiffre d’une autre échelle n’est pas un repère : rien n’est converti."
            yield "scale_minimum" if draft.minimum != low else "scale_maximum", cause, cure
        return
    if draft.measure is Measure.SHARE:
        if not isinstance(question, ChoiceQuestion | ChoicesQuestion):
            cause = f"La question « {question.id} » ne se répond pas en choisissant des options."
            yield "measure", cause, "Vérifiez la question : une part ne s’y compare pas."
            return
        known = [option.id for option in question.options]
        if not draft.options and draft.use is Use.BENCHMARK:
            cause = "On ne sait pas quelles réponses cette part additionne."
            yield "options", cause, f"Écrivez-les avec un + entre elles : {', '.join(known)}."
        yield from _known(draft, question, known)
    elif draft.measure is Measure.RANK:
        if not isinstance(question, RankingQuestion):
            cause = f"La question « {question.id} » n’est pas un classement."
            yield "measure", cause, "Vérifiez la question."
            return
        known = [option.id for option in question.options]
        if len(draft.options) != 1:
            yield "options", "Un rang est celui d’une seule option.", "Écrivez-en une seule."
        yield from _known(draft, question, known)
        if draft.value is not None and draft.value > len(known):
            cause = f"Le rang {draft.value:g} dépasse les {len(known)} options de la question."
            yield "value", cause, "Vérifiez la valeur dans la source."


def _known(draft: Draft, question: Question, known: list[str]) -> Iterator[Fault]:
    for name in draft.options:
        if name not in known:
            cause = f"« {name} » n’est pas une réponse de la question « {question.id} »."
            yield "options", cause, suggest(name, known)
        elif draft.options.count(name) > 1:
            yield "options", f"« {name} » est compté deux fois.", "Gardez-le une fois."


def _route(draft: Draft, question: Question, questionnaire: Questionnaire) -> Iterator[Fault]:
    if draft.use is not Use.BENCHMARK or draft.viewpoint not in set(Viewpoint):
        return
    viewpoint = Viewpoint(draft.viewpoint)
    routes = [route for route in questionnaire.routes if route.viewpoint == viewpoint]
    steps = [step for route in routes for step in route.steps]
    if not any(question.id in step.ask or question.aspect in step.deepen for step in steps):
        cause = f"Le parcours « {viewpoint} » ne pose jamais la question « {question.id} »."
        cure = "Vérifiez le regard et la question, ou faites-en un chiffre de contexte."
        yield "viewpoint", cause, cure
