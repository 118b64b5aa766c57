"""Forged messages of a browser (S14, S15, T7, G20): no row out of its domain, no fault inside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed

from diagnostic.answers import AnswerState, accept
from diagnostic.campaigns import FRAMING
from diagnostic.questionnaire import current
from diagnostic.storage import Store
from diagnostic.storage.words import printable
from tests.hostile.budget import inputs
from tests.hostile.conftest import Places, fill
from tests.hostile.payloads import SCRIPTS
from tests.hostile.raw import open_line, run
from tools.serving import Server, serve

PAGES = (
    *("", "cadrage", "repondre", "resultats", "mesures", "preparer", "animer", "projeter"),
    *("donnees", "methode", "nulle-part", "../app"),
)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    file: Path = tmp_path_factory.mktemp("forged") / "regards.sqlite"
    with Store.open(file) as store:
        return Places(file, fill(store, "commune:69264", ""), fill(store, "commune:56009", ""))


@pytest.fixture(scope="module")
def server(places: Places) -> Iterator[Server]:
    with serve(places.file) as started:
        yield started


WORDS = st.one_of(
    st.sampled_from((*SCRIPTS, "", "99-forgé", "FR", "citoyen", "0", "-1", "x" * 20_000)),
    st.text(max_size=30),
)
NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53), st.sampled_from((0, 1, -1, 99, 2**31, -(2**31), 2**63 - 1))
)
FLOATS = st.one_of(st.floats(), st.integers(-3, 12).map(float))
KINDS = ("string", "double", "int", "bool", "trigger", "strings", "ints", "doubles", "json",
         "bytes", "text_trigger", "files", "nothing")  # fmt: skip
VALUES = st.tuples(st.sampled_from(KINDS), WORDS, NUMBERS, FLOATS, st.integers(0, 10**6))
QUERIES = st.one_of(
    st.none(),
    st.lists(
        st.tuples(
            st.sampled_from(("d", "w", "a", "reprise", "invitation", "lang", "t", "x")), WORDS
        ),
        max_size=4,
    ).map(lambda pairs: urlencode(pairs, errors="replace")),
    WORDS,
)


def forge(widget: WidgetState, kind: str, word: str, number: int, decimal: float) -> None:
    word = word.encode("utf-8", "replace").decode()
    if kind == "string":
        widget.string_value = word
    elif kind == "double":
        widget.double_value = decimal
    elif kind == "int":
        widget.int_value = number
    elif kind == "bool":
        widget.bool_value = bool(number % 2)
    elif kind == "trigger":
        widget.trigger_value = True
    elif kind == "strings":
        widget.string_array_value.data.extend([word] * (number % 4))
    elif kind == "ints":
        widget.int_array_value.data.extend([number] * (number % 3))
    elif kind == "doubles":
        widget.double_array_value.data.extend([decimal] * (number % 3))
    elif kind == "json":
        widget.json_value = word
    elif kind == "bytes":
        widget.bytes_value = word.encode()
    elif kind == "text_trigger":
        widget.string_trigger_value.data = word
    elif kind == "files":
        one = widget.file_uploader_state_value.uploaded_file_info.add()
        one.file_id, one.name, one.size = word[:40], word, abs(number)


class Forger:
    """A browser whose messages are made by hand."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.drawn = 0
        self.looked: dict[tuple[str, str], tuple[list[str], list[str]]] = {}

    def look(self, page: str, query: str) -> tuple[list[str], list[str]]:
        """The ids of the widgets and of the parts of a page, learnt as anybody may."""
        if (page, query) not in self.looked:
            with open_line(self.server.port) as line:
                self.looked[page, query] = learn(
                    run(line, message(page, query).SerializeToString())
                )
        return self.looked[page, query]

    def send(self, *forged: BackMsg) -> None:
        """Each with its run; then a page is still drawn."""
        with open_line(self.server.port) as line:
            try:
                for one in forged:
                    raw = one.SerializeToString()
                    # Of a part of the page that is not known, no end is ever told.
                    if one.WhichOneof("type") == "rerun_script" and (
                        not one.rerun_script.fragment_id
                    ):
                        check(run(line, raw), forged=True)
                    else:
                        line.send(raw)
                with open_line(self.server.port) as other:
                    check(run(other))
            except ConnectionClosed as closed:
                assert closed.rcvd is None or closed.rcvd.code in (1000, 1002, 1009)  # noqa: PT017
        self.drawn += len(forged)


def message(page: str, query: str) -> BackMsg:
    made = BackMsg()
    made.rerun_script.page_name = page
    made.rerun_script.query_string = query
    return made


def learn(heard: list[ForwardMsg]) -> tuple[list[str], list[str]]:
    check(heard)
    widgets, parts = {"$$ID-nulle-part": None}, {"": None}
    for one in heard:
        element = one.delta.new_element
        kind = element.WhichOneof("type")
        identity = str(getattr(getattr(element, kind), "id", "")) if kind else ""
        if identity:
            widgets[identity] = None
        parts[one.delta.fragment_id] = None
        parts[one.auto_rerun.fragment_id] = None
    return list(widgets), list(parts)


