"""What is asked: the words of a questionnaire, frozen once read."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    StringConstraints,
)

from diagnostic.respondents import Viewpoint
from diagnostic.texts.typography import typeset

LANGUAGES = ("fr", "en")

Identifier = Annotated[StrictStr, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,40}$")]
Sentence = Annotated[StrictStr, StringConstraints(strip_whitespace=True, min_length=1)]
FrenchSentence = Annotated[Sentence, AfterValidator(typeset)]
Version = Annotated[StrictStr, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
Day = Annotated[StrictStr, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Word(BaseModel):
    """A frozen piece of content that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Word):
    """One sentence in every language of the product; the French is typeset when read."""

    fr: FrenchSentence
    en: Sentence

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.fr


class Help(Word):
    """The two helps of a question: for a beginner, and for a practitioner."""

    first_steps: Text
    practitioner: Text


class Option(Word):
    """One thing that can be picked. `value` is its place on a scale, where it has one."""

    id: Identifier
    label: Text
    value: StrictInt | None = None


class Condition(Word):
    """A question asked only when another one received one of these options."""

    question: Identifier
    among: tuple[Identifier, ...] = Field(min_length=1)


class Asked(Word):
    """What all questions share."""

    id: Identifier
    wording: Text
    help: Help
    star: StrictBool = False
    """Part of the short route."""
    dont_know: StrictBool = True
    not_concerned: StrictBool = True
    only_if: Condition | None = None
    grounding: tuple[StrictStr, ...] = ()
    domain: StrictStr | None = None
    """Fragility domain that the question is about, set when the file is expanded."""
    aspect: StrictStr | None = None
    axis: StrictStr | None = None
    """Co-construction axis that the item belongs to, set when the file is expanded."""
    local: StrictBool = False
    """Added by a catalyst to one diagnostic: never compared with anything outside it."""


class ScaleQuestion(Asked):
    """A whole mark between two ends that both have a name."""

    kind: Literal["scale"] = "scale"
    minimum: StrictInt
    maximum: StrictInt
    low: Text
    high: Text


class LevelsQuestion(Asked):
    """A level between 0 and 4, each one described in words."""

    kind: Literal["levels"] = "levels"
    levels: tuple[Text, ...] = Field(min_length=5, max_length=5)
    names: tuple[Text, ...] = ()


class ChoiceQuestion(Asked):
    """One option among several."""

    kind: Literal["choice"] = "choice"
    options: tuple[Option, ...] = Field(min_length=2, max_length=20)


class ChoicesQuestion(Asked):
    """Several options, `most` at the most."""

    kind: Literal["choices"] = "choices"
    options: tuple[Option, ...] = Field(min_length=2, max_length=20)
    most: StrictInt


class RankingQuestion(Asked):
    """Some options in order, the first one first, `most` at the most."""

    kind: Literal["ranking"] = "ranking"
    options: tuple[Option, ...] = Field(default=(), max_length=20)
    options_from: Literal["domains"] | None = None
    most: StrictInt


class TextQuestion(Asked):
    """A few words in the person's own language; may hold personal data."""

    kind: Literal["text"] = "text"
    longest: StrictInt = 500


Question = Annotated[
    ScaleQuestion
    | LevelsQuestion
    | ChoiceQuestion
    | ChoicesQuestion
    | RankingQuestion
    | TextQuestion,
    Field(discriminator="kind"),
]


class Scale(Word):
    """A scale shared by several questions: marks between two ends, or named options."""

    minimum: StrictInt | None = None
    maximum: StrictInt | None = None
    low: Text | None = None
    high: Text | None = None
    options: tuple[Option, ...] = ()
    levels: tuple[Text, ...] = ()


class Aspect(Word):
    """A question asked in the same way of every fragility domain (severity, trend…)."""

    id: Identifier
    name: Text
    kind: Literal["scale", "choice", "levels", "text"]
    scale: Identifier | None = None
    wording: Text | None = None
    """None where each domain has its own wording, under the aspect's id."""
    help: Help | None = None
    """None where each domain has its own help."""
    star: StrictBool = False
    dont_know: StrictBool = True
    not_concerned: StrictBool = True


class Space(Word):
    """A family of domains."""

    id: Identifier
    name: Text


class Domain(Word):
    """One of the domains in which a territory may be fragile."""

    id: Identifier
    space: Identifier
    name: Text
    short: Text
    """At most about twenty characters: the name on a chart."""
    wordings: dict[Identifier, Text]
    """Aspect id → the sentence asked; `P` is the sentence shown beside the priorities."""
    help: Help
    grounding: tuple[StrictStr, ...] = ()


class Item(Word):
    """One statement of an axis, with its five described levels."""

    id: Identifier
    star: StrictBool = False
    wording: Text
    short: Text
    levels: tuple[Text, ...] = Field(min_length=5, max_length=5)
    help: Help
    grounding: tuple[StrictStr, ...] = ()


class Axis(Word):
    """A side of co-construction."""

    id: Identifier
    name: Text
    short: Text
    items: tuple[Item, ...] = Field(min_length=1)
    grounding: tuple[StrictStr, ...] = ()


class Theme(Word):
    """A screen's worth of questions."""

    id: Identifier
    title: Text
    intro: Text | None = None


class Step(Word):
    """A theme as one route walks it: fixed questions, or aspects of the priority domains."""

    theme: Identifier
    ask: tuple[Identifier, ...] = ()
    deepen: tuple[Identifier, ...] = ()


class Route(Word):
    """The way of one viewpoint through the questionnaire."""

    viewpoint: Viewpoint
    name: Text
    plural: Text
    who: Text
    minutes: StrictInt
    short_minutes: StrictInt
    steps: tuple[Step, ...] = Field(min_length=1)


class Work(Word):
    """A published work that a passage of the questionnaire rests on."""

    id: Identifier
    reference: Text


class Questionnaire(Word):
    """A whole questionnaire in one version. Built by `diagnostic.questionnaire.read`."""

    id: Identifier
    version: Version
    published: Day
    title: Text
    notice: Text
    works: tuple[Work, ...] = ()
    scales: dict[Identifier, Scale]
    aspects: tuple[Aspect, ...]
    spaces: tuple[Space, ...]
    domains: tuple[Domain, ...]
    axes: tuple[Axis, ...]
    questions: tuple[Question, ...]
    themes: tuple[Theme, ...]
    routes: tuple[Route, ...]
    retired: tuple[Identifier, ...] = ()
    """Ids of earlier versions that are no more asked; they are never used again."""

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Every question, those of domains and axes included, in the order of the file."""
        from diagnostic.questionnaire.expansion import expand

        return {question.id: question for question in expand(self)}

    def question(self, question_id: str) -> Question:
        return self.by_id[question_id]

    def route(self, viewpoint: Viewpoint) -> Route:
        """Raises KeyError where the questionnaire has no route for this viewpoint."""
        for route in self.routes:
            if route.viewpoint == viewpoint:
                return route
        raise KeyError(viewpoint)

    def domain(self, domain_id: str) -> Domain:
        for domain in self.domains:
            if domain.id == domain_id:
                return domain
        raise KeyError(domain_id)

    def axis(self, axis_id: str) -> Axis:
        for axis in self.axes:
            if axis.id == axis_id:
                return axis
        raise KeyError(axis_id)

    def theme(self, theme_id: str) -> Theme:
        for theme in self.themes:
            if theme.id == theme_id:
                return theme
        raise KeyError(theme_id)
