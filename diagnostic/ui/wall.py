"""The wall of a room: it shows what the facilitator reveals, and nothing before."""

from datetime import UTC, datetime
from html import escape

import streamlit as st

from diagnostic.questionnaire import Question, ScaleQuestion
from diagnostic.storage import StorageUnavailable, UnknownWorkshop
from diagnostic.texts import Voice
from diagnostic.ui import (
    session,
    wall_account,
    wall_pads,
    wall_readings,
    wall_votes,
    workshop_network,
    workshop_room,
    workshop_steps,
)
from diagnostic.ui.wall_fit import size_of, title_size
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
LONGEST_SAID = 2_000
MOST_ASKED = 3
"""Questions told in full while the room answers."""
SIZES_ALONE = ((160, 84), (330, 66), (600, 52), (1_000, 42), (LONGEST_SAID, 33))
"""Letters of a text at the most, and how high they are where it stands alone."""
SIZES_ABOVE = ((120, 72), (300, 52), (LONGEST_SAID, 38))
SIZES_ASKED = {0: 56, 1: 56, 2: 44, 3: 36}
"""Questions that are asked → height of their letters."""
VOTING = (Stage.VOTE, Stage.SECOND)


def draw() -> None:
    """The whole wall, as of one moment; then its beat follows the room."""
    st.html(STYLE)
    room = workshop_room.enter()
    dark = st.context.theme.type == "dark"
    state, step = room.state, room.step
    allowed = visible(state, step, WALL)
    origin = workshop_network.origin()
    is_large = _is_counting(state, step, allowed) or _is_timing(state, step, allowed)
    if not is_large:
        with st.container(key="mur-bandeau"):
            _beat(room, origin)
    if not (allowed.join or state.ended):
        title = step.title.of(room.voice.language)
        size = title_size(title)
        st.html(
            wall(f'<div class="titre"><h1 style="font-size:{size}px">{escape(title)}</h1></div>')
        )
    with st.container(key="mur-corps"):
        if allowed.join:
            _draw_join(room)
        elif state.ended:
            wall_account.draw(room)
        else:
            _draw_step(room, allowed, dark=dark)
        if is_large:
            _beat(room, origin)


def _is_timing(state: RoomState, step: Step, allowed: Visible) -> bool:
    """Whether the time left is what the room debates under."""
    return step.kind is StepKind.DEBATE and not (state.ended or allowed.join)


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
            session.draw_again()
        except StorageUnavailable:
            pass  # The wall keeps what it shows; the next beat asks again.
        if state.revision != drawn.state.revision or workshop_network.origin() != origin:
            session.draw_again()
    allowed = visible(state, drawn.step, WALL)
    st.html(_say_now(drawn, allowed, state, turnout))


def _say_now(room: Room, allowed: Visible, state: RoomState, turnout: Turnout) -> str:
    voice = room.voice
    clock = _clock(room, state)
    people = voice.say_many("{number} personne", "{number} personnes", turnout.people)
    if allowed.join:
        told = people if allowed.turnout else ""
        return wall(f'<p class="bandeau foule"><span>{escape(told)}</span><span>{clock}</span></p>')
    if _is_counting(state, room.step, allowed):
        return _say_vote(voice, allowed, state, turnout, clock)
    if _is_timing(state, room.step, allowed):
        left = state.timer.remaining(datetime.now(UTC))
        return wall(
            '<div class="plein milieu centre">'
            f'<div class="grand minuteur" role="timer">{say_left(left)}</div></div>'
        )
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
        count = f'<div class="grand">{number}</div>{paragraph(out_of, "consigne")}'
    timed = f'<p class="consigne">{clock}</p>' if clock else ""
    return wall(
        f'<div class="plein milieu centre">{count}{paragraph(asked, "consigne")}{timed}</div>'
    )


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
            '<div class="accueil plein">',
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
                "rappel",
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
    elif step.kind is StepKind.DEBATE:
        st.html(wall(_large(body, SIZES_ABOVE)))
    else:
        agreed = ""
        if step.framing:
            wording = workshop_steps.framings(voice)[step.framing]
            agreed = "" if wording == step.title.of(voice.language) else wording
            body = body or room.diagnostic.framing.get(step.framing, "")
        words = _large(body, SIZES_ALONE)
        st.html(
            wall('<div class="cadre plein milieu">', paragraph(agreed, "debat"), words, "</div>")
        )


def _large(text: str, steps: tuple[tuple[int, int], ...]) -> str:
    """Words as large as their number allows."""
    if not text:
        return ""
    return f'<p style="font-size:{size_of(text, steps)}px">{escape(text)}</p>'


def _draw_revealed(room: Room, allowed: Visible, body: str, *, dark: bool) -> None:
    step, voice, stage = room.step, room.voice, room.state.stage
    if step.is_voted:
        said = body if stage is Stage.VOTE else ""
        st.html(wall(*_asked(room, stage, small=allowed.figures), paragraph(said, "rappel")))
    if stage is Stage.DEBATE:
        st.html(wall(paragraph(voice.say("Que voit l’un que l’autre ne voit pas ?"), "debat")))
    if not allowed.figures:
        told = {
            Stage.OWN: voice.say("Regardez votre téléphone : il montre ce que dit votre regard."),
            Stage.HIDDEN: voice.say("Les réponses sont closes. Les résultats vont apparaître.")
            if step.is_voted
            else voice.say("Cette lecture va apparaître."),
        }.get(stage, "")
        words = paragraph(told, "consigne seule")
        if words:
            st.html(wall('<div class="plein milieu centre">', words, "</div>"))
        return
    if step.is_voted:
        wall_votes.draw(room, step, allowed, dark=dark)
    else:
        wall_readings.draw(room, step, allowed, dark=dark)


def _asked(room: Room, stage: Stage, *, small: bool) -> list[str]:
    """The question in large; where there are several, the first ones while one answers.

    Once there are figures, a question that is alone stands over them; several stand over theirs.
    """
    voice = room.voice
    questions = workshop_room.questions_of(room, room.step)
    if small:
        if len(questions) > 1 or not questions:
            return []
        return [paragraph(_say_question(voice, questions[0]), "rappel")]
    if len(questions) > MOST_ASKED and stage not in VOTING:
        return []
    size = SIZES_ASKED[min(len(questions), MOST_ASKED)]
    told = [
        f'<p style="font-size:{size}px">{escape(_say_question(voice, one))}</p>'
        for one in questions[:MOST_ASKED]
    ]
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
            wall_pads.draw_groups(room, body)
        else:
            wall_pads.draw_decisions(room, body)
    except StorageUnavailable as refusal:
        st.html(wall(paragraph(room.voice.refuse(refusal), "petit")))
