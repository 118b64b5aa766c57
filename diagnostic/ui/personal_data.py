"""« Données personnelles », in « Préparer »: the notice, the durations, the log, the end of it."""

from datetime import UTC, datetime

import streamlit as st

from diagnostic.campaigns import CampaignRefused, Diagnostic, Wave
from diagnostic.privacy import (
    LONGEST_ENTRY,
    MOST_MONTHS,
    Basis,
    Privacy,
    Purge,
    PurgeKind,
    erased_on,
    sealable_on,
)
from diagnostic.privacy.notice import say_basis
from diagnostic.rights import Right
from diagnostic.storage import NotAllowed, StorageUnavailable, UnknownDiagnostic
from diagnostic.texts import Voice
from diagnostic.ui import session
from diagnostic.ui.escaping import plain
from diagnostic.ui.own_data import draw_sections, read_notice

SEALING = "vague-a-sceller"
NAME = "nom-a-effacer"
REFUSED = "sceau-refuse"
_REFUSALS = (CampaignRefused, NotAllowed, StorageUnavailable, UnknownDiagnostic)
"""A role may have been changed since the page was drawn."""


@st.fragment
def draw_privacy(diagnostic: Diagnostic) -> None:
    """What people are told before the first question, and for how long their answers are kept."""
    voice = session.voice()
    st.header(voice.say("Données personnelles"), anchor=False)
    if not session.may(Right.OWN, diagnostic):
        # A part of a page that is drawn alone does not pass by the page's own guard.
        st.info(
            voice.say(
                "La notice, les durées, le scellement et les effacements se décident par une "
                "personne propriétaire du territoire : demandez-les-lui."
            ),
            icon=":material/lock:",
        )
        return
    notice = read_notice(diagnostic)
    if notice.missing:
        st.warning(
            voice.say(
                "La notice que chacun lit avant la première question dit qu’il y manque "
                "{missing}. Complétez-la ci-dessous avant d’inviter.",
                missing=voice.join(notice.missing),
            ),
            icon=":material/edit_note:",
        )
    _draw_form(voice, diagnostic, session.store().privacy(diagnostic))
    with st.expander(voice.say("Ce que lisent les personnes"), icon=":material/shield_person:"):
        for line in read_notice(diagnostic).short:
            st.markdown(line)
        draw_sections(read_notice(diagnostic))
    _draw_ends(voice, diagnostic)
    _draw_log(voice, diagnostic)


def _draw_form(voice: Voice, diagnostic: Diagnostic, kept: Privacy) -> None:
    with st.form("donnees-personnelles"):
        controller = st.text_input(
            voice.say("Responsable des données (organisme, ou personne)"),
            value=kept.controller,
            max_chars=LONGEST_ENTRY,
        )
        contact = st.text_input(
            voice.say("Contact : délégué à la protection des données, ou vous"),
            value=kept.contact,
            max_chars=LONGEST_ENTRY,
        )
        basis = st.selectbox(
            voice.say("Base légale"),
            list(Basis),
            index=list(Basis).index(kept.basis),
            format_func=lambda one: say_basis(voice, one),
            filter_mode=None,
            placeholder=voice.say("Choisir…"),
        )
        months = st.selectbox(
            voice.say("Mois pendant lesquels les réponses sont gardées après la clôture"),
            list(range(1, MOST_MONTHS + 1)),
            index=kept.months - 1,
            filter_mode=None,
            placeholder=voice.say("Choisir…"),
        )
        st.caption(
            voice.say(
                "Dès qu’une personne a commencé, la durée peut être raccourcie, plus allongée : "
                "elle l’a lue."
            )
        )
        if st.form_submit_button(voice.say("Enregistrer")):
            said = Privacy(controller or "", contact or "", basis or kept.basis, int(months or 0))
            try:
                session.store().set_privacy(diagnostic, said)
            except _REFUSALS as refusal:
                st.error(voice.refuse(refusal))
                return
            st.toast(voice.say("Enregistré."), icon=":material/check:")
            if not session.is_whole_run():
                session.draw_again()


def _draw_ends(voice: Voice, diagnostic: Diagnostic) -> None:
    """When the answers of each wave go, and the sealing of those that are closed."""
    privacy = session.store().privacy(diagnostic)
    today = datetime.now(UTC).date()
    if refusal := session.recall(REFUSED):
        st.error(refusal)
        session.forget(REFUSED)
    for wave in session.store().waves(diagnostic):
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(_say_end(voice, wave, privacy))
            day = sealable_on(wave)
            if day is not None:
                st.button(
                    voice.say("Sceller"),
                    key=f"sceller:{wave.id}",
                    disabled=day > today,
                    on_click=session.remember,
                    args=(SEALING, wave.id),
                    help=voice.say(
                        "Les liens personnels ne mènent plus à rien : personne ne peut plus dire "
                        "qui a répondu quoi. Possible à partir du {day}.",
                        day=voice.day(day),
                    ),
                )
        if session.recall(SEALING) == wave.id:
            _confirm_sealing(voice, wave)


