"""The published questionnaire is whole: the ids and routes that its content model fixed."""

import re

import pytest

from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    LevelsQuestion,
    Questionnaire,
    RankingQuestion,
    ScaleQuestion,
    TextQuestion,
    current,
    walk,
)
from diagnostic.respondents import Viewpoint

DOMAINS = [f"F{number:02}" for number in range(1, 17)]
SPACES = {
    "V": {"F01", "F02", "F03", "F06", "F07", "F08", "F11"},
    "D": {"F04", "F09", "F13", "F16"},
    "S": {"F05", "F10", "F12", "F14", "F15"},
}
ITEMS = {"A": 5, "B": 4, "C": 4, "D": 4, "E": 4, "F": 4, "G": 4, "H": 3}
STARRED = {"A1", "A2", "A4", "B1", "B2", "C1", "D1", "D3", "E2", "F1", "G1", "H1"}
BRAKES = 8
DURATIONS = {
    Viewpoint.CITIZEN: 6,
    Viewpoint.ELECTED: 12,
    Viewpoint.FIRM: 12,
    Viewpoint.ASSOCIATION: 12,
    Viewpoint.INSTITUTION: 20,
    Viewpoint.CATALYST: 25,
}
K_OF = {
    Viewpoint.CITIZEN: {"K1", "K9", "K10.legitimes", "K10.credibles", "K10.efficaces"},
    Viewpoint.ELECTED: {"K1", "K2", "K3", "K4", "K5"},
    Viewpoint.FIRM: {"K1", "K2", "K6", "K7", "K8", "K9"},
    Viewpoint.ASSOCIATION: {"K1", "K2", "K6", "K7", "K8"},
    Viewpoint.INSTITUTION: {"K1", "K2"},
    Viewpoint.CATALYST: {"K1", "K2", "K3", "K11"},
}
OWN = {
    Viewpoint.CITIZEN: {"Z1", "Z2", "Z3", "Z4"},
    Viewpoint.ELECTED: {"posture", "freins"},
    Viewpoint.FIRM: {"O1", "O2", "O3", "O4", "freins"},
    Viewpoint.ASSOCIATION: {"O1", "O2", "O3", "O4", "freins"},
    Viewpoint.INSTITUTION: {"posture_recherche", "freins"},
    Viewpoint.CATALYST: {"missions", "freins"},
}
DEEPENED = {
    Viewpoint.CITIZEN: {"T", "A", "I"},
    Viewpoint.ELECTED: {"A", "C", "I"},
    Viewpoint.FIRM: {"T", "A", "C", "I"},
    Viewpoint.ASSOCIATION: {"T", "A", "C", "I"},
    Viewpoint.INSTITUTION: {"A", "C", "I"},
    Viewpoint.CATALYST: {"A", "C", "I"},
}


@pytest.fixture(scope="module")
def content() -> Questionnaire:
    return current()


def _asked(content: Questionnaire, viewpoint: Viewpoint) -> set[str]:
    return {name for step in content.route(viewpoint).steps for name in step.ask}


def test_there_are_sixteen_domains_in_three_spaces(content: Questionnaire) -> None:
    assert [domain.id for domain in content.domains] == DOMAINS
    grouped: dict[str, set[str]] = {}
    for domain in content.domains:
        grouped.setdefault(domain.space, set()).add(domain.id)
    assert grouped == SPACES


def test_every_domain_is_asked_its_severity_from_0_to_10(content: Questionnaire) -> None:
    for name in DOMAINS:
        question = content.question(f"{name}.G")
        assert isinstance(question, ScaleQuestion)
        assert (question.minimum, question.maximum) == (0, 10)
        assert question.low.fr == "Pas fragile du tout"
        assert question.high.fr == "Extrêmement fragile"


def test_every_domain_is_asked_its_trend_from_minus_2_to_2(content: Questionnaire) -> None:
    for name in DOMAINS:
        question = content.question(f"{name}.T")
        assert isinstance(question, ChoiceQuestion)
        assert [option.value for option in question.options] == [-2, -1, 0, 1, 2]


