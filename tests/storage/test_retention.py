"""What was kept long enough is erased by itself, once, and says so."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from diagnostic.campaigns import CampaignRefused, Diagnostic, Wave
from diagnostic.privacy import (
    DEFAULT_MONTHS,
    GRACE_DAYS,
    NOTICE_DAYS,
    Basis,
    Privacy,
    Purge,
    PurgeKind,
    after_months,
)
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.settings import PROJECT
from diagnostic.storage import Store, UnknownDiagnostic, UnknownLink, UnknownSeat, tables
from tests.builders import given
from tests.storage.lived import CANARY, PEOPLE, Lived, counts, live
from tests.storage.rows import database_of

NOW = datetime.now(UTC)
LATER = datetime.combine(after_months(NOW.date(), DEFAULT_MONTHS), NOW.time(), UTC)
SOON = LATER - timedelta(days=NOTICE_DAYS)


@pytest.fixture
def lived(store: Store, questionnaire: Questionnaire) -> Lived:
    return live(store, questionnaire)


@pytest.fixture
def announced(store: Store, lived: Lived) -> Lived:
    """Its owner could read for a week that its answers go."""
    assert {one.kind for one in store.purge(SOON)} == {PurgeKind.NOTICE}
    return lived


def erased(diagnostic: Diagnostic, number: int, people: int, day: date) -> Purge:
    return Purge(diagnostic.id, number, PurgeKind.ANSWERS, people, day)


def test_a_diagnostic_begins_with_what_the_product_proposes(
    store: Store, diagnostic: Diagnostic
) -> None:
    kept = store.privacy(diagnostic)
    assert kept == Privacy()
    assert (kept.months, kept.basis, kept.is_filled) == (24, Basis.PUBLIC_INTEREST, False)


def test_what_the_person_in_charge_says_is_kept(store: Store, diagnostic: Diagnostic) -> None:
    said = Privacy("  Mairie de\nLamure ", "dpo@mairie.example", Basis.CONSENT, 6)
    kept = store.set_privacy(diagnostic, said)
    assert kept == Privacy("Mairie de Lamure", "dpo@mairie.example", Basis.CONSENT, 6)
    assert store.privacy(diagnostic) == kept
    assert kept.is_filled


@pytest.mark.parametrize(
    "said", [Privacy(months=0), Privacy(months=61), Privacy(controller="a" * 301)]
)
def test_what_cannot_be_is_refused(store: Store, diagnostic: Diagnostic, said: Privacy) -> None:
    with pytest.raises(CampaignRefused):
        store.set_privacy(diagnostic, said)
    assert store.privacy(diagnostic) == Privacy()


def test_nothing_is_said_of_an_erased_diagnostic(store: Store, diagnostic: Diagnostic) -> None:
    store.erase(diagnostic)
    with pytest.raises(UnknownDiagnostic):
        store.set_privacy(diagnostic, Privacy("Mairie", "dpo"))


def test_a_promise_is_shortened_but_not_lengthened_once_somebody_read_it(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    store.set_privacy(diagnostic, Privacy(months=36))
    store.begin(wave, Viewpoint.CITIZEN, short=False)
    with pytest.raises(CampaignRefused, match="36 mois"):
        store.set_privacy(diagnostic, Privacy(months=37))
    assert store.set_privacy(diagnostic, Privacy(months=12)).months == 12
    with pytest.raises(CampaignRefused, match="12 mois"):
        store.set_privacy(diagnostic, Privacy(months=36))


def test_nothing_is_erased_before_its_day(store: Store, announced: Lived) -> None:
    before = counts(store)
    assert store.purge(LATER - timedelta(days=1)) == ()
    assert counts(store) == before


def test_nothing_is_erased_unless_it_was_announced_for_a_week(store: Store, lived: Lived) -> None:
    """A clock years ahead, or a wave closed under one years behind, erases nothing by itself."""
    ahead = LATER + timedelta(days=900)
    assert {one.kind for one in store.purge(ahead)} == {PurgeKind.NOTICE}
    assert store.purge(ahead + timedelta(days=NOTICE_DAYS - 1)) == ()
    assert len(store.passages(lived.first)) == PEOPLE
    # Put right again, what it announced does not count.
    assert store.purge(NOW) == ()
    assert {one.kind for one in store.purge(LATER)} == {PurgeKind.NOTICE}
    assert len(store.passages(lived.first)) == PEOPLE
    done = store.purge(LATER + timedelta(days=NOTICE_DAYS))
    assert {one.kind for one in done} == {PurgeKind.ANSWERS}


def test_answers_are_erased_on_their_day_and_what_was_shown_stays(
    store: Store, announced: Lived
) -> None:
    lived = announced
    shown = [store.publication(lived.diagnostic, w) for w in (lived.first, lived.second)]
    boxes = store.boxes(lived.workshop, "vote")
    (name,) = store.state_names(lived.diagnostic)
    kept = store.frozen_state(name.id)
    counter = store.change_counter(lived.first)
    day = LATER.date()
    done = (
        erased(lived.diagnostic, 1, PEOPLE, day),
        erased(lived.diagnostic, 2, PEOPLE, day),
    )
    assert store.purge(LATER, dry_run=True) == done
    assert store.change_counter(lived.first) == counter
    assert store.purge(LATER) == done
    assert store.purges(lived.diagnostic)[:2] == done[::-1]
    assert store.passages(lived.first) == store.passages(lived.second) == ()
    assert store.ideas(lived.workshop) == ()
    assert [(one.what, one.who) for one in store.decisions(lived.workshop)] == [
        ("Planter des arbres", "")
    ]
    assert [store.publication(lived.diagnostic, w) for w in (lived.first, lived.second)] == shown
    assert shown[0].people == {Viewpoint.CITIZEN: PEOPLE}
    assert store.boxes(lived.workshop, "vote") == boxes
    assert store.frozen_state(name.id) == kept
    assert store.change_counter(lived.first) > counter
    with pytest.raises(UnknownLink):
        store.resume(lived.tokens[0])


def test_nothing_is_erased_twice(store: Store, announced: Lived) -> None:
    assert len(store.purge(LATER)) == 2
    assert store.purge(LATER) == store.purge(LATER + timedelta(days=400)) == ()
    assert len(store.purges(announced.diagnostic)) == 4


def test_servers_that_start_at_the_same_moment_erase_once(
    store: Store, where: Path | str, announced: Lived
) -> None:
    with ThreadPoolExecutor(4) as servers:

        def start(_: int) -> tuple[Purge, ...]:
            with Store.open(where) as other:
                return other.purge(LATER)

        done = [one for told in servers.map(start, range(4)) for one in told]
    assert len(done) == len(store.purges(announced.diagnostic)) - 2 == 2


def test_what_is_erased_by_itself_is_in_no_byte(file: Path, questionnaire: Questionnaire) -> None:
    with Store.open(file) as store:
        live(store, questionnaire)
        store.purge(SOON)
        store.purge(LATER)
        content = b"".join(path.read_bytes() for path in file.parent.iterdir())
        assert CANARY.encode() not in content


def test_each_diagnostic_has_its_own_duration(store: Store, lived: Lived) -> None:
    store.set_privacy(lived.diagnostic, Privacy(months=1))
    month = datetime.combine(after_months(NOW.date(), 1), NOW.time(), UTC)
    store.purge(month - timedelta(days=NOTICE_DAYS))
    assert {one.kind for one in store.purge(month)} == {PurgeKind.ANSWERS}


def test_an_open_wave_is_not_erased_whatever_its_age(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    submission, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.save(submission, [given("F01.G", 3)])
    (closing,) = store.purge(LATER)
    assert closing.kind is PurgeKind.CLOSING
    assert len(store.passages(wave)) == 1
    # Its duration begins on the day it was closed.
    assert store.waves(diagnostic)[0].closed_on == LATER.date()
    assert store.purge(LATER + timedelta(days=700)) == ()
    assert [one.kind for one in store.purge(LATER + timedelta(days=730))] == [PurgeKind.NOTICE]
    assert [one.kind for one in store.purge(LATER + timedelta(days=740))] == [PurgeKind.ANSWERS]


def test_a_wave_in_which_somebody_came_lately_stays_open(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    store.begin(wave, Viewpoint.CITIZEN, short=False)
    ago = datetime.combine(after_months(NOW.date(), -20), NOW.time(), UTC)
    with database_of(store).writing() as connection:
        connection.execute(tables.wave.update().values(opened_at=ago))
    assert store.purge(NOW) == ()
    assert store.waves(diagnostic)[0].closed_on is None


def test_a_reopened_wave_is_not_erased(store: Store, announced: Lived) -> None:
    lived = announced
    store.reopen_wave(lived.second)
    assert {one.wave_number for one in store.purge(LATER) if one.kind is PurgeKind.ANSWERS} == {1}
    assert len(store.passages(lived.second)) == PEOPLE


def test_drafts_without_a_word_go_a_month_after_the_closing(
    store: Store, diagnostic: Diagnostic, wave: Wave
) -> None:
    spoke, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.save(spoke, [given("F01.G", 3)])
    changed_mind, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.save(changed_mind, [given("F01.G", 3)])
    store.save(changed_mind, [], ["F01.G"])
    wrote, _ = store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.say(wrote, "F01.G", "Oui.")
    for _ in range(2):
        store.begin(wave, Viewpoint.CITIZEN, short=False)
    store.close_wave(wave)
    assert store.purge(NOW + timedelta(days=GRACE_DAYS - 1)) == ()
    there = NOW + timedelta(days=GRACE_DAYS)
    assert store.purge(there) == (Purge(diagnostic.id, 1, PurgeKind.DRAFTS, 2, there.date()),)
    kept = {passage.submission.id for passage in store.passages(wave)}
    assert kept == {spoke.id, changed_mind.id, wrote.id}


def test_a_wave_is_sealed_once_people_had_the_time_to_use_their_link(
    store: Store, lived: Lived
) -> None:
    early = NOW.date() + timedelta(days=GRACE_DAYS - 1)
    with pytest.raises(CampaignRefused, match="30 jours"):
        store.seal_wave(lived.first, early)
    assert store.resume(lived.tokens[0])
    store.reopen_wave(lived.second)
    with pytest.raises(CampaignRefused):
        store.seal_wave(lived.second, early + timedelta(days=900))


def test_nothing_ties_the_answers_of_a_sealed_wave_to_anybody(store: Store, lived: Lived) -> None:
    def columns(*wanted: object) -> list[object]:
        with database_of(store).reading() as connection:
            return [row[0] for row in connection.execute(select(*wanted))]  # type: ignore[call-overload]

    mine = tables.submission.c.wave_id == lived.first.id
    marks = set(columns(tables.seat.c.mark))
    passages = store.passages(lived.first)
    shown = store.publication(lived.diagnostic, lived.first)
    day = NOW.date() + timedelta(days=GRACE_DAYS)
    sealed = store.seal_wave(lived.first, day)
    assert sealed.sealed_on == NOW.date()
    for token in lived.tokens:
        for verb in (store.resume, store.own_record, store.erase_submission):
            with pytest.raises(UnknownLink):
                verb(token)
    assert marks.isdisjoint(columns(tables.seat.c.mark))
    for mark in marks:
        with pytest.raises(UnknownSeat):
            store.give_place_back(lived.workshop, str(mark))
    assert len(set(columns(tables.answer.c.saved_at))) == 2  # One for each wave, at most.
    assert store.passages(lived.first) == passages
    assert store.publication(lived.diagnostic, lived.first) == shown
    with database_of(store).reading() as connection:
        kept = connection.execute(select(tables.submission.c.token_hash).where(mine)).all()
    assert len(set(kept)) == PEOPLE
    assert store.seal_wave(sealed, day) == sealed
    assert [one.kind for one in store.purges(lived.diagnostic)] == [PurgeKind.LINKS]


def test_a_sealed_wave_is_not_reopened(store: Store, lived: Lived) -> None:
    sealed = store.seal_wave(lived.first, NOW.date() + timedelta(days=GRACE_DAYS))
    with pytest.raises(CampaignRefused, match="scellée"):
        store.reopen_wave(sealed)
    assert store.waves(lived.diagnostic)[0].closed_on is not None
    store.purge(SOON)
    store.purge(LATER)
    with pytest.raises(CampaignRefused, match="scellée"):
        store.reopen_wave(lived.second)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 22), 60, date(2031, 11, 22)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, then: date) -> None:
    assert after_months(day, months) == then


def test_a_purge_killed_before_its_end_erases_nothing_and_says_nothing(
    file: Path, questionnaire: Questionnaire
) -> None:
    with Store.open(file) as store:
        lived = live(store, questionnaire)
        store.purge(SOON)
        before = counts(store)
    killed = f"""
import os
from datetime import datetime
from pathlib import Path
from sqlalchemy import event
from diagnostic.storage import Store
store = Store.open(Path({str(file)!r}))
written = []
def note(connection, cursor, statement, *others):
    written.extend(["line"] if statement.startswith("INSERT INTO purge") else [])
event.listen(store._database.writer, "after_cursor_execute", note)
event.listen(store._database.writer, "commit", lambda c: len(written) == 2 and os._exit(9))
store.purge(datetime.fromisoformat({LATER.isoformat()!r}))
"""
    ended = subprocess.run([sys.executable, "-c", killed], cwd=PROJECT, check=False)
    assert ended.returncode == 9
    with Store.open(file) as store:
        assert counts(store) == before
        assert {one.kind for one in store.purges(lived.diagnostic)} == {PurgeKind.NOTICE}
