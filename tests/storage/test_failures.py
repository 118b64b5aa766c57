"""When the machine fails, nobody believes that an answer is kept; then work goes on."""

import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, make_url, text

from diagnostic.campaigns import Wave
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.settings import PROJECT
from diagnostic.storage import StorageRefused, StorageUnavailable, Store
from diagnostic.territories import TerritoryKey
from diagnostic.texts import voice_of
from tests.builders import given
from tests.storage.rows import database_of, engines_of

NOBODY = 65534


def opened(store: Store, questionnaire: Questionnaire) -> tuple[Wave, Submission]:
    diagnostic = store.open_diagnostic("Essai", TerritoryKey.parse("commune:69123"), questionnaire)
    wave = store.waves(diagnostic)[0]
    return wave, store.begin(wave, Viewpoint.CITIZEN, short=False)[0]


def set_on_each_connection(store: Store, pragma: str) -> Callable[[], None]:
    """Make SQLite itself refuse; call what is returned to stop it."""

    def hinder(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    for engine in engines_of(store):
        event.listen(engine, "checkout", hinder)

    def stop() -> None:
        for engine in engines_of(store):
            event.remove(engine, "checkout", hinder)

    return stop


def test_a_base_held_by_another_program_is_said_to_be_busy(
    file: Path, questionnaire: Questionnaire
) -> None:
    with Store.open(file, patience=0.1) as store:
        _, submission = opened(store, questionnaire)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageUnavailable) as refusal:
                store.save(submission, [given("F01.G", 7)])
            other.execute("ROLLBACK")
        assert str(refusal.value) == (
            "La réponse n’est pas enregistrée : la base est occupée. "
            "Attendez quelques secondes, puis recommencez."
        )
        assert voice_of("en").refuse(refusal.value) == (
            "The answer is not saved: the database is busy. Wait a few seconds, then try again."
        )
        assert store.answers(submission) == {}
        store.save(submission, [given("F01.G", 7)])


@pytest.mark.postgres
def test_a_wave_held_by_another_program_is_said_to_be_busy(
    emptied: str, questionnaire: Questionnaire
) -> None:
    with Store.open(emptied, patience=0.2) as store, Store.open(emptied) as other:
        wave, submission = opened(store, questionnaire)
        with database_of(other).writing() as connection:
            database_of(other).hold_wave(connection, wave.id, shared=False)
            with pytest.raises(StorageUnavailable, match="pas enregistrée : la base est occupée"):
                store.save(submission, [given("F01.G", 7)])
        store.save(submission, [given("F01.G", 7)])


def test_a_full_disk_acknowledges_nothing_and_needs_no_restart(
    file: Path, questionnaire: Questionnaire
) -> None:
    with Store.open(file) as store:
        _, submission = opened(store, questionnaire)
        with database_of(store).reading() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        make_room = set_on_each_connection(store, f"max_page_count={pages + 3}")
        told: list[str] = []

        def answer_until_refused() -> None:
            for n in range(10_000):
                store.save(submission, [given(f"Q{n}", "x" * 400)])
                told.append(f"Q{n}")

        with pytest.raises(StorageUnavailable, match="plus de place sur le disque"):
            answer_until_refused()
        make_room()
        set_on_each_connection(store, "max_page_count=1000000")
        assert told
        assert set(store.answers(submission)) == set(told)
        store.save(submission, [given("apres", 1)])
        assert set(store.answers(submission)) == {*told, "apres"}


def test_a_base_in_read_only_is_said_to_be_so(file: Path, questionnaire: Questionnaire) -> None:
    with Store.open(file) as store:
        _, submission = opened(store, questionnaire)
        let_write = set_on_each_connection(store, "query_only=ON")
        for write in (
            lambda: store.save(submission, [given("F01.G", 7)]),
            lambda: store.say(submission, "F01.G", "Oui."),
            lambda: store.finish(submission),
        ):
            with pytest.raises(StorageUnavailable, match="lecture seule"):
                write()
        let_write()
        set_on_each_connection(store, "query_only=OFF")
        assert store.answers(submission) == {}
        store.save(submission, [given("F01.G", 7)])


