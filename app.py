"""The frame, and the table of contents."""

from pathlib import Path

import streamlit as st

from diagnostic.ui import frame, session

st.set_page_config(
    page_title="Regards croisés",
    page_icon=Path(__file__).parent / "diagnostic/ui/assets/favicon.png",
    layout="wide",
    initial_sidebar_state="auto",
)
session.follow_address()
say = session.voice().say

welcome = st.Page(
    "pages/territoire/accueil.py",
    title=say("Accueil"),
    icon=":material/home:",
    url_path="accueil",
    default=True,
)
framing = st.Page(
    "pages/territoire/cadrage.py",
    title=say("Préparer"),
    icon=":material/tune:",
    url_path="cadrage",
)
answering = st.Page(
    "pages/territoire/repondre.py",
    title=say("Répondre"),
    icon=":material/edit_note:",
    url_path="repondre",
)
results = st.Page(
    "pages/territoire/resultats.py",
    title=say("Résultats"),
    icon=":material/compare_arrows:",
    url_path="resultats",
)
measured = st.Page(
    "pages/territoire/mesures.py",
    title=say("Faits mesurés"),
    icon=":material/monitoring:",
    url_path="mesures",
)
method = st.Page(
    "pages/ressources/methode.py",
    title=say("Méthode"),
    icon=":material/menu_book:",
    url_path="methode",
)

data = st.Page(
    "pages/gestion/donnees.py",
    title=say("Données"),
    icon=":material/database:",
    url_path="donnees",
)

page = st.navigation(
    [welcome, measured, framing, answering, results, data, method],
    position="hidden" if session.is_guest() else "sidebar",
)
frame.draw(page, answering)
page.run()
