"""The measured facts of any territory, before any questionnaire, and beside what people feel."""

import json
from typing import Any

import pytest

from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import Perimeter, PerimeterKind, TerritoryKey
from tests.builders import given
from tests.journeys.visitor import Visitor, plain

LYON, FOUGERES = "epci:200046977", "epci:200072452"
VILLAGE, MAYOTTE = "commune:04144", "departement:976"


def facts(territory: str, **address: str) -> Visitor:
    return Visitor(territoire=territory, **address).go("mesures")


def look_up(visitor: Visitor, words: str, where: str, found: str) -> Visitor:
    visitor.pick(where, words)
    return visitor.press(found)


def drawn(visitor: Visitor, key: str) -> dict[str, Any]:
    (chart,) = [c for c in visitor.app.get("plotly_chart") if key in c.proto.id]
    spec: dict[str, Any] = json.loads(chart.proto.spec)
    return spec


def names(visitor: Visitor, key: str) -> list[str]:
    """What the legend of a chart says."""
    return [
        plain(trace["name"])
        for trace in drawn(visitor, key)["data"]
        if trace.get("name") and trace.get("showlegend", True)
    ]


def test_without_a_territory_the_page_only_asks_for_one() -> None:
    visitor = Visitor().go("mesures")
    assert "Ce que les statistiques publiques disent d’un territoire" in visitor.said
    assert not visitor.app.get("plotly_chart")


def test_a_name_is_enough_to_see_what_is_measured() -> None:
    visitor = look_up(
        Visitor().go("mesures"),
        "fougeres agglo",
        "portrait:",
        "CA Fougères Agglomération (Ille-et-Vilaine)",
    )
    assert plain(visitor.app.title[0].value) == "CA Fougères Agglomération"
    assert "intercommunalité · 56 141 habitants (2023) · Ille-et-Vilaine · Bretagne" in visitor.said
    assert "Du côté fragile, « Santé »." in visitor.said
    assert visitor.has("chart:portrait")
    assert visitor.address["territoire"] == FOUGERES


def test_an_address_leads_to_the_same_portrait() -> None:
    visitor = facts(FOUGERES)
    assert plain(visitor.app.title[0].value) == "CA Fougères Agglomération"
    assert visitor.address["territoire"] == FOUGERES


@pytest.mark.parametrize("asked", ["epci:000000000", "nulle part", "departement:<b>"])
def test_an_address_that_means_nothing_says_so_and_offers_the_search(asked: str) -> None:
    visitor = facts(asked)
    assert len(visitor.errors) == 1
    assert visitor.has("portrait:")
    assert not visitor.app.get("plotly_chart")


def test_the_open_diagnostic_gives_the_territory(diagnostic: Diagnostic) -> None:
    visitor = Visitor(d=diagnostic.code).go("mesures")
    assert plain(visitor.app.title[0].value) == "Villefranche-sur-Saône"
    assert "territoire" not in visitor.address


def test_another_territory_may_be_looked_at_and_left(diagnostic: Diagnostic) -> None:
    visitor = Visitor(d=diagnostic.code).go("mesures")
    key = str(diagnostic.territory)
    look_up(visitor, "mayotte", f"portrait:{key}", "Mayotte (département)")
    assert plain(visitor.app.title[0].value) == "Mayotte"
    visitor.go("resultats").go("mesures")
    assert plain(visitor.app.title[0].value) == "Mayotte"
    visitor.press("Revenir au territoire du diagnostic")
    assert plain(visitor.app.title[0].value) == "Villefranche-sur-Saône"
    assert "territoire" not in visitor.look().address


def test_opening_another_diagnostic_leaves_the_territory_looked_at(
    diagnostic: Diagnostic,
) -> None:
    visitor = facts(MAYOTTE).go("accueil").press("Voir les résultats").go("mesures")
    assert plain(visitor.app.title[0].value) == "Villefranche-sur-Saône"


def test_a_quarter_shows_the_figures_of_what_holds_it(
    store: Store, questionnaire: Questionnaire
) -> None:
    quarter = Perimeter(
        "Le *vieux* port", PerimeterKind.QUARTER, (TerritoryKey.parse("commune:13055"),)
    )
    diagnostic = store.open_diagnostic("Le vieux port", quarter, questionnaire)
    visitor = Visitor(d=diagnostic.code).go("mesures")
    assert plain(visitor.app.title[0].value) == "Le *vieux* port"
    assert "périmètre choisi" in visitor.said
    assert "ce sont ceux de l’intercommunalité (Métropole d’Aix-Marseille-Provence)" in visitor.said


