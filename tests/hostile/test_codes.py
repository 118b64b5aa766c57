"""Guessed codes and forged links (T1, T2): nobody comes in, and nobody honest waits."""

from __future__ import annotations

import http.client
import random
import secrets
import threading
import time
from collections import Counter
from urllib.parse import urlencode

import pytest

from diagnostic.participant.desk import COOKIE
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.workshops.workshop import _LETTERS, CODE_LENGTH
from tests.hostile.conftest import Places
from tests.hostile.raw import FULL, PATIENCE, Said, ask
from tools.serving import HOST, Server

GUESSES = 100_000 if FULL else 10_000
HONEST = 200 if FULL else 60
FORM = "application/x-www-form-urlencoded"


class Caller:
    """One connection that is kept, as a script would."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)

    def ask(self, method: str, path: str, **fields: str) -> Said:
        body = urlencode(fields) if fields else None
        kind = {"content-type": FORM, "sec-fetch-site": "same-origin"} if fields else {}
        self._line.request(method, path, body, kind)
        answer = self._line.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        return Said(answer.status, said, answer.read().decode())

    def close(self) -> None:
        self._line.close()


def test_ten_thousand_wrong_codes_open_nothing_and_disturb_nobody(
    server: Server, places: Places
) -> None:
    statuses: Counter[int] = Counter()
    admitted: list[str] = []
    left = iter(range(GUESSES))
    turn = threading.Lock()
    chance = random.Random(6)
    over = threading.Event()

    def guess() -> None:
        caller = Caller(server.port)
        while True:
            with turn:
                number = next(left, None)
                code = "".join(chance.choice(_LETTERS) for _ in range(CODE_LENGTH))
            if number is None or over.is_set():
                break
            if number % 4:
                said = caller.ask("GET", f"/j/{code}")
            elif number % 8:
                said = caller.ask("POST", "/j", code=code)
            else:
                said = caller.ask("POST", f"/j/{code}", regard="citoyen", cle="x" * 20)
            with turn:
                statuses[said.status] += 1
            if said.status in (200, 303) or "set-cookie" in said.headers:
                admitted.append(code)
        caller.close()

    # More callers than may wait at once: those beyond are told so at once.
    crowd = [threading.Thread(target=guess, daemon=True) for _ in range(60)]
    for one in crowd:
        one.start()
    while sum(statuses.values()) < 200:
        over.wait(0.01)
    waits = [join(server, places.ours.room) for _ in range(HONEST)]
    for one in crowd:
        one.join(600)
    print(
        f"{sum(statuses.values())} codes faux, {dict(statuses)}, 0 admis ; {HONEST} entrées "
        f"honnêtes : médiane {sorted(waits)[HONEST // 2]:.2f} s, au pire {max(waits):.2f} s"
    )
    assert admitted == []
    assert sum(statuses.values()) == GUESSES
    assert set(statuses) <= {404, 429}
    assert statuses[429] > GUESSES / 2
    assert max(waits) < 2.0


def join(server: Server, room: str) -> float:
    """Seconds that a person took to come in, by the door and then by its button."""
    caller = Caller(server.port)
    before = time.monotonic()
    assert caller.ask("GET", f"/j/{room}").status == 200
    key = secrets.token_urlsafe(12)
    said = caller.ask("POST", f"/j/{room}", regard="citoyen", cle=key)
    assert said.status == 303
    waited = time.monotonic() - before
    caller.close()
    return waited


def test_a_link_is_a_long_secret_that_the_memory_does_not_hold(places: Places) -> None:
    links = {one.seated for one in (places.ours, places.theirs)}
    links |= {one.remote for one in (places.ours, places.theirs)}
    assert len(links) == 4
    kept = places.file.read_bytes()
    for beside in places.file.parent.rglob("*"):
        kept += beside.read_bytes() if beside.is_file() else b""
    for link in links:
        assert len(link) >= 32
        assert link.encode() not in kept


def forge(link: str) -> list[str]:
    """What a person might try, who has seen a link or the memory."""
    return [
        link[:-1],
        link + "A",
        link.swapcase(),
        link[::-1],
        link[:16] + secrets.token_urlsafe(24)[16:],
        f"{link}%00",
        f"%20{link}",
        f"{link}%2F..",
        "%25",
        "1",
        "0",
        "-1",
        "null",
        "'%20OR%20''='",
        secrets.token_urlsafe(24),
    ]


@pytest.mark.parametrize("way", ["", "/t/vous", "/t/vital", "/salle", "/etat"])
def test_a_forged_link_leads_nowhere(server: Server, places: Places, way: str) -> None:
    for link in (places.theirs.seated, places.theirs.remote):
        for forged in forge(link):
            said = ask(server.port, f"/p/{forged}{way}")
            assert said.status in (400, 404), forged
            assert link not in said.all
            assert "set-cookie" not in said.headers


def test_a_link_that_was_given_back_or_erased_leads_nowhere_again(
    server: Server, places: Places
) -> None:
    with Store.open(places.file) as store:
        workshop = store.workshop(places.ours.room)
        seat, old = store.join(workshop, Viewpoint.CITIZEN)
        _, new = store.give_place_back(workshop, seat.mark)
        assert ask(server.port, f"/p/{old}/salle").status == 404
        assert ask(server.port, f"/p/{new}/salle").status == 200
        store.erase_submission(new)
    # The room's page of a person may be remembered a moment by the server, and their answers not.
    assert ask(server.port, f"/p/{new}/salle").status == 404
    assert ask(server.port, f"/p/{new}").status == 404


def test_the_cookie_of_a_link_is_for_this_site_and_hidden_from_scripts(
    server: Server, places: Places
) -> None:
    cookie = ask(server.port, f"/p/{places.ours.remote}/t/vital").headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}={places.ours.remote};")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_no_link_is_written_in_the_log_of_the_server(server: Server, places: Places) -> None:
    ask(server.port, f"/p/{places.ours.remote}/t/vital")
    ask(server.port, f"/j/{places.ours.room}")
    written = server.written()
    assert places.ours.remote not in written
    assert places.ours.room not in written
