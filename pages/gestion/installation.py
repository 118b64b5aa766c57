"""The installation as its owner looks at it: versions, sizes, copies, what went wrong."""

import streamlit as st

from diagnostic.ui import installing, session

st.title(session.voice().say("Installation"), anchor=False)
installing.draw()
