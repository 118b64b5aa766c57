"""A diagnostic leaves on a laptop, both ends go on, it comes home: nothing lost nor doubled."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Column, func, select

from diagnostic.campaigns import CampaignRefused, Diagnostic, Wave, ask_locally
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import BundleRefused, Store, UnknownLink, UnknownWorkshop, tables
from diagnostic.storage.travel.belongings import belongings
from diagnostic.storage.travel.bundles import Homecoming
from diagnostic.storage.travel.merging import TRAVELS, Merging
from diagnostic.workshops import Decision, Idea, go_to, open_vote, reveal
from tests.builders import dont_know, given, tiny_questionnaire
from tests.storage.rows import database_of, history
from tests.workshops.programme import STEPS, VOTE

OF_ONE_MACHINE = {"purge", "role", "invitation", "history"}
"""Tables of a diagnostic that stay where they are."""


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Store]:
    """The other machine: always SQLite, as laptops are."""
    with Store.open(tmp_path / "portable.sqlite") as opened:
        yield opened


class Courier:
    """Carries the diagnostic from one machine to another, in a new file each time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0

    def file(self, source: Store) -> Path:
        self._number += 1
        target = self._folder / f"voyage-{self._number}.regards"
        (diagnostic,) = source.diagnostics()
        source.carry(diagnostic, target)
        return target

    def take(self, source: Store, target: Store) -> Homecoming:
        return target.bring(self.file(source))


@pytest.fixture
def courier(tmp_path: Path) -> Courier:
    return Courier(tmp_path)


def only(store: Store) -> tuple[Diagnostic, Wave]:
    (diagnostic,) = store.diagnostics()
    return diagnostic, store.waves(diagnostic)[-1]


def contents(store: Store) -> dict[str, list[str]]:
    """Table → rows that travel, as texts, whatever numbers this machine gives."""
    found: dict[str, list[str]] = {}
    with database_of(store).reading() as connection:
        for table in belongings():
            if table.name in TRAVELS - {"journey"}:
                names = [column for column in table.c if not _is_number_here(column)]
                rows = connection.execute(select(*names)).all()
                found[table.name] = sorted(repr(tuple(row)) for row in rows)
    return found


def _is_number_here(column: Column[object]) -> bool:
    """Whether each machine numbers this for itself; people have one number everywhere."""
    numbered = (tables.diagnostic, tables.wave, tables.workshop, tables.frozen_state)
    origin = next(iter(column.foreign_keys)).column if column.foreign_keys else column
    return origin.name == "id" and origin.table in numbered


def test_every_table_of_a_diagnostic_travels_or_stays_by_decision() -> None:
    ours = {table.name for table in belongings()} | {"questionnaire_version"}
    assert ours == TRAVELS | OF_ONE_MACHINE
    assert TRAVELS.isdisjoint(OF_ONE_MACHINE)


def test_a_diagnostic_arrives_whole_on_another_machine(
    store: Store, laptop: Store, courier: Courier, diagnostic: Diagnostic, wave: Wave
) -> None:
    laptop.open_diagnostic("Un autre", diagnostic.territory, tiny_questionnaire("0.9.0"))
    store.add_local_question(diagnostic, ask_locally(1, "text", "Et chez vous ?"))
    citizen, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.save(citizen, [given("confiance", 7), dont_know("F01.G")])
    store.save(citizen, [given("confiance", 8)])
    store.say(citizen, "confiance", "Parce que.")
    workshop = store.open_workshop(wave, STEPS, date(2026, 11, 26), "Salle des fêtes", 40)
    store.join(workshop, Viewpoint.FIRM)
    arrival = courier.take(store, laptop)
    assert arrival.is_new
    assert arrival.merging == Merging(people=2, answers=2, workshops=1)
    kept = laptop.diagnostic(diagnostic.code)
    assert (kept.title, kept.territory) == (diagnostic.title, diagnostic.territory)
    same, its_wave, _ = laptop.resume(token)
    assert laptop.answers(same) == store.answers(citizen)
    assert laptop.comments(same) == {"confiance": "Parce que."}
    assert history(laptop, same) == history(store, citizen)
    assert laptop.local_questions(kept) == store.local_questions(diagnostic)
    assert laptop.workshop(workshop.code).steps == STEPS
    assert its_wave.number == wave.number


@pytest.fixture
def travelling(store: Store, laptop: Store, courier: Courier, wave: Wave) -> tuple[Submission, str]:
    """Someone who answered before the departure; the copy is on the laptop."""
    person, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.save(person, [given("confiance", 3), given("F01.G", 5)])
    courier.take(store, laptop)
    return person, token


