"""The shipped tables, read once."""

from pathlib import Path

import pytest

from diagnostic.indicators import Indicators
from diagnostic.territories import Gazetteer
from tests.indicators import tiny


@pytest.fixture(scope="session")
def shipped() -> Indicators:
    return Indicators.read()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.read()


@pytest.fixture
def small(tmp_path: Path) -> Indicators:
    return tiny.read(tmp_path / "tables")
