"""What a workshop is made of: a room, its steps in order, what is written there."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, StrictInt, ValidationError

from diagnostic.questionnaire import (
    PRIORITIES,
    Question,
    Questionnaire,
    RankingQuestion,
    Text,
    is_due,
)
from diagnostic.questionnaire.models import Identifier, Word
from diagnostic.questionnaire.walk import Given
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.texts.voice import Refusal

MOST_STEPS = 40
MOST_GROUPS = 6
MOST_IDEAS = 4
"""« En synthèse » : two to four ideas per sub-group."""
MOST_DECISIONS = 10
MOST_QUESTIONS = 12
MOST_PEOPLE = 1_000
"""Seats of one room; past this somebody is playing with the code."""
LONGEST_IDEA = 280
LONGEST_PLACE = 160

_LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
"""Without 0, 1, I, L and O, taken for one another on a wall, nor vowels, which make words."""
CODE_LENGTH = 6
MARK_LENGTH = 4


class WorkshopRefused(Refusal, ValueError):
    """What was asked of a workshop cannot be done."""


class StepKind(StrEnum):
    """What happens at a step."""

    FRAME = "cadre"
    """A text, or one of the four questions of the framing."""
    QUESTIONS = "questions"
    """Questions or a theme to answer, in one or two rounds."""
    READING = "lecture"
    """One of the six readings, shown by stages."""
    DEBATE = "debat"
    GROUPS = "groupes"
    """Sub-groups, each with its note pad."""
    PRIORITIES = "priorites"
    """A ranking to answer; voted and revealed like questions."""
    DECISIONS = "decisions"


VOTED = frozenset({StepKind.QUESTIONS, StepKind.PRIORITIES})
"""Kinds at which the room answers."""

ReadingName = Literal["R1", "R2", "R3", "R4", "R5", "R6"]
FramingName = Literal["territoire", "intervenants", "organisation", "representation"]


class Step(Word):
    """One moment of a workshop. Its id never changes: votes and notes hang on it."""

    id: Identifier
    kind: StepKind
    title: Text
    body: Text | None = None
    """Said to the room; on the wall."""
    speaker: Text | None = None
    """Speaker notes: the facilitator's alone."""
    minutes: StrictInt | None = Field(default=None, ge=1, le=240)
    at: str | None = Field(default=None, pattern=r"^\d{2}:\d{2}$")
    """When it is meant to begin, « 14:30 »."""
    framing: FramingName | None = None
    """FRAME: which of the four questions, with what was agreed on it."""
    questions: tuple[Identifier, ...] = Field(default=(), max_length=MOST_QUESTIONS)
    theme: Identifier | None = None
    """QUESTIONS: instead of `questions`, what each regard's route asks under this theme."""
    reading: ReadingName | None = None
    groups: tuple[Text, ...] = Field(default=(), max_length=MOST_GROUPS)
    """GROUPS: the name of each sub-group, in order; pads are numbered from 1."""
    guiding: tuple[Text, ...] = Field(default=(), max_length=8)
    """GROUPS: the questions that guide the work of each of them."""

    @property
    def is_voted(self) -> bool:
        return self.kind in VOTED


@dataclass(frozen=True, slots=True)
class Workshop:
    """One room of a diagnostic; those who join answer in its wave."""

    id: int
    diagnostic_id: int
    wave_id: int
    code: str
    """Six letters and digits, typed to join."""
    held_on: date
    place: str
    expected: int
    """How many people are expected."""
    steps: tuple[Step, ...]
    edition: int = 1
    """One more at each edit: two people who edit do not overwrite each other."""

    def step(self, step_id: str) -> Step:
        """Raises KeyError."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


@dataclass(frozen=True, slots=True)
class Seat:
    """The place of one person in a room."""

    workshop_id: int
    submission: Submission
    mark: str
    """Four signs told to this person alone, by which the facilitator can give the place back."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many, never who."""

    people: int
    """Seats taken."""
    answered: int
    """Those who said something in one round of one step."""


@dataclass(frozen=True, slots=True)
class Idea:
    """One line of a sub-group's pad."""

    step_id: str
    group: int
    """From 1."""
    number: int
    """From 1 to MOST_IDEAS."""
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided. `who` is typed by the facilitator: the only name of a workshop."""

    number: int
    what: str
    who: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Template:
    """A programme kept under a name to be used again."""

    name: str
    steps: tuple[Step, ...]


def new_code(length: int = CODE_LENGTH) -> str:
    """Drawn at random; unambiguous letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def spell(code: str) -> str:
    """A code or a mark as it is kept, however a person types it."""
    return "".join(sign for sign in code.upper() if sign.isascii() and sign.isalnum())


def show_code(code: str) -> str:
    """« K7M 2PX »: in groups of three, as it is read aloud."""
    return " ".join(code[n : n + 3] for n in range(0, len(code), 3))


def asked(
    step: Step,
    questionnaire: Questionnaire,
    viewpoint: Viewpoint,
    local: Iterable[Question] = (),
    answers: Mapping[str, Given] | None = None,
) -> tuple[Question, ...]:
    """The questions of a step that this regard answers, in order; empty where it has none.

    What a regard's route never asks is not asked of it in a room either: its means would be
    compared with nothing. With `answers`, only what this person's priorities and conditions open;
    without, all that anybody of this regard may be asked.
    """
    if not step.is_voted or viewpoint not in {route.viewpoint for route in questionnaire.routes}:
        return ()
    own = {question.id: question for question in local}
    known = questionnaire.by_id | own
    by_theme: dict[str, list[str]] = {}
    for part in questionnaire.route(viewpoint).steps:
        names = [*part.ask]
        names += [
            f"{domain}.{aspect}"
            for domain in _deepened(questionnaire, answers)
            for aspect in part.deepen
        ]
        by_theme.setdefault(part.theme, []).extend(names)
    if step.theme is not None:
        wanted = by_theme.get(step.theme, [])
    else:
        reachable = own.keys() | {name for names in by_theme.values() for name in names}
        wanted = [name for name in step.questions if name in reachable]
    questions = (known[name] for name in wanted if name in known)
    return tuple(q for q in questions if answers is None or is_due(q, answers))


