"""Who answered together, and how many there are in all: said where known, never of few."""

import pytest

from diagnostic.campaigns import CampaignRefused, check_total, read_total
from diagnostic.confidence import (
    Interval,
    differ_in_mean,
    differ_in_share,
    gap_interval,
    mean_interval,
    proportion_interval,
    publish,
)
from diagnostic.confidence.crowds import gather
from diagnostic.confidence.movements import mean_figure, move, share_figure
from diagnostic.readings import read_anchors, read_axes, read_domains, read_items
from diagnostic.readings.explanations import Catalogue, say_lines
from diagnostic.readings.fragilities import compare_domains
from diagnostic.readings.rules import current_rules
from diagnostic.readings.settings import Setting, read_setting, write_setting
from diagnostic.readings.uncertainty import say_gap_interval, say_interval, say_sureness
from diagnostic.respondents import Viewpoint
from diagnostic.texts import voice_of
from tests.calculator import ordinary, work_out
from tests.people import group, person
from tests.readings.figures import NONE, figure, table
from tests.readings.test_never_said import CONTENT

FRENCH = voice_of("fr")
CITIZEN, ELECTED, FIRM = Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM


def seats(room: int, viewpoint: Viewpoint, *people: int) -> list[tuple[int, int, Viewpoint]]:
    return [(room, one, viewpoint) for one in people]


def test_a_regard_of_which_half_came_to_one_workshop_is_said_to() -> None:
    told = seats(1, CITIZEN, *range(10))
    assert gather(told, {CITIZEN: 20}, 5) == {CITIZEN: 1}
    assert gather(told, {CITIZEN: 21}, 5) == {}
    assert gather(told, {CITIZEN: 10}, 5) == {CITIZEN: 1}


def test_two_workshops_count_together_and_nobody_twice() -> None:
    told = [*seats(1, CITIZEN, *range(8)), *seats(2, CITIZEN, *range(8, 14))]
    assert gather(told, {CITIZEN: 28}, 5) == {CITIZEN: 2}
    assert gather(told, {CITIZEN: 29}, 5) == {}
    same = [*seats(1, CITIZEN, *range(8)), *seats(2, CITIZEN, *range(8))]
    assert gather(same, {CITIZEN: 20}, 5) == {}


@pytest.mark.parametrize(("inside", "people"), [(4, 8), (10, 11), (10, 14), (4, 4)])
def test_nothing_is_said_of_a_regard_that_a_workshop_parts_into_a_small_group(
    inside: int, people: int
) -> None:
    assert gather(seats(1, ELECTED, *range(inside)), {ELECTED: people}, 5) == {}


def test_where_all_answered_nothing_is_uncertain_however_few_they_are() -> None:
    assert mean_interval(3, 6.0, 2.0, (0, 10), people=3) == Interval(6.0, 6.0)
    assert mean_interval(3, 6.0, 2.0, (0, 10)) is None
    assert mean_interval(3, 6.0, 2.0, (0, 10), people=4) is None
    assert proportion_interval(1 / 3, 3, people=3) == Interval(1 / 3, 1 / 3)
    assert differ_in_mean(3, 6.0, 2.0, (0, 10), 5.0, None, 3).interval == Interval(1.0, 1.0)
    assert differ_in_mean(3, 6.0, 2.0, (0, 10), 5.0, None).interval is None
    assert differ_in_share(0.5, 4, 0.25, None, 4).interval == Interval(0.25, 0.25)


