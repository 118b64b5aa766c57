"""Next steps: each card has one datum (the answers here), one tool and one competence."""

from collections.abc import Iterable
from dataclasses import dataclass

from diagnostic.confidence import Release
from diagnostic.questionnaire import ChoiceQuestion, Questionnaire
from diagnostic.readings.fitting import (
    EVERYBODY,
    Figure,
    Weighed,
    name_subject,
    say_value,
    weigh,
)
from diagnostic.readings.rules import LEVELS, Card, Rules
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice


@dataclass(frozen=True, slots=True)
class NextStep:
    """A card that the answers call for."""

    card: Card
    weighed: Weighed

    @property
    def datum(self) -> Figure:
        """The figure that calls for it; of several, the furthest from the limit."""
        condition = self.weighed.condition
        sign = 1.0 if condition.at_least is None else -1.0
        return min(self.weighed.telling, key=lambda figure: sign * (figure.value or 0.0))

    @property
    def depth(self) -> float:
        """How far beyond its limit the datum is, in its own unit."""
        return round(abs((self.datum.value or 0.0) - self.weighed.condition.limit), 9)


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The cards called for: those shown first, the others, and those that cannot be told."""

    first: tuple[NextStep, ...]
    others: tuple[NextStep, ...]
    unknown: tuple[Card, ...]


def read_next_steps(
    rules: Rules,
    questionnaire: Questionnaire,
    release: Release,
    viewpoints: Iterable[Viewpoint] = EVERYBODY,
) -> NextSteps:
    """The cards whose trigger is met by these regards' released figures.

    First come those whose level is the furthest beyond its limit, one per axis; a card called for
    by a share comes after those called for by a level; ties keep the order of the file.
    """
    wanted = tuple(viewpoints)
    called: list[NextStep] = []
    unknown: list[Card] = []
    for card in rules.next_steps.cards:
        weighed = weigh(card.when, questionnaire, release, wanted)
        if weighed.shortfall is None:
            unknown.append(card)
        elif weighed.shortfall == 0:
            called.append(NextStep(card, weighed))
    called.sort(key=lambda step: (step.datum.share, -step.depth))
    first: list[NextStep] = []
    axes: set[str] = set()
    for step in called:
        axis = _axis_of(questionnaire, step.datum.subject)
        if len(first) < rules.next_steps.shown and axis not in axes:
            first.append(step)
            axes.add(axis)
    others = [step for step in called if step not in first]
    missing = rules.next_steps.shown - len(first)
    return NextSteps((*first, *others[:missing]), tuple(others[missing:]), tuple(unknown))


def say_next_steps(voice: Voice, steps: NextSteps) -> str:
    """How many cards the answers call for, or that they call for none."""
    number = len(steps.first) + len(steps.others)
    if number:
        return voice.say_many(
            "Ces réponses appellent une carte.",
            "Ces réponses appellent {number} cartes.",
            number,
        )
    if steps.unknown:
        return voice.say("Trop peu de réponses pour proposer des prochaines étapes.")
    return voice.say("Ces réponses n’appellent aucune carte : à vous d’écrire la suite.")


def say_datum(voice: Voice, questionnaire: Questionnaire, step: NextStep) -> str:
    """« Diversité des participants (A3) : 1,2/4 (12 réponses) »."""
    figure = step.datum
    answers = voice.say_many("{number} réponse", "{number} réponses", figure.given)
    if not figure.share:
        return voice.say(
            "{subject} : {value} ({answers})",
            subject=name_subject(voice, questionnaire, figure.subject),
            value=voice.mark(figure.value, LEVELS),
            answers=answers,
        )
    question = questionnaire.by_id.get(figure.subject)
    labels = (
        [
            option.label.of(voice.language)
            for option in question.options
            if option.id in step.card.when.options
        ]
        if isinstance(question, ChoiceQuestion)
        else list(step.card.when.options)
    )
    return voice.say(
        "{question} « {options} » : {value} ({answers})",
        question=name_subject(voice, questionnaire, figure.subject),
        options=voice.either(labels),
        value=say_value(voice, figure),
        answers=answers,
    )


def say_card(voice: Voice, questionnaire: Questionnaire, step: NextStep) -> tuple[str, str, str]:
    """The datum, the tool and the competence, each as a line."""
    return (
        voice.say("Donnée : {said}", said=say_datum(voice, questionnaire, step)),
        voice.say("Outil : {said}", said=step.card.tool.of(voice.language)),
        voice.say("Compétence : {said}", said=step.card.competence.of(voice.language)),
    )


def _axis_of(questionnaire: Questionnaire, subject: str) -> str:
    for axis in questionnaire.axes:
        if subject in (axis.id, *(item.id for item in axis.items)):
            return axis.id
    return subject
