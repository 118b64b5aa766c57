"""Colours that can be read on both backgrounds and told apart by everybody."""

from itertools import combinations

import pytest

from diagnostic.charts.palette import DARK, FRANCE_SYMBOL, LIGHT, SIGNS, Tones
from diagnostic.respondents import Viewpoint

Colour = tuple[float, float, float]
# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)


def linear(colour: str) -> Colour:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def times(matrix: tuple[tuple[float, ...], ...], colour: Colour) -> Colour:
    x, y, z = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)
    return x, y, z


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3."""
    high, low = sorted((times(TO_XYZ, linear(c))[1] + 0.05 for c in (one, other)), reverse=True)
    return high / low


def seen(colour: str, sight: str) -> Colour:
    """In CIE Lab."""
    light = times(SIGHTS[sight], linear(colour))
    clipped = tuple(min(1.0, max(0.0, part)) for part in light)
    xyz = times(TO_XYZ, (clipped[0], clipped[1], clipped[2]))
    x, y, z = (
        (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116)
        for v in (a / b for a, b in zip(xyz, (0.95047, 1.0, 1.08883), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("viewpoint", Viewpoint)
def test_every_regard_stands_out_on_both_backgrounds(viewpoint: Viewpoint, tones: Tones) -> None:
    assert contrast(SIGNS[viewpoint].colour, tones.background) >= 3


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_and_neutral_marks_stand_out_on_their_background(tones: Tones) -> None:
    assert contrast(tones.text, tones.background) >= 4.5
    assert contrast(tones.quiet, tones.background) >= 4.5
    assert contrast(tones.line, tones.background) >= 3
    assert contrast(tones.france, tones.background) >= 4.5


@pytest.mark.parametrize("sight", SIGHTS)
def test_two_regards_are_told_apart_by_colour_whatever_the_sight(sight: str) -> None:
    for one, other in combinations(Viewpoint, 2):
        first, second = (seen(SIGNS[v].colour, sight) for v in (one, other))
        apart = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5
        assert apart >= 15, (one, other, apart)


def test_each_regard_has_its_own_shape_and_france_one_that_no_regard_has() -> None:
    shapes = [SIGNS[viewpoint].symbol for viewpoint in Viewpoint]
    assert len(set(shapes)) == len(shapes)
    assert not any("diamond" in shape for shape in shapes)
    assert FRANCE_SYMBOL == "diamond-open"


def test_the_four_core_regards_keep_their_published_colours() -> None:
    assert SIGNS[Viewpoint.CITIZEN].colour == "#0072B2"
    assert SIGNS[Viewpoint.ELECTED].colour == "#D55E00"
    assert SIGNS[Viewpoint.FIRM].colour == "#009E73"
    assert SIGNS[Viewpoint.ASSOCIATION].colour == "#CC79A7"
