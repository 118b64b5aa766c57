"""R4 in a real browser: no word is cut, none runs over another, whatever the width."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from plotly.offline import get_plotlyjs

from diagnostic.charts import draw_matrix
from diagnostic.readings.matrix import Height, Standing, name_corner
from diagnostic.readings.rules import current_rules
from diagnostic.texts import Voice
from tests.charts.inputs import ENGLISH, FRENCH, published
from tests.charts.test_charts_on_screen import DESK, PHONE, PROJECTOR, WALL, show
from tools import chromium

pytestmark = pytest.mark.browser


def crowded(number: int) -> tuple[Standing, ...]:
    """So many domains, spread as answers are: most of them in the middle."""
    found = []
    for place, domain in enumerate(published().domains[:number]):
        fragility, capacity = 3.0 + place * 37 % 53 / 10, 0.4 + place * 29 % 31 / 10
        found.append(
            Standing(
                domain,
                fragility,
                Height(capacity, 2, 11),
                Height(2.0 + place % 3, 2, 11),
                name_corner(fragility, capacity, 6, 2),
                place % 3 > 0,
            )
        )
    return tuple(found)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    if chromium.find() is None:
        pytest.skip("aucun Chromium sur cette machine")
    with chromium.launch() as browser:
        page = browser.new_page()
        page.set_content("<body style='margin:0'><div id='chart'></div></body>")
        page.add_script_tag(content=get_plotlyjs())
        yield page


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
@pytest.mark.parametrize("number", [1, 6, 11])
def test_no_word_is_cut_nor_runs_over_another(
    page: Page, number: int, width: int, wall: bool, voice: Voice
) -> None:
    chart = draw_matrix(voice, current_rules(), crowded(number), wall=wall)
    assert chart is not None
    lines = show(page, chart, width)
    assert len(lines) > 8 + number
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
        and min(one[4], other[4]) - max(one[2], other[2]) > 0.35 * (one[4] - one[2])
    ]
    assert over == []