def test_a_village_says_whose_figures_it_shows() -> None:
    visitor = facts(VILLAGE)
    assert "Pas de chiffre à ce niveau dans les fichiers lus" in visitor.said
    assert "chiffre de l’intercommunalité" in visitor.said
    assert all("chiffre d" in row["Ici"] for row in visitor.tables[0])


def test_a_missing_figure_is_a_dash_and_its_reason() -> None:
    visitor = facts(MAYOTTE).pick("choix:sujet-mesure", "F01")
    assert not visitor.tables
    assert "– Taux de chômage localisé" in visitor.said
    assert "Les taux de chômage localisés ne couvrent pas Mayotte." in visitor.said
    assert not visitor.has("chart:place-taux_chomage_localise")
    assert visitor.has("chart:carte-departement-taux_chomage_localise")
    assert " 0 %" not in plain(visitor.app.markdown[-1].value)


def test_a_domain_that_nothing_measures_says_why() -> None:
    visitor = facts(LYON).pick("choix:sujet-mesure", "F12")
    assert "Aucun indicateur réuni sur l’eau, l’air, les sols ou la nature." in visitor.said
    assert not visitor.tables


def test_a_territory_without_any_figure_still_opens() -> None:
    visitor = facts("collectivite:975")
    assert "Aucun chiffre de ce territoire dans les fichiers lus." in visitor.said
    assert not visitor.has("chart:portrait")


def test_france_has_its_figures_and_no_place() -> None:
    visitor = facts("pays:FR").pick("choix:sujet-mesure", "F01")
    assert "La France est le repère des autres territoires" in visitor.said
    assert not visitor.has("chart:place-taux_chomage_localise")
    assert visitor.has("chart:annees-taux_chomage_localise")


def test_the_page_opens_on_what_stands_out_and_a_click_chooses_another_domain() -> None:
    visitor = facts(MAYOTTE)
    assert visitor.widget("choix:sujet-mesure").value == "F06"
    visitor.click_on("chart:portrait", "F10")
    assert visitor.widget("choix:sujet-mesure").value == "F10"
    assert visitor.has("chart:place-participation_presidentielle_t1")


@pytest.mark.parametrize("territory", [LYON, FOUGERES, VILLAGE, "departement:48", "region:53"])
def test_the_first_figure_seen_is_the_first_one_that_the_portrait_tells(territory: str) -> None:
    visitor = facts(territory)
    label = visitor.app.subheader[0].value
    told = next(line for line in visitor.said.splitlines() if line.startswith("- **"))
    assert f" {plain(label)} : " in told
    figure = visitor.widget("choix:chiffre-mesure").value
    assert visitor.has(f"chart:place-{figure}")


def test_the_figure_proposed_follows_the_territory_and_a_chosen_one_stays() -> None:
    visitor = facts(FOUGERES)
    proposed = visitor.widget("choix:sujet-mesure").value
    look_up(visitor, "metropole de lyon", f"portrait:{FOUGERES}", "Métropole de Lyon (Rhône)")
    assert visitor.widget("choix:sujet-mesure").value != proposed
    assert (
        visitor.widget("choix:sujet-mesure").value == facts(LYON).widget("choix:sujet-mesure").value
    )
    visitor.pick("choix:sujet-mesure", "F09")
    look_up(visitor, "mayotte", f"portrait:{LYON}", "Mayotte (département)")
    assert visitor.widget("choix:sujet-mesure").value == "F09"


def test_a_figure_that_is_borrowed_names_its_owner_before_its_value() -> None:
    visitor = facts(VILLAGE)
    said = visitor.said
    owner = (
        "Ce chiffre n’est pas celui de « La Palud-sur-Verdon », pour qui les fichiers lus n’en ont "
        'pas : c’est celui de l’intercommunalité (CC Alpes-Provence-Verdon "Sources de lumière").'
    )
    assert owner in said
    assert "n’est pas celui de" not in facts(FOUGERES).said


def test_every_indicator_is_found_under_its_theme() -> None:
    visitor = facts("departement:69").pick("choix:sujet-mesure", "theme:Démographie")
    assert {row["Chiffre"] for row in visitor.tables[0]} >= {
        "Population municipale (pour situer)",
        "Solde naturel (pour situer)",
    }


