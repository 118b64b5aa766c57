"""The facilitator's screen: what the wall shows, what comes next, one key for each gesture."""

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from diagnostic.storage import StorageUnavailable, UnknownWorkshop
from diagnostic.texts import Voice
from diagnostic.ui import (
    facilitator_crowd,
    facilitator_lock,
    facilitator_more,
    facilitator_pads,
    session,
    workshop_prepare,
    workshop_room,
    workshop_steps,
)
from diagnostic.ui.escaping import plain
from diagnostic.ui.server import KEYS_SCRIPT
from diagnostic.ui.wall import say_left
from diagnostic.ui.workshop_room import Room
from diagnostic.workshops import (
    RoomState,
    Stage,
    Step,
    StepKind,
    Turnout,
    WorkshopRefused,
    close_vote,
    go_to,
    hide,
    next_step,
    open_vote,
    pause_timer,
    previous_step,
    reset_timer,
    reveal,
    show_code,
    stages,
    start_timer,
    toggle_count,
    toggle_join,
)

BEAT = 1.0
"""Seconds between two looks at where the room is."""
STYLE = """
<style>
  [class*="st-key-touche-"] button { min-height: 3.4rem; }
  .st-key-conduite { position: sticky; top: 3rem; z-index: 2; padding-block: 0.5rem;
    background: light-dark(#FFFFFF, #14191B); }
  @media (max-width: 640px) {
    .st-key-conduite { position: static; }
    .st-key-conduite [data-testid="stHorizontalBlock"] { display: grid; gap: 0.5rem;
      grid-template-columns: 1fr 1fr; }
    .st-key-conduite [data-testid="stColumn"] { min-width: 0; width: auto; }
  }
</style>
"""


def draw() -> None:
    """The whole screen, as of one moment; its beat follows the room."""
    room = workshop_room.enter()
    voice = room.voice
    st.html(STYLE)
    if room.state.is_locked:
        facilitator_lock.draw_locked(room)
        _beat(room)
        return
    st.html(f"<script>{KEYS_SCRIPT}</script>", unsafe_allow_javascript=True)
    st.title(voice.say("Animer"), anchor=False)
    st.caption(
        plain(workshop_prepare.say_when(voice, room.workshop))
        + " · "
        + voice.say("Code : {code}", code=show_code(room.workshop.code))
    )
    workshop_room.draw_refusal()
    _beat(room)
    with st.container(key="conduite"):
        _draw_gestures(room)
    st.caption(
        voice.say(
            "Touches : Page suiv. et Page préc. changent d’étape ; Espace ouvre ou arrête les "
            "réponses ; Entrée révèle ; Retour arrière, ou Maj et Entrée, masque ; L verrouille. "
            "Pas pendant que vous écrivez."
        )
    )
    facilitator_lock.draw_choice(room)
    left, right = st.columns([3, 2])
    with left:
        _draw_step(room)
        facilitator_pads.draw(room)
    with right:
        _draw_timer(room)
        _draw_switches(room)
        _draw_programme(room)
    facilitator_more.draw(room)


@st.fragment(run_every=BEAT)
def _beat(drawn: Room) -> None:
    """How many are there and have answered; all is drawn anew where another screen acted."""
    state, turnout = drawn.state, drawn.turnout
    if not session.is_whole_run():
        try:
            state, turnout = session.store().watch(drawn.workshop.id)
        except UnknownWorkshop:
            session.draw_again()
        except StorageUnavailable as refusal:
            st.error(drawn.voice.refuse(refusal))
            return
        if state.revision != drawn.state.revision:
            session.draw_again()
    st.markdown(_say_count(drawn.voice, drawn.step, turnout, state))
    if not state.is_locked:
        facilitator_crowd.draw(drawn, turnout.people)


def _say_count(voice: Voice, step: Step, turnout: Turnout, state: RoomState) -> str:
    people = voice.say_many("{number} personne", "{number} personnes", turnout.people)
    told = [voice.say("**{people}** dans la salle", people=people)]
    if step.is_voted:
        answers = voice.say_many("{number} réponse", "{number} réponses", turnout.answered)
        told.append(voice.say("**{answers}** à ce vote", answers=answers))
    timer = state.timer
    left = timer.remaining(datetime.now(UTC))
    if timer.ends_at is not None:
        told.append(voice.say("minuteur **{left}**", left=say_left(left)))
    return " · ".join(told)


