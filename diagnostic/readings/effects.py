"""R6 « effets et suites »: innovation, trust, performance, as those who see them say."""

from collections.abc import Iterable
from dataclasses import dataclass

from diagnostic.confidence import Release
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
)
from diagnostic.readings.fitting import EVERYBODY, name_subject
from diagnostic.readings.rules import LEVELS, Outcome, OutcomeMeasure, Rules
from diagnostic.respondents import Viewpoint
from diagnostic.texts import Voice, rounded
from diagnostic.texts.typography import NO_BREAK


@dataclass(frozen=True, slots=True)
class EffectRow:
    """What one regard says of one measure of an outcome."""

    measure: OutcomeMeasure
    question: Question
    viewpoint: Viewpoint
    share: float | None
    """Of those who answered, as displayed; None for a level."""
    level: float | None
    """0 to 4, as displayed; None for a share."""
    given: int


@dataclass(frozen=True, slots=True)
class OutcomeReading:
    """One tile: the rows that may be shown, possibly none."""

    outcome: Outcome
    rows: tuple[EffectRow, ...]

    @property
    def firsts(self) -> tuple[EffectRow, ...]:
        """The first row of each measure."""
        rows = self.rows
        return tuple(
            r for n, r in enumerate(rows) if r.measure not in {o.measure for o in rows[:n]}
        )


def read_effects(
    rules: Rules,
    questionnaire: Questionnaire,
    release: Release,
    viewpoints: Iterable[Viewpoint] = EVERYBODY,
) -> tuple[OutcomeReading, ...]:
    """The three tiles, in the order of the rules."""
    wanted = tuple(viewpoints)
    return tuple(
        OutcomeReading(
            outcome,
            tuple(
                row
                for measure in outcome.measures
                for row in _rows(measure, questionnaire, release, wanted)
            ),
        )
        for outcome in rules.effects.outcomes
    )


def say_effects(
    voice: Voice, rules: Rules, questionnaire: Questionnaire, readings: Iterable[OutcomeReading]
) -> str:
    """The effects cited by most people of the regard that ranks them, and how to read them."""
    rows = [
        row
        for reading in readings
        for row in reading.rows
        if row.measure.question == rules.effects.ranking and row.share
    ]
    order = rules.effects.order.of(voice.language)
    if not rows:
        return (
            voice.say("Trop peu de réponses pour dire quel effet est le plus souvent cité.")
            + f" {order}"
        )
    most = max(row.share or 0.0 for row in rows)
    first = [row for row in rows if row.share == most]
    regards = dict.fromkeys(
        questionnaire.route(row.viewpoint).plural.of(voice.language) for row in first
    )
    said = voice.say(
        "{regard}, effet le plus souvent cité : {effects} ({share}).",
        regard=voice.join(regards),
        effects=voice.join(
            voice.say("« {domain} »", domain=name_measure(voice, questionnaire, row))
            for row in first
        ),
        share=voice.percent(most),
    )
    return f"{said} {order}"


def name_measure(voice: Voice, questionnaire: Questionnaire, row: EffectRow) -> str:
    """The answer that is counted, or the item whose level is told."""
    if isinstance(row.question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
        labels = {option.id: option.label.of(voice.language) for option in row.question.options}
        return voice.either(labels[name] for name in row.measure.options)
    return name_subject(voice, questionnaire, row.question.id)


def say_rows(
    voice: Voice, questionnaire: Questionnaire, reading: OutcomeReading
) -> tuple[str, ...]:
    """One line a measure: « Confiance mutuelle (G1) : élus 2,9/4 (n = 8) ; … »."""
    return tuple(
        voice.say(
            "{name} : {regards}",
            name=name_question(voice, questionnaire, row),
            regards=voice.series(
                voice.say(
                    "{regard} {value} (n = {number})",
                    regard=questionnaire.route(each.viewpoint).plural.of(voice.language).lower(),
                    value=say_amount(voice, each),
                    number=voice.whole(each.given),
                )
                for each in reading.rows
                if each.measure == row.measure
            ),
        ).replace("(n = ", f"(n{NO_BREAK}={NO_BREAK}")
        for row in reading.firsts
    )


def name_question(voice: Voice, questionnaire: Questionnaire, row: EffectRow) -> str:
    """The measure with its question, where its answer alone would not be understood."""
    name = name_measure(voice, questionnaire, row)
    if not isinstance(row.question, ChoiceQuestion):
        return name
    return voice.say(
        "{question} « {options} »", question=row.question.wording.of(voice.language), options=name
    )


def say_amount(voice: Voice, row: EffectRow) -> str:
    """« 60 % » or « 2,4/4 »."""
    return voice.percent(row.share) if row.level is None else voice.mark(row.level, LEVELS)


def _rows(
    measure: OutcomeMeasure,
    questionnaire: Questionnaire,
    release: Release,
    wanted: tuple[Viewpoint, ...],
) -> Iterable[EffectRow]:
    question = questionnaire.by_id.get(measure.question)
    if question is None:
        return
    for viewpoint in wanted:
        tally = release.tally(question.id, viewpoint)
        if tally is None:
            continue
        share = level = None
        if isinstance(question, LevelsQuestion):
            level = None if tally.mean is None else float(rounded(tally.mean))
        else:
            part = tally.share(measure.options)
            share = None if part is None else float(rounded(part, 2))
        if share is not None or level is not None:
            yield EffectRow(measure, question, viewpoint, share, level, tally.given)
