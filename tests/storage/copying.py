"""What the tests of copies share: a base with some of everything, read back and damaged."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.settings import locate
from diagnostic.storage import Store, tables
from diagnostic.storage.copies.backups import Backup, back_up
from diagnostic.storage.engine import Database
from diagnostic.territories import TerritoryKey
from tests.builders import given

NOW = datetime(2026, 11, 22, 21, 15)


def fill(where: Path | str, questionnaire: Questionnaire, people: int = 3) -> list[str]:
    """Some of each kind of thing that is kept; the secrets of the people's links."""
    with Store.open(where) as store:
        diagnostic = store.open_diagnostic(
            "Vivre à l’Arbresle ☂", TerritoryKey.parse("commune:69123"), questionnaire
        )
        wave = store.waves(diagnostic)[0]
        tokens = []
        for n in range(people):
            submission, token = store.begin(wave, Viewpoint.CITIZEN, short=False)
            store.save(submission, [given("F01.G", n), given("F02.G", 10 - n)])
            store.save(submission, [given("F01.G", n + 1)], cleared=["F02.G"])
            store.say(submission, "F01.G", "Peu de bus.\n« Vraiment » 100 %")
            tokens.append(token)
        store.finish(submission)
    return tokens


def located(where: Path | str) -> Path | str:
    return locate(where) if isinstance(where, str) else where


def copy(where: Path | str, folder: Path, now: datetime = NOW) -> Backup:
    return back_up(located(where), folder, now)


def rows(where: Path | str) -> dict[str, list[str]]:
    """All that our tables hold, as Python sees it."""
    database = Database(located(where))
    with database.reading() as connection:
        found = {
            name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
            for name, table in tables.metadata.tables.items()
        }
    database.close()
    return found


def damage(file: Path) -> None:
    """A page in the middle, as a failing disk does."""
    size = file.stat().st_size
    with file.open("r+b") as damaged:
        damaged.seek(size // 2 // 4096 * 4096)
        damaged.write(b"\xa5" * 4096 * 3)
