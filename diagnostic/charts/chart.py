"""What a chart is outside its room: a figure, its sentence for those who cannot see it."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go


class Drawing(go.Figure):  # type: ignore[misc]
    """A figure that is written out once: a page shows it again at each run, for nothing.

    Once it has been asked as a whole, it is not changed any more.
    """

    def to_dict(self) -> dict[str, Any]:
        # What starts with an underscore is Plotly's way of letting a figure keep things.
        if "_written" not in self.__dict__:
            self._written: dict[str, Any] = super().to_dict()
        return self._written


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure ready for the screen."""

    figure: go.Figure
    alt: str
    """What is seen, in whole sentences, in the voice's language; plain text."""
    height: int
    """In pixels; also set in the figure."""
