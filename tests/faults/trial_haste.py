"""People in haste: of two gestures that follow at once, on a page of Streamlit, none is lost."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed

from diagnostic.storage import Store
from tests.faults.conftest import FULL
from tests.faults.phones import Phone, seat
from tools.serving import Server, serve
from tools.wire import Browser

AT_ONCE, ROUNDS = (40, 5) if FULL else (8, 1)
PAIRS = 25
"""Of each person, whom the turnstile would slow after that: two answers, the second one at most
30 ms after the first. Every other time it comes with a gesture that has the whole page drawn, and
stops what was being drawn.
"""
FIRST, SECOND = "F01.G", "F02.G"
LONGEST = 5.0
"""Seconds for both to be kept; past them, the page says what it holds, as its beat does."""


class Person(Browser):
    """Somebody whose browser sends all that its page holds with each touch, and does not wait."""

    def __init__(self, port: int, code: str, phone: Phone) -> None:
        super().__init__(port, f"d={code}&reprise={phone.token}", "repondre")
        self.rerun(WidgetState(id=self.widgets["next"], trigger_value=True))
        self._mine = f"answer:{phone.submission.id}:"
        self._held: dict[str, WidgetState] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def touch(self, question: str, mark: int, *, whole: bool) -> None:
        key = f"{self._mine}{question}"
        state = self.picked(key, str(mark))
        self._held[state.id] = state
        self.say("" if whole else self.parts[key])

    def say(self, part: str) -> None:
        ask = BackMsg()
        ask.rerun_script.query_string = self.address
        ask.rerun_script.page_script_hash = self._hash
        ask.rerun_script.fragment_id = part
        ask.rerun_script.is_auto_rerun = part == self.beat
        ask.rerun_script.widget_states.widgets.extend(self._held.values())
        self._socket.send(ask.SerializeToString())

    def _listen(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                raw = self._socket.recv()
                assert isinstance(raw, bytes)
                drawn = ForwardMsg.FromString(raw).delta.new_element.button_group
                if drawn.set_value and drawn.id in self._held:
                    # The server has the browser hold something else.
                    told = WidgetState(id=drawn.id)
                    told.string_array_value.data.extend(drawn.raw_values)
                    self._held[drawn.id] = told


def haste(number: int, server: Server, file: Path, code: str, phone: Phone) -> tuple[int, int]:
    """Pairs of one person that were kept at once, and by the beat only."""
    chance, at_once, by_beat, pause = random.Random(number), 0, 0, threading.Event()
    person = Person(server.port, code, phone)
    with Store.open(file) as store:

        def is_kept(said: dict[str, int]) -> bool:
            until = time.monotonic() + LONGEST
            while {q: a.value for q, a in store.answers(phone.submission).items()} != said:
                if pause.wait(0.01) or time.monotonic() > until:
                    return False
            return True

        for n in range(PAIRS):
            said = {FIRST: n % 11, SECOND: (n + 5) % 11}
            person.touch(FIRST, said[FIRST], whole=False)
            pause.wait(chance.uniform(0, 0.03))
            person.touch(SECOND, said[SECOND], whole=n % 2 == 1)
            if is_kept(said):
                at_once += 1
                continue
            person.say(person.beat)
            by_beat += is_kept(said)
    person.close()
    return at_once, by_beat


def test_of_two_answers_given_at_once_none_is_lost(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    file = tmp_path / "regards.sqlite"
    phones = seat(file, AT_ONCE * ROUNDS)
    with Store.open(file) as store:
        (diagnostic,) = store.diagnostics()
    with serve(file) as server, ThreadPoolExecutor(AT_ONCE) as crowd:
        kept = list(
            crowd.map(
                lambda one: haste(one[0], server, file, diagnostic.code, one[1]), enumerate(phones)
            )
        )
    said = PAIRS * len(phones)
    at_once, by_beat = sum(one for one, _ in kept), sum(two for _, two in kept)
    tell(f"{said} paires de gestes : {said - at_once - by_beat} perdue(s), {by_beat} au battement")
    assert at_once + by_beat == said
