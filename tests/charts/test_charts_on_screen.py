"""Charts in a real browser: no word is cut, none runs over another, whatever the width."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page
from plotly.offline import get_plotlyjs

from diagnostic.benchmarks import Benchmarks, Measure
from diagnostic.charts import (
    Chart,
    configure,
    draw_anchor,
    draw_axes,
    draw_distribution,
    draw_fragilities,
    draw_gaps,
    draw_items,
    draw_radar,
)
from diagnostic.confidence import Release
from diagnostic.questionnaire import LevelsQuestion
from diagnostic.readings import read_anchors, read_axes, read_domains, read_items
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from diagnostic.texts import Voice
from tests.charts.inputs import (
    CITIZEN,
    ENGLISH,
    FIRM,
    FRENCH,
    axis_mark,
    counted,
    figures,
    mark,
    national,
    published,
    released,
)
from tools import chromium

pytestmark = pytest.mark.browser

PHONE, DESK, PROJECTOR, WALL = 390 - 32, 1280 - 80, 1280 - 80, 1920 - 80
"""What a page leaves to a chart."""
REGARDS = tuple(Viewpoint)
PEOPLE = (48, 9, 14, 17, 7, 6)
K1 = ("tout_a_fait", "plutot")


def spread(place: int, number: int, low: float, high: float) -> float:
    """A mark that looks drawn at random and is always the same."""
    return low + (high - low) * ((place * 37 + number * 53 + place * number * 11) % 97) / 96


def whole_room() -> Release:
    """Six regards on everything."""
    questions: dict[str, dict[Viewpoint, Tally]] = {}
    for place, domain in enumerate(published().domains):
        name = f"{domain.id}.G"
        questions[name] = {
            viewpoint: mark(name, spread(place, number, 1.5, 8.5), PEOPLE[number])
            for number, viewpoint in enumerate(REGARDS)
        }
    axes = {}
    for place, axis in enumerate(published().axes):
        axes[axis.id] = {
            viewpoint: axis_mark(axis.id, spread(place, number, 0.2, 3.8))
            for number, viewpoint in enumerate(REGARDS[1:])
        }
        axes[axis.id][REGARDS[5]] = axis_mark(axis.id, None, unknown=0.7)
        for item in axis.items:
            assert isinstance(published().question(item.id), LevelsQuestion)
            questions[item.id] = {
                viewpoint: mark(item.id, spread(place, number + 2, 0, 4))
                for number, viewpoint in enumerate(REGARDS[1:])
            }
    for name in ("K1", "K2", "K9", "freins"):
        options = [option.id for option in published().question(name).options]  # type: ignore[union-attr]
        questions[name] = {
            viewpoint: counted(
                name,
                {option: 2 + (place * 3 + number) % 5 for place, option in enumerate(options)},
                (12, 11, 10),
            )
            for number, viewpoint in enumerate(REGARDS)
        }
    return released(questions, axes=axes)


def france() -> Benchmarks:
    domains = [f"F{number:02d}.G" for number in (1, 2, 3, 4, 9, 11, 12, 13)]
    return figures(
        *(national(name, CITIZEN, 6.4 - 0.1 * i, "2019") for i, name in enumerate(domains)),
        *(national(name, FIRM, 5.8, "2015") for name in domains[:3]),
        *(
            national("K1", viewpoint, value, year, measure=Measure.SHARE, options=K1)
            for viewpoint in (CITIZEN, FIRM)
            for value, year in ((81, "2015"), (97, "2018-2022"))
        ),
    )


def anchor(name: str) -> Callable[..., Chart | None]:
    def draw(voice: Voice, **look: bool) -> Chart | None:
        found = {r.question.id: r for r in read_anchors(published(), whole_room(), france())}
        return draw_anchor(voice, published(), found[name], **look)

    return draw


def distribution(name: str) -> Callable[..., Chart | None]:
    def draw(voice: Voice, **look: bool) -> Chart | None:
        question, tallies = published().question(name), whole_room().questions[name]
        return draw_distribution(voice, published(), question, tallies, None, **look)

    return draw


def fragilities(voice: Voice, **look: bool) -> Chart | None:
    readings = read_domains(published(), whole_room(), france())
    return draw_fragilities(voice, published(), readings, **look)


def gaps(voice: Voice, **look: bool) -> Chart | None:
    return draw_gaps(voice, published(), read_domains(published(), whole_room(), france()), **look)


def axes(voice: Voice, **look: bool) -> Chart | None:
    return draw_axes(voice, published(), read_axes(published(), whole_room()), **look)


def radar(voice: Voice, **look: bool) -> Chart | None:
    return draw_radar(voice, published(), read_axes(published(), whole_room()), **look)


def items(voice: Voice, **look: bool) -> Chart | None:
    readings = read_items(published(), whole_room(), published().axis("A"), language=voice.language)
    return draw_items(voice, published(), readings, **look)


CHARTS: dict[str, Callable[..., Chart | None]] = {
    "fragilities": fragilities,
    "gaps": gaps,
    "axes": axes,
    "radar": radar,
    "items": items,
    "anchor with France": anchor("K1"),
    "anchor without": anchor("K2"),
    "marks": distribution("F01.G"),
    "choice": distribution("K9"),
    "choices": distribution("freins"),
}

READ = """() => [...document.querySelectorAll('#chart svg text')]
  .filter(text => text.textContent.trim() && !text.closest('.hoverlayer'))
  .flatMap(text => {
    const lines = [...text.querySelectorAll('tspan.line')]
    return (lines.length ? lines : [text]).map(line => {
      const box = line.getBoundingClientRect()
      return [line.textContent, box.left, box.top, box.right, box.bottom]
    })
  })
  .filter(([said]) => said.trim())"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    if chromium.find() is None:
        pytest.skip("aucun Chromium sur cette machine")
    with chromium.launch() as browser:
        page = browser.new_page()
        page.set_content("<body style='margin:0'><div id='chart'></div></body>")
        page.add_script_tag(content=get_plotlyjs())
        yield page


