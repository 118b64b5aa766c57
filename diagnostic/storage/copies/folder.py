"""The folder of copies: how they are named, which stay, and never what the clock says alone."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from diagnostic.encryption import SUFFIX as ENCRYPTED

FOLDER = "sauvegardes"
SUFFIX = ".sqlite"
DRAFT = ".brouillon"
AUTOMATIC = "quotidienne"
_STAMP = "%Y-%m-%d-%H%M%S"
_NAME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)-(?P<hour>\d{6})(?P<kind>-[a-z]+)?(?:-\d+)?\.sqlite(?:\.age)?"
)


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, whole and verified when it was made."""

    path: Path
    made_at: datetime
    """By the clock of the machine that made it, as its name says."""
    automatic: bool
    size: int
    """In bytes."""

    @property
    def is_encrypted(self) -> bool:
        """As its name says: a key is needed to read it."""
        return self.path.suffix == ENCRYPTED


def stamp(now: datetime) -> str:
    """« 2026-11-22-211500 », for a name."""
    return now.strftime(_STAMP)


def name_copy(
    base: str,
    now: datetime,
    *,
    automatic: bool,
    among: Iterable[str] = (),
    encrypted: bool = False,
) -> str:
    """The name of a copy of `base`, a stem; another one than those `among`, encrypted or not."""
    kind = f"-{AUTOMATIC}" if automatic else ""
    stem = f"{base}-{stamp(now)}{kind}"
    taken = {name.removesuffix(ENCRYPTED) for name in among}
    name, number = f"{stem}{SUFFIX}", 2
    while name in taken:
        name, number = f"{stem}-{number}{SUFFIX}", number + 1
    return f"{name}{ENCRYPTED}" if encrypted else name


def list_copies(folder: Path, base: str) -> tuple[Copy, ...]:
    """The copies of `base` that `folder` holds, the latest name first; () where it is not there."""
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name.startswith(f"{base}-") and (copy := _read(path, base)):
                found.append(copy)
    return tuple(sorted(found, key=lambda copy: (copy.made_at, copy.path.name), reverse=True))


def _read(path: Path, base: str) -> Copy | None:
    named = _NAME.fullmatch(path.name.removeprefix(f"{base}-"))
    if named is None:
        return None
    try:
        made_at = datetime.strptime(f"{named['day']}-{named['hour']}", _STAMP)
        size = path.stat().st_size
    except (ValueError, OSError):
        return None
    return Copy(path, made_at, named["kind"] == f"-{AUTOMATIC}", size)


def is_due(copies: Iterable[Copy], today: date) -> bool:
    """Whether this day has no copy yet: also when the clock went back, or jumped ahead."""
    return all(copy.made_at.date() != today for copy in copies)


def outdated(copies: Iterable[Copy], days: int, weeks: int) -> tuple[Copy, ...]:
    """The automatic copies to let go: all but the last one of each of the latest days and weeks.

    Days and weeks that have a copy are counted, not those that passed: a clock that jumps, or a
    machine that slept for a year, erases nothing. What a person asked for always stays.
    """
    automatic = sorted(
        (copy for copy in copies if copy.automatic), key=lambda copy: copy.made_at, reverse=True
    )
    by_day: dict[date, Copy] = {}
    by_week: dict[tuple[int, int], Copy] = {}
    for copy in automatic:
        day = copy.made_at.date()
        by_day.setdefault(day, copy)
        by_week.setdefault(day.isocalendar()[:2], copy)
    kept = {*list(by_day.values())[:days], *list(by_week.values())[:weeks]}
    return tuple(copy for copy in automatic if copy not in kept)


def new_file(path: Path) -> None:
    """An empty file that its owner alone reads. Raises OSError, also when it is there."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def give_as(path: Path, model: Path) -> None:
    """The owner and the rights of `model`, or of its folder's owner: the administrator who takes a
    copy back must not keep the server out.
    """
    give_to_owner_of(path, model)
    if model.exists():
        path.chmod(model.stat().st_mode & 0o777)


def give_to_owner_of(path: Path, model: Path) -> None:
    """The owner alone; nothing changes where we may not, or have no owners."""
    if sys.platform != "win32":
        known = (model if model.exists() else model.parent).stat()
        with suppress(PermissionError):
            os.chown(path, known.st_uid, known.st_gid)


def settle(draft: Path, final: Path) -> None:
    """Give a whole file its name, once it is on the disk: a cut of power leaves one or the other.

    Raises OSError.
    """
    flush(draft)
    draft.replace(final)
    flush_folder(final.parent)


def flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """So that new names of the folder outlive a cut of power; Windows does it by itself."""
    with suppress(PermissionError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
