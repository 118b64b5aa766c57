"""R6: three tiles, each figure with its regard and its base, and what is cited most."""

from collections.abc import Mapping

from diagnostic.confidence import Release
from diagnostic.readings.effects import OutcomeReading, read_effects, say_effects, say_rows
from diagnostic.readings.rules import current_rules
from diagnostic.respondents import Viewpoint
from diagnostic.scoring import Tally
from tests.charts.inputs import (
    CATALYST,
    ELECTED,
    FIRM,
    FRENCH,
    NO_BREAK,
    counted,
    mark,
    published,
    released,
    veiled,
)

RULES = current_rules()


def cited(**counts: int) -> Tally:
    """Ten catalysts; each cites up to three effects."""
    return Tally("K11", 10, 0, 0, 0, tuple(counts.items()), None, None)


def read(questions: Mapping[str, Mapping[Viewpoint, Tally]]) -> tuple[OutcomeReading, ...]:
    release: Release = released(questions)
    return read_effects(RULES, published(), release)


def say(readings: tuple[OutcomeReading, ...]) -> str:
    said = say_effects(FRENCH, RULES, published(), readings)
    return said.replace(NO_BREAK, " ").replace("\u202f", " ")


def test_the_three_tiles_hold_what_each_regard_says() -> None:
    readings = read(
        {
            "K11": {CATALYST: cited(innovations=6, performance_entreprises=2)},
            "K5": {ELECTED: counted("K5", {"fortement": 3, "non": 5}, (1, 0, 0))},
            "G1": {ELECTED: mark("G1", 2.44, 8), FIRM: mark("G1", 1.5, 9)},
        }
    )
    found = {
        reading.outcome.id: [
            (row.measure.question, row.measure.options, row.viewpoint, row.share, row.level)
            for row in reading.rows
        ]
        for reading in readings
    }
    assert found == {
        "innovation": [
            ("K11", ("innovations",), CATALYST, 0.6, None),
            ("K5", ("fortement",), ELECTED, 0.38, None),
        ],
        "confiance": [
            ("K11", ("confiance_organisations",), CATALYST, 0.0, None),
            ("K11", ("confiance_avenir",), CATALYST, 0.0, None),
            ("G1", (), ELECTED, None, 2.4),
            ("G1", (), FIRM, None, 1.5),
        ],
        "performance": [
            ("K11", ("performance_associations",), CATALYST, 0.0, None),
            ("K11", ("performance_collectivites",), CATALYST, 0.0, None),
            ("K11", ("performance_entreprises",), CATALYST, 0.2, None),
        ],
    }


def test_the_sentence_tells_what_is_cited_most_and_by_whom() -> None:
    said = say(read({"K11": {CATALYST: cited(innovations=6, confiance_avenir=4)}}))
    assert said.startswith(
        "Catalyseurs, effet le plus souvent cité : « Des innovations pour le territoire » (60 %). "
    )
    assert "l’innovation et la confiance viennent d’abord, la performance ensuite" in said


def test_ties_are_both_told() -> None:
    said = say(read({"K11": {CATALYST: cited(innovations=6, performance_entreprises=6)}}))
    assert "« Des innovations pour le territoire » et « La performance des entreprises »" in said


def test_a_veiled_regard_gives_no_figure_and_no_zero() -> None:
    readings = read({"K11": {CATALYST: veiled("K11")}, "G1": {ELECTED: veiled("G1")}})
    assert [reading.rows for reading in readings] == [(), (), ()]
    assert say(readings).startswith(
        "Trop peu de réponses pour dire quel effet est le plus souvent cité."
    )


def test_a_measure_is_one_line_with_its_regards_and_their_numbers() -> None:
    readings = read({"G1": {ELECTED: mark("G1", 2.4, 8), FIRM: mark("G1", 1.5, 9)}})
    lines = say_rows(FRENCH, published(), readings[1])
    assert [line.replace(NO_BREAK, " ").replace("\u202f", " ") for line in lines] == [
        "Confiance mutuelle (G1) : élus 2,4/4 (n = 8) ; entreprises 1,5/4 (n = 9)"
    ]
