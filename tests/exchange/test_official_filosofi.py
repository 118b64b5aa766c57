"""Filosofi files: decimal commas, secrets, floors; the level is found in the codes."""

import pytest

from diagnostic.exchange.official import FileRefused, Gap, Kind
from diagnostic.territories import Gazetteer, TerritoryLevel
from tests.exchange.conftest import Reading
from tests.exchange.looking import COMMUNE, DEPARTMENT, EPCI, REGION, measure, series_of
from tests.exchange.made import ISLAND_EPCI, packed, poverty

NAME = "FILO2021_DISP_PAUVRES_DEP.csv"
AIN = ("01", "5,0", "10,8", "11030", "0,204", "15,0", "8,3")
MORBIHAN = ("56", "5,0", "11,2", "11200", "0,192", "s", "5,0")


def every(gazetteer: Gazetteer, level: TerritoryLevel) -> list[tuple[str, ...]]:
    return [(one.key.code, *AIN[1:]) for one in gazetteer.at(level)]


def test_the_columns_of_poverty_are_read(read: Reading) -> None:
    understood = read(poverty([AIN, MORBIHAN]), NAME)

    assert understood.kind is Kind.FILOSOFI
    assert understood.edition == "Revenus 2021"
    assert understood.levels == (DEPARTMENT,)
    assert measure(understood, "taux_pauvrete", DEPARTMENT, "01").value == 10.8
    # The file writes the intensity as a part of one.
    assert measure(understood, "intensite_pauvrete", DEPARTMENT, "01").value == 20.4
    assert measure(understood, "taux_pauvrete_moins_30", DEPARTMENT, "01").value == 15
    assert {one.year for one in understood.series} == {"2021"}
    assert "5 % ou moins" in (
        understood.sources[0].note or understood.sources[0].dataset
    ).fr.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_secret_is_kept_and_a_floor_is_told(read: Reading) -> None:
    understood = read(poverty([AIN, MORBIHAN]), NAME)
    young = measure(understood, "taux_pauvrete_moins_30", DEPARTMENT, "56")
    old = measure(understood, "taux_pauvrete_75_plus", DEPARTMENT, "56")

    assert young.hole is not None
    assert young.hole.gap is Gap.SECRET
    assert (old.value, old.at_most) == (5.0, True)


def test_regions_are_told_from_departements_by_their_set_of_codes(
    read: Reading, gazetteer: Gazetteer
) -> None:
    as_region = read(poverty(every(gazetteer, REGION)), "sans nom.csv")
    as_department = read(poverty(every(gazetteer, DEPARTMENT)), "sans nom.csv")

    assert as_region.levels == (REGION,)
    assert as_department.levels == (DEPARTMENT,)
    assert any("DISP" in note for note in as_region.notes)


def test_codes_that_are_both_need_the_name(read: Reading) -> None:
    both = poverty([("11", *AIN[1:]), ("93", *AIN[1:])])

    assert read(both, "FILO2021_DISP_PAUVRES_REG.csv").levels == (REGION,)
    assert read(both, NAME).levels == (DEPARTMENT,)
    with pytest.raises(FileRefused, match="régions ou de départements"):
        read(both, "pauvres.csv")


def test_epci_are_read_and_lost_ones_are_listed(read: Reading) -> None:
    rows = [(ISLAND_EPCI, *AIN[1:]), ("200023372", *AIN[1:]), ("245600999", *AIN[1:])]
    understood = read(poverty(rows), "FILO2021_DISP_PAUVRES_EPCI.csv")

    assert understood.levels == (EPCI,)
    assert understood.unknown_codes == ("245600999",)


def test_a_whole_departement_of_communes_is_read(read: Reading, gazetteer: Gazetteer) -> None:
    communes = [one for one in gazetteer.at(COMMUNE) if one.department_code == "90"]
    rows = [(one.key.code, *AIN[1:]) for one in communes]

    assert read(poverty(rows), "FILO2021_DISP_PAUVRES_COM.csv").levels == (COMMUNE,)


@pytest.mark.parametrize(
    ("codes", "seems"),
    [
        (("01004", "01033", "01034", "01053", "56152"), "bassin de vie"),
        (("00151", "00152", "00153"), "unité urbaine"),
        (("001", "002", "011"), "aire d’attraction"),
        (("1101", "1102", "0051"), "zone d’emploi"),
        (("010040101", "010040102"), "Iris"),
    ],
)
def test_another_zoning_is_refused_by_its_codes(
    read: Reading, codes: tuple[str, ...], seems: str
) -> None:
    with pytest.raises(FileRefused, match=seems):
        read(poverty([(code, *AIN[1:]) for code in codes]), "FILO2021_DISP_PAUVRES.csv")


def test_declared_income_is_refused(read: Reading) -> None:
    declared = b"CODGEO;NBMEN21;Q121;Q221;Q321;D121;D921;RD\n01;270138;18700;24810;33110;1;2;3,5\n"
    with pytest.raises(FileRefused, match="revenus déclarés"):
        read(declared, "FILO2021_DEP.csv")
    with pytest.raises(FileRefused, match="revenus déclarés"):
        read(poverty([AIN, MORBIHAN]), "FILO2021_DEC_PAUVRES_DEP.csv")


def test_the_distribution_file_gives_median_gap_and_benefits(read: Reading) -> None:
    content = (
        b"CODGEO;NBMEN21;Q121;Q221;Q321;Q3_Q1;D121;D921;RD;GI21;PPSOC21;PPLOGT21;AGE1Q221\n"
        b"01;270138;18700;24810;33110;14400;13510;46760;3,5;0,310;3,8;0,7;22090\n"
        b"02;224492;15390;20920;27050;11660;11270;34550;3,1;0,260;7,7;1,5;18130\n"
    )
    understood = read(content, "DISP_DEP.csv")

    assert measure(understood, "niveau_vie_median", DEPARTMENT, "01").value == 24810
    assert measure(understood, "rapport_interdecile", DEPARTMENT, "02").value == 3.1
    assert measure(understood, "part_prestations_sociales", DEPARTMENT, "02").value == 7.7
    assert series_of(understood, "rapport_interdecile", DEPARTMENT).year == "2021"


def test_a_zip_of_several_zonings_keeps_those_that_are_followed(
    read: Reading, gazetteer: Gazetteer
) -> None:
    content = packed(
        {
            NAME: poverty(every(gazetteer, DEPARTMENT)),
            "FILO2021_DISP_PAUVRES_REG.csv": poverty(every(gazetteer, REGION)),
            "FILO2021_DISP_PAUVRES_BV2022.csv": poverty([("01004", *AIN[1:])]),
            "FILO2021_TRDECILES_DISP_DEP.csv": b"CODGEO;TRANCHE;PART\n01;1;2\n",
        }
    )
    understood = read(content, "SUPRA_csv.zip")

    assert understood.levels == (REGION, DEPARTMENT)
    left = {one.name: one.why for one in understood.ignored}
    assert "bassin de vie" in left["FILO2021_DISP_PAUVRES_BV2022.csv"]
    assert "FILO2021_TRDECILES_DISP_DEP.csv" in left


def test_the_same_series_twice_in_a_zip_is_refused(read: Reading) -> None:
    content = packed({NAME: poverty([AIN, MORBIHAN]), "copie_DEP.csv": poverty([AIN])})
    with pytest.raises(FileRefused, match="deux fois la même série"):
        read(content, "SUPRA_csv.zip")
