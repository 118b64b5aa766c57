"""Whatever is said in French has its English: complete, plain, one name for one thing."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from diagnostic.settings import PROJECT
from diagnostic.texts import voice_of
from diagnostic.texts.typography import NARROW, NO_BREAK
from diagnostic.texts.voice import DOMAIN, LOCALES

FRENCH, ENGLISH = voice_of("fr"), voice_of("en")
PO = LOCALES / "en" / "LC_MESSAGES" / f"{DOMAIN}.po"
PLACEHOLDER = re.compile(r"\{\w+\}")
NAMES = (
    "Observatoire des partenariats",
    "découpage administratif",
    "Licence Ouverte",
    "Grand Lyon",
    "Baromètre des résultats de l’action publique",
    "base du comparateur de territoires",
    "comparateur de territoires",
    "Comparateur de territoires",
    "Filosofi indicateurs de structure et de distribution",
)
"""Proper names and what to search a French site for: the same in English."""
FRENCH_WORDS = re.compile(
    r"\b(?:le|la|les|un|une|des|du|et|ou|est|sont|pas|pour|avec|sans|dans|sur|par|vous|votre|vos|"
    r"réponses?|regards?|élus?|citoyens|vagues?|repères?|données|moyennes?|domaines?)\b|\b[ldnsqj]’",
    re.IGNORECASE,
)
GLOSSARY = {
    r"\bregards?\b": "viewpoint",
    r"\bélus?\b": "elected official",
    r"\brepères? nation": "national benchmark",
    r"\bnote croisée\b": "cross mark",
    r"\bvagues?\b": "wave",
    r"\bécarts? (?:de|entre) (?:les )?regards\b": "gap(?:s)? between viewpoints",
    r"\bnuance\b": "slight gap",
    r"\bdiagnostics?\b": "diagnostic",
    r"\bterritoires?\b": "territor",
    r"\bdomaines?\b": "domain",
    r"\bfragilités?\b": "fragilit",
    r"\bne sait pas\b": "don’t know",
    r"\bpas concerné\b": "not concerned",
    r"\bsans réponse\b": "unanswered",
    r"\btronc commun\b": "common trunk",
    r"\btoute la salle\b": "the whole room",
    r"\bmoyennes?\b": "average",
    r"\bfictives\b": "fictitious",
}
"""What the French says → what the English must then say, as patterns."""


def parts_of(said: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """The sentence alone, or its singular and its plural; an empty one where there is none."""
    return (said,) if isinstance(said, str) else tuple(said or ("",))


@cache
def read() -> tuple[Message, ...]:
    """The messages of the catalogue, without its header."""
    return tuple(message for message in _catalogue() if message.id)


@cache
def read_said() -> tuple[Message, ...]:
    """Those that have their English: what is not said yet is one test's business."""
    return tuple(message for message in read() if all(parts_of(message.string)))


def _catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file)


def pairs() -> list[tuple[str, str]]:
    """Each French sentence with its English; singular with singular, plural with plural."""
    return [
        pair
        for message in read_said()
        for pair in zip(parts_of(message.id), parts_of(message.string), strict=True)
    ]


def words_of(said: str) -> str:
    """What is left to be of one language once names and placeholders are taken out."""
    for name in NAMES:
        said = said.replace(name, "")
    return PLACEHOLDER.sub("", said)


