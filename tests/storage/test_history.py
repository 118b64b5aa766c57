"""What was changed, by whom: written with the change, kept as it was, and nothing of answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from diagnostic.campaigns import CampaignRefused, Diagnostic, Wave, ask_locally
from diagnostic.questionnaire import Questionnaire, Text
from diagnostic.respondents import Viewpoint
from diagnostic.rights import MACHINE, OWNER_LINK, Actor, InvitationRefused, Kind, Right, Role
from diagnostic.rights.invitations import Claim, write_link
from diagnostic.storage import Entry, Store
from diagnostic.storage.access.guards import are_set, loosen, tighten
from diagnostic.storage.access.rules import RULES, Rule
from diagnostic.storage.engine import Database
from diagnostic.territories import TerritoryKey
from diagnostic.workshops import Decision, Step, StepKind
from tests.builders import given
from tests.storage.test_schema import next_version, update

KEY = "une-cle-de-signature-assez-longue-pour-servir"
CANARY = "canari-des-personnes"


@pytest.fixture
def owner(store: Store) -> Store:
    """The memory as the person at the machine has it."""
    return store.as_actor(MACHINE)


def told(store: Store, diagnostic: Diagnostic) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    return [(one.verb, one.before, one.after) for one in store.history(diagnostic)][::-1]


def test_each_change_says_what_was_before_and_what_is_after(
    store: Store, owner: Store, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    owner.rename(diagnostic.code, "Un autre nom")
    owner.set_threshold(diagnostic.code, 6)
    owner.set_framing(diagnostic.code, {"territoire": "Le bassin de vie"})
    (wave,) = owner.waves(diagnostic)
    owner.close_wave(wave)
    owner.reopen_wave(wave)
    owner.open_wave(diagnostic, questionnaire, closing=True)
    owner.add_local_question(diagnostic, ask_locally(1, "text", "Le fleuve"))
    owner.withdraw_local_question(diagnostic, "L1")
    today = told(store, diagnostic)
    assert [verb for verb, _, _ in today] == [
        "rename",
        "set_threshold",
        "set_framing",
        "close_wave",
        "reopen_wave",
        "open_wave",
        "add_local_question",
        "withdraw_local_question",
    ]
    assert today[0] == ("rename", {"title": "Vivre en Beaujolais"}, {"title": "Un autre nom"})
    assert today[1][1:] == ({"threshold": 5}, {"threshold": 6})
    assert today[2][1:] == ({}, {"framing:territoire": "Le bassin de vie"})
    day = str(store.history(diagnostic)[0].at.date())
    assert today[3][1:] == ({"wave:1:closed_at": None}, {"wave:1:closed_at": day})
    assert today[5][2]["wave:2"] == questionnaire.version
    assert today[6][1:] == ({}, {"question:L1": "Le fleuve"})
    assert today[7][1:] == ({"question:L1": "Le fleuve"}, {})


def test_what_changes_nothing_is_not_told(
    store: Store, owner: Store, diagnostic: Diagnostic
) -> None:
    owner.set_threshold(diagnostic.code, diagnostic.threshold)
    assert told(store, diagnostic) == []


def test_a_change_that_fails_leaves_no_line(
    store: Store, owner: Store, diagnostic: Diagnostic
) -> None:
    with pytest.raises(CampaignRefused):
        owner.set_threshold(diagnostic.code, 1)
    assert told(store, diagnostic) == []


def test_a_change_that_cannot_be_told_is_not_done(
    store: Store, owner: Store, wave: Wave, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(connection: Connection, place: int, said: Mapping[str, Any]) -> dict[str, object]:
        if connection.execute(text("SELECT count(closed_at) FROM wave")).scalar():
            raise OSError("after the change, and before it is kept")
        return {}

    monkeypatch.setitem(RULES, "close_wave", Rule(Right.OWN, look))
    with pytest.raises(OSError, match="after the change"):
        owner.close_wave(wave)
    monkeypatch.undo()
    assert store.waves(store.diagnostics()[0])[0].closed_on is None


def test_a_workshop_is_told_without_what_people_say_in_it(
    store: Store, owner: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    steps = (Step(id="accueil", kind=StepKind.FRAME, title=Text(fr="Bienvenue", en="Welcome")),)
    workshop = owner.open_workshop(wave, steps, date(2026, 12, 1), "Salle des fêtes", 20)
    owner.edit_workshop(workshop, place="Gymnase")
    seat, token = store.join(workshop, Viewpoint.CITIZEN)
    store.save(seat.submission, [given("F01.G", 7)])
    store.say(seat.submission, "F01.G", CANARY)
    owner.give_place_back(workshop, seat.mark)
    owner.write_decision(workshop, Decision(1, "Un bus le soir", CANARY, None))
    owner.erase_workshop(owner.workshop(workshop.code))
    lines = store.history(diagnostic)
    assert [one.verb for one in lines][::-1] == [
        "open_workshop",
        "edit_workshop",
        "give_place_back",
        "write_decision",
        "erase_workshop",
    ]
    whole = json.dumps([(one.before, one.after) for one in lines], ensure_ascii=False)
    assert "Gymnase" in whole
    assert "Un bus le soir" in whole
    for hidden in (CANARY, token, seat.mark, "F01.G"):
        assert hidden not in whole


def test_who_did_it_is_told_for_the_machine_the_link_and_a_person(
    store: Store, diagnostic: Diagnostic
) -> None:
    person = Actor.signed_in("https://id.test", "42", "Ana  Petit\n", administrator=False)
    door = store.as_actor(MACHINE)
    door.rename(diagnostic.code, "Un")
    store.as_actor(OWNER_LINK).rename(diagnostic.code, "Deux")
    link = door.invite(diagnostic, Role.OWNER, timedelta(days=2), KEY)[1]
    store.as_actor(person).accept_invitation(link, KEY)
    store.as_actor(person).rename(diagnostic.code, "Trois")
    lines = store.history(diagnostic)[::-1]
    assert [(one.kind, one.name) for one in lines] == [
        (Kind.MACHINE, ""),
        (Kind.LINK, ""),
        (Kind.MACHINE, ""),
        (Kind.PERSON, "Ana Petit"),
        (Kind.PERSON, "Ana Petit"),
    ]
    assert lines[3].after == {"Ana Petit": "proprietaire"}
    assert len({one.mark for one in lines[3:]}) == 1
    assert lines[3].mark
    assert link not in json.dumps([one.after for one in lines])


def test_imports_and_erasures_are_in_the_history_of_the_installation(
    store: Store, owner: Store, questionnaire: Questionnaire
) -> None:
    opened = owner.open_diagnostic("Ici", TerritoryKey.parse("commune:69123"), questionnaire)
    assert told(store, opened)[0][2]["title"] == "Ici"
    owner.rename(opened.code, "Ailleurs")
    owner.erase(opened)
    lines = store.installation_history()[::-1]
    assert [(one.verb, one.before, one.after) for one in lines] == [
        ("open_diagnostic", {}, {f"diagnostic:{opened.code}": True}),
        ("erase", {f"diagnostic:{opened.code}": True}, {}),
    ]
    with store._database.reading() as connection:
        left = connection.execute(text("SELECT count(*) FROM history WHERE chain <> 0")).scalar()
    assert left == 0


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE history SET name = 'quelqu’un d’autre'",
        "UPDATE history SET after = '{}' WHERE number = 1",
        "DELETE FROM history",
        "DELETE FROM history WHERE number = 2",
    ],
)
def test_no_line_is_changed_nor_taken_away(
    store: Store, owner: Store, diagnostic: Diagnostic, attack: str
) -> None:
    owner.rename(diagnostic.code, "Un")
    owner.rename(diagnostic.code, "Deux")
    before = store.history(diagnostic)
    with (
        pytest.raises(DBAPIError),
        store._database.writing() as connection,
    ):
        connection.execute(text(attack))
    assert store.history(diagnostic) == before


@pytest.fixture
def disarmed(store: Store) -> Iterator[Callable[[], None]]:
    """Takes the triggers away, as whoever holds the base can; they are back afterwards."""

    def disarm() -> None:
        with store._database.writing() as connection:
            assert are_set(connection)
            loosen(connection)
            assert not are_set(connection)

    yield disarm
    with store._database.writing() as connection:
        loosen(connection)
        tighten(connection)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE history SET after = replace(after, 'Un', 'Vn') WHERE number = 1",
        "UPDATE history SET name = 'x' WHERE number = 2",
        "UPDATE history SET kind = 'lien' WHERE number = 3",
        "UPDATE history SET verb = 'erase' WHERE number = 3",
        "UPDATE history SET seal = replace(seal, substr(seal, 1, 1), '-') WHERE number = 1",
        "DELETE FROM history WHERE number = 2",
        "DELETE FROM history WHERE number = 1",
    ],
)
def test_one_altered_byte_is_found(
    store: Store,
    owner: Store,
    diagnostic: Diagnostic,
    disarmed: Callable[[], None],
    attack: str,
) -> None:
    for title in ("Un", "Deux", "Trois"):
        owner.rename(diagnostic.code, title)
    assert store.broken_history() == ()
    disarmed()
    with store._database.writing() as connection:
        connection.execute(text(attack))
    assert store.broken_history()


def test_changes_at_the_same_moment_make_one_chain(
    store: Store, owner: Store, diagnostic: Diagnostic
) -> None:
    def change(number: int) -> None:
        for step in range(5):
            owner.rename(diagnostic.code, f"Nom {number}.{step}")

    threads = [threading.Thread(target=change, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = store.history(diagnostic)[::-1]
    assert [one.number for one in lines] == list(range(1, 21))
    assert store.broken_history() == ()
    follows(lines)


def follows(lines: tuple[Entry, ...]) -> None:
    """Each line begins where the one before it ended."""
    for former, latter in zip(lines, lines[1:], strict=False):
        assert latter.before == former.after


def test_the_guards_come_back_after_an_update_of_the_tables(
    untouched: Path | str, tmp_path: Path
) -> None:
    with Store.open(untouched) as store, store._database.reading() as connection:
        assert are_set(connection)
    update(untouched, next_version(tmp_path / "release"))
    database = Database(untouched)
    with database.reading() as connection:
        assert are_set(connection)
    database.close()


# Invitations


def ana(subject: str = "ana") -> Actor:
    return Actor.signed_in("https://id.test", subject, subject.title(), administrator=False)


def invite(owner: Store, diagnostic: Diagnostic, days: int = 1) -> str:
    return owner.invite(diagnostic, Role.READER, timedelta(days=days), KEY)[1]


def test_an_invitation_is_accepted_once_and_by_one_person(
    store: Store, owner: Store, diagnostic: Diagnostic
) -> None:
    link = invite(owner, diagnostic)
    assert store.as_actor(ana()).look_at_invitation(link, KEY) == (diagnostic, Role.READER)
    assert store.as_actor(ana()).accept_invitation(link, KEY) == (diagnostic, Role.READER)
    assert store.as_actor(ana()).accept_invitation(link, KEY) == (diagnostic, Role.READER)
    with pytest.raises(InvitationRefused, match="déjà servi"):
        store.as_actor(ana("bob")).accept_invitation(link, KEY)
    assert [member.person.subject for member in store.members(diagnostic)] == ["ana"]
    assert len(store.history(diagnostic)) == 2


def test_two_people_who_open_one_link_at_once_are_not_both_let_in(
    store: Store, owner: Store, diagnostic: Diagnostic
) -> None:
    link = invite(owner, diagnostic)
    refused: list[str] = []

    def accept(subject: str) -> None:
        try:
            store.as_actor(ana(subject)).accept_invitation(link, KEY)
        except InvitationRefused:
            refused.append(subject)

    threads = [threading.Thread(target=accept, args=(f"p{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7
    assert len(store.members(diagnostic)) == 1


def test_a_forged_link_gives_nothing(store: Store, owner: Store, diagnostic: Diagnostic) -> None:
    link = invite(owner, diagnostic)
    body, _, signature = link.partition(".")
    better = Claim.draw(diagnostic.code, Role.OWNER, timedelta(days=1), datetime.now(UTC))
    forged = (
        "",
        ".",
        body,
        f"{body}.{signature[:-1]}",
        f"{body[:-2]}AA.{signature}",
        link.swapcase(),
        write_link("x" * 40, better),
        link + "é",
        "é" * 10_000,
    )
    for one in forged:
        with pytest.raises(InvitationRefused, match="pas valable"):
            store.as_actor(ana()).accept_invitation(one, KEY)
    # Signed with our key, and never made here.
    with pytest.raises(InvitationRefused, match="aucun territoire"):
        store.as_actor(ana()).accept_invitation(write_link(KEY, better), KEY)
    assert store.members(diagnostic) == ()


def test_a_row_that_was_altered_does_not_make_a_link_give_more(
    store: Store, owner: Store, diagnostic: Diagnostic
) -> None:
    link = invite(owner, diagnostic)
    with store._database.writing() as connection:
        connection.execute(text("UPDATE invitation SET role = 'proprietaire'"))
    with pytest.raises(InvitationRefused):
        store.as_actor(ana()).accept_invitation(link, KEY)
    assert store.members(diagnostic) == ()


def test_a_link_withdrawn_too_old_or_of_an_erased_territory_gives_nothing(
    store: Store, owner: Store, diagnostic: Diagnostic
) -> None:
    invitation, link = owner.invite(diagnostic, Role.READER, timedelta(days=1), KEY)
    owner.revoke_invitation(diagnostic, invitation.id)
    with pytest.raises(InvitationRefused, match="retirée"):
        store.as_actor(ana()).accept_invitation(link, KEY)
    old = Claim.draw(diagnostic.code, Role.READER, timedelta(days=1), datetime.now(UTC))
    past = Claim(old.code, old.role, datetime.now(UTC) - timedelta(seconds=1), old.nonce)
    with pytest.raises(InvitationRefused, match="expiré"):
        store.as_actor(ana()).accept_invitation(write_link(KEY, past), KEY)
    other = invite(owner, diagnostic)
    owner.erase(diagnostic)
    with pytest.raises(InvitationRefused, match="effacé"):
        store.as_actor(ana()).accept_invitation(other, KEY)


def test_nobody_accepts_without_having_signed_in(
    store: Store, owner: Store, diagnostic: Diagnostic
) -> None:
    link = invite(owner, diagnostic)
    for actor in (MACHINE, OWNER_LINK):
        with pytest.raises(InvitationRefused, match="Identifiez-vous"):
            store.as_actor(actor).accept_invitation(link, KEY)
    # Whoever asks is the one who is let in, whatever they say.
    store.as_actor(ana()).accept_invitation(link, KEY, actor=ana("bob"))
    assert [member.person.subject for member in store.members(diagnostic)] == ["ana"]


def test_a_lesser_invitation_takes_no_role_away(
    store: Store, owner: Store, diagnostic: Diagnostic
) -> None:
    first = owner.invite(diagnostic, Role.OWNER, timedelta(days=1), KEY)[1]
    store.as_actor(ana()).accept_invitation(first, KEY)
    store.as_actor(ana()).accept_invitation(invite(owner, diagnostic), KEY)
    assert [member.role for member in store.members(diagnostic)] == [Role.OWNER]


def test_the_secret_of_a_link_is_nowhere_in_the_base(
    store: Store, owner: Store, diagnostic: Diagnostic
) -> None:
    link = invite(owner, diagnostic)
    with store._database.reading() as connection:
        rows = connection.execute(text("SELECT * FROM invitation")).all()
    kept = json.dumps([[str(cell) for cell in row] for row in rows])
    assert link not in kept
    assert link.partition(".")[0] not in kept


@pytest.mark.parametrize("days", [0, -1, 31])
def test_an_invitation_lasts_from_one_day_to_a_month(
    owner: Store, diagnostic: Diagnostic, days: int
) -> None:
    with pytest.raises(InvitationRefused, match="30 jours"):
        invite(owner, diagnostic, days)
