"""The words of the published questionnaire: short, in two languages, and never a judgement."""

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from diagnostic.questionnaire import Questionnaire, Text, current
from diagnostic.texts.typography import typeset

FORBIDDEN = re.compile(
    r"\bmauvais|\bclassement|\bpalmarès|\bphare\b|\baudit|\bcancre|\bretardataire|\bassisté|"
    r"\bzone de non-droit|\bcas soci|\bprofil type|\bpremier de la classe|\bnote globale",
    re.IGNORECASE,
)
FORBIDDEN_IN_ENGLISH = re.compile(
    r"\bbad\b|\bworst\b|\bleague\b|\branking|\baudit|\bgrade\b|\bdeprived\b", re.IGNORECASE
)
FRENCH_NAMES = (
    *("Observatoire des partenariats", "Le RAMEAU", "Articulation des ingénieries"),
    *("café", "crèche", "fête", "département"),
)
"""Names and a title that are quoted, and words with an accent that English keeps."""
FRENCH_WORDS = re.compile(
    r"\b(le|la|les|des|du|une|et|est|sont|avec|pour|dans|vous|nous|votre|qui|ici|acteurs|"
    r"associations d|entreprises|territoire|élus)\b"
)


@pytest.fixture(scope="module")
def content() -> Questionnaire:
    return current()


@pytest.fixture(scope="module")
def texts(content: Questionnaire) -> list[tuple[str, Text]]:
    """Every text with the way to it."""
    found = list(_texts(content, ""))
    assert len(found) > 700
    return found


def _texts(part: object, way: str) -> Iterator[tuple[str, Text]]:
    if isinstance(part, Text):
        yield way, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _texts(getattr(part, name), f"{way}.{name}")
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from _texts(value, f"{way}.{name}")
    elif isinstance(part, tuple):
        for rank, value in enumerate(part):
            yield from _texts(value, f"{way}.{getattr(value, 'id', rank)}")


def test_every_question_has_both_helps_in_both_languages(content: Questionnaire) -> None:
    for question in content.by_id.values():
        helps = (question.help.first_steps, question.help.practitioner)
        said = [text for help_ in helps for text in (help_.fr, help_.en)]
        assert all(len(text) >= 20 for text in said), question.id
        assert len(set(said)) == 4, question.id


def test_no_help_is_longer_than_220_characters(content: Questionnaire) -> None:
    for question in content.by_id.values():
        for text in (question.help.first_steps, question.help.practitioner):
            assert len(text.fr) <= 220, (question.id, text.fr)
            assert len(text.en) <= 220, (question.id, text.en)


def test_short_names_fit_on_a_chart(content: Questionnaire) -> None:
    for domain in content.domains:
        assert max(len(domain.short.fr), len(domain.short.en)) <= 22, domain.id
    for axis in content.axes:
        assert max(len(axis.short.fr), len(axis.short.en)) <= 22, axis.id
        for item in axis.items:
            assert max(len(item.short.fr), len(item.short.en)) <= 28, item.id


def test_short_names_are_all_different(content: Questionnaire) -> None:
    for language in ("fr", "en"):
        parts = [
            *(domain.short for domain in content.domains),
            *(item.short for axis in content.axes for item in axis.items),
        ]
        names = [part.of(language) for part in parts]
        assert len(names) == len(set(names))


def test_every_passage_cites_a_known_work(content: Questionnaire) -> None:
    works = {work.id for work in content.works}
    cited = {
        *(passage for question in content.by_id.values() for passage in question.grounding),
        *(passage for axis in content.axes for passage in axis.grounding),
    }
    assert cited
    assert {re.split(r"[: ]", passage)[0] for passage in cited} == works


def test_the_questionnaire_says_whose_it_is_not(content: Questionnaire) -> None:
    assert "ni édité ni validé par Le RAMEAU" in content.notice.fr
    assert "neither published nor approved by Le RAMEAU" in content.notice.en


def test_no_text_judges_or_ranks(texts: list[tuple[str, Text]]) -> None:
    for way, text in texts:
        assert not FORBIDDEN.search(text.fr), (way, text.fr)
        assert not FORBIDDEN_IN_ENGLISH.search(text.en), (way, text.en)


def test_french_texts_have_the_spaces_of_french(texts: list[tuple[str, Text]]) -> None:
    for way, text in texts:
        assert text.fr == typeset(text.fr), way
        assert not re.search(r"(?<![\u202f;!?])[;!?]", text.fr), (way, text.fr)
        assert not re.search(r"(?<!\u00a0):", text.fr.replace("S3:", "").replace("S4:", "")), way
        assert not re.search(r"(?<!\u00a0)[»%]|«(?!\u00a0)", text.fr), (way, text.fr)


def test_no_text_has_a_straight_quotation_mark(texts: list[tuple[str, Text]]) -> None:
    for way, text in texts:
        assert not re.search(r"['\"]", text.fr + text.en), (way, text)


def test_no_text_has_a_stray_space_or_line(texts: list[tuple[str, Text]]) -> None:
    for way, text in texts:
        for said in (text.fr, text.en):
            assert said == said.strip(), way
            assert not re.search(r"\s\s|[\n\t]| [,.]|\( | \)", said), (way, said)


def test_english_texts_hold_no_french(texts: list[tuple[str, Text]]) -> None:
    for way, text in texts:
        said = text.en
        for name in FRENCH_NAMES:
            said = re.sub(name, "·", said, flags=re.IGNORECASE)
        assert not re.search(r"[À-ÖØ-öø-ÿŒœ«»\u00a0\u202f]", said), (way, text.en)
        assert not FRENCH_WORDS.search(said), (way, text.en)
        assert not re.search(r" [;:!?]", said), (way, text.en)


def test_every_text_differs_from_its_translation_unless_the_word_is_the_same(
    texts: list[tuple[str, Text]],
) -> None:
    same = {text.fr for _, text in texts if text.fr == text.en}
    assert all(len(word) <= 12 for word in same), same
