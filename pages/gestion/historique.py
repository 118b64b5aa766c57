"""What was changed in a diagnostic: who, when, what before, what after."""

import streamlit as st

from diagnostic.rights import Right
from diagnostic.ui import frame, session, told

voice = session.voice()
frame.need_diagnostic()
diagnostic = session.diagnostic()
assert diagnostic is not None
st.title(voice.say("Historique"), anchor=False)
st.markdown(
    voice.say(
        "Chaque changement fait par une personne qui a un rôle, et par qui. Personne ne peut en "
        "changer une ligne ; il s’efface avec le diagnostic. Les réponses n’y sont jamais."
    )
)
told.draw(diagnostic)
if session.may(Right.INSTALL):
    told.draw_installation()
