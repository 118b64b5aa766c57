"""From answers to tallies: silence, « ne sait pas » and zero are three different things."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations
from statistics import mean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.answers import Passage, Value
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Question,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
)
from diagnostic.questionnaire.models import Condition
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tallies, Tally, merge, score, tally
from tests.builders import HELP, dont_know, not_concerned, text, tiny_questionnaire
from tests.builders import given as said
from tests.people import DONT_KNOW, NOT_CONCERNED, group, person, says

CITIZEN, ELECTED, FIRM = Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM
TINY = tiny_questionnaire()
SEVERITY = TINY.question("F01.G")
TREND = TINY.question("F01.T")
LEVERS = TINY.question("leviers")
PRIORITIES = TINY.question("priorites")


def _with_two_starred_items() -> Questionnaire:
    """The tiny questionnaire whose axes have both items in the common trunk."""
    axes = tuple(
        axis.model_copy(
            update={"items": tuple(i.model_copy(update={"star": True}) for i in axis.items)}
        )
        for axis in TINY.axes
    )
    return tiny_questionnaire().model_copy(update={"axes": axes})


def test_a_mean_and_its_deviation_are_those_of_the_answers_given() -> None:
    heard = [said("F01.G", 4), said("F01.G", 6), said("F01.G", 8)]
    result = tally(SEVERITY, [*heard, dont_know("F01.G"), not_concerned("F01.G"), None, None])
    assert result == Tally(
        question_id="F01.G",
        given=3,
        dont_know=1,
        not_concerned=1,
        unanswered=2,
        counts=((4, 1), (6, 1), (8, 1)),
        mean=6.0,
        deviation=2.0,  # √((4 + 0 + 4) / 2)
    )
    assert result.spoke == 5
    assert result.dont_know_share == 1 / 4


def test_a_zero_is_an_answer_and_a_silence_is_not_a_zero() -> None:
    assert tally(SEVERITY, [said("F01.G", 0), said("F01.G", 10)]).mean == 5.0
    assert tally(SEVERITY, [None, said("F01.G", 10)]).mean == 10.0


def test_one_answer_has_a_mean_and_no_deviation() -> None:
    result = tally(SEVERITY, [said("F01.G", 7)])
    assert (result.mean, result.deviation) == (7.0, None)


def test_a_group_where_nobody_knows_has_neither_mean_nor_zero() -> None:
    result = tally(SEVERITY, [dont_know("F01.G")] * 6)
    assert (result.mean, result.deviation, result.counts) == (None, None, ())
    assert (result.given, result.dont_know, result.dont_know_share) == (0, 6, 1.0)
    assert result.share([0]) is None


def test_a_group_where_nobody_spoke_has_no_share_of_anything() -> None:
    result = tally(SEVERITY, [None, None])
    assert (result.spoke, result.unanswered) == (0, 2)
    assert result.dont_know_share is None
    assert result.share([0]) is None


def test_a_choice_is_counted_in_the_order_of_its_options_and_averaged_by_value() -> None:
    heard = [said("F01.T", name) for name in ("progresse", "recule", "recule", "stable")]
    result = tally(TREND, heard)
    assert result.counts == (("recule", 2), ("stable", 1), ("progresse", 1))
    assert result.mean == -0.25  # (1 − 1 − 1 + 0) / 4
    assert result.share(["recule", "stable"]) == 0.75


def test_a_choice_without_values_has_shares_and_no_mean() -> None:
    age = TINY.question("age")
    result = tally(age, [said("age", "jeune"), said("age", "autre"), dont_know("age")])
    assert result.mean is None
    assert result.share(["jeune"]) == 0.5


def test_several_choices_are_counted_one_by_one() -> None:
    heard = [said("leviers", ("lieux", "ecoute")), said("leviers", ("lieux",))]
    result = tally(LEVERS, heard)
    assert (result.given, result.mean) == (2, None)
    assert result.counts == (("ecoute", 1), ("lieux", 2))
    assert result.share(["lieux"]) == 1.0
    assert result.share(["temps"]) == 0.0


def test_an_order_counts_who_was_picked_and_who_came_first() -> None:
    heard = [
        said("priorites", ("F03", "F01")),
        said("priorites", ("F01",)),
        said("priorites", ("F03", "F02")),
    ]
    result = tally(PRIORITIES, heard)
    assert result.counts == (("F01", 2), ("F02", 1), ("F03", 2))
    assert result.firsts == (("F01", 1), ("F03", 2))
    assert result.mean is None


def test_a_text_is_counted_and_never_quoted() -> None:
    result = tally(TINY.question("mot"), [said("mot", "Merci"), None])
    assert (result.given, result.unanswered, result.counts, result.mean) == (1, 1, (), None)


def test_marks_below_zero_are_counted_in_the_order_of_the_scale() -> None:
    question = ScaleQuestion(
        id="pente",
        wording=text("Quelle pente ?"),
        help=HELP,
        minimum=-12,
        maximum=12,
        low=text("descend"),
        high=text("monte"),
    )
    heard = [said("pente", mark) for mark in (10, -1, 0, -12, 2, -2, -1)]
    assert tally(question, heard).counts == (
        *((-12, 1), (-2, 1), (-1, 2), (0, 1)),
        *((2, 1), (10, 1)),
    )


def test_an_axis_counts_each_item_once() -> None:
    people = [
        person(ELECTED, {"A1": 4, "A2": DONT_KNOW}),
        person(ELECTED, {"A1": 0, "A2": 2}),
        person(ELECTED, {"A1": 2}),
        person(ELECTED, {"A2": 4}),
        person(ELECTED, {"A2": DONT_KNOW}),
        person(ELECTED, {"B1": 4}),
    ]
    axis = score(_with_two_starred_items(), people).axes["A"][ELECTED]
    # A1: (4 + 0 + 2) / 3 = 2. A2: (2 + 4) / 2 = 3. All levels together would give 12 / 5.
    assert axis.mean == 2.5
    assert (axis.given, axis.spoke, axis.levels, axis.people_each) == (4, 5, 5, 2.5)
    assert axis.is_partial
    assert axis.dont_know_share == 2 / 7


def test_the_deviation_of_an_axis_is_that_of_the_persons_own_means_where_all_answered() -> None:
    answers = [(4, 2), (0, 1), (3, 3), (2, 4)]
    people = [person(ELECTED, {"A1": one, "A2": two}) for one, two in answers]
    axis = score(_with_two_starred_items(), people).axes["A"][ELECTED]
    own = [(one + two) / 2 for one, two in answers]
    assert (axis.mean, axis.is_partial) == (mean(own), False)
    assert axis.deviation == pytest.approx(stdev(own))


def test_the_deviation_of_an_axis_is_what_each_absence_does_to_its_mean() -> None:
    answers = [{"A1": 4, "A2": 0}, {"A1": 0, "A2": 2}, {"A1": 1}, {"A1": 3}, {"A2": 4}, {"A2": 1}]
    content = _with_two_starred_items()

    def axis(told: list[dict[str, int]]) -> AxisTally:
        return score(content, [person(ELECTED, one) for one in told]).axes["A"][ELECTED]

    whole, without = axis(answers), [axis(answers[:n] + answers[n + 1 :]).mean for n in range(6)]
    assert whole.mean is not None
    moves = sum((other - whole.mean) ** 2 for other in without if other is not None)
    assert whole.deviation == pytest.approx(((6 - 1) * moves) ** 0.5)


def test_an_axis_of_which_one_person_alone_answered_an_item_has_no_deviation() -> None:
    people = [person(ELECTED, {"A1": 4, "A2": 2}), person(ELECTED, {"A1": 1})]
    axis = score(_with_two_starred_items(), people).axes["A"][ELECTED]
    assert (axis.mean, axis.deviation) == (2.25, None)


def test_an_axis_rests_on_the_common_trunk_only() -> None:
    people = [person(ELECTED, {"A1": 1, "A2": 4}), person(ELECTED, {"A1": 3})]
    assert score(TINY, people).axes["A"][ELECTED].mean == 2.0


def test_an_axis_that_does_not_concern_someone_is_not_unknown_to_them() -> None:
    people = [person(FIRM, {"A1": 2}), person(FIRM, {"A1": NOT_CONCERNED})]
    axis = score(TINY, people).axes["A"][FIRM]
    assert (axis.given, axis.spoke, axis.dont_know_share) == (1, 1, 0.0)


def test_an_axis_that_nobody_spoke_of_is_absent() -> None:
    assert score(TINY, [person(FIRM, {"F01.G": 3})]).axes == {}


def test_each_regard_is_tallied_apart() -> None:
    people = [*group(CITIZEN, "F01.G", 8, 6), *group(ELECTED, "F01.G", 3)]
    result = score(TINY, people)
    assert result.people == {CITIZEN: 2, ELECTED: 1}
    assert result.questions["F01.G"][CITIZEN].mean == 7.0
    assert result.questions["F01.G"][ELECTED].mean == 3.0


def test_someone_who_said_nothing_at_all_is_nobody() -> None:
    assert score(TINY, [person(CITIZEN, {})]) == Tallies(people={}, questions={}, axes={})


def test_who_was_asked_and_said_nothing_is_unanswered() -> None:
    result = score(TINY, group(CITIZEN, "F01.G", 8, 6))
    assert result.questions["F02.G"][CITIZEN].unanswered == 2
    assert result.questions["F02.G"][CITIZEN].mean is None


def test_who_was_not_asked_is_not_unanswered() -> None:
    people = [person(CITIZEN, {"F01.G": 8}, short=True), person(CITIZEN, {"F01.G": 8})]
    result = score(TINY, people)
    assert result.questions["F02.G"][CITIZEN].unanswered == 2
    assert result.questions["A2"][CITIZEN].unanswered == 1


def test_priorities_decide_who_is_asked_more() -> None:
    people = [
        person(CITIZEN, {"priorites": ("F02",), "F02.T": "recule"}),
        person(CITIZEN, {"priorites": ("F02",)}),
        person(CITIZEN, {"priorites": ("F01",)}),
    ]
    trend = score(TINY, people).questions["F02.T"][CITIZEN]
    assert (trend.given, trend.unanswered) == (1, 1)


def test_what_was_said_before_changing_priorities_is_kept() -> None:
    people = [person(CITIZEN, {"priorites": ("F01",), "F02.T": "recule"})]
    assert score(TINY, people).questions["F02.T"][CITIZEN].given == 1


def test_what_was_said_before_denying_its_condition_is_not_counted() -> None:
    condition = Condition(question="age", among=("jeune",))
    questions = tuple(
        q.model_copy(update={"only_if": condition}) if q.id == "leviers" else q
        for q in TINY.questions
    )
    depending = tiny_questionnaire().model_copy(update={"questions": questions})
    people = [
        person(CITIZEN, {"age": "jeune", "leviers": ("lieux",)}),
        person(CITIZEN, {"age": "autre", "leviers": ("lieux",)}),
    ]
    assert score(depending, people).questions["leviers"][CITIZEN].given == 1


def test_an_answer_to_a_question_of_another_version_is_left_out() -> None:
    people = [person(CITIZEN, {"F01.G": 5, "F99.G": 9, "L1": 3})]
    assert "F99.G" not in score(TINY, people).questions


def test_an_option_of_another_version_is_not_counted_under_another() -> None:
    result = tally(TREND, [said("F01.T", "stable"), said("F01.T", "autrefois")])
    assert result.counts == (("stable", 1),)
    assert result.mean == 0.0


def _values(question: Question) -> st.SearchStrategy[Value]:
    if isinstance(question, ScaleQuestion):
        return st.integers(question.minimum, question.maximum)
    if isinstance(question, LevelsQuestion):
        return st.integers(0, 4)
    if isinstance(question, ChoiceQuestion):
        return st.sampled_from([option.id for option in question.options])
    if isinstance(question, ChoicesQuestion | RankingQuestion):
        names = st.sampled_from([option.id for option in question.options])
        return st.lists(names, min_size=1, max_size=question.most, unique=True).map(tuple)
    return st.just("Un mot.")


QUESTIONS = ("F01.G", "F02.G", "F01.T", "A1", "A2", "B1", "age", "leviers", "priorites")
_said = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(_values(TINY.question(name)), st.sampled_from([DONT_KNOW, NOT_CONCERNED]))
        for name in QUESTIONS
    },
)
_person = st.builds(person, st.sampled_from([CITIZEN, ELECTED, FIRM]), _said, short=st.booleans())
crowds = st.lists(_person, max_size=12)


@settings(max_examples=60, deadline=None)
@given(people=crowds, viewpoint=st.sampled_from([CITIZEN, ELECTED]), unsure=st.integers(1, 5))
def test_not_knowing_never_moves_a_mean(
    people: list[Passage], viewpoint: Viewpoint, unsure: int
) -> None:
    before = score(TINY, people)
    said_by_all = dict.fromkeys(QUESTIONS, DONT_KNOW)
    after = score(TINY, [*people, *(person(viewpoint, said_by_all) for _ in range(unsure))])
    for name, groups in before.questions.items():
        for who, tallied in groups.items():
            now = after.questions[name][who]
            assert (now.mean, now.deviation, now.counts) == (
                tallied.mean,
                tallied.deviation,
                tallied.counts,
            )
    for name, axes in before.axes.items():
        for who, axis in axes.items():
            assert (after.axes[name][who].mean, after.axes[name][who].given) == (
                axis.mean,
                axis.given,
            )


@settings(max_examples=60, deadline=None)
@given(people=crowds, silent=st.integers(1, 5))
def test_silence_never_moves_a_mean(people: list[Passage], silent: int) -> None:
    before = score(TINY, people)
    quiet = [person(CITIZEN, {"mot": "Bonjour"}) for _ in range(silent)]
    after = score(TINY, [*people, *quiet])
    for name, groups in before.questions.items():
        for who, tallied in groups.items():
            assert after.questions[name][who].mean == tallied.mean
            assert after.questions[name][who].given == tallied.given + (
                silent if (name, who) == ("mot", CITIZEN) else 0
            )


@settings(max_examples=60, deadline=None)
@given(data=st.data(), people=crowds)
def test_the_order_of_people_never_matters(data: st.DataObject, people: list[Passage]) -> None:
    assert score(TINY, data.draw(st.permutations(people))) == score(TINY, people)


@settings(max_examples=60, deadline=None)
@given(people=crowds, order=st.sampled_from(list(permutations([CITIZEN, ELECTED, FIRM]))))
def test_giving_the_regards_other_names_only_moves_the_names(
    people: list[Passage], order: tuple[Viewpoint, ...]
) -> None:
    names = dict(zip([CITIZEN, ELECTED, FIRM], order, strict=True))
    renamed = [
        person(names[p.submission.viewpoint], _values_of(p), short=p.submission.short)
        for p in people
    ]
    before, after = score(TINY, people), score(TINY, renamed)
    assert after.people == {names[who]: number for who, number in before.people.items()}
    assert after.questions == {
        name: {names[who]: tallied for who, tallied in groups.items()}
        for name, groups in before.questions.items()
    }
    assert after.axes == {
        name: {names[who]: tallied for who, tallied in groups.items()}
        for name, groups in before.axes.items()
    }


@settings(max_examples=60, deadline=None)
@given(people=crowds)
def test_merging_the_regards_is_the_same_as_scoring_everybody_together(
    people: list[Passage],
) -> None:
    apart = score(TINY, people).questions
    everybody = [person(CITIZEN, _values_of(p), short=p.submission.short) for p in people]
    for name, groups in score(TINY, everybody).questions.items():
        assert merge(TINY.question(name), apart[name].values()) == groups[CITIZEN]


@settings(max_examples=60, deadline=None)
@given(people=crowds)
def test_every_figure_rests_on_people_who_said_something(people: list[Passage]) -> None:
    result = score(TINY, people)
    for groups in result.questions.values():
        for who, tallied in groups.items():
            assert tallied.spoke + tallied.unanswered <= result.people[who]
            assert (tallied.mean is None) or tallied.given > 0
            assert bool(tallied.counts) == (tallied.given > 0 and tallied.question_id != "mot")
            if tallied.question_id.endswith(".G") and tallied.mean is not None:
                marks = [mark for mark, _ in tallied.counts if isinstance(mark, int)]
                assert min(marks) <= tallied.mean <= max(marks)
                assert sum(number for _, number in tallied.counts) == tallied.given
    for axes in result.axes.values():
        for axis in axes.values():
            assert isinstance(axis, AxisTally)
            assert (axis.mean is None) == (axis.given == 0)
            assert axis.given <= axis.spoke


def _values_of(passage: Passage) -> Mapping[str, Value]:
    """What a passage says, in the short form of `person`."""
    short = {"ne_sait_pas": DONT_KNOW, "pas_concerne": NOT_CONCERNED}
    return {name: short.get(answer.state, answer.value) for name, answer in passage.answers.items()}


def test_the_short_form_and_the_answers_say_the_same() -> None:
    passage = person(CITIZEN, {"F01.G": 3, "A1": DONT_KNOW, "A2": NOT_CONCERNED})
    assert _values_of(passage) == {"F01.G": 3, "A1": DONT_KNOW, "A2": NOT_CONCERNED}
    assert says("A1", DONT_KNOW) == dont_know("A1")


def test_who_took_part_in_a_room_only_owes_what_the_room_asked() -> None:
    tiny = tiny_questionnaire()
    guest = replace(person(Viewpoint.CITIZEN, {"confiance": 7}), asked=frozenset({"confiance"}))
    silent = replace(
        person(Viewpoint.CITIZEN, {"F01.G": 4}), asked=frozenset({"confiance", "F01.G"})
    )
    at_home = person(Viewpoint.CITIZEN, {"confiance": 3})
    tallied = score(tiny, [guest, silent, at_home])
    questions = {name: groups[Viewpoint.CITIZEN] for name, groups in tallied.questions.items()}
    assert (questions["confiance"].given, questions["confiance"].unanswered) == (2, 1)
    assert (questions["F01.G"].given, questions["F01.G"].unanswered) == (1, 1)
    assert (questions["F02.G"].given, questions["F02.G"].unanswered) == (0, 1)
    assert tallied.people == {Viewpoint.CITIZEN: 3}
