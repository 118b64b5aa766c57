"""Exports of a statistical map: the zoning is read, reasons kept, counts made into rates."""

import pytest

from diagnostic.exchange.official import FileRefused, Gap, Kind
from diagnostic.indicators import Indicators, Method
from diagnostic.territories import TerritoryKey
from tests.exchange.conftest import Reading
from tests.exchange.looking import COMMUNE, COUNTRY, DEPARTMENT, EPCI, REGION, measure, series_of
from tests.exchange.made import ISLAND, ISLAND_EPCI, geoclip, packed

POVERTY = "Taux de pauvreté 2023"


@pytest.mark.parametrize(
    ("zoning", "level", "code"),
    [
        ("commune", COMMUNE, "56009"),
        ("commune 2024", COMMUNE, "56009"),
        ("EPCI", EPCI, ISLAND_EPCI),
        ("intercommunalité (EPCI)", EPCI, ISLAND_EPCI),
        ("Établissement public de coopération intercommunale", EPCI, ISLAND_EPCI),
        ("département", DEPARTMENT, "56"),
        ("région", REGION, "53"),
    ],
)
def test_the_level_is_read_in_the_second_line(
    read: Reading, zoning: str, level: object, code: str
) -> None:
    understood = read(geoclip(zoning, [POVERTY], [(code, "Ici", "12.5")]))

    assert understood.kind is Kind.LOCAL
    assert understood.levels == (level,)
    (found,) = understood.measures
    assert (found.key.code, found.year, found.value) == (code, "2023", 12.5)
    assert found.source.producer == "Insee"
    assert found.source.dataset.fr == "Statistiques locales"


def test_the_same_code_is_a_region_or_a_departement_by_its_file(read: Reading) -> None:
    as_department = read(geoclip("département", [POVERTY], [("93", "Seine-Saint-Denis", "28")]))
    as_region = read(geoclip("région", [POVERTY], [("93", "Paca", "17")]))

    assert next(as_department.measures).key == TerritoryKey(DEPARTMENT, "93")
    assert next(as_region.measures).key == TerritoryKey(REGION, "93")


def test_the_reasons_of_the_file_are_kept(read: Reading) -> None:
    understood = read(
        geoclip(
            "département",
            [POVERTY],
            [
                ("56", "Morbihan", "N/A - secret statistique"),
                ("971", "Guadeloupe", "N/A - résultat non disponible"),
                ("29", "Finistère", "N/A - division par 0"),
                ("22", "Côtes-d’Armor", "N/A - rupture de série"),
                ("35", "Ille-et-Vilaine", "11,2"),
            ],
        )
    )
    holes = {key.code: hole for key, hole in understood.series[0].holes.items()}

    assert {code: hole.gap for code, hole in holes.items()} == {
        "56": Gap.SECRET,
        "971": Gap.UNAVAILABLE,
        "29": Gap.DIVISION,
        "22": Gap.OTHER,
    }
    assert "Rupture de série" in holes["22"].reason
    assert (understood.secret, understood.missing, understood.known) == (1, 3, 1)


