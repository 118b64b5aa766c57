"""A diagnostic that travels: taking it away in a file, bringing the file in."""

import tempfile
from pathlib import Path

import streamlit as st

from diagnostic.campaigns import Diagnostic
from diagnostic.rights import Right
from diagnostic.storage import BundleRefused, Homecoming, StorageUnavailable
from diagnostic.texts import Voice
from diagnostic.ui import session
from diagnostic.ui.escaping import plain

SUFFIX = ".regards"
BROUGHT = "dernier-rapporte"
NUMBER = "rapportes"


@st.fragment
def draw_departure(diagnostic: Diagnostic) -> None:
    """Take a diagnostic on another machine; only for whoever sits at this one."""
    voice, store = session.voice(), session.store()
    journey = store.journey(diagnostic)
    may_carry = store.may(Right.MACHINE)
    if journey is None and not may_carry:
        return
    st.header(voice.say("Emporter ce diagnostic"), anchor=False)
    if journey is not None and journey.is_home:
        st.info(
            voice.say(
                "Une copie voyage depuis le {day}. D’ici à son retour, les réponses sont gardées "
                "ici comme là-bas, mais les résultats ne bougent que là-bas. Au retour, chargez "
                "son fichier dans « Données ».",
                day=voice.day(journey.began_on),
            ),
            icon=":material/luggage:",
        )
    elif journey is not None:
        st.info(
            voice.say(
                "Ce diagnostic est arrivé d’une autre machine le {day}. Pour l’y ramener, "
                "emportez-le et chargez le fichier là-bas.",
                day=voice.day(journey.began_on),
            ),
            icon=":material/luggage:",
        )
    if may_carry:
        st.markdown(
            voice.say(
                "Pour un atelier sans internet, ou pour changer d’ordinateur : le fichier "
                "contient le diagnostic, ses ateliers et **toutes les réponses**. Gardez-le comme "
                "elles. Une autre installation le charge dans « Données », et le retour se fait "
                "de même, sans doublon."
            )
        )
        # Not a download of Streamlit’s: its address would open to whoever had it.
        st.link_button(
            voice.say("Emporter dans un fichier"),
            f"/diagnostic/{diagnostic.code}/emporter?lang={voice.language}",
            icon=":material/luggage:",
        )
    if journey is not None and journey.is_home and store.may(Right.OWN, diagnostic):
        _draw_end(voice, diagnostic)


def _draw_end(voice: Voice, diagnostic: Diagnostic) -> None:
    with st.popover(voice.say("La copie ne reviendra plus…")):
        st.markdown(
            voice.say(
                "Les résultats bougeront de nouveau ici. Les fichiers de ce voyage ne pourront "
                "plus être chargés : ce que la copie contient de plus sera perdu pour cette "
                "installation."
            )
        )
        if st.button(voice.say("Finir le voyage"), key="finir-le-voyage"):
            session.store().end_journey(diagnostic)
            session.draw_again()


@st.fragment
def draw_return() -> None:
    """Bring in a file made by « Emporter »; only for whoever sits at this machine."""
    voice = session.voice()
    if not session.store().may(Right.MACHINE):
        return
    st.header(voice.say("Rapporter un diagnostic"), anchor=False)
    home = session.recall(BROUGHT)
    if isinstance(home, Homecoming):
        st.success(_tell(voice, home))
        session.forget(BROUGHT)
    size = st.get_option("server.maxUploadSize")
    st.markdown(
        voice.say(
            "Le fichier d’un diagnostic emporté, {size} Mo au plus. Plus lourd : demandez à la "
            "personne qui gère l’installation de taper « python -m diagnostic bring FICHIER ».",
            size=size,
        )
    )
    # Another key empties the field once its file is in.
    number = session.recall(NUMBER) or 0
    file = st.file_uploader(voice.say("Fichier à rapporter"), key=f"rapporter:{number}")
    if file is None:
        return
    if st.button(voice.say("Rapporter"), type="primary", key="rapporter"):
        try:
            with st.spinner(voice.say("Lecture du fichier…"), show_time=True):
                home = _bring(file.getvalue())
        except (BundleRefused, StorageUnavailable) as refusal:
            st.error(voice.refuse(refusal))
            return
        session.remember(BROUGHT, home)
        session.remember(NUMBER, number + 1)
        session.draw_again()


def _bring(content: bytes) -> Homecoming:
    with tempfile.TemporaryDirectory(prefix="rapporter-") as folder:
        # Not under the name that it came with: that is not ours to trust.
        file = Path(folder) / f"diagnostic{SUFFIX}"
        file.write_bytes(content)
        file.chmod(0o600)
        return session.store().bring(file)


def _tell(voice: Voice, home: Homecoming) -> str:
    title = plain(home.diagnostic.title)
    if home.is_new:
        said = voice.say("« {title} » est arrivé.", title=title)
    else:
        said = voice.say("« {title} » est complété.", title=title)
    found = home.merging
    return f"{said} " + voice.say(
        "Personnes nouvelles : {people} ; réponses nouvelles ou plus récentes : {answers} ; "
        "ateliers : {workshops} ; personnes effacées : {erased}.",
        people=voice.whole(found.people),
        answers=voice.whole(found.answers),
        workshops=voice.whole(found.workshops),
        erased=voice.whole(found.erased),
    )
