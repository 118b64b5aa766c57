"""The information notice on the screens, and what a person may do with their own answers."""

from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from diagnostic.campaigns import Diagnostic
from diagnostic.privacy import Notice, write_notice
from diagnostic.storage import StorageUnavailable, UnknownLink
from diagnostic.ui import session, territory_picker
from diagnostic.ui.escaping import plain

ERASED = "reponses-effacees"
SURE = "effacer-mes-reponses"


def read_notice(diagnostic: Diagnostic) -> Notice:
    """The notice of a diagnostic, safe to be shown as Markdown."""
    privacy = session.store().privacy(diagnostic)
    safe = replace(privacy, controller=plain(privacy.controller), contact=plain(privacy.contact))
    place = plain(territory_picker.name_of(diagnostic.territory))
    return write_notice(session.voice(), safe, place, diagnostic.threshold)


def draw_notice(diagnostic: Diagnostic) -> None:
    """Three lines, then all the rest for who wants it."""
    voice, notice = session.voice(), read_notice(diagnostic)
    with st.container(border=True):
        for line in notice.short:
            st.markdown(line)
        with st.expander(
            voice.say("En savoir plus sur vos données"), icon=":material/shield_person:"
        ):
            draw_sections(notice)


def draw_sections(notice: Notice) -> None:
    for section in notice.sections:
        st.markdown(f"**{section.title}**")
        for line in section.lines:
            st.markdown(line)


def draw_rights() -> None:
    """Receiving one's answers, by a page that asks for the link; erasing them."""
    voice = session.voice()
    address = urlsplit(str(st.context.url or ""))
    own = f"{address.scheme}://{address.netloc}/p/{session.recall(session.TOKEN)}/mes-reponses"
    language = f"?lang={voice.language}"
    with st.expander(
        voice.say("Recevoir ou effacer mes réponses"), icon=":material/shield_person:"
    ):
        st.markdown(voice.say("Un fichier avec tout ce qui est gardé de vous, et rien d’autre."))
        with st.container(horizontal=True):
            st.link_button(voice.say("Une page à lire (HTML)"), f"{own}.html{language}")
            st.link_button(voice.say("Pour un logiciel (JSON)"), f"{own}.json")
        st.markdown(
            voice.say(
                "Tout ce que vous avez dit est effacé pour de bon : réponses, corrections, "
                "commentaires, votes. Un résultat de groupe déjà montré ne change pas."
            )
        )
        is_sure = st.checkbox(
            voice.say("Oui, effacer tout ce que j’ai dit ; cela ne se rattrape pas"),
            value=False,
            key=SURE,
        )
        if not st.button(
            voice.say("Effacer mes réponses"), icon=":material/delete:", disabled=not is_sure
        ):
            return
        try:
            session.store().erase_submission(str(session.recall(session.TOKEN)))
        except UnknownLink:
            # Erased from another page: what was wanted is done.
            pass
        except StorageUnavailable as refusal:
            st.error(voice.refuse(refusal))
            return
        session.leave_passage()
        session.remember(ERASED, True)
        session.write_address()
        session.draw_again()


def say_erased() -> None:
    """Once, to somebody who has just erased what they said."""
    if session.recall(ERASED):
        session.forget(ERASED)
        st.success(
            session.voice().say(
                "Vos réponses sont effacées, avec leurs corrections, vos commentaires et vos "
                "votes. Votre lien ne mène plus à rien. Merci d’être venu."
            )
        )
