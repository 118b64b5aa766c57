"""The figures of the results as tables, and answers as rows.

Cells are text. « Trop peu de réponses » stands for a regard that is asked and cannot be shown, a
dash for what does not exist. With `viewpoints`, a regard that is wholly withheld has a column too.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from diagnostic.answers import Answer, Passage
from diagnostic.confidence import Interval
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
    TextQuestion,
)
from diagnostic.readings import (
    AnchorReading,
    AxisReading,
    DomainReading,
    ItemReading,
    sort_by_gap,
)
from diagnostic.readings.fragilities import compare_domains
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.tables.cells import (
    against_france,
    axis_mark_of,
    ends_of,
    figure_of,
    gap_name,
    here_of,
    if_shown,
    interval_of,
    items_of,
    mark_of,
    several,
    share_intervals,
    standings,
    sureness,
)
from diagnostic.texts import Voice
from diagnostic.texts.voice import MISSING

ANSWER_COLUMNS = ("personne", "vague", "regard", "question", "etat", "valeur")
_FORMULA = re.compile("'*[=+\\-@\t\r\n\0＝＋－＠]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~:$^-])")


def fragilities_table(
    voice: Voice,
    questionnaire: Questionnaire,
    readings: Iterable[DomainReading],
    viewpoints: Iterable[Viewpoint] | None = None,
) -> pd.DataFrame:
    """R1: one row per domain that has a height, with the national figures that are drawn."""
    found = [reading for reading in readings if reading.height is not None]
    columns = {
        voice.say("Domaine"): [r.domain.short.of(voice.language) for r in found],
        voice.say("Note croisée"): [voice.number(r.cross.mean if r.cross else None) for r in found],
    }
    _add_whole(voice, columns, [r.whole for r in found])
    marks = {r.question_id: r.marks for r in found}
    intervals = {r.question_id: r.interval for r in found}
    comparisons = compare_domains(found)
    for viewpoint in _add_regards(voice, questionnaire, columns, marks, viewpoints, intervals):
        national = [r.national(viewpoint) for r in found]
        regard = _plural(voice, questionnaire, viewpoint).lower()
        if any(national):
            columns[voice.say("France, {regard} (année)", regard=regard)] = [
                f"{voice.number(figure.value)} ({figure.source.year})" if figure else MISSING
                for figure in national
            ]
            columns[voice.say("Face à la France, {regard}", regard=regard)] = [
                against_france(voice, comparisons.get((r.domain.id, viewpoint))) for r in found
            ]
    return pd.DataFrame(columns)


def gaps_table(
    voice: Voice,
    questionnaire: Questionnaire,
    readings: Iterable[DomainReading],
    viewpoints: Iterable[Viewpoint] | None = None,
) -> pd.DataFrame:
    """R2: one row per domain on which two regards speak, the widest gap first."""
    found = [(reading, reading.gap) for reading in sort_by_gap(readings) if reading.gap]
    columns = {
        voice.say("Domaine"): [r.domain.short.of(voice.language) for r, _ in found],
        voice.say("Écart (points)"): [voice.number(gap.points) for _, gap in found],
        voice.say("Écart, intervalle à 95 %"): [ends_of(voice, r.gap_interval) for r, _ in found],
        voice.say("Lecture"): [gap_name(voice, gap.name) for _, gap in found],
        voice.say("Note la plus haute"): [
            f"{_plural(voice, questionnaire, gap.high)} {voice.number(gap.high_mean)}"
            for _, gap in found
        ],
        voice.say("Note la plus basse"): [
            f"{_plural(voice, questionnaire, gap.low)} {voice.number(gap.low_mean)}"
            for _, gap in found
        ],
    }
    marks = {r.question_id: r.marks for r, _ in found}
    intervals = {r.question_id: r.interval for r, _ in found}
    _add_regards(voice, questionnaire, columns, marks, viewpoints, intervals)
    return pd.DataFrame(columns)


def axes_table(
    voice: Voice,
    questionnaire: Questionnaire,
    readings: Iterable[AxisReading],
    viewpoints: Iterable[Viewpoint] | None = None,
) -> pd.DataFrame:
    """R5, rows and radar: one row per axis that has a mark, out of 4."""
    found = [reading for reading in readings if reading.mean is not None]
    marks = {item.id: r.marks for r in found for item in r.axis.items if item.star}
    columns = {
        voice.say("Axe"): [f"{r.axis.id} {r.axis.name.of(voice.language)}" for r in found],
        voice.say("Moyenne des regards"): [voice.number(r.mean) for r in found],
    }
    for viewpoint in _columns(questionnaire, viewpoints, marks):
        columns[_header(voice, questionnaire, viewpoint)] = [
            axis_mark_of(voice, reading, viewpoint) for reading in found
        ]
        columns[_interval_header(voice, questionnaire, viewpoint)] = [
            interval_of(voice, reading.marks.get(viewpoint), reading.interval(viewpoint))
            for reading in found
        ]
        columns[
            voice.say(
                "{regard}, questions de l’axe", regard=_plural(voice, questionnaire, viewpoint)
            )
        ] = [items_of(voice, reading.marks.get(viewpoint)) for reading in found]
    return pd.DataFrame(columns)


def items_table(
    voice: Voice,
    questionnaire: Questionnaire,
    readings: Iterable[ItemReading],
    viewpoints: Iterable[Viewpoint] | None = None,
) -> pd.DataFrame:
    """The items of an axis that have a mark, out of 4."""
    found = [r for r in readings if r.whole or any(t.mean is not None for t in r.marks.values())]
    columns = {voice.say("Question"): [f"{r.question.id} {r.short}" for r in found]}
    _add_whole(voice, columns, [r.whole for r in found])
    marks = {r.question.id: r.marks for r in found}
    intervals = {r.question.id: r.interval for r in found}
    _add_regards(voice, questionnaire, columns, marks, viewpoints, intervals)
    return pd.DataFrame(columns)


def anchor_table(
    voice: Voice, questionnaire: Questionnaire, reading: AnchorReading
) -> pd.DataFrame:
    """One row per answer and regard, with the national figures, their year and their source."""
    question = reading.question
    if not reading.rows and reading.whole:
        return distribution_table(voice, questionnaire, question, {}, reading.whole)
    ranked = isinstance(question, RankingQuestion)
    rows = reading.rows
    return pd.DataFrame(
        {
            voice.say("Réponse"): [row.label[voice.language] for row in rows],
            voice.say("Regard"): [_plural(voice, questionnaire, row.viewpoint) for row in rows],
            voice.say("Ici"): [here_of(voice, row, ranked=ranked) for row in rows],
            voice.say("Réponses (n)"): [
                MISSING if row.share is None else voice.whole(row.given) for row in rows
            ],
            **share_intervals(voice, rows, ranked=ranked),
            voice.say("France (année)"): [
                several(f"{figure_of(voice, f)} ({f.source.year})" for f in row.france)
                for row in rows
            ],
            **standings(voice, rows),
            voice.say("Source"): [
                several(dict.fromkeys(f.source.short(voice.language) for f in row.france))
                for row in rows
            ],
        }
    )


def distribution_table(
    voice: Voice,
    questionnaire: Questionnaire,
    question: Question,
    tallies: Mapping[Viewpoint, Tally],
    whole: Tally | None = None,
    totals: Mapping[Viewpoint, int] | None = None,
) -> pd.DataFrame:
    """One row per possible answer, then what is no answer; one column per regard.

    `whole` is told only where there is no tally of a regard. `totals`: how many people there are
    in all, of the regards of which it is known.
    """
    groups = {
        _plural(voice, questionnaire, viewpoint): tallies[viewpoint]
        for viewpoint in Viewpoint
        if viewpoint in tallies
    }
    if not groups and whole:
        groups = {voice.say("Toute la salle"): whole}
    kinds = _kinds(question, voice.language)
    last: list[tuple[str, Callable[[Tally], str]]] = [
        (voice.say("ont répondu (n)"), lambda t: if_shown(voice, t, voice.whole(t.given)))
    ]
    if isinstance(question, ScaleQuestion | LevelsQuestion):
        last += sureness(
            voice,
            question,
            lambda t: next(((totals or {}).get(v) for v, one in tallies.items() if one is t), None),
        )
    if question.dont_know:
        last.append((voice.say("ne sait pas"), lambda t: voice.whole(t.dont_know)))
    if question.not_concerned:
        last.append((voice.say("pas concerné"), lambda t: voice.whole(t.not_concerned)))
    last.append((voice.say("sans réponse"), lambda t: voice.whole(t.unanswered)))
    columns = {voice.say("Réponse"): [label for _, label in kinds] + [name for name, _ in last]}
    for name, tally in groups.items():
        columns[name] = [
            *(if_shown(voice, tally, voice.percent(tally.share((value,)))) for value, _ in kinds),
            *(say(tally) for _, say in last),
        ]
    return pd.DataFrame(columns)


def escape_markdown(frame: pd.DataFrame) -> pd.DataFrame:
    """The table as a screen that reads Markdown shows it letter for letter.

    Names and answers may be typed by users: an image in them would be fetched.
    """
    return frame.map(_letter_for_letter).rename(columns=_letter_for_letter)


def export_answers(
    passages: Iterable[Passage],
    questionnaire: Questionnaire,
    waves: Mapping[int, int],
    *,
    local: Iterable[Question] = (),
    free_texts: bool = False,
) -> pd.DataFrame:
    """One row per answer: person's number, wave, regard, question, state, value.

    `waves` gives the number of a wave from its id. No comment, date or token is exported, nor
    what people wrote unless `free_texts`. People are numbered in the order of a digest of what
    they said: the same answers give the same order, and it tells nothing of who came when.
    Several options are joined by « | », in the order of the person.
    """
    questions = {**questionnaire.by_id, **{question.id: question for question in local}}
    place = {name: number for number, name in enumerate(questions)}
    people = []
    for passage in passages:
        wave = waves[passage.submission.wave_id]
        regard = str(passage.submission.viewpoint)
        said = sorted(passage.answers.values(), key=lambda a: place.get(a.question_id, len(place)))
        content = [(a.question_id, str(a.state), a.value) for a in said]
        digest = hashlib.sha256(repr((wave, regard, sorted(content, key=repr))).encode())
        values = [_value(questions, a, free_texts) for a in said]
        rows = [(wave, regard, *c[:2], value) for c, value in zip(content, values, strict=True)]
        people.append((digest.hexdigest(), rows))
    people.sort(key=lambda person: person[0])
    return pd.DataFrame(
        [(number, *row) for number, (_, rows) in enumerate(people, start=1) for row in rows],
        columns=list(ANSWER_COLUMNS),
    )


def to_csv(frame: pd.DataFrame, *, french: bool = True) -> bytes:
    """A CSV file: for a French spreadsheet (BOM, « ; », decimal comma), or international.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; so does one that
    already has some there, so that taking one away gives back what was written.
    """
    safe = frame.map(lambda cell: _cell(cell, french=french)).rename(columns=_guard)
    text = safe.to_csv(index=False, sep=";" if french else ",", lineterminator="\r\n")
    return text.encode("utf-8-sig" if french else "utf-8")


def _plural(voice: Voice, questionnaire: Questionnaire, viewpoint: Viewpoint) -> str:
    return questionnaire.route(viewpoint).plural.of(voice.language)


def _header(voice: Voice, questionnaire: Questionnaire, viewpoint: Viewpoint) -> str:
    return f"{_plural(voice, questionnaire, viewpoint)} (n)"


def _asks(questionnaire: Questionnaire, viewpoint: Viewpoint, question_id: str) -> bool:
    question = questionnaire.by_id.get(question_id)
    return any(
        question_id in step.ask or (question is not None and question.aspect in step.deepen)
        for route in questionnaire.routes
        if route.viewpoint is viewpoint
        for step in route.steps
    )


def _columns(
    questionnaire: Questionnaire,
    viewpoints: Iterable[Viewpoint] | None,
    marks: Mapping[str, Mapping[Viewpoint, object]],
) -> list[Viewpoint]:
    """The regards that are wanted and asked; where none is named, those with a mark."""
    if viewpoints is None:
        return [v for v in Viewpoint if any(v in known for known in marks.values())]
    return [v for v in viewpoints if any(_asks(questionnaire, v, name) for name in marks)]


def _add_regards(
    voice: Voice,
    questionnaire: Questionnaire,
    columns: dict[str, list[str]],
    marks: Mapping[str, Mapping[Viewpoint, Tally]],
    viewpoints: Iterable[Viewpoint] | None,
    intervals: Mapping[str, Callable[[Viewpoint], Interval | None]],
) -> list[Viewpoint]:
    """Two columns per regard, mark and interval, one row per question; gives back the regards."""
    regards = _columns(questionnaire, viewpoints, marks)
    for viewpoint in regards:
        columns[_header(voice, questionnaire, viewpoint)] = [
            mark_of(voice, known.get(viewpoint), asked=_asks(questionnaire, viewpoint, name))
            for name, known in marks.items()
        ]
        columns[_interval_header(voice, questionnaire, viewpoint)] = [
            interval_of(voice, known.get(viewpoint), intervals[name](viewpoint))
            for name, known in marks.items()
        ]
    return regards


def _interval_header(voice: Voice, questionnaire: Questionnaire, viewpoint: Viewpoint) -> str:
    return voice.say("{regard}, intervalle à 95 %", regard=_plural(voice, questionnaire, viewpoint))


def _add_whole(voice: Voice, columns: dict[str, list[str]], wholes: list[Tally | None]) -> None:
    if any(wholes):
        columns[voice.say("Toute la salle (n)")] = [
            f"{voice.number(whole.mean)} ({voice.whole(whole.given)})" if whole else MISSING
            for whole in wholes
        ]


def _kinds(question: Question, language: str) -> list[tuple[int | str, str]]:
    if isinstance(question, ScaleQuestion):
        return [(mark, str(mark)) for mark in range(question.minimum, question.maximum + 1)]
    if isinstance(question, LevelsQuestion):
        named = question.names or question.levels
        return [(level, f"{level} {name.of(language)}") for level, name in enumerate(named)]
    if isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion):
        return [(option.id, option.label.of(language)) for option in question.options]
    return []


def _value(questions: Mapping[str, Question], answer: Answer, free_texts: bool) -> int | str:
    if answer.value is None:
        return ""
    if isinstance(answer.value, tuple):
        return "|".join(answer.value)
    question = questions.get(answer.question_id)
    # A question that is not known here may be a free one.
    if isinstance(answer.value, str) and (question is None or isinstance(question, TextQuestion)):
        return answer.value if free_texts else ""
    return answer.value


def _letter_for_letter(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _guard(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _cell(cell: Any, *, french: bool) -> str:
    if isinstance(cell, str):
        return _guard(cell)
    if pd.isna(cell):
        return ""
    return str(cell).replace(".", ",") if isinstance(cell, float) and french else str(cell)
