"""An installation as its owner looks at it: versions, place, copies, and what went wrong."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from diagnostic.logbook import Fault, last_faults
from diagnostic.settings import PROJECT, Settings
from diagnostic.storage.copies.backups import folder_of
from diagnostic.storage.copies.folder import Copy, is_due
from diagnostic.storage.copies.keeper import Keeping
from diagnostic.storage.vitals import Vitals

SOUND_SQLITE = (3, 51, 3)
"""Before it, two connections that write and empty the journal at the same instant may spoil the
file (https://www.sqlite.org/wal.html#walresetbug)."""
TIGHT = 1_000_000_000
"""Bytes of free disk below which the owner is warned."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What runs here."""

    ours: str
    python: str
    sqlite: str
    is_sqlite_sound: bool


@dataclass(frozen=True, slots=True)
class Installation:
    """All that the page of the owner says, as of `at`."""

    at: datetime
    versions: Versions
    vitals: Vitals
    free: int
    """Bytes left on the disk of the copies, which is that of a SQLite base too by default."""
    folder: Path
    """Where the copies lie."""
    keeping: Keeping
    next_copy: date | None
    """The day of the next automatic copy; None where none is made by itself."""
    faults: tuple[Fault, ...]

    @property
    def is_tight(self) -> bool:
        """Whether the disk may soon be full: less than a gigabyte, or than three of these bases."""
        return self.free < max(TIGHT, 3 * self.vitals.size)

    @property
    def last_copy(self) -> Copy | None:
        return self.keeping.copies[0] if self.keeping.copies else None


def describe(
    settings: Settings, vitals: Vitals, keeping: Keeping, now: datetime | None = None
) -> Installation:
    """Raises OSError when the disk does not answer."""
    at = now or datetime.now()
    folder = settings.backups or folder_of(settings.database)
    return Installation(
        at,
        versions(),
        vitals,
        _free(folder),
        folder,
        keeping,
        _next(keeping, at.date()),
        last_faults(),
    )


@cache
def versions() -> Versions:
    with (PROJECT / "pyproject.toml").open("rb") as file:
        ours = tomllib.load(file)["project"]["version"]
    return Versions(
        str(ours),
        platform.python_version(),
        sqlite3.sqlite_version,
        sqlite3.sqlite_version_info >= SOUND_SQLITE,
    )


def _free(folder: Path) -> int:
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return shutil.disk_usage(there).free


def _next(keeping: Keeping, today: date) -> date | None:
    if not keeping.automatic:
        return None
    return today if is_due(keeping.copies, today) else today + timedelta(days=1)
