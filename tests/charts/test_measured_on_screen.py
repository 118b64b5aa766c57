"""Charts of measured facts in a real browser: no word cut or covered, nothing fetched."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import count

import pytest
from playwright.sync_api import Page
from plotly.offline import get_plotlyjs

from diagnostic.charts import Chart
from diagnostic.charts.borders import draw_borders
from diagnostic.charts.crossing import draw_crossing
from diagnostic.charts.evolution import draw_evolution
from diagnostic.charts.portrait import draw_portrait
from diagnostic.charts.rings import read_borders
from diagnostic.charts.strip import draw_strip
from diagnostic.charts.tilemap import draw_tilemap
from diagnostic.indicators import read_r3
from diagnostic.readings.crossings import Crossing
from diagnostic.readings.measures import read_context, read_level
from diagnostic.territories import FRANCE, TerritoryKey
from diagnostic.texts import Voice
from tests.charts.facts import DEPARTMENT, FOUGERES, LYON, MAYOTTE, NOW, REGION, country, shipped
from tests.charts.inputs import FRENCH, published
from tests.charts.test_borders import FILE
from tests.charts.test_charts_on_screen import DESK, PHONE, PROJECTOR, WALL, show
from tools import chromium

pytestmark = pytest.mark.browser

ILLE, RHONE = TerritoryKey(DEPARTMENT, "35"), TerritoryKey(DEPARTMENT, "69")
RURAL = TerritoryKey(FOUGERES.level, "200071652")
"""Five thousand inhabitants, and a name of forty letters."""
Draw = Callable[..., Chart | None]


def strip(key: TerritoryKey, indicator_id: str) -> Draw:
    def draw(voice: Voice, **look: bool) -> Chart | None:
        place = shipped().position(key, indicator_id)
        measures = read_level(shipped(), key.level, indicator_id, place.measure.year)
        peers = [peer.key for peer in shipped().peers(key).nearest]
        return draw_strip(voice, country(), place, measures, peers, in_year=NOW, **look)

    return draw


def evolution(key: TerritoryKey, indicator_id: str) -> Draw:
    def draw(voice: Voice, **look: bool) -> Chart | None:
        region = shipped().position(key, indicator_id).region
        around = shipped().series(region.key, indicator_id) if region else ()
        nation = shipped().series(FRANCE, indicator_id)
        own = shipped().series(key, indicator_id)
        return draw_evolution(voice, country(), own, around, nation, in_year=NOW, **look)

    return draw


def portrait(key: TerritoryKey, *, facets: bool) -> Draw:
    def draw(voice: Voice, **look: bool) -> Chart | None:
        places = [
            shipped().objective_of(key, links.domain_id, country()) for links in shipped().domains
        ]
        context = read_context(
            shipped().domains, [fact.latest for fact in shipped().of(key, country())]
        )
        return draw_portrait(
            voice, published(), country(), places, context, in_year=NOW, facets=facets, **look
        )

    return draw


def tilemap(level_of: TerritoryKey, indicator_id: str) -> Draw:
    def draw(voice: Voice, **look: bool) -> Chart | None:
        measures = read_level(shipped(), level_of.level, indicator_id)
        return draw_tilemap(voice, country(), measures, level_of, in_year=NOW, **look)

    return draw


def crossing(key: TerritoryKey) -> Draw:
    def draw(voice: Voice, **look: bool) -> Chart | None:
        places = count()
        given = []
        for domain in published().domains:
            felt = 2.0 + (next(places) * 37 % 61) / 10
            place = shipped().objective_of(key, domain.id, country())
            given.append(Crossing(domain, felt, place, read_r3(felt, place.value)))
        return draw_crossing(voice, given, **look)

    return draw


def borders(voice: Voice, **look: bool) -> Chart | None:
    measures = read_level(shipped(), DEPARTMENT, "taux_pauvrete")
    read = read_borders(FILE, [each.key.code for each in measures])
    return draw_borders(voice, country(), read, measures, ILLE, in_year=NOW, **look)


CHARTS: dict[str, Draw] = {
    "strip of Fougères": strip(FOUGERES, "taux_pauvrete"),
    "strip of Lyon": strip(LYON, "population"),
    "strip of Mayotte": strip(MAYOTTE, "medecins_generalistes_10000"),
    "strip of a small one": strip(RURAL, "niveau_vie_median"),
    "evolution of the Rhône": evolution(RHONE, "taux_chomage_localise"),
    "evolution of Fougères": evolution(FOUGERES, "logements_vacants"),
    "evolution of a small one": evolution(RURAL, "niveau_vie_median"),
    "portrait of Fougères": portrait(FOUGERES, facets=False),
    "portrait of Mayotte, facet by facet": portrait(MAYOTTE, facets=True),
    "portrait of a small one, facet by facet": portrait(RURAL, facets=True),
    "tiles of the départements": tilemap(ILLE, "taux_pauvrete"),
    "tiles of the régions": tilemap(TerritoryKey(REGION, "84"), "medecins_generalistes_10000"),
    "crossing of Fougères": crossing(FOUGERES),
    "crossing of the Rhône": crossing(RHONE),
    "borders": borders,
}


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    if chromium.find() is None:
        pytest.skip("aucun Chromium sur cette machine")
    with chromium.launch() as browser:
        page = browser.new_page()
        page.set_content("<body style='margin:0'><div id='chart'></div></body>")
        page.add_script_tag(content=get_plotlyjs())
        yield page


@cache
def drawn(name: str, *, wall: bool) -> Chart | None:
    return CHARTS[name](FRENCH, wall=wall)


@pytest.mark.parametrize(
    ("width", "wall"),
    [(PHONE, False), (DESK, False), (PROJECTOR, True), (WALL, True)],
    ids=["phone", "desk", "projector", "wall"],
)
@pytest.mark.parametrize("name", CHARTS)
def test_no_word_is_cut_nor_runs_over_another(
    page: Page, name: str, width: int, wall: bool
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    chart = drawn(name, wall=wall)
    lines = show(page, chart, width)
    assert chart is not None
    assert len(lines) >= 4
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
    assert asked == []


def middle_of(page: Page, meta: str, number: int) -> tuple[float, float]:
    """Where a mark stands in the window."""
    x, y = page.evaluate(
        """([meta, number]) => {
          const plot = document.getElementById('chart')
          const trace = plot._fullData.find(each => each.meta === meta)
          const {xaxis, yaxis} = plot._fullLayout
          const box = plot.getBoundingClientRect()
          const middle = trace.type === 'bar' ? trace.base[number] + trace.y[number] / 2
                                              : trace.y[number]
          return [box.left + xaxis._offset + xaxis.l2p(trace.x[number]),
                  box.top + yaxis._offset + yaxis.l2p(middle)]
        }""",
        [meta, number],
    )
    return x, y


def click(page: Page, x: float, y: float) -> object:
    """What a click at that place selects."""
    page.evaluate(
        """() => {
          window.clicked = null
          document.getElementById('chart').on('plotly_click', event => {
            window.clicked = event.points[0].customdata
          })
        }"""
    )
    page.mouse.move(x - 1, y)
    page.mouse.click(x, y)
    page.wait_for_function("window.clicked !== null")
    return page.evaluate("window.clicked")


def test_squares_are_square_whatever_the_width(page: Page) -> None:
    for width in (PHONE, DESK):
        show(page, drawn("tiles of the départements", wall=False), width)
        wide, tall = page.evaluate(
            """() => {
              const {xaxis, yaxis} = document.getElementById('chart')._fullLayout
              return [xaxis.l2p(1) - xaxis.l2p(0), yaxis.l2p(1) - yaxis.l2p(0)]
            }"""
        )
        assert wide == pytest.approx(tall, abs=0.5)
        assert wide > 25


def test_a_click_on_a_square_gives_its_code(page: Page) -> None:
    show(page, drawn("tiles of the départements", wall=False), PHONE)
    assert click(page, *middle_of(page, "missing", 0)) == "971"


def test_a_click_inside_borders_gives_their_code(page: Page) -> None:
    show(page, drawn("borders", wall=False), PHONE)
    assert click(page, *middle_of(page, "handles", 2)) == "35"


def test_pointing_at_a_surface_tells_its_figures(page: Page) -> None:
    show(page, drawn("borders", wall=False), DESK)
    x, y = middle_of(page, "handles", 0)
    page.mouse.move(x + 30, y + 30)
    told = page.locator(".hovertext")
    told.wait_for()
    assert "Ain" in (told.text_content() or "")


def test_pointing_at_a_dot_among_a_thousand_tells_its_territory(page: Page) -> None:
    show(page, drawn("strip of Fougères", wall=False), DESK)
    page.mouse.move(*middle_of(page, "others", 1224))
    told = page.locator(".hovertext")
    told.wait_for()
    said = told.text_content() or ""
    assert "46,1" in said
    assert "Source" in said