def _draw_gestures(room: Room) -> None:
    """The keys of a presenter's remote, as buttons that say what they do now."""
    voice, state, step, steps = room.voice, room.state, room.step, room.workshop.steps
    place = steps.index(step)
    columns = st.columns([3, 3, 4, 6, 3])
    _key(
        columns[0],
        room,
        "precedente",
        voice.say("Précédente"),
        "arrow_back",
        voice.say("Touche Page préc."),
        lambda now: previous_step(now, steps),
        off=place == 0,
    )
    _key(
        columns[1],
        room,
        "suivante",
        voice.say("Suivante"),
        "arrow_forward",
        voice.say("Touche Page suiv."),
        lambda now: next_step(now, steps),
        off=place + 1 == len(steps),
    )
    _key(
        columns[2],
        room,
        "reponses",
        voice.say("Arrêter les réponses") if state.accepting else voice.say("Ouvrir les réponses"),
        "stop_circle" if state.accepting else "play_circle",
        voice.say("Touche Espace"),
        lambda now: close_vote(now, step) if now.accepting else open_vote(now, step),
        off=not (state.accepting or _can(lambda: open_vote(state, step))),
        main=state.accepting,
    )
    _key(
        columns[3],
        room,
        "reveler",
        _say_reveal(voice, state, step),
        "visibility",
        voice.say("Touche Entrée"),
        lambda now: reveal(now, step),
        off=not _can(lambda: reveal(state, step)),
        main=not state.accepting,
    )
    _key(
        columns[4],
        room,
        "masquer",
        voice.say("Masquer"),
        "visibility_off",
        voice.say("Touches Retour arrière, ou Maj et Entrée"),
        lambda now: hide(now, step),
        off=not _can(lambda: hide(state, step)),
    )


def _key(
    column: st.delta_generator.DeltaGenerator,
    room: Room,
    name: str,
    label: str,
    icon: str,
    told: str,
    verb: Callable[[RoomState], RoomState],
    *,
    off: bool,
    main: bool = False,
) -> None:
    column.button(
        label,
        icon=f":material/{icon}:",
        key=f"touche-{name}",
        help=told,
        type="primary" if main and not off else "secondary",
        disabled=off or room.state.ended,
        width="stretch",
        wrap=True,
        on_click=workshop_room.push,
        args=(room.workshop, room.state.revision, verb),
    )


def _can(move: Callable[[], RoomState]) -> bool:
    try:
        move()
    except WorkshopRefused:
        return False
    return True


def name_stage(voice: Voice, stage: Stage) -> str:
    """What each stage is called, as what the room then sees."""
    return {
        Stage.VOTE: voice.say("le vote"),
        Stage.HIDDEN: voice.say("résultats masqués"),
        Stage.OWN: voice.say("chacun voit son regard, sur son téléphone"),
        Stage.OTHERS: voice.say("tous les regards"),
        Stage.FRANCE: voice.say("la France à côté"),
        Stage.DEBATE: voice.say("le débat"),
        Stage.SECOND: voice.say("le second vote"),
        Stage.MOVEMENT: voice.say("ce qui a bougé"),
        Stage.RECORDED: voice.say("enregistré"),
    }[stage]


def _say_reveal(voice: Voice, state: RoomState, step: Step) -> str:
    order = stages(step)
    if not order or state.stage is Stage.RECORDED:
        return voice.say("Révéler")
    if state.accepting:
        return voice.say("Clore, sans rien montrer")
    following = order[order.index(state.stage) + 1]
    return voice.say("Révéler : {stage}", stage=name_stage(voice, following))


