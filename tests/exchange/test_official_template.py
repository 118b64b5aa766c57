"""Our own table: every fault by its line and column, every value with its source."""

import pytest

from diagnostic.exchange.official import FileRefused, Kind, Reason, write_template
from tests.exchange.conftest import Reading
from tests.exchange.looking import COMMUNE, COUNTRY, DEPARTMENT, EPCI, measure
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
