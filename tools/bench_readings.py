"""What counting answers and reading them costs, beside a bare NumPy mean of the same answers.

Goals are told, never asserted: nothing here fails because a machine is slow.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from diagnostic import benchmarks
from diagnostic.answers import Answer, AnswerState, Passage, Value, by_question
from diagnostic.benchmarks import Benchmarks
from diagnostic.confidence import Publication, Release, advance, publish, release
from diagnostic.indicators import Indicators
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
    current,
    walk,
)
from diagnostic.readings import read_anchors, read_axes, read_domains, read_items, sort_by_gap
from diagnostic.readings.coherence import read_coherence
from diagnostic.readings.crossings import read_crossings
from diagnostic.readings.effects import read_effects
from diagnostic.readings.fragilities import compare_domains, read_agreement
from diagnostic.readings.matrix import read_matrix
from diagnostic.readings.next_steps import read_next_steps
from diagnostic.readings.rules import Rules, current_rules
from diagnostic.readings.situations import read_alerts, read_situation
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.scoring import score
from diagnostic.territories import Gazetteer, Territory, TerritoryKey

PEOPLE = {
    Viewpoint.CITIZEN: 40,
    Viewpoint.ELECTED: 50,
    Viewpoint.FIRM: 30,
    Viewpoint.ASSOCIATION: 35,
    Viewpoint.INSTITUTION: 75,
    Viewpoint.CATALYST: 70,
}
"""300 people, who give 60 answers each on average."""
THRESHOLD = 5
UNSURE, UNCONCERNED, SILENT = 0.06, 0.02, 0.03
"""Of the questions that allow it, how many are answered so; of all, how many are left out."""
ROUNDS = 15
SIZES = (20, 200, 2_000)
"""Numbers of diagnostics at which the cost of one answer is told."""
POOL = 4
"""Times more people than in one diagnostic, of whom each diagnostic draws its own."""
GOAL = 50
"""Milliseconds: a diagnostic with all its readings."""
PLACE = "epci:200072452"

Numbers = dict[tuple[Viewpoint, str], NDArray[np.float64]]
"""Regard and question → the marks and levels that were given."""


def make_person(
    chance: random.Random, questionnaire: Questionnaire, viewpoint: Viewpoint, number: int
) -> Passage:
    """Somebody who goes through the whole questionnaire, the questions that answers call too."""
    answers: dict[str, Answer] = {}
    asked: set[str] = set()
    while True:
        screens = walk(questionnaire, viewpoint, short=False, answers=answers)
        new = [q for screen in screens for q in screen.questions if q.id not in asked]
        if not new:
            break
        asked |= {question.id for question in new}
        answers |= by_question(a for question in new if (a := draw_answer(chance, question)))
    submission = Submission(number, 1, viewpoint, False)
    return Passage(submission, answers, {})


def draw_answer(chance: random.Random, question: Question) -> Answer | None:
    drawn = chance.random()
    if question.kind == "text" or drawn < SILENT:
        return None
    if question.dont_know and drawn < SILENT + UNSURE:
        return Answer(question.id, AnswerState.DONT_KNOW)
    if question.not_concerned and drawn > 1 - UNCONCERNED:
        return Answer(question.id, AnswerState.NOT_CONCERNED)
    return Answer(question.id, AnswerState.GIVEN, draw_value(chance, question))


def draw_value(chance: random.Random, question: Question) -> Value:
    if isinstance(question, ScaleQuestion):
        return chance.randint(question.minimum, question.maximum)
    if isinstance(question, LevelsQuestion):
        return chance.randint(0, 4)
    if isinstance(question, ChoiceQuestion):
        return chance.choice(question.options).id
    if isinstance(question, ChoicesQuestion | RankingQuestion):
        return tuple(o.id for o in chance.sample(question.options, min(3, question.most)))
    return None


def draw_room(chance: random.Random, pool: dict[Viewpoint, list[Passage]]) -> list[Passage]:
    return [
        p for viewpoint, number in PEOPLE.items() for p in chance.sample(pool[viewpoint], number)
    ]


def gather_numbers(people: Sequence[Passage]) -> Numbers:
    """The same answers as bare arrays; making them is not part of the floor."""
    found: dict[tuple[Viewpoint, str], list[float]] = {}
    for passage in people:
        for name, answer in passage.answers.items():
            if isinstance(answer.value, int):
                found.setdefault((passage.submission.viewpoint, name), []).append(answer.value)
    return {key: np.array(values, dtype=np.float64) for key, values in found.items()}


def mean_numbers(numbers: Numbers) -> dict[tuple[Viewpoint, str], float]:
    return {key: float(values.mean()) for key, values in numbers.items()}


def read_all(
    questionnaire: Questionnaire,
    rules: Rules,
    figures: Benchmarks,
    indicators: Indicators,
    gazetteer: Gazetteer,
    territory: Territory,
    shown: Release,
) -> int:
    """R1 to R6, anchors, situations, next steps; how many intervals there were."""
    domains = read_domains(questionnaire, shown, figures)
    sort_by_gap(domains)
    compare_domains(domains)
    read_agreement(domains)
    read_crossings(domains, indicators, territory, gazetteer)
    read_matrix(rules, domains, shown)
    axes = read_axes(questionnaire, shown)
    items = [item for axis in axes for item in read_items(questionnaire, shown, axis.axis)]
    read_effects(rules, questionnaire, shown)
    read_situation(rules, questionnaire, shown)
    read_alerts(rules, questionnaire, shown)
    read_coherence(rules, questionnaire, shown)
    read_next_steps(rules, questionnaire, shown)
    anchors = read_anchors(questionnaire, shown, figures)
    for domain in domains:
        for viewpoint in domain.marks:
            domain.agreement(viewpoint)
    for item in items:
        for viewpoint in item.marks:
            item.agreement(viewpoint)
    intervals = [domain.interval(viewpoint) for domain in domains for viewpoint in domain.marks]
    intervals += [axis.interval(viewpoint) for axis in axes for viewpoint in axis.marks]
    intervals += [item.interval(viewpoint) for item in items for viewpoint in item.marks]
    intervals += [row.interval for anchor in anchors for row in anchor.rows]
    return sum(found is not None for found in intervals)


def look_first(questionnaire: Questionnaire, people: Sequence[Passage]) -> int:
    """Publish, and write down what was counted; how many lines that makes."""
    step = advance(Publication(), {}, questionnaire, people, THRESHOLD)
    return len(step.ledger) if step else 0


def time_one(act: Callable[[], object]) -> float:
    """Milliseconds of processor."""
    before = time.process_time()
    act()
    return 1000 * (time.process_time() - before)


def show_readings(questionnaire: Questionnaire, rooms: Iterator[list[Passage]]) -> str:
    """One diagnostic with all its readings; other people each time, so that nothing is known."""
    gazetteer, indicators = Gazetteer.read(), Indicators.read()
    read = partial(
        read_all,
        questionnaire,
        current_rules(),
        benchmarks.read(questionnaire),
        indicators,
        gazetteer,
        gazetteer.get(TerritoryKey.parse(PLACE)),
    )
    costs: list[tuple[float, ...]] = []
    answers = intervals = 0
    for _ in range(ROUNDS + 1):
        people = next(rooms)
        numbers = gather_numbers(people)
        before = time.process_time()
        state = publish(questionnaire, people, THRESHOLD)
        published = time.process_time()
        shown = state.release(questionnaire, THRESHOLD)
        intervals = read(shown)
        done = time.process_time()
        answers = sum(len(passage.answers) for passage in people)
        counted = time_one(lambda p=people: score(questionnaire, p))  # type: ignore[misc]
        kept = time_one(lambda p=people: look_first(questionnaire, p))  # type: ignore[misc]
        floor = time_one(lambda n=numbers: mean_numbers(n))  # type: ignore[misc]
        marks = (published - before, done - published, done - before)
        costs.append((*(1000 * mark for mark in marks), counted, kept, floor))
    publishing, reading, whole, counting, keeping, floor = map(
        statistics.median, zip(*costs[1:], strict=True)
    )
    print(
        f"un diagnostic, {sum(PEOPLE.values())} personnes, {answers} réponses, {intervals} "
        f"intervalles, montré par lots comme à l’écran : {whole:.0f} ms (publier "
        f"{publishing:.0f}, dont compter {counting:.0f} ; lire {reading:.0f} ; but {GOAL}) ; "
        f"moyennes NumPy nues des mêmes réponses {floor:.2f} ms, × {whole / floor:.0f}"
    )
    print(
        f"le premier regard, qui tient aussi le registre de ce qui est compté : {keeping:.0f} ms, "
        "sans les lectures"
    )
    return f"un diagnostic et toutes ses lectures {whole:.0f} ms (but {GOAL})"


def show_growth(questionnaire: Questionnaire, rooms: Iterator[list[Passage]]) -> str:
    """The cost of one answer when more and more diagnostics are scored, one after the other."""
    spent = floor = 0.0
    answers = 0
    told: list[float] = []
    for number in range(1, SIZES[-1] + 1):
        people = next(rooms)
        before = time.process_time()
        release(score(questionnaire, people), questionnaire, THRESHOLD)
        spent += time.process_time() - before
        numbers = gather_numbers(people)
        floor += time_one(partial(mean_numbers, numbers)) / 1000
        answers += sum(len(passage.answers) for passage in people)
        if number in SIZES:
            told.append(1e6 * spent / answers)
            print(
                f"{number} diagnostics comptés : {told[-1]:.2f} µs par réponse ({answers} "
                f"réponses) ; moyennes NumPy nues {1e6 * floor / answers:.3f} µs, "
                f"× {spent / floor:.0f}"
            )
    return f"une réponse comptée {' → '.join(f'{cost:.2f}' for cost in told)} µs"


def main() -> None:
    chance, questionnaire = random.Random(20261122), current()
    pool = {
        viewpoint: [
            make_person(chance, questionnaire, viewpoint, 10_000 * place + n)
            for n in range(POOL * number)
        ]
        for place, (viewpoint, number) in enumerate(PEOPLE.items())
    }
    # The pool is no part of a diagnostic: the collector, which stays on, need not walk it.
    gc.collect()
    gc.freeze()
    rooms = iter(lambda: draw_room(chance, pool), None)
    sums = [show_readings(questionnaire, rooms), show_growth(questionnaire, rooms)]
    print("bench: " + " · ".join(sums))


if __name__ == "__main__":
    main()