def _deepened(questionnaire: Questionnaire, answers: Mapping[str, Given] | None) -> tuple[str, ...]:
    if answers is None:
        return tuple(domain.id for domain in questionnaire.domains)
    said = answers.get(PRIORITIES)
    value = said.value if said else None
    return tuple(str(name) for name in value) if isinstance(value, tuple) else ()


def check_steps(
    steps: tuple[Step, ...], questionnaire: Questionnaire, local: Iterable[Question] = ()
) -> tuple[Step, ...]:
    """The steps, once sure that a room of this diagnostic can follow them.

    Raises WorkshopRefused.
    """
    known = questionnaire.by_id | {question.id: question for question in local}
    themes = {theme.id for theme in questionnaire.themes}
    for step in check_shape(steps):
        fault = _unknown(step, known, themes)
        if fault is not None:
            raise fault
    return steps


def check_shape(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps, once sure of all that no questionnaire tells. Raises WorkshopRefused."""
    if not steps:
        raise WorkshopRefused("Gardez au moins une étape.")
    if len(steps) > MOST_STEPS:
        raise WorkshopRefused("Un atelier a {most} étapes au plus.", most=MOST_STEPS)
    names = [step.id for step in steps]
    if len(set(names)) != len(names):
        raise WorkshopRefused("Deux étapes portent le même identifiant.")
    for step in steps:
        try:
            # A copy of a step that was changed has not been looked at yet.
            Step.model_validate(step.model_dump())
        except ValidationError:
            raise WorkshopRefused(
                "Étape « {step} » : le titre, la durée (de 1 à 240 minutes) ou une autre case "
                "n’est pas remplie comme il faut.",
                step=step.title.fr,
            ) from None
        fault = fault_of(step)
        if fault is not None:
            raise fault
    return steps


def new_step_id(steps: Iterable[Step]) -> str:
    """An id for one more step, which none of `steps` has."""
    taken = {step.id for step in steps}
    number = len(taken) + 1
    while f"etape_{number}" in taken:
        number += 1
    return f"etape_{number}"


def fault_of(step: Step) -> WorkshopRefused | None:
    """What keeps a step from being followed, whatever the questionnaire; None where it can be."""
    title = step.title.fr
    if step.is_voted:
        if bool(step.questions) == (step.theme is not None):
            return WorkshopRefused(
                "Étape « {step} » : choisissez des questions ou un thème, l’un des deux.",
                step=title,
            )
    elif step.questions or step.theme is not None:
        return WorkshopRefused(
            "Étape « {step} » : on ne répond à des questions qu’aux étapes « questions » et "
            "« priorités ».",
            step=title,
        )
    if (step.kind is StepKind.READING) is not (step.reading is not None):
        return WorkshopRefused(
            "Étape « {step} » : une étape « lecture » projette une lecture, de R1 à R6 ; les "
            "autres n’en ont pas.",
            step=title,
        )
    if step.kind is StepKind.GROUPS and not step.groups:
        return WorkshopRefused("Étape « {step} » : nommez au moins un sous-groupe.", step=title)
    if step.framing is not None and step.kind is not StepKind.FRAME:
        return WorkshopRefused(
            "Étape « {step} » : les questions du cadrage ne se posent qu’à une étape « cadre ».",
            step=title,
        )
    return None


def _unknown(step: Step, known: Mapping[str, Question], themes: set[str]) -> WorkshopRefused | None:
    if step.theme is not None and step.theme not in themes:
        return WorkshopRefused(
            "Étape « {step} » : le thème « {name} » n’est pas dans le questionnaire.",
            step=step.title.fr,
            name=step.theme,
        )
    for name in step.questions:
        question = known.get(name)
        if question is None:
            return WorkshopRefused(
                "Étape « {step} » : la question « {name} » n’est pas dans le questionnaire.",
                step=step.title.fr,
                name=name,
            )
        if step.kind is StepKind.PRIORITIES and not isinstance(question, RankingQuestion):
            return WorkshopRefused(
                "Étape « {step} » : la question « {name} » n’est pas un classement.",
                step=step.title.fr,
                name=name,
            )
    return None


def check_idea(text: str) -> str:
    """The text without stray spaces, possibly empty. Raises WorkshopRefused."""
    text = " ".join(text.split())
    if len(text) > LONGEST_IDEA:
        raise WorkshopRefused(
            "L’idée est trop longue : {most} caractères au plus.", most=LONGEST_IDEA
        )
    return text


def check_place(place: str) -> str:
    """The place without stray spaces, possibly empty. Raises WorkshopRefused."""
    place = " ".join(place.split())
    if len(place) > LONGEST_PLACE:
        raise WorkshopRefused(
            "Le lieu est trop long : {most} caractères au plus.", most=LONGEST_PLACE
        )
    return place


def check_expected(expected: int) -> int:
    """Raises WorkshopRefused."""
    if not 1 <= expected <= MOST_PEOPLE:
        raise WorkshopRefused("Le nombre attendu va de 1 à {most} personnes.", most=MOST_PEOPLE)
    return expected
