"""What a small group said is never shown, nor to be had by taking one figure from another."""

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.answers import Passage, Value
from diagnostic.campaigns import CampaignRefused, ask_locally
from diagnostic.confidence import CrossMark, Release, may_split, narrow, publish, release
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from tests.attacker import AGE, TINY
from tests.people import DONT_KNOW, NOT_CONCERNED, group, person

CITIZEN, ELECTED, FIRM = Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM
G = "F01.G"


def shown(people: list[Passage], threshold: int = 5) -> Release:
    return release(score(TINY, people), TINY, threshold)


def split(people: list[Passage], threshold: int) -> dict[str, Release]:
    """What may be shown of each part of the citizens, none or all."""
    state = publish(TINY, people, threshold)
    found = state.options(CITIZEN, threshold)
    parts = {option: state.part(CITIZEN, option, threshold) for option in (found or ("", ()))[1]}
    return {option: part for option, part in parts.items() if part is not None}


@pytest.mark.parametrize(("people", "is_shown"), [(3, False), (4, False), (5, True), (6, True)])
def test_a_regard_is_shown_from_the_threshold(people: int, is_shown: bool) -> None:
    result = shown(group(CITIZEN, G, *[6] * people))
    assert (result.tally(G, CITIZEN) is not None) == is_shown
    assert (CITIZEN in result.people) == is_shown
    assert (CITIZEN in result.withheld) != is_shown


@pytest.mark.parametrize("threshold", [-1, 0, 1, 2])
def test_nobody_can_go_under_three(threshold: int) -> None:
    people = group(CITIZEN, G, 6, 6)
    with pytest.raises(CampaignRefused):
        shown(people, threshold)
    with pytest.raises(CampaignRefused):
        may_split(people, AGE, threshold)
    with pytest.raises(CampaignRefused):
        split(people, threshold)


def test_an_owner_may_choose_three() -> None:
    assert shown(group(CITIZEN, G, 5, 6, 7), 3).cross(G) == CrossMark(6.0, 1, 6.0, 3)


def test_a_regard_that_is_too_small_looks_like_one_that_is_empty() -> None:
    citizens = group(CITIZEN, G, 5, 6, 7, 8, 9)
    assert shown([*citizens, *group(ELECTED, G, 1, 2, 3, 4)]) == shown(citizens)


def test_every_regard_without_enough_people_is_withheld() -> None:
    result = shown([*group(CITIZEN, G, *[5] * 5), *group(ELECTED, G, 1)])
    assert result.withheld == set(Viewpoint) - {CITIZEN}


def test_a_mean_needs_enough_answers_not_only_enough_people() -> None:
    result = shown(group(CITIZEN, G, 9, 9, 9, 9, DONT_KNOW, NOT_CONCERNED))
    tally = result.tally(G, CITIZEN)
    assert tally is not None
    assert (tally.mean, tally.deviation, tally.counts) == (None, None, ())
    assert (tally.given, tally.dont_know, tally.not_concerned) == (4, 1, 1)
    assert tally.share([9]) is None
    assert result.cross(G) is None


def test_silence_does_not_make_a_regard_large_enough() -> None:
    people = [*group(CITIZEN, G, 9, 9, 9, 9), *group(CITIZEN, "F02.G", 1, 1, 1, 1)]
    result = shown(people)
    assert result.people == {CITIZEN: 8}
    assert result.tally(G, CITIZEN) is None


def test_a_group_where_nobody_knows_is_shown_as_such() -> None:
    tally = shown(group(CITIZEN, G, *[DONT_KNOW] * 6)).tally(G, CITIZEN)
    assert tally is not None
    assert (tally.mean, tally.dont_know_share) == (None, 1.0)


def test_the_first_choices_of_a_small_group_are_hidden_too() -> None:
    picks: list[Value] = [("F01",), ("F01",), ("F02",), ("F03",), DONT_KNOW]
    tally = shown(group(CITIZEN, "priorites", *picks)).tally("priorites", CITIZEN)
    assert tally is not None
    assert (tally.counts, tally.firsts) == ((), ())


