"""The comparateur of any edition: counts are added up, rates recomputed, secrets kept."""

from dataclasses import replace

import pytest

from diagnostic.exchange.official import Gap, Kind, Reason
from diagnostic.exchange.official.places import Places
from diagnostic.indicators import Method
from diagnostic.territories import Gazetteer, TerritoryKey
from tests.exchange.conftest import Reading
from tests.exchange.looking import COMMUNE, COUNTRY, DEPARTMENT, EPCI, REGION, measure, series_of
from tests.exchange.made import (
    COLUMNS_2022,
    ISLAND,
    ISLAND_EPCI,
    NOTICE,
    commune,
    comparator,
    packed,
    table,
)


def test_the_newest_edition_is_recognised_by_its_stems(read: Reading) -> None:
    understood = read(comparator(), "n’importe quoi.txt")

    assert understood.kind is Kind.COMPARATOR
    assert understood.edition == (
        "Recensement 2022, état civil 2024, revenus 2021, établissements 2024"
    )
    assert understood.rows == 4
    assert not understood.refused
    assert series_of(understood, "population", COMMUNE).year == "2022"
    assert series_of(understood, "solde_naturel", COMMUNE).year == "2024"
    assert series_of(understood, "evolution_population", COMMUNE).year == "2016-2022"


def test_an_older_edition_is_dated_by_its_own_columns(read: Reading) -> None:
    older = {name: name.replace("22", "18").replace("16", "13") for name in COLUMNS_2022}
    rows = [
        {older[name]: cell for name, cell in commune(code, people).items()}
        for code, people in ISLAND.items()
    ]
    understood = read(table(rows, [older[name] for name in COLUMNS_2022]))

    assert series_of(understood, "population", EPCI).year == "2018"
    assert series_of(understood, "evolution_population", EPCI).year == "2013-2018"


def test_the_source_is_proposed_with_the_date_of_the_zip(read: Reading) -> None:
    content = packed({"base.CSV": comparator(), "meta_base.CSV": NOTICE})
    understood = read(content, "base_cc_comparateur_csv.zip")
    (source,) = understood.sources

    assert source.producer == "Insee"
    assert "recensement 2022" in source.dataset.fr
    assert source.published == "2024-06-27"
    assert source.link == "https://www.insee.fr/fr/statistiques/2521169"


def test_the_notice_of_the_zip_names_the_columns_left_aside(read: Reading) -> None:
    content = packed({"base.CSV": comparator(), "meta_base.CSV": NOTICE})
    ignored = {one.name: one.label for one in read(content).ignored}

    assert ignored["PIMP21"] == "Part des ménages imposés"
    assert "P22_POP" not in ignored
    assert "meta_base.CSV" not in ignored


def test_an_epci_is_the_sum_worked_by_hand(read: Reading) -> None:
    rows = [
        commune("56009", 1000, P22_CHOM1564="50", P22_ACT1564="500", SUPERF="20,5"),
        commune("56114", 500, P22_CHOM1564="30", P22_ACT1564="200", SUPERF="30"),
        commune("56152", 2000, P22_CHOM1564="100", P22_ACT1564="900", SUPERF="15.5"),
        commune("56241", 500, P22_CHOM1564="20", P22_ACT1564="400", SUPERF="19"),
    ]
    understood = read(comparator(rows))

    # 50 + 30 + 100 + 20 out of 500 + 200 + 900 + 400: the mean of the four rates would be 10.3.
    unemployment = measure(understood, "taux_chomage_rp", EPCI, ISLAND_EPCI)
    assert unemployment.value == 10.0
    assert unemployment.method is Method.AGGREGATED
    assert unemployment.partial is None
    # 4,000 people on 20.5 + 30 + 15.5 + 19 km².
    assert measure(understood, "population", EPCI, ISLAND_EPCI).value == 4000
    assert measure(understood, "densite", EPCI, ISLAND_EPCI).value == round(4000 / 85, 4)
    # (40 - 48) out of 4,000, per thousand.
    assert measure(understood, "solde_naturel", EPCI, ISLAND_EPCI).value == -2.0
    # 3,600 six years before.
    growth = measure(understood, "evolution_population", EPCI, ISLAND_EPCI).value
    assert growth == round(((4000 / 3600) ** (1 / 6) - 1) * 100, 4)


