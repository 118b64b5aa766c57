"""Rules beside released figures: met, not met, or not to be told for want of a figure.

Figures are compared as they are displayed, so that « 2,0 » is never called less than 2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

from diagnostic.confidence import Release
from diagnostic.questionnaire import ChoiceQuestion, Questionnaire
from diagnostic.readings.rules import Condition, Rule
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice, rounded
from diagnostic.texts.voice import MISSING

EVERYBODY = tuple(Viewpoint)


class Fit(StrEnum):
    """What a rule beside its figures gives."""

    MET = "correspond"
    UNMET = "ne_correspond_pas"
    UNKNOWN = "non_evaluable"


@dataclass(frozen=True, slots=True)
class Figure:
    """A level (0 to 4) or a share (0 to 1), each regard counting once."""

    subject: str
    """Id of an axis, of an item, or of the question whose answers are shared."""
    value: float | None
    """As displayed; None where no regard may be shown."""
    regards: int
    given: int
    """Answers behind it, all these regards together."""
    share: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """One condition with the figures of its subjects."""

    condition: Condition
    figures: tuple[Figure, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(figure.subject for figure in self.figures if figure.value is None)

    @property
    def telling(self) -> tuple[Figure, ...]:
        """The figures that are on the side of the limit that the condition asks for."""
        return tuple(f for f in self.figures if f.value is not None and not self._lack(f.value))

    @property
    def shortfall(self) -> float | None:
        """How far the furthest subject is from the limit (the nearest, where one is enough).

        In the unit of the figures; 0 where it is met. None where a figure that counts is missing.
        """
        lacks = [self._lack(figure.value) for figure in self.figures if figure.value is not None]
        if self.condition.one:
            if 0.0 in lacks:
                return 0.0
            return None if self.missing else min(lacks)
        return None if self.missing else max(lacks)

    @property
    def total(self) -> float:
        """The way of all its subjects to the limit, added up (the nearest, where one is enough)."""
        lacks = [self._lack(figure.value) for figure in self.figures if figure.value is not None]
        return min(lacks, default=0.0) if self.condition.one else fsum(lacks)

    def _lack(self, value: float) -> float:
        condition = self.condition
        if condition.at_least is not None:
            return max(0.0, round(condition.at_least - value, 9))
        # At its limit a figure is not below it: the smallest step that is displayed is missing.
        step = 0.01 if condition.share_of else 0.1
        return 0.0 if value < condition.limit else round(value - condition.limit + step, 9)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A rule beside its figures."""

    rule: Rule
    conditions: tuple[Weighed, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What cannot be told and would be needed, each once."""
        lacking = [weighed for weighed in self.conditions if weighed.shortfall is None]
        return tuple(dict.fromkeys(name for weighed in lacking for name in weighed.missing))

    @property
    def shortfall(self) -> float | None:
        """Levels that the furthest of its figures should move for the rule to fit."""
        lacks = [weighed.shortfall for weighed in self.conditions]
        known = [lack for lack in lacks if lack is not None]
        return max(known) if len(known) == len(lacks) else None

    @property
    def total(self) -> float:
        """The way of all its figures, added up, to tell two rules that are as far."""
        return fsum(weighed.total for weighed in self.conditions)

    @property
    def fit(self) -> Fit:
        if self.shortfall is None:
            return Fit.UNKNOWN
        return Fit.UNMET if self.shortfall else Fit.MET

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure the rule reads, each once."""
        found = {f.subject: f for weighed in self.conditions for f in weighed.figures}
        return tuple(found.values())


def fit_rule(
    rule: Rule,
    questionnaire: Questionnaire,
    release: Release,
    viewpoints: Iterable[Viewpoint] = EVERYBODY,
) -> Fitted:
    """A rule beside the released figures of these regards."""
    wanted = tuple(viewpoints)
    return Fitted(
        rule,
        tuple(weigh(condition, questionnaire, release, wanted) for condition in rule.when),
    )


def weigh(
    condition: Condition,
    questionnaire: Questionnaire,
    release: Release,
    viewpoints: Iterable[Viewpoint] = EVERYBODY,
) -> Weighed:
    """A condition with the figures it reads: plain means of the regards' released figures."""
    wanted = tuple(viewpoints)
    if condition.share_of:
        share = _read_share(condition, release, wanted)
        return Weighed(condition, (share,))
    return Weighed(
        condition,
        tuple(read_level(name, questionnaire, release, wanted) for name in condition.subjects),
    )


def read_level(
    subject: str,
    questionnaire: Questionnaire,
    release: Release,
    viewpoints: Iterable[Viewpoint] = EVERYBODY,
) -> Figure:
    """The level, 0 to 4, of an axis or of an item: the plain mean of the regards' means."""
    wanted = tuple(dict.fromkeys(viewpoints))
    if subject not in (axis.id for axis in questionnaire.axes):
        cross = release.cross(subject, wanted)
        if cross is None:
            return Figure(subject, None, 0, 0)
        return Figure(subject, float(rounded(cross.mean)), cross.regards, cross.given)
    shown = release.axes.get(subject, {})
    marked = [
        (tally.mean, tally.given)
        for viewpoint in wanted
        if (tally := shown.get(viewpoint)) and tally.mean is not None
    ]
    if not marked:
        return Figure(subject, None, 0, 0)
    mean = fsum(mean for mean, _ in marked) / len(marked)
    given = sum(people for _, people in marked)
    return Figure(subject, float(rounded(mean)), len(marked), given)


def _read_share(condition: Condition, release: Release, wanted: tuple[Viewpoint, ...]) -> Figure:
    name = condition.share_of or ""
    shares = [
        (share, tally.given)
        for viewpoint in dict.fromkeys(wanted)
        if (tally := release.tally(name, viewpoint))
        and (share := tally.share(condition.options)) is not None
    ]
    if not shares:
        return Figure(name, None, 0, 0, share=True)
    mean = fsum(share for share, _ in shares) / len(shares)
    given = sum(people for _, people in shares)
    return Figure(name, float(rounded(mean, 2)), len(shares), given, share=True)


def name_subject(voice: Voice, questionnaire: Questionnaire, subject: str) -> str:
    """« Dialogue (A) », « Enjeux communs (A4) »; the question itself for an answer."""
    shorts = {axis.id: axis.short for axis in questionnaire.axes}
    shorts |= {item.id: item.short for axis in questionnaire.axes for item in axis.items}
    if subject in shorts:
        return voice.say("{name} ({id})", name=shorts[subject].of(voice.language), id=subject)
    question = questionnaire.by_id.get(subject)
    return question.wording.of(voice.language) if question else subject


def say_figure(voice: Voice, questionnaire: Questionnaire, figure: Figure) -> str:
    """« Dialogue (A) 1,2 (n = 33) »; a dash where it cannot be told."""
    name = name_subject(voice, questionnaire, figure.subject)
    if figure.value is None:
        return f"{name} {MISSING}"
    return voice.say(
        "{regard} {value} (n = {number})",
        regard=name,
        value=say_value(voice, figure),
        number=voice.whole(figure.given),
    )


def say_value(voice: Voice, figure: Figure) -> str:
    """« 1,2 », « 55 % », or a dash."""
    if figure.value is None:
        return MISSING
    return voice.percent(figure.value) if figure.share else voice.number(figure.value)


def say_condition(voice: Voice, questionnaire: Questionnaire, condition: Condition) -> str:
    """« Dialogue (A) et Alliances (B) à 2,0 ou plus »."""
    names = [name_subject(voice, questionnaire, name) for name in condition.subjects]
    if condition.share_of:
        names = [
            voice.say(
                "{question} Part de « {options} »",
                question=names[0],
                options=voice.either(_label_options(voice, questionnaire, condition)),
            )
        ]
        limit = voice.percent(condition.limit)
    else:
        limit = voice.number(condition.limit)
    joined = voice.either(names) if condition.one else voice.join(names)
    if condition.at_least is not None:
        return voice.say("{names} à {limit} ou plus", names=joined, limit=limit)
    return voice.say("{names} sous {limit}", names=joined, limit=limit)


def say_rule(voice: Voice, questionnaire: Questionnaire, rule: Rule) -> str:
    """All that must be met, one condition after the other."""
    return voice.series(say_condition(voice, questionnaire, each) for each in rule.when)


def say_fit(voice: Voice, questionnaire: Questionnaire, fitted: Fitted) -> str:
    """« correspond », « ne correspond pas : il s’en faut de 0,3 », or why it cannot be told."""
    shortfall = fitted.shortfall
    if shortfall is None:
        missing = [name_subject(voice, questionnaire, name) for name in fitted.missing]
        return voice.say("non évaluable : il manque {names}", names=voice.join(missing))
    if fitted.fit is Fit.MET:
        return voice.say("correspond")
    return voice.say("ne correspond pas : il s’en faut de {levels}", levels=voice.number(shortfall))


def _label_options(voice: Voice, questionnaire: Questionnaire, condition: Condition) -> list[str]:
    question = questionnaire.by_id.get(condition.share_of or "")
    if not isinstance(question, ChoiceQuestion):
        return list(condition.options)
    labels = {option.id: option.label.of(voice.language) for option in question.options}
    return [labels.get(name, name) for name in condition.options]