def test_the_whole_room_is_shown_only_where_no_regard_is() -> None:
    few = [*group(CITIZEN, G, 8, 8, 8, 8), *group(ELECTED, G, 3, 3, 3)]
    result = shown(few)
    assert result.questions == {}
    assert result.whole[G].mean == pytest.approx(41 / 7)
    assert result.whole[G].given == 7
    assert result.people == {}

    more = shown([*few, *group(CITIZEN, G, 8)])
    assert more.tally(G, CITIZEN) is not None
    assert G not in more.whole


def test_the_whole_room_needs_as_many_people_as_a_regard() -> None:
    people = [*group(CITIZEN, G, 8, 8), *group(ELECTED, G, 3, 3)]
    assert shown(people).whole == {}
    assert shown([*people, *group(FIRM, G, 1)]).whole[G].given == 5


def test_the_whole_room_does_not_count_those_who_do_not_know() -> None:
    people = [*group(CITIZEN, G, 8, 8, DONT_KNOW), *group(ELECTED, G, 3, 3, DONT_KNOW)]
    assert shown(people).whole == {}


def test_a_hidden_mean_is_not_had_from_the_whole_room() -> None:
    people = [*group(CITIZEN, G, 9, 9, 9, 9, DONT_KNOW), *group(ELECTED, G, 3, 3, 3)]
    result = shown(people)
    tally = result.tally(G, CITIZEN)
    assert tally is not None
    assert tally.mean is None
    assert result.whole == {}


def test_eighty_citizens_do_not_drown_five_elected() -> None:
    people = [*group(CITIZEN, G, *[8] * 80), *group(ELECTED, G, *[4] * 5)]
    cross = shown(people).cross(G)
    assert cross is not None
    assert (cross.mean, cross.regards, cross.given) == (6.0, 2, 85)
    assert cross.raw == pytest.approx(660 / 85)  # 7.76


def test_a_cross_mark_rests_on_the_regards_asked_for() -> None:
    people = list(
        chain(group(CITIZEN, G, *[8] * 5), group(ELECTED, G, *[4] * 6), group(FIRM, G, *[3] * 7))
    )
    result = shown(people)
    assert result.cross(G) == CrossMark(5.0, 3, pytest.approx(85 / 18), 18)
    assert result.cross(G, [CITIZEN, ELECTED]) == CrossMark(6.0, 2, pytest.approx(64 / 11), 11)
    assert result.cross(G, (v for v in (FIRM,))) == CrossMark(3.0, 1, 3.0, 7)
    assert result.cross(G, [FIRM, FIRM, CITIZEN]) == result.cross(G, [CITIZEN, FIRM])
    assert result.cross(G, []) is None


def test_a_withheld_regard_is_not_in_any_cross_mark() -> None:
    people = [*group(CITIZEN, G, *[8] * 5), *group(ELECTED, G, *[0] * 4)]
    result = shown(people)
    assert result.cross(G) == CrossMark(8.0, 1, 8.0, 5)
    assert result.cross(G, [CITIZEN, ELECTED]) == result.cross(G, [CITIZEN])
    assert result.cross(G, [ELECTED]) is None


def test_a_question_that_nobody_was_asked_has_no_cross_mark() -> None:
    assert shown(group(CITIZEN, G, *[8] * 5)).cross("F02.T") is None


@pytest.mark.parametrize(
    ("unknown", "mean"),
    [(0, 3.0), (5, 3.0), (6, None)],
)
def test_an_axis_has_no_mark_above_half_of_unknowns(unknown: int, mean: float | None) -> None:
    people = group(ELECTED, "A1", *[3] * 5, *[DONT_KNOW] * unknown)
    axis = shown(people).axes["A"][ELECTED]
    assert axis.mean == mean
    assert axis.given == 5
    assert axis.dont_know_share == unknown / (5 + unknown)


def test_an_axis_that_nobody_knows_is_shown_as_unknown() -> None:
    axis = shown(group(ELECTED, "A1", *[DONT_KNOW] * 5)).axes["A"][ELECTED]
    assert (axis.mean, axis.given, axis.spoke, axis.dont_know_share) == (None, 0, 5, 1.0)


def test_the_mark_of_an_axis_needs_enough_levels() -> None:
    axis = shown(group(ELECTED, "A1", 4, 4, 4, 4, DONT_KNOW)).axes["A"][ELECTED]
    assert (axis.mean, axis.deviation) == (None, None)


