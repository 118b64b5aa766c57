"""Files and invitations outside the screens, on one laptop; tests/hosted has the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from diagnostic.questionnaire import Text, current
from diagnostic.respondents import Viewpoint
from diagnostic.settings import SettingsRefused
from diagnostic.storage import Store
from diagnostic.storage.tables import step_timing
from diagnostic.territories import TerritoryKey
from diagnostic.ui import identity
from diagnostic.ui.handing import Handing
from diagnostic.workshops import Step, StepKind, Workshop
from tests.storage.rows import database_of

CANARY = "<script>canari</script>"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(tmp_path / "regards.sqlite"))
    identity.hosting.clear()
    yield
    identity.hosting.clear()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "regards.sqlite") as opened:
        yield opened


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(Starlette(routes=Handing(lambda: store).routes()), follow_redirects=False)


def test_the_account_of_a_workshop_is_handed_over_as_a_file(
    store: Store, client: TestClient
) -> None:
    diagnostic = store.open_diagnostic("Ici", TerritoryKey.parse("commune:69264"), current())
    (wave,) = store.waves(diagnostic)
    steps = (Step(id="accueil", kind=StepKind.FRAME, title=Text(fr="Bienvenue", en="Welcome")),)
    workshop = store.open_workshop(wave, steps, date(2026, 12, 1), CANARY, 20)
    answer = client.get(f"/atelier/{workshop.code}/compte-rendu")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="atelier-2026-12-01.html"'
    assert answer.headers["cache-control"] == "no-store"
    assert "Ici" in answer.text
    assert CANARY not in answer.text


@pytest.fixture
def held(store: Store) -> Workshop:
    """A workshop where one person came."""
    diagnostic = store.open_diagnostic("Ici", TerritoryKey.parse("commune:69264"), current())
    (wave,) = store.waves(diagnostic)
    steps = (Step(id="accueil", kind=StepKind.FRAME, title=Text(fr="Bienvenue", en="Welcome")),)
    workshop = store.open_workshop(wave, steps, date(2026, 12, 1), "", 20)
    store.join(workshop, Viewpoint.CITIZEN)
    return workshop


def test_an_account_read_after_the_purge_says_that_people_were_erased_since(
    store: Store, client: TestClient, held: Workshop
) -> None:
    address = f"/atelier/{held.code}/compte-rendu"
    assert "· 1 personne<" in client.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
    store.close_wave(store.home(held)[0])
    store.purge(datetime.now(UTC) + timedelta(days=40 * 30))
    store.purge(datetime.now(UTC) + timedelta(days=60 * 30))
    told = client.get(address).text
    assert "0 personne" not in told.replace("\N{NO-BREAK SPACE}", " ")
    assert "personnes effacées depuis" in told.replace("\N{NO-BREAK SPACE}", " ")


def test_a_step_that_ended_before_it_began_has_no_duration(
    store: Store, client: TestClient, held: Workshop
) -> None:
    """The clock of the machine was set back by an hour while the room was at this step."""
    address = f"/atelier/{held.code}/compte-rendu"
    assert re.search(r"<li>\d\d:\d\d · 1\smin · Bienvenue</li>", client.get(address).text)
    later = datetime.now(UTC) + timedelta(hours=1)
    with database_of(store).writing() as connection:
        connection.execute(step_timing.update().values(started_at=later))
    assert re.search(r"<li>\d\d:\d\d · Bienvenue</li>", client.get(address).text)


@pytest.mark.parametrize("code", ["ZZZZZZ", "..%2f..", "é" * 300, "%00"])
def test_an_unknown_workshop_is_said_to_be_so(client: TestClient, code: str) -> None:
    answer = client.get(f"/atelier/{code}/compte-rendu?lang=en")
    assert answer.status_code == 404


def test_an_invitation_means_nothing_where_nobody_signs_in(client: TestClient) -> None:
    answer = client.get("/invitation/abc.def")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "set-cookie" not in answer.headers


def test_an_invitation_waits_in_a_cookie_that_no_script_reads(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIAGNOSTIC_HOSTED", "true")
    identity.hosting.clear()
    kept = client.get("/invitation/abc.def").headers["set-cookie"]
    assert kept.startswith("regards_invitation=abc.def;")
    assert "HttpOnly" in kept
    assert "samesite=lax" in kept.lower()
    assert "set-cookie" not in client.get("/invitation/" + "a" * 601).headers


def test_a_server_where_nobody_could_sign_in_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert identity.find_gaps() == ()
    monkeypatch.setenv("DIAGNOSTIC_HOSTED", "true")
    identity.hosting.clear()
    with pytest.raises(SettingsRefused) as refused:
        identity.read_checked()
    for name in ("redirect_uri", "cookie_secret", "client_id", "administrators"):
        assert f"« {name} »" in str(refused.value)


def test_a_diagnostic_is_handed_over_in_a_file_that_another_machine_takes_in(
    store: Store, client: TestClient, tmp_path: Path
) -> None:
    diagnostic = store.open_diagnostic("Ici", TerritoryKey.parse("commune:69264"), current())
    answer = client.get(f"/diagnostic/{diagnostic.code}/emporter")
    assert answer.status_code == 200
    assert ".regards" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    file = tmp_path / "arrive.regards"
    file.write_bytes(answer.content)
    with Store.open(tmp_path / "portable.sqlite") as laptop:
        assert laptop.bring(file).diagnostic.title == "Ici"


def test_no_file_is_made_of_an_unknown_diagnostic(client: TestClient) -> None:
    answer = client.get("/diagnostic/ZZZZZZZZ/emporter")
    assert answer.status_code == 404
    assert "Aucun diagnostic" in answer.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_begins_no_journey(
    store: Store, client: TestClient, site: str
) -> None:
    diagnostic = store.open_diagnostic("Ici", TerritoryKey.parse("commune:69264"), current())
    answer = client.get(f"/diagnostic/{diagnostic.code}/emporter", headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert store.journey(diagnostic) is None