def test_both_ends_take_answers_and_nothing_is_lost_nor_doubled(
    store: Store, laptop: Store, courier: Courier, travelling: tuple[Submission, str]
) -> None:
    person, token = travelling
    at_home, _ = store.begin(only(store)[1], Viewpoint.FIRM, short=False)
    store.save(at_home, [given("confiance", 2)])
    away, _ = laptop.begin(only(laptop)[1], Viewpoint.ELECTED, short=True)
    laptop.save(away, [given("confiance", 9)])
    laptop.save(laptop.resume(token)[0], [given("confiance", 6)], cleared=["F01.G"])
    home = courier.take(laptop, store)
    assert home.merging == Merging(people=1, answers=3)
    wave = only(store)[1]
    said = {p.submission.id: p.answers for p in store.passages(wave)}
    assert said == {
        person.id: {"confiance": given("confiance", 6)},
        at_home.id: {"confiance": given("confiance", 2)},
        away.id: {"confiance": given("confiance", 9)},
    }
    again = courier.take(laptop, store)
    assert again.merging == Merging()
    assert {p.submission.id: p.answers for p in store.passages(wave)} == said


def test_the_last_word_wins_when_one_person_answered_at_both_ends(
    store: Store,
    laptop: Store,
    courier: Courier,
    travelling: tuple[Submission, str],
    later: Later,
) -> None:
    person, token = travelling
    abroad = laptop.resume(token)[0]
    laptop.save(abroad, [given("confiance", 8), given("F01.G", 1)])
    store.save(person, [given("confiance", 4)])
    later(store, person, "confiance")
    courier.take(laptop, store)
    assert store.answers(person) == {
        "confiance": given("confiance", 4),
        "F01.G": given("F01.G", 1),
    }
    lines = [line for line in history(store, person) if line[0] == "confiance"]
    assert [value for _, _, _, value in lines] == [3, 4, 8, 4]
    assert [revision for _, revision, _, _ in lines] == [1, 2, 3, 4]
    store.save(person, [given("confiance", 0)])
    assert store.answers(person)["confiance"] == given("confiance", 0)


class Later:
    """Makes an answer of the next hour: the base rounds moments to ten minutes."""

    def __call__(self, store: Store, person: Submission, question_id: str) -> None:
        answer = tables.answer
        here = (answer.c.submission_id == person.id) & (answer.c.question_id == question_id)
        with database_of(store).writing() as connection:
            kept = connection.execute(select(answer.c.saved_at).where(here)).scalar_one()
            connection.execute(
                answer.update().where(here).values(saved_at=kept.replace(year=kept.year + 1))
            )


@pytest.fixture
def later() -> Later:
    return Later()


def test_who_was_erased_at_one_end_does_not_come_back_from_the_other(
    store: Store, laptop: Store, courier: Courier, wave: Wave
) -> None:
    tokens = [store.begin(wave, Viewpoint.CITIZEN, short=False)[1] for _ in range(3)]
    courier.take(store, laptop)
    store.erase_submission(tokens[0])
    laptop.erase_submission(tokens[1])
    home = courier.take(laptop, store)
    assert home.merging.erased == 1
    for gone in tokens[:2]:
        with pytest.raises(UnknownLink):
            store.resume(gone)
    assert len(store.passages(only(store)[1])) == 1
    assert store.resume(tokens[2])


def test_the_workshop_held_away_comes_home_with_its_votes_and_decisions(
    store: Store, laptop: Store, courier: Courier, wave: Wave
) -> None:
    prepared = store.open_workshop(wave, STEPS, date(2026, 11, 26), "Salle des fêtes", 40)
    courier.take(store, laptop)
    workshop = laptop.workshop(prepared.code)
    there = laptop.room_state(workshop.id)
    there = laptop.move(workshop, there.revision, go_to(there, STEPS, "vote"))
    there = laptop.move(workshop, there.revision, open_vote(there, VOTE))
    for mark in (2, 5, 7, 8, 9, 9):
        seat, _ = laptop.join(workshop, Viewpoint.CITIZEN)
        laptop.vote(seat, there.ballot, [given("confiance", mark)])
    while not laptop.boxes(workshop, "vote"):
        there = laptop.move(workshop, there.revision, reveal(there, VOTE))
    laptop.write_idea(workshop, Idea("groupes", 1, 1, "Un marché commun"))
    laptop.write_decision(workshop, Decision(1, "Ouvrir le lieu", "Mme Martin", date(2027, 1, 5)))
    home = courier.take(laptop, store)
    assert (home.merging.people, home.merging.workshops) == (6, 1)
    mine = store.workshop(prepared.code)
    assert store.room_state(mine.id) == laptop.room_state(workshop.id)
    assert store.boxes(mine, "vote") == laptop.boxes(workshop, "vote")
    assert contents(store) == contents(laptop)


def test_figures_move_only_where_the_copy_is_and_come_home_with_it(
    store: Store, laptop: Store, courier: Courier, wave: Wave, diagnostic: Diagnostic
) -> None:
    for mark in range(5):
        person, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
        store.save(person, [given("confiance", mark)])
    shown = store.publication(diagnostic, wave)
    assert shown.number == 1
    courier.take(store, laptop)
    for machine in (store, laptop):
        for mark in range(5):
            person, _ = machine.begin(only(machine)[1], Viewpoint.CITIZEN, short=False)
            machine.save(person, [given("confiance", mark + 5)])
    assert store.publication(diagnostic, wave) == shown
    there = laptop.publication(*only(laptop))
    assert there.number == 2
    courier.take(laptop, store)
    assert store.publication(diagnostic, wave) == there
    store.end_journey(diagnostic)
    assert store.publication(diagnostic, wave).number == 3
    with pytest.raises(BundleRefused, match="n’attend rien"):
        courier.take(laptop, store)