def test_an_axis_of_too_few_people_is_absent() -> None:
    assert shown(group(ELECTED, "A1", 4, 4, 4, DONT_KNOW)).axes["A"] == {}


def aged(age: Value | None, *marks: Value) -> list[Passage]:
    profile: dict[str, Value] = {} if age is None else {AGE: age}
    return [person(CITIZEN, profile | {G: mark}) for mark in marks]


def test_answers_may_be_filtered_where_every_part_is_large_enough() -> None:
    people = [*aged("jeune", *[5] * 5), *aged("autre", *[6] * 5)]
    assert may_split(people, AGE, 5) == {"jeune", "autre"}


@pytest.mark.parametrize(
    "few",
    [
        pytest.param(aged("autre", 6, 6, 6, 6), id="a small part"),
        pytest.param(aged(None, 6), id="one person who did not say"),
        pytest.param(aged(DONT_KNOW, 6, 6), id="two people who do not know"),
        pytest.param([*aged(None, 6, 6), *aged(NOT_CONCERNED, 6)], id="a few of both"),
    ],
)
def test_answers_may_not_be_filtered_where_a_part_is_small(few: list[Passage]) -> None:
    people = [*aged("jeune", *[5] * 5), *few]
    assert may_split(people, AGE, 5) == set()
    assert split(people, 5) == {}


def test_those_who_did_not_say_are_a_part_that_is_not_offered() -> None:
    people = [*aged("jeune", *[5] * 5), *aged(None, 6, 6, 6), *aged(DONT_KNOW, 7, 7)]
    assert may_split(people, AGE, 5) == {"jeune"}
    assert set(split(people, 5)) == {"jeune"}


def test_someone_who_said_nothing_is_in_no_part() -> None:
    people = [*aged("jeune", *[5] * 5), person(CITIZEN, {})]
    assert may_split(people, AGE, 5) == {"jeune"}


def test_each_part_is_shown_as_a_whole_is() -> None:
    people = [*aged("jeune", *[8] * 5), *aged("autre", *[4] * 6)]
    parts = split(people, 5)
    assert parts["jeune"].cross(G) == CrossMark(8.0, 1, 8.0, 5)
    assert parts["autre"].cross(G) == CrossMark(4.0, 1, 4.0, 6)


def test_a_question_that_few_of_one_part_answered_is_shown_for_no_part() -> None:
    people = [
        *aged("jeune", *[8] * 5),
        *aged("autre", *[4] * 4),
        *(person(CITIZEN, {AGE: "autre", "F02.G": 5}) for _ in range(5)),
    ]
    parts = split(people, 5)
    # Nine marks on the whole, five of them young: the four others would follow.
    assert parts["jeune"].tally(G, CITIZEN) is None
    assert parts["autre"].tally(G, CITIZEN) is None
    assert parts["autre"].tally("F02.G", CITIZEN) is not None


def test_an_axis_that_few_of_one_part_spoke_of_is_shown_for_no_part() -> None:
    people = [
        *(person(CITIZEN, {AGE: "jeune", "A1": 3}) for _ in range(5)),
        *(person(CITIZEN, {AGE: "autre", "A1": 1}) for _ in range(2)),
        *aged("autre", *[4] * 4),
    ]
    assert split(people, 5)["jeune"].axes == {}


_said = st.fixed_dictionaries(
    {},
    optional={
        G: st.one_of(st.integers(0, 10), st.sampled_from([DONT_KNOW, NOT_CONCERNED])),
        "F01.T": st.sampled_from(["recule", "stable", "progresse", DONT_KNOW]),
        "A1": st.one_of(st.integers(0, 4), st.just(DONT_KNOW)),
        AGE: st.sampled_from(["jeune", "autre", DONT_KNOW]),
    },
)
_person = st.builds(person, st.sampled_from([CITIZEN, ELECTED, FIRM]), _said)
crowds = st.lists(_person, max_size=30)


