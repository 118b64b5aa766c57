"""What everybody sees moves when enough people bring something new, figure by figure."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.answers import Passage, Value
from diagnostic.benchmarks import Benchmarks
from diagnostic.confidence import Counted, Publication, advance, freeze, publish, release, thaw
from diagnostic.confidence.separation import keeps_apart
from diagnostic.questionnaire import ChoicesQuestion, current
from diagnostic.readings import read_domains
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from tests.attacker import AGE, TINY
from tests.people import DONT_KNOW, group, person, says

CITIZEN, ELECTED, FIRM = Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM
G = "F01.G"


class Wall:
    """A screen that somebody looks at now and then."""

    def __init__(self, threshold: int = 5) -> None:
        self.threshold = threshold
        self.people: list[Passage] = []
        self.state, self.ledger = Publication(), dict[tuple[int, str], Counted]()

    def show(self, *more: Passage, batch: int | None = None) -> Publication:
        self.people += more
        step = advance(self.state, self.ledger, TINY, self.people, self.threshold, batch=batch)
        if step:
            self.state, self.ledger = step.publication, step.ledger
        return self.state

    def given(self, name: str = G, viewpoint: Viewpoint = CITIZEN) -> int | None:
        tally = self.state.questions.get(name, {}).get(viewpoint)
        return tally.given if tally and tally.mean is not None else None


def citizens(*marks: Value) -> list[Passage]:
    return group(CITIZEN, G, *marks)


def test_a_regard_appears_with_its_fifth_person_and_moves_with_the_tenth() -> None:
    wall = Wall()
    seen = []
    for mark in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10):
        wall.show(*citizens(mark))
        seen.append(wall.given())
    assert seen == [None, None, None, None, 5, 5, 5, 5, 5, 10, 10]


def test_a_question_waits_until_enough_people_answered_that_question() -> None:
    wall = Wall()
    wall.show(*(person(CITIZEN, {G: n, "F02.G": n}) for n in range(5)))
    wall.show(*citizens(1, 2, 3, 4), person(CITIZEN, {G: 5, "F02.G": 9}))
    assert (wall.given(), wall.given("F02.G")) == (10, 5)


def test_somebody_who_changes_twice_is_counted_once() -> None:
    wall = Wall()
    wall.show(*citizens(*range(5)))
    first = wall.people[0]
    for mark in (6, 7, 8, 9, 10):
        wall.people[0] = replace(first, answers={G: says(G, mark)})
        wall.show()
    wall.show(*citizens(1, 2, 3))
    assert wall.given() == 5
    wall.show(*citizens(4))
    assert wall.given() == 9


def test_figures_of_a_closed_wave_may_move_for_three() -> None:
    wall = Wall()
    wall.show(*citizens(*range(5)))
    wall.show(*citizens(1, 2), batch=3)
    assert wall.given() == 5
    wall.show(*citizens(3), batch=3)
    assert wall.given() == 8


def test_a_group_still_appears_from_the_threshold_when_figures_move_for_three() -> None:
    wall = Wall()
    wall.show(*citizens(1, 2, 3, 4), batch=3)
    assert wall.given() is None


def test_a_threshold_that_is_raised_hides_at_once() -> None:
    wall = Wall()
    wall.show(*citizens(*range(6)), *group(ELECTED, G, *range(9)))
    shown = wall.state.release(TINY, 8)
    assert shown.people == {ELECTED: 9}
    assert set(shown.questions[G]) == {ELECTED}
    assert CITIZEN in shown.withheld


def test_a_threshold_that_is_lowered_shows_at_the_next_look() -> None:
    wall = Wall()
    wall.show(*citizens(1, 2, 3), *group(ELECTED, G, 5, 5, 5, 5, DONT_KNOW))
    assert wall.given(viewpoint=ELECTED) is None
    wall.threshold = 3
    wall.show()
    assert (wall.given(), wall.given(viewpoint=ELECTED)) == (3, 4)


def test_the_whole_room_is_shown_until_a_regard_can_be() -> None:
    wall = Wall()
    wall.show(*citizens(1, 2, 3), *group(ELECTED, G, 4, 5, 6))
    assert wall.state.whole[G].given == 6
    # With a fifth citizen, the room less the citizens would leave three élus and two newcomers.
    wall.show(*citizens(7, 8))
    assert wall.given() == 5
    assert wall.state.whole == {}


def test_a_regard_waits_where_the_room_less_itself_would_leave_too_few() -> None:
    wall = Wall()
    wall.show(*citizens(1, 2, 3, 4), *group(ELECTED, G, 4))
    wall.show(*citizens(7))
    # One élu and one newcomer would be left.
    assert wall.given() is None
    assert wall.state.whole[G].given == 5
    wall.show(*citizens(7, 8, 9))
    assert wall.given() == 8


def test_the_people_of_a_regard_are_counted_by_batches_too() -> None:
    wall = Wall()
    wall.show(*citizens(*range(5)))
    wall.show(*citizens(1, 2))
    assert wall.state.people == {CITIZEN: 5}
    wall.show(*citizens(1, 2, 3))
    assert wall.state.people == {CITIZEN: 10}


def test_a_regard_is_parted_after_one_question_of_its_profile() -> None:
    wall = Wall()
    wall.show(*(person(CITIZEN, {AGE: age, G: n}) for age in ("jeune", "autre") for n in range(5)))
    assert wall.state.options(CITIZEN, 5) == (AGE, ("jeune", "autre"))
    part = wall.state.part(CITIZEN, "jeune", 5)
    assert part is not None
    assert part.questions[G][CITIZEN].given == 5
    assert wall.state.part(CITIZEN, "jeune", 6) is None
    assert wall.state.part(ELECTED, "jeune", 5) is None


def test_a_part_stays_as_it_was_until_each_part_has_a_batch() -> None:
    wall = Wall()
    wall.show(*(person(CITIZEN, {AGE: age, G: n}) for age in ("jeune", "autre") for n in range(5)))
    wall.show(*(person(CITIZEN, {AGE: "jeune", G: n}) for n in range(4)))
    wall.show(person(CITIZEN, {AGE: "autre", G: 1}))
    assert wall.given() == 15
    assert wall.state.parts[CITIZEN].questions[G]["jeune"].given == 5


def test_two_parts_that_are_apart_leave_enough_on_both_sides() -> None:
    assert keeps_apart([{"a": 5, "b": 5}], ["a"], {}, 5)
    assert not keeps_apart([{"a": 9, "b": 4}], ["a"], {}, 5)
    assert keeps_apart([{"a": 3, "b": 3}, {"a": 2, "b": 9}], ["a"], {}, 5)
    assert not keeps_apart([{"a": 9, "b": 1}], ["a"], {"a": 3}, 5)
    assert keeps_apart([{"a": 9, "b": 1}], ["a"], {"a": 4}, 5)


def test_the_mark_of_an_axis_says_nothing_that_its_questions_do_not() -> None:
    shown = publish(TINY, [*group(ELECTED, "A1", 0, 1, 2, 3, 4), person(ELECTED, {"A2": 4})], 5)
    axis = shown.axes["A"][ELECTED]
    assert axis.mean == shown.questions["A1"][ELECTED].mean == 2.0


_answers = st.fixed_dictionaries(
    {},
    optional={
        G: st.one_of(st.integers(0, 10), st.just(DONT_KNOW)),
        "A1": st.integers(0, 4),
        "priorites": st.sampled_from([("F01",), ("F02", "F01")]),
        "F01.T": st.sampled_from(["recule", "stable"]),
        AGE: st.sampled_from(["jeune", "autre"]),
        "mot": st.just("Un mot."),
    },
)


@settings(max_examples=60, deadline=None)
@given(people=st.lists(st.builds(person, st.sampled_from([CITIZEN, FIRM]), _answers), max_size=30))
def test_a_state_that_was_kept_is_read_again_exactly_as_it_was(people: list[Passage]) -> None:
    state = publish(TINY, people, 3)
    assert thaw(freeze(state)) == state
    assert freeze(thaw(freeze(state))) == freeze(state)


@settings(max_examples=60, deadline=None)
@given(people=st.lists(st.builds(person, st.sampled_from([CITIZEN, FIRM]), _answers), max_size=30))
def test_looking_twice_moves_nothing(people: list[Passage]) -> None:
    step = advance(Publication(), {}, TINY, people, 3)
    if step:
        assert advance(step.publication, step.ledger, TINY, people, 3) is None


@settings(max_examples=100, deadline=None)
@given(
    people=st.lists(
        st.builds(person, st.sampled_from([CITIZEN, ELECTED, FIRM]), _answers), max_size=30
    ),
    threshold=st.integers(3, 6),
)
def test_a_first_look_shows_what_the_threshold_alone_allows(
    people: list[Passage], threshold: int
) -> None:
    shown = publish(TINY, people, threshold).release(TINY, threshold)
    allowed = release(score(TINY, people), TINY, threshold)
    assert (shown.people, shown.questions, shown.whole, shown.withheld) == (
        allowed.people,
        allowed.questions,
        allowed.whole,
        allowed.withheld,
    )
    assert {name: axes for name, axes in shown.axes.items() if axes} == {
        name: axes for name, axes in allowed.axes.items() if axes
    }


def test_an_answer_that_is_no_longer_asked_of_its_author_makes_nobody_a_newcomer() -> None:
    content = current()
    kind = content.question("K7")
    assert isinstance(kind, ChoicesQuestion)
    said = (kind.options[0].id,)

    def firms(number: int, has_partners: str) -> list[Passage]:
        return [person(FIRM, {"K6": has_partners, "K7": said}) for _ in range(number)]

    first = firms(5, "oui")
    shown = advance(Publication(), {}, content, first, 5)
    assert shown
    # One more is counted; four others went back on what had opened the question.
    late = [*firms(1, "oui"), *firms(4, "non")]
    after = advance(shown.publication, shown.ledger, content, [*first, *late], 5)
    assert after
    assert after.publication.questions["K6"][FIRM].given == 10
    assert after.publication.questions["K7"][FIRM].given == 5


def test_the_base_of_a_reading_leaves_out_those_whom_only_a_room_asked() -> None:
    voted = frozenset({"confiance"})
    guests = [replace(person(CITIZEN, {"confiance": n}), asked=voted) for n in range(6)]
    shown = publish(TINY, [*guests, *citizens(*range(5))], 5).release(TINY, 5)
    assert shown.people == {CITIZEN: 11}
    read = next(r for r in read_domains(TINY, shown, Benchmarks((), ())) if r.domain.id == "F01")
    assert (read.marks[CITIZEN].given, read.marks[CITIZEN].unanswered) == (5, 0)
    trust = shown.questions["confiance"][CITIZEN]
    assert (trust.given, trust.unanswered) == (6, 5)
