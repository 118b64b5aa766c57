"""Words on a surface (T12–T14): chart hover, wall and Markdown take them as words (G22)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.charts.layout import hover
from diagnostic.ui.escaping import LONGEST, plain
from diagnostic.ui.wall_style import paragraph
from tests.hostile.budget import inputs
from tests.hostile.payloads import SCRIPTS

OURS = re.compile(r"</?b>|<br>")
BARE = re.compile(r"(?<!\\)(?:\\\\)*[`*_{}\[\]#|<>$:~^&]")
"""A sign of Markdown or HTML that no bar keeps from acting."""
WORDS = st.one_of(
    st.sampled_from(SCRIPTS), st.text(max_size=80), st.text("<>&\"'\\:*_[]()$`~#", max_size=20)
)


@inputs(200)
@given(title=WORDS, said=WORDS)
def test_what_a_chart_says_when_it_is_pointed_at_holds_no_tag_but_ours(
    title: str, said: str
) -> None:
    assert "<" not in OURS.sub("", hover(title, said))


@inputs(200)
@given(said=WORDS)
def test_a_paragraph_of_the_wall_holds_no_tag_but_its_own(said: str) -> None:
    inside = paragraph(said).partition(">")[2].rpartition("</p>")[0]
    assert "<" not in inside


@inputs(300)
@given(said=WORDS)
def test_no_sign_of_a_plain_text_acts(said: str) -> None:
    shown = plain(said)
    assert not BARE.search(shown)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]", shown)
    assert "\n" not in shown
    assert len(shown) <= 3 * LONGEST


@pytest.mark.parametrize(
    "word", ["https://dehors.example", "www.dehors.example", "a@dehors.example"]
)
def test_an_address_leads_nowhere(word: str) -> None:
    """Readers of Markdown make links of them by themselves: a sign that is not seen parts them."""
    assert word not in plain(word).replace("\\", "")
