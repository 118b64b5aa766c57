"""The results page says the disagreement first, and shows on each side what it says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pytest
from playwright.sync_api import Locator, expect

from diagnostic.answers import AnswerState, Passage
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.browser.person import Person, plain
from tools import chromium
from tools.shots import Territory

Arrive = Callable[..., Person]

SHOWN_FROM = 5
READINGS = {
    "Regards croisés": "Écarts entre les regards",
    "Nos fragilités": "du plus au moins fragile",
    "Vécu et mesuré": "mesur",
    "Fragilité et capacité": "fragilité et la capacité",
    "Notre façon de coopérer": "coopé",
    "Repères nationaux": "France",
}
"""Reading → a word of its first drawing's name."""


@dataclass(frozen=True)
class Disagreement:
    """Two regards on one domain, counted here from the answers themselves."""

    domain: str
    high: Viewpoint
    high_mean: Decimal
    low: Viewpoint
    low_mean: Decimal

    @property
    def points(self) -> Decimal:
        return self.high_mean - self.low_mean

    def said_of(self, viewpoint: Viewpoint) -> str:
        mean = self.high_mean if viewpoint is self.high else self.low_mean
        return f"{plural(viewpoint)} {french(mean)}"


def plural(viewpoint: Viewpoint) -> str:
    return current().route(viewpoint).plural.fr


def french(number: Decimal) -> str:
    return str(number.quantize(Decimal("0.1"), ROUND_HALF_UP)).replace(".", ",")


def mean(passages: tuple[Passage, ...], viewpoint: Viewpoint, question: str) -> Decimal | None:
    marks = [
        Decimal(str(answer.value))
        for passage in passages
        if passage.submission.viewpoint is viewpoint
        and (answer := passage.answers.get(question)) is not None
        and answer.state is AnswerState.GIVEN
    ]
    return sum(marks, Decimal()) / len(marks) if len(marks) >= SHOWN_FROM else None


def widest(passages: tuple[Passage, ...], *without: Viewpoint) -> Disagreement:
    found = []
    for domain in current().domains:
        means = {
            viewpoint: value
            for viewpoint in Viewpoint
            if viewpoint not in without
            and (value := mean(passages, viewpoint, f"{domain.id}.G")) is not None
        }
        high, low = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
        found.append(Disagreement(domain.id, high, means[high], low, means[low]))
    return max(found, key=lambda disagreement: disagreement.points)


@pytest.fixture(scope="module")
def waves(territory: Territory) -> tuple[tuple[Passage, ...], ...]:
    """What was said in each wave of the demonstration."""
    with Store.open(territory.database) as store:
        diagnostic = store.diagnostic(territory.code)
        return tuple(store.passages(wave) for wave in store.waves(diagnostic))


@pytest.fixture
def reader(arrive: Arrive, territory: Territory) -> Iterator[Person]:
    person: Person = arrive(territory.full)
    yield person.open(f"resultats?d={territory.code}")
    assert person.watch.complaints == []


def headline(person: Person) -> Locator:
    return person.main.get_by_role("heading", level=2).first


def expect_headline(person: Person, disagreement: Disagreement) -> None:
    name = current().domain(disagreement.domain).name.fr
    spaced = re.escape(name).replace(r"\ ", r"\s")
    expect(headline(person)).to_have_text(re.compile(rf"«\s{spaced}\s»"))
    said = plain(headline(person).inner_text())
    for viewpoint in (disagreement.high, disagreement.low):
        assert f"{disagreement.said_of(viewpoint).lower()}/10" in said.lower()


def test_the_first_heading_is_the_widest_gap(
    reader: Person, waves: tuple[tuple[Passage, ...], ...]
) -> None:
    expect_headline(reader, widest(waves[-1]))


def test_the_table_shows_the_figures_of_the_heading(
    reader: Person, waves: tuple[tuple[Passage, ...], ...]
) -> None:
    disagreement = widest(waves[-1])
    reader.main.get_by_text("Le tableau des mêmes chiffres").first.click()
    name = current().domain(disagreement.domain).short.fr
    row = reader.main.get_by_role("row").filter(has_text=name).first
    expect(row).to_be_visible()
    said = plain(row.inner_text())
    assert french(disagreement.points) in said
    assert disagreement.said_of(disagreement.high) in said
    assert disagreement.said_of(disagreement.low) in said


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_is_drawn_named_and_written_as_a_table(reader: Person, reading: str) -> None:
    reader.main.get_by_role("radio", name=reading, exact=True).click()
    expect(reader.main.get_by_role("radio", name=reading, exact=True)).to_be_checked()
    drawing = reader.main.get_by_role("figure", name=READINGS[reading]).first
    expect(drawing).to_be_visible()
    assert drawing.locator(".main-svg text").count() > 3
    reader.look()
    reader.main.get_by_text("Le tableau des mêmes chiffres").first.click()
    expect(reader.main.get_by_test_id("stTable").first.get_by_role("row").nth(1)).to_be_visible()


def test_a_click_on_a_row_of_the_drawing_opens_the_detail_of_its_domain(reader: Person) -> None:
    detail = reader.main.get_by_role("combobox", name="Voir le détail de").first
    domain = current().domain("F06")
    expect(detail).not_to_have_value(domain.name.fr)
    row = reader.main.locator(".main-svg text").get_by_text(domain.short.fr, exact=True).first
    row.scroll_into_view_if_needed()
    reader.look()
    level = row.bounding_box()
    assert level is not None
    marks = [mark.bounding_box() for mark in reader.main.locator(".points path").all()]
    beside = [
        mark
        for mark in marks
        if mark and mark["width"] > 4 and 0 < mark["y"] - level["y"] < 2 * level["height"]
    ]
    target = max(beside, key=lambda mark: mark["x"])
    reader.page.mouse.click(target["x"] + target["width"] / 2, target["y"] + target["height"] / 2)
    expect(detail).to_have_value(domain.name.fr)
    reader.sees(plain_start(domain.wordings["G"].fr))


def test_the_filter_by_regard_and_the_filter_by_wave_change_what_is_said(
    reader: Person, waves: tuple[tuple[Passage, ...], ...]
) -> None:
    disagreement = widest(waves[-1])
    reader.main.get_by_text("Filtres et affichage").click()
    reader.sees("Regards montrés").look()
    reader.main.get_by_role("button", name=plural(disagreement.low), exact=True).click()
    expect_headline(reader, widest(waves[-1], disagreement.low))
    reader.main.get_by_role("button", name=plural(disagreement.low), exact=True).click()
    expect_headline(reader, disagreement)
    reader.main.get_by_role("radio", name="Vague 1").click()
    citizens = sum(p.submission.viewpoint is Viewpoint.CITIZEN for p in waves[0])
    expect(reader.main.get_by_text(re.compile(rf"Citoyens\s: {citizens} ·"))).to_be_visible()
    expect_headline(reader, widest(waves[0]))


def plain_start(words: str) -> str:
    """The words before any sign that French sets with a space of its own."""
    return re.split(r"[:?!;«(]", words)[0].strip()


def test_a_large_screen_has_larger_words(reader: Person) -> None:
    before = headline(reader).bounding_box()
    reader.main.get_by_text("Filtres et affichage").click()
    toggle = reader.main.get_by_text("Grand écran")
    expect(toggle).to_be_visible()
    reader.look()
    toggle.click()
    expect(reader.page.locator("html")).to_have_css("font-size", "24px")
    chromium.settle(reader.page)
    after = headline(reader).bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
