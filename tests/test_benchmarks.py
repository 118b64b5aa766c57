"""The shipped national figures are those of the studies, each one beside its own question."""

import pytest

from diagnostic import benchmarks, questionnaire
from diagnostic.benchmarks import Benchmarks, Confidence, Measure, Use
from diagnostic.questionnaire import QUESTIONNAIRES, Questionnaire
from diagnostic.respondents import CORE_VIEWPOINTS, Viewpoint

CITIZEN, ELECTED, FIRM, ASSOCIATION = CORE_VIEWPOINTS
CATALYST = Viewpoint.CATALYST


@pytest.fixture(scope="module")
def asked() -> Questionnaire:
    return questionnaire.read(QUESTIONNAIRES / "fragilites-co-construction-1.0.0.yaml")


@pytest.fixture(scope="module")
def shipped(asked: Questionnaire) -> Benchmarks:
    return benchmarks.read(asked)


# The shipped files. Expected values are typed from the studies' notes, question by question.

MARKS = [
    (CITIZEN, "F01", [("2015", 7.1), ("2019", 6.4)]),
    (CITIZEN, "F02", [("2015", 6.6), ("2019", 6.3)]),
    (CITIZEN, "F03", [("2015", 6.3)]),
    (CITIZEN, "F04", [("2015", 6.5), ("2019", 5.9)]),
    (CITIZEN, "F09", [("2019", 5.9)]),
    (CITIZEN, "F11", [("2015", 6.6), ("2019", 6.0)]),
    (CITIZEN, "F12", [("2015", 6.3), ("2019", 5.9)]),
    (CITIZEN, "F13", [("2019", 5.9)]),
    (FIRM, "F03", [("2015", 5.5)]),
]
SHARES = [
    ("K1", CITIZEN, {"tout_a_fait+plutot": [("2015", 69), ("2019", 74)]}),
    ("K1", FIRM, {"tout_a_fait+plutot": [("2015", 81), ("2018-2022", 83)]}),
    ("K1", ASSOCIATION, {"tout_a_fait+plutot": [("2015", 86), ("2018-2022", 97)]}),
    ("K1", ELECTED, {"tout_a_fait+plutot": [("2016", 87), ("2020", 92)]}),
    (
        "K2",
        ELECTED,
        {
            "pas_du_tout": [("2016", 24)],
            "emerge": [("2016", 46)],
            "de_plus_en_plus+ancre": [("2016", 30)],
        },
    ),
    ("K4", ELECTED, {"oui": [("2020", 64)]}),
    (
        "K5",
        ELECTED,
        {"fortement": [("2024", 35)], "ni_plus_ni_moins": [("2024", 56)], "non": [("2024", 9)]},
    ),
    ("K6", FIRM, {"oui": [("2015", 37)]}),
    ("K6", ASSOCIATION, {"oui": [("2015", 53), ("2015", 35)]}),
    (
        "K7",
        FIRM,
        {
            "pratiques_responsables": [("2015", 45)],
            "mecenat": [("2015", 30)],
            "cooperation_economique": [("2015", 25)],
            "innovation_societale": [("2015", 16)],
        },
    ),
    (
        "K7",
        ASSOCIATION,
        {
            "pratiques_responsables": [("2015", 29)],
            "mecenat": [("2015", 67)],
            "cooperation_economique": [("2015", 26)],
            "innovation_societale": [("2015", 25)],
        },
    ),
    (
        "K8",
        FIRM,
        {
            "locale": [("2015", 74)],
            "regionale": [("2015", 51)],
            "nationale": [("2015", 25)],
            "internationale": [("2015", 15)],
        },
    ),
    (
        "K8",
        ASSOCIATION,
        {
            "locale": [("2015", 43)],
            "regionale": [("2015", 47)],
            "nationale": [("2015", 22)],
            "internationale": [("2015", 4)],
        },
    ),
    ("K9", CITIZEN, {"incontournable+utile": [("2020", 81)]}),
    (
        "K9",
        FIRM,
        {
            "incontournable+utile": [("2020", 84)],
            "incontournable": [("2020", 36)],
            "secondaire": [("2020", 11)],
            "inutile": [("2020", 5)],
            "contre_productif": [("2020", 0)],
        },
    ),
    ("K10.legitimes", CITIZEN, {"oui": [("2019", 70)]}),
    ("K10.credibles", CITIZEN, {"oui": [("2019", 65)]}),
    ("K10.efficaces", CITIZEN, {"oui": [("2019", 48)]}),
    ("F01.A", CITIZEN, {"fort+tres_fort": [("2015", 49)]}),
    ("F04.A", CITIZEN, {"fort+tres_fort": [("2015", 46)]}),
    ("F12.A", CITIZEN, {"fort+tres_fort": [("2015", 42)]}),
    ("F03.A", CITIZEN, {"fort+tres_fort": [("2015", 36)]}),
    ("F05.A", CITIZEN, {"fort+tres_fort": [("2015", 36)]}),
]
RANKS = [
    ("K11", CATALYST, [("2018", ("innovations",), 1), ("2018", ("confiance_organisations",), 2)]),
    (
        "priorites",
        ASSOCIATION,
        [("2015", ("F01",), 1), ("2015", ("F07",), 1), ("2015", ("F10",), 3)],
    ),
    ("priorites", FIRM, [("2015", ("F01",), 1)]),
]


