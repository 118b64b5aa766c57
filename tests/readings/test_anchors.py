"""Anchor questions: the same regard and the same answers, here and in France."""

import pytest

from diagnostic.answers import Passage, Value
from diagnostic.benchmarks import Benchmarks, Measure
from diagnostic.confidence import release
from diagnostic.questionnaire import (
    ChoiceQuestion,
    ChoicesQuestion,
    Option,
    Questionnaire,
)
from diagnostic.readings import AnchorReading, AnchorRow, read_anchors, say_anchor
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import score
from diagnostic.texts import voice_of
from tests.builders import HELP, text, tiny_questionnaire
from tests.people import DONT_KNOW, group
from tests.readings.figures import NONE, figure, table

CITIZEN, ELECTED, FIRM = Viewpoint.CITIZEN, Viewpoint.ELECTED, Viewpoint.FIRM
FRENCH, ENGLISH = voice_of("fr"), voice_of("en")


def _options(*names: str) -> tuple[Option, ...]:
    return tuple(Option(id=name, label=text(name.capitalize())) for name in names)


def _anchored() -> Questionnaire:
    """The tiny questionnaire with K1 (one answer of four) and K7 (several of three)."""
    tiny = tiny_questionnaire()
    questions = (
        ChoiceQuestion(
            id="K1",
            wording=text("Êtes-vous d’accord ?"),
            help=HELP,
            options=_options("tout", "plutot", "peu", "pas"),
        ),
        ChoicesQuestion(
            id="K7",
            wording=text("Sous quelles formes ?"),
            help=HELP,
            options=_options("dons", "achats", "projets"),
            most=3,
        ),
        *tiny.questions,
    )
    return tiny.model_copy(update={"questions": questions})


CONTENT = _anchored()


def read(people: list[Passage], figures: Benchmarks = NONE) -> dict[str, AnchorReading]:
    shown = release(score(CONTENT, people), CONTENT, 5)
    return {r.question.id: r for r in read_anchors(CONTENT, shown, figures)}


def brief(row: AnchorRow) -> tuple[Viewpoint, str, float | None]:
    return row.viewpoint, "+".join(row.options), row.share


def plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def test_anchors_are_the_questions_that_national_studies_asked() -> None:
    people = [
        *group(CITIZEN, "K1", *["tout"] * 5),
        *group(CITIZEN, "priorites", *[("F01",)] * 5),
        *group(CITIZEN, "leviers", *[("lieux",)] * 5),
        *group(CITIZEN, "F01.G", *[5] * 5),
    ]
    assert set(read(people)) == {"K1", "priorites"}


def test_answers_are_grouped_as_the_figures_group_them() -> None:
    people = group(CITIZEN, "K1", "tout", "tout", "plutot", "peu", "pas", DONT_KNOW)
    figures = table(figure("K1", CITIZEN, 69, "tout", "plutot"))
    rows = read(people, figures)["K1"].rows
    assert [brief(row) for row in rows] == [(CITIZEN, "tout+plutot", 0.6)]
    assert rows[0].label == {"fr": "Tout + Plutot", "en": "Tout + Plutot"}
    assert [f.value for f in rows[0].france] == [69]


def test_each_answer_stands_alone_where_there_is_no_figure() -> None:
    rows = read(group(CITIZEN, "K1", "tout", "tout", "plutot", "peu", "peu"))["K1"].rows
    assert [brief(row) for row in rows] == [
        (CITIZEN, "tout", 0.4),
        (CITIZEN, "plutot", 0.2),
        (CITIZEN, "peu", 0.4),
        (CITIZEN, "pas", 0.0),
    ]


