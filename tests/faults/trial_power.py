"""The power is cut: what was acknowledged is in what had been asked to be on the disk."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from diagnostic.settings import PROJECT
from diagnostic.storage import Store
from diagnostic.storage.files import faults_of_file
from tests.faults.conftest import FULL
from tests.faults.phones import seat
from tests.storage.rows import history

CUTS = 100 if FULL else 8
CONTROLS = 3
LEAST, MOST = 20, 400
"""Acknowledgements read before the cut."""


def cut(folder: Path, shim: Path, synchronous: str, before: int) -> tuple[int, int, list[str]]:
    """Acknowledged, lost of them, and what SQLite finds wrong once the power is back."""
    file, mirror = folder / "regards.sqlite", folder / "miroir"
    mirror.mkdir(parents=True)
    (phone,) = seat(file, 1)
    # What was there before is on the disk.
    shutil.copy(file, mirror)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.under_power", str(file), phone.token, synchronous],
        cwd=PROJECT,
        env={**os.environ, "LD_PRELOAD": str(shim), "MIRROR": str(mirror)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(before)]
    process.kill()
    lines += [line for line in process.stdout if line.endswith("\n")]
    process.stdout.close()
    assert process.wait() == -9
    for draft in mirror.glob("*.brouillon"):
        draft.unlink()
    for memory in mirror.glob("*-shm"):
        memory.unlink()
    kept = mirror / file.name
    faults = faults_of_file(kept)
    with Store.open(kept) as store:
        found = {(name, int(str(value))) for name, _, _, value in history(store, phone.submission)}
    told = {(name, int(value)) for name, value in (line.split() for line in lines)}
    return len(told), len(told - found), faults


def test_a_cut_of_power_loses_nothing_that_was_acknowledged(
    shim: Path, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    chance = random.Random(1)
    told = lost = 0
    for n in range(CUTS):
        acknowledged, missing, faults = cut(
            tmp_path / f"{n}", shim, "FULL", chance.randint(LEAST, MOST)
        )
        assert faults == []
        told, lost = told + acknowledged, lost + missing
    tell(f"{CUTS} coupures de courant : {told} confirmées, {lost} perdue(s)")
    assert lost == 0


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_trial_sees_what_a_weaker_setting_loses(
    shim: Path, tmp_path: Path, tell: Callable[[str], None], synchronous: str
) -> None:
    told = lost = 0
    for n in range(CONTROLS):
        acknowledged, missing, _ = cut(tmp_path / f"{n}", shim, synchronous, MOST)
        told, lost = told + acknowledged, lost + missing
    tell(f"témoin {synchronous} : {lost} perdues sur {told}")
    assert lost > 0
