"""One cut of power, and one with a weaker setting that shows a loss; `make faults` makes many."""

from pathlib import Path

from tests.faults.conftest import shim
from tests.faults.trial_power import cut

__all__ = ["shim"]


def test_a_cut_of_power_loses_nothing_that_was_acknowledged(shim: Path, tmp_path: Path) -> None:
    told, lost, faults = cut(tmp_path, shim, "FULL", 60)
    assert told >= 60
    assert (lost, faults) == (0, [])


def test_a_weaker_setting_would_lose(shim: Path, tmp_path: Path) -> None:
    told, lost, _ = cut(tmp_path, shim, "OFF", 60)
    assert lost == told
