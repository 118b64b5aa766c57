"""The real files, where they were gathered: they are not part of the project."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostic.exchange.official import FileRefused, Gap, Kind, Understanding
from diagnostic.indicators import Indicators
from diagnostic.territories import FRANCE, TerritoryKey
from tests.exchange.conftest import Reading
from tests.exchange.looking import COMMUNE, COUNTRY, DEPARTMENT, EPCI, measure, series_of

OFFICIAL = Path(__file__).parents[3] / "shared" / "reference" / "official"
COMPARATOR = OFFICIAL / "base_cc_comparateur_2018_csv.zip"

pytestmark = pytest.mark.skipif(
    not OFFICIAL.is_dir(),
    reason="Les fichiers officiels d’exemple ne sont pas là (../shared/reference/official).",
)


@pytest.fixture(scope="module")
def comparator(read: Reading) -> Understanding:
    return read(COMPARATOR, COMPARATOR.name)


@pytest.fixture(scope="module")
def local(read: Reading) -> Understanding:
    return read(OFFICIAL / "insee_statloc_departements.csv", "insee.csv")


@pytest.fixture(scope="module")
def fibre(read: Reading) -> Understanding:
    return read(OFFICIAL / "ind-306.csv", "ind-306.csv")


def test_the_comparateur_is_read_whole(comparator: Understanding) -> None:
    assert comparator.kind is Kind.COMPARATOR
    assert comparator.rows == 35_010
    assert comparator.refused == ()
    assert comparator.districts == 45
    assert len(comparator.former) == 102
    assert comparator.sources[0].published == "2022-01-12"
    people = series_of(comparator, "population", COMMUNE)
    # The census of Mayotte follows another calendar.
    assert len(people.holes) == 17
    assert measure(comparator, "population", COMMUNE, "75056").value == 2_175_601


def test_secrets_of_the_comparateur_stay_secret(comparator: Understanding) -> None:
    poverty = series_of(comparator, "taux_pauvrete", COMMUNE)
    assert poverty.known > 4_000
    assert poverty.secret > 30_000
    gaps = {key.code[:3]: hole.gap for key, hole in poverty.holes.items()}
    assert {gaps[code] for code in ("971", "973", "976")} == {Gap.UNAVAILABLE}


def test_sums_of_the_comparateur_are_those_of_the_reference(
    comparator: Understanding, indicators: Indicators
) -> None:
    checked = 0
    for series in comparator.series:
        if series.level is COMMUNE or series.year != "2018":
            continue
        for one in indicators.years(series.level, series.indicator_id):
            if one.year == "2018" and one.source.id == "S02":
                assert series.comparison.changed == 0
                assert series.comparison.new == 0
                checked += series.comparison.equal
    assert checked > 9_000


def test_france_is_partial_without_mayotte_and_its_value_is_that_of_the_reference(
    comparator: Understanding, indicators: Indicators
) -> None:
    vacancy = measure(comparator, "logements_vacants", COUNTRY, "FR")
    known = indicators.value(FRANCE, "logements_vacants", "2018").value

    assert vacancy.value == pytest.approx(known, abs=0.0001)
    assert vacancy.partial is not None
    assert vacancy.partial.share > 0.99
    assert vacancy.partial.members - vacancy.partial.known == 24


def test_the_export_by_departement_says_what_the_reference_says(local: Understanding) -> None:
    assert local.kind is Kind.LOCAL
    assert local.levels == (DEPARTMENT,)
    assert local.comparison.changed == 0
    assert local.comparison.equal == 1_203
    holes = series_of(local, "taux_pauvrete", DEPARTMENT).holes
    assert {key.code for key in holes} == {"971", "973", "976"}
    assert {hole.gap for hole in holes.values()} == {Gap.UNAVAILABLE}


def test_the_fibre_says_what_the_reference_says(fibre: Understanding) -> None:
    assert fibre.kind is Kind.BAROMETER
    assert fibre.comparison.changed == 0
    assert fibre.comparison.equal == 118
    assert all(key.code in ("976", "06") for one in fibre.series for key in one.holes)
    assert all(len(one.holes) <= 1 for one in fibre.series)


def test_the_list_of_indicators_is_refused(read: Reading) -> None:
    with pytest.raises(FileRefused, match="liste des indicateurs"):
        read(OFFICIAL / "meta_indicateurs.csv")


def test_every_cut_of_a_real_file_is_told_or_changes_nothing(read: Reading) -> None:
    content = (OFFICIAL / "insee_statloc_departements.csv").read_bytes()
    told = 0
    for length in range(content.index(b"\n01;") + 60, len(content), 499):
        found = _understand(read, content[:length])
        if isinstance(found, str):
            assert "coupé" in found
            told += 1
        else:
            # Cut in its last cell, a line looks whole: only this territory may differ.
            assert len({one.before.key for one in found.comparison.changes}) <= 1
    assert told > 20


def test_an_epci_of_the_file_is_recomputed_from_its_lines(comparator: Understanding) -> None:
    """By hand, from the lines of the official file themselves."""
    lines = {row["CODGEO"]: row for row in _lines()}
    communes = [lines[code] for code in ("56009", "56114", "56152", "56241")]
    vacant = sum(float(line["P18_LOGVAC"]) for line in communes)
    dwellings = sum(float(line["P18_LOG"]) for line in communes)

    found = measure(comparator, "logements_vacants", EPCI, "245600465")
    assert found.value == round(vacant / dwellings * 100, 4)
    assert found.key == TerritoryKey(EPCI, "245600465")


def _lines() -> Iterator[dict[str, str]]:

    with zipfile.ZipFile(COMPARATOR) as archive, archive.open("base_cc_comparateur.CSV") as raw:
        yield from csv.DictReader(io.TextIOWrapper(raw, "utf-8"), delimiter=";")


def _understand(read: Reading, content: bytes) -> Understanding | str:
    try:
        return read(content)
    except FileRefused as refusal:
        return str(refusal)
