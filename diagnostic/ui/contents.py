"""The table of contents: every page, its name, its address, and whom it is open to."""

from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from diagnostic.rights import Right
from diagnostic.texts import voice_of

RIGHTS = {
    "accueil": Right.PUBLIC,
    "mesures": Right.PUBLIC,
    "cadrage": Right.OWN,
    "repondre": Right.READ,
    "resultats": Right.READ,
    "preparer": Right.RUN,
    "animer": Right.RUN,
    "projeter": Right.RUN,
    "historique": Right.READ,
    "personnes": Right.OWN,
    "donnees": Right.INSTALL,
    "installation": Right.INSTALL,
    "methode": Right.PUBLIC,
}
"""Address → what a page asks for, of the diagnostic in hand; one that is not here does not open."""


@st.cache_resource(scope="session", show_spinner=False)
def contents(language: str, shown: frozenset[str] = frozenset(RIGHTS)) -> dict[str, StreamlitPage]:
    """Address → page, in the order of the menu; made once for each visitor, language and menu.

    A page that is not `shown` keeps its address: whoever types it is told that it is closed.
    """
    say = voice_of(language).say
    page = partial(_page, shown)
    pages = (
        page(
            "pages/territoire/accueil.py",
            title=say("Accueil"),
            icon=":material/home:",
            url_path="accueil",
            default=True,
        ),
        page(
            "pages/territoire/mesures.py",
            title=say("Faits mesurés"),
            icon=":material/monitoring:",
            url_path="mesures",
        ),
        page(
            "pages/territoire/cadrage.py",
            title=say("Préparer"),
            icon=":material/tune:",
            url_path="cadrage",
        ),
        page(
            "pages/territoire/repondre.py",
            title=say("Répondre"),
            icon=":material/edit_note:",
            url_path="repondre",
        ),
        page(
            "pages/territoire/resultats.py",
            title=say("Résultats"),
            icon=":material/compare_arrows:",
            url_path="resultats",
        ),
        page(
            "pages/atelier/preparer.py",
            title=say("Atelier"),
            icon=":material/groups:",
            url_path="preparer",
        ),
        page(
            "pages/atelier/animer.py",
            title=say("Animer"),
            icon=":material/co_present:",
            url_path="animer",
        ),
        page(
            "pages/atelier/projeter.py",
            title=say("Projeter"),
            icon=":material/cast:",
            url_path="projeter",
        ),
        page(
            "pages/gestion/historique.py",
            title=say("Historique"),
            icon=":material/history:",
            url_path="historique",
        ),
        page(
            "pages/gestion/personnes.py",
            title=say("Personnes"),
            icon=":material/manage_accounts:",
            url_path="personnes",
        ),
        page(
            "pages/gestion/donnees.py",
            title=say("Données"),
            icon=":material/database:",
            url_path="donnees",
        ),
        page(
            "pages/gestion/installation.py",
            title=say("Installation"),
            icon=":material/dns:",
            url_path="installation",
        ),
        page(
            "pages/ressources/methode.py",
            title=say("Méthode"),
            icon=":material/menu_book:",
            url_path="methode",
        ),
    )
    return {one.url_path or "accueil": one for one in pages}


def _page(
    shown: frozenset[str],
    script: str,
    *,
    title: str,
    icon: str,
    url_path: str,
    default: bool = False,
) -> StreamlitPage:
    return st.Page(
        script,
        title=title,
        icon=icon,
        url_path=url_path,
        default=default,
        visibility="visible" if url_path in shown else "hidden",
    )
