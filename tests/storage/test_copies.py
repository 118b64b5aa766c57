"""Which copies stay: what the calendar says of them, never what the clock says now."""

from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import given as always
from hypothesis import strategies as st

from diagnostic.storage.copies.folder import Copy, is_due, list_copies, name_copy, outdated

MONDAY = datetime(2026, 11, 2, 3, 0)


def daily(*days: datetime) -> list[Copy]:
    return [Copy(Path(f"{n}"), day, True, 1) for n, day in enumerate(days)]


def test_a_copy_is_read_back_as_it_was_named(tmp_path: Path) -> None:
    taken: list[str] = []
    for automatic in (False, False, True):
        taken.append(name_copy("base", MONDAY, automatic=automatic, among=taken))
        (tmp_path / taken[-1]).write_bytes(b"abc")
    assert taken == [
        "base-2026-11-02-030000.sqlite",
        "base-2026-11-02-030000-2.sqlite",
        "base-2026-11-02-030000-quotidienne.sqlite",
    ]
    found = list_copies(tmp_path, "base")
    assert {(copy.path.name, copy.automatic) for copy in found} == set(
        zip(taken, (False, False, True), strict=True)
    )
    assert {(copy.made_at, copy.size) for copy in found} == {(MONDAY, 3)}


def test_a_copy_under_a_key_is_named_beside_the_others_and_read_back(tmp_path: Path) -> None:
    taken: list[str] = []
    for encrypted in (False, True, True):
        taken.append(name_copy("base", MONDAY, automatic=True, among=taken, encrypted=encrypted))
        (tmp_path / taken[-1]).touch()
    assert taken == [
        "base-2026-11-02-030000-quotidienne.sqlite",
        "base-2026-11-02-030000-quotidienne-2.sqlite.age",
        "base-2026-11-02-030000-quotidienne-3.sqlite.age",
    ]
    found = list_copies(tmp_path, "base")
    assert {copy.path.name: copy.is_encrypted for copy in found} == dict(
        zip(taken, (False, True, True), strict=True)
    )
    assert all(copy.automatic for copy in found)


def test_what_is_not_a_copy_of_this_base_is_not_listed(tmp_path: Path) -> None:
    for name in (
        "autre-2026-11-02-030000.sqlite",
        "base-2026-11-02-030000.sqlite.brouillon",
        "base-2026-11-02-030000.sqlite.age.brouillon",
        "base-2026-99-02-030000.sqlite",
        "base-notes.sqlite",
        "base.sqlite",
    ):
        (tmp_path / name).touch()
    assert list_copies(tmp_path, "base") == ()
    assert list_copies(tmp_path / "nulle-part", "base") == ()


def test_seven_days_and_four_weeks_stay() -> None:
    # One a day for ten weeks: the last seven, and the last of each of the latest four weeks.
    copies = daily(*(MONDAY + timedelta(days=n) for n in range(70)))
    gone = outdated(copies, 7, 4)
    kept = sorted(copy.made_at.date() for copy in copies if copy not in gone)
    last = date(2027, 1, 10)
    assert kept == [
        *(last - timedelta(weeks=n) for n in (3, 2)),
        *(last - timedelta(days=n) for n in range(7, -1, -1)),
    ]


def test_what_a_person_asked_for_always_stays() -> None:
    asked = [Copy(Path("a"), MONDAY, False, 1), Copy(Path("b"), datetime(2001, 1, 1), False, 1)]
    assert outdated(asked, 0, 0) == ()


@always(st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), max_size=40))
def test_a_clock_that_jumps_never_erases_below_what_is_kept(moments: list[datetime]) -> None:
    copies = daily(*moments)
    kept = [copy for copy in copies if copy not in outdated(copies, 7, 4)]
    days = {moment.date() for moment in moments}
    assert len({copy.made_at.date() for copy in kept}) >= min(7, len(days))


def test_a_day_without_a_copy_is_due_wherever_the_clock_is() -> None:
    ahead = daily(datetime(2036, 1, 1), MONDAY)
    assert is_due(ahead, date(2026, 11, 3))
    assert not is_due(ahead, date(2026, 11, 2))
    assert is_due((), date(2026, 11, 2))
