"""Somebody in front of a real browser: what they see, and the gestures they can make."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Locator, expect

from tools import chromium

SAVED = "Enregistré"
SPACES = re.compile("[\u00a0\u202f]")


class Person:
    """One browser of its own. `home` is the address of a server."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.context = context
        self.home = home
        self.watch = chromium.Watch.over(context)
        self.page = context.new_page()

    def leave(self) -> None:
        self.context.close()

    def open(self, address: str = "") -> Person:
        """An address under the home, or a whole one."""
        self.page.goto(address if "://" in address else f"{self.home}/{address}")
        return self.look()

    def look(self) -> Person:
        """Waits until the page is drawn."""
        chromium.settle(self.page)
        return self

    @property
    def said(self) -> str:
        """All words in the middle of the page, with ordinary spaces."""
        return plain(self.main.inner_text())

    @property
    def main(self) -> Locator:
        return self.page.get_by_test_id("stMain")

    def sees(self, words: str) -> Person:
        """Waits until these words are on the page."""
        expect(self.main.get_by_text(words).first).to_be_visible()
        return self

    def press(self, label: str) -> Person:
        # A label may be followed by what tells it from others: « Loire · département ».
        name = re.compile(rf"(^|\s){re.escape(label)}( · .*)?$")
        self.main.get_by_role("button", name=name).click()
        return self

    def go(self, page: str) -> Person:
        """Another page, by the menu at the side."""
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=page).click()
        return self

    # Answering

    def receipt(self, wording: str) -> Locator:
        """The word that says the answer to this question is kept, with its own « Effacer »."""
        group = self.main.get_by_role("radiogroup", name=wording)
        widget = group.locator("xpath=ancestor::*[contains(@class, 'st-key-answer-')][1]")
        key = re.search(r"st-key-answer-([\w-]+)", widget.get_attribute("class") or "")
        assert key, f"« {wording} » n’a pas de clé"
        blocks = self.main.locator('[data-testid$="Block"]')
        mine = blocks.filter(has=self.page.locator(f".st-key-clear-{key[1]}"))
        return mine.last.get_by_text(SAVED)

    def choice(self, wording: str, label: str) -> Locator:
        group = self.main.get_by_role("radiogroup", name=wording)
        return group.get_by_role("radio", name=label, exact=True)

    def choose(self, wording: str, label: str) -> Person:
        """Touches an answer, and waits for nothing."""
        group = self.main.get_by_role("radiogroup", name=wording)
        group.get_by_text(label, exact=True).click()
        return self

    def answer(self, wording: str, label: str) -> Person:
        """Gives an answer, and waits for the word that says it is kept."""
        self.choose(wording, label)
        expect(self.choice(wording, label)).to_be_checked()
        expect(self.receipt(wording)).to_be_visible()
        return self

    def turn_to(self, theme: str) -> Person:
        """Another theme, by the list of themes."""
        chromium.pick(self.page, self.main.get_by_role("combobox", name="Thème"), theme)
        return self

    @property
    def link(self) -> str:
        """The personal link that the answering page offers."""
        self.page.get_by_text("Reprendre plus tard, ou laisser la place").click()
        code = self.main.get_by_test_id("stCode")
        expect(code).to_be_visible()
        return code.inner_text().strip()


def plain(words: str) -> str:
    """Words with ordinary spaces."""
    return SPACES.sub(" ", words)
