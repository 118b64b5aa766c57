"""The territories and the indicators of the application, read once."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from diagnostic.exchange.official import LIMITS, Limits, Understanding, understand
from diagnostic.indicators import Indicators
from diagnostic.territories import Gazetteer

Reading = Callable[..., Understanding]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.read()


@pytest.fixture(scope="session")
def indicators() -> Indicators:
    return Indicators.read()


@pytest.fixture(scope="session")
def read(gazetteer: Gazetteer, indicators: Indicators) -> Reading:
    """`understand` with the application's tables."""

    def read_one(
        content: bytes | Path,
        name: str = "fichier.csv",
        *,
        matching: Mapping[str, str] | None = None,
        limits: Limits = LIMITS,
    ) -> Understanding:
        return understand(name, content, gazetteer, indicators, matching=matching, limits=limits)

    return read_one
