"""Writes that wait for one another: kept at once, each with a fate of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import IntegrityError

from diagnostic.storage.engine import NOT_SAVED, Database
from diagnostic.storage.refusals import VoteClosed
from diagnostic.storage.together import Together

_line = Table("line", MetaData(), Column("number", Integer, primary_key=True))
Work = Callable[[Connection], int]


class Memory:
    """One table, a writer in groups, and the means to make all the writers wait for one."""

    def __init__(self, file: Path) -> None:
        self.database = Database(file)
        with self.database.writing() as connection:
            _line.create(connection)
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.turns = 0
        self.together = Together(self._writing)

    @contextmanager
    def _writing(self, *words: object) -> Iterator[Connection]:
        with self.database.writing() as connection:
            self.turns += 1
            yield connection

    def numbers(self) -> set[int]:
        with self.database.reading() as connection:
            return set(connection.execute(select(_line.c.number)).scalars())

    def write_beside(self, *works: Work) -> list[Future[int]]:
        """Writes each in a thread of its own, all of them while a first one is still writing."""

        def first(connection: Connection) -> int:
            self.begun.set()
            assert self.go_on.wait(10)
            return 0

        with ThreadPoolExecutor(len(works) + 1) as pool:
            leading = pool.submit(self.together.write, first, NOT_SAVED)
            assert self.begun.wait(10)
            written = [pool.submit(self.together.write, work, NOT_SAVED) for work in works]
            while len(self.together._waiting) < len(works):
                assert not leading.done()
            self.go_on.set()
        return written


def keep(number: int) -> Work:
    def work(connection: Connection) -> int:
        connection.execute(insert(_line).values(number=number))
        return number

    return work


def refuse(_: Connection) -> int:
    raise VoteClosed


@pytest.fixture
def memory(file: Path) -> Iterator[Memory]:
    made = Memory(file)
    yield made
    made.database.close()


def test_those_who_wait_share_one_transaction(memory: Memory) -> None:
    written = memory.write_beside(*(keep(number) for number in range(1, 13)))
    assert [one.result() for one in written] == list(range(1, 13))
    assert memory.numbers() == set(range(1, 13))
    assert memory.turns == 2


def test_a_refusal_is_for_the_person_who_is_refused(memory: Memory) -> None:
    before, refused, after = memory.write_beside(keep(1), refuse, keep(2))
    assert (before.result(), after.result()) == (1, 2)
    with pytest.raises(VoteClosed):
        refused.result()
    assert memory.numbers() == {1, 2}


def test_a_failure_takes_nobody_else_with_it(memory: Memory) -> None:
    before, twice, after = memory.write_beside(keep(1), keep(1), keep(2))
    kept = {one.result() for one in (before, twice, after) if one.exception() is None}
    assert kept == memory.numbers() == {1, 2}
    (fault,) = [one.exception() for one in (before, twice) if one.exception()]
    assert isinstance(fault, IntegrityError)


def test_nobody_waits_for_ever_after_a_failure(memory: Memory) -> None:
    with pytest.raises(VoteClosed):
        memory.together.write(refuse, NOT_SAVED)
    memory.together.write(keep(1), NOT_SAVED)
    with pytest.raises(IntegrityError):
        memory.together.write(keep(1), NOT_SAVED)
    assert memory.together.write(keep(2), NOT_SAVED) == 2
    assert memory.numbers() == {1, 2}


def test_a_writer_that_is_interrupted_lets_the_next_one_write(memory: Memory) -> None:
    def interrupt(_: Connection) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        memory.together.write(interrupt, NOT_SAVED)
    assert memory.together.write(keep(3), NOT_SAVED) == 3


def test_many_at_once_are_all_kept(memory: Memory) -> None:
    with ThreadPoolExecutor(16) as pool:
        done = pool.map(lambda n: memory.together.write(keep(n), NOT_SAVED), range(1, 201))
        assert sum(done) == sum(range(1, 201))
    assert memory.numbers() == set(range(1, 201))
