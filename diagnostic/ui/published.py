"""What everybody sees of a wave, computed once for each state of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.confidence import Publication, Release, narrow
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.ui import session


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One regard seen through one option of its own profile."""

    viewpoint: Viewpoint
    question_id: str
    option_id: str


def published(wave: Wave, diagnostic: Diagnostic, narrowing: Narrowing | None) -> Release:
    """The figures that may be shown, computed once per state of the answers."""
    return _published(
        wave.id,
        session.change_counter(wave),
        diagnostic.threshold,
        narrowing,
        tuple(diagnostic.totals.items()),
        _wave=wave,
        _diagnostic=diagnostic,
    )


@st.cache_resource(show_spinner=False, max_entries=64)
def _published(
    wave_id: int,
    counter: int,
    threshold: int,
    narrowing: Narrowing | None,
    totals: tuple[tuple[Viewpoint, int], ...],
    _wave: Wave,
    _diagnostic: Diagnostic,
) -> Release:
    state = look(_wave, _diagnostic)
    return release(
        state,
        session.questionnaire(_wave),
        threshold,
        narrowing,
        dict(totals),
        session.store().gathered(_diagnostic, _wave),
    )


def release(
    state: Publication,
    questionnaire: Questionnaire,
    threshold: int,
    narrowing: Narrowing | None,
    totals: Mapping[Viewpoint, int],
    gathered: Mapping[Viewpoint, int],
) -> Release:
    """What a state shows, with one regard reduced to a part of it where that is asked.

    `totals`, `gathered`: what is known of who answered (`Release`).
    """
    shown = state.release(questionnaire, threshold).knowing(totals, gathered)
    if narrowing is None:
        return shown
    part = state.part(narrowing.viewpoint, narrowing.option_id, threshold)
    return narrow(shown, part, narrowing.viewpoint) if part else shown


def look(wave: Wave, diagnostic: Diagnostic) -> Publication:
    """What everybody sees of a wave; it may move at the first look after an answer."""
    return _state(
        wave.id,
        session.change_counter(wave),
        diagnostic.threshold,
        tuple(question.id for question in session.local_questions(diagnostic)),
        _wave=wave,
        _diagnostic=diagnostic,
    )


@st.cache_resource(show_spinner=False, max_entries=32)
def _state(
    wave_id: int,
    counter: int,
    threshold: int,
    local: tuple[str, ...],
    _wave: Wave,
    _diagnostic: Diagnostic,
) -> Publication:
    return session.store().publication(_diagnostic, _wave)


def comments(
    wave: Wave, shown: Release, narrowing: Narrowing | None
) -> dict[str, list[tuple[Viewpoint, str]]]:
    """Question id → regard and comment, where the regard is shown on this question."""
    version = wave.id, session.change_counter(wave)
    return _comments(version, shown.threshold, narrowing, _shown=shown, _wave=wave)


@st.cache_resource(show_spinner=False, max_entries=32)
def _comments(
    version: tuple[int, int],
    threshold: int,
    narrowing: Narrowing | None,
    _shown: Release,
    _wave: Wave,
) -> dict[str, list[tuple[Viewpoint, str]]]:
    """A regard that is narrowed to a part shows no comment: which part wrote it is not told."""
    hidden = narrowing.viewpoint if narrowing else None
    return {
        name: [
            (viewpoint, body)
            for viewpoint, body in said
            if viewpoint is not hidden and _shown.tally(name, viewpoint)
        ]
        for name, said in session.store().counted_comments(_wave).items()
    }
