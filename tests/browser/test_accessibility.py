"""Every person can use every screen: names, colours, order, light and dark, wide and narrow."""

import re

import pytest

from tests.browser.tour import EXAMINED, MARKED, THEMES, TOUR, Tour

KNOWN: dict[str, str] = {}
"""Pattern of what axe finds in Streamlit's own pieces → why it stays."""


@pytest.mark.parametrize("name", EXAMINED)
def test_axe_finds_nothing_to_say(tour: Tour, name: str) -> None:
    violations = tour.visit(name).violations
    assert set(violations) == {f"{width} {theme}" for width, _ in MARKED for theme in THEMES}
    ours = {
        where: [said for said in found if not any(re.search(known, said) for known in KNOWN)]
        for where, found in violations.items()
    }
    assert ours == {where: [] for where in violations}


@pytest.mark.parametrize("name", TOUR)
def test_the_headings_of_a_screen_begin_with_its_title_and_skip_no_level(
    tour: Tour, name: str
) -> None:
    levels = tour.visit(name).headings
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
