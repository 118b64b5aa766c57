"""What people type is shown as they typed it: never obeyed, never fetched, never too wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from diagnostic.answers import Answer, AnswerState
from diagnostic.campaigns import FRAMING, ask_locally
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import Perimeter, TerritoryKey
from tests.browser.person import Person
from tools import chromium, rendered
from tools.serving import serve

Arrive = Callable[..., Person]

SCRIPT = "<script>window.__x=1</script>"
IMAGE = "<img src=//dehors.example/a.png onerror=window.__x=1>"
LINK = "![a](http://dehors.example/b.png) [b](javascript:window.__x=1) <http://dehors.example>"
STYLE = "<style>*{display:none!important}</style>"
MARKS = "**gras** _it_ `c` $x^2$ :red[rouge] :material/home: ~~non~~ # titre | a | b"
BIDI = "abc\u202egnol\u2066 fin"
PAYLOADS = (SCRIPT, IMAGE, LINK, STYLE, MARKS, BIDI)
LONG = "interminable" * 84
"""A word of about 1,000 characters."""
SIZES = ((1280, 720), (390, 844))


@dataclass(frozen=True)
class Trap:
    """A server whose every free text is hostile."""

    home: str
    code: str
    link: str
    title: str
    perimeter: str


def title_of(payload: str) -> str:
    return f"{payload} {LONG}"[:120]


@pytest.fixture(scope="module", params=PAYLOADS, ids=["script", "image", "link", "style", "marks", "bidi"])
def trap(request: pytest.FixtureRequest, servers: Trap) -> Trap:
    raise NotImplementedError
