"""The demonstration is fictitious and says so, always the same, and has something to show."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from diagnostic import benchmarks
from diagnostic.answers import Answer, AnswerState, Passage, accept
from diagnostic.benchmarks import Benchmarks
from diagnostic.campaigns import FRAMING, Diagnostic, Wave
from diagnostic.confidence import Release, may_split, release
from diagnostic.demonstration import CODE, TERRITORY, fill
from diagnostic.questionnaire import Questionnaire, current, walk
from diagnostic.readings import GapName, read_anchors, read_axes, read_domains
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer


@dataclass(frozen=True)
class Demonstration:
    store: Store
    diagnostic: Diagnostic
    waves: tuple[Wave, ...]
    passages: tuple[tuple[Passage, ...], ...]
    questionnaire: Questionnaire

    def release(self, wave: int = 1) -> Release:
        tallies = score(self.questionnaire, self.passages[wave - 1])
        return release(tallies, self.questionnaire, self.diagnostic.threshold)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.read()


@pytest.fixture(scope="module")
def figures() -> Benchmarks:
    return benchmarks.read(current())


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Iterator[Demonstration]:
    with Store.open(tmp_path_factory.mktemp("demo") / "demo.sqlite") as store:
        diagnostic = fill(store, gazetteer)
        waves = store.waves(diagnostic)
        passages = tuple(store.passages(wave) for wave in waves)
        yield Demonstration(store, diagnostic, waves, passages, current())


def _said(passages: tuple[Passage, ...]) -> Counter[str]:
    """What people said, without the numbers that the memory draws at random."""
    return Counter(
        repr(
            (
                passage.submission.viewpoint.value,
                passage.submission.short,
                sorted((a.question_id, a.state.value, a.value) for a in passage.answers.values()),
                sorted(passage.comments.items()),
            )
        )
        for passage in passages
    )


def _given(passages: tuple[Passage, ...]) -> list[Answer]:
    return [answer for passage in passages for answer in passage.answers.values()]


def test_the_demonstration_is_labelled_fictitious(demo: Demonstration) -> None:
    assert demo.diagnostic.fictitious
    assert demo.diagnostic.title.endswith("(démonstration)")
    assert demo.store.diagnostic(CODE) == demo.diagnostic


def test_its_territory_is_a_real_one_of_two_to_four_dozen_communes(
    demo: Demonstration, gazetteer: Gazetteer
) -> None:
    assert demo.diagnostic.territory == TERRITORY
    assert 24 <= len(gazetteer.members(TERRITORY)) <= 48
    assert gazetteer.get(TERRITORY).name.endswith(
        demo.diagnostic.title.removesuffix(" (démonstration)")
    )


def test_it_has_a_closed_wave_and_an_open_one(demo: Demonstration) -> None:
    first, second = demo.waves
    assert first.closed_on is not None
    assert second.closed_on is None
    assert len(demo.passages[0]) > len(demo.passages[1]) > 50


def test_filling_again_changes_nothing(demo: Demonstration, gazetteer: Gazetteer) -> None:
    counters = [demo.store.change_counter(wave) for wave in demo.waves]
    assert fill(demo.store, gazetteer) == demo.diagnostic
    assert demo.store.waves(demo.diagnostic) == demo.waves
    assert [demo.store.change_counter(wave) for wave in demo.waves] == counters
    assert len(demo.store.diagnostics()) == 1


def test_it_is_the_same_in_another_memory(
    demo: Demonstration, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "other.sqlite") as store:
        diagnostic = fill(store, gazetteer)
        other = tuple(store.passages(wave) for wave in store.waves(diagnostic))
    assert diagnostic.framing == demo.diagnostic.framing
    assert [_said(passages) for passages in other] == [_said(p) for p in demo.passages]


def test_one_that_was_interrupted_is_begun_again(
    demo: Demonstration, gazetteer: Gazetteer, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "cut.sqlite") as store:
        store.open_diagnostic(
            "Démonstration en préparation", TERRITORY, current(), fictitious=True, code=CODE
        )
        again = fill(store, gazetteer)
        assert again.title == demo.diagnostic.title
        assert len(store.waves(again)) == 2
        assert len(store.diagnostics()) == 1


def test_a_demonstration_that_someone_renamed_is_left_alone(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "mine.sqlite") as store:
        mine = store.open_diagnostic("À moi", TERRITORY, current(), fictitious=True, code=CODE)
        assert fill(store, gazetteer) == mine
        assert store.passages(store.waves(mine)[0]) == ()


def test_each_regard_has_about_the_people_it_should(demo: Demonstration) -> None:
    people = Counter(passage.submission.viewpoint for passage in demo.passages[0])
    assert people == {
        Viewpoint.CITIZEN: 60,
        Viewpoint.ELECTED: 12,
        Viewpoint.FIRM: 14,
        Viewpoint.ASSOCIATION: 17,
        Viewpoint.INSTITUTION: 9,
        Viewpoint.CATALYST: 3,
    }


@pytest.mark.parametrize("wave", [1, 2])
def test_the_catalysts_are_too_few_to_be_shown(demo: Demonstration, wave: int) -> None:
    released = demo.release(wave)
    assert released.withheld == {Viewpoint.CATALYST}
    assert Viewpoint.CATALYST not in released.people


def test_people_answer_only_what_their_route_asks_and_every_answer_fits(
    demo: Demonstration,
) -> None:
    local = demo.store.local_questions(demo.diagnostic)
    for passages in demo.passages:
        for passage in passages:
            submission = passage.submission
            screens = walk(
                demo.questionnaire,
                submission.viewpoint,
                short=submission.short,
                answers=passage.answers,
                local=local,
            )
            asked = {question.id: question for screen in screens for question in screen.questions}
            assert passage.answers.keys() <= asked.keys()
            for answer in passage.answers.values():
                assert accept(asked[answer.question_id], answer.state, answer.value) == answer


def test_regards_differ_widely_on_environment_and_mobility(
    demo: Demonstration, figures: Benchmarks
) -> None:
    domains = read_domains(demo.questionnaire, demo.release(), figures)
    gaps = {reading.domain.id: reading.gap for reading in domains}
    assert {name for name, gap in gaps.items() if gap and gap.name is GapName.WIDE} == {
        "F09",
        "F12",
    }
    assert gaps["F09"] is not None
    assert (gaps["F09"].high, gaps["F09"].low) == (Viewpoint.CITIZEN, Viewpoint.ELECTED)
    assert gaps["F12"] is not None
    assert (gaps["F12"].high, gaps["F12"].low) == (Viewpoint.CITIZEN, Viewpoint.FIRM)


def test_regards_agree_on_jobs(demo: Demonstration, figures: Benchmarks) -> None:
    domains = read_domains(demo.questionnaire, demo.release(), figures)
    (jobs,) = (reading for reading in domains if reading.domain.id == "F01")
    assert jobs.gap is not None
    assert jobs.gap.name is GapName.AGREEMENT


def test_citizens_alone_are_divided_and_on_security_alone(
    demo: Demonstration, figures: Benchmarks
) -> None:
    domains = read_domains(demo.questionnaire, demo.release(), figures)
    divided = {reading.domain.id: reading.divided for reading in domains if reading.divided}
    assert divided == {"F11": (Viewpoint.CITIZEN,)}


def test_between_the_waves_the_gap_on_mobility_narrows(demo: Demonstration) -> None:
    def gap(wave: int) -> float:
        question = demo.release(wave).questions["F09.G"]
        citizens, elected = question[Viewpoint.CITIZEN].mean, question[Viewpoint.ELECTED].mean
        assert citizens is not None
        assert elected is not None
        return citizens - elected

    assert gap(1) - gap(2) > 1


def test_not_knowing_is_more_frequent_on_culture_and_evaluation(demo: Demonstration) -> None:
    answers = _given(demo.passages[0])

    def unknown(axes: str) -> float:
        heard = [a for a in answers if demo.questionnaire.question(a.question_id).axis in [*axes]]
        return sum(a.state is AnswerState.DONT_KNOW for a in heard) / len(heard)

    answers = [a for a in answers if a.question_id in demo.questionnaire.by_id]
    assert unknown("EF") > 2 * unknown("ABCDGH")


def test_firms_mostly_do_not_know_what_is_evaluated(
    demo: Demonstration, figures: Benchmarks
) -> None:
    axes = read_axes(demo.questionnaire, demo.release())
    (evaluation,) = (reading for reading in axes if reading.axis.id == "F")
    firms = evaluation.marks[Viewpoint.FIRM]
    assert firms.mean is None
    assert firms.dont_know_share is not None
    assert firms.dont_know_share > 0.5


def test_all_the_ways_of_not_answering_are_there(demo: Demonstration) -> None:
    states = Counter(answer.state for answer in _given(demo.passages[0]))
    assert states[AnswerState.DONT_KNOW] > 100
    assert states[AnswerState.NOT_CONCERNED] > 30
    severities = demo.release().questions["F15.G"]
    assert sum(tally.unanswered for tally in severities.values()) > 0


def test_some_take_the_short_route_and_some_stop_midway(demo: Demonstration) -> None:
    short = [p for p in demo.passages[0] if p.submission.short]
    assert 10 < len(short) < 40
    unfinished = [p for p in demo.passages[0] if not demo.store.is_finished(p.submission)]
    assert 5 <= len(unfinished) <= 20
    assert all("mot_libre" not in passage.answers for passage in unfinished)


def test_shares_are_near_the_national_ones_without_being_them(
    demo: Demonstration, figures: Benchmarks
) -> None:
    readings = read_anchors(demo.questionnaire, demo.release(), figures, (Viewpoint.CITIZEN,))
    compared = [
        (row.share * 100, row.france[-1].value)
        for reading in readings
        if reading.question.id.startswith("K")
        for row in reading.rows
        if row.share is not None and row.france
    ]
    assert len(compared) >= 5
    assert all(abs(here - there) <= 12 for here, there in compared)
    assert all(round(here) != there for here, there in compared)


def test_three_local_questions_of_three_kinds_are_answered(demo: Demonstration) -> None:
    local = demo.store.local_questions(demo.diagnostic)
    assert [question.kind for question in local] == ["scale", "choice", "text"]
    for question in local:
        assert sum(question.id in passage.answers for passage in demo.passages[0]) >= 5


def test_a_dozen_comments_explain_the_marks(demo: Demonstration) -> None:
    bodies = [body for passage in demo.passages[0] for body in passage.comments.values()]
    assert 12 <= len(bodies) <= 20
    assert len(set(bodies)) == len(bodies)
    for passages in demo.passages:
        for passage in passages:
            assert passage.comments.keys() <= passage.answers.keys()


def test_what_was_agreed_before_is_filled_in_and_says_that_it_is_an_example(
    demo: Demonstration,
) -> None:
    assert set(demo.diagnostic.framing) == set(FRAMING)
    assert all("fictif" in text for text in demo.diagnostic.framing.values())


def test_citizens_can_be_split_by_age(demo: Demonstration) -> None:
    citizens = [p for p in demo.passages[0] if p.submission.viewpoint is Viewpoint.CITIZEN]
    assert len(may_split(citizens, "profil.age", demo.diagnostic.threshold)) == 5
