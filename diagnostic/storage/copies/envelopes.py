"""Copies under a key: what is clear of them lies beside the base for a moment, nowhere else."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from diagnostic.encryption import (
    SUFFIX,
    NotAKey,
    Spoilt,
    WrongKey,
    decrypt,
    encrypt,
    is_encrypted,
    make_pair,
    read_secret,
)
from diagnostic.settings import PROJECT
from diagnostic.storage.copies.folder import flush, flush_folder, give_to_owner_of, new_file
from diagnostic.storage.files import BackupAbandoned
from diagnostic.storage.refusals import StorageRefused, StorageUnavailable
from diagnostic.texts import Sentence

IN_CLEAR = ".en-clair"
"""A folder that only its owner opens, beside the base; swept by whoever needs it next."""
_NOT_OPENED = Sentence("La sauvegarde chiffrée n’est ni faite ni ouverte")
_COMPANY = Sentence(
    "une autre est en train de se faire ou de s’ouvrir. Attendez qu’elle finisse, puis recommencez."
)
_NO_ROOM = Sentence(
    "le dossier de la base ne peut pas être écrit. Vérifiez qu’il reste de la place et que "
    "l’application a le droit d’y écrire."
)


def place_in_clear(where: Path | str) -> Path:
    """Where what is clear of a base's copies lies for a moment: where the base already is clear."""
    if isinstance(where, Path):
        return where.absolute().with_name(f"{where.name}{IN_CLEAR}")
    return PROJECT / "data" / f"postgresql{IN_CLEAR}"


def _model(where: Path | str) -> Path:
    """Whose owner may sweep what an administrator's command left."""
    return where if isinstance(where, Path) else PROJECT / "data"


@contextmanager
def in_clear(where: Path | str) -> Iterator[Path]:
    """An empty folder for one at a time, gone afterwards; what a kill leaves, the next one sweeps.

    Raises StorageUnavailable.
    """
    place = place_in_clear(where)
    with _lock(where, place):
        try:
            _sweep(place)
            place.mkdir(mode=0o700)
            give_to_owner_of(place, _model(where))
        except OSError as fault:
            raise StorageUnavailable(_NOT_OPENED, _NO_ROOM) from fault
        try:
            yield place
        finally:
            with suppress(OSError):
                _sweep(place)


def sweep(where: Path | str) -> None:
    """Take away what a kill left in clear, unless somebody is using it; never raises."""
    place = place_in_clear(where)
    if place.exists():
        with suppress(OSError, StorageUnavailable), _lock(where, place):
            _sweep(place)


@contextmanager
def _lock(where: Path | str, place: Path) -> Iterator[None]:
    """It dies with its process, and leaves nothing."""
    mark = place.with_name(f"{place.name}.verrou")
    lock = FileLock(mark, timeout=0, mode=0o600)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        give_to_owner_of(mark, _model(where))
    except Timeout:
        raise StorageUnavailable(_NOT_OPENED, _COMPANY) from None
    except OSError as fault:
        raise StorageUnavailable(_NOT_OPENED, _NO_ROOM) from fault
    try:
        yield
    finally:
        # Whoever opened it meanwhile sees that it is gone, and makes another one.
        with suppress(OSError):
            mark.unlink(missing_ok=True)
        lock.release()


def _sweep(place: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(place)


def close_copy(clear: Path, draft: Path, key: str, rest: Callable[[], bool]) -> None:
    """Encrypt a verified copy into `draft`. Raises OSError and BackupAbandoned."""

    def breathe() -> None:
        if rest():
            raise BackupAbandoned

    encrypt(clear, draft, key, breathe)


@contextmanager
def opened(source: Path, key: Path | None, where: Path | str) -> Iterator[Path]:
    """A copy that can be read: itself, or for a while what `key`, a file, opens of it.

    Raises StorageRefused, and StorageUnavailable when there is no room for it.
    """
    if not is_encrypted(source):
        yield source
        return
    secret = _secret(key, source)
    with in_clear(where) as folder:
        clear = folder / source.name.removesuffix(SUFFIX)
        try:
            new_file(clear)
            decrypt(source, clear, secret)
        except WrongKey:
            raise StorageRefused(
                f"Cette clef n’ouvre pas « {source.name} » : rien n’a changé. C’est celle d’une "
                "autre sauvegarde, ou le début de celle-ci est abîmé."
            ) from None
        except Spoilt:
            raise StorageRefused(
                f"La sauvegarde « {source.name} » est abîmée, ou coupée : rien n’a changé. "
                "Essayez-en une autre."
            ) from None
        except OSError as fault:
            raise StorageUnavailable(_NOT_OPENED, _NO_ROOM) from fault
        yield clear


def write_key(file: Path, copies: Path, now: datetime) -> str:
    """Make a pair of keys: the secret goes to `file`, for its owner alone; the public key.

    Raises StorageRefused: nothing is overwritten, and no key lies among what it opens.
    """
    if file.resolve().is_relative_to(copies.resolve()):
        raise StorageRefused(
            "Une clef rangée avec ses sauvegardes ne protège de rien : donnez un autre dossier, "
            "par exemple celui d’une clé USB."
        )
    public, content = make_pair(now)
    try:
        new_file(file)
    except FileExistsError:
        raise StorageRefused(
            f"« {file.name} » existe déjà : il n’a pas été touché. Donnez un autre nom."
        ) from None
    except OSError:
        raise _not_written(file) from None
    try:
        file.write_text(content, encoding="utf-8")
        flush(file)
        flush_folder(file.parent)
    except OSError:
        # Half a key opens nothing.
        file.unlink(missing_ok=True)
        raise _not_written(file) from None
    return public


def _not_written(file: Path) -> StorageRefused:
    return StorageRefused(
        f"« {file.name} » ne peut pas être écrit : vérifiez que son dossier existe, qu’il reste "
        "de la place et que vous avez le droit d’y écrire."
    )


def _secret(key: Path | None, source: Path) -> str:
    if key is None:
        raise StorageRefused(
            f"La sauvegarde « {source.name} » est chiffrée : ajoutez --key et le fichier de la "
            "clef, celui qui a été rangé ailleurs. Rien n’a changé."
        )
    try:
        return read_secret(key)
    except OSError:
        raise StorageRefused(
            f"La clef « {key.name} » ne peut pas être lue : vérifiez le nom du fichier, et que la "
            "clé USB est branchée. Rien n’a changé."
        ) from None
    except NotAKey:
        raise StorageRefused(
            f"« {key.name} » n’est pas une clef de sauvegarde : donnez le fichier que "
            "« python -m diagnostic copies-key » a écrit. Rien n’a changé."
        ) from None