def test_a_figure_stands_with_its_year_its_place_france_and_the_region() -> None:
    visitor = facts("departement:69").pick("choix:sujet-mesure", "F01")
    (row,) = [r for r in visitor.tables[0] if r["Chiffre"].startswith("Taux de chômage localisé")]
    assert row["Ici"].startswith("6,6 % (3e trimestre 2024), ")
    assert row["Ici"].endswith("des autres départements")
    assert row["France et région"] == (
        "France 7,4 % (3e trimestre 2024), région 6,4 % (3e trimestre 2024)"
    )


def test_years_are_drawn_where_there_are_several() -> None:
    visitor = facts("departement:69").pick("choix:sujet-mesure", "F01")
    assert visitor.has("chart:annees-taux_chomage_localise")
    visitor.pick("choix:chiffre-mesure", "taux_chomage_rp")
    assert not visitor.has("chart:annees-taux_chomage_rp")
    assert "Une seule année dans les fichiers lus" in visitor.said


def test_each_chart_has_a_caption_with_its_source_and_a_table() -> None:
    visitor = facts("departement:69").pick("choix:sujet-mesure", "F01")
    charts = visitor.app.get("plotly_chart")
    assert len(charts) == 4
    assert all(chart.proto.alt for chart in charts)
    captions = [plain(caption.value) for caption in visitor.app.caption]
    told = [caption for caption in captions if caption.startswith("Source")]
    assert len(told) == 4
    assert any("publié le 19 décembre 2024" in caption for caption in told)
    tables = [e for e in visitor.app.expander if e.label == "Le tableau des mêmes chiffres"]
    assert len(tables) == 4


def test_an_intermunicipality_may_be_completed_by_its_departement() -> None:
    visitor = facts(LYON).pick("choix:sujet-mesure", "F06")
    assert not any("médecins" in row["Chiffre"].lower()[:9] for row in visitor.tables[0])
    visitor.pick("completer", True)
    (row,) = [r for r in visitor.tables[0] if r["Chiffre"] == "Médecins généralistes"]
    assert "chiffre du département" in row["Ici"]


# Beside whom


def explain_peers(visitor: Visitor, where: str) -> Visitor:
    """Opens what says who the peers are."""
    visitor.app.session_state[f"proches:{where}"] = True
    return visitor.look()


def test_one_is_set_beside_fifteen_peers_unless_one_asks_otherwise() -> None:
    visitor = explain_peers(facts(LYON).pick("choix:sujet-mesure", "F03"), LYON)
    assert "15 territoires proches" in names(visitor, "place-taux_pauvrete")
    assert "Les 15 intercommunalités les plus proches" in visitor.said
    assert visitor.tables[1][1]["Territoire"] == "Bordeaux Métropole (Gironde)"
    visitor.pick("comparer-a", "pays")
    assert "15 territoires proches" not in names(visitor, "place-taux_pauvrete")


def test_what_makes_peers_alike_may_be_changed() -> None:
    visitor = explain_peers(facts(LYON).pick("choix:sujet-mesure", "F03"), LYON)
    before = [row["Territoire"] for row in visitor.tables[1]]
    visitor.pick("ressemblance:epci", ["part_65_plus_rp"])
    after = [row["Territoire"] for row in visitor.tables[1]]
    assert before != after
    assert len(after) == 16
    visitor.pick("ressemblance:epci", [])
    assert "Rien n’est choisi" in visitor.said
    assert [row["Territoire"] for row in visitor.tables[1]] == before


def test_where_no_peer_can_be_found_the_reason_is_said() -> None:
    visitor = facts(MAYOTTE)
    assert "Trop peu d’indicateurs connus ici" in visitor.said


def test_up_to_five_territories_may_be_named_in_alphabetical_order() -> None:
    visitor = facts(LYON).pick("choix:sujet-mesure", "F03").pick("comparer-a", "nommes")
    look_up(visitor, "saint etienne 42", "comparer:0", "Saint-Étienne (Loire)")
    look_up(visitor, "rennes metropole", "comparer:1", "Rennes Métropole (Ille-et-Vilaine)")
    said = visitor.said
    assert said.index("**Rennes Métropole") < said.index("**Saint-Étienne")
    assert "chiffre de l’intercommunalité" in said
    assert "2 territoires choisis" in names(visitor, "place-taux_pauvrete")
    for number, (words, label) in enumerate(
        (
            ("nantes metropole", "Nantes Métropole (Loire-Atlantique)"),
            ("lozere", "Lozère"),
            ("bretagne", "Bretagne (région)"),
        ),
        2,
    ):
        look_up(visitor, words, f"comparer:{number}", label)
    assert "5 territoires au plus" in visitor.said
    assert not visitor.has("comparer:5")
    kept = next(p for p in visitor.app.get("button_group") if (p.key or "").startswith("compares:"))
    first = kept.value[0]
    kept.set_value([first])
    visitor.look()
    assert visitor.app.session_state["territoires-nommes"] == [first]
    assert "5 territoires au plus" not in visitor.said