def test_a_damaged_file_is_said_to_be_so(file: Path, questionnaire: Questionnaire) -> None:
    with Store.open(file) as store:
        opened(store, questionnaire)
    size = file.stat().st_size
    with file.open("r+b") as damaged:
        damaged.seek(4096)
        damaged.write(b"\xa5" * (size - 4096))
    with (
        pytest.raises((StorageRefused, StorageUnavailable), match="sauvegarde"),
        Store.open(file) as store,
    ):
        store.diagnostics()


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_said_not_to_answer() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StorageUnavailable, match="la base ne répond pas") as refusal:
        Store.open(f"postgresql://nom:secret-7f3a@127.0.0.1:{port}/base", patience=2)
    assert "secret-7f3a" not in str(refusal.value)


@pytest.mark.postgres
def test_a_server_that_cuts_its_connections_is_reached_again(
    emptied: str, questionnaire: Questionnaire
) -> None:
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    outside = create_engine(make_url(emptied))
    with Store.open(emptied) as store:
        _, submission = opened(store, questionnaire)
        store.save(submission, [given("F01.G", 7)])
        with outside.begin() as connection:
            connection.execute(cut)
        (receipt,) = store.save(submission, [given("F01.G", 8)])
        assert receipt.revision == 2

        def be_cut_in_the_middle() -> None:
            with database_of(store).writing() as held:
                with outside.begin() as connection:
                    connection.execute(cut)
                held.execute(text("SELECT 1"))

        with pytest.raises(StorageUnavailable, match="La modification n’est pas enregistrée"):
            be_cut_in_the_middle()
        assert store.answers(submission) == {"F01.G": given("F01.G", 8)}
    outside.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("setting", ["synchronous_commit"])
def test_a_server_that_may_lose_answers_is_refused(postgresql: str, setting: str) -> None:
    outside = create_engine(make_url(postgresql), isolation_level="AUTOCOMMIT")
    name = make_url(postgresql).database
    with outside.connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET {setting} = off")
    outside.dispose()
    with pytest.raises(StorageRefused, match=setting):
        Store.open(postgresql)


def test_a_fault_of_ours_is_not_disguised_as_a_fault_of_the_machine(store: Store) -> None:
    with pytest.raises(Exception, match="nowhere") as fault, database_of(store).reading() as c:
        c.execute(text("SELECT 1 FROM nowhere"))
    assert not isinstance(fault.value, StorageUnavailable)


