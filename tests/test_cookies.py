"""Every cookie is in the register, with what it is needed for; no page sets another one."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie

import pytest
from starlette.testclient import TestClient
from streamlit.web.server.starlette import starlette_server_config as streamlit_names

from diagnostic.participant import desk, rendering
from diagnostic.privacy import COOKIES
from diagnostic.settings import PROJECT
from diagnostic.ui import access, doorkeeper, handing
from tests.browser.test_offline import NEEDED

REGISTER = PROJECT / "docs" / "donnees-personnelles.md"
SETS = {
    "diagnostic/participant/desk.py",
    "diagnostic/participant/rendering.py",
    "diagnostic/ui/doorkeeper.py",
    "diagnostic/ui/handing.py",
}
"""The only files of ours that set cookies; another one must be listed, and its cookie told."""


def named(pages: str) -> set[str]:
    return {cookie.name for cookie in COOKIES if cookie.pages == pages}


def test_our_pages_set_the_cookies_that_are_told() -> None:
    assert named("telephone") == {desk.COOKIE, rendering.LANGUAGE}
    assert named("acces") == {doorkeeper.COOKIE}
    setting = {
        path.relative_to(PROJECT).as_posix()
        for path in (PROJECT / "diagnostic").rglob("*")
        if path.suffix in (".py", ".js", ".html")
        and re.search(
            r"\.set_cookie\(|document\.cookie|set-cookie", path.read_text(encoding="utf-8"), re.I
        )
    }
    assert setting == SETS


def test_their_lives_are_those_that_are_told() -> None:
    days = {cookie.name: cookie.days for cookie in COOKIES}
    assert days[desk.COOKIE] == desk.SEASON / 86_400
    assert days[rendering.LANGUAGE] == rendering.YEAR / 86_400
    assert days[access.INVITATION] == handing.WAITING / 86_400
    assert days[doorkeeper.COOKIE] == doorkeeper.LONGEST_LIFE / 86_400


def test_streamlit_can_set_no_other_cookie_than_those_that_are_told() -> None:
    names = {value for name, value in vars(streamlit_names).items() if name.endswith("COOKIE_NAME")}
    assert names | {access.INVITATION} == named("ecrans") | named("comptes")
    # What a browser that walks on every page was found to hold.
    assert named("ecrans") == NEEDED


def test_the_owner_s_cookie_is_the_only_one_at_the_door() -> None:
    door = doorkeeper.Doorkeeper("un-secret-bien-long")

    async def answer(scope: dict[str, object], receive: object, send: object) -> None:
        app = door.examine(scope)
        assert app is not None
        await app(scope, receive, send)  # type: ignore[arg-type]

    client = TestClient(answer, follow_redirects=False)  # type: ignore[arg-type]
    headers = client.get("/acces/un-secret-bien-long").headers.get_list("set-cookie")
    found = SimpleCookie()
    for header in headers:
        found.load(header)
    assert set(found) == named("acces")
    assert found[doorkeeper.COOKIE]["httponly"]


@pytest.mark.parametrize("cookie", COOKIES, ids=lambda one: one.name)
def test_the_register_tells_each_of_them(cookie: object) -> None:
    assert f"`{cookie.name}`" in REGISTER.read_text(encoding="utf-8")  # type: ignore[attr-defined]
