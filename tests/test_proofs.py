"""The page of proofs names tests that exist, once for each goal."""

from __future__ import annotations

import re

import pytest

from diagnostic.settings import PROJECT

PAGE = (PROJECT / "docs" / "preuves.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE)))


def test_every_goal_has_its_line_in_order() -> None:
    assert re.findall(r"^\| (G\d+) \|", PAGE, re.MULTILINE) == [f"G{n}" for n in range(1, 30)]
    assert PAGE.count("::") == sum(PAGE.count(f"`{path}::{name}`") for path, name in NAMED)


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_proof_that_is_named_exists(path: str, name: str) -> None:
    written = (PROJECT / "tests" / path).read_text(encoding="utf-8")
    assert re.search(rf"^def {name}\(", written, re.MULTILINE)
