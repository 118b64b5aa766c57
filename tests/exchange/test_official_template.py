"""Our own table: every fault by its line and column, every value with its source."""

import pytest

from diagnostic.exchange.official import FileRefused, Kind, Reason, write_template
from diagnostic.indicators import Method
from tests.exchange.conftest import Reading
from tests.exchange.looking import COMMUNE, COUNTRY, DEPARTMENT, EPCI, measure, series_of
from tests.exchange.made import ISLAND, ISLAND_EPCI, template

GOOD = "departement;56;taux_pauvrete;2022;11,4;Insee, Filosofi 2022"


def test_a_good_line_is_read_with_its_source(read: Reading) -> None:
    understood = read(template([GOOD]))
    (found,) = understood.measures

    assert understood.kind is Kind.TEMPLATE
    assert (str(found.key), found.year, found.value) == ("departement:56", "2022", 11.4)
    assert found.source.producer == "Insee"
    assert found.source.dataset.fr == "Filosofi 2022"


@pytest.mark.parametrize(
    ("level", "code", "expected"),
    [
        ("pays", "FR", COUNTRY),
        ("France", "FRANCE", COUNTRY),
        ("Département", "1", DEPARTMENT),
        ("EPCI", ISLAND_EPCI, EPCI),
        ("Intercommunalité", ISLAND_EPCI, EPCI),
        ("commune", "56009", COMMUNE),
    ],
)
def test_levels_are_understood_as_people_write_them(
    read: Reading, level: str, code: str, expected: object
) -> None:
    understood = read(template([f"{level};{code};taux_pauvrete;2022;11,4;Insee"]))

    assert understood.levels == (expected,)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_english_names_and_other_separators_are_read(read: Reading, delimiter: str) -> None:
    lines = [
        "level;code;indicator_id;year;value;source",
        "departement;56;taux_pauvrete;2022;11.4;Insee",
    ]
    content = "\n".join(line.replace(";", delimiter) for line in lines).encode()

    assert next(read(content).measures).value == 11.4


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("canton;5601;taux_pauvrete;2022;11;Insee", "niveau", Reason.LEVEL),
        ("departement;99;taux_pauvrete;2022;11;Insee", "code", Reason.CODE),
        ("departement;29;taux_pauvreté;2022;11;Insee", "indicateur", Reason.INDICATOR),
        ("departement;29;taux_pauvrete;l’an passé;11;Insee", "annee", Reason.YEAR),
        ("departement;29;taux_pauvrete;2022-13;11;Insee", "annee", Reason.YEAR),
        ("departement;29;taux_pauvrete;2022;onze;Insee", "valeur", Reason.NUMBER),
        ("departement;29;taux_pauvrete;2022;=10+1;Insee", "valeur", Reason.FORMULA),
        ("departement;29;taux_pauvrete;2022;111;Insee", "valeur", Reason.RANGE),
        ("departement;29;taux_pauvrete;2022;11;", "source", Reason.SOURCE),
        ("departement;29;taux_pauvrete;2022;11;Ouest-France", "source", Reason.SOURCE),
        ("departement;29;taux_pauvrete;2022;11", 5, Reason.CELLS),
        ('departement;29;taux_pauvrete;2022;11;"Insee', 1, Reason.QUOTES),
    ],
)
def test_each_fault_is_told_by_line_and_column(
    read: Reading, line: str, column: str | int, reason: Reason
) -> None:
    understood = read(template(["departement;56;taux_pauvrete;2022;11,4;Insee", line]))

    (refused,) = understood.refused
    (problem,) = refused.examples
    assert (refused.reason, problem.line, problem.column) == (reason, 3, column)
    assert str(problem).startswith("fichier.csv, ligne 3, colonne ")
    assert understood.known == 1


def test_a_near_name_is_suggested(read: Reading) -> None:
    understood = read(template([GOOD, "departement;29;taux_pauvrte;2022;11;Insee"]))

    assert "taux_pauvrete" in understood.refused[0].examples[0].cure


def test_a_source_that_looks_like_a_formula_stays_a_text(read: Reading) -> None:
    understood = read(template(["departement;56;taux_pauvrete;2022;11;=HYPERLINK(1)"]))

    assert understood.sources[0].producer == "=HYPERLINK(1)"


def test_a_source_without_a_dataset_is_not_told_twice(read: Reading) -> None:
    understood = read(template(["departement;56;taux_pauvrete;2022;11;Mairies"]))

    assert understood.sources[0].short() == "Mairies, chiffres recopiés"
    assert understood.sources[0].short("en") == "Mairies, figures copied out"


