"""Situations and alerts, worked by hand: the rules of content, their edges, and what is missing."""

from collections.abc import Mapping

import pytest

from diagnostic.readings.fitting import Fit, Fitted, say_fit, say_rule
from diagnostic.readings.rules import current_rules
from diagnostic.readings.situations import (
    SituationReading,
    read_alerts,
    read_situation,
    say_alerts,
    say_situation,
    say_unknown,
)
from tests.charts.inputs import CITIZEN, ELECTED, ENGLISH, FIRM, FRENCH, NO_BREAK, published
from tests.readings.levels import all_axes, levels, room

RULES = current_rules()


def situation(given: Mapping[str, float]) -> SituationReading:
    return read_situation(RULES, published(), levels(given))


def found(given: Mapping[str, float]) -> str | None:
    reading = situation(given)
    return reading.found.rule.id if reading.found else None


def alert(name: str, given: Mapping[str, float]) -> Fit:
    alerts = read_alerts(RULES, published(), levels(given))
    return next(one.fit for one in alerts if one.rule.id == name)


def one(name: str, reading: SituationReading) -> Fitted:
    return next(each for each in reading.fitted if each.rule.id == name)


def plain(said: str) -> str:
    return said.replace(NO_BREAK, " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(all_axes(0.9, A4=0.5), "terrain_a_ouvrir", id="nothing is born"),
        pytest.param(all_axes(1.2, A4=1.0), "dialogue_naissant", id="people meet"),
        pytest.param(
            all_axes(1.8, B=2.0, A4=2.0, F=1.4), "foisonnement", id="alliances, no evaluation"
        ),
        pytest.param(
            all_axes(1.8, C=2.0, A4=1.4), "foisonnement", id="experiments, no common stake"
        ),
        pytest.param(all_axes(2.0, F=1.5, G=1.5, H=1.5, A4=2.0), "alliances_structurees", id="all"),
        pytest.param(all_axes(2.5, A4=2.5), "territoire_apprenant", id="it evaluates and passes"),
    ],
)
def test_each_situation_is_found_where_its_rule_fits(
    given: Mapping[str, float], expected: str
) -> None:
    assert found(given) == expected


def test_the_lowest_rule_that_fits_is_told() -> None:
    # Fits « alliances structurées » and « territoire apprenant ».
    reading = situation(all_axes(3.0, A4=3.0))
    assert reading.found is not None
    assert reading.found.rule.id == "territoire_apprenant"
    assert one("alliances_structurees", reading).fit is Fit.MET


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        pytest.param(2.449, "alliances_structurees", id="shown as 2,4"),
        pytest.param(2.45, "territoire_apprenant", id="shown as 2,5"),
    ],
)
def test_levels_are_read_as_they_are_displayed(exact: float, expected: str) -> None:
    assert found(all_axes(exact, A4=3.0)) == expected


def test_a_level_at_a_limit_is_not_below_it() -> None:
    assert found(all_axes(1.0, A4=1.0)) == "dialogue_naissant"
    assert found(all_axes(1.5, A=1.0, A4=3.0)) is None


def test_between_two_situations_the_nearest_comes_first() -> None:
    # « dialogue naissant » wants B and C below 1,5: 0,2 away; « foisonnement » B or C at 2,0: 0,4.
    reading = situation(all_axes(1.6, A4=3.0))
    assert reading.found is None
    assert [each.rule.id for each in reading.between] == ["dialogue_naissant", "foisonnement"]
    assert [each.shortfall for each in reading.between] == pytest.approx([0.2, 0.4])
    said = plain(say_situation(FRENCH, reading))
    assert said.startswith(
        "Entre deux situations. La plus proche : « Dialogue naissant » ; puis : "
        "« Foisonnement ». On se rencontre"
    )


def test_of_two_situations_as_near_the_one_with_the_least_way_in_all_comes_first() -> None:
    # Both have 0,3 to go; « dialogue naissant » on two axes, « alliances structurées » on four.
    reading = situation(all_axes(1.7, F=2.5, G=2.5, H=2.5, A4=3.0))
    assert [each.shortfall for each in reading.between] == pytest.approx([0.3, 0.3])
    assert [each.total for each in reading.between] == pytest.approx([0.6, 1.2])
    assert reading.between[0].rule.id == "dialogue_naissant"


def test_of_two_situations_as_near_in_all_the_lower_one_comes_first() -> None:
    # 0,3 to go on B and on C, downwards or upwards.
    reading = situation(all_axes(2.0, B=1.7, C=1.7, A4=2.0))
    assert [each.total for each in reading.between] == pytest.approx([0.6, 0.6])
    assert [each.rule.id for each in reading.between] == [
        "alliances_structurees",
        "dialogue_naissant",
    ]


