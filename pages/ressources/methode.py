"""Every rule and every figure, with its source."""

import streamlit as st

from diagnostic.ui import method, session

voice = session.voice()
st.title(voice.say("Méthode"), anchor=False)
method.draw_what_this_is()
method.draw_rules()
method.draw_figures()
method.draw_content()
