"""How the wall looks: read from the back of a room, nothing under 24 pixels at 1920 × 1080."""

from base64 import b64encode
from html import escape

from diagnostic.charts.palette import SIGNS
from diagnostic.qr_codes import draw_code
from diagnostic.respondents import Viewpoint

STYLE = """
<style>
  /* Streamlit counts in rem: 32 px on a wall of 1920, and as much of any other. */
  html { font-size: clamp(14px, 1.6667vw, 80px); }
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"],
  [data-testid="stExpandSidebarButton"], [data-testid="stStatusWidget"] {
    display: none !important;
  }
  .stMainBlockContainer { max-width: none; padding: 1.2vh 3vw 0.4vh; }
  .stMainBlockContainer [data-testid="stVerticalBlock"] { gap: 0.15rem; }
  .stMainBlockContainer [data-testid="stAlertContainer"] { padding: 0.1rem 0.6rem; }
  .stMainBlockContainer [data-testid="stAlertContainer"] p { font-size: 0.78rem; }
  /* How many and how long, at the right of the title. */
  .st-key-mur-bandeau { position: absolute; top: 1.2vh; right: 3vw; width: auto; z-index: 1; }
  .stMainBlockContainer:has([data-testid="stAlertContainer"]) .st-key-mur-bandeau {
    top: calc(1.2vh + 1.9rem);
  }
  /* A redrawing must not be seen from the back of the room. */
  [data-stale="true"] { opacity: 1 !important; transition: none !important; }
  .mur h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; padding: 0; text-wrap: balance; }
  .mur .titre { padding-right: 16rem; }
  .mur p { font-size: 1.15rem; line-height: 1.35; margin: 0.4rem 0 0; text-wrap: pretty; }
  .mur .petit { font-size: 0.8rem; opacity: 0.8; margin-top: 0; }
  .mur .rappel { font-size: 0.95rem; margin-top: 0; }
  .mur .bandeau { display: flex; align-items: baseline; justify-content: flex-end;
    gap: 1.4rem; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
  .mur .bandeau strong { font-size: 1.7rem; }
  .mur .accueil + .bandeau { justify-content: flex-start; }
  .mur .grand { font-size: 6rem; line-height: 1; font-weight: 700;
    font-variant-numeric: tabular-nums; }
  .mur .centre { text-align: center; padding-top: 8vh; }
  .mur .cadre { padding: 8vh 4vw 0; }
  .mur .cadre h1 { font-size: 2.6rem; }
  .mur .cadre p { font-size: 1.7rem; white-space: pre-wrap; }
  .mur .accueil { display: grid; grid-template-columns: minmax(0, 62vh) 1fr; gap: 4vw;
    align-items: center; min-height: 78vh; }
  .mur .accueil .qr { width: 100%; height: auto; display: block; }
  .mur .accueil h1 { font-size: 2.4rem; }
  .mur .code { font-size: 4.2rem; font-weight: 700; letter-spacing: 0.06em; line-height: 1.15;
    font-family: ui-monospace, "Source Code Pro", monospace; }
  .mur .adresse { font-size: 1.5rem; font-weight: 600; overflow-wrap: anywhere; }
  .mur .debat { border-left: 0.4rem solid light-dark(#1F4E5F, #8CC7D8); padding-left: 1rem;
    margin: 0.2rem 0; font-size: 1.35rem; font-weight: 650; }
  .mur .fleches { display: grid; grid-template-columns: max-content 1fr max-content;
    column-gap: 1.4rem; row-gap: 1.4rem; align-items: center; margin: 1.2rem 0 0.8rem;
    font-size: 1.2rem; }
  .mur .regard { display: flex; align-items: center; gap: 0.6rem; font-weight: 650; }
  .mur .regard img { width: 1.1rem; height: 1.1rem; flex: none; }
  .mur .ligne { position: relative; height: 1.9rem; }
  .mur .ligne::before { content: ""; position: absolute; left: 0; right: 0; top: 1.35rem;
    border-top: 2px solid color-mix(in srgb, currentColor 25%, transparent); }
  .mur .trait { position: absolute; top: 1.28rem; height: 0.22rem; background: var(--teinte); }
  .mur .pointe { position: absolute; top: 1rem; width: 0; height: 0; margin-left: -0.35rem;
    border-block: 0.4rem solid transparent; border-left: 0.7rem solid var(--teinte); }
  .mur .pointe.gauche { transform: scaleX(-1); }
  .mur .depart { position: absolute; top: 1.08rem; width: 0.55rem; height: 0.55rem;
    margin-left: -0.3rem; border-radius: 50%; border: 0.16rem solid var(--teinte);
    background: light-dark(#FFFFFF, #14191B); }
  .mur .valeur { position: absolute; top: -0.3rem; transform: translateX(-50%); font-size: 1rem;
    white-space: nowrap; font-variant-numeric: tabular-nums; }
  .mur .valeur.apres { font-weight: 700; }
  .mur .notes { font-size: 1.35rem; row-gap: 1rem; margin-top: 1.2rem; }
  .mur .notes .regard img { width: 1.4rem; height: 1.4rem; }
  .mur .notes .ligne { height: 3rem; }
  .mur .trait.fin { height: 0.14rem; top: 1.3rem; }
  .mur .point { position: absolute; top: 0.65rem; transform: translateX(-50%); line-height: 0; }
  .mur .point img { width: 1.4rem; height: 1.4rem; }
  .mur .france { position: absolute; top: 2.05rem; transform: translateX(-0.5rem);
    font-size: 0.8rem; line-height: 1rem; white-space: nowrap; display: flex; gap: 0.3rem; }
  .mur .losange { width: 1rem; height: 1rem; }
  .mur .bouts { display: flex; justify-content: space-between; font-size: 0.85rem;
    font-variant-numeric: tabular-nums; }
  .mur .colonnes { display: grid; gap: 2vw; margin-top: 1rem;
    grid-template-columns: repeat(auto-fit, minmax(24vw, 1fr)); }
  .mur .colonnes section { border-top: 0.2rem solid light-dark(#1F4E5F, #8CC7D8);
    padding-top: 0.4rem; }
  .mur h2 { font-size: 1.25rem; padding: 0; margin: 0; }
  .mur li { font-size: 1.1rem; line-height: 1.35; margin-bottom: 0.4rem; overflow-wrap: anywhere; }
  .mur table { width: 100%; border-collapse: collapse; font-size: 1.1rem; margin-top: 1rem; }
  .mur th, .mur td { text-align: left; vertical-align: top; padding: 0.4rem 1rem 0.4rem 0;
    border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
  .mur td { overflow-wrap: anywhere; }
  .mur td:last-child, .mur th:last-child { white-space: nowrap; }
</style>
"""

