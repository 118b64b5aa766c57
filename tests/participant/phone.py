"""A phone without JavaScript: it shows pages, fills their forms, and touches their buttons."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import httpx2
from starlette.testclient import TestClient

SPACES = re.compile(r"[\s\u00a0\u202f]+")


class _Page(HTMLParser):
    """The words of a page, and what its first form would send."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fields: list[tuple[str, str]] = []
        self.buttons: dict[str, tuple[str, str]] = {}
        self.action = ""
        self._texts: str | None = None
        self._button: tuple[str, str] | None = None
        self._select = ""
        self.options: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form" and not self.action:
            self.action = given["action"]
        elif tag == "input":
            self.options.setdefault(name, []).append(value)
            if given.get("type") in ("hidden", None) or "checked" in given:
                self.fields.append((name, value))
        elif tag == "textarea" and name:
            self._texts = name
            self.fields.append((name, ""))
        elif tag == "select":
            self._select = name
            self.fields.append((name, ""))
        elif tag == "option" and "selected" in given:
            self.fields[-1] = (self._select, value)
        elif tag == "button" and name:
            self._button = (name, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._texts = None
        elif tag == "button":
            self._button = None

    def handle_data(self, data: str) -> None:
        if self._texts:
            name, value = self.fields[-1]
            self.fields[-1] = (name, value + data)
        if self._button and data.strip():
            self.buttons.setdefault(SPACES.sub(" ", data).strip(), self._button)
        self.words.append(data)


class Phone:
    """One phone, and the page that it shows."""

    def __init__(self, client: TestClient, code: str) -> None:
        self.client = client
        self.code = code
        self.shown: httpx2.Response
        self.address = ""
        self._page = _Page()

    # Looking

    def open(self, address: str) -> Phone:
        return self._follow(self.client.get(address))

    def open_invitation(self) -> Phone:
        return self.open(f"/r/{self.code}")

    def read_again(self) -> Phone:
        return self.open(self.address)

    @property
    def said(self) -> str:
        """All the words of the page, with ordinary spaces."""
        return SPACES.sub(" ", " ".join(self._page.words))

    @property
    def link(self) -> str:
        """The personal link, without what follows it."""
        found = re.match(r"/p/[^/?]+", self.address)
        assert found, self.address
        return found[0]

    @property
    def token(self) -> str:
        return self.link.removeprefix("/p/")

    @property
    def theme(self) -> str:
        return self.address.partition("/t/")[2].partition("#")[0]

    def held(self, name: str) -> list[str]:
        """What the fields of this name hold."""
        return [value for field, value in self._page.fields if field == name]

    def offered(self, name: str) -> list[str]:
        """What can be picked in the fields of this name."""
        return self._page.options.get(name, [])

    @property
    def fields(self) -> list[tuple[str, str]]:
        return list(self._page.fields)

    # Touching

    def pick(self, name: str, *values: str) -> Phone:
        """Fills a field; several values are several boxes, or the ranks of a ranking."""
        rest = [field for field in self._page.fields if field[0] != name]
        self._page.fields = [*rest, *((name, value) for value in values)]
        return self

    def press(self, label: str) -> Phone:
        """Sends the form by the button that says this."""
        button = self._page.buttons.get(label)
        return self.send([button] if button else [])

    def send(self, more: list[tuple[str, str]]) -> Phone:
        """Sends the form with these fields too."""
        return self._follow(self.post(self._page.action, [*self._page.fields, *more]))

    def post(self, address: str, fields: list[tuple[str, str]], **headers: str) -> httpx2.Response:
        """Sends fields as a browser does, and follows nothing."""
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        sent = {"sec-fetch-site": "same-origin"} | {
            k.replace("_", "-"): v for k, v in headers.items()
        }
        return self.client.post(address, data=data, headers=sent)

    def tell(self, question: str, word: str, number: int, **more: object) -> httpx2.Response:
        """What the page's script sends for one answer."""
        said = {"id": "moi", "n": number, "q": question, "a": word} | more
        return self.client.post(f"{self.link}/reponse", json=said)

    def begin(self, regard: str = "citoyen", length: str = "long") -> Phone:
        """Comes by the invitation and starts."""
        self.open_invitation().pick("regard", regard).pick("parcours", length)
        return self.send([])

    def _follow(self, response: httpx2.Response) -> Phone:
        for _ in range(5):
            if response.status_code != 303:
                break
            response = self.client.get(response.headers["location"])
        self.shown = response
        self.address = response.request.url.raw_path.decode()
        self._page = _Page()
        self._page.feed(response.text)
        return self
