"""What a phone shows of a vote: its own regard, in words and bars, once its stage has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from diagnostic.confidence.live import LiveFigures
from diagnostic.participant.screens import clean
from diagnostic.questionnaire import LevelsQuestion, Question, ScaleQuestion, TextQuestion
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import Voice


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer and the share of those who gave it."""

    label: str
    share: float
    said: str


@dataclass(frozen=True, slots=True)
class Result:
    """What one group said to one question."""

    wording: str
    said: str
    """The mean and its base, or that nothing can be shown."""
    bars: tuple[Bar, ...]


def results(
    voice: Voice, questions: Iterable[Question], seen: LiveFigures, viewpoint: Viewpoint
) -> tuple[Result, ...]:
    """The figures of this regard; of the whole room where no regard can be shown.

    `seen` is what this phone may see now, and nothing more.
    """
    return tuple(
        _read(voice, question, seen, viewpoint)
        for question in questions
        if not isinstance(question, TextQuestion)
    )


def _read(voice: Voice, question: Question, seen: LiveFigures, viewpoint: Viewpoint) -> Result:
    wording = clean(question.wording.of(voice.language))
    tally = seen.first.tally(question.id, viewpoint)
    again = seen.second.tally(question.id, viewpoint) if seen.second else None
    group = voice.say("Votre regard")
    if tally is None:
        tally = seen.first.whole.get(question.id)
        again = seen.second.whole.get(question.id) if seen.second else None
        group = voice.say("Toute la salle")
    if tally is None:
        few = voice.say(
            "Trop peu de personnes de votre regard ont répondu pour que ce soit montré."
        )
        return Result(wording, few, ())
    base = voice.say_many("{number} réponse", "{number} réponses", tally.given)
    maximum = _maximum(question)
    if tally.mean is not None and maximum is not None:
        mean = voice.mark(tally.mean, maximum)
        if again is not None and again.mean is not None:
            said = voice.say(
                "{group} : {before} en moyenne avant le débat, {after} après ({base}).",
                group=group,
                before=mean,
                after=voice.mark(again.mean, maximum),
                base=base,
            )
        else:
            said = voice.say(
                "{group} : {mean} en moyenne ({base}).", group=group, mean=mean, base=base
            )
    else:
        said = voice.say("{group} : {base}.", group=group, base=base)
    return Result(wording, said, _bars(voice, question, again or tally))


def _maximum(question: Question) -> int | None:
    if isinstance(question, ScaleQuestion):
        return question.maximum
    return 4 if isinstance(question, LevelsQuestion) else None


def _bars(voice: Voice, question: Question, tally: Tally) -> tuple[Bar, ...]:
    """Shares; a mark has its mean alone, for its bars would show people one by one."""
    labels: dict[int | str, str]
    if isinstance(question, LevelsQuestion):
        names = question.names or question.levels
        labels = {n: name.of(voice.language) for n, name in enumerate(names)}
    elif isinstance(question, ScaleQuestion | TextQuestion):
        labels = {}
    else:
        labels = {o.id: clean(o.label.of(voice.language)) for o in question.options}
    shares = (
        (labels[value], people / tally.given) for value, people in tally.counts if value in labels
    )
    return tuple(Bar(label, share, voice.percent(share)) for label, share in shares)
