"""A real server that hostile hands reach, with two territories in its memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from diagnostic.answers import AnswerState, accept
from diagnostic.questionnaire import Text, current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from diagnostic.workshops import Step, StepKind, next_step, open_vote
from tools.serving import Server, serve

SECRET_WORDS = "Le canari du deuxième territoire"
"""Said by one person of the other territory: nobody of this one may ever read it."""


@dataclass(frozen=True)
class Territory:
    """A diagnostic, its room where a vote is open, and the links of two of its people."""

    code: str
    room: str
    ballot: str
    seated: str
    """The link of a person who sits in the room."""
    remote: str
    """The link of a person who answers at home."""


@dataclass(frozen=True)
class Places:
    """Two territories that have nothing to do with one another, in one memory."""

    file: Path
    ours: Territory
    theirs: Territory


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    file: Path = tmp_path_factory.mktemp("hostile") / "regards.sqlite"
    with Store.open(file) as store:
        return Places(
            file, fill(store, "commune:69264", ""), fill(store, "commune:56009", SECRET_WORDS)
        )


def fill(store: Store, where: str, words: str) -> Territory:
    content = current()
    diagnostic = store.open_diagnostic(f"Vivre à {where}", TerritoryKey.parse(where), content)
    (wave,) = store.waves(diagnostic)
    steps = (
        Step(id="accueil", kind=StepKind.FRAME, title=Text(fr="Accueil", en="Welcome")),
        Step(
            id="vote",
            kind=StepKind.QUESTIONS,
            title=Text(fr="Vote", en="Vote"),
            questions=("F01.G", "F02.G"),
        ),
    )
    workshop = store.open_workshop(wave, steps, date(2026, 11, 30), "Salle des fêtes", 30)
    state = store.room_state(workshop.id)
    state = store.move(workshop, state.revision, next_step(state, steps))
    state = store.move(workshop, state.revision, open_vote(state, steps[1]))
    _, seated = store.join(workshop, Viewpoint.CITIZEN)
    submission, remote = store.begin(wave, Viewpoint.CITIZEN, False)
    store.save(submission, [accept(content.question("F01.G"), AnswerState.GIVEN, 7)])
    if words:
        store.say(submission, "F01.G", words)
    return Territory(diagnostic.code, workshop.code, str(state.ballot), seated, remote)


@pytest.fixture(scope="session")
def server(places: Places) -> Iterator[Server]:
    with serve(places.file) as started:
        yield started
