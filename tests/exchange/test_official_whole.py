"""Files of a whole country, made up: every line counts, what is known is found again as it is."""

import pytest

from diagnostic.exchange.official import FileRefused, Gap, Kind, Understanding
from diagnostic.indicators import Indicators
from diagnostic.territories import Gazetteer, TerritoryLevel
from tests.exchange.conftest import Reading
from tests.exchange.looking import COMMUNE, COUNTRY, DEPARTMENT, measure, series_of
from tests.exchange.made import barometer, commune, comparator, geoclip, packed

MAYOTTE = "976"
POVERTY, FIBRE = "taux_pauvrete", "fibre_raccordable"


@pytest.fixture(scope="module")
def communes(gazetteer: Gazetteer) -> dict[str, int]:
    """Code → population, of all but those of Mayotte, whose census is another one."""
    return {
        one.key.code: one.population or 0
        for one in gazetteer.at(TerritoryLevel.COMMUNE)
        if not one.key.code.startswith(MAYOTTE)
    }


@pytest.fixture(scope="module")
def whole(read: Reading, communes: dict[str, int]) -> Understanding:
    """The comparateur of a country where income is a secret everywhere."""
    rows = (commune(code, people, TP6021="s") for code, people in communes.items())
    return read(packed({"base.CSV": comparator(rows)}), "base.zip")


def test_every_commune_of_a_whole_file_is_read(
    whole: Understanding, communes: dict[str, int]
) -> None:
    assert whole.kind is Kind.COMPARATOR
    assert whole.rows == len(communes) > 34_000
    assert whole.refused == ()
    people = {one.key.code: one.value for one in series_of(whole, "population", COMMUNE).measures}
    # The file says six figures of a number at most.
    assert {code: people[code] for code in communes} == pytest.approx(communes, rel=1e-5)
    poverty = series_of(whole, POVERTY, COMMUNE)
    assert poverty.known == 0
    gaps = {key.code: hole.gap for key, hole in poverty.holes.items()}
    assert {gaps[code] for code in communes if code < "97"} == {Gap.SECRET}


def test_france_without_mayotte_is_partial_and_says_how_much_it_holds(
    whole: Understanding, gazetteer: Gazetteer, communes: dict[str, int]
) -> None:
    vacancy = measure(whole, "logements_vacants", COUNTRY, "FR")
    # In every commune, one dwelling out of eight.
    assert vacancy.value == pytest.approx(12.5, abs=0.001)
    assert vacancy.partial is not None
    assert 0.99 < vacancy.partial.share < 1
    away = len(gazetteer.at(TerritoryLevel.COMMUNE)) - len(communes)
    assert vacancy.partial.members - vacancy.partial.known == away > 0


def told(indicators: Indicators, name: str) -> tuple[str, dict[str, float]]:
    """The latest year of an indicator, and what the application holds of each département."""
    year = indicators.years(DEPARTMENT, name)[-1].year
    return year, dict(indicators.distribution(DEPARTMENT, name))


def export(indicators: Indicators) -> bytes:
    """A statistical map's file that says of poverty what the application holds."""
    year, values = told(indicators, POVERTY)
    lines = [(code, "Ici", f"{value}") for code, value in sorted(values.items())]
    return geoclip("département", [f"Taux de pauvreté {year}"], lines)


def test_an_export_that_says_what_is_known_changes_nothing(
    read: Reading, indicators: Indicators
) -> None:
    values = told(indicators, POVERTY)[1]
    found = read(export(indicators))
    assert found.kind is Kind.LOCAL
    assert found.levels == (DEPARTMENT,)
    assert (found.comparison.equal, found.comparison.changed) == (len(values), 0)
    assert len(values) > 90


def test_a_barometer_that_says_what_is_known_changes_nothing(
    read: Reading, indicators: Indicators
) -> None:
    year, values = told(indicators, FIBRE)
    values.pop(MAYOTTE, None)  # Its zero stands for what is not known.
    rows = (f"IND-306,D{code},{year}-01,DEPT,,{value},," for code, value in values.items())
    found = read(barometer(rows), "ind-306.csv")
    assert found.kind is Kind.BAROMETER
    assert (found.comparison.equal, found.comparison.changed) == (len(values), 0)
    assert len(values) > 90


def test_every_cut_of_an_export_is_told_or_changes_one_territory(
    read: Reading, indicators: Indicators
) -> None:
    content = export(indicators)
    refusals = []
    for length in range(content.index(b"\n01;") + 20, len(content), 7):
        try:
            found = read(content[:length])
        except FileRefused as refusal:
            refusals.append(str(refusal))
        else:
            # Cut in its last cell, a line looks whole: only this territory may differ.
            assert len({one.before.key for one in found.comparison.changes}) <= 1
    assert len(refusals) > 20
    assert all("coupé" in one for one in refusals)
