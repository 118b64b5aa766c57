"""What no screen shows: the traps that the layout of the files and the settings keep shut."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

from tests.journeys.visitor import PAGES, ROOT

SCRIPTS = sorted((ROOT / "pages").rglob("*.py"))
LONGEST_PAGE = 80
HEAVY = {"pandas", "plotly", "sqlalchemy", "alembic", "numpy"}


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))


def flat(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def test_no_page_file_lies_directly_in_pages() -> None:
    assert SCRIPTS
    assert list((ROOT / "pages").glob("*.py")) == []


def test_every_page_file_is_in_the_table_of_contents_and_nothing_else_is() -> None:
    contents = (ROOT / "diagnostic/ui/contents.py").read_text(encoding="utf-8")
    named = re.findall(r'"(pages/[\w/]+\.py)"', contents)
    assert sorted(named) == [script.relative_to(ROOT).as_posix() for script in SCRIPTS]
    assert sorted(named) == sorted(PAGES.values())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_page_is_short(script: Path) -> None:
    assert len(script.read_text(encoding="utf-8").splitlines()) <= LONGEST_PAGE


@pytest.mark.parametrize("script", [ROOT / "app.py", *SCRIPTS], ids=lambda script: script.stem)
def test_a_page_computes_nothing_with_a_library_of_another_room(script: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert not imported & HEAVY


@pytest.mark.parametrize("name", [name for name, _ in flat(settings())])
def test_streamlit_still_has_the_option(name: str) -> None:
    """It only warns in a log about a name that it does not know."""
    config.get_option(name)


def test_streamlit_has_no_option_that_was_never_written() -> None:
    with pytest.raises(RuntimeError):
        config.get_option("runner.noSuchOption")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("browser.gatherUsageStats", False),
        ("client.showErrorDetails", "none"),
        ("runner.fastReruns", False),
        ("runner.postScriptGC", False),
        ("server.address", "127.0.0.1"),
        ("server.enableStaticServing", False),
        ("server.fileWatcherType", "none"),
        ("server.runOnSave", False),
    ],
)
def test_the_installation_is_private_and_calm(name: str, value: object) -> None:
    assert dict(flat(settings()))[name] == value


def test_nothing_opens_what_streamlit_keeps_shut() -> None:
    written = dict(flat(settings()))
    assert written.get("server.enableXsrfProtection", True) is True
    assert written.get("server.enableCORS", True) is True
    assert written.get("server.enableAgentApi", False) is False
