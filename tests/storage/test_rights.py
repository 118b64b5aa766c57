"""Every verb, as every role, on three territories: what is not written in the table is refused."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from diagnostic.campaigns import Diagnostic, Wave, ask_locally
from diagnostic.privacy import Privacy
from diagnostic.problems import ContentRefused
from diagnostic.questionnaire import Questionnaire, Text
from diagnostic.respondents import Viewpoint
from diagnostic.rights import ANYBODY, MACHINE, Actor, Right, Role
from diagnostic.storage import (
    LastOwner,
    NotAllowed,
    Store,
    UnknownDiagnostic,
    UnknownState,
    UnknownWorkshop,
)
from diagnostic.storage.access.door import Unlisted
from diagnostic.storage.access.rules import RULES
from diagnostic.storage.tables import metadata
from diagnostic.territories import TerritoryKey
from diagnostic.texts import Refusal
from diagnostic.workshops import Ballot, Decision, Idea, Step, StepKind, Workshop, begin
from diagnostic.workshops.room import end

KEY = "une-cle-de-signature-assez-longue-pour-servir"
PLACES = ("commune:69264", "commune:69123", "commune:01004")
UNKNOWN = (UnknownDiagnostic, UnknownWorkshop, UnknownState)
OF_ROLE = {
    Role.READER: {Right.READ},
    Role.FACILITATOR: {Right.READ, Right.RUN},
    Role.OWNER: {Right.READ, Right.RUN, Right.OWN},
}
OF_A_TERRITORY = (Right.READ, Right.RUN, Right.OWN)


def signed_in(name: str, *, administrator: bool = False) -> Actor:
    return Actor.signed_in("https://id.test", name, name.title(), administrator=administrator)


@dataclass
class Land:
    """One territory with something in every table that a verb may ask for."""

    diagnostic: Diagnostic
    wave: Wave
    workshop: Workshop
    state_id: int
    token: str


def make_steps() -> tuple[Step, ...]:
    return (Step(id="accueil", kind=StepKind.FRAME, title=Text(fr="Bienvenue", en="Welcome")),)


def settle(store: Store, place: str, questionnaire: Questionnaire) -> Land:
    diagnostic = store.open_diagnostic(f"Ici {place}", TerritoryKey.parse(place), questionnaire)
    (wave,) = store.waves(diagnostic)
    _, token = store.begin(wave, Viewpoint.CITIZEN, short=True)
    workshop = store.open_workshop(wave, make_steps(), date(2026, 12, 1), "Salle", 20)
    state = store.freeze_state(diagnostic, wave, "Conseil")
    return Land(diagnostic, wave, workshop, state.id, token)


@pytest.fixture
def lands(store: Store, questionnaire: Questionnaire) -> tuple[Land, ...]:
    return tuple(settle(store, place, questionnaire) for place in PLACES)


def give(store: Store, land: Land, actor: Actor, role: Role) -> None:
    owner = store.as_actor(MACHINE)
    link = owner.invite(land.diagnostic, role, timedelta(days=1), KEY)[1]
    store.as_actor(actor).accept_invitation(link, KEY)


def arguments(name: str, land: Land, folder: Path, questionnaire: Questionnaire) -> dict[str, Any]:
    """What a verb is called with, about one territory; a new parameter must be named here."""
    state = end(begin(make_steps()))
    known: dict[str, Any] = {
        "diagnostic": land.diagnostic,
        "wave": land.wave,
        "before": land.wave,
        "after": land.wave,
        "workshop": land.workshop,
        "workshop_id": land.workshop.id,
        "state_id": land.state_id,
        "member_id": 1,
        "invitation_id": 999,
        "code": land.workshop.code if name == "workshop" else land.diagnostic.code,
        "title": "Un autre nom",
        "threshold": 6,
        "framing": {"territoire": "Le bassin de vie"},
        "question": ask_locally(1, "text", "Et le fleuve ?"),
        "question_id": "L1",
        "questions": (),
        "questionnaire": questionnaire,
        "steps": make_steps(),
        "held_on": date(2026, 12, 2),
        "place": "Ailleurs",
        "expected": 12 if name == "open_workshop" else None,
        "expected_revision": state.revision - 1,
        "new_state": state,
        "ballot": Ballot("accueil", 1, 0),
        "step_id": "accueil",
        "mark": "ABCD",
        "digits": "2741",
        "idea": Idea("accueil", 1, 1, "Un bus"),
        "decision": Decision(1, "Un bus", "", None),
        "role": Role.READER,
        "life": timedelta(days=1),
        "key": KEY,
        "target": folder / f"{land.diagnostic.code}.regards",
        "privacy": Privacy(),
        "totals": {Viewpoint.CITIZEN: 100},
    }
    found = {}
    for parameter in list(inspect.signature(getattr(Store, name)).parameters.values())[1:]:
        if parameter.name in known and known[parameter.name] is not None:
            found[parameter.name] = known[parameter.name]
        else:
            assert parameter.default is not inspect.Parameter.empty, f"{name}({parameter.name})"
    return found


def verbs() -> set[str]:
    return {
        name
        for name, thing in inspect.getmembers(Store)
        if not name.startswith("_") and inspect.isfunction(thing)
    } - {"as_actor", "close", "may", "role_of"}


def test_every_verb_of_the_memory_has_a_rule_and_every_rule_a_verb() -> None:
    assert verbs() - set(RULES) == set(), "say in diagnostic/storage/access/rules.py who may use it"
    assert set(RULES) - verbs() == set()


def test_a_verb_without_a_rule_is_refused_even_to_the_person_at_the_machine(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(RULES, "diagnostics")
    with pytest.raises(Unlisted):
        store.as_actor(MACHINE).diagnostics()


def test_every_table_belongs_to_a_territory_or_is_known_to_belong_to_none() -> None:
    of_none = {"questionnaire_version", "data_import", "imported_series", "programme_template"}
    reached = {"diagnostic"}
    for table in metadata.sorted_tables:
        if {key.column.table.name for key in table.foreign_keys} & reached:
            reached.add(table.name)
    assert {table.name for table in metadata.sorted_tables} - reached == of_none | {"person"}


GUARDED = sorted(name for name, rule in RULES.items() if rule.right in OF_A_TERRITORY)


@pytest.mark.parametrize("name", GUARDED)
def test_a_verb_opens_to_the_roles_of_its_territory_and_to_nobody_else(
    store: Store,
    lands: tuple[Land, ...],
    name: str,
    tmp_path: Path,
    questionnaire: Questionnaire,
) -> None:
    mine, other, _ = lands
    rule = RULES[name]
    people = {role: signed_in(role.value) for role in Role}
    for role, actor in people.items():
        give(store, mine, actor, role)
    stranger = signed_in("etranger")
    give(store, lands[2], stranger, Role.OWNER)
    called = arguments(name, mine, tmp_path, questionnaire)
    abroad = arguments(name, other, tmp_path, questionnaire)
    before = store.writings
    for actor in (*people.values(), stranger):
        with pytest.raises(UNKNOWN):
            getattr(store.as_actor(actor), name)(**abroad)
    with pytest.raises(UNKNOWN):
        getattr(store.as_actor(stranger), name)(**called)
    if not rule.guests:
        with pytest.raises(UNKNOWN):
            getattr(store.as_actor(ANYBODY), name)(**called)
    for role, actor in people.items():
        if rule.right not in OF_ROLE[role]:
            with pytest.raises(NotAllowed):
                getattr(store.as_actor(actor), name)(**called)
    assert store.writings == before
    for role, actor in people.items():
        if rule.right in OF_ROLE[role]:
            opens(lambda actor=actor: getattr(store.as_actor(actor), name)(**called))
            if rule.tells:
                break  # What is changed is changed once.


def opens(gesture: Callable[[], object]) -> None:
    """Whether it may be done at all; the verb itself may have its reasons not to do it."""
    try:
        gesture()
    except (NotAllowed, Unlisted):
        raise
    except (Refusal, ContentRefused, ValueError):
        return


CLOSED = sorted(n for n, r in RULES.items() if r.right in (Right.MACHINE, Right.INSTALL))


@pytest.mark.parametrize("name", CLOSED)
def test_what_is_of_the_installation_is_closed_to_owners(
    store: Store, lands: tuple[Land, ...], name: str
) -> None:
    owner = signed_in("proprietaire")
    give(store, lands[0], owner, Role.OWNER)
    called: dict[str, Any] = {
        parameter: lands[0].wave
        for parameter, known in inspect.signature(getattr(Store, name)).parameters.items()
        if parameter != "self" and known.default is inspect.Parameter.empty
    }
    with pytest.raises(NotAllowed):
        getattr(store.as_actor(owner), name)(**called)


def test_objects_of_two_territories_are_not_mixed(store: Store, lands: tuple[Land, ...]) -> None:
    both = signed_in("double")
    for land in lands[:2]:
        give(store, land, both, Role.OWNER)
    with pytest.raises(UnknownDiagnostic):
        store.as_actor(both).publication(lands[0].diagnostic, lands[1].wave)


def test_what_an_object_says_of_itself_is_not_believed(
    store: Store, lands: tuple[Land, ...]
) -> None:
    owner = signed_in("proprietaire")
    give(store, lands[0], owner, Role.OWNER)
    forged = Wave(
        id=lands[1].wave.id,
        diagnostic_id=lands[0].diagnostic.id,
        number=1,
        questionnaire_id=lands[0].wave.questionnaire_id,
        questionnaire_version=lands[0].wave.questionnaire_version,
        opened_on=lands[0].wave.opened_on,
    )
    with pytest.raises(UNKNOWN):
        store.as_actor(owner).close_wave(forged)
    (wave,) = store.waves(lands[1].diagnostic)
    assert wave.closed_on is None


def test_a_person_sees_the_territories_where_they_have_a_role(
    store: Store, lands: tuple[Land, ...]
) -> None:
    reader = signed_in("lectrice")
    assert store.as_actor(reader).diagnostics() == ()
    give(store, lands[1], reader, Role.READER)
    assert store.as_actor(reader).diagnostics() == (lands[1].diagnostic,)
    assert len(store.as_actor(MACHINE).diagnostics()) == 3
    with pytest.raises(UnknownDiagnostic) as hidden:
        store.as_actor(reader).diagnostic(lands[0].diagnostic.code)
    with pytest.raises(UnknownDiagnostic) as absent:
        store.as_actor(reader).diagnostic("ZZZZZZZZ")
    assert str(hidden.value).replace(lands[0].diagnostic.code, "ZZZZZZZZ") == str(absent.value)


def test_counting_the_last_answers_is_for_owners(store: Store, lands: tuple[Land, ...]) -> None:
    facilitator = signed_in("animateur")
    give(store, lands[0], facilitator, Role.FACILITATOR)
    door = store.as_actor(facilitator)
    door.publication(lands[0].diagnostic, lands[0].wave)
    with pytest.raises(NotAllowed):
        door.publication(lands[0].diagnostic, lands[0].wave, all_that_waits=True)


def test_whoever_opens_a_territory_owns_it_and_needs_to_be_an_administrator(
    store: Store, questionnaire: Questionnaire
) -> None:
    place = TerritoryKey.parse(PLACES[0])
    with pytest.raises(NotAllowed):
        store.as_actor(signed_in("passante")).open_diagnostic("Ici", place, questionnaire)
    door = store.as_actor(signed_in("chef", administrator=True))
    opened = door.open_diagnostic("Ici", place, questionnaire)
    door = store.as_actor(signed_in("chef"))
    assert [(m.person.subject, m.role) for m in door.members(opened)] == [("chef", Role.OWNER)]
    others = store.as_actor(signed_in("autre-chef", administrator=True))
    assert others.diagnostics() == ()


def test_a_right_withdrawn_closes_at_the_next_gesture_and_forgets_the_person(
    store: Store, lands: tuple[Land, ...]
) -> None:
    (land, *_) = lands
    reader = signed_in("lectrice")
    give(store, land, reader, Role.READER)
    assert store.as_actor(reader).waves(land.diagnostic)
    (member,) = store.members(land.diagnostic)
    store.as_actor(MACHINE).set_role(land.diagnostic, member.id, None)
    with pytest.raises(UnknownDiagnostic):
        store.as_actor(reader).waves(land.diagnostic)
    with store._database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM person").scalar() == 0


def test_a_territory_keeps_an_owner(store: Store, lands: tuple[Land, ...]) -> None:
    (land, *_) = lands
    give(store, land, signed_in("une"), Role.OWNER)
    (member,) = store.members(land.diagnostic)
    for role in (Role.READER, None):
        with pytest.raises(LastOwner):
            store.set_role(land.diagnostic, member.id, role)
    give(store, land, signed_in("deux"), Role.OWNER)
    store.set_role(land.diagnostic, member.id, Role.READER)
    assert {m.role for m in store.members(land.diagnostic)} == {Role.OWNER, Role.READER}


def test_reading_as_a_person_costs_one_statement_more(
    store: Store, lands: tuple[Land, ...]
) -> None:
    from sqlalchemy import event

    reader = signed_in("lectrice")
    give(store, lands[0], reader, Role.READER)
    asked: list[str] = []

    def note(*seen: Any) -> None:
        if seen[2].lstrip().upper().startswith("SELECT"):
            asked.append(seen[2])

    event.listen(store._database.reader, "before_cursor_execute", note)

    def cost(memory: Store) -> int:
        asked.clear()
        diagnostic = memory.diagnostic(lands[0].diagnostic.code)
        (wave,) = memory.waves(diagnostic)
        memory.local_questions(diagnostic)
        memory.publication(diagnostic, wave)
        memory.state_names(diagnostic)
        return len(asked)

    alone = cost(store)
    assert cost(store.as_actor(MACHINE)) == alone
    assert cost(store.as_actor(reader)) == alone + 1
