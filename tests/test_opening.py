"""A server whose base cannot be opened says so on every page, and opens as soon as it can."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from diagnostic.questionnaire import Questionnaire
from diagnostic.settings import Settings
from diagnostic.storage import Store
from diagnostic.storage.copies.backups import back_up
from diagnostic.storage.copies.envelopes import write_key
from diagnostic.storage.copies.restoring import restore
from diagnostic.storage.serving import release
from diagnostic.ui import opening
from diagnostic.ui.opening import Closed, Opening
from tests.builders import tiny_questionnaire
from tests.storage.copying import damage, fill

NOW = datetime(2026, 11, 22, 3, 0)


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return tiny_questionnaire()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "regards.sqlite"


@pytest.fixture
def opened(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opening]:
    """What a server does of this file; it tries again at each request."""
    monkeypatch.setattr(opening, "AGAIN", 0.0)
    made = Opening(lambda: Store.open(file), lambda: Settings(database=file, daily_backups=0))
    yield made
    made.close()
    release(file)


@pytest.fixture
def visitor(opened: Opening) -> TestClient:
    async def say_hello(_: Request) -> PlainTextResponse:
        return PlainTextResponse("Bonjour")

    app = Starlette(
        routes=[Route("/{rest:path}", say_hello)],
        middleware=[Middleware(Closed, opening=opened)],
    )
    return TestClient(app)


def test_a_base_that_opens_changes_nothing(opened: Opening, visitor: TestClient) -> None:
    assert opened.open()
    assert visitor.get("/").text == "Bonjour"


def test_a_damaged_base_is_told_on_every_page_with_the_command_that_takes_the_copy_back(
    file: Path,
    questionnaire: Questionnaire,
    opened: Opening,
    visitor: TestClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    fill(file, questionnaire, people=40)
    made = back_up(file, file.parent / "sauvegardes", NOW)
    damage(file)
    assert not opened.open()
    said = caplog.text
    assert "est abîmé" in said
    assert "python -m diagnostic restore regards-2026-11-22-030000.sqlite" in said
    for place in ("/", "/p/abc", "/_stcore/health"):
        page = visitor.get(place)
        assert page.status_code == 503
        assert "mis de côté" in page.text
        assert "22 novembre 2026, 03:00" in page.text
        assert "restore regards-2026-11-22-030000.sqlite" in page.text
        # Whoever reads it is anybody: nothing of where things are.
        assert str(file.parent) not in page.text
    assert not file.exists()
    restore(made.copy.path, file, NOW)
    assert visitor.get("/").text == "Bonjour"


def test_a_copy_under_a_key_is_offered_with_the_place_of_the_key_in_its_command(
    file: Path, questionnaire: Questionnaire, opened: Opening, visitor: TestClient, tmp_path: Path
) -> None:
    fill(file, questionnaire, people=40)
    secret = tmp_path / "clef.txt"
    public = write_key(secret, file.parent / "sauvegardes", NOW)
    made = back_up(file, file.parent / "sauvegardes", NOW, key=public)
    damage(file)
    assert not opened.open()
    page = visitor.get("/").text
    command = "python -m diagnostic restore regards-2026-11-22-030000.sqlite.age"
    assert f"<code>{command} --key FICHIER-DE-LA-CLEF</code>" in page
    assert "Elle est chiffrée" in page
    assert str(secret) not in page
    restore(made.copy.path, file, NOW, key=secret)
    assert visitor.get("/").text == "Bonjour"


def test_without_a_copy_it_is_said_that_there_is_none(
    file: Path, questionnaire: Questionnaire, opened: Opening, visitor: TestClient
) -> None:
    fill(file, questionnaire, people=40)
    damage(file)
    opened.open()
    assert "Aucune sauvegarde saine" in visitor.get("/").text


def test_a_file_that_lost_its_beginning_is_refused_in_place_and_the_copy_is_told(
    file: Path, questionnaire: Questionnaire, opened: Opening, visitor: TestClient
) -> None:
    fill(file, questionnaire)
    back_up(file, file.parent / "sauvegardes", NOW)
    broken = b"\0" * 100 + file.read_bytes()[100:]
    file.write_bytes(broken)
    assert not opened.open()
    page = visitor.get("/").text
    assert "restore regards-2026-11-22-030000.sqlite" in page
    assert file.read_bytes() == broken


def test_the_page_and_its_refusal_of_sockets_are_plain(
    file: Path, opened: Opening, visitor: TestClient
) -> None:
    file.mkdir()
    assert not opened.open()
    page = visitor.get("/?lang=fr")
    assert page.headers["cache-control"] == "no-store"
    assert '<html lang="fr">' in page.text
    assert "<script" not in page.text
    assert "est un dossier" in page.text
    assert str(file.parent) not in page.text
    with (
        pytest.raises(WebSocketDisconnect) as closed,
        visitor.websocket_connect("/_stcore/stream"),
    ):
        pass
    assert closed.value.code == 1013