def test_rows_follow_the_answers_then_the_regards() -> None:
    people = [*group(FIRM, "K1", *["peu"] * 5), *group(CITIZEN, "K1", *["tout"] * 5)]
    figures = table(figure("K1", FIRM, 20, "peu", "pas"), figure("K1", CITIZEN, 69, "tout"))
    rows = read(people, figures)["K1"].rows
    assert [brief(row) for row in rows] == [
        (CITIZEN, "tout", 1.0),
        (FIRM, "tout", 0.0),
        (CITIZEN, "peu+pas", 0.0),
        (FIRM, "peu+pas", 1.0),
    ]
    assert [len(row.france) for row in rows] == [1, 0, 0, 1]


def test_a_figure_of_one_regard_is_never_set_beside_another() -> None:
    people = group(ELECTED, "K1", *["tout"] * 5)
    reading = read(people, table(figure("K1", CITIZEN, 69, "tout", "plutot")))["K1"]
    assert not reading.has_france
    assert plain(say_anchor(FRENCH, CONTENT, reading)) == (
        "Pas de repère national pour cette question et ces regards."
    )


def test_a_figure_about_answers_that_this_version_has_not_is_left_out() -> None:
    people = group(CITIZEN, "K1", *["tout"] * 5)
    figures = table(
        figure("K1", CITIZEN, 12, "tout", "jamais_vu"), figure("K1", CITIZEN, 69, "tout")
    )
    assert [row.options for row in read(people, figures)["K1"].rows] == [("tout",)]


def test_each_of_several_answers_has_its_own_share() -> None:
    people = group(FIRM, "K7", ("dons", "achats"), ("dons",), ("dons",), ("achats",), ("projets",))
    rows = read(people)["K7"].rows
    assert [brief(row) for row in rows] == [
        (FIRM, "dons", 0.6),
        (FIRM, "achats", 0.4),
        (FIRM, "projets", 0.2),
    ]


def test_priorities_are_read_by_rank_and_ties_share_a_place() -> None:
    picks: list[Value] = [
        *(("F02", "F01"), ("F01", "F02"), ("F02",)),
        *(("F03", "F01"), ("F01", "F02")),
    ]
    rows = read(group(CITIZEN, "priorites", *picks))["priorites"].rows
    assert [(row.options, row.rank, row.share) for row in rows] == [
        (("F01",), 1, 0.8),
        (("F02",), 1, 0.8),
        (("F03",), 3, 0.2),
    ]


def test_a_domain_that_nobody_picked_has_no_rank() -> None:
    rows = read(group(CITIZEN, "priorites", *[("F02",)] * 5))["priorites"].rows
    assert [(row.rank, row.share) for row in rows] == [(None, 0.0), (1, 1.0), (None, 0.0)]


@pytest.mark.parametrize("question_id", ["K1", "priorites"])
def test_a_regard_with_too_few_answers_has_no_share(question_id: str) -> None:
    said: Value = "tout" if question_id == "K1" else ("F01",)
    reading = read(group(CITIZEN, question_id, *[said] * 4, DONT_KNOW))[question_id]
    assert all((row.share, row.rank, row.given) == (None, None, 0) for row in reading.rows)
    assert reading.rows


def test_a_small_room_is_read_as_a_whole() -> None:
    people = [*group(CITIZEN, "K1", *["tout"] * 3), *group(ELECTED, "K1", *["pas"] * 3)]
    reading = read(people, table(figure("K1", CITIZEN, 69, "tout")))["K1"]
    assert reading.whole is not None
    assert reading.whole.share(["tout"]) == 0.5
    assert (reading.rows, reading.tallies) == ((), {})


def test_only_the_regards_asked_for_are_read() -> None:
    people = [*group(CITIZEN, "K1", *["tout"] * 5), *group(ELECTED, "K1", *["pas"] * 5)]
    shown = release(score(CONTENT, people), CONTENT, 5)
    (reading,) = read_anchors(CONTENT, shown, NONE, (v for v in [ELECTED]))
    assert {row.viewpoint for row in reading.rows} == {ELECTED}