@pytest.mark.parametrize(
    "zoning",
    [
        "bassin de vie",
        "canton",
        "aire d’attraction des villes",
        "zone d’emploi",
        "arrondissement",
        "unité urbaine",
        "circonscription législative",
        "quartier prioritaire",
    ],
)
def test_another_zoning_is_refused_by_its_name(read: Reading, zoning: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(geoclip(zoning, [POVERTY], [("56009", "Ici", "12")]))

    assert zoning in str(refusal.value)
    assert "intercommunalités" in str(refusal.value)


def test_a_level_that_its_codes_contradict_is_refused(read: Reading) -> None:
    with pytest.raises(FileRefused, match="« département », mais la plupart de ses codes"):
        read(geoclip("département", [POVERTY], [("56009", "Bangor", "12"), ("56114", "L", "3")]))


def test_counts_become_rates_with_the_population_of_the_same_export(read: Reading) -> None:
    headings = ["Médecin généraliste (en nombre) 2024", "Estimations de population 2025"]
    understood = read(geoclip("département", headings, [("56", "Morbihan", "80", "100000")]))
    (found,) = understood.measures

    assert (found.indicator_id, found.value, found.year) == (
        "medecins_generalistes_10000",
        8.0,
        "2024",
    )
    assert found.method is Method.COMPUTED


def test_counts_alone_are_left_aside_with_the_way_to_use_them(read: Reading) -> None:
    headings = [POVERTY, "Pharmacie (en nombre) 2024"]
    understood = read(geoclip("département", headings, [("56", "Morbihan", "12", "80")]))
    (ignored,) = understood.ignored

    assert ignored.name == "Pharmacie (en nombre) 2024"
    assert "Estimations de population" in ignored.why


def test_counts_of_communes_are_added_up_and_rates_are_not(read: Reading) -> None:
    headings = ["Infirmier (en nombre) 2024", "Estimations de population 2025", POVERTY]
    rows = [(code, "", "2", str(people), "12") for code, people in ISLAND.items()]
    understood = read(geoclip("commune", headings, rows))

    assert measure(understood, "infirmiers_10000", EPCI, ISLAND_EPCI).value == 20.0
    assert measure(understood, "infirmiers_10000", EPCI, ISLAND_EPCI).partial is None
    assert {one.level for one in understood.series if one.indicator_id == "taux_pauvrete"} == {
        COMMUNE
    }


def test_a_column_without_indicator_or_year_is_left_aside(read: Reading) -> None:
    headings = [POVERTY, "Bassin de natation (en nombre) 2024", "Taux de pauvreté"]
    understood = read(geoclip("département", headings, [("56", "Morbihan", "12", "3", "4")]))

    assert [one.name for one in understood.ignored] == headings[1:]
    assert understood.known == 1


def test_the_user_gives_an_indicator_to_a_column(read: Reading) -> None:
    heading = "Part des logements laissés vides 2022"
    content = geoclip("département", [heading], [("56", "Morbihan", "6.5")])
    with pytest.raises(FileRefused, match="Rien dans") as refusal:
        read(content)
    assert [one.name for one in refusal.value.ignored] == [heading]
    understood = read(content, matching={heading: "logements_vacants"})

    assert measure(understood, "logements_vacants", DEPARTMENT, "56").value == 6.5


def test_every_label_of_the_application_is_recognised(
    read: Reading, indicators: Indicators
) -> None:
    for indicator in indicators.all:
        heading = f"{indicator.label.fr} 2030"
        content = geoclip("département", [f'"{heading}"'], [("56", "Morbihan", "1")])
        understood = read(content)
        assert understood.series[0].indicator_id == indicator.id
        assert understood.series[0].year == "2030"


def test_years_of_a_period_and_quarters_are_read(read: Reading) -> None:
    headings = ["Évolution annuelle moyenne de la population 2016-2022"]
    understood = read(geoclip("département", headings, [("56", "Morbihan", "-0,4")]))

    assert measure(understood, "evolution_population", DEPARTMENT, "56").year == "2016-2022"
    assert measure(understood, "evolution_population", DEPARTMENT, "56").value == -0.4


def test_a_column_written_twice_is_refused(read: Reading) -> None:
    with pytest.raises(FileRefused, match="figure deux fois"):
        read(geoclip("département", [POVERTY, POVERTY], [("56", "Morbihan", "12", "13")]))


def test_an_export_of_too_many_indicators_is_refused(read: Reading) -> None:
    headings = [f"Taux de pauvreté {year}" for year in range(1950, 2030)]
    with pytest.raises(FileRefused, match="plus de 60 indicateurs"):
        read(geoclip("département", headings, [("56", "Morbihan", *["12"] * len(headings))]))


def test_two_names_of_one_indicator_give_it_once(read: Reading) -> None:
    headings = ["Densité de population 2022", "Densité de population (historique depuis 1876) 2022"]
    understood = read(geoclip("département", headings, [("56", "Morbihan", "113", "114")]))

    assert [one.value for one in understood.measures] == [113]
    assert [one.name for one in understood.ignored] == headings[1:]


def test_an_impossible_rate_is_refused(read: Reading) -> None:
    understood = read(geoclip("département", [POVERTY], [("56", "M", "112"), ("29", "F", "12")]))

    assert understood.refused_count == 1
    assert measure(understood, "taux_pauvrete", DEPARTMENT, "56").value is None


def test_another_site_is_its_own_producer(read: Reading) -> None:
    content = geoclip(
        "département", ["APL Médecins généralistes 2023"], [("56", "M", "3.1")], "CartoSanté"
    )
    (source,) = read(content).sources

    assert source.producer == "CartoSanté"
    assert source.licence.fr == "Licence à préciser"


def test_a_heading_without_its_first_lines_is_refused(read: Reading) -> None:
    content = geoclip("département", [POVERTY], [("56", "Morbihan", "12")])
    with pytest.raises(FileRefused, match="deux premières"):
        read(b"\n".join(content.split(b"\n")[2:]))


def test_france_is_a_level_too(read: Reading) -> None:
    understood = read(geoclip("France", [POVERTY], [("FR", "France", "15.4")]))

    assert measure(understood, "taux_pauvrete", COUNTRY, "FR").value == 15.4


def test_what_changes_is_told_with_the_value_before(read: Reading, indicators: Indicators) -> None:
    key = TerritoryKey(DEPARTMENT, "56")
    now = indicators.value(key, "taux_pauvrete", "2021")
    rows = [("56", "Morbihan", "33.3"), ("29", "Finistère", _known(indicators, "29"))]
    understood = read(geoclip("département", ["Taux de pauvreté 2021"], rows))
    comparison = series_of(understood, "taux_pauvrete", DEPARTMENT).comparison

    assert (comparison.new, comparison.changed, comparison.equal) == (0, 1, 1)
    assert comparison.changes[0].before == now
    assert comparison.changes[0].value == 33.3


def _known(indicators: Indicators, code: str) -> str:
    value = indicators.value(TerritoryKey(DEPARTMENT, code), "taux_pauvrete", "2021").value
    assert value is not None
    return f"{value:g}"


def test_two_exports_in_one_zip_give_each_its_level(read: Reading) -> None:
    people = ["Population municipale 2024"]
    communes = [(code, "Ici", str(n)) for code, n in ISLAND.items()]
    content = packed(
        {
            "communes.csv": geoclip("commune", people, communes),
            "epci.csv": geoclip("EPCI", people, [(ISLAND_EPCI, "Belle-Île", "4100")]),
        }
    )
    understood = read(content, "exports.zip")

    assert measure(understood, "population", EPCI, ISLAND_EPCI).value == 4100
    assert measure(understood, "population", COMMUNE, "56009").value == 1000
    assert any("lui-même ce niveau" in note for note in understood.notes)


def test_two_exports_of_the_same_level_are_refused(read: Reading) -> None:
    export = geoclip("EPCI", ["Population municipale 2024"], [(ISLAND_EPCI, "Belle-Île", "4100")])
    with pytest.raises(FileRefused, match="deux fois la même série.*« intercommunalité »"):
        read(packed({"un.csv": export, "deux.csv": export}), "exports.zip")
