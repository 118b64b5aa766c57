"""The process dies in the middle: all that was acknowledged is there."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import text

from diagnostic.campaigns import Wave
from diagnostic.questionnaire import Questionnaire
from diagnostic.respondents import Viewpoint
from diagnostic.settings import PROJECT
from diagnostic.storage import Store
from diagnostic.territories import TerritoryKey
from tests.builders import given
from tests.storage.rows import database_of, history

WRITERS = 2
ROUNDS = (3, 40, 97)
"""Acknowledgements read before each kill."""


def start(where: Path | str, token: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.storage.writer", str(where), token],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_no_acknowledged_answer_is_lost_when_the_writers_are_killed(
    where: Path | str, questionnaire: Questionnaire
) -> None:
    with Store.open(where) as store:
        diagnostic = store.open_diagnostic(
            "Essai", TerritoryKey.parse("commune:69123"), questionnaire
        )
        wave: Wave = store.waves(diagnostic)[0]
        tokens = [store.begin(wave, Viewpoint.CITIZEN, short=False)[1] for _ in range(WRITERS)]
    told: list[dict[str, tuple[int, int]]] = [{} for _ in tokens]
    for acknowledgements in ROUNDS:
        writers = [start(where, token) for token in tokens]
        for writer, ledger in zip(writers, told, strict=True):
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(acknowledgements)]
            writer.kill()
            # What had been told before the blow counts too; a last line may be cut short.
            lines += [line for line in writer.stdout if line.endswith("\n")]
            writer.stdout.close()
            assert writer.wait() == -9
            for line in lines:
                name, *numbers = line.split()
                revision, value = map(int, numbers)
                ledger[name] = (revision, value)
        with Store.open(where) as store:
            for token, ledger in zip(tokens, told, strict=True):
                submission, _, _ = store.resume(token)
                answers, receipts = store.answers(submission), store.receipts(submission)
                assert ledger
                for name, (revision, value) in ledger.items():
                    assert receipts[name].revision >= revision
                    assert (name, revision, "repondu", value) in history(store, submission)
                    if receipts[name].revision == revision:
                        assert answers[name] == given(name, value)
                for name, receipt in receipts.items():
                    past = [line[1] for line in history(store, submission) if line[0] == name]
                    assert past == list(range(1, receipt.revision + 1))
            if isinstance(where, Path):
                with database_of(store).reading() as connection:
                    assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
