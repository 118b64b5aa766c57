"""The matrix, the effects, the situation and the next steps of one wave, as lines of text."""

from collections.abc import Iterator, Sequence

from diagnostic.command_line.speech import VOICE, phrase
from diagnostic.confidence import Release
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import DomainReading
from diagnostic.readings.coherence import read_coherence, say_coherence
from diagnostic.readings.effects import read_effects, say_effects, say_rows
from diagnostic.readings.fitting import say_figure, say_fit, say_rule
from diagnostic.readings.matrix import (
    Standing,
    read_matrix,
    say_experiment,
    say_height,
    say_matrix,
)
from diagnostic.readings.next_steps import read_next_steps, say_card, say_next_steps
from diagnostic.readings.rules import Rules, current_rules
from diagnostic.readings.situations import (
    read_alerts,
    read_situation,
    say_alerts,
    say_situation,
)


def tell_meanings(
    questionnaire: Questionnaire, released: Release, domains: Sequence[DomainReading]
) -> Iterator[str]:
    """R4, R6, the situation with every rule and its figures, and all the cards called for."""
    rules = current_rules()
    yield phrase("Fragilité (0 à 10) et capacité d’agir ensemble (0 à 4)")
    yield from _matrix(rules, read_matrix(rules, domains, released))
    yield ""
    yield phrase("Effets et suites")
    effects = read_effects(rules, questionnaire, released)
    yield say_effects(VOICE, rules, questionnaire, effects)
    for reading in effects:
        yield reading.outcome.name.fr
        for line in say_rows(VOICE, questionnaire, reading):
            yield f"    {line}"
        if not reading.rows:
            yield phrase("    trop peu de réponses")
    yield ""
    yield from _situation(rules, questionnaire, released)
    yield ""
    steps = read_next_steps(rules, questionnaire, released)
    yield say_next_steps(VOICE, steps)
    for step in (*steps.first, *steps.others):
        yield step.card.text.fr
        for line in say_card(VOICE, questionnaire, step):
            yield f"    {line}"


def _matrix(rules: Rules, standings: Sequence[Standing]) -> Iterator[str]:
    yield say_matrix(VOICE, standings)
    experiment = say_experiment(VOICE, standings)
    if experiment:
        yield experiment
    for standing in standings:
        if standing.corner is None or standing.capacity is None:
            continue
        yield phrase(
            "{id}  {name} : {corner} ({fragility} ; {capacity}, n = {n})",
            id=standing.domain.id,
            name=standing.domain.short.fr,
            corner=rules.matrix.corner(standing.corner).name.fr,
            fragility=VOICE.mark(standing.fragility),
            capacity=say_height(VOICE, standing.capacity),
            n=standing.capacity.given,
        )


def _situation(rules: Rules, questionnaire: Questionnaire, released: Release) -> Iterator[str]:
    situation = read_situation(rules, questionnaire, released)
    alerts = read_alerts(rules, questionnaire, released)
    coherence = read_coherence(rules, questionnaire, released)
    yield say_situation(VOICE, situation)
    yield from say_alerts(VOICE, alerts)
    yield say_coherence(VOICE, rules, coherence)
    for fitted in (*situation.fitted, *alerts):
        yield phrase(
            "    {name} : {fit}",
            name=fitted.rule.name.fr,
            fit=say_fit(VOICE, questionnaire, fitted),
        )
        yield phrase("      règle : {rule}", rule=say_rule(VOICE, questionnaire, fitted.rule))
        figures = (say_figure(VOICE, questionnaire, figure) for figure in fitted.figures)
        yield phrase("      ici : {figures}", figures=VOICE.series(figures))
