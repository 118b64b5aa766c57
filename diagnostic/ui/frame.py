"""What every page wears: language, the diagnostic in hand, the fictitious mark, the notice."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from diagnostic.ui import access, saving, session
from diagnostic.ui.escaping import plain
from diagnostic.ui.server import LANGUAGE_SCRIPTS

STYLE = """
<style>
  /* Print: the page alone, without its controls. */
  @media print {
    [data-testid="stSidebar"], [data-testid="stHeader"], .stButton { display: none !important; }
  }
  /* Long French words must not push a phone's page sideways. */
  .stMainBlockContainer { overflow-wrap: break-word; padding-top: 3.5rem; max-width: 76rem; }
  /* What is asked stands out from what may be answered; the mark is no part of its name. */
  [class*="st-key-answer"] [data-testid="stWidgetLabel"] p,
  .st-key-regard [data-testid="stWidgetLabel"] p,
  .st-key-parcours [data-testid="stWidgetLabel"] p { font-weight: 650; }
  .stRadio [role="radiogroup"] { gap: 0.35rem 1.25rem; }
  /* Notes are paler than the text, yet dark enough to be read (4.5:1). */
  [data-testid="stCaptionContainer"] { color: inherit; opacity: 0.75; }
  /* White cannot be read on the light blue that is the main colour of the dark theme. */
  [data-testid^="stBaseButton-primary"]:not(:disabled) { color: light-dark(#FFFFFF, #14191B); }
  /* What can be touched has an edge that shows (3:1). */
  [data-rac]:not([data-selected]) > [data-testid="stRadioOption"] > div > div:first-child,
  button[data-variant="pills"]:not([data-selected]) {
    border-color: color-mix(in srgb, currentColor 55%, transparent);
  }
  /* Choices that may stand on several lines are whole boxes, not pieces of one. */
  .stButtonGroup [role="radiogroup"] { gap: 0.35rem; }
  .stButtonGroup button[data-variant="segmented_control"] { border-radius: 0.5rem; margin: 0; }
  .stButtonGroup button[data-variant="segmented_control"]:not([data-selected]) {
    border-color: color-mix(in srgb, currentColor 55%, transparent) !important;
  }
  /* The mark that was given is seen at a glance. */
  [class*="st-key-scale"] button[data-variant][data-selected]:not([data-disabled]) {
    background: light-dark(#1F4E5F, #8CC7D8); color: light-dark(#FFFFFF, #14191B);
  }
  /* Streamlit's field for files speaks English only; what it says of sizes is said above it. */
  [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
  [data-testid="stFileUploaderDropzone"] button p { font-size: 0; }
  [data-testid="stFileUploaderDropzone"] button p::after {
    content: "Choisir un fichier"; font-size: 0.875rem;
  }
  [data-testid="stFileUploaderDropzone"] button p:lang(en)::after { content: "Choose a file"; }
  /* On a phone, the eleven marks stay on one line and the two other answers on the next. */
  @media (max-width: 640px) {
    [class*="st-key-scale"] [role="radiogroup"] {
      display: grid; grid-template-columns: repeat(22, 1fr); width: 100%; gap: 0.3rem 1px;
    }
    [class*="st-key-scale"] [role="radiogroup"] > * { grid-column: span 2; min-width: 0; }
    [class*="st-key-scale"] [role="radiogroup"] > *:nth-child(n+12) { grid-column: span 11; }
    [class*="st-key-scale"] [role="radiogroup"] button { padding-inline: 0; width: 100%; }
  }
</style>
"""


def draw(page: StreamlitPage, answering_page: StreamlitPage) -> None:
    """Drawn before the page. A guest who comes by a link is led to the answering page."""
    st.html(STYLE)
    st.html(
        f"<script>{LANGUAGE_SCRIPTS[session.voice().language]}</script>",
        unsafe_allow_javascript=True,
    )
    if session.is_guest() and page.url_path != answering_page.url_path:
        st.switch_page(answering_page)
    if page.url_path != answering_page.url_path:
        saving.settle_on_leaving()
    session.write_address()
    voice, diagnostic = session.voice(), session.diagnostic()
    if diagnostic and diagnostic.fictitious:
        st.warning(
            voice.say("**Données fictives** : le territoire existe, les réponses sont inventées."),
            icon=":material/science:",
        )
    if session.is_guest() or not session.is_known():
        return
    with st.sidebar:
        if diagnostic:
            st.caption(voice.say("Diagnostic ouvert"))
            st.markdown(f"**{plain(diagnostic.title)}**")
        language = st.segmented_control(
            "Langue · Language",
            ["fr", "en"],
            default=voice.language,
            format_func={"fr": "Français", "en": "English"}.__getitem__,
            required=True,
            key="choix-langue",
        )
        if language in ("fr", "en") and language != voice.language:
            session.remember(session.LANGUAGE, language)
            st.query_params.pop("lang", None)
            session.draw_again()
        access.draw_who(diagnostic)
        st.caption(
            voice.say(
                "Outil original, inspiré des travaux publics de l’Observatoire des partenariats ; "
                "ni édité ni validé par eux."
            )
        )


def need_diagnostic() -> None:
    """Stops the page with a way on where no diagnostic is open."""
    if session.diagnostic() is None:
        voice = session.voice()
        if session.is_guest():
            st.info(
                voice.say(
                    "Cette invitation ne mène à aucun questionnaire. Vérifiez l’adresse, ou "
                    "demandez-la de nouveau à la personne qui vous invite."
                )
            )
            st.stop()
        st.info(
            voice.say(
                "Aucun diagnostic n’est ouvert. Choisissez-en un, ou créez-en un, à l’accueil."
            )
        )
        st.page_link(
            "pages/territoire/accueil.py", label=voice.say("Accueil"), icon=":material/home:"
        )
        st.stop()