def test_nothing_is_opened_at_home_while_the_copy_may_open_it(
    store: Store,
    laptop: Store,
    courier: Courier,
    diagnostic: Diagnostic,
    questionnaire: Questionnaire,
) -> None:
    assert store.journey(diagnostic) is None
    courier.take(store, laptop)
    journey = store.journey(diagnostic)
    assert journey is not None
    assert journey.is_home
    with pytest.raises(CampaignRefused, match="en voyage"):
        store.open_wave(diagnostic, questionnaire)
    with pytest.raises(CampaignRefused, match="en voyage"):
        store.add_local_question(diagnostic, ask_locally(1, "text", "Et chez vous ?"))
    there, _ = only(laptop)
    visiting = laptop.journey(there)
    assert visiting is not None
    assert not visiting.is_home
    laptop.add_local_question(there, ask_locally(1, "text", "Et chez vous ?"))
    laptop.open_wave(there, questionnaire, closing=True)
    courier.take(laptop, store)
    assert [wave.closed_on is None for wave in store.waves(diagnostic)] == [False, True]
    assert store.local_questions(diagnostic) == laptop.local_questions(there)


def test_a_diagnostic_that_never_left_is_not_touched_by_a_file(
    store: Store, tmp_path: Path, diagnostic: Diagnostic, wave: Wave, courier: Courier
) -> None:
    file = courier.file(store)
    store.end_journey(diagnostic)
    before = contents(store)
    with pytest.raises(BundleRefused, match="est déjà ici"):
        store.bring(file)
    assert contents(store) == before


def forged(file: Path, statement: str, *values: int) -> Path:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(statement, values)
        connection.commit()
    return file


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER bad AFTER INSERT ON answer BEGIN DELETE FROM wave; END",
        "CREATE VIEW bad AS SELECT * FROM answer",
        "DROP TABLE comment",
        "ALTER TABLE wave ADD COLUMN more TEXT",
        "DELETE FROM diagnostic",
        "UPDATE alembic_version SET version_num = '9999'",
        "UPDATE questionnaire_version SET definition = '{}'",
    ],
)
def test_a_file_that_is_not_ours_changes_nothing(
    store: Store, laptop: Store, courier: Courier, wave: Wave, statement: str
) -> None:
    file = forged(courier.file(store), statement)
    with pytest.raises(BundleRefused, match=r"\w"):
        laptop.bring(file)
    assert laptop.diagnostics() == ()


@pytest.mark.parametrize("content", [b"", b"bonjour", b"SQLite format 3\0" + b"\0" * 4000])
def test_a_file_of_another_kind_is_refused_with_the_cure(
    laptop: Store, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "autre.regards"
    file.write_bytes(content)
    with pytest.raises(BundleRefused, match="Choisissez"):
        laptop.bring(file)


def test_a_forged_file_cannot_reach_the_people_of_another_diagnostic(
    store: Store,
    laptop: Store,
    courier: Courier,
    wave: Wave,
    questionnaire: Questionnaire,
    diagnostic: Diagnostic,
) -> None:
    victim = laptop.open_diagnostic("Les voisins", diagnostic.territory, questionnaire)
    person, _ = laptop.begin(laptop.waves(victim)[0], Viewpoint.CITIZEN, short=False)
    laptop.save(person, [given("confiance", 1)])
    ours, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.save(ours, [given("confiance", 9)])
    file = courier.file(store)
    forged(file, "UPDATE submission SET id = ?", person.id)
    with pytest.raises(BundleRefused, match="autre diagnostic"):
        laptop.bring(file)
    assert laptop.answers(person) == {"confiance": given("confiance", 1)}
    assert len(laptop.diagnostics()) == 1


def test_a_file_is_written_whole_or_not_at_all_and_replaces_none(
    store: Store, tmp_path: Path, diagnostic: Diagnostic
) -> None:
    target = tmp_path / "voyage.regards"
    target.write_text("déjà là")
    with pytest.raises(BundleRefused, match="existe déjà"):
        store.carry(diagnostic, target)
    assert target.read_text() == "déjà là"
    with pytest.raises(BundleRefused, match="n’existe pas"):
        store.carry(diagnostic, tmp_path / "absent" / "voyage.regards")
    store.carry(diagnostic, tmp_path / "autre.regards")
    assert (tmp_path / "autre.regards").stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".*brouillon*"))


def test_a_file_of_an_erased_diagnostic_is_not_made(
    store: Store, tmp_path: Path, diagnostic: Diagnostic
) -> None:
    store.erase(diagnostic)
    with pytest.raises(LookupError):
        store.carry(diagnostic, tmp_path / "voyage.regards")
    with database_of(store).reading() as connection:
        count = select(func.count()).select_from(tables.journey)
        assert connection.execute(count).scalar_one() == 0
    with pytest.raises(UnknownWorkshop):
        store.workshop("ABCDEF")
