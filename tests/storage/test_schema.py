"""The tables follow the product from version to version, and never half-way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Inspector, inspect, text
from sqlalchemy.exc import DBAPIError

from diagnostic.campaigns import Wave
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.settings import PROJECT
from diagnostic.storage import StorageRefused, Store
from diagnostic.storage.copies.verifying import find_faults
from diagnostic.storage.engine import Database
from diagnostic.storage.schema import (
    MIGRATIONS,
    bring_up_to_date,
    configuration,
    newest,
    revision_of,
)
from diagnostic.storage.tables import metadata
from diagnostic.territories import TerritoryKey
from tests.builders import given
from tests.storage.dying import update_until
from tests.storage.older import PEOPLE, make_older
from tests.storage.rows import database_of

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "0999"
down_revision = "{newest}"


def upgrade() -> None:
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("submission", recreate=recreate) as table:
        table.add_column(sa.Column("place", sa.Text()))
{then}
"""


def next_version(folder: Path, then: str = "") -> Path:
    """Our migrations and one more, as a later release would ship them.

    On SQLite it drops and rebuilds a table that others refer to, as most changes must.
    """
    migrations = folder / "migrations"
    shutil.copytree(MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    revision = NEXT.format(newest=newest(), then=then)
    (migrations / "versions" / "v0999_place.py").write_text(revision)
    return migrations


def update(where: Path | str, migrations: Path) -> None:
    database = Database(where)
    try:
        bring_up_to_date(database, migrations)
    finally:
        database.close()


def fill(where: Path | str, questionnaire: Questionnaire) -> tuple[Wave, Submission, str]:
    with Store.open(where) as store:
        diagnostic = store.open_diagnostic(
            "Essai", TerritoryKey.parse("commune:69123"), questionnaire
        )
        wave = store.waves(diagnostic)[0]
        submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
        store.save(submission, [given("F01.G", 7)])
        store.say(submission, "F01.G", "Peu de bus.")
    return wave, submission, token


def shape(inspector: Inspector) -> dict[str, Any]:
    """All that a database says of its tables, names of constraints included."""

    def sorted_by_name(found: Any) -> Any:
        return sorted(found, key=lambda part: str(part["name"]))

    return {
        table: {
            "columns": [
                {**column, "type": str(column["type"])} for column in inspector.get_columns(table)
            ],
            "key": inspector.get_pk_constraint(table),
            "foreign": sorted_by_name(inspector.get_foreign_keys(table)),
            "unique": sorted_by_name(inspector.get_unique_constraints(table)),
            "checks": sorted_by_name(inspector.get_check_constraints(table)),
            "indexes": sorted_by_name(inspector.get_indexes(table)),
            "options": inspector.get_table_options(table),
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_migrations_and_tables_say_the_same(untouched: Path | str) -> None:
    with Store.open(untouched) as store, database_of(store).reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_migrations_make_what_the_tables_alone_would_make(untouched: Path | str) -> None:
    database = Database(untouched)
    bring_up_to_date(database)
    with database.writing() as connection:
        migrated = shape(inspect(connection))
        metadata.drop_all(connection)
    with database.writing() as connection:
        metadata.create_all(connection)
        assert shape(inspect(connection)) == migrated
    assert set(migrated) == set(metadata.tables)
    database.close()


def test_rows_lie_in_the_order_of_their_key_and_not_of_their_arrival(file: Path) -> None:
    with Store.open(file) as store, database_of(store).reading() as connection:
        inspector = inspect(connection)
        for table in ("answer", "answer_history", "comment"):
            assert inspector.get_table_options(table) == {"sqlite_with_rowid": False}


def test_opening_again_changes_nothing(untouched: Path | str, questionnaire: Questionnaire) -> None:
    _, submission, token = fill(untouched, questionnaire)
    with Store.open(untouched) as store:
        assert store.resume(token)[0] == submission
        assert store.answers(submission) == {"F01.G": given("F01.G", 7)}
    if isinstance(untouched, Path):
        assert list(untouched.parent.iterdir()) == [untouched]


def test_an_older_base_is_updated_with_all_its_rows_and_a_copy_beside(
    untouched: Path | str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    _, submission, token = fill(untouched, questionnaire)
    update(untouched, next_version(tmp_path / "release"))
    database = Database(untouched)
    with database.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == (
            "0999"
        )
        kept = "SELECT s.id, s.place, a.value, c.body FROM submission s, answer a, comment c"
        ((identifier, place, value, body),) = connection.execute(text(kept)).all()
    database.close()
    assert (identifier, place, int(value), body) == (submission.id, None, 7, "Peu de bus.")
    if isinstance(untouched, Path):
        copy = untouched.with_name("regards.sqlite.avant-0999")
        assert sorted(p for p in untouched.parent.iterdir() if p.is_file()) == [untouched, copy]
        with Store.open(copy) as store:
            assert store.resume(token)[0] == submission
            assert store.answers(submission) == {"F01.G": given("F01.G", 7)}


def test_an_update_that_fails_leaves_the_base_as_it_was(
    untouched: Path | str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    _, submission, token = fill(untouched, questionnaire)
    broken = next_version(tmp_path / "release", then='    op.execute("UPDATE nowhere SET x = 1")')
    with pytest.raises(DBAPIError, match="nowhere"):
        update(untouched, broken)
    with Store.open(untouched) as store:
        assert store.resume(token)[0] == submission
        assert store.answers(submission) == {"F01.G": given("F01.G", 7)}
        with database_of(store).reading() as connection:
            tables = set(inspect(connection).get_table_names())
            columns = {column["name"] for column in inspect(connection).get_columns("submission")}
    assert tables == {*metadata.tables, "alembic_version"}
    assert "place" not in columns


def test_an_update_that_would_orphan_rows_is_abandoned(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    _, submission, token = fill(file, questionnaire)
    careless = next_version(tmp_path / "release", then='    op.execute("DELETE FROM submission")')
    with pytest.raises(StorageRefused, match="rien n’a changé"):
        update(file, careless)
    with Store.open(file) as store:
        assert store.resume(token)[0] == submission


def test_a_base_from_a_newer_version_is_refused_untouched(
    untouched: Path | str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(untouched, questionnaire)
    update(untouched, next_version(tmp_path / "release"))
    before = content(untouched)
    with pytest.raises(StorageRefused, match="version plus récente"):
        Store.open(untouched)
    assert content(untouched) == before


def test_an_update_that_dies_leaves_the_former_version_or_the_new_one(tmp_path: Path) -> None:
    # Each seventh statement, and the last ones; `make faults` tries all of them, on both engines.
    older = tmp_path / "ancienne.sqlite"
    make_older(older)
    whole = tmp_path / "entiere.sqlite"
    shutil.copy(older, whole)
    statements = update_until(whole)
    assert statements is not None
    assert statements > 20
    for last in (*range(2, statements - 1, statements // 7), statements - 1, statements):
        file = tmp_path / f"{last}.sqlite"
        shutil.copy(older, file)
        assert update_until(file, last) is None
        check_either_version(file)


def check_either_version(where: Path | str) -> None:
    """After a death, nothing is half-way; started again, the update ends with all its rows."""
    database = Database(where)
    try:
        assert revision_of(database) in ("0001", newest())
        with database.reading() as connection:
            inspector = inspect(connection)
            assert not [name for name in inspector.get_table_names() if "tmp" in name]
            counted = connection.execute(text("SELECT count(*) FROM answer")).scalar_one()
            assert counted == PEOPLE
    finally:
        database.close()
    with Store.open(where) as store:
        assert find_faults(database_of(store)) == ()
        (diagnostic,) = store.diagnostics()
        (wave,) = store.waves(diagnostic)
        assert len(store.passages(wave)) == PEOPLE


def content(where: Path | str) -> object:
    """Every byte of the folder of a file, or every row that a server holds."""
    if isinstance(where, Path):
        files = (path for path in where.parent.iterdir() if path.is_file())
        return {path.name: path.read_bytes() for path in files}
    database = Database(where)
    with database.reading() as connection:
        found = {
            name: sorted(map(str, connection.execute(text(f'SELECT * FROM "{name}"'))))  # noqa: S608
            for name in inspect(connection).get_table_names()
        }
    database.close()
    return found


def test_several_servers_that_start_together_make_one_base(untouched: Path | str) -> None:
    script = "import sys; from diagnostic.storage import Store; Store.open(sys.argv[1]).close()"
    servers = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", script, str(untouched)],
            cwd=PROJECT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    assert [(s.communicate()[1], s.returncode) for s in servers] == [("", 0)] * 3
    with Store.open(untouched) as store:
        assert store.diagnostics() == ()


def test_a_next_migration_can_be_written_from_the_tables(file: Path, tmp_path: Path) -> None:
    from alembic import command

    Store.open(file).close()
    migrations = tmp_path / "release" / "migrations"
    shutil.copytree(MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    config = configuration(migrations)
    config.stdout = (tmp_path / "said.txt").open("w")
    database = Database(file)
    with database.migrating() as connection, config.stdout:
        config.attributes["connection"] = connection
        command.revision(config, "nothing new", autogenerate=True, rev_id="0999")
    database.close()
    (written,) = migrations.glob("versions/0999*.py")
    assert 'down_revision = "' + newest() + '"' in written.read_text()
    assert "pass" in written.read_text()
