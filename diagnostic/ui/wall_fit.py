"""What fits on a wall: all is laid on 1920 × 1080, then made as large as the screen."""

from collections.abc import Callable, Sequence
from math import ceil

WIDTH, HEIGHT = 1920, 1080
"""Pixels that the wall is laid on, whatever screen shows it."""
MARGIN = 58
"""At the left and the right."""
BANNER = 66
"""What says that a territory is fictitious."""
AROUND = 40
"""Above and under everything, and between its parts."""
LETTER = 0.5
"""Mean width of a letter, on the wide side, as a share of its height."""
LEAST, MOST, PARTS = 16, 96, 48
"""From a third to twice the size, by one forty-eighth: 1280 × 720 is exactly 32 of them."""
LARGEST = 1.6
"""How much larger than on a table a drawing may be."""
ENLARGED = 5
"""Drawings grow by so many hundredths."""
LEGIBLE = 1
"""A drawing is never made smaller than its own letters, which are 24 pixels high."""


def count_lines(text: str, size: float, width: float = WIDTH - 2 * MARGIN) -> int:
    """Lines that this text takes in letters of `size` pixels."""
    return ceil(len(text) * size * LETTER / width) if text else 0


def size_of(text: str, steps: Sequence[tuple[int, int]]) -> int:
    """The size of letters of a text: the first whose (letters at the most, size) holds it."""
    return next((size for most, size in steps if len(text) <= most), steps[-1][1])


def left(texts: Sequence[tuple[str, float]], *, fictitious: bool, title: str) -> int:
    """Pixels of height that these texts, each with the size of its letters, leave to a drawing."""
    taken = AROUND + (BANNER if fictitious else 0)
    taken += round(1.2 * title_size(title) * count_lines(title, title_size(title), TITLE_WIDTH))
    for text, size in texts:
        taken += round(count_lines(text, size) * 1.35 * size + 10) if text else 0
    return HEIGHT - taken


TITLE_WIDTH = 1230
"""How many and how long are told at its right."""


def title_size(title: str) -> int:
    return size_of(title, ((40, 56), (80, 44), (120, 36)))


def enlarge(height: int, room: int, narrowest: int) -> float:
    """How much a drawing of `height`, at least `narrowest` wide, can grow in `room` pixels."""
    wide = (WIDTH - 2 * MARGIN) / narrowest
    grown = min(LARGEST, wide, room / height)
    return max(LEGIBLE, int(grown * 100) // ENLARGED * ENLARGED / 100)


def scale_rules() -> str:
    """CSS that lays the wall on its pixels, then makes it fit both sides of the screen."""
    return "\n".join(
        f"  @media (min-width: {WIDTH * part / PARTS:g}px) and "
        f"(min-height: {HEIGHT * part / PARTS:g}px) "
        f"{{ .stMainBlockContainer {{ --grand: {part / PARTS:.5f}; }} }}"
        for part in range(LEAST, MOST + 1)
    )


def enlarge_rules() -> str:
    """CSS of what is drawn larger: its key says by how much."""
    return "\n".join(
        f'  [class*="st-key-mur-grand{percent}-"] {{ --plus: {percent / 100:g}; }}'
        for percent in range(100, round(LARGEST * 100) + 1, ENLARGED)
    )


SIZES = (46, 42, 38, 34, 30, 26)
"""Heights of the letters of what a room writes, from the most to the least legible."""
SHORTER = (280, 200, 140, 100, 70, 50)
"""Letters kept of each line, where even the smallest ones leave no room for all."""


def fit(takes: Callable[[int, int], float], height: float) -> tuple[int, int]:
    """The largest letters, then the longest lines, with which `takes` stays within `height`."""
    for size in SIZES:
        if takes(size, SHORTER[0]) <= height:
            return size, SHORTER[0]
    for most in SHORTER[1:]:
        if takes(SIZES[-1], most) <= height:
            return SIZES[-1], most
    return SIZES[-1], SHORTER[-1]


def shorten(text: str, most: int) -> str:
    """At most `most` letters, cut between two words; what is cut is said by « … »."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    return f"{kept[: kept.rfind(' ')] if ' ' in kept[most // 2 :] else kept}…"
