"""A diagnostic that has lived: two waves, a room, people who come back, all that can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, insert, select

from diagnostic.answers import AnswerState, accept
from diagnostic.campaigns import Diagnostic, Wave, ask_locally
from diagnostic.privacy import Privacy
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store, tables
from diagnostic.territories import TerritoryKey
from diagnostic.workshops import Decision, Idea, Workshop, go_to, open_vote, record_vote, reveal
from tests.builders import given
from tests.storage.rows import database_of
from tests.workshops.programme import STEPS, VOTE

CANARY = "canari-7f3a9c-jaune"
G = "F01.G"
PEOPLE = 6
DAY = date(2026, 11, 26)


@dataclass(frozen=True)
class Lived:
    """What the tests need of it."""

    diagnostic: Diagnostic
    first: Wave
    second: Wave
    workshop: Workshop
    tokens: list[str]
    """Of the first wave; the first of them wrote the canary, everywhere one can write."""


def live(store: Store, questionnaire: Questionnaire) -> Lived:
    """Everything that the product lets people do, once at least; both waves are closed."""
    diagnostic = store.open_diagnostic(
        "Vivre en Beaujolais", TerritoryKey.parse("commune:69264"), questionnaire
    )
    store.set_privacy(diagnostic, Privacy("Mairie", "dpo@mairie.example"))
    own = store.add_local_question(diagnostic, ask_locally(1, "text", "Un mot ?"))
    first = store.waves(diagnostic)[0]
    tokens = []
    words = questionnaire.question("mot")
    for number in range(PEOPLE):
        submission, token = store.begin(first, Viewpoint.CITIZEN, short=False)
        said = CANARY if number == 0 else f"Mot {number}"
        free = [accept(one, AnswerState.GIVEN, said) for one in (words, own)]
        store.save(submission, [given(G, number), *free])
        store.save(submission, [given(G, number + 1)])
        store.say(submission, G, said)
        tokens.append(token)
    workshop = _meet(store, first, tokens)
    store.publication(diagnostic, first)
    store.freeze_state(diagnostic, first, "Novembre")
    second = store.open_wave(diagnostic, questionnaire, closing=True)
    for number, earlier in enumerate(tokens):
        submission, _ = store.begin(second, Viewpoint.CITIZEN, short=False)
        store.save(submission, [given(G, number + 2)])
        store.link(submission, earlier)
    second = store.close_wave(second)
    first = store.waves(diagnostic)[0]
    store.panel(diagnostic, first, second, [questionnaire.question(G)])
    return Lived(diagnostic, first, second, workshop, tokens)


def _meet(store: Store, wave: Wave, tokens: list[str]) -> Workshop:
    """A room in which all vote, and of which the first person is the voice."""
    workshop = store.open_workshop(wave, STEPS, DAY, "Salle des fêtes", 40)
    seats = [store.join_with(workshop, token) for token in tokens]

    def move(new: object) -> None:
        store.move(workshop, new.revision - 1, new)  # type: ignore[attr-defined,arg-type]

    move(go_to(store.room_state(workshop.id), STEPS, "vote"))
    move(open_vote(store.room_state(workshop.id), VOTE))
    for number, seat in enumerate(seats):
        ballot = store.room_state(workshop.id).ballot
        store.vote(seat, ballot, [given("confiance", number)])
    for gesture in (reveal, record_vote):
        move(gesture(store.room_state(workshop.id), VOTE))
    store.write_idea(workshop, Idea("groupes", 1, 1, f"Une idée de {CANARY}"))
    store.write_decision(workshop, Decision(1, "Planter des arbres", CANARY, None))
    return workshop


def fill_the_rest(store: Store, lived: Lived) -> None:
    """Rows of the tables that hang on a diagnostic, and that these gestures do not reach."""
    now, mine = datetime.now(UTC), lived.diagnostic.id
    rows: dict[str, dict[str, object]] = {
        "purge": {"wave_number": 1, "kind": "ebauches", "people": 2, "done_on": DAY},
        "journey": {"secret": "x" * 43, "place": "maison", "began_at": now},
        "erased_submission": {"seal": "0" * 64},
        "invitation": {
            "role": "lecteur",
            "nonce_hash": "0" * 64,
            "made_at": now,
            "expires_at": now,
        },
        "history": {
            "chain": mine,
            "number": 1_000,
            "at": now,
            "kind": "personne",
            "name": CANARY,
            "mark": "abcd",
            "verb": "ouvrir",
            "before": "",
            "after": "",
            "seal": "0" * 64,
        },
    }
    told = tables.metadata.tables["told_families"]
    with database_of(store).writing() as connection:
        if connection.execute(select(told)).first() is None:
            connection.execute(insert(told).values(wave_id=lived.first.id, content="{}"))
        for name, row in rows.items():
            table = tables.metadata.tables.get(name)
            if table is not None:
                connection.execute(insert(table).values(diagnostic_id=mine, **row))
        if (person := tables.metadata.tables.get("person")) is not None:
            made = connection.execute(
                insert(person)
                .values(issuer="https://ailleurs.example", subject="1", name="Camille")
                .returning(person.c.id)
            )
            connection.execute(
                insert(tables.metadata.tables["role"]).values(
                    person_id=made.scalar_one(),
                    diagnostic_id=mine,
                    role="proprietaire",
                    given_at=now,
                )
            )


def counts(store: Store) -> dict[str, int]:
    """How many rows each table holds."""
    with database_of(store).reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables.metadata.sorted_tables
        }
