"""The single place of colours and symbols: a regard is the same everywhere, France is neutral."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostic.respondents import Viewpoint


@dataclass(frozen=True, slots=True)
class Sign:
    """How a regard is drawn: colour and shape, so that neither is needed alone."""

    colour: str
    symbol: str
    """A Plotly marker symbol."""
    weight: float
    """Factor on the marker's size that makes the shapes look equally large."""


SIGNS: Mapping[Viewpoint, Sign] = {
    Viewpoint.CITIZEN: Sign("#0072B2", "circle", 1.0),
    Viewpoint.ELECTED: Sign("#D55E00", "square", 0.95),
    Viewpoint.FIRM: Sign("#009E73", "triangle-up", 1.1),
    Viewpoint.ASSOCIATION: Sign("#CC79A7", "cross", 1.1),
    Viewpoint.INSTITUTION: Sign("#8842F0", "star", 1.3),
    Viewpoint.CATALYST: Sign("#7D6836", "hourglass", 1.05),
}
"""At least 3:1 on both backgrounds, told apart with protanopia, deuteranopia and tritanopia.

The first four are from the palette of Okabe and Ito (2008); the others were searched for.
"""

FRANCE_SYMBOL = "diamond-open"
"""France's only shape, and no regard's."""
FAMILY_SYMBOL = "hexagon"
"""A family of answers: this shape in the colour of the text, told from the others by a letter."""


@dataclass(frozen=True, slots=True)
class Tones:
    """The neutral colours of one background."""

    background: str
    """What the page behind the chart is; the chart itself is transparent."""
    text: str
    quiet: str
    """Second-rank text; still 4.5:1."""
    grid: str
    band: str
    """Every other row."""
    bar: str
    """Inside of a cross mark's bar."""
    line: str
    """Outline of bars and joining lines; 3:1."""
    france: str


LIGHT = Tones(
    background="#FFFFFF",
    text="#1B2428",
    quiet="#55626A",
    grid="#E3E8EA",
    band="rgba(20, 25, 27, 0.035)",
    bar="#DCE2E5",
    line="#808A90",
    france="#3F484D",
)
DARK = Tones(
    background="#14191B",
    text="#EDF1F3",
    quiet="#A9B4BA",
    grid="#2C3438",
    band="rgba(255, 255, 255, 0.04)",
    bar="#394348",
    line="#7F8A90",
    france="#D3DADD",
)
