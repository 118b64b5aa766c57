"""Each figure in a row: its year, its place, what stands beside it; context is told apart."""

from pathlib import Path

import pandas as pd
import pytest

from diagnostic.indicators import Fact, Indicators
from diagnostic.tables import facts_table
from diagnostic.texts import voice_of
from tests.indicators import tiny

FRENCH = voice_of("fr")


@pytest.fixture
def small(tmp_path: Path) -> Indicators:
    return tiny.read(tmp_path / "tables")


def table(small: Indicators, code: str, *names: str) -> pd.DataFrame:
    key = tiny.department(code)
    facts = [
        (Fact(small.value(key, n), small.series(key, n)), small.position(key, n)) for n in names
    ]
    return facts_table(FRENCH, facts, in_year=2026)


def row(table: pd.DataFrame, number: int = 0) -> list[str]:
    return [str(cell).replace("\u00a0", " ") for cell in table.iloc[number]]


def test_a_figure_has_its_year_its_place_and_its_neighbours(small: Indicators) -> None:
    label, here, beside = row(table(small, "01", "chomage"))
    assert label == "Chômage"
    assert here.endswith(
        "(2020, chiffre ancien), plus bas que partout ailleurs parmi les départements"
    )
    assert beside == "France 7,5 % (2021, estimation), région 9,0 % (2020, chiffre ancien)"


def test_an_indicator_of_context_says_so_and_a_dash_stands_for_nothing(small: Indicators) -> None:
    label, _, beside = row(table(small, "02", "age"))
    assert label == "Âge moyen (pour situer)"
    assert beside == "–"


def test_without_a_figure_there_is_no_row(small: Indicators) -> None:
    assert table(small, "01").empty
