"""What the regards say: the widest disagreement first, and nobody who could be recognised."""

import json
from collections.abc import Iterable

import pytest

from diagnostic.answers import Answer
from diagnostic.campaigns import Diagnostic, Wave
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from tests.builders import dont_know, given, not_concerned
from tests.journeys.visitor import Visitor, plain

READINGS = ("ecarts", "fragilites", "cooperer", "reperes")
TOO_FEW = "Trop peu de réponses pour montrer un résultat."
CANARY = "Le canari du puits chante à minuit."
WIDEST = (
    "Le plus grand écart porte sur « Santé et accès aux soins » : citoyens 8,0/10, élus 3,0/10. "
    "Que voit l’un que l’autre ne voit pas ?"
)


def say(
    store: Store,
    wave: Wave,
    viewpoint: Viewpoint,
    people: int,
    answers: Iterable[Answer],
    comment: tuple[str, str] | None = None,
) -> None:
    """So many people of one regard who all answer the same; the first one may comment."""
    said = list(answers)
    for number in range(people):
        submission, _ = store.begin(wave, viewpoint, short=False)
        store.save(submission, said)
        if comment and not number:
            store.say(submission, *comment)


def marks(health: int, work: int) -> list[Answer]:
    return [given("F06.G", health), given("F01.G", work)]


@pytest.fixture
def heard(store: Store, wave: Wave, diagnostic: Diagnostic) -> Diagnostic:
    """Six citizens and five élus: five points apart on health, one on work."""
    say(store, wave, Viewpoint.CITIZEN, 6, marks(8, 5), ("F06.G", "Le médecin part en juin."))
    say(store, wave, Viewpoint.ELECTED, 5, marks(3, 4))
    return diagnostic


def results(diagnostic: Diagnostic) -> Visitor:
    return Visitor(d=diagnostic.code).go("resultats")


def drawn(visitor: Visitor) -> list[str]:
    """The names in the legends of all charts."""
    return [
        trace["name"]
        for chart in visitor.app.get("plotly_chart")
        for trace in json.loads(chart.proto.spec)["data"]
        if trace.get("showlegend", True) and trace.get("name")
    ]


def test_a_diagnostic_without_an_answer_shows_no_figure_and_says_what_to_do(
    diagnostic: Diagnostic,
) -> None:
    visitor = results(diagnostic)
    assert TOO_FEW in visitor.said
    assert "à partir de 5 personnes" in visitor.said
    assert "Répondre au questionnaire" in visitor.said
    assert not visitor.app.get("plotly_chart")
    assert not visitor.app.table


