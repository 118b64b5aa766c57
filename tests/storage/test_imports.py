"""Imports are whole or absent, and each is undone without touching another."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from diagnostic.indicators.imports import Batch, Import, ImportedSeries, PartialSum
from diagnostic.questionnaire import Text
from diagnostic.settings import PROJECT
from diagnostic.storage import ImportUndone, Store, UnknownImport, tables
from diagnostic.territories import TerritoryLevel
from tests.indicators.layers import given, source
from tests.storage.older import make_older
from tests.storage.rows import database_of

SECRET = "Secret statistique."


def batch(*series: ImportedSeries, file: str = "base.csv") -> Batch:
    several = series or (given("chomage", "2020", {"01": 1.5, "2A": 2.0}),)
    return Batch(file, "modele", "Année 2020", several, 2, 1, 3, 4)


def values(store: Store) -> dict[int, dict[str, float]]:
    """Import → code → value, of the imports in force."""
    return {
        layer.imported.id: dict(zip(series.codes, series.values, strict=True))
        for layer in store.layers()
        for series in layer.series
    }


def rows(store: Store) -> tuple[int, int]:
    """Lines of the log, series kept."""
    with database_of(store).reading() as connection:
        log, series = (
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (tables.data_import, tables.imported_series)
        )
    return log, series


def test_what_was_imported_is_found_again_whole(store: Store) -> None:
    series = (
        given(
            "chomage",
            "2020",
            {"01": 1.25, "2A": -0.5, "93": 5.0},
            missing={"02": SECRET, "03": SECRET, "04": "Résultat non disponible."},
            at_most=frozenset({"93"}),
            partial={"2A": PartialSum(34, 36, 0.9912)},
        ),
        given("chomage", "2015-2021", {"FR": 7.0}, TerritoryLevel.COUNTRY),
        given(
            "habitants",
            "2024-T3",
            {"75056": 2e6},
            TerritoryLevel.COMMUNE,
            said_by=replace(source(), note=None, link="https://exemple.fr", published=None),
        ),
        given("medecins", "2020", {}, missing={"01": SECRET}),
    )
    kept = store.import_measures(batch(*series))
    (layer,) = store.layers()
    assert layer.imported == kept
    assert {one.place: one for one in layer.series} == {one.place: one for one in series}


def test_the_log_says_what_was_imported(store: Store) -> None:
    kept = store.import_measures(batch())
    assert store.imports() == (kept,)
    assert kept == Import(
        id=1,
        at=kept.at,
        file="base.csv",
        kind="modele",
        edition="Année 2020",
        sources=("Mairie, Enquête",),
        new=2,
        changed=1,
        equal=3,
        refused=4,
    )
    assert kept.at.tzinfo is not None


def test_the_newest_import_is_first_in_the_log_and_last_among_the_layers(store: Store) -> None:
    first = store.import_measures(batch())
    second = store.import_measures(batch(given("chomage", "2020", {"01": 9.0})))
    assert [one.id for one in store.imports()] == [second.id, first.id]
    assert [one.imported.id for one in store.layers()] == [first.id, second.id]


def test_undoing_takes_the_values_back_and_keeps_the_line_of_the_log(store: Store) -> None:
    kept = store.import_measures(batch())
    undone = store.undo_import(kept.id)
    assert undone.undone_at is not None
    assert undone.undone_at >= kept.at
    assert store.layers() == ()
    assert store.imports() == (undone,)
    assert rows(store) == (1, 0)


@pytest.mark.parametrize("order", [(1,), (2,), (3,), (1, 2), (2, 1), (3, 1), (2, 3, 1)])
def test_undoing_one_import_leaves_the_others_as_they_were(
    store: Store, order: tuple[int, ...]
) -> None:
    for number in (1, 2, 3):
        store.import_measures(batch(given("chomage", "2020", {"01": number, "02": -number})))
    before = values(store)
    for number in order:
        store.undo_import(number)
        del before[number]
        assert values(store) == before
    assert [one.undone for one in reversed(store.imports())] == [n in order for n in (1, 2, 3)]


def test_an_import_is_undone_once(store: Store) -> None:
    kept = store.import_measures(batch())
    undone = store.undo_import(kept.id)
    with pytest.raises(ImportUndone, match="déjà annulé"):
        store.undo_import(kept.id)
    assert store.imports() == (undone,)


def test_an_unknown_import_is_not_undone(store: Store) -> None:
    kept = store.import_measures(batch())
    with pytest.raises(UnknownImport, match="Aucun import ne porte le numéro 99"):
        store.undo_import(99)
    assert store.imports() == (kept,)
    assert len(store.layers()) == 1


def test_the_same_values_sent_twice_are_one_import(store: Store) -> None:
    kept = store.import_measures(batch())
    assert store.import_measures(batch(file="copie.csv")) == kept
    assert rows(store) == (1, 1)


def test_the_same_values_come_again_over_another_import(store: Store) -> None:
    first = store.import_measures(batch())
    store.import_measures(batch(given("chomage", "2020", {"01": 9.0})))
    third = store.import_measures(batch())
    assert third.id > first.id
    assert values(store)[third.id] == values(store)[first.id]


def test_an_import_that_was_undone_can_be_made_again(store: Store) -> None:
    first = store.import_measures(batch())
    store.undo_import(first.id)
    again = store.import_measures(batch())
    assert again.id != first.id
    assert [one.undone for one in store.imports()] == [False, True]
    assert list(values(store)) == [again.id]


@pytest.mark.parametrize(
    "refused",
    [
        batch(given("chomage", "2020", {}, missing={"01": SECRET})),
        batch(given("chomage", "2020", {"01": 1.0}), given("chomage", "2020", {"02": 1.0})),
        batch(given("chomage", "2020", {"01": float("nan")})),
    ],
    ids=["no value", "a series twice", "not a number"],
)
def test_what_makes_no_sense_is_not_imported(store: Store, refused: Batch) -> None:
    with pytest.raises(ValueError, match=r"batch|series|JSON"):
        store.import_measures(refused)
    assert rows(store) == (0, 0)


def test_strange_words_of_a_file_are_kept_readable(store: Store) -> None:
    strange = replace(
        source(),
        producer="Mai\0rie\u202e",
        dataset=Text(fr="Enquête\x1b[31m", en="Survey"),
        site="ex\x00emple",
    )
    series = given("chomage", "2020", {"01": 1.0}, missing={"02": "Sec\0ret"}, said_by=strange)
    kept = store.import_measures(batch(series, file="ba\0se\u202e.csv"))
    (layer,) = store.layers()
    assert kept.file == "base.csv"
    assert layer.series[0].missing == {"02": "Secret"}
    assert layer.series[0].source.producer == "Mairie"
    assert kept.sources == ("Mairie, Enquête[31m",)


def test_a_death_in_the_middle_of_an_import_leaves_nothing(where: Path | str) -> None:
    with Store.open(where) as store:
        kept = store.import_measures(batch())
    dying = subprocess.run(
        [sys.executable, "-m", "tests.storage.importer", str(where)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (dying.stdout, dying.returncode) == ("written\n", -9)
    with Store.open(where) as store:
        assert store.imports() == (kept,)
        assert rows(store) == (1, 1)
        again = store.import_measures(batch(given("chomage", "2021", {"01": 3.0})))
        assert list(values(store)) == [kept.id, again.id]
        if isinstance(where, Path):
            with database_of(store).reading() as connection:
                assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_several_people_import_at_once_and_none_is_lost(store: Store) -> None:
    batches = [batch(given("chomage", str(2000 + n), {"01": float(n)})) for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(store.import_measures, batches))
    assert len({one.id for one in kept}) == 8
    assert sorted(value["01"] for value in values(store).values()) == list(range(8))


def test_every_commune_and_thirty_indicators_are_one_import(store: Store) -> None:
    codes = [f"{number:05d}" for number in range(35_000)]
    series = [
        given(f"i{n}", "2020", dict.fromkeys(codes, n + 0.1234), TerritoryLevel.COMMUNE)
        for n in range(30)
    ]
    kept = store.import_measures(batch(*series))
    (layer,) = store.layers()
    assert layer.imported == kept
    assert sum(len(one.codes) for one in layer.series) == 35_000 * 30


def test_a_base_of_before_the_imports_takes_them(untouched: Path | str) -> None:
    make_older(untouched)
    with Store.open(untouched) as store:
        assert [one.title for one in store.diagnostics()] == ["Essai"]
        assert store.imports() == ()
        store.import_measures(batch())
        assert len(store.layers()) == 1
