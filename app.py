"""The frame, and the page that was asked for."""

import streamlit as st

from diagnostic.storage import NotAllowed
from diagnostic.ui import access, contents, frame, session
from diagnostic.ui.server import FAVICON

st.set_page_config(
    page_title="Regards croisés",
    page_icon=FAVICON,
    layout="wide",
    initial_sidebar_state="auto",
)
session.follow_address()
with session.one_run():
    in_hand = session.diagnostic()
    pages = contents.contents(session.voice().language, access.shown_pages(in_hand))
    has_menu = not session.is_guest() and session.is_known()
    page = st.navigation(list(pages.values()), position="sidebar" if has_menu else "hidden")
    frame.draw(page, pages["repondre"])
    if not session.is_guest():
        access.need_person()
        access.guard(page.url_path or "accueil", in_hand)
    try:
        page.run()
    except NotAllowed as refusal:
        st.error(session.voice().refuse(refusal))
