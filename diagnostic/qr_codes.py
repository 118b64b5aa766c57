"""An address as a square that a phone's camera reads; drawn here, without any network."""

import segno

BORDER = 4
"""Modules of white around it, without which some phones see nothing."""


def draw_code(address: str, *, name: str) -> str:
    """The SVG of an address, dark on white in any theme, as large as its place.

    `name` is what a screen reader says of it. Raises ValueError for an address that is too long.
    """
    try:
        # Medium correction: it stays readable under a reflection, with modules still large.
        code = segno.make_qr(address, error="m")
    except segno.DataOverflowError:
        raise ValueError(f"too long for a code: {len(address)} characters") from None
    drawing: str = code.svg_inline(
        border=BORDER,
        dark="#000",
        light="#fff",
        title=name,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
    )
    return drawing.replace("<svg ", '<svg role="img" ', 1)
