"""What a chart is outside its room: a figure, its sentence for those who cannot see it."""

from dataclasses import dataclass

import plotly.graph_objects as go


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure ready for the screen."""

    figure: go.Figure
    alt: str
    """What is seen, in whole sentences, in the voice's language; plain text."""
    height: int
    """In pixels; also set in the figure."""
