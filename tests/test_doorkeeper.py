"""Once the server listens to a network, strangers may join and answer, and nothing else."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.responses import Response
from starlette.types import Message, Scope

from diagnostic.ui.doorkeeper import COOKIE, ENTRY, LINK, ROOM, Doorkeeper, open_door
from tools.room import tell
from tools.serving import Server, serve

SECRET = "un-secret-assez-long-pour-servir"
THERE = "192.168.1.12:8501"
PHONE = "192.168.1.50"


@pytest.fixture
def door() -> Doorkeeper:
    return Doorkeeper(SECRET)


def knock(
    door: Doorkeeper,
    path: str,
    *,
    client: str = PHONE,
    host: str = THERE,
    kind: str = "http",
    **headers: str,
) -> Any:
    named = {"host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope: Scope = {
        "type": kind,
        "method": "GET",
        "path": path,
        "client": (client, 50_000),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }
    return door.examine(scope)


def cookie_of(answer: Response) -> str:
    (header,) = [value for name, value in answer.raw_headers if name == b"set-cookie"]
    assert b"HttpOnly" in header
    return header.decode().partition(";")[0]


@pytest.mark.parametrize(
    "path", ["/j", "/j/K7M2PX", "/r/ABCDEFGH", "/p/secret/salle", "/telephone/x/y"]
)
def test_anybody_joins_and_answers(door: Doorkeeper, path: str) -> None:
    assert knock(door, path) is None


@pytest.mark.parametrize(
    "path", ["/animer", "/projeter", "/preparer", "/resultats", "/donnees", "/media/x", "/jardin"]
)
def test_a_stranger_opens_nothing_else(door: Doorkeeper, path: str) -> None:
    assert knock(door, path).status_code == 403


def test_a_stranger_who_types_the_bare_address_is_led_to_the_room(door: Doorkeeper) -> None:
    answer = knock(door, "/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/j")


def test_a_stranger_has_no_websocket_even_under_an_open_path(door: Doorkeeper) -> None:
    for path in ("/_stcore/stream", "/j/_stcore/stream"):
        sent: list[Message] = []

        async def send(message: Message, sent: list[Message] = sent) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        asyncio.run(knock(door, path, kind="websocket")({}, receive, send))
        assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("name", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501"])
def test_who_sits_at_the_machine_opens_everything(door: Doorkeeper, name: str) -> None:
    for client in ("127.0.0.1", "::1"):
        assert knock(door, "/animer", client=client, host=name) is None


@pytest.mark.parametrize("name", ["forwarded", "x_forwarded_for", "x_real_ip"])
def test_what_a_relay_brings_is_not_from_the_machine(door: Doorkeeper, name: str) -> None:
    answer = knock(
        door, "/animer", client="127.0.0.1", host="127.0.0.1:8501", **{name: "127.0.0.1"}
    )
    assert answer.status_code == 403


def test_a_name_that_another_site_points_here_is_not_the_machine(door: Doorkeeper) -> None:
    assert knock(door, "/animer", client="127.0.0.1", host="piege.example:8501").status_code == 403


def test_a_page_of_another_site_reaches_nothing_through_the_owner(door: Doorkeeper) -> None:
    here = {"client": "127.0.0.1", "host": "127.0.0.1:8501"}
    assert knock(door, "/_stcore/stream", **here, origin="http://127.0.0.1:8501") is None
    for origin in ("https://piege.example", "null", "http://127.0.0.1:9999", "http://["):
        assert knock(door, "/_stcore/stream", **here, origin=origin) is not None
    assert knock(door, "/media/x", **here, sec_fetch_site="cross-site") is not None


def test_the_owners_link_opens_once_and_its_cookie_then_opens_all(door: Doorkeeper) -> None:
    assert knock(door, f"{ENTRY}faux").status_code == 403
    answer = knock(door, f"{ENTRY}{SECRET}")
    assert answer.status_code == 303
    cookie = cookie_of(answer)
    assert knock(door, "/animer", cookie=cookie) is None
    assert knock(door, f"{ENTRY}{SECRET}").status_code == 403
    for wrong in (f"{COOKIE}=", f"{COOKIE}={SECRET}", f"{cookie}x", "a=b;;;", 'x="'):
        assert knock(door, "/animer", cookie=wrong).status_code == 403


def test_a_new_link_replaces_the_former_and_opens_once(door: Doorkeeper) -> None:
    link = door.invite()
    assert knock(door, f"{ENTRY}{SECRET}").status_code == 403
    assert knock(door, f"{ENTRY}{link}").status_code == 303
    assert knock(door, f"{ENTRY}{link}").status_code == 403
    assert door.invite() != link


@pytest.mark.parametrize("link", ["", "court"])
def test_without_a_true_secret_no_link_opens(link: str) -> None:
    assert knock(Doorkeeper(link), f"{ENTRY}{link}").status_code == 403


def test_a_server_that_keeps_to_the_machine_has_no_doorkeeper() -> None:
    assert open_door({}) is None
    assert open_door({ROOM: "false"}) is None
    assert open_door({ROOM: "true", LINK: SECRET}) is not None


def test_the_terminal_says_what_is_opened_and_where() -> None:
    said = tell("8501", SECRET, ("192.168.1.12", "10.0.0.3"))
    for part in ("192.168.1.12:8501/j", "10.0.0.3:8501/j", f"{ENTRY}{SECRET}", "Fermé pour eux"):
        assert part in said
    assert "sur aucun réseau" in tell("8501", SECRET, ())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    file: Path = tmp_path_factory.mktemp("door") / "regards.sqlite"
    with serve(file, {ROOM: "true", LINK: SECRET}) as started:
        yield started


def test_the_real_server_has_the_doorkeeper_in_front_of_everything(server: Server) -> None:
    relayed = {"X-Forwarded-For": PHONE}
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert ask(server, "/j", relayed) == 200
    for path in ("/animer", "/_stcore/health", "/_stcore/host-config", "/static/"):
        assert ask(server, path, relayed) == 403
    assert ask(server, "/_stcore/stream", relayed | upgrade) == 403
    assert ask(server, "/_stcore/stream", upgrade) == 101
    assert ask(server, "/animer", {}) == 200


def test_a_refusal_too_has_the_headers_of_every_page(server: Server) -> None:
    there = urlsplit(server.url)
    connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=20)
    connection.request("GET", "/animer", headers={"X-Forwarded-For": PHONE})
    answer = connection.getresponse()
    connection.close()
    assert answer.status == 403
    assert "default-src 'self'" in (answer.getheader("content-security-policy") or "")


def ask(server: Server, path: str, headers: dict[str, str]) -> int:
    there = urlsplit(server.url)
    connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("address", ["0.0.0.0", None, "192.168.1.12", "::"])
def test_a_server_started_by_hand_on_a_network_opens_to_its_machine_alone(
    address: str | None,
) -> None:
    door = open_door({}, address=address)
    assert door is not None
    assert knock(door, "/resultats").status_code == 403
    assert knock(door, "/j/K7M2PX") is None
    assert knock(door, "/acces/").status_code == 403
    assert knock(door, "/resultats", client="127.0.0.1", host="127.0.0.1:8501") is None


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1"])
def test_a_server_of_this_machine_alone_needs_no_doorkeeper(address: str) -> None:
    assert open_door({}, address=address) is None


def test_where_people_sign_in_each_enters_for_themselves() -> None:
    assert open_door({}, address="0.0.0.0", hosted=True) is None
    assert open_door({ROOM: "true", LINK: SECRET}, hosted=True) is None


def test_the_owners_link_is_known_by_the_cookie_that_it_gave(door: Doorkeeper) -> None:
    held = cookie_of(knock(door, f"{ENTRY}{SECRET}")).removeprefix(f"{COOKIE}=")
    assert door.knows(held)
    assert not door.knows("")
    assert not door.knows(None)
    assert not door.knows(held[:-1])


def test_behind_another_server_nobody_owns_what_has_no_sign_in(tmp_path: Path) -> None:
    with serve(tmp_path / "regards.sqlite") as server:
        relayed = {"X-Forwarded-For": "203.0.113.7"}
        assert ask(server, "/accueil", {}) == 200
        assert ask(server, "/accueil", relayed) == 403
        assert ask(server, "/j", relayed) == 200
        assert ask(server, "/sante", relayed) == 200