# Maps


def test_the_map_marks_the_departement_that_holds_the_territory() -> None:
    visitor = facts(VILLAGE).pick("choix:sujet-mesure", "F01")
    legend = names(visitor, "carte-departement-taux_chomage_localise")
    assert any(name.startswith("Alpes-de-Haute-Provence") for name in legend)
    visitor.pick("carte", "region")
    legend = names(visitor, "carte-region-taux_chomage_localise")
    assert any("Côte" in name for name in legend)


def test_a_figure_that_no_departement_has_is_said_to_have_no_map() -> None:
    visitor = facts(LYON).pick("choix:sujet-mesure", "F09")
    assert "Ce chiffre n’existe pas par département dans les fichiers lus." in visitor.said
    assert "choisissez « Vos contours » pour le voir sur une carte" in visitor.said


# R3


def r3(diagnostic: Diagnostic) -> Visitor:
    return Visitor(d=diagnostic.code).go("resultats").pick("lecture", "vecu")


def test_what_is_felt_is_set_beside_what_is_measured(demonstration: Diagnostic) -> None:
    visitor = r3(demonstration)
    assert visitor.has("chart:vecu")
    for name in ("Confirmé", "Ressenti", "Angle mort", "Point d’appui"):
        assert f"**{name} : «" in visitor.said
    assert "domaines sans mesure" in visitor.said
    assert "Aucun indicateur réuni sur l’eau" in visitor.said


def test_the_cuts_move_the_names_and_stay_through_a_visit_elsewhere(
    demonstration: Diagnostic,
) -> None:
    visitor = r3(demonstration).pick("repere-vecu", 8.0)
    assert "**Confirmé" not in visitor.said
    assert "**Ressenti :" not in visitor.said
    visitor.go("methode").go("resultats")
    assert visitor.widget("repere-vecu").value == 8.0
    assert "**Confirmé" not in visitor.said


def test_a_domain_is_seen_as_it_is_felt_and_as_it_is_measured(demonstration: Diagnostic) -> None:
    visitor = r3(demonstration).pick("choix:vecu", "F03")
    assert visitor.has("chart:detail-F03.G")
    assert "Ce que les chiffres en disent" in visitor.said
    assert any(row["Chiffre"].startswith("Taux de pauvreté") for row in visitor.tables[-1])


def test_where_nothing_is_both_felt_and_measured_it_is_said(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    for _ in range(5):
        submission, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
        store.save(submission, [given("F12.G", 8)])
    visitor = r3(diagnostic)
    assert not visitor.has("chart:vecu")
    assert "Aucun domaine n’est à la fois noté ici et mesuré." in visitor.said


def test_a_commune_is_crossed_with_the_figures_of_what_holds_it(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    for _ in range(5):
        submission, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
        store.save(submission, [given("F03.G", 8)])
    visitor = r3(diagnostic)
    assert visitor.has("chart:vecu")
    assert "Les chiffres sont ceux de l’intercommunalité (CA" in visitor.said


# Who comes, and what they try


def test_a_guest_is_not_led_there(diagnostic: Diagnostic) -> None:
    guest = Visitor(invitation=diagnostic.code)
    guest.app.switch_page("pages/territoire/mesures.py")
    guest.look()
    assert not guest.has("chart:portrait")
    assert guest.has("regard")


def test_a_click_on_a_forged_place_changes_nothing() -> None:
    visitor = facts(MAYOTTE)
    visitor.click_on("chart:portrait", "F99")
    assert visitor.widget("choix:sujet-mesure").value == "F06"


def test_ones_own_territory_is_never_its_own_peer() -> None:
    visitor = facts(LYON).pick("comparer-a", "nommes")
    visitor.pick("comparer:0", "metropole de lyon").press("Métropole de Lyon (Rhône)")
    assert "territoires-nommes" not in visitor.app.session_state


def test_the_way_on_opens_a_diagnostic_of_the_same_territory() -> None:
    visitor = facts(FOUGERES).press("Demander aux acteurs de ce territoire ce qu’ils vivent")
    assert "CA Fougères Agglomération (Ille-et-Vilaine) : nos regards croisés" in [
        plain(str(field.value)) for field in visitor.app.text_input
    ]
