"""The groups whose answers are spread side by side, and what they said besides answering."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostic.charts.layout import Look
from diagnostic.charts.palette import SIGNS
from diagnostic.charts.wording import plural
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
)
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import Voice
from diagnostic.texts.typography import NO_BREAK


@dataclass(frozen=True, slots=True)
class Group:
    """A regard, or everybody together."""

    key: str
    name: str
    colour: str
    tally: Tally

    @property
    def is_veiled(self) -> bool:
        """True where too few people gave an answer for the answers to be shown."""
        return not self.tally.counts


@dataclass(frozen=True, slots=True)
class Kind:
    """One possible answer."""

    value: int | str
    label: str


def find_groups(
    voice: Voice,
    questionnaire: Questionnaire,
    look: Look,
    tallies: Mapping[Viewpoint, Tally],
    whole: Tally | None,
) -> tuple[Group, ...]:
    """The regards in their order; everybody together where no regard is given."""
    groups = tuple(
        Group(
            str(viewpoint),
            plural(questionnaire, viewpoint, voice),
            SIGNS[viewpoint].colour,
            tallies[viewpoint],
        )
        for viewpoint in Viewpoint
        if viewpoint in tallies
    )
    if groups or whole is None:
        return groups
    return (Group("whole", voice.say("Toute la salle"), look.tones.line, whole),)


def find_kinds(question: Question, language: str) -> tuple[Kind, ...]:
    """The possible answers in their order; empty for a free text."""
    if isinstance(question, ScaleQuestion):
        marks = range(question.minimum, question.maximum + 1)
        return tuple(Kind(mark, str(mark)) for mark in marks)
    if isinstance(question, LevelsQuestion):
        named = question.names or question.levels
        return tuple(Kind(i, f"{i} {name.of(language)}") for i, name in enumerate(named))
    if isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
        return tuple(Kind(option.id, option.label.of(language)) for option in question.options)
    return ()


def say_apart(voice: Voice, question: Question, tally: Tally) -> tuple[str, ...]:
    """What was said, or not, besides an answer; counted apart from the shares."""
    said = []
    if question.dont_know:
        said.append(voice.say("ne sait pas : {number}", number=voice.whole(tally.dont_know)))
    if question.not_concerned:
        said.append(voice.say("pas concerné : {number}", number=voice.whole(tally.not_concerned)))
    said.append(voice.say("sans réponse : {number}", number=voice.whole(tally.unanswered)))
    # Each stays whole at the end of a line.
    return tuple(each.replace(" ", NO_BREAK) for each in said)
