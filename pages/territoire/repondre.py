"""Answer the questionnaire: choose a regard, then one theme after another."""

import streamlit as st

from diagnostic.storage import UnknownLink
from diagnostic.ui import answering, frame, passage, session

voice = session.voice()
try:
    under_way = session.passage()
except UnknownLink as refusal:
    st.error(voice.refuse(refusal))
    under_way = None
if under_way:
    submission, wave, diagnostic = under_way
    session.remember(session.CODE, diagnostic.code)  # Not `choose`: it would drop the link.
    passage.offer_again(submission, wave, diagnostic)
    passage.draw_heading(submission, wave, diagnostic)
    answering.answer(submission, wave, diagnostic)
    passage.draw_link()
else:
    frame.need_diagnostic()
    passage.start()
