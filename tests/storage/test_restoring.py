"""A copy taken back gives all again, and nothing of what was there is erased."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from diagnostic.questionnaire import Questionnaire
from diagnostic.storage import StorageRefused, StorageUnavailable, Store, tables
from diagnostic.storage.copies.restoring import BaseInUse, restore
from diagnostic.storage.copies.verifying import Contents, find_faults
from diagnostic.storage.serving import RestorationCut, claim
from diagnostic.territories import TerritoryKey
from tests.builders import given
from tests.storage.conftest import new_database
from tests.storage.copying import NOW, copy, damage, fill, located, rows
from tests.storage.older import PEOPLE, make_older
from tests.storage.rows import database_of
from tests.storage.test_schema import content, next_version, update


def test_a_copy_taken_back_gives_all_again_and_the_former_base_is_aside(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    (token, *_) = fill(file, questionnaire)
    before = rows(file)
    made = copy(file, tmp_path / "copies")
    with Store.open(file) as store:
        store.save(store.resume(token)[0], [given("F01.G", 9)])
    later = file.read_bytes()
    with pytest.raises(BaseInUse, match="--replace"):
        restore(made.copy.path, file, NOW)
    assert file.read_bytes() == later
    done = restore(made.copy.path, file, NOW, replacing=True)
    assert done.contents == Contents(1, 3, 3)
    assert done.aside == "regards.sqlite.ecarte-2026-11-22-211500"
    assert rows(file) == before
    assert file.with_name(done.aside).read_bytes() == later
    # Again: what is aside is never overwritten.
    again = restore(made.copy.path, file, NOW, replacing=True)
    assert again.aside == f"{done.aside}-2"
    assert file.with_name(done.aside).read_bytes() == later


def test_a_base_without_an_answer_needs_no_permission(
    untouched: Path | str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    source = tmp_path / "ailleurs" / "base.sqlite"
    fill(source, questionnaire)
    made = copy(source, tmp_path / "copies")
    Store.open(untouched).close()
    restore(made.copy.path, located(untouched), NOW)
    assert rows(untouched) == rows(source)


@pytest.mark.postgres
def test_a_copy_goes_from_one_engine_to_the_other_and_back(
    emptied: str, server: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(emptied, questionnaire)
    before = rows(emptied)
    made = copy(emptied, tmp_path / "copies")
    laptop = tmp_path / "portable.sqlite"
    restore(made.copy.path, laptop, NOW)
    assert rows(laptop) == before
    back = copy(laptop, tmp_path / "copies")
    with new_database(server) as other:
        restore(back.copy.path, located(other), NOW)
        assert rows(other) == before
        with Store.open(other) as store:
            # Numbers go on from those that came.
            store.open_diagnostic("Un autre", TerritoryKey.parse("commune:69264"), questionnaire)
            assert len(store.diagnostics()) == 2


@pytest.mark.postgres
def test_former_tables_of_a_server_go_to_a_schema_of_their_own(
    postgresql: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(postgresql, questionnaire)
    made = copy(postgresql, tmp_path)
    fill(postgresql, questionnaire, people=2)
    with pytest.raises(BaseInUse):
        restore(made.copy.path, located(postgresql), NOW)
    done = restore(made.copy.path, located(postgresql), NOW, replacing=True)
    assert done.aside == "ecarte_2026_11_22_211500"
    again = restore(made.copy.path, located(postgresql), NOW, replacing=True)
    assert again.aside == f"{done.aside}_2"
    engine = create_engine(make_url(postgresql))
    with engine.connect() as connection:
        count = text(f"SELECT count(*) FROM {done.aside}.submission")  # noqa: S608
        assert connection.execute(count).scalar() == 5
        assert set(inspect(connection).get_table_names()) == {
            *tables.metadata.tables,
            "alembic_version",
        }
    engine.dispose()
    with Store.open(postgresql) as store:
        assert len(store.diagnostics()) == 1
        assert find_faults(database_of(store)) == ()


@pytest.mark.postgres
def test_a_server_that_others_use_is_not_replaced(
    emptied: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(emptied, questionnaire)
    made = copy(emptied, tmp_path)
    before = content(emptied)
    with (
        Store.open(emptied) as other,
        database_of(other).reading(),
        pytest.raises(StorageRefused, match="arrêtez les serveurs"),
    ):
        restore(made.copy.path, located(emptied), NOW, replacing=True)
    assert content(emptied) == before


def test_a_file_that_is_no_copy_changes_nothing(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(file, questionnaire, people=40)
    broken = copy(file, tmp_path / "copies").copy.path
    damage(broken)
    recipes = tmp_path / "recettes.sqlite"
    with closing(sqlite3.connect(recipes)) as other:
        other.execute("CREATE TABLE recettes (nom TEXT)")
    notes = tmp_path / "notes.txt"
    notes.write_text("Un texte, assez long pour ne pas être vide.")
    empty = tmp_path / "vide.sqlite"
    empty.touch()
    before = content(file)
    for source in (broken, recipes, notes, empty, tmp_path / "absent.sqlite", file):
        with pytest.raises((StorageRefused, StorageUnavailable)):
            restore(source, file, NOW, replacing=True)
    assert isinstance(before, dict)
    # The lock of whoever restores stays: it is empty, and nobody's.
    now = content(file)
    assert isinstance(now, dict)
    assert {name: now[name] for name in before} == before
    assert set(now) - set(before) == {"regards.sqlite.verrou"}


def test_a_copy_of_an_older_version_is_updated_and_stays_as_it_was(
    untouched: Path | str, tmp_path: Path
) -> None:
    older = tmp_path / "ancienne.sqlite"
    make_older(older)
    made = copy(older, tmp_path / "copies")
    assert made.contents is None
    before = made.copy.path.read_bytes()
    done = restore(made.copy.path, located(untouched), NOW)
    assert (done.migrated, done.contents) == (True, Contents(1, PEOPLE, PEOPLE))
    with Store.open(untouched) as store:
        assert find_faults(database_of(store)) == ()
        (diagnostic,) = store.diagnostics()
        assert len(store.passages(store.waves(diagnostic)[0])) == PEOPLE
    assert made.copy.path.read_bytes() == before
    assert list((tmp_path / "copies").iterdir()) == [made.copy.path]


def test_a_copy_of_a_newer_version_is_refused(
    file: Path, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    fill(file, questionnaire)
    update(file, next_version(tmp_path / "release"))
    made = copy(file, tmp_path / "copies")
    assert made.contents is None
    with pytest.raises(StorageRefused, match="version plus récente"):
        restore(made.copy.path, tmp_path / "neuve.sqlite", NOW)
    assert not (tmp_path / "neuve.sqlite").exists()


@pytest.mark.parametrize("cut_at", range(4))
def test_a_restoration_that_is_cut_loses_nothing_and_ends_when_it_is_asked_again(
    file: Path,
    questionnaire: Questionnaire,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    cut_at: int,
) -> None:
    (token, *_) = fill(file, questionnaire)
    before = rows(file)
    made = copy(file, tmp_path / "copies")
    # A base whose last answers are still in its journal: a server that was killed.
    with Store.open(file) as store:
        store.save(store.resume(token)[0], [given("F01.G", 9)])
        parts = {name: file.with_name(name).read_bytes() for name in beside(file)}
    for name, kept in parts.items():
        file.with_name(name).write_bytes(kept)
    later = rows_of_parts(parts, tmp_path / "temoin")
    assert later != before
    renaming, done = Path.replace, [0]

    def rename_or_die(path: Path, target: Path) -> Path:
        if path.parent == file.parent:
            done[0] += 1
            if done[0] > cut_at:
                raise KeyboardInterrupt
        return renaming(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", rename_or_die)
        with pytest.raises(KeyboardInterrupt):
            restore(made.copy.path, file, NOW, replacing=True)
    if cut_at:
        for open_it in (Store.open, claim):
            with pytest.raises(RestorationCut, match="Relancez"):
                open_it(file)
    end = restore(made.copy.path, file, NOW + timedelta(minutes=5), replacing=True)
    assert rows(file) == before
    assert end.aside is not None
    assert rows(file.with_name(end.aside)) == later


def beside(file: Path) -> list[str]:
    """The base and its journal."""
    return [
        path.name for path in file.parent.iterdir() if path.name in (file.name, f"{file.name}-wal")
    ]


def rows_of_parts(parts: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    folder.mkdir()
    for name, kept in parts.items():
        (folder / name).write_bytes(kept)
    return rows(folder / "regards.sqlite")
