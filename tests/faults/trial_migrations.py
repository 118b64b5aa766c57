"""An update that dies at each of its statements leaves the former tables, or the new ones."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, make_url

from tests.storage.conftest import new_database
from tests.storage.dying import update_until
from tests.storage.older import make_older
from tests.storage.test_schema import check_either_version


def test_an_update_of_a_file_that_dies_loses_nothing(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    older = tmp_path / "ancienne.sqlite"
    make_older(older)
    shutil.copy(older, tmp_path / "tout.sqlite")
    statements = update_until(tmp_path / "tout.sqlite")
    assert statements
    for last in range(1, statements + 1):
        file = tmp_path / f"{last}.sqlite"
        shutil.copy(older, file)
        assert update_until(file, last) is None
        check_either_version(file)
    tell(f"mise à jour coupée à chacune de ses {statements} instructions, SQLite : 0 ligne perdue")


def test_an_update_of_a_server_that_dies_loses_nothing(
    server: str, tell: Callable[[str], None]
) -> None:
    engine = create_engine(make_url(server), isolation_level="AUTOCOMMIT")
    with new_database(server) as older:
        make_older(older)
        template = make_url(older).database

        def again() -> str:
            with engine.connect() as connection:
                connection.exec_driver_sql("DROP DATABASE IF EXISTS mourante WITH (FORCE)")
                connection.exec_driver_sql(f"CREATE DATABASE mourante TEMPLATE {template}")
            return make_url(older).set(database="mourante").render_as_string(hide_password=False)

        statements = update_until(again())
        assert statements
        for last in range(1, statements + 1):
            address = again()
            assert update_until(address, last) is None
            check_either_version(address)
        with engine.connect() as connection:
            connection.exec_driver_sql("DROP DATABASE mourante WITH (FORCE)")
    engine.dispose()
    tell(f"de même, PostgreSQL ({statements} instructions) : 0 ligne perdue")
