"""How a name is spelled for searching: neither accents, case, hyphens nor abbreviations count."""

import re
import unicodedata
from collections.abc import Iterable

_LIGATURES = (("œ", "oe"), ("æ", "ae"), ("ß", "ss"))
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ABBREVIATION = re.compile(r"\bste?s?\b")
_ORDINAL = re.compile(r"([0-9])(?:er|ere|e|eme|ieme)\b")
_ARTICLES = ("le ", "la ", "les ", "l ")
_EPCI_FORMS = ("cc ", "ca ", "cu ")
_EPCI_LEAD = re.compile(r"(?:cc|ca|cu) (?:(?:du|des|d|de la|de l|de|la|les|le|l) )?(?=\S)")
_SPELLED_FORMS = (
    (re.compile(r"^communaute de communes\b"), "cc"),
    (re.compile(r"^communaute d agglo(?:meration)?\b"), "ca"),
    (re.compile(r"^communaute urbaine\b"), "cu"),
)
LINKING_WORDS = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"]
)


def fold(text: str) -> str:
    """Lower-case ASCII words separated by one space; « St-Étienne » gives « saint etienne »."""
    return _expand(_plain(" ".join(text.split())).strip())


def spellings(typed: str) -> tuple[str, ...]:
    """Folded forms of what someone types: « St » may be short for Saint, or begin Strasbourg."""
    folded = fold(typed)
    for spelled, short in _SPELLED_FORMS:
        folded = spelled.sub(short, folded)
    last = _plain(typed).split()[-1:]
    if last and last[0] in _ABBREVIATIONS:
        return folded, " ".join([*folded.split()[:-1], *last])
    return (folded,) if folded else ()


def fold_all(names: Iterable[str]) -> list[str]:
    """`fold` each name, all at once: thirty times faster than one by one."""
    return [line.strip() for line in _expand(_plain("\n".join(names))).split("\n")]


def bare(folded: str) -> str:
    """The folded name without its leading article or its EPCI form; itself if it has none."""
    if folded.startswith(_EPCI_FORMS):
        return _EPCI_LEAD.sub("", folded, count=1)
    return without_article(folded)


def without_article(folded: str) -> str:
    """The folded name without « le », « la », « les » or « l’ » at its head."""
    return folded.split(" ", 1)[1] if folded.startswith(_ARTICLES) else folded


def _plain(text: str) -> str:
    text = text.lower()
    for ligature, letters in _LIGATURES:
        text = text.replace(ligature, letters)
    text = re.sub(r"[^\w\n]+", " ", unicodedata.normalize("NFKC", text)).replace("_", " ")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r" {2,}", " ", text)


def _expand(folded: str) -> str:
    whole = _ABBREVIATION.sub(lambda found: _ABBREVIATIONS[found.group()], folded)
    return _ORDINAL.sub(r"\1", whole)