def test_what_people_said_never_shows_in_an_error(store: Store, submission: Submission) -> None:
    insert = text("INSERT INTO comment (submission_id, question_id, body) VALUES (:s, :q, :b)")
    with (
        pytest.raises(Exception, match="(?i)foreign key") as fault,
        database_of(store).writing() as connection,
    ):
        connection.execute(insert, {"s": -1, "q": "F01.G", "b": "canari-jaune"})
    assert "canari-jaune" not in str(fault.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"# Notes\n" * 1000, "n’est pas une base de données : il n’a pas été touché"),
        (b"x", "n’est pas une base de données : il n’a pas été touché"),
        (b"SQLite format 3\0" + b"\xa5" * 5000, "abîmé"),
    ],
)
def test_a_file_that_is_no_base_is_refused_untouched(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    with pytest.raises((StorageRefused, StorageUnavailable), match=said):
        Store.open(file)
    assert file.read_bytes() == content
    assert list(file.parent.iterdir()) == [file]


def test_the_base_of_another_application_is_refused_untouched(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE recettes (nom TEXT)")
        other.commit()
    before = file.read_bytes()
    with pytest.raises(StorageRefused, match="autre application"):
        Store.open(file)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_an_empty_file_becomes_a_base(file: Path) -> None:
    file.touch()
    with Store.open(file) as store:
        assert store.diagnostics() == ()


def test_the_folder_of_the_file_is_created(tmp_path: Path) -> None:
    file = tmp_path / "un" / "dossier" / "base.sqlite"
    with Store.open(file):
        assert file.is_file()


def test_a_folder_that_cannot_be_created_is_said_with_the_setting_to_change(
    tmp_path: Path,
) -> None:
    (tmp_path / "notes.txt").write_text("Un fichier, pas un dossier.")
    with pytest.raises(StorageRefused, match=r"ne peut pas être créé.*DIAGNOSTIC_DATABASE"):
        Store.open(tmp_path / "notes.txt" / "base.sqlite")


def test_a_folder_in_place_of_the_file_is_said_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(StorageRefused, match="est un dossier. Ajoutez-lui un nom"):
        Store.open(tmp_path)


OPEN_AND_SAY = f"""
import os, sys, tempfile
from pathlib import Path
from diagnostic.storage import StorageRefused, StorageUnavailable, Store
with tempfile.TemporaryDirectory() as folder:
    # Loads all libraries while they can still be read.
    Store.open(Path(folder) / "base.sqlite").close()
if os.geteuid() == 0:
    # The administrator may write everywhere: become somebody else.
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
for name in sys.argv[1:]:
    try:
        with Store.open(Path(name)) as store:
            store.rename("ABCD2345", "Un autre nom")
            print("ok")
    except (StorageRefused, StorageUnavailable) as refusal:
        print(refusal)
"""


def said_to_an_ordinary_person(*files: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", OPEN_AND_SAY, *map(str, files)],
        cwd=PROJECT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout.splitlines()


def test_files_and_folders_without_the_right_to_write_are_said_to_be_so(
    questionnaire: Questionnaire,
) -> None:
    # Not tmp_path: an ordinary person could not even look into it.
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        empty, closed, half_closed = (Path(name) / part for part in ("a", "b", "c"))
        empty.mkdir()
        for folder in (closed, half_closed):
            with Store.open(folder / "base.sqlite") as store:
                store.open_diagnostic(
                    "Essai", TerritoryKey.parse("commune:69123"), questionnaire, code="ABCD2345"
                )
            (folder / "base.sqlite").chmod(0o444)
        empty.chmod(0o555)
        closed.chmod(0o555)
        half_closed.chmod(0o777)
        no_folder, no_file, in_closed, in_half_closed = said_to_an_ordinary_person(
            empty / "deeper" / "base.sqlite",
            empty / "base.sqlite",
            closed / "base.sqlite",
            half_closed / "base.sqlite",
        )
        assert "ne peut pas être créé" in no_folder
        assert "DIAGNOSTIC_DATABASE" in no_folder
        assert "le droit de le lire et d’écrire dans son dossier" in no_file
        for said in (in_closed, in_half_closed):
            assert "la base est en lecture seule" in said
        for folder in (closed, half_closed):
            with Store.open(folder / "base.sqlite") as store:
                assert store.diagnostic("ABCD2345").title == "Essai"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://nom:secret-7f3a@serveur:port/base", "postgresql://nom:motdepasse"),
        ("mysql://nom:secret-7f3a@serveur/base", "mysql://"),
        ("sqlite://", "ne nomme aucun fichier"),
    ],
)
def test_an_address_that_is_not_understood_is_said_with_the_right_form(
    address: str, said: str
) -> None:
    with pytest.raises(StorageRefused, match=re.escape(said)):
        Store.open(address)


def test_a_missing_library_is_said_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StorageRefused, match=re.escape('pip install "psycopg[binary]"')):
        Store.open("postgresql://nom@serveur/base")


def test_a_name_that_looks_like_an_address_part_is_a_plain_file(tmp_path: Path) -> None:
    file = tmp_path / "100 % d’avis ? #1 %20.sqlite"
    with Store.open(file):
        assert file.is_file()
    with Store.open(file) as store:
        assert store.diagnostics() == ()
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
