"""Programmes and steps are whole, or refused with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from diagnostic.problems import ContentRefused
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.workshops import (
    PROGRAMMES,
    Step,
    StepKind,
    WorkshopRefused,
    asked,
    check_steps,
    new_step_id,
    read_programmes,
    show_code,
)
from diagnostic.workshops.workshop import new_code, spell
from tests.builders import given, text, tiny_questionnaire
from tests.workshops.programme import FRAME, STEPS, VOTE


def test_the_ready_programmes_can_be_followed_with_the_published_questionnaire() -> None:
    for programme in read_programmes():
        assert check_steps(programme.steps, current()) == programme.steps
        for step in programme.steps:
            if step.is_voted:
                assert all(asked(step, current(), viewpoint) for viewpoint in Viewpoint)


def test_half_a_day_lasts_from_two_to_half_past_five_and_one_hour_an_hour() -> None:
    half, hour = read_programmes()
    assert half.steps[0].at == "14:00"
    assert (half.steps[-1].at, hour.id) == ("17:30", "une_heure")
    clock = 14 * 60
    for step in half.steps:
        if step.at is not None:
            assert step.at == f"{clock // 60:02}:{clock % 60:02}"
        clock += step.minutes or 0
    assert sum(step.minutes or 0 for step in hour.steps) == 60


@pytest.mark.parametrize(
    ("spoil", "cause"),
    [
        (("kind: lecture\n        reading: R1", "kind: lecture"), "de R1 à R6"),
        (("questions: [K1]", "questions: []"), "des questions ou un thème"),
        (("id: cadre_territoire", "id: accueil"), "déjà pris"),
        (("framing: territoire", "framing: terrotoire"), "framing"),
        (("id: une_heure", "id: demi_journee"), "déjà pris"),
    ],
)
def test_a_spoilt_programme_is_refused_with_its_line(
    spoil: tuple[str, str], cause: str, tmp_path: Path
) -> None:
    whole = PROGRAMMES.read_text(encoding="utf-8")
    assert spoil[0] in whole
    path = tmp_path / "programmes.yaml"
    path.write_text(whole.replace(*spoil, 1), encoding="utf-8")
    with pytest.raises(ContentRefused) as refused:
        read_programmes(path)
    (problem,) = refused.value.problems
    assert problem.line > 1
    assert cause in str(problem)


def test_steps_are_checked_against_the_questionnaire() -> None:
    questionnaire = tiny_questionnaire()
    assert check_steps(STEPS, questionnaire) == STEPS
    for spoilt in (
        (),
        (VOTE, VOTE),
        (VOTE.model_copy(update={"questions": ("absente",)}),),
        (VOTE.model_copy(update={"questions": ()}),),
        (VOTE.model_copy(update={"theme": "vous"}),),
        (VOTE.model_copy(update={"questions": (), "theme": "absent"}),),
        (VOTE.model_copy(update={"kind": StepKind.PRIORITIES}),),
        (VOTE.model_copy(update={"kind": StepKind.DEBATE}),),
        (VOTE.model_copy(update={"minutes": 0}),),
        (VOTE.model_copy(update={"id": "deux:points"}),),
        (Step(id="g", kind=StepKind.GROUPS, title=text("Groupes")),),
        (Step(id="r", kind=StepKind.READING, title=text("Lecture")),),
        (Step(id="d", kind=StepKind.DEBATE, title=text("Débat"), framing="territoire"),),
    ):
        with pytest.raises(WorkshopRefused):
            check_steps(spoilt, questionnaire)
    with pytest.raises(ValidationError):
        Step(id="vote:1", kind=StepKind.FRAME, title=text("Un deux-points casse un bulletin"))


def test_a_regard_is_asked_only_what_its_route_asks() -> None:
    questionnaire = current()
    only_elected = VOTE.model_copy(update={"questions": ("K5", "K1")})
    names = {
        viewpoint: [q.id for q in asked(only_elected, questionnaire, viewpoint)]
        for viewpoint in (Viewpoint.CITIZEN, Viewpoint.ELECTED)
    }
    assert names == {Viewpoint.CITIZEN: ["K1"], Viewpoint.ELECTED: ["K5", "K1"]}


def test_a_theme_asks_what_the_priorities_of_the_person_open() -> None:
    questionnaire = tiny_questionnaire()
    deepen = VOTE.model_copy(update={"questions": (), "theme": "approfondir"})
    picked = {"priorites": given("priorites", ("F02",))}
    opened = [q.id for q in asked(deepen, questionnaire, Viewpoint.CITIZEN, answers=picked)]
    assert opened == ["F02.T", "F02.D"]
    assert asked(deepen, questionnaire, Viewpoint.CITIZEN, answers={}) == ()
    assert len(asked(deepen, questionnaire, Viewpoint.CITIZEN)) == 6


def test_codes_are_short_and_read_without_doubt() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("01ILOAEU")
    code = codes.pop()
    assert spell(f" {show_code(code).lower()} ") == code


def test_a_new_step_never_takes_the_id_of_another() -> None:
    steps = list(STEPS[:2])
    for _ in range(5):
        steps.insert(0, VOTE.model_copy(update={"id": new_step_id(steps)}))
        del steps[1:2]
        steps.append(FRAME.model_copy(update={"id": new_step_id(steps)}))
        assert len({step.id for step in steps}) == len(steps)
