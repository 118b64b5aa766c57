"""A server takes its base: alone, sound and on this machine, or not at all."""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import closing
from datetime import datetime
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from filelock import FileLock, Timeout

from diagnostic.storage.copies.folder import flush_folder, give_as, stamp
from diagnostic.storage.engine import NOT_READ, translated
from diagnostic.storage.files import has_header, look_into
from diagnostic.storage.refusals import StorageRefused, StorageUnavailable
from diagnostic.texts import Refusal, Sentence

LOCK = ".verrou"
PENDING, READY = ".reprise", ".pret"
"""In the name of a copy that takes the base's place; it stays there if that is cut."""
ASIDE = ".ecarte"
DAMAGED = ".abime"
LOOK = 5.0
"""Seconds that a server gives to the examination of its base before it starts."""
_FAR = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "fuse.sshfs", "webdav"}
)
NOT_SERVED = Sentence("L’application ne peut pas commencer")
NO_RIGHT = Sentence(
    "elle n’a pas le droit d’écrire dans le dossier de la base. Prévenez la personne qui gère "
    "l’installation."
)
_JOURNALS = ("-wal", "-shm", "-journal")

_log = logging.getLogger(__name__)
_locks: dict[Path, FileLock] = {}
_claiming = threading.Lock()


class AlreadyServed(Refusal, StorageRefused):
    """Another process serves this base."""

    def __init__(self) -> None:
        super().__init__(
            "Cette base est déjà utilisée par un autre serveur de l’application : un seul à la "
            "fois. Utilisez celui qui est ouvert, ou arrêtez-le avant d’en lancer un autre."
        )


class DamagedBase(Refusal, StorageRefused):
    """The file was found damaged, and is aside under the name `aside`."""

    def __init__(self, aside: str) -> None:
        super().__init__(
            "Le fichier de la base est abîmé. Il a été mis de côté, tel quel, sous le nom "
            "« {aside} ». Rien n’est effacé : reprenez la dernière sauvegarde.",
            aside=aside,
        )
        self.aside = aside


class RestorationCut(Refusal, StorageRefused):
    """A copy was taking the base's place when the machine stopped."""

    def __init__(self) -> None:
        super().__init__(
            "La reprise d’une sauvegarde a été interrompue : rien n’est perdu. Relancez la même "
            "commande pour la finir."
        )


def claim(where: Path | str) -> None:
    """Keep other servers away from a base until this process ends, and make sure it is sound.

    To be called before anything opens it. A damaged file is set aside untouched, with its
    journal; nothing takes its place. PostgreSQL does all this itself. Raises AlreadyServed,
    DamagedBase, RestorationCut, and StorageUnavailable when the file cannot be read.
    """
    if not isinstance(where, Path):
        return
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return  # The opening says it, with the setting to change.
    claim_file(where)
    try:
        refuse_unfinished(where)
        if is_damaged(where):
            raise DamagedBase(set_aside(where, f"{DAMAGED}-{stamp(datetime.now())}") or where.name)
    except BaseException:
        release(where)
        raise
    if far := far_file_system(where):
        _log.warning(
            "La base est sur un disque partagé par le réseau (%s) : SQLite n’y est pas sûr. "
            "Choisissez un dossier de cette machine avec DIAGNOSTIC_DATABASE.",
            far,
        )


def claim_file(where: Path) -> None:
    """The lock alone; again in the same process, nothing more. Raises AlreadyServed.

    It belongs to the process: when it dies, however it dies, the system gives it back.
    """
    place = where.absolute()
    with _claiming:
        if place in _locks:
            return
        mark = place.with_name(f"{place.name}{LOCK}")
        lock = FileLock(mark, timeout=0, mode=0o600, thread_local=False)
        try:
            lock.acquire()
            give_as(mark, place)
        except Timeout:
            raise AlreadyServed from None
        except OSError as fault:
            raise StorageUnavailable(NOT_SERVED, NO_RIGHT) from fault
        _locks[place] = lock


def release(where: Path | str) -> None:
    """Let others serve this base."""
    if not isinstance(where, Path):
        return
    with _claiming:
        lock = _locks.pop(where.absolute(), None)
        if lock is not None:
            lock.release()


def is_damaged(where: Path, patience: float = LOOK) -> bool:
    """Whether SQLite finds this file damaged, within `patience` seconds.

    What is not a base at all is not damaged: it is somebody's file, and is refused elsewhere.
    Raises StorageUnavailable when it cannot be read.
    """
    if not has_header(where):
        return False
    with translated(NOT_READ), closing(look_into(where)) as connection:
        # Past the patience, what was read so far was sound: the start is not held up.
        patient = threading.Timer(patience, connection.interrupt)
        patient.start()
        try:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as fault:
            code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_INTERRUPT:
                _log.info("La base est grande : elle n’a été examinée qu’en partie.")
                return False
            if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                return True
            raise
        finally:
            patient.cancel()
            patient.join()
        return bool(found != "ok")


def set_aside(where: Path, mark: str) -> str | None:
    """Rename a base and its journal, which stay together; the new name, None where none was.

    Nothing is ever overwritten: where a name is taken, another mark is.
    """
    parts = [part for part in (*_JOURNALS, "") if where.with_name(f"{where.name}{part}").exists()]
    free, number = mark, 2
    while any(where.with_name(f"{where.name}{free}{part}").exists() for part in parts):
        free, number = f"{mark}-{number}", number + 1
    # The base last: as long as it is there, what is missing of it is known to be aside.
    for part in parts:
        path = where.with_name(f"{where.name}{part}")
        path.replace(where.with_name(f"{where.name}{free}{part}"))
    flush_folder(where.parent)
    aside = where.with_name(f"{where.name}{free}")
    return aside.name if aside.exists() else None


def unfinished(where: Path) -> str | None:
    """The stamp of a restoration that was cut; None where there is none."""
    cut = [mark for mark in _marks(where, PENDING) if mark.endswith(READY)]
    return cut[0].removesuffix(READY) if cut else None


def refuse_unfinished(where: Path) -> None:
    """An empty base must not take the place of one that waits to be brought back.

    Raises RestorationCut and DamagedBase.
    """
    if unfinished(where) is not None:
        raise RestorationCut
    if not where.exists() and (gone := _marks(where, DAMAGED)):
        raise DamagedBase(f"{where.name}{DAMAGED}-{gone[-1]}")


def _marks(where: Path, kind: str) -> list[str]:
    """What follows this kind of mark in the names beside a base, in order."""
    if not where.parent.is_dir():
        return []
    beginning = f"{where.name}{kind}-"
    return sorted(
        path.name.removeprefix(beginning)
        for path in where.parent.iterdir()
        if path.name.startswith(beginning) and not path.name.endswith(_JOURNALS)
    )


def far_file_system(where: Path) -> str | None:
    """The kind of the network share that a file lies on; None for a disk of this machine."""
    place = where.absolute()
    best = ("", "")
    for mounted in psutil.disk_partitions(all=True):
        if place.is_relative_to(mounted.mountpoint) and len(mounted.mountpoint) > len(best[0]):
            best = (mounted.mountpoint, mounted.fstype)
    return best[1] if best[1].lower() in _FAR else None
