"""The account of a workshop, read as whoever keeps it would."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.request import urlopen

SPACES = re.compile(r"[\s\u00a0\u202f]+")


class _Account(HTMLParser):
    """Tables under their headings: heading, first cell, column → text."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[str, str] = {}
        self._heading, self._row, self._text = "", list[str](), ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h3", "td", "th"):
            self._inside, self._text = tag, ""
        elif tag == "tr":
            self._row = []

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            text = SPACES.sub(" ", self._text).strip()
            if tag == "h3":
                self._heading = text
            else:
                self._row.append(text)
                if len(self._row) > 1:
                    place = (self._heading, self._row[0], str(len(self._row) - 1))
                    self.cells["|".join(place)] = text
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._text += data


def read_account(url: str, code: str) -> dict[str, str]:
    """« question|regard|column » → the figure that the account tells."""
    account = _Account()
    with urlopen(f"{url}/atelier/{code}/compte-rendu?lang=fr", timeout=60) as page:
        account.feed(page.read().decode())
    return account.cells
