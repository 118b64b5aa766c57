"""Whether a base where many territories are costs more than an empty one, on PostgreSQL.

The same diagnostic, its people and its room are in two bases: one where nothing else is, one that
holds thousands of others. The same gestures are timed in each, in turn, in one run.

Usage, from the project root:  [FULL=1] python -m tools.big_base
A smaller size by default; FULL=1: 5,000 diagnostics, 500,000 people, 30 million answers (about ten
gigabytes of disk, and half an hour).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, create_engine, make_url, text

from diagnostic.answers import Answer, AnswerState
from diagnostic.questionnaire import current
from diagnostic.questionnaire.models import Text
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from diagnostic.texts import voice_of
from diagnostic.workshops import Step, StepKind, open_vote
from tools.sites import postgresql

FULL = os.environ.get("FULL", "") not in ("", "0")
DIAGNOSTICS, PEOPLE, ANSWERS = (5_000, 100, 60) if FULL else (50, 100, 60)
"""Of the full base; people of each diagnostic, answers of each person."""
AT_ONCE = 25
"""Diagnostics whose answers are written in one statement."""
MINE = 40
"""People of the diagnostic under measure."""
ROUNDS = 200
FEWER = 30
"""For a gesture that takes long."""
LONG = 0.1
"""Seconds."""
STEP = Step(
    id="vote",
    kind=StepKind.QUESTIONS,
    title=Text(fr="Nos fragilités", en="Our fragilities"),
    questions=("F01.G", "F02.G"),
)
_SPREAD = "(n * 90071992547) % 9007199254740881"
"""Numbers as those that are drawn at random: all different, in no order (a prime modulus)."""

_FILL = (
    """
    INSERT INTO diagnostic (code, title, territory, threshold, fictitious, framing, created_at)
    SELECT 'Z' || lpad(n::text, 7, '0'), 'Territoire ' || n, 'commune:69264', 5, true, '{}', now()
    FROM generate_series(1, :diagnostics) AS n
    """,
    """
    INSERT INTO wave (diagnostic_id, number, questionnaire_id, questionnaire_version, opened_at)
    SELECT id, 1, :questionnaire, :version, now() FROM diagnostic WHERE code LIKE 'Z%'
    """,
    f"""
    INSERT INTO submission (id, wave_id, viewpoint, short, token_hash, created_on)
    SELECT {_SPREAD}, wave.id, (ARRAY['citoyen', 'elu', 'entreprise', 'association'])[1 + n % 4],
        false, md5(n::text) || md5((-n)::text), current_date
    FROM (
        SELECT wave.id, row_number() OVER (ORDER BY wave.id, place) AS n
        FROM wave JOIN diagnostic ON diagnostic.id = wave.diagnostic_id,
            generate_series(1, :people) AS place
        WHERE diagnostic.code LIKE 'Z%'
    ) AS wave
    """,  # noqa: S608
)
_ANSWERS = """
    INSERT INTO {table} (submission_id, question_id, revision, state, value{more})
    SELECT submission.id, name, 1, 'repondu', to_json(mod(submission.id, 11)){moment}
    FROM submission, unnest(CAST(:names AS text[])) AS name
    WHERE submission.wave_id BETWEEN :first AND :last