def test_the_nearer_to_everybody_the_narrower() -> None:
    means = [mean_interval(10, 6.0, 2.0, (0, 10), people=n) for n in (11, 20, 200, None)]
    shares = [proportion_interval(0.4, 10, people=n) for n in (11, 20, 200, None)]
    for found in (means, shares):
        widths = [one.width for one in found if one]
        assert len(widths) == 4
        assert widths == sorted(widths)
        assert widths[0] < widths[-1] / 2
    one = (10, 6.0, 2.0)
    wide, narrow = gap_interval(one, one, (0, 10)), gap_interval(one, one, (0, 10), (11, 11))
    assert wide is not None
    assert narrow is not None
    assert narrow.width < wide.width / 2
    loose = move(*[mean_figure(10, 6.0, 2.0, (0, 10))] * 2).interval
    tight = move(*[mean_figure(10, 6.0, 2.0, (0, 10), 11)] * 2).interval
    assert loose is not None
    assert tight is not None
    assert tight.width < loose.width / 2
    assert share_figure(0.5, 4).around is None
    exact = share_figure(0.5, 4, 4).around
    assert exact is not None
    assert exact(0.99) == Interval(0.5, 0.5)


PEOPLE = [
    *[person(ELECTED, {"F01.G": mark, "A1": 2, "A2": 3, "K1": "plutot"}) for mark in range(2, 8)],
    *group(CITIZEN, "F01.G", *[5] * 10, *[8] * 10),
    *group(FIRM, "F01.G", *[4] * 6),
]
NATIONAL = table(figure("F01.G", ELECTED, 3.0))


def released(totals: dict[Viewpoint, int], gathered: dict[Viewpoint, int] | None = None):  # type: ignore[no-untyped-def]
    return publish(CONTENT, PEOPLE, 5).release(CONTENT, 5).knowing(totals, gathered or {})


def test_every_reading_takes_how_many_there_are_into_account() -> None:
    whole, sampled = released({ELECTED: 6, FIRM: 5}), released({})
    (known,) = (r for r in read_domains(CONTENT, whole, NATIONAL) if r.domain.id == "F01")
    (unknown,) = (r for r in read_domains(CONTENT, sampled, NATIONAL) if r.domain.id == "F01")
    assert known.interval(ELECTED) == Interval(4.5, 4.5)
    assert known.interval(FIRM) == unknown.interval(FIRM)
    assert known.interval(CITIZEN) == unknown.interval(CITIZEN)
    there = compare_domains([known])["F01", ELECTED].difference.interval
    wide = compare_domains([unknown])["F01", ELECTED].difference.interval
    assert there is not None
    assert wide is not None
    assert there.width < wide.width
    axis = next(r for r in read_axes(CONTENT, whole) if r.axis.id == "A")
    assert axis.interval(ELECTED) == Interval(2.5, 2.5)
    item = read_items(CONTENT, whole, axis.axis)[0]
    assert item.interval(ELECTED) == Interval(2.0, 2.0)
    rows = next(r for r in read_anchors(CONTENT, whole, NONE) if r.question.id == "K1").rows
    assert {row.interval for row in rows if row.viewpoint is ELECTED} == {
        Interval(0.0, 0.0),
        Interval(1.0, 1.0),
    }


def test_an_axis_that_some_answered_in_part_is_not_told_to_be_exact() -> None:
    some = [person(ELECTED, {"A1": 2, "A2": 3} if n else {"A1": 1}) for n in range(8)]
    shown = publish(CONTENT, some, 5).release(CONTENT, 5).knowing({ELECTED: 8}, {})
    axis = next(r for r in read_axes(CONTENT, shown) if r.axis.id == "A")
    found = axis.interval(ELECTED)
    assert found is None or found.width > 0


def test_a_number_that_cannot_be_is_told_and_used_nowhere() -> None:
    shown = released({FIRM: 5, ELECTED: 6})
    assert shown.mistaken == (FIRM,)
    assert shown.known_totals == {ELECTED: 6}
    withheld = released({Viewpoint.ASSOCIATION: 1})
    assert withheld.mistaken == ()


def test_words_say_that_all_answered_and_never_an_interval() -> None:
    exact = Interval(4.5, 4.5)
    said = ordinary(say_interval(FRENCH, exact))
    assert said == "tous ont répondu, pas d’intervalle"
    assert "exact" in say_gap_interval(FRENCH, exact)
    reading = next(r for r in read_domains(CONTENT, released({ELECTED: 6}), NONE) if r.marks)
    assert ordinary(say_sureness(FRENCH, reading.marks[ELECTED], exact)) == said


