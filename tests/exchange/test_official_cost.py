"""The heaviest official file, of every commune, stays within twenty seconds and 300 MB."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from diagnostic.territories import Gazetteer, TerritoryLevel
from tests.exchange.made import commune, comparator, packed
from tests.exchange.test_official_samples import COMPARATOR

ROOT = Path(__file__).parents[2]
SECONDS = 20
MEGABYTES = 300

READ = """
import json, resource, sys, time
from pathlib import Path
from diagnostic.exchange.official import understand
from diagnostic.indicators import Indicators
from diagnostic.territories import Gazetteer

gazetteer, indicators = Gazetteer.read(), Indicators.read()
start = time.process_time()
understood = understand("base.zip", Path(sys.argv[1]), gazetteer, indicators)
# Of the processor: what else the machine does is not counted.
seconds = time.process_time() - start
status = Path("/proc/self/status")
if status.exists():
    # The peak that getrusage tells includes that of the process which started this one.
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    peak = int(lines["VmHWM"].split()[0]) / 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
print(json.dumps([seconds, peak, understood.rows, understood.known]))
"""


def cost_of(path: Path) -> tuple[float, float, int, int]:
    """Seconds, megabytes at the peak, lines read, values understood, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, peak, rows, known = json.loads(done.stdout)
    return seconds, peak, rows, known


def test_every_commune_is_read_in_time_and_in_memory(gazetteer: Gazetteer, tmp_path: Path) -> None:
    communes = gazetteer.at(TerritoryLevel.COMMUNE)
    rows = (
        commune(one.key.code, (one.population or 0) + 0.123456789012, TP6021="s")
        for one in communes
    )
    path = tmp_path / "base.zip"
    path.write_bytes(packed({"base.CSV": comparator(rows)}))
    seconds, peak, read, known = cost_of(path)

    assert read == len(communes)
    assert known > 500_000
    assert seconds < SECONDS
    assert peak < MEGABYTES


@pytest.mark.skipif(
    not COMPARATOR.exists(),
    reason="Le comparateur officiel d’exemple n’est pas là (../shared/reference/official).",
)
def test_the_real_comparateur_is_read_in_time_and_in_memory() -> None:
    seconds, peak, read, _ = cost_of(COMPARATOR)

    assert read == 35_010
    assert seconds < SECONDS
    assert peak < MEGABYTES
