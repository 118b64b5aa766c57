"""What the server says of itself: its log, and the sentence of a page that failed."""

from __future__ import annotations

import logging
import sys

import streamlit as st
from streamlit import config
from streamlit import logger as its_logger

from diagnostic import logbook
from diagnostic.settings import SettingsRefused
from diagnostic.ui import identity, session

MISCONFIGURED = 78
"""EX_CONFIG of sysexits.h: what starts the server knows that trying again is of no use."""
FAILED = "page-en-panne"
"""The part of a page that says that it failed."""
_LIBRARIES = ("streamlit", "uvicorn", "websockets", "tornado", "alembic", "httpx", "httpcore")


def begin() -> None:
    """Reads the settings before anything is served; ends the process where one is wrong."""
    try:
        settings = identity.read_checked()
    except SettingsRefused as refusal:
        sys.stderr.write(f"L’application ne peut pas commencer.\n{refusal}\n")
        sys.exit(MISCONFIGURED)
    logbook.configure(settings.logs, settings.log_level)
    # Where « rich » is installed, Streamlit would print the words of a fault past all loggers.
    config.set_option("logger.enableRich", False)
    # A logger of Streamlit prints by itself as soon as it is made, and some are made late.
    its_logger.setup_formatter = logbook.gather_one
    logbook.gather(_LIBRARIES)
    for name in _LIBRARIES:
        logbook.gather_one(logging.getLogger(name))


def draw_fault(fault: Exception) -> bool:
    """In place of the rest of a page that failed: a reference that the log has too."""
    voice = session.voice()
    st.container(key=FAILED).error(
        voice.say(
            "Cette partie de la page n’a pas pu s’afficher. Ce qui était enregistré l’est "
            "toujours. Rechargez la page ; si cela recommence, donnez cette référence à la "
            "personne qui gère l’installation. Référence : {reference}",
            reference=logbook.reference_of(fault),
        ),
        icon=":material/error:",
    )
    return True