def explain(name: str, totals: dict[Viewpoint, int], gathered: dict[Viewpoint, int]) -> list[str]:
    shown = released(totals, gathered)
    book = Catalogue(FRENCH, CONTENT, shown, NATIONAL, current_rules())
    explanation = book.explain(name)
    for step in explanation.steps:
        said = step.formula.say(FRENCH)
        if "loi bêta" not in said:
            work_out(said)
    return [ordinary(f"{heading} : {line}") for heading, line in say_lines(FRENCH, explanation)]


def test_an_explanation_says_how_many_there_are_and_how_that_counts() -> None:
    told = explain("R1.F01.elu", {ELECTED: 6}, {ELECTED: 1})
    assert any("Les 6 personnes concernées ont toutes répondu" in line for line in told)
    assert not any("Intervalle à 95 %" in line for line in told)
    assert not any("atelier" in line for line in told)
    told = explain("R1.F01.elu", {ELECTED: 9}, {ELECTED: 1})
    assert any("6 personnes sur 9 ont répondu" in line for line in told)
    (interval,) = (line for line in told if "Intervalle à 95 %" in line)
    assert "6 réponses sur 9 personnes : seules les 3 autres sont incertaines" in interval
    assert any("Au moins la moitié de ces personnes" in line for line in told)
    told = explain("K1.elu", {ELECTED: 9}, {})
    assert any("(6 × (9 − 1) / (9 − 6))" in line for line in told)
    told = explain("R1.F01.entreprise", {FIRM: 5}, {FIRM: 2})
    assert any("plus que les 5 annoncées en tout" in line for line in told)
    assert any("dans 2 ateliers" in line for line in told)


def test_the_interval_that_is_explained_is_the_one_that_is_shown() -> None:
    shown = released({ELECTED: 9})
    book = Catalogue(FRENCH, CONTENT, shown, NATIONAL, current_rules())
    (reading,) = (r for r in read_domains(CONTENT, shown, NATIONAL) if r.domain.id == "F01")
    steps = {ordinary(s.label): s.value for s in book.explain("R1.F01.elu").steps}
    assert steps["Intervalle à 95 %"] == reading.interval(ELECTED)
    difference = compare_domains([reading])["F01", ELECTED].difference.interval
    assert difference is not None
    assert isinstance(told := steps["Intervalle de cet écart"], Interval)
    assert (told.low, told.high) == pytest.approx((difference.low, difference.high))
    row = next(
        row
        for r in read_anchors(CONTENT, shown, NATIONAL)
        if r.question.id == "K1"
        for row in r.rows
        if row.viewpoint is ELECTED
    )
    shares = [s.value for s in book.explain("K1.elu").steps if isinstance(s.value, Interval)]
    assert row.interval in shares


def test_a_kept_state_keeps_how_many_there_were_and_reads_older_ones() -> None:
    setting = Setting(5, NATIONAL, current_rules(), (), {ELECTED: 23}, {CITIZEN: 1})
    text = write_setting(setting)
    assert read_setting(text) == setting
    import json

    older = {k: v for k, v in json.loads(text).items() if k not in ("totals", "gathered")}
    assert read_setting(json.dumps(older)).totals == {}


@pytest.mark.parametrize("typed", ["0", "-1", "2,5", "vingt", "1" * 20, "٣"])
def test_what_is_no_number_of_people_is_refused(typed: str) -> None:
    with pytest.raises(CampaignRefused):
        read_total(typed)


def test_a_number_of_people_is_read_as_it_is_typed() -> None:
    assert [read_total(typed) for typed in ("23", " 1 200 ", "1\u202f200", "", "  ")] == [
        23,
        1200,
        1200,
        None,
        None,
    ]
    assert check_total(1) == 1
