"""Words typed by people are shown as they are, never read as Markdown or HTML."""

import re

LONGEST = 2_000
_SPECIAL = re.compile(r"([\\`*_{}\[\]#|<>$:~^&])")
_ADDRESS = re.compile(r"(?<=:)(?=[a-z+/])|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
JOINER = "\u2060"
"""Nothing is seen of it; addresses and « :signs: » are read even where they are escaped."""
_OPENING = re.compile(r"^(\d*)([-+.)>=])")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SPACES = re.compile("[^\\S\u00a0\u202f]+")
"""All but the no-break ones, which French typesetting put there."""


def plain(text: str) -> str:
    """Text safe inside st.markdown, labels and captions: Markdown and HTML signs are escaped.

    Controls that turn the direction of writing are removed; one screenful at the most.
    """
    text = _CONTROL.sub("", _BIDI.sub("", text))[:LONGEST]
    apart = _ADDRESS.sub(JOINER, _SPACES.sub(" ", text).strip())
    escaped = _SPECIAL.sub(r"\\\g<0>", apart)
    return _OPENING.sub(r"\1\\\2", escaped)
