"""Saving: at each run, what the widgets hold is compared with the database.

No click saves anything, so no lost click loses anything; what is called saved on the screen
was read back from the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from diagnostic.answers import Answer
from diagnostic.questionnaire import Question
from diagnostic.respondents import Submission
from diagnostic.storage import StorageUnavailable, UnknownLink, WaveClosed
from diagnostic.ui import asking, session


@dataclass
class Kept:
    """What the database holds of the questions on screen, and what went wrong, if anything."""

    answers: dict[str, Answer]
    comments: dict[str, str]
    error: str | None
    unsaved: frozenset[str] = frozenset()
    """Questions whose widget shows what could not be saved: no receipt stands beside them."""


def settle(submission: Submission, known: Mapping[str, Question]) -> Kept:
    """Saves what moved since it was drawn, and reads everything back.

    What moved may be on the screen that the person just left: everything that this browser was
    shown is compared, whatever screen comes now.
    """
    store, seen = session.store(), session.seen(submission)
    failure = _save_moves(submission, [known[name] for name in seen.answers if name in known])
    answers, comments = store.read_back(submission)
    if failure is None:
        return Kept(answers, comments, None)
    return Kept(answers, comments, failure.why, failure.moved)


def is_adopted(submission: Submission, questions: Iterable[Question], kept: Kept) -> bool:
    """True where what this browser shows of these questions is what the database holds."""
    seen = session.seen(submission)
    return all(
        seen.answers.get(question.id) == kept.answers.get(question.id)
        and seen.comments.get(question.id, "") == kept.comments.get(question.id, "")
        for question in questions
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
    own = session.local_questions(diagnostic)
    failure = _save_moves(submission, [*session.questionnaire(wave).by_id.values(), *own])
    if failure:
        st.error(failure.why)


@dataclass(frozen=True)
class _Failure:
    why: str
    moved: frozenset[str]
    """The questions whose answer had moved."""


def _save_moves(submission: Submission, questions: Iterable[Question]) -> _Failure | None:
    """Saves answers and comments that differ from what this browser last read."""
    voice, store, seen = session.voice(), session.store(), session.seen(submission)
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
        moved = frozenset([*(answer.question_id for answer in changed), *cleared])
        return _Failure(voice.refuse(refusal), moved)
    return None