def test_an_empty_value_is_a_hole_not_a_zero(read: Reading) -> None:
    understood = read(template([GOOD, "departement;29;taux_pauvrete;2022;;Insee, Filosofi 2022"]))

    assert measure(understood, "taux_pauvrete", DEPARTMENT, "29").value is None
    assert understood.missing == 1


def test_populations_of_communes_are_added_up(read: Reading) -> None:
    lines = [f"commune;{code};population;2024;{n};Mairies" for code, n in ISLAND.items()]
    understood = read(template(lines))

    assert measure(understood, "population", EPCI, ISLAND_EPCI).value == 4000
    assert measure(understood, "population", DEPARTMENT, "56").value is None


def test_paris_is_not_counted_twice_in_our_table_either(read: Reading) -> None:
    lines = ["commune;75056;population;2024;2100000;Insee", "commune;75101;population;2024;9;Insee"]
    understood = read(template(lines))

    assert measure(understood, "population", DEPARTMENT, "75").value == 2_100_000
    assert understood.districts == 1


def communes_and(*lines: str) -> bytes:
    """The four communes of the island, then other lines of the same year."""
    own = [f"commune;{code};population;2024;{n};Mairies" for code, n in ISLAND.items()]
    return template([*own, *lines])


def test_a_population_that_is_given_stands_before_the_sum_of_its_communes(read: Reading) -> None:
    understood = read(communes_and(f"epci;{ISLAND_EPCI};population;2024;4100;Communauté"))
    given = measure(understood, "population", EPCI, ISLAND_EPCI)

    assert (given.value, given.method, given.source.producer) == (
        4100,
        Method.OFFICIAL,
        "Communauté",
    )
    (note,) = [one for one in understood.notes if "lui-même ce niveau" in one]
    assert "Population municipale" in note
    assert "2024, intercommunalités" in note
    assert "Une valeur donnée diffère" in note
    # The other levels are still added up, or say that they cannot be.
    assert series_of(understood, "population", DEPARTMENT).method is Method.AGGREGATED


def test_a_given_population_that_agrees_with_its_communes_is_not_said_to_differ(
    read: Reading,
) -> None:
    understood = read(communes_and(f"epci;{ISLAND_EPCI};population;2024;4000;Communauté"))
    (note,) = [one for one in understood.notes if "lui-même ce niveau" in one]

    assert "diffère" not in note
    assert "reste donc sans valeur" not in note


def test_what_the_given_level_leaves_without_a_sum_is_told(read: Reading) -> None:
    understood = read(communes_and("epci;200046977;population;2024;1400000;Communauté"))
    (note,) = [one for one in understood.notes if "lui-même ce niveau" in one]

    assert "Un territoire dont les communes auraient pu être additionnées" in note
    assert [str(one.key) for one in series_of(understood, "population", EPCI).measures] == [
        "epci:200046977"
    ]


def test_a_level_given_without_any_value_is_added_up(read: Reading) -> None:
    understood = read(communes_and(f"epci;{ISLAND_EPCI};population;2024;;Communauté"))
    summed = measure(understood, "population", EPCI, ISLAND_EPCI)

    assert (summed.value, summed.method) == (4000, Method.AGGREGATED)
    assert not [one for one in understood.notes if "lui-même ce niveau" in one]


def test_another_year_of_the_wide_level_is_no_conflict(read: Reading) -> None:
    understood = read(communes_and(f"epci;{ISLAND_EPCI};population;2023;3900;Communauté"))
    values = {(one.year, one.value) for one in understood.measures if one.key.level is EPCI}

    assert values == {("2024", 4000), ("2023", 3900)}
    assert not [one for one in understood.notes if "lui-même ce niveau" in one]


def test_an_empty_template_is_understood_once_filled(read: Reading) -> None:
    empty = write_template()
    with pytest.raises(FileRefused, match="aucune ligne"):
        read(empty)
    filled = write_template([("departement", "56", "taux_pauvrete", "2022", "11,4", "Insee; x")])

    assert read(filled).sources[0].producer == "Insee; x"


def test_a_template_with_only_faults_tells_the_first_ones(read: Reading) -> None:
    with pytest.raises(FileRefused, match="ligne 2"):
        read(template(["canton;5601;taux_pauvrete;2022;11;Insee"]))


def test_a_template_that_lost_a_column_says_which(read: Reading) -> None:
    with pytest.raises(FileRefused, match="il lui manque : source"):
        read(b"niveau;code;indicateur;annee;valeur\ndepartement;56;taux_pauvrete;2022;11\n")
