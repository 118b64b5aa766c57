"""What moved between two waves: only where both show it, only as far as the answers allow."""

from collections.abc import Mapping

import pytest

from diagnostic.confidence import Release, Standing
from diagnostic.confidence.movements import (
    Figure,
    mean_figure,
    mean_of_groups,
    mean_of_questions,
    move,
    share_figure,
)
from diagnostic.confidence.panels import Followed
from diagnostic.questionnaire import ChoiceQuestion, Questionnaire
from diagnostic.readings.movement_words import (
    say_change,
    say_changed,
    say_followed,
    say_moves,
    say_which,
)
from diagnostic.readings.movements import (
    Moment,
    Moves,
    is_same_question,
    read_anchor_moves,
    read_axis_moves,
    read_domain_moves,
)
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import AxisTally, Tally
from tests.charts.inputs import (
    CITIZEN,
    ELECTED,
    FRENCH,
    axis_mark,
    counted,
    figures,
    mark,
    published,
    released,
    veiled,
)

HEALTH, JOBS = "F06.G", "F01.G"
K1 = ("tout_a_fait", "plutot")


def moment(number: int, shown: Release, questionnaire: Questionnaire | None = None) -> Moment:
    return Moment(number, questionnaire or published(), shown)


def domains(
    before: Mapping[str, Mapping[Viewpoint, Tally]], after: Mapping[str, Mapping[Viewpoint, Tally]]
) -> Moves:
    return read_domain_moves(moment(1, released(before)), moment(2, released(after)))


def reworded(question_id: str, french: str) -> Questionnaire:
    """The published questionnaire, where one question is asked in other words."""
    told = published().model_copy(deep=True)
    question = told.question(question_id)
    by_id = dict(told.by_id)
    by_id[question_id] = question.model_copy(
        update={"wording": question.wording.model_copy(update={"fr": french})}
    )
    told.__dict__["by_id"] = by_id
    return told


def test_a_wide_movement_of_many_people_is_told_and_a_small_one_is_not() -> None:
    moves = domains(
        {HEALTH: {CITIZEN: mark(HEALTH, 4.0, 30)}, JOBS: {CITIZEN: mark(JOBS, 5.0, 8, 2.5)}},
        {HEALTH: {CITIZEN: mark(HEALTH, 7.0, 30)}, JOBS: {CITIZEN: mark(JOBS, 5.8, 8, 2.5)}},
    )
    told = {row.key: row.movements[0] for row in moves.rows}
    assert told["F06"].standing is Standing.ABOVE
    assert told["F06"].difference.value == pytest.approx(3.0)
    assert told["F01"].standing is Standing.UNSETTLED
    assert say_which(FRENCH, published(), moves, Standing.ABOVE).startswith("Ce qui a monté")
    assert say_which(FRENCH, published(), moves, Standing.BELOW) == ""


def test_a_figure_that_stays_put_among_many_people_is_close() -> None:
    moves = domains(
        {HEALTH: {CITIZEN: mark(HEALTH, 5.0, 400)}}, {HEALTH: {CITIZEN: mark(HEALTH, 5.1, 400)}}
    )
    assert moves.movements[0].standing is Standing.CLOSE


def test_a_regard_that_either_wave_withholds_has_no_movement() -> None:
    moves = domains(
        {HEALTH: {CITIZEN: mark(HEALTH, 4.0), ELECTED: mark(HEALTH, 6.0)}},
        {HEALTH: {CITIZEN: mark(HEALTH, 7.0), ELECTED: veiled(HEALTH)}},
    )
    assert [one.viewpoint for one in moves.movements] == [CITIZEN]
    nothing = domains({HEALTH: {ELECTED: mark(HEALTH, 6.0)}}, {HEALTH: {CITIZEN: mark(HEALTH, 7)}})
    assert nothing.rows == ()
    assert "Aucun de ces chiffres" in say_moves(FRENCH, nothing)


def test_the_cross_mark_is_of_the_regards_in_both_waves_alone() -> None:
    moves = domains(
        {HEALTH: {v: mark(HEALTH, 4.0) for v in (CITIZEN, ELECTED, Viewpoint.FIRM)}},
        {HEALTH: {CITIZEN: mark(HEALTH, 6.0), ELECTED: mark(HEALTH, 8.0)}},
    )
    cross = moves.movements[-1]
    assert cross.viewpoint is None
    assert (cross.before, cross.after, cross.given) == (4.0, 7.0, (2, 2))


def test_many_movements_read_together_ask_for_more() -> None:
    one = (
        {HEALTH: {CITIZEN: mark(HEALTH, 5.0, 15, 2.0)}},
        {HEALTH: {CITIZEN: mark(HEALTH, 6.8, 15, 2.0)}},
    )
    assert domains(*one).movements[0].standing is Standing.ABOVE
    others = {
        f"{d.id}.G": {CITIZEN: mark(f"{d.id}.G", 5.0, 15, 2.0)}
        for d in published().domains
        if d.id != "F06"
    }
    many = domains(others | one[0], others | one[1])
    told = next(row for row in many.rows if row.key == "F06").movements[0]
    assert told.standing is Standing.UNSETTLED


