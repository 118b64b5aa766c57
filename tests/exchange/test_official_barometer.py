"""The DITP barometer: values, never targets; a zero for want of data is no value."""

import pytest

from diagnostic.exchange.official import FileRefused, Gap, Kind, Reason
from tests.exchange.conftest import Reading
from tests.exchange.looking import COUNTRY, DEPARTMENT, REGION
from tests.exchange.made import barometer

FIBRE = (
    "IND-306,D56,2022-06-01,DEPT,56.3,,,",
    "IND-306,D56,2024-06-01,DEPT,,78.25,,49.6",
    "IND-306,D56,2026-12-01,DEPT,,,100.0,",
    "IND-306,R53,2024-06-01,REG,,80.5,,",
    "IND-306,FRANCE,2024-06-01,NAT,,88.64,,",
    "IND-306,D2A,2024-06-01,DEPT,,90,,",
)


def test_current_and_first_values_are_read_and_targets_are_not(read: Reading) -> None:
    understood = read(barometer(FIBRE), "ind.csv")
    values = {(str(one.key), one.year): one.value for one in understood.measures}

    assert understood.kind is Kind.BAROMETER
    assert understood.levels == (COUNTRY, REGION, DEPARTMENT)
    assert values == {
        ("departement:56", "2022-06"): 56.3,
        ("departement:56", "2024-06"): 78.25,
        ("departement:2A", "2024-06"): 90,
        ("region:53", "2024-06"): 80.5,
        ("pays:FR", "2024-06"): 88.64,
    }
    assert understood.sources[0].producer == "DITP"
    assert understood.edition == "De 2022-06 à 2024-06"


def test_the_zero_of_mayotte_is_no_measure(read: Reading) -> None:
    rows = (
        "IND-306,D976,2024-06-01,DEPT,,0.0,,",
        "IND-306,R06,2024-06-01,REG,,0.0,,",
        "IND-306,D56,2024-06-01,DEPT,,0.0,,",
    )
    found = {str(one.key): one for one in read(barometer(rows)).measures}

    for key in ("departement:976", "region:06"):
        hole = found[key].hole
        assert found[key].value is None
        assert hole is not None
        assert hole.gap is Gap.UNAVAILABLE
    assert found["departement:56"].value == 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("IND-306,D999,2024-06-01,DEPT,,5,,", Reason.CODE),
        ("IND-306,R56,2024-06-01,DEPT,,5,,", Reason.CODE),
        ("IND-306,EUROPE,2024-06-01,NAT,,5,,", Reason.CODE),
        ("IND-306,A01,2024-06-01,ACAD,,5,,", Reason.LEVEL),
        ("IND-306,D29,juin 2024,DEPT,,5,,", Reason.YEAR),
        ("IND-306,D29,2024-06-01,DEPT,,105,,", Reason.RANGE),
        ("IND-306,D29,2024-06-01,DEPT,,beaucoup,,", Reason.NUMBER),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(read: Reading, row: str, reason: Reason) -> None:
    understood = read(barometer([*FIBRE, row]))

    (refused,) = understood.refused
    assert (refused.reason, refused.count) == (reason, 1)
    assert refused.examples[0].line == 8
    assert understood.known == 5


def test_two_values_of_one_date_are_both_left_out(read: Reading) -> None:
    understood = read(barometer([*FIBRE, "IND-306,D56,2024-06-01,DEPT,,10,,"]))

    assert [(one.reason, one.count) for one in understood.refused] == [(Reason.TWICE, 2)]
    assert understood.known == 4


def test_an_indicator_that_is_a_count_is_refused_with_those_that_are_taken(
    read: Reading,
) -> None:
    with pytest.raises(FileRefused, match="IND-306") as refusal:
        read(barometer(["IND-311,D56,2023-12-01,DEPT,,38,,"]))

    assert "IND-311" in str(refusal.value)


def test_the_list_of_indicators_is_told_from_their_values(read: Reading) -> None:
    content = b"indic_id,indic_parent_ch,indic_nom,indic_nom_baro\nIND-306,CH-011,,Fibre\n"
    with pytest.raises(FileRefused, match="liste des indicateurs"):
        read(content, "ind-306.csv")
