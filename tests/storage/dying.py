"""A process that updates a base and dies at a given statement, as a kill or a cut of power does."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import event

from diagnostic.storage.engine import Database
from diagnostic.storage.schema import bring_up_to_date

DEAD = 9


def update_until(where: Path | str, last: int | None = None) -> int | None:
    """Bring a base up to date in another process, which dies before its statement `last`.

    How many statements it made when it ended well; None when it died. The commit is the last one.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        # Nothing of the parent's is closed, flushed or told from here on.
        _update(where, last, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == DEAD:
        return None
    assert code == 0, f"the update failed by itself ({code})"
    return int(said)


def _update(where: Path | str, last: int | None, told: int) -> None:
    code = 1
    try:
        database, made = Database(where), [0]

        def count(*_: object) -> None:
            made[0] += 1
            if made[0] == last:
                os._exit(DEAD)

        for engine in {database.reader, database.writer}:
            event.listen(engine, "before_cursor_execute", count)
            event.listen(engine, "commit", count)
        bring_up_to_date(database)
        os.write(told, str(made[0]).encode())
        code = 0
    finally:
        os._exit(code)
