"""Who has a role on a territory, and the invitations that give one."""

import streamlit as st

from diagnostic.ui import frame, people, session

voice = session.voice()
frame.need_diagnostic()
diagnostic = session.diagnostic()
assert diagnostic is not None
st.title(voice.say("Personnes"), anchor=False)
people.draw(diagnostic)
