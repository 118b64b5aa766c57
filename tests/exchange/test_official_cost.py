"""The heaviest official file stays within twenty seconds and 300 MB; a hostile one costs less."""

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
REFUSAL_SECONDS, REFUSAL_MEGABYTES = 5, 200
"""What a file that is refused may cost; the tables of the application take 140 MB by themselves."""

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


REFUSE = """
import json, sys, time
from pathlib import Path
from diagnostic.exchange.official import FileRefused, understand
from diagnostic.indicators import Indicators
from diagnostic.territories import Gazetteer

gazetteer, indicators = Gazetteer.read(), Indicators.read()
told = []
for name in sys.argv[1:]:
    start = time.process_time()
    try:
        understand(name, Path(name), gazetteer, indicators)
    except FileRefused as refusal:
        told.append([time.process_time() - start, str(refusal)])
status = Path("/proc/self/status")
lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
print(json.dumps([int(lines["VmHWM"].split()[0]) / 1024, told]))
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
    not Path("/proc/self/status").exists(), reason="La mémoire d’un processus se lit sous Linux."
)
def test_huge_files_are_refused_quickly_and_without_filling_the_memory(tmp_path: Path) -> None:
    header = comparator().splitlines(keepends=True)[0]
    holes, line, wide, bomb, lying = (
        tmp_path / name for name in ("trous.csv", "ligne.csv", "large.csv", "bombe.zip", "500.csv")
    )
    for path, size in ((holes, 99_000_000), (lying, 500_000_000)):
        with path.open("wb") as file:
            file.write(header)
            # Holes: they weigh nothing on the disk.
            file.truncate(size)
    with line.open("wb") as file:
        for _ in range(99):
            file.write(b"a;" * 500_000)
    wide.write_bytes(b"niveau;code;indicateur;annee;valeur;source" + b";x" * 1_000_000 + b"\n")
    bomb.write_bytes(packed({"base.CSV": header + b"0" * 200_000_000}))
    paths = [str(path) for path in (holes, line, wide, bomb, lying)]
    done = subprocess.run(
        [sys.executable, "-c", REFUSE, *paths],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    peak, told = json.loads(done.stdout)

    assert len(told) == len(paths)
    for (seconds, message), words in zip(
        told, ("octets nuls", "caractères", "caractères", "gonfle", "500 Mo"), strict=True
    ):
        assert words in message
        assert seconds < REFUSAL_SECONDS
    assert peak < REFUSAL_MEGABYTES


@pytest.mark.skipif(
    not COMPARATOR.exists(),
    reason="Le comparateur officiel d’exemple n’est pas là (../shared/reference/official).",
)
def test_the_real_comparateur_is_read_in_time_and_in_memory() -> None:
    seconds, peak, read, _ = cost_of(COMPARATOR)

    assert read == 35_010
    assert seconds < SECONDS
    assert peak < MEGABYTES
