"""What leaves as a file (T9, T12, T17): no cell is a formula, no page runs anything."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from diagnostic.tables import to_csv
from tests.hostile.budget import inputs
from tests.hostile.payloads import SCRIPTS

RUN = tuple("=+-@\t\r\n\0＝＋－＠")
PREFIXED = re.compile(r"'+[=+\-@\t\r\n\0＝＋－＠]")
CELLS = st.one_of(
    st.text(max_size=40),
    st.builds(
        "".join,
        st.lists(
            st.sampled_from(("=", "+", "-", "@", "\t", "\r", "\n", "'", '"', ";", ",", "＝", " ",
                             "cmd|' /C calc'!A0", "HYPERLINK(\"http://x\")", "1+1", "\ufeff")),
            max_size=6,
        ),
    ),
)  # fmt: skip


def read_back(cell: str) -> str:
    """What was written: the one apostrophe that the export put in front is taken away."""
    return cell[1:] if PREFIXED.match(cell) else cell


@inputs(250)
@given(cells=st.lists(CELLS, min_size=1, max_size=4), heading=CELLS, french=st.booleans())
@example(cells=["=1+1", "'=1+1", "''=1", "'oui", "-3 degrés"], heading="@x", french=True)
def test_no_cell_is_a_formula_and_each_is_read_back_letter_for_letter(
    cells: list[str], heading: str, french: bool
) -> None:
    content = to_csv(pd.DataFrame({heading: cells}, dtype="object"), french=french)
    text = content.decode("utf-8-sig" if french else "utf-8")
    if not french:
        # Without a mark at its start, a file that begins with one would be read without it.
        assert not text.startswith("=")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if french else ","))
    found = [cell for row in rows for cell in (row or [""])]
    assert not any(cell.startswith(RUN) for cell in found)
    assert [read_back(cell) for cell in found] == [heading, *cells]


class _Active(HTMLParser):
    """What of a page could run or fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {
            "script",
            "iframe",
            "img",
            "a",
            "object",
            "embed",
            "svg",
            "link",
            "base",
            "form",
        }:
            self.found.append(tag)
        self.found += [
            name for name, _ in attrs if name.startswith("on") or name in {"src", "href"}
        ]


@pytest.mark.parametrize("payload", SCRIPTS)
def test_the_account_of_a_workshop_holds_words_and_no_script(payload: str) -> None:
    from diagnostic.ui.workshop_account import Line, Pad, Row, Vote, _templates

    words = dict.fromkeys(
        ("title", "when", "people", "fictitious", "votes", "regard", "first", "second", "moved",
         "ideas", "decisions", "what", "who", "due", "no_decision", "timings", "rule", "source"),
        payload,
    )  # fmt: skip
    page = (
        _templates()
        .get_template("account.html")
        .render(
            language="fr",
            words=words,
            votes=(Vote(payload, (Row(payload, payload, payload, payload),), True, payload),),
            pads=(Pad(payload, (payload,)),),
            decisions=(Line(payload, payload, payload),),
            timings=(payload,),
        )
    )
    seen = _Active()
    seen.feed(page)
    assert seen.found == []
    assert "default-src 'none'" in page
