"""Prepare a workshop: choose a programme, edit its steps, and open its screens."""

import streamlit as st

from diagnostic.ui import frame, session, workshop_prepare, workshop_room, workshop_steps

voice = session.voice()
frame.need_diagnostic()
diagnostic = session.diagnostic()
assert diagnostic is not None
st.title(voice.say("Atelier"), anchor=False)
st.markdown(
    voice.say(
        "Une salle, un grand écran, des téléphones : chacun répond, l’écran montre ce que vous "
        "choisissez de révéler, et l’on en débat."
    )
)
workshop_room.draw_refusal()
workshops = session.store().workshops(diagnostic)
workshop_prepare.draw_list(workshops)
workshop_prepare.draw_new(diagnostic, is_first=not workshops)
chosen = workshop_prepare.in_hand(workshops)
if chosen:
    workshop_prepare.draw_identity(chosen)
    workshop_steps.draw(diagnostic, chosen)
