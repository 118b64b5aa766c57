"""What people type is shown as they typed it: never obeyed, never fetched, never too wide."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from diagnostic.answers import Answer, AnswerState, accept
from diagnostic.campaigns import FRAMING, LocalQuestion, ask_locally
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import Perimeter, PerimeterKind, TerritoryKey
from tests.browser.person import Person
from tests.hostile.payloads import SCRIPTS
from tools import rendered
from tools.serving import serve

Arrive = Callable[..., Person]

ELSEWHERE = "dehors.example"
SCRIPT = "<script>window.__x=1</script>"
IMAGE = f"<img src=//{ELSEWHERE}/a.png onerror=window.__x=1>"
LINK = f"![a](http://{ELSEWHERE}/b.png) [b](javascript:window.__x=1) http://{ELSEWHERE}"
STYLE = "<style>*{display:none!important}</style>"
MARKS = "**gras** _i_ `c` $x^2$ :red[rouge] :material/home: ~~non~~ a|b"
BIDI = "abc\u202egnol\u2066 fin"
PAYLOADS = (SCRIPT, IMAGE, LINK, STYLE, MARKS, BIDI)
OPTIONS = (f"<a href='//{ELSEWHERE}'>clic</a>", "<b>gras</b><br>suite", SCRIPT, LINK[:80])
LONG = ("interminable" * 84)[:1_000]
"""A word of 1,000 characters."""
SIZES = ((390, 844), (1280, 720))
PERIMETER = f"{IMAGE} {LONG}"[:120]
TITLE = f"{SCRIPT} {STYLE} {LONG}"[:120]
LONGEST_WORDING = 300
"""Characters of a question of a territory, which is the shortest of the fields filled here."""


def packed() -> tuple[str, ...]:
    """Each payload followed by as many of the others as its field takes; none is said twice."""
    # A text with a null is refused at the door.
    rest = [text for text in SCRIPTS if len(text) < LONGEST_WORDING // 3 and "\0" not in text]
    full: list[str] = []
    for payload in PAYLOADS:
        text = payload
        for more in rest[:]:
            if len(f"{text} {more}") <= LONGEST_WORDING:
                text = f"{text} {more}"
                rest.remove(more)
        full.append(text)
    assert len(rest) <= 10
    return tuple(full)


@dataclass(frozen=True)
class Trap:
    """A server whose every free text is hostile."""

    home: str
    code: str
    link: str


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trap]:
    database = tmp_path_factory.mktemp("hostile") / "regards.sqlite"
    with Store.open(database) as store:
        code, link = fill(store)
    with serve(database) as server:
        yield Trap(server.url, code, link)


def fill(store: Store) -> tuple[str, str]:
    """A diagnostic full of traps, its code, and a personal link into it."""
    for payload in PAYLOADS:
        store.open_diagnostic(payload, TerritoryKey.parse("commune:69264"), current())
    place = Perimeter(PERIMETER, PerimeterKind.COMMUNES, (TerritoryKey.parse("commune:69264"),))
    diagnostic = store.open_diagnostic(TITLE, place, current())
    texts = (*packed(), LONG)
    store.set_framing(diagnostic.code, dict(zip(FRAMING, texts, strict=False)))
    questions = [ask_locally(n, "scale", text[:LONGEST_WORDING]) for n, text in enumerate(texts, 1)]
    questions.append(ask_locally(8, "choice", "Laquelle ?", OPTIONS))
    questions.append(ask_locally(9, "text", "Et encore ?"))
    for question in questions:
        store.add_local_question(diagnostic, question)
    (wave,) = store.waves(diagnostic)
    for viewpoint in (Viewpoint.CITIZEN, Viewpoint.ELECTED):
        for number in range(7):
            submission, link = store.begin(wave, viewpoint, False)
            text = texts[number]
            store.save(submission, [answer(q, number, text) for q in asked(questions)])
            store.say(submission, "F01.G", text)
    return diagnostic.code, link


def asked(local: list[LocalQuestion]) -> list[LocalQuestion]:
    return [current().question("F01.G"), *local]  # type: ignore[list-item]


def answer(question: LocalQuestion, number: int, text: str) -> Answer:
    value: object = {"scale": number, "choice": f"o{number % len(OPTIONS) + 1}"}.get(
        question.kind, text[:500]
    )
    return accept(question, AnswerState.GIVEN, value)  # type: ignore[arg-type]


@pytest.fixture
def victim(arrive: Arrive, trap: Trap) -> Iterator[Person]:
    """Somebody whom nothing may reach, and who leaves no request elsewhere."""
    person: Person = arrive(trap.home)
    surprises: list[str] = []
    person.page.on("dialog", lambda dialog: surprises.append(dialog.message))
    person.page.on("popup", lambda popup: surprises.append(popup.url))
    yield person
    assert surprises == []
    assert person.watch.strangers(trap.home) == []
    assert person.watch.complaints == []


def is_unharmed(person: Person, *typed: str) -> None:
    """The page stands, runs nothing, leads nowhere, fits, and says what was typed."""
    expect(person.main.get_by_role("heading").first).to_be_visible()
    assert person.page.evaluate("window.__x") is None
    assert person.page.locator(f'[href*="{ELSEWHERE}"], [src*="{ELSEWHERE}"]').count() == 0
    assert person.page.locator('[href^="javascript:"]').count() == 0
    for width, height in SIZES:
        person.page.set_viewport_size({"width": width, "height": height})
        person.look()
        assert rendered.overflow(person.page) == []
    assert rendered.failures(person.page) == []
    said = squeezed(" ".join(rendered.strings(person.page).said))
    missing = [text for text in typed if squeezed(text) not in said]
    assert missing == []


def squeezed(text: str) -> str:
    """Without spaces, which lines break at, nor signs that turn the writing."""
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]", "", text)


def test_the_entrance_is_unharmed(victim: Person) -> None:
    victim.open()
    is_unharmed(victim, *PAYLOADS, TITLE, PERIMETER)
    victim.page.get_by_label("Nom, code ou code postal").fill(SCRIPT)
    victim.sees("Aucun territoire trouvé").look()
    is_unharmed(victim)


def test_the_preparation_is_unharmed(victim: Person, trap: Trap) -> None:
    victim.open(f"cadrage?d={trap.code}")
    is_unharmed(victim, *PAYLOADS, LONG[:300], PERIMETER)
    fields = [field.input_value() for field in victim.main.locator("input, textarea").all()]
    assert TITLE in fields
    assert {squeezed(text) for text in packed()[: len(FRAMING)]} <= set(map(squeezed, fields))


def test_the_questionnaire_is_unharmed(victim: Person, trap: Trap) -> None:
    victim.open(f"repondre?d={trap.code}")
    is_unharmed(victim, TITLE, PERIMETER)
    victim.open(f"repondre?d={trap.code}&reprise={trap.link}")
    victim.turn_to("Questions de votre territoire").sees("Laquelle").look()
    is_unharmed(victim, *PAYLOADS, *OPTIONS, LONG[:300])
    assert LONG[:500] in [area.input_value() for area in victim.main.locator("textarea").all()]


def test_the_results_are_unharmed(victim: Person, trap: Trap) -> None:
    victim.open(f"resultats?d={trap.code}")
    comments = victim.main.get_by_text("14 commentaires")
    comments.scroll_into_view_if_needed()
    victim.look()
    comments.click()
    victim.sees("Tels qu’écrits").look()
    is_unharmed(victim, *PAYLOADS, LONG, TITLE, PERIMETER)


def test_the_territory_s_own_results_are_unharmed(victim: Person, trap: Trap) -> None:
    victim.open(f"resultats?d={trap.code}")
    victim.main.get_by_role("radio", name="Vos questions").click()
    victim.sees("Laquelle").look()
    is_unharmed(victim, *PAYLOADS, *OPTIONS, LONG[:300])