def _say_end(voice: Voice, wave: Wave, privacy: Privacy) -> str:
    if wave.emptied_on is not None:
        return voice.say(
            "Vague {number} · réponses effacées le {day} ; les résultats déjà montrés restent",
            number=wave.number,
            day=voice.day(wave.emptied_on),
        )
    day = erased_on(wave, privacy)
    if day is None:
        return voice.say(
            "Vague {number} · ouverte : la durée commence à sa clôture", number=wave.number
        )
    if wave.sealed_on is not None:
        return voice.say(
            "Vague {number} · scellée ; réponses effacées d’elles-mêmes le {day}",
            number=wave.number,
            day=voice.day(day),
        )
    return voice.say(
        "Vague {number} · close ; réponses effacées d’elles-mêmes le {day}",
        number=wave.number,
        day=voice.day(day),
    )


def _confirm_sealing(voice: Voice, wave: Wave) -> None:
    st.warning(
        voice.say(
            "Sceller la vague {number} ? Plus personne ne pourra corriger, recevoir ou effacer "
            "ses réponses, ni les relier à une autre vague, et elle ne rouvrira plus. Les "
            "résultats ne changent pas.",
            number=wave.number,
        )
    )
    with st.container(horizontal=True):
        st.button(
            voice.say("Sceller pour toujours"),
            key=f"sceller-sur:{wave.id}",
            on_click=_seal,
            args=(wave,),
        )
        st.button(
            voice.say("Garder les liens"),
            key=f"garder:{wave.id}",
            on_click=session.forget,
            args=(SEALING,),
        )


def _seal(wave: Wave) -> None:
    """Callback."""
    session.forget(SEALING)
    try:
        session.store().seal_wave(wave)
    except _REFUSALS as refusal:
        session.remember(REFUSED, session.voice().refuse(refusal))


def _draw_log(voice: Voice, diagnostic: Diagnostic) -> None:
    """What was done by itself, without anybody's name."""
    done = session.store().purges(diagnostic)
    with st.expander(voice.say("Journal des effacements"), icon=":material/history:"):
        if not done:
            st.markdown(voice.say("Rien n’a encore été effacé de lui-même."))
        for one in done:
            st.markdown(say_purge(voice, one, diagnostic.threshold))


def say_purge(voice: Voice, one: Purge, threshold: int) -> str:
    """One line of the log; few people are not counted."""
    people = (
        voice.say("moins de {number} personnes", number=threshold)
        if one.people < threshold
        else voice.say_many("{number} personne", "{number} personnes", one.people)
    )
    what = {
        PurgeKind.NOTICE: voice.say(
            "réponses et commentaires bientôt effacés, {people}", people=people
        ),
        PurgeKind.ANSWERS: voice.say("réponses et commentaires effacés, {people}", people=people),
        PurgeKind.DRAFTS: voice.say(
            "questionnaires ouverts sans réponse effacés, {people}", people=people
        ),
        PurgeKind.LINKS: voice.say("liens personnels détruits, {people}", people=people),
        PurgeKind.CLOSING: voice.say("vague close, faute de réponse depuis un an"),
    }[one.kind]
    return voice.say(
        "{day} · vague {number} · {what}",
        day=voice.day(one.done_on),
        number=one.wave_number,
        what=what,
    )


def draw_end(diagnostic: Diagnostic) -> None:
    """Erasing the whole diagnostic, once its name is typed; for an owner alone."""
    if not session.may(Right.OWN, diagnostic):
        return
    voice = session.voice()
    with st.expander(voice.say("Effacer ce diagnostic"), icon=":material/delete_forever:"):
        st.markdown(
            voice.say(
                "Tout disparaît : réponses, commentaires, ateliers, états gardés, réglages. Rien "
                "ne se rattrape, sauf une sauvegarde que vous auriez gardée ailleurs. Pour le "
                "vouloir vraiment, recopiez son nom : {title}",
                title=plain(diagnostic.title),
            )
        )
        with st.form("effacer-diagnostic"):
            typed = st.text_input(voice.say("Nom du diagnostic à effacer"), key=NAME)
            asked = st.form_submit_button(
                voice.say("Effacer pour toujours"), icon=":material/delete_forever:"
            )
        if not asked:
            return
        if " ".join((typed or "").split()) != diagnostic.title:
            st.error(voice.say("Ce n’est pas son nom : rien n’est effacé. Recopiez-le tel quel."))
            return
        try:
            session.store().erase(diagnostic)
        except StorageUnavailable as refusal:
            st.error(voice.refuse(refusal))
            return
        except UnknownDiagnostic:
            pass  # Somebody else was first.
        session.forget(session.CODE)
        session.leave_passage()
        session.write_address()
        st.switch_page("pages/territoire/accueil.py")
