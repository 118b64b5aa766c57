"""Families are found where there are some, said not to be where there are none, and name nobody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from diagnostic.answers import Passage
from diagnostic.confidence import PRESENCE, Ledger, Publication, advance
from diagnostic.confidence.common_ground import Support, is_shared, product
from diagnostic.confidence.families import Families, Finding, cross, find_families
from diagnostic.respondents import Viewpoint
from tests.crowds import AGREED, CONTENT, DOMAINS, FIRST, SECOND, crowd
from tests.people import DONT_KNOW, person

CITIZEN, ELECTED, FIRM, ASSOCIATION = (
    Viewpoint.CITIZEN,
    Viewpoint.ELECTED,
    Viewpoint.FIRM,
    Viewpoint.ASSOCIATION,
)
SIZES = {CITIZEN: 34, ELECTED: 12, ASSOCIATION: 14}


def shown(people: Sequence[Passage], threshold: int = 5) -> tuple[Publication, Ledger]:
    step = advance(Publication(), {}, CONTENT, people, threshold)
    assert step is not None
    return step.publication, step.ledger


def look_for(
    people: Sequence[Passage],
    threshold: int = 5,
    state: tuple[Publication, Ledger] | None = None,
) -> Families:
    """What is found among those that the first publication counts."""
    publication, ledger = state or shown(people, threshold)
    counted = [
        replace(
            each,
            answers={
                name: mark.answer
                for (who, name), mark in ledger.items()
                if who == each.submission.id and name and mark.step
            },
        )
        for each in people
    ]
    present = Counter(
        each.submission.viewpoint for each in people if (each.submission.id, PRESENCE) in ledger
    )
    return find_families(
        CONTENT, publication, [p for p in counted if p.answers], ledger, present, threshold
    )


def test_planted_families_are_found_with_their_size_and_what_they_say() -> None:
    found = look_for(crowd(1, SIZES))
    assert found.finding is Finding.FOUND
    assert len(found.families) == 2
    assert sum(family.people for family in found.families) == 60
    first = next(f for f in found.families if f.domains[FIRST[0]].mean > 5)
    second = next(f for f in found.families if f is not first)
    assert all(first.domains[name].mean > second.domains[name].mean + 3 for name in FIRST)
    assert all(second.domains[name].mean > first.domains[name].mean + 3 for name in SECOND)
    assert abs(first.domains[AGREED].mean - second.domains[AGREED].mean) < 1.5


def test_each_family_is_told_by_the_marks_of_its_people_and_by_nothing_else() -> None:
    people = crowd(1, SIZES)
    found = look_for(people)
    for name in DOMAINS:
        said = [family.domains[name] for family in found.families]
        marks = [
            answer.value
            for each in people
            if isinstance((answer := each.answers.get(f"{name}.G")) and answer.value, int)
        ]
        assert sum(each.given for each in said) == len(marks)
        assert sum(each.given * each.mean for each in said) == pytest.approx(sum(marks))
        assert sum(each.high for each in said) == sum(mark >= 7 for mark in marks)
        assert sum(each.low for each in said) == sum(mark <= 3 for mark in marks)


def test_a_crowd_without_families_is_said_to_have_none() -> None:
    kinds = [look_for(crowd(seed, SIZES, shares=(1.0,))).finding for seed in range(10)]
    assert kinds.count(Finding.NONE) >= 9


def test_under_thirty_people_no_family_is_looked_for() -> None:
    found = look_for(crowd(1, {CITIZEN: 20, ELECTED: 9}))
    assert found.finding is Finding.FEW
    assert found.people == 29
    assert not found.families
    assert look_for(crowd(1, {CITIZEN: 20, ELECTED: 10})).finding is Finding.FOUND


def test_people_who_do_not_know_are_not_counted_among_the_thirty() -> None:
    unsure = [person(CITIZEN, {f"{n}.G": DONT_KNOW for n in DOMAINS}) for _ in range(20)]
    found = look_for([*crowd(1, {CITIZEN: 28}), *unsure])
    assert (found.finding, found.people) == (Finding.FEW, 28)


def test_people_who_marked_little_are_counted_in_the_nearest_family() -> None:
    people = crowd(1, SIZES)
    few = [
        person(CITIZEN, {f"{FIRST[0]}.G": 9, f"{FIRST[1]}.G": 9, f"{SECOND[0]}.G": 2})
        for _ in range(3)
    ]
    without, found = look_for(people), look_for([*people, *few])
    assert (found.people, found.joined) == (60, 3)
    sizes = [
        next(f.people for f in each.families if f.domains[FIRST[0]].mean > 5)
        for each in (without, found)
    ]
    assert sizes[1] == sizes[0] + 3


def test_the_order_of_people_never_matters() -> None:
    people = crowd(4, SIZES)
    numbers = [each.submission.id for each in people]
    again = [
        replace(each, submission=replace(each.submission, id=number))
        for each, number in zip(reversed(people), numbers, strict=True)
    ]
    one, other = look_for(people), look_for(again)
    assert one.crossing == other.crossing
    assert one.partition == other.partition
    assert [f.people for f in one.families] == [f.people for f in other.families]
    for here, there in zip(one.families, other.families, strict=True):
        for name, said in here.domains.items():
            assert (said.given, said.high, said.low) == (
                there.domains[name].given,
                there.domains[name].high,
                there.domains[name].low,
            )
            assert said.mean == pytest.approx(there.domains[name].mean)


def test_nothing_found_says_who_is_in_which_family() -> None:
    found = look_for(crowd(1, SIZES))
    assert found.partition is not None
    assert found.partition.labels == ()
    none = look_for(crowd(1, SIZES, shares=(1.0,)))
    assert none.partition is None or none.partition.labels == ()


def test_a_regard_under_the_threshold_changes_nothing() -> None:
    people = crowd(1, SIZES)
    alone = look_for(people)
    for seed in (2, 3):
        assert look_for([*people, *crowd(seed, {FIRM: 4})]) == alone


def test_answers_to_a_question_that_too_few_of_a_regard_answered_change_nothing() -> None:
    """Six firms spoke of the first domain, two of them gave a mark that no figure shows."""

    def firms(mark: int) -> list[Passage]:
        said = {f"{name}.G": 5 for name in DOMAINS[1:]}
        first = f"{DOMAINS[0]}.G"
        return [
            person(FIRM, said | ({first: mark} if n < 2 else {first: DONT_KNOW})) for n in range(6)
        ]

    people = crowd(1, SIZES)
    low, high = look_for([*people, *firms(0)]), look_for([*people, *firms(10)])
    assert low == high
    assert low.finding is Finding.FOUND


def test_families_that_are_nearly_the_regards_are_not_shown() -> None:
    """One citizen thinks as the élus: what the élus say, less this family, is that citizen."""
    people = [
        *crowd(1, {CITIZEN: 30}, shares=(1.01, 0)),
        *crowd(2, {CITIZEN: 1, ELECTED: 15}, shares=(0.0, 1)),
    ]
    assert look_for(people).finding is Finding.VEILED


def test_families_are_gone_once_someone_erased_what_they_said() -> None:
    people = crowd(1, SIZES)
    publication, ledger = shown(people)
    gone = people[0].submission.id
    left = {key: mark for key, mark in ledger.items() if key[0] != gone}
    assert look_for(people[1:], state=(publication, left)).finding is Finding.CHANGED


def test_a_domain_whose_figures_no_longer_count_what_is_kept_is_left_out() -> None:
    people = crowd(1, SIZES)
    publication, ledger = shown(people)
    kept = {
        key: mark
        for key, mark in ledger.items()
        if key != (people[0].submission.id, f"{DOMAINS[7]}.G")
    }
    found = look_for(people, state=(publication, kept))
    assert found.finding is Finding.FOUND
    assert set(found.families[0].domains) == set(DOMAINS) - {DOMAINS[7]}


def test_families_wait_where_the_threshold_was_raised_above_a_regard() -> None:
    people = crowd(1, SIZES)
    publication, ledger = shown(people)
    raised = look_for(people, threshold=13, state=(publication, ledger))
    assert raised.finding in {Finding.VEILED, Finding.NONE}
    assert not raised.families


def test_each_family_shown_has_at_least_the_threshold_everywhere() -> None:
    told = 0
    for seed in range(6):
        found = look_for(crowd(seed, SIZES, shares=(0.8, 0.2)))
        told += len(found.families)
        for family in found.families:
            assert family.people >= 5
            assert all(said.given >= 5 for said in family.domains.values())
    assert told > 4, "no family was shown: nothing was proved"


def test_cells_of_regards_and_families_are_empty_or_large_enough() -> None:
    counts = {CITIZEN: (20, 14), ELECTED: (7, 5), ASSOCIATION: (0, 14)}
    assert cross(counts, 5) == {(v,): cells for v, cells in counts.items()}


def test_one_small_cell_hides_its_regard_among_others() -> None:
    counts = {CITIZEN: (20, 14), ELECTED: (9, 3), ASSOCIATION: (8, 6)}
    told = cross(counts, 5)
    assert told == {(CITIZEN,): (20, 14), (ELECTED, ASSOCIATION): (17, 9)}


def test_no_regard_is_told_where_the_others_together_are_too_few() -> None:
    assert cross({CITIZEN: (20, 14), ELECTED: (9, 3)}, 5) is None
    assert cross({CITIZEN: (20, 3), ELECTED: (9, 3), FIRM: (8, 1)}, 5) is None


def test_a_large_regard_does_not_win_alone() -> None:
    """80 citizens out of 80 and one élu out of five weigh less than a half of each."""
    alone = [Support(80, 80), Support(1, 5)]
    together = [Support(48, 80), Support(4, 5)]
    assert product(alone) == pytest.approx(81 / 82 * 2 / 7)
    assert product(together) > product(alone)
    assert not is_shared(alone)
    assert is_shared(together)


def test_five_people_out_of_five_are_not_a_certainty() -> None:
    assert Support(5, 5).smoothed == pytest.approx(6 / 7)
    assert not is_shared([Support(5, 5)]), "one group agrees with nobody"
