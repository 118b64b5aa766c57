"""French spacing: authors type ordinary spaces, screens show the no-break ones."""

import re
from collections.abc import Callable
from functools import lru_cache
from re import Match, Pattern

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_SPACE = f"[ {NO_BREAK}{NARROW}]"
_KEPT = r"(?P<kept>https?://[^\s«»]+|`[^`\n]*`|&#?\w+;)"
"""Addresses, code and HTML entities are left as they are."""
_CLOSED = r"(?=\s|$|[»”)\]*_…])"
"""What may follow a punctuation mark that ends something, Markdown's marks included."""


def _rule(pattern: str, replace: Callable[[Match[str]], str]) -> Callable[[str], str]:
    compiled: Pattern[str] = re.compile(f"{_KEPT}|{pattern}")
    return lambda text: compiled.sub(lambda m: m[0] if m["kept"] else replace(m), text)


_RULES = (
    _rule(r"(?<=[^\W\d_])'(?=[\w«“*({])", lambda m: "’"),
    _rule(
        rf"(?<=[^\s(\[«“]){_SPACE}*(?P<mark>[;!?]+){_CLOSED}",
        lambda m: NARROW + m["mark"],
    ),
    _rule(rf"(?<=\S){_SPACE}+:{_CLOSED}", lambda m: NO_BREAK + ":"),
    _rule(f"«{_SPACE}*", lambda m: "«" + NO_BREAK),
    _rule(f"{_SPACE}*»", lambda m: NO_BREAK + "»"),
    _rule(rf"(?<=[\d…]){_SPACE}*%(?!\w)", lambda m: NO_BREAK + "%"),
    _rule(
        rf"(?<![\w.,/])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)",
        lambda m: re.sub(_SPACE, NARROW, m[0]),
    ),
    _rule(
        rf"(?<=\d){_SPACE}(?=€|(?:min|ans?|pt|points?|h|km)\b)",
        lambda m: NO_BREAK,
    ),
)


@lru_cache(maxsize=8192)
def typeset(text: str) -> str:
    """French text with the spaces of the Imprimerie nationale's rules.

    U+202F before « ; ! ? » and between thousands, U+00A0 before « : » and « % » and inside
    quotation marks, curly apostrophes. Web addresses and `code` are left alone. Applying it
    twice changes nothing more.
    """
    for apply in _RULES:
        text = apply(text)
    return text