def test_a_missing_axis_makes_its_rules_impossible_to_tell_and_is_never_zero() -> None:
    given = all_axes(3.0, A4=3.0)
    del given["E"]
    reading = situation(given)
    assert one("territoire_apprenant", reading).fit is Fit.UNKNOWN
    assert one("territoire_apprenant", reading).missing == ("E",)
    assert reading.found is not None
    assert reading.found.rule.id == "alliances_structurees"
    said = plain(say_unknown(FRENCH, published(), reading.fitted))
    assert said == "Non évaluable : « Territoire apprenant ». Il manque Compétences (E)."


def test_without_b_and_c_a_territory_is_not_called_unborn() -> None:
    reading = situation({"A": 0.2})
    assert all(each.fit is Fit.UNKNOWN for each in reading.fitted)
    assert reading.found is None
    assert reading.between == ()
    assert plain(say_situation(FRENCH, reading)).startswith("Aucune situation ne peut être dite")


def test_one_known_side_is_enough_where_one_is_enough() -> None:
    # B is at 2 and A4 below 1,5: neither C nor H nor F is needed.
    reading = situation({"B": 2.2, "A4": 1.0})
    assert one("foisonnement", reading).fit is Fit.MET
    # B alone is not there: without C nothing can be told.
    assert one("foisonnement", situation({"B": 1.2, "A4": 1.0})).missing == ("C",)


def test_a_single_situation_that_can_be_told_is_said_to_be_the_nearest_of_those() -> None:
    reading = situation({"A": 2.0, "B": 1.0, "C": 2.6, "A4": 3.0})
    known = [each.rule.id for each in reading.fitted if each.fit is not Fit.UNKNOWN]
    assert known == ["terrain_a_ouvrir", "dialogue_naissant"]
    alone = SituationReading(reading.fitted, None, reading.between[:1])
    assert "La plus proche de celles que l’on peut évaluer" in plain(say_situation(FRENCH, alone))


def test_each_regard_counts_once() -> None:
    # 3,0 and 1,0: the mean of the regards is 2,0 whatever the number of people.
    shown = room({ELECTED: all_axes(3.0, A4=3.0), FIRM: all_axes(1.0, A4=1.0)})
    reading = read_situation(RULES, published(), shown)
    assert {figure.value for figure in one("alliances_structurees", reading).figures} == {2.0}
    alone = read_situation(RULES, published(), shown, [FIRM])
    assert {figure.value for figure in one("alliances_structurees", alone).figures} == {1.0}
    assert read_situation(RULES, published(), shown, [CITIZEN]).between == ()


@pytest.mark.parametrize(
    ("name", "met", "edge"),
    [
        ("intendance", {"A": 2.0, "B": 2.0, "C": 2.0, "D4": 1.4}, {"D4": 1.5}),
        ("entre_soi", {"G1": 2.5, "A3": 1.4}, {"G1": 2.4}),
        ("confiance_sans_preuve", {"G": 2.5, "F": 1.4}, {"F": 1.5}),
        ("preuve_sans_confiance", {"F": 2.5, "G": 1.4}, {"G": 1.5}),
        ("porteur_unique", {"B": 2.0, "C": 2.0, "D1": 0.9}, {"D1": 1.0}),
    ],
)
def test_each_alert_is_told_within_its_limits_only(
    name: str, met: Mapping[str, float], edge: Mapping[str, float]
) -> None:
    assert alert(name, met) is Fit.MET
    assert alert(name, {**met, **edge}) is Fit.UNMET
    for missing in met:
        kept = {key: value for key, value in met.items() if key != missing}
        assert alert(name, kept) is Fit.UNKNOWN


def test_alerts_are_said_or_said_to_be_absent_or_impossible_to_tell() -> None:
    def said(given: Mapping[str, float]) -> list[str]:
        alerts = read_alerts(RULES, published(), levels(given))
        return [plain(each) for each in say_alerts(FRENCH, alerts)]

    assert said({"G1": 3.0, "A3": 1.0})[0].startswith("Point d’attention, « Entre-soi » : On se")
    assert said({"G1": 1.0, "A3": 3.0}) == [
        "Aucun point d’attention parmi ceux que l’on peut évaluer."
    ]
    everything = all_axes(2.0, D4=2.0, G1=2.0, A3=2.0, D1=2.0)
    assert said(everything) == ["Aucun point d’attention dans ces réponses."]
    assert said({}) == []


def test_a_rule_is_written_with_its_limits_and_read_with_its_figures() -> None:
    reading = situation(all_axes(1.8, B=2.0, A4=2.0, F=1.4))
    rule = one("foisonnement", reading).rule
    assert plain(say_rule(FRENCH, published(), rule)) == (
        "Alliances (B) ou Expérimentation (C) à 2,0 ou plus ; Enjeux communs (A4), Articulations "
        "(H) ou Évaluation (F) sous 1,5"
    )
    fits = {each.rule.id: plain(say_fit(FRENCH, published(), each)) for each in reading.fitted}
    assert fits["foisonnement"] == "correspond"
    assert fits["territoire_apprenant"] == "ne correspond pas : il s’en faut de 1,1"
    english = say_rule(ENGLISH, published(), rule)
    assert "Alliances (B) or Experiments (C)" in english
