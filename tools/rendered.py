"""What a drawn page must never show: a failure, a word of the other language, a cut edge."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from playwright.sync_api import Page

STREAMLIT_OWN = {
    "Skip to main content": "the skip link, hidden until the keyboard reaches it",
    "Collapse sidebar": "the arrows of the side bar, for screen readers",
    "Expand sidebar": "the arrows of the side bar, for screen readers",
    "Upload": "the button of a field for files",
    "Main menu": "the menu's name for screen readers",
    "progress": "the progress bar's name for screen readers",
    "Open": "the arrow of a drop-down list, for screen readers",
    "Close": "the cross of a message, for screen readers",
    "Clear value": "the cross of a drop-down list, for screen readers",
    "Clear all": "the cross of a list of several, for screen readers",
    "Link to heading": "the anchor of a heading, for screen readers",
    "Copy to clipboard": "the button of a block to copy, for screen readers",
    "Show password text": "the eye of a secret field, for screen readers",
}
"""Strings of Streamlit that no option changes (its issue 1353), and where each one is."""

_ENGLISH = re.compile(
    r"\b(Add|Answer|Answers|Average|Browse|Cancel|Choose|Citizens|Clear|Collapse|Deselect|"
    r"Download|Elected|Enter|Error|Expand|Fewer|Firms|Hide|Loading|Mean|Missing|More|Next|No|"
    r"Open|Other|Please|Press|Previous|Remove|Reset|Results|Running|Save|Search|Select|Show|Skip|"
    r"Submit|Unknown|Upload|View|Wave|Yes|Your|and|from|is|no|not|of|or|select|the|this|to|with|"
    r"your)\b"
)
_PYTHON = re.compile(r"\b(None|NaN|NaT|nan|null|True|False|undefined|<NA>|Infinity)\b")
_RAW = re.compile(r":material/|\{[a-z_]+\}|\b[a-zé]+_[a-zé_]+\b|\b[a-z]+\.[a-z]{3,}\b|\*\*|\\[*_]")

_TYPOGRAPHY = {
    "espace ordinaire avant une ponctuation double": re.compile(r" [;:!?»%]"),
    "espace ordinaire après un guillemet": re.compile(r"« "),
    "pas d’espace avant une ponctuation double": re.compile(r"[^\W\d_][;!?»]|[^\W\d_]:(?=\s|$)"),
    "pas d’espace après un guillemet": re.compile(r"«\w"),
    "point décimal": re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])"),
    "pas d’espace avant %": re.compile(r"\d%"),
    "apostrophe droite": re.compile(r"\w'\w"),
    "trois points": re.compile(r"\.\.\."),
}

_EXEMPT = re.compile(
    r"https?://\S+|Licence Ouverte 2\.0|WCAG 2\.\d|"
    r"[\w.-]+\.(?:fr|org|com|net|eu|world)\b(?:/\S*)?|"
    # Where the base is, for its owner.
    r"^/\S+$"
)
"""Names that keep their own signs."""

_STRINGS = """() => {
  const said = [], named = []
  const isApart = e => e.matches('[data-testid="stCode"] code')
    || getComputedStyle(e).fontFamily.includes('Material Symbols')
  const apart = new Set(
    [...document.querySelectorAll('code, span')].filter(isApart).map(e => e.innerText.trim()))
  const push = (list, text) => { if (text && !apart.has(text.trim())) list.push(text.trim()) }
  document.body.innerText.split('\\n').forEach(line => push(said, line))
  document.querySelectorAll('svg text').forEach(e => push(said, e.textContent))
  for (const element of document.body.querySelectorAll('*'))
    if (element.checkVisibility())
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
        push(named, element.getAttribute(name))
  return [said, named]
}"""

_OVERFLOW = """() => [
  'html', '[data-testid="stMain"]', '[data-testid="stSidebarContent"]'
].map(selector => {
  const element = document.querySelector(selector)
  // A side bar that is folded is narrower than its own buttons.
  return element && element.clientWidth > 100 && element.scrollWidth > element.clientWidth
    ? `${selector} : ${element.scrollWidth} > ${element.clientWidth}` : null
}).filter(Boolean)"""

_CUT = """() => [...document.querySelectorAll('[data-testid="stMain"] *')].filter(element => {
  const style = getComputedStyle(element)
  return element.checkVisibility() && element.scrollWidth > element.clientWidth + 1
    && element.clientWidth > 0
    && (element.tagName === 'INPUT' || style.textOverflow === 'ellipsis')
}).map(element => element.value || element.innerText)"""


@dataclass(frozen=True, slots=True)
class Strings:
    """All words of a page: those that are seen, and those that only name things."""

    said: tuple[str, ...]
    named: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.said, *self.named)))


def strings(page: Page) -> Strings:
    said, named = page.evaluate(_STRINGS)
    return Strings(tuple(dict.fromkeys(said)), tuple(dict.fromkeys(named)))


def failures(page: Page) -> list[str]:
    """Exceptions and modal messages on the page."""
    found = page.locator('[data-testid="stException"], .st-key-page-en-panne, [role="dialog"]')
    return [f"échec : {text!r}" for text in found.all_inner_texts()]


def leftovers(page: Page) -> list[str]:
    """On a French page: English, Python and internal names of ours."""
    found = []
    for text in strings(page).all:
        if text in STREAMLIT_OWN:
            continue
        for kind, pattern in (("anglais", _ENGLISH), ("valeur", _PYTHON), ("clé", _RAW)):
            if match := pattern.search(_EXEMPT.sub("", text)):
                found.append(f"{kind} « {match[0]} » : {text!r}")
    return found


def typography(page: Page, typed: Iterable[str] = ()) -> list[str]:
    """On a French page: signs that French sets otherwise, except in what people typed."""
    theirs = {line.strip() for text in typed for line in text.splitlines()} | set(STREAMLIT_OWN)
    return [
        f"{kind} : {text!r}"
        for text in strings(page).all
        for kind, pattern in _TYPOGRAPHY.items()
        if text not in theirs and pattern.search(_EXEMPT.sub("", text))
    ]


def overflow(page: Page) -> list[str]:
    """Where the page is wider than its window."""
    return [f"débordement : {where}" for where in page.evaluate(_OVERFLOW)]


def cuts(page: Page) -> list[str]:
    """Words that do not fit in their place and end in dots, or beyond the edge of a field."""
    return [f"coupé : {text!r}" for text in page.evaluate(_CUT) if text]
