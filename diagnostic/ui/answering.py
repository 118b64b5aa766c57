"""Answering: at each run, what the widgets hold is compared with the database and saved.

No click saves anything, so no lost click loses anything; what is called saved on the screen
was read back from the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from diagnostic.answers import Answer
from diagnostic.campaigns import Diagnostic, Receipt, Wave
from diagnostic.questionnaire import (
    PRIORITIES,
    Progress,
    Question,
    Questionnaire,
    Screen,
    progress,
    walk,
)
from diagnostic.respondents import Submission
from diagnostic.storage import StorageUnavailable, UnknownLink, WaveClosed
from diagnostic.texts import Voice
from diagnostic.ui import asking, session
from diagnostic.ui.escaping import plain
from diagnostic.ui.server import TOP_SCRIPT

HEARTBEAT = "10s"
"""A tap made while the network was gone reaches the server at the next beat."""
END = "fin-du-questionnaire"
SEVERITY = "G"
PRIORITY = "P"
"""The wording of a domain that is shown beside the priorities."""


@dataclass
class Kept:
    """What the database holds of the questions on screen, and what went wrong, if anything."""

    answers: dict[str, Answer]
    receipts: dict[str, Receipt]
    comments: dict[str, str]
    error: str | None


def settle(submission: Submission, known: Mapping[str, Question]) -> Kept:
    """Saves what moved since it was drawn, and reads everything back.

    What moved may be on the screen that the person just left: everything that this browser was
    shown is compared, whatever screen comes now.
    """
    store, seen = session.store(), session.seen(submission)
    error = _save_moves(submission, [known[name] for name in seen.answers if name in known])
    return Kept(
        store.answers(submission), store.receipts(submission), store.comments(submission), error
    )


def adopt(submission: Submission, questions: Iterable[Question], kept: Kept) -> None:
    """Makes the widgets of a screen hold what the database holds, also what moved elsewhere.

    Not after a failed save: what the person did stays on the screen, and is tried again.
    """
    if kept.error is not None:
        return
    seen = session.seen(submission)
    for question in questions:
        current, body = kept.answers.get(question.id), kept.comments.get(question.id, "")
        drawn = asking.is_drawn(submission, question)
        if not drawn or question.id not in seen.answers or seen.answers[question.id] != current:
            asking.set_to(submission, question, current)
        if seen.comments.get(question.id) != body:
            asking.set_comment(submission, question, body)
        seen.answers[question.id] = current
        seen.comments[question.id] = body


def settle_on_leaving() -> None:
    """Saves what the answering screen still held when the person went to another page."""
    try:
        under_way = session.passage()
    except UnknownLink:
        return
    if under_way is None:
        return
    submission, wave, diagnostic = under_way
    own = session.store().local_questions(diagnostic)
    error = _save_moves(submission, [*session.questionnaire(wave).by_id.values(), *own])
    if error:
        st.error(error)


def _save_moves(submission: Submission, questions: Iterable[Question]) -> str | None:
    """Saves answers and comments that differ from what this browser last read; the fault if any."""
    store, seen = session.store(), session.seen(submission)
    changed: list[Answer] = []
    cleared: list[str] = []
    said: dict[str, str] = {}
    for question in questions:
        comment = asking.held_comment(submission, question)
        if comment is not None and comment != seen.comments.get(question.id, ""):
            said[question.id] = comment
        if question.id not in seen.answers or not asking.is_drawn(submission, question):
            continue
        before = seen.answers[question.id]
        try:
            now = asking.held(submission, question, before)
        except asking.AnswerRefused:
            seen.answers.pop(question.id)  # Not one of its values: drawn again from the base.
            continue
        if now is None and before is not None:
            cleared.append(question.id)
        elif now is not None and now != before:
            changed.append(now)
    # From here on nothing names Streamlit, so nothing can interrupt the saving.
    try:
        if changed or cleared:
            store.save(submission, changed, cleared)
        for question_id, body in said.items():
            store.say(submission, question_id, body)
    except (StorageUnavailable, WaveClosed, UnknownLink, asking.AnswerRefused) as refusal:
        return str(refusal)
    return None


@st.fragment(run_every=HEARTBEAT)
def answer(submission: Submission, wave: Wave, diagnostic: Diagnostic) -> None:
    """The whole answering screen, one theme at a time."""
    voice, store, content = session.voice(), session.store(), session.questionnaire(wave)
    try:
        own = store.local_questions(diagnostic)
        kept = settle(submission, content.by_id | {question.id: question for question in own})
    except StorageUnavailable as refusal:
        st.error(str(refusal))
        return
    # An answer may open or close questions: the way is walked with what was just said.
    screens = walk(
        content, submission.viewpoint, short=submission.short, answers=kept.answers, local=own
    )
    here = _here(screens)
    if here:
        adopt(submission, here.questions, kept)
    how_far = progress(
        content,
        submission.viewpoint,
        screens,
        kept.answers,
        short=submission.short,
    )
    _draw_progress(voice, submission, screens, here, kept, how_far)
    if kept.error:
        st.error(kept.error)
    if here is None:
        _draw_end(voice, submission, screens, kept, how_far)
        return
    _back_to_top(here.theme.id)
    st.title(here.theme.title.of(voice.language), anchor=False)
    if here.theme.intro:
        st.markdown(here.theme.intro.of(voice.language))
    _draw_questions(voice, content, submission, here, kept)
    _draw_ways(voice, screens, here)


def _here(screens: tuple[Screen, ...]) -> Screen | None:
    """The screen in hand; None at the end of the questionnaire."""
    wanted = session.recall(session.SCREEN)
    if wanted == END:
        return None
    for screen in screens:
        if screen.theme.id == wanted:
            return screen
    return screens[0] if screens else None


def go_to(theme_id: str) -> None:
    """Callback: another screen; what the present one holds is saved at the next run."""
    session.remember(session.SCREEN, theme_id)


def _back_to_top(theme_id: str) -> None:
    """A new theme starts at its beginning; the theme's id makes the script run once for each."""
    st.html(
        f"<i data-theme='{theme_id}'></i><script>{TOP_SCRIPT}</script>",
        unsafe_allow_javascript=True,
    )


