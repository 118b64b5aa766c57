"""Personal data from the command line: what is erased, and what is never exported unasked."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diagnostic.__main__ import main
from diagnostic.answers import AnswerState, accept
from diagnostic.campaigns import Diagnostic, ask_locally
from diagnostic.demonstration import TERRITORY
from diagnostic.privacy import GRACE_DAYS
from diagnostic.questionnaire import current
from diagnostic.respondents import Viewpoint
from diagnostic.storage import Store, UnknownDiagnostic
from diagnostic.storage.tables import wave as wave_table
from tests.builders import given
from tests.storage.rows import database_of

CANARY = "canari-7f3a9c-jaune"
G = "F01.G"


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str


Run = Callable[..., Told]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def _run(*arguments: str | Path) -> Told:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return _run


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "base.sqlite"
    monkeypatch.setenv("DIAGNOSTIC_DATABASE", str(path))
    return path


@pytest.fixture
def closed(base: Path) -> Diagnostic:
    """Six citizens and four élus, who all write; one more person said nothing."""
    with Store.open(base) as store:
        diagnostic = store.open_diagnostic("Vivre en Beaujolais", TERRITORY, current())
        own = store.add_local_question(diagnostic, ask_locally(1, "text", "Un mot ?"))
        (wave,) = store.waves(diagnostic)
        for number in range(10):
            viewpoint = Viewpoint.CITIZEN if number < 6 else Viewpoint.ELECTED
            submission, _ = store.begin(wave, viewpoint, short=False)
            words = accept(own, AnswerState.GIVEN, f"=1+{number} {CANARY}")
            store.save(submission, [given(G, number), words])
            store.say(submission, G, f"Dit {number} {CANARY}")
        store.begin(wave, Viewpoint.CITIZEN, short=False)
        store.publication(diagnostic, wave)
        store.close_wave(wave)
    return diagnostic


def test_what_people_wrote_is_not_exported_unasked(run: Run, closed: Diagnostic) -> None:
    told = run("export", closed.code)
    assert (told.code, CANARY in told.out) == (0, False)
    assert "F01.G" in told.out


def test_what_people_wrote_is_given_apart_with_a_warning_and_over_the_threshold(
    run: Run, closed: Diagnostic, tmp_path: Path
) -> None:
    answers, texts = tmp_path / "reponses.csv", tmp_path / "textes.csv"
    told = run("export", closed.code, "--output", answers, "--with-comments", texts)
    assert told.code == 0
    assert "Relisez-les" in told.err
    assert CANARY not in answers.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(texts.read_text(encoding="utf-8-sig")), delimiter=";"))
    assert {row["regard"] for row in rows} == {"Citoyens"}
    assert {(row["nature"], row["question"]) for row in rows} == {
        ("commentaire", G),
        ("reponse", "L1"),
    }
    assert {row["texte_libre"] for row in rows} == {"oui"}
    assert len(rows) == 12
    assert "personne" not in rows[0]
    # A text that a spreadsheet would run is only read.
    assert all(row["texte"].startswith("'=") for row in rows if row["nature"] == "reponse")


def test_the_file_of_texts_replaces_none_unasked(
    run: Run, closed: Diagnostic, tmp_path: Path
) -> None:
    texts = tmp_path / "textes.csv"
    texts.write_text("gardé")
    told = run("export", closed.code, "--with-comments", texts)
    assert told.code == 2
    assert "existe déjà" in told.err
    assert texts.read_text() == "gardé"


def test_what_is_due_is_erased_and_told(run: Run, base: Path, closed: Diagnostic) -> None:
    assert run("purge").out == "Rien à effacer.\n"
    with Store.open(base) as store, database_of(store).writing() as connection:
        then = datetime.now(UTC) - timedelta(days=GRACE_DAYS)
        connection.execute(wave_table.update().values(closed_at=then))
    would = run("purge", "--dry-run")
    assert "Ce qui serait fait" in would.out.replace("\u202f", " ")
    done = run("purge")
    assert f"{closed.code}  vague 1" in done.out
    assert "questionnaires ouverts sans réponse, moins de 5 personnes" in done.out
    assert run("purge").out == "Rien à effacer.\n"
    with Store.open(base) as store:
        assert len(store.passages(store.waves(closed)[0])) == 10


def test_a_diagnostic_is_erased_by_its_whole_name(
    run: Run, base: Path, closed: Diagnostic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Vivre\n"))
    told = run("erase", closed.code)
    assert told.code == 2
    assert "rien n’est effacé" in told.err
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run("erase", closed.code).code == 2
    with Store.open(base) as store:
        assert store.diagnostic(closed.code) == closed
    monkeypatch.setattr("sys.stdin", io.StringIO("Vivre en Beaujolais\n"))
    told = run("erase", closed.code)
    assert told.code == 0
    assert "sauvegardes" in told.err
    with Store.open(base) as store, pytest.raises(UnknownDiagnostic):
        store.diagnostic(closed.code)
    assert CANARY.encode() not in b"".join(one.read_bytes() for one in base.parent.iterdir())
