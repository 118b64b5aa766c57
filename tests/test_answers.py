"""Only `accept` decides what fits a question; « ne sait pas » and silence are not values."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.answers import (
    Answer,
    AnswerRefused,
    AnswerState,
    accept,
    by_question,
    stays_apart,
)
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Option,
    Question,
    RankingQuestion,
    ScaleQuestion,
    TextQuestion,
)
from tests.builders import HELP, text

GIVEN = AnswerState.GIVEN
OPTIONS = tuple(Option(id=name, label=text(name)) for name in ("eau", "air", "sol", "feu"))

SCALE = ScaleQuestion(
    id="note",
    wording=text("?"),
    help=HELP,
    minimum=-2,
    maximum=10,
    low=text("peu"),
    high=text("très"),
)
LEVELS = LevelsQuestion(
    id="niveau", wording=text("?"), help=HELP, levels=tuple(text(f"niveau {n}") for n in range(5))
)
CHOICE = ChoiceQuestion(id="choix", wording=text("?"), help=HELP, options=OPTIONS)
CHOICES = ChoicesQuestion(
    id="choix_multiple", wording=text("?"), help=HELP, options=OPTIONS, most=2
)
RANKING = RankingQuestion(id="ordre", wording=text("?"), help=HELP, options=OPTIONS, most=3)
WORDS = TextQuestion(id="mots", wording=text("?"), help=HELP, longest=20)
ALL: tuple[Question, ...] = (SCALE, LEVELS, CHOICE, CHOICES, RANKING, WORDS)

names = st.sampled_from(["eau", "air", "sol", "feu", "vent", "", "EAU"])
anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-20, 20),
    st.floats(),
    st.text(max_size=30),
    names,
    st.lists(names, max_size=5).map(tuple),
    st.lists(names, max_size=5),
    st.tuples(st.lists(names, max_size=2)),
    st.tuples(st.integers(), names),
    st.dictionaries(names, names, max_size=2),
    st.frozensets(names, max_size=3),
)


def _is_whole(value: object) -> bool:
    return type(value) is int


def _is_several(value: object, most: int) -> bool:
    return (
        type(value) is tuple
        and 1 <= len(value) <= most
        and len({repr(name) for name in value}) == len(value)
        and all(type(name) is str and name in ("eau", "air", "sol", "feu") for name in value)
    )


def _is_writable(value: object) -> bool:
    return (
        isinstance(value, str)
        and value.strip() != ""
        and len(value) <= 20
        and "\0" not in value
        and value.encode("utf-8", "ignore").decode() == value
    )


DOMAINS: tuple[tuple[Question, Callable[[object], bool]], ...] = (
    (SCALE, lambda value: _is_whole(value) and value in range(-2, 11)),
    (LEVELS, lambda value: _is_whole(value) and value in range(5)),
    (CHOICE, lambda value: isinstance(value, str) and value in ("eau", "air", "sol", "feu")),
    (CHOICES, lambda value: _is_several(value, 2)),
    (RANKING, lambda value: _is_several(value, 3)),
    (WORDS, _is_writable),
)


@pytest.mark.parametrize(("question", "fits"), DOMAINS, ids=[q.kind for q, _ in DOMAINS])
@settings(max_examples=200, deadline=None)
@given(value=anything)
def test_a_question_accepts_exactly_its_own_answers(
    question: Question, fits: Callable[[object], bool], value: object
) -> None:
    if fits(value):
        assert accept(question, GIVEN, value) == Answer(question.id, GIVEN, value)  # type: ignore[arg-type]
    else:
        with pytest.raises(AnswerRefused):
            accept(question, GIVEN, value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (SCALE, -2),
        (SCALE, 0),
        (SCALE, 10),
        (LEVELS, 0),
        (LEVELS, 4),
        (CHOICE, "air"),
        (CHOICES, ("sol", "eau")),
        (RANKING, ("feu", "eau", "air")),
        (WORDS, "Un jardin partagé."),
        (WORDS, "x" * 20),
    ],
)
def test_an_answer_at_the_edge_of_what_is_asked_is_accepted(
    question: Question, value: int | str | tuple[str, ...]
) -> None:
    assert accept(question, GIVEN, value).value == value


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (SCALE, -3),
        (SCALE, 11),
        (SCALE, True),
        (SCALE, "5"),
        (SCALE, 5.0),
        (SCALE, None),
        (LEVELS, -1),
        (LEVELS, 5),
        (LEVELS, False),
        (CHOICE, "vent"),
        (CHOICE, ("eau",)),
        (CHOICE, None),
        (CHOICES, ("eau", "air", "sol")),
        (CHOICES, ("eau", "eau")),
        (CHOICES, ("eau", "vent")),
        (CHOICES, ()),
        (CHOICES, "eau"),
        (CHOICES, ["eau"]),
        (RANKING, ("eau", "air", "sol", "feu")),
        (RANKING, ("eau", "air", "eau")),
        (RANKING, (["eau"],)),
        (WORDS, ""),
        (WORDS, "  \n "),
        (WORDS, "x" * 21),
        (WORDS, "zéro\0"),
        (WORDS, "\ud800"),
        (WORDS, 3),
        (WORDS, None),
    ],
)
def test_an_answer_outside_what_is_asked_is_refused(question: Question, value: object) -> None:
    with pytest.raises(AnswerRefused):
        accept(question, GIVEN, value)  # type: ignore[arg-type]


def test_nothing_is_accepted_where_there_is_nothing_to_put_in_order() -> None:
    empty = RankingQuestion(id="vide", wording=text("?"), help=HELP, options_from="domains", most=3)
    with pytest.raises(AnswerRefused):
        accept(empty, GIVEN, ("eau",))


@pytest.mark.parametrize("question", ALL, ids=lambda q: q.kind)
@pytest.mark.parametrize("state", [AnswerState.DONT_KNOW, AnswerState.NOT_CONCERNED])
def test_not_knowing_and_not_being_concerned_carry_no_value(
    question: Question, state: AnswerState
) -> None:
    assert accept(question, state, None) == Answer(question.id, state, None)
    for value in (0, "eau", ("eau",), ""):
        with pytest.raises(AnswerRefused):
            accept(question, state, value)


@pytest.mark.parametrize("question", ALL, ids=lambda q: q.kind)
def test_not_knowing_is_refused_where_it_is_not_offered(question: Question) -> None:
    closed = question.model_copy(update={"dont_know": False, "not_concerned": False})
    for state in (AnswerState.DONT_KNOW, AnswerState.NOT_CONCERNED):
        with pytest.raises(AnswerRefused, match="n’a pas cette réponse"):
            accept(closed, state, None)


def test_a_refusal_says_what_to_do_about_a_text() -> None:
    with pytest.raises(AnswerRefused, match=r"trop long : 20 caractères au plus, vous en avez 25"):
        accept(WORDS, GIVEN, "x" * 25)
    with pytest.raises(AnswerRefused, match="Le texte est vide"):
        accept(WORDS, GIVEN, " ")


def test_answers_are_found_under_their_question() -> None:
    first, second = Answer("note", GIVEN, 3), Answer("mots", AnswerState.DONT_KNOW)
    assert by_question([first, second]) == {"note": first, "mots": second}


def test_silence_has_no_answer_and_no_number() -> None:
    assert by_question([]) == {}
    assert Answer("note", AnswerState.DONT_KNOW).value is None
    assert set(AnswerState) == {"repondu", "ne_sait_pas", "pas_concerne"}


def test_where_a_question_has_two_widgets_the_one_that_moved_wins() -> None:
    said, unknown = Answer("q", GIVEN, ("eau",)), Answer("q", AnswerState.DONT_KNOW)
    assert stays_apart(True, False, None), "« ne sait pas », seul"
    assert not stays_apart(False, True, None), "un choix, seul"
    assert stays_apart(True, True, said), "il avait choisi, il dit ne pas savoir"
    assert not stays_apart(True, True, unknown), "il ne savait pas, il choisit"
    assert stays_apart(True, False, unknown), "il ne sait toujours pas"
