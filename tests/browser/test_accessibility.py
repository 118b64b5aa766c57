"""Every person can use every screen: names, colours, order, light and dark, wide and narrow."""

import re

import pytest

from tests.browser.tour import EXAMINED, MARKED, THEMES, Tour

KNOWN: dict[str, str] = {}
"""Pattern of what axe finds in Streamlit's own pieces → why it stays."""


@pytest.mark.parametrize("name", EXAMINED)
def test_axe_finds_nothing_to_say(tour: Tour, name: str) -> None:
    found = tour.examine(name)
    assert set(found) == {f"{width} {theme}" for width, _ in MARKED for theme in THEMES}
    ours = {
        where: [said for said in words if not any(re.search(known, said) for known in KNOWN)]
        for where, words in found.items()
    }
    assert ours == {where: [] for where in found}