def test_a_question_asked_in_other_words_is_not_compared() -> None:
    shown = released({HEALTH: {CITIZEN: mark(HEALTH, 4.0)}, JOBS: {CITIZEN: mark(JOBS, 4.0)}})
    other = reworded(HEALTH, "Se soigner ici ?")
    moves = read_domain_moves(moment(1, shown, other), moment(2, shown))
    assert [row.key for row in moves.rows] == ["F01"]
    assert moves.changed == ("F06",)
    assert "F06" in say_changed(FRENCH, moves.changed)


def test_the_english_alone_or_the_help_may_change() -> None:
    question = published().question(HEALTH)
    english = question.wording.model_copy(update={"en": "Is care hard to find?"})
    assert is_same_question(question, question.model_copy(update={"wording": english}))
    assert not is_same_question(question, question.model_copy(update={"maximum": 5}))
    assert not is_same_question(question, None)
    choice = published().question("K1")
    assert isinstance(choice, ChoiceQuestion)
    fewer = choice.model_copy(update={"options": choice.options[:-1]})
    assert not is_same_question(choice, fewer)


def axes(questions: Mapping[str, Mapping[Viewpoint, Tally]], mean: float | None) -> Release:
    told: dict[str, dict[Viewpoint, AxisTally]] = {"A": {CITIZEN: axis_mark("A", mean, 12)}}
    return released(questions, axes=told)


def test_an_axis_is_compared_on_the_questions_that_both_waves_show() -> None:
    stars = [item.id for item in published().axis("A").items if item.star]
    both = {name: {CITIZEN: mark(name, 1.0, 12, 0.5)} for name in stars}
    first = both | {stars[0]: {CITIZEN: mark(stars[0], 3.0, 12, 0.5)}}
    last = {name: groups for name, groups in both.items() if name != stars[0]}
    (row,) = read_axis_moves(moment(1, axes(first, 1.5)), moment(2, axes(last, 1.0))).rows
    (one,) = row.movements
    assert (one.before, one.after) == (1.0, 1.0)
    assert one.questions == len(stars) - 1


def test_an_axis_that_rests_on_the_same_questions_has_the_interval_that_is_shown_of_it() -> None:
    stars = [item.id for item in published().axis("A").items if item.star]
    both = {name: {CITIZEN: mark(name, 1.0, 12, 2.0)} for name in stars}
    (row,) = read_axis_moves(moment(1, axes(both, 1.0)), moment(2, axes(both, 1.0))).rows
    own = mean_figure(12, 1.0, 0.5, (0, 4))
    assert row.movements[0].difference == move(own, own)


def test_an_axis_that_most_do_not_know_has_no_movement() -> None:
    stars = [item.id for item in published().axis("A").items if item.star]
    both = {name: {CITIZEN: mark(name, 1.0)} for name in stars}
    assert read_axis_moves(moment(1, axes(both, 1.0)), moment(2, axes(both, None))).rows == ()


def test_the_shares_of_an_anchor_move() -> None:
    def share(yes: int) -> Release:
        return released({"K1": {CITIZEN: counted("K1", {K1[0]: yes, K1[1]: 100 - yes}, (0, 0, 0))}})

    found = read_anchor_moves(moment(1, share(20)), moment(2, share(70)), figures())
    rows = {row.key: row.movements[0] for row in found["K1"].rows}
    assert rows[K1[0]].standing is Standing.ABOVE
    assert rows[K1[0]].difference.value == pytest.approx(0.5)
    assert rows[K1[1]].standing is Standing.BELOW
    assert say_change(FRENCH, found["K1"], -0.5) == "−50"


def test_those_who_were_followed_are_told_beside() -> None:
    shown = [released({HEALTH: {CITIZEN: mark(HEALTH, m, 12, 3.0)}}) for m in (5.0, 5.8)]
    told = {(HEALTH, CITIZEN): Followed(HEALTH, CITIZEN, 8, 0.9, 0.5)}
    moves = read_domain_moves(moment(1, shown[0]), moment(2, shown[1]), followed=told)
    (one,) = moves.movements
    assert one.standing is Standing.UNSETTLED
    assert one.followed_standing is Standing.ABOVE
    said = say_followed(FRENCH, moves, one)
    assert "8 personnes suivies" in said
    assert said.endswith("a monté")


def test_different_people_cancel_out_and_the_same_people_do_not() -> None:
    one = mean_figure(12, 5.0, 2.0, (0, 10))
    width = one.around(0.95).width if one.around else 0.0
    groups, questions = mean_of_groups([one] * 4), mean_of_questions([one] * 4)
    assert groups.around is not None
    assert questions.around is not None
    assert groups.around(0.95).width == pytest.approx(width / 2)
    assert questions.around(0.95).width == pytest.approx(width)


def test_too_few_answers_on_either_side_leave_no_interval() -> None:
    few, many = share_figure(0.5, 4), share_figure(0.9, 400)
    for pair in ((few, many), (many, few), (mean_of_groups([few, many]), many)):
        found = move(*pair)
        assert found.interval is None
        assert found.risk == 1.0
    assert move(many, many).interval is not None


def test_turning_time_round_turns_the_movement_round() -> None:
    one, other = mean_figure(9, 3.0, 2.0, (0, 10)), mean_figure(14, 6.5, 1.0, (0, 10))
    there, back = move(one, other), move(other, one)
    assert there.value == -back.value
    assert there.risk == pytest.approx(back.risk)
    assert there.interval is not None
    assert back.interval is not None
    assert there.interval.low == pytest.approx(-back.interval.high)


def test_a_figure_alone_needs_no_other() -> None:
    assert mean_of_groups([Figure(2.0, None)]).around is None