def test_a_closed_diagnostic_without_an_answer_invites_nobody_to_answer(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    store.close_wave(wave)
    assert "Répondre au questionnaire" not in results(diagnostic).said


def test_one_person_alone_is_never_shown(store: Store, wave: Wave, diagnostic: Diagnostic) -> None:
    say(store, wave, Viewpoint.ELECTED, 1, marks(9, 1), ("F06.G", CANARY))
    visitor = results(diagnostic)
    assert TOO_FEW in visitor.said
    assert not visitor.sends(CANARY)
    assert not visitor.app.get("plotly_chart")


def test_people_who_all_say_that_they_do_not_know_have_no_mark_and_are_counted(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    for viewpoint in (Viewpoint.CITIZEN, Viewpoint.ELECTED):
        say(store, wave, viewpoint, 5, [dont_know("F06.G"), dont_know("A1"), dont_know("K1")])
    visitor = results(diagnostic)
    assert "Il faut au moins deux regards" in visitor.said
    assert "Citoyens : 5 · Élus : 5" in visitor.said
    visitor.pick("lecture", "fragilites")
    assert "Trop peu de réponses pour classer les fragilités." in visitor.said
    assert "0,0" not in visitor.said
    visitor.pick("lecture", "cooperer")
    assert "Trop peu de réponses pour lire la façon de coopérer." in visitor.said
    visitor.pick("lecture", "reperes")
    assert "0 %" not in visitor.said


def test_two_regards_are_read_from_their_widest_gap(heard: Diagnostic) -> None:
    visitor = results(heard).open_tables()
    assert plain(visitor.app.header[0].value) == WIDEST
    assert [
        (row["Domaine"], row["Écart (points)"], row["Citoyens (n)"], row["Élus (n)"])
        for row in visitor.tables[0]
    ] == [("Santé", "5,0", "8,0 (6)", "3,0 (5)"), ("Emploi", "1,0", "5,0 (6)", "4,0 (5)")]
    assert visitor.widget("choix:ecarts").value == "F06"


def test_regards_that_agree_are_said_to_agree(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    say(store, wave, Viewpoint.CITIZEN, 5, [given("F06.G", 7)])
    say(store, wave, Viewpoint.ELECTED, 3, [given("F06.G", 7)])
    say(store, wave, Viewpoint.ELECTED, 2, [given("F06.G", 6)])
    assert "Les regards s’accordent" in results(diagnostic).said


def test_one_regard_alone_asks_for_a_second_one_and_is_read_all_the_same(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    say(store, wave, Viewpoint.CITIZEN, 5, marks(8, 5))
    visitor = results(diagnostic)
    assert "Il faut au moins deux regards" in visitor.said
    visitor.pick("lecture", "fragilites")
    assert "Premières fragilités : Santé et accès aux soins" in visitor.said


def test_a_new_answer_is_in_the_results_at_the_next_look(
    store: Store, wave: Wave, heard: Diagnostic
) -> None:
    visitor = results(heard)
    say(store, wave, Viewpoint.CITIZEN, 6, marks(4, 5))
    assert "citoyens 6,0/10, élus 3,0/10" in visitor.look().said


def test_a_regard_with_too_few_people_is_named_as_such_and_reaches_no_element(
    store: Store, wave: Wave, heard: Diagnostic
) -> None:
    everything = [*marks(10, 10), given("A1", 0), given("K1", "pas_du_tout")]
    for question_id in ("F06.G", "A1", "K1"):
        say(store, wave, Viewpoint.FIRM, 1, everything, (question_id, CANARY))
    say(store, wave, Viewpoint.FIRM, 1, [*everything, given("mot_libre", CANARY)])
    say(store, wave, Viewpoint.CITIZEN, 5, [given("A1", 2), given("K1", "plutot")])
    visitor = results(heard)
    assert "trop peu de réponses (moins de 5) : entreprises" in visitor.said
    for reading in READINGS:
        visitor.pick("lecture", reading)
        lists = [box for box in visitor.app.selectbox if (box.key or "").startswith("choix:")]
        # The last list first: choosing in another one may put a new one in its place.
        for box in reversed(lists):
            for place in range(len(box.options)):
                visitor.choose(box.key or "", place)
                assert not visitor.sends(CANARY)
                assert "Entreprises" not in drawn(visitor)
                assert not visitor.sends("10,0")


def test_the_whole_room_is_shown_where_no_regard_is_and_quotes_nobody(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    say(store, wave, Viewpoint.CITIZEN, 3, marks(8, 5), ("F06.G", CANARY))
    say(store, wave, Viewpoint.ELECTED, 3, marks(2, 5))
    visitor = results(diagnostic).pick("lecture", "fragilites")
    assert "Toute la salle" in drawn(visitor)
    assert "Citoyens" not in drawn(visitor)
    assert not visitor.sends(CANARY)


def test_a_lower_threshold_shows_a_smaller_group(
    store: Store, wave: Wave, heard: Diagnostic
) -> None:
    say(store, wave, Viewpoint.FIRM, 3, marks(1, 5), ("F06.G", CANARY))
    visitor = results(heard)
    assert "entreprises 1,0/10" not in visitor.said
    assert not visitor.sends(CANARY)
    store.set_threshold(heard.code, 3)
    assert "citoyens 8,0/10, entreprises 1,0/10" in visitor.look().said
    assert visitor.sends(CANARY)


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        ("ecarts", "Écart de regards (2 points ou plus) : 2 domaines"),
        ("fragilites", "Premières fragilités : Santé et accès aux soins"),
        ("cooperer", "Point fort : "),
        ("reperes", "(France, "),
    ],
)
def test_each_reading_has_its_sentence_its_charts_and_the_same_figures_as_a_table(
    demonstration: Diagnostic, reading: str, words: str
) -> None:
    visitor = results(demonstration).pick("lecture", reading)
    assert words in visitor.said
    assert not visitor.app.table
    visitor.open_tables()
    charts, tables = visitor.app.get("plotly_chart"), visitor.app.table
    assert len(charts) == len(tables) >= 2
    assert all(chart.proto.alt for chart in charts)
    assert all(len(table.value) for table in tables)


def test_a_national_figure_comes_with_its_source_and_its_base(demonstration: Diagnostic) -> None:
    visitor = results(demonstration).pick("lecture", "fragilites")
    sources = [c.value for c in visitor.app.caption if c.value.startswith("France")]
    assert sources
    assert all("Le RAMEAU" in source and "n " in source for source in sources)


def test_a_regard_left_out_is_out_of_the_sentence_and_of_the_charts(
    store: Store, wave: Wave, heard: Diagnostic
) -> None:
    say(store, wave, Viewpoint.FIRM, 5, marks(6, 5))
    visitor = results(heard)
    visitor.pick("regards", ["citoyen", "entreprise"])
    assert "citoyens 8,0/10, entreprises 6,0/10" in visitor.said
    assert "Élus" not in drawn(visitor)
    visitor.pick("regards", [])
    assert "citoyens 8,0/10, élus 3,0/10" in visitor.said


def test_an_earlier_wave_is_read_again(
    store: Store, wave: Wave, heard: Diagnostic, questionnaire: Questionnaire
) -> None:
    second = store.open_wave(heard, questionnaire, closing=True)
    say(store, second, Viewpoint.CITIZEN, 5, marks(6, 5))
    say(store, second, Viewpoint.ELECTED, 5, marks(4, 4))
    visitor = results(heard)
    assert "citoyens 6,0/10, élus 4,0/10" in visitor.said
    visitor.pick("vague", 1)
    assert "citoyens 8,0/10, élus 3,0/10" in visitor.said


def test_one_regard_is_narrowed_to_a_part_of_it(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    young, old = given("profil.age", "moins_de_30"), given("profil.age", "de_75_et_plus")
    say(store, wave, Viewpoint.CITIZEN, 5, [young, given("F06.G", 2)])
    say(store, wave, Viewpoint.CITIZEN, 5, [old, given("F06.G", 8)])
    say(store, wave, Viewpoint.ELECTED, 5, [given("F06.G", 3)])
    visitor = results(diagnostic)
    assert "citoyens 5,0/10" in visitor.said
    visitor.pick("detail", "citoyen|profil.age|de_75_et_plus")
    assert "citoyens 8,0/10, élus 3,0/10" in visitor.said
    assert "Citoyens : 5 · Élus : 5" in visitor.said


def test_no_part_of_a_regard_is_offered_where_another_part_would_be_too_small(
    store: Store, wave: Wave, diagnostic: Diagnostic
) -> None:
    young, old = given("profil.age", "moins_de_30"), given("profil.age", "de_75_et_plus")
    say(store, wave, Viewpoint.CITIZEN, 5, [young, given("F06.G", 2)])
    say(store, wave, Viewpoint.CITIZEN, 4, [old, given("F06.G", 8)])
    visitor = results(diagnostic)
    assert not visitor.has("detail")
    assert "Pas de détail à l’intérieur d’un regard" in visitor.said


def test_the_detail_of_a_domain_shows_how_people_spread_and_what_they_wrote(
    heard: Diagnostic,
) -> None:
    visitor = results(heard).open_tables()
    assert visitor.has("chart:detail-F06.G")
    spread = {row["Réponse"]: (row["Citoyens"], row["Élus"]) for row in visitor.tables[-1]}
    assert spread["8"] == ("100 %", "0 %")
    assert spread["3"] == ("0 %", "100 %")
    assert spread["ont répondu (n)"] == ("6", "5")
    assert spread["moyenne"] == ("8,0", "3,0")
    assert "1 commentaire" in visitor.said
    assert "Le médecin part en juin." in visitor.said
    visitor.pick("choix:ecarts", "F01")
    assert visitor.has("chart:detail-F01.G")
    assert not visitor.has("chart:detail-F06.G")
    assert "Le médecin part en juin." not in visitor.said


def test_not_knowing_not_being_concerned_and_saying_nothing_are_counted_apart(
    store: Store, wave: Wave, heard: Diagnostic
) -> None:
    say(store, wave, Viewpoint.CITIZEN, 3, [dont_know("F06.G"), given("F01.G", 5)])
    say(store, wave, Viewpoint.CITIZEN, 2, [not_concerned("F06.G"), given("F01.G", 5)])
    say(store, wave, Viewpoint.CITIZEN, 4, [given("F01.G", 5)])
    rows = {row["Réponse"]: row["Citoyens"] for row in results(heard).open_tables().tables[-1]}
    assert rows["ont répondu (n)"] == "6"
    assert rows["moyenne"] == "8,0"
    assert (rows["ne sait pas"], rows["pas concerné"], rows["sans réponse"]) == ("3", "2", "4")


def test_a_comment_is_shown_as_it_was_written(store: Store, wave: Wave, heard: Diagnostic) -> None:
    words = "<b>Gras</b> **étoiles** [lien](http://ailleurs.example)"
    say(store, wave, Viewpoint.CITIZEN, 1, marks(8, 5), ("F06.G", words))
    visitor = results(heard)
    assert words in [text.value for text in visitor.app.text]


def test_a_click_on_a_row_of_the_chart_chooses_its_detail(heard: Diagnostic) -> None:
    visitor = results(heard)
    assert visitor.widget("choix:ecarts").value == "F06"
    visitor.click_on("chart:ecarts", "F01")
    assert visitor.widget("choix:ecarts").value == "F01"
    assert visitor.has("chart:detail-F01.G")


def test_an_axis_is_chosen_and_its_questions_follow(demonstration: Diagnostic) -> None:
    visitor = results(demonstration).pick("lecture", "cooperer")
    assert visitor.has("chart:items-A")
    visitor.pick("choix:axe", "D")
    assert visitor.has("chart:items-D")
    assert not visitor.has("chart:items-A")
    visitor.pick("dessin", "radar")
    assert visitor.has("chart:axes-radar")
    assert visitor.widget("choix:axe").value == "D"


def test_the_reading_in_hand_stays_through_a_visit_elsewhere(demonstration: Diagnostic) -> None:
    visitor = results(demonstration).pick("lecture", "reperes")
    visitor.go("methode").go("resultats")
    assert visitor.reading == "reperes"


def test_a_large_screen_draws_larger(demonstration: Diagnostic) -> None:
    visitor = results(demonstration)
    small = json.loads(visitor.app.get("plotly_chart")[0].proto.spec)["layout"]["font"]["size"]
    visitor.pick("mur", True)
    large = json.loads(visitor.app.get("plotly_chart")[0].proto.spec)["layout"]["font"]["size"]
    assert large > small


def test_a_dark_screen_has_its_own_colours(demonstration: Diagnostic) -> None:
    visitor = results(demonstration)
    light = visitor.app.get("plotly_chart")[0].proto.spec
    visitor.app.context["theme"] = "dark"
    dark = visitor.look().app.get("plotly_chart")[0].proto.spec
    assert json.loads(light)["layout"]["font"] != json.loads(dark)["layout"]["font"]


@pytest.mark.parametrize("reading", READINGS)
def test_each_reading_names_the_regards_in_english(demonstration: Diagnostic, reading: str) -> None:
    visitor = Visitor(d=demonstration.code, lang="en").go("resultats").pick("lecture", reading)
    specs = [chart.proto.spec for chart in visitor.app.get("plotly_chart")]
    assert any("Elected officials" in spec or "Citizens" in spec for spec in specs)


@pytest.mark.parametrize("reading", [*READINGS, "vecu", "capacite", "effets", "locales"])
def test_each_reading_opens_in_english_with_its_tables(
    demonstration: Diagnostic, reading: str
) -> None:
    visitor = Visitor(d=demonstration.code, lang="en").go("resultats").pick("lecture", reading)
    for name in ("effets", "situations", "alertes", "coherence"):
        visitor.app.session_state[f"tableau:{name}"] = True
    assert visitor.open_tables().tables
    assert "trop peu de réponses" not in visitor.said


def test_readings_are_in_groups_and_one_alone_is_read(heard: Diagnostic) -> None:
    visitor = results(heard)
    assert [visitor.widget(f"lecture:{name}").label for name in ("fragilites", "construire")] == [
        "Fragilités",
        "Co-construction",
    ]
    assert visitor.reading == "ecarts"
    visitor.pick("lecture", "effets")
    assert visitor.reading == "effets"
    assert visitor.widget("lecture:fragilites").value is None
    visitor.pick("lecture", "capacite")
    assert visitor.reading == "capacite"


def test_a_reading_that_is_pressed_again_stays(heard: Diagnostic) -> None:
    visitor = results(heard).pick("lecture", "effets")
    visitor.widget("lecture:construire").set_value(None)
    assert visitor.look().reading == "effets"


# Who answered, where it is known


def test_when_all_the_elected_answered_no_interval_is_told(store: Store, heard: Diagnostic) -> None:
    store.set_totals(heard.code, {Viewpoint.ELECTED: 5, Viewpoint.CITIZEN: 900})
    visitor = results(heard).pick("lecture", "fragilites").open_tables()
    assert "Élus : 5 sur 5" in visitor.said
    assert "Les 5 personnes concernées ont toutes répondu" in visitor.said
    assert "6 personnes sur 900 ont répondu : seules les autres sont incertaines." in visitor.said
    cells = [cell for table in visitor.tables for row in table for cell in row.values()]
    assert "tous ont répondu, pas d’intervalle" in cells
    visitor.app.session_state["expliquer:fragilites"] = True
    visitor.look().pick("choix:chiffre-fragilites", "R1.F06.elu")
    assert "Les 5 personnes concernées ont toutes répondu" in visitor.said
    assert "Calcul" in visitor.said
    assert "Intervalle à 95 % : " not in visitor.said


def test_more_people_than_there_are_said_to_be_is_told_and_not_used(
    store: Store, heard: Diagnostic
) -> None:
    before = results(heard).pick("lecture", "fragilites").open_tables().tables
    store.set_totals(heard.code, {Viewpoint.ELECTED: 4})
    visitor = results(heard).pick("lecture", "fragilites").open_tables()
    assert "5 personnes ont répondu, plus que les 4 annoncées en tout" in visitor.said
    assert visitor.tables == before


def test_how_many_there_are_of_a_regard_that_is_withheld_is_told_nowhere(
    store: Store, wave: Wave, heard: Diagnostic
) -> None:
    store.set_totals(heard.code, {Viewpoint.FIRM: 3})
    before = results(heard).said
    say(store, wave, Viewpoint.FIRM, 3, marks(10, 10))
    assert results(heard).said == before
    assert "Entreprises : 3" not in before
