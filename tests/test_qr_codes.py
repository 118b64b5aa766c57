"""An address becomes a square that a phone can read."""

from xml.etree import ElementTree

import pytest

from diagnostic.qr_codes import BORDER, draw_code

ADDRESS = "http://192.168.1.12:8501/r/ABCD2345"
SVG = ElementTree.fromstring


def test_a_code_is_dark_on_white_with_its_border_whatever_the_theme() -> None:
    drawing = SVG(draw_code(ADDRESS, name="Invitation"))
    background, modules = drawing.findall("path")
    side = int(drawing.attrib["viewBox"].split()[2])
    assert background.attrib == {"fill": "#fff", "d": f"M0 0h{side}v{side}h-{side}z"}
    assert modules.attrib["stroke"] == "#000"
    assert modules.attrib["d"].startswith(f"M{BORDER} {BORDER}.5h7"), "le premier repère"
    assert "width" not in drawing.attrib


def test_two_addresses_are_two_codes() -> None:
    assert draw_code(ADDRESS, name="a") == draw_code(ADDRESS, name="a")
    assert draw_code(ADDRESS, name="a") != draw_code(ADDRESS + "X", name="a")


def test_its_name_is_read_aloud_and_obeyed_by_nobody() -> None:
    drawing = SVG(draw_code(ADDRESS, name="<script>x</script> & co"))
    assert drawing.attrib["role"] == "img"
    assert drawing.findtext("title") == "<script>x</script> & co"
    assert drawing.find("script") is None


def test_an_endless_address_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        draw_code("http://x/" + "a" * 5_000, name="a")
