"""One question on the answering screen: its widget, the proof that it is kept, its comment."""

import streamlit as st

from diagnostic.answers import Answer
from diagnostic.questionnaire import (
    PRIORITIES,
    PRIORITY,
    Question,
    Questionnaire,
    takes_comment,
)
from diagnostic.respondents import Submission
from diagnostic.texts import Voice
from diagnostic.ui import asking, session
from diagnostic.ui.saving import Kept


def draw(
    voice: Voice,
    content: Questionnaire,
    submission: Submission,
    question: Question,
    kept: Kept,
    heading: str,
    aside: str,
) -> None:
    """The card of a question, under the name of its domain; `aside` is its help (Markdown)."""
    answer = kept.answers.get(question.id)
    with st.container(border=True, key=asking.key(submission, question, question.kind)):
        if heading:
            st.caption(heading)
        asking.draw(submission, question, voice, aside)
        if kept.error and not session.is_whole_run():
            st.error(kept.error)
        if question.id == PRIORITIES and answer:
            _draw_priorities(voice, content, answer)
        may_comment = takes_comment(question)
        commenting = may_comment and _is_commenting(submission, question, kept)
        is_kept = answer is not None and question.id not in kept.unsaved
        if is_kept or (may_comment and not commenting):
            with st.container(horizontal=True, vertical_alignment="center"):
                if is_kept:
                    _draw_receipt(voice, submission, question)
                if may_comment and not commenting:
                    _draw_way_to_comment(voice, submission, question)
        if commenting:
            stored = kept.comments.get(question.id, "")
            asking.draw_comment(submission, question, voice, stored)


def _draw_receipt(voice: Voice, submission: Submission, question: Question) -> None:
    """That the answer is kept, as read back from the database, and how to take it back."""
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


def _opened(submission: Submission, question: Question) -> str:
    return f"commenting:{submission.id}:{question.id}"


def _is_commenting(submission: Submission, question: Question, kept: Kept) -> bool:
    return question.id in kept.comments or bool(session.recall(_opened(submission, question)))


def _draw_way_to_comment(voice: Voice, submission: Submission, question: Question) -> None:
    st.button(
        voice.say("Commenter"),
        key=asking.key(submission, question, "open"),
        type="tertiary",
        icon=":material/add_comment:",
        on_click=session.remember,
        args=(_opened(submission, question), True),
    )