@pytest.mark.parametrize(
    ("indicator_id", "expected"),
    [
        ("taux_activite", 500 / 600 * 100),
        ("taux_emploi", 450 / 600 * 100),
        ("taille_menages", 2.0),
        ("logements_vacants", 100 / 800 * 100),
        ("residences_secondaires", 200 / 800 * 100),
        ("proprietaires", 300 / 500 * 100),
        ("emplois_pour_100_actifs_occupes", 400 / 450 * 100),
        ("etablissements_actifs_1000", 40.0),
        ("etablissements_10_salaries_plus", 12.5),
        ("etablissements_public_sante_social", 25.0),
    ],
)
def test_a_rate_is_recomputed_from_its_counts(
    read: Reading, indicator_id: str, expected: float
) -> None:
    value = measure(read(comparator()), indicator_id, COMMUNE, "56009").value

    assert value == round(expected, 4)


def test_medians_and_rates_without_counts_are_never_added_up(read: Reading) -> None:
    understood = read(comparator())

    for indicator_id in ("niveau_vie_median", "taux_pauvrete"):
        levels = {one.level for one in understood.series if one.indicator_id == indicator_id}
        assert levels == {COMMUNE}
        assert series_of(understood, indicator_id, COMMUNE).method is Method.OFFICIAL


@pytest.mark.parametrize("cell", ["s", ""])
def test_a_secret_stays_a_secret(read: Reading, cell: str) -> None:
    rows = [commune(code, people, TP6021=cell) for code, people in ISLAND.items()]
    poverty = measure(read(comparator(rows)), "taux_pauvrete", COMMUNE, "56009")

    assert poverty.value is None
    assert poverty.hole is not None
    assert poverty.hole.gap is Gap.SECRET
    assert read(comparator(rows)).secret == 4


def test_no_income_in_guadeloupe_is_no_secret(read: Reading) -> None:
    rows = [commune("97101", 50_000, MED21="", TP6021=""), commune("56009", 1000, MED21="")]
    median = series_of(read(comparator(rows)), "niveau_vie_median", COMMUNE)

    assert median.holes[TerritoryKey(COMMUNE, "97101")].gap is Gap.UNAVAILABLE
    assert median.holes[TerritoryKey(COMMUNE, "56009")].gap is Gap.SECRET


def test_a_sum_with_a_secret_member_is_partial_and_says_so(read: Reading) -> None:
    rows = [commune(code, people) for code, people in ISLAND.items()]
    rows[3] |= {"P22_CHOM1564": "s"}
    understood = read(comparator(rows))
    total = measure(understood, "taux_activite", EPCI, ISLAND_EPCI)
    secret = measure(understood, "taux_chomage_rp", EPCI, ISLAND_EPCI)

    assert total.partial is None
    # 1,036 of the 5,607 inhabitants of 2023 are left out: too many for a value.
    assert secret.value is None
    assert secret.hole is not None
    assert secret.hole.gap is Gap.INCOMPLETE


def test_a_sum_that_misses_few_people_is_given_as_partial(
    read: Reading, gazetteer: Gazetteer
) -> None:
    members = gazetteer.members(TerritoryKey(DEPARTMENT, "90"))
    rows = [commune(one.key.code, one.population or 0) for one in members]
    smallest = min(range(len(rows)), key=lambda rank: float(rows[rank]["P22_POP"]))
    rows[smallest] |= {"P22_LOGVAC": "s"}
    understood = read(comparator(rows))
    vacancy = measure(understood, "logements_vacants", DEPARTMENT, "90")
    second = measure(understood, "residences_secondaires", DEPARTMENT, "90")

    assert vacancy.partial is not None
    assert vacancy.partial.known == len(rows) - 1
    assert vacancy.partial.members == len(rows)
    assert vacancy.partial.secret == 1
    assert vacancy.partial.missing == (rows[smallest]["CODGEO"],)
    assert 0.99 < vacancy.partial.share < 1
    assert vacancy.value == 12.5
    assert second.partial is None
    series = series_of(understood, "logements_vacants", DEPARTMENT)
    assert series.comparison.new == 0, "a partial sum is not counted as a new value"
    assert series_of(understood, "residences_secondaires", DEPARTMENT).comparison.new == 1


def test_a_territory_mostly_outside_the_file_has_a_hole_instead_of_a_sum(read: Reading) -> None:
    understood = read(comparator())
    for level, code in ((DEPARTMENT, "56"), (REGION, "53"), (COUNTRY, "FR")):
        people = measure(understood, "population", level, code)
        assert people.value is None
        assert people.hole is not None
        assert people.hole.gap is Gap.INCOMPLETE
    assert any("extrait" in note for note in understood.notes)