def _draw_progress(
    voice: Voice,
    submission: Submission,
    screens: tuple[Screen, ...],
    here: Screen | None,
    kept: Kept,
    how_far: Progress,
) -> None:
    st.progress(
        how_far.answered / how_far.asked if how_far.asked else 1.0,
        voice.say_many(
            "✓ {number} réponse enregistrée sur {asked}",
            "✓ {number} réponses enregistrées sur {asked}",
            how_far.answered,
            asked=how_far.asked,
        )
        + (
            voice.say_many(
                " · environ {number} minute restante",
                " · environ {number} minutes restantes",
                how_far.minutes_left,
            )
            if how_far.minutes_left
            else ""
        ),
    )
    titles = {
        screen.theme.id: _title(voice, screen, n, len(screens), kept)
        for n, screen in enumerate(screens, 1)
    }
    titles[END] = voice.say("Fin : ce qui reste à dire")
    name = f"theme:{submission.id}"
    st.session_state[name] = here.theme.id if here else END
    st.selectbox(
        voice.say("Thème"),
        list(titles),
        format_func=lambda theme: titles.get(theme, ""),
        key=name,
        placeholder=voice.say("Thème"),
        filter_mode=None,
        on_change=_jump,
        args=(name,),
    )


def _jump(name: str) -> None:
    go_to(st.session_state[name])


def _title(voice: Voice, screen: Screen, number: int, total: int, kept: Kept) -> str:
    due = [question for question in screen.questions if question.kind != "text"]
    said = sum(question.id in kept.answers for question in due)
    title = voice.say(
        "{number}/{total} · {title}",
        number=number,
        total=total,
        title=screen.theme.title.of(voice.language),
    )
    return f"{title} ({said}/{len(due)})" if due else title


