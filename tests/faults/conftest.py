"""What the trials share: their size, their engines, and the line of figures that ends them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.storage.conftest import emptied, postgresql, server, shared

__all__ = ["emptied", "postgresql", "server", "shared"]

FULL = os.environ.get("FULL", "") not in ("", "0")
SHIM = Path(__file__).with_name("shim.c")
_LINE = pytest.StashKey[str]()
_figures: list[str] = []


@pytest.fixture
def tell() -> Callable[[str], None]:
    """Adds a figure to the last line."""
    return _figures.append


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that stands between SQLite and the disk; without a C compiler, a loud skip."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        _figures.append("SANS COMPILATEUR C : coupure, disque et horloge NON ESSAYÉS")
        pytest.skip("il faut un compilateur C (cc) pour simuler le disque et l’horloge")
    made = tmp_path_factory.mktemp("shim") / "shim.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", made, SHIM, "-ldl"],
        check=True,
    )
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """A database without a row, on each engine in turn."""
    if request.param == "sqlite":
        return tmp_path / "regards.sqlite"
    address: str = request.getfixturevalue("emptied")
    return address


def pytest_sessionfinish(session: pytest.Session) -> None:
    session.config.stash[_LINE] = " ; ".join(_figures) or "aucun essai"


def pytest_unconfigure(config: pytest.Config) -> None:
    """After pytest's own last word, so that it ends the output."""
    print(f"make faults ({'FULL' if FULL else 'CI'}) : {config.stash.get(_LINE, 'aucun essai')}")