def test_paris_is_not_counted_twice(read: Reading, gazetteer: Gazetteer) -> None:
    city = gazetteer.commune("75056")
    rows = [commune("75056", 2_100_000)]
    rows += [commune(district.code, 105_000) for district in city.districts]
    understood = read(comparator(rows))

    assert measure(understood, "population", COMMUNE, "75056").value == 2_100_000
    assert measure(understood, "population", DEPARTMENT, "75").value == 2_100_000
    assert understood.districts == 20
    assert understood.refused_count == 0


@pytest.mark.parametrize("blank", [True, False])
def test_a_city_without_figures_is_the_sum_of_its_districts(
    read: Reading, gazetteer: Gazetteer, blank: bool
) -> None:
    city = gazetteer.commune("69123")
    zeros = dict.fromkeys(COLUMNS_2022[1:], "0")
    rows = [commune(district.code, 50_000) for district in city.districts]
    if blank:
        rows.insert(0, {"CODGEO": "69123"} | zeros)
    understood = read(comparator(rows))

    assert measure(understood, "population", COMMUNE, "69123").value == 450_000
    median = measure(understood, "niveau_vie_median", COMMUNE, "69123")
    assert median.hole is not None
    assert median.hole.gap is Gap.NOT_ADDABLE
    assert any("Lyon" in note for note in understood.notes)


def test_a_district_alone_does_not_make_its_city(read: Reading) -> None:
    understood = read(comparator([commune("13201", 40_000), commune("56009", 1000)]))

    assert [one.reason for one in understood.refused] == [Reason.DISTRICT]
    codes = {key.code for key in series_of(understood, "population", COMMUNE).keys}
    assert codes == {"56009"}


def test_a_former_commune_is_added_to_the_one_of_today(read: Reading) -> None:
    rows = [commune("01095", 300), commune("01172", 200), commune("56009", 1000)]
    understood = read(comparator(rows))

    assert measure(understood, "population", COMMUNE, "01095").value == 500
    assert [(one.code, one.today) for one in understood.former] == [("01172", "01095")]
    median = measure(understood, "niveau_vie_median", COMMUNE, "01095")
    assert median.hole is not None
    assert median.hole.gap is Gap.NOT_ADDABLE


def test_a_merger_with_a_secret_part_is_a_secret(read: Reading) -> None:
    rows = [commune("01095", 300), commune("01172", 200, P22_LOGVAC="s")]
    vacancy = measure(read(comparator(rows)), "logements_vacants", COMMUNE, "01095")

    assert vacancy.hole is not None
    assert vacancy.hole.gap is Gap.SECRET


def test_one_part_of_a_merger_is_not_taken_for_the_whole(read: Reading) -> None:
    understood = read(comparator([commune("12076", 1600), commune("56009", 1000)]))

    assert [one.reason for one in understood.refused] == [Reason.FORMER]
    assert "12218" in understood.refused[0].examples[0].cause


def test_former_codes_lead_where_the_gazetteer_says(gazetteer: Gazetteer) -> None:
    places = Places(gazetteer)
    former = sorted(set(places.heirs) - set(places.homes))
    assert len(former) > 1000
    for code in former[::25]:
        assert places.heirs[code] == gazetteer.commune(code).key.code
    assert places.cities["75101"] == gazetteer.commune("75101").key.code


def test_unknown_codes_are_listed_and_left_out(read: Reading) -> None:
    understood = read(comparator([commune("56009", 1000), commune("99999", 5)]))

    assert understood.unknown_codes == ("99999",)
    (refused,) = understood.refused
    assert refused.reason is Reason.CODE
    assert (refused.examples[0].line, refused.examples[0].column) == (3, "CODGEO")


def test_the_zero_eaten_by_a_spreadsheet_comes_back(read: Reading) -> None:
    understood = read(comparator([commune("1001", 800)]))

    assert measure(understood, "population", COMMUNE, "01001").value == 800
    assert any("zéro" in note for note in understood.notes)


def test_decimal_commas_and_points_read_the_same(read: Reading) -> None:
    with_commas = [commune("56009", 1000, P22_LOG="800,5"), commune("56114", 1000, P22_LOG="800.5")]
    vacancy = series_of(read(comparator(with_commas)), "logements_vacants", COMMUNE)

    assert vacancy.values[0] == vacancy.values[1]


