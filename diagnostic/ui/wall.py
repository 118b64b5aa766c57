"""The wall of a room: it shows what the facilitator reveals, and nothing before."""

from datetime import UTC, datetime
from html import escape

import streamlit as st

from diagnostic.questionnaire import Question, ScaleQuestion
from diagnostic.storage import StorageUnavailable, UnknownWorkshop
from diagnostic.texts import Voice
from diagnostic.ui import (
    session,
    wall_readings,
    wall_votes,
    workshop_account,
    workshop_network,
    workshop_room,
    workshop_steps,
)
from diagnostic.ui.wall_style import STYLE, as_image, heading, paragraph, picture, wall
from diagnostic.ui.workshop_room import Room
from diagnostic.workshops import (
    WALL,
    RoomState,
    Stage,
    Step,
    StepKind,
    Turnout,
    Visible,
    show_code,
    visible,
)

BEAT = 0.5
"""Seconds between two looks at where the room is."""
MOST_ASKED = 3
"""Questions told in full while the room answers."""
VOTING = (Stage.VOTE, Stage.SECOND)


def draw() -> None:
    """The whole wall, as of one moment; then its beat follows the room."""
    st.html(STYLE)
    room = workshop_room.enter()
    dark = st.context.theme.type == "dark"
    state, step = room.state, room.step
    allowed = visible(state, step, WALL)
    origin = workshop_network.origin()
    is_below = allowed.join or _is_counting(state, step, allowed)
    if not is_below:
        with st.container(key="mur-bandeau"):
            _beat(room, origin)
    if allowed.join:
        _draw_join(room)
    elif state.ended:
        workshop_account.draw_on_wall(room)
    else:
        title = heading(step.title.of(room.voice.language))
        st.html(wall(f'<div class="titre">{title}</div>'))
        _draw_step(room, allowed, dark=dark)
    if is_below:
        _beat(room, origin)


def _is_counting(state: RoomState, step: Step, allowed: Visible) -> bool:
    """Whether the counter of answers is all there is to show."""
    is_voting = step.is_voted and state.stage in VOTING and not state.ended
    return is_voting and not allowed.figures


@st.fragment(run_every=BEAT)
def _beat(drawn: Room, origin: str) -> None:
    """How many came and the time left. All is drawn anew only where the room moved."""
    state, turnout = drawn.state, drawn.turnout
    if not session.is_whole_run():
        try:
            state, turnout = session.store().watch(drawn.workshop.id)
        except UnknownWorkshop:
            st.rerun()
        except StorageUnavailable:
            pass  # The wall keeps what it shows; the next beat asks again.
        if state.revision != drawn.state.revision or workshop_network.origin() != origin:
            st.rerun()
    allowed = visible(state, drawn.step, WALL)
    st.html(_say_now(drawn, allowed, state, turnout))


def _say_now(room: Room, allowed: Visible, state: RoomState, turnout: Turnout) -> str:
    voice = room.voice
    clock = _clock(room, state)
    people = voice.say_many("{number} personne", "{number} personnes", turnout.people)
    if allowed.join:
        told = people if allowed.turnout else ""
        return wall(f'<p class="bandeau"><span>{escape(told)}</span><span>{clock}</span></p>')
    if _is_counting(state, room.step, allowed):
        return _say_vote(voice, allowed, state, turnout, clock)
    if room.step.is_voted and state.stage is Stage.SECOND and allowed.turnout:
        people = voice.say_many(
            "Second vote : {number} réponse sur {people}",
            "Second vote : {number} réponses sur {people}",
            turnout.answered,
            people=people,
        )
        return wall(f'<p class="bandeau"><span>{escape(people)}</span><span>{clock}</span></p>')
    told = voice.say("{people} dans la salle", people=people) if allowed.turnout else ""
    return wall(f'<div class="bandeau"><span>{escape(told)}</span><span>{clock}</span></div>')


def _say_vote(
    voice: Voice, allowed: Visible, state: RoomState, turnout: Turnout, clock: str
) -> str:
    if not state.accepting:
        asked = (
            voice.say("Les réponses sont closes.")
            if turnout.answered
            else voice.say("Le vote va s’ouvrir.")
        )
    elif state.round == 2:
        asked = voice.say("Second vote : répondez à nouveau sur votre téléphone.")
    else:
        asked = voice.say("Répondez sur votre téléphone.")
    count = ""
    if allowed.turnout and (state.accepting or turnout.answered):
        number = escape(voice.whole(turnout.answered))
        out_of = voice.say_many(
            "a répondu, sur {people}",
            "ont répondu, sur {people}",
            turnout.answered,
            people=voice.say_many("{number} personne", "{number} personnes", turnout.people),
        )
        count = f'<div class="grand">{number}</div>{paragraph(out_of)}'
    return wall(f'<div class="centre">{count}{paragraph(asked)}<p>{clock}</p></div>')


def _clock(room: Room, state: RoomState) -> str:
    """Time left, once the clock was started, or where one debates."""
    timer = state.timer
    started = timer.ends_at is not None or timer.left != timer.total
    debating = room.step.kind is StepKind.DEBATE or (
        room.step.is_voted and state.stage is Stage.DEBATE
    )
    if not (started or debating) or state.ended:
        return ""
    left = timer.remaining(datetime.now(UTC))
    return f'<strong role="timer">{say_left(left)}</strong>'


