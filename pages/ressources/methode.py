"""Every rule and every figure, with its source."""

import streamlit as st

from diagnostic.ui import method, method_readings, session

voice = session.voice()
st.title(voice.say("Méthode"), anchor=False)
method.draw_what_this_is()
method.draw_rules()
method_readings.draw()
method.draw_figures()
method.draw_content()
