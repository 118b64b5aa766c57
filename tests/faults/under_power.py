"""A process that answers until it is cut, under a given setting of SQLite, and tells each time."""

import os
import sqlite3
import sys
from pathlib import Path

from sqlalchemy import event

from diagnostic.storage import Store
from tests.builders import given
from tests.storage.rows import database_of


def write(file: Path, token: str, synchronous: str) -> None:
    """One line « question value » after each answer that was kept; FULL is what the product sets.

    The other settings are controls: what they lose shows that the trial can see a loss.
    """
    store = Store.open(file)
    if synchronous != "FULL":

        def weaken(connection: sqlite3.Connection, *_: object) -> None:
            connection.execute(f"PRAGMA synchronous={synchronous}")

        event.listen(database_of(store).writer, "checkout", weaken)
    submission, _, _ = store.resume(token)
    n = 0
    while True:
        n += 1
        store.save(submission, [given(f"Q{n % 50}", n)])
        os.write(1, f"Q{n % 50} {n}\n".encode())


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
