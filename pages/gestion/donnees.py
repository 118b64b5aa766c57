"""Official figures in: load a file, see what it says, import it, take it back."""

import streamlit as st

from diagnostic.ui import data, data_online, session, travelling

voice = session.voice()
st.title(voice.say("Données"), anchor=False)
st.markdown(
    voice.say(
        "L’application vient avec des chiffres publics, datés et sourcés. Ils vieillissent : "
        "chargez ici les fichiers officiels plus récents, ou vos propres chiffres. Une valeur "
        "importée prend la place de celle du même territoire, du même indicateur et de la même "
        "année ; une année plus récente devient la dernière."
    )
)
data.draw_outcome()
data.draw_upload()
data.draw_imports()
data.draw_where()
data_online.draw_online()
travelling.draw_return()