def check(heard: list[ForwardMsg], *, forged: bool = False) -> None:
    """No fault was drawn; who forges what no widget sends may see one, that tells them nothing."""
    for one in heard:
        element = one.delta.new_element
        if element.WhichOneof("type") == "exception":
            assert forged, element.exception.message
            assert "redacted" in element.exception.message
            assert not element.exception.stack_trace
            assert not element.exception.type


@pytest.fixture(scope="module")
def forger(server: Server) -> Forger:
    return Forger(server)


@inputs(25)
@given(
    page=st.sampled_from(PAGES),
    whose=st.sampled_from(("ours", "room", "remote", "seated", "none")),
    moved=st.lists(VALUES, max_size=6),
    query=QUERIES,
    part=st.integers(0, 5),
    odd=st.sampled_from((*[""] * 6, "fragment", "auto", "type")),
)
def test_forged_messages_break_nothing(
    forger: Forger,
    places: Places,
    page: str,
    whose: str,
    moved: list[tuple[str, str, int, float, int]],
    query: str | None,
    part: int,
    odd: str,
) -> None:
    ours = places.ours
    address = {
        "ours": f"d={ours.code}",
        "room": f"d={ours.code}&a={ours.room}",
        "remote": f"reprise={ours.remote}",
        "seated": f"reprise={ours.seated}",
        "none": "",
    }[whose]
    widgets, parts = forger.look(page, address)
    forged = message(page, address if query is None else query)
    for kind, word, number, decimal, which in moved:
        state = forged.rerun_script.widget_states.widgets.add()
        state.id = widgets[which % len(widgets)]
        forge(state, kind, word, number, decimal)
    if part < 2:
        forged.rerun_script.fragment_id = parts[part % len(parts)]
    if odd == "fragment":
        forged.rerun_script.fragment_id = "f" * 32
    elif odd == "auto":
        forged.rerun_script.is_auto_rerun = True
    others = []
    if odd == "type":
        for name in ("clear_cache", "stop_script", "load_git_info", "app_heartbeat",
                     "set_run_on_save", "debug_shutdown_runtime",
                     "debug_disconnect_websocket"):  # fmt: skip
            other = BackMsg()
            setattr(other, name, True)
            others.append(other)
        uploads = BackMsg()
        uploads.file_urls_request.request_id = "x"
        uploads.file_urls_request.file_names.extend(["../x", "y" * 500])
        uploads.file_urls_request.session_id = "autre"
        others.append(uploads)
    forger.send(forged, *others)


@pytest.mark.parametrize("kind", KINDS)
def test_a_forged_choice_of_language_is_answered_and_asked_no_more(
    forger: Forger, places: Places, kind: str
) -> None:
    """A page that asks for itself again for ever would hold the server for all the others."""
    asked = message("cadrage", f"d={places.ours.code}")
    with open_line(forger.server.port) as line:
        heard = run(line, asked.SerializeToString())
        chosen = next(
            one.delta.new_element.button_group
            for one in heard
            if one.delta.new_element.button_group.label == "Langue · Language"
        )
        for word, number, decimal in (("en", 1, 1.0), ("xx", 99, 4.0), ("", -1, -2.5)):
            widget = asked.rerun_script.widget_states.widgets.add()
            widget.id = chosen.id
            forge(widget, kind, word, number, decimal)
            check(run(line, asked.SerializeToString()), forged=True)
            asked.rerun_script.widget_states.Clear()


@inputs(25)
@given(page=st.sampled_from(PAGES), query=QUERIES)
def test_whatever_an_address_asks_a_page_is_drawn(
    server: Server, page: str, query: str | None
) -> None:
    """The address is what anybody may write: no fault at all, not even a redacted one."""
    with open_line(server.port) as line:
        asked = message(page, (query or "").encode("utf-8", "replace").decode())
        check(run(line, asked.SerializeToString()))


def test_after_that_the_server_stands_and_the_memory_is_sound(
    forger: Forger, server: Server, places: Places
) -> None:
    assert forger.drawn
    assert server.is_healthy()
    content = current()
    with Store.open(places.file) as store:
        for diagnostic in store.diagnostics():
            local = {one.id: one for one in store.local_questions(diagnostic, with_withdrawn=True)}
            assert set(diagnostic.framing) <= set(FRAMING)
            assert diagnostic.threshold >= 3
            assert diagnostic.title == printable(diagnostic.title)
            for wave in store.waves(diagnostic):
                for passage in store.passages(wave):
                    for answer in passage.answers.values():
                        question = local.get(answer.question_id) or content.question(
                            answer.question_id
                        )
                        value = answer.value if answer.state is AnswerState.GIVEN else None
                        assert accept(question, answer.state, value) == answer
