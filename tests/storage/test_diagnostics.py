"""A diagnostic is opened, settled, asked again later, and stays readable."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from diagnostic.campaigns import CampaignRefused, Diagnostic, LocalQuestion, Wave, ask_locally
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.storage import (
    StorageRefused,
    Store,
    UnknownDiagnostic,
    UnknownQuestionnaire,
    tables,
)
from diagnostic.territories import Perimeter, TerritoryKey
from diagnostic.territories.perimeter import PerimeterKind
from tests.builders import given, text, tiny_questionnaire
from tests.storage.rows import database_of

LYON = TerritoryKey.parse("commune:69123")


def test_a_diagnostic_opens_with_its_first_wave(store: Store, questionnaire: Questionnaire) -> None:
    diagnostic = store.open_diagnostic("  Vivre  à Lyon ", LYON, questionnaire)
    today = datetime.now(UTC).date()
    assert re.fullmatch(r"[A-Z2-9]{8}", diagnostic.code)
    assert diagnostic == Diagnostic(
        id=diagnostic.id,
        code=diagnostic.code,
        title="Vivre à Lyon",
        territory=LYON,
        created_on=today,
    )
    assert store.diagnostic(diagnostic.code) == diagnostic
    (wave,) = store.waves(diagnostic)
    assert wave == Wave(
        id=wave.id,
        diagnostic_id=diagnostic.id,
        number=1,
        questionnaire_id="tiny",
        questionnaire_version="1.0.0",
        opened_on=today,
    )


def test_a_diagnostic_may_be_about_a_perimeter_of_its_own(
    store: Store, questionnaire: Questionnaire
) -> None:
    perimeter = Perimeter(
        "Vallée de l’Azergues",
        PerimeterKind.COMMUNES,
        (LYON, TerritoryKey.parse("commune:69264")),
    )
    diagnostic = store.open_diagnostic("Vallée", perimeter, questionnaire)
    assert store.diagnostic(diagnostic.code).territory == perimeter


def test_a_demonstration_says_that_it_is_fictitious(
    store: Store, questionnaire: Questionnaire
) -> None:
    store.open_diagnostic(
        "Essai", LYON, questionnaire, threshold=7, fictitious=True, code="ESSAI001"
    )
    diagnostic = store.diagnostic("ESSAI001")
    assert (diagnostic.fictitious, diagnostic.threshold) == (True, 7)


def test_diagnostics_are_listed_newest_first(store: Store, questionnaire: Questionnaire) -> None:
    made = [store.open_diagnostic(f"N° {n}", LYON, questionnaire) for n in range(4)]
    assert store.diagnostics() == tuple(reversed(made))


@pytest.mark.parametrize("typed", ["abcd2345", " ABCD 2345 ", "abcd-2345", "ABCD2345"])
def test_a_code_is_found_however_it_is_typed(
    store: Store, questionnaire: Questionnaire, typed: str
) -> None:
    diagnostic = store.open_diagnostic("Lyon", LYON, questionnaire, code="ABCD2345")
    assert store.diagnostic(typed) == diagnostic


@pytest.mark.parametrize("typed", ["", "ABCD2346", "' OR 1=1 --", "\x00", "\ud800", "é" * 8])
def test_an_unknown_code_is_said_to_be_so(
    store: Store, questionnaire: Questionnaire, typed: str
) -> None:
    store.open_diagnostic("Lyon", LYON, questionnaire, code="ABCD2345")
    with pytest.raises(UnknownDiagnostic, match="Aucun diagnostic"):
        store.diagnostic(typed)


def test_a_code_serves_only_once(store: Store, questionnaire: Questionnaire) -> None:
    store.open_diagnostic("Lyon", LYON, questionnaire, code="ABCD2345")
    with pytest.raises(CampaignRefused, match="déjà pris"):
        store.open_diagnostic("Autre", LYON, questionnaire, code="abcd2345")
    assert [diagnostic.title for diagnostic in store.diagnostics()] == ["Lyon"]


@pytest.mark.parametrize("code", ["", "ABC", "ABCD23456", "ABCDÉ345"])
def test_a_code_that_could_not_be_typed_is_refused(
    store: Store, questionnaire: Questionnaire, code: str
) -> None:
    with pytest.raises(CampaignRefused, match="huit lettres"):
        store.open_diagnostic("Lyon", LYON, questionnaire, code=code)


def test_a_title_a_threshold_and_a_framing_can_be_changed(
    store: Store, diagnostic: Diagnostic
) -> None:
    code = diagnostic.code
    assert store.rename(code, "Vivre\x00 mieux").title == "Vivre mieux"
    assert store.set_threshold(code, 3).threshold == 3
    framed = store.set_framing(code, {"territoire": " Le canton. ", "organisation": "  "})
    assert framed.framing == {"territoire": "Le canton."}
    assert store.diagnostic(code) == framed
    assert (framed.title, framed.threshold) == ("Vivre mieux", 3)


def test_how_many_there_are_in_all_is_kept_beside_the_framing(
    store: Store, diagnostic: Diagnostic
) -> None:
    code = diagnostic.code
    assert diagnostic.totals == {}
    framed = store.set_framing(code, {"territoire": "Le canton."})
    known = store.set_totals(code, {Viewpoint.ELECTED: 23, Viewpoint.FIRM: 4})
    assert known.totals == {Viewpoint.ELECTED: 23, Viewpoint.FIRM: 4}
    assert known.framing == framed.framing
    again = store.set_framing(code, {"organisation": "Un comité."})
    assert again.framing == {"organisation": "Un comité."}
    assert again.totals == known.totals
    assert store.diagnostic(code) == again
    assert store.set_totals(code, {Viewpoint.ELECTED: 23}).totals == {Viewpoint.ELECTED: 23}


def test_a_change_that_makes_no_sense_is_refused_and_nothing_moves(
    store: Store, diagnostic: Diagnostic
) -> None:
    code = diagnostic.code
    attempts: list[Callable[[], object]] = [
        lambda: store.rename(code, " \n "),
        lambda: store.rename(code, "x" * 121),
        lambda: store.set_threshold(code, 2),
        lambda: store.set_framing(code, {"couleur": "bleu"}),
        lambda: store.set_framing(code, {"effectif.elu": "23"}),
        lambda: store.set_totals(code, {Viewpoint.ELECTED: 0}),
    ]
    for refused in attempts:
        with pytest.raises(CampaignRefused):
            refused()
    assert store.diagnostic(code) == diagnostic


def test_an_unknown_diagnostic_cannot_be_changed(store: Store) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: store.rename("ABCD2345", "Nom"),
        lambda: store.set_threshold("ABCD2345", 5),
        lambda: store.set_framing("ABCD2345", {}),
        lambda: store.set_totals("ABCD2345", {}),
    ]
    for change in attempts:
        with pytest.raises(UnknownDiagnostic):
            change()


def test_two_waves_with_two_versions_stay_both_readable(
    store: Store, diagnostic: Diagnostic
) -> None:
    first = store.waves(diagnostic)[0]
    said_then, _ = store.begin(first, Viewpoint.CITIZEN, short=False)
    store.save(said_then, [given("F01.G", 7)])
    renewed = tiny_questionnaire("2.0.0").model_copy(update={"title": text("Un autre titre")})
    second = store.open_wave(diagnostic, renewed, closing=True)
    said_now, _ = store.begin(second, Viewpoint.CITIZEN, short=False)
    store.save(said_now, [given("F01.G", 3)])
    assert [wave.number for wave in store.waves(diagnostic)] == [1, 2]
    assert [wave.closed_on is None for wave in store.waves(diagnostic)] == [False, True]
    for wave, version, value in ((first, "1.0.0", 7), (second, "2.0.0", 3)):
        kept = store.questionnaire(wave.questionnaire_id, wave.questionnaire_version)
        assert kept.version == version
        assert kept.question("F01.G").wording.fr.startswith("Emploi")
        (passage,) = store.passages(wave)
        assert passage.answers == {"F01.G": given("F01.G", value)}


def test_opening_a_wave_closes_nothing_unless_asked(
    store: Store, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    store.open_wave(diagnostic, questionnaire)
    assert [wave.closed_on for wave in store.waves(diagnostic)] == [None, None]


def closed_at(store: Store) -> datetime | None:
    with database_of(store).reading() as connection:
        return connection.execute(select(tables.wave.c.closed_at)).scalar()


def test_a_wave_closes_and_reopens(store: Store, wave: Wave) -> None:
    closed = store.close_wave(wave)
    assert closed.closed_on == datetime.now(UTC).date()
    first_closing = closed_at(store)
    assert store.close_wave(wave) == closed
    assert closed_at(store) == first_closing
    assert store.reopen_wave(wave) == wave


def test_the_waves_of_an_erased_diagnostic_are_said_to_be_gone(
    store: Store, diagnostic: Diagnostic, wave: Wave, questionnaire: Questionnaire
) -> None:
    store.erase(diagnostic)
    attempts: list[Callable[[], object]] = [
        lambda: store.close_wave(wave),
        lambda: store.reopen_wave(wave),
        lambda: store.open_wave(diagnostic, questionnaire),
    ]
    for change in attempts:
        with pytest.raises(UnknownDiagnostic):
            change()


def test_a_questionnaire_comes_back_whole_from_the_database(
    store: Store, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    kept = store.questionnaire("tiny", "1.0.0")
    assert kept == questionnaire
    assert list(kept.by_id) == list(questionnaire.by_id)
    assert kept.by_id == questionnaire.by_id


def test_a_published_version_does_not_change(
    store: Store, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    altered = questionnaire.model_copy(update={"notice": text("Tout est public.")})
    for publish in (
        lambda: store.open_diagnostic("Autre", LYON, altered),
        lambda: store.open_wave(diagnostic, altered),
    ):
        with pytest.raises(StorageRefused, match="une version publiée ne change pas"):
            publish()
    assert store.diagnostics() == (diagnostic,)
    assert len(store.waves(diagnostic)) == 1
    assert store.questionnaire("tiny", "1.0.0") == questionnaire


def test_the_same_content_written_otherwise_is_the_same_version(
    store: Store, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    seal = tables.questionnaire_version.c.seal
    with database_of(store).writing() as connection:
        connection.execute(tables.questionnaire_version.update().values({seal: "0" * 64}))
    assert store.open_wave(diagnostic, questionnaire).number == 2


def test_an_unknown_version_is_said_to_be_so(store: Store, diagnostic: Diagnostic) -> None:
    with pytest.raises(UnknownQuestionnaire, match=re.escape("9.9.9")):
        store.questionnaire("tiny", "9.9.9")


def numbers(questions: tuple[LocalQuestion, ...]) -> list[str]:
    return [question.id for question in questions]


def test_local_questions_of_each_kind_come_back_as_they_were_asked(
    store: Store, diagnostic: Diagnostic
) -> None:
    asked = (
        ask_locally(1, "scale", "Le marché vous plaît-il ?"),
        ask_locally(2, "choice", "Quel jour ?", ("samedi", "dimanche")),
        ask_locally(3, "text", "Une idée ?"),
    )
    for question in asked:
        assert store.add_local_question(diagnostic, question) == question
    assert store.local_questions(diagnostic) == asked


def test_a_number_is_never_used_again_and_ten_questions_in_use_are_the_limit(
    store: Store, diagnostic: Diagnostic
) -> None:
    def ask() -> LocalQuestion:
        number = store.next_local_number(diagnostic)
        question = store.add_local_question(diagnostic, ask_locally(number, "text", "Une idée ?"))
        assert question.id == f"L{number}"
        return question

    for _ in range(10):
        ask()
    with pytest.raises(CampaignRefused, match="Retirez-en une"):
        ask()
    store.withdraw_local_question(diagnostic, "L10")
    store.withdraw_local_question(diagnostic, "L4")
    store.withdraw_local_question(diagnostic, "L4")
    store.withdraw_local_question(diagnostic, "inconnue")
    assert [ask().id, ask().id] == ["L11", "L12"]
    with pytest.raises(CampaignRefused, match="Retirez-en une"):
        ask()
    in_use = [f"L{n}" for n in (1, 2, 3, 5, 6, 7, 8, 9, 11, 12)]
    assert numbers(store.local_questions(diagnostic)) == in_use
    every = numbers(store.local_questions(diagnostic, with_withdrawn=True))
    assert every == [f"L{n}" for n in range(1, 13)]


def test_a_local_question_takes_the_next_number_whatever_it_came_with(
    store: Store, diagnostic: Diagnostic
) -> None:
    store.add_local_question(diagnostic, ask_locally(1, "text", "La première ?"))
    kept = store.add_local_question(diagnostic, ask_locally(1, "text", "La suivante ?"))
    assert kept.id == "L2"
    assert numbers(store.local_questions(diagnostic)) == ["L1", "L2"]


def test_local_questions_belong_to_one_diagnostic(
    store: Store, diagnostic: Diagnostic, questionnaire: Questionnaire
) -> None:
    other = store.open_diagnostic("Lyon", LYON, questionnaire)
    store.add_local_question(other, ask_locally(1, "text", "Une idée ?"))
    store.withdraw_local_question(diagnostic, "L1")
    assert store.local_questions(diagnostic) == ()
    assert len(store.local_questions(other)) == 1
    store.erase(other)
    assert store.local_questions(other, with_withdrawn=True) == ()
