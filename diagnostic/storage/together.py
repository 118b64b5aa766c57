"""Writes that wait for one another are kept in one transaction: the disk is asked once for all."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Generic, TypeVar

from sqlalchemy import Connection

from diagnostic.texts import Refusal, Sentence

Kept = TypeVar("Kept")
Writing = Callable[[Sentence], AbstractContextManager[Connection]]


class _Job(Generic[Kept]):
    """One person's write; `faults` holds why it was not kept."""

    def __init__(self, work: Callable[[Connection], Kept]) -> None:
        self.work = work
        self.woken = threading.Event()
        self.is_done = False
        self.results: list[Kept] = []
        self.faults: list[Exception] = []

    def do(self, connection: Connection) -> None:
        self.results = [self.work(connection)]


class Together:
    """One of those who wait writes for all of them, then the next ones do.

    What is written together succeeds or fails as if each had been alone: where one fails, all
    is undone and each is written again by itself.
    """

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._lock = threading.Lock()
        self._waiting: deque[_Job[object]] = deque()
        self._is_led = False

    def write(self, work: Callable[[Connection], Kept], otherwise: Sentence) -> Kept:
        """What `work` returns, once it is durable. Raises what it raises, and StorageUnavailable.

        `work` may run in another thread, and more than once; a Refusal it raises comes before
        anything it writes. `otherwise` begins the message of a failure; it is the same for all.
        """
        job = _Job(work)
        with self._lock:
            self._waiting.append(job)  # type: ignore[arg-type]
            leads, self._is_led = not self._is_led, True
        if not leads:
            job.woken.wait()
        if not job.is_done:
            self._lead(otherwise)
        if job.faults:
            raise job.faults[0]
        return job.results[0]

    def _lead(self, otherwise: Sentence) -> None:
        group: list[_Job[object]] = []
        try:
            try:
                with self._writing(otherwise) as connection:
                    # Whoever came while the turn was waited for comes too.
                    group = self._take()
                    for job in group:
                        _do(job, connection)
            except Exception as fault:
                group = group or self._take()
                self._write_alone(group, otherwise, fault)
        except BaseException:
            group = group or self._take()
            for job in group:
                job.results, job.faults = [], [RuntimeError("the writing was interrupted")]
            raise
        finally:
            self._end(group or self._take())

    def _write_alone(
        self, group: list[_Job[object]], otherwise: Sentence, fault: Exception
    ) -> None:
        """Each by itself; one that was alone already knows its fault."""
        for job in group:
            job.results, job.faults = [], [fault]
            if len(group) > 1:
                try:
                    with self._writing(otherwise) as connection:
                        job.do(connection)
                    job.faults = []
                except Exception as its_own:
                    job.faults = [its_own]

    def _take(self) -> list[_Job[object]]:
        with self._lock:
            group = list(self._waiting)
            self._waiting.clear()
            return group

    def _end(self, group: list[_Job[object]]) -> None:
        """Wakes those who were written, and one of those who came since, to lead in turn."""
        for job in group:
            job.is_done = True
            job.woken.set()
        with self._lock:
            if self._waiting:
                self._waiting[0].woken.set()
            else:
                self._is_led = False


def _do(job: _Job[object], connection: Connection) -> None:
    """A refusal is this person's alone: the others are written."""
    try:
        job.do(connection)
    except Refusal as refusal:
        job.faults = [refusal]
