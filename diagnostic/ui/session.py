"""The only names kept in a browser session: a few identifiers; the database is the memory."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

import streamlit as st

from diagnostic import benchmarks as figures
from diagnostic.answers import Answer
from diagnostic.benchmarks import Benchmarks
from diagnostic.campaigns import Diagnostic, LocalQuestion, Wave
from diagnostic.indicators import Indicators
from diagnostic.indicators.overlay import overlay
from diagnostic.indicators.reading import Tables, read_tables
from diagnostic.questionnaire import Questionnaire, current
from diagnostic.respondents import Submission
from diagnostic.rights import ANYBODY, Actor, Kind, Right
from diagnostic.settings import read_settings
from diagnostic.storage import Store, UnknownDiagnostic, UnknownLink
from diagnostic.territories import Gazetteer
from diagnostic.texts import Voice, voice_of
from diagnostic.ui import identity

T = TypeVar("T")

LANGUAGE = "langue"
CODE = "diagnostic"
TOKEN = "reprise"
GUEST = "invite"
WORKSHOP = "atelier"
"""The code of the workshop that the three screens of a room show."""
TERRITORY = "territoire"
"""The territory whose measured facts are looked at, where it is not the diagnostic's."""
FOLLOWED = "adresse-lue"
SEEN = "seen"
SCREEN = "ecran"
HELP = "aides"
AGAIN = "encore-dessinee"
MOST_AGAIN = 8
"""Times in a row that a page may ask to be drawn anew; a page of ours never needs more than two."""


@st.cache_resource(show_spinner=False)
def memory() -> Store:
    """The memory without anybody in front of it: for phones, and for the server itself."""
    return Store.open(read_settings().database)


def actor() -> Actor:
    """Whoever this run is drawn for; a guest is anybody, whoever they are elsewhere."""
    return ANYBODY if identity.hosting().is_hosted and is_guest() else identity.actor()


def store() -> Store:
    """The memory as whoever is in front of this screen has it: each verb asks first."""
    who = actor()
    return _read_once(("store", who), lambda: memory().as_actor(who))


def is_known() -> bool:
    """False for whoever has still to sign in."""
    return actor().kind is not Kind.ANYBODY


def may(right: Right, diagnostic: Diagnostic | None = None) -> bool:
    """Whether whoever is in front of this screen has a right, on a diagnostic if it is of one."""
    return store().may(right, diagnostic)


@st.cache_resource(show_spinner=False)
def gazetteer() -> Gazetteer:
    return Gazetteer.read()


@st.cache_resource(show_spinner=False)
def benchmarks() -> Benchmarks:
    return figures.read(current())


@st.cache_resource(show_spinner=False)
def shipped_facts() -> Tables:
    """The tables of measured facts as they come with the product, without any import."""
    return read_tables()


@st.cache_resource(show_spinner=False, max_entries=1)
def _indicators(in_force: tuple[int, ...]) -> Indicators:
    # An import may have come since: under this key, only those that were counted.
    layers = [layer for layer in memory().layers() if layer.imported.id in in_force]
    return overlay(shipped_facts(), layers, gazetteer())


def imports_in_force() -> tuple[int, ...]:
    """What tells a state of the measured facts from another."""
    return _read_once(
        "imports", lambda: tuple(sorted(one.id for one in memory().imports() if not one.undone))
    )


def indicators() -> Indicators:
    """The shipped measured facts, with those that were imported over them.

    Public figures: they are read without asking who is there, for phones have them too.
    """
    return _indicators(imports_in_force())


@st.cache_resource(show_spinner=False, max_entries=20)
def _questionnaire(identifier: str, version: str) -> Questionnaire:
    return store().questionnaire(identifier, version)


def questionnaire(wave: Wave) -> Questionnaire:
    """The questionnaire of a wave, in the version that its answers were given under."""
    return _questionnaire(wave.questionnaire_id, wave.questionnaire_version)


class _Run(threading.local):
    """What the run under way, in this thread, has read of the database."""

    reads: dict[Hashable, Any] | None = None
    writings: int = 0


_run = _Run()


@contextmanager
def one_run() -> Iterator[None]:
    """While a page is drawn, what several of its parts ask of the database is read once.

    As soon as the page writes, everything is read anew.
    """
    asked = st.session_state.get(AGAIN, 0)
    _run.reads = {}
    try:
        yield
    finally:
        _run.reads = None
        if st.session_state.get(AGAIN, 0) == asked:
            st.session_state[AGAIN] = 0


def draw_again() -> NoReturn:
    """Ends this run and has the page drawn anew, as Streamlit's own verb does.

    But not without end: what a forged message puts in a widget could have a page ask for itself
    for ever, and hold the server for all the others.
    """
    again = st.session_state.get(AGAIN, 0)
    if again < MOST_AGAIN:
        st.session_state[AGAIN] = again + 1
        st.rerun()  # noqa: TID251
    st.stop()


