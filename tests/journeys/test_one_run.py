"""What a page asks of the memory while it is drawn."""

from functools import partial

from diagnostic.campaigns import Diagnostic
from diagnostic.storage import Store
from diagnostic.ui import session, shelf


def ask(diagnostic: Diagnostic) -> int:
    """How many rounds of answers the page in hand would show."""
    return len(session.waves(diagnostic))


def test_within_a_run_what_another_process_writes_is_not_seen(
    store: Store, demonstration: Diagnostic
) -> None:
    with session.one_run():
        before = ask(demonstration)
        (last,) = store.waves(demonstration)[-1:]
        store.close_wave(last)
        assert session.waves(demonstration)[-1].closed_on is None
        assert ask(demonstration) == before
    assert session.waves(demonstration)[-1].closed_on is not None


def test_what_the_page_itself_writes_is_read_at_once(demonstration: Diagnostic) -> None:
    with session.one_run():
        last = session.waves(demonstration)[-1]
        session.store().close_wave(last)
        assert session.waves(demonstration)[-1].closed_on is not None


def test_a_part_of_a_page_reads_anew(store: Store, demonstration: Diagnostic) -> None:
    with session.one_run():
        last = session.waves(demonstration)[-1]
    assert not session.is_whole_run()
    store.close_wave(last)
    assert session.waves(demonstration)[-1].closed_on is not None


def test_what_is_on_the_shelf_is_made_once_for_each_key() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    for name in ("lyon", "brest", "lyon"):
        assert shelf.kept(("ville", name), partial(make, name)) == name.upper()
    assert made == ["lyon", "brest"]


def test_what_could_not_be_made_is_tried_again() -> None:
    tries: list[int] = []

    def make() -> int:
        tries.append(1)
        return 1 // (len(tries) - 1)

    for _ in range(2):
        try:
            shelf.kept("essai", make)
        except ZeroDivisionError:
            continue
    assert shelf.kept("essai", make) == 1
    assert len(tries) == 2