"""


@dataclass(frozen=True)
class Base:
    """A base, and the gestures of people in the diagnostic under measure."""

    store: Store
    gestures: dict[str, Callable[[], object]]


def prepare(address: str) -> Base:
    """A base with the diagnostic under measure."""
    store = Store.open(address)
    made = store.open_diagnostic("Le nôtre", TerritoryKey.parse("commune:69264"), current())
    wave = store.waves(made)[0]
    names = asked()
    for number in range(MINE):
        viewpoint = (Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM)[number % 3]
        person, _ = store.begin(wave, viewpoint, short=False)
        store.save(person, [given(name, (number + n) % 11) for n, name in enumerate(names)])
    store.publication(made, wave)
    workshop = store.open_workshop(wave, (STEP,), date.today(), "Salle des fêtes", MINE)
    there = store.room_state(workshop.id)
    store.move(workshop, there.revision, open_vote(there, STEP))
    seat, token = store.join(workshop, Viewpoint.CITIZEN)
    marks = count()

    def open_diagnostic() -> object:
        found = store.diagnostic(made.code)
        return store.publication(found, store.waves(found)[0]), store.local_questions(found)

    return Base(
        store,
        {
            "ouvrir un diagnostic et ses résultats": open_diagnostic,
            "garder une réponse": lambda: store.save(
                seat.submission, [given("F03.G", next(marks) % 11)]
            ),
            "rafraîchir un mur": lambda: store.watch(workshop.id),
            "reprendre par un lien": lambda: store.resume(token),
            "trouver une salle par son code": lambda: store.workshop(workshop.code),
        },
    )


def asked() -> list[str]:
    """Sixty questions that take a mark or a level."""
    scales = [f"F{number:02}.G" for number in range(1, 17)]
    others = [q.id for q in current().by_id.values() if q.kind == "levels"]
    return (scales + others + [f"B{n:03}" for n in range(ANSWERS)])[:ANSWERS]


def given(name: str, mark: int) -> Answer:
    return Answer(name, AnswerState.GIVEN, mark)


def fill(address: str) -> None:
    """All the others, written by the database itself."""
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    content = current()
    with engine.begin() as connection:
        # What is measured comes afterwards: this need not survive a power cut.
        connection.execute(text("SET synchronous_commit = off"))
        for statement in _FILL:
            connection.execute(
                text(statement),
                {
                    "diagnostics": DIAGNOSTICS,
                    "people": PEOPLE,
                    "questionnaire": content.id,
                    "version": content.version,
                },
            )
    with engine.begin() as connection:
        first, last = connection.execute(
            text(
                "SELECT min(wave.id), max(wave.id) FROM wave "
                "JOIN diagnostic ON diagnostic.id = wave.diagnostic_id WHERE code LIKE 'Z%'"
            )
        ).one()
    for start in range(first, last + 1, AT_ONCE):
        with engine.begin() as connection:
            connection.execute(text("SET synchronous_commit = off"))
            _write_answers(connection, start, min(start + AT_ONCE - 1, last))
        print(f"\r  {(start - first) / (last - first + 1):.0%}", end="", file=sys.stderr)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))
    engine.dispose()


def _write_answers(connection: Connection, first: int, last: int) -> None:
    part = {"names": asked(), "first": first, "last": last}
    for table, more, moment in (("answer", ", saved_at", ", now()"), ("answer_history", "", "")):
        connection.execute(text(_ANSWERS.format(table=table, more=more, moment=moment)), part)


def tell_size(address: str) -> str:
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT (SELECT count(*) FROM diagnostic), (SELECT count(*) FROM submission), "
                "(SELECT count(*) FROM answer), pg_database_size(current_database())"
            )
        ).one()
    engine.dispose()
    diagnostics, people, answers, size = rows
    voice = voice_of("fr")
    return (
        f"{voice.whole(diagnostics)} diagnostics, {voice.whole(people)} personnes, "
        f"{voice.whole(answers)} réponses, {voice.number(size / 1e9, 1)} Go"
    )


def measure(empty: Base, full: Base) -> dict[str, tuple[float, float]]:
    """Gesture → median milliseconds in the empty base and in the full one, taken in turn."""
    found = {}
    for name, alone in empty.gestures.items():
        among = full.gestures[name]
        costs: tuple[list[float], list[float]] = ([], [])
        before = time.perf_counter()
        alone()
        rounds = FEWER if time.perf_counter() - before > LONG else ROUNDS
        for _ in range(rounds):
            for gesture, spent in zip((alone, among), costs, strict=True):
                before = time.perf_counter()
                gesture()
                spent.append(1_000 * (time.perf_counter() - before))
        found[name] = (statistics.median(costs[0]), statistics.median(costs[1]))
    return found


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="grande-base-") as folder,
        postgresql(Path(folder) / "postgresql") as server,
    ):
        addresses = []
        for name in ("vide", "pleine"):
            engine = create_engine(
                make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
            )
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            engine.dispose()
            url = make_url(server).set(drivername="postgresql", database=name)
            addresses.append(url.render_as_string(hide_password=False))
        empty, full = (prepare(address) for address in addresses)
        began = time.monotonic()
        fill(addresses[1])
        print(f"\r  base pleine : {tell_size(addresses[1])} ({time.monotonic() - began:.0f} s)")
        costs = measure(empty, full)
        for name, (alone, among) in costs.items():
            print(
                f"  {name:40} {alone:7.2f} ms vide, {among:7.2f} ms pleine : × {among / alone:.2f}"
            )
        worst = max(among / alone for alone, among in costs.values())
        for base in (empty, full):
            base.store.close()
    print(f"big-base: au plus × {worst:.2f} (but : 1,5)")


if __name__ == "__main__":
    main()