def test_every_domain_may_be_deepened(content: Questionnaire) -> None:
    for name in DOMAINS:
        impact, capacity = content.question(f"{name}.A"), content.question(f"{name}.C")
        assert isinstance(impact, ChoiceQuestion)
        assert [option.value for option in impact.options] == [0, 1, 2, 3, 4]
        assert isinstance(capacity, LevelsQuestion)
        assert len(capacity.levels) == 5
        assert isinstance(content.question(f"{name}.I"), TextQuestion)


def test_every_domain_has_a_sentence_beside_the_priorities(content: Questionnaire) -> None:
    for domain in content.domains:
        assert domain.wordings.keys() == {"G", "T", "P"}


def test_there_are_eight_axes_and_thirty_two_items(content: Questionnaire) -> None:
    expected = {axis: [f"{axis}{n}" for n in range(1, size + 1)] for axis, size in ITEMS.items()}
    assert {axis.id: [item.id for item in axis.items] for axis in content.axes} == expected
    assert sum(ITEMS.values()) == 32


def test_every_item_has_five_levels_each_described_in_its_own_words(
    content: Questionnaire,
) -> None:
    for axis in content.axes:
        for item in axis.items:
            question = content.question(item.id)
            assert isinstance(question, LevelsQuestion)
            assert len({level.fr for level in question.levels}) == 5, item.id
            assert len({level.en for level in question.levels}) == 5, item.id
            assert [name.fr for name in question.names] == [
                *("Absent", "Émergent", "En développement", "Ancré", "Irrigant")
            ]


def test_twelve_items_are_in_the_common_trunk(content: Questionnaire) -> None:
    assert {item.id for axis in content.axes for item in axis.items if item.star} == STARRED


def test_every_axis_has_an_item_in_the_common_trunk(content: Questionnaire) -> None:
    assert all(any(item.star for item in axis.items) for axis in content.axes)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("K1", ["tout_a_fait", "plutot", "plutot_pas", "pas_du_tout"]),
        ("K2", ["ancre", "de_plus_en_plus", "emerge", "pas_du_tout"]),
        ("K3", ["oui", "en_partie", "non"]),
        ("K4", ["oui", "non"]),
        ("K5", ["fortement", "ni_plus_ni_moins", "non"]),
        ("K6", ["oui", "projet", "non"]),
        (
            "K7",
            [
                *("pratiques_responsables", "mecenat"),
                *("cooperation_economique", "innovation_societale"),
            ],
        ),
        ("K8", ["locale", "regionale", "nationale", "internationale"]),
        ("K9", ["incontournable", "utile", "secondaire", "inutile", "contre_productif"]),
        ("K10.legitimes", ["oui", "non"]),
        ("K10.credibles", ["oui", "non"]),
        ("K10.efficaces", ["oui", "non"]),
        (
            "K11",
            [
                *("innovations", "confiance_organisations", "confiance_avenir"),
                *("performance_associations", "performance_collectivites"),
                "performance_entreprises",
            ],
        ),
        ("Z1", ["tout_a_fait", "plutot", "plutot_pas", "pas_du_tout"]),
        ("Z2", ["oui", "non"]),
        ("Z3", ["oui", "non"]),
        ("Z4", ["prendre_soin", "etre_utile", "liens", "competences"]),
        *((f"O{n}", ["pas_commence", "reflexion", "en_cours", "avec_autres"]) for n in range(1, 5)),
        ("posture", ["impulser", "faciliter", "participer", "financer", "observer"]),
    ],
)
def test_a_question_offers_the_answers_of_the_model(
    content: Questionnaire, name: str, options: list[str]
) -> None:
    question = content.question(name)
    assert isinstance(question, ChoiceQuestion | ChoicesQuestion | RankingQuestion)
    assert [option.id for option in question.options] == options


def test_k2_says_the_level_that_it_checks(content: Questionnaire) -> None:
    question = content.question("K2")
    assert isinstance(question, ChoiceQuestion)
    assert [option.value for option in question.options] == [3, 2, 1, 0]


def test_organisations_may_say_that_a_stake_does_not_concern_them(content: Questionnaire) -> None:
    assert all(content.question(f"O{n}").not_concerned for n in range(1, 5))


def test_eight_brakes_may_be_ticked_together(content: Questionnaire) -> None:
    question = content.question("freins")
    assert isinstance(question, ChoicesQuestion)
    assert (len(question.options), question.most) == (BRAKES, BRAKES)


