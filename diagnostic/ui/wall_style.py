"""How the wall looks: read from the back of a room, nothing under 24 pixels at 1920 × 1080."""

from base64 import b64encode
from html import escape

from diagnostic.charts.palette import SIGNS
from diagnostic.qr_codes import draw_code
from diagnostic.respondents import Viewpoint
from diagnostic.ui.wall_fit import enlarge_rules, scale_rules

STYLE = (
    f"<style>\n{scale_rules()}\n{enlarge_rules()}\n</style>"
    """
<style>
  /* All is laid on 1920 × 1080 pixels, where one rem is 32 of them, then made to fit the screen. */
  html { font-size: 32px; }
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"],
  [data-testid="stExpandSidebarButton"], [data-testid="stStatusWidget"] {
    display: none !important;
  }
  .stMainBlockContainer { zoom: var(--grand, 1); max-width: none; padding: 14px 58px 10px; }
  .stMainBlockContainer [data-testid="stVerticalBlock"] { gap: 6px; }
  .stMainBlockContainer [data-testid="stAlertContainer"] { padding: 3px 20px; }
  .stMainBlockContainer [data-testid="stAlertContainer"] p { font-size: 25px; }
  /* The middle takes what the title leaves, to the bottom of the screen. */
  @media (min-width: 640px) and (min-height: 360px) {
    .stMainBlockContainer { height: 1080px; }
    .stMainBlockContainer > [data-testid="stVerticalBlock"] { height: 100%; flex-wrap: nowrap; }
    .stMainBlockContainer > [data-testid="stVerticalBlock"] > * { flex: none; }
    .stMainBlockContainer > [data-testid="stVerticalBlock"] > :has(> .st-key-mur-corps) {
      flex: 1 1 0; min-height: 0; height: auto;
    }
    .st-key-mur-corps { height: 100%; flex-wrap: nowrap; }
    .st-key-mur-corps > * { flex: none; }
    .st-key-mur-corps > :has(.plein),
    .st-key-mur-corps > :has([class*="st-key-mur-grand"]),
    .st-key-mur-corps > [class*="st-key-mur-grand"] { flex: 1 1 0; min-height: 0; }
    .st-key-mur-corps > :has(.plein) { container-type: size; }
    .mur .plein { height: 100cqh; }
  }
  /* A chart is as wide as what it measures of itself on the screen: what stands around it tells
     it its own pixels, and it is enlarged within. */
  [class*="st-key-mur-grand"] > [data-testid="stElementContainer"] {
    width: calc(100% / (var(--grand, 1) * var(--plus, 1))) !important;
    max-width: none; overflow: visible; }
  [class*="st-key-mur-grand"] .stPlotlyChart { overflow: visible;
    height: calc(100% / (var(--grand, 1) * var(--plus, 1))) !important; }
  [class*="st-key-mur-grand"] { overflow: clip; }
  [class*="st-key-mur-grand"] .stPlotlyChart > div { zoom: var(--plus, 1);
    width: calc(100% * var(--grand, 1) * var(--plus, 1)) !important;
    height: calc(100% * var(--grand, 1) * var(--plus, 1)) !important; }
  /* How many and how long, at the right of the title. */
  .st-key-mur-bandeau { position: absolute; top: 14px; right: 58px; width: auto; z-index: 1; }
  .stMainBlockContainer:has([data-testid="stAlertContainer"]) .st-key-mur-bandeau { top: 74px; }
  /* A redrawing must not be seen from the back of the room. */
  [data-stale="true"] { opacity: 1 !important; transition: none !important; }
  .mur h1 { font-size: 56px; line-height: 1.2; margin: 0; padding: 0; text-wrap: balance; }
  .mur .titre { padding-right: 574px; }
  .mur p { font-size: 40px; line-height: 1.35; margin: 0; text-wrap: pretty; }
  .mur .petit { font-size: 25px; opacity: 0.85; line-height: 1.3; }
  .mur .rappel { font-size: 33px; line-height: 1.3; }
  .mur .bandeau { display: flex; align-items: center; justify-content: flex-end; gap: 40px;
    font-size: 30px; line-height: 66px; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .mur .bandeau strong { font-size: 66px; }
  .mur .milieu { display: flex; flex-direction: column; justify-content: center; gap: 36px; }
  .mur .centre { text-align: center; align-items: center; }
  .mur .grand { font-size: 400px; line-height: 0.9; font-weight: 700;
    font-variant-numeric: tabular-nums; }
  .mur .grand.minuteur { font-size: 330px; }
  .mur .consigne { font-size: 64px; font-weight: 650; }
  .mur .consigne.seule { font-size: 84px; line-height: 1.2; text-wrap: balance; }
  .mur .bandeau.foule { font-size: 46px; }
  .mur .cadre { padding: 0 77px 0 0; }
  .mur .cadre p { white-space: pre-wrap; line-height: 1.3; }
  .mur .accueil { display: grid; grid-template-columns: 820px 1fr; gap: 80px;
    align-items: center; }
  .mur .accueil .qr { width: 820px; height: 820px; display: block; }
  .mur .accueil h1 { font-size: 88px; }
  .mur .accueil p { margin-top: 22px; }
  .mur .code { font-size: 176px; font-weight: 700; letter-spacing: 0.02em; line-height: 1.15;
    font-family: ui-monospace, "Source Code Pro", monospace; white-space: nowrap; }
  .mur .adresse { font-size: 60px; font-weight: 650; overflow-wrap: anywhere; }
  .mur .debat { border-left: 14px solid light-dark(#1F4E5F, #8CC7D8); padding-left: 28px;
    margin: 4px 0; font-size: 46px; font-weight: 650; }
  .mur .fleches { display: grid; grid-template-columns: max-content 1fr max-content;
    grid-auto-rows: minmax(0, 1fr); column-gap: 40px; align-items: center; font-size: 44px; }
  .mur .bouts, .mur .coin { align-self: start; }
  .mur .fleches.notes { grid-template-rows: repeat(var(--rangs), minmax(0, 1fr)) 44px; }
  .mur .regard { display: flex; align-items: center; gap: 20px; font-weight: 650; }
  .mur .regard img { width: 1em; height: 1em; flex: none; }
  .mur .change { line-height: 1.1; }
  .mur .ligne { position: relative; height: 2.2em; }
  .mur .ligne::before { content: ""; position: absolute; left: 0; right: 0; top: 1.56em;
    border-top: 3px solid color-mix(in srgb, currentColor 25%, transparent); }
  .mur .trait { position: absolute; top: calc(1.56em - 4px); height: 11px;
    background: var(--teinte); }
  .mur .pointe { position: absolute; top: calc(1.56em - 15px); width: 0; height: 0;
    margin-left: -16px; border-block: 17px solid transparent;
    border-left: 28px solid var(--teinte); }
  .mur .pointe.gauche { transform: scaleX(-1); }
  .mur .depart { position: absolute; top: calc(1.56em - 11px); width: 25px; height: 25px;
    margin-left: -12px; border-radius: 50%; border: 6px solid var(--teinte);
    background: light-dark(#FFFFFF, #14191B); }
  .mur .valeur { position: absolute; top: -0.1em; transform: translateX(-50%); line-height: 1.2;
    white-space: nowrap; font-variant-numeric: tabular-nums; }
  .mur .valeur.apres { font-weight: 700; }
  .mur .notes { font-size: 50px; }
  .mur .notes .ligne { height: 2.3em; }
  .mur .notes .ligne::before { top: 0.9em; }
  .mur .notes .trait.fin { height: 8px; top: calc(0.9em - 3px); }
  .mur .note { font-size: 1.25em; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .mur .note .petit { font-size: 27px; }
  .mur .point { position: absolute; top: calc(0.9em + 1px); transform: translate(-50%, -50%);
    line-height: 0; }
  .mur .point img { width: 1.25em; height: 1.25em; }
  .mur .france { position: absolute; top: 1.55em; transform: translateX(-16px); font-size: 28px;
    line-height: 34px; white-space: nowrap; display: flex; gap: 10px; }
  .mur .notes .france { top: 62px; }
  .mur .cote .notes .france { top: 45px; }
  .mur .france.avant { flex-direction: row-reverse; transform: translateX(calc(16px - 100%)); }
  .mur .losange { width: 34px; height: 34px; }
  .mur .bouts { display: flex; justify-content: space-between; font-size: 32px;
    font-variant-numeric: tabular-nums; }
  .mur .seul { display: flex; flex-direction: column; }
  .mur .seul .fleches { flex: 1; }
  .mur .seul > p, .mur .seul > ul { margin-bottom: 14px; }
  .mur .cote { display: grid; grid-template-columns: 1fr 1fr; gap: 0 80px; }
  .mur .cote > section { display: flex; flex-direction: column; min-height: 0; }
  .mur .cote h2 { font-size: 36px; line-height: 1.2; min-height: 2.4em; }
  .mur .cote .fleches { flex: 1; font-size: 31px; column-gap: 20px; }
  .mur .cote .note { font-size: 1.15em; }
  .mur .cote .change { font-size: 27px; max-width: 6em; }
  .mur .cote.deux { grid-template-rows: 1fr 1fr; gap: 14px 80px; }
  .mur .cote.deux h2 { font-size: 31px; min-height: 0; }
  .mur .cote.deux .fleches { font-size: 27px; }
  .mur .cote.deux .ligne { height: 1.75em; }
  .mur .colonnes { display: grid; gap: 44px; grid-template-columns: repeat(var(--colonnes), 1fr); }
  .mur .reponses { display: grid; grid-template-columns: 1fr 1fr; gap: 0 60px; }
  .mur .reponses section { margin-bottom: 16px; }
  .mur .compte h2 { font-size: 40px; margin-top: 12px; }
  .mur .compte .petit { opacity: 1; }
  .mur .colonnes section { border-top: 8px solid light-dark(#1F4E5F, #8CC7D8);
    padding-top: 14px; }
  .mur h2 { font-size: 46px; line-height: 1.2; padding: 0; margin: 0; }
  .mur h3 { font-size: 34px; line-height: 1.25; padding: 0; margin: 0; }
  .mur li { font-size: 1em; line-height: 1.28; margin-bottom: 0.35em; overflow-wrap: anywhere; }
  .mur ul, .mur ol { margin: 0; padding-left: 1.3em; }
  .mur table { width: 100%; border-collapse: collapse; margin: 0; font-size: 1em; }
  .mur th, .mur td { text-align: left; vertical-align: top; padding: 0.35em 1em 0.35em 0;
    line-height: 1.25;
    border-bottom: 2px solid color-mix(in srgb, currentColor 25%, transparent); }
  .mur td { overflow-wrap: anywhere; }
  .mur td:last-child, .mur th:last-child { white-space: nowrap; }
</style>
"""
)

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
