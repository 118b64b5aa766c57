"""What is said of families: their size, what divides and unites, and what each group agrees on."""

from dataclasses import replace

import pytest

from diagnostic import tables
from diagnostic.charts import draw_families
from diagnostic.charts.palette import FAMILY_SYMBOL, FRANCE_SYMBOL, SIGNS
from diagnostic.confidence import publish
from diagnostic.confidence.families import Families, Family, Finding, Judgement
from diagnostic.readings.families import (
    FamiliesReading,
    read_families,
    say_common_ground,
    say_division,
    say_each_family,
    say_families,
    say_joined,
)
from diagnostic.respondents import Viewpoint
from diagnostic.texts import voice_of
from tests.crowds import CONTENT
from tests.people import group

FRENCH = voice_of("fr")
NO_BREAK = str.maketrans({"\u00a0": " ", "\u202f": " "})


def judged(mean: float, high: int = 0, low: int = 0) -> Judgement:
    return Judgement(10, mean, high, low)


FOUND = Families(
    Finding.FOUND,
    people=40,
    joined=1,
    families=(
        Family(24, {"F01": judged(8, 9), "F02": judged(3, 0, 8), "F03": judged(7.6, 8)}),
        Family(17, {"F01": judged(4), "F02": judged(4.5, 1, 2), "F03": judged(8, 9)}),
    ),
    crossing={(Viewpoint.CITIZEN,): (14, 9), (Viewpoint.ELECTED, Viewpoint.FIRM): (10, 8)},
)


def read(found: Families = FOUND, elected: int = 8) -> FamiliesReading:
    """30 citizens for whom F01 and F03 are strongly fragile; five élus who say `elected` of F01."""
    people = [
        *group(Viewpoint.CITIZEN, "F01.G", *[9] * 30),
        *group(Viewpoint.CITIZEN, "F03.G", *[8] * 20, *[5] * 10),
        *group(Viewpoint.ELECTED, "F01.G", *[elected] * 5),
        *group(Viewpoint.ELECTED, "F03.G", *[7] * 4, 2),
    ]
    return read_families(CONTENT, publish(CONTENT, people, 5).release(CONTENT, 5), found)


def plain(said: str) -> str:
    return said.translate(NO_BREAK)


def test_the_number_of_families_and_of_people_is_said() -> None:
    said = plain(say_families(FRENCH, FOUND))
    assert said.startswith("2 familles de réponses se détachent parmi 41 personnes")
    assert plain(say_joined(FRENCH, FOUND)).startswith("1 personne a noté trop peu de domaines")
    assert say_joined(FRENCH, replace(FOUND, joined=0)) == ""


def test_each_family_is_said_with_its_size_and_what_it_marks_higher() -> None:
    first, second = map(plain, say_each_family(FRENCH, read()))
    assert first == (
        "**Famille A** (24 personnes) : note plus haut que les autres « Emploi » (8,0/10)."
    )
    assert second.startswith("**Famille B** (17 personnes) : note plus haut que les autres")
    assert "(4,5/10)" in second


def test_what_divides_is_said_before_what_unites() -> None:
    reading = read()
    assert [row.domain.id for row in reading.rows] == ["F01", "F02", "F03"]
    assert [row.domain.id for row in reading.dividing] == ["F01"]
    assert [row.domain.id for row in reading.uniting] == ["F03"]
    said = plain(say_division(FRENCH, reading))
    assert said.startswith("Ce qui les divise le plus : « Emploi ».")
    assert "Ce qui les unit" in said


def test_all_agree_only_where_a_majority_of_each_regard_and_family_does() -> None:
    """All citizens and all élus say that F01 is fragile; the second family does not."""
    reading = read()
    assert [(each.domain.id, each.strong) for each in reading.common] == [("F03", True)]
    shared = reading.common[0]
    assert shared.product == pytest.approx(21 / 32 * 5 / 7 * 9 / 12 * 10 / 12)
    assert shared.lowest == pytest.approx(2 / 3)
    (said,) = map(plain, say_common_ground(FRENCH, reading))
    assert "est fortement fragile (7 ou plus) : au moins 67 % de chaque groupe" in said
    assert "2 regards et 2 familles" in said


def test_thirty_citizens_do_not_win_against_five_elected() -> None:
    nobody = Families(Finding.NONE, 40)
    agreed = [each.domain.id for each in read(nobody).common]
    apart = [each.domain.id for each in read(nobody, elected=2).common]
    assert "F01" in agreed
    assert "F01" not in apart


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (Finding.OPEN, "une fois la vague fermée"),
        (Finding.WAITING, "attendent d’être comptées"),
        (Finding.FEW, "il faut au moins 30 personnes"),
        (Finding.CHANGED, "ont été effacées"),
        (Finding.NONE, "Aucune famille de réponses ne se détache"),
        (Finding.VEILED, "elles ne sont pas montrées"),
    ],
)
def test_why_no_family_is_shown_is_said(finding: Finding, words: str) -> None:
    found = Families(finding, 12)
    assert words in plain(say_families(FRENCH, found))
    reading = read(found)
    assert say_each_family(FRENCH, reading) == ()
    assert say_division(FRENCH, reading) == ""
    assert draw_families(FRENCH, reading) is None


def test_the_tables_tell_the_same_figures() -> None:
    reading = read()
    domains = tables.families_table(FRENCH, reading).map(plain)
    assert domains.iloc[0].tolist() == ["Emploi", "8,0 (10)", "4,0 (10)", "4,0"]
    regards = tables.family_regards_table(FRENCH, CONTENT, reading).map(plain)
    assert regards.iloc[:, 1:].values.tolist() == [["14", "9"], ["10", "8"]]
    shared = tables.common_ground_table(FRENCH, CONTENT, reading).map(plain)
    assert shared.iloc[0].tolist()[1:] == [
        "0,29",
        "67 % (30)",
        "80 % (5)",
        "80 % (10)",
        "90 % (10)",
    ]


@pytest.mark.parametrize("wall", [False, True])
def test_families_are_drawn_by_a_letter_in_a_shape_of_no_regard(wall: bool) -> None:
    chart = draw_families(FRENCH, read(), wall=wall)
    assert chart is not None
    badges = [t for t in chart.figure.data if str(t.meta).startswith("family-")]
    assert [set(badge.text) for badge in badges] == [{"A"}, {"B"}]
    assert list(badges[0].x) == [8, 3, 7.6]
    assert list(badges[0].customdata) == ["F01", "F02", "F03"]
    assert {badge.marker.symbol for badge in badges} == {FAMILY_SYMBOL}
    assert FAMILY_SYMBOL not in {FRANCE_SYMBOL, *(sign.symbol for sign in SIGNS.values())}
    assert not {b.marker.color for b in badges} & {sign.colour for sign in SIGNS.values()}
    assert badges[0].textfont.size >= (24 if wall else 14)


def test_badges_that_would_touch_stand_one_under_the_other() -> None:
    chart = draw_families(FRENCH, read())
    assert chart is not None
    first, second = (t for t in chart.figure.data if str(t.meta).startswith("family-"))
    assert first.y[0] == second.y[0], "four points apart"
    assert abs(first.y[2] - second.y[2]) >= first.marker.size, "0,4 point apart"