def test_the_catalogue_says_what_it_is() -> None:
    header = dict(_catalogue().mime_headers)
    assert header["Content-Type"] == "text/plain; charset=utf-8"
    assert header["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    assert header["Language"] == "en"
    assert "EMAIL@ADDRESS" not in PO.read_text(encoding="utf-8")


def test_every_sentence_has_its_english() -> None:
    assert len(read()) > 200
    assert [message.id for message in read() if message not in read_said()] == []


def test_no_english_is_a_guess() -> None:
    assert [message.id for message in read() if message.fuzzy] == []


def test_both_languages_have_the_same_blanks_to_fill() -> None:
    odd = [
        french
        for french, english in pairs()
        if sorted(PLACEHOLDER.findall(french)) != sorted(PLACEHOLDER.findall(english))
    ]
    assert odd == []


def test_both_languages_have_the_same_marks() -> None:
    def marks(said: str) -> list[str]:
        return sorted(re.findall(r"[*`★✓·…]", said))

    odd = [french for french, english in pairs() if marks(french) != marks(english)]
    assert odd == []


def test_both_languages_start_and_end_alike() -> None:
    """A sentence may be set beside another one: its outer spaces and its full stop count."""

    def ends(said: str) -> tuple[bool, bool, str]:
        last = said[-1] if said[-1] in ".?!:" else ""
        return said[0] == " ", said[-1] == " ", last

    odd = [french for french, english in pairs() if ends(french) != ends(english)]
    assert odd == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = read_mo(BytesIO(PO.with_suffix(".mo").read_bytes()))
    waiting = {parts_of(m.id) for m in read() if m not in read_said()}
    said = {parts_of(m.id): parts_of(m.string) for m in compiled if m.id}
    assert {name: english for name, english in said.items() if name not in waiting} == {
        parts_of(m.id): parts_of(m.string) for m in read_said()
    }


def test_no_french_is_left_in_the_english() -> None:
    left = [english for _, english in pairs() if FRENCH_WORDS.search(words_of(english))]
    assert left == []


def test_english_is_punctuated_as_english() -> None:
    wrong = re.compile(rf"[«»'\"{NARROW}{NO_BREAK}]|\s[;:!?%]")
    assert [english for _, english in pairs() if wrong.search(english)] == []


@pytest.mark.parametrize(("french_word", "english_word"), GLOSSARY.items())
def test_a_thing_has_one_name(french_word: str, english_word: str) -> None:
    found = [
        (french, english)
        for french, english in pairs()
        if re.search(french_word, words_of(french), re.IGNORECASE)
    ]
    assert found
    odd = [f for f, english in found if not re.search(english_word, english, re.IGNORECASE)]
    assert odd == []


def test_the_english_voice_says_the_catalogue_untouched() -> None:
    """French spacing is for French alone."""
    alone = [m for m in read_said() if isinstance(m.id, str) and not PLACEHOLDER.search(m.id)]
    assert len(alone) > 100
    for message in alone:
        assert ENGLISH.say(str(message.id)) == message.string


def test_only_french_has_its_spaces() -> None:
    sentence = "Merci ! Vous avez répondu à tout, et tout est enregistré."
    assert FRENCH.say(sentence).startswith(f"Merci{NARROW}! ")
    assert ENGLISH.say(sentence).startswith("Thank you! ")


@pytest.mark.parametrize(
    ("number", "french", "english"),
    [
        (0, "0 regard", "0 viewpoints"),
        (1, "1 regard", "1 viewpoint"),
        (2, "2 regards", "2 viewpoints"),
    ],
)
def test_each_language_counts_its_own_way(number: int, french: str, english: str) -> None:
    assert FRENCH.say_many("{number} regard", "{number} regards", number) == french
    assert ENGLISH.say_many("{number} regard", "{number} regards", number) == english


def test_figures_are_written_in_each_language() -> None:
    assert (FRENCH.mark(6.4), ENGLISH.mark(6.4)) == ("6,4/10", "6.4/10")
    assert (FRENCH.percent(0.74), ENGLISH.percent(0.74)) == (f"74{NO_BREAK}%", "74%")
    assert (FRENCH.whole(12345), ENGLISH.whole(12345)) == (f"12{NARROW}345", "12,345")
    assert FRENCH.number(None) == ENGLISH.number(None) == "–"


def test_days_and_lists_are_written_in_each_language() -> None:
    day = date(2026, 11, 22)
    assert FRENCH.day(day) == "22 novembre 2026"
    assert sorted(re.findall(r"\w+", ENGLISH.day(day))) == ["2026", "22", "November"]
    assert FRENCH.join(["élus", "citoyens"]) == "élus et citoyens"
    assert ENGLISH.join(["officials", "citizens"]) == "officials and citizens"


Gathering = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small project with an empty catalogue, where `tools/texts.sh` may work."""
    (tmp_path / "tools").mkdir()
    shutil.copy(PROJECT / "tools" / "texts.sh", tmp_path / "tools")
    catalogue = tmp_path / PO.relative_to(PROJECT)
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text("", encoding="utf-8")
    (tmp_path / "pages").mkdir()
    (tmp_path / "app.py").write_text('voice.say("Bonjour")\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def gather(house: Path) -> Gathering:
    """Runs the script on the small project."""

    def _gather(*options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "tools/texts.sh", str(Path(sys.executable).parent), *options],
            cwd=house,
            capture_output=True,
            text=True,
            check=False,
        )

    return _gather


def catalogue_of(house: Path) -> dict[tuple[str, ...], tuple[str, ...]]:
    with (house / PO.relative_to(PROJECT)).open("rb") as file:
        return {parts_of(m.id): parts_of(m.string) for m in read_po(file) if m.id}


def say(house: Path, code: str) -> None:
    """Makes `code` the only page of the small project."""
    (house / "pages" / "page.py").write_text(code, encoding="utf-8")


def translate(house: Path, french: str, english: str) -> None:
    path = house / PO.relative_to(PROJECT)
    before = f'msgid "{french}"\nmsgstr ""'
    content = path.read_text(encoding="utf-8")
    assert before in content
    path.write_text(
        content.replace(before, f'msgid "{french}"\nmsgstr "{english}"'), encoding="utf-8"
    )


def test_a_sentence_said_inside_another_one_is_gathered(house: Path, gather: Gathering) -> None:
    say(
        house,
        'voice.say_many("{number} mot : {x}", "{number} mots : {x}", 2, '
        'x=series(voice, [voice.say("Dedans") for _ in range(2)]))\n'
        "f\"{voice.say('Entre accolades')}\"\n"
        'voice.say("Une" if one else "Autre")\n',
    )
    assert gather().returncode == 0
    assert set(catalogue_of(house)) == {
        ("Bonjour",),
        ("{number} mot : {x}", "{number} mots : {x}"),
        ("Dedans",),
        ("Entre accolades",),
        ("Une",),
        ("Autre",),
    }


def test_the_sentence_of_a_refusal_is_gathered_where_it_is_raised(
    house: Path, gather: Gathering
) -> None:
    say(
        house,
        "class Full(Refusal, ValueError): ...\n"
        "class Fuller(Full): ...\n"
        "class Gone(Refusal):\n"
        "    def __init__(self, when):\n"
        "        if when:\n"
        '            super().__init__("Parti à {when}.", when=when)\n'
        "        else:\n"
        '            super().__init__("Parti.")\n'
        "class Other(Exception):\n"
        '    def __init__(self): super().__init__("Sans voix.")\n'
        'raise rooms.Full("La salle a " "{n} places.", n=3)\n'
        'raise Fuller("Plus de place.")\n'
        'raise Refusal("Non.", why=Sentence("Trop tard"))\n'
        'raise Gone("14 h")\n'
        'raise Other("Panne.")\n',
    )
    assert gather().returncode == 0
    assert set(catalogue_of(house)) == {
        ("Bonjour",),
        ("La salle a {n} places.",),
        ("Plus de place.",),
        ("Non.",),
        ("Trop tard",),
        ("Parti à {when}.",),
        ("Parti.",),
    }


def test_gathering_keeps_the_english_and_drops_what_is_no_longer_said(
    house: Path, gather: Gathering
) -> None:
    say(house, 'voice.say("Merci")\n')
    gather()
    translate(house, "Bonjour", "Hello")
    translate(house, "Merci", "Thank you")
    say(house, 'voice.say("Au revoir")\n')
    gather()
    assert catalogue_of(house) == {("Bonjour",): ("Hello",), ("Au revoir",): ("",)}


def test_a_catalogue_up_to_date_passes_the_check(house: Path, gather: Gathering) -> None:
    gather()
    translate(house, "Bonjour", "Hello")
    gather()
    checked = gather("--check")
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ('voice.say("Merci")\n', "Merci"),
        ('voice.say_many("{number} mot", "{number} mots", 3)\n', "{number} mot / {number} mots"),
        ("voice.say(sentences[name])\n", "pages/page.py:1"),
        ('view.voice.say(f"Voici {name}")\n', "pages/page.py:1"),
        ('raise Refusal(f"Pas {name}")\n', "pages/page.py:1"),
    ],
)
def test_the_check_names_what_the_catalogue_lacks_and_changes_nothing(
    house: Path, gather: Gathering, code: str, named: str
) -> None:
    gather()
    translate(house, "Bonjour", "Hello")
    gather()
    before = {path: path.read_bytes() for path in house.rglob("*") if path.is_file()}
    say(house, code)
    checked = gather("--check")
    assert checked.returncode == 1
    assert named in checked.stderr
    assert {path: path.read_bytes() for path in before} == before


def test_the_check_refuses_a_sentence_without_english(house: Path, gather: Gathering) -> None:
    gather()
    checked = gather("--check")
    assert checked.returncode == 1
    assert "Sans anglais" in checked.stderr


def test_the_check_refuses_a_sentence_that_is_no_longer_said(
    house: Path, gather: Gathering
) -> None:
    say(house, 'voice.say("Merci")\n')
    gather()
    translate(house, "Bonjour", "Hello")
    translate(house, "Merci", "Thank you")
    gather()
    say(house, "")
    checked = gather("--check")
    assert checked.returncode == 1
    assert "Plus dite par le code (make texts) : Merci" in checked.stderr


def test_a_new_plural_waits_for_its_english(house: Path, gather: Gathering) -> None:
    say(house, 'voice.say_many("{number} mot", "{number} mots", 3)\n')
    gathered = gather()
    assert gathered.returncode == 0
    assert "Sans anglais dans le catalogue : {number} mot / {number} mots" in gathered.stderr
    checked = gather("--check")
    assert checked.returncode == 1
    assert "{number} mot / {number} mots" in checked.stderr


def test_two_plurals_of_one_singular_are_refused(house: Path, gather: Gathering) -> None:
    say(
        house,
        'voice.say_many("{number} mot", "{number} mots", 3)\n'
        'voice.say_many("{number} mot", "{number} mots, dont {x}", 3, x=1)\n',
    )
    for checked in (gather(), gather("--check")):
        assert checked.returncode == 1
        assert "Deux pluriels pour un même singulier" in checked.stderr


def test_the_check_refuses_a_catalogue_that_is_not_compiled(house: Path, gather: Gathering) -> None:
    gather()
    translate(house, "Bonjour", "Hello")
    checked = gather("--check")
    assert checked.returncode == 1
    assert "regards.mo" in checked.stderr