def is_whole_run() -> bool:
    """False where only a part of the page is drawn anew, because something moved in it."""
    return _run.reads is not None


def _read_once(name: Hashable, read: Callable[[], T]) -> T:
    if _run.reads is None:
        return read()
    if _run.writings != memory().writings:
        _run.reads.clear()
        _run.writings = memory().writings
    if name not in _run.reads:
        _run.reads[name] = read()
    found: T = _run.reads[name]
    return found


def voice() -> Voice:
    return voice_of(st.session_state.get(LANGUAGE, "fr"))


def remember(name: str, value: Any) -> None:
    st.session_state[name] = value


def recall(name: str) -> Any:
    return st.session_state.get(name)


def forget(name: str) -> None:
    st.session_state.pop(name, None)


def follow_address() -> None:
    """Takes from the address what a new session must find: language, diagnostic, link, territory.

    Once: afterwards the session knows better, and a new address is a new session.
    """
    if FOLLOWED in st.session_state:
        return
    st.session_state[FOLLOWED] = True
    asked = st.query_params
    for name, kept in (
        ("lang", LANGUAGE),
        ("d", CODE),
        ("invitation", CODE),
        ("reprise", TOKEN),
        ("territoire", TERRITORY),
        ("a", WORKSHOP),
    ):
        if name in asked:
            st.session_state[kept] = asked[name]
    st.session_state[GUEST] = "d" not in asked and ("invitation" in asked or "reprise" in asked)


def write_address() -> None:
    """Puts in the address what a reload must find again."""
    wanted = {}
    if code := st.session_state.get(CODE):
        wanted["invitation" if is_guest() else "d"] = code
    if token := st.session_state.get(TOKEN):
        wanted["reprise"] = token
    if territory := st.session_state.get(TERRITORY):
        wanted["territoire"] = territory
    if workshop := st.session_state.get(WORKSHOP):
        wanted["a"] = workshop
    if st.session_state.get(LANGUAGE) == "en":
        wanted["lang"] = "en"
    if wanted != st.query_params.to_dict():
        st.query_params.from_dict(wanted)


def is_guest() -> bool:
    """True for someone who came by an invitation or a personal link."""
    return bool(st.session_state.get(GUEST))


def choose(diagnostic: Diagnostic) -> None:
    if st.session_state.get(CODE) != diagnostic.code:
        leave_passage()
        st.session_state.pop(TERRITORY, None)
        st.session_state.pop(WORKSHOP, None)
    st.session_state[CODE] = diagnostic.code


def diagnostic() -> Diagnostic | None:
    """The diagnostic in hand, read again from the database; None where there is none.

    Someone who came by a personal link has their passage's diagnostic in hand.
    """
    code = st.session_state.get(CODE)
    if not code:
        token = st.session_state.get(TOKEN)
        try:
            return _resume(token)[2] if token else None
        except UnknownLink:
            return None  # The answering page says so.
    try:
        return _read_once(("diagnostic", code), lambda: store().diagnostic(code))
    except UnknownDiagnostic:
        st.session_state.pop(CODE, None)
        return None


def start_passage(token: str) -> None:
    leave_passage()
    st.session_state[TOKEN] = token


def leave_passage() -> None:
    for name in (TOKEN, SEEN, SCREEN):
        st.session_state.pop(name, None)


def passage() -> tuple[Submission, Wave, Diagnostic] | None:
    """The passage under way, by its personal link; None where there is none.

    Raises UnknownLink when the link is not, or no more, one of ours.
    """
    token = st.session_state.get(TOKEN)
    if not token:
        return None
    try:
        return _resume(token)
    except UnknownLink:
        leave_passage()
        raise


def _resume(token: str) -> tuple[Submission, Wave, Diagnostic]:
    return _read_once(("passage", token), lambda: store().resume(token))


def waves(diagnostic: Diagnostic) -> tuple[Wave, ...]:
    return _read_once(("waves", diagnostic.id), lambda: store().waves(diagnostic))


def local_questions(diagnostic: Diagnostic) -> tuple[LocalQuestion, ...]:
    return _read_once(("local", diagnostic.id), lambda: store().local_questions(diagnostic))


def change_counter(wave: Wave) -> int:
    """What tells a state of the answers of a wave from another."""
    return _read_once(("changes", wave.id), lambda: store().change_counter(wave))


@dataclass(frozen=True, slots=True)
class Seen:
    """What one browser last read of a passage: what moved since is what the person did."""

    submission_id: int
    answers: dict[str, Answer | None] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)


def seen(submission: Submission) -> Seen:
    """What this browser last read of this passage; empty for another passage."""
    kept = st.session_state.get(SEEN)
    if not isinstance(kept, Seen) or kept.submission_id != submission.id:
        kept = st.session_state[SEEN] = Seen(submission.id)
    return kept