@pytest.mark.parametrize(("viewpoint", "domain", "expected"), MARKS)
def test_a_published_mark_is_shipped_as_printed(
    shipped: Benchmarks, viewpoint: Viewpoint, domain: str, expected: list[tuple[str, float]]
) -> None:
    found = shipped.of(f"{domain}.G", viewpoint)
    assert [(figure.source.year, figure.value) for figure in found] == expected
    assert {(f.unit, f.minimum, f.maximum) for f in found} == {("/10", 0, 10)}


@pytest.mark.parametrize(("question", "viewpoint", "expected"), SHARES)
def test_a_published_share_is_shipped_as_printed(
    shipped: Benchmarks,
    question: str,
    viewpoint: Viewpoint,
    expected: dict[str, list[tuple[str, float]]],
) -> None:
    found: dict[str, list[tuple[str, float]]] = {}
    for figure in shipped.of(question, viewpoint):
        assert figure.measure is Measure.SHARE
        found.setdefault("+".join(figure.options), []).append((figure.source.year, figure.value))
    assert found == expected


@pytest.mark.parametrize(("question", "viewpoint", "expected"), RANKS)
def test_an_order_is_shipped_as_ranks(
    shipped: Benchmarks,
    question: str,
    viewpoint: Viewpoint,
    expected: list[tuple[str, tuple[str, ...], float]],
) -> None:
    found = shipped.of(question, viewpoint)
    assert [(f.source.year, f.options, f.value) for f in found] == expected
    assert {figure.measure for figure in found} == {Measure.RANK}


def test_there_is_no_other_benchmark_than_those(shipped: Benchmarks) -> None:
    named = {(f"{domain}.G", viewpoint) for viewpoint, domain, _ in MARKS}
    named |= {(question, viewpoint) for question, viewpoint, _ in SHARES}
    named |= {(question, viewpoint) for question, viewpoint, _ in RANKS}
    drawn = [figure for figure in shipped.all if figure.use is Use.BENCHMARK]
    assert {(figure.question_id, figure.viewpoint) for figure in drawn} == named


@pytest.mark.parametrize(
    ("figure_id", "value", "year", "sample"),
    [
        ("E4-necessaire", 22, "2018-2019", None),
        ("E4-moyenne", 2, "2018-2019", None),
        ("K6-association-2021", 98, "2021", None),
        ("K2-catalyseur-2016", 65, "2016", None),
        ("K2-elu-2016-dynamique", 76, "2016", 304),
        ("K5-elu-2024-mouvement", 91, "2024", 302),
        ("K6-entreprise-2011-oui", 21, "2011", None),
        ("entreprises-collectivites-citoyen-2019", 80, "2019", 2400),
        ("role-association-2017-lien-social", 64, "2017", 4210),
        ("priorite-F03-association-2015-employeuses", 55, "2015", None),
        ("rse-ecart-2016", 13, "2016", None),
        ("inventaire-2020-urgence", 102, "2020", None),
    ],
)
def test_a_context_figure_is_told_and_never_drawn(
    shipped: Benchmarks, figure_id: str, value: float, year: str, sample: int | None
) -> None:
    (figure,) = (f for f in shipped.context() if f.id == figure_id)
    assert (figure.value, figure.source.year, figure.source.sample) == (value, year, sample)
    if figure.question_id and figure.viewpoint:
        assert figure not in shipped.of(figure.question_id, figure.viewpoint)