@settings(max_examples=150, deadline=None)
@given(people=crowds, threshold=st.integers(3, 6))
def test_nothing_is_shown_of_fewer_than_the_threshold(
    people: list[Passage], threshold: int
) -> None:
    result = shown(people, threshold)
    assert all(number >= threshold for number in result.people.values())
    assert not result.people.keys() & result.withheld
    for groups in result.questions.values():
        assert groups
        for tally in groups.values():
            assert tally.spoke >= threshold
            if tally.mean is not None or tally.counts or tally.deviation is not None:
                assert tally.given >= threshold
    for name, tally in result.whole.items():
        assert name not in result.questions
        assert tally.given >= threshold
    for axes in result.axes.values():
        for axis in axes.values():
            assert axis.spoke >= threshold
            assert axis.mean is None or axis.given >= threshold


_aged = st.fixed_dictionaries(
    {AGE: st.sampled_from(["jeune", "autre"])},
    optional={G: st.integers(0, 10), "A1": st.one_of(st.integers(0, 4), st.just(DONT_KNOW))},
)


@settings(max_examples=100, deadline=None)
@given(people=st.lists(st.builds(person, st.just(CITIZEN), _aged), min_size=12, max_size=20))
def test_a_part_never_leaves_out_fewer_than_the_threshold(people: list[Passage]) -> None:
    whole = score(TINY, people)
    for part in split(people, 3).values():
        for name, groups in part.questions.items():
            rest = whole.questions[name][CITIZEN].given - groups[CITIZEN].given
            assert rest == 0 or rest >= 3
        for name, axes in part.axes.items():
            rest = whole.axes[name][CITIZEN].given - axes[CITIZEN].given
            assert rest == 0 or rest >= 3


@settings(max_examples=100, deadline=None)
@given(people=crowds, threshold=st.integers(3, 6))
def test_a_cross_mark_lies_between_the_regards_it_rests_on(
    people: list[Passage], threshold: int
) -> None:
    result = shown(people, threshold)
    cross = result.cross(G)
    means = [t.mean for t in result.questions.get(G, {}).values() if t.mean is not None]
    assert (cross is None) == (not means)
    if cross:
        assert min(means) <= cross.mean <= max(means)
        assert cross.mean == pytest.approx(sum(means) / len(means))
        assert cross.regards == len(means)


def test_one_regard_is_narrowed_and_the_others_stay() -> None:
    citizens = [*aged("jeune", *[8] * 5), *aged("autre", *[4] * 6)]
    everyone = [*citizens, *group(ELECTED, G, *[5] * 5)]
    part = split(citizens, 5)["jeune"]
    narrowed = narrow(shown(everyone), part, CITIZEN)
    assert narrowed.people == {CITIZEN: 5, ELECTED: 5}
    assert narrowed.cross(G) == CrossMark(6.5, 2, 6.5, 10)


def test_a_question_that_the_part_may_not_show_is_shown_without_its_regard() -> None:
    citizens = [
        *aged("jeune", *[8] * 5),
        *aged("autre", *[4] * 4),
        *(person(CITIZEN, {AGE: "autre", "F02.G": 5}) for _ in range(5)),
    ]
    everyone = [*citizens, *group(ELECTED, G, *[5] * 5)]
    part = split(citizens, 5)["autre"]
    narrowed = narrow(shown(everyone), part, CITIZEN)
    assert narrowed.tally(G, CITIZEN) is None
    assert narrowed.cross(G) == CrossMark(5.0, 1, 5.0, 5)


def test_a_local_question_goes_by_the_same_threshold() -> None:
    local = ask_locally(1, "scale", "Venez-vous au marché ?")
    people = [*group(CITIZEN, "L1", 2, 4, 6, 8, DONT_KNOW, 10), *group(ELECTED, "L1", 1, 1)]
    result = release(score(TINY, people, [local]), TINY, 5, [local])
    citizens = result.tally("L1", CITIZEN)
    assert citizens is not None
    assert (citizens.given, citizens.dont_know, citizens.mean) == (5, 1, 6.0)
    assert result.tally("L1", ELECTED) is None


def test_a_local_question_that_nobody_was_asked_yet_is_unanswered_not_zero() -> None:
    local = ask_locally(1, "scale", "Venez-vous au marché ?")
    scored = score(TINY, group(CITIZEN, G, *[5] * 5), [local])
    tally = scored.questions["L1"][CITIZEN]
    assert (tally.given, tally.unanswered, tally.mean) == (0, 5, None)
