"""Next steps: a card for each weak side, three shown first, each with a datum of here."""

import pytest

from diagnostic.readings.next_steps import (
    NextSteps,
    read_next_steps,
    say_card,
    say_datum,
    say_next_steps,
)
from diagnostic.readings.rules import current_rules
from tests.charts.inputs import CATALYST, ELECTED, ENGLISH, FRENCH, NO_BREAK, published
from tests.readings.levels import levels, room

RULES = current_rules()
ITEMS = [item.id for axis in published().axes for item in axis.items]


def steps(given: dict[str, float]) -> NextSteps:
    return read_next_steps(RULES, published(), levels(given))


def ids(found: NextSteps) -> list[str]:
    return [step.card.id for step in (*found.first, *found.others)]


@pytest.mark.parametrize(
    ("item", "card"),
    [
        ("A1", "diagnostics_croises"),
        ("A2", "diagnostics_croises"),
        ("A3", "trois_inconnus"),
        ("A4", "trois_priorites"),
        ("A5", "inventaire"),
        ("B2", "au_dela_du_don"),
        ("B3", "vocabulaire"),
        ("C1", "petit_essai"),
        ("C4", "crible"),
        ("D1", "qui_relie"),
        ("D4", "modele_de_l_animation"),
        ("E3", "territoire_pair"),
        ("F1", "choisir_quoi_evaluer"),
        ("G2", "tiers_de_confiance"),
        ("H1", "pilotage_a_deux"),
    ],
)
def test_a_level_below_its_limit_calls_for_its_card(item: str, card: str) -> None:
    others = {name: 3.0 for name in ITEMS if name != item}
    assert ids(steps({**others, item: 1.4})) == [card]
    assert ids(steps({**others, item: 1.5})) == []


@pytest.mark.parametrize(("no", "called"), [(5, True), (4, False)])
def test_half_of_the_answers_no_call_for_first_steps(no: int, called: bool) -> None:
    shown = levels({}, shares={"K3": {"oui": 10 - no, "non": no}})
    found = read_next_steps(RULES, published(), shown)
    assert (ids(found) == ["premiers_pas_d_animation"]) is called
    if called:
        said = say_datum(FRENCH, published(), found.first[0]).replace(NO_BREAK, " ")
        assert said.replace("\u202f", " ") == (
            "Savez-vous comment animer cette dynamique ? « Non » : 50 % (10 réponses)"
        )


def test_shares_are_averaged_over_the_regards() -> None:
    # 80 % of élus and 30 % of catalysts: 55 % of the regards, though 40 % of the people.
    shown = room(
        {},
        {ELECTED: {"K3": {"oui": 2, "non": 8}}, CATALYST: {"K3": {"oui": 28, "non": 12}}},
    )
    (step,) = read_next_steps(RULES, published(), shown).first
    assert step.datum.value == 0.55
    assert step.datum.regards == 2


def test_three_come_first_the_furthest_below_and_one_per_axis() -> None:
    given = {name: 3.0 for name in ITEMS}
    found = steps({**given, "A3": 0.2, "A4": 0.3, "C1": 1.0, "H1": 1.2, "D1": 1.4})
    assert [step.card.id for step in found.first] == [
        "trois_inconnus",
        "petit_essai",
        "pilotage_a_deux",
    ]
    # The second one of axis A waits, although it is further below than the others.
    assert [step.card.id for step in found.others] == ["trois_priorites", "qui_relie"]
    assert len(found.first) == RULES.next_steps.shown == 3


def test_two_of_one_axis_come_first_where_no_other_axis_calls() -> None:
    given = {name: 3.0 for name in ITEMS}
    found = steps({**given, "A3": 0.2, "A4": 0.3})
    assert [step.card.id for step in found.first] == ["trois_inconnus", "trois_priorites"]
    assert found.others == ()


def test_a_share_comes_after_the_levels() -> None:
    shown = levels({"A3": 1.4}, shares={"K3": {"non": 10}})
    found = read_next_steps(RULES, published(), shown)
    assert [step.card.id for step in found.first] == [
        "trois_inconnus",
        "premiers_pas_d_animation",
    ]


def test_the_datum_is_the_lowest_of_those_that_call() -> None:
    found = steps({"A1": 1.4, "A2": 0.8})
    (step,) = [one for one in found.first if one.card.id == "diagnostics_croises"]
    assert (step.datum.subject, step.datum.value) == ("A2", 0.8)
    (alone,) = steps({"A1": 2.0, "A2": 0.8}).first
    assert alone.datum.subject == "A2"


def test_a_card_that_cannot_be_told_is_neither_shown_nor_lost() -> None:
    found = steps({"A1": 2.0})
    assert ids(found) == []
    # A1 alone does not call; without A2 nothing can be told.
    assert "diagnostics_croises" in [card.id for card in found.unknown]
    assert say_next_steps(FRENCH, found).startswith("Trop peu de réponses")


def test_a_card_has_a_datum_a_tool_and_a_competence_in_both_languages() -> None:
    (step,) = steps({"C1": 0.7}).first
    french = [line.replace(NO_BREAK, " ") for line in say_card(FRENCH, published(), step)]
    assert french == [
        "Donnée : Essayer ensemble (C1) : 0,7/4 (12 réponses)",
        "Outil : Une fiche d’essai d’une page, datée et signée.",
        "Compétence : Essayer petit, et dire ce qui n’a pas marché.",
    ]
    english = say_card(ENGLISH, published(), step)
    assert "A one-page trial sheet" in english[1]


def test_where_all_is_strong_the_screen_leaves_the_word_to_people() -> None:
    given = {name: 3.0 for name in ITEMS}
    shown = levels(given, shares={"K3": {"oui": 10}})
    found = read_next_steps(RULES, published(), shown)
    assert "à vous d’écrire la suite" in say_next_steps(FRENCH, found)
