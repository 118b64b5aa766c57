"""The situation of a territory and its alerts: rules shown with their figures, never a grade."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diagnostic.confidence import Release
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings.fitting import EVERYBODY, Fit, Fitted, fit_rule, name_subject
from diagnostic.readings.rules import Rule, Rules
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice


@dataclass(frozen=True, slots=True)
class SituationReading:
    """Every situation beside its figures, and the one that is told."""

    fitted: tuple[Fitted, ...]
    """In the order of their file, from the least born momentum to the most established."""
    found: Fitted | None
    """The first one that fits, from the bottom of the list."""
    between: tuple[Fitted, ...]
    """Where none fits: the nearest that can be told, then the next nearest."""

    @property
    def unknown(self) -> tuple[Fitted, ...]:
        return tuple(one for one in self.fitted if one.fit is Fit.UNKNOWN)


def read_situation(
    rules: Rules,
    questionnaire: Questionnaire,
    release: Release,
    viewpoints: Iterable[Viewpoint] = EVERYBODY,
) -> SituationReading:
    """The situation of these regards, or the two it stands between.

    The nearest is the one whose furthest figure has the least way to go; between two as near, the
    one with the least way in all, then the one lower in the list.
    """
    wanted = tuple(viewpoints)
    fitted = tuple(fit_rule(rule, questionnaire, release, wanted) for rule in rules.situations)
    found = next((one for one in reversed(fitted) if one.fit is Fit.MET), None)
    if found is not None:
        return SituationReading(fitted, found, ())
    known = [one for one in reversed(fitted) if one.shortfall is not None]
    known.sort(key=lambda one: (one.shortfall or 0.0, round(one.total, 9)))
    return SituationReading(fitted, None, tuple(known[:2]))


def read_alerts(
    rules: Rules,
    questionnaire: Questionnaire,
    release: Release,
    viewpoints: Iterable[Viewpoint] = EVERYBODY,
) -> tuple[Fitted, ...]:
    """Every alert beside its figures, in the order of the file."""
    wanted = tuple(viewpoints)
    return tuple(fit_rule(rule, questionnaire, release, wanted) for rule in rules.alerts)


def say_situation(voice: Voice, reading: SituationReading) -> str:
    """The situation and what it says; or the two it stands between; or that none can be told."""
    if reading.found is not None:
        rule = reading.found.rule
        return voice.say(
            "Situation : « {name} ». {text}",
            name=rule.name.of(voice.language),
            text=rule.text.of(voice.language),
        )
    names = [_quote(voice, one.rule) for one in reading.between]
    if not names:
        return voice.say(
            "Aucune situation ne peut être dite : trop peu de réponses sur la façon de coopérer."
        )
    text = reading.between[0].rule.text.of(voice.language)
    if len(names) == 1:
        return voice.say(
            "Entre deux situations. La plus proche de celles que l’on peut évaluer : {first}. "
            "{text}",
            first=names[0],
            text=text,
        )
    return voice.say(
        "Entre deux situations. La plus proche : {first} ; puis : {second}. {text}",
        first=names[0],
        second=names[1],
        text=text,
    )


def say_unknown(voice: Voice, questionnaire: Questionnaire, fitted: Iterable[Fitted]) -> str:
    """The rules that cannot be told, and what they lack; empty where there is none."""
    unknown = [one for one in fitted if one.fit is Fit.UNKNOWN]
    if not unknown:
        return ""
    lacking = dict.fromkeys(name for one in unknown for name in one.missing)
    return voice.say(
        "Non évaluable : {rules}. Il manque {names}.",
        rules=voice.join(_quote(voice, one.rule) for one in unknown),
        names=voice.join(name_subject(voice, questionnaire, name) for name in lacking),
    )


def say_alerts(voice: Voice, alerts: Sequence[Fitted]) -> tuple[str, ...]:
    """One sentence for each alert that is met; else that none is, where some can be told."""
    met = [one.rule for one in alerts if one.fit is Fit.MET]
    if not met:
        if all(one.fit is Fit.UNMET for one in alerts):
            return (voice.say("Aucun point d’attention dans ces réponses."),)
        if any(one.fit is Fit.UNMET for one in alerts):
            return (voice.say("Aucun point d’attention parmi ceux que l’on peut évaluer."),)
        return ()
    return tuple(
        voice.say(
            "Point d’attention, « {name} » : {text}",
            name=rule.name.of(voice.language),
            text=rule.text.of(voice.language),
        )
        for rule in met
    )


def _quote(voice: Voice, rule: Rule) -> str:
    return voice.say("« {domain} »", domain=rule.name.of(voice.language))
