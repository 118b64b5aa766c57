"""What must hold of any answers at all, from the tallies to what is said of them."""

from collections.abc import Mapping
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.answers import Passage, Value
from diagnostic.confidence import Release, release
from diagnostic.questionnaire import Questionnaire
from diagnostic.readings import DomainReading, read_axes, read_domains
from diagnostic.readings.fragilities import compare_domains, read_agreement
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tally, merge, score
from tests.builders import tiny_questionnaire
from tests.people import DONT_KNOW, NOT_CONCERNED, person
from tests.readings.figures import figure, table

TINY = tiny_questionnaire()
REGARDS = (Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM)
FRANCE = table(*(figure("F01.G", viewpoint, 5.5) for viewpoint in REGARDS))


def starred() -> Questionnaire:
    """Both items of each axis in the common trunk."""
    axes = tuple(
        axis.model_copy(
            update={"items": tuple(i.model_copy(update={"star": True}) for i in axis.items)}
        )
        for axis in TINY.axes
    )
    return TINY.model_copy(update={"axes": axes})


CONTENT = starred()
MARKS = st.one_of(st.integers(0, 10), st.sampled_from([DONT_KNOW, NOT_CONCERNED]))
LEVELS = st.one_of(st.integers(0, 4), st.sampled_from([DONT_KNOW, NOT_CONCERNED]))
SAID = st.fixed_dictionaries(
    {},
    optional={"F01.G": MARKS, "F02.G": MARKS, "A1": LEVELS, "A2": LEVELS, "B1": LEVELS},
)
PEOPLE = st.lists(st.tuples(st.sampled_from(REGARDS), SAID), min_size=1, max_size=30)
Told = list[tuple[Viewpoint, Mapping[str, Value]]]


def people(told: Told) -> list[Passage]:
    return [person(viewpoint, said) for viewpoint, said in told]


def shown(told: Told) -> Release:
    return release(score(CONTENT, people(told)), CONTENT, 3)


def domains(told: Told) -> tuple[DomainReading, ...]:
    return read_domains(CONTENT, shown(told), FRANCE)


def sure(told: Told) -> object:
    """All that is said of how sure the figures are."""
    found = domains(told)
    return (
        {r.domain.id: {v: r.interval(v) for v in r.marks} for r in found},
        {r.domain.id: {v: r.agreement(v) for v in r.marks} for r in found},
        {r.domain.id: (r.divided, r.split, r.gap_interval) for r in found},
        compare_domains(found),
        {
            r.axis.id: {v: (t.items, t.people_each, r.interval(v)) for v, t in r.marks.items()}
            for r in read_axes(CONTENT, shown(told))
        },
    )


@settings(max_examples=100, deadline=None)
@given(told=PEOPLE, who=st.sampled_from(REGARDS), what=st.sampled_from([DONT_KNOW, NOT_CONCERNED]))
def test_one_more_who_does_not_know_moves_no_mean_and_no_interval(
    told: Told, who: Viewpoint, what: str
) -> None:
    before = score(CONTENT, people(told))
    after = score(CONTENT, people([*told, (who, dict.fromkeys(("F01.G", "A1", "A2"), what))]))
    for name, groups in before.questions.items():
        for viewpoint, tally in groups.items():
            more = after.questions[name][viewpoint]
            assert (more.mean, more.deviation, more.given) == (
                tally.mean,
                tally.deviation,
                tally.given,
            )
    for name, axes in before.axes.items():
        for viewpoint, axis in axes.items():
            assert after.axes[name][viewpoint].mean == axis.mean
            assert after.axes[name][viewpoint].levels == axis.levels
    for one, other in zip(
        sorted(domains(told), key=lambda r: r.domain.id),
        sorted(domains([*told, (who, {"F01.G": what})]), key=lambda r: r.domain.id),
        strict=True,
    ):
        for viewpoint in one.marks.keys() & other.marks.keys():
            assert one.interval(viewpoint) == other.interval(viewpoint)


@settings(max_examples=60, deadline=None)
@given(told=PEOPLE, random=st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing_that_is_said(told: Told, random: object) -> None:
    mixed = list(told)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert sure(mixed) == sure(told)
    assert read_agreement(domains(mixed)) == read_agreement(domains(told))


@settings(max_examples=60, deadline=None)
@given(told=PEOPLE, order=st.sampled_from(list(permutations(REGARDS))))
def test_other_names_for_the_regards_give_the_same_figures_under_these_names(
    told: Told, order: tuple[Viewpoint, ...]
) -> None:
    renamed = dict(zip(REGARDS, order, strict=True))
    before = {r.domain.id: r for r in domains(told)}
    after = {r.domain.id: r for r in domains([(renamed[v], said) for v, said in told])}
    for name, reading in before.items():
        other = after[name]
        assert {renamed[v]: reading.interval(v) for v in reading.marks} == {
            v: other.interval(v) for v in other.marks
        }
        assert {renamed[v] for v in reading.split} == set(other.split)
        if reading.cross and other.cross:
            assert abs(reading.cross.mean - other.cross.mean) < 1e-9
    risks = sorted(c.difference.risk for c in compare_domains(before.values()).values())
    assert risks == sorted(c.difference.risk for c in compare_domains(after.values()).values())


@settings(max_examples=80, deadline=None)
@given(one=PEOPLE, other=PEOPLE)
def test_two_sets_of_answers_scored_then_merged_are_those_scored_together(
    one: Told, other: Told
) -> None:
    apart = [score(CONTENT, people(part)).questions for part in (one, other)]
    together = score(CONTENT, people([*one, *other])).questions
    for name, groups in together.items():
        for viewpoint, tally in groups.items():
            parts = [part[name][viewpoint] for part in apart if viewpoint in part.get(name, {})]
            assert merge(CONTENT.question(name), parts) == tally


@settings(max_examples=100, deadline=None)
@given(told=PEOPLE)
def test_at_every_level_what_was_not_said_is_counted_apart_and_never_as_zero(told: Told) -> None:
    tallies = score(CONTENT, people(told))
    for axis_id, groups in tallies.axes.items():
        items = [item.id for item in CONTENT.axis(axis_id).items]
        for viewpoint, axis in groups.items():
            per_item = [tallies.questions[item][viewpoint] for item in items]
            assert axis.levels == sum(t.given for t in per_item)
            assert axis.dont_know == sum(t.dont_know for t in per_item)
            assert axis.not_concerned == sum(t.not_concerned for t in per_item)
            assert axis.unanswered == sum(t.unanswered for t in per_item)
            _never_zero_for_want_of_answers(axis, per_item)
    for reading in read_axes(CONTENT, release(tallies, CONTENT, 3)):
        known = [t.mean for t in reading.marks.values() if t.mean is not None]
        assert (reading.mean is None) == (not known)


def _never_zero_for_want_of_answers(axis: AxisTally, items: list[Tally]) -> None:
    marked = [tally for tally in items if tally.mean is not None]
    assert (axis.mean is None) == (not marked)
    if axis.mean == 0:
        assert all(tally.mean == 0 for tally in marked)
    assert axis.items == len(marked)
