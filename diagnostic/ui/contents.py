"""The table of contents: every page, its name and its address."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from diagnostic.texts import voice_of


@st.cache_resource(scope="session", show_spinner=False)
def contents(language: str) -> dict[str, StreamlitPage]:
    """Address → page, in the order of the menu; made once for each visitor and language."""
    say = voice_of(language).say
    pages = (
        st.Page(
            "pages/territoire/accueil.py",
            title=say("Accueil"),
            icon=":material/home:",
            url_path="accueil",
            default=True,
        ),
        st.Page(
            "pages/territoire/mesures.py",
            title=say("Faits mesurés"),
            icon=":material/monitoring:",
            url_path="mesures",
        ),
        st.Page(
            "pages/territoire/cadrage.py",
            title=say("Préparer"),
            icon=":material/tune:",
            url_path="cadrage",
        ),
        st.Page(
            "pages/territoire/repondre.py",
            title=say("Répondre"),
            icon=":material/edit_note:",
            url_path="repondre",
        ),
        st.Page(
            "pages/territoire/resultats.py",
            title=say("Résultats"),
            icon=":material/compare_arrows:",
            url_path="resultats",
        ),
        st.Page(
            "pages/atelier/preparer.py",
            title=say("Atelier"),
            icon=":material/groups:",
            url_path="preparer",
        ),
        st.Page(
            "pages/atelier/animer.py",
            title=say("Animer"),
            icon=":material/co_present:",
            url_path="animer",
        ),
        st.Page(
            "pages/atelier/projeter.py",
            title=say("Projeter"),
            icon=":material/cast:",
            url_path="projeter",
        ),
        st.Page(
            "pages/gestion/donnees.py",
            title=say("Données"),
            icon=":material/database:",
            url_path="donnees",
        ),
        st.Page(
            "pages/ressources/methode.py",
            title=say("Méthode"),
            icon=":material/menu_book:",
            url_path="methode",
        ),
    )
    return {page.url_path or "accueil": page for page in pages}