WHOLE = "#6B777D"
"""The whole room, which is no regard; 3:1 on both backgrounds."""

_SHAPES = {
    "circle": '<circle cx="10" cy="10" r="8"/>',
    "square": '<rect x="2.5" y="2.5" width="15" height="15"/>',
    "triangle-up": '<path d="M10 1.5 19 17.5H1z"/>',
    "cross": '<path d="M7 1h6v6h6v6h-6v6H7v-6H1V7h6z"/>',
    "star": '<path d="m10 0 2.6 6.9 7.4.3-5.8 4.6 2 7.2L10 14.9 3.8 19l2-7.2L0 7.2l7.4-.3z"/>',
    "hourglass": '<path d="M2 1h16L2 19h16z"/>',
}
"""The charts' shapes, for what is drawn without them."""


def picture(drawing: str, told: str = "", kind: str = "") -> str:
    """An SVG as an image, the only way it enters a page here; without words it is decorative."""
    address = f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"
    return f'<img class="{kind}" alt="{escape(told)}" src="{address}">'


def as_image(address: str, told: str) -> str:
    """The square of an address, as an SVG that stands alone. Raises ValueError as `draw_code`."""
    drawing = draw_code(address, name=told)
    return drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def sign(viewpoint: Viewpoint | None) -> str:
    """The shape of a regard in its colour; a plain bar for the whole room. Decorative."""
    if viewpoint is None:
        inside, colour = '<rect x="1" y="7" width="18" height="6"/>', WHOLE
    else:
        found = SIGNS[viewpoint]
        inside, colour = _SHAPES[found.symbol], found.colour
    return picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="{colour}">'
        f"{inside}</svg>"
    )


def colour_of(viewpoint: Viewpoint | None) -> str:
    return WHOLE if viewpoint is None else SIGNS[viewpoint].colour


def paragraph(text: str, kind: str = "") -> str:
    """Words as they are, as a paragraph; nothing for no words."""
    if not text:
        return ""
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def heading(text: str, level: int = 1) -> str:
    return f"<h{level}>{escape(text)}</h{level}>"


def wall(*parts: str) -> str:
    """Everything of the wall wears its name: the rest of the page keeps its looks."""
    return f'<div class="mur">{"".join(parts)}</div>'