def test_the_sentence_gives_the_share_here_and_the_latest_in_france() -> None:
    people = group(CITIZEN, "K1", *["tout"] * 20, *["pas"] * 20)
    figures = table(
        figure("K1", CITIZEN, 69, "tout", "plutot", year="2015"),
        figure("K1", CITIZEN, 74, "tout", "plutot", year="2019"),
    )
    assert plain(say_anchor(FRENCH, CONTENT, read(people, figures)["K1"])) == (
        "citoyens : 50 % répondent « Tout + Plutot » (France, 2019 : 74 %). Au-dessous du niveau "
        "national : −24 points de pourcentage (intervalle à 95 % : −39 à −9)."
    )


def test_the_sentence_says_when_it_is_indicative() -> None:
    people = group(CITIZEN, "K1", *["tout"] * 8)
    figures = table(figure("K1", CITIZEN, 74, "tout", "plutot"))
    assert plain(say_anchor(FRENCH, CONTENT, read(people, figures)["K1"])) == (
        "citoyens : 100 % répondent « Tout + Plutot » (France, 2019 : 74 %), à titre indicatif. "
        "On ne peut pas trancher face à la France : +26 points de pourcentage (intervalle à "
        "95 % : −6 à +28)."
    )


def test_two_figures_of_the_same_year_are_told_with_their_populations() -> None:
    people = group(CITIZEN, "K1", *["tout"] * 40)
    figures = table(
        figure("K1", CITIZEN, 53, "tout", population="habitants des villes"),
        figure("K1", CITIZEN, 35, "tout", population="habitants des villages"),
    )
    assert plain(say_anchor(FRENCH, CONTENT, read(people, figures)["K1"])) == (
        "citoyens : 100 % répondent « Tout » "
        "(France, 2019 : habitants des villes 53 %, habitants des villages 35 %)."
    )


def test_the_sentence_of_an_order_compares_places_and_not_shares() -> None:
    people = group(CITIZEN, "priorites", *[("F02", "F01")] * 3, *[("F02",)] * 3)
    figures = table(
        figure("priorites", CITIZEN, 1, "F01", measure=Measure.RANK),
        figure("priorites", CITIZEN, 3, "F02", measure=Measure.RANK),
    )
    assert plain(say_anchor(FRENCH, CONTENT, read(people, figures)["priorites"])) == (
        "citoyens : « Emploi » vient au rang 2 ici, au rang 1 en France (2019)."
    )


def test_the_sentence_passes_over_what_nobody_picked() -> None:
    people = group(CITIZEN, "priorites", *[("F02",)] * 6)
    figures = table(
        figure("priorites", CITIZEN, 1, "F01", measure=Measure.RANK),
        figure("priorites", CITIZEN, 3, "F02", measure=Measure.RANK),
    )
    said = plain(say_anchor(FRENCH, CONTENT, read(people, figures)["priorites"]))
    assert said == "citoyens : « Logement » vient au rang 1 ici, au rang 3 en France (2019)."


def test_the_sentence_passes_over_a_regard_with_too_few_answers() -> None:
    people = [
        *group(CITIZEN, "K1", *["tout"] * 4, DONT_KNOW),
        *group(FIRM, "K1", *["tout"] * 30),
    ]
    figures = table(figure("K1", CITIZEN, 74, "tout"), figure("K1", FIRM, 83, "tout"))
    assert plain(say_anchor(FRENCH, CONTENT, read(people, figures)["K1"])) == (
        "entreprises : 100 % répondent « Tout » (France, 2019 : 83 %). Au-dessus du niveau "
        "national : +17 points de pourcentage (intervalle à 95 % : +6 à +19)."
    )


def test_percentages_take_the_form_of_english() -> None:
    people = group(CITIZEN, "K1", *["tout"] * 20, *["pas"] * 20)
    figures = table(figure("K1", CITIZEN, 74, "tout"))
    said = say_anchor(ENGLISH, CONTENT, read(people, figures)["K1"])
    assert "50%" in said
    assert "74%" in said