def test_three_priorities_are_put_in_order_among_the_domains(content: Questionnaire) -> None:
    question = content.question("priorites")
    assert isinstance(question, RankingQuestion)
    assert [option.id for option in question.options] == DOMAINS
    assert question.most == 3


def test_forms_and_scales_of_partnership_are_asked_of_those_who_have_one(
    content: Questionnaire,
) -> None:
    for name in ("K7", "K8"):
        condition = content.question(name).only_if
        assert condition is not None
        assert (condition.question, condition.among) == ("K6", ("oui",))


def test_there_are_no_other_questions(content: Questionnaire) -> None:
    known = {f"{domain}.{aspect}" for domain in DOMAINS for aspect in "GTACI"}
    known |= {f"{axis}{n}" for axis, size in ITEMS.items() for n in range(1, size + 1)}
    known |= {name for names in (*K_OF.values(), *OWN.values()) for name in names}
    known |= {"priorites", "mot_libre"}
    profiles = {name for name in content.by_id if name.startswith("profil.")}
    assert set(content.by_id) - profiles == known


@pytest.mark.parametrize("viewpoint", Viewpoint)
def test_a_route_lasts_what_the_model_says(content: Questionnaire, viewpoint: Viewpoint) -> None:
    route = content.route(viewpoint)
    assert route.minutes == DURATIONS[viewpoint]
    assert route.short_minutes < route.minutes


@pytest.mark.parametrize("viewpoint", Viewpoint)
def test_a_route_asks_what_the_model_says(content: Questionnaire, viewpoint: Viewpoint) -> None:
    asked = _asked(content, viewpoint)
    assert asked >= {f"{domain}.G" for domain in DOMAINS} | {"priorites"}
    everywhere = viewpoint in (Viewpoint.ELECTED, Viewpoint.INSTITUTION, Viewpoint.CATALYST)
    trends = {name for name in asked if name.endswith(".T")}
    assert trends == ({f"{domain}.T" for domain in DOMAINS} if everywhere else set())
    assert {name for name in asked if re.match(r"K\d", name)} == K_OF[viewpoint]
    assert asked >= OWN[viewpoint]
    assert any(name.startswith("profil.") for name in asked)
    deepened = {name for step in content.route(viewpoint).steps for name in step.deepen}
    assert deepened == DEEPENED[viewpoint]


@pytest.mark.parametrize(
    ("viewpoint", "count"),
    [
        (Viewpoint.CITIZEN, 0),
        (Viewpoint.ELECTED, 12),
        (Viewpoint.FIRM, 12),
        (Viewpoint.ASSOCIATION, 12),
        (Viewpoint.INSTITUTION, 32),
        (Viewpoint.CATALYST, 32),
    ],
)
def test_a_route_asks_its_share_of_the_items(
    content: Questionnaire, viewpoint: Viewpoint, count: int
) -> None:
    items = {item.id for axis in content.axes for item in axis.items}
    asked = _asked(content, viewpoint) & items
    assert len(asked) == count
    if count:
        assert asked >= STARRED


def test_every_question_is_asked_by_at_least_one_route(content: Questionnaire) -> None:
    asked = {name for viewpoint in Viewpoint for name in _asked(content, viewpoint)}
    for viewpoint in Viewpoint:
        for step in content.route(viewpoint).steps:
            asked |= {f"{domain}.{aspect}" for domain in DOMAINS for aspect in step.deepen}
    assert asked == set(content.by_id)


def test_every_theme_is_walked_by_at_least_one_route(content: Questionnaire) -> None:
    walked = {step.theme for route in content.routes for step in route.steps}
    assert walked == {theme.id for theme in content.themes}


@pytest.mark.parametrize("viewpoint", Viewpoint)
def test_the_short_route_is_the_starred_questions_and_nothing_else(
    content: Questionnaire, viewpoint: Viewpoint
) -> None:
    screens = walk(content, viewpoint, short=True, answers={})
    asked = [question for screen in screens for question in screen.questions]
    assert all(question.star for question in asked)
    assert {f"{domain}.G" for domain in DOMAINS} | {"priorites", "K1"} <= {q.id for q in asked}
