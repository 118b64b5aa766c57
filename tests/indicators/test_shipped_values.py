"""The shipped table holds the gathered figures, all of them and nothing else."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from diagnostic.indicators import REFERENCES, Indicators, Method, Sense
from diagnostic.questionnaire import current
from diagnostic.territories import Gazetteer, TerritoryKey, TerritoryLevel
from tests.indicators.tiny import gathered

LEVELS = (
    TerritoryLevel.COUNTRY,
    TerritoryLevel.REGION,
    TerritoryLevel.DEPARTMENT,
    TerritoryLevel.EPCI,
)
GATHERED = "9561f2941ff10dede87f1e4a3cfca9db896c2136458382e34eb1f38cd108d2e3"
"""SHA-256 of the 58,443 gathered lines, sorted, each value as Python writes it."""
VALUES = 58_443
COUNTS = REFERENCES.parent / "tests" / "indicators" / "counts-2018.csv"


def lines(indicators: Indicators) -> list[str]:
    return sorted(
        f"{key.level};{key.code};{measure.indicator.id};{measure.year};{measure.value!r};"
        f"{measure.source.id};{measure.method}\n"
        for level in LEVELS
        for key in indicators.territories(level)
        for indicator in indicators.all
        for measure in indicators.series(key, indicator.id)
        if measure.value is not None and measure.source is not None
    )


def test_the_table_holds_the_gathered_figures_to_the_last_one(shipped: Indicators) -> None:
    held = lines(shipped)
    digest = hashlib.sha256("".join(held).encode())
    assert (len(held), digest.hexdigest()) == (VALUES, GATHERED)


@pytest.mark.parametrize("row", gathered("gathered-sample.csv"), ids=lambda row: row["source_id"])
def test_a_value_is_traced_to_its_source_line(shipped: Indicators, row: dict[str, str]) -> None:
    key = TerritoryKey.parse(f"{row['level']}:{row['code']}")
    measure = shipped.value(key, row["indicator_id"], row["year"])
    assert measure.value == float(row["value"])
    assert measure.source is not None
    assert (measure.source.id, measure.method) == (row["source_id"], row["method"])
    assert measure.source.producer
    assert measure.source.licence.fr in measure.full()
    assert (measure.year or "")[:4] in measure.short()


def test_the_sample_reaches_every_indicator_and_every_source(shipped: Indicators) -> None:
    rows = gathered("gathered-sample.csv")
    assert {row["indicator_id"] for row in rows} == {one.id for one in shipped.all}
    assert {row["source_id"] for row in rows} == {one.id for one in shipped.sources}


@pytest.mark.parametrize(
    "row", gathered("gathered-coverage.csv"), ids=lambda row: row["indicator_id"]
)
def test_coverage_is_the_one_that_was_announced(shipped: Indicators, row: dict[str, str]) -> None:
    name = row["indicator_id"]
    for level in LEVELS:
        known = [
            key for key in shipped.territories(level) if shipped.value(key, name).value is not None
        ]
        assert len(known) == int(row[level.value]), level
    france = shipped.value(TerritoryKey(TerritoryLevel.COUNTRY, "FR"), name).value
    assert france == (float(row["FR"]) if row["FR"] else None)


def test_the_territories_are_those_of_the_gazetteer_in_their_regions(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    for level in LEVELS:
        assert shipped.territories(level) == tuple(place.key for place in gazetteer.at(level))
    for level in (TerritoryLevel.DEPARTMENT, TerritoryLevel.EPCI):
        for place in gazetteer.at(level):
            region = shipped.position(place.key, "population").region
            assert region is not None
            assert region.key.code == place.region_code


def test_the_names_of_the_spreadsheet_are_those_of_the_gazetteer(gazetteer: Gazetteer) -> None:
    with (REFERENCES / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 1375
    for row in rows:
        key = TerritoryKey.parse(f"{row['niveau']}:{row['code']}")
        assert gazetteer.get(key).name == row["nom"]


def test_a_code_needs_its_level_93_being_two_territories(shipped: Indicators) -> None:
    department = shipped.value(TerritoryKey(TerritoryLevel.DEPARTMENT, "93"), "population")
    region = shipped.value(TerritoryKey(TerritoryLevel.REGION, "93"), "population")
    assert department.value is not None
    assert region.value is not None
    assert region.value > 3 * department.value


def test_france_poverty_2021_says_that_it_is_an_estimate(shipped: Indicators) -> None:
    measure = shipped.value(TerritoryKey(TerritoryLevel.COUNTRY, "FR"), "taux_pauvrete")
    assert (measure.value, measure.year) == (15.3127, "2021")
    assert measure.estimated
    assert "pas un chiffre officiel" in measure.short()
    assert "not an official figure" in measure.short("en")


def test_seventy_values_are_estimates_and_no_more(shipped: Indicators) -> None:
    methods = Counter(line.rstrip("\n").rsplit(";", 1)[1] for line in lines(shipped))
    assert methods == {"officiel": 35571, "agrege": 21154, "calcule": 1648} | {
        Method.ESTIMATED.value: 70
    }


def test_the_holes_of_mayotte_have_a_reason_and_are_no_zero(shipped: Indicators) -> None:
    mayotte = TerritoryKey(TerritoryLevel.DEPARTMENT, "976")
    holes = ["population", "taux_pauvrete", "taux_chomage_localise", "fibre_raccordable"]
    for name in holes:
        measure = shipped.value(mayotte, name)
        assert measure.value is None
        assert measure.missing is not None
        assert measure.missing.en
    fibre = shipped.value(mayotte, "fibre_raccordable").missing
    assert fibre is not None
    assert "0" in fibre.fr
    assert shipped.value(mayotte, "medecins_generalistes_10000").value == 1.1844


def test_a_true_zero_stays_a_zero(shipped: Indicators) -> None:
    sites = shipped.distribution(TerritoryLevel.EPCI, "france_services_100000")
    assert len(sites) == 1250
    assert sum(value == 0 for _, value in sites) == 70


def test_every_missing_value_has_its_reason_in_both_languages(shipped: Indicators) -> None:
    missing = 0
    for level in LEVELS:
        for key in shipped.territories(level):
            for indicator in shipped.all:
                measure = shipped.value(key, indicator.id)
                assert (measure.value is None) == (measure.missing is not None)
                missing += measure.value is None
    assert missing > 40_000


def test_old_years_are_old(shipped: Indicators) -> None:
    fougeres = TerritoryKey(TerritoryLevel.EPCI, "200072452")
    income = shipped.value(fougeres, "niveau_vie_median")
    assert income.year == "2016"
    assert income.is_old(2026)
    assert income.age(2026) == 9
    jobs = shipped.value(TerritoryKey(TerritoryLevel.DEPARTMENT, "35"), "taux_chomage_localise")
    assert jobs.year == "2024-T3"
    assert not jobs.is_old(2026)


def test_an_evolution_goes_from_the_oldest_year(shipped: Indicators) -> None:
    series = shipped.series(TerritoryKey(TerritoryLevel.DEPARTMENT, "35"), "taux_chomage_localise")
    assert [measure.year for measure in series] == [f"{year}-T3" for year in range(2014, 2025)]


def test_rates_are_recomputed_from_the_counts_of_the_communes(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    epci = TerritoryKey(TerritoryLevel.EPCI, "200000628")
    with COUNTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["CODGEO"] for row in rows} == {one.key.code for one in gazetteer.members(epci)}
    total = {name: sum(float(row[name]) for row in rows) for name in rows[0] if name != "CODGEO"}
    employed = total["P18_ACT1564"] - total["P18_CHOM1564"]
    expected = {
        "logements_vacants": 100 * total["P18_LOGVAC"] / total["P18_LOG"],
        "residences_secondaires": 100 * total["P18_RSECOCC"] / total["P18_LOG"],
        "proprietaires": 100 * total["P18_RP_PROP"] / total["P18_RP"],
        "etablissements_actifs_1000": 1000 * total["ETTOT18"] / total["P18_POP"],
        "etablissements_10_salaries_plus": 100 * total["ETTEFP1018"] / total["ETTOT18"],
        "etablissements_public_sante_social": 100 * total["ETOQ18"] / total["ETTOT18"],
        "emplois_pour_100_actifs_occupes": 100 * total["P18_EMPLT"] / employed,
    }
    for name, value in expected.items():
        measure = shipped.value(epci, name, "2018")
        assert measure.value == pytest.approx(value, abs=1e-4)
        assert measure.method is Method.AGGREGATED


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("taux_pauvrete", "2021"),
        ("peu_ou_pas_diplomes", "2022"),
        ("diplomes_bac5", "2022"),
        ("actifs_voiture", "2022"),
    ],
)
def test_estimates_are_the_weighted_means_that_they_claim_to_be(
    shipped: Indicators, gazetteer: Gazetteer, name: str, year: str
) -> None:
    sums: dict[TerritoryKey, list[tuple[float, float]]] = {}
    for place in gazetteer.at(TerritoryLevel.DEPARTMENT):
        rate = shipped.value(place.key, name, year).value
        people = shipped.value(place.key, "population", "2021").value
        if rate is None or people is None:
            continue
        region = TerritoryKey(TerritoryLevel.REGION, place.region_code or "")
        for key in (region, TerritoryKey(TerritoryLevel.COUNTRY, "FR")):
            sums.setdefault(key, []).append((rate, people))
    for key, pairs in sums.items():
        measure = shipped.value(key, name, year)
        mean = sum(rate * people for rate, people in pairs) / sum(people for _, people in pairs)
        assert measure.value == pytest.approx(mean, abs=1e-4), key
        assert measure.estimated


def test_populations_add_up_from_departments_to_regions_to_france(
    shipped: Indicators, gazetteer: Gazetteer
) -> None:
    sums: Counter[str] = Counter()
    for place in gazetteer.at(TerritoryLevel.DEPARTMENT):
        value = shipped.value(place.key, "population").value
        sums[place.region_code or ""] += int(value or 0)
    for key in shipped.territories(TerritoryLevel.REGION):
        assert (shipped.value(key, "population").value or 0) == sums[key.code]
    france = shipped.value(TerritoryKey(TerritoryLevel.COUNTRY, "FR"), "population").value
    assert sum(sums.values()) == france


def test_the_domains_are_those_of_the_questionnaire(shipped: Indicators) -> None:
    domains = [domain.id for domain in current().domains]
    assert [links.domain_id for links in shipped.domains] == domains


def test_a_domain_without_measure_says_so_plainly(shipped: Indicators) -> None:
    unmeasured = [links.domain_id for links in shipped.domains if links.unmeasured]
    assert unmeasured == ["F08", "F12", "F13"]
    assert all(links.measures or links.unmeasured for links in shipped.domains)


def test_what_reads_both_ways_is_context(shipped: Indicators) -> None:
    for name in ("logements_vacants", "coefficient_integration_fiscale", "population"):
        assert shipped.indicator(name).sense is Sense.CONTEXT


def test_the_tables_stay_small() -> None:
    files = [path for path in Path(REFERENCES).iterdir() if "indicators" in path.name]
    assert len(files) == 7
    assert sum(path.stat().st_size for path in files) < 1_000_000
