"""Authors type ordinary spaces; readers see those of French, and codes stay codes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostic.texts.typography import typeset


def spelt(text: str) -> str:
    """`~` for U+00A0 and `_` for U+202F, to be read in a test."""
    return text.replace("\u00a0", "~").replace("\u202f", "_")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Quoi ?", "Quoi_?"),
        ("Quoi?", "Quoi_?"),
        ("Non ! Si ; peut-être ?", "Non_! Si_; peut-être_?"),
        ("Vraiment ?!", "Vraiment_?!"),
        ("Oh !…", "Oh_!…"),
        ("Voici : trois", "Voici~: trois"),
        ("Voici: trois", "Voici: trois"),
        ("« oui »", "«~oui~»"),
        ("«oui»", "«~oui~»"),
        ("« Quoi ? » dit-il", "«~Quoi_?~» dit-il"),
        ("« a » : b", "«~a~»~: b"),
        ("74 % des élus", "74~% des élus"),
        ("74% des élus", "74~% des élus"),
        ("3 000 habitants", "3_000 habitants"),
        ("1 234 567,5 euros", "1_234_567,5 euros"),
        ("De 2 000 à 19 999", "De 2_000 à 19_999"),
        ("5 min, 12 ans, 1 an, 2 points, 3 h, 20 €", "5~min, 12~ans, 1~an, 2~points, 3~h, 20~€"),
        ("l'avenir d'ici", "l’avenir d’ici"),
        ("l'« été »", "l’«~été~»"),
        ("d'**ici**", "d’**ici**"),
        ("**Attention :** lisez", "**Attention~:** lisez"),
        ("**Quoi ?** Rien", "**Quoi_?** Rien"),
        ("(pourquoi ?)", "(pourquoi_?)"),
        ("ligne ?\nligne", "ligne_?\nligne"),
    ],
)
def test_french_takes_its_spaces_and_apostrophes(typed: str, shown: str) -> None:
    assert spelt(typeset(typed)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "à 14:30 précises",
        "14h30",
        "F01.G",
        "S4:238",
        "6,4/10",
        "https://exemple.fr/a?b=1&c=l'eau;d#e!",
        "https://exemple.fr/caf%C3%A9%20noir",
        "`a ; b ? c : d`",
        "rapport%202026%20final.pdf",
        "Tom &amp; Léa",
        "a != b",
        "(!)",
        "(?)",
        "?",
        ":smile:",
        "01 23 45 67 89",
        "en 2019 500 personnes",
        "le code F01 200",
        "2015, 2019",
        "rock 'n' roll",
        "1,5 point",
        "{fr: …, en: …}",
        "| --- | :---: |",
    ],
)
def test_times_codes_and_addresses_are_left_as_they_are(text: str) -> None:
    shown = typeset(text).replace("\u00a0point", " point")
    assert shown == text


def test_a_text_already_set_is_left_as_it_is() -> None:
    for text in ("Quoi\u202f?", "«\u00a0oui\u00a0»", "3\u202f000", "74\u00a0%", "Voici\u00a0: a"):
        assert typeset(text) == text


def test_the_wrong_no_break_space_is_mended() -> None:
    assert typeset("Quoi\u00a0?") == "Quoi\u202f?"
    assert typeset("«\u202foui\u202f»") == "«\u00a0oui\u00a0»"
    assert typeset("3\u00a0000") == "3\u202f000"
    assert typeset("74\u202f%") == "74\u00a0%"


def test_several_spaces_before_a_mark_become_one() -> None:
    assert typeset("Quoi   ?") == "Quoi\u202f?"


_PIECES = [
    *("mot", "l'", "d’", "F01.G", "14:30", "6,4", "3", "12", "000", "2019", "min", "ans", "h"),
    *(" ", "  ", "\u00a0", "\u202f", "\n", ";", ":", "!", "?", "…", "%", "€", "«", "»", "“", "”"),
    *("(", ")", "*", "**", "_", "`", "&amp;", "https://a.fr/b?c", "'", ".", ",", "/", "-"),
]


@settings(max_examples=600, deadline=None)
@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=14))
def test_setting_twice_changes_nothing_more(pieces: list[str]) -> None:
    once = typeset("".join(pieces))
    assert typeset(once) == once


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=40))
def test_any_text_can_be_set_and_keeps_its_words(text: str) -> None:
    def bare(said: str) -> str:
        kept = (c for c in said.replace("’", "'") if c not in " \u00a0\u202f")
        return "".join(kept)

    assert bare(typeset(text)) == bare(text)
    assert typeset(typeset(text)) == typeset(text)
