"""The frame, and the page that was asked for."""

import streamlit as st

from diagnostic.ui import contents, frame, session
from diagnostic.ui.server import FAVICON

st.set_page_config(
    page_title="Regards croisés",
    page_icon=FAVICON,
    layout="wide",
    initial_sidebar_state="auto",
)
session.follow_address()
pages = contents.contents(session.voice().language)
with session.one_run():
    page = st.navigation(
        list(pages.values()), position="hidden" if session.is_guest() else "sidebar"
    )
    frame.draw(page, pages["repondre"])
    page.run()