def _draw_questions(
    voice: Voice, content: Questionnaire, submission: Submission, here: Screen, kept: Kept
) -> None:
    """The questions of a screen; a help that several share is written once."""
    level = session.recall(session.HELP) or "first_steps"
    told: set[str] = set()
    domain = None
    for question in here.questions:
        help_ = "" if level == "none" else getattr(question.help, level).of(voice.language)
        aside = "" if help_ in told else help_
        told.add(help_)
        with st.container(border=True):
            if question.domain and question.domain != domain:
                st.caption(content.domain(question.domain).name.of(voice.language))
            asking.draw(submission, question, voice, plain(aside) if question.local else aside)
            if question.id == PRIORITIES and question.id in kept.answers:
                _draw_priorities(voice, content, kept.answers[question.id])
            if question.id in kept.receipts:
                _draw_receipt(voice, submission, question)
            # What there is to say about a domain is said under its severity.
            if question.kind != "text" and question.aspect in (None, SEVERITY):
                _draw_comment(voice, submission, question, kept)
        domain = question.domain


def _draw_receipt(voice: Voice, submission: Submission, question: Question) -> None:
    """That the answer is kept, as read back from the database, and how to take it back."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":small[:material/check: {voice.say('Enregistré')}]")
        st.button(
            voice.say("Effacer"),
            key=asking.key(submission, question, "clear"),
            type="tertiary",
            on_click=asking.clear,
            args=(submission, question),
        )


def _draw_priorities(voice: Voice, content: Questionnaire, answer: Answer) -> None:
    """What it means that a domain is a priority, for those just chosen."""
    picked = answer.value if isinstance(answer.value, tuple) else ()
    for name in picked:
        wordings = content.domain(name).wordings
        if PRIORITY in wordings:
            st.caption(wordings[PRIORITY].of(voice.language))


def _draw_comment(voice: Voice, submission: Submission, question: Question, kept: Kept) -> None:
    opened = f"commenting:{submission.id}:{question.id}"
    stored = kept.comments.get(question.id)
    if stored is None and not session.recall(opened):
        st.button(
            voice.say("Commenter"),
            key=asking.key(submission, question, "open"),
            type="tertiary",
            icon=":material/add_comment:",
            on_click=session.remember,
            args=(opened, True),
        )
        return
    asking.draw_comment(submission, question, voice, stored or "")


def _draw_ways(voice: Voice, screens: tuple[Screen, ...], here: Screen) -> None:
    ids = [screen.theme.id for screen in screens] + [END]
    place = ids.index(here.theme.id)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button(
            voice.say("Précédent"),
            icon=":material/arrow_back:",
            disabled=place == 0,
            on_click=go_to,
            args=(ids[max(place - 1, 0)],),
            key="previous",
        )
        st.button(
            voice.say("Suivant"),
            icon=":material/arrow_forward:",
            icon_position="right",
            type="primary",
            on_click=go_to,
            args=(ids[place + 1],),
            key="next",
        )


def _draw_end(
    voice: Voice,
    submission: Submission,
    screens: tuple[Screen, ...],
    kept: Kept,
    how_far: Progress,
) -> None:
    st.title(voice.say("Fin : ce qui reste à dire"), anchor=False)
    left = how_far.asked - how_far.answered
    if left == 0:
        st.success(voice.say("Merci ! Vous avez répondu à tout, et tout est enregistré."))
    else:
        st.info(
            voice.say_many(
                "Tout ce que vous avez dit est enregistré. {number} question reste sans réponse : "
                "vous pouvez la laisser ainsi, ou y revenir.",
                "Tout ce que vous avez dit est enregistré. {number} questions restent sans "
                "réponse : vous pouvez les laisser ainsi, ou y revenir.",
                left,
            )
        )
    for screen in screens:
        open_ = [
            question
            for question in screen.questions
            if question.kind != "text" and question.id not in kept.answers
        ]
        if open_:
            st.button(
                voice.say_many(
                    "{title} : {number} question sans réponse",
                    "{title} : {number} questions sans réponse",
                    len(open_),
                    title=screen.theme.title.of(voice.language),
                ),
                key=f"left:{screen.theme.id}",
                on_click=go_to,
                args=(screen.theme.id,),
            )
    st.button(
        voice.say("Revenir au questionnaire"),
        icon=":material/arrow_back:",
        on_click=go_to,
        args=(screens[-1].theme.id if screens else END,),
        key="previous",
    )
