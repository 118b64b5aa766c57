"""Choose a diagnostic, or open one for a territory."""

import streamlit as st

from diagnostic.rights import Right
from diagnostic.ui import session, welcome

voice = session.voice()
st.title("Regards croisés", anchor=False)
st.markdown(
    voice.say(
        "Un territoire se regarde lui-même : où est-il fragile, ses acteurs coopèrent-ils, qui "
        "voit quoi autrement, et comment cela se compare-t-il à la France ?"
    )
)
diagnostics = session.store().diagnostics()
if diagnostics:
    st.header(voice.say("Vos diagnostics"), anchor=False)
    for diagnostic in diagnostics:
        welcome.draw_diagnostic(diagnostic)
elif not session.may(Right.INSTALL):
    st.info(
        voice.say(
            "Vous n’avez encore de rôle sur aucun territoire : demandez une invitation à la "
            "personne qui conduit le diagnostic."
        )
    )
if session.may(Right.INSTALL):
    st.header(voice.say("Ouvrir un diagnostic"), anchor=False)
    welcome.begin()
