"""A copy under a key is read by who holds the secret, and by nobody else, even half made."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from diagnostic.encryption import encrypt, make_pair
from diagnostic.questionnaire import Questionnaire
from diagnostic.settings import PROJECT, locate
from diagnostic.storage import StorageRefused, StorageUnavailable
from diagnostic.storage.copies.backups import Backup, back_up, last_good
from diagnostic.storage.copies.envelopes import in_clear, place_in_clear, write_key
from diagnostic.storage.copies.keeper import Keeper
from diagnostic.storage.copies.restoring import restore
from diagnostic.storage.copies.verifying import Contents
from diagnostic.storage.files import BackupAbandoned
from tests.storage.copying import NOW, copy, damage, fill, rows

CANARY = b"Peu de bus."
DEAD = 9
BACK_UP_UNTIL = """
import os, sys
from datetime import datetime
from pathlib import Path
from diagnostic.storage.copies.backups import back_up
base, folder, key, last = sys.argv[1:]
rests = [0]
def die():
    rests[0] += 1
    if rests[0] == int(last):
        os._exit(9)
    return False
back_up(Path(base), Path(folder), datetime(2026, 11, 22), key=key, rest=die)
"""


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """The file of the secret, as if on a key of its owner."""
    (tmp_path / "cle usb").mkdir()
    return tmp_path / "cle usb" / "clef.txt"


@pytest.fixture
def public(secret: Path, tmp_path: Path) -> str:
    return write_key(secret, tmp_path / "copies", NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies"


def content(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def enlarge(file: Path) -> None:
    """Beyond what is copied, or encrypted, between two rests."""
    with closing(sqlite3.connect(file, isolation_level=None)) as large:
        large.execute("CREATE TABLE large AS SELECT hex(randomblob(3000000)) AS body")


def close(file: Path, folder: Path, key: str, now: datetime = NOW) -> Backup:
    return back_up(file, folder, now, key=key)


def test_a_copy_under_a_key_shows_nothing_and_is_taken_back_whole(
    file: Path, questionnaire: Questionnaire, folder: Path, public: str, secret: Path
) -> None:
    fill(file, questionnaire)
    enlarge(file)
    before = rows(file)
    assert CANARY in file.read_bytes()
    steps: list[bool] = []

    def look() -> bool:
        steps.append(CANARY in content(folder))
        return False

    made = back_up(file, folder, NOW, key=public, rest=look)
    assert steps
    assert not any(steps)
    assert made.contents == Contents(1, 3, 3)
    assert made.copy.path.name == "regards-2026-11-22-211500.sqlite.age"
    assert made.copy.is_encrypted
    assert stat.S_IMODE(made.copy.path.stat().st_mode) == 0o600
    assert list(folder.iterdir()) == [made.copy.path]
    assert CANARY not in content(folder)
    assert sorted(file.parent.iterdir()) == sorted([file, folder, secret.parent])
    new = file.with_name("autre.sqlite")
    assert restore(made.copy.path, new, NOW, key=secret).contents == Contents(1, 3, 3)
    assert rows(new) == before
    assert not place_in_clear(new).exists()


def test_without_the_right_key_nothing_changes(
    file: Path, questionnaire: Questionnaire, folder: Path, public: str, secret: Path
) -> None:
    fill(file, questionnaire)
    made = close(file, folder, public).copy.path
    wrong = secret.with_name("autre.txt")
    write_key(wrong, folder, NOW)
    spoilt = secret.with_name("abime.txt")
    spoilt.write_text(secret.read_text().rstrip()[:-1] + "?\n")
    notes = secret.with_name("notes.txt")
    notes.write_text("Acheter du pain.\n")
    before = content(file.parent)
    for key, said in (
        (None, "est chiffrée : ajoutez --key"),
        (wrong, "Cette clef n’ouvre pas"),
        (spoilt, "n’est pas une clef de sauvegarde"),
        (notes, "n’est pas une clef de sauvegarde"),
        (secret.with_name("absente.txt"), "ne peut pas être lue"),
        (secret.parent, "ne peut pas être lue"),
    ):
        with pytest.raises(StorageRefused, match=said):
            restore(made, file, NOW, replacing=True, key=key)
        assert content(file.parent) == before


def test_a_copy_that_is_cut_or_changed_is_refused(
    file: Path, questionnaire: Questionnaire, folder: Path, public: str, secret: Path
) -> None:
    fill(file, questionnaire)
    enlarge(file)
    whole = close(file, folder, public).copy.path
    before = file.read_bytes()
    for spoilt, said in (
        (whole.read_bytes()[:-1], "abîmée, ou coupée"),
        (whole.read_bytes()[:100_000], "abîmée, ou coupée"),
        (whole.read_bytes()[:99_999] + b"\xa5" + whole.read_bytes()[100_000:], "abîmée, ou coupée"),
        (whole.read_bytes()[:60], "le début de celle-ci est abîmé"),
    ):
        copied = folder / "autre.sqlite.age"
        copied.write_bytes(spoilt)
        with pytest.raises(StorageRefused, match=said):
            restore(copied, file, NOW, replacing=True, key=secret)
        assert file.read_bytes() == before
        assert not place_in_clear(file).exists()


@pytest.mark.parametrize("last", ["while it is copied", "while it is encrypted"])
def test_a_kill_leaves_nothing_clear_among_the_copies_and_the_next_one_sweeps(
    file: Path, questionnaire: Questionnaire, folder: Path, public: str, last: str
) -> None:
    fill(file, questionnaire)
    enlarge(file)
    rests: list[int] = []

    def count() -> bool:
        # The copy under its key grows only while it is encrypted.
        rests.append(sum(path.stat().st_size for path in folder.iterdir()))
        return False

    back_up(file, folder, NOW, key=public, rest=count).copy.path.unlink()
    assert rests[0] == 0 < rests[-1]
    stop = 1 if last == "while it is copied" else len(rests)
    killed = subprocess.run(
        [sys.executable, "-c", BACK_UP_UNTIL, str(file), str(folder), public, str(stop)],
        cwd=PROJECT,
        check=False,
    )
    assert killed.returncode == DEAD
    left = place_in_clear(file)
    assert CANARY not in content(folder)
    assert stat.S_IMODE(left.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in left.iterdir()} == {0o600}
    keeper = Keeper(file, folder, 7, 4, key=public)
    keeper.start(first=3600)
    keeper.stop()
    assert not left.exists()
    assert close(file, folder, public).contents == Contents(1, 3, 3)


def test_a_copy_that_is_given_up_while_it_is_encrypted_leaves_nothing(
    file: Path, questionnaire: Questionnaire, folder: Path, public: str
) -> None:
    fill(file, questionnaire)
    enlarge(file)

    def stop() -> bool:
        return any(path.stat().st_size for path in folder.iterdir())

    with pytest.raises(BackupAbandoned):
        back_up(file, folder, NOW, key=public, rest=stop)
    assert list(folder.iterdir()) == []
    assert not place_in_clear(file).exists()


def test_a_disk_that_is_full_while_a_copy_is_encrypted_is_said(
    file: Path, questionnaire: Questionnaire, public: str
) -> None:
    fill(file, questionnaire)
    with pytest.raises(OSError, match="No space left"):
        encrypt(file, Path("/dev/full"), public, lambda: None)


def test_one_at_a_time_is_in_clear(
    file: Path, questionnaire: Questionnaire, folder: Path, public: str
) -> None:
    fill(file, questionnaire)
    with in_clear(file) as private:
        (private / "copie.sqlite").write_bytes(b"half")
        with pytest.raises(StorageUnavailable, match="une autre est en train de se faire"):
            close(file, folder, public)
        # Neither does a server that starts sweep what is being used.
        keeper = Keeper(file, folder, 7, 4)
        keeper.start(first=3600)
        keeper.stop()
        assert (private / "copie.sqlite").read_bytes() == b"half"
    assert list(folder.iterdir()) == []
    assert close(file, folder, public).copy.is_encrypted


def test_copies_under_a_key_are_made_each_day_and_go_as_the_others(
    file: Path, questionnaire: Questionnaire, folder: Path, public: str
) -> None:
    fill(file, questionnaire)
    now = [datetime(2026, 11, 2, 3)]
    clear = Keeper(file, folder, 7, 4, lambda: now[0])
    assert clear.look()
    assert clear.keeping().encrypts is False
    keeper = Keeper(file, folder, 7, 4, lambda: now[0], key=public)
    for _ in range(34):
        now[0] += timedelta(days=1)
        assert keeper.look()
        assert not keeper.look()
    state = keeper.keeping()
    assert (state.encrypts, state.failure) == (True, None)
    assert len(state.copies) == 10
    assert all(one.is_encrypted for one in state.copies)


def test_the_last_good_copy_may_be_one_under_a_key(
    file: Path, questionnaire: Questionnaire, folder: Path, public: str
) -> None:
    fill(file, questionnaire, people=40)
    clear = copy(file, folder, NOW).copy
    closed = close(file, folder, public, NOW + timedelta(hours=1)).copy
    assert last_good(folder, "regards") == closed
    closed.path.write_bytes(b"\xa5" + closed.path.read_bytes()[1:])
    assert last_good(folder, "regards") == clear
    damage(clear.path)
    assert last_good(folder, "regards") is None


def test_a_secret_is_for_its_owner_alone_elsewhere_and_never_overwritten(
    tmp_path: Path, folder: Path, public: str, secret: Path
) -> None:
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    before = secret.read_bytes()
    assert public.encode() in before
    for file, said in (
        (secret, "existe déjà"),
        (folder / "clef.txt", "ne protège de rien"),
        (tmp_path / "nulle part" / "clef.txt", "ne peut pas être écrit"),
    ):
        with pytest.raises(StorageRefused, match=said):
            write_key(file, folder, NOW)
    assert secret.read_bytes() == before
    assert make_pair(NOW) != make_pair(NOW)


@pytest.mark.postgres
def test_a_copy_under_a_key_goes_to_a_server(
    file: Path,
    questionnaire: Questionnaire,
    folder: Path,
    public: str,
    secret: Path,
    postgresql: str,
) -> None:
    fill(file, questionnaire)
    made = close(file, folder, public).copy.path
    assert restore(made, locate(postgresql), NOW, key=secret).contents == Contents(1, 3, 3)
    assert rows(postgresql) == rows(file)
    left = place_in_clear(locate(postgresql))
    assert not left.exists()
    with suppress(OSError):
        # Only where nothing else is: the folder of the project's own data.
        left.parent.rmdir()
