"""One voice per language; figures are rounded as readers expect and never stand for nothing."""

import gettext
import io
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.texts import Voice, rounded, voice_of
from diagnostic.texts.typography import NARROW
from diagnostic.texts.voice import Refusal, Sentence

FRENCH, ENGLISH = voice_of("fr"), voice_of("en")


@pytest.fixture(scope="module")
def translated() -> Voice:
    """An English voice with a catalogue of its own."""
    catalogue = Catalog(locale="en")
    catalogue.add("Voici {name}.", "Here is {name}.")
    catalogue.add("Personne", "Nobody")
    catalogue.add(
        ("{number} réponse", "{number} réponses"), ("{number} answer", "{number} answers")
    )
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return Voice("en", gettext.GNUTranslations(file))


def test_a_refusal_is_said_in_the_language_of_the_one_it_is_told_to(translated: Voice) -> None:
    refusal = Refusal("Voici {name}.", name="Lyon")
    assert str(refusal) == "Voici Lyon."
    assert FRENCH.refuse(refusal) == "Voici Lyon."
    assert translated.refuse(refusal) == "Here is Lyon."


def test_braces_that_somebody_typed_are_left_in_a_refusal(translated: Voice) -> None:
    assert str(Refusal("Vous avez tapé {x}")) == "Vous avez tapé {x}"
    assert translated.refuse(Refusal("Voici {name}.", name="{name}")) == "Here is {name}."


def test_a_refusal_may_hold_other_sentences(translated: Voice) -> None:
    refusal = Refusal("Voici {name}.", name=Sentence("Personne"))
    assert str(refusal) == "Voici Personne."
    assert translated.refuse(refusal) == "Here is Nobody."


def test_a_failure_that_knows_no_english_is_said_in_typeset_french(translated: Voice) -> None:
    assert translated.refuse(OSError("Plus de place !")) == f"Plus de place{NARROW}!"


def test_french_is_spoken_unless_english_is_asked() -> None:
    assert voice_of("fr").language == "fr"
    assert voice_of("en").language == "en"
    assert voice_of("de").language == "fr"
    assert voice_of("").language == "fr"


def test_a_french_sentence_is_filled_in_and_typeset() -> None:
    said = FRENCH.say("Que dit {who} ? « {what} »", who="l'élu", what="Rien")
    assert said == "Que dit l’élu\u202f? «\u00a0Rien\u00a0»"


def test_a_sentence_without_parts_may_hold_braces() -> None:
    assert FRENCH.say("Écrivez {fr: …}") == "Écrivez {fr: …}"


def test_a_part_may_hold_braces() -> None:
    assert FRENCH.say("Voici {name}.", name="{x}") == "Voici {x}."


def test_an_english_sentence_comes_from_the_catalogue(translated: Voice) -> None:
    assert translated.say("Voici {name}.", name="Léa") == "Here is Léa."


def test_a_sentence_that_is_not_translated_yet_is_said_in_french(translated: Voice) -> None:
    assert translated.say("Bonjour !") == "Bonjour !"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 réponse"),
        (1, "1 réponse"),
        (2, "2 réponses"),
        (1234, "1\u202f234 réponses"),
    ],
)
def test_french_counts_from_two_in_the_plural(number: int, said: str) -> None:
    assert FRENCH.say_many("{number} réponse", "{number} réponses", number) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 answers"), (1, "1 answer"), (2, "2 answers"), (1234, "1,234 answers")],
)
def test_english_counts_one_in_the_singular(translated: Voice, number: int, said: str) -> None:
    assert translated.say_many("{number} réponse", "{number} réponses", number) == said


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (6.4, "6,4", "6.4"),
        (6.0, "6,0", "6.0"),
        (0.0, "0,0", "0.0"),
        (-0.04, "0,0", "0.0"),
        (-1.5, "-1,5", "-1.5"),
        (6.25, "6,3", "6.3"),
        (6.35, "6,4", "6.4"),
        (1.95, "2,0", "2.0"),
        (0.30000000000000004, "0,3", "0.3"),
        (1234.5, "1\u202f234,5", "1,234.5"),
        (None, "–", "–"),
    ],
)
def test_a_number_has_the_mark_of_its_language(
    value: float | None, french: str, english: str
) -> None:
    assert FRENCH.number(value) == french
    assert ENGLISH.number(value) == english


def test_binary_noise_does_not_tip_a_half() -> None:
    assert 6.35 - 5.2 < 1.15 < 8.55 - 7.4
    assert FRENCH.number(6.35 - 5.2) == FRENCH.number(8.55 - 7.4) == "1,2"


def test_a_number_has_as_many_decimals_as_asked() -> None:
    assert FRENCH.number(2.5, 0) == "3"
    assert FRENCH.number(2.345, 2) == "2,35"


def test_a_mark_says_its_maximum() -> None:
    assert FRENCH.mark(6.4) == "6,4/10"
    assert FRENCH.mark(2.0, 4) == "2,0/4"
    assert ENGLISH.mark(6.4) == "6.4/10"
    assert FRENCH.mark(None) == "–"


@pytest.mark.parametrize(
    ("share", "french", "english"),
    [
        (0.74, "74\u00a0%", "74%"),
        (0.125, "13\u00a0%", "13%"),
        (0.0, "0\u00a0%", "0%"),
        (1.0, "100\u00a0%", "100%"),
        (2 / 3, "67\u00a0%", "67%"),
        (None, "–", "–"),
    ],
)
def test_a_share_is_a_percentage(share: float | None, french: str, english: str) -> None:
    assert FRENCH.percent(share) == french
    assert ENGLISH.percent(share) == english


def test_a_whole_number_is_grouped_by_thousands() -> None:
    assert FRENCH.whole(12345) == "12\u202f345"
    assert ENGLISH.whole(12345) == "12,345"
    assert FRENCH.whole(None) == "–"


def test_what_is_missing_is_never_a_zero() -> None:
    said = [
        FRENCH.number(None),
        FRENCH.mark(None),
        FRENCH.percent(None),
        FRENCH.whole(None),
    ]
    assert set(said) == {"–"}


def test_a_day_is_written_out() -> None:
    assert FRENCH.day(date(2026, 11, 22)) == "22 novembre 2026"
    assert ENGLISH.day(date(2026, 11, 22)) == "22 November 2026"


def test_names_are_joined_as_one_says_them() -> None:
    assert FRENCH.join(["élus", "citoyens", "associations"]) == "élus, citoyens et associations"
    assert ENGLISH.join(["a", "b", "c"]) == "a, b and c"
    assert FRENCH.join(["élus"]) == "élus"
    assert FRENCH.join([]) == ""
    assert FRENCH.either(["élus", "citoyens", "firmes"]) == "élus, citoyens ou firmes"
    assert ENGLISH.either(["a", "b", "c"]) == "a, b or c"
    assert FRENCH.either(["élus"]) == "élus"


@settings(max_examples=300, deadline=None)
@given(total=st.integers(0, 2000), people=st.integers(1, 200))
def test_a_mean_is_rounded_half_up(total: int, people: int) -> None:
    exact = Fraction(total, people)
    expected = (exact * 10 + Fraction(1, 2)).__floor__()
    assert rounded(total / people) == Decimal(expected) / 10


@settings(max_examples=100, deadline=None)
@given(value=st.floats(-1e6, 1e6), digits=st.integers(0, 3))
def test_rounding_is_symmetrical_and_has_no_negative_zero(value: float, digits: int) -> None:
    assert rounded(-value, digits) == -rounded(value, digits)
    assert not str(rounded(value, digits)).startswith("-0") or rounded(value, digits) != 0
