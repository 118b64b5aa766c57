"""The territories that pictures are taken of, and what a screen is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from diagnostic.answers import Answer, AnswerState
from diagnostic.demonstration import fill
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import Gazetteer, TerritoryKey
from tools import chromium, staged
from tools.portrayed import MEASURED, open_marked
from tools.serving import serve


@dataclass(frozen=True, slots=True)
class Territory:
    """What the pictures are taken of."""

    empty: str
    """Address of a server whose database is empty."""
    full: str
    """Address of a server with the demonstration and a diagnostic without answers."""
    database: Path
    """What the full one keeps."""
    code: str
    new_code: str
    link: str
    """The personal link of an elected official who is half-way."""
    typed: tuple[str, ...]
    """What people wrote, which is shown as they wrote it."""
    room: str
    """Address of a server with a workshop of the demonstration."""
    room_database: Path
    room_code: str
    """The code of its diagnostic."""
    workshop: str
    """Its code."""
    crossed: Mapping[str, str]
    """Name in MEASURED → the code of a diagnostic where every domain was marked."""


Act = Callable[[Page, Territory], None]


@dataclass(frozen=True, slots=True)
class Screen:
    """One state of one page, and how a person comes to it."""

    name: str
    reach: Act
    english: bool = False
    window_too: bool = False
    """Also as the window shows it, without what is below."""
    wall: bool = False
    """Made for one window, wide and full: pictured as it is, and not on a phone."""


def address(territory: Territory, path: str = "", *, new: bool = False, more: str = "") -> str:
    return f"{territory.full}/{path}?d={territory.new_code if new else territory.code}{more}"


def go(path: str, *, new: bool = False, more: str = "") -> Act:
    return lambda page, territory: visit(page, address(territory, path, new=new, more=more))


def visit(page: Page, url: str) -> None:
    page.goto(url)
    chromium.settle(page)


@contextmanager
def open_territory() -> Iterator[Territory]:
    """Three servers: nothing yet, the demonstration, and a workshop of the demonstration."""
    with tempfile.TemporaryDirectory(prefix="regards-croises-") as folder:
        database = Path(folder) / "shots.sqlite"
        with Store.open(database) as store:
            gazetteer = Gazetteer.read()
            demonstration = fill(store, gazetteer)
            new = store.open_diagnostic(
                "Saint-Étienne : nos regards croisés",
                TerritoryKey.parse("commune:42218"),
                current(),
            )
            wave = store.waves(demonstration)[-1]
            submission, link = store.begin(wave, Viewpoint.ELECTED, False)
            store.save(submission, half_way())
            crossed = {name: open_marked(store, gazetteer, name) for name in MEASURED}
            typed = [demonstration.title, new.title, *(one.title for one in crossed.values())]
            typed += [own.wording.fr for own in store.local_questions(demonstration)]
            for past in store.waves(demonstration):
                for passage in store.passages(past):
                    typed += passage.comments.values()
                    typed += [a.value for a in passage.answers.values() if isinstance(a.value, str)]
        room_database = Path(folder) / "room.sqlite"
        with Store.open(room_database) as store:
            # Apart: those who sit in a room answer too, and would move the results.
            held_for = fill(store, gazetteer)
            workshop = staged.open_staged(store, store.waves(held_for)[-1])
            typed += [*staged.TYPED["idees"], *staged.TYPED["decisions"], *staged.TYPED["qui"]]
        with serve(database) as full, serve() as empty, serve(room_database) as room:
            yield Territory(
                empty=empty.url,
                full=full.url,
                database=database,
                code=demonstration.code,
                new_code=new.code,
                link=link,
                typed=tuple(typed),
                room=room.url,
                room_database=room_database,
                room_code=held_for.code,
                workshop=workshop.code,
                crossed={name: one.code for name, one in crossed.items()},
            )


def half_way() -> list[Answer]:
    """The answers of an elected official who did the first themes."""
    given, unknown = AnswerState.GIVEN, AnswerState.DONT_KNOW
    return [
        Answer("profil.strate", given, "moins_de_2000"),
        Answer("F01.G", given, 7),
        Answer("F01.T", given, "stable"),
        Answer("F02.G", unknown),
        Answer("A1", given, 2),
        Answer("A2", unknown),
        Answer("priorites", given, ("F06", "F01")),
    ]
