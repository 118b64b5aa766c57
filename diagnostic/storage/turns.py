"""One write at a time to a SQLite file: its threads and its processes wait for their turn."""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from diagnostic.storage.copies.folder import give_as

MARK = ".tour"
"""Beside a base, while one of its processes may write; it goes with them."""
_GATE, _TURN = 0, 1
"""The two bytes that are locked. Who waits for the turn holds the gate, so that a server that
writes without a pause cannot take the next turn too: a command would wait for ever."""
_SHORTEST, _LONGEST = 0.0005, 0.005
"""Seconds between two tries."""

# SQLite lets one connection write at a time, and its own waiting is a lottery under load; queued
# here, nobody gives up. It also keeps writes and checkpoints one after the other, which the
# WAL-reset fault of SQLite before 3.51.3 needs (https://www.sqlite.org/wal.html#walresetbug).
queue = threading.Lock()
"""For the threads of this process. The rest of this module is only ever done inside it: on POSIX,
closing any descriptor of a file drops the locks that the whole process has on it."""

if sys.platform == "win32":
    import msvcrt

    # Not tried: no machine of the project runs Windows.
    def _lock(mark: int, place: int) -> bool:
        os.lseek(mark, place, os.SEEK_SET)
        try:
            msvcrt.locking(mark, msvcrt.LK_NBLCK, 1)
        except OSError as fault:
            if fault.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise
        return True

    def _unlock(mark: int, place: int) -> None:
        os.lseek(mark, place, os.SEEK_SET)
        msvcrt.locking(mark, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(mark: int, place: int) -> bool:
        """Whether it is ours now; a child that is forked does not have it, a killed process no
        longer has it.
        """
        try:
            fcntl.lockf(mark, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except OSError as fault:
            if fault.errno in (errno.EACCES, errno.EAGAIN):
                return False
            raise
        return True

    def _unlock(mark: int, place: int) -> None:
        fcntl.lockf(mark, fcntl.LOCK_UN, 1, place)


class NoTurn(Exception):
    """The turn was not given, for a reason that has the number `code` of the system's errors."""

    def __init__(self, code: int = errno.EBUSY) -> None:
        super().__init__(errno.errorcode.get(code, ""))
        self.code = code


class Turn:
    """One base's turns, for one who writes to it; the descriptor stays open between two turns."""

    def __init__(self, base: Path, patience: float) -> None:
        # As SQLite names its journal: two names of one file are one base.
        self._base = Path(os.path.realpath(base))
        self._path = self._base.with_name(f"{self._base.name}{MARK}")
        self._patience = patience
        self._mark: int | None = None
        self._inode = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else writes meanwhile, here or in another process. Raises NoTurn."""
        with queue:
            try:
                mark = self._take()
            except OSError as fault:
                self._shut()
                raise NoTurn(self._tell(fault)) from fault
            try:
                yield
            finally:
                _unlock(mark, _TURN)

    def leave(self) -> None:
        """No more turns are asked for; to be called inside `queue`."""
        with suppress(OSError):
            # Only the one whose turn it is takes the mark away; the others see that it is gone.
            if self._mark is not None and _lock(self._mark, _TURN) and self._is_current():
                self._path.unlink()
        self._shut()

    def _take(self) -> int:
        until = time.monotonic() + self._patience
        while True:
            mark = self._open() if self._mark is None else self._mark
            _wait(mark, _GATE, until)
            try:
                _wait(mark, _TURN, until)
            finally:
                _unlock(mark, _GATE)
            if self._is_current():
                return mark
            self._shut()

    def _open(self) -> int:
        flags = os.O_RDWR | getattr(os, "O_CLOEXEC", 0)
        while True:
            try:
                mark = os.open(self._path, flags | os.O_CREAT | os.O_EXCL, 0o644)
            except FileExistsError:
                with suppress(FileNotFoundError):
                    mark = os.open(self._path, flags)
                    break
            else:
                # Taken away meanwhile, it is made again: see `_take`.
                with suppress(FileNotFoundError):
                    give_as(self._path, self._base)
                    self._path.chmod(self._path.stat().st_mode | 0o600)
                break
        self._mark, self._inode = mark, os.fstat(mark).st_ino
        return mark

    def _tell(self, fault: OSError) -> int:
        """A base that may not be made is not one that may not be changed."""
        if fault.errno in (errno.EACCES, errno.EPERM) and self._base.exists():
            return errno.EROFS
        return fault.errno or 0

    def _is_current(self) -> bool:
        """Whether the file that is locked still has the name that others look for."""
        try:
            return os.stat(self._path).st_ino == self._inode
        except FileNotFoundError:
            return False

    def _shut(self) -> None:
        """Its locks go with it."""
        if self._mark is not None:
            os.close(self._mark)
            self._mark = None


@contextmanager
def one_turn(base: Path, patience: float) -> Iterator[None]:
    """As `Turn.held`, for who needs one alone. Raises NoTurn."""
    turn = Turn(base, patience)
    try:
        with turn.held():
            yield
    finally:
        with queue:
            turn.leave()


def _wait(mark: int, place: int, until: float) -> None:
    """Raises NoTurn."""
    pause = _SHORTEST
    while not _lock(mark, place):
        if time.monotonic() >= until:
            raise NoTurn
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST)
