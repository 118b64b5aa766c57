"""Prepare a diagnostic: what it is about, its own questions, its waves, its invitation."""

import streamlit as st

from diagnostic.ui import frame, framing, personal_data, session, travelling

voice = session.voice()
frame.need_diagnostic()
diagnostic = session.diagnostic()
assert diagnostic is not None
st.title(voice.say("Préparer le diagnostic"), anchor=False)
framing.draw_invitation(diagnostic)
framing.draw_identity(diagnostic)
framing.draw_questions(diagnostic)
framing.draw_totals(diagnostic)
framing.draw_local_questions(diagnostic)
framing.draw_waves(diagnostic)
travelling.draw_departure(diagnostic)
personal_data.draw_privacy(diagnostic)
personal_data.draw_end(diagnostic)
