"""The screens of a hosted installation, as each role: what is closed says so, and shows nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from diagnostic.campaigns import Diagnostic
from diagnostic.questionnaire import Questionnaire
from diagnostic.rights import MACHINE, Actor, Role
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from diagnostic.ui import contents, identity
from diagnostic.ui.contents import RIGHTS
from tests.journeys.test_personal_data import close_long_ago
from tests.journeys.visitor import PAGES, PATIENCE, ROOT, Visitor

KEY = "une-cle-de-signature-assez-longue-pour-servir"
ISSUER = "https://id.test"
CLOSED = "Cette page n’est pas ouverte à votre rôle"
SECRET = "Ailleurs, que personne ne doit voir"
OPEN = {
    None: {"accueil", "mesures", "methode"},
    Role.READER: {"accueil", "mesures", "methode", "repondre", "resultats", "historique"},
    Role.FACILITATOR: {
        *("accueil", "mesures", "methode", "repondre", "resultats", "historique"),
        *("preparer", "animer", "projeter"),
    },
    Role.OWNER: {
        *("accueil", "mesures", "methode", "repondre", "resultats", "historique"),
        *("preparer", "animer", "projeter", "cadrage", "personnes"),
    },
}


class Member(Visitor):
    """A visitor whom a provider vouches for; nobody where `subject` is empty."""

    def __init__(
        self,
        subject: str = "",
        part: Callable[[], None] | None = None,
        /,
        claims: dict[str, Any] | None = None,
        **address: str,
    ):
        self._user = claims or (
            {
                "is_logged_in": True,
                "iss": ISSUER,
                "sub": subject,
                "name": subject.title(),
                "iat": int(time.time()),
            }
            if subject
            else {"is_logged_in": False}
        )
        self.app = (
            AppTest.from_function(part, default_timeout=PATIENCE)
            if part
            else AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
        )
        self.app.user = self._user
        self.app.secrets["auth"] = {"cookie_secret": KEY}
        self.app.query_params.update(address)
        self.look()


@pytest.fixture(autouse=True)
def hosted(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIAGNOSTIC_HOSTED", "true")
    monkeypatch.setenv("DIAGNOSTIC_ADMINISTRATORS", "chef, chef@exemple.fr")
    identity.hosting.clear()


@pytest.fixture
def elsewhere(store: Store, questionnaire: Questionnaire) -> Diagnostic:
    return store.open_diagnostic(SECRET, TerritoryKey.parse("commune:69123"), questionnaire)


@pytest.fixture
def give(store: Store, diagnostic: Diagnostic) -> Callable[[str, Role], None]:
    def do(subject: str, role: Role) -> None:
        link = store.as_actor(MACHINE).invite(diagnostic, role, timedelta(days=1), KEY)[1]
        person = Actor.signed_in(ISSUER, subject, subject.title(), administrator=False)
        store.as_actor(person).accept_invitation(link, KEY)

    return do


def test_every_page_says_whom_it_is_open_to() -> None:
    written = Path(contents.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r'url_path="(\w+)"', written)) == set(RIGHTS)
    assert set(PAGES) <= set(RIGHTS)


@pytest.mark.parametrize("role", [Role.READER, Role.FACILITATOR, Role.OWNER])
def test_each_role_opens_its_pages_and_no_other(
    role: Role,
    diagnostic: Diagnostic,
    elsewhere: Diagnostic,
    give: Callable[[str, Role], None],
) -> None:
    give("ana", role)
    person = Member("ana", d=diagnostic.code)
    for page in PAGES:
        person.go(page)
        assert (CLOSED in person.said) == (page not in OPEN[role]), page
        assert not person.sends(SECRET)


def test_a_stranger_sees_no_territory_whatever_address_they_type(
    diagnostic: Diagnostic, elsewhere: Diagnostic, give: Callable[[str, Role], None]
) -> None:
    give("ana", Role.OWNER)
    for subject, code in (("bob", diagnostic.code), ("ana", elsewhere.code)):
        for page in PAGES:
            person = Member(subject, d=code).go(page)
            assert not person.sends(SECRET)
            assert not (subject == "bob" and person.sends(diagnostic.title)), page
    assert "Vous n’avez encore de rôle sur aucun territoire" in Member("bob").said


def test_nobody_sees_anything_before_signing_in(diagnostic: Diagnostic) -> None:
    for page in PAGES:
        person = Member(d=diagnostic.code).go(page)
        assert "S’identifier" in person.labels
        assert not person.sends(diagnostic.title)


def test_who_comes_to_answer_needs_no_account(diagnostic: Diagnostic) -> None:
    guest = Member(invitation=diagnostic.code)
    assert "S’identifier" not in guest.labels
    assert guest.sends(diagnostic.title)
    guest.go("resultats")
    assert CLOSED not in guest.said
    assert "Personnes" not in guest.said


@pytest.mark.parametrize(
    ("changed", "administrator"),
    [
        ({}, True),
        ({"sub": "autre"}, False),
        ({"sub": "autre", "email": "chef@exemple.fr"}, False),
        ({"sub": "autre", "email": "chef@exemple.fr", "email_verified": False}, False),
        ({"sub": "autre", "email": "chef@exemple.fr", "email_verified": "true"}, False),
        ({"sub": "autre", "email": "chef@exemple.fr", "email_verified": True}, True),
    ],
)
def test_an_administrator_is_known_by_what_the_provider_checked(
    changed: dict[str, Any], administrator: bool
) -> None:
    claims = {"is_logged_in": True, "iss": ISSUER, "sub": "chef", "iat": time.time()} | changed
    assert identity.actor_of(claims).administrator is administrator


@pytest.mark.parametrize(
    "changed",
    [
        {"is_logged_in": False},
        {"is_logged_in": "true"},
        {"iss": ""},
        {"sub": None},
        {"iat": time.time() - identity.LONGEST_SIGN_IN - 60},
        {"iat": time.time() + 3_600},
    ],
)
def test_claims_that_are_incomplete_or_too_old_are_nobodys(changed: dict[str, Any]) -> None:
    claims = {"is_logged_in": True, "iss": ISSUER, "sub": "chef", "iat": time.time()} | changed
    assert identity.actor_of(claims).person is None


def test_the_administrator_may_open_a_territory_and_sees_no_other(diagnostic: Diagnostic) -> None:
    lead = Member("chef")
    assert "Ouvrir un diagnostic" in lead.said
    assert not lead.sends(diagnostic.title)
    lead.go("donnees")
    assert CLOSED not in lead.said


def test_an_owner_invites_changes_a_role_and_takes_a_link_back(
    store: Store, diagnostic: Diagnostic, give: Callable[[str, Role], None]
) -> None:
    give("ana", Role.OWNER)
    give("bob", Role.READER)
    lead = Member("ana", d=diagnostic.code).go("personnes")
    assert "**Bob** · lecture" in lead.said
    lead.fill("Rôle", Role.FACILITATOR.value).press("Faire un lien")
    assert "/invitation/" in "\n".join(one.value for one in lead.app.code)
    made = store.invitations(diagnostic)[0]
    assert made.role is Role.FACILITATOR
    lead.pick_button(f"invitation-retirer:{made.id}")
    assert store.invitations(diagnostic)[0].is_revoked
    (bob,) = [m for m in store.members(diagnostic) if m.person.subject == "bob"]
    lead.pick_button(f"role:{bob.id}:animateur")
    assert {m.person.subject: m.role for m in store.members(diagnostic)} == {
        "ana": Role.OWNER,
        "bob": Role.FACILITATOR,
    }
    lead.go("historique")
    (lines, *_) = lead.tables
    assert [line["Quoi"] for line in lines][:3] == [
        "Rôle changé",
        "Invitation retirée",
        "Invitation faite",
    ]
    assert lines[0]["Avant"] == "Bob : lecture"
    assert lines[0]["Après"] == "Bob : animation"
    assert lines[0]["Qui"].startswith("Ana (")


def draw_personal_data() -> None:
    """The parts alone, as when one of them is drawn anew without its page."""
    from diagnostic.ui import personal_data, session

    session.follow_address()
    diagnostic = session.diagnostic()
    assert diagnostic is not None
    personal_data.draw_privacy(diagnostic)
    personal_data.draw_end(diagnostic)


@pytest.mark.parametrize("role", [Role.READER, Role.FACILITATOR, Role.OWNER])
def test_only_an_owner_is_offered_what_an_owner_decides_of_personal_data(
    role: Role,
    store: Store,
    diagnostic: Diagnostic,
    give: Callable[[str, Role], None],
) -> None:
    give("ana", role)
    close_long_ago(store, store.waves(diagnostic)[0])
    person = Member("ana", draw_personal_data, d=diagnostic.code)
    is_owner = role is Role.OWNER
    assert ("Enregistrer" in person.labels) is is_owner
    assert ("Sceller" in person.labels) is is_owner
    assert ("Effacer pour toujours" in person.labels) is is_owner
    assert ("se décident par une personne propriétaire" in person.said) is not is_owner
    assert not person.errors


def test_who_is_no_longer_owner_is_told_so_and_seals_nothing(
    store: Store, diagnostic: Diagnostic, give: Callable[[str, Role], None]
) -> None:
    give("ana", Role.OWNER)
    give("bob", Role.OWNER)
    (wave,) = store.waves(diagnostic)
    close_long_ago(store, wave)
    person = Member("ana", d=diagnostic.code).go("cadrage").pick_button(f"sceller:{wave.id}")
    (ana,) = [m for m in store.members(diagnostic) if m.person.subject == "ana"]
    store.set_role(diagnostic, ana.id, Role.FACILITATOR)
    person.pick_button(f"sceller-sur:{wave.id}")
    assert CLOSED in person.said
    assert store.waves(diagnostic)[0].sealed_on is None


def test_the_last_owner_cannot_leave(
    store: Store, diagnostic: Diagnostic, give: Callable[[str, Role], None]
) -> None:
    give("ana", Role.OWNER)
    (ana,) = store.members(diagnostic)
    lead = Member("ana", d=diagnostic.code).go("personnes")
    lead.pick_button(f"retirer:{ana.id}")
    assert any("seule personne propriétaire" in error for error in lead.errors)
    assert store.members(diagnostic) == (ana,)
