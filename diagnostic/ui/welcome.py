"""The home page's parts: the diagnostics, and the opening of a new one."""

import streamlit as st

from diagnostic.campaigns import LONGEST_TITLE, CampaignRefused, Diagnostic, check_title
from diagnostic.questionnaire import current
from diagnostic.rights import Right
from diagnostic.storage import NotAllowed, StorageUnavailable
from diagnostic.territories import Perimeter, TerritoryKey
from diagnostic.ui import identity, session, territory_picker
from diagnostic.ui.escaping import plain


def draw_diagnostic(diagnostic: Diagnostic) -> None:
    """One card: the title, the territory, and where to go."""
    voice = session.voice()
    with st.container(border=True):
        st.subheader(plain(diagnostic.title), anchor=False)
        st.caption(
            voice.say(
                "{territory} · ouvert le {day}",
                territory=territory_picker.name_of(diagnostic.territory),
                day=voice.day(diagnostic.created_on),
            )
            + (voice.say(" · données fictives") if diagnostic.fictitious else "")
        )
        with st.container(horizontal=True):
            for page, label, icon, right in (
                (
                    "pages/territoire/resultats.py",
                    voice.say("Voir les résultats"),
                    "compare_arrows",
                    Right.READ,
                ),
                ("pages/territoire/repondre.py", voice.say("Répondre"), "edit_note", Right.READ),
                ("pages/territoire/cadrage.py", voice.say("Préparer"), "tune", Right.OWN),
            ):
                if session.may(right, diagnostic) and st.button(
                    label, icon=f":material/{icon}:", key=f"open:{page}:{diagnostic.code}"
                ):
                    session.choose(diagnostic)
                    st.switch_page(page)


@st.fragment
def begin() -> None:
    """The choice of a territory, then the form; searching draws nothing else anew."""
    territory = territory_picker.pick()
    if territory is not None:
        _open_diagnostic(territory)


def _open_diagnostic(territory: TerritoryKey | Perimeter) -> None:
    """The form that opens a diagnostic for a territory."""
    voice = session.voice()
    name = territory_picker.name_of(territory)
    with st.form(f"open:{name}", border=True):
        title = st.text_input(
            voice.say("Nom du diagnostic"),
            value=voice.say("{territory} : nos regards croisés", territory=name)[:LONGEST_TITLE],
            max_chars=LONGEST_TITLE,
        )
        st.caption(
            voice.say("Vous pourrez le changer.")
            if identity.hosting().is_hosted
            else voice.say("Vous pourrez le changer. Rien ne quitte cet ordinateur.")
        )
        asked = st.form_submit_button(
            voice.say("Ouvrir le diagnostic"), type="primary", icon=":material/add:"
        )
    if asked:
        try:
            diagnostic = session.store().open_diagnostic(
                check_title(title or ""), territory, current()
            )
        except (CampaignRefused, NotAllowed, StorageUnavailable) as refusal:
            st.error(voice.refuse(refusal))
            return
        session.choose(diagnostic)
        st.switch_page("pages/territoire/cadrage.py")
