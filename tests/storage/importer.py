"""A process that dies while it writes an import: after its line of the log and some series."""

import os
import signal
import sys
from typing import Any

from sqlalchemy import event

from diagnostic.indicators import Method
from diagnostic.indicators.imports import Batch, ImportedSeries
from diagnostic.storage import Store
from diagnostic.territories import TerritoryLevel
from tests.indicators.layers import source
from tests.storage.rows import database_of

SERIES = 40


def die_importing(address: str) -> None:
    """Says « written » once a part of the series is in the transaction, and is killed."""
    store = Store.open(address)
    series = tuple(
        ImportedSeries(
            "chomage",
            str(1980 + number),
            TerritoryLevel.COMMUNE,
            Method.OFFICIAL,
            source(),
            ("75056",),
            (float(number),),
        )
        for number in range(SERIES)
    )

    @event.listens_for(database_of(store).writer, "after_cursor_execute")
    def _die(_: Any, __: Any, statement: str, *rest: Any) -> None:
        if "INSERT INTO imported_series" in statement:
            print("written", flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

    store.import_measures(Batch("gros.csv", "modele", "2026", series, SERIES, 0, 0, 0))


if __name__ == "__main__":
    die_importing(sys.argv[1])