def _draw_step(room: Room) -> None:
    """The current step: what the wall shows, what comes next, and the notes."""
    voice, step, state = room.voice, room.step, room.state
    steps, place = room.workshop.steps, room.workshop.steps.index(room.step)
    st.header(plain(step.title.of(voice.language)), anchor=False)
    st.markdown(voice.say("**Au mur :** {shown}", shown=_say_wall(voice, state, step)))
    planned = [step.at] if step.at else []
    if step.minutes:
        planned.append(voice.say("{minutes} min", minutes=step.minutes))
    if planned:
        st.markdown(voice.say("**Prévu :** {when}", when=" · ".join(planned)))
    if place + 1 < len(steps):
        following = steps[place + 1]
        st.markdown(
            voice.say(
                "**Ensuite :** {title} ({kind})",
                title=plain(following.title.of(voice.language)),
                kind=workshop_steps.kinds(voice)[following.kind],
            )
        )
    else:
        st.markdown(voice.say("**Ensuite :** c’est la dernière étape."))
    if step.speaker:
        with st.container(border=True):
            st.caption(voice.say("Vos notes : elles ne sont ni au mur ni sur les téléphones."))
            st.markdown(plain(step.speaker.of(voice.language)))
    if step.is_voted:
        for question in workshop_room.questions_of(room, step):
            st.markdown(f"- {plain(question.wording.of(voice.language))}")


def _say_wall(voice: Voice, state: RoomState, step: Step) -> str:
    if state.ended:
        return voice.say("l’atelier est terminé, le compte rendu est affiché.")
    if state.join_shown:
        return voice.say("l’accueil, avec le code et le carré à viser. Il couvre l’étape.")
    if not stages(step):
        return {
            StepKind.GROUPS: voice.say(
                "les sous-groupes, et les idées à mesure qu’elles viennent."
            ),
            StepKind.DECISIONS: voice.say("les décisions, à mesure qu’elles s’écrivent."),
        }.get(step.kind, voice.say("le texte de l’étape."))
    told = name_stage(voice, state.stage)
    if not step.is_voted:
        return f"{told}."
    if state.accepting:
        return voice.say("{stage}, réponses ouvertes.", stage=told)
    return voice.say("{stage}, réponses fermées.", stage=told)


def _draw_timer(room: Room) -> None:
    voice, timer = room.voice, room.state.timer
    now = datetime.now(UTC)
    is_running = timer.ends_at is not None and timer.remaining(now) > 0
    st.markdown(
        voice.say("**Minuteur** : {left}", left=say_left(timer.remaining(now)))
        if not is_running
        else voice.say("**Minuteur** en marche")
    )
    with st.container(horizontal=True):
        _push(
            room,
            voice.say("Pause") if is_running else voice.say("Démarrer"),
            "minuteur",
            (lambda state: pause_timer(state, datetime.now(UTC)))
            if is_running
            else (lambda state: start_timer(state, datetime.now(UTC))),
        )
        _push(room, voice.say("Remettre"), "minuteur-zero", reset_timer)
        total = timer.total
        _push(room, voice.say("+ 1 min"), "minuteur-plus", lambda s: reset_timer(s, total + 60))
        _push(
            room,
            voice.say("− 1 min"),
            "minuteur-moins",
            lambda s: reset_timer(s, max(60, total - 60)),
        )


def _draw_switches(room: Room) -> None:
    voice, state = room.voice, room.state
    with st.container(horizontal=True):
        _push(
            room,
            voice.say("Cacher l’accueil") if state.join_shown else voice.say("Montrer l’accueil"),
            "accueil",
            toggle_join,
        )
        _push(
            room,
            voice.say("Cacher le nombre") if state.count_shown else voice.say("Montrer le nombre"),
            "nombre",
            toggle_count,
        )
        workshop_prepare.draw_wall_link(voice, room.workshop, voice.say("Ouvrir le mur"))
        facilitator_lock.draw_button(room)


def _draw_programme(room: Room) -> None:
    """Every step, to go to at once."""
    voice = room.voice
    with st.expander(voice.say("Aller à une étape"), icon=":material/list:"):
        for number, step in enumerate(room.workshop.steps, 1):
            name, steps = step.id, room.workshop.steps
            st.button(
                f"{number} · {plain(step.title.of(voice.language))}",
                key=f"aller:{name}",
                disabled=name == room.step.id or room.state.ended,
                type="tertiary",
                on_click=workshop_room.push,
                args=(
                    room.workshop,
                    room.state.revision,
                    lambda state, name=name, steps=steps: go_to(state, steps, name),
                ),
            )


def _push(room: Room, label: str, key: str, verb: Callable[[RoomState], RoomState]) -> None:
    st.button(
        label,
        key=key,
        disabled=room.state.ended,
        on_click=workshop_room.push,
        args=(room.workshop, room.state.revision, verb),
    )
