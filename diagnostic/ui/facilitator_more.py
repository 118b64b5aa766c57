"""What the facilitator does more rarely: a vote again, a place given back, the end, the account."""

import streamlit as st

from diagnostic.ui import session, workshop_account, workshop_network, workshop_room
from diagnostic.ui.doorkeeper import ENTRY, the_door
from diagnostic.ui.wall_style import as_image, picture
from diagnostic.ui.workshop_room import Room
from diagnostic.workshops import (
    Stage,
    end,
    record_vote,
    reopen,
    reset_vote,
    second_round,
    stages,
)
from diagnostic.workshops.workshop import MARK_LENGTH

GIVEN_BACK = "place-rendue"
ANOTHER = "autre"


def draw(room: Room) -> None:
    """Each behind its own title, out of the way of the remote."""
    voice = room.voice
    if stages(room.step) and not room.state.ended:
        with st.expander(
            voice.say("Ce vote ou cette lecture"), icon=":material/how_to_vote:", key="plus-vote"
        ):
            _draw_vote(room)
    with st.expander(
        voice.say("Les téléphones"), icon=":material/smartphone:", key="plus-telephones"
    ):
        _draw_place(room)
        _draw_address(room)
        _draw_owner_link(room)
    with st.expander(
        voice.say("Fin et compte rendu"),
        icon=":material/description:",
        key="plus-fin",
        expanded=room.state.ended,
    ):
        _draw_end(room)


def _draw_vote(room: Room) -> None:
    voice, step, state = room.voice, room.step, room.state
    with st.container(horizontal=True):
        if step.is_voted and state.stage not in (Stage.SECOND, Stage.MOVEMENT, Stage.RECORDED):
            st.button(
                voice.say("Second vote tout de suite"),
                key="second-vote",
                on_click=workshop_room.push,
                args=(room.workshop, state.revision, lambda now: second_round(now, step)),
            )
        if state.stage is not Stage.RECORDED:
            st.button(
                voice.say("Enregistrer sans aller plus loin"),
                key="enregistrer-vote",
                on_click=workshop_room.push,
                args=(room.workshop, state.revision, lambda now: record_vote(now, step)),
            )
    if not step.is_voted:
        return
    sure = st.checkbox(
        voice.say(
            "Je veux vider l’urne de ce vote : ses réponses ne seront plus comptées dans la salle"
        ),
        key=f"zero-sur:{state.ballot}",
    )
    st.button(
        voice.say("Remettre ce vote à zéro"),
        key="zero",
        disabled=not sure,
        on_click=workshop_room.push,
        args=(room.workshop, state.revision, lambda now: reset_vote(now, step)),
    )


def _draw_place(room: Room) -> None:
    """A phone was lost or changed: its person has the four signs, and nothing else is needed."""
    voice = room.voice
    with st.form("place", border=False, clear_on_submit=True):
        mark = st.text_input(
            voice.say("Repère de la personne : quatre signes"), max_chars=MARK_LENGTH + 2
        )
        if st.form_submit_button(voice.say("Rendre la place")):
            found: list[str] = []
            if workshop_room.attempt(
                lambda: found.append(session.store().give_place_back(room.workshop, mark or "")[1])
            ):
                session.remember(GIVEN_BACK, found[0])
            workshop_room.draw_refusal()
    token = session.recall(GIVEN_BACK)
    if token:
        st.markdown(
            voice.say(
                "Ouvrez cette adresse sur le nouveau téléphone ; l’ancienne ne marche plus. Elle "
                "est personnelle : ne la projetez pas."
            )
        )
        st.code(f"{workshop_network.origin()}/p/{token}", language=None, wrap_lines=True)
        st.button(
            voice.say("C’est fait"),
            key="place-faite",
            on_click=session.forget,
            args=(GIVEN_BACK,),
        )


def _draw_address(room: Room) -> None:
    voice = room.voice
    if not workshop_network.is_open() and workshop_network.is_local():
        st.warning(
            voice.say(
                "L’outil n’écoute que cet ordinateur : les téléphones ne peuvent pas le joindre. "
                "Arrêtez-le, puis lancez-le par « make room »."
            )
        )
    elif workshop_network.is_open():
        st.info(
            voice.say(
                "L’outil écoute le réseau : les téléphones peuvent rejoindre et répondre, rien "
                "d’autre. Le reste ne s’ouvre que sur cet ordinateur, ou par le lien à usage "
                "unique écrit au démarrage."
            )
        )
    known = workshop_network.origins()
    here = workshop_network.origin()
    choices = [*known, *([here] if here not in known else []), ANOTHER]
    chosen = st.selectbox(
        voice.say("Adresse de la salle, dans le carré et au mur"),
        choices,
        index=choices.index(here),
        format_func=lambda one: voice.say("Une autre adresse…") if one == ANOTHER else one,
        filter_mode=None,
        placeholder=voice.say("Choisir…"),
    )
    typed = str(chosen)
    if chosen == ANOTHER:
        typed = st.text_input(voice.say("Adresse")) or ""
    if typed and typed != here:
        workshop_room.attempt(lambda: workshop_network.choose(typed))
        workshop_room.draw_refusal()
    st.caption(workshop_network.join_address(room.workshop.code))


def _draw_owner_link(room: Room) -> None:
    """For a second facilitator, or a tablet."""
    door = the_door()
    if door is None:
        return
    voice = room.voice
    if st.button(voice.say("Un lien pour animer depuis un autre appareil"), key="lien-acces"):
        address = f"{workshop_network.origin()}{ENTRY}{door.invite()}"
        st.markdown(
            voice.say(
                "Ce lien s’ouvre une seule fois, et donne accès à tout : ne le projetez pas. Sur "
                "l’autre appareil, choisissez ensuite l’atelier."
            )
        )
        st.code(address, language=None, wrap_lines=True)
        told = voice.say("Code QR du lien d’accès")
        st.html(f'<div style="width:14rem">{picture(as_image(address, told), told)}</div>')


def _draw_end(room: Room) -> None:
    voice = room.voice
    # Not a download of Streamlit's: its address would open to whoever had it.
    st.link_button(
        voice.say("Garder le compte rendu"),
        workshop_account.address(room),
        icon=":material/download:",
    )
    if room.state.ended:
        st.button(
            voice.say("Rouvrir l’atelier"),
            key="rouvrir-atelier",
            on_click=workshop_room.push,
            args=(room.workshop, room.state.revision, reopen),
        )
        return
    st.button(
        voice.say("Terminer : le compte rendu s’affiche au mur"),
        key="terminer",
        on_click=workshop_room.push,
        args=(room.workshop, room.state.revision, end),
    )
    st.caption(
        voice.say("Plus personne ne pourra rejoindre ni voter ; vous pourrez rouvrir l’atelier.")
    )
