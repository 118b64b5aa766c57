"""Nothing leaks before its stage, to no face of the room."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from diagnostic.confidence import Release
from diagnostic.confidence.live import LiveFigures, live_release, seen
from diagnostic.respondents import Viewpoint
from diagnostic.workshops import (
    AUDIENCES,
    FACILITATOR,
    WALL,
    Audience,
    Mark,
    Stage,
    begin,
    go_to,
    phone,
    stages,
    visible,
)
from diagnostic.workshops.votes import Vote, first_box, second_box
from tests.builders import given, tiny_questionnaire
from tests.workshops.programme import READING, STEPS, VOTE

SHOWN = (Stage.VOTE, Stage.HIDDEN, Stage.OWN, Stage.OTHERS, Stage.FRANCE, Stage.DEBATE)
MARKS = [
    Mark(stage, round_, revealed, moved)
    for stage, round_, revealed, moved in product(Stage, (1, 2), SHOWN, (False, True))
]


def reached(mark: Mark) -> Stage:
    """What the room was told to show, in another way than the rule under test says it."""
    later = {Stage.SECOND, Stage.MOVEMENT, Stage.RECORDED}
    return mark.revealed if mark.stage in later else mark.stage


@pytest.mark.parametrize("step", [VOTE, READING], ids=["vote", "lecture"])
@pytest.mark.parametrize("audience", AUDIENCES, ids=str)
def test_no_audience_sees_a_regard_france_or_a_movement_before_its_stage(
    step: object, audience: Audience
) -> None:
    chosen = VOTE if step is VOTE else READING
    base = go_to(begin(STEPS), STEPS, chosen.id)
    own = frozenset({audience.viewpoint}) - {None}
    for mark in MARKS:
        if mark.stage not in stages(chosen):
            continue
        state = replace(base, marks={chosen.id: mark})
        sight = visible(state, chosen, audience)
        level = reached(mark)
        if level in (Stage.VOTE, Stage.HIDDEN):
            assert not sight.regards
            assert not sight.whole
        elif level is Stage.OWN:
            assert sight.regards == own
            assert not sight.whole
        else:
            assert sight.regards == frozenset(Viewpoint)
        assert sight.france == (level in (Stage.FRANCE, Stage.DEBATE))
        if sight.movement:
            assert mark.stage in (Stage.MOVEMENT, Stage.RECORDED)
            assert mark.moved
            assert chosen is VOTE
        assert sight.speaker == (audience == FACILITATOR)
        assert not sight.answering
        if audience.viewpoint is not None:
            assert (sight.turnout, sight.join, sight.speaker) == (False, False, False)


def test_what_has_no_stage_shows_no_figure_to_anybody() -> None:
    for step, audience in product(STEPS, AUDIENCES):
        if not stages(step):
            for mark in MARKS:
                state = replace(begin(STEPS), step_id=step.id, marks={step.id: mark})
                assert not visible(state, step, audience).figures


def test_only_phones_answer_and_only_while_answers_are_taken() -> None:
    state = replace(go_to(begin(STEPS), STEPS, "vote"), accepting=True)
    for audience in AUDIENCES:
        assert visible(state, VOTE, audience).answering == (audience.viewpoint is not None)


def test_the_wall_shows_the_count_and_the_join_screen_as_the_facilitator_chose() -> None:
    state = replace(begin(STEPS), join_shown=False, count_shown=False)
    wall, desk = visible(state, STEPS[0], WALL), visible(state, STEPS[0], FACILITATOR)
    assert (wall.turnout, wall.join) == (False, False)
    assert (desk.turnout, desk.join) == (True, True)


def crowd() -> LiveFigures:
    """Six citizens, five élus and two firms, who vote twice; each regard has a mark of its own."""
    marks = {Viewpoint.CITIZEN: (6, 2), Viewpoint.ELECTED: (5, 7), Viewpoint.FIRM: (2, 9)}
    questionnaire = tiny_questionnaire()
    one, two = [], []
    for viewpoint, (people, mark) in marks.items():
        for _ in range(people):
            number = len(one) + 1
            one.append(Vote(number, viewpoint, {"confiance": given("confiance", mark)}))
            two.append(Vote(number, viewpoint, {"confiance": given("confiance", mark - 1)}))
    asked = {viewpoint: ("confiance",) for viewpoint in Viewpoint}
    first = first_box("vote", asked, one)
    second = second_box(first, zip(one, two, strict=True))
    return live_release(first, questionnaire, 5, second=second)


def regards_in(release: Release | None) -> set[Viewpoint]:
    if release is None:
        return set()
    groups = {v for several in release.questions.values() for v in several}
    return set(release.people) | groups | set(release.withheld)


def test_what_is_sent_holds_no_more_than_what_may_be_seen() -> None:
    figures = crowd()
    base = go_to(begin(STEPS), STEPS, "vote")
    for mark, audience in product(MARKS, AUDIENCES):
        sight = visible(replace(base, marks={"vote": mark}), VOTE, audience)
        sent = seen(figures, sight)
        if reached(mark) in (Stage.VOTE, Stage.HIDDEN):
            assert sent is None
            continue
        if sent is None:
            assert not sight.regards
            continue
        assert regards_in(sent.first) <= sight.regards
        if not sight.movement:
            assert (sent.second, sent.movements, sent.whole) == (None, None, None)
        else:
            assert regards_in(sent.second) <= sight.regards
            moving = {v for several in (sent.movements or {}).values() for v in several}
            assert moving <= sight.regards


def test_a_phone_is_sent_its_own_regard_alone_at_its_stage() -> None:
    state = replace(
        go_to(begin(STEPS), STEPS, "vote"), marks={"vote": Mark(Stage.OWN, revealed=Stage.OWN)}
    )
    sent = seen(crowd(), visible(state, VOTE, phone(Viewpoint.CITIZEN)))
    assert sent is not None
    assert set(sent.first.questions["confiance"]) == {Viewpoint.CITIZEN}
    assert seen(crowd(), visible(state, VOTE, WALL)) is None
    few = seen(crowd(), visible(state, VOTE, phone(Viewpoint.FIRM)))
    assert few is not None
    assert few.first.questions == {}
    assert few.first.withheld == frozenset({Viewpoint.FIRM})
