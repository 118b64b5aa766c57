"""Each journey has its own database on disk, and a server that remembers nothing."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.demonstration import CODE, fill
from diagnostic.questionnaire import Questionnaire, current
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer, TerritoryKey
from diagnostic.ui import contents, session

CONTENT = (session.gazetteer, session.benchmarks, contents.contents)
"""Read from files that no test changes, or kept by each visitor: not to be emptied."""


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that the app opens; it does not exist yet."""
    file = tmp_path / "regards.sqlite"
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(file))
    forget()
    yield file
    session.memory().close()
    forget()


def forget() -> None:
    """Empties every cache of the screens, as a restarted server does."""
    for name, module in list(sys.modules.items()):
        if not name.startswith("diagnostic.ui"):
            continue
        for thing in list(vars(module).values()):
            if hasattr(thing, "clear") and hasattr(thing, "__wrapped__") and thing not in CONTENT:
                thing.clear()


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """The same file through another door than the app's: what it reads was really kept."""
    with Store.open(database) as opened:
        yield opened


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return current()


@pytest.fixture
def diagnostic(store: Store, questionnaire: Questionnaire) -> Diagnostic:
    return store.open_diagnostic(
        "Vivre en Beaujolais", TerritoryKey.parse("commune:69264"), questionnaire
    )


@pytest.fixture
def wave(store: Store, diagnostic: Diagnostic) -> Wave:
    return store.waves(diagnostic)[0]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's file: made once, because filling it takes seconds."""
    file = tmp_path_factory.mktemp("demonstration") / "demo.sqlite"
    with Store.open(file) as opened:
        fill(opened, Gazetteer.read())
    return file


@pytest.fixture
def demonstration(filled: Path, database: Path, store: Store) -> Diagnostic:
    """The demonstration, in this journey's own database."""
    with sqlite3.connect(filled) as source, sqlite3.connect(database) as copy:
        source.backup(copy)
    copy.close()
    source.close()
    return store.diagnostic(CODE)