def test_the_need_for_capacities_is_found_by_its_item(shipped: Benchmarks) -> None:
    assert [figure.value for figure in shipped.context("E4")] == [22, 2]


def test_figures_not_to_be_used_are_absent(shipped: Benchmarks) -> None:
    questions_2021 = {(f.question_id, f.options) for f in shipped.all if f.source.year == "2021"}
    assert questions_2021 == {(None, ()), ("K6", ("oui",)), ("K8", ("locale",))}
    assert {f.measure for f in shipped.all if f.question_id == "K11"} == {Measure.RANK}
    assert not [figure for figure in shipped.all if figure.question_id == "K3"]
    said = " ".join(
        f"{f.statement.fr} {f.source.study.page} {f.population.fr}" for f in shipped.all
    )
    for name in (
        "Villes au Carré",
        "Wimoov",
        "Renault",
        "La Poste",
        "PIMMS",
        "pro bono",
        "missions",
    ):
        assert name.lower() not in said.lower()
    for illegible in (7.0, 34, 89.0):
        assert not [f for f in shipped.all if f.value == illegible and f.use is Use.BENCHMARK]


def test_no_axis_and_no_institution_has_a_national_figure(
    shipped: Benchmarks, asked: Questionnaire
) -> None:
    items = {item.id for axis in asked.axes for item in axis.items}
    for figure in shipped.all:
        assert figure.question_id not in items
        assert figure.viewpoint is not Viewpoint.INSTITUTION


def test_every_study_is_cited_and_the_three_shares_of_mayors_make_the_whole(
    shipped: Benchmarks,
) -> None:
    assert {f.source.study for f in shipped.all} == set(shipped.studies)
    assert sum(figure.value for figure in shipped.of("K2", ELECTED)) == 100
    assert sum(figure.value for figure in shipped.of("K5", ELECTED)) == 100


def test_contradictions_and_doubts_travel_with_the_figure(shipped: Benchmarks) -> None:
    security = shipped.of("F11.G", CITIZEN)[0]
    assert security.conflict is not None
    assert "7/10" in security.conflict.fr
    assert security.confidence is Confidence.MEDIUM
    for viewpoint in CORE_VIEWPOINTS:
        for figure in shipped.of("K1", viewpoint):
            assert figure.caveat is not None
            assert "hypothèse" in figure.caveat.fr
            assert "assumption" in figure.caveat.en
    grouped = shipped.of("K2", ELECTED)[2]
    assert grouped.caveat is not None
    assert "ne peut pas être partagé" in grouped.caveat.fr
    by_difference = shipped.of("K5", ELECTED)[2]
    assert by_difference.caveat is not None
    assert "par différence" in by_difference.caveat.fr


# Meeting: same question, same regard.


def test_another_regard_is_never_given_instead(shipped: Benchmarks) -> None:
    assert shipped.of("K2", ELECTED)
    assert [v for v in Viewpoint if shipped.of("K2", v)] == [ELECTED]
    assert shipped.of("F01.G", ELECTED) == ()


def test_a_question_without_a_national_figure_gives_nothing(shipped: Benchmarks) -> None:
    assert shipped.of("F14.G", CITIZEN) == ()
    assert shipped.of("A1", ELECTED) == ()


# Source: what the captions say.


def test_a_caption_names_producer_study_year_and_base(shipped: Benchmarks) -> None:
    source = shipped.of("F01.G", CITIZEN)[0].source
    assert source.short() == "Le RAMEAU, PHARE-Citoyens, 2015, n > 2\u202f000"
    assert source.short("en") == "Le RAMEAU, PHARE-Citoyens, 2015, n > 2,000"
    mayors = shipped.of("K2", ELECTED)[0].source
    assert mayors.short() == "Le RAMEAU, PHARE-Institutions, 2016, n = 304"


def test_an_unknown_base_is_said_to_be_unknown(shipped: Benchmarks) -> None:
    source = shipped.of("F03.G", FIRM)[0].source
    assert source.short().endswith("n non indiqué")
    assert source.short("en").endswith("n not stated")
