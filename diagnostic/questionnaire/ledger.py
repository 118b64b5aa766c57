"""What is published, and its seal: a published version never changes again."""

import hashlib
import re
from pathlib import Path

from diagnostic.problems import ContentRefused, Problem

LEDGER = "published.yaml"
"""In the folder of the versions: one line « file name: "seal" » for each published version."""

_ENTRY = re.compile(r'([A-Za-z][\w.-]*-\d+\.\d+\.\d+\.yaml): ("?)([0-9a-f]{64})\2')


def seal(content: bytes) -> str:
    """The seal of a version: the SHA-256 of its file."""
    return hashlib.sha256(content).hexdigest()


def published(folder: Path) -> dict[str, str]:
    """File name → seal of each published version; empty where there is no ledger.

    Raises ContentRefused where a line cannot be read.
    """
    path = folder / LEDGER
    if not path.exists():
        return {}
    seals: dict[str, str] = {}
    problems = []
    lines = path.read_bytes().decode("utf-8-sig", "replace").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        entry = _ENTRY.fullmatch(line.rstrip())
        if entry is None or entry[1] in seals:
            cause = "Cette ligne du registre des versions publiées n’est pas comprise."
            cure = "Écrivez le nom du fichier, deux-points, une espace et son empreinte, une fois."
            problems.append(Problem(LEDGER, number, 1, cause, cure))
        else:
            seals[entry[1]] = entry[3]
    if problems:
        raise ContentRefused(tuple(problems))
    return seals


def record(folder: Path, name: str, content: bytes) -> None:
    """Adds a version to the ledger of its folder, which is made if need be."""
    path = folder / LEDGER
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    gap = "\n" if before and not before.endswith("\n") else ""
    path.write_text(f'{before}{gap}{name}: "{seal(content)}"\n', encoding="utf-8")


def numbered(version: str) -> tuple[int, ...]:
    """The parts of a version number, so that 1.10.0 comes after 1.9.0."""
    return tuple(int(part) for part in version.split("."))


def kind_and_number(name: str) -> tuple[str, tuple[int, ...]]:
    """Id of the questionnaire and number of the version, from the name of a published file."""
    kind, _, version = name.removesuffix(".yaml").rpartition("-")
    return kind, numbered(version)
