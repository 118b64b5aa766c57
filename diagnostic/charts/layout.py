"""What all charts share: sizes for a screen or a wall, safe text, French figures, no zoom."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from textwrap import wrap as fold
from typing import Any

from diagnostic.charts.chart import Drawing
from diagnostic.charts.palette import DARK, LIGHT, Tones
from diagnostic.texts import Voice
from diagnostic.texts.typography import NARROW

FAMILY = '"Source Sans", "Source Sans 3", "Source Sans Pro", system-ui, sans-serif'
HOVER_WIDTH = 36
"""Characters a line of hover text can hold on a phone."""
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LOCALE = Path(__file__).parent / "locale_fr.json"


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in pixels, and colours. A wall is read from the back of a room."""

    dark: bool = False
    wall: bool = False

    @property
    def tones(self) -> Tones:
        return DARK if self.dark else LIGHT

    @property
    def font(self) -> int:
        return 26 if self.wall else 15

    @property
    def small(self) -> int:
        return 24 if self.wall else 14

    @property
    def line(self) -> int:
        """Height of one line of text."""
        return 34 if self.wall else 20

    @property
    def letter(self) -> float:
        """Mean width of a letter, on the wide side."""
        return self.small * 0.54

    @property
    def marker(self) -> int:
        return 22 if self.wall else 13

    @property
    def width(self) -> int:
        """The narrowest drawing that must read well: a phone of 390, a projector of 1280."""
        return 1160 if self.wall else 326

    @property
    def pad(self) -> int:
        """Room for half a mark beyond both ends of the scale."""
        return 20 if self.wall else 13


@cache
def _french() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(LOCALE.read_text(encoding="utf-8"))
    return content


def configure(language: str) -> dict[str, Any]:
    """Plotly's configuration for a language: one button, to keep the image; nothing sent out."""
    config: dict[str, Any] = {
        "displaylogo": False,
        "showSendToCloud": False,
        "modeBarButtons": [["toImage"]],
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": "regards-croises"},
        "locale": "fr" if language == "fr" else "en",
    }
    if language == "fr":
        config["locales"] = {"fr": _french()}
    return config


CONFIG = configure("fr")


def wrap(text: str, width: int) -> tuple[str, ...]:
    """`text` in lines of `width` characters at the most; no-break spaces hold."""
    return tuple(fold(text, width, break_on_hyphens=False)) or ("",)


def safe(text: str) -> str:
    """`text` as Plotly shows it letter for letter: it reads a little HTML.

    Marks that turn the direction of writing, and control characters, are left out.
    """
    return escape(_UNSEEN.sub("", text), quote=False)


def stack(lines: Iterable[str]) -> str:
    """Lines one under the other, made safe."""
    return "<br>".join(safe(line) for line in lines)


def hover(title: str, *sentences: str) -> str:
    """A bold line then sentences, wrapped for a phone and made safe; empty ones left out."""
    lines = [f"<b>{safe(line)}</b>" for line in wrap(title, HOVER_WIDTH)]
    lines += [safe(line) for said in sentences if said for line in wrap(said, HOVER_WIDTH)]
    return "<br>".join(lines)


def span(look: Look, lines: Iterable[str]) -> float:
    """Pixels that the longest of these lines takes."""
    return max((len(line) for line in lines), default=0) * look.letter


def separators(language: str) -> str:
    """Decimal mark then thousands mark, as Plotly wants them."""
    return f",{NARROW}" if language == "fr" else ".,"


def frame(look: Look, voice: Voice, height: int, traces: Iterable[Any], **more: Any) -> Drawing:
    """A figure in the house's layout; `more` adds axes and annotations."""
    tones = look.tones
    layout: dict[str, Any] = dict(
        height=height,
        autosize=True,
        template={},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FAMILY, "size": look.font, "color": tones.text},
        margin={"l": 8, "r": 8, "t": 8, "b": 8, "pad": 0, "autoexpand": True},
        separators=separators(voice.language),
        dragmode=False,
        hovermode="closest",
        hoverdistance=look.marker,
        clickmode="event+select",
        barmode="overlay",
        bargap=0,
        hoverlabel={
            "bgcolor": tones.background,
            "bordercolor": tones.line,
            "align": "left",
            "namelength": -1,
            "font": {"family": FAMILY, "size": look.small, "color": tones.text},
        },
        legend={
            "orientation": "h",
            "yref": "container",
            "yanchor": "top",
            "y": 1,
            "xref": "paper",
            "xanchor": "left",
            "x": 0,
            "bgcolor": "rgba(0,0,0,0)",
            "font": {"size": look.small, "color": tones.text},
            "itemsizing": "trace",
            "itemclick": False,
            "itemdoubleclick": False,
            "traceorder": "normal",
        },
        modebar={
            "bgcolor": "rgba(0,0,0,0)",
            "color": tones.quiet,
            "activecolor": tones.text,
            "orientation": "v",
        },
    )
    return Drawing(data=list(traces), layout=layout | more)