def show(
    page: Page, chart: Chart | None, width: int
) -> list[tuple[str, float, float, float, float]]:
    """Every line of text of the chart drawn at that width: words, left, top, right, bottom."""
    assert chart is not None
    page.set_viewport_size({"width": width, "height": 900})
    drawn: dict[str, Any] = json.loads(chart.figure.to_json())
    page.evaluate(
        """async ([figure, config]) => {
          const place = document.getElementById('chart')
          Plotly.purge(place)
          await Plotly.newPlot(place, figure.data, figure.layout, {...config, responsive: false})
        }""",
        [drawn, configure("fr")],
    )
    read: list[tuple[str, float, float, float, float]] = page.evaluate(READ)
    return read


@pytest.mark.parametrize(
    ("width", "wall", "voice"),
    [
        (PHONE, False, FRENCH),
        (PHONE, False, ENGLISH),
        (DESK, False, FRENCH),
        (PROJECTOR, True, FRENCH),
        (WALL, True, FRENCH),
    ],
    ids=["phone", "phone in English", "desk", "projector", "wall"],
)
@pytest.mark.parametrize("name", CHARTS)
def test_no_word_is_cut_nor_runs_over_another(
    page: Page, name: str, width: int, wall: bool, voice: Voice
) -> None:
    chart = CHARTS[name](voice, wall=wall)
    lines = show(page, chart, width)
    assert chart is not None
    assert len(lines) > 10
    cut = [
        line
        for line in lines
        if line[1] < -1 or line[3] > width + 1 or line[2] < -1 or line[4] > chart.height + 1
    ]
    assert cut == []
    over = [
        (one[0], other[0])
        for i, one in enumerate(lines)
        for other in lines[i + 1 :]
        if min(one[3], other[3]) - max(one[1], other[1]) > 1
        # Boxes of letters are taller than the letters.
        and min(one[4], other[4]) - max(one[2], other[2]) > 0.35 * (one[4] - one[2])
    ]
    assert over == []


def test_pointing_at_a_mark_tells_its_figures(page: Page) -> None:
    show(page, fragilities(FRENCH), PHONE)
    x, y = page.evaluate(
        """() => {
          const plot = document.getElementById('chart')
          const trace = plot._fullData.find(each => each.meta === 'france')
          const {xaxis, yaxis} = plot._fullLayout
          const box = plot.getBoundingClientRect()
          return [box.left + xaxis._offset + xaxis.l2p(trace.x[0]),
                  box.top + yaxis._offset + yaxis.l2p(trace.y[0])]
        }"""
    )
    page.mouse.move(x, y)
    told = page.locator(".hovertext")
    told.wait_for()
    assert "France" in (told.text_content() or "")
    box = told.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE


def test_clicking_anywhere_on_a_row_selects_its_domain(page: Page) -> None:
    show(page, fragilities(FRENCH), PHONE)
    x, y, wanted = page.evaluate(
        """() => {
          const plot = document.getElementById('chart')
          window.clicked = null
          plot.on('plotly_click', event => { window.clicked = event.points[0].customdata })
          const rows = plot._fullData.find(each => each.meta === 'names')
          const {xaxis, yaxis} = plot._fullLayout
          const box = plot.getBoundingClientRect()
          return [box.left + xaxis._offset + xaxis.l2p(9),
                  box.top + yaxis._offset + yaxis.l2p(rows.y[2]), rows.customdata[2]]
        }"""
    )
    page.mouse.move(x - 1, y)
    page.mouse.click(x, y)
    page.wait_for_function("window.clicked !== null")
    assert page.evaluate("window.clicked") == wanted