def say_left(seconds: int) -> str:
    """« 4:05 »."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def _draw_join(room: Room) -> None:
    voice = room.voice
    address = workshop_network.join_address(room.workshop.code)
    told = voice.say("Code QR qui mène à la salle : {address}", address=address)
    square = as_image(address, told)
    st.html(
        wall(
            '<div class="accueil">',
            picture(square, told, "qr"),
            "<div>",
            heading(voice.say("Rejoignez la salle")),
            paragraph(voice.say("Visez ce carré avec votre téléphone, ou tapez :")),
            paragraph(workshop_network.short_address(), "adresse"),
            paragraph(show_code(room.workshop.code), "code"),
            paragraph(
                voice.say(
                    "Ni nom, ni adresse : l’écran ne montre que des groupes, jamais une personne."
                ),
                "petit",
            ),
            "</div></div>",
        )
    )


def _draw_step(room: Room, allowed: Visible, *, dark: bool) -> None:
    step, voice = room.step, room.voice
    body = step.body.of(voice.language) if step.body else ""
    if step.is_voted or step.kind is StepKind.READING:
        _draw_revealed(room, allowed, body, dark=dark)
    elif step.kind in (StepKind.GROUPS, StepKind.DECISIONS):
        _draw_written(room, body)
    else:
        agreed = ""
        if step.framing:
            wording = workshop_steps.framings(voice)[step.framing]
            agreed = "" if wording == step.title.of(voice.language) else wording
            body = body or room.diagnostic.framing.get(step.framing, "")
        st.html(wall('<div class="cadre">', paragraph(agreed), paragraph(body), "</div>"))


def _draw_revealed(room: Room, allowed: Visible, body: str, *, dark: bool) -> None:
    step, voice, stage = room.step, room.voice, room.state.stage
    if step.is_voted:
        said = body if stage is Stage.VOTE else ""
        st.html(wall(*_asked(room, stage, small=allowed.figures), paragraph(said)))
    if stage is Stage.DEBATE:
        st.html(wall(paragraph(voice.say("Que voit l’un que l’autre ne voit pas ?"), "debat")))
    if stage is Stage.OWN:
        st.html(
            wall(
                paragraph(
                    voice.say("Regardez votre téléphone : il montre ce que dit votre regard.")
                )
            )
        )
    if not allowed.figures:
        if stage is Stage.HIDDEN:
            told = (
                voice.say("Les réponses sont closes. Les résultats vont apparaître.")
                if step.is_voted
                else voice.say("Cette lecture va apparaître.")
            )
            st.html(wall(paragraph(told)))
        return
    if step.is_voted:
        wall_votes.draw(room, step, allowed, dark=dark)
    else:
        wall_readings.draw(room, step, allowed, dark=dark)


def _asked(room: Room, stage: Stage, *, small: bool) -> list[str]:
    """The question in large; where there are several, the first ones while one answers."""
    voice = room.voice
    questions = workshop_room.questions_of(room, room.step)
    if len(questions) > MOST_ASKED and stage not in VOTING:
        return []
    kind = "rappel" if small else ""
    told = [paragraph(_say_question(voice, one), kind) for one in questions[:MOST_ASKED]]
    left = len(questions) - MOST_ASKED
    if left > 0:
        said = voice.say_many("et {number} autre question", "et {number} autres questions", left)
        told.append(paragraph(said, "petit"))
    return told


def _say_question(voice: Voice, question: Question) -> str:
    wording = question.wording.of(voice.language)
    if isinstance(question, ScaleQuestion):
        ends = voice.say(
            "de {minimum}, {low}, à {maximum}, {high}",
            minimum=question.minimum,
            low=question.low.of(voice.language),
            maximum=question.maximum,
            high=question.high.of(voice.language),
        )
        return f"{wording} ({ends})"
    return wording


@st.fragment(run_every=2 * BEAT)
def _draw_written(room: Room, body: str) -> None:
    """What is written appears as it is written: it moves no state of the room."""
    try:
        if room.step.kind is StepKind.GROUPS:
            _draw_groups(room, body)
        else:
            _draw_decisions(room, body)
    except StorageUnavailable as refusal:
        st.html(wall(paragraph(room.voice.refuse(refusal), "petit")))


def _draw_groups(room: Room, body: str) -> None:
    step, language = room.step, room.voice.language
    ideas = session.store().ideas(room.workshop)
    columns = []
    for number, name in enumerate(step.groups, 1):
        mine = [one.text for one in ideas if (one.step_id, one.group) == (step.id, number)]
        items = "".join(f"<li>{escape(text)}</li>" for text in mine)
        listed = f"<ol>{items}</ol>" if items else ""
        columns.append(f"<section>{heading(name.of(language), 2)}{listed}</section>")
    guiding = "".join(f"<li>{escape(one.of(language))}</li>" for one in step.guiding)
    st.html(
        wall(
            paragraph(body),
            f"<ul>{guiding}</ul>" if guiding else "",
            f'<div class="colonnes">{"".join(columns)}</div>',
        )
    )


def _draw_decisions(room: Room, body: str) -> None:
    decisions = session.store().decisions(room.workshop)
    st.html(wall(paragraph(body), workshop_account.decisions_table(room.voice, decisions)))
