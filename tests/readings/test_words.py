"""No sentence of a reading judges, ranks territories or gives a cause, whatever the answers."""

import ast
import inspect
import re
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.answers import Passage
from diagnostic.confidence import release
from diagnostic.questionnaire import current
from diagnostic.readings import (
    anchors,
    cooperation,
    fragilities,
    gaps,
    read_anchors,
    read_axes,
    read_domains,
    say_anchor,
    say_axes,
    say_fragilities,
    say_gaps,
)
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from diagnostic.texts import voice_of
from diagnostic.texts.typography import typeset
from tests.people import DONT_KNOW, person
from tests.readings.figures import figure, table

FORBIDDEN = re.compile(
    r"mauvais|\bclassement|palmarès|\bphare\b|audit|\bpire|meilleur|à cause|parce que|en retard|"
    r"échec|médiocre|insuffisant|\bmoyenne nationale|gagn|perd|\bbon\b|\bbonne\b",
    re.IGNORECASE,
)


def _sentences(module: ModuleType) -> list[str]:
    """The sentences that a module gives to the voice."""
    found = []
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("say", "count")
        ):
            found += [a.value for a in node.args if isinstance(a, ast.Constant)]
    return [sentence for sentence in found if isinstance(sentence, str)]


@pytest.mark.parametrize("module", [anchors, cooperation, fragilities], ids=lambda m: m.__name__)
def test_no_sentence_judges(module: ModuleType) -> None:
    sentences = _sentences(module)
    assert len(sentences) >= 3
    for sentence in sentences:
        assert not FORBIDDEN.search(sentence), sentence
        assert "'" not in sentence


def test_no_name_of_a_gap_judges() -> None:
    assert [str(name) for name in gaps.GapName] == ["écart de regards", "nuance", "accord"]


_said = st.fixed_dictionaries(
    {},
    optional={
        "F01.G": st.one_of(st.integers(0, 10), st.just(DONT_KNOW)),
        "F02.G": st.integers(0, 10),
        "A1": st.one_of(st.integers(0, 4), st.just(DONT_KNOW)),
        "G1": st.integers(0, 4),
        "K1": st.sampled_from(["tout_a_fait", "plutot", "pas_du_tout", DONT_KNOW]),
        "priorites": st.sampled_from([("F01", "F09"), ("F02",), DONT_KNOW]),
    },
)
_person = st.builds(person, st.sampled_from([Viewpoint.CITIZEN, Viewpoint.ELECTED]), _said)


@settings(max_examples=40, deadline=None)
@given(people=st.lists(_person, max_size=16), language=st.sampled_from(["fr", "en"]))
def test_whatever_is_answered_every_reading_can_be_said(
    people: list[Passage], language: str
) -> None:
    content, voice = current(), voice_of(language)
    shown = release(score(content, people), content, 3)
    figures = table(
        figure("F01.G", Viewpoint.CITIZEN, 6.4),
        figure("K1", Viewpoint.CITIZEN, 74, "tout_a_fait", "plutot"),
    )
    domains = read_domains(content, shown, figures)
    said = [
        say_fragilities(voice, content, domains),
        say_gaps(voice, content, domains),
        say_axes(voice, content, shown, read_axes(content, shown)),
        *(say_anchor(voice, content, r) for r in read_anchors(content, shown, figures)),
    ]
    for sentence in said:
        assert sentence.endswith((".", "?"))
        assert "None" not in sentence
        assert "{" not in sentence
        assert "–" not in sentence
        if language == "fr":
            assert sentence == typeset(sentence)
