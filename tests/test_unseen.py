"""Everything that is shown is the same, to the letter, whatever hidden people said."""

import json
import random
from dataclasses import replace

import pytest

from diagnostic import benchmarks, charts, tables
from diagnostic.answers import Passage, Value
from diagnostic.command_line.report import Report
from diagnostic.confidence import Publication, Step, advance, narrow, publish
from diagnostic.exchange.scores import published_scores
from diagnostic.questionnaire import current
from diagnostic.readings import (
    read_anchors,
    read_axes,
    read_domains,
    read_items,
    say_axes,
    say_fragilities,
    say_gaps,
)
from diagnostic.respondents import Viewpoint
from diagnostic.texts import voice_of
from tests.people import DONT_KNOW, person

CONTENT = current()
FIGURES = benchmarks.read(CONTENT)
CITIZEN, ELECTED, FIRM = Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM
AGES = ("moins_de_30", "de_75_et_plus")


def someone(draw: random.Random, viewpoint: Viewpoint) -> Passage:
    said: dict[str, Value] = {f"F{n:02}.G": draw.choice([*range(11), DONT_KNOW]) for n in (1, 2, 6)}
    said["K1"] = draw.choice([option.id for option in CONTENT.question("K1").options])
    if viewpoint is CITIZEN:
        said["profil.age"] = draw.choice(AGES)
    else:
        said |= {name: draw.choice([*range(5), DONT_KNOW]) for name in ("A1", "A2", "A4", "B1")}
    return person(viewpoint, said)


def crowd(seed: int, **sizes: int) -> list[Passage]:
    draw = random.Random(seed)
    return [someone(draw, Viewpoint(name)) for name, size in sizes.items() for _ in range(size)]


def everything(state: Publication, threshold: int = 5) -> str:
    """All that any screen, table, file or command can tell of a state."""
    whole = state.release(CONTENT, threshold)
    releases = [whole]
    for viewpoint in Viewpoint:
        if found := state.options(viewpoint, threshold):
            for option in found[1]:
                part = state.part(viewpoint, option, threshold)
                assert part is not None
                releases.append(narrow(whole, part, viewpoint))
    told = []
    for shown in releases:
        told.append(json.dumps(published_scores(shown, CONTENT, FIGURES)))
        told += Report(CONTENT, shown, FIGURES).lines()
        for language in ("fr", "en"):
            voice = voice_of(language)
            domains = read_domains(CONTENT, shown, FIGURES)
            axes = read_axes(CONTENT, shown)
            items = [item for axis in axes for item in read_items(CONTENT, shown, axis.axis)]
            anchors = read_anchors(CONTENT, shown, FIGURES)
            told += [say_gaps(voice, CONTENT, domains), say_fragilities(voice, CONTENT, domains)]
            told.append(say_axes(voice, CONTENT, shown, axes))
            frames = [
                tables.fragilities_table(voice, CONTENT, domains),
                tables.gaps_table(voice, CONTENT, domains),
                tables.axes_table(voice, CONTENT, axes),
                tables.items_table(voice, CONTENT, items),
                *(tables.anchor_table(voice, CONTENT, anchor) for anchor in anchors),
            ]
            told += [frame.to_csv() for frame in frames]
            drawn = [
                charts.draw_fragilities(voice, CONTENT, domains),
                charts.draw_gaps(voice, CONTENT, domains),
                charts.draw_axes(voice, CONTENT, axes),
                charts.draw_radar(voice, CONTENT, axes),
                *(charts.draw_anchor(voice, CONTENT, anchor) for anchor in anchors),
            ]
            # A figure written out holds its hover texts too.
            told += [chart.figure.to_json() + str(chart) for chart in drawn if chart]
    return "\n".join(map(str, told))


def after(people: list[Passage], more: list[Passage]) -> Publication:
    """What is seen once `people` were looked at and `more` have come."""
    first = advance(Publication(), {}, CONTENT, people, 5)
    assert first is not None
    second = advance(first.publication, first.ledger, CONTENT, [*people, *more], 5)
    return (second or first).publication


def test_what_is_compared_holds_figures() -> None:
    told = everything(publish(CONTENT, crowd(1, citoyen=14, elu=7), 5))
    assert len(told) > 50_000
    assert told != everything(publish(CONTENT, crowd(2, citoyen=14, elu=7), 5))


@pytest.mark.parametrize("few", [1, 2, 4])
def test_a_small_regard_and_an_empty_one_look_the_same(few: int) -> None:
    citizens = crowd(1, citoyen=12, entreprise=6)
    alone = everything(publish(CONTENT, citizens, 5))
    for seed in (2, 3):
        assert everything(publish(CONTENT, [*citizens, *crowd(seed, elu=few)], 5)) == alone


@pytest.mark.parametrize("few", [1, 4])
def test_people_who_come_by_less_than_a_batch_are_not_seen_at_all(few: int) -> None:
    people = crowd(1, citoyen=14, elu=7)
    before = everything(publish(CONTENT, people, 5))
    for seed in (2, 3):
        assert everything(after(people, crowd(seed, citoyen=few, elu=few))) == before


def test_somebody_who_changes_everything_they_said_is_not_seen() -> None:
    people = crowd(1, citoyen=14, elu=7)
    other = crowd(9, citoyen=1)[0]
    changed = replace(people[0], answers=other.answers)
    first = advance(Publication(), {}, CONTENT, people, 5)
    assert first is not None
    assert advance(first.publication, first.ledger, CONTENT, [changed, *people[1:]], 5) is None


def test_somebody_who_erases_everything_they_said_is_not_seen() -> None:
    people = crowd(1, citoyen=14, elu=7)
    first = advance(Publication(), {}, CONTENT, people, 5)
    assert first is not None
    gone = people[0].submission.id
    ledger = {key: mark for key, mark in first.ledger.items() if key[0] != gone}
    assert advance(first.publication, ledger, CONTENT, people[1:], 5) is None


def test_a_batch_moves_the_figures() -> None:
    people, more = crowd(1, citoyen=14, elu=7), crowd(2, citoyen=20)
    assert after(people, more).people == {CITIZEN: 34, ELECTED: 7}
    moved: Step | None = advance(Publication(), {}, CONTENT, [*people, *more], 5)
    assert moved is not None
    tally = after(people, more).questions["K1"][CITIZEN]
    assert tally == moved.publication.questions["K1"][CITIZEN]
    assert tally.given == 34