def test_a_line_said_twice_counts_once(read: Reading) -> None:
    rows = [commune("56009", 1000), commune("56009", 1000), commune("56114", 500)]
    understood = read(comparator(rows))

    assert understood.repeated == 1
    assert measure(understood, "population", COMMUNE, "56009").value == 1000


def test_two_lines_that_disagree_are_both_left_out(read: Reading) -> None:
    rows = [commune("56009", 1000), commune("56114", 500), commune("56009", 1001)]
    understood = read(comparator(rows))

    (refused,) = understood.refused
    assert (refused.reason, refused.count) == (Reason.TWICE, 2)
    assert sorted(problem.line for problem in refused.examples) == [2, 4]
    codes = {key.code for key in series_of(understood, "population", COMMUNE).keys}
    assert codes == {"56114"}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("=1+1", Reason.FORMULA),
        ("@SUM(A1)", Reason.FORMULA),
        ("+33", Reason.FORMULA),
        ("mille", Reason.NUMBER),
        ("1,234.5", Reason.NUMBER),
        ("12 %", Reason.NUMBER),
        ("1e400", Reason.NUMBER),
        ("inf", Reason.NUMBER),
        ("٣٤", Reason.NUMBER),
        ("-5", Reason.RANGE),
        ("900", Reason.RANGE),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_alone(
    read: Reading, cell: str, reason: Reason
) -> None:
    rows = [commune("56009", 1000, P22_LOGVAC=cell), commune("56114", 500)]
    understood = read(comparator(rows))

    (refused,) = understood.refused
    assert refused.reason is reason
    assert refused.examples[0].line == 2
    assert refused.examples[0].column == "P22_LOGVAC"
    vacancy = measure(understood, "logements_vacants", COMMUNE, "56009")
    assert vacancy.value is None
    assert vacancy.hole is not None
    assert vacancy.hole.gap is Gap.UNREADABLE
    assert measure(understood, "proprietaires", COMMUNE, "56009").value == 60


def test_counts_that_contradict_one_another_are_left_out_of_the_sum(read: Reading) -> None:
    rows = [commune(code, people) for code, people in ISLAND.items()]
    rows[1] |= {"P22_LOGVAC": "900"}
    understood = read(comparator(rows))
    vacancy = measure(understood, "logements_vacants", EPCI, ISLAND_EPCI)

    # Locmaria holds 978 of the 5,607 inhabitants of 2023: the others do not stand for the island.
    assert vacancy.value is None
    assert measure(understood, "residences_secondaires", EPCI, ISLAND_EPCI).value == 25


def test_a_formula_in_a_code_is_no_code(read: Reading) -> None:
    rows = [commune('="56009"', 1000), commune("=56009", 1000), commune("56114", 500)]
    understood = read(comparator(rows))

    assert {one.reason for one in understood.refused} <= {Reason.FORMULA, Reason.QUOTES}
    assert understood.refused_count == 2


def test_a_village_without_inhabitants_is_a_division_by_zero_not_a_zero(read: Reading) -> None:
    empty = commune("55039", 0) | dict.fromkeys(("P22_LOG", "P22_LOGVAC"), "0")
    vacancy = measure(
        read(comparator([empty, commune("56009", 1000)])), "logements_vacants", COMMUNE, "55039"
    )

    assert vacancy.hole is not None
    assert vacancy.hole.gap is Gap.DIVISION


def test_the_floor_of_poverty_rates_is_told(read: Reading) -> None:
    rows = [commune("56009", 1000, TP6021="5,0"), commune("56114", 500, TP6021="5.1")]
    understood = read(comparator(rows))

    assert measure(understood, "taux_pauvrete", COMMUNE, "56009").at_most
    assert not measure(understood, "taux_pauvrete", COMMUNE, "56114").at_most


def test_lines_with_too_few_or_too_many_cells_are_left_out(read: Reading) -> None:
    lines = comparator().decode().splitlines()
    lines[1] += ";9"
    lines[2] = lines[2].rsplit(";", 1)[0]
    lines[3] += ";;"
    understood = read("\r\n".join([*lines, ""]).encode())

    (refused,) = understood.refused
    assert (refused.reason, refused.count) == (Reason.CELLS, 2)
    assert [problem.line for problem in refused.examples] == [2, 3]


def test_values_are_compared_with_those_of_the_application(read: Reading) -> None:
    understood = read(comparator())
    new = replace(understood.comparison, changes=())

    # Four communes and an EPCI, whose sums are whole, none known for these years.
    assert (new.new, new.changed, new.equal) == (17 * 4 + 15, 0, 0)
